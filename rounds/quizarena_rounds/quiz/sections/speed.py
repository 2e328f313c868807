"""Questions against the clock (限时速答): one team, one window of time, as many questions as it can; right ones count.

Decides that a window is ruled by two numbers typed in, how many were right and how many wrong; questions left when the
time is up count for nothing. Sources: tests/rulesets, CN11 (5 questions in 60 s), CN12 (15 in 40 s).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from quizarena.blanks import Number
from quizarena.facts import Intent
from quizarena.moves import Check, Move
from quizarena.panels import Panel
from quizarena.points import exact
from quizarena.roster import Roster
from quizarena.rounds import Moment
from quizarena.rules import Seconds
from quizarena.text import Text
from quizarena.values import evolve

from .. import lines
from ..facts import QUIZ_FACTS, QuestionFact
from ..in_turn import TurnSection
from ..moves import AT
from ..rules import SectionRules, items_rule, points_rule, window_rule, wrong_rule
from ..rulings import rule_label, void_ruling
from ..state import Question, State, Try, spent
from ..turns import Turn, Turns, turns_rule
from ..words import _
from ..worth import VERDICTS, Verdict, Worth


@attrs.frozen
class Counted(QuestionFact, type="quiz.counted", intent=Intent.RULING):
    """A window is over: so many of its answers were right, so many wrong."""

    at: datetime
    right: int
    wrong: int

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with its answers counted; one that has lost its team stays as it is."""
        if not question.tries:
            return question
        used = spent(question, self.at)
        turn = evolve(question.tries[-1], verdict="counted", ruled=seq, got=Decimal(self.right), of=self.wrong, **used)
        return evolve(question, tries=(*question.tries[:-1], turn), clock=question.clock.stopped(self.at))


def _worth(section: Worth, question: Question, attempt: Try, rules: Any) -> Fraction:
    right, wrong = exact(section.full(question, attempt, rules)), exact(section.loss(question, attempt, rules))
    return exact(attempt.got or 0) * right + attempt.of * wrong


_VERDICTS: Mapping[str, Verdict] = {
    **VERDICTS,
    "counted": Verdict(
        *(_("answers counted"), _("TIME"), _("C"), lines.counted),
        lambda number: _("Turn {number}: answers counted", number=number),
        _worth,
    ),
}
"""Nobody rules `counted`: it follows from numbers typed in."""


@attrs.frozen(cache_hash=True)
class SpeedRules(SectionRules):
    """What an organiser may set."""

    per_team: int = items_rule(1, _("how many windows each team has"))
    turns: Turns = turns_rule()
    items: int = items_rule(15, _("the most questions in a window"))
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(0)
    window: Seconds = window_rule(60)


class Speed(TurnSection):
    """The host reads on without a pause until the time is up; the texts stand on the host's cards."""

    name = "quiz.speed"
    title = _("Against the clock")
    rules = SpeedRules
    facts = (*QUIZ_FACTS, Counted)
    verdicts = _VERDICTS
    phases = ("ask", "answer", "complete", "rule", "next")

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse nothing: there is no bank that could be too small."""
        yield from ()

    def steps(self, rules: Any) -> tuple[str, ...]:
        """Return the steps of the rail."""
        return self.phases

    def pick(self, turn: Turn, state: State, moment: Moment) -> Move | None:
        """Return nothing: there are no packs."""
        return None

    def answer_time(self, question: Question, rules: Any) -> int:
        """Return the length of the window."""
        seconds: int = rules.window
        return seconds

    def rulings(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the count, and void."""
        most = Decimal(moment.rules.items)
        right = Number("right", _("right answers"), Decimal(0), most, whole=True)
        wrong = Number("wrong", _("wrong answers"), Decimal(0), most, whole=True)
        given = {"number": question.number}
        check = _no_more_than(moment.rules.items)
        yield Move(Counted, rule_label(question, moment), given, blanks=(right, wrong, AT), check=check)
        yield void_ruling(question, moment)

    def at_stake(self, question: Question, moment: Moment) -> tuple[None, None]:
        """Return nothing: a window has many answers."""
        return None, None


def _no_more_than(items: int) -> Check:
    def check(fact: Any) -> Text | None:
        found = fact.right + fact.wrong
        return (
            None if found <= items else _("expected at most {items} answers, found {found}", items=items, found=found)
        )

    return check
