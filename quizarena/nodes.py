"""What was read, before anybody knows what it means: texts, lists and mappings, each with its place.

`no`, `010` and `3:00` are just these characters until a rule says what belongs there.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs

from .errors import RuleError
from .points import show
from .text import FRAME, Text, plain
from .values import evolve, fast_init

_ = FRAME

Plain: TypeAlias = "bool | int | Decimal | str | list[Plain] | dict[str, Plain] | None"
Style: TypeAlias = Literal["plain", "quoted", "either"]
_LONGEST_SHOWN = 60
_WORDS = {None: "null", True: "true", False: "false"}
_PLAIN = {word: value for value, word in _WORDS.items()}


@attrs.frozen
class Place:
    """Where something stands; line and column count from 1, 0 where it came from no file.

    In a table they count rows and columns, and `cell` says it as its readers do: "题库!H7".
    """

    file: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""


NOWHERE = Place()


@fast_init
@attrs.frozen
class Scalar:
    """A text as written. `style` is "either" where quotes cannot tell, as in JSON, which has no exact decimals."""

    text: str
    style: Style = "plain"
    place: Place = NOWHERE

    @property
    def is_null(self) -> bool:
        """Whether nothing stands here: an empty value, `null` or `~`."""
        return self.style == "plain" and self.text in {"", "~", "null", "Null", "NULL"}


@attrs.frozen
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Place = NOWHERE


@attrs.frozen
class Entries:
    """A mapping, in the order written, no key twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place = NOWHERE

    def key(self, name: str) -> Scalar | None:
        """Return the key `name` as written, None if it is not there."""
        found = self._by_name.get(name)
        return None if found is None else found[0]

    def get(self, name: str) -> Node | None:
        """Return what stands under `name`, None if nothing does."""
        found = self._by_name.get(name)
        return None if found is None else found[1]

    @functools.cached_property
    def _by_name(self) -> Mapping[str, tuple[Scalar, Node]]:
        return {key.text: (key, value) for key, value in reversed(self.entries)}  # the first of two

    def with_entry(self, name: str, value: Node) -> Entries:
        """Return this mapping with `value` under `name`, in the old one's place if there was one."""
        if self.key(name) is None:
            return evolve(self, entries=(*self.entries, (Scalar(name, place=value.place), value)))
        changed = tuple((key, value if key.text == name else old) for key, old in self.entries)
        return evolve(self, entries=changed)


@attrs.frozen
class Broken:
    """Something the reader has reported already; nobody complains about it a second time."""

    place: Place = NOWHERE


Node: TypeAlias = Scalar | Items | Entries | Broken


def shown(text: str) -> str:
    """Return `text` in quotes, cut where it is long, control characters made visible."""
    return repr(text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "...")


def describe(node: Node) -> Text:
    """Return what was found, for "expected ..., got ..."."""
    match node:
        case Scalar() if node.is_null:
            return _("nothing")
        case Scalar():
            return plain(shown(node.text))
        case Items():
            return _("a list")
        case _:
            return _("a mapping")


def to_plain(node: Node) -> Any:
    """Return a tree as JSON would give it, numbers as text; None for what could not be read."""
    match node:
        case Scalar():
            return _PLAIN.get(node.text, node.text) if node.style == "plain" else node.text
        case Items():
            return [to_plain(each) for each in node.items]
        case Entries():
            return {key.text: to_plain(each) for key, each in node.entries}
        case _:
            return None


def of_plain(value: object) -> Node:
    """Return the tree of a plain value, such as JSON gives.

    Raises:
        RuleError: A float or another type stands in it.
    """
    if type(value) is str:  # most of a rulebook
        return Scalar(value, "either")
    if value is None or isinstance(value, bool):
        return Scalar(_WORDS[value])
    if isinstance(value, int):
        return Scalar(str(value))
    if isinstance(value, Decimal):
        return Scalar(show(value))
    if isinstance(value, str):
        return Scalar(value, "either")
    return _of_collection(value)


def _of_collection(value: object) -> Node:
    if isinstance(value, Mapping):
        return Entries(tuple((Scalar(str(key), "either"), of_plain(each)) for key, each in value.items()))
    if isinstance(value, Sequence):
        return Items(tuple(map(of_plain, value)))
    raise RuleError(f"expected text, a whole number, a list or a mapping, found {type(value).__name__} {value!r}")
