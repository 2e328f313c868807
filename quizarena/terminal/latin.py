"""The bare Linux console, whose font has no Chinese characters: ids stand for the names it cannot show.

Decides which names have an id to stand for them: teams, members, judges and rounds, as they are when a screen opens.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..contest import Contest
from ..languages import LANGUAGES, has_latin_only
from ..text import Text
from .wide import NO_NAMES, Names
from .words import _

IDS_STAND = _("This terminal has no Chinese characters: ids stand for names.")


def ids_for_names(contest: Contest) -> Names:
    """Return the ids that this terminal draws in place of a contest's names, none where it has Chinese characters."""
    if not has_latin_only():
        return NO_NAMES
    found = {name.in_language(each): id for id, name in _named(contest) for each in LANGUAGES}
    return {name: found[name] for name in sorted(found, key=len, reverse=True) if not name.isascii()}


def _named(contest: Contest) -> Iterator[tuple[str, Text]]:
    """Yield ids with their names."""
    roster = contest.state.roster
    for team in roster.teams:
        yield from ((team.id, name) for name in (team.name, team.short) if name is not None)
        yield from ((member.id, member.name) for member in team.everybody)
    yield from ((judge.id, judge.name) for judge in roster.judges)
    yield from ((entry.id, entry.title) for entry in contest.rulebook.rounds)
