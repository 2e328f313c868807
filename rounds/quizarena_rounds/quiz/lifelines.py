"""Lifelines (场外求助, 免答权): a team may once ask for help, or hand its question to the other side.

Decides what each of them does to the question. Sources: tests/rulesets, CN03 (ask anyone in the room, the clock
restarts), CN20 (免答权: the other side must answer).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs
from attrs.validators import ge, instance_of, le

from quizarena.clocks import Clock
from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.rounds import Moment
from quizarena.rules import shape
from quizarena.text import Text
from quizarena.values import evolve, fast_init

from . import lines
from .facts import QuestionFact
from .labels import desk_label
from .state import FRESH, Question, State, Try
from .words import _
from .worth import VERDICTS, Verdict

Lifeline: TypeAlias = Literal["ask_the_room", "pass_over"]


@fast_init
@attrs.frozen
class Lifelines:
    """The teams that used a lifeline on a question: its own part."""

    teams: tuple[str, ...] = ()


@attrs.frozen
class LifelineUsed(QuestionFact, type="quiz.lifeline_used", intent=Intent.CALL):
    """A team uses a lifeline: the clock restarts, or the question passes `to` the other side."""

    team: str
    to: str = ""

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with its clock at the start, or as the other side's."""
        helped = question.with_own(Lifelines((*question.own(Lifelines).teams, self.team)))
        if not self.to:
            return evolve(helped, clock=Clock(0), extra_seconds=0, answered=False)
        spared = evolve(question.tries[-1], verdict="spared", ruled=seq)
        return evolve(helped, tries=(*question.tries[:-1], spared, Try(self.to, seq)), member="", **FRESH)


WITH_SPARED: Mapping[str, Verdict] = {
    **VERDICTS,
    "spared": Verdict(
        *(_("lifeline used"), _("SPARED"), _("S"), lines.spared),
        lambda number: _("Question {number}: lifeline", number=number),
        lambda section, question, attempt, rules: Fraction(0),
    ),
}
"""The verdicts of a section with lifelines: one of its own is left behind by them, nobody rules it."""


@attrs.frozen
class _Way:
    label: Callable[[Text], Text]
    passes: bool = False


_WAYS: Mapping[str, _Way] = {
    "ask_the_room": _Way(lambda podium: _("{desk}: lifeline, ask anybody here", desk=podium)),
    "pass_over": _Way(lambda podium: _("{desk}: lifeline, the other side answers", desk=podium), passes=True),
}


def lifelines_rule() -> Any:
    """Return the field for the number of lifelines."""
    return shape(
        default=0,
        validator=[instance_of(int), ge(0), le(20)],
        help=_("how many lifelines each team has"),
    )


def lifeline_rule(default: Lifeline) -> Any:
    """Return the field for what a lifeline does."""
    return shape(
        default=default,
        help=_("a lifeline: ask_the_room, anybody, and the clock restarts; pass_over, the other side has to answer"),
    )


def lifeline_moves(state: State, question: Question, opponent: str, moment: Moment) -> Iterator[Move]:
    """Yield the lifeline of the team that is answering, while it has one; a question is passed over only once."""
    who, way = question.answering, _WAYS[moment.rules.lifeline]
    if who is None or who.team in question.own(Lifelines).teams or _left(who.team, state, moment) <= 0:
        return
    if way.passes and (question.own(Lifelines).teams or not opponent):
        return
    yield Move(
        LifelineUsed,
        way.label(desk_label(moment.field, who.team)),
        identity={"number": question.number, "team": who.team},
        derived={"to": opponent if way.passes else ""},
        say=lines.spared(moment.field, who.team, 0),
    )


def _left(team: str, state: State, moment: Moment) -> int:
    most: int = moment.rules.lifelines
    return most - sum(question.own(Lifelines).teams.count(team) for question in state.questions)
