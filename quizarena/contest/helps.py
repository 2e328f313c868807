"""Helps (求助) that a team may use so many times over all rounds: who has which left, and the moves that use one.

Which round allows which is its entry's; what people do for a help is theirs, the clock too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..blanks import Choice, Option
from ..moves import Move
from ..text import FRAME, plain
from .facts import HelpUsed
from .people import team_options
from .position import Position

_ = FRAME


def help_moves(position: Position) -> Iterator[Move]:
    """Yield a move for each help that the running round allows and some team that plays has left."""
    teams = tuple(team for team in position.state.roster.teams if team.plays)
    for name in allowed(position):
        left = helps_left(position, name)
        options = tuple(
            Option(each.value, _("{team}, {count} left", team=each.label, count=left[each.value]), team=each.value)
            for each in team_options(position, teams)
            if left[each.value] > 0
        )
        if options:
            label = _("Help: {name}", name=plain(name))
            yield Move(HelpUsed, label, {"help": name}, blanks=(Choice("team", options, _("Team")),), aside=True)


def allowed(position: Position) -> tuple[str, ...]:
    """Return the helps of the round that runs; none where none runs, or it is over."""
    running = position.state.running
    if not position.rulebook.helps or running is None or position.is_over(running):
        return ()
    chosen = position.entry(running).helps
    return tuple(name for name in position.rulebook.helps if chosen is None or name in chosen)


def helps_left(position: Position, name: str) -> Mapping[str, int]:
    """Return how often each team may still use a help; 0, or below, where an amendment gives fewer than were used."""
    used, most = position.state.helps, position.rulebook.helps[name]
    return {team.id: most - used.count((team.id, name)) for team in position.state.roster.teams}
