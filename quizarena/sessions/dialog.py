"""A dialog as a value: what it asks, what is chosen, what its keys do.

Here are the blocks that dialogs are made of. Rows, wrapping and paging are the terminal's, markup is the web's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, TypeAlias

import attrs

from ..text import Joined, Text, plain
from .words import _

Role: TypeAlias = Literal["normal", "emphasis", "quiet", "alert"]


@attrs.frozen
class Line:
    """A sentence; `typing` says that its end, which a `_` shows, is being typed."""

    text: Text
    role: Role = "normal"
    indent: int = 0
    typing: bool = False


@attrs.frozen
class Gap:
    """Room between what belongs together; an `optional` one is the first to go where room is short."""

    optional: bool = False


@attrs.frozen
class Item:
    """Something to choose by its number.

    `closed` is why it cannot be chosen, `place` where it stands in an order begun, from 1; 0 means not yet.
    """

    number: int
    text: Text
    closed: Text | None = None
    place: int = 0


@attrs.frozen
class Menu:
    """Items to choose from; the cursor stands on the item at index `at`, `typed` are digits gathered so far."""

    items: tuple[Item, ...]
    at: int | None = None
    typed: str = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that choose its items."""
        return _choosing(self.items)


@attrs.frozen
class Entry:
    """Something to type: what stands there so far, and what fits; `hidden` is shown as stars."""

    typed: str
    hint: Text | None = None
    hidden: bool = False


@attrs.frozen
class TypedNumber:
    """A number being typed, and what it names, which Enter would take; None where nothing has that number."""

    typed: str
    named: Text | None


@attrs.frozen
class Decision:
    """A labelled line of a form: values to choose from and the number of the one chosen, or a text.

    `typed` is being typed there now, `here` says that the line has the keys.
    """

    label: Text
    items: tuple[Item, ...] = ()
    chosen: int | None = None
    typed: str = ""
    text: Text | None = None
    here: bool = False

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that choose its values while the line has the keys."""
        return _choosing(self.items) if self.here else ()


Holding: TypeAlias = Literal["number", "name", "points", "place", "words"]


@attrs.frozen
class Column:
    """A column of a table: its head, and what its cells hold."""

    head: Text
    holds: Holding


@attrs.frozen
class Table:
    """Columns and rows; `changed` are the indexes of the rows that differ from what stood there before.

    Where there is no room for all rows only those in `listed` are shown, and `left_out` stands below them.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    changed: frozenset[int] = frozenset()
    listed: frozenset[int] = frozenset()
    left_out: Text | None = None


@attrs.frozen
class Term:
    """A line of a working: a figure, what it is, and how deep it stands in the sum, from 0."""

    depth: int
    figure: str
    text: Text
    role: Role = "normal"


@attrs.frozen
class LogLine:
    """A record in words: when, who, what it says, and what became of it."""

    seq: int
    at: datetime
    who: Text
    text: Text
    fate: Text | None = None
    role: Role = "normal"


@attrs.frozen
class LogLines:
    """A leaf of the log; the cursor stands on record `at`, `typed` is the number of the record to go to."""

    lines: tuple[LogLine, ...]
    at: int
    typed: str = ""


@attrs.frozen
class Check:
    """Something to look at: whether it is done, else what to do about it; its number ticks it, 0 where none does."""

    number: int
    done: bool
    text: Text
    todo: Text | None = None

    @property
    def keys(self) -> tuple[Key, ...]:
        """The key that ticks it, a hint where none does."""
        return (Key(str(self.number or ""), self.text),)


@attrs.frozen
class Key:
    """A key that acts now, and what it does, `short` where keys stand in a row; a hint where `press` is empty."""

    press: str
    does: Text
    short: Text | None = None

    @property
    def text(self) -> Text:
        """The key by its name, and what it does, in short where that is said."""
        does = self.does if self.short is None else self.short
        return Joined((key_name(self.press), does), " ") if self.press else does


@attrs.frozen
class PaperSheet:
    """A judge's paper sheet: the seat, the name, the marks as typed, their sum, the total on paper, and a sign.

    `state` is why nothing is typed, such as "handed in". A mark that is still asked about ends in "?"; the sign is "!"
    where sum and total differ, "*" where the marks stand all the same.
    """

    number: int
    judge: Text
    state: Text | None
    cells: tuple[str, ...]
    sum: str
    paper: str
    sign: str = ""


@attrs.frozen
class PaperSheets:
    """The paper sheets of a performance: a row a judge, a column a mark with its bounds, then sum and total on paper.

    `at` is the row and the column of the cursor, which is behind the last mark on the total on paper; `typed` is being
    typed there, `asked` says that something is asked about it, `ignored` are the keys that answered nothing.
    """

    heads: tuple[Text, ...]
    bounds: tuple[str, ...]
    rows: tuple[PaperSheet, ...]
    at: tuple[int, int] | None = None
    typed: str = ""
    asked: bool = False
    ignored: tuple[str, ...] = ()


@attrs.frozen
class Keys:
    """Keys that stand among the blocks, one below the other."""

    keys: tuple[Key, ...]


Block: TypeAlias = (
    Line | Gap | Menu | Entry | TypedNumber | Decision | Table | Term | LogLines | Check | PaperSheets | Keys
)


@attrs.frozen
class Dialog:
    """What lies over a session until Escape.

    `typing` says that characters go into an entry, `asks` that it is a question, whose keys stand below it as well,
    `in_picture` that the session's own picture shows what is typed where it belongs.
    """

    title: Text
    blocks: tuple[Block, ...]
    keys: tuple[Key, ...] = ()
    typing: bool = False
    asks: bool = False
    in_picture: bool = False

    @property
    def sheets(self) -> PaperSheets | None:
        """The paper sheets it holds, if any: they stand in place of all else that can be done."""
        return next((block for block in self.blocks if isinstance(block, PaperSheets)), None)

    @property
    def foot(self) -> tuple[Key, ...]:
        """The keys for the foot of a screen: its own, else those that stand among the blocks."""
        return self.keys or tuple(key for block in self.blocks if isinstance(block, Keys) for key in block.keys)


MANY = 10
"""From this number on digits are gathered until Enter."""


def gathers(numbers: Iterable[int]) -> bool:
    """Whether one of the numbers to choose from has two digits."""
    return any(number >= MANY for number in numbers)


def _choosing(items: tuple[Item, ...]) -> tuple[Key, ...]:
    """Return the key of each item: its digits, Enter behind them where they are gathered; of a closed one why it is."""
    end = " enter" if gathers(item.number for item in items) else ""
    return tuple(
        Key(" ".join(str(item.number)) + end, item.text)
        if item.closed is None
        else Key("", Joined((item.text, item.closed), "  "))
        for item in items
    )


NAMES: Mapping[str, Text] = {
    "enter": plain("Enter"),
    "escape": plain("Esc"),
    "tab": plain("Tab"),
    "end": plain("End"),
    "pageup": plain("PgUp"),
    "pagedown": plain("PgDn"),
    "space": _("Space"),
    "backspace": _("Backspace"),
    "up": _("Up"),
    "down": _("Down"),
    "left": _("Left"),
    "right": _("Right"),
}


def key_name(press: str) -> Text:
    """Return a key's name as people say it, or those of several one after the other."""
    if " " in press:
        return Joined(tuple(map(key_name, press.split())), " ")
    return NAMES.get(press) or plain(press.upper())


def keys_text(keys: tuple[Key, ...]) -> Text:
    """Return keys with what they do, in a row."""
    return Joined(tuple(key.text for key in keys), "  ")
