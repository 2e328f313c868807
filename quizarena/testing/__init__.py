"""The test kit for authors of round kinds: `check_kind(MyKind())`, and what it is made of.

Only this package imports Hypothesis.
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
from .kind import check_kind
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

__all__ = [
    "START",
    "Clockwork",
    "can_be_filled",
    "check_foreseen",
    "check_kind",
    "check_moves",
    "check_records",
    "check_refusal",
    "check_state",
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
