"""Required questions: a member answers and nobody may help (个人必答), or the team together (共答, 团队必答).

Decides who answers, the members by their numbers or whom the next team names (互点将; tests/rulesets, CN11), and into
which part (题型分段) with points of its own a team's next question falls (CN09).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.points import Number
from quizarena.roster import Roster, Team
from quizarena.rounds import Advice, Moment
from quizarena.rules import Seconds, TeamId, shape
from quizarena.text import Text, Words

from ..bonuses import BONUS_FACTS, BonusSection
from ..facts import QUIZ_FACTS
from ..in_turn import TurnSection
from ..members import individual_rule, member_to_name
from ..packs import Packs, PickedBy, packs_rule, pick_rule
from ..partial import PartialName, partial_rule
from ..question import QuestionItem
from ..rules import (
    SectionRules,
    answer_time_rule,
    foul_rule,
    late_start_rule,
    passed_rule,
    per_team_rule,
    points_rule,
    questions_rule,
    start_time_rule,
    swappers_rule,
    swaps_rule,
    wrong_rule,
)
from ..state import Question, State, Try
from ..turns import Turn, Turns, turns_rule
from ..words import _

Answers: TypeAlias = Literal["in_turn", "named_by_opponent"]
Naming: TypeAlias = Callable[[Turn, State, Moment], "Move | None"]

_NAMING: Mapping[str, Naming] = {
    "in_turn": lambda turn, state, moment: None,
    "named_by_opponent": member_to_name,
}


@attrs.frozen(cache_hash=True)
class Part:
    """Some of a team's questions, one after the other."""

    title: Words | None = shape(default=None, help=_("what they are, such as multiple choice"))
    per_team: int = per_team_rule(1)
    points: Decimal = points_rule(10)
    answer_time: Seconds = answer_time_rule(30)


def parts_rule() -> Any:
    """Return the field for parts."""
    words = _("parts, each with its number of questions, points and time; all questions alike if left out")
    return shape(default=(), help=words)


def part_of(parts: tuple[Part, ...], nth: int) -> Part | None:
    """Return the part of a team's question number `nth`, counted from 0; None where there are no parts."""
    for part in parts:
        if nth < part.per_team:
            return part
        nth -= part.per_team
    return parts[-1] if parts else None


def refuse_parts(rules: Any) -> Iterator[tuple[str, Text]]:
    """Yield why the parts do not make up the questions of a team."""
    found = sum(part.per_team for part in rules.parts)
    if rules.parts and found != rules.per_team:
        yield (
            "parts",
            _(
                "expected {wanted} questions in all, as per_team says, found {found}",
                wanted=rules.per_team,
                found=found,
            ),
        )


@attrs.frozen(cache_hash=True)
class RequiredRules(SectionRules):
    """What an organiser may set; wrong is 0 in every published rule-set read."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    per_team: int = per_team_rule(4)
    turns: Turns = turns_rule()
    answers: Answers = shape(
        default="in_turn",
        help=_("who answers: members in_turn, or whoever is named_by_opponent, the next team"),
    )
    packs: Packs = packs_rule()
    pick: PickedBy = pick_rule()
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(0)
    parts: tuple[Part, ...] = parts_rule()
    partial: PartialName = partial_rule()
    foul: Decimal | None = foul_rule()
    late_start: Decimal | None = late_start_rule()
    passed: Decimal | None = passed_rule()
    swaps: int = swaps_rule()
    swappers: tuple[TeamId, ...] = swappers_rule()
    individual: bool = individual_rule()
    start_time: Seconds | None = start_time_rule()
    answer_time: Seconds = answer_time_rule(30)


class Required(BonusSection, TurnSection):
    """Question k of a team is answered by its member k; after the last member the first follows again."""

    name = "quiz.required"
    title = _("Required questions")
    rules = RequiredRules
    facts = (*QUIZ_FACTS, *BONUS_FACTS)

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse also parts that do not add up, and naming members where no team has any."""
        yield from super().refuse(rules, roster, panel)
        yield from refuse_parts(rules)
        nameless = [team for team in roster.teams if not team.members]
        if rules.answers == "named_by_opponent" and nameless:
            yield "answers", _("{team} has no members to be named; list them", team=nameless[0].name)

    def member(self, team: Team, turn: int) -> str:
        """Return the member whose turn it is, empty for a team without named members."""
        return team.members[turn % len(team.members)].id if team.members else ""

    def pick(self, turn: Turn, state: State, moment: Moment) -> Move | None:
        """Return the pick of the pack, then of the member."""
        return super().pick(turn, state, moment) or _NAMING[moment.rules.answers](turn, state, moment)

    def steps(self, rules: Any) -> tuple[str, ...]:
        """Return the steps of the rail, the pick where packs or members are picked."""
        picks = rules.packs or rules.answers != "in_turn"
        return ("pick", *self.phases) if picks else self.phases

    def full(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of the part the question falls into, of the section where it has no parts."""
        part = part_of(rules.parts, question.nth)
        points: Decimal = rules.points if part is None else part.points
        return points

    def answer_time(self, question: Question, rules: Any) -> int:
        """Return the time of the part, or of the section."""
        part = part_of(rules.parts, question.nth)
        return super().answer_time(question, rules) if part is None else part.answer_time

    def advise(self, rules: Any, roster: Roster) -> Iterator[Advice]:
        """Advise also where the bank says other points, and where some members answer more often than others."""
        yield from super().advise(rules, roster)
        other = [item for item in rules.questions if item.level not in (None, rules.points)]
        if other:
            why = _(
                "{count} questions of the bank say other points ({level}) than the rules give ({points})",
                count=len(other),
                level=other[0].level,
                points=rules.points,
            )
            yield Advice("questions", why, _("the rules count: change them, or the points in the bank"))
        uneven = [team for team in roster.teams if team.members and rules.per_team % len(team.members)]
        if uneven and rules.answers == "in_turn":
            why = _("{team} has members who answer more often than others", team=uneven[0].name)
            yield Advice("per_team", why, _("let per_team be a multiple of the number of members"))


@attrs.frozen(cache_hash=True)
class TeamRequiredRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    per_team: int = per_team_rule(2)
    turns: Turns = turns_rule()
    packs: Packs = packs_rule()
    pick: PickedBy = pick_rule()
    points: Decimal = points_rule(10)
    wrong: Decimal = wrong_rule(0)
    partial: PartialName = partial_rule()
    foul: Decimal | None = foul_rule()
    late_start: Decimal | None = late_start_rule()
    passed: Decimal | None = passed_rule()
    swaps: int = swaps_rule()
    swappers: tuple[TeamId, ...] = swappers_rule()
    start_time: Seconds | None = start_time_rule()
    answer_time: Seconds = answer_time_rule(30)


class TeamRequired(BonusSection, TurnSection):
    """Teams answer in turn, no member is named."""

    name = "quiz.team_required"
    title = _("Team questions")
    rules = TeamRequiredRules
    facts = (*QUIZ_FACTS, *BONUS_FACTS)
