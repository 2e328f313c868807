"""Many judges' marks to one score: `panel_rule(name)` is one rule, a `Panel` the whole way from marks to score.

New rules come by the entry point group `quizarena.panels`.
"""

from .panel import Panel
from .rules import PANEL_RULES, PanelRule, panel_rule

__all__ = ["PANEL_RULES", "Panel", "PanelRule", "panel_rule"]
