"""Rulebooks: strict YAML becomes one frozen `Rulebook`, or every problem at once with its place.

`load(path)` and `loads(text)` read; `Rulebook.resolved()` is the complete, JSON-able form that a journal keeps;
`contest_schema()` is for editors. YAML is imported only when a text is read.
"""

from quizarena.errors import Problem, RulebookError

from .entries import Advance, RoundEntry
from .formats import Format, format_of, formats
from .load import load, loads
from .model import About, Rulebook, Seat, Withdrawal
from .orders import OrderRule
from .schema import contest_schema
from .told import ToldRule, rules_of, rules_of_all
from .write import resolved_yaml

__all__ = [
    "About",
    "Advance",
    "Format",
    "OrderRule",
    "Problem",
    "RoundEntry",
    "Rulebook",
    "RulebookError",
    "Seat",
    "ToldRule",
    "Withdrawal",
    "contest_schema",
    "format_of",
    "formats",
    "load",
    "loads",
    "resolved_yaml",
    "rules_of",
    "rules_of_all",
]
