"""The rules that sections share, declared once with their limits and their help.

Decides names, bounds and words; each section's own class says which of them it has. Points may be amended at any time,
what shapes the play only until the round begins.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs.validators import ge, instance_of, le, optional

from quizarena.blanks import PressWay
from quizarena.rules import scoring, shape
from quizarena.text import Text

from .words import _

MOST_QUESTIONS = 200
_HOUR = 3_600


class SectionRules:
    """What every section may be asked, each with the answer of rules that leave it out.

    The rules of a section inherit it and declare as a field what they have.
    """

    __slots__ = ()

    @property
    def questions(self) -> tuple[Any, ...]:
        """The question bank; without one the host reads from cards."""
        return ()

    @property
    def individual(self) -> bool:
        """Whether each member's own points are kept."""
        return False

    @property
    def swaps(self) -> int:
        """How often a team may have its question swapped."""
        return 0

    @property
    def partial(self) -> str:
        """How part of the points may be given."""
        return "none"

    @property
    def start_time(self) -> int | None:
        """The seconds within which an answer has to begin, None without such a limit."""
        return None

    @property
    def power(self) -> Decimal | None:
        """The points before the power mark; this and the next four are rulings only offered where they are given."""
        return None

    @property
    def buzzers(self) -> PressWay:
        """Who says who was first at the buzzers."""
        return "hand"

    @property
    def neg(self) -> Decimal | None:
        """The points for interrupting with a wrong answer."""
        return None

    @property
    def bonus(self) -> tuple[Decimal, ...] | None:
        """The points of the parts of a bonus; None where the bank alone says whether there is one."""
        return None

    @property
    def bounce_back(self) -> bool:
        """Whether others may answer a part of the bonus that its team missed."""
        return False

    @property
    def foul(self) -> Decimal | None:
        """The points for prompting."""
        return None

    @property
    def late_start(self) -> Decimal | None:
        """The points for an answer that does not begin in time."""
        return None

    @property
    def passed(self) -> Decimal | None:
        """The points of a team that passes."""
        return None


def questions_rule() -> Any:
    """Return the field for the question bank."""
    words = _("the question bank, or its file; the host reads from cards if left out")
    return shape(default=(), sealed=True, include="questions", help=words)


def per_team_rule(default: int) -> Any:
    """Return the field for the number of questions each team gets."""
    return shape(default=default, validator=_count(), help=_("questions for each team"))


def items_rule(default: int, words: Text) -> Any:
    """Return the field for a number of questions or passes."""
    return shape(default=default, validator=_count(), help=words)


def points_rule(default: int) -> Any:
    """Return the field for the points of a right answer."""
    words = _("points for a right answer")
    return scoring(default=Decimal(default), validator=ge(Decimal(0)), help=words)


def deduction_rule(default: int, words: Text) -> Any:
    """Return the field for points that are taken away: 0, or negative."""
    return scoring(default=Decimal(default), validator=le(Decimal(0)), help=words)


def wrong_rule(default: int) -> Any:
    """Return the field for the points of a wrong answer."""
    return deduction_rule(default, _("points for a wrong answer: 0, or negative"))


def extra_rule(words: Text) -> Any:
    """Return the field for the points of a ruling that is only offered where they are given: 0, or negative."""
    return scoring(default=None, validator=optional(le(Decimal(0))), help=words)


def foul_rule() -> Any:
    """Return the field for the points of a question at which somebody prompted."""
    return extra_rule(_("points for the question where somebody prompts: 0 or negative; no such ruling if left out"))


def late_start_rule() -> Any:
    """Return the field for the points of an answer that is begun too late."""
    return extra_rule(_("points where an answer is not begun in time: 0 or negative; no such ruling if left out"))


def passed_rule() -> Any:
    """Return the field for the points of a question that a team passes."""
    return extra_rule(_("points where a team passes, often 0; it may not pass if left out"))


def start_time_rule() -> Any:
    """Return the field for the time to begin an answer."""
    words = _("time to begin an answer, before the time to answer runs; none if left out")
    return scoring(default=None, validator=optional([instance_of(int), ge(1), le(_HOUR)]), help=words)


def swaps_rule() -> Any:
    """Return the field for how often a team may have a question swapped."""
    words = _("how often a team may have its question swapped for another")
    return shape(default=0, validator=[instance_of(int), ge(0), le(MOST_QUESTIONS)], help=words)


def swappers_rule() -> Any:
    """Return the field for who may swap."""
    words = _("which teams may swap; all of them if left out")
    return shape(default=(), help=words)


def answer_time_rule(default: int) -> Any:
    """Return the field for the answering time."""
    return _time(default, _("time to answer, from the host's call"))


def buzz_time_rule(default: int) -> Any:
    """Return the field for the time to buzz."""
    return _time(default, _("time to buzz, from the host's call"))


def buzzers_rule() -> Any:
    """Return the field for who says who was first at the buzzers."""
    words = _(
        "who says who was first: hand, a person alone; confirm, buzzers (teams' phones, boxes) tell the desk, and "
        "Enter confirms; auto, they record it where they are certain, and else the desk decides"
    )
    return scoring(default="confirm", help=words)


def window_rule(default: int) -> Any:
    """Return the field for the length of a window with many questions."""
    return _time(default, _("how long a window is"))


def _time(default: int, words: Text) -> Any:
    return scoring(default=default, validator=[instance_of(int), ge(1), le(_HOUR)], help=words)


def _count() -> Any:
    return [instance_of(int), ge(1), le(MOST_QUESTIONS)]
