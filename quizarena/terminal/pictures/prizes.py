"""Prize giving (颁奖): from the last place up, honours last.

Decides two looks: a prize for one winner stands alone with the total in digits, everything else is a list of all prizes
with those not opened yet as dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import attrs

from ...points import parts_line, parts_lines, parts_places, show
from ...roster import LEFT
from ...scenes import Prizes, Winner
from ...sessions.programme import prize_stays
from ...text import ordinal
from ..canvas import BOLD, DIM, INK, NOW, Canvas
from ..digits import ROWS, Dot, digits_width, put_digits
from ..wide import cut, pad, width
from ..words import _
from .lit import put_name, rows, spaced_title, takes_two_lines
from .page import Page, aligned
from .stage import podium_line

_HIDDEN = ". . . . . ."


@attrs.frozen
class _Item:
    """A prize as the list shows it; `lines` are below its name, indented as they say."""

    label: str
    first: str
    lines: tuple[str, ...] = ()
    note: str = ""


def prizes_picture(page: Page) -> Canvas:
    """Draw the prize page."""
    block = page.one(Prizes) or Prizes(())
    page.header(page.feed.scene.title, page.signed() or page.word(_("Prizes")))
    if block.newest is not None and block.now is not None:
        _focus(page, block, block.now, block.newest)
    else:
        _list(page, block)
    return page.finish()


def _focus(page: Page, block: Prizes, now: int, winner: Winner) -> None:
    """Draw the winner's name as the picture, its total below; the other prizes where there is room.

    Where it stays they take the place of what the total is made of.
    """
    page.canvas.centre(page.y(1, 2), cut(spaced_title(page.word(block.rows[now][0])), page.width), BOLD)
    name, left, made = page.word(winner.name), page.word(LEFT.get(winner.standing, "")), _made(page, block, winner)
    if takes_two_lines(page, name):
        y = page.y(3, 4) + put_name(page, name, page.y(3, 4), down=2 * rows(page) + 1) + 1
        total = ("" if winner.total is None else show(winner.total)) + left
        page.canvas.centre(min(y, page.height - 2), cut("      ".join(filter(None, (total, made))), page.width), BOLD)
        return
    y, digits, stays = page.y(3, 5), ROWS * max(1, page.height // 34), prize_stays(block, is_signed=bool(page.signed()))
    y += put_name(page, name, y, down=page.height - 4 - y - digits) + (0 if stays and not page.large else page.y(1, 2))
    if left:
        page.canvas.centre(y, cut(left.strip(), page.width), BOLD)
        y += 1 + int(page.large)
    if winner.team is not None:
        team = page.word(winner.team)
        said = team if winner.podium is None else podium_line(page, winner.podium, team, "   ")
        page.canvas.centre(y, cut(said, page.width), BOLD)
        y += 1 + int(page.large)
    if winner.total is not None:
        y = _total(page, winner.total, y) + (0 if stays and not page.large else page.y(1, 2))
        if not stays:
            page.canvas.centre(min(y, page.height - 2), cut(made, page.width), DIM)
            y += 2
    x, pitch, others = page.x(5, 24), 2 if page.large else 1, _others(page, block, now)
    for item in others if y + pitch * (len(others) - 1) < page.height - 1 else ():
        page.line(x, y, f"{item.label}   {item.first}")
        y += pitch


def _made(page: Page, block: Prizes, winner: Winner) -> str:
    """Return what a total is made of, and how far ahead it is or, of those who share a prize, at which place."""
    places = parts_places([each.parts for row in block.winners for each in row])
    ahead = page.word(_("ahead by {points}", points=show(winner.ahead))) if winner.ahead else ""
    shares = block.now is not None and block.opening.count(block.now) > 1 and winner.place is not None
    place = page.word(ordinal(winner.place or 0)) if shares else ""
    return ("      " if page.large else "    ").join(filter(None, (parts_line(winner.parts, places), ahead, place)))


def _total(page: Page, total: Fraction, y: int) -> int:
    """Draw a total in digits in the middle; return the row below it."""
    said, py = show(total), max(1, page.height // 34)
    dot = Dot((4 if page.large else 3) * py, py)
    if "/" in said or digits_width(said, dot) > page.width - 2:
        page.canvas.centre(y, said, BOLD)
        return y + 1
    put_digits(page.canvas, (page.width - digits_width(said, dot)) // 2, y, said, dot)
    return y + dot.height


def _others(page: Page, block: Prizes, now: int) -> list[_Item]:
    """Return who else has a prize by now in a line each: the others of this one, then the other prizes."""
    shared = [winner for winner in block.winners[now] if winner != block.newest]
    order = sorted({row for row in block.opening if row != now and block.rows[row][1] is not None})
    order = [now, *order] if shared else order
    label = max((width(page.word(name)) for name, _winners in block.rows), default=0)
    lines = [_in_a_line(page, block, row, shared if row == now else block.winners[row]) for row in order]
    return [_Item(pad(page.word(block.rows[row][0]), label), line) for row, line in zip(order, lines, strict=True)]


def _in_a_line(page: Page, block: Prizes, row: int, winners: Sequence[Winner]) -> str:
    if block.rows[row][1] is None:
        return _closed(page, block, row)
    said = [_named(page, winner) for winner in winners]
    if all(winner.total is not None for winner in winners):
        totals = aligned([winner.total for winner in winners if winner.total is not None])
        said = [f"{name}   {total}" for name, total in zip(said, totals, strict=True)]
    return (" " * (6 if page.large else 4)).join(said)


def _named(page: Page, winner: Winner) -> str:
    name = page.name(winner)
    if winner.team is None:
        return name if winner.podium is None else podium_line(page, winner.podium, name, " ")
    team = page.word(winner.team)
    return f"{team if winner.podium is None else podium_line(page, winner.podium, team, ' ')} {name}"


def _closed(page: Page, block: Prizes, row: int) -> str:
    return page.word(_("to come last")) if row == block.opening[-1] else _HIDDEN


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
        first = max(0, min(_latest(block) - room // 2, len(items) - room))
        items = items[first : first + room]
    for item in items:
        page.canvas.put(x, y, item.label, BOLD, limit=page.width - 1)
        page.line(x + label + 3, y, item.first, DIM if item.first == _HIDDEN else INK)
        page.canvas.put(x + label + 3 + 35 * page.width // 80, y, item.note, NOW, limit=page.width - 1)
        for row, text in enumerate(item.lines, 1):
            if y + row < page.height - 1:
                page.line(x + label + 3, y + row, text, INK)
        y += 1 + len(item.lines) + gap


def _latest(block: Prizes) -> int:
    """Return the row that was opened last, or else is the next."""
    following = _next(block)
    return block.now if block.now is not None else 0 if following is None else following


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
        return [("   ".join(page.name(winner) for winner in winners), "")]
    names = [page.name(winner) for winner in winners]
    longest = max(map(width, names), default=0)
    totals = aligned([winner.total for winner in winners if winner.total is not None])
    made = parts_lines([winner.parts for winner in winners])
    return [
        (f"{pad(name, longest)}      {total}", f" {parts}", "")
        for name, total, parts in zip(names, totals, made, strict=True)
    ]
