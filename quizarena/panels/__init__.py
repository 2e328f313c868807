"""Many judges' marks to one score: `panel(rule="mean", places=2)` is the whole way, `panel_rule(name)` one rule.

New rules come by the entry point group `quizarena.panels`.
"""

from .marks import Panel, panel
from .rules import PANEL_RULES, PanelRule, panel_rule

__all__ = ["PANEL_RULES", "Panel", "PanelRule", "panel", "panel_rule"]
