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
from ...sessions.programme import marks_on_show
from ...text import Text, ordinal
from ..canvas import BOLD, DIM, INK, NOW, Canvas, Pen
from ..digits import DRAWABLE, ROWS, Dot, digits_width, largest, put_digits
from ..wide import cut, width
from ..words import _
from .page import Page
from .stage import heading, moment_of, put_label, put_stage, put_strip, stage_line, topic_line
from .votes import votes_picture

OPENING_MS = ((240, ". . ."), (480, "- -"))
"""What a mark shows until so many milliseconds after it opened."""
_GAP, _NARROW = " " * 6, " " * 3
_CLOSED = ". . ."
_LEAST_PITCH = 9
_FOUR, _TEN, _MOST_CELLS = 4, 10, 12
"""Judges' cells in a line where they are few, or many; more than twelve are text."""
_NEWEST_ROWS = 7


@attrs.frozen
class _Figure:
    """The large number of the page and what it is."""

    value: str
    label: str


@attrs.frozen
class _Grid:
    """How cells with digits are set: so many a line, their columns and rows, the size of a dot, the decimals."""

    across: int
    pitch: int
    down: int
    dot: Dot
    places: int


def marks_picture(page: Page) -> Canvas:
    """Draw the marks of one performance or of the two sides of a debate, or the votes on a match."""
    voted = votes_picture(page)
    if voted is not None:
        return voted
    title, _moment = heading(page)
    blocks = page.all(Marks)
    is_open = any(cell.value is not None for block in blocks for cell in block.cells)
    now = marks_on_show(blocks)
    done = None if now is None or (now.score is None and now.total is None) else _figure(page, now)
    what = done.label if done is not None else page.word(_("Marks") if is_open else _("Marking"))
    page.header(title, f"{moment_of(page)}   {what}".strip())
    if now is not None:
        _one(page, now)
    else:
        _several(page, blocks)
    return page.finish()


def _one(page: Page, block: Marks) -> None:
    if block.score is not None or block.total is not None:
        _result(page, block)
        return
    grid = _grid(page, block) if any(cell.value is not None for cell in block.cells) else None
    if grid is None:
        _in_text(page, block)
    else:
        _in_digits(page, block, grid)


def _in_text(page: Page, block: Marks) -> None:
    """Draw marks that are being collected, or are too many for digits, as text; the newest large below."""
    put_stage(page, stage_line(page, block.entrant), topic_line(page) if page.large else "")
    extra = _cells(page, block, page.y(4, 5))
    figure = _figure(page, block)
    down, y = page.y(10, 10), page.y(11, 13) + extra
    if figure is not None:
        put_label(page, y - (2 if page.large else 1), figure.label)
        _digits(page, figure.value, y, min(down, page.height - 2 - y))
    x, top = page.x(3, 5), page.y(26, 26) if page.large else page.y(8, 8) + extra
    for row, text in enumerate(_notes(page, block)):
        page.line(x, min(page.height - 2, top + row * (2 if page.large else 1)), text)
    if figure is None:
        put_strip(page)


def _grid(page: Page, block: Marks) -> _Grid | None:
    """Return how the judges' cells are set with their marks in digits, None where they are too many for it."""
    count, places = len(block.cells), _typed_places(block)
    if count > _MOST_CELLS:
        return None
    across = _FOUR if count <= 2 * _FOUR or count > _TEN else (3 if page.large else 5)
    said = [show(cell.value, places) for cell in block.cells if cell.value is not None]
    pitch = (page.width - page.x(4) + 1) // across
    lines = -(-count // across)
    room = page.y(21, 30) - page.y(4, 4)
    for px in (4, 3, 2, 1) if across == _FOUR - 1 or not page.large else (2, 1):
        dot = Dot(px, 1)
        wide = max(digits_width(text, dot) for text in said if set(text) <= DRAWABLE) if said else 0
        if wide + dot.gap < pitch and lines * (1 + ROWS) <= room:  # two marks stand farther apart than two digits
            return _Grid(across, pitch, min(2 + 1 + ROWS, room // lines), dot, places)
    return None


def _in_digits(page: Page, block: Marks, grid: _Grid) -> None:
    """Draw every open mark in digits under its judge, the newest once more below where there is room."""
    x, end = page.x(2, 4), page.width - page.x(2, 5)
    progress = _progress(page, block)
    page.canvas.right(end, 2, progress)
    page.canvas.put(x, 2, cut(stage_line(page, block.entrant), end - width(progress) - x - 2), BOLD)
    is_large = page.large and len(block.cells) <= 2 * _FOUR
    top, bottom = page.y(4, 4 if is_large else 5), page.y(21, 31 if is_large else 30)
    for nth, cell in enumerate(block.cells):
        at = (page.x(4) + nth % grid.across * grid.pitch, top + nth // grid.across * grid.down)
        _put_mark(page, block, cell, at, grid)
    below = top + -(-len(block.cells) // grid.across) * grid.down
    newest = next((cell for cell in block.cells if cell.judge == block.opened), None)
    if newest is not None and is_large and bottom - below >= _NEWEST_ROWS:
        _put_newest(page, block, newest, (below, bottom), grid)
    if block.between is not None and progress:
        page.line(x, bottom, _interval(page, block))


def _put_mark(page: Page, block: Marks, cell: Mark, at: tuple[int, int], grid: _Grid) -> None:
    x, y = at
    name, newest = page.word(cell.name), cell.judge == block.opened
    struck = _STRUCK.get(cell.state) if cell.value is not None else None
    label = f"({name}) {page.word(struck)}" if struck is not None else f"[{name}]" if newest else f" {name}"
    page.canvas.put(x - 1, y, cut(label, grid.pitch - 1), NOW if newest else DIM if struck is not None else INK)
    text = _text(page, block, cell, grid.places)
    if cell.value is None or not _is_drawable(text):
        page.canvas.put(x, y + 1 + ROWS // 2, text, DIM if cell.value is None else BOLD)
    else:
        put_digits(page.canvas, x, y + 1, text, grid.dot, pen=DIM if struck is not None else INK)


def _put_newest(page: Page, block: Marks, cell: Mark, between: tuple[int, int], grid: _Grid) -> None:
    """Draw the mark opened last large, its judge beside it."""
    top, bottom = between
    text = _text(page, block, cell, grid.places)
    name, middle = page.word(cell.name), (top + bottom) // 2
    page.canvas.put(page.x(8, 12), middle - 1, name, BOLD)
    _digits(page, text, top, bottom - top - 1)


def _result(page: Page, block: Marks) -> None:
    """Draw how the marks become the score, the score as large as the page allows."""
    y = page.y(1, 2)
    page.line(page.x(2, 4), y, stage_line(page, block.entrant), BOLD)
    y = page.y(2, 4)
    y += 1 + _cells(page, block, y, tight=True) + (3 if page.large else 1)
    page.line(page.x(3, 5), y, _in_one_line(_pieces(page, block), page.width - 2 * page.x(3, 5), page))
    figure = _figure(page, block)
    bottom = page.y(22, 31)
    if figure is not None:
        _digits(page, figure.value, y + 2, bottom - y - (3 if page.large else 2))
    if block.total is None and page.air.programme == "marks" and page.air.step < page.air.steps:
        page.canvas.centre(bottom, page.word(_("total and place follow")), DIM)


def _cells(page: Page, block: Marks, y: int, *, tight: bool = False) -> int:
    """Draw the judges' cells, in as many strips as they need; return the rows that took beyond the first strip."""
    x = page.x(2, 5)
    room = page.width - x
    widest = 16 if page.large else 11
    pitch = max(_LEAST_PITCH, min(widest * page.width // (120 if page.large else 80), room // max(1, len(block.cells))))
    across = max(1, room // pitch)
    places, step = _typed_places(block), 3 if tight else 4
    down = 2 if page.large and not tight else 1
    for nth, cell in enumerate(block.cells):
        _cell(page, block, cell, (x + nth % across * pitch, y + nth // across * step), (pitch, places, down))
    return (len(block.cells) - 1) // across * step if block.cells else 0


def _cell(page: Page, block: Marks, cell: Mark, at: tuple[int, int], size: tuple[int, int, int]) -> None:
    (x, y), (pitch, places, down) = at, size
    page.canvas.put(x, y, cut(page.word(cell.name), pitch - 1), DIM)
    text, pen, shift = _mark(page, block, cell, places)
    page.canvas.put(max(0, x + (0 if page.large else shift)), y + down, text, pen)
    label = _STRUCK.get(cell.state)
    if label is not None and (page.large or down > 1 or block.score is None):
        page.canvas.put(x, y + down + 1, cut(page.word(label), pitch - 1), DIM)


def _mark(page: Page, block: Marks, cell: Mark, places: int) -> tuple[str, Pen, int]:
    """Return what a cell shows, its pen, and how far it is set off so that figures stand below each other."""
    text = _text(page, block, cell, places)
    if cell.value is None:
        return text, DIM, int(cell.state in ("absent", "barred"))
    if cell.state in _STRUCK:
        return f"({text})", attrs.evolve(DIM, strike=True), -1
    if cell.judge == block.opened:
        return f"[{text}]", NOW, -1
    return text, BOLD, 0


def _text(page: Page, block: Marks, cell: Mark, places: int) -> str:
    """Return a cell's mark as far as it has opened, or the word for why there is none."""
    if cell.value is None:
        state = _STATES[cell.state]
        return state if isinstance(state, str) else page.word(state)
    value = show(cell.value, places)
    return _opening(page, block, value) if cell.judge == block.opened and cell.state not in _STRUCK else value


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


def _typed_places(block: Marks) -> int:
    """Return the decimals marks are shown with: as they were given, those that the longest of the open ones needs."""
    return column_places(cell.value for cell in block.cells if cell.value is not None)


def _figure(page: Page, block: Marks) -> _Figure | None:
    places = max(block.places, _typed_places(block))
    if block.total is not None:
        place = _("Total   {place}", place=ordinal(block.place)) if block.place is not None else _("Total")
        return _Figure(_number(block.total, places), page.word(place))
    if block.score is not None:
        label = _("Final mark") if block.final else block.score.label
        return _Figure(_number(block.score.value, places), page.word(label))
    opened = next((cell for cell in block.cells if cell.judge == block.opened), None)
    if opened is None or opened.value is None:
        return None
    return _Figure(_opening(page, block, show(opened.value, _typed_places(block))), page.word(opened.name))


def _number(value: Fraction, places: int) -> str:
    """Return a number in digits that can be drawn: a fraction without end is never shown large."""
    said = show(value, places)
    return said if "/" not in said else show(Fraction(value * 1_000 // 1, 1_000), 3)


def _is_drawable(text: str) -> bool:
    """Whether a text is a number in digits, and not the dots and dashes a mark opens through."""
    return set(text) <= DRAWABLE and all(text != moving for _until, moving in OPENING_MS)


def _digits(page: Page, value: str, y: int, down: int) -> None:
    if not _is_drawable(value):
        page.canvas.centre(y + down // 2, value, BOLD)
        return
    dot = largest(value, page.width - 4, down)
    if dot is None:
        page.canvas.centre(y, value, BOLD)
        return
    put_digits(page.canvas, (page.width - digits_width(value, dot)) // 2, y, value, dot)


def _pieces(page: Page, block: Marks) -> list[str]:
    if block.score is None:
        return []
    return pieces(block.score, Hand(page.word, [cell.judge for cell in block.cells], block.places))


def _notes(page: Page, block: Marks) -> list[str]:
    if block.score is not None:
        return _joined(_pieces(page, block), page.width - 2 * page.x(3, 5) + 3, _GAP)
    if all(cell.value is None for cell in block.cells):
        return [page.word(each.text) for each in page.all(Paragraph) if each.role is Role.PROGRESS]
    progress = _progress(page, block)
    if not progress:
        return []
    return [progress, _interval(page, block)] if block.between is not None else [progress]


def _progress(page: Page, block: Marks) -> str:
    """Return how many marks are open and how many to come, nothing once none is."""
    shown = sum(cell.value is not None for cell in block.cells)
    closed = sum(cell.state == "in" for cell in block.cells)
    return page.word(_("{shown} open, {closed} to come", shown=shown, closed=closed)) if closed else ""


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


def _in_one_line(said: list[str], room: int, page: Page) -> str:
    """Return as much of the end of an arithmetic as a line holds: the marks it begins with stand above it."""
    gap = _GAP if page.large else _NARROW
    while len(said) > 1 and width(gap.join(said)) > room:
        said = said[1:]
    return gap.join(said)


def _joined(said: list[str], room: int, gap: str) -> list[str]:
    """Return pieces of arithmetic set into lines, a wide gap between them."""
    lines: list[str] = []
    for piece in said:
        if lines and width(lines[-1]) + len(gap) + width(piece) <= room:
            lines[-1] += gap + piece
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
