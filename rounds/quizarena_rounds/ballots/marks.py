"""The judges' cells of a performance, as a scene shows them.

Decides the state of each cell and who may read its number: everybody once the marks are open, before that
only the record's owner and the judge whose ballot it is. Leaves to the frame in which order cells open in the
hall.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from quizarena.panels.panel import Panel
from quizarena.roster import Judge
from quizarena.scenes import Audience, Mark, Marks, MarkState
from quizarena.scores import Score

from .moves import Collection
from .sheet import Ballot, F


def marks_block(
    now: Collection[F],
    entrant: str,
    audience: Audience,
    *,
    total: Callable[[F], Fraction],
    panel: Panel,
    score: Score | None = None,
) -> Marks:
    """Return the cells of all judges in seat order.

    Args:
        now: The sheet.
        entrant: Whose performance it is.
        audience: Who looks.
        total: A ballot's total as it was written.
        panel: The panel in force.
        score: The panel's score once the marks are open; it says which totals were struck.
    """
    struck = struck_totals(score, panel) if score is not None else {}
    cells = (_cell(now, judge, audience, total, struck) for judge in now.field.judges)
    return Marks(entrant, tuple(cells))


def _cell(
    now: Collection[F],
    judge: Judge,
    audience: Audience,
    total: Callable[[F], Fraction],
    struck: dict[str, MarkState],
) -> Mark:
    ballot = now.sheet.ballot(judge.id)
    if ballot is None:
        return Mark(judge.id, judge.name, _without_ballot(now, judge))
    state: MarkState = "in" if now.sheet.revealed is None else struck.get(judge.id, "shown")
    value = total(ballot.fact) if _may_read(now, ballot, audience) else None
    return Mark(judge.id, judge.name, state, value, ballot.record)


def _may_read(now: Collection[F], ballot: Ballot[F], audience: Audience) -> bool:
    return now.sheet.revealed is not None or audience in (None, f"judge:{ballot.judge}")


def _without_ballot(now: Collection[F], judge: Judge) -> MarkState:
    if now.sheet.absence(judge.id) or judge.away:
        return "absent"
    return "waiting" if judge in now.asked else "barred"


def struck_totals(score: Score, panel: Panel) -> dict[str, MarkState]:
    """Return at which end each struck total was, by judge; equal totals rank by judge, as panel rules rank them.

    Empty for a panel of criteria, which strikes no totals.
    """
    if panel.of != "judge_total":
        return {}
    found = {node.key: node for node in reversed(list(score.walk())) if node.key.startswith("judge:")}
    ranked = sorted(found.values(), key=lambda node: (node.value, node.key))
    counted = [place for place, node in enumerate(ranked) if node.counted]
    middle = counted[0] if counted else 0
    return {
        node.key.removeprefix("judge:"): "struck_low" if place < middle else "struck_high"
        for place, node in enumerate(ranked)
        if not node.counted
    }
