"""A judge at the contest, whatever shows it: presses and forms in, ballots and a view out.

Decides who sits down: the seats, the PIN, leaving. What a judge who sits is asked for, `sitting` decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime

import attrs

from ...arena import Arena
from ...contest import Contest
from ...errors import JournalError
from ...facts import Record
from ...journal import Seats
from ...text import Joined, Text
from ..dialog import MANY, key_name
from ..keys import IDEOGRAPH, Press
from ..message import SILENCE, Message
from ..scenes import scene_of
from .bundle import Bundle
from .duties import Handed, People
from .pin_pad import Outcome, PinPad
from .sheet import Sheet
from .sitting import Sitting
from .view import Page, View, keys_of, view_of_pad
from .words import _


@attrs.define(eq=False)
class JudgeSession:
    """A judge's place on an arena; `fixed` is the judge it is for, None where any may sit down.

    In `seats` the others see who sits here; None where that cannot be had. `ended` says that the judge has left.
    """

    arena: Arena
    fixed: str | None = None
    seats: Seats | None = None
    ended: bool = attrs.field(default=False, init=False)
    _sitting: Sitting | None = attrs.field(default=None, init=False)
    _pad: PinPad | None = attrs.field(default=None, init=False)
    _message: Message = attrs.field(default=SILENCE, init=False)
    _typed: str = attrs.field(default="", init=False)
    _is_elsewhere: bool = attrs.field(default=False, init=False)
    _is_unreadable: bool = attrs.field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        """Ask the judge for the PIN."""
        if self.fixed is not None:
            self._pad = PinPad(self.arena.journal, self.fixed)

    @property
    def contest(self) -> Contest:
        """The contest, for reading."""
        return self.arena.contest

    @property
    def judge(self) -> str | None:
        """Who sits here, None for nobody."""
        return None if self._sitting is None else self._sitting.judge

    # What is seen

    def view(self) -> View:
        """Return what this judge sees now."""
        with suppress(JournalError):  # said by `refresh`, which reads what others recorded
            self._catch_up()
        page, state, sitting = self.page, self.contest.state, self._sitting
        judge = self._pad.judge if self._pad is not None else self.judge
        bundle = sitting.bundle if sitting is not None and page in ("entry", "check") else None
        return View(
            page=page,
            title=self.contest.rulebook.title,
            is_rehearsal=state.is_rehearsal,
            people=People.of(self.contest),
            scene=scene_of(self.contest, "hall" if sitting is None else sitting.seat),
            judge=None if judge is None else state.roster.judge(judge),
            message=sitting.message if sitting is not None and self._message is SILENCE else self._message,
            keys=keys_of(page, bundle),
            typed=self._typed,
            is_elsewhere=self._is_elsewhere,
            reminder=None if sitting is None else sitting.reminder,
            saved=sitting.saved if sitting is not None and bundle is not None else None,
            pad=None if self._pad is None else view_of_pad(self._pad),
            bundle=bundle,
            handed=self.handed,
            locked=() if sitting is None else sitting.locked,
            opened=() if sitting is None else sitting.opened,
            barred=() if sitting is None else sitting.duties.closed,
            asides=() if sitting is None else sitting.duties.asides,
        )

    def sheet(self, key: str) -> Sheet | None:
        """Return the sheet `key` if it is open."""
        return None if self._bundle is None else self._bundle.find(key)

    @property
    def _bundle(self) -> Bundle | None:
        """The sheets that are open, while no PIN is asked for."""
        return self._sitting.bundle if self._sitting is not None and self._pad is None else None

    @property
    def handed(self) -> tuple[Handed, ...]:
        """The ballots this judge has handed in that count."""
        return () if self._sitting is None else self._sitting.handed

    @property
    def page(self) -> Page:
        """Which page is open."""
        if self._pad is not None:
            return "pin"
        return "seat" if self._sitting is None else self._sitting.page

    def _say(self, text: Text, *, loud: bool = False) -> None:
        self._message = Message(text, role="alert" if loud else "normal")

    def hush(self) -> None:
        """Say nothing: a key was pressed, or the window has its own to say."""
        self._message = SILENCE
        if self._sitting is not None:
            self._sitting.message = SILENCE

    # Following the others

    def refresh(self) -> bool:
        """Take in what others recorded; return whether there was anything. A journal in trouble is told, not raised."""
        try:
            changed = self.arena.refresh()
            changed = self._catch_up() or changed
        except JournalError as error:
            self._is_unreadable = True
            self._say(_("The file cannot be read: {why}", why=error.message), loud=True)
            return False
        if self._is_unreadable:
            self._is_unreadable, changed = False, True
            self._say(_("The file can be read again; nothing is missing."))
        return changed

    def _catch_up(self) -> bool:
        return self._sitting is not None and self._sitting.follow()

    def heartbeat(self, now: datetime, size: str = "") -> bool:
        """Be seen by the others, and look what they do beside the record; return whether that is news.

        A reminder by the desk, a PIN cleared, another window with this judge's sheets. Called once a second; raises
        JournalError like every reading.
        """
        was_elsewhere, sitting = self._is_elsewhere, self._sitting
        if self.seats is not None:
            role = "judge" if sitting is None else sitting.seat
            self.seats.say(role=role, size=size, alive_at=now)
            self._is_elsewhere = sitting is not None and any(each.role == role for each in self.seats.others())
        news = [sitting is not None and sitting.look_beside(), self._pad is not None and self._pad.look()]
        return any(news) or was_elsewhere != self._is_elsewhere

    # Sitting down and getting up

    def sit_down(self, judge: str) -> None:
        """Let a judge in who needs no PIN, such as one with a card of their own."""
        self._pad, self._message = None, SILENCE
        self._sitting = Sitting(self.arena, judge)

    def _get_up(self) -> None:
        """Let the judge go: to the choice of seats, or out where the session is this judge's alone."""
        self._sitting = self._pad = None
        self.ended = self.fixed is not None

    def _ask_to_leave(self) -> None:
        """Ask for the PIN before the sheet closes; without a PIN, or on the seats' page, just go."""
        if self._sitting is None:
            self.ended = self._pad is None or self.fixed is not None
            self._pad = None
            return
        pad = PinPad(self.arena.journal, self._sitting.judge, "leave")
        if pad.pin is None:
            self._get_up()
        else:
            self._pad = pad

    # Presses

    def press(self, press: Press, now: datetime) -> None:
        """Take one press; a journal in trouble is told, not raised."""
        if not press.key and not press.char:
            return
        self.hush()
        try:
            self._press(press, now)
        except JournalError as error:
            self._say(_("Not saved: {why}  Press the key again.", why=error.message), loud=True)

    def _press(self, press: Press, now: datetime) -> None:
        sitting = self._sitting
        takes_text = self._pad is None and sitting is not None and sitting.takes_text
        if press.key == "ctrl+c":
            self._ask_to_leave()
        elif press.key == IDEOGRAPH and not takes_text:
            self._say(_("The input method is on: Shift switches to English. Digits work all the same."))
        elif self._pad is not None:
            self._press_pad(self._pad, press)
        elif sitting is None:
            self._press_seat(press)
        elif sitting.bundle is not None:
            sitting.press(press, now)
        elif press.key == "escape":
            self._ask_to_leave()
        elif not (press.key.isdecimal() and press.key.isascii() and sitting.open_aside(int(press.key))):
            self._say(_("There is nothing for you to do now."))

    def paste(self, text: str, now: datetime) -> None:
        """Take pasted text into a field for text; marks are typed."""
        if self._pad is None and self._sitting is not None and self._sitting.takes_text:
            for char in filter(str.isprintable, text):
                self.press(Press("", char), now)
        else:
            self._say(_("Marks are typed, not pasted."))

    @property
    def asked(self) -> object:
        """What keys would answer: the page that hands in, or what is asked about a mark; None where it is neither."""
        bundle = self._bundle
        return None if bundle is None else "check" if bundle.checking else bundle.question

    def early(self, presses: Iterable[Press]) -> None:
        """Drop keys that are older than what they would answer, and say so."""
        keys = Joined(tuple(key_name(press.key) for press in presses if press.key), " ")
        self._say(_("Ignored, typed before this question appeared: {keys}", keys=keys), loud=True)

    def _press_pad(self, pad: PinPad, press: Press) -> None:
        outcome = pad.press(press)
        self._message = pad.message
        if outcome is Outcome.CLOSED:
            self._pad = None
            self.ended = self._sitting is None and self.fixed is not None
        elif outcome is Outcome.OPENED and pad.purpose == "leave":
            self._get_up()
        elif outcome is Outcome.OPENED:
            self.sit_down(pad.judge)

    def _press_seat(self, press: Press) -> None:
        """Take the number of a seat; from ten seats on Enter ends it."""
        is_digit = press.key.isdecimal() and press.key.isascii()
        if press.key == "escape":
            self._ask_to_leave()
        elif press.key == "backspace":
            self._typed = self._typed[:-1]
        elif is_digit and len(self.contest.state.roster.judges) >= MANY:
            self._typed = (self._typed + press.key)[-2:]
        elif is_digit:
            self._take_seat(int(press.key))
        elif press.key == "enter" and self._typed:
            typed, self._typed = self._typed, ""
            self._take_seat(int(typed))
        else:
            self._say(_("Type the number of your seat."))

    def _take_seat(self, number: int) -> None:
        judges = self.contest.state.roster.judges
        if 1 <= number <= len(judges):
            self._pad = PinPad(self.arena.journal, judges[number - 1].id)
        else:
            self._say(_("There is no seat {number}.", number=number))

    # Forms

    def fill(self, key: str, values: Mapping[str, str], id: str, now: datetime) -> bool:
        """Take the figures of the sheet `key` as a form has them, by path, empty ones too, and keep them as a draft.

        `id` is the ballot's, as the form was painted with it. Return whether the sheet is still open; if not, that is
        said. Figures that do not fit are left out. Sheets are those of the last `refresh`.
        """
        return self._sitting is not None and self._sitting.fill(key, values, id, now)

    def submit(self, key: str, values: Mapping[str, str], id: str, now: datetime) -> Record | None:
        """Hand in the sheet `key` with the figures a form has; what is in under the ballot's `id` counts once.

        None where it is refused: the message says why. Sheets are those of the last `refresh`; what is asked next the
        next one finds, so that the answer need not wait. Raises JournalError where it could not be written.
        """
        return None if self._sitting is None else self._sitting.submit(key, values, id, now)
