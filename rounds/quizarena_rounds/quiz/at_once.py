"""Sections in which all teams answer every question at once, on boards, cards or devices, and are ruled on together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizarena.blanks import Option
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import Moment
from quizarena.scenes import Block
from quizarena.text import Text

from .bank import refuse_bank
from .section import Section
from .state import Question, State
from .turns import Turn


class AtOnceSection(Section):
    """A section of `items` questions, each for every team; nobody stands on stage, and one ruling is on all answers."""

    phases = ("ask", "rule", "next")

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank with too few questions."""
        yield from refuse_bank(rules.questions, rules.items)

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question to all, while there is one."""
        number = len(state.latest) + 1
        return Turn(number) if number <= self.planned(state, moment) and moment.field.playing else None

    def planned(self, state: State, moment: Moment) -> int:
        """Return the number of questions."""
        items: int = moment.rules.items
        return items

    def is_open(self, question: Question, moment: Moment) -> bool:
        """Whether the answers are still to be ruled on."""
        return not question.tries and not question.outcome

    def unanswered(self, question: Question, moment: Moment) -> tuple[Option, ...]:
        """Return nothing beside void: the answers are ruled on together."""
        return ()

    def on_stage(self, question: Question, moment: Moment) -> Iterator[Block]:
        """Yield nobody: all teams are at their desks."""
        yield from ()
