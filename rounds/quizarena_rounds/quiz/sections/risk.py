"""Risk questions (风险题): each team chooses how many points it risks.

Decides whose choice it is, running order or standings, and that a wrong answer costs a declared share of the level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import attrs

from quizarena.blanks import Choice, Option
from quizarena.errors import RuleError
from quizarena.facts import Intent
from quizarena.moves import Check, Move
from quizarena.panels import Panel
from quizarena.points import Number, exact, show
from quizarena.roster import Roster, Team
from quizarena.rounds import Moment
from quizarena.rules import Seconds, scoring, shape
from quizarena.text import Text
from quizarena.values import evolve

from .. import lines
from ..bank import refuse_bank
from ..facts import QUIZ_FACTS, PickFact
from ..labels import turn_label
from ..question import QuestionItem
from ..rules import (
    SectionRules,
    answer_time_rule,
    foul_rule,
    late_start_rule,
    per_team_rule,
    questions_rule,
    start_time_rule,
)
from ..section import Section
from ..state import Pick, Question, State, Try
from ..turns import Turn, takes_part
from ..words import _
from ..worth import VERDICTS

Wrong = Literal["full", "half", "none"]
Turns = Literal["running", "reverse", "seat", "reverse_seat", "lowest_first", "highest_first"]
Ties = Literal["running", "seat"]

_SHARE: dict[str, Fraction] = {"full": Fraction(-1), "half": Fraction(-1, 2), "none": Fraction(0)}
_ORDER: Mapping[str, Callable[[Moment, Team], Fraction | int]] = {
    "running": lambda moment, team: moment.field.teams.index(team),
    "reverse": lambda moment, team: -moment.field.teams.index(team),
    "seat": lambda moment, team: moment.field.podium(team.id),
    "reverse_seat": lambda moment, team: -moment.field.podium(team.id),
    "lowest_first": lambda moment, team: moment.so_far.totals.get(team.id, Fraction(0)),
    "highest_first": lambda moment, team: -moment.so_far.totals.get(team.id, Fraction(0)),
}
"""What the next team is least by; totals are only asked for where they decide."""


PASS = "pass"


@attrs.frozen
class Chosen(PickFact, type="quiz.chosen", intent=Intent.CALL):
    """A team chose the points it risks (选分值), or passed (`level` is "pass")."""

    level: str


def _levels(instance: object, attribute: attrs.Attribute[Any], value: tuple[Decimal, ...]) -> None:
    if not value or min(value) <= 0 or len(set(value)) != len(value):
        raise RuleError(_("expected different levels above 0, such as [10, 20, 30]"))


@attrs.frozen(cache_hash=True)
class RiskRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    per_team: int = per_team_rule(1)
    levels: tuple[Decimal, ...] = shape(
        default=(Decimal(10), Decimal(20), Decimal(30)),
        validator=_levels,
        help=_("the levels a team may choose from"),
    )
    wrong: Wrong = scoring(
        default="full",
        help=_("a wrong answer costs the full level, half of it, or none"),
    )
    may_pass: bool = shape(default=True, help=_("whether a team may pass"))
    turns: Turns = shape(
        default="running",
        help=_(
            "who is next: running order or its reverse; seat or reverse_seat; lowest_first or highest_first by total"
        ),
    )
    ties: Ties = shape(
        default="running",
        help=_("among equal totals: running order, or seat"),
    )
    foul: Decimal | None = foul_rule()
    late_start: Decimal | None = late_start_rule()
    start_time: Seconds | None = start_time_rule()
    answer_time: Seconds = answer_time_rule(60)


class Risk(Section):
    """A team chooses a level or passes, then gets a question of that level."""

    name = "quiz.risk"
    title = _("Risk questions")
    rules = RiskRules
    facts = (*QUIZ_FACTS, Chosen)
    phases = ("choose", "ask", "answer", "complete", "show", "rule", "next")

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank with too few questions, or with none for a level."""
        yield from refuse_bank(rules.questions, rules.per_team * len(roster.teams))
        for level in rules.levels:
            if rules.questions and not any(item.level in (None, level) for item in rules.questions):
                yield "questions", _("no question for the level {level}; add one", level=level)

    def stakes(self, rules: Any) -> Iterator[tuple[str, Number]]:
        """Yield the levels."""
        yield from (("levels", level) for level in rules.levels)

    def full(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the level."""
        return _level(question)

    def loss(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the declared share of the level, against the team."""
        return _level(question) * _SHARE[rules.wrong]

    def out(self, state: State, question: Question, moment: Moment) -> Iterator[tuple[str, Text]]:
        """Yield the teams whose last choice was to pass."""
        last = {each.team: each.level for each in _choices(state)}
        yield from ((team, _("passed")) for team, level in last.items() if level == PASS)

    def signs(self, state: State, moment: Moment, team: str) -> Iterator[tuple[int, Text]]:
        """Yield the signs of answers, and of choices to pass."""
        passes = VERDICTS["passed"].sign
        yield from ((each.number, passes) for each in _choices(state) if (each.team, each.level) == (team, PASS))
        yield from super().signs(state, moment, team)

    def pick_line(self, pick: Pick, moment: Moment) -> Text | None:
        """Return the line for a team that passes."""
        chosen = pick.fact
        passes = isinstance(chosen, Chosen) and chosen.level == PASS
        return lines.passed(moment.field, pick.team) if passes else None

    def ask_line(self, turn: Turn, coming: Question, moment: Moment) -> Text:
        """Return the line with what the team goes for."""
        gain, loss = self.at_stake(coming, moment)
        if gain is None:
            return super().ask_line(turn, coming, moment)
        return lines.risks(moment.field, turn, gain, loss or Fraction(0))

    def again(self, question: Question, state: State) -> Turn:
        """Return the turn that replaces a void question, at its level."""
        return evolve(super().again(question, state), level=_level(question))

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the question of the level chosen last, None while a level is to be chosen."""
        pending = self._pending(state, moment)
        return None if pending is None else Turn(pending.number, pending.team, level=exact(pending.level))

    def planned(self, state: State, moment: Moment) -> int:
        """Return the numbers chosen and those to come."""
        return len(_choices(state)) + sum(self.left(state, moment, team.id) for team in moment.field.playing)

    def left(self, state: State, moment: Moment, team: str) -> int:
        """Return how many choices the team has left."""
        plays = moment.field.team(team).plays
        return max(0, moment.rules.per_team - _had(state)[team]) if plays else 0

    def asking_moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield the choice of the next team, or the question of the level it chose."""
        yield from super().asking_moves(state, moment)
        team = self._chooser(state, moment)
        if team is not None and self._pending(state, moment) is None:
            yield self._choosing(team, state, moment)

    def phase(self, state: State, moment: Moment) -> str:
        """Return where on the rail the section stands; a level chosen waits for its question."""
        found = super().phase(state, moment)
        return "ask" if found in ("choose", "next") and self._pending(state, moment) else found

    def _pending(self, state: State, moment: Moment) -> Chosen | None:
        last = next(reversed(_choices(state)), None)
        if last is None or last.level == PASS or last.number in state.latest:
            return None
        return last if takes_part(last.team, moment) else None

    def _chooser(self, state: State, moment: Moment) -> Team | None:
        """Return the team with the fewest choices so far, then by the declared order."""
        had, rules = _had(state), moment.rules
        waiting = [team for team in moment.field.playing if had[team.id] < rules.per_team]
        place, tie = _ORDER[rules.turns], _ORDER[rules.ties]
        return min(waiting, key=lambda team: (had[team.id], place(moment, team), tie(moment, team)), default=None)

    def _choosing(self, team: Team, state: State, moment: Moment) -> Move:
        number = len(_choices(state)) + 1
        return Move(
            Chosen,
            _("{question}: choose the points", question=turn_label(moment.field, number, team.id)),
            identity={"number": number},
            derived={"team": team.id},
            blanks=(Choice("level", self._options(team, moment), _("points")),),
            check=_has_a_choice(state, moment),
            say=lines.choose(moment.field, team.id),
        )

    def _options(self, team: Team, moment: Moment) -> tuple[Option, ...]:
        levels = tuple(
            Option(show(level), _("{level} points", level=level), say=lines.chosen(moment.field, team.id, level))
            for level in moment.rules.levels
        )
        passing = Option(PASS, _("pass"), gesture="none", say=lines.passed(moment.field, team.id))
        return (*levels, passing) if moment.rules.may_pass else levels


def _choices(state: State) -> list[Chosen]:
    return list(state.picked(Chosen))


def _level(question: Question) -> Fraction:
    chosen = question.pick(Chosen)
    assert chosen is not None
    return exact(chosen.level)


def _had(state: State) -> Counter[str]:
    return Counter(each.team for each in _choices(state))


def _has_a_choice(state: State, moment: Moment) -> Check:
    """Refuse a team whose choices are used up: a correction may leave the order free, never the number of choices."""

    def check(fact: Any) -> Text | None:
        waiting = {team.id for team in moment.field.playing if _had(state)[team.id] < moment.rules.per_team}
        return None if fact.team in waiting else _("{team} has no choice left", team=fact.team)

    return check
