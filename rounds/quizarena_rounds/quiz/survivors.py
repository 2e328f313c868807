"""Who is still in where players go out: their stakes, cuts of the field, late entrants, and who sits out.

A tie at a cut is separated by questions that do not count, pass after pass among the tied. How they
answer is the section's. A question keeps what has happened before it, for who may buzz hangs on that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

import attrs
from attrs.validators import ge, instance_of, le, optional

from quizarena.errors import RuleError
from quizarena.facts import Intent
from quizarena.points import exact
from quizarena.roster import Team
from quizarena.rounds import Moment
from quizarena.rules import TeamId, shape
from quizarena.values import evolve, fast_init

from .facts import QuizFact
from .rules import MOST_QUESTIONS
from .state import State
from .words import _

_MOST = [instance_of(int), ge(1), le(100)]


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
    """The cuts made, and the late entrants with their stakes: a part of the state."""

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
    """A late entrant comes in with this stake: the leader's, or what the rules give."""

    team: str
    stake: Decimal

    def apply(self, state: State, seq: int) -> State:
        """Return the state with one more entrant."""
        own = state.own(Survivors)
        return state.with_own(evolve(own, entered=(*own.entered, (self.team, self.stake, seq))))


@attrs.frozen(cache_hash=True)
class Cut:
    """After `after` questions some go out: all but the best `keep`, the lowest `drop`, or who is `below` a stake."""

    after: int = shape(validator=[instance_of(int), ge(1), le(MOST_QUESTIONS)], help=_("after how many questions"))
    keep: int | None = shape(default=None, validator=optional(_MOST), help=_("how many stay"))
    drop: int | None = shape(default=None, validator=optional(_MOST), help=_("how many go out, the lowest"))
    below: Decimal | None = shape(
        default=None, help=_("who has less than this goes out; nobody does if that would be all of them")
    )

    def __attrs_post_init__(self) -> None:
        """Refuse a cut that does not say who goes, or says it twice."""
        if sum(each is not None for each in (self.keep, self.drop, self.below)) != 1:
            raise RuleError(_("write one of keep, drop, below, such as {example}", example="{after: 10, keep: 4}"))

    def staying(self, left: int) -> int:
        """Return how many of those who are left stay, where the cut is by places."""
        return self.keep if self.keep is not None else max(1, left - (self.drop or 0))


@attrs.frozen(cache_hash=True)
class Late:
    """A player who comes in later."""

    team: TeamId = shape(help=_("who comes in late"))
    after: int = shape(
        default=0,
        validator=[instance_of(int), ge(0), le(MOST_QUESTIONS)],
        help=_("after how many questions; whenever the desk says so if left out"),
    )
    points: Decimal | None = shape(default=None, help=_("with which stake; level with the leader if left out"))


def late_entrants(late: Sequence[str | Late]) -> dict[str, Late]:
    """Return the late entrants by team; of a team alone nothing more is said."""
    found = [Late(team=each) if isinstance(each, str) else each for each in late]
    return {each.team: each for each in found}


class StakeRules(Protocol):
    """What the rules say of stakes."""

    start: Decimal
    points: Decimal
    wrong: Decimal
    out_at: Decimal
    cuts: tuple[Cut, ...]
    late: tuple[TeamId | Late, ...]
    sit_out: int


@fast_init
@attrs.frozen
class Answer:
    """An answer that counted, to the question of that number."""

    number: int
    team: str
    right: bool


@fast_init
@attrs.frozen
class History:
    """What has happened so far, as far as who is in hangs on it; before a question it is that question's own part.

    `turns` are the numbers that counted, each with the team it was asked of, empty where all might buzz.
    """

    answers: tuple[Answer, ...] = ()
    turns: tuple[tuple[int, str], ...] = ()
    home: frozenset[str] = frozenset()
    entered: tuple[tuple[str, Decimal], ...] = ()

    @classmethod
    def of(cls, state: State) -> History:
        """Return it from the questions that counted, the cuts and the entrants."""
        own, counted = state.own(Survivors), [each for each in state.questions if not each.unscored]
        answers = (
            Answer(question.number, each.team, each.verdict == "right")
            for question in counted
            for each in question.tries
            if each.verdict
        )
        turns = {question.number: question.team for question in counted}
        home = frozenset(team for cut in own.cuts for team in cut.out)
        return cls(
            tuple(answers), tuple(turns.items()), home, tuple((team, stake) for team, stake, _seq in own.entered)
        )

    def stakes(self, teams: Sequence[Team], rules: StakeRules) -> dict[str, Fraction]:
        """Return everybody's stake; late entrants' once they are in."""
        late = late_entrants(rules.late)
        found = {team.id: exact(rules.start) for team in teams if team.id not in late}
        found |= {team: exact(stake) for team, stake in self.entered}
        for each in self.answers:
            if each.team in found:
                found[each.team] += exact(rules.points if each.right else rules.wrong)
        return found

    def sits_out(self, team: str, rules: StakeRules) -> bool:
        """Whether a team may not buzz for a wrong answer it gave."""
        wrong = max((each.number for each in self.answers if each.team == team and not each.right), default=None)
        return wrong is not None and sum(number > wrong for number, _team in self.turns) < rules.sit_out

    def next_in_turn(self, teams: Sequence[Team], left: Sequence[Team], rules: StakeRules) -> str:
        """Return who of those left follows in running order; whoever was wrong misses turns as the rules say."""
        ids, still = [team.id for team in teams], {team.id for team in left}
        wrong = {each.number for each in self.answers if not each.right}
        missing: Counter[str] = Counter()
        place = len(ids) - 1
        for number, team in self.turns:
            if team in ids:
                place = _after(place, ids, {team}, missing)
                missing[team] = rules.sit_out if number in wrong else 0
        return ids[_after(place, ids, still, missing)]


def _after(place: int, ids: Sequence[str], wanted: set[str], missing: Counter[str]) -> int:
    """Return the place of the next of the wanted after `place`, everybody who misses a turn on the way passed over."""
    while True:
        place = (place + 1) % len(ids)
        if missing[ids[place]]:
            missing[ids[place]] -= 1
        elif ids[place] in wanted:
            return place


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
    def after(cls, history: History, moment: Moment) -> Held:
        """Return how it stands, whatever cut may be due."""
        rules: StakeRules = moment.rules
        stakes = history.stakes(moment.field.teams, rules)
        inside = (team for team in moment.field.playing if team.id in stakes and team.id not in history.home)
        left = tuple(team for team in inside if stakes[team.id] > rules.out_at)
        return cls(left, stakes, len(history.turns))

    @classmethod
    def of(cls, state: State, moment: Moment) -> Held:
        """Return how it stands, with the cut that is due."""
        held, made = cls.after(History.of(state), moment), {cut.after for cut in state.own(Survivors).cuts}
        cut = next((cut for cut in moment.rules.cuts if cut.after == held.asked and cut.after not in made), None)
        if cut is None:
            return held
        if cut.below is not None:
            return _below(held, cut, exact(cut.below))
        return held if len(held.left) <= cut.staying(len(held.left)) else _at_the_cut(held, cut, state)


def _below(held: Held, cut: Cut, least: Fraction) -> Held:
    """Return how it stands at a cut by stakes; no cut leaves nobody."""
    out = tuple(team.id for team in held.left if held.stakes[team.id] < least)
    return evolve(held, cut=cut, below=out) if 0 < len(out) < len(held.left) else held


def _at_the_cut(held: Held, cut: Cut, state: State) -> Held:
    """Return how it stands at a cut by places: who goes out, or who has to be asked before that can be said."""
    room = cut.staying(len(held.left))
    ranked = sorted((held.stakes[team.id] for team in held.left), reverse=True)
    edge = ranked[room - 1]
    above = sum(stake > edge for stake in ranked)
    tied = [team.id for team in held.left if held.stakes[team.id] == edge]
    below = tuple(team.id for team in held.left if held.stakes[team.id] < edge)
    out, waits = _separated(tied, room - above, _extra(state))
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
