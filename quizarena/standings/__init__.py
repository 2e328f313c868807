"""Places of totals: ranks, tie-breaks, prizes.

`Ties` is what a rulebook's `ties:` mapping says and ranks a contest's totals; `award` gives the prizes. New tie-breaks
come by the entry point group `quizarena.tiebreaks`.
"""

from .breakers import TIE_BREAKS, TieBreak, TieContext, tie_break
from .places import places
from .prizes import Awarded, Honour, Prize, award, best, depends, money
from .ranking import Row, rank
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
    "read_breaker",
    "tie_break",
]
