"""Collecting ballots: what rounds that judges mark have in common, for kinds of others too.

Decides how the ballots of one performance come in, go back, are waited for and are opened. Leaves to the kinds what
names a performance, what stands on a sheet, and what a score is made of.
"""

from .criteria import Criteria, Criterion, by_key, full_mark, sum_of
from .facts import (
    BallotGiven,
    BallotReturned,
    BallotsReopened,
    Book,
    ClosedUnmarked,
    JudgeAbsent,
    MarksGiven,
    MarksRevealed,
    book_for,
    book_of,
)
from .marks import marking_notes, marks_block, state_without_ballot
from .moves import (
    REASON,
    Collection,
    Labels,
    absence_moves,
    ballot_moves,
    call_for_marks,
    collection,
    judging_moves,
    mark_blanks,
    opening_moves,
    reopening_move,
    return_moves,
    unready,
)
from .results import marks_of, panel_lines, panel_of, panel_score, shown, written_total
from .rules import Refusal, criteria_refusals, mark_refusals, panel_refusals, ranks
from .sheet import Absence, Ballot, Return, Sheet

__all__ = [
    "REASON",
    "Absence",
    "Ballot",
    "BallotGiven",
    "BallotReturned",
    "BallotsReopened",
    "Book",
    "ClosedUnmarked",
    "Collection",
    "Criteria",
    "Criterion",
    "JudgeAbsent",
    "Labels",
    "MarksGiven",
    "MarksRevealed",
    "Refusal",
    "Return",
    "Sheet",
    "absence_moves",
    "ballot_moves",
    "book_for",
    "book_of",
    "by_key",
    "call_for_marks",
    "collection",
    "criteria_refusals",
    "full_mark",
    "judging_moves",
    "mark_blanks",
    "mark_refusals",
    "marking_notes",
    "marks_block",
    "marks_of",
    "opening_moves",
    "panel_lines",
    "panel_of",
    "panel_refusals",
    "panel_score",
    "ranks",
    "reopening_move",
    "return_moves",
    "shown",
    "state_without_ballot",
    "sum_of",
    "unready",
    "written_total",
]
