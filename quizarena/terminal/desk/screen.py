"""The desk as a screen: keys in, canvas out. Timers only paint; nothing is ever recorded by one."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from ...arena import Arena
from ...journal import Journal
from ...journal.stored_files import file_troubles
from ...media import media_in
from ...sessions.bindings import SEAT
from ...sessions.desk import copy_folder, hall
from ...sessions.desk.papers import PapersWritten
from ...sessions.desk.person import ask_once
from ...sessions.desk.presence import heartbeat, join, leave, look_at_clock
from ...sessions.desk.safety_copy import Ended
from ...sessions.desk.session import DeskSession
from ...sessions.desk.trouble import offer_refill
from ...sessions.follow import running_clocks, seconds_to_tick
from ...sessions.keys import Press
from ...sessions.serving import CardsPrinted
from ...sessions.steady_clock import SteadyClock
from ..canvas import Canvas
from ..canvas_screen import LONG_PASTE, CanvasScreen
from ..follower import Now
from ..latin import IDS_STAND, ids_for_names
from ..palette import DARK
from ..window import Window
from .painter import paint
from .terminal import DeskTerminal

_Ended = TypeVar("_Ended")


class SessionScreen(CanvasScreen):
    """A desk's session on a screen; whoever opens it has sat down already, and gets up."""

    def __init__(self, terminal: DeskTerminal, *, colours: str = DARK.name, now: Now | None = None) -> None:
        """Take the desk."""
        super().__init__(now, colours=colours)
        self.terminal, self.desk = terminal, terminal.desk
        self._second = -1
        self._painted: tuple[int, ...] = ()

    def on_mount(self) -> None:
        """Have drafts written beside the keys, and see whether this app has the keyboard."""
        self.terminal.sound.fallback = self.app.bell
        self.desk.wake = self.wake
        self.desk.drafts.start(self.wake)
        self.terminal.focused = self.app.app_focus
        self.watch(self.app, "app_focus", self._take_focus, init=False)

    def _take_focus(self, focused: bool) -> None:
        self.terminal.focused = focused
        self.paint()

    def on_unmount(self) -> None:
        """Write the last of them."""
        self.desk.drafts.stop()

    def journal(self) -> Journal:
        """Return what wakes the desk; it can go on in another file."""
        return self.desk.arena.journal

    def seconds_to_look(self, now: datetime) -> float:
        """Return the seconds until a shown second begins."""
        return seconds_to_tick(self.desk.scene(), now)

    def follow(self) -> None:
        """Take in what others recorded, and paint if that, the app's own records or a shown second has changed."""
        if self.desk.refresh() or self._shown(self.now()) != self._painted:
            self.paint()

    def _shown(self, now: datetime) -> tuple[int, ...]:
        """Return the last record, and the seconds the desk shows: the wall's, and those its clocks have left."""
        left = (clock.seconds_left(now) for clock in running_clocks(self.desk.scene()))
        return self.desk.contest.records[-1].seq, int(now.timestamp()), *left

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the desk of this instant."""
        self._painted = self._shown(now)
        if int(now.timestamp()) != self._second:
            self._second = int(now.timestamp())
            self.each_second(now)
        return self.picture(columns, rows, now)

    def each_second(self, now: datetime) -> None:
        """Be seen by the other screens, and look at them; have a safety copy made where one is due."""
        heartbeat(self.desk, self.measures, now)
        offer_refill(self.desk)
        if isinstance(self.now, SteadyClock):
            look_at_clock(self.desk, self.now, now)
        job = copy_folder.look(self.desk, now) if self.desk.pending is None else None
        if job is not None:
            self._begin_beside(job.run, self._copied)
        papers = self.desk.papers.due()
        if papers is not None:
            self._begin_beside(papers.run, self._papers_written)
        cards = self.desk.browsers.due()
        if cards is not None:
            self._begin_beside(cards.run, self._cards_printed)

    def _begin_beside(self, run: Callable[[], _Ended], settle: Callable[[_Ended], None]) -> None:
        """Do something in a thread of its own, which leaves the screen at once even where a disk hangs."""
        app = self.app

        def work() -> None:
            ended = run()
            with contextlib.suppress(RuntimeError):  # the app has ended meanwhile
                app.call_from_thread(settle, ended)

        threading.Thread(target=work, name="beside the desk", daemon=True).start()

    def _copied(self, ended: Ended) -> None:
        copy_folder.settle(self.desk, ended, self.now())
        self.paint()

    def _papers_written(self, written: PapersWritten) -> None:
        self.desk.papers.end()
        self.desk.say(written.said, loud=written.is_trouble)
        self.paint()

    def _cards_printed(self, printed: CardsPrinted) -> None:
        hall.settle(self.desk, printed)
        self.paint()

    def picture(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the desk as it is painted."""
        return paint(self.terminal, columns, rows, now)

    def take_press(self, press: Press, now: datetime) -> bool:
        """Take a key; return whether the desk was left."""
        self.terminal.press(press, now)
        return self.terminal.ended

    def asking(self) -> object:
        """Return what lies over the desk and is no field."""
        return self.desk.asked

    def is_typing(self) -> bool:
        """Whether a field lies over the desk."""
        return self.desk.overlay is not None and self.desk.overlay.typing

    def take_early(self, presses: Sequence[Press], now: datetime) -> None:
        """Drop them, and say which."""
        self.desk.early(presses)

    def take_paste(self, text: str, now: datetime) -> None:
        """Give the desk what it may take of a paste."""
        self.desk.paste(text[:LONG_PASTE], now)


class DeskScreen(SessionScreen):
    """The scorer's desk: all of its keys, dialogs and messages, on a contest that other programs may write to as well.

    `app.push_screen(DeskScreen(arena))` opens it; M leads to leaving it, which gives back the screen below. 80 columns
    and 24 rows are the least. The arena stays its owner's: close it once the desk is left. Every key is the desk's but
    those that the app binds with priority.
    """

    def __init__(
        self,
        arena: Arena,
        *,
        person: str = "",
        language: str = "",
        colours: str = DARK.name,
        look_only: bool = False,
        now: Now | None = None,
    ) -> None:
        """Prepare a desk; it sits down when it is shown, as `quizarena desk` does.

        Args:
            arena: The contest; one that is only read wants `look_only`.
            person: Who types, as it stands in the records; asked for where nobody is named.
            language: The language, the contest's own where none is named.
            colours: The name of a theme; an unknown one is the dark theme.
            look_only: Record nothing.
            now: The clock, for whoever has one of their own.
        """
        desk = DeskSession(arena, file=arena.journal.address, person=person, look_only=look_only)
        super().__init__(DeskTerminal(desk, language, names=ids_for_names(arena.contest)), colours=colours, now=now)
        self._arena = arena

    def on_mount(self) -> None:
        """Sit down, and say what whoever sits here must know."""
        desk, journal = self.desk, self._arena.journal
        join(desk, journal.sit(SEAT), self.now())
        ask_once(desk)
        if self.terminal.names:
            desk.say(IDS_STAND)
        for problem in (*journal.cautions(), *file_troubles(journal.address, media_in(desk.contest.rulebook))):
            desk.say(problem, loud=True)  # said last: what is wrong with the file stays to be read

    def on_unmount(self) -> None:
        """Get up."""
        self.get_up()

    def get_up(self) -> None:
        """Free the seat, write what is drafted, and close the file the desk went on in, if it is not its owner's."""
        self.desk.drafts.stop()
        leave(self.desk)
        if self.desk.arena is not self._arena:
            self.desk.arena.close()


def run_desk(
    address: str, *, person: str = "", language: str = "", theme: str = DARK.name, look_only: bool = False
) -> None:
    """Run the desk on the contest at `address` until it is left; raises like `Arena.open`."""
    with contextlib.closing(Arena.open(address, read_only=look_only)) as arena:
        screen = DeskScreen(arena, person=person, language=language, colours=theme, look_only=look_only)
        try:
            Window(screen).show()
        finally:
            screen.get_up()
