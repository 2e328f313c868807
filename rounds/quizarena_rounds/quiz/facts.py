"""What may happen in any section of the quiz.

Decides the facts and their fields. All name the question by its `number`, which a question that replaces a void one
keeps. Who answers is not repeated in the ruling: it follows from who was asked or who buzzed, so a corrected buzz takes
its ruling along. Nothing is recorded by a timer: a ruling carries the instant at which a person gave it.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import attrs

from quizarena.blanks import Press
from quizarena.facts import Fact, Intent


@attrs.frozen
class Chosen(Fact, type="quiz.chosen", intent=Intent.CALL):
    """A team chose the points it risks (选分值), or passed (`level` is "pass")."""

    number: int
    team: str
    level: str


@attrs.frozen
class PackTaken(Fact, type="quiz.pack_taken", intent=Intent.CALL):
    """A team's pack of questions (题包) is picked, by itself or by another team."""

    number: int
    team: str
    pack: str
    by: str = ""


@attrs.frozen
class Named(Fact, type="quiz.named", intent=Intent.CALL):
    """A member is named to answer: by another team before the question (互点将), or by the desk after a buzz."""

    number: int
    team: str
    member: str
    by: str = ""


@attrs.frozen
class Called(Fact, type="quiz.called", intent=Intent.CALL):
    """A team is called up by the standings: the leader, or the last; `by` are the teams that set it the question."""

    number: int
    team: str
    by: tuple[str, ...] = ()


@attrs.frozen
class Asked(Fact, type="quiz.asked", intent=Intent.STEP):
    """A question is put (出题): to a team and its member, or to all, whoever buzzes.

    `question` is its id in the bank, empty where the host reads from a card. An `unscored` one only separates a tie.
    """

    number: int
    team: str = ""
    member: str = ""
    question: str = ""
    unscored: bool = False


@attrs.frozen
class ClockPressed(Fact, type="quiz.clock", intent=Intent.CLOCK):
    """The clock of the question is turned: `action` is start, stop or reset.

    While nobody answers a buzzer question, a start is the host's 请抢答.
    """

    number: int
    action: str
    at: datetime


@attrs.frozen
class ClockMoved(Fact, type="quiz.clock_moved", intent=Intent.TIMING):
    """Seconds are added to the time of the question, or taken from it where negative."""

    number: int
    seconds: int


@attrs.frozen
class Buzzed(Fact, type="quiz.buzzed", intent=Intent.CALL):
    """A team buzzed: it may answer. `presses` are what buzzers measured, the first first; none where a hand was up."""

    number: int
    team: str
    presses: tuple[Press, ...] = ()


@attrs.frozen
class FalseStart(Fact, type="quiz.false_start", intent=Intent.PENALTY):
    """A team buzzed before the host's call (抢答犯规)."""

    number: int
    team: str


@attrs.frozen
class Begun(Fact, type="quiz.begun", intent=Intent.CLOCK):
    """The answer has begun within the time to start: the clock starts anew with the time to answer."""

    number: int
    at: datetime


@attrs.frozen
class Answered(Fact, type="quiz.answered", intent=Intent.STEP):
    """The answer is complete (回答完毕): the clock stops."""

    number: int
    at: datetime


@attrs.frozen
class AnswerShown(Fact, type="quiz.answer_shown", intent=Intent.STEP):
    """The right answer is shown to the hall before the ruling (亮答案)."""

    number: int


@attrs.frozen
class Ruled(Fact, type="quiz.ruled", intent=Intent.RULING):
    """A person's ruling on the question.

    On an answer `verdict` is right, wrong, partial (`got`, of `of` parts where parts are counted), foul (prompting),
    late (begun too late) or passed. On the question it is void (作废重出: another question is asked in its place),
    swap (换题: the same at the team's wish), nobody (no team buzzed), to_audience, or audience (somebody there knew).
    `chosen` are the letters of a choice, ascending: then the verdict is the key's. A spoken answer has none.
    """

    number: int
    verdict: str
    at: datetime
    got: Decimal | None = None
    of: int = 0
    chosen: tuple[str, ...] = ()


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
