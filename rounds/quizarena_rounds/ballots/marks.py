"""What screens show of a sheet: the judges' cells, how many ballots are in, why one came back.

Decides who may read a number: everybody once the marks are open, before that only the record's owner and the judge
whose ballot it is. Leaves to the frame in which order cells open in the hall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from quizarena.panels import Panel
from quizarena.roster import Judge, Seat
from quizarena.scenes import Audience, Mark, Marks, MarkState, Paragraph, Role
from quizarena.scores import Score

from .facts import F
from .moves import Collection
from .results import struck_totals
from .sheet import Ballot
from .words import _


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


def marking_notes(now: Collection[F], audience: Audience) -> Iterator[Paragraph]:
    """Yield how many ballots are in while they are collected, and on a judge's own sheet why it came back."""
    if not now.sheet.closed:
        done = len(now.sheet.ballots)
        counts = {"done": done, "all": done + len(now.awaited)}
        coming = _("marking: {done} of {all} ballots are in", **counts)
        yield Paragraph(coming if now.awaited or not done else _("all {done} ballots are in", done=done), Role.PROGRESS)
    returned = now.sheet.given_back(Seat.of(audience or "").judge)
    if returned is not None:
        yield Paragraph(_("returned for changes: {reason}", reason=returned.reason), Role.RETURNED)


def _cell(
    now: Collection[F],
    judge: Judge,
    audience: Audience,
    total: Callable[[F], Fraction],
    struck: Mapping[str, MarkState],
) -> Mark:
    ballot = now.sheet.ballot(judge.id)
    if ballot is None:
        return Mark(judge.id, judge.name, state_without_ballot(now, judge))
    state: MarkState = "in" if now.sheet.revealed is None else struck.get(judge.id, "shown")
    value = total(ballot.fact) if _may_read(now, ballot, audience) else None
    return Mark(judge.id, judge.name, state, value, ballot.record)


def _may_read(now: Collection[F], ballot: Ballot[F], audience: Audience) -> bool:
    return now.sheet.revealed is not None or audience in (None, str(Seat("judge", ballot.judge)))


def state_without_ballot(now: Collection[F], judge: Judge) -> MarkState:
    """Return where a judge stands whose ballot is not in: awaited, absent, or standing down."""
    if now.sheet.absence(judge.id) or judge.away:
        return "absent"
    return "waiting" if judge in now.asked else "barred"
