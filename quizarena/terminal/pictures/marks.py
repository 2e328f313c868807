"""The judges' marks opened one by one (亮分), and how they become the score.

Decides the look of each cell: not in, closed, just opened `[87.30]`, struck `(89.90)` with the reason below; and that a
mark opens through dots and dashes. What is open comes with the scene.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from ...points import column_places, show
from ...report.arithmetic import Hand, pieces
from ...scenes import Mark, Marks, Paragraph, Role
from ...text import Text, ordinal
from ..canvas import BOLD, DIM, INK, NOW, Canvas, Pen
from ..digits import DRAWABLE, digits_width, largest, put_digits
from ..wide import cut, width
from ..words import _
from .page import Page
from .stage import heading, moment_of, put_label, put_stage, put_strip, stage_line, topic_line

OPENING_MS = ((240, ". . ."), (480, "- -"))
"""What a mark shows until so many milliseconds after it opened."""
_GAP = " " * 6
_CLOSED = ". . ."
_LEAST_PITCH = 9


@attrs.frozen
class _Figure:
    """The large number of the page and what it is."""

    value: str
    label: str
    always: bool


def marks(page: Page) -> Canvas:
    """Draw the marks of one performance, or of the two sides of a debate."""
    title, _moment = heading(page)
    blocks = page.all(Marks)
    is_open = any(cell.value is not None for block in blocks for cell in block.cells)
    page.header(title, f"{moment_of(page)}   {page.word(_('Marks') if is_open else _('Marking'))}".strip())
    now = _current(blocks)
    if now is not None:
        _one(page, now)
    else:
        _several(page, blocks)
    return page.finish()


def _current(blocks: Sequence[Marks]) -> Marks | None:
    """Return the performance whose marks are opening, None once all of several are open."""
    if len(blocks) == 1:
        return blocks[0]
    closed = (block for block in blocks if any(cell.state in ("in", "waiting") for cell in block.cells))
    return next((block for block in blocks if block.opened is not None), next(closed, None))


def _one(page: Page, block: Marks) -> None:
    put_stage(page, stage_line(page, block.entrant), topic_line(page) if page.large else "")
    extra = _cells(page, block, page.y(4, 5))
    figure = _figure(page, block)
    down, y = page.y(10, 10), page.y(11, 13) + extra
    if figure is not None:
        if figure.always or page.large:
            put_label(page, y - (2 if page.large else 1), figure.label)
        _digits(page, figure.value, y, min(down, page.height - 2 - y))
    notes = _notes(page, block)
    x = page.x(3, 5)
    top = page.y(26, 26) if page.large else page.y(8, 8) + extra
    pitch = 2 if page.large else 1
    for row, text in enumerate(notes):
        page.line(x, min(page.height - 2, top + row * pitch), text)
    if figure is None and not page.large:
        put_strip(page)


def _cells(page: Page, block: Marks, y: int) -> int:
    """Draw the judges' cells, in as many strips as they need; return the rows that took beyond the first strip."""
    x = page.x(2, 5)
    room = page.width - x
    widest = 16 if page.large else 11
    pitch = max(_LEAST_PITCH, min(widest * page.width // (120 if page.large else 80), room // max(1, len(block.cells))))
    across = max(1, room // pitch)
    places = _places(block)
    for nth, cell in enumerate(block.cells):
        _cell(page, block, cell, (x + nth % across * pitch, y + nth // across * 4), (pitch, places))
    return (len(block.cells) - 1) // across * 4 if block.cells else 0


def _cell(page: Page, block: Marks, cell: Mark, at: tuple[int, int], size: tuple[int, int]) -> None:
    (x, y), (pitch, places) = at, size
    down = 2 if page.large else 1
    page.canvas.put(x, y, cut(page.word(cell.name), pitch - 1), DIM)
    text, pen, shift = _mark(page, block, cell, places)
    page.canvas.put(max(0, x + (0 if page.large else shift)), y + down, text, pen)
    label = _STRUCK.get(cell.state)
    if label is not None:
        page.canvas.put(x, y + down + 1, cut(page.word(label), pitch - 1), DIM)


def _mark(page: Page, block: Marks, cell: Mark, places: int) -> tuple[str, Pen, int]:
    """Return what a cell shows, its pen, and how far it is set off so that figures stand below each other."""
    if cell.value is None:
        state = _STATES[cell.state]
        return (state if isinstance(state, str) else page.word(state)), DIM, int(cell.state in ("absent", "barred"))
    value = show(cell.value, places)
    if cell.state in _STRUCK:
        return f"({value})", attrs.evolve(DIM, strike=True), -1
    if cell.judge == block.opened:
        return f"[{_opening(page, block, value)}]", NOW, -1
    return value, BOLD, 0


def _opening(page: Page, block: Marks, value: str) -> str:
    """Return what the mark opened last shows: dots and dashes first where the last fact opened it."""
    if not _was_closed(page, block):
        return value
    since = page.since(OPENING_MS[-1][0])
    return value if since is None else next(text for until, text in OPENING_MS if since < until)


def _was_closed(page: Page, block: Marks) -> bool:
    blocks: Sequence[Marks] = page.look.motion.before.scene.of(Marks) if page.look.motion is not None else ()
    cells = [cell for each in blocks if each.entrant == block.entrant for cell in each.cells]
    return any(cell.judge == block.opened and cell.value is None for cell in cells)


_STATES: dict[str, Text | str] = {
    "waiting": "-",
    "in": _CLOSED,
    "shown": _CLOSED,
    "struck_high": _CLOSED,
    "struck_low": _CLOSED,
    "absent": _("absent"),
    "barred": _("stands down"),
}
_STRUCK: dict[str, Text] = {"struck_high": _("highest"), "struck_low": _("lowest")}


def _places(block: Marks) -> int:
    """Return the decimals marks are shown with: those of the panel's result, or what the longest needs."""
    return column_places((cell.value for cell in block.cells if cell.value is not None), block.places)


def _figure(page: Page, block: Marks) -> _Figure | None:
    places = _places(block)
    if block.total is not None:
        place = _("Total   {place}", place=ordinal(block.place)) if block.place is not None else _("Total")
        return _Figure(_number(block.total, places), page.word(place), always=True)
    if block.score is not None:
        return _Figure(_number(block.score.value, places), page.word(block.score.label), always=False)
    opened = next((cell for cell in block.cells if cell.judge == block.opened), None)
    if opened is None or opened.value is None:
        return None
    return _Figure(_opening(page, block, show(opened.value, places)), page.word(opened.name), always=True)


def _number(value: Fraction, places: int) -> str:
    """Return a number in digits that can be drawn: a fraction without end is never shown large."""
    said = show(value, places)
    return said if "/" not in said else show(Fraction(value * 1_000 // 1, 1_000), 3)


def _digits(page: Page, value: str, y: int, down: int) -> None:
    if not set(value) <= DRAWABLE or any(value == text for _until, text in OPENING_MS):
        page.canvas.centre(y + down // 2, value, BOLD)
        return
    dot = largest(value, page.width - 2, down)
    if dot is None:
        page.canvas.centre(y, value, BOLD)
        return
    put_digits(page.canvas, (page.width - digits_width(value, dot)) // 2, y, value, dot)


def _notes(page: Page, block: Marks) -> list[str]:
    if block.score is not None:
        hand = Hand(page.word, [cell.judge for cell in block.cells], block.places)
        return _joined(pieces(block.score, hand), page.width - 2 * page.x(3, 5) + 3)
    shown = sum(cell.value is not None for cell in block.cells)
    closed = sum(cell.state == "in" for cell in block.cells)
    if not shown:
        return [page.word(each.text) for each in page.all(Paragraph) if each.role is Role.PROGRESS]
    if not closed:
        return []
    notes = [page.word(_("{shown} open, {closed} to come", shown=shown, closed=closed))]
    return [*notes, _interval(page, block)] if block.between is not None else notes


def _interval(page: Page, block: Marks) -> str:
    low, high = block.between or (Fraction(0), Fraction(0))
    places = column_places((low, high), block.places)
    off = page.word(_(" ({points} off already)", points=show(block.deducted))) if block.deducted else ""
    said = _(
        "Whatever the last mark is, this round's score{off} lies between {low} and {high}",
        off=off,
        low=show(low, places),
        high=show(high, places),
    )
    return page.word(said)


def _joined(said: list[str], room: int) -> list[str]:
    """Return pieces of arithmetic set into lines, a wide gap between them."""
    lines: list[str] = []
    for piece in said:
        if lines and width(lines[-1]) + len(_GAP) + width(piece) <= room:
            lines[-1] += _GAP + piece
        else:
            lines.append(piece)
    return lines


def _several(page: Page, blocks: Sequence[Marks]) -> None:
    """Draw the open marks of several performances below each other, each with its result."""
    share = (page.height - 3) // max(1, len(blocks))
    x = page.x(3, 5)
    for nth, block in enumerate(blocks):
        y = 2 + nth * share
        page.line(x, y, stage_line(page, block.entrant), BOLD)
        below = y + 5 + _cells(page, block, y + 1) + (1 if page.large else 0)
        figure = _figure(page, block)
        lines = _notes(page, block)[: max(0, y + share - below - 1)]
        for row, text in enumerate(lines):
            page.line(x, below + row, text, INK)
        if figure is not None:
            page.line(x, min(below + len(lines), page.height - 2), f"{figure.label}  {figure.value}", BOLD)
