"""The desk by keys: presses and the instant in, facts and a dialog out.

The rules of the hand: a key acts on the move that was painted, a held key is one press, a key that is not open answers
with its reason, grave moves take a second, different key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

import attrs

from ...facts import Intent
from ...moves import Gesture
from ...sessions.dialog import keys_text
from ...sessions.keys import GESTURES, IDEOGRAPH, HeldKeys, Press
from ...text import Text
from . import air
from .ballots import ballots
from .desk import Desk, Overlay, Unsaved, Wish
from .field import goes_on
from .form import Question, ValidOrFoul, open_form, open_pick, question
from .helping import open_help
from .judges import open_ballots, open_seats
from .log import open_log
from .menu import open_adjust, open_board, open_menu, switch_language
from .moment import SEAT, Bound, false_start, fresh
from .times import open_times
from .trouble import Trouble
from .undo import offer, open_undo
from .why import open_why
from .words import _

SECOND_THOUGHT = timedelta(seconds=5)
"""How long the opposite key offers to correct the ruling just given."""
POINTS = frozenset(".,")
"""The keys of the decimal point, whatever keyboard or input method they come from."""
_ARROWS = frozenset({"up", "down", "left", "right", "home", "end"})
Opener: TypeAlias = Callable[[Desk, datetime], None]


def _on(desk: Desk, now: datetime) -> None:
    air.step(desk, 1, now)


def _back(desk: Desk, now: datetime) -> None:
    air.step(desk, -1, now)


OPENERS: Mapping[str, Opener] = {
    "pagedown": _on,
    "pageup": _back,
    ".": air.blacken,
    "backspace": open_undo,
    "b": open_board,
    "l": open_log,
    "w": open_why,
    "a": open_adjust,
    "p": open_ballots,
    "j": open_seats,
    "t": open_times,
    "m": open_menu,
    "?": open_help,
    "g": switch_language,
}
"""The keys that open something, the same in every moment."""


@attrs.define(eq=False)
class DeskSession(Desk):
    """A desk and the hand on its keys."""

    _held: HeldKeys = attrs.field(factory=HeldKeys, init=False)
    _dead: str = attrs.field(default="", init=False)

    def not_saved(self, unsaved: Unsaved) -> None:
        """Hold everything behind a dialog until it is settled what becomes of a deed that is not saved."""
        super().not_saved(unsaved)
        self.open(Trouble(self, unsaved))

    def press(self, press: Press, now: datetime) -> Wish | None:
        """Take one press; return what it asks of whoever looks."""
        self.wish = None
        if press.key or press.char:
            self._press(press, now)
        return self.wish

    def _press(self, press: Press, now: datetime) -> None:
        if press.key == "ctrl+c":
            self.say(_("Quitting is in the menu: M."))
        elif self.overlay is not None:
            self._over(self.overlay, press, now)
            self.uncover()
        elif self._held.accepts(press.key, now):
            self.hush()
            self._base(press, now)

    def paste(self, text: str, now: datetime) -> None:
        """Take pasted text: only a text field does."""
        if self.overlay is not None and self.overlay.typing:
            for char in text:
                if char.isprintable():
                    self.overlay.press(Press("", char), now)
        else:
            self.say(_("Pasted text goes into text fields only."))

    def _over(self, overlay: Overlay, press: Press, now: datetime) -> None:
        if press.key == "escape":
            if self.unsaved is None:
                self.leave()
        else:
            self._to_overlay(overlay, press, now)

    def _to_overlay(self, overlay: Overlay, press: Press, now: datetime) -> None:
        """Give an overlay a press: a field takes every one, anything else no held key."""
        if overlay.typing and press.key == "enter" and overlay.typed:
            self._held.note("enter", now)
        elif not (overlay.typing and press.key != "enter") and not self._held.accepts(press.key, now):
            return
        if self.unsaved is None:
            self.hush()
        blackens = press.key == "." and not ballots(self.painted.moves)
        if blackens and not overlay.typing:
            air.blacken(self, now)
        elif not overlay.press(press, now):
            self._not_taken(overlay, blackens, now)

    def _not_taken(self, overlay: Overlay, blackens: bool, now: datetime) -> None:
        if blackens:
            air.blacken(self, now)
        else:
            self.say(keys_text(overlay.dialog(now).keys), loud=self.unsaved is not None)

    def _base(self, press: Press, now: datetime) -> None:
        key = press.key
        opener = OPENERS.get(key)
        dead, self._dead = self._dead, ""
        if key == IDEOGRAPH:
            self.say(_("The input method is on: Shift switches to English. Digits and signs work all the same."))
        elif self._is_mark(key):
            open_ballots(self, now, key)
        elif key == "0" and dead:
            self.say(_("There is no number {number} to pick here.", number=f"{dead}0"))
        elif key in GESTURES and (key != "0" or GESTURES[key] in self.painted.keys or not self.painted.picks):
            self._gesture(GESTURES[key], key, now)
        elif key.isdecimal():
            self._pick(key, now)
        elif opener is not None:
            opener(self, now)
        else:
            self._idle(key)

    def _is_mark(self, key: str) -> bool:
        """Whether a key begins a mark: a digit or a point, while ballots are open."""
        return (key.isdecimal() or key in POINTS) and bool(ballots(self.painted.moves))

    def _idle(self, key: str) -> None:
        if key in _ARROWS and self.painted.picks:
            self.say(_("NumLock off? A digit is due here."))
        elif key != "escape":
            self.say(_("This key does nothing here; ? shows the keys."))

    # Keys of the moment

    def _gesture(self, gesture: Gesture, key: str, now: datetime) -> None:
        if gesture == "next" and air.steps_left(self):
            air.step(self, 1, now)
            return
        bound = self.painted.keys.get(gesture)
        if bound is None:
            self._not_open(gesture, key, now)
        else:
            self.take(bound, key, now)

    def _not_open(self, gesture: Gesture, key: str, now: datetime) -> None:
        second = self._second_thought(gesture, now)
        if second is not None:
            self.open(second)
        elif key in _ARROWS and self.painted.picks:
            self.say(_("NumLock off? A digit is due here."))
        else:
            self.say(self.waiting(gesture))

    def _second_thought(self, gesture: Gesture, now: datetime) -> Overlay | None:
        """Return the offer to correct the ruling just given, where this key would have been the other ruling."""
        last = self.last
        if last is None or gesture not in ("yes", "no", "none"):
            return None
        if not timedelta() <= now - last.at <= SECOND_THOUGHT:
            return None
        return offer(self, last.seq, gesture)

    def waiting(self, gesture: Gesture) -> Text:
        """Return why a key does nothing now: what the desk waits for."""
        keys = self.painted.keys
        if gesture == "next" and any(bound.move.intent is Intent.RULING for bound in keys.values()):
            return _("Enter never rules: press + for right, - for wrong.")
        if gesture == "next" and self.painted.picks:
            return _("A number is due: who or which?")
        if gesture == "next" and keys.get("clock") is not None:
            return _("The clock comes first: Space.")
        return _("There is nothing for this key now; ? shows the keys.")

    def _pick(self, digit: str, now: datetime) -> None:
        picks = self.painted.picks
        bound, longer = picks.get(int(digit)), [number for number in picks if goes_on(digit, (number,))]
        if longer:
            open_pick(self, picks[longer[0]], digit, now, self.take)
        elif bound is None:
            self._dead = digit
            self.say(_("There is no number {number} to pick here.", number=digit))
        else:
            self.take(bound, digit, now)

    def take(self, bound: Bound, key: str, now: datetime) -> None:
        """Do what stood beside a key, if it still means what was painted."""
        self.refresh()
        moves = self.contest.moves(SEAT)
        current = fresh(bound, moves)
        if current is None:
            self.say(_("The picture has just changed; please look again."))
        elif current.move.closed is not None:
            self.say(current.move.closed)
        elif current.missing:
            open_form(self, current.move, current.values, now)
        else:
            self._decide(current, false_start(current, moves), key, now)

    def _decide(self, bound: Bound, foul: Bound | None, key: str, now: datetime) -> None:
        """Do what is chosen, or ask about it first."""
        asked = question(self, bound, now)
        if foul is not None:
            self.open(ValidOrFoul(self, bound, foul))
        elif asked is not None:
            self.open(Question(self, asked, bound, key))
        else:
            self.do(bound.move, bound.values, now)
