"""King of the hill (擂台赛): the champion meets a challenger of its own choice; who is wrong first is out.

Decides champion and challenger of each duel and places by the order of going out. Source: tests/rulesets, CN20: the
first champion by lot (first in running order), the opponent chosen by the champion, one 免答权 a team. The source does
not say who answers first nor when a duel without a wrong answer ends; both are rules here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.blanks import Choice, Option
from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.points import Number
from quizarena.roster import Roster, Team
from quizarena.rounds import Moment
from quizarena.rules import Seconds, shape
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.text import Text
from quizarena.values import fast_init

from .. import lines
from ..bank import refuse_bank
from ..facts import QUIZ_FACTS, QuizFact
from ..labels import desk_label
from ..lifelines import WITH_SPARED, Lifeline, LifelineUsed, lifeline_moves, lifeline_rule, lifelines_rule
from ..question import QuestionItem
from ..rules import SectionRules, answer_time_rule, items_rule, points_rule, questions_rule
from ..section import Section
from ..state import Question, State, Try
from ..turns import Turn
from ..words import _

First: TypeAlias = Literal["challenger", "champion"]


@fast_init
@attrs.frozen
class Bout:
    """A duel, from its first question."""

    number: int
    champion: str
    challenger: str
    seq: int


@fast_init
@attrs.frozen
class Bouts:
    """The duels so far: the section's own part of the state."""

    all: tuple[Bout, ...] = ()


@attrs.frozen
class Challenged(QuizFact, type="quiz.challenged", intent=Intent.CALL):
    """The champion has chosen its challenger; the duel's first question is `number`."""

    number: int
    champion: str
    challenger: str

    def apply(self, state: State, seq: int) -> State:
        """Return the state with one more duel."""
        bout = Bout(self.number, self.champion, self.challenger, seq)
        return state.with_own(Bouts((*_bouts(state), bout)))


@attrs.frozen(cache_hash=True)
class KingRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(10, _("the most questions of a duel; then the champion stays"))
    first: First = shape(default="challenger", help=_("who answers first in a duel"))
    points: Decimal = points_rule(1)
    lifelines: int = lifelines_rule()
    lifeline: Lifeline = lifeline_rule("pass_over")
    answer_time: Seconds = answer_time_rule(20)


_SIDES: Mapping[str, Callable[[Bout], tuple[str, str]]] = {
    "challenger": lambda bout: (bout.challenger, bout.champion),
    "champion": lambda bout: (bout.champion, bout.challenger),
}


class King(Section):
    """Each team scores for every team that goes out before it, so that the last one left is first."""

    name = "quiz.king"
    title = _("King of the hill")
    rules = KingRules
    facts = (*QUIZ_FACTS, Challenged, LifelineUsed)
    verdicts = WITH_SPARED
    unit = _("duel")
    phases = ("pick", "ask", "answer", "complete", "show", "rule", "next")

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank with less than a question for each duel."""
        yield from refuse_bank(rules.questions, len(roster.teams) - 1)

    def begun(self, state: State) -> int | None:
        """Return the record that began the last duel."""
        return _bouts(state)[-1].seq if _bouts(state) else None

    def then(self, question: Question, state: State, moment: Moment) -> Moment:
        """Return the moment of a question: under the rules of its duel's beginning."""
        return moment.of(next(bout.seq for bout in reversed(_bouts(state)) if bout.number <= question.number))

    def loss(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return nothing: who is wrong is out, that is all."""
        return 0

    def full(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return nothing: right answers keep a team in."""
        return 0

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question of the duel, or a number without a team while a challenger is to be chosen."""
        hill = Hill.of(state, moment)
        number = len(state.latest) + 1
        if hill.bout is None:
            return Turn(number) if len(hill.left) > 1 else None
        sides = _SIDES[moment.rules.first](hill.bout)
        return Turn(number, sides[(number - hill.bout.number) % 2])

    def planned(self, state: State, moment: Moment) -> int:
        """Return the numbers asked, and one for each duel to come."""
        hill = Hill.of(state, moment)
        return len(state.latest) + max(0, len(hill.left) - 1)

    def owed(self, state: State, moment: Moment) -> Turn | None:
        """Return a void question's replacement while its duel goes on."""
        owed, hill = super().owed(state, moment), Hill.of(state, moment)
        return owed if owed is not None and hill.bout is not None and owed.number >= hill.bout.number else None

    def pick(self, turn: Turn, state: State, moment: Moment) -> Move | None:
        """Return the champion's choice of a challenger."""
        if turn.team:
            return None
        hill = Hill.of(state, moment)
        options = tuple(
            Option(team.id, desk_label(moment.field, team.id), team=team.id)
            for team in hill.left
            if team.id != hill.champion
        )
        return Move(
            Challenged,
            _("{desk} chooses its challenger", desk=desk_label(moment.field, hill.champion)),
            identity={"number": turn.number},
            derived={"champion": hill.champion},
            blanks=(Choice("challenger", options, _("team")),),
            check=_not_itself,
            say=lines.challenge(moment.field, hill.champion),
        )

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the lifeline."""
        bout, who = _bouts(state)[-1], question.answering
        if who is not None:
            other = bout.challenger if who.team == bout.champion else bout.champion
            opponent = other if moment.field.team(other).plays else ""
            yield from lifeline_moves(state, question, opponent, moment)

    def scores(self, state: State, moment: Moment) -> Mapping[str, Score]:
        """Return the points for every team that went out before."""
        parts: dict[str, list[Score]] = {team.id: [] for team in moment.field.teams}
        gone: set[str] = set()
        for loser, record, begun in Hill.of(state, moment).out:
            gone.add(loser)
            then = moment.of(begun)
            lost = then.noted(leaf(then.rules.points, _("{team} goes out", team=moment.field.team(loser).name), record))
            for team, leaves in parts.items():
                if team not in gone:
                    leaves.append(lost)
        return {team: combine(SUM, moment.title, leaves) for team, leaves in parts.items()}


def _not_itself(fact: Any) -> Text | None:
    return _("a champion cannot challenge itself") if fact.challenger == fact.champion else None


def _bouts(state: State) -> tuple[Bout, ...]:
    return state.own(Bouts).all


@attrs.frozen
class Hill:
    """How the duels stand: who is champion, who is left, and the duel that is on.

    `out` are those who went out, each with the record by which, and the one that began their duel.
    """

    champion: str
    left: tuple[Team, ...]
    out: tuple[tuple[str, int, int], ...]
    bout: Bout | None

    @classmethod
    def of(cls, state: State, moment: Moment) -> Hill:
        """Return how they stand, from the questions in their order; a team that leaves has lost its duel."""
        champion, on = "", None
        out: list[tuple[str, int, int]] = []
        for bout, questions in _questions_by_bout(state):
            champion, on = bout.champion, bout
            lost = _lost(bout, questions, moment)
            if lost is not None:
                out.append((*lost, bout.seq))
                champion, on = (bout.challenger if lost[0] == bout.champion else bout.champion), None
        gone = {team for team, _record, _begun in out}
        left = tuple(team for team in moment.field.playing if team.id not in gone)
        if champion not in {team.id for team in left}:
            champion = left[0].id if left else ""
        return cls(champion, left, tuple(out), on)


def _questions_by_bout(state: State) -> Iterator[tuple[Bout, list[Question]]]:
    bouts = _bouts(state)
    ends = [*(bout.number for bout in bouts[1:]), None]
    latest = state.latest
    for bout, end in zip(bouts, ends, strict=False):
        yield bout, [latest[number] for number in sorted(latest) if bout.number <= number and (not end or number < end)]


def _lost(bout: Bout, questions: list[Question], moment: Moment) -> tuple[str, int] | None:
    """Return who lost a duel and the record by which, None while it goes on."""
    for side in (bout.champion, bout.challenger):
        if not moment.field.team(side).plays:
            return side, bout.seq
    for question in questions:
        wrong = next((each for each in question.tries if each.verdict == "wrong"), None)
        if wrong is not None:
            return wrong.team, wrong.ruled or question.seq
    settled = [question for question in questions if question.right]
    if len(settled) >= moment.rules.items:
        return bout.challenger, settled[-1].tries[-1].ruled or bout.seq
    return None
