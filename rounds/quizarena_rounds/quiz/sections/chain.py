"""Chain questions (连环题): clue after clue, the hardest first; whoever buzzes early gets more points.

Decides that an answer is worth what its clue was worth when the team buzzed. Source: tests/rulesets, CN26 (40, 30, 20,
10 points by clue).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from quizarena.blanks import PressWay
from quizarena.errors import RuleError
from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.points import Number
from quizarena.rounds import Moment
from quizarena.rules import Seconds, scoring, shape
from quizarena.scenes import Block, Paragraph
from quizarena.values import evolve, fast_init

from .. import lines
from ..buzzing import BuzzSection
from ..facts import QUIZ_FACTS, QuestionFact
from ..question import QuestionItem
from ..rules import SectionRules, answer_time_rule, buzz_time_rule, buzzers_rule, items_rule, questions_rule, wrong_rule
from ..state import FRESH, Question, State, Try
from ..words import _


@fast_init
@attrs.frozen
class Clues:
    """The records that opened the clues after the first: a question's own part."""

    records: tuple[int, ...] = ()

    @property
    def opened(self) -> int:
        """How many clues have been read."""
        return 1 + len(self.records)

    def at(self, seq: int) -> int:
        """Return the clue that had been read last when record `seq` came."""
        return 1 + sum(record < seq for record in self.records)


@attrs.frozen
class ClueOpened(QuestionFact, type="quiz.clue_opened", intent=Intent.STEP):
    """The next clue is read."""

    clue: int

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with one more clue, and its clock at the start."""
        return evolve(question.with_own(Clues((*question.own(Clues).records, seq))), **FRESH)


def _descending(instance: object, attribute: attrs.Attribute[Any], value: tuple[Decimal, ...]) -> None:
    if not value or min(value) <= 0 or list(value) != sorted(value, reverse=True):
        raise RuleError(_("expected points above 0 for each clue, the most for the first, such as [40, 30, 20, 10]"))


@attrs.frozen(cache_hash=True)
class ChainRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(4, _("how many questions"))
    clue_points: tuple[Decimal, ...] = scoring(
        default=(Decimal(40), Decimal(30), Decimal(20), Decimal(10)),
        validator=_descending,
        help=_("the points of a right answer at each clue, from the first"),
    )
    wrong: Decimal = wrong_rule(0)
    again: bool = shape(
        default=False,
        help=_("whether a team that was wrong may buzz at a later clue"),
    )
    buzzers: PressWay = buzzers_rule()
    buzz_time: Seconds = buzz_time_rule(15)
    answer_time: Seconds = answer_time_rule(15)


class Chain(BuzzSection):
    """Teams may buzz at any time; a wrong answer leaves the question to the others and the next clue."""

    name = "quiz.chain"
    title = _("Chain questions")
    rules = ChainRules
    facts = (*QUIZ_FACTS, ClueOpened)
    phases = ("ask", "clue", "buzz", "answer", "complete", "show", "rule", "next")

    def full(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of the clue at which the team buzzed."""
        points: tuple[Decimal, ...] = rules.clue_points
        return points[min(question.own(Clues).at(attempt.seq), len(points)) - 1]

    def advances_play(self, question: Question, moment: Moment) -> bool:
        """Whether others may still answer: always, until somebody is right."""
        return True

    def may_buzz_now(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are open: always."""
        return True

    def may_try(self, question: Question, team: str, rules: Any) -> bool:
        """Whether the team has not been wrong, or only at an earlier clue where that is no bar."""
        clues = question.own(Clues)
        tried = (each for each in question.tries if each.team == team)
        return all(rules.again and clues.at(each.seq) < clues.opened for each in tried)

    def is_open(self, question: Question, moment: Moment) -> bool:
        """Whether somebody answers, may buzz, or could at the next clue."""
        if question.answering is not None:
            return True
        over = bool(question.outcome) or question.right or question.given_up or not moment.field.playing
        later = moment.rules.again and self._has_clue(question, moment)
        return not over and (later or bool(self.may_buzz(question, moment)))

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the next clue, and the buzz."""
        if question.answering is None and self._has_clue(question, moment):
            given = {"number": question.number, "clue": question.own(Clues).opened + 1}
            label = _("Read clue {clue}", clue=question.own(Clues).opened + 1)
            yield Move(ClueOpened, label, given, say=lines.clue(question.own(Clues).opened + 1), gesture="next")
        if self.may_buzz(question, moment):
            yield from super().more_moves(state, question, moment)

    def blocks(self, question: Question, moment: Moment, curtain: bool) -> Iterator[Block]:
        """Yield the clues read so far; behind the curtain the next one too."""
        item = self.item(question, moment.rules)
        clues = () if item is None else item.clues[: question.own(Clues).opened + curtain]
        yield from map(Paragraph, clues)

    def _has_clue(self, question: Question, moment: Moment) -> bool:
        return bool(question.own(Clues).opened < len(moment.rules.clue_points))
