"""The quiz (有问必答): a family of sections, each a round kind with its own rules, sharing facts and course.

Decides that a section is loaded when it is first named: a contest has two or three of them, and every screen that opens
waits for what it loads.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .audience import Audience, AudienceRules
    from .bank import QuestionItem
    from .board import Board, BoardRules
    from .buzz import Buzz, BuzzRules
    from .buzz_sudden_death import BuzzSuddenDeath, BuzzSuddenDeathRules
    from .chain import Chain, ChainRules
    from .duel import Duel, DuelRules
    from .king import King, KingRules
    from .required import Required, RequiredRules
    from .risk import Risk, RiskRules
    from .section import Section
    from .speed import Speed, SpeedRules
    from .speed_scored import SpeedScored, SpeedScoredRules
    from .star import Star, StarRules
    from .sudden_death import SuddenDeath, SuddenDeathRules
    from .survival import Survival, SurvivalRules
    from .team_required import TeamRequired, TeamRequiredRules
    from .tossup import TossUp, TossUpRules
    from .trap import Trap, TrapRules
    from .vote import Vote, VoteRules

__all__ = [
    "Audience",
    "AudienceRules",
    "Board",
    "BoardRules",
    "Buzz",
    "BuzzRules",
    "BuzzSuddenDeath",
    "BuzzSuddenDeathRules",
    "Chain",
    "ChainRules",
    "Duel",
    "DuelRules",
    "King",
    "KingRules",
    "QuestionItem",
    "Required",
    "RequiredRules",
    "Risk",
    "RiskRules",
    "Section",
    "Speed",
    "SpeedRules",
    "SpeedScored",
    "SpeedScoredRules",
    "Star",
    "StarRules",
    "SuddenDeath",
    "SuddenDeathRules",
    "Survival",
    "SurvivalRules",
    "TeamRequired",
    "TeamRequiredRules",
    "TossUp",
    "TossUpRules",
    "Trap",
    "TrapRules",
    "Vote",
    "VoteRules",
]

_MODULES = {
    "Audience": "audience",
    "AudienceRules": "audience",
    "QuestionItem": "bank",
    "Board": "board",
    "BoardRules": "board",
    "Buzz": "buzz",
    "BuzzRules": "buzz",
    "BuzzSuddenDeath": "buzz_sudden_death",
    "BuzzSuddenDeathRules": "buzz_sudden_death",
    "Chain": "chain",
    "ChainRules": "chain",
    "Duel": "duel",
    "DuelRules": "duel",
    "King": "king",
    "KingRules": "king",
    "Required": "required",
    "RequiredRules": "required",
    "Risk": "risk",
    "RiskRules": "risk",
    "Section": "section",
    "Speed": "speed",
    "SpeedRules": "speed",
    "SpeedScored": "speed_scored",
    "SpeedScoredRules": "speed_scored",
    "Star": "star",
    "StarRules": "star",
    "SuddenDeath": "sudden_death",
    "SuddenDeathRules": "sudden_death",
    "Survival": "survival",
    "SurvivalRules": "survival",
    "TeamRequired": "team_required",
    "TeamRequiredRules": "team_required",
    "TossUp": "tossup",
    "TossUpRules": "tossup",
    "Trap": "trap",
    "TrapRules": "trap",
    "Vote": "vote",
    "VoteRules": "vote",
}


def __getattr__(name: str) -> object:
    """Return a section, its rules or what they share, from the module it stands in."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)
