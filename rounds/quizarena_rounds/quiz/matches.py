"""The matches of a round: who meets whom, how a match stands, and what the host reads of it.

Which questions are asked, and how, is the section's. A match goes on stage by stage: its questions, on a tie those of
overtime, on a tie sudden death; what comes after a stage that parted the sides does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import repeat
from typing import Any, Literal, TypeAlias

import attrs
from attrs.validators import ge, instance_of, le

from quizarena.draws import berger
from quizarena.errors import RuleError
from quizarena.facts import Intent
from quizarena.roster import Field
from quizarena.rules import shape
from quizarena.text import Text
from quizarena.values import evolve, fast_init
from quizarena_rounds.lots import Order

from .facts import QuizFact
from .lines import count_text, points_text
from .rules import MOST_QUESTIONS
from .state import Question, State
from .words import _

Plan: TypeAlias = Literal["all", "by_order", "drawn", "by_standings", "power"]
Sides: TypeAlias = tuple[str, str]
Stage: TypeAlias = Literal["", "regular", "overtime", "sudden_death"]


@fast_init
@attrs.frozen
class Bout:
    """A match, from the record that began it; `number` is that of its first question.

    `over` is the record that ended it, `walkover` who has won because the other side left.
    """

    match: int
    teams: Sides
    number: int
    seq: int
    over: int | None = None
    walkover: str = ""


@fast_init
@attrs.frozen
class Bouts:
    """The matches that have begun, the last one perhaps still on: the section's own part of the state."""

    all: tuple[Bout, ...] = ()

    @property
    def running(self) -> Bout | None:
        """The match that is on."""
        last = self.all[-1] if self.all else None
        return None if last is None or last.over is not None else last

    def of(self, number: int) -> Bout:
        """Return the match in which the question `number` was asked."""
        return next(bout for bout in reversed(self.all) if bout.number <= number)

    def questions(self, bout: Bout, state: State) -> list[Question]:
        """Return the questions of a match in their order, of void ones those that replace them."""
        later = (each.number for each in self.all if each.match != bout.match and each.seq > bout.seq)
        end = min(later, default=state.highest + 1)
        return [state.latest[number] for number in sorted(state.latest) if bout.number <= number < end]


@attrs.frozen
class MatchBegun(QuizFact, type="quiz.match_begun", intent=Intent.STEP):
    """Two teams come on stage for a match, whose first question is `number`."""

    match: int
    teams: tuple[str, str]
    number: int

    def apply(self, state: State, seq: int) -> State:
        """Return the state with one more match."""
        own = state.own(Bouts)
        return state.with_own(Bouts((*own.all, Bout(self.match, self.teams, self.number, seq))))


@attrs.frozen
class MatchOver(QuizFact, type="quiz.match_over", intent=Intent.STEP):
    """A match is over: by its points or, where a side has left, by `walkover` for the other, perhaps unplayed."""

    match: int
    teams: tuple[str, str]
    walkover: str = ""

    def apply(self, state: State, seq: int) -> State:
        """Return the state in which that match is over."""
        own = state.own(Bouts)
        bout = own.running or Bout(self.match, self.teams, state.highest + 1, seq)
        ended = evolve(bout, over=seq, walkover=self.walkover)
        return state.with_own(Bouts((*(each for each in own.all if each.match != self.match), ended)))


def _some(instance: Overtime, attribute: attrs.Attribute[Any], value: int) -> None:
    if not instance.items and not value:
        raise RuleError(_("expected items or sudden_death above 0; without overtime leave it out"))


@attrs.frozen(cache_hash=True)
class Overtime:
    """What is played on when a match is level after its questions."""

    items: int = shape(
        default=0,
        validator=[instance_of(int), ge(0), le(MOST_QUESTIONS)],
        help=_("so many further questions, such as 3"),
    )
    sudden_death: int = shape(
        default=0,
        validator=[instance_of(int), ge(0), le(MOST_QUESTIONS), _some],
        help=_("then question by question, in turn one each, until a side is ahead, at most so often"),
    )


def fixtures(order: Order, plan: Plan) -> tuple[Sides, ...]:
    """Return who meets whom, match by match: everybody by the Berger table, or neighbours in `order`."""
    if plan != "all":
        return tuple(zip(order[::2], order[1::2], strict=False))
    table = berger(len(order)) if len(order) > 1 else []
    return tuple((order[first - 1], order[second - 1]) for pairs in table for first, second in pairs)


@attrs.frozen
class Tally:
    """How a match stands: the points of both sides, and where it goes on.

    `due` is the stage whose question comes next, empty where none does; it is at its first one where it `begins`.
    `waits` says that a void question has to be replaced before anybody can tell. `surplus` are the questions of an
    overtime that no tie came before: they do not count.
    """

    points: tuple[Fraction, Fraction]
    due: Stage = ""
    begins: bool = False
    waits: bool = False
    surplus: tuple[Question, ...] = ()

    @property
    def margin(self) -> Fraction:
        """By how much the first side is ahead, below 0 if it is behind."""
        return self.points[0] - self.points[1]


def stages(items: int, overtime: Overtime | None, *, in_turn: bool) -> Iterator[tuple[Stage, int]]:
    """Yield the stages of a match with the number of their questions; each but the first is played on a tie."""
    yield "regular", items
    if overtime is not None and overtime.items:
        yield "overtime", overtime.items
    if overtime is not None:
        yield from repeat(("sudden_death", 2 if in_turn else 1), overtime.sudden_death)


# What the host reads


def everybody_meets(count: int) -> Text:
    """Return the line that says how many matches there are where everybody meets everybody."""
    return _("Every team meets every other: {count} matches.", count=count)


def sits_out(field: Field, team: str) -> Text:
    """Return the line on the team that meets nobody."""
    return _("Desk {desk} has no match.", desk=field.podium(team))


def match_begins(field: Field, match: int, teams: Sequence[str]) -> Text:
    """Return the line that calls up the two sides of a match."""
    first, second = teams
    return _("Match {match}: desk {one}, {first}, against desk {two}, {second}.", match=match,
             one=field.podium(first), first=field.team(first).name,
             two=field.podium(second), second=field.team(second).name)  # fmt: skip


def match_over(field: Field, match: int, teams: Sequence[str], points: Sequence[Fraction]) -> Text:
    """Return the line that says who has won a match, or that nobody has."""
    if points[0] == points[1]:
        return _("Match {match} is a draw, {points} each.", match=match, points=points_text(points[0]))
    (most, team), (least, _loser) = sorted(zip(points, teams, strict=True), reverse=True)
    said: dict[str, Text | int] = {"desk": field.podium(team), "team": field.team(team).name}
    said |= {"most": count_text(most), "least": count_text(least)}
    return _("Match {match} goes to desk {desk}, {team}: {most} to {least}.", match=match, **said)


def walkover(field: Field, match: int, team: str) -> Text:
    """Return the line on a match one side of which has left, won by `team`; empty where both have."""
    if not team:
        return _("Match {match} is over.", match=match)
    said: dict[str, Text | int] = {"desk": field.podium(team), "team": field.team(team).name}
    return _("Match {match} goes to desk {desk}, {team}, as the other side has left.", match=match, **said)


def overtime(points: Fraction, count: int, *, in_turn: bool) -> Text:
    """Return the line on a match that is level: `count` questions more or, where that is 0, until a side is ahead."""
    level = points_text(points)
    if count:
        return _("It is a tie, {points} each. Overtime: {count} more questions.", points=level, count=count_text(count))
    if in_turn:
        return _(
            "It is a tie, {points} each. Sudden death: a question for each side, until one is ahead.", points=level
        )
    return _("It is a tie, {points} each. Sudden death: whoever is ahead after a question has won.", points=level)


def over_to(field: Field, team: str) -> Text:
    """Return the line that offers a side the question which the other could not answer."""
    return _("Desk {desk}, do you know?", desk=field.podium(team))
