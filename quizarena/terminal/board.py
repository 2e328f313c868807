"""The board in the hall and the host's monitor: one line-drawn widget on a contest that others write.

Decides when to paint: when the record or the shown second changed, and while a change is still in motion. The keyboard
is dead but for theme, language, test card and quit, each confirmed by Enter, because sooner or later somebody types
into this window; the desk is told. Leaves what is drawn to `pictures`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import attrs
from textual import events
from textual.constants import TEXTUAL_ANIMATIONS

from ..arena import Arena
from ..errors import JournalBusy, JournalError
from ..facts import instant_text
from ..journal import Journal, Patience, Seats
from ..languages import next_language
from ..scenes import BANNER, Correction
from ..sessions import bells
from ..sessions.follow import running_clocks, seconds_to_tick
from ..sessions.hall import Feed, feed_of
from ..sessions.keys import Press
from .canvas import DIM, NOW, Canvas
from .canvas_screen import CanvasScreen
from .follower import Now
from .latin import ids_for_names
from .lettering import Lettering, shipped, system_lettering
from .palette import DARK, following
from .pictures import Look, Motion, draw_board, draw_host, motion_ms
from .pictures.card import card
from .pictures.motion import MOTION_MS
from .pictures.standings import PAGE_SECONDS
from .sound import Sound
from .wide import NO_NAMES, Names, cut, drawn
from .window import Window
from .words import _

GLANCE_SECONDS, LOCKED_SECONDS = 0.1, 1.0
"""How long the board waits for whoever keeps the file locked before it paints on, and before it says so."""
FRAMES = 15
"""The frames a second a motion is painted with."""
CONFIRM_SECONDS = 5.0


@attrs.frozen
class _Moved:
    """A motion under way: what was known before, the monotonic second it began, the milliseconds it takes."""

    before: Feed
    began: float
    ends_ms: int

    def motion(self) -> Motion | None:
        """Return the motion of this instant, None once it has ended."""
        since = int(1_000 * (time.monotonic() - self.began))
        return Motion(self.before, since) if since < self.ends_ms else None

    def frame(self) -> int | None:
        """Return which frame is due: counted while rows move, one while only a gain stands, None at the end."""
        motion = self.motion()
        return None if motion is None else min(motion.since_ms, MOTION_MS) * FRAMES // 1_000

    def seconds_to_frame(self) -> float:
        """Return the seconds until another frame is due."""
        motion = self.motion()
        if motion is None:
            return 1.0
        left = self.ends_ms - motion.since_ms
        return (left if motion.since_ms >= MOTION_MS else min(left, 1_000 // FRAMES)) / 1_000


class BoardScreen(CanvasScreen):
    """The board (`audience="hall"`) or the host's monitor (`audience="host"`) of a contest.

    `now` is the clock; in `seats` the desk sees this screen, its size and that somebody types into it; `sound` rings
    the bells, None rings none.
    """

    def __init__(
        self,
        arena: Arena,
        audience: str = "hall",
        *,
        colours: str = DARK.name,
        language: str | None = None,
        now: Now | None = None,
        seats: Seats | None = None,
        sound: Sound | None = None,
        names: Names = NO_NAMES,
        lettering: Callable[[], Lettering] = shipped,
    ) -> None:
        """Take the contest; the language is the contest's own unless another is named."""
        super().__init__(now, colours=colours)
        self.arena = arena
        self.audience = audience
        self.spoken = language or arena.contest.rulebook.language
        self._seats, self._sound, self._names = seats, sound, names
        self._lettering = lettering
        self._letters: Lettering = shipped()
        self._looked_at: datetime | None = None
        self._feed: Feed = feed_of(arena.contest, audience)
        self._moved: _Moved | None = None
        self._drawn_for: object = None
        self._trouble = ""
        self._locked_since = 0.0
        self._confirming: tuple[str, float] | None = None
        self._card = False

    def on_mount(self) -> None:
        """Let the desk see this screen from its first moment, and look for a font while it stands."""
        if self._sound is not None:
            self._sound.fallback = self.app.bell
        self._each_look(self.now())
        self.run_worker(self._find_letters, thread=True)

    def _find_letters(self) -> None:
        self._letters = self._lettering()
        self.app.call_from_thread(self.paint)

    def on_resize(self, event: events.Resize) -> None:
        """Let the desk see the new size."""
        if self._seats is not None:
            self._seats.say(size=f"{event.size.width}x{event.size.height}", alive_at=self.now())

    def journal(self) -> Journal:
        """Return what wakes the board."""
        return self.arena.journal

    def seconds_to_look(self, now: datetime) -> float:
        """Return the seconds until a shown second begins, or the next frame of a motion."""
        tick = seconds_to_tick(self._feed.scene, now)
        return tick if self._moved is None else min(tick, self._moved.seconds_to_frame())

    def follow(self) -> None:
        """Take in what others recorded, and paint if that or the second has changed."""
        trouble = self._trouble
        self._each_look(self.now())
        try:
            changed, self._trouble, self._locked_since = self.arena.refresh(), "", 0.0
        except JournalError as error:
            changed, self._locked_since = False, self._locked_since or time.monotonic()
            if not isinstance(error, JournalBusy) or time.monotonic() - self._locked_since >= LOCKED_SECONDS:
                self._trouble = error.sentence(self.spoken)
        if changed:
            self.keep_time(self.arena.contest.records[-1])
            before, self._feed = self._feed, feed_of(self.arena.contest, self.audience)
            self._moved = self._begun(before)
        if changed or trouble != self._trouble or self._second() != self._drawn_for:
            self.paint()

    def _each_look(self, now: datetime) -> None:
        """Ring what has fallen due since the last look, and be seen by the desk once a second."""
        before, self._looked_at = self._looked_at, now
        strokes = bells.due(self._feed.scene, before, now) if before is not None else 0
        if strokes and self._sound is not None and (self._seats is None or self._seats.is_first()):
            self._sound.ring(strokes)
        if self._seats is not None and (before is None or int(before.timestamp()) != int(now.timestamp())):
            self._seats.say(size=self.measures, alive_at=now)

    def _second(self) -> object:
        """Return what the picture depends on beside the record: the shown seconds of its clocks."""
        now = self.now()
        ticking = self._card or self.audience == "host"
        shown = (int(now.timestamp()),) if ticking else shown_seconds(self._feed, now)
        frame = None if self._moved is None else self._moved.frame()
        return self._feed.seq, shown, self._still_confirming(), frame

    def _still_confirming(self) -> bool:
        return self._confirming is not None and time.monotonic() < self._confirming[1]

    def _begun(self, before: Feed) -> _Moved | None:
        """Return the motion that the last fact begins; what was moving has jumped to its end."""
        if TEXTUAL_ANIMATIONS == "none" or self.audience == "host" or not self.size.area:
            return None
        look = self._look(self.size.width, self.size.height, self.now(), Motion(before, 0))
        ends_ms = motion_ms(self._feed, look)
        return _Moved(before, time.monotonic(), ends_ms) if ends_ms else None

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the picture of this instant."""
        self._drawn_for = self._second()
        motion = None if self._moved is None else self._moved.motion()
        canvas = self._drawing(self._look(columns, rows, now, motion))
        self._over(canvas)
        return canvas

    def _look(self, columns: int, rows: int, now: datetime, motion: Motion | None) -> Look:
        return Look(columns, rows, self.spoken, now, motion, self._names, self._letters)

    def _drawing(self, look: Look) -> Canvas:
        if self._card:
            return card(look, None if self._sound is None else self._sound.said())
        return (draw_host if self.audience == "host" else draw_board)(self._feed, look)

    def _tell(self, **fields: Any) -> None:
        """Tell the desk something of this window."""
        if self._seats is not None:
            self._seats.say(**fields)

    def _over(self, canvas: Canvas) -> None:
        """Draw over the last row what the window itself has to say."""
        said = ""
        if self._trouble:
            said = drawn(_("the record cannot be read: {why}", why=self._trouble), self.spoken, self._names)
        elif self._confirming is not None and self._still_confirming():
            said = drawn(_("{what} Enter: yes", what=_DEEDS[self._confirming[0]]), self.spoken, self._names)
        if said:
            canvas.fill(0, canvas.height - 1, canvas.width, 1, NOW if self._trouble else DIM)
            canvas.put(1, canvas.height - 1, cut(said, canvas.width - 2), NOW if self._trouble else DIM)

    def take_press(self, press: Press, now: datetime) -> bool:
        """Take a key: only those few act, each confirmed by Enter; of any other the desk is told."""
        asked = self._confirming[0] if self._confirming is not None and self._still_confirming() else None
        self._confirming = None
        if press.key in _DEEDS:
            self._confirming = (press.key, time.monotonic() + CONFIRM_SECONDS)
        elif press.key == "enter" and asked is not None:
            self._do(asked)
            return asked == "q"
        else:
            self._tell(notice=instant_text(now))
        return False

    def _do(self, key: str) -> None:
        if key == "t":
            self.colours = following(self.colours).name
        elif key == "l":
            self.spoken = next_language(self.spoken)
        elif key == "k":
            self._card = not self._card
            self._tell(card=True)
            if self._card and self._sound is not None:
                self._sound.ring(1)


_DEEDS = {
    "t": _("Next theme?"),
    "l": _("Next language?"),
    "k": _("Test card on or off?"),
    "q": _("Close this window?"),
}


def shown_seconds(feed: Feed, now: datetime) -> tuple[int, ...]:
    """Return the seconds a picture of `feed` shows: it changes only when these do."""
    left = [clock.seconds_left(now) for clock in running_clocks(feed.scene)]
    page = int(now.timestamp()) // PAGE_SECONDS
    banner = any(timedelta() <= now - each.at < BANNER for each in feed.scene.of(Correction))
    return (*left, page, int(banner))


def run_board(
    address: str, audience: str = "hall", theme: str = DARK.name, language: str | None = None, *, mute: bool = False
) -> None:
    """Show the contest at `address` until the window is closed; raises like `Arena.open`.

    The board rings the bells unless it is to be `mute`; the host's monitor never does.
    """
    with Arena.open(address, read_only=True) as arena:
        arena.journal.patience = Patience(GLANCE_SECONDS)
        names = ids_for_names(arena.contest)
        seats = arena.journal.sit("board" if audience == "hall" else audience)
        screen = BoardScreen(
            arena,
            audience,
            colours=theme,
            language=language,
            seats=seats,
            sound=None if mute or audience != "hall" else Sound(),
            names=names,
            lettering=system_lettering,
        )
        try:
            Window(screen).show()
        finally:
            if seats is not None:
                seats.close()
