"""What a verdict is called, what the host says to it and what it is worth: one entry each, found by its name.

Decides nothing about who may give which verdict: a section offers those whose points its rules declare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from quizarena.blanks import Gesture, Option
from quizarena.points import Number, exact
from quizarena.roster import Field
from quizarena.rounds import Moment
from quizarena.text import Text
from quizarena.values import evolve

from . import lines
from .partial import PARTIALS
from .state import Question, Try
from .words import _

if TYPE_CHECKING:
    from .section import Section

Worth: TypeAlias = Callable[["Section", Question, Try, Any], Number]
Line: TypeAlias = Callable[[Field, str, Number], Text]


@attrs.frozen
class Verdict:
    """A ruling on an answer: its label for the desk, the word for the hall, the host's line, its worth.

    `rule` is the one that has to give its points.
    """

    label: Text
    word: Text
    line: Line
    worth: Worth
    rule: str = ""
    gesture: Gesture | None = None


def _ruled_by(rule: str) -> Worth:
    """Return the worth that is what the rule of that name says."""

    def worth(section: Section, question: Question, attempt: Try, rules: Any) -> Number:
        points: Number = getattr(rules, rule)
        return points

    return worth


def _partial(section: Section, question: Question, attempt: Try, rules: Any) -> Fraction:
    return PARTIALS[rules.partial].worth(exact(section.full(question, attempt, rules)), attempt)


def _counted(section: Section, question: Question, attempt: Try, rules: Any) -> Fraction:
    right, wrong = exact(section.full(question, attempt, rules)), exact(section.loss(question, attempt, rules))
    return exact(attempt.got or 0) * right + attempt.of * wrong


VERDICTS: Mapping[str, Verdict] = {
    "right": Verdict(_("right"), _("RIGHT"), lines.right, lambda s, q, t, rules: s.full(q, t, rules), gesture="yes"),
    "wrong": Verdict(_("wrong"), _("WRONG"), lines.wrong, lambda s, q, t, rules: s.loss(q, t, rules), gesture="no"),
    "power": Verdict(_("right before the power mark"), _("RIGHT"), lines.right, _ruled_by("power"), rule="power"),
    "neg": Verdict(_("wrong, interrupting"), _("WRONG"), lines.wrong, _ruled_by("neg"), rule="neg"),
    "wrong_last": Verdict(
        _("wrong, and nobody else knew"), _("WRONG"), lines.wrong, lambda s, q, t, rules: s.loss(q, t, rules)
    ),
    "neg_last": Verdict(_("wrong, interrupting, and nobody else knew"), _("WRONG"), lines.wrong, _ruled_by("neg")),
    "partial": Verdict(_("partly right"), _("PARTLY RIGHT"), lines.partial, _partial),
    "foul": Verdict(_("foul: prompting"), _("FOUL"), lines.prompted, _ruled_by("foul"), rule="foul"),
    "late": Verdict(_("late start"), _("TOO LATE"), lines.late, _ruled_by("late_start"), rule="late_start"),
    "passed": Verdict(_("passes"), _("PASS"), lines.passes, _ruled_by("passed"), rule="passed", gesture="none"),
    "counted": Verdict(_("answers counted"), _("TIME"), lines.counted, _counted),
    "spared": Verdict(_("lifeline used"), _("SPARED"), lines.spared, lambda s, q, t, rules: Fraction(0)),
}
"""The verdicts on an answer. Nobody rules `counted`, which follows from numbers typed in, nor `spared`, which is what a
lifeline leaves behind."""


_RULES = {name: verdict.rule for name, verdict in VERDICTS.items() if verdict.rule}


def offered(rules: Any) -> list[str]:
    """Return the verdicts of one click: right, wrong, and those whose points the rules declare."""
    return ["right", "wrong", *(name for name, rule in _RULES.items() if getattr(rules, rule) is not None)]


def option(section: Section, question: Question, attempt: Try, name: str, moment: Moment) -> Option:
    """Return the option that rules `name` on an answer, with the host's line for it."""
    verdict = VERDICTS[name]
    worth = section.worth(question, evolve(attempt, verdict=name), moment.rules)
    say = verdict.line(moment.field, attempt.team, Fraction(0) if moment.play_off else worth)
    return Option(name, verdict.label, gesture=verdict.gesture, say=say)
