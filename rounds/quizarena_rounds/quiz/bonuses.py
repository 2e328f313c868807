"""The bonus (附加题): the team whose answer was right, and nobody else, gets further questions in parts.

Decides when a part is asked and who was right on it. Where the bank has the text of a part it is put by a fact of its
own, so that the hall never reads it ahead. Sources: the rules of NAQT and ACF (three parts of 10).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import attrs

from quizarena.blanks import Choice, Option
from quizarena.clocks import Clock
from quizarena.facts import Fact, Intent
from quizarena.moves import Move
from quizarena.points import exact
from quizarena.roster import Team
from quizarena.rounds import Moment
from quizarena.scenes import Block, OnStage, Ruling
from quizarena.scores import Score, leaf
from quizarena.text import Text
from quizarena.values import evolve, fast_init

from . import lines
from .facts import QuestionFact
from .labels import desk_label, question_label
from .question import QuestionItem
from .section import Section
from .state import RIGHT, Question, State
from .words import _
from .worth import VERDICTS

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
    """The parts of the bonus ruled on so far, and how many were put to the hall: a question's own part."""

    ruled: tuple[Bonus, ...] = ()
    asked: int = 0


@attrs.frozen
class BonusAsked(QuestionFact, type="quiz.bonus_asked", intent=Intent.STEP):
    """A part of the bonus is put: the hall reads its text."""

    part: int

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with that part put; it has the whole time."""
        own = evolve(question.own(Bonuses), asked=self.part)
        return evolve(question.with_own(own), clock=Clock(0), extra_seconds=0)


@attrs.frozen
class BonusRuled(QuestionFact, type="quiz.bonus_ruled", intent=Intent.RULING):
    """Who was right on a part of the bonus: a team, or nobody."""

    part: int
    winner: str

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with one more part; each has the whole time, so the clock does not run on into it."""
        own = question.own(Bonuses)
        ruled = (*own.ruled, Bonus(self.part, self.winner, seq))
        return evolve(question.with_own(evolve(own, ruled=ruled)), clock=Clock(0), extra_seconds=0)


BONUS_FACTS: tuple[type[Fact], ...] = (BonusAsked, BonusRuled)


@functools.lru_cache(maxsize=256)  # asked with every scene, of banks of any length
def has_bonus(rules: Any) -> bool:
    """Whether a right answer may earn a bonus: the rules have points for one, or the bank has its parts."""
    return bool(rules.bonus) or any(item.bonus for item in rules.questions)


class BonusSection(Section):
    """A section in which a right answer may earn a bonus; what may be said of one by others stands behind it."""

    def asks_bonus(self, rules: Any) -> bool:
        """Whether a bonus in the bank is asked: where the rules do not do without one."""
        return bool(rules.bonus != ())

    def bonus_worths(self, question: Question, rules: Any) -> tuple[Fraction, ...]:
        """Return what each part of the question's bonus is worth; none where it has no bonus."""
        if not self.asks_bonus(rules):
            return ()
        item = self.item(question, rules)
        if item is None or not item.bonus:
            return tuple(map(exact, rules.bonus or ()))
        return tuple(
            exact(part.points) if part.points is not None else self._left_out(question, nth, rules)
            for nth, part in enumerate(item.bonus)
        )

    def _left_out(self, question: Question, nth: int, rules: Any) -> Fraction:
        """Return what a part is worth of which the bank does not say it: what the rules say, or as the question."""
        if rules.bonus:
            return exact(rules.bonus[min(nth, len(rules.bonus) - 1)])
        right = next((each for each in question.tries if each.verdict in RIGHT), None)
        return Fraction(0) if right is None else exact(self.full(question, right, rules))

    def earned(self, question: Question, moment: Moment) -> str:
        """Return the team that has a part of its bonus to play, empty where none has or it has left."""
        team = "" if question.outcome else next((each.team for each in question.tries if each.verdict in RIGHT), "")
        if not team or len(question.own(Bonuses).ruled) >= len(self.bonus_worths(question, moment.rules)):
            return ""
        return team if moment.field.team(team).plays else ""

    def _to_ask(self, question: Question, moment: Moment) -> str:
        """Return the team to which the next part is to be put from the bank, empty where none is."""
        own, item = question.own(Bonuses), self.item(question, moment.rules)
        waits = item is not None and len(own.ruled) == own.asked < len(item.bonus)
        return self.earned(question, moment) if waits else ""

    # The course of a question

    def is_open(self, question: Question, moment: Moment) -> bool:
        """Whether the question is undecided, or a part of its bonus still to be ruled on."""
        return super().is_open(question, moment) or bool(self.earned(question, moment))

    def is_revealed(self, question: Question, moment: Moment) -> bool:
        """Whether the hall may read the question's answer: during its bonus it has heard it."""
        return super().is_revealed(question, moment) or bool(self.earned(question, moment))

    def is_buzzing(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are what everybody waits for: not during a bonus."""
        return super().is_buzzing(question, moment) and not question.right

    def limit(self, question: Question, rules: Any) -> int:
        """Return the time to answer for a bonus too."""
        return self.time_to_answer(question, rules) if question.right else super().limit(question, rules)

    def steps(self, rules: Any) -> tuple[str, ...]:
        """Return the steps of the rail, the bonus where there may be one."""
        *steps, last = super().steps(rules)
        return (*steps, "bonus", last) if self.asks_bonus(rules) and has_bonus(rules) else (*steps, last)

    def phase(self, state: State, moment: Moment) -> str:
        """Return where on the rail the section stands."""
        question = state.current
        if question is not None and self.earned(question, self.then(question, state, moment)):
            return "bonus"
        return super().phase(state, moment)

    def on_stage(self, question: Question, moment: Moment) -> Iterator[Block]:
        """Yield who stands on stage: during a bonus its team, which was first at the buzzer long ago."""
        for block in super().on_stage(question, moment):
            in_bonus = isinstance(block, OnStage) and bool(self.earned(question, moment))
            yield evolve(block, buzzed=False) if in_bonus else block

    def at_stake(self, question: Question, moment: Moment) -> tuple[Fraction | None, Fraction | None]:
        """Return what a right answer gives, of the bonus too."""
        if not self.earned(question, moment):
            return super().at_stake(question, moment)
        return (None if moment.play_off else self._worth(question, _next(question), moment)), None

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterable[Move]:
        """Yield what puts the next part of a bonus; whoever buzzes is no matter then."""
        if not question.right:
            return super().more_moves(state, question, moment)
        team = self._to_ask(question, moment)
        return [self._asking(question, team, moment)] if team else ()

    def rulings(self, state: State, question: Question, moment: Moment) -> Iterable[Move]:
        """Yield the rulings on the question, or on the part of its bonus that was put."""
        team = self.earned(question, moment)
        if not team:
            return super().rulings(state, question, moment)
        return () if self._to_ask(question, moment) else [self._ruling_on(question, team, moment)]

    def _asking(self, question: Question, team: str, moment: Moment) -> Move:
        part = _next(question)
        label = _("{question}: ask bonus part {part}", question=question_label(question.number), part=part)
        say, given = self._call(question, team, moment), {"number": question.number, "part": part}
        return Move(BonusAsked, label, given, say=say, gesture="next")

    def _ruling_on(self, question: Question, team: str, moment: Moment) -> Move:
        part = _next(question)
        own = evolve(self._given(question, moment, team), gesture="yes")
        others = [each for each in moment.field.playing if each.id != team] if moment.rules.bounce_back else []
        rebounds = (self._rebound(question, each, moment) for each in others)
        nobody = Option(NOBODY, _("nobody"), gesture="no", say=self._missed(question, part, moment))
        return Move(
            BonusRuled,
            _("Bonus part {part}: who was right", part=part),
            identity={"number": question.number, "part": part},
            blanks=(Choice("winner", (own, *rebounds, nobody), _("team")),),
        )

    def _given(self, question: Question, moment: Moment, team: str) -> Option:
        say = lines.right(moment.field, team, self._worth(question, _next(question), moment))
        return Option(team, desk_label(moment.field, team), team=team, say=say, in_time=True)

    def _rebound(self, question: Question, team: Team, moment: Moment) -> Option:
        label = _("{desk} on the rebound", desk=desk_label(moment.field, team.id))
        return evolve(self._given(question, moment, team.id), label=label)

    # Its points, and what is said and shown of it

    def _worth(self, question: Question, part: int, moment: Moment) -> Fraction:
        """Return what a part of the bonus gives whoever is right on it, nothing in a play-off."""
        parts = self.bonus_worths(question, moment.rules)
        counts = not moment.play_off and part <= len(parts)  # an amendment may have taken parts away
        return parts[part - 1] if counts else Fraction(0)

    def beside(self, question: Question, rules: Any) -> Iterator[tuple[str, Score]]:
        """Yield the parts of the bonus, each to whoever was right."""
        yield from super().beside(question, rules)
        ruled = question.own(Bonuses).ruled
        parts = self.bonus_worths(question, rules) if ruled else ()
        for each in ruled:
            if each.team != NOBODY and each.part <= len(parts):
                label = _("Question {number}: bonus part {part}", number=question.number, part=each.part)
                yield each.team, leaf(parts[each.part - 1], label, each.seq)

    def announced(self, question: Question, moment: Moment) -> Text | None:
        """Return the line that begins the next part of the bonus, None where the bank has it or no part is to come."""
        team = self.earned(question, moment)
        in_bank = question.own(Bonuses).asked >= _next(question) or self._to_ask(question, moment)
        return self._call(question, team, moment) if team and not in_bank else None

    def _call(self, question: Question, team: str, moment: Moment) -> Text:
        part = _next(question)
        return lines.bonus(moment.field, team, part, self.bonus_worths(question, moment.rules)[part - 1])

    def ruling_line(self, question: Question, moment: Moment) -> Text | None:
        """Return the line on the last ruling, of the bonus too, None once the next part was put or its clock runs."""
        own = question.own(Bonuses)
        if own.asked > len(own.ruled) or (question.timed and self.earned(question, moment)):
            return None
        if not own.ruled or question.outcome:
            return super().ruling_line(question, moment)
        last = own.ruled[-1]
        if last.team == NOBODY:
            return self._missed(question, last.part, moment)
        return lines.right(moment.field, last.team, self._worth(question, last.part, moment))

    def _missed(self, question: Question, part: int, moment: Moment) -> Text:
        """Return the line on a part that nobody knew, with its answer where the bank has it."""
        item = self.item(question, moment.rules)
        answer = item.bonus[part - 1].answer if item is not None and part <= len(item.bonus) else None
        return lines.NO_POINTS if answer is None else lines.with_answer(lines.NO_POINTS, answer)

    def ruling(self, question: Question, moment: Moment) -> Ruling | None:
        """Return the last ruling as screens show it, of the bonus too."""
        line, ruled = self.ruling_line(question, moment), question.own(Bonuses).ruled
        if line is None or not ruled or question.outcome:
            return super().ruling(question, moment)
        last = ruled[-1]
        if last.team == NOBODY:
            return Ruling(VERDICTS["wrong"].word, line, question.tries[-1].team)
        return Ruling(VERDICTS["right"].word, line, last.team, gain=self._worth(question, last.part, moment))

    def on_screen(self, question: Question, moment: Moment, curtain: bool) -> Iterator[tuple[QuestionItem, bool]]:
        """Yield the part of the bonus that was put last; to the hall, once all is over, also what came before it."""
        item, own = self.item(question, moment.rules), question.own(Bonuses)
        parts = () if item is None else item.bonus[: own.asked]
        if not parts or (not curtain and not self.is_open(question, moment)):
            yield from super().on_screen(question, moment, curtain)
        shown = parts[-1:] if curtain or self.is_open(question, moment) else parts
        for nth, part in enumerate(shown, len(parts) - len(shown) + 1):
            as_item = QuestionItem(id=question.item, text=part.text, answer=part.answer)
            yield as_item, curtain or nth <= len(own.ruled)


def _next(question: Question) -> int:
    """Return the number of the part that is ruled on next."""
    return len(question.own(Bonuses).ruled) + 1
