"""A panel: the whole way from judges' marks to one score, as a rulebook's `panel:` mapping declares it.

Which marks count is the rule's affair; when a ballot is in, the round kind's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias, cast

import attrs

from quizarena.errors import PluginError, RuleError, message_of
from quizarena.parameters import number, one_of, parameter_names, parameters_of, plain_value, refuse_unknown
from quizarena.points import Mode, Number, Points, Rounding, exact
from quizarena.roster import Judge
from quizarena.scores import MEAN, SUM, Cap, Factor, Score, combine, judge_key, leaf, rounded
from quizarena.text import Text, catalogue, placed, plain

from ..values import evolve
from .rules import PANEL_RULES, PanelRule, panel_rule

_ = catalogue("panels", __file__)

Of: TypeAlias = Literal["criterion", "judge_total"]
Missing: TypeAlias = Literal["exclude", "wait", "mean"]
Ballot: TypeAlias = Mapping[str, Number]
Labels: TypeAlias = Callable[[str], Text]
Counted: TypeAlias = Callable[[str, Score], Score]
_Marks: TypeAlias = dict[str, dict[str, Score]]

RESULT = _("marks of the panel")
NO_RECORDS: Mapping[str, int] = {}
STEPS = ("panel", "adjusted", "factor")
"""The keys of a panel's own steps in the working of a score."""
_STEPS = ("criterion", "counted", "judge", "panel", "factor", "total")


def panel(**keys: object) -> Panel:
    """Return a panel by the keys of a rulebook's `panel`, to be used alone; raises like `Panel.of_mapping`.

    >>> judges = panel(rule="trimmed", drop_low=1, drop_high=1, places=2, rounding="half_up")
    >>> judges.value({"j1": "9.5", "j2": "8.25", "j3": "9", "j4": "7"})
    Fraction(69, 8)
    """
    return Panel.of_mapping(keys)


@attrs.frozen
class Roundings:
    """Where the way from marks to score is rounded; None is not at all.

    `criterion` rounds each mark, or what the rule makes of a criterion where panels are of criteria; `counted`
    what that counts after the criterion's own factor; `judge` each judge's total; `panel` the panel's result;
    `factor` the result times its factor; `total` the sum of that and what a round adds.
    """

    criterion: Rounding | None = None
    counted: Rounding | None = None
    judge: Rounding | None = None
    panel: Rounding | None = None
    factor: Rounding | None = None
    total: Rounding | None = None


@attrs.frozen
class ChiefAdjustment:
    """By how much the chief judge may move the panel's result, up or down: nothing, or from `at_least` to
    `at_most`.
    """

    at_most: Points = attrs.field(converter=number)
    at_least: Points = attrs.field(default=Fraction(0), converter=number)

    def __attrs_post_init__(self) -> None:
        """Refuse bounds that allow nothing."""
        if not 0 <= self.at_least <= self.at_most or not self.at_most:
            raise RuleError(
                _(
                    "chief: expected at_most above 0 and at_least from 0 to at_most, found {low} to {high}",
                    low=str(plain_value(self.at_least)),
                    high=str(plain_value(self.at_most)),
                )
            )

    @classmethod
    def of_mapping(cls, said: object) -> ChiefAdjustment:
        """Return what a rulebook declares, such as {at_least: 0.05, at_most: 0.1}; RuleError for what is
        wrong.
        """
        if not isinstance(said, Mapping) or "at_most" not in said:
            problem = _(
                "chief: expected {{at_most: 0.1}}, by how much the chief may move a result, found {found}",
                found=repr(said),
            )
            raise RuleError(problem)
        refuse_unknown("chief", said, ("at_least", "at_most"))
        return cls(**said)

    def to_mapping(self) -> dict[str, object]:
        """Return the mapping; `of_mapping` reads it back."""
        return {"at_least": plain_value(self.at_least), "at_most": plain_value(self.at_most)}

    def refuses(self, change: Number) -> Text | None:
        """Say why the result may not be moved by `change`; None if it may."""
        size = abs(exact(change))
        if not size or self.at_least <= size <= self.at_most:
            return None
        return _("the chief judge may move a result by {low} to {high}", low=self.at_least, high=self.at_most)

    def applied(self, result: Score, change: Score) -> Score:
        """Return `result` moved by `change`; a change larger than the bounds now allow is cut to them."""
        if abs(change.value) > self.at_most:
            change = combine(Cap(-self.at_most, self.at_most), change.label, [change])
        return attrs.evolve(combine(SUM, result.label, [result, change]), key="adjusted")


@attrs.frozen
class Panel:
    """What a rulebook says about its panel of judges.

    `seats` is the number of judges the rulebook lists, set by `seated`: where marks are missing, a sum is brought up to
    what so many marks would give. 0 is not known, and nothing is brought up.
    """

    rule: PanelRule
    of: Of = attrs.field(default="judge_total", validator=one_of("judge_total", "criterion"))
    roundings: Roundings = Roundings()
    missing: Missing = attrs.field(default="exclude", validator=one_of("exclude", "wait", "mean"))
    chief: ChiefAdjustment | None = None
    seats: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse a rounding at a step this panel does not have."""
        if self.of == "criterion" and self.roundings.judge:
            raise RuleError(
                _("round_at.judge: a panel of: criterion has no judges' totals; round at criterion or panel")
            )

    @classmethod
    def of_mapping(cls, mapping: Mapping[str, object]) -> Panel:
        """Return the panel a rulebook's mapping declares; the rule's own parameters stand beside the panel's
        keys.

        Keys: rule, of, places and rounding (of the panel's result), round_at (other steps), missing, chief
        (the bounds of the chief judge's adjustment).

        Raises:
            RuleError: A key is unknown, missing or wrong; the sentence starts with the key.
        """
        name = mapping.get("rule")
        if not isinstance(name, str):
            problem = _("rule: expected the name of a panel rule such as trimmed, found {found}", found=repr(name))
            raise RuleError(problem)
        rule = _rule(name, {key: value for key, value in mapping.items() if key not in _KEYS})
        of = cast("Of", mapping.get("of", "judge_total"))
        missing = cast("Missing", mapping.get("missing", "exclude"))
        chief = ChiefAdjustment.of_mapping(mapping["chief"]) if "chief" in mapping else None
        return cls(rule, of, _roundings(mapping), missing, chief)

    def to_mapping(self) -> dict[str, object]:
        """Return the mapping with every default said; `of_mapping` reads it back."""
        steps = {step: getattr(self.roundings, step) for step in _STEPS}
        panel: Rounding | None = steps.pop("panel")
        resolved: dict[str, object] = {"rule": self.rule.name, **parameters_of(self.rule), "of": self.of}
        if panel:
            resolved |= _rounding_mapping(panel)
        also = {step: _rounding_mapping(rounding) for step, rounding in steps.items() if rounding}
        chief = {"chief": self.chief.to_mapping()} if self.chief else {}
        return resolved | ({"round_at": also} if also else {}) | {"missing": self.missing} | chief

    def seated(self, judges: Sequence[Judge], seats: int = 0) -> Panel:
        """Return the panel for the judges of a roster and the `seats` of the rulebook.

        Raises:
            RuleError: The rule, filled in from who the judges are, has no place for one of them.
        """
        return evolve(self, rule=self.rule.seated(judges), seats=seats)

    def small(self, count: int) -> Text | None:
        """Say what happens if `count` judges are too few to leave any mark out; None if they are enough."""
        return self.rule.small(count)

    def refuses(self, count: int) -> Text | None:
        """Say why the marks of `count` judges give no result; None if they do."""
        return self.rule.refuses(count)

    def check_judges(self, count: int) -> None:
        """Refuse a panel that `count` judges cannot fill.

        Raises:
            RuleError: There are none, or no more than the rule leaves out.
        """
        if count <= self.rule.drops:
            needed = self.rule.drops + 1
            rule = repr(self.rule.name)
            problem = _(
                "the panel rule {rule} needs at least {needed} judges, found {count}",
                rule=rule,
                needed=needed,
                count=count,
            )
            raise RuleError(problem)

    def value(self, ballots: Mapping[str, Ballot | Number]) -> Fraction:
        """Return the exact number that `score` gives; RuleError where these ballots give none."""
        reason = self.refuses(len(ballots))
        if reason:
            raise RuleError(reason)
        return self.score(ballots).value

    def score(
        self,
        ballots: Mapping[str, Ballot | Number],
        *,
        label: Text = RESULT,
        judge_labels: Labels = plain,
        criterion_labels: Labels = plain,
        records: Mapping[str, int] = NO_RECORDS,
        counted: Counted | None = None,
        absent: Collection[str] = (),
        adjustment: Score | None = None,
        factor: Number | None = None,
    ) -> Score:
        """Return the panel's score of one performance with its working.

        Marks come by judge id and criterion id, or by judge id alone; `records` is the sequence number of each judge's
        ballot; `counted` makes of a mark what it counts, such as its double. The
        order of judges never matters. `absent` are judges without a ballot, to whom a panel with missing:
        mean gives the mean of the others. `adjustment` is the chief judge's; `factor` multiplies the result,
        such as a difficulty. A sum of fewer marks than `seats` is multiplied up to theirs. A panel that gives no
        result with these ballots (see `refuses`) scores 0, the reason as its note.
        """
        marks = self._marks(ballots, criterion_labels, records)
        if self.missing == "mean" and marks:
            marks |= self._filled(marks, [judge for judge in absent if judge not in marks], judge_labels)
        reason = self.refuses(len(marks))
        if reason:
            return leaf(0, label, note=reason)
        way = _WAYS[self.of]
        result = rounded(
            way(self, marks, label, judges=judge_labels, criteria=criterion_labels, counted=counted or _as_given),
            self.roundings.panel,
        )
        if adjustment is not None and self.chief:
            result = self.chief.applied(result, adjustment)
        return result if factor is None else rounded(_times(result, factor), self.roundings.factor)

    def total(self, label: Text, parts: Iterable[Score]) -> Score:
        """Return the sum of a panel's score and what a round adds to it, rounded where that is declared."""
        return rounded(combine(SUM, label, parts), self.roundings.total)

    def whole(self, result: Score, count: int) -> Score:
        """Return the rule's `result` of `count` marks at the scale of the whole panel."""
        factor = self.rule.scale(count, self.seats) if self.seats else Fraction(1)
        if factor == 1:
            return result
        note = _("{count} of {seats} judges marked: the sum is scaled up to all of them", count=count, seats=self.seats)
        return evolve(combine(Factor(factor), result.label, [result], note=note), key=result.key)

    def _marks(self, ballots: Mapping[str, Ballot | Number], labels: Labels, records: Mapping[str, int]) -> _Marks:
        by_criterion = {
            judge: ballot if isinstance(ballot, Mapping) else {"mark": ballot} for judge, ballot in ballots.items()
        }
        return {
            judge: {key: self._mark(key, mark, labels, records.get(judge)) for key, mark in ballot.items()}
            for judge, ballot in by_criterion.items()
        }

    def _filled(self, marks: _Marks, absent: Iterable[str], judges: Labels) -> _Marks:
        """Return a ballot for each absent judge: for each criterion the mean of those who have marked it."""
        means: dict[str, Score] = {}
        for criterion in _criteria(marks):
            given = {judge: ballot[criterion] for judge, ballot in marks.items() if criterion in ballot}
            parts = [evolve(mark, label=judges(judge), key="") for judge, mark in given.items()]
            label = next(iter(given.values())).label
            found = combine(MEAN, label, parts, note=_("absent: the mean of the other judges"))
            means[criterion] = self._at_criterion(evolve(found, key=f"criterion:{criterion}"))
        return dict.fromkeys(absent, means)

    def _mark(self, criterion: str, mark: Number, labels: Labels, record: int | None) -> Score:
        found = evolve(leaf(mark, labels(criterion), record), key=f"criterion:{criterion}")
        return self._at_criterion(found)

    def _at_criterion(self, mark: Score) -> Score:
        return mark if self.of == "criterion" else rounded(mark, self.roundings.criterion)


def _as_given(_criterion: str, mark: Score) -> Score:
    return mark


def _criteria(marks: _Marks) -> Iterable[str]:
    return dict.fromkeys(key for ballot in marks.values() for key in ballot)


def _by_judge(panel: Panel, marks: _Marks, label: Text, *, judges: Labels, criteria: Labels, counted: Counted) -> Score:
    totals = {
        judge: evolve(combine(SUM, judges(judge), _counted(panel, ballot, counted)), key=judge_key(judge))
        for judge, ballot in marks.items()
    }
    given = {judge: rounded(each, panel.roundings.judge) for judge, each in totals.items()}
    return panel.whole(evolve(panel.rule.score(given, label), key="panel"), len(given))


def _by_criterion(
    panel: Panel, marks: _Marks, label: Text, *, judges: Labels, criteria: Labels, counted: Counted
) -> Score:
    found: dict[str, Score] = {}
    for criterion in _criteria(marks):
        given = {
            judge: evolve(ballot[criterion], label=judges(judge), key=judge_key(judge))
            for judge, ballot in marks.items()
            if criterion in ballot
        }
        result = evolve(panel.rule.score(given, criteria(criterion)), key=f"criterion:{criterion}")
        found[criterion] = rounded(panel.whole(result, len(given)), panel.roundings.criterion)
    return evolve(combine(SUM, label, _counted(panel, found, counted)), key="panel")


def _counted(panel: Panel, marks: Mapping[str, Score], counted: Counted) -> Iterable[Score]:
    """Yield what the marks of criteria count, rounded before and after as the panel says."""
    for key, mark in marks.items():
        yield rounded(evolve(counted(key, mark), key=f"criterion:{key}"), panel.roundings.counted)


_WAYS: Mapping[str, Callable[..., Score]] = {
    "judge_total": _by_judge,
    "criterion": _by_criterion,
}
_KEYS = ("rule", "of", "places", "rounding", "round_at", "missing", "chief")


def _times(score: Score, factor: Number) -> Score:
    return evolve(combine(Factor(factor), score.label, [score]), key="factor")


def _rule(name: str, parameters: Mapping[str, object]) -> PanelRule:
    try:
        refuse_unknown("panel", parameters, (*_KEYS, *parameter_names(PANEL_RULES, name)))
        return panel_rule(name, **parameters)
    except PluginError as error:
        raise RuleError(placed("rule", error.message)) from error


def _roundings(mapping: Mapping[str, object]) -> Roundings:
    """Read `places`, `rounding` and `round_at`; a step that says only its places rounds as the panel does."""
    mode = mapping.get("rounding")
    also = mapping.get("round_at", {})
    if not isinstance(also, Mapping):
        raise RuleError(_("round_at: expected steps with their places, found {found}", found=repr(also)))
    refuse_unknown("round_at", also, [step for step in _STEPS if step != "panel"])
    steps = {step: _rounding(f"round_at.{step}", said, mode) for step, said in also.items()}
    if "places" in mapping:
        steps["panel"] = _rounding("panel", {"places": mapping["places"]}, mode)
    elif mode is not None and not steps:
        raise RuleError(_("rounding: expected places beside it, found none; say how many decimals are kept"))
    return Roundings(**steps)


def _rounding(where: str, said: object, mode: object) -> Rounding:
    parts = said if isinstance(said, Mapping) else {"places": said}
    refuse_unknown(where, parts, ("places", "rounding"))
    try:
        return Rounding(
            cast("int", parts.get("places")),
            cast("Mode", parts.get("rounding", "half_up" if mode is None else mode)),
        )
    except (TypeError, ValueError) as error:
        raise RuleError(placed(where, message_of(error))) from error


def _rounding_mapping(rounding: Rounding) -> dict[str, object]:
    return {"places": rounding.places, "rounding": rounding.mode}
