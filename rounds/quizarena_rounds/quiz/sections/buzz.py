"""Buzzer questions (抢答): whoever is first at the buzzer answers; wrong costs points.

Decides what a false start and a wrong answer mean for question and team. Sources of the rules on false starts:
tests/rulesets, CN01 (costs and void), CN02 (at first a warning), CN03 and CN14 (costs, others go on), CN12 (blocked).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs
from attrs.validators import ge, instance_of, le, optional

from quizarena.blanks import Choice, Option, PressWay
from quizarena.facts import Fact
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.points import Number, exact
from quizarena.roster import Roster, Team
from quizarena.rounds import Moment
from quizarena.rules import Seconds, shape
from quizarena.text import Text, plain
from quizarena.values import fast_init

from .. import lines
from ..bonuses import BONUS_FACTS, BonusSection
from ..buzzing import BuzzSection
from ..course import AUDIENCE, TO_AUDIENCE, nobody
from ..facts import QUIZ_FACTS, Asked, FalseStart, Pressed
from ..labels import desk_label, question_label
from ..members import individual_rule, keeps_members, speaker
from ..question import QuestionItem
from ..rules import (
    SectionRules,
    answer_time_rule,
    buzz_time_rule,
    buzzers_rule,
    deduction_rule,
    extra_rule,
    foul_rule,
    items_rule,
    late_start_rule,
    points_rule,
    questions_rule,
    start_time_rule,
    wrong_rule,
)
from ..state import Question, State, Try, with_question
from ..words import _

SecondChance: TypeAlias = Literal["none", "void", "rebuzz", "until_all_tried", "to_audience"]
Reading: TypeAlias = Literal["forbidden", "allowed"]
EarlyBuzz: TypeAlias = Literal["blocked", "ignored", "others_continue", "question_void", "half_penalty", "warned_first"]
NoBuzz: TypeAlias = Literal["void", "audience"]

_TRIES: Mapping[str, int | None] = {"none": 1, "void": 1, "rebuzz": 2, "until_all_tried": None, "to_audience": 1}
"""How many answers a question takes where `attempts_max` does not say; None is as many as there are teams."""
_MOST_TRIES = 20


_OUT = _("out of buzzing")


# What bars a team


@fast_init
@attrs.frozen
class Slips:
    """The teams of the false starts and of the wrong answers before a question, one each: its own part."""

    early: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    @classmethod
    def of(cls, state: State) -> Slips:
        """Return those of all questions so far: the last one knows those before it."""
        question = state.current
        if question is None:
            return cls()
        before, tries = question.own(cls), question.tries
        early, wrong = (each.team for each in tries if each.early), (each.team for each in tries if _is_wrong(each))
        return cls((*before.early, *early), (*before.wrong, *wrong))

    def bar(self, team: str, rules: BuzzRules) -> bool:
        """Whether they bar a team from the buzzers for the rest of the round."""
        limits = ((self.early, rules.early_out_after), (self.wrong, rules.wrong_out_after))
        return any(most is not None and teams.count(team) >= most for teams, most in limits)


def _is_wrong(attempt: Try) -> bool:
    return attempt.verdict == "wrong"


# False starts


def _full(rules: Any, attempt: Try) -> Number:
    points: Number = rules.early_points
    return points


def _half_of_wrong(rules: Any, attempt: Try) -> Number:
    return exact(rules.wrong) / 2


def _free_once(rules: Any, attempt: Try) -> Number:
    return _full(rules, attempt) if attempt.nth else 0


@attrs.frozen
class Early:
    """What a rule makes of a false start; a team that committed one may not buzz for this question."""

    counts: bool = True
    ends: bool = False
    worth: Callable[[Any, Try], Number] = _full


EARLY: Mapping[str, Early] = {
    "blocked": Early(counts=False),
    "ignored": Early(counts=False),
    "others_continue": Early(),
    "question_void": Early(ends=True),
    "half_penalty": Early(worth=_half_of_wrong),
    "warned_first": Early(worth=_free_once),
}
"""By their name: blocked by the device; ignored while the host reads; minus, others go on; minus, void; half of what a
wrong answer costs, others go on; the right lost, and the cost only from the second false start on."""


def _out_after(words: Text) -> Any:
    """Return the field for how often something may happen to a team before it is out."""
    return shape(default=None, validator=optional([instance_of(int), ge(1), le(_MOST_TRIES)]), help=words)


@attrs.frozen(cache_hash=True)
class BuzzRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(20, _("how many questions"))
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(-10)
    early_buzz: EarlyBuzz = shape(
        default="others_continue",
        help=_(
            "a false start: blocked by the device; ignored; others_continue without that team; "
            "question_void for all; half_penalty, half of what wrong costs; warned_first, the right "
            "lost, and points only from the second on"
        ),
    )
    early_points: Decimal = deduction_rule(-10, _("points for a false start: 0, or negative"))
    early_out_after: int | None = _out_after(
        _("the false start, such as 3, after which a team buzzes no more in this round; never if left out")
    )
    wrong_out_after: int | None = _out_after(
        _("the wrong answer after which a team buzzes no more in this round; never if left out")
    )
    while_reading: Reading = shape(
        default="forbidden",
        help=_(
            "buzzing while the host reads: forbidden, or allowed: reading stops, and goes on for the others if wrong"
        ),
    )
    interrupt: Decimal | None = extra_rule(
        _(
            "points for a wrong answer of a team that interrupted the reading: 0, or negative; as wrong if left out. "
            "It takes while_reading: allowed"
        )
    )
    second_chance: SecondChance = shape(
        default="none",
        help=_(
            "after a wrong answer: none ends the question; void says so; rebuzz once more; until_all_tried by every "
            "team; to_audience"
        ),
    )
    attempts_max: int | None = shape(
        default=None,
        validator=optional([instance_of(int), ge(1), le(_MOST_TRIES)]),
        help=_("the most answers to a question; as second_chance says if left out"),
    )
    no_buzz: NoBuzz = shape(
        default="void",
        help=_("if nobody buzzes the question is void, or goes to the audience"),
    )
    foul: Decimal | None = foul_rule()
    late_start: Decimal | None = late_start_rule()
    individual: bool = individual_rule()
    buzzers: PressWay = buzzers_rule()
    buzz_time: Seconds = buzz_time_rule(15)
    start_time: Seconds | None = start_time_rule()
    answer_time: Seconds = answer_time_rule(30)


class Buzz(BonusSection, BuzzSection):
    """Right and wrong both count; a question nobody wants is void and not replaced."""

    name = "quiz.buzz"
    title = _("Buzzer questions")
    rules: type = BuzzRules
    facts = (*QUIZ_FACTS, *BONUS_FACTS)

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse points for what the rules do not let happen."""
        yield from super().refuse(rules, roster, panel)
        if rules.interrupt is not None and rules.while_reading == "forbidden":
            yield "interrupt", _("nobody may buzz while the host reads: write while_reading: allowed beside it")
        if rules.early_out_after is not None and not EARLY[rules.early_buzz].counts:
            yield "early_out_after", _("no false start counts here: early_buzz is {rule}", rule=plain(rules.early_buzz))

    def apply(self, state: State, seq: int, fact: Fact) -> State:
        """Return the state; a question that is asked knows who slipped before it."""
        result = super().apply(state, seq, fact)
        slips = Slips.of(state) if isinstance(fact, Asked) else Slips()
        return (
            result
            if result.current is None or slips == Slips()
            else with_question(result, result.current.with_own(slips))
        )

    def contenders(self, state: State, moment: Moment) -> tuple[Team, ...]:
        """Return the teams that have not slipped too often."""
        if moment.rules.early_out_after is None and moment.rules.wrong_out_after is None:
            return super().contenders(state, moment)
        slips = Slips.of(state)
        return tuple(team for team in super().contenders(state, moment) if not slips.bar(team.id, moment.rules))

    def may_try(self, question: Question, team: str, rules: Any) -> bool:
        """Whether the team is neither barred from this question nor from the buzzers."""
        return super().may_try(question, team, rules) and not question.own(Slips).bar(team, rules)

    def out(self, state: State, question: Question, moment: Moment) -> Iterator[tuple[str, Text]]:
        """Yield the teams that have had their turn, and those that are out of buzzing."""
        yield from super().out(state, question, moment)
        barred = (team.id for team in moment.field.playing if question.own(Slips).bar(team.id, moment.rules))
        yield from ((team, _OUT) for team in barred)

    def loss(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of a wrong answer, and of one that interrupted the reading."""
        interrupts = rules.interrupt is not None and attempt.own(Pressed).before_call
        points: Number = rules.interrupt if interrupts else super().loss(question, attempt, rules)
        return points

    def verdict_line(self, question: Question, attempt: Try, moment: Moment) -> Text:
        """Return the line, which says that a team is out after a wrong answer too many."""
        line = super().verdict_line(question, attempt, moment)
        number = question.own(Slips).wrong.count(attempt.team) + 1
        is_last = _is_wrong(attempt) and number == moment.rules.wrong_out_after
        return lines.out_after_wrong(line, moment.field, attempt.team, number) if is_last else line

    def advances_play(self, question: Question, moment: Moment) -> bool:
        """Whether the rules leave the question to the other teams."""
        rules: BuzzRules = moment.rules
        answers = sum(not each.early for each in question.tries)
        if self._ended_by_foul(question, rules):
            return False
        most = rules.attempts_max or _TRIES[rules.second_chance]
        return most is None or answers < most

    def _ended_by_foul(self, question: Question, rules: BuzzRules) -> bool:
        return EARLY[rules.early_buzz].ends and any(each.early for each in question.tries)

    def worth(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of the answer, or of a false start."""
        if attempt.early:
            return EARLY[rules.early_buzz].worth(rules, attempt)
        return super().worth(question, attempt, rules)

    def is_open(self, question: Question, moment: Moment) -> bool:
        """Whether somebody answers, may still buzz, or the audience has its turn."""
        return super().is_open(question, moment) or self.at_audience(question, moment)

    def at_audience(self, question: Question, moment: Moment) -> bool:
        """Whether the question has gone to the audience and waits for what it knows."""
        if question.outcome or question.answering is not None or question.right or question.given_up:
            return False
        if question.audience:
            return True
        wrong = any(not each.early for each in question.tries)
        due = moment.rules.second_chance == "to_audience" and wrong and not self._ended_by_foul(question, moment.rules)
        return due and not super().is_open(question, moment)

    def is_buzzing(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are what everybody waits for."""
        return super().is_buzzing(question, moment) and not self.at_audience(question, moment)

    def limit(self, question: Question, rules: Any) -> int:
        """Return the time to answer for the audience too."""
        return self.time_to_answer(question, rules) if question.audience else super().limit(question, rules)

    def unanswered(self, question: Question, moment: Moment) -> tuple[Option, ...]:
        """Return what becomes of a question nobody buzzes for, or that the audience has."""
        if self.at_audience(question, moment):
            return AUDIENCE
        return (TO_AUDIENCE if moment.rules.no_buzz == "audience" else nobody(question),)

    def may_buzz_now(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are open: after the host's call, or all the time."""
        return question.armed or moment.rules.while_reading == "allowed"

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield buzz and false start, and who answers where members have points of their own."""
        who = question.answering
        if who is not None and not who.member and keeps_members(moment.rules):
            yield from speaker(question.number, who.team, moment)
        if not self.at_audience(question, moment):
            yield from super().more_moves(state, question, moment)

    def early_buzz(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the false start, unless it does not count."""
        if not EARLY[moment.rules.early_buzz].counts:
            return
        options = tuple(self._false_start(state, question, team.id, moment) for team in self.may_buzz(question, moment))
        label = _("{question}: false start, before the host's call", question=question_label(question.number))
        yield Move(FalseStart, label, {"number": question.number}, blanks=(Choice("team", options, _("team")),))

    def ruling_line(self, question: Question, moment: Moment) -> Text | None:
        """Return the line on the last ruling, or on a false start."""
        last = question.tries[-1] if question.tries else None
        if last is not None and last.early and not question.armed and not question.outcome:
            return self._cost(question, last, moment)
        return super().ruling_line(question, moment)

    def _false_start(self, state: State, question: Question, team: str, moment: Moment) -> Option:
        foul = Try(team, 0, early=True, nth=state.false_starts(team))
        return Option(team, desk_label(moment.field, team), team=team, say=self._cost(question, foul, moment))

    def _cost(self, question: Question, foul: Try, moment: Moment) -> Text:
        void = EARLY[moment.rules.early_buzz].ends
        line = lines.foul(moment.field, foul.team, self.worth(question, foul, moment.rules), void=void)
        is_last = foul.nth + 1 == moment.rules.early_out_after
        return lines.out_after_fouls(line, moment.field, foul.team, foul.nth + 1) if is_last else line
