"""The standings before and after a change, how a place is said, and what the host says about it."""

from __future__ import annotations

from fractions import Fraction

import attrs

from ...contest import Preview, Standings
from ...contest.columns import entrant_name
from ...points import show, show_signed
from ...standings import Awarded
from ...text import Joined, Text, ordinal, plain
from ..dialog import Column, Table
from .desk import Desk
from .words import _


def standings_table(desk: Desk, preview: Preview) -> Table:
    """Return the standings before and after, in desk-number order."""
    before, after = _by_team(preview.before), _by_team(preview.after)
    teams = [team for team, _number in sorted(desk.contest.podiums, key=lambda pair: pair[1])]
    listed = frozenset(n for n, team in enumerate(teams) if before[team].listed != after[team].listed)
    return Table(
        _COLUMNS,
        tuple(_row(desk, team, before[team], after[team]) for team in teams),
        changed=frozenset(n for n, team in enumerate(teams) if before[team].total != after[team].total),
        listed=listed,
        left_out=_("as they were: {count} more", count=len(teams) - len(listed)) if len(listed) < len(teams) else None,
    )


_COLUMNS = (
    Column(_("desk"), "number"),
    Column(_("team"), "name"),
    Column(_("before"), "points"),
    Column(_("place"), "place"),
    Column(_("after"), "points"),
    Column(_("place"), "place"),
    Column(plain(""), "words"),
)


def _row(desk: Desk, team: str, was: _Standing, now: _Standing) -> tuple[Text, ...]:
    by, places = now.total - was.total, desk.places
    return (
        plain(str(dict(desk.contest.podiums)[team])),
        entrant_name(desk.contest.state.roster, team),
        plain(show(was.total, places)),
        was.sign,
        plain(show(now.total, places)),
        now.sign,
        Joined((plain(show_signed(by)) if by else _("same"), _moved(was, now)), "  "),
    )


@attrs.frozen
class _Standing:
    """A team's total and place, and how many share the place."""

    total: Fraction
    place: int
    sharing: int

    @property
    def sign(self) -> Text:
        """The place as it stands in a table."""
        return place_sign(self.place, tied=self.sharing > 1)

    @property
    def listed(self) -> tuple[Fraction, int, bool]:
        """What must differ for a team to be listed where there is no room for all."""
        return self.total, self.place, self.sharing > 1


def _by_team(found: Standings) -> dict[str, _Standing]:
    return {row.entrant: _Standing(row.total, row.place, 1 + len(row.tied)) for row in found.rows}


def _moved(was: _Standing, now: _Standing) -> Text:
    """Return how a team's place changes, or with how many it shares it now."""
    if now.place < was.place:
        return _("up {count}", count=was.place - now.place)
    if now.place > was.place:
        return _("down {count}", count=now.place - was.place)
    if now.sharing > 1 and now.sharing != was.sharing:
        return _("({count} share the place)", count=now.sharing)
    return plain("")


def prizes_line(desk: Desk, preview: Preview) -> Text | None:
    """Return which prizes would go to others; None while rounds are still to be played."""
    if not preview.after.complete:
        return None
    before, after = ([each for each in side.prizes if not each.is_place] for side in (preview.before, preview.after))
    pairs = zip(before, after, strict=True)
    moved = [
        _("{prize}: {before}, now {after}", prize=was.prize.name, before=_who(desk, was), after=_who(desk, now))
        for was, now in pairs
        if set(was.entrants) != set(now.entrants)
    ]
    return _("Prizes change. {prizes}", prizes=Joined(tuple(moved), "; ")) if moved else _("No prize changes.")


def _who(desk: Desk, awarded: Awarded) -> Text:
    name = desk.contest.state.roster.name
    return Joined(tuple(name(each) for each in awarded.entrants), _(", ")) if awarded.entrants else plain("-")


def place_sign(place: int | None, *, tied: bool) -> Text:
    """Return a place as it stands in a table: "2", "=2" where it is shared, "-" for none."""
    if place is None:
        return plain("-")
    return _("={place}", place=place) if tied else plain(str(place))


def place_words(place: int | None, *, tied: bool) -> Text:
    """Return a place in words, joint where it is shared."""
    if place is None:
        return _("none")
    return _("joint {place}", place=ordinal(place)) if tied else ordinal(place)
