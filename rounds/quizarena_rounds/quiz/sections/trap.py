"""The trap (智力陷阱): the lower teams set the leader a question.

Decides who sets it and who is asked, both taken from the totals at that moment, and that what the leader loses goes to
those who set it, in equal shares. Source: tests/rulesets, CN26 (the three lower teams; wrong: the leader loses 30 to
them). Right in the last round, the leader stays the leader: that needs no rule of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from attrs.validators import ge, instance_of, le

from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.points import exact
from quizarena.roster import Roster
from quizarena.rounds import Moment
from quizarena.rules import Seconds, shape
from quizarena.scores import Score, leaf
from quizarena.text import Text

from ..bank import refuse_bank
from ..facts import Called
from ..moves import call_up
from ..question import QuestionItem
from ..rules import SectionRules, answer_time_rule, items_rule, points_rule, questions_rule, wrong_rule
from ..section import Section
from ..state import Question, State
from ..turns import Turn
from ..words import _


@attrs.frozen(cache_hash=True)
class TrapRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(1, _("how many questions"))
    setters: int = shape(
        default=3,
        validator=[instance_of(int), ge(1), le(50)],
        help=_("how many of the lowest teams set it"),
    )
    points: Decimal = points_rule(0)
    wrong: Decimal = wrong_rule(-30)
    answer_time: Seconds = answer_time_rule(30)


class Trap(Section):
    """The leader answers; a wrong answer feeds the teams that set the question."""

    name = "quiz.trap"
    title = _("The trap")
    rules = TrapRules
    phases = ("pick", "ask", "answer", "complete", "show", "rule", "next")

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank with too few questions."""
        yield from refuse_bank(rules.questions, rules.items)

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question to whoever leads."""
        number, call = len(state.latest) + 1, state.pick(Called, len(state.latest) + 1)
        if number > moment.rules.items or len(moment.field.playing) < 2:
            return None
        return Turn(number, "" if call is None else call.team)

    def planned(self, state: State, moment: Moment) -> int:
        """Return the number of questions."""
        items: int = moment.rules.items
        return items

    def pick(self, turn: Turn, state: State, moment: Moment) -> Move | None:
        """Return the call of the leader."""
        if turn.team:
            return None
        totals = moment.so_far.totals
        ranked = sorted(moment.field.playing, key=lambda team: -totals.get(team.id, Fraction(0)))
        lowest = ranked[1:][-moment.rules.setters :]
        return call_up(turn.number, ranked[0].id, tuple(team.id for team in lowest), moment)

    def beside(self, question: Question, rules: Any) -> Iterable[tuple[str, Score]]:
        """Yield the share of each team that set a question the leader got wrong."""
        lost = next((each for each in question.tries if each.verdict == "wrong"), None)
        if lost is None:
            return
        call = question.pick(Called)
        setters = () if call is None else call.by
        share = -exact(self.loss(question, lost, rules)) / max(1, len(setters))
        for team in setters:
            yield team, leaf(share, _("Question {number}: the leader was wrong", number=question.number), lost.ruled)
