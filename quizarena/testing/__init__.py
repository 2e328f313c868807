"""The test kit for authors: `check_kind(MyKind())`, its sisters for other rules, and what they are made of.

What is wrong is told as a `Slip`: one sentence after the author's file and line. Only this package imports Hypothesis.
"""

from ..moves import seat_of
from .checks import (
    check_foreseen,
    check_moves,
    check_records,
    check_refusal,
    check_state,
    first_ballots,
    public,
)
from .journals import check_journal
from .kind import check_kind, check_section
from .places import Slip
from .play import (
    START,
    Clockwork,
    can_be_filled,
    fillings,
    forward_moves,
    numbers,
    opened,
    roster,
    rulebook_of,
    step,
    values,
)
from .rules import check_draw, check_panel_rule, check_tie_break

__all__ = [
    "START",
    "Clockwork",
    "Slip",
    "can_be_filled",
    "check_draw",
    "check_foreseen",
    "check_journal",
    "check_kind",
    "check_moves",
    "check_panel_rule",
    "check_records",
    "check_refusal",
    "check_section",
    "check_state",
    "check_tie_break",
    "fillings",
    "first_ballots",
    "forward_moves",
    "numbers",
    "opened",
    "public",
    "roster",
    "rulebook_of",
    "seat_of",
    "step",
    "values",
]
