"""A round on paper (笔答题): questions are read out one after the other, answered on paper and marked together.

Decides that a paper's mark is one number a team, typed in a table once the papers are in, and that the hall reads no
answer before. Sources: roundkit.runriva.com on marking a pub quiz (a point a right answer, half of one for a part of
it where the host said so), rounds 3 and 7 of the quiz league bdql.org.uk (eight questions read, then marked).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from attrs.validators import gt, optional

from quizarena.blanks import Number
from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.points import exact, show
from quizarena.roster import Roster
from quizarena.rounds import Advice, Moment
from quizarena.rules import Seconds, scoring
from quizarena.scenes import Block, Ruling, Table
from quizarena.text import Text
from quizarena.values import evolve, fast_init

from .. import lines
from ..at_once import AtOnceSection
from ..bank import find
from ..facts import QUIZ_FACTS, QuestionFact
from ..labels import desk_label
from ..moves import AT
from ..question import QuestionItem
from ..rules import SectionRules, answer_time_rule, items_rule, points_rule, questions_rule
from ..rulings import void_ruling
from ..state import Question, State, Try
from ..turns import Turn
from ..words import _
from ..worth import VERDICTS, Verdict, Worth


@fast_init
@attrs.frozen
class Papers:
    """The last question's own part, once the papers are in: what each number of them asked, by its id in the bank."""

    asked: tuple[tuple[int, str], ...] = ()


@attrs.frozen
class PapersCollected(QuestionFact, type="quiz.papers_collected", intent=Intent.STEP):
    """The papers are in: the clock stops, and the hall may read the answers."""

    at: datetime

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the last question with what stands on the papers."""
        asked = tuple((number, each.item) for number, each in sorted(state.latest.items()))
        papers = question.with_own(Papers(asked))
        return evolve(papers, shown=True, answered=True, clock=question.clock.stopped(self.at))


@attrs.frozen
class PapersMarked(QuestionFact, type="quiz.papers_marked", intent=Intent.RULING):
    """The mark on every team's paper, by team: how many answers are right, a part of one where the rules allow it."""

    marks: Mapping[str, Decimal] = attrs.field(hash=False)

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the last question with every team's mark."""
        tries = tuple(Try(team, seq, verdict="marked", ruled=seq, got=mark) for team, mark in self.marks.items())
        return evolve(question, tries=tries)


def _points(section: Worth, question: Question, attempt: Try, rules: Any) -> Fraction:
    return exact(attempt.got or 0) * exact(section.full(question, attempt, rules))


_VERDICTS: Mapping[str, Verdict] = {
    **VERDICTS,
    "marked": Verdict(
        *(_("paper marked"), _("MARKED"), _("C"), lines.counted),
        lambda number: _("Papers: marked"),
        _points,
    ),
}
"""Nobody rules `marked`: it follows from numbers typed in."""


@attrs.frozen(cache_hash=True)
class PaperRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(10, _("how many questions are read; 1 where they are printed on the paper"))
    full: Decimal | None = scoring(
        default=None,
        validator=optional(gt(Decimal(0))),
        help=_("the highest mark of a paper, such as 100; as many as questions were read, if left out"),
    )
    step: Decimal = scoring(
        default=Decimal(1),
        validator=gt(Decimal(0)),
        help=_("the smallest part of a mark: 1, whole marks; 0.5, halves too"),
    )
    points: Decimal = points_rule(1)
    answer_time: Seconds = answer_time_rule(30)


class Paper(AtOnceSection):
    """The questions follow each other unruled; after the last the papers come in, and their marks are typed in."""

    name = "quiz.paper"
    title = _("On paper")
    rules = PaperRules
    facts = (*QUIZ_FACTS, PapersCollected, PapersMarked)
    verdicts = _VERDICTS

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank with too few questions, and steps by which nobody reaches the highest mark."""
        yield from super().refuse(rules, roster, panel)
        full = Decimal(rules.items) if rules.full is None else rules.full
        if exact(full) % exact(rules.step):
            yield "step", _("a full mark of {full} is not reached by steps of {step}", full=full, step=rules.step)

    def advise(self, rules: Any, roster: Roster) -> Iterable[Advice]:
        """Advise also where a highest mark is set beside points that multiply it."""
        yield from super().advise(rules, roster)
        if rules.full is not None and rules.points != 1:
            best = show(exact(rules.full) * exact(rules.points))
            why = _("every mark counts {points} points: a full paper gives {best}", points=rules.points, best=best)
            yield Advice("points", why, _("leave points out where the marks on the paper are points already"))

    def planned(self, state: State, moment: Moment) -> int:
        """Return the number of questions, no more than were read once the papers are in; in a play-off one."""
        if _papers(state).asked:
            return len(state.latest)
        return 1 if moment.play_off else super().planned(state, moment)

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question, none once the papers are in."""
        return None if _papers(state).asked else super().next_turn(state, moment)

    def call(self, question: Question, moment: Moment) -> Text:
        """Return what the host says as the clock starts."""
        return lines.WRITE_ANSWER

    def phase(self, state: State, moment: Moment) -> str:
        """Return the step of the rail: the next question while there is one."""
        step = super().phase(state, moment)
        return "next" if step == "rule" and self.next_turn(state, moment) else step

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield what asks the next question, the collection of the papers, then the table of their marks."""
        given = {"number": question.number}
        if question.own(Papers).asked:
            if blanks := tuple(_marks(question, moment)):
                yield Move(PapersMarked, _("Marks of the papers"), given, blanks=blanks, gesture="next")
        else:
            yield from self.asking_moves(state, moment.next)
            last = not self.next_turn(state, moment) and not self.owed(state, moment)
            label = _("Collect the papers") if last else _("Collect the papers before the last question")
            move = Move(PapersCollected, label, given, blanks=(AT,), say=lines.COLLECT_PAPERS, gesture="next")
            yield move if last else evolve(move, gesture=None)

    def rulings(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield void for the question just read, while the papers are out."""
        if not question.own(Papers).asked:
            yield void_ruling(question, moment)

    def blocks(self, question: Question, moment: Moment, curtain: bool) -> Iterator[Block]:
        """Yield the answers to all questions once the papers are in, then what each team's paper has."""
        if question.tries:
            yield Table((_("desk"), _("team"), _("mark"), _("points won")), tuple(self._rows(question, moment)))
        elif rows := tuple(_answers(question, moment)):
            yield Table((_("question"), _("answer")), rows)

    def _rows(self, question: Question, moment: Moment) -> Iterator[tuple[Text | Fraction | int | None, ...]]:
        field = moment.field
        for each in question.tries:
            worth = None if moment.play_off else _points(self, question, each, moment.rules)
            yield field.podium(each.team), field.team(each.team).name, exact(each.got or 0), worth

    def ruling_line(self, question: Question, moment: Moment) -> Text | None:
        """Return the line that reads the answers, then the one that reads the points of all teams."""
        if question.tries and not question.outcome:
            points = {each.team: _gain(self, question, each, moment) for each in question.tries}
            return lines.papers(moment.field, points)
        answers = tuple(_answers(question, moment))
        return lines.paper_answers(answers) if answers else super().ruling_line(question, moment)

    def ruling(self, question: Question, moment: Moment) -> Ruling | None:
        """Return the last ruling as screens show it: none while the answers stand there, then that the marks do."""
        ruling = super().ruling(question, moment)
        if ruling is None or not question.own(Papers).asked or question.outcome:
            return ruling
        return evolve(ruling, verdict=_("PAPERS MARKED")) if question.tries else None

    def entry(self, question: Question, attempt: Try, rules: Any, *, names_key: bool) -> Text:
        """Return what a score says of a paper: its mark, and the highest there was."""
        return _("Paper: {mark} of {full}", mark=show(attempt.got or 0), full=show(_full(question, rules)))


def _papers(state: State) -> Papers:
    return Papers() if state.current is None else state.current.own(Papers)


def _full(question: Question, rules: Any) -> Decimal:
    full: Decimal | None = rules.full
    return Decimal(len(question.own(Papers).asked)) if full is None else full


def _marks(question: Question, moment: Moment) -> Iterator[Number]:
    full, step = _full(question, moment.rules), moment.rules.step
    for team in moment.field.playing:
        yield Number(f"marks.{team.id}", desk_label(moment.field, team.id), Decimal(0), full, step)


def _answers(question: Question, moment: Moment) -> Iterator[tuple[int, Text]]:
    """Yield the answers that the bank knows, each with the number of its question."""
    for number, each in question.own(Papers).asked:
        item = find(moment.rules.questions, each)
        if item is not None and item.answer_text is not None:
            yield number, item.answer_text


def _gain(section: Paper, question: Question, attempt: Try, moment: Moment) -> Fraction:
    """Return the points of a paper; in a play-off its mark."""
    return exact(attempt.got or 0) if moment.play_off else _points(section, question, attempt, moment.rules)
