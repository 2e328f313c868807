"""Points by speed (越快得分越高): everybody answers every question on a device; right is worth less each second.

Decides that the worth falls evenly from `points` at once to `slowest` at the last moment, and is rounded as declared.
The times are those of the devices, typed in; a wrong answer's time means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from attrs.validators import ge, instance_of, le

from quizarena.blanks import Choice, Number, Option
from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.points import Number as Points
from quizarena.points import Rounding, exact
from quizarena.roster import Roster
from quizarena.rounds import Moment
from quizarena.rules import Seconds, scoring, shape
from quizarena.text import Text
from quizarena.values import evolve

from ..facts import QUIZ_FACTS, QuestionFact
from ..labels import desk_label
from ..moves import AT
from ..question import QuestionItem
from ..rules import SectionRules, answer_time_rule, items_rule, points_rule, questions_rule, wrong_rule
from ..rulings import rule_label
from ..state import Question, State, Try
from ..words import _
from ..worth import VERDICTS, offered
from .board import Board

_STEP = Decimal("0.01")


@attrs.frozen
class Timed(QuestionFact, type="quiz.timed", intent=Intent.RULING):
    """The verdict on every team's answer, right or wrong, and the seconds it took, by team."""

    at: datetime
    verdicts: Mapping[str, str] = attrs.field(hash=False)
    seconds: Mapping[str, Decimal] = attrs.field(hash=False)

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with every team's answer and its time."""
        tries = tuple(
            Try(team, seq, verdict=verdict, ruled=seq, used_ms=_milliseconds(self.seconds[team]))
            for team, verdict in self.verdicts.items()
        )
        return evolve(question, tries=tries, clock=question.clock.stopped(self.at))


def _milliseconds(seconds: Decimal) -> int:
    return Rounding(0).apply(exact(seconds) * 1_000).numerator


@attrs.frozen(cache_hash=True)
class SpeedScoredRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(10, _("how many questions, each for all teams"))
    points: Decimal = points_rule(1_000)
    slowest: Decimal = scoring(
        default=Decimal(500),
        validator=ge(Decimal(0)),
        help=_("points for a right answer at the very last moment"),
    )
    wrong: Decimal = wrong_rule(0)
    places: int = shape(
        default=0,
        validator=[instance_of(int), ge(0), le(6)],
        help=_("decimals a question's points are rounded to, half up"),
    )
    answer_time: Seconds = answer_time_rule(20)


class SpeedScored(Board):
    """Every question is for every team; a right answer is worth more the sooner it came."""

    name = "quiz.speed_scored"
    title = _("Points by speed")
    rules = SpeedScoredRules
    facts = (*QUIZ_FACTS, Timed)

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse also a slow answer that is worth more than a fast one."""
        yield from super().refuse(rules, roster, panel)
        if rules.slowest > rules.points:
            yield "slowest", _("expected at most {points}, found {found}", points=rules.points, found=rules.slowest)

    def full(self, question: Question, attempt: Try, rules: Any) -> Points:
        """Return what a right answer is worth after the time it took; never less than at the last moment."""
        fast, slow = exact(rules.points), exact(rules.slowest)
        share = min(Fraction(1), Fraction(attempt.used_ms, 1_000 * rules.answer_time))
        return Rounding(rules.places).apply(fast - (fast - slow) * share)

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the ruling on all answers, with their times."""
        names = tuple(Option(name, VERDICTS[name].label) for name in offered(moment.rules))
        most = Decimal(moment.rules.answer_time)
        blanks: list[Choice | Number] = []
        for team in moment.field.playing:
            podium = desk_label(moment.field, team.id)
            blanks.append(Choice(f"verdicts.{team.id}", names, podium))
            blanks.append(Number(f"seconds.{team.id}", _("{desk}: seconds", desk=podium), Decimal(0), most, _STEP))
        if blanks:
            yield Move(Timed, rule_label(question, moment), {"number": question.number}, blanks=(*blanks, AT))
