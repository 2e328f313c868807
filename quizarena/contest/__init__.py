"""A contest: facts in, states, moves, standings, explanations and scenes out."""

from __future__ import annotations

from .judge import Conflict, ConflictError
from .log import LogLine
from .service import Contest, Preview
from .totals import Standings
from .views import Explanation, Outcome, Why

__all__ = [
    "Conflict",
    "ConflictError",
    "Contest",
    "Explanation",
    "LogLine",
    "Outcome",
    "Preview",
    "Standings",
    "Why",
]
