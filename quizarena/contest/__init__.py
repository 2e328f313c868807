"""A contest: facts in, states, moves, standings, explanations and scenes out."""

from __future__ import annotations

from .audiences import Explanation, Outcome, Why
from .contest import Contest, Preview
from .legality import Conflict, ConflictError
from .log import LogLine
from .position import Position
from .standings import Standings

__all__ = [
    "Conflict",
    "ConflictError",
    "Contest",
    "Explanation",
    "LogLine",
    "Outcome",
    "Position",
    "Preview",
    "Standings",
    "Why",
]
