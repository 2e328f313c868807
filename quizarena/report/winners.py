"""Who won what, as certificates, notices and lists take it; nothing before prizes stand."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..contest import Contest
from ..errors import QuizArenaError
from ..roster import Team
from ..scenes import Audience
from ..text import Text
from .words import _


class NotDecided(QuizArenaError):
    """The prizes do not stand yet: rounds are still to be played, or a tie is open."""


@attrs.frozen
class Won:
    """A prize with one who won it: a team, or somebody of a team (`unit`). `number` counts in the order of the list."""

    number: int
    prize: Text
    name: Text
    unit: Text | None = None


def winners(contest: Contest, audience: Audience, *, members: bool = False) -> list[Won]:
    """Return the winners in the order of the prizes, honours behind them; with `members` each member by itself.

    They are known before the board has shown them: certificates are written before they are given.

    Raises:
        NotDecided: Somebody may still win something else.
    """
    found = contest.standings(audience)
    if not found.complete or found.open_ties or found.frozen or found.provisional:
        raise NotDecided(
            _("the prizes do not stand yet: rounds are still to be played, a tie is open, or a protest pends")
        )
    rows = _winners(contest, audience, members=members)
    return [Won(number, prize, name, unit) for number, (prize, name, unit) in enumerate(rows, 1)]


def _winners(contest: Contest, audience: Audience, *, members: bool) -> Iterator[tuple[Text, Text, Text | None]]:
    seen = contest.seen_by(audience)
    roster = seen.state.roster
    for prize in (each for each in seen.standings(audience=None).prizes if not each.is_place):
        for team in map(roster.team, prize.entrants):
            if members and team.members:
                yield from ((prize.prize.name, member.name, team.name) for member in team.members)
            else:
                yield prize.prize.name, team.name, None
    units = {member.id: team for team in roster.teams for member in team.everybody}
    for award in seen.awards(audience=None):
        for winner in award.winners:
            yield award.name, roster.name(winner), _unit(units.get(winner))


def _unit(team: Team | None) -> Text | None:
    return None if team is None else team.name
