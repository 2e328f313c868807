"""What moves after a fact: a function of what was known before, what is known now, and the milliseconds since.

Decides how standings slide (one place a step, as neighbours change places, so that no two rows ever lie on each other)
and how long a gain stands beside its total. Every motion ends in what a board that has just started paints.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...points import show_signed
from ...scenes import Ranked, Ranking
from ..canvas import RIGHT, WRONG, Pen
from .page import Page

MOTION_MS = 700
"""A motion's longest time."""
ROW_MS = 60
"""The time a row takes for one place, where all fit into the longest time."""
GAIN_MS = 2_000
"""How long a gain stands beside its total."""
NO_GAIN = "", RIGHT
"""What stands beside a total that the last fact has not changed."""


def gains(page: Page, rows: Sequence[Ranked]) -> dict[str, tuple[str, Pen]]:
    """Return what the last fact gave to teams or took from them, "+10", with its pen, as long as it stands."""
    before = {row.team: row.total for row in _rows_before(page)}
    changed = [row for row in rows if before.get(row.team, row.total) != row.total]
    if not changed or page.since(GAIN_MS) is None:
        return {}
    return {row.team: gained(row.total - before[row.team]) for row in changed}


def gained(points: Fraction) -> tuple[str, Pen]:
    """Return what was given or taken, "+10", with its pen."""
    return show_signed(points), RIGHT if points > 0 else WRONG


def _rows_before(page: Page) -> Sequence[Ranked]:
    blocks = page.look.motion.before.scene.of(Ranking) if page.look.motion is not None else ()
    return blocks[-1].rows if blocks else ()


def sliding(page: Page, rows: Sequence[Ranked]) -> tuple[list[str], str | None]:
    """Return the teams in the order they stand in now, and which of them is on its way up; None when all have arrived.

    Rows slide from the order they were last painted in; where another page was painted, from before the last round.
    """
    wanted = [row.team for row in rows]
    if page.look.motion is None:
        return wanted, None
    order = _order_before(page, rows)
    steps = _steps(order, wanted)
    ends = min(MOTION_MS, ROW_MS * steps)
    since = page.since(ends) if steps else None
    if since is None:
        return wanted, None
    return _after(order, wanted, since * steps // ends)


def _order_before(page: Page, rows: Sequence[Ranked]) -> list[str]:
    if page.is_new:
        return [row.team for row in sorted(rows, key=lambda row: row.was or row.place or len(rows))]
    known = {row.team: place for place, row in enumerate(_rows_before(page))}
    return sorted((row.team for row in rows), key=lambda team: known.get(team, len(known)))


def _steps(order: Sequence[str], wanted: Sequence[str]) -> int:
    """Return how many times two neighbours have to change places."""
    place = {team: nth for nth, team in enumerate(wanted)}
    places = [place[team] for team in order]
    return sum(each > other for nth, each in enumerate(places) for other in places[nth + 1 :])


def _after(order: Sequence[str], wanted: Sequence[str], steps: int) -> tuple[list[str], str]:
    """Return the order after so many steps, and who makes the next one: the best team not yet in its place climbs."""
    moved = list(order)
    for place, team in enumerate(wanted):
        climb = moved.index(team) - place
        made = min(climb, steps)
        moved.insert(place + climb - made, moved.pop(place + climb))
        if made < climb:
            return moved, team
        steps -= made
    return moved, wanted[-1]
