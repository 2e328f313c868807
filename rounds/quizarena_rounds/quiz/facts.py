"""What may happen in any section of the quiz.

Decides the facts and their fields. All name the question by its `number`, which a question that replaces a void one
keeps. Who answers is not repeated in the ruling: it follows from who was asked or who buzzed, so a corrected buzz takes
its ruling along. Nothing is recorded by a timer: a ruling carries the instant at which a person gave it.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

import attrs

from quizarena.facts import Fact, Intent


@attrs.frozen
class Chosen(Fact):
    """A team chose the points it risks (选分值), or passed (`level` is "pass")."""

    type: ClassVar[str] = "quiz.chosen"
    intent: ClassVar[Intent] = Intent.CALL
    number: int
    team: str
    level: str


@attrs.frozen
class PackTaken(Fact):
    """A team's pack of questions (题包) is picked, by itself or by another team."""

    type: ClassVar[str] = "quiz.pack_taken"
    intent: ClassVar[Intent] = Intent.CALL
    number: int
    team: str
    pack: str
    by: str = ""


@attrs.frozen
class Named(Fact):
    """A member is named to answer: by another team before the question (互点将), or by the desk after a buzz."""

    type: ClassVar[str] = "quiz.named"
    intent: ClassVar[Intent] = Intent.CALL
    number: int
    team: str
    member: str
    by: str = ""


@attrs.frozen
class Called(Fact):
    """A team is called up by the standings: the leader, or the last; `by` are the teams that set it the question."""

    type: ClassVar[str] = "quiz.called"
    intent: ClassVar[Intent] = Intent.CALL
    number: int
    team: str
    by: tuple[str, ...] = ()


@attrs.frozen
class Asked(Fact):
    """A question is put (出题): to a team and its member, or to all, whoever buzzes.

    `question` is its id in the bank, empty where the host reads from a card. An `unscored` one only separates a tie.
    """

    type: ClassVar[str] = "quiz.asked"
    intent: ClassVar[Intent] = Intent.STEP
    number: int
    team: str = ""
    member: str = ""
    question: str = ""
    unscored: bool = False


@attrs.frozen
class ClockPressed(Fact):
    """The clock of the question is turned: `action` is start, stop or reset.

    While nobody answers a buzzer question, a start is the host's 请抢答.
    """

    type: ClassVar[str] = "quiz.clock"
    intent: ClassVar[Intent] = Intent.CLOCK
    number: int
    action: str
    at: datetime


@attrs.frozen
class ClockMoved(Fact):
    """Seconds are added to the time of the question, or taken from it where negative."""

    type: ClassVar[str] = "quiz.clock_moved"
    intent: ClassVar[Intent] = Intent.TIMING
    number: int
    seconds: int


@attrs.frozen
class Buzzed(Fact):
    """A team buzzed: it may answer."""

    type: ClassVar[str] = "quiz.buzzed"
    intent: ClassVar[Intent] = Intent.CALL
    number: int
    team: str


@attrs.frozen
class FalseStart(Fact):
    """A team buzzed before the host's call (抢答犯规)."""

    type: ClassVar[str] = "quiz.false_start"
    intent: ClassVar[Intent] = Intent.PENALTY
    number: int
    team: str


@attrs.frozen
class Begun(Fact):
    """The answer has begun within the time to start: the clock starts anew with the time to answer."""

    type: ClassVar[str] = "quiz.begun"
    intent: ClassVar[Intent] = Intent.CLOCK
    number: int
    at: datetime


@attrs.frozen
class Answered(Fact):
    """The answer is complete (回答完毕): the clock stops."""

    type: ClassVar[str] = "quiz.answered"
    intent: ClassVar[Intent] = Intent.STEP
    number: int
    at: datetime


@attrs.frozen
class AnswerShown(Fact):
    """The right answer is shown to the hall before the ruling (亮答案)."""

    type: ClassVar[str] = "quiz.answer_shown"
    intent: ClassVar[Intent] = Intent.STEP
    number: int


@attrs.frozen
class Ruled(Fact):
    """A person's ruling on the question.

    On an answer `verdict` is right, wrong, partial (`got`, of `of` parts where parts are counted), foul (prompting),
    late (begun too late) or passed. On the question it is void (作废重出: another question is asked in its place),
    swap (换题: the same at the team's wish), nobody (no team buzzed), to_audience, or audience (somebody there knew).
    """

    type: ClassVar[str] = "quiz.ruled"
    intent: ClassVar[Intent] = Intent.RULING
    number: int
    verdict: str
    at: datetime
    got: Decimal | None = None
    of: int = 0


QUIZ_FACTS: tuple[type[Fact], ...] = (
    Chosen,
    PackTaken,
    Named,
    Called,
    Asked,
    ClockPressed,
    ClockMoved,
    Buzzed,
    FalseStart,
    Begun,
    Answered,
    AnswerShown,
    Ruled,
)
