"""Places of totals: ranks, tie-breaks, prizes.

`Ties` is what a rulebook's `ties:` mapping says and ranks a contest's totals; `award` gives the prizes. New tie-breaks
come by the entry point group `quizarena.tiebreaks`.
"""

from .breakers import TIE_BREAKS, TieBreak, TieContext, tie_break
from .numbering import places
from .plain import rank
from .prizes import Awarded, Honour, Prize, award, best, depends, money
from .ranking import Row, rank_totals
from .ties import Ties, read_breaker

__all__ = [
    "TIE_BREAKS",
    "Awarded",
    "Honour",
    "Prize",
    "Row",
    "TieBreak",
    "TieContext",
    "Ties",
    "award",
    "best",
    "depends",
    "money",
    "places",
    "rank",
    "rank_totals",
    "read_breaker",
    "tie_break",
]
