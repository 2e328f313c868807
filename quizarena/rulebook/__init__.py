"""Rulebooks: strict YAML becomes one frozen `Rulebook`, or every problem at once with its place.

`load(path)` and `loads(text)` read, `contest_schema()` is for editors; YAML is imported only when a text is read.
"""

from quizarena.errors import Problem, RulebookError

from .describe import RuleDescription, rules_of, rules_of_all
from .entries import Advance, RoundEntry
from .formats import Format, format_of, formats
from .load import load, loads
from .look import Look, Theme
from .model import About, Certificate, Preset, Reach, Rulebook, RuleInForce, Seat, Withdrawal
from .orders import OrderRule
from .schema import contest_schema
from .write import questions_yaml, resolved_yaml

__all__ = [
    "About",
    "Advance",
    "Certificate",
    "Format",
    "Look",
    "OrderRule",
    "Preset",
    "Problem",
    "Reach",
    "RoundEntry",
    "RuleDescription",
    "RuleInForce",
    "Rulebook",
    "RulebookError",
    "Seat",
    "Theme",
    "Withdrawal",
    "contest_schema",
    "format_of",
    "formats",
    "load",
    "loads",
    "questions_yaml",
    "resolved_yaml",
    "rules_of",
    "rules_of_all",
]
