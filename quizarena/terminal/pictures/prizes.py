"""Prize giving (颁奖): from the last place up, honours last.

Decides two looks: a prize for one winner stands alone with the total in digits, everything else is a list of all prizes
with those not opened yet as dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import attrs

from ...points import show
from ...scenes import Prizes, Winner
from ...text import ordinal
from ..canvas import BOLD, DIM, INK, NOW, Canvas
from ..digits import digits_width, largest, put_digits
from ..wide import cut, pad, width
from ..words import _
from .page import Page, aligned, parts_lines
from .stage import podium_line

_HIDDEN = ". . . . . ."


@attrs.frozen
class _Item:
    """A prize as the list shows it; `lines` are below its name, indented as they say."""

    label: str
    first: str
    lines: tuple[str, ...] = ()
    note: str = ""


def prizes(page: Page) -> Canvas:
    """Draw the prize page."""
    block = page.one(Prizes) or Prizes(())
    air = page.air
    step = page.word(_("step {step} of {steps}", step=max(1, air.step), steps=air.steps)) if air.steps else ""
    page.header(page.feed.scene.title, f"{page.word(_('Prize giving'))}  {step}".rstrip())
    winner = _alone(block)
    if winner is not None and block.now is not None:
        _focus(page, block, block.now, winner)
    else:
        _list(page, block)
    return page.finish()


def _alone(block: Prizes) -> Winner | None:
    """Return the winner of the prize just opened if it has only one."""
    winners = block.winners[block.now] if block.now is not None and block.now < len(block.winners) else ()
    return winners[0] if len(winners) == 1 else None


def _focus(page: Page, block: Prizes, now: int, winner: Winner) -> None:
    name = page.word(block.rows[now][0])
    page.canvas.centre(page.y(3, 4), cut(_spaced(name), page.width), BOLD)
    said = page.word(winner.name)
    said = said if winner.podium is None else podium_line(page, winner.podium, said, "   ")
    page.canvas.centre(page.y(5, 7), cut(said, page.width), BOLD)
    if winner.total is not None:
        _total(page, winner.total, page.y(7, 9), page.y(10, 10))
        page.canvas.centre(page.y(18, 20), cut(parts_lines([winner.parts])[0], page.width), DIM)
    x, y, pitch = page.x(5, 8), page.y(20, 23), 2 if page.large else 1
    for item in _others(page, block, now):
        if y < page.height - 1:
            page.line(x, y, f"{item.label}   {item.first}")
        y += pitch


def _spaced(name: str) -> str:
    """Return a short Chinese name with space between its characters."""
    return " ".join(name) if 2 <= len(name) <= 4 and width(name) == 2 * len(name) else name


def _total(page: Page, total: Fraction, y: int, down: int) -> None:
    said = show(total)
    dot = largest(said, page.width - 2, down) if "/" not in said else None
    if dot is None:
        page.canvas.centre(y, said, BOLD)
    else:
        put_digits(page.canvas, (page.width - digits_width(said, dot)) // 2, y, said, dot)


def _others(page: Page, block: Prizes, now: int) -> list[_Item]:
    """Return the other prizes in one line each: opened ones first, then those to come as they will come."""
    order = [row for row in block.opening if row != now and block.rows[row][1] is not None]
    order += sorted(row for row in block.opening if row != now and block.rows[row][1] is None)
    label = max((width(page.word(name)) for name, _winners in block.rows), default=0)
    return [_Item(pad(page.word(block.rows[row][0]), label), _in_a_line(page, block, row)) for row in order]


def _in_a_line(page: Page, block: Prizes, row: int) -> str:
    winners = block.winners[row] if row < len(block.winners) else ()
    if block.rows[row][1] is None:
        return _closed(page, block, row)
    if any(winner.total is None for winner in winners):
        return "   ".join(page.word(winner.name) for winner in winners)
    totals = aligned([winner.total for winner in winners if winner.total is not None])
    said = [f"{page.word(winner.name)}   {total}" for winner, total in zip(winners, totals, strict=True)]
    return (" " * (8 if page.large else 4)).join([*said, *_apart(page, winners, named=False)])


def _closed(page: Page, block: Prizes, row: int) -> str:
    return page.word(_("opened last")) if row == block.opening[-1] else _HIDDEN


def _apart(page: Page, winners: Sequence[Winner], *, named: bool) -> list[str]:
    """Return how far the winners of one prize are apart, where they are two."""
    pairs = list(pairwise(winners))
    if len(pairs) != 1 or any(winner.total is None for winner in winners):
        return []
    ahead, behind = pairs[0]
    points = show(Fraction(ahead.total or 0) - Fraction(behind.total or 0))
    if named and ahead.place is not None and behind.place is not None and ahead.place != behind.place:
        ends = {"first": ordinal(ahead.place), "second": ordinal(behind.place)}
        return [page.word(_("{first} and {second} are {points} apart", points=points, **ends))]
    return [page.word(_("{points} apart", points=points))]


def _list(page: Page, block: Prizes) -> None:
    page.canvas.centre(page.y(3, 4), page.word(_("P r i z e s")), BOLD)
    items = [_item(page, block, row) for row in range(len(block.rows))]
    label = max((width(item.label) for item in items), default=0)
    x, y = page.x(5, 8), page.y(6, 8)
    rows = sum(1 + len(item.lines) for item in items)
    room = page.height - 1 - y
    gap = max(0, min(2, (room - rows) // max(1, len(items) - 1)))
    if rows > room:
        items = [attrs.evolve(item, lines=()) for item in items]
    for item in items:
        page.canvas.put(x, y, item.label, BOLD, limit=page.width - 1)
        page.line(x + label + 3, y, item.first, DIM if item.first == _HIDDEN else INK)
        page.canvas.put(x + label + 3 + 35 * page.width // 80, y, item.note, NOW, limit=page.width - 1)
        for row, text in enumerate(item.lines, 1):
            if y + row < page.height - 1:
                page.line(x + label + 3, y + row, text, INK)
        y += 1 + len(item.lines) + gap


def _item(page: Page, block: Prizes, row: int) -> _Item:
    label = page.word(block.rows[row][0])
    if block.rows[row][1] is None:
        note = page.word(_("next")) if row == _next(block) and row != block.opening[-1] else ""
        return _Item(label, _closed(page, block, row), (), note)
    winners = block.winners[row] if row < len(block.winners) else ()
    said = [line for winner in _texts(page, winners) for line in winner]
    lines = (*said[1:-1], "", *_apart(page, winners, named=True)) if len(winners) == 2 else said[1:-1]
    return _Item(label, said[0] if said else page.word(_("nobody")), tuple(lines))


def _next(block: Prizes) -> int | None:
    return next((row for row in block.opening if block.rows[row][1] is None), None)


def _texts(page: Page, winners: Sequence[Winner]) -> list[tuple[str, ...]]:
    """Return the lines of each winner: name and total, what the total is made of, a blank one."""
    if any(winner.total is None for winner in winners):
        return [("   ".join(page.word(winner.name) for winner in winners), "")]
    names = [page.word(winner.name) for winner in winners]
    longest = max(map(width, names), default=0)
    totals = aligned([winner.total for winner in winners if winner.total is not None])
    made = parts_lines([winner.parts for winner in winners])
    return [
        (f"{pad(name, longest)}      {total}", f" {parts}", "")
        for name, total, parts in zip(names, totals, made, strict=True)
    ]
