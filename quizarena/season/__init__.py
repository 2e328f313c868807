"""A season: what a year's contests and good deeds are worth to members, and the goods they take for it.

Beside the contest it is the other document a journal may hold.
"""

from .ledger import Ledger
from .rules import SeasonRules, load_rules, loads_rules, names_a_season
from .season import Season

__all__ = ["Ledger", "Season", "SeasonRules", "load_rules", "loads_rules", "names_a_season"]
