"""The quiz (有问必答): a family of sections, each a round kind with its own rules, sharing facts and course."""

from __future__ import annotations

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
