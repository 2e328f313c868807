"""The score of a performance: what the panel makes of the ballots, less what over time costs.

Decides the working of the over-time penalty. Leaves the marks, and what the chief judge may do to them, to the panel.
"""

from __future__ import annotations

from functools import lru_cache

from quizarena.panels import Panel
from quizarena.roster import Judge
from quizarena.scores import Cap, Factor, Score, combine, leaf
from quizarena.text import Text
from quizarena.values import evolve
from quizarena_rounds.ballots import marks_of, panel_score

from .rules import Overtime, ScenarioRules
from .state import Adjustment, Performance
from .words import _

PENALTY = "overtime"
"""The key of the over-time penalty in a score."""
CHIEF = "chief"
"""The key of the chief judge's adjustment in a score."""


def score_of(
    performance: Performance, rules: ScenarioRules, panel: Panel, judges: tuple[Judge, ...], label: Text
) -> Score:
    """Return the score of a performance whose marks are open; a penalty is a part of it where one is due."""
    return panel.total(label, _parts(performance, rules, panel, judges))


@lru_cache(maxsize=1_024)
def _parts(
    performance: Performance, rules: ScenarioRules, panel: Panel, judges: tuple[Judge, ...]
) -> tuple[Score, ...]:
    """Return the panel's part and the penalty's, kept as long as nothing they follow from changes."""
    sheet, own = performance.sheet, rules.difficulty
    marks = panel_score(
        sheet,
        marks_of(sheet),
        panel,
        judges,
        _("marks of the panel"),
        adjustment=_adjustment(performance.chief),
        criteria=rules.criteria,
        factor=performance.difficulty if own is None or own.counts == "times" else None,
    )
    parts = (marks,) if own is None or own.counts == "times" else (_difficulty(performance), marks)
    over, overtime = performance.seconds_over(rules), rules.overtime
    if not over or overtime is None:
        return parts
    if overtime.zero_after is not None and over > overtime.zero_after:
        reason = _("{seconds} s over time: no score", seconds=over)
        return tuple(part.struck(reason) for part in parts)
    return (*parts, penalty_score(overtime, over, performance.timed)) if overtime.points else parts


def _difficulty(performance: Performance) -> Score:
    return evolve(leaf(performance.difficulty or 0, _("difficulty score"), performance.declared), key="difficulty")


def _adjustment(chief: Adjustment | None) -> Score | None:
    if chief is None:
        return None
    label = _("the chief judge: {reason}", reason=chief.reason)
    return evolve(leaf(chief.points, label, chief.record), key=CHIEF)


def penalty_score(overtime: Overtime, seconds_over: int, record: int | None) -> Score:
    """Return the penalty: started stretches times points, not below the floor."""
    label = _("{seconds} s over time", seconds=seconds_over)
    stretches = _("started stretches of {seconds} s", seconds=overtime.per_started)
    started = leaf(overtime.started(seconds_over), stretches, record)
    penalty = combine(Factor(overtime.points), label, [started])
    if overtime.floor is not None:
        penalty = combine(Cap(low=overtime.floor), label, [penalty])
    return evolve(penalty, key=PENALTY)
