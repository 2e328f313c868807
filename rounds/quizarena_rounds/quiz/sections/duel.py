"""Duels (对战题): the teams pair by their standing, first against second, and answer sets of questions.

Decides the pairs and who picks whose set. The pairs are taken from the totals when the round begins, as a fact. Source:
tests/rulesets, CN03 (1v2 and 3v4; the lower-scoring team draws the set for its opponent).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.roster import Team
from quizarena.rounds import Moment
from quizarena.rules import Seconds, shape
from quizarena.values import fast_init

from .. import lines
from ..facts import QUIZ_FACTS, QuizFact
from ..in_turn import TurnSection
from ..lifelines import WITH_SPARED, Lifeline, LifelineUsed, lifeline_moves, lifeline_rule, lifelines_rule
from ..packs import Packs, pack_picked_by, packs_rule
from ..question import QuestionItem
from ..rules import (
    SectionRules,
    answer_time_rule,
    foul_rule,
    passed_rule,
    per_team_rule,
    points_rule,
    questions_rule,
    wrong_rule,
)
from ..state import Question, State
from ..turns import Turn, Turns, first_of, turns_rule
from ..words import _

Pick: TypeAlias = Literal["team", "opponent", "lower"]
Pair: TypeAlias = tuple[Team, ...]


@fast_init
@attrs.frozen
class Pairs:
    """The teams in the order by which they meet: a part of the state of sections that pair teams."""

    order: tuple[str, ...] = ()


@attrs.frozen
class Paired(QuizFact, type="quiz.paired", intent=Intent.DRAW):
    """Who meets whom: neighbours in `order` do or, where everybody meets everybody, it numbers the teams."""

    order: tuple[str, ...]

    def apply(self, state: State, seq: int) -> State:
        """Return the state with the pairs."""
        return state.with_own(Pairs(self.order))


_BY: Mapping[str, Callable[[Team, Pair], Team]] = {
    "team": lambda team, pair: team,
    "opponent": lambda team, pair: next((each for each in pair if each.id != team.id), team),
    "lower": lambda team, pair: pair[-1],
}


@attrs.frozen(cache_hash=True)
class DuelRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    per_team: int = per_team_rule(5)
    turns: Turns = turns_rule()
    packs: Packs = packs_rule()
    pick: Pick = shape(
        default="opponent",
        help=_("who picks a team's set: the team, its opponent, or the lower of the two"),
    )
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(-10)
    foul: Decimal | None = foul_rule()
    passed: Decimal | None = passed_rule()
    lifelines: int = lifelines_rule()
    lifeline: Lifeline = lifeline_rule("ask_the_room")
    answer_time: Seconds = answer_time_rule(10)


class Duel(TurnSection):
    """Pair after pair, each with its questions; an odd team at the end answers alone."""

    name = "quiz.duel"
    title = _("Duels")
    rules = DuelRules
    facts = (*QUIZ_FACTS, Paired, LifelineUsed)
    verdicts = WITH_SPARED

    def steps(self, rules: Any) -> tuple[str, ...]:
        """Return the steps of the rail, the pairing first."""
        return ("pair", *super().steps(rules))

    def phase(self, state: State, moment: Moment) -> str:
        """Return where on the rail the section stands."""
        return super().phase(state, moment) if _order(state) else "pair"

    def asking_moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield the pairing, then the questions."""
        if _order(state):
            yield from super().asking_moves(state, moment)
        elif moment.field.playing:
            yield self._pairing(moment)

    def _pairing(self, moment: Moment) -> Move:
        totals = moment.so_far.totals
        ranked = sorted(moment.field.playing, key=lambda team: -totals.get(team.id, Fraction(0)))
        order = tuple(team.id for team in ranked)
        return Move(
            Paired,
            _("Pair the teams by their standing"),
            derived={"order": order},
            say=lines.paired(moment.field, order),
            gesture="next",
        )

    def waiting(self, state: State, moment: Moment) -> Iterator[str]:
        """Let no turn be put off: the pairs are drawn."""
        return iter(())

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question of the first pair that has not had all of its."""
        had = state.numbers_by_team
        for pair in _pairs(state, moment):
            waiting = [team for team in pair if had[team.id] < moment.rules.per_team]
            if waiting:
                team = first_of(waiting, had, moment.rules.turns)
                return self.turn_of(team, had[team.id], state)
        return None

    def pick(self, turn: Turn, state: State, moment: Moment) -> Move | None:
        """Return the move that picks the team's set."""
        pair = _pair_of(turn.team, state, moment)
        by = _BY[moment.rules.pick](moment.field.team(turn.team), pair)
        return pack_picked_by(by.id, turn, state, moment)

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the lifeline."""
        who = question.answering
        pair = () if who is None else _pair_of(who.team, state, moment)
        opponent = next((team.id for team in pair if who is not None and team.id != who.team), "")
        yield from lifeline_moves(state, question, opponent, moment)


def _order(state: State) -> tuple[str, ...]:
    return state.own(Pairs).order


def _pairs(state: State, moment: Moment) -> Iterator[Pair]:
    order = [moment.field.team(team) for team in _order(state)]
    for first in range(0, len(order), 2):
        yield tuple(team for team in order[first : first + 2] if team.plays)


def _pair_of(team: str, state: State, moment: Moment) -> Pair:
    return next((pair for pair in _pairs(state, moment) if team in [each.id for each in pair]), ())
