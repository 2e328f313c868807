"""The columns of the standings: a round each, its numbers standing on the point."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..contest import Contest, Standings
from ..points import column_places, show
from ..rulebook import RoundEntry
from ..text import Joined, Text, plain
from .words import _


def round_titles(contest: Contest, found: Standings) -> dict[str, Text]:
    """Return the title of each round that has begun, by its id."""
    titles = {entry.id: _weighed(entry) for entry in contest.rulebook.rounds}
    return {each: titles.get(each, _("Play-off")) for each in found.rounds}


def _weighed(entry: RoundEntry) -> Text:
    """Return a round's title with its weight, without which the columns would not add up."""
    return entry.title if entry.weight == 1 else Joined((entry.title, plain(f" ×{show(entry.weight)}")))


def worth(found: Standings, round_id: str, team: str) -> Fraction | None:
    """Return what a team made of a round, None where it took no part."""
    score = found.rounds[round_id].get(team)
    return None if score is None else score.value


def column(values: Sequence[Fraction | None]) -> list[str]:
    """Return the values with as many decimals as the longest of them needs; - for none."""
    places = column_places(value for value in values if value is not None)
    return ["-" if value is None else show(value, places) for value in values]
