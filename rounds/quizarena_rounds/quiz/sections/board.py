"""Board questions (题板题): all teams answer at once and raise their boards; one ruling says who was right.

Decides that a question is ruled for all teams in one fact. Whether a team's members agreed (tests/rulesets, CN06) or a
board came up late is the host's to see: it is wrong then. CN26: wrong may cost points, passing nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

import attrs

from quizarena.blanks import Choice, Option
from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.rounds import Moment
from quizarena.rules import Seconds
from quizarena.text import Text
from quizarena.values import evolve

from .. import lines
from ..at_once import AtOnceSection
from ..facts import QUIZ_FACTS, QuestionFact
from ..labels import desk_label
from ..moves import AT
from ..question import QuestionItem
from ..rules import SectionRules, answer_time_rule, items_rule, passed_rule, points_rule, questions_rule, wrong_rule
from ..rulings import rule_label
from ..state import Question, State, Try, spent
from ..words import _
from ..worth import VERDICTS, offered


@attrs.frozen
class BoardRuled(QuestionFact, type="quiz.board_ruled", intent=Intent.RULING):
    """The verdict on every team's board: right, wrong or passed, by team."""

    at: datetime
    verdicts: Mapping[str, str] = attrs.field(hash=False)

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with every team's answer."""
        used = spent(question, self.at)
        tries = tuple(Try(team, seq, verdict=verdict, ruled=seq, **used) for team, verdict in self.verdicts.items())
        return evolve(question, tries=tries, clock=question.clock.stopped(self.at))


@attrs.frozen(cache_hash=True)
class BoardRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(5, _("how many questions, each for all teams"))
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(0)
    passed: Decimal | None = passed_rule()
    answer_time: Seconds = answer_time_rule(30)


class Board(AtOnceSection):
    """Every question is for every team."""

    name = "quiz.board"
    title = _("Board questions")
    rules: type = BoardRules
    facts = (*QUIZ_FACTS, BoardRuled)

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the ruling on all boards."""
        names = tuple(Option(name, VERDICTS[name].label) for name in offered(moment.rules))
        boards = tuple(
            Choice(f"verdicts.{team.id}", names, desk_label(moment.field, team.id)) for team in moment.field.playing
        )
        if boards:
            yield Move(BoardRuled, rule_label(question, moment), {"number": question.number}, blanks=(*boards, AT))

    def ruling_line(self, question: Question, moment: Moment) -> Text | None:
        """Return the line that names the desks whose board was right."""
        if question.outcome or not question.tries:
            return super().ruling_line(question, moment)
        return lines.boards(moment.field, [each.team for each in question.tries if each.verdict == "right"])
