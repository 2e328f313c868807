"""What a rulebook may not ask of a parliamentary debate, and what an organiser should know before the day."""

from __future__ import annotations

from collections.abc import Iterator

from quizarena.points import exact
from quizarena.roster import Roster
from quizarena.rounds import Advice
from quizarena.text import Text

from .benches import SEATS, SPEAKERS
from .rules import ParliamentRules
from .words import _


def refusals(rules: ParliamentRules, roster: Roster) -> Iterator[tuple[str, Text]]:
    """Yield (path, reason) for what cannot be played."""
    count = len(roster.teams)
    if not count or count % SEATS:
        yield "rooms", _("expected four teams for each room, so 4, 8, 12 ..., found {count}", count=count)
    for team in roster.teams:
        if len(team.members) < SPEAKERS:
            yield "rooms", _("{team} needs two members to speak; list them", team=team.name)
    if not roster.judges:
        yield "rooms", _("a debate needs a judge, found none")
    yield from _marks(rules)


def _marks(rules: ParliamentRules) -> Iterator[tuple[str, Text]]:
    if rules.step <= 0:
        yield "step", _("expected a step above 0, found {found}", found=rules.step)
        return
    for name, mark in (("lowest", rules.lowest), ("highest", rules.highest)):
        if exact(mark) % exact(rules.step):
            yield name, _("the score {mark} is no multiple of the step {step}", mark=mark, step=rules.step)
    if exact(rules.highest) - exact(rules.lowest) < SEATS * exact(rules.step):
        yield "highest", _("expected room for four different totals above {lowest}", lowest=rules.lowest)


def advices(rules: ParliamentRules, roster: Roster) -> Iterator[Advice]:
    """Yield what follows from a single judge, and that one room debates after the other."""
    if len(roster.judges) < 3:
        why = _("{count} judges make a panel that can hardly confer.", count=len(roster.judges))
        yield Advice("rooms", why, _("Seat three judges or more, with a chief."))
    rooms = len(roster.teams) // SEATS
    if rooms > 1 and len(rules.motions) == 1:
        why = _("{rooms} rooms debate one motion, one after the other, so that later ones know it.", rooms=rooms)
        yield Advice("motions", why, _("List a motion for each room, or run each room as a contest of its own."))
