"""The totals at the desk: a row a team, or of many the leaders, who is meant and who sits beside them; or one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from ...points import show
from ...roster import LEFT, named
from ...scenes import Ranked
from ...sessions.desk.numbers import NumberPick
from ...sessions.desk.standings_change import place_sign
from ...sessions.desk.teams import has_begun, in_round, leaders, ranked
from ...sessions.desk.words import _
from ...text import Joined, plain
from ..canvas import BOLD, DIM, INK, Pen
from ..wide import cut, cut_before, pad, short_names
from ..wide import width as cells_of
from .painting import Painting

_MOST_LEADERS = 3
_AROUND = 2
"""Teams shown before and after the one that is meant."""
_PODIUM = 4
"""Columns of the sign before a row, and of the desk number."""
_CELLS = (12, 7, 8)
"""Columns of name, total and round as long as names are no longer."""
_PLACE = 4
_GAP = -1
"""What stands for teams left out, among the rows to draw."""


@attrs.frozen
class _Said:
    """A row in words."""

    team: str
    podium: int
    name: str
    left: str
    total: str
    given: str
    place: str


def meant(view: Painting) -> list[str]:
    """Return the teams that are meant now: the one whose number is being typed, else those on stage."""
    pick = view.desk.overlay
    if isinstance(pick, NumberPick):
        return [pick.team] if pick.team else []
    return [stage.team for stage in view.on_stage]


def score_lines(view: Painting, width: int, room: int) -> Iterator[tuple[str, Pen]]:
    """Yield the heads and a row a team in desk-number order; of more than find room those that matter now."""
    rows = ranked(view.desk)
    if len(rows) + 1 <= room:
        yield from _lines(view, rows, range(len(rows)), width)
        return
    yield from _lines(view, rows, list(_chosen(view, rows)), width)
    yield " " + view.word(_("all {count} teams: Tab", count=len(rows))), DIM


def _chosen(view: Painting, rows: Sequence[Ranked]) -> Iterator[int]:
    """Yield the places of the rows shown of many, `_GAP` where some between them are left out."""
    at = {row.team: place for place, row in enumerate(rows)}
    focus = [at[team] for team in (*meant(view), *_lately(view)) if team in at][:1] or [0]
    first = [at[row.team] for row in leaders(list(rows))]
    shown = {place for place in range(focus[0] - _AROUND, focus[0] + _AROUND + 1) if 0 <= place < len(rows)}
    shown.update(first if len(first) <= _MOST_LEADERS else (), (at[team] for team in meant(view) if team in at))
    last = -1
    for place in sorted(shown):
        if place > last + 1:
            yield _GAP
        yield place
        last = place
    if last < len(rows) - 1:
        yield _GAP


def _lately(view: Painting) -> Iterator[str]:
    """Yield the teams of the last facts, the newest first."""
    yield from (each.fact.subject.team for each in view.contest.resolution.facts[:-6:-1])


def _lines(view: Painting, rows: list[Ranked], chosen: Iterable[int], width: int) -> Iterator[tuple[str, Pen]]:
    given, begun, places = in_round(view.desk), has_begun(rows), view.desk.places
    said = [
        _Said(
            row.team,
            row.podium,
            view.word(row.name),
            view.word(LEFT.get(row.standing, "")),
            show(row.total, places) + ("*" if row.provisional else ""),
            view.word(given.get(row.team, "-")),
            view.word(place_sign(row.place, tied=row.tied)) if begun else "-",
        )
        for row in rows
    ]
    heads = [view.word(head) for head in (_("team"), _("points"), _("round"), _("place"))]
    names, totals, rounds = _widths(said, heads, width)
    right = int((names, totals, rounds) == _CELLS)  # a head stands over the middle of its figures where there is room
    head = pad(heads[0], names + 1 + right) + pad(heads[1], totals + 1 + right) + pad(heads[2], rounds + 1 - right)
    yield cut(pad(" " + view.word(_("#")), _PODIUM) + head + heads[3], width), DIM
    here = set(meant(view))
    for place in chosen:
        if place == _GAP:
            yield "  ..", DIM
            continue
        row = said[place]
        text = (
            f"{'>' if row.team in here else ' '}{row.podium:<3}"
            + pad(cut_before(row.name, row.left, names), names + 1)
            + pad(row.total, totals + 1)
            + pad(cut(row.given, rounds), rounds + 1)
            + row.place
        )
        yield text, BOLD if row.team in here else INK


def _widths(said: list[_Said], heads: list[str], width: int) -> tuple[int, int, int]:
    """Return the columns of name, total and round; names that are long take what the others leave."""
    longest = max((cells_of(row.name + row.left) for row in said), default=0)
    if longest <= _CELLS[0]:
        return _CELLS
    totals = max([cells_of(heads[1]), *(cells_of(row.total) for row in said)])
    rounds = min(_CELLS[2], max([cells_of(heads[2]), *(cells_of(row.given) for row in said)]))
    place = max([_PLACE, *(cells_of(row.place) for row in said)])
    return max(_CELLS[0], min(longest, width - _PODIUM - totals - rounds - place - 3)), totals, rounds


def strip(view: Painting, width: int) -> str:
    """Return all totals in one line, for a small window; of more than it holds who leads and who is meant."""
    rows = ranked(view.desk)
    names = {row.team: view.word(row.name) for row in rows}
    for shown, most in ((names, _FOUR), (short_names(names), _SIX)):
        line = _every(view, rows, shown, width)
        if line is not None:
            return line
        if len(rows) <= most:
            return _squeezed(view, rows, shown, width)
    return cut(_few(view, rows, width), width - 1)


_FOUR, _SIX = 4, 6
"""Teams that stay in the line though their names are cut: whole ones, and those without the tail all share."""


def _every(view: Painting, rows: list[Ranked], names: dict[str, str], width: int) -> str | None:
    """Return every team's name and total, None where one would be cut."""
    room, here = (width - 2) // max(1, len(rows)), set(meant(view))
    cells = [_cell(view, row, names[row.team] + view.word(LEFT.get(row.standing, "")), here) for row in rows]
    return "".join(pad(cell, room) for cell in cells) if all(cells_of(cell) <= room for cell in cells) else None


def _squeezed(view: Painting, rows: list[Ranked], names: dict[str, str], width: int) -> str:
    room, here = (width - 2) // max(1, len(rows)), set(meant(view))
    cells = []
    for row in rows:
        left = view.word(LEFT.get(row.standing, ""))
        beside = cells_of(_cell(view, row, "", here))
        cells.append(pad(_cell(view, row, cut_before(names[row.team], left, max(2, room - beside)), here), room))
    return cut("".join(cells), width - 1)


def _cell(view: Painting, row: Ranked, name: str, here: set[str]) -> str:
    total = show(row.total, view.desk.places) + ("*" if row.provisional else "")
    return f"{'>' if row.team in here else ' '}{row.podium} {name} {total}"


def _few(view: Painting, rows: list[Ranked], width: int) -> str:
    """Return how many teams there are, who leads, who is meant, and the key that shows all."""
    by_team, first = {row.team: row for row in rows}, leaders(rows)
    named_now = [by_team[team] for team in meant(view) if team in by_team]
    parts = [_("{count} teams", count=len(rows))]
    if len(first) == 1:
        parts.append(_("first {team}", team=_who(view, first[0])))
    elif first:
        parts.append(_("{count} level in first place: {total}", count=len(first), total=_total(view, first[0])))
    if named_now:
        said = Joined(tuple(_who(view, row) for row in named_now), "  ")
        typed = isinstance(view.desk.overlay, NumberPick)
        parts.append(_("typed: {team}", team=said) if typed else _("on stage: {team}", team=said))
    key = view.word(_("all: Tab"))
    left = cut(" " + "   ".join(view.word(part) for part in parts), width - cells_of(key) - 4)
    return pad(left, width - cells_of(key) - 2) + key


def _total(view: Painting, row: Ranked) -> str:
    return show(row.total, view.desk.places) + ("*" if row.provisional else "")


def _who(view: Painting, row: Ranked) -> Joined:
    parts = plain(str(row.podium)), named(row.name, row.standing), plain(_total(view, row))
    return Joined(parts, " ")
