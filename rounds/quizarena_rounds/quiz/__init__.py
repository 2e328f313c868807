"""The quiz (有问必答): a family of sections, each a round kind with its own rules, sharing facts and course."""

from __future__ import annotations

from .bank import QuestionItem
from .buzz import Buzz, BuzzRules
from .buzz_sudden_death import BuzzSuddenDeath, BuzzSuddenDeathRules
from .required import Required, RequiredRules
from .risk import Risk, RiskRules
from .section import Section
from .sudden_death import SuddenDeath, SuddenDeathRules
from .team_required import TeamRequired, TeamRequiredRules

__all__ = [
    "Buzz",
    "BuzzRules",
    "BuzzSuddenDeath",
    "BuzzSuddenDeathRules",
    "QuestionItem",
    "Required",
    "RequiredRules",
    "Risk",
    "RiskRules",
    "Section",
    "SuddenDeath",
    "SuddenDeathRules",
    "TeamRequired",
    "TeamRequiredRules",
]
