"""What a rulebook says about a parliamentary debate, and what it may not ask of one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs
from attrs.validators import ge

from quizarena.clocks import minutes
from quizarena.errors import RuleError
from quizarena.points import exact
from quizarena.roster import Roster
from quizarena.rounds import Advice
from quizarena.rules import Seconds, scoring, shape
from quizarena.text import Words, listed
from quizarena_rounds.ballots import Refusal
from quizarena_rounds.lots import Topic

from .benches import SEATS, SPEAKERS
from .words import _

Rooms: TypeAlias = Literal["by_order", "drawn", "by_standings"]
Seats: TypeAlias = Literal["drawn", "by_order"]


def _falling(instance: object, attribute: attrs.Attribute[Any], value: tuple[Decimal, ...]) -> None:
    if len(value) != SEATS or list(value) != sorted(set(value), reverse=True):
        raise RuleError(_("expected four points, each below the one before, such as [3, 2, 1, 0]"))


@attrs.frozen
class ParliamentRules:
    """The rules of a parliamentary debate; the format `parliament/british` gives the usual ones."""

    rooms: Rooms = shape(
        default="by_order",
        help=_("Who debates together: four by four in running order, in the order of a draw, or of the standings"),
    )
    seats: Seats = shape(
        default="drawn",
        help=_("Who sits where: drawn by lot, or by_order: opening government and opposition, then the closing ones"),
    )
    motions: tuple[Topic, ...] = shape(
        default=(),
        sealed="parliament.motion_shown",
        include="topics",
        help=_("Motions: the first room debates the first, and so on, a single one serves all; typed in, if left out"),
    )
    prepare_time: Seconds = shape(
        default=900,
        validator=ge(0),
        help=_("Time to prepare once the motion is shown"),
    )
    speech_time: Seconds = shape(default=420, validator=ge(1), help=_("The time of a speech"))
    protected: Seconds = shape(
        default=60,
        validator=ge(0),
        help=_("No points of information in so many seconds at either end of a speech; a bell marks both"),
    )
    grace: Seconds = shape(
        default=15,
        validator=ge(0),
        help=_("Seconds past time that judges still hear"),
    )
    points: tuple[Decimal, ...] = scoring(
        default=(Decimal(3), Decimal(2), Decimal(1), Decimal(0)),
        validator=_falling,
        help=_("Points of the first to the fourth of a room"),
    )
    lowest: Decimal = shape(default=Decimal(50), help=_("The lowest speaker score"))
    highest: Decimal = shape(default=Decimal(100), help=_("The highest speaker score"))
    step: Decimal = shape(default=Decimal(1), help=_("The step of the scores"))
    best_speaker: Words | None = shape(default=None, help=_("The award of the best speaker; none, if left out"))


def refusals(rules: ParliamentRules, roster: Roster) -> Iterator[Refusal]:
    """Yield (path, reason) for what cannot be played."""
    count = len(roster.teams)
    if not count or count % SEATS:
        yield "rooms", _("expected four teams for each room, so 4, 8, 12 ..., found {count}", count=count)
    for team in roster.teams:
        if len(team.members) < SPEAKERS:
            yield "rooms", _("{team} needs two members to speak; list them", team=team.name)
    if 0 < rules.speech_time <= rules.protected:
        reason = _(
            "protected: {protected} at either end of a speech of {speech}; write less, or 0 for none",
            protected=minutes(rules.protected),
            speech=minutes(rules.speech_time),
        )
        yield "protected", reason
    if not roster.judges:
        yield "rooms", _("a debate needs a judge, found none")
    yield from _marks(rules)


def _marks(rules: ParliamentRules) -> Iterator[Refusal]:
    if rules.step <= 0:
        yield "step", _("expected a step above 0, found {found}", found=rules.step)
        return
    for name, mark in (("lowest", rules.lowest), ("highest", rules.highest)):
        if exact(mark) % exact(rules.step):
            yield name, _("the score {mark} is no multiple of the step {step}", mark=mark, step=rules.step)
    if exact(rules.highest) - exact(rules.lowest) < SEATS * exact(rules.step):
        yield "highest", _("expected room for four different totals above {lowest}", lowest=rules.lowest)


def advices(rules: ParliamentRules, roster: Roster) -> Iterator[Advice]:
    """Yield what follows from few judges and from more members than speak; that one room debates after the other."""
    if len(roster.judges) < 3:
        why = _("{count} judges make a panel that can hardly confer", count=len(roster.judges))
        yield Advice("rooms", why, _("seat three judges or more, with a chief"))
    many = [team.name for team in roster.teams if len(team.members) > SPEAKERS]
    if many:
        why = _("two of a team speak: of {teams} the first two listed", teams=listed(many))
        yield Advice("rooms", why, _("list first the two who speak"))
    rooms = len(roster.teams) // SEATS
    if rooms > 1 and len(rules.motions) == 1:
        why = _("{rooms} rooms debate one motion, one after the other, so that later ones know it", rooms=rooms)
        yield Advice("motions", why, _("list a motion for each room, or run each room as a contest of its own"))
