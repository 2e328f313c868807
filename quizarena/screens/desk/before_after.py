"""The standings before and after a change, and what the host says about it.

Decides the columns, that only the teams that change are listed where there is no room for all, and how a place is
said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from ...contest import Preview, Standings, telling
from ...points import show, show_signed
from ...standings import Awarded
from ...text import Text, both, plain
from ..canvas import BOLD, DIM, INK
from ..wide import cut, pad
from ..wide import width as cells_of
from ..words import ordinal
from . import describe
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk


def standings_rows(desk: Desk, preview: Preview, *, changed_only: bool = False) -> Iterator[Row]:
    """Yield the standings before and after, in desk-number order; `changed_only` leaves out who stays as they are."""
    heads = (_("desk"), _("team"), _("before"), _("place"), _("after"), _("place"))
    columns = _columns(desk)
    before, after = (_by_team(preview.before), _by_team(preview.after))
    yield Row("  ".join(pad(desk.word(head), cells) for head, cells in zip(heads, columns, strict=True)), DIM)
    left_out = 0
    for team, _number in sorted(desk.contest.podiums, key=lambda pair: pair[1]):
        if changed_only and before[team].listed == after[team].listed:
            left_out += 1
        else:
            yield _team_row(desk, columns, team, before[team], after[team])
    if left_out:
        yield Row(desk.word(_("as they were: {count} more", count=left_out)), DIM)


def _team_row(desk: Desk, columns: Sequence[int], team: str, was: _Standing, now: _Standing) -> Row:
    by, places = now.total - was.total, describe.total_places(desk)
    cells = (
        str(dict(desk.contest.podiums)[team]),
        cut(_name(desk, team), columns[1]),
        show(was.total, places),
        desk.word(was.sign),
        show(now.total, places),
        desk.word(now.sign),
    )
    said = "  ".join(filter(None, (show_signed(by) if by else desk.word(_("same")), desk.word(_moved(was, now)))))
    line = "  ".join(pad(cell, width) for cell, width in zip(cells, columns, strict=True))
    return Row(f"{line}  {said}", BOLD if by else INK)


def _columns(desk: Desk) -> tuple[int, ...]:
    """Return the columns of a row; the names have what the longest needs, up to what an 80-column window leaves."""
    longest = max(cells_of(_name(desk, team)) for team, _number in desk.contest.podiums)
    return 4, max(_NAME, min(longest, _LONGEST_NAME)), 9, 6, 9, 6


def _name(desk: Desk, team: str) -> str:
    return desk.word(desk.contest.state.roster.name(team))


_NAME, _LONGEST_NAME = 14, 22


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
    pairs = zip(preview.before.prizes, preview.after.prizes, strict=True)
    moved = [
        _("{prize}: {before}, now {after}", prize=was.prize.name, before=_who(desk, was), after=_who(desk, now))
        for was, now in pairs
        if set(was.entrants) != set(now.entrants)
    ]
    return _("Prizes change. {prizes}", prizes="; ".join(map(desk.word, moved))) if moved else _("No prize changes.")


def _who(desk: Desk, awarded: Awarded) -> str:
    name = desk.contest.state.roster.name
    return desk.word("、").join(desk.word(name(each)) for each in awarded.entrants) or "-"


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


def announcement(desk: Desk, preview: Preview) -> str:
    """Return the line the host reads: what changed, and where the teams stand now; empty where no total changes."""
    found = telling.changes(preview.before, preview.after)
    said = "".join(desk.word(_changed(desk, each, preview.after)) for each in found)
    return desk.word(_("After a recheck: {changes}", changes=said.strip())) if found else ""


def _changed(desk: Desk, each: telling.Change, after: Standings) -> Text:
    numbers = dict(desk.contest.podiums)
    tied = next((row.tied for row in after.rows if row.entrant == each.team), ())
    others = sorted(numbers[team] for team in tied if team != each.team)
    said: dict[str, Any] = {
        "desk": numbers[each.team],
        "points": show(abs(each.by)),
        "total": show(each.total),
        "place": _standing_words(each.place, others),
    }
    if each.by > 0:
        return _("desk {desk} gains {points} and now has {total} points{place}. ", **said)
    return _("desk {desk} loses {points} and now has {total} points{place}. ", **said)


def _standing_words(place: int | None, others: Sequence[int]) -> Text:
    if place is None:
        return plain("")
    if not others:
        return _(", {place}", place=ordinal(place))
    return _(", joint {place} with {others}", place=ordinal(place), others=podiums_named(others))


def podiums_named(numbers: Sequence[int]) -> Text:
    """Return desks as they are read out: 3 号台、4 号台, desks 3 and 4."""
    chinese = "、".join(f"{number} 号台" for number in numbers)
    *first, last = map(str, numbers)
    english = f"desks {', '.join(first)} and {last}" if first else f"desk {last}"
    return both(chinese, english)
