"""Toss-up and bonus (quiz bowl): all teams buzz for a toss-up while it is read, a right answer earns a bonus in parts.

Decides what is right before the power mark, what a wrong answer that interrupts costs, and who may answer a part of the
bonus: its team, or after it the others where parts bounce back. Sources: the rules of NAQT (15, 10, -5, bonus of three
parts of 10) and ACF (the same without powers).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from attrs.validators import ge, le, optional

from quizarena.blanks import Choice, Option, PressWay
from quizarena.clocks import Clock
from quizarena.errors import RuleError
from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.points import exact
from quizarena.roster import Team
from quizarena.rounds import Moment
from quizarena.rules import Seconds, scoring, shape
from quizarena.scenes import Ruling
from quizarena.scores import Score, leaf
from quizarena.text import Text
from quizarena.values import evolve, fast_init

from .. import lines
from ..buzzing import BuzzSection
from ..facts import QUIZ_FACTS, QuestionFact
from ..labels import desk_label
from ..members import individual_rule, keeps_members, speaker
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
from ..state import RIGHT, Question, State, Try
from ..words import _
from ..worth import VERDICTS

NOBODY = "nobody"


@fast_init
@attrs.frozen
class Bonus:
    """Who was right on a part of the bonus that a right answer earned, and by which record."""

    part: int
    team: str
    seq: int


@fast_init
@attrs.frozen
class Bonuses:
    """The parts of the bonus ruled on so far: a question's own part."""

    ruled: tuple[Bonus, ...] = ()


@attrs.frozen
class BonusRuled(QuestionFact, type="quiz.bonus_ruled", intent=Intent.RULING):
    """Who was right on a part of the bonus: a team, or nobody."""

    part: int
    winner: str

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with one more part; each has the whole time, so the clock does not run on into it."""
        ruled = (*question.own(Bonuses).ruled, Bonus(self.part, self.winner, seq))
        return evolve(question.with_own(Bonuses(ruled)), clock=Clock(0), extra_seconds=0)


def _no_negative(instance: object, attribute: attrs.Attribute[Any], value: tuple[Decimal, ...]) -> None:
    if any(points < 0 for points in value) or len(value) > 20:
        raise RuleError(_("expected at most 20 parts of 0 points or more, such as [10, 10, 10]"))


@attrs.frozen(cache_hash=True)
class TossUpRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    items: int = items_rule(20, _("how many toss-ups"))
    points: Decimal = points_rule(10)
    power: Decimal | None = scoring(
        default=Decimal(15),
        validator=optional(ge(Decimal(0))),
        help=_("points before the power mark; none if null"),
    )
    wrong: Decimal = wrong_rule(0)
    neg: Decimal | None = scoring(
        default=Decimal(-5),
        validator=optional(le(Decimal(0))),
        help=_("points for interrupting with a wrong answer; no such ruling if null"),
    )
    bonus: tuple[Decimal, ...] = shape(
        default=(Decimal(10), Decimal(10), Decimal(10)),
        validator=_no_negative,
        help=_("the points of each part of the bonus; none if empty"),
    )
    bounce_back: bool = shape(
        default=False,
        help=_("whether others may answer a part that the bonus's team missed"),
    )
    individual: bool = individual_rule()
    buzzers: PressWay = buzzers_rule()
    buzz_time: Seconds = buzz_time_rule(5)
    answer_time: Seconds = answer_time_rule(5)


class TossUp(BuzzSection):
    """The buzzers are open while the host reads; a team that was wrong is out of the question and the host reads on."""

    name = "quiz.tossup"
    title = _("Toss-up and bonus")
    rules = TossUpRules
    facts = (*QUIZ_FACTS, BonusRuled)
    phases = ("ask", "buzz", "answer", "complete", "show", "rule", "bonus", "next")

    def offered(self, question: Question, rules: Any) -> Iterator[str]:
        """Yield right, wrong, right before the power mark, and the neg, which only the first to answer can get.

        Wrong and neg come once more for a question that is then over. So an answer ruled right by mistake can be put
        right after the next question was asked.
        """
        first = len(question.tries) == 1
        found = [name for name in super().offered(question, rules) if name != "neg" or first]
        yield from found
        yield from (last for name, last in (("wrong", "wrong_last"), ("neg", "neg_last")) if name in found)

    def advances_play(self, question: Question, moment: Moment) -> bool:
        """Whether others may still answer: until somebody is right."""
        return True

    def may_buzz_now(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are open: always."""
        return True

    def is_open(self, question: Question, moment: Moment) -> bool:
        """Whether the toss-up is undecided, or a part of its bonus still to be ruled on."""
        if question.given_up:
            return False
        return super().is_open(question, moment) or bool(self._earned(question, moment))

    def is_buzzing(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are what everybody waits for: not during a bonus."""
        return super().is_buzzing(question, moment) and not question.right

    def phase(self, state: State, moment: Moment) -> str:
        """Return where on the rail the section stands."""
        question = state.current
        return "bonus" if question is not None and self._earned(question, moment) else super().phase(state, moment)

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the buzz, and who answers where members have points of their own."""
        who = question.answering
        if who is not None and not who.member and keeps_members(moment.rules):
            yield from speaker(question.number, who.team, moment)
        if not question.right:
            yield from super().more_moves(state, question, moment)

    def rulings(self, state: State, question: Question, moment: Moment) -> Iterable[Move]:
        """Yield the rulings on the toss-up, or on the next part of its bonus."""
        team = self._earned(question, moment)
        return [_part(question, team, moment)] if team else super().rulings(state, question, moment)

    def announced(self, question: Question, moment: Moment) -> Text | None:
        """Return the line that begins the next part of the bonus, None where no part is to come."""
        team, part = self._earned(question, moment), len(question.own(Bonuses).ruled) + 1
        return lines.bonus(moment.field, team, part, moment.rules.bonus[part - 1]) if team else None

    def verdict_line(self, question: Question, attempt: Try, moment: Moment) -> Text:
        """Return the line; after an answer that interrupted the others hear the rest of the question."""
        line = super().verdict_line(question, attempt, moment)
        goes_on = attempt.verdict == "neg" and self.is_open(question, moment)
        return lines.rest_of_question(line) if goes_on else line

    def ruling_line(self, question: Question, moment: Moment) -> Text | None:
        """Return the line on the last ruling, of the bonus too, None once the clock of the next part was started."""
        if question.timed and self._earned(question, moment):
            return None
        if not question.own(Bonuses).ruled or question.outcome:
            return super().ruling_line(question, moment)
        last = question.own(Bonuses).ruled[-1]
        if last.team == NOBODY:
            return lines.NO_POINTS
        return lines.right(moment.field, last.team, _worth(last.part, moment))

    def ruling(self, question: Question, moment: Moment) -> Ruling | None:
        """Return the last ruling as screens show it, of the bonus too."""
        line = self.ruling_line(question, moment)
        if line is None or not question.own(Bonuses).ruled or question.outcome:
            return super().ruling(question, moment)
        last = question.own(Bonuses).ruled[-1]
        if last.team == NOBODY:
            return Ruling(VERDICTS["wrong"].word, line, question.tries[-1].team)
        return Ruling(VERDICTS["right"].word, line, last.team, gain=_worth(last.part, moment))

    def beside(self, question: Question, rules: Any) -> Iterator[tuple[str, Score]]:
        """Yield the parts of the bonus, each to whoever was right."""
        for each in question.own(Bonuses).ruled:
            if each.team != NOBODY and each.part <= len(rules.bonus):
                label = _("Question {number}: bonus part {part}", number=question.number, part=each.part)
                yield each.team, leaf(rules.bonus[each.part - 1], label, each.seq)

    def _earned(self, question: Question, moment: Moment) -> str:
        """Return the team that has a part of its bonus to play, empty where none has or it has left."""
        if question.outcome or len(question.own(Bonuses).ruled) >= len(moment.rules.bonus):
            return ""
        team = next((each.team for each in question.tries if each.verdict in RIGHT), "")
        return team if team and moment.field.team(team).plays else ""


def _worth(part: int, moment: Moment) -> Fraction:
    """Return what a part of the bonus gave whoever was right on it, nothing in a play-off."""
    counts = not moment.play_off and part <= len(moment.rules.bonus)  # an amendment may have taken parts away
    return exact(moment.rules.bonus[part - 1]) if counts else Fraction(0)


def _part(question: Question, team: str, moment: Moment) -> Move:
    part = len(question.own(Bonuses).ruled) + 1
    own = evolve(_given(moment, team, part), gesture="yes")
    others = [each for each in moment.field.playing if each.id != team] if moment.rules.bounce_back else []
    rebounds = (_rebound(each, part, moment) for each in others)
    options = (own, *rebounds, Option(NOBODY, _("nobody"), gesture="no", say=lines.NO_POINTS))
    return Move(
        BonusRuled,
        _("Bonus part {part}: who was right", part=part),
        identity={"number": question.number, "part": part},
        blanks=(Choice("winner", options, _("team")),),
    )


def _given(moment: Moment, team: str, part: int) -> Option:
    say = lines.right(moment.field, team, _worth(part, moment))
    return Option(team, desk_label(moment.field, team), team=team, say=say, in_time=True)


def _rebound(team: Team, part: int, moment: Moment) -> Option:
    label = _("{desk} on the rebound", desk=desk_label(moment.field, team.id))
    return evolve(_given(moment, team.id, part), label=label)
