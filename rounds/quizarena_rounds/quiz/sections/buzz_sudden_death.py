"""Sudden death at the buzzer (加赛抢答): the first right answer wins, a wrong one is out.

Decides who is still in. The rule is the one of 象山县's contest (tests/rulesets, CN01): first to score wins,
first to answer wrong is out. A buzz before the host's call does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from quizarena.blanks import PressWay
from quizarena.facts import Fact
from quizarena.panels import Panel
from quizarena.roster import Roster, Team
from quizarena.rounds import Moment
from quizarena.rules import Seconds
from quizarena.text import Text

from ..bank import refuse_bank
from ..buzzing import BuzzSection
from ..facts import Asked
from ..question import QuestionItem
from ..rules import (
    SectionRules,
    answer_time_rule,
    buzz_time_rule,
    buzzers_rule,
    items_rule,
    points_rule,
    questions_rule,
    wrong_rule,
)
from ..state import Question, State
from ..turns import Turn
from ..words import _


@attrs.frozen(cache_hash=True)
class BuzzSuddenDeathRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(10, _("the most questions"))
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(-10)
    buzzers: PressWay = buzzers_rule()
    buzz_time: Seconds = buzz_time_rule(15)
    answer_time: Seconds = answer_time_rule(15)


class BuzzSuddenDeath(BuzzSection):
    """Over at the first right answer, or when one team is left that was never wrong."""

    name = "quiz.buzz_sudden_death"
    title = _("Sudden death at the buzzer")
    rules = BuzzSuddenDeathRules

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse points by which the last team left would not stand above those that are out."""
        yield from refuse_bank(rules.questions, 1)
        if not rules.wrong < 0 < rules.points:
            yield "wrong", _("expected points above 0 and wrong below 0: who is out has to stand below who is in")

    def advances_play(self, question: Question, moment: Moment) -> bool:
        """Whether the question is still to be answered: one answer ends it."""
        return not question.tries

    def apply(self, state: State, seq: int, fact: Fact) -> State:
        """Return the state after `fact`; a new question bars the teams that are out."""
        result = super().apply(state, seq, fact)
        return result.with_current(barred=_out(state)) if isinstance(fact, Asked) else result

    def contenders(self, state: State, moment: Moment) -> tuple[Team, ...]:
        """Return the teams that were never wrong."""
        out = _out(state)
        return tuple(team for team in moment.field.playing if team.id not in out)

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question while there is no winner and more than one team is left."""
        won = any(question.right for question in state.questions)
        return None if won or len(self.contenders(state, moment)) < 2 else super().next_turn(state, moment)


def _out(state: State) -> tuple[str, ...]:
    return tuple(each.team for question in state.questions for each in question.tries if each.verdict == "wrong")
