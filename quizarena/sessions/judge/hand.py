"""What a press makes of the sheets: figures taken, asked about or refused, the cursor, and the number that hands in.

Decides nothing about a ballot's legality and records nothing: what is to be kept or handed in is said to the session.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import attrs

from ...blanks import Choice, Line, Number, Permutation
from ...text import Text
from ..dialog import MANY
from ..keys import HeldKeys, Press
from ..message import SILENCE, Message
from ..paper import Answer, Question, answer, append, refusal
from .bundle import Bundle
from .duties import Handed
from .marks import question_about
from .sheet import Sheet, as_taken, is_typed
from .words import _

_ARROWS = frozenset({"left", "right", "home", "end", "pageup", "pagedown", "delete"})


@attrs.frozen
class Step:
    """What a press makes of a bundle: what is said, whether the draft has changed, which sheet is to be handed in.

    `bundle` is None where the judge closes a sheet opened by hand.
    """

    bundle: Bundle | None
    message: Message = SILENCE
    keep: bool = False
    hand_in: Sheet | None = None


def _says(bundle: Bundle, text: Text, *, loud: bool = False) -> Step:
    return Step(bundle, Message(text, role="alert" if loud else "normal"))


@attrs.define(eq=False)
class Hand:
    """A judge's hand on the sheets; `handed` are this judge's ballots so far, for marks unlike them."""

    handed: Sequence[Handed] = ()
    _held: HeldKeys = attrs.field(factory=HeldKeys, init=False)

    def press(self, bundle: Bundle, press: Press, now: datetime) -> Step:
        """Return what a press on the entry or the check page makes of the sheets."""
        if bundle.checking:
            return self._check(bundle, press, now)
        if bundle.question is not None:
            return self._answer(bundle, bundle.question, press.key)
        if press.key in ("up", "down"):
            return self._leave(bundle, 1 if press.key == "down" else -1)
        if press.key == "backspace":
            return _erased(bundle)
        if press.key == "enter":
            return self._enter(bundle, now)
        if press.key == "escape":
            return Step(None) if bundle.aside else _says(bundle, _("To leave, press Ctrl+C; what you typed is kept."))
        if isinstance(bundle.blank, Line) and press.char:
            return Step(attrs.evolve(bundle, typed=bundle.typed + press.char))
        return self._character(bundle, press.key)

    # Typing

    def _character(self, bundle: Bundle, key: str) -> Step:
        blank = bundle.blank
        if key == "tab":
            return self._to_question(bundle)
        if isinstance(blank, Number):
            typed = append(blank, bundle.typed, key)
            return _no_key(bundle, key) if typed is None else Step(attrs.evolve(bundle, typed=typed))
        if not (key.isdecimal() and key.isascii()):
            return _no_key(bundle, key)
        if isinstance(blank, (Choice, Permutation)) and len(blank.options) < MANY:
            return self._pick(bundle, int(key))
        return Step(attrs.evolve(bundle, typed=bundle.typed + key))

    def _leave(self, bundle: Bundle, step: int) -> Step:
        """Go to the line above or below; what is typed is taken first, so that no arrow loses a mark."""
        if not bundle.typed:
            return self._go(bundle, bundle.place + step)
        taken = self._take(bundle)
        if not taken.keep or taken.bundle is None or step > 0:
            return taken
        return self._go(attrs.evolve(taken.bundle, checking=False), bundle.place + step)

    def _enter(self, bundle: Bundle, now: datetime) -> Step:
        """Take what is typed and go on; on a filled field a held Enter goes on once."""
        if bundle.typed:
            self._held.note("enter", now)
            return self._take(bundle)
        if not self._held.accepts("enter", now):
            return Step(bundle)
        if refusal(bundle.blank, bundle.text) is None:
            return self._on(bundle)
        due = _("Digits first, then Enter.") if is_typed(bundle.blank) else _("Choose by number.")
        return _says(bundle, due)

    def _take(self, bundle: Bundle) -> Step:
        """Take what is typed and go on, unless it is refused or asked about."""
        blank = bundle.blank
        if not is_typed(blank):
            return self._pick(attrs.evolve(bundle, typed=""), int(bundle.typed))
        typed = as_taken(blank, bundle.typed)
        asked = self._question(bundle, typed)
        if asked is not None:
            return _says(attrs.evolve(bundle, question=asked), asked.words, loud=True)
        why = refusal(blank, typed)
        if why is not None:
            return _says(attrs.evolve(bundle, typed=""), why, loud=True)
        return self._on(bundle.filled(typed))

    def _question(self, bundle: Bundle, typed: str) -> Question | None:
        before = [value for _handed, value in bundle.sheet.earlier(bundle.blank, self.handed)]
        return question_about(bundle.blank, typed, before)

    def _answer(self, bundle: Bundle, asked: Question, key: str) -> Step:
        """Take the answer to a question; every other key is collected and shown, never typed."""
        match answer(key):
            case Answer.ACCEPT:
                return self._on(bundle.filled(asked.value))
            case Answer.RETYPE:
                return Step(attrs.evolve(bundle, typed="", question=None))
            case Answer.POSTPONE:
                return self._on(bundle.put_off())
            case None:
                asked = asked.swallow(key)
                return _says(attrs.evolve(bundle, question=asked), asked.reminder, loud=True)

    def _pick(self, bundle: Bundle, number: int) -> Step:
        """Take a number of the list."""
        blank = bundle.blank
        assert isinstance(blank, (Choice, Permutation))
        option = next((option for each, option in bundle.sheet.options(blank) if each == number), None)
        if option is None:
            return _says(bundle, _("There is no number {number} here.", number=number))
        if isinstance(blank, Choice):
            return self._on(bundle.filled(option.value))
        return self._append(bundle, blank, option.value)

    def _append(self, bundle: Bundle, blank: Permutation, value: str) -> Step:
        """Put the next one in its place in an order; the last one fills the field."""
        placed = bundle.text.split()
        if len(placed) >= len(blank.options) or value in placed:
            return _says(bundle, _("Already placed; Backspace takes the last one back."))
        longer = bundle.filled(" ".join([*placed, value]))
        return self._on(longer) if len(placed) + 1 == len(blank.options) else Step(longer, keep=True)

    # The cursor

    def _on(self, bundle: Bundle) -> Step:
        """Go to the next field; once all are filled, from the last one or from one mended, to the check page."""
        empty = bundle.empty
        if not empty:
            return Step(attrs.evolve(bundle, checking=True, typed=""), keep=True)
        after = bundle.place + 1
        return self._go(bundle, after if after < len(bundle.spots) else empty[0])

    def _go(self, bundle: Bundle, place: int) -> Step:
        """Put the cursor on a field; a question put off there is asked again."""
        bundle = attrs.evolve(bundle, place=max(0, min(place, len(bundle.spots) - 1)), typed="", question=None)
        typed = bundle.sheet.asked.get(bundle.blank.path, "")
        asked = self._question(bundle, typed) if typed else None
        message = Message(asked.words, role="alert") if asked is not None else SILENCE
        return Step(attrs.evolve(bundle, typed=typed, question=asked), message, keep=True)

    def _to_question(self, bundle: Bundle) -> Step:
        """Go to the next field with a question put off."""
        places = [place for place, (sheet, blank) in enumerate(bundle.spots) if blank.path in sheet.asked]
        if not places:
            return _says(bundle, _("No question is waiting."))
        return self._go(bundle, next((place for place in places if place > bundle.place), places[0]))

    # The check page

    def _check(self, bundle: Bundle, press: Press, now: datetime) -> Step:
        key = press.key
        if key in ("escape", "up", "down") and bundle.spots:
            return self._go(attrs.evolve(bundle, checking=False), len(bundle.spots) - 1 if key == "up" else 0)
        if key == "backspace":
            return Step(attrs.evolve(bundle, typed=bundle.typed[:-1]))
        if key.isdecimal() and key.isascii():
            return self._number(bundle, key, now)
        if key == "enter" and bundle.typed:
            return _handed_in(attrs.evolve(bundle, typed=""), int(bundle.typed))
        return _says(bundle, _("Is NumLock off? A digit belongs here.") if key in _ARROWS else _which(bundle))

    def _number(self, bundle: Bundle, key: str, now: datetime) -> Step:
        """Take a digit of a team's number; where there are numbers of two digits, Enter ends it."""
        podiums = (podium for sheet in bundle.sheets for podium in sheet.people.podiums.values())
        if max([*podiums, *bundle.numbers]) >= MANY:
            return Step(attrs.evolve(bundle, typed=(bundle.typed + key)[-3:]))
        return _handed_in(bundle, int(key)) if self._held.accepts(key, now) else Step(bundle)


def _no_key(bundle: Bundle, key: str) -> Step:
    if key in _ARROWS:
        return _says(bundle, _("Is NumLock off? A digit belongs here."))
    return _says(bundle, _("This key does nothing here."))


def _erased(bundle: Bundle) -> Step:
    """Take back the last character; on a filled field what it holds, of an order the last one."""
    if bundle.typed:
        return Step(attrs.evolve(bundle, typed=bundle.typed[:-1]))
    rest = " ".join(bundle.text.split()[:-1]) if isinstance(bundle.blank, Permutation) else ""
    return Step(bundle.filled(rest), keep=True)


def _handed_in(bundle: Bundle, number: int) -> Step:
    wanted = next((sheet for sheet in bundle.sheets if sheet.number == number), None)
    if wanted is None:
        return _says(bundle, _("Not handed in. {which}", which=_which(bundle)), loud=True)
    return Step(bundle, hand_in=wanted)


def _which(bundle: Bundle) -> Text:
    first, *others = dict.fromkeys(bundle.numbers)
    if not others:
        return _("Press {number} to hand in.", number=first)
    return _("Press {first}, then {others}, to hand in.", first=first, others=", ".join(map(str, others)))
