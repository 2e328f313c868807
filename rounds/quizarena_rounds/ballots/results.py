"""What the panel makes of a sheet, and what the host reads out of it when the marks are open (亮分).

Leaves to the kinds what a ballot's marks are and what they add to the panel's score.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from quizarena.errors import RuleError
from quizarena.panels import Panel
from quizarena.points import Number, show, total
from quizarena.roster import Judge
from quizarena.rounds import Moment
from quizarena.scenes import MarkState, Stage
from quizarena.scores import MEAN, Score, judge_key
from quizarena.text import Text, cardinal, listed, plain

from .criteria import Criteria, by_key
from .facts import F, MarksGiven
from .sheet import Sheet
from .words import _

M = TypeVar("M", bound=MarksGiven)


def panel_of(moment: Moment) -> Panel:
    """Return the panel in force.

    Raises:
        RuleError: The rulebook declares none; a kind that is marked refuses such a rulebook before it begins.
    """
    if moment.panel is None:
        raise RuleError(
            _("the round {round} is marked by judges and needs a panel; declare panel:", round=moment.round)
        )
    return moment.panel


def panel_score(
    sheet: Sheet[F],
    marks: Mapping[str, Mapping[str, Decimal]],
    panel: Panel,
    judges: tuple[Judge, ...],
    label: Text,
    *,
    criteria: Criteria | None = None,
    adjustment: Score | None = None,
    factor: Number | None = None,
) -> Score:
    """Return the panel's score of `sheet`, of which `marks` are those to count: by judge, then by criterion.

    `criteria` say what each mark counts, as it stands where there are none; `adjustment` is the chief judge's, `factor`
    multiplies the result.
    """
    names: dict[str, Text] = {judge.id: judge.name for judge in judges}
    known = by_key(criteria or {})
    return panel.score(
        marks,
        label=label,
        judge_labels=lambda judge: names.get(judge, plain(judge)),
        criterion_labels=plain,
        records=sheet.records,
        counted=lambda key, mark: known[key].counted(mark) if key in known else mark,
        absent=sheet.absentees,
        adjustment=adjustment,
        factor=factor,
    )


def marks_of(sheet: Sheet[M]) -> dict[str, Mapping[str, Decimal]]:
    """Return the marks of a sheet by judge, then by criterion."""
    return {ballot.judge: ballot.fact.marks for ballot in sheet.ballots}


def written_total(ballot: MarksGiven, criteria: Criteria | None = None) -> Fraction:
    """Return the total of a ballot as it was written, each mark counting what its criterion says."""
    known = by_key(criteria or {})
    return total(known[key].value(mark) if key in known else mark for key, mark in ballot.marks.items())


def struck_totals(score: Score, panel: Panel) -> dict[str, MarkState]:
    """Return at which end each struck total was, by judge; equal totals rank by judge, as panel rules rank them.

    Empty for a panel of criteria, which strikes no totals.
    """
    if panel.of != "judge_total":
        return {}
    found = {node.key: node for node in reversed(list(score.walk())) if node.judge}
    ranked = sorted(found.values(), key=lambda node: (node.value, node.key))
    counted = [place for place, node in enumerate(ranked) if node.counted]
    middle = counted[0] if counted else 0
    return {
        node.judge: "struck_low" if place < middle else "struck_high"
        for place, node in enumerate(ranked)
        if not node.counted
    }


def shown(value: Fraction, panel: Panel) -> str:
    """Return `value` with at least the decimals the panel's result is rounded to."""
    rounding = panel.roundings.panel
    return show(value, rounding.places if rounding else 0)


def panel_lines(score: Score, panel: Panel) -> tuple[tuple[Stage, Text], ...]:
    """Return the lines about what was dropped and what the panel's result is, each with its stage on the board."""
    result = score.find("panel")
    if result is None:
        return ()
    dropped = _dropped(score, panel)
    return (*(() if dropped is None else (("struck", dropped),)), ("panel", _result(result, panel)))


def _dropped(score: Score, panel: Panel) -> Text | None:
    """Return which totals are dropped, highest and lowest, once all are open."""
    ends = struck_totals(score, panel)
    found = {judge: node.value for judge in ends if (node := score.find(judge_key(judge)))}
    high = sorted((found[judge] for judge, end in ends.items() if end == "struck_high"), reverse=True)
    low = sorted(found[judge] for judge, end in ends.items() if end == "struck_low")
    if not high and not low:
        return None
    if len(high) > 1 or len(low) > 1:
        highest, lowest = (listed([plain(show(one)) for one in each]) for each in (high, low))
        return _("Dropped: the highest, {high}; the lowest, {low}.", high=highest, low=lowest)
    if not low:
        return _("The highest, {high}, is dropped.", high=show(high[0]))
    if not high:
        return _("The lowest, {low}, is dropped.", low=show(low[0]))
    return _("The highest, {high}, and the lowest, {low}, are dropped.", high=show(high[0]), low=show(low[0]))


def _result(result: Score, panel: Panel) -> Text:
    """Return the panel's result, once it is known what is dropped."""
    value = shown(result.value, panel)
    mean = next((node for node in result.walk() if node.op == MEAN), None)
    if panel.of != "judge_total" or mean is None:
        return _("Result of the panel: {value}.", value=value)
    count = sum(part.counted for part in mean.parts)
    if count == 1 < len(mean.parts):
        return _("The one mark that counts: {value}.", value=value)
    if count < len(mean.parts):
        return _("The {count} marks that count average {value}.", count=cardinal(count), value=value)
    return _("The average of the {count} judges: {value}.", count=cardinal(count), value=value)
