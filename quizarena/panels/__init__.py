"""Many judges' marks to one score.

`panel_rule(name, **parameters)` is one way of making one number of several; a `Panel` is what a rulebook's
`panel:` mapping says about the whole way from marks to score. New rules come by the entry point group
`quizarena.panels`.
"""

from .panel import Panel
from .rules import PANEL_RULES, PanelRule, panel_rule

__all__ = ["PANEL_RULES", "Panel", "PanelRule", "panel_rule"]
