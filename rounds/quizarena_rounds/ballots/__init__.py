"""Collecting ballots: what rounds that judges mark have in common.

Decides how the ballots of one performance come in, go back, are waited for and are opened. Leaves to the
kinds their facts, what stands on a sheet, and what a score is made of.
"""

from .lines import panel_lines, shown
from .marks import marks_block
from .moves import (
    Collection,
    absent_moves,
    ballot_moves,
    collection,
    mark_blanks,
    panel_of,
    return_moves,
    unready,
)
from .sheet import Absence, Ballot, Return, Sheet

__all__ = [
    "Absence",
    "Ballot",
    "Collection",
    "Return",
    "Sheet",
    "absent_moves",
    "ballot_moves",
    "collection",
    "mark_blanks",
    "marks_block",
    "panel_lines",
    "panel_of",
    "return_moves",
    "shown",
    "unready",
]
