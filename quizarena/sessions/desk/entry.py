"""One blank of a move while a person fills it: digits, text, numbers of a list.

Numbers are typed as `paper` has them, an amount that may be a gain or a loss without a sign and taken by + or -;
reasons and options are picked by number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

import attrs

from ...blanks import Blank, Choice, Number, Option, Permutation, Selection
from ...blanks import Line as LineBlank
from ...facts import Intent
from ...moves import Move
from ...text import Text, is_empty, plain
from .. import paper
from ..bindings import gathers_digits, highest_number, numbered
from ..dialog import Block, Item, Line, Menu, TypedNumber
from ..dialog import Entry as EntryBlock
from ..keys import Press
from ..paper import Answer, Question
from .desk import Desk
from .words import _

REASONS: Sequence[Text] = (
    _("Slip of the scorer"),
    _("Answer accepted on review"),
    _("Host's new ruling"),
    _("Timing error"),
    _("Decision of the arbiters"),
)
ABSENCES: Sequence[Text] = (_("Away for a while"), _("Stands down: own unit"), _("Sheet void"), _("Cannot go on"))
RETURNS: Sequence[Text] = (
    _("A mark is missing or cannot be read"),
    _("Marks of another team"),
    _("The judge asks for it"),
)
LEAVING: Sequence[Text] = (_("Cannot attend or cannot continue"), _("Withdrew by choice"), _("Broke the rules"))
STOPS: Sequence[Text] = (
    _("Equipment fails"),
    _("No power"),
    _("Disturbance in the hall"),
    _("The host asks for it"),
    _("Short of time"),
)
FOULS: Sequence[Text] = (_("Prompting"), _("Foul"), _("Over time"), _("Decision of the arbiters"), _("Host's bonus"))


def reasons_for(move: Move) -> Sequence[Text]:
    """Return the reasons to pick from, by what the move is for."""
    match move.intent:
        case Intent.ABSENCE:
            return ABSENCES
        case Intent.ROSTER:
            return REASONS if not move.fact.ends_part else ABSENCES if move.judges else LEAVING
        case Intent.STOPPAGE:
            return STOPS
        case Intent.BALLOT_RETURN:
            return RETURNS
        case Intent.PENALTY:
            return FOULS
        case Intent.STEP | Intent.CALL | Intent.RULING | Intent.CLOCK | Intent.TIMING | Intent.BALLOT | Intent.REVEAL:
            return REASONS
        case Intent.UNMARKED | Intent.REOPENING | Intent.DRAW | Intent.TIE | Intent.PROTEST | Intent.SIGNING:
            return REASONS
        case Intent.CUE | Intent.CHANGE:
            return REASONS
        case _:
            assert_never(move.intent)


@attrs.define
class Entry:
    """A blank being filled; `take` returns whether `value` is set."""

    desk: Desk
    blank: Blank
    presets: Sequence[Text] = ()
    typed: str = ""
    value: Any = None
    free: bool = False
    picked: list[str] = attrs.field(factory=list, init=False)
    question: Question | None = attrs.field(default=None, init=False)
    _dead: str = attrs.field(default="", init=False)

    @property
    def typing(self) -> bool:
        """Whether digits and Backspace belong to a text being typed."""
        if isinstance(self.blank, LineBlank):
            return self.free or not self.presets
        return isinstance(self.blank, Number)

    @property
    def signed(self) -> bool:
        """Whether it is an amount that may be a gain or a loss: typed without a sign, taken by + or -."""
        blank = self.blank
        return isinstance(blank, Number) and blank.low is not None and blank.low < 0 and blank.high != 0

    @property
    def label(self) -> Text:
        """What is asked for."""
        return plain(self.blank.path) if is_empty(self.blank.label) else self.blank.label

    def take(self, press: Press) -> bool:
        """Take a press; True once the blank has its value."""
        if self.typing:
            return self._number(press) if isinstance(self.blank, Number) else self._text(press)
        if isinstance(self.blank, LineBlank):
            return self._reason(press)
        return self._pick(press)

    def _text(self, press: Press) -> bool:
        if press.key == "backspace":
            self.typed = self.typed[:-1]
        elif press.key == "enter":
            return self._commit(self.typed.strip())
        elif press.char:
            self.typed += press.char
        return False

    def _number(self, press: Press) -> bool:
        assert isinstance(self.blank, Number)
        key, longer = press.key, paper.append(self.blank, self.typed, press.key)
        if self.question is not None:
            return self._answer(self.question, key)
        if key == "backspace":
            self.typed = self.typed[:-1]
        elif key in ("+", "-") and self.signed:
            return self._commit(("-" if key == "-" else "") + paper.tidy(self.typed))
        elif key == "enter" and self.signed:
            self.desk.say(_("End with + to add or - to deduct."))
        elif key == "enter":
            return self._enter(self.blank)
        elif longer is not None:
            self.typed = longer
        return False

    def _enter(self, blank: Number) -> bool:
        """Set the number, or ask about it where its point may have slipped."""
        self.question = None if blank.whole else paper.question(blank, self.typed)
        if self.question is None:
            return self._commit(paper.tidy(self.typed))
        self.desk.say(self.question.words)
        return False

    def _answer(self, question: Question, key: str) -> bool:
        found = paper.answer(key)
        if found in (Answer.ACCEPT, Answer.RETYPE):
            self.question, self.typed = None, ""
            return found is Answer.ACCEPT and self._commit(question.value)
        self.question = question.swallow(key)
        self.desk.say(self.question.reminder)
        return False

    def _reason(self, press: Press) -> bool:
        if press.key.isdecimal() and 0 < int(press.key) <= len(self.presets):
            return self._commit(self.desk.in_record(self.presets[int(press.key) - 1]))
        if press.key == str(len(self.presets) + 1):
            self.free = True
        else:
            self.desk.say(_("Pick a reason by its number."))
        return False

    @property
    def gathering(self) -> bool:
        """Whether digits of a number have been typed that wait for the next one, or for Enter."""
        return not self.typing and bool(self.typed)

    @property
    def gathers(self) -> bool:
        """Whether a number waits for Enter: the options may have numbers of two digits."""
        return isinstance(self.blank, (Choice, Permutation)) and gathers_digits(self.desk.contest, self.blank)

    def _pick(self, press: Press) -> bool:
        dead, self._dead = self._dead, ""
        if press.key == "backspace":
            self.typed, self.picked = self.typed[:-1], self.picked[:-1] if not self.typed else self.picked
        elif self.gathers:
            return self._gather(press)
        elif press.key == "0" and dead:
            self._say_dead(f"{dead}0")
        elif press.key == "0":
            return self._option("0") is not None and self._chosen("0")
        elif press.key.isdecimal():
            return self._chosen(press.key)
        elif press.key == "enter" and isinstance(self.blank, Selection):
            return self._commit(tuple(self.picked))
        else:
            self.desk.say(_("Choose by number."))
        return False

    def _gather(self, press: Press) -> bool:
        """Take a digit, or the number on Enter."""
        assert isinstance(self.blank, (Choice, Permutation))
        if press.key.isdecimal():
            most = len(str(highest_number(self.desk.contest, self.blank)))
            self.typed = (self.typed + press.key)[-most:]
        elif press.key == "enter" and self.typed:
            typed, self.typed = self.typed, ""
            return self._chosen(typed)
        else:
            self.desk.say(_("Choose by number, then Enter."))
        return False

    def _say_dead(self, typed: str) -> None:
        self.desk.say(_("There is no number {number} here.", number=int(typed)))

    def _chosen(self, typed: str) -> bool:
        option = self._option(typed)
        if option is None:
            self._dead = typed
            self._say_dead(typed)
            return False
        if isinstance(self.blank, Selection):
            self.picked = list(self.blank.toggled(self.picked, option.value))
            return False
        if not isinstance(self.blank, Permutation):
            return self._commit(option.value)
        if option.value not in self.picked:
            self.picked.append(option.value)
        return len(self.picked) == self.blank.length and self._commit(tuple(self.picked))

    def _option(self, typed: str) -> Option | None:
        """Return what a number stands for; nought alone is nobody."""
        if typed == "0" and isinstance(self.blank, Choice):
            return next((each for each in self.blank.options if each.gesture == "none"), None)
        return next((option for number, option in self._options() if str(number) == typed), None)

    def _options(self) -> list[tuple[int, Option]]:
        return (
            numbered(self.desk.contest, self.blank) if isinstance(self.blank, (Choice, Permutation, Selection)) else []
        )

    def _commit(self, value: Any) -> bool:
        """Set the value if the blank takes it, else say why not."""
        read, reason = read_value(self.blank, value)
        if reason is None:
            is_typed = isinstance(value, str) and isinstance(self.blank, (Number, LineBlank))
            self.value, self.typed = read, value if is_typed else ""
            return True
        is_empty = value == "" and isinstance(self.blank, LineBlank)
        self.desk.say(_("Type it first: {what}", what=self.label) if is_empty else reason)
        self.typed = "" if isinstance(self.blank, Number) else self.typed
        return False

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of the blank: its label, its options or what is typed, whom a typed number names."""
        asked = (Line(self.question.words, "emphasis"),) if self.question is not None else ()
        return Line(self.label, "emphasis"), *self._named(), self._block(), *asked

    def _named(self) -> Iterator[Block]:
        """Yield the number typed so far and whom it names, above the options: those may need more than a page."""
        if self.gathering:
            named = self._option(self.typed)
            yield TypedNumber(self.typed, named.label if named is not None else None)

    def _block(self) -> Block:
        if isinstance(self.blank, (Choice, Permutation, Selection)):
            return Menu(tuple(self._items()))
        if isinstance(self.blank, LineBlank) and not self.typing:
            reasons = (*self.presets, _("Other (type it)"))
            return Menu(tuple(Item(number, reason) for number, reason in enumerate(reasons, 1)))
        hidden = isinstance(self.blank, LineBlank) and self.blank.sealed
        return EntryBlock(self.typed, limits(self.blank), hidden)

    def _items(self) -> Iterator[Item]:
        picked = {value: place for place, value in enumerate(self.picked, 1)}
        for number, option in self._options():
            yield Item(number, option.label, place=picked.get(option.value, 0))
        if isinstance(self.blank, Choice):
            yield from (Item(0, each.label) for each in self.blank.options if each.gesture == "none")


class Typing:
    """What has one field and is always typing: digits and Backspace belong to it."""

    __slots__ = ()
    field: Entry

    @property
    def typing(self) -> bool:
        """Whether digits and Backspace belong to the field."""
        return True

    @property
    def typed(self) -> str:
        """What has been typed in the field."""
        return self.field.typed


def read_value(blank: Blank, value: Any) -> tuple[Any, Text | None]:
    """Return what a typed value stands for, and why the blank does not take it (None: it does)."""
    if isinstance(blank, Number) and isinstance(value, str):
        reason = paper.refusal(blank, value)
        return (None, reason) if reason is not None else (blank.read(value), None)
    read = blank.read(value)
    reason = blank.refuse(read)
    if reason is not None and isinstance(blank, LineBlank) and blank.optional and not value:
        return "", None
    return read, reason


def limits(blank: Blank) -> Text | None:
    """Return the bounds of a blank in words, None where it has none."""
    if isinstance(blank, Number) and blank.low is not None and blank.high is not None and blank.low >= 0:
        return _("{low} to {high}", low=blank.low, high=blank.high)
    if isinstance(blank, Number) and blank.low is not None and blank.low < 0:
        return _("the amount without a sign, then + or -")
    if isinstance(blank, LineBlank) and blank.example:
        return _("such as {example}", example=blank.example)
    return None
