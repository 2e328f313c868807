"""A score: a number with its working.

Decides how a value is built from parts and how it is recomputed; leaves the words of an explanation to
whoever prints them. Every rule of the field (a panel, a penalty, a cap) ends as a tree of these, so one walk
explains them all.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

import attrs

from .errors import ScoreError
from .pages import Page, Printing, TextTable
from .points import Number, Points, Rounding, exact, mean, show, total
from .text import FRAME, PAUSE, Joined, Text, plain
from .values import evolve, fast_init

_ = FRAME


class Op(Protocol):
    """How a score follows from its counted parts. `name` is the stable word of exports."""

    @property
    def name(self) -> str:
        """The operation's stable name."""
        ...

    def value(self, parts: Sequence[Points]) -> Points:
        """Return what the counted parts give."""
        ...


@attrs.frozen
class Sum:
    """Add the counted parts."""

    name: str = attrs.field(default="sum", init=False)

    def value(self, parts: Sequence[Points]) -> Points:
        """Return the sum, 0 of nothing."""
        return total(parts)


@attrs.frozen
class Mean:
    """The arithmetic mean of the counted parts, exact."""

    name: str = attrs.field(default="mean", init=False)

    def value(self, parts: Sequence[Points]) -> Points:
        """Return the mean, 0 of nothing."""
        return mean(parts)


@attrs.frozen
class Median:
    """The middle one of the counted parts, the mean of the two middle ones when they are even in number."""

    name: str = attrs.field(default="median", init=False)

    def value(self, parts: Sequence[Points]) -> Points:
        """Return the median, 0 of nothing."""
        ranked, half = sorted(parts), len(parts) // 2
        if not ranked:
            return Fraction(0)
        return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


@attrs.frozen
class Round:
    """Round the one counted part as the rulebook declares."""

    rounding: Rounding
    name: str = attrs.field(default="round", init=False)

    def value(self, parts: Sequence[Points]) -> Points:
        """Return the part, rounded."""
        return self.rounding.apply(_only(parts))


@attrs.frozen
class Factor:
    """Multiply the one counted part: a weight, a difficulty."""

    factor: Points = attrs.field(converter=exact)
    name: str = attrs.field(default="factor", init=False)

    def value(self, parts: Sequence[Points]) -> Points:
        """Return the part times the factor."""
        return _only(parts) * self.factor


@attrs.frozen
class Cap:
    """Clip the sum of the counted parts to `low` and `high`; None leaves that end open."""

    low: Points | None = attrs.field(default=None, converter=attrs.converters.optional(exact))
    high: Points | None = attrs.field(default=None, converter=attrs.converters.optional(exact))
    name: str = attrs.field(default="cap", init=False)

    def value(self, parts: Sequence[Points]) -> Points:
        """Return the sum, clipped."""
        value = total(parts)
        value = value if self.high is None else min(value, self.high)
        return value if self.low is None else max(value, self.low)


@attrs.frozen
class Leaf:
    """A number that a record gives as it is: a mark, the points of a ruling."""

    name: str = attrs.field(default="leaf", init=False)

    def value(self, parts: Sequence[Points]) -> Points:
        """Raise: a leaf has no parts to be computed from."""
        raise ScoreError("a leaf is not computed")


LEAF, SUM, MEAN, MEDIAN = Leaf(), Sum(), Mean(), Median()
_JUDGE = "judge:"


def judge_key(judge: str) -> str:
    """Return the key of a judge's part in a score; `Score.judge` reads it."""
    return _JUDGE + judge


def _only(parts: Sequence[Points]) -> Points:
    if len(parts) != 1:
        raise ScoreError(f"expected one counted part, found {len(parts)}")
    return parts[0]


@fast_init
@attrs.frozen
class Score(Printing):
    """A number with its working.

    `parts` that are not `counted` stand there to be seen struck out. `record` is the sequence number of the
    record the number comes from. `note` says why, in words, where the operation alone does not ("dropped:
    highest"). `key` is a stable name by which a rule finds the node again ("criterion:policy", "judge:j1").
    """

    value: Points
    label: Text
    op: Op = LEAF
    parts: tuple[Score, ...] = ()
    record: int | None = None
    counted: bool = True
    note: Text | None = None
    key: str = ""

    def check(self) -> None:
        """Recompute every node.

        Raises:
            ScoreError: A node's value is not what its operation makes of its counted parts.
        """
        for node in self.walk():
            if node.op != LEAF:
                found = node.op.value([part.value for part in node.parts if part.counted])
                if found != node.value:
                    raise ScoreError(f"{node.op.name} of its parts is {found}, the score says {node.value}")
            elif node.parts:
                raise ScoreError("a leaf has parts")

    def walk(self) -> Iterator[Score]:
        """Yield this score and everything under it, parents first."""
        coming = [self]
        while coming:
            node = coming.pop()
            yield node
            coming += reversed(node.parts)

    def find(self, key: str) -> Score | None:
        """Return the first score with that `key`, parents first, or None."""
        return next((node for node in self.walk() if node.key == key), None)

    @property
    def judge(self) -> str:
        """The judge whose part it is, by id; empty where it is no judge's."""
        return self.key[len(_JUDGE) :] if self.key.startswith(_JUDGE) else ""

    def struck(self, note: Text | None = None) -> Score:
        """Return this score as one that is shown but not counted."""
        return evolve(self, counted=False, note=note if note is not None else self.note)

    def page(self) -> Page:
        """Return its working as a tree, parents first; what is not counted stands in parentheses."""
        return Page([TextTable((), list(self.lines({})))])

    def lines(self, marks: Mapping[int, Sequence[Text]], depth: int = 0) -> Iterator[tuple[str, Text]]:
        """Yield the number and the words of it and of everything under it; `marks` stand behind a record's number."""
        number = show(self.value) if self.counted else f"({show(self.value)})"
        yield "  " * depth + number, Joined(tuple(self._words(marks)), " ")
        for part in self.parts:
            yield from part.lines(marks, depth + 1)

    def _words(self, marks: Mapping[int, Sequence[Text]]) -> Iterator[Text]:
        yield self.label
        if self.op != LEAF:
            yield Joined((plain("= "), formula(self)))
        if self.record is not None:
            yield plain(f"#{self.record:03}")
            yield from marks.get(self.record, ())
        if self.note is not None:
            yield Joined((plain("["), self.note, plain("]")))
        if not self.counted:
            yield _("(not counted)")


def leaf(value: Number, label: Text, record: int | None = None, note: Text | None = None) -> Score:
    """Return a number that a record gives as it is."""
    return Score(exact(value), label, record=record, note=note)


def combine(
    op: Op, label: Text, parts: Iterable[Score], *, record: int | None = None, note: Text | None = None
) -> Score:
    """Return the score that `op` makes of the counted ones of `parts`."""
    kept = tuple(parts)
    return Score(op.value([part.value for part in kept if part.counted]), label, op, kept, record, note=note)


def rounded(score: Score, rounding: Rounding | None) -> Score:
    """Return `score` under a node that rounds it; `score` itself where no rounding is declared."""
    if rounding is None:
        return score
    return evolve(combine(Round(rounding), score.label, [score]), key=score.key)


# How a value follows, in words

_MODES = {"half_up": _("half up"), "half_even": _("half to even"), "truncate": _("cut off")}


def formula(score: Score) -> Text:
    """Return how the value follows from the counted parts; of a rounding that changes nothing the value alone."""
    if isinstance(score.op, Round) and not is_rounded(score):
        return plain(show(score.value))
    numbers = [_bracketed(show(part.value)) for part in score.parts if part.counted and part.op != Factor(0)]
    return _formula(score.op, numbers)


def is_rounded(score: Score) -> bool:
    """Whether a rounding gave another value than it was given."""
    return [part.value for part in score.parts if part.counted] != [score.value]


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number


@functools.singledispatch
def _formula(op: Op, numbers: Sequence[str]) -> Text:
    return plain(f"{op.name}({', '.join(numbers)})")


@_formula.register
def _sum(op: Sum, numbers: Sequence[str]) -> Text:
    return plain(" + ".join(numbers) or "0")


@_formula.register
def _mean(op: Mean, numbers: Sequence[str]) -> Text:
    return plain(f"({' + '.join(numbers)}) / {len(numbers)}" if numbers else "0")


@_formula.register
def _median(op: Median, numbers: Sequence[str]) -> Text:
    return _("the middle of {numbers}", numbers=", ".join(numbers))


@_formula.register
def _round(op: Round, numbers: Sequence[str]) -> Text:
    places, mode = op.rounding.places, _MODES[op.rounding.mode]
    return _("{number} rounded to {places} decimals, {mode}", number=numbers[0], places=places, mode=mode)


@_formula.register
def _factor(op: Factor, numbers: Sequence[str]) -> Text:
    return plain(f"{numbers[0]} x {show(op.factor)}")


@_formula.register
def _cap(op: Cap, numbers: Sequence[str]) -> Text:
    bounds: list[Text] = []
    if op.low is not None:
        bounds.append(_("at least {low}", low=op.low))
    if op.high is not None:
        bounds.append(_("at most {high}", high=op.high))
    return Joined((plain(" + ".join(numbers) or "0"), *bounds), PAUSE)
