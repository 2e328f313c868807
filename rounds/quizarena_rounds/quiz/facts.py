"""What may happen in any section of the quiz.

Decides the facts and their fields. All name the question by its `number`, which a question that replaces a void one
keeps. Who answers is not repeated in the ruling: it follows from who was asked or who buzzed, so a corrected buzz takes
its ruling along. Nothing is recorded by a timer: a ruling carries the instant at which a person gave it.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import attrs

from quizarena.facts import Fact


@attrs.frozen
class Chosen(Fact):
    """A team chose the points it risks (选分值), or passed (`level` is "pass")."""

    type: ClassVar[str] = "quiz.chosen"
    number: int
    team: str
    level: str


@attrs.frozen
class Asked(Fact):
    """A question is put (出题): to a team and its member, or to all, whoever buzzes.

    `question` is its id in the bank, empty where the host reads from a card.
    """

    type: ClassVar[str] = "quiz.asked"
    number: int
    team: str = ""
    member: str = ""
    question: str = ""


@attrs.frozen
class ClockTurned(Fact):
    """The clock of the question is turned: `action` is start, stop or reset.

    While nobody answers a buzzer question, a start is the host's 请抢答.
    """

    type: ClassVar[str] = "quiz.clock"
    number: int
    action: str
    at: datetime


@attrs.frozen
class ClockMoved(Fact):
    """Seconds are added to the time of the question, or taken from it where negative."""

    type: ClassVar[str] = "quiz.clock_moved"
    number: int
    seconds: int


@attrs.frozen
class Buzzed(Fact):
    """A team buzzed: it may answer, or committed a false start (抢答犯规) where `early`."""

    type: ClassVar[str] = "quiz.buzzed"
    number: int
    team: str
    early: bool = False


@attrs.frozen
class Answered(Fact):
    """The answer is complete (回答完毕): the clock stops."""

    type: ClassVar[str] = "quiz.answered"
    number: int
    at: datetime


@attrs.frozen
class AnswerShown(Fact):
    """The right answer is shown to the hall before the ruling (亮答案)."""

    type: ClassVar[str] = "quiz.answer_shown"
    number: int


@attrs.frozen
class Ruled(Fact):
    """A person's ruling on the question.

    `verdict` is right, wrong, void (作废重出: another question is asked in its place) or nobody (no team buzzed).
    """

    type: ClassVar[str] = "quiz.ruled"
    number: int
    verdict: str
    at: datetime


QUIZ_FACTS: tuple[type[Fact], ...] = (
    Chosen,
    Asked,
    ClockTurned,
    ClockMoved,
    Buzzed,
    Answered,
    AnswerShown,
    Ruled,
)
