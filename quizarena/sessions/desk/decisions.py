"""The lines of a correction or an amendment: each decision with the values to choose from, or one to type.

Teams are chosen by desk number and judges by seat, as everywhere; which values there are is the say of the move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, TypeAlias

import attrs

from ...blanks import BY_MACHINE, Blank, Choice, Line, Option, Permutation, Selection
from ...contest import narration
from ...facts import Fact
from ...moves import Move
from ...text import Joined, Text, is_empty, plain
from ..bindings import SEAT, numbered
from ..dialog import Decision, Item, gathers
from ..keys import Press
from . import sentences
from .desk import Desk
from .entry import Entry, Typing
from .words import _


@attrs.define
class Pick:
    """A line with numbered values; `chosen` is the number chosen, None while none is."""

    label: Text
    options: Mapping[int, tuple[Any, Text]]
    chosen: int | None
    typed: str = ""

    @property
    def typing(self) -> bool:
        """Whether digits are gathered."""
        return gathers(self.options)

    @property
    def value(self) -> Any:
        """The value chosen, None while none is."""
        return self.options[self.chosen][0] if self.chosen is not None else None

    def press(self, press: Press) -> bool:
        """Take a digit; False where the key is none of this line's."""
        if self.typing and press.key == "backspace":
            self.typed = self.typed[:-1]
        elif self.typing and press.key.isdecimal():
            self.typed = (self.typed + press.key)[-2:]
        elif press.key.isdecimal() and int(press.key) in self.options:
            self.chosen = int(press.key)
        else:
            return False
        return True

    def leave(self) -> bool:
        """Take the digits gathered; True where there were some."""
        typed, self.typed = self.typed, ""
        if typed and int(typed) in self.options:
            self.chosen = int(typed)
        return bool(typed)

    def block(self, *, here: bool) -> Decision:
        """Return the values and the one chosen."""
        items = tuple(Item(number, words) for number, (_value, words) in self.options.items())
        return Decision(self.label, items, self.chosen, self.typed, here=here)


@attrs.define
class _Typed(Typing):
    """A line whose field takes the keys."""

    label: Text
    field: Entry

    @property
    def value(self) -> Any:
        """What is typed, or stood there before."""
        return self.field.value

    def press(self, press: Press) -> bool:
        """Take a press."""
        self.field.take(press)
        return True


@attrs.define
class Written(_Typed):
    """A line with a number or a text to type."""

    def leave(self) -> bool:
        """Take what was typed if it fits, else leave what stood there."""
        if self.field.typed:
            kept = self.field.value
            if not self.field.take(Press("enter")):
                self.field.value = kept
        return False

    def block(self, *, here: bool) -> Decision:
        """Return what is typed, or stood there before."""
        text = plain(str(self.field.value)) if self.field.value else None
        return Decision(self.label, typed=self.field.typed, text=text, here=here)


@attrs.define
class Ranked(_Typed):
    """A line with things to put in order, by their numbers one after the other."""

    words: Mapping[str, Text]

    def leave(self) -> bool:
        """Take the number being typed; an order begun and not ended stays the old one."""
        if self.field.typed:
            self.field.take(Press("enter"))
            return True
        begun = self.field.picked
        self.field.picked = []
        return bool(begun)

    def block(self, *, here: bool) -> Decision:
        """Return the order as it stands, and what has been put in order so far."""
        order = self.field.picked or list(self.field.value or ())
        begun = [plain("")] if self.field.picked else []
        return Decision(self.label, text=Joined((*(self.words[each] for each in order), *begun), " > "), here=here)


@attrs.define
class Lettered:
    """A line with letters to choose, by themselves: of a single choice another one takes the place of the first."""

    label: Text
    blank: Selection
    value: tuple[str, ...]
    typing: ClassVar[bool] = False
    typed: ClassVar[str] = ""

    def press(self, press: Press) -> bool:
        """Take a letter, or give it back; False where the key is none of the options'."""
        letter = press.key.upper()
        if all(option.value != letter for option in self.blank.options):
            return False
        self.value = self.blank.toggled(self.value, letter)
        return True

    def leave(self) -> bool:
        """Nothing is being typed."""
        return False

    def block(self, *, here: bool) -> Decision:
        """Return what is chosen, in words."""
        words = tuple(option.label for option in self.blank.options if option.value in self.value)
        return Decision(self.label, text=sentences.enumerated(words), here=here)


DecisionLine: TypeAlias = Pick | Written | Ranked | Lettered


RULERS = (_("The arbiters"), _("Chief judge"), _("Host"))


def reason_line(desk: Desk, reasons: Sequence[Text]) -> Pick:
    """Return the line of reasons, none of them chosen; the one without a value is typed."""
    options: list[tuple[Any, Text]] = [(desk.in_record(each), each) for each in reasons]
    return Pick(_("Reason"), dict(enumerate([*options, (None, _("Other (type it)"))], 1)), None)


def ruler_line(desk: Desk) -> Pick:
    """Return the line of who may have ruled, nobody chosen."""
    return Pick(_("Ruled by"), dict(enumerate(((desk.in_record(each), each) for each in RULERS), 1)), None)


@attrs.define
class DecisionForm:
    """Lines of decisions below each other with a cursor, among them why and who ruled."""

    desk: Desk
    reason: DecisionLine
    ruler: DecisionLine
    _cursor: int = attrs.field(default=0, init=False)

    @property
    def lines(self) -> Sequence[DecisionLine]:
        """All lines, from the first to who ruled."""
        raise NotImplementedError

    @property
    def line(self) -> DecisionLine:
        """The cursor's line."""
        return self.lines[self._cursor]

    @property
    def typing(self) -> bool:
        """Whether a number or text is being typed."""
        return self.line.typing

    @property
    def typed(self) -> str:
        """What has been typed in the line."""
        return self.line.typed

    def _still_to_decide(self, line: DecisionLine) -> Text:
        """Go to a line without which nothing is recorded, and return what is said of it."""
        self._cursor = next(place for place, each in enumerate(self.lines) if each is line)
        return _("Still to decide: {line}.", line=line.label)

    def _take(self, press: Press) -> bool:
        """Give a press to the cursor's line; where another reason was chosen the line becomes one to type it in."""
        if not self.line.press(press):
            return False
        if self.line is self.reason and isinstance(self.reason, Pick) and self.reason.value is None:
            self.reason = Written(self.reason.label, Entry(self.desk, Line("reason", _("Reason"))))
        return True


def decisions(desk: Desk, move: Move, seq: int, standing: Fact, *, anew: bool) -> Iterator[tuple[str, DecisionLine]]:
    """Yield the paths a correction of the record `seq`, which says `standing`, may fill anew, each with its line.

    What is sealed still stays as it is. `anew` leaves a choice open where what stood there is possible no more; a
    single value is chosen at once.
    """
    first, sealed = True, desk.contest.sealed_fields(seq, SEAT)
    for blank in move.asked:
        if isinstance(blank, BY_MACHINE) or blank.path.partition(".")[0] in sealed:
            continue
        label = _("becomes") if first or is_empty(blank.label) else blank.label
        yield blank.path, _decision(desk, blank, label, narration.value_at(standing, blank.path), anew=anew)
        first = False


def _decision(desk: Desk, blank: Blank, label: Text, value: Any, *, anew: bool) -> DecisionLine:
    if isinstance(blank, Choice):
        return _pick(desk, blank, label, value, anew=anew)
    if isinstance(blank, Selection):
        return Lettered(_("becomes: letters"), blank, value or ())
    field = Entry(desk, blank, value=value)
    if isinstance(blank, Permutation):
        return Ranked(label, field, {each.value: each.label for each in blank.options})
    return Written(label, field)


def _pick(desk: Desk, blank: Choice, label: Text, value: Any, *, anew: bool) -> Pick:
    known = numbered(desk.contest, blank)
    rest = [option for option in blank.options if option not in [each for _number, each in known]]
    last = max((number for number, _option in known), default=0)
    known += list(enumerate(rest, 0 if len(rest) == 1 else last + 1))
    options = {number: (option.value, _words(option, number, value)) for number, option in known}
    stood = next((number for number, (each, _words) in options.items() if each == value), None)
    if stood is None and (len(options) == 1 or not anew):
        stood = next(iter(options))
    return Pick(label, options, stood)


def _words(option: Option, number: int, value: Any) -> Text:
    """Return an option in words, without the number where it begins with that already."""
    said = sentences.Unnumbered(option.label, number)
    return Joined((said, _(" (as it was)"))) if option.value == value else said
