"""Survival (一站到底) and elimination (个人淘汰): everybody holds a stake, and is out when it is gone.

Decides how those who are in answer, one after another or at the buzzer, and what their places are; `survivors` decides
who is in. A cut is a fact, so that a later correction changes points and never who was sent home. What shapes the play
is fixed once it begins. Sitting out after a wrong answer is the 休 of Japanese buzzer quizzes, as in 5○2休 (weblio.jp).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Literal, TypeAlias

import attrs
from attrs.validators import ge, instance_of, le

from quizarena.blanks import PressWay
from quizarena.errors import RuleError
from quizarena.facts import Fact
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.points import exact
from quizarena.roster import Roster, Team
from quizarena.rounds import Advice, Moment
from quizarena.rules import Seconds, TeamId, shape
from quizarena.scenes import Block, Ruling, Table
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.text import Text
from quizarena.values import evolve

from .. import lines
from ..buzzing import BuzzSection, refuse_for_buzzers
from ..facts import QUIZ_FACTS, Asked
from ..labels import desk_label
from ..question import QuestionItem
from ..rules import SectionRules, answer_time_rule, buzz_time_rule, buzzers_rule, items_rule, questions_rule
from ..state import Question, State, Try
from ..survivors import Cut, Entered, FieldCut, Held, History, Late, SentHome, Survivors, late_entrants
from ..turns import Turn
from ..words import _

Answers: TypeAlias = Literal["in_turn", "buzzer"]
Places: TypeAlias = Literal["stake", "outlasted"]
Reading: TypeAlias = Literal["forbidden", "allowed"]
_IN, _OUT, _NOT_IN_YET, _SITS_OUT = _("in"), _("out"), _("not in yet"), _("sits out")


def _rising(instance: object, attribute: attrs.Attribute[Any], value: tuple[Cut, ...]) -> None:
    after, keep = [cut.after for cut in value], [cut.keep for cut in value if cut.keep is not None]
    if after != sorted(set(after)) or keep != sorted(set(keep), reverse=True):
        raise RuleError(_("expected each cut after more questions than the one before, and keeping fewer"))


def _stake_rule(default: int, words: Text) -> Any:
    return shape(default=Decimal(default), help=words)


@attrs.frozen(cache_hash=True)
class SurvivalRules(SectionRules):
    """What an organiser may set; what decides who is in cannot be amended once the round has begun."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(60, _("the most questions"))
    answers: Answers = shape(
        default="in_turn", help=_("who answers: one after another in_turn, or whoever is first at the buzzer")
    )
    start: Decimal = _stake_rule(3, _("the stake everybody begins with"))
    points: Decimal = _stake_rule(1, _("points for a right answer"))
    wrong: Decimal = _stake_rule(-1, _("points for a wrong answer: 0, or negative"))
    out_at: Decimal = _stake_rule(0, _("who falls to this is out"))
    sit_out: int = shape(
        default=0,
        validator=[instance_of(int), ge(0), le(20)],
        help=_("how many questions whoever was wrong may not buzz for, or how many turns they miss"),
    )
    attempts_max: int = shape(
        default=1, validator=[instance_of(int), ge(1), le(20)], help=_("at the buzzer: the most answers to a question")
    )
    while_reading: Reading = shape(default="forbidden", help=_("buzzing while the host reads: forbidden, or allowed"))
    cuts: tuple[Cut, ...] = shape(
        default=(),
        validator=_rising,
        help=_("cuts of the field, as [{{after: 10, drop: 2}}, {{after: 20, keep: 3}}, {{after: 30, below: 5}}]"),
    )
    late: tuple[TeamId | Late, ...] = shape(
        default=(),
        help=_("late entrants, as [d], level with the leader, or [{{team: d, after: 10, points: 5}}]"),
    )
    places: Places = shape(
        default="stake",
        help=_("the score: the stake, or one point for everybody who is outlasted, those left by their stakes"),
    )
    buzzers: PressWay = buzzers_rule()
    buzz_time: Seconds = buzz_time_rule(15)
    answer_time: Seconds = answer_time_rule(10)


class Survival(BuzzSection):
    """A question to one after another, or to all who are in; over when one is left or the questions are done."""

    name = "quiz.survival"
    title = _("Survival")
    rules = SurvivalRules
    facts = (*QUIZ_FACTS, FieldCut, Entered)
    wrong_for_all: ClassVar[tuple[str, ...]] = ()

    def needed(self, rules: Any, roster: Roster) -> int:
        """Return a question for everybody."""
        return len(roster.teams)

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank without a question for everybody, buzzers in turn, a stake gone before it begins, strangers."""
        yield from super().refuse(rules, roster, panel)
        if rules.answers == "in_turn":
            yield from refuse_for_buzzers(rules, ("attempts_max", "while_reading"))
        if not rules.wrong <= 0 < rules.points:
            yield "wrong", _("expected points above 0, and wrong 0 or below")
        if rules.start <= rules.out_at:
            yield "start", _("expected a stake above {out_at}, where everybody is out", out_at=rules.out_at)
        late = late_entrants(rules.late)
        strangers = [each for each in late if each not in {team.id for team in roster.teams}]
        if strangers:
            yield "late", _("{id} takes no part in this round", id=strangers[0])
        for nth, each in enumerate(late.values()):
            if each.after >= rules.items:
                yield f"late.{nth}.after", _("expected less than {items}, the most questions", items=rules.items)
            if each.points is not None and each.points <= rules.out_at:
                yield (
                    f"late.{nth}.points",
                    _("expected a stake above {out_at}, where everybody is out", out_at=rules.out_at),
                )

    def advise(self, rules: Any, roster: Roster) -> Iterator[Advice]:
        """Advise also where silence keeps everybody in."""
        yield from super().advise(rules, roster)
        if rules.answers == "buzzer" and not rules.cuts:
            why = _("whoever never buzzes keeps the stake and is never out")
            yield Advice("cuts", why, _("add cuts, as [{{after: 10, drop: 1}}], or write answers: in_turn"))

    # Turns

    def apply(self, state: State, seq: int, fact: Fact) -> State:
        """Return the state after `fact`; a question that is asked knows how the field stood before it."""
        result, history = super().apply(state, seq, fact), History()
        if isinstance(fact, Asked):
            history = History.of(state)
        if history == History() or result.current is None:
            return result
        return result.with_current(parts=result.current.with_own(history).parts)

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question: one that separates a tie at a cut, or the next for points."""
        number, held = len(state.latest) + 1, Held.of(state, moment)
        if held.cut is not None:
            return Turn(number, held.separating, unscored=True) if held.separating else None
        if len(held.left) < 2 or held.asked >= moment.rules.items:
            return None
        if moment.rules.answers == "buzzer":
            return Turn(number)
        return Turn(number, History.of(state).next_in_turn(moment.field.teams, held.left, moment.rules))

    def planned(self, state: State, moment: Moment) -> int:
        """Return the most numbers there can be."""
        extra = sum(question.unscored for question in state.latest.values())
        return int(moment.rules.items) + extra

    def advances_play(self, question: Question, moment: Moment) -> bool:
        """Whether others may still answer: at the buzzer, until there were as many answers as the rules allow."""
        return not question.team and len(question.tries) < moment.rules.attempts_max

    def may_buzz(self, question: Question, moment: Moment) -> tuple[Team, ...]:
        """Return who is in and does not sit out; where all who are in would sit out, nobody does."""
        history = question.own(History)
        left = Held.after(history, moment).left
        awake = tuple(team for team in left if not history.sits_out(team.id, moment.rules))
        return tuple(team for team in awake or left if question.may_try(team.id))

    def may_buzz_now(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are open: after the host's call, or all the time."""
        return question.armed or moment.rules.while_reading == "allowed"

    def steps(self, rules: Any) -> tuple[str, ...]:
        """Return the steps of the rail, without buzzers where players answer in turn."""
        return tuple(name for name in super().steps(rules) if name != "buzz" or rules.answers == "buzzer")

    def asking_moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield the cut that is due, who comes in now, the questions, and the door for late entrants."""
        held, asking = Held.of(state, moment), list(super().asking_moves(state, moment))
        if held.cut is not None and not held.separating and self.owed(state, moment) is None:
            yield _cutting(held, moment)
        due, door = _entering(state, held, moment, is_played_on=bool(asking))
        yield from due
        yield from (evolve(each, gesture=None) if due else each for each in asking)
        yield from door

    # Words

    def ask_line(self, turn: Turn, coming: Question, moment: Moment) -> Text:
        """Return the line that asks `turn`; of a question that separates a tie it says that."""
        if not turn.unscored:
            return super().ask_line(turn, coming, moment)
        desk, name = moment.field.podium(turn.team), moment.field.team(turn.team).name
        return _("A question without points, to say who stays: desk {desk}, {team}.", desk=desk, team=name)

    def on_show(self, state: State) -> Question | None:
        """Return the question that screens show, none once a cut has followed it."""
        return None if _cut_since(state) else super().on_show(state)

    def between_line(self, state: State, moment: Moment) -> Text | None:
        """Return the host's goodbye to those who went out at a cut, until the next question."""
        cut = _cut_since(state)
        return super().between_line(state, moment) if cut is None else lines.sent_home(moment.field, cut.out)

    def around(self, state: State, moment: Moment) -> Iterator[Block]:
        """Yield who has gone out at a cut since the last question; every player's stake, unless a question is read."""
        if (line := self.between_line(state, moment)) is not None:
            yield Ruling(line, line)
        question = state.current
        is_read = question is not None and self.is_open(question, moment) and self.item(question, moment.rules)
        if not (is_read or moment.play_off):
            yield Table((_("desk"), _("team"), _("points left"), _("still in")), tuple(self._standing(state, moment)))

    def _standing(self, state: State, moment: Moment) -> Iterator[tuple[Text | Fraction | int | None, ...]]:
        question, history = state.current, History.of(state)
        held = Held.after(history, moment)
        before = history if question is None or not self.is_open(question, moment) else question.own(History)
        left = {team.id for team in held.left}
        for team in moment.field.playing:
            word = _IN if team.id in left else _OUT if team.id in held.stakes else _NOT_IN_YET
            if team.id in left and before.sits_out(team.id, moment.rules):
                word = _SITS_OUT
            yield moment.field.podium(team.id), team.name, held.stakes.get(team.id), word

    def out(self, state: State, question: Question, moment: Moment) -> Iterator[tuple[str, Text]]:
        """Yield who has answered, who sits out, and who is not in any more."""
        yield from super().out(state, question, moment)
        history = question.own(History)
        held = Held.after(history, moment)
        for team in moment.field.playing if not question.team else ():
            if team not in held.left:
                yield team.id, _OUT if team.id in held.stakes else _NOT_IN_YET
            elif history.sits_out(team.id, moment.rules):
                yield team.id, _SITS_OUT

    def verdict_line(self, question: Question, attempt: Try, moment: Moment) -> Text:
        """Return the line, which says that a player is out after a wrong answer, or sits out."""
        line, rules = super().verdict_line(question, attempt, moment), moment.rules
        if attempt.verdict != "wrong":
            return line
        if question.unscored:
            return _("Wrong.")
        stakes = question.own(History).stakes(moment.field.teams, rules)
        if stakes.get(attempt.team, Fraction(0)) + exact(rules.wrong) <= rules.out_at:
            return lines.and_then(line, lines.is_out(moment.field, attempt.team))
        if not rules.sit_out:
            return line
        return lines.and_then(
            line, lines.misses(moment.field, attempt.team, rules.sit_out, in_turn=bool(question.team))
        )

    def scores(self, state: State, moment: Moment) -> Mapping[str, Score]:
        """Return the stake of everybody who has come in, or what the rules make of it."""
        stakes = _stakes(super().scores(state, moment), state, moment)
        return _SCORES[moment.rules.places](stakes, state, moment)


def _cut_since(state: State) -> SentHome | None:
    """Return the last cut, None once a question has been asked after it."""
    cut = next(reversed(state.own(Survivors).cuts), None)
    return cut if cut is not None and (state.current is None or state.current.seq < cut.seq) else None


def _entering(state: State, held: Held, moment: Moment, *, is_played_on: bool) -> tuple[list[Move], list[Move]]:
    """Return the entrances that are due now, the first with the next step's key, and those that the desk may have."""
    inside = {team for team, _stake, _seq in state.own(Survivors).entered}
    leader = max((held.stakes[team.id] for team in held.left), default=exact(moment.rules.start))
    due: list[Move] = []
    door: list[Move] = []
    for each in late_entrants(moment.rules.late).values():
        if each.team in inside or held.asked < each.after or not moment.field.team(each.team).plays:
            continue
        move = _entrance(each, leader, moment)
        if each.after and is_played_on:
            due.append(evolve(move, gesture=None if due else "next"))
        else:
            door.append(evolve(move, aside=True))
    return due, door


def _entrance(late: Late, leader: Fraction, moment: Moment) -> Move:
    stake = Decimal(leader.numerator) / leader.denominator if late.points is None else late.points
    desk = desk_label(moment.field, late.team)
    if late.points is None:
        label = _("{desk} comes in level with the leader", desk=desk)
    else:
        label = _("{desk} comes in with a stake of {stake}", desk=desk, stake=late.points)
    say = lines.comes_in(moment.field, late.team, stake)
    return Move(Entered, label, {"team": late.team}, derived={"stake": stake}, say=say)


def _cutting(held: Held, moment: Moment) -> Move:
    cut = held.cut
    assert cut is not None
    return Move(
        FieldCut,
        _("Cut the field: {count} stay", count=len(held.left) - len(held.below)),
        identity={"after": cut.after},
        derived={"out": held.below},
        say=lines.sent_home(moment.field, held.below),
        gesture="next",
    )


def _stakes(answers: Mapping[str, Score], state: State, moment: Moment) -> dict[str, Score]:
    """Return the answers' points on top of the stake each came in with."""
    late = late_entrants(moment.rules.late)
    began = {team.id: (moment.rules.start, None) for team in moment.field.teams if team.id not in late}
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
    cuts = state.own(Survivors).cuts
    ended = (question.ended or question.tries[-1].ruled or 0 for question in state.questions if question.tries)
    end = 1 + max([*ended, *(cut.seq for cut in cuts)], default=0)
    home = {team: cut.seq for cut in cuts for team in cut.out}
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
