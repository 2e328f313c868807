"""A dialog as rows of terminal cells: wrapped to a width, cut to a height, the cursor's row in sight.

One painter for every dialog; what stands in it is the sessions' say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, assert_never

import attrs

from ..sessions.dialog import (
    Block,
    Check,
    Column,
    Decision,
    Dialog,
    Entry,
    Gap,
    Item,
    Keys,
    Line,
    LogLine,
    LogLines,
    Menu,
    PaperSheets,
    Role,
    Table,
    Term,
    TypedNumber,
    key_name,
    keys_text,
)
from ..text import Text
from .canvas import BOLD, DIM, INK, WRONG, Canvas, Pen
from .wide import cut, pad, rule, width, wrap
from .words import _

Word: TypeAlias = Callable[[Text], str]
"""How a text becomes words on this screen."""
PENS: dict[Role, Pen] = {"normal": INK, "emphasis": BOLD, "quiet": DIM, "alert": WRONG}
_LABEL = 8
"""Columns of a decision's label."""
_PAGE = 16
"""Items of a menu that are shown at once, where there is room."""
_BESIDE = 3
"""Rows kept beside them: what stands above, what is typed, and that there is more."""
_FIGURE = 10
"""Columns of a working's figures."""
_WHO = 8
"""Columns of who recorded."""
_CELLS = {"number": (4, 4), "name": (14, 22), "points": (9, 9), "place": (6, 6), "words": (0, 99)}
"""The least and the most columns of a table's cells, by what they hold."""


@attrs.frozen
class Row:
    """A row of a dialog: its text and pen; `here` marks the one the cursor is on, `typing` that its end is typed."""

    text: str = ""
    pen: Pen = INK
    here: bool = False
    typing: bool = False


def put_box(canvas: Canvas, title: str, rows: Sequence[Row], margin: int, top: int) -> None:
    """Draw a dialog's rows in a frame from the row `top` on, so many columns from either side; mark where it types."""
    across, bottom = canvas.width - 2 * margin, top + 1 + len(rows)
    canvas.fill(margin, top, across, bottom - top + 1, INK)
    canvas.put(margin, top, f"+{rule(title, across - 2)}+", BOLD)
    for place, row in enumerate(rows, top + 1):
        pen = attrs.evolve(row.pen, reverse=True) if row.here else row.pen
        canvas.put(margin, place, "|")
        canvas.put(margin + 1, place, ">" if row.here else " ", pen)
        behind = canvas.put(margin + 2, place, cut(row.text, across - 4), pen)
        if row.typing:
            canvas.caret = behind - 1, place
        canvas.put(margin + across - 1, place, "|")
    canvas.put(margin, bottom, f"+{'-' * (across - 2)}+", BOLD)


def dialog_rows(dialog: Dialog, across: int, room: int, word: Word) -> list[Row]:
    """Return the rows for a box of that width; rows that may go are left out where there is no room for all."""
    rows = list(_rows(dialog, across, room, word, short=False))
    return rows if len(rows) <= room else list(_rows(dialog, across, room, word, short=True))


def log_row(line: LogLine, word: Word) -> str:
    """Return a record as one row: number, time, who, what; and what became of it."""
    fate = f"  {word(line.fate)}" if line.fate is not None else ""
    return f"#{line.seq:03}  {line.at:%H:%M:%S}  {pad(word(line.who), _WHO)} {word(line.text)}{fate}"


def _rows(dialog: Dialog, across: int, room: int, word: Word, *, short: bool) -> Iterator[Row]:
    for block in dialog.blocks:
        yield from _block(block, across, room, word, short=short)
    if dialog.asks:
        yield from () if isinstance(dialog.blocks[-1], Keys) else (Row(),)
        yield from (Row(line, DIM) for line in wrap(word(keys_text(dialog.keys)), across))


def _block(block: Block, across: int, room: int, word: Word, *, short: bool) -> Iterator[Row]:
    match block:
        case Line():
            indent = " " * block.indent
            yield from (Row(indent + line, PENS[block.role]) for line in wrap(word(block.text), across - block.indent))
        case Gap():
            yield from () if short and block.optional else (Row(),)
        case Entry():
            shown = "*" * len(block.typed) if block.hidden else block.typed
            *full, last = wrap(f"{shown}_", across - 2)
            yield from (Row("  " + line) for line in full)
            yield Row("  " + last, typing=True)
            yield from (Row("  " + word(block.hint), DIM),) if block.hint is not None else ()
        case TypedNumber():
            named = word(block.named if block.named is not None else _("nothing with that number"))
            yield Row(f"  {block.typed}_  {named}", BOLD)
        case Term():
            figure = "  " * block.depth + pad(block.figure, _FIGURE)
            yield Row(figure + word(block.text), PENS[block.role])
        case PaperSheets():
            return  # they are drawn over the desk's zones, not in a box
        case Keys():
            yield from (Row(f"  {word(key_name(key.press))}  {word(key.does)}") for key in block.keys)
        case _:
            yield from _many_rows(block, across, room, word, short=short)


def _many_rows(
    block: Menu | Decision | Table | LogLines | Check, across: int, room: int, word: Word, *, short: bool
) -> Iterator[Row]:
    match block:
        case Menu():
            yield from _menu(block, across, room, word)
        case Decision():
            yield from _decision(block, across, word)
        case Table():
            yield from _table(block, word, short=short)
        case LogLines():
            yield from (Row(log_row(each, word), PENS[each.role], each.seq == block.at) for each in block.lines)
            yield from (Row(f"#{block.typed}_", BOLD),) if block.typed else ()
        case Check():
            yield from _check(block, across, word)
        case _:
            assert_never(block)


def _menu(block: Menu, across: int, room: int, word: Word) -> Iterator[Row]:
    """Yield the items of the cursor's page, or all where there is no cursor: two in a row where they are many."""
    if block.at is None and len(block.items) > min(_PAGE, room - _BESIDE):
        yield from _pairs(block.items, across, word)
        return
    page = min(_PAGE, room - _BESIDE) if block.at is not None else len(block.items)
    top = (block.at or 0) // max(1, page) * page
    for place, item in enumerate(block.items[top : top + page], top):
        yield Row(_item(item, word), DIM if item.closed is not None else INK, place == block.at)
    if len(block.items) > page:
        is_last = top + page >= len(block.items)
        yield Row(word(_("those before with Up") if is_last else _("more with Up, Down")), DIM)
    if block.typed:
        yield Row(f"{'' if block.at is not None else '  '}{block.typed}_", BOLD)


def _pairs(items: Sequence[Item], across: int, word: Word) -> Iterator[Row]:
    """Yield items two in a row, or one where that would cut a text."""
    texts = [_item(item, word) for item in items]
    half = across // 2
    each = 2 if max(map(width, texts)) < half else 1
    for at in range(0, len(items), each):
        closed = all(item.closed is not None for item in items[at : at + each])
        yield Row("".join(pad(text, half) for text in texts[at : at + each]).rstrip(), DIM if closed else INK)


def _item(item: Item, word: Word) -> str:
    reason = f"  ({word(item.closed)})" if item.closed is not None else ""
    place = f"  -> {item.place}" if item.place else ""
    return f"{item.number:>3}  {word(item.text)}{reason}{place}"


def _decision(block: Decision, across: int, word: Word) -> Iterator[Row]:
    """Yield the label before the first line; the cursor stands there."""
    room = across - _LABEL - 2
    first, *rest = _values(block, room, word) if block.items else wrap(_written(block, word), room) or [""]
    typing = block.here and not block.items
    yield Row(f"{pad(word(block.label), _LABEL)}  {first}", INK, block.here, typing and not rest)
    yield from (Row(f"{' ' * _LABEL}  {line}", typing=typing and line is rest[-1]) for line in rest)


def _values(block: Decision, room: int, word: Word) -> Sequence[str]:
    lines = [""]
    for item in block.items:
        said = f"{item.number} {word(item.text)}"
        said = f"[{said}]" if item.number == block.chosen else said
        if lines[-1] and width(lines[-1]) + width(said) + 2 > room:
            lines.append("")
        lines[-1] += ("  " if lines[-1] else "") + said
    return [f"{block.typed}_   {lines[0]}", *lines[1:]] if block.typed else lines


def _written(block: Decision, word: Word) -> str:
    text = word(block.text) if block.text is not None else ""
    return (block.typed or text) + ("_" if block.here else "")


def _table(block: Table, word: Word, *, short: bool) -> Iterator[Row]:
    cells = [_cells(column, [row[nth] for row in block.rows], word) for nth, column in enumerate(block.columns)]
    yield Row(_columns([column.head for column in block.columns], cells, word), DIM)
    for place, row in enumerate(block.rows):
        if not short or place in block.listed:
            yield Row(_columns(row, cells, word), BOLD if place in block.changed else INK)
    if short and block.left_out is not None:
        yield Row(word(block.left_out), DIM)


def _cells(column: Column, texts: Sequence[Text], word: Word) -> int:
    least, most = _CELLS[column.holds]
    return max(least, min(most, max(width(word(text)) for text in (column.head, *texts))))


def _columns(row: Sequence[Text], cells: Sequence[int], word: Word) -> str:
    return "  ".join(pad(cut(word(text), most), most) for text, most in zip(row, cells, strict=True)).rstrip()


def sign(check: Check) -> str:
    """Return how it is drawn whether something was looked at."""
    return "[*]" if check.done else "[ ]"


def _check(block: Check, across: int, word: Word) -> Iterator[Row]:
    yield Row(f"{block.number or ' '}  {sign(block)} {word(block.text)}", INK if block.done else BOLD)
    if not block.done and block.todo is not None:
        yield from (Row(f"       {line}", DIM) for line in wrap(word(block.todo), across - 8))
