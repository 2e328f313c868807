"""Survival (一站到底, 个人淘汰): everybody holds a stake, answers one after another, and is out when it is gone.

Decides who is still in, when the field is cut and how a tie at the cut is separated: by questions that do not count,
pass after pass among those who are tied. A late entrant begins level with the leader. A cut is a fact, so that a later
correction changes points and never who was sent home. Cuts and the stake shape the play: they are fixed once it begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs
from attrs.validators import ge, instance_of, le

from quizarena.errors import RuleError
from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.points import exact
from quizarena.roster import Roster, Team
from quizarena.rounds import Moment
from quizarena.rules import Seconds, TeamId, shape
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.text import Text
from quizarena.values import evolve, fast_init

from .. import lines
from ..bank import refuse_bank
from ..facts import QUIZ_FACTS, QuizFact
from ..labels import desk_label
from ..question import QuestionItem
from ..rules import MOST_QUESTIONS, SectionRules, answer_time_rule, items_rule, questions_rule
from ..section import Section
from ..state import State
from ..turns import Turn
from ..words import _

Places: TypeAlias = Literal["stake", "outlasted"]


@fast_init
@attrs.frozen
class SentHome:
    """Who went out at a cut, and by which record."""

    after: int
    out: tuple[str, ...]
    seq: int


@fast_init
@attrs.frozen
class Survivors:
    """The cuts made, and the late entrants with their stakes: the section's own part of the state."""

    cuts: tuple[SentHome, ...] = ()
    entered: tuple[tuple[str, Decimal, int], ...] = ()


@attrs.frozen
class FieldCut(QuizFact, type="quiz.field_cut", intent=Intent.STEP):
    """After so many questions the lowest go out."""

    after: int
    out: tuple[str, ...]

    def apply(self, state: State, seq: int) -> State:
        """Return the state with one more cut."""
        own = state.own(Survivors)
        return state.with_own(evolve(own, cuts=(*own.cuts, SentHome(self.after, self.out, seq))))


@attrs.frozen
class Entered(QuizFact, type="quiz.entered", intent=Intent.CALL):
    """A late entrant comes in with this stake: the leader's."""

    team: str
    stake: Decimal

    def apply(self, state: State, seq: int) -> State:
        """Return the state with one more entrant."""
        own = state.own(Survivors)
        return state.with_own(evolve(own, entered=(*own.entered, (self.team, self.stake, seq))))


@attrs.frozen(cache_hash=True)
class Cut:
    """After `after` questions only the best `keep` stay."""

    after: int = shape(validator=[instance_of(int), ge(1), le(MOST_QUESTIONS)], help=_("after how many questions"))
    keep: int = shape(validator=[instance_of(int), ge(1), le(100)], help=_("how many stay"))


def _rising(instance: object, attribute: attrs.Attribute[Any], value: tuple[Cut, ...]) -> None:
    steps = [(cut.after, -cut.keep) for cut in value]
    if steps != sorted(set(steps)) or [cut.keep for cut in value] != sorted({cut.keep for cut in value}, reverse=True):
        raise RuleError(_("expected each cut after more questions than the one before, and keeping fewer"))


def _stake_rule(default: int, words: Text) -> Any:
    return shape(default=Decimal(default), help=words)


@attrs.frozen(cache_hash=True)
class SurvivalRules(SectionRules):
    """What an organiser may set; what decides who is in cannot be amended once the round has begun."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(60, _("the most questions"))
    start: Decimal = _stake_rule(3, _("the stake everybody begins with"))
    points: Decimal = _stake_rule(1, _("points for a right answer"))
    wrong: Decimal = _stake_rule(-1, _("points for a wrong answer: 0, or negative"))
    out_at: Decimal = _stake_rule(0, _("who falls to this is out"))
    cuts: tuple[Cut, ...] = shape(default=(), validator=_rising, help=_("cuts of the field"))
    late: tuple[TeamId, ...] = shape(default=(), help=_("late entrants, who come in level with the leader"))
    places: Places = shape(
        default="stake",
        help=_("the score: the stake, or one point for everybody who is outlasted, those left by their stakes"),
    )
    answer_time: Seconds = answer_time_rule(10)


class Survival(Section):
    """One question each, in running order; over when one is left or the questions are done."""

    name = "quiz.survival"
    title = _("Survival")
    rules = SurvivalRules
    facts = (*QUIZ_FACTS, FieldCut, Entered)

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank without a question for everybody, a stake that is gone before it begins, strangers."""
        yield from refuse_bank(rules.questions, len(roster.teams))
        if not rules.wrong <= 0 < rules.points:
            yield "wrong", _("expected points above 0, and wrong 0 or below")
        if rules.start <= rules.out_at:
            yield "start", _("expected a stake above {out_at}, where everybody is out", out_at=rules.out_at)
        strangers = [each for each in rules.late if each not in {team.id for team in roster.teams}]
        if strangers:
            yield "late", _("{id} takes no part in this round", id=strangers[0])

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question: one that separates a tie at a cut, or the next contender's."""
        number, held = len(state.latest) + 1, Held.of(state, moment)
        if held.cut is not None:
            return Turn(number, held.separating, unscored=True) if held.separating else None
        if len(held.left) < 2 or held.asked >= moment.rules.items:
            return None
        return Turn(number, _after_the_last(state, held.left, moment))

    def planned(self, state: State, moment: Moment) -> int:
        """Return the most numbers there can be."""
        extra = sum(question.unscored for question in state.latest.values())
        return int(moment.rules.items) + extra

    def asking_moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield the cut that is due, the questions, and the door for late entrants."""
        held = Held.of(state, moment)
        if held.cut is not None and not held.separating and self.owed(state, moment) is None:
            yield _cutting(held, moment)
        yield from super().asking_moves(state, moment)
        yield from _entering(state, held, moment)

    def scores(self, state: State, moment: Moment) -> Mapping[str, Score]:
        """Return the stake of everybody who has come in, or what the rules make of it."""
        stakes = _stakes(super().scores(state, moment), state, moment)
        return _SCORES[moment.rules.places](stakes, state, moment)


def _after_the_last(state: State, left: Sequence[Team], moment: Moment) -> str:
    """Return who follows in running order, among those left, the one who was asked last for points."""
    ids = [team.id for team in moment.field.teams]
    last = next((q.team for n, q in sorted(state.latest.items(), reverse=True) if not q.unscored), ids[-1])
    start = ids.index(last) + 1
    still = {team.id for team in left}
    return next(team for team in [*ids[start:], *ids[:start]] if team in still)


def _entering(state: State, held: Held, moment: Moment) -> Iterator[Move]:
    inside = {team for team, _stake, _seq in state.own(Survivors).entered}
    leader = max((held.stakes[team.id] for team in held.left), default=exact(moment.rules.start))
    for team in moment.field.playing:
        if team.id in moment.rules.late and team.id not in inside:
            label = _("{desk} comes in level with the leader", desk=desk_label(moment.field, team.id))
            stake = Decimal(leader.numerator) / leader.denominator
            yield Move(Entered, label, {"team": team.id}, derived={"stake": stake}, aside=True)


def _cutting(held: Held, moment: Moment) -> Move:
    cut = held.cut
    assert cut is not None
    return Move(
        FieldCut,
        _("Cut the field: {count} stay", count=cut.keep),
        identity={"after": cut.after},
        derived={"out": held.below},
        say=lines.sent_home(moment.field, held.below),
        gesture="next",
    )


@attrs.frozen
class Held:
    """How the field stands: who is left with which stake, how many questions counted, and the cut that is due.

    `below` are those who go out at it; while a tie has to be separated first, `separating` is who is asked next.
    """

    left: tuple[Team, ...]
    stakes: Mapping[str, Fraction] = attrs.field(hash=False)
    asked: int
    cut: Cut | None = None
    below: tuple[str, ...] = ()
    separating: str = ""

    @classmethod
    def of(cls, state: State, moment: Moment) -> Held:
        """Return how it stands."""
        survival = state.own(Survivors)
        stakes = _stakes_now(state, moment)
        home = {team for cut in survival.cuts for team in cut.out}
        left = tuple(
            team
            for team in moment.field.playing
            if team.id in stakes and team.id not in home and stakes[team.id] > moment.rules.out_at
        )
        counted = sum(not question.unscored for question in state.latest.values())
        held = cls(left, stakes, counted)
        cut = _cut_due(survival, moment.rules.cuts, counted)
        return held if cut is None or len(left) <= cut.keep else _at_the_cut(held, cut, state)


def _cut_due(state: Survivors, cuts: tuple[Cut, ...], asked: int) -> Cut | None:
    made = {cut.after for cut in state.cuts}
    return next((cut for cut in cuts if cut.after <= asked and cut.after not in made), None)


def _at_the_cut(held: Held, cut: Cut, state: State) -> Held:
    """Return how it stands at a cut: who goes out, or who has to be asked before that can be said."""
    ranked = sorted((held.stakes[team.id] for team in held.left), reverse=True)
    edge = ranked[cut.keep - 1]
    above = sum(stake > edge for stake in ranked)
    tied = [team.id for team in held.left if held.stakes[team.id] == edge]
    below = tuple(team.id for team in held.left if held.stakes[team.id] < edge)
    out, waits = _separated(tied, cut.keep - above, _extra(state))
    return evolve(held, cut=cut, below=(*below, *out), separating=waits)


def _extra(state: State) -> dict[str, list[bool]]:
    """Return each one's answers, right or not, to the unscored questions since the last cut."""
    cuts = state.own(Survivors).cuts
    since = cuts[-1].seq if cuts else -1
    found: dict[str, list[bool]] = {}
    for question in state.latest.values():
        if question.unscored and question.seq > since and not question.voided and question.answering is None:
            found.setdefault(question.team, []).append(question.right)
    return found


def _separated(tied: list[str], room: int, answers: Mapping[str, list[bool]]) -> tuple[tuple[str, ...], str]:
    """Return who of the tied goes out, or who has to be asked next (empty: nobody), `room` being for how many.

    In each pass everybody still tied is asked once; those right stand above those wrong.
    """
    out: tuple[str, ...] = ()
    nth = 0
    while room and len(tied) > room:
        missing = next((team for team in tied if len(answers.get(team, ())) <= nth), None)
        if missing is not None:
            return out, missing
        right = [team for team in tied if answers[team][nth]]
        wrong = [team for team in tied if not answers[team][nth]]
        if len(right) > room:
            out, tied = (*wrong, *out), right
        else:
            room, tied = room - len(right), wrong
        nth += 1
    return (out if room else (*tied, *out)), ""


def _stakes_now(state: State, moment: Moment) -> dict[str, Fraction]:
    """Return everybody's stake, by the questions that counted; late entrants once they are in."""
    rules = moment.rules
    stakes = {team.id: exact(rules.start) for team in moment.field.teams if team.id not in rules.late}
    stakes |= {team: exact(stake) for team, stake, _seq in state.own(Survivors).entered}
    for question in state.questions:
        for each in question.tries if not question.unscored else ():
            if each.verdict and each.team in stakes:
                stakes[each.team] += exact(rules.points if each.verdict == "right" else rules.wrong)
    return stakes


def _stakes(answers: Mapping[str, Score], state: State, moment: Moment) -> dict[str, Score]:
    """Return the answers' points on top of the stake each came in with."""
    began = {team.id: (moment.rules.start, None) for team in moment.field.teams if team.id not in moment.rules.late}
    came: Mapping[str, tuple[Decimal, int | None]] = {team: (n, seq) for team, n, seq in state.own(Survivors).entered}
    return {
        team: combine(SUM, moment.title, [leaf(stake, _("Stake"), record), *answers[team].parts])
        for team, (stake, record) in {**began, **came}.items()
    }


def _outlasted(stakes: Mapping[str, Score], state: State, moment: Moment) -> dict[str, Score]:
    """Return a point for everybody who went out before, or, of those left, holds less."""
    ranks = _lasted(stakes, state, moment)
    label = _("outlasted")
    return {
        team: combine(
            SUM, moment.title, [leaf(sum(ranks[other] < ranks[team] for other in stakes), label), score.struck()]
        )
        for team, score in stakes.items()
    }


def _lasted(stakes: Mapping[str, Score], state: State, moment: Moment) -> dict[str, tuple[int, Fraction]]:
    """Return when each went out (far in the future for those left), then the stake."""
    end = 1 + max(
        (question.ended or question.tries[-1].ruled or 0 for question in state.questions if question.tries), default=0
    )
    home = {team: cut.seq for cut in state.own(Survivors).cuts for team in cut.out}
    return {
        team: (home.get(team, _gone(team, state) if score.value <= moment.rules.out_at else end), score.value)
        for team, score in stakes.items()
    }


def _gone(team: str, state: State) -> int:
    """Return the record of the last ruling on a team's answers."""
    return max((each.ruled or 0 for q in state.questions for each in q.tries if each.team == team), default=0)


_SCORES: Mapping[str, Callable[[Mapping[str, Score], State, Moment], Mapping[str, Score]]] = {
    "stake": lambda stakes, state, moment: stakes,
    "outlasted": _outlasted,
}
