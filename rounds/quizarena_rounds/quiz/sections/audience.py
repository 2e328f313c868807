"""Audience questions (观众互动题): somebody in the hall answers, for fun or for a team.

Decides whose supporters answer and thereby who gets the points. Sources: tests/rulesets, CN01 (counts for nobody), CN26
(the lowest team's supporters; points for and against a bloc).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.blanks import Option
from quizarena.moves import Move
from quizarena.roster import Team
from quizarena.rounds import Moment
from quizarena.rules import Seconds, shape

from ..buzzing import BuzzSection
from ..course import AUDIENCE
from ..facts import Called
from ..moves import call_up
from ..question import QuestionItem
from ..rules import SectionRules, answer_time_rule, items_rule, points_rule, questions_rule, wrong_rule
from ..state import Question, State
from ..turns import Turn
from ..words import _

Bloc: TypeAlias = Literal["nobody", "each", "lowest", "any"]
Find: TypeAlias = Callable[[State, Moment], "Team | None"]


@attrs.frozen
class _Bloc:
    """Whose supporters answer: `team` finds it, by the standings where `called`; `claims` lets the desk say it."""

    team: Find = lambda state, moment: None
    called: bool = False
    claims: bool = False


def _in_turn(state: State, moment: Moment) -> Team | None:
    had = state.numbers_by_team
    return min(moment.field.playing, key=lambda team: had[team.id], default=None)


def _lowest(state: State, moment: Moment) -> Team | None:
    totals = moment.so_far.totals
    return min(moment.field.playing, key=lambda team: totals.get(team.id, Fraction(0)), default=None)


_BLOCS: Mapping[str, _Bloc] = {
    "nobody": _Bloc(),
    "each": _Bloc(_in_turn),
    "lowest": _Bloc(_lowest, called=True),
    "any": _Bloc(claims=True),
}


@attrs.frozen(cache_hash=True)
class AudienceRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(3, _("how many questions"))
    bloc: Bloc = shape(
        default="nobody",
        help=_(
            "who gets the points: nobody; each team's supporters in turn; those of the lowest team; any, as the "
            "host sees"
        ),
    )
    points: Decimal = points_rule(0)
    wrong: Decimal = wrong_rule(0)
    answer_time: Seconds = answer_time_rule(30)


class Audience(BuzzSection):
    """One answer to a question, from the hall."""

    name = "quiz.audience"
    title = _("Audience questions")
    rules = AudienceRules
    phases = ("ask", "answer", "complete", "show", "rule", "next")

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question, to the team whose supporters answer."""
        number = len(state.latest) + 1
        if number > moment.rules.items or not moment.field.playing:
            return None
        bloc, call = _BLOCS[moment.rules.bloc], state.pick(Called, number)
        if bloc.called:
            return Turn(number, "" if call is None else call.team)
        team = bloc.team(state, moment)
        return Turn(number, "" if team is None else team.id)

    def pick(self, turn: Turn, state: State, moment: Moment) -> Move | None:
        """Return the call of the team the standings name."""
        bloc = _BLOCS[moment.rules.bloc]
        team = bloc.team(state, moment) if bloc.called and not turn.team else None
        return None if team is None else call_up(turn.number, team.id, (), moment)

    def steps(self, rules: Any) -> tuple[str, ...]:
        """Return the steps of the rail, the call where the standings decide."""
        return ("pick", *self.phases) if _BLOCS[rules.bloc].called else self.phases

    def advances_play(self, question: Question, moment: Moment) -> bool:
        """Whether the question is still to be answered: one answer ends it."""
        return not question.tries

    def is_buzzing(self, question: Question, moment: Moment) -> bool:
        """Whether buzzers are open: there are none in the hall."""
        return False

    def limit(self, question: Question, rules: Any) -> int:
        """Return the time to answer."""
        return self.time_to_answer(question, rules)

    def unanswered(self, question: Question, moment: Moment) -> tuple[Option, ...]:
        """Return what becomes of a question that is nobody's."""
        return AUDIENCE

    def may_buzz_now(self, question: Question, moment: Moment) -> bool:
        """Whether the desk may say whose supporter answers."""
        return True

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield whose supporter answers, where that is for the host to see."""
        if _BLOCS[moment.rules.bloc].claims:
            yield from super().more_moves(state, question, moment)
