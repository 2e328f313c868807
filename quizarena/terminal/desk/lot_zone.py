"""A draw in the zone 现在: the numbers called, large as they are typed, what is published, and the lots once open."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ...scenes import Lots
from ...sessions.desk.numbers import Called
from ...sessions.desk.words import _
from ...text import Text
from ..canvas import BOLD, DIM, INK
from ..digits import Dot, put_digits
from ..wide import pad, width
from .line_writer import LineWriter
from .painting import Painting

LOTS_DOT = Dot(2, 2)
_LABEL = 13
"""Columns of a row's label."""


def draw_lots(writer: LineWriter, block: Lots) -> None:
    """Draw a draw as far as it has come."""
    view, is_open = writer.view, any(order is not None for order in block.order)
    typing = view.desk.overlay if isinstance(view.desk.overlay, Called) else None
    numbers = typing.row if typing is not None else block.numbers
    called = "   ".join(numbers.split()) + ("_" if typing is not None and typing.typed else "")
    if block.places:
        _places(writer, block)
    elif is_open:
        _order(writer, block)
    if not is_open and numbers and writer.room > LOTS_DOT.height + 4:
        put_digits(writer.canvas, 3, writer.y, numbers, LOTS_DOT)
        writer.y += LOTS_DOT.height + 1
    _row(writer, _("Numbers"), called)
    if typing is not None and writer.room > _ROWS_BELOW:
        writer.y += 1
    for label, value, note in _known(view, block, "" if is_open else numbers):
        _row(writer, label, value, note)
    for text in block.attempts:
        writer.lines(view.word(text), most=2)
    for line in block.proof if is_open else ():
        writer.lines(line, DIM, most=2)


_ROWS_BELOW = 3
"""Rows below the numbers called, as a rule."""


def _order(writer: LineWriter, block: Lots) -> None:
    view = writer.view
    names = [f"{number} {view.word(name)}" for number, name in enumerate(block.order, 1) if name is not None]
    writer.gap()
    label = pad(view.word(_("Order")), _LABEL)
    writer.lines(f"{label}{'   '.join(names)}", BOLD, indent=_LABEL)


def _places(writer: LineWriter, block: Lots) -> None:
    """Draw what each lot of a round's draw gives: a row a step where several open at once, else one after the other."""
    view = writer.view
    said = [_place(view, block, nth) for nth in range(len(block.places))]
    writer.gap()
    if not block.groups:
        writer.lines("   ".join(said), BOLD)
    ends = list(itertools.accumulate(block.groups))
    for end, size in zip(ends, block.groups, strict=True):
        is_open = block.order[end - size] is not None
        note = _("on the board") if is_open else _("not open yet")
        names = (
            said[end - size : end] if is_open else [f"{view.word(each)} ?" for each in block.labels[end - size : end]]
        )
        writer.line(f"{'   '.join(names)}      {view.word(note)}", BOLD if is_open else INK)


def _place(view: Painting, block: Lots, nth: int) -> str:
    found = block.order[nth]
    return f"{view.word(block.places[nth])} {'?' if found is None else view.word(found)}"


def _row(writer: LineWriter, label: Text, value: str, note: str = "") -> None:
    """Draw a row, its note behind it where there is room."""
    if not value:
        return
    line = pad(writer.view.word(label), _LABEL) + value
    if note and width(f"{line}  {note}") <= writer.width - 2:
        writer.line(f"{line}  {note}")
    else:
        writer.lines(line, indent=_LABEL)


def _known(view: Painting, block: Lots, numbers: str) -> Iterator[tuple[Text, str, str]]:
    """Yield what is published, and the seed: all of it, or what is known of it before the secret is opened."""
    to_come = bool(block.commitment) and not block.seed
    settled = view.word(_("(published, no more changes)")) if to_come else ""
    if block.commitment or not block.places:
        yield _("Takes part"), "  ".join(view.word(label) for label in block.labels), settled
    yield _("Hash"), _grouped(block.commitment), _when(view) if to_come else ""
    yield _("Seed"), block.seed, ""
    if to_come and numbers:
        secret = view.word(_("(the secret, opened in the next step)"))
        yield _("Seed will be"), f"{block.date}|{numbers}|{secret}", ""


def _when(view: Painting) -> str:
    """Return when the hash was published."""
    committed = view.contest.state.draws[-1].committed
    if committed is None:
        return ""
    at = view.contest.records[committed].at.astimezone(view.now.tzinfo)
    return view.word(_("published {at}", at=f"{at:%H:%M:%S}"))


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, 32, 8)) + " ..." if digest else ""
