"""Rulebooks: strict YAML becomes one frozen `Rulebook`, or every problem at once with its place.

`load(path)` and `loads(text)` read, `contest_schema()` is for editors; YAML is imported only when a text is read.
"""

from quizarena.errors import Problem, RulebookError

from .amend import reach_of_rule, role_of_rule, rule_in_force, rules_below, rules_in_force, with_rule
from .describe import RuleDescription, rules_of, rules_of_all
from .entries import Advance, RoundEntry, Table, taking_part
from .format_files import Format, format_of, formats
from .loading import load, loads, of_resolved
from .look import Look, Theme
from .model import About, Certificate, Preset, Reach, Rulebook, RuleInForce, Seat, Withdrawal
from .orders import OrderRule
from .schema import contest_schema
from .write import questions_yaml, resolved_mapping, resolved_yaml

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
    "Table",
    "Theme",
    "Withdrawal",
    "contest_schema",
    "format_of",
    "formats",
    "load",
    "loads",
    "of_resolved",
    "questions_yaml",
    "reach_of_rule",
    "resolved_mapping",
    "resolved_yaml",
    "role_of_rule",
    "rule_in_force",
    "rules_below",
    "rules_in_force",
    "rules_of",
    "rules_of_all",
    "taking_part",
    "with_rule",
]
