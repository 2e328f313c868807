"""Estimates (估算题): every team writes a number, the nearest to the right one get points by their places.

Decides who is nearest, what teams get that are equally near, and that a number over the right one may be out. Sources:
the quiz nights of triviamaryland.com (the closest takes 4 points, no other any: `points: [4]`) and the tie-breakers of
quizwitz.com (a number that only parts a tie). Rule sheets differ on equal distances and on going over: both are rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, ClassVar, Literal, TypeAlias

import attrs

from quizarena.blanks import Choice, Number, Option
from quizarena.errors import NumberError, RuleError
from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.points import exact, parse_number, show
from quizarena.roster import Roster
from quizarena.rounds import Moment
from quizarena.rules import Seconds, scoring
from quizarena.scenes import Block, Paragraph, Table
from quizarena.text import Text
from quizarena.values import evolve, fast_init

from .. import lines
from ..at_once import AtOnceSection
from ..facts import QUIZ_FACTS, QuestionFact
from ..labels import desk_label, question_label
from ..moves import AT
from ..question import QuestionItem
from ..rules import SectionRules, answer_time_rule, items_rule, questions_rule
from ..state import Question, State, Try
from ..words import _
from ..worth import VERDICTS, Verdict, Worth

Ties: TypeAlias = Literal["shared", "full"]
Over: TypeAlias = Literal["counts", "out"]
Award: TypeAlias = tuple[tuple[str, ...], Fraction]


@fast_init
@attrs.frozen
class Estimate:
    """The number a team wrote, and its record."""

    team: str
    guess: Decimal
    seq: int


@fast_init
@attrs.frozen
class Estimates:
    """A question's own part: the numbers written; the right one, where it is on the host's card, once it is opened."""

    written: tuple[Estimate, ...] = ()
    opened: bool = False
    right: Decimal | None = None


@attrs.frozen
class Estimated(QuestionFact, type="quiz.estimated", intent=Intent.CALL):
    """The number a team wrote; the hall reads it once the right one is opened."""

    sealed: ClassVar[Mapping[str, str]] = {"guess": "quiz.estimates_opened"}
    backstage: ClassVar[bool] = True
    team: str
    guess: Decimal

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with one more number."""
        own = question.own(Estimates)
        return question.with_own(evolve(own, written=(*own.written, Estimate(self.team, self.guess, seq))))


@attrs.frozen
class EstimatesOpened(QuestionFact, type="quiz.estimates_opened", intent=Intent.RULING):
    """The right number is opened: of a card it is `right`, of the bank it stands there. Who has no number gets none."""

    at: datetime
    right: Decimal | None = None

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with every number as an answer that is ruled on."""
        own = evolve(question.own(Estimates), opened=True, right=self.right)
        tries = tuple(Try(each.team, each.seq, verdict="estimated", ruled=seq) for each in own.written)
        return evolve(question.with_own(own), tries=tries, clock=question.clock.stopped(self.at))


def _falling(instance: object, attribute: attrs.Attribute[Any], value: tuple[Decimal, ...]) -> None:
    if not value or min(value) < 0 or list(value) != sorted(value, reverse=True):
        raise RuleError(_("expected points of 0 or more for each place, the most for the first, such as [30, 20, 10]"))


@attrs.frozen(cache_hash=True)
class EstimateRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(3, _("how many questions, each for all teams"))
    points: tuple[Decimal, ...] = scoring(
        default=(Decimal(30), Decimal(20), Decimal(10)),
        validator=_falling,
        help=_("the points of the nearest, from the first place on"),
    )
    ties: Ties = scoring(
        default="shared",
        help=_(
            "teams equally near: shared, they divide the points of the places they take; full, each "
            "has those of the first of them"
        ),
    )
    over: Over = scoring(
        default="counts",
        help=_("a number over the right one counts like any other, or is out"),
    )
    answer_time: Seconds = answer_time_rule(30)


def right_number(item: QuestionItem) -> Decimal | None:
    """Return the number that is a question's answer, None where it stands on the host's card.

    Raises:
        NumberError: The answer is no number, or not the same in every language.
    """
    if item.answer is None:
        return None
    first, *others = [parse_number(each.strip()) for each in item.answer.by_language.values()]
    if any(each != first for each in others):
        raise NumberError(_("the right number is not the same in every language"))
    return first


def awards(written: Mapping[str, Decimal], right: Decimal, rules: EstimateRules) -> list[Award]:
    """Return the teams that get points, the nearest first, with what each of them gets; the equally near together."""
    in_play = [team for team, guess in written.items() if rules.over == "counts" or guess <= right]
    off = {team: abs(exact(written[team]) - exact(right)) for team in in_play}
    found: list[Award] = []
    place = 0
    for _off, group in groupby(sorted(in_play, key=off.__getitem__), key=off.__getitem__):
        teams = tuple(group)
        taken = [exact(points) for points in rules.points[place : place + len(teams)]]
        if any(taken):
            found.append((teams, taken[0] if rules.ties == "full" else sum(taken, Fraction(0)) / len(teams)))
        place += len(teams)
    return found


def _right(course: Worth, question: Question, rules: Any) -> Decimal | None:
    item = course.item(question, rules)
    right = None if item is None else right_number(item)
    return question.own(Estimates).right if right is None else right


def _awards(course: Worth, question: Question, rules: Any) -> list[Award]:
    own, right = question.own(Estimates), _right(course, question, rules)
    return [] if right is None else awards({each.team: each.guess for each in own.written}, right, rules)


def _points(course: Worth, question: Question, attempt: Try, rules: Any) -> Fraction:
    found = (points for teams, points in _awards(course, question, rules) if attempt.team in teams)
    return next(found, Fraction(0))


_VERDICTS: Mapping[str, Verdict] = {
    **VERDICTS,
    "estimated": Verdict(
        *(_("estimated"), _("ESTIMATED"), _("E"), lines.counted),
        lambda number: _("Question {number}: estimate", number=number),
        _points,
    ),
}
"""Nobody rules `estimated`: it follows from numbers typed in."""


class Estimation(AtOnceSection):
    """Every question is for every team; the numbers are typed in as they are held up, then the right one is opened."""

    name = "quiz.estimate"
    title = _("Estimates")
    rules = EstimateRules
    facts = (*QUIZ_FACTS, Estimated, EstimatesOpened)
    verdicts = _VERDICTS

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank with too few questions, and answers that are no number."""
        yield from super().refuse(rules, roster, panel)
        for nth, item in enumerate(rules.questions):
            try:
                right_number(item)
            except NumberError as error:
                yield f"questions.{nth}.answer", error.message

    def planned(self, state: State, moment: Moment) -> int:
        """Return the number of questions; in a play-off one, for those it leaves tied play off anew."""
        return 1 if moment.play_off else super().planned(state, moment)

    def is_open(self, question: Question, moment: Moment) -> bool:
        """Whether the right number is still to be opened."""
        return not question.own(Estimates).opened and not question.outcome

    def call(self, question: Question, moment: Moment) -> Text:
        """Return what the host says as the clock starts."""
        return lines.WRITE_NUMBER

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the number of each team that has none yet, and the opening of the right one."""
        written = {each.team for each in question.own(Estimates).written}
        waiting = [team for team in moment.field.playing if team.id not in written]
        if waiting:
            options = tuple(Option(each.id, desk_label(moment.field, each.id), team=each.id) for each in waiting)
            blanks = (Choice("team", options, _("team")), Number("guess", _("number")))
            label = _("{question}: the number of", question=question_label(question.number))
            yield Move(Estimated, label, {"number": question.number}, blanks=blanks)
        yield self._opening(question, moment, waiting=len(waiting))

    def _opening(self, question: Question, moment: Moment, *, waiting: int) -> Move:
        item, given = self.item(question, moment.rules), {"number": question.number}
        label = _("Open the right number: {question}", question=question_label(question.number))
        if waiting:
            label = _("{ruling}; numbers still missing: {count}", ruling=label, count=waiting)
        if item is not None and right_number(item) is not None:
            return Move(EstimatesOpened, label, given, derived={"right": None}, blanks=(AT,), gesture="yes")
        return Move(EstimatesOpened, label, given, blanks=(Number("right", _("right number")), AT))

    def blocks(self, question: Question, moment: Moment, curtain: bool) -> Iterator[Block]:
        """Yield the numbers, nearest first, once the right one is open; before it the hall sees how many are in."""
        own = question.own(Estimates)
        if own.written and (curtain or own.opened):
            yield Table(
                (_("desk"), _("team"), _("number"), _("off by"), _("points won")), tuple(self._rows(question, moment))
            )
        elif self.is_open(question, moment):
            count = len(own.written)
            yield Paragraph(_("{count} of {all} numbers are in", count=count, all=len(moment.field.playing)))

    def _rows(self, question: Question, moment: Moment) -> Iterator[tuple[Text | Fraction | int | None, ...]]:
        right = _right(self, question, moment.rules) if question.own(Estimates).opened else None
        field = moment.field
        for each in sorted(question.own(Estimates).written, key=lambda each: _off(each, right) or 0):
            worth = (
                None
                if right is None or moment.play_off
                else _points(self, question, Try(each.team, each.seq), moment.rules)
            )
            yield field.podium(each.team), field.team(each.team).name, exact(each.guess), _off(each, right), worth

    def ruling_line(self, question: Question, moment: Moment) -> Text | None:
        """Return the line that names the nearest, with their points and, where it is on no screen, the right number."""
        own = question.own(Estimates)
        if not own.opened:
            return super().ruling_line(question, moment)
        found = _awards(self, question, moment.rules)
        return lines.estimates(moment.field, found, own.right, play_off=moment.play_off)

    def entry(self, question: Question, attempt: Try, rules: Any, *, names_key: bool) -> Text:
        """Return what a score says of a number: which it was, and how far off."""
        each = next(each for each in question.own(Estimates).written if each.team == attempt.team)
        off = _off(each, _right(self, question, rules))
        if off is None:
            return super().entry(question, attempt, rules, names_key=names_key)
        numbers = {"guess": show(each.guess), "off": show(off)}
        return _("Question {number}: estimated {guess}, off by {off}", number=question.number, **numbers)


def _off(each: Estimate, right: Decimal | None) -> Fraction | None:
    return None if right is None else abs(exact(each.guess) - exact(right))
