"""Panel rules: one exact number of many judges' marks.

The order in which judges are given never matters; of equal marks the judge's id decides which one is struck.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Literal, Protocol, TypeAlias, TypeVar, runtime_checkable

import attrs

from quizarena import scores
from quizarena.errors import PluginError, RuleError
from quizarena.parameters import make, one_of, whole
from quizarena.plugins import Registry
from quizarena.points import Number, mean, scaled, total
from quizarena.roster import Judge
from quizarena.scores import Op, Score, combine, leaf
from quizarena.text import Text, catalogue, plain

Mark: TypeAlias = Score | Number

_ = catalogue("panels", __file__)
_ALIASES = {
    "average": "mean",
    "drop highest and lowest": "trimmed",
    "trimmed_mean": "trimmed",
    "total": "sum",
    "votes": "majority",
    "平均分": "mean",
    "去掉一个最高分和一个最低分": "trimmed",
    "中位数": "median",
    "总和": "sum",
    "加权": "weighted",
    "多数票": "majority",
    "顺位制": "skating",
    "波达计数": "borda",
    "pairwise": "duels",
    "两两对决": "duels",
    "名次和": "sum_of_places",
}
PANEL_RULES = Registry("quizarena.panels", _("panel rule"), _ALIASES)
_T = TypeVar("_T")


@runtime_checkable
class PanelRule(Protocol):
    """One number of many marks. A rule is a frozen value; the arguments of its class are its parameters.

    Inherit from this to get the answers of a rule that leaves nothing out.
    """

    name: ClassVar[str]
    """The name the rulebook says."""

    @property
    def drops(self) -> int:
        """How many marks the rule leaves out; a panel needs more judges than that."""
        return 0

    def value(self, marks: Mapping[str, Number]) -> Fraction:
        """Return the exact number for marks by judge id; RuleError where the rule gives none."""
        ...

    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:
        """Return that number with its working, one part a judge; parts that do not count are struck with a
        note.
        """
        ...

    def small(self, count: int) -> Text | None:
        """Say what happens if a panel of `count` marks is too small to leave any out; None if it is large
        enough.
        """
        return None

    def refuses(self, count: int) -> Text | None:
        """Say why `count` marks give no result; None if they do."""
        return None if count else _("nobody has marked yet")

    def scale(self, count: int, seats: int) -> Fraction:
        """Return the factor that makes the result of `count` marks worth what a whole panel of `seats` gives.

        1 for whatever is a mean; a sum of fewer marks is smaller and has to grow.
        """
        return Fraction(1)

    def seated(self, judges: Sequence[Judge]) -> PanelRule:
        """Return the rule for a roster's judges: one that looks at who they are fills itself in from them."""
        return self

    def refuse_strangers(self, judges: Collection[str]) -> None:
        """Refuse what names somebody who is no judge; a rule of the day may name whoever joins next."""
        return


def panel_rule(name: str, **parameters: object) -> PanelRule:
    """Return the panel rule `name` with its parameters.

    >>> panel_rule("trimmed", drop_low=1, drop_high=1).value({"j1": "9", "j2": "8", "j3": "7", "j4": "9.5"})
    Fraction(17, 2)

    Raises:
        PluginError: No such rule is installed, or what is installed is no panel rule.
        RuleError: A parameter is unknown, missing or wrong.
    """
    rule = make(PANEL_RULES, name, parameters)
    if not isinstance(rule, PanelRule):
        raise PluginError(f"the plug-in {name!r} is no panel rule: it lacks a method or attribute of PanelRule")
    return rule


def as_scores(marks: Mapping[str, Mark]) -> dict[str, Score]:
    """Return every mark as a score, bare numbers as leaves labelled with the judge's id."""
    return {judge: mark if isinstance(mark, Score) else leaf(mark, plain(judge)) for judge, mark in marks.items()}


def some(marks: Mapping[str, _T]) -> Mapping[str, _T]:
    """Return `marks`; RuleError if there are none."""
    if not marks:
        raise RuleError(_("expected at least one mark, found none"))
    return marks


@attrs.frozen
class Mean(PanelRule):
    """The mean of all marks."""

    name: ClassVar[str] = "mean"

    def value(self, marks: Mapping[str, Number]) -> Fraction:
        """Return the mean."""
        return mean(some(marks).values())

    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:
        """Return the mean of all marks."""
        return combine(scores.MEAN, label or _("mean of the panel"), as_scores(some(marks)).values())


@attrs.frozen
class Sum(PanelRule):
    """The sum of all marks."""

    name: ClassVar[str] = "sum"

    def value(self, marks: Mapping[str, Number]) -> Fraction:
        """Return the sum."""
        return total(some(marks).values())

    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:
        """Return the sum of all marks."""
        return combine(scores.SUM, label or _("sum of the panel"), as_scores(some(marks)).values())

    def scale(self, count: int, seats: int) -> Fraction:
        """Return how many times as many marks a whole panel gives."""
        return Fraction(seats, count)


@attrs.frozen
class Median(PanelRule):
    """The middle mark; of an even number of marks the mean of the two middle ones."""

    name: ClassVar[str] = "median"

    def value(self, marks: Mapping[str, Number]) -> Fraction:
        """Return the median."""
        numbers, common = scaled(some(marks).values())
        numbers.sort()
        half = len(numbers) // 2
        return Fraction(numbers[half] + numbers[~half], 2 * common)

    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:
        """Return the median of all marks."""
        return combine(scores.MEDIAN, label or _("median of the panel"), as_scores(some(marks)).values())


_Ranked: TypeAlias = Sequence[int] | Sequence[Fraction]


def _all(ranked: _Ranked) -> slice:
    return slice(0, len(ranked))


def _closest(ranked: _Ranked) -> slice:
    """The two nearest of three or more, of equally near ones the upper two (IJRU technical manual: rope
    skipping).
    """
    if len(ranked) < 3:
        return slice(0, len(ranked))
    low = min(range(len(ranked) - 1), key=lambda place: (ranked[place + 1] - ranked[place], -place))
    return slice(low, low + 2)


def _refuse(ranked: _Ranked) -> slice:
    raise RuleError(
        _("expected enough marks to leave one after dropping, found {count}; the rule refuses fewer", count=len(ranked))
    )


_SMALL: Mapping[str, Callable[[_Ranked], slice]] = {"mean": _all, "closest": _closest, "refuse": _refuse}
_FEWEST = {"mean": 1, "closest": 2, "refuse": 1}
"""How many marks have to be left after dropping: one counts, but two close ones of three say more than the middle."""
_SMALL_SAYS = {
    "mean": _("too few marks to drop any: the mean of all counts"),
    "closest": _("too few marks to drop any: the mean of the two closest counts"),
    "refuse": _("too few marks to drop any: the panel gives no result"),
}
_CENTRES: Mapping[str, Op] = {"mean": scores.MEAN, "sum": scores.SUM}


@attrs.frozen
class Trimmed(PanelRule):
    """The mean (or sum) of the marks without the lowest and the highest ones (去掉一个最高分和一个最低分).

    Where no mark would be left (for `closest`: fewer than two), the panel is too small to drop any, and `small`
    says what counts instead: the mean of all, the mean of the two closest, or nothing (RuleError).
    """

    drop_low: int = attrs.field(default=1, validator=whole(0))
    drop_high: int = attrs.field(default=1, validator=whole(0))
    centre: Literal["mean", "sum"] = attrs.field(default="mean", validator=one_of(*_CENTRES))
    when_small: Literal["mean", "closest", "refuse"] = attrs.field(
        default="mean", validator=one_of(*_SMALL), alias="small"
    )
    name: ClassVar[str] = "trimmed"

    @property
    def drops(self) -> int:
        """How many marks the rule leaves out."""
        return self.drop_low + self.drop_high

    def value(self, marks: Mapping[str, Number]) -> Fraction:
        """Return the centre of the marks that count."""
        numbers, common = scaled(marks.values())
        numbers.sort()
        kept = numbers[self._window(numbers)]
        divides = self.centre == "mean" or self._is_small(len(numbers))
        return Fraction(sum(kept), common * len(kept) if divides else common)

    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:
        """Return the centre of the marks that count, the others struck."""
        parts = as_scores(marks)
        ranked = sorted(parts, key=lambda judge: (parts[judge].value, judge))
        window = self._window([parts[judge].value for judge in ranked])
        struck = {judge: _("dropped: lowest") for judge in ranked[: window.start]}
        struck |= {judge: _("dropped: highest") for judge in ranked[window.stop :]}
        shown = [part.struck(struck[judge]) if judge in struck else part for judge, part in parts.items()]
        small = self.small(len(parts))
        op = _CENTRES["mean" if small else self.centre]
        return combine(op, label or _("trimmed panel"), shown, note=small)

    def small(self, count: int) -> Text | None:
        """Say what counts if too few marks would be left."""
        return _SMALL_SAYS[self.when_small] if self._is_small(count) else None

    def refuses(self, count: int) -> Text | None:
        """Say why `count` marks give no result."""
        if count and self.when_small == "refuse":
            return self.small(count)
        return super().refuses(count)

    def scale(self, count: int, seats: int) -> Fraction:
        """Return how many times as many marks count on a whole panel; 1 for a mean."""
        if self.centre == "mean":
            return Fraction(1)
        return Fraction(self._adds(seats), self._adds(count))

    def _adds(self, count: int) -> int:
        """How many marks the sum of a panel of `count` adds; a mean is worth one."""
        return 1 if self._is_small(count) else count - self.drops

    def _is_small(self, count: int) -> bool:
        return self.drops > 0 and count - self.drops < _FEWEST[self.when_small]

    def _window(self, ranked: _Ranked) -> slice:
        if not ranked:
            raise RuleError(_("expected at least one mark, found none"))
        if self._is_small(len(ranked)):
            return _SMALL[self.when_small](ranked)
        return slice(self.drop_low, len(ranked) - self.drop_high)
