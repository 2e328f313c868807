"""Facts as people write them by hand: a JSON object with `type` and `fact` and, where they matter, who recorded it.

That is the `seat` ("desk" if left out), the `person` who typed, and the instant `at`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from ..errors import FactError
from ..fact_book import FactBook, load_object
from ..facts import Fact, parse_instant
from ..text import FRAME

_ = FRAME
LONGEST = 1_000_000
"""How many bytes a line may have."""
_KEYS = ("type", "fact", "seat", "person", "at")


@attrs.frozen
class FactLine:
    """A fact with in whose name, by whom and when it was recorded; the instant is now where none is said."""

    fact: Fact
    seat: str = "desk"
    person: str = ""
    at: datetime | None = None


def read_line(line: Mapping[str, Any] | str | bytes, book: FactBook) -> FactLine:
    """Return what a line says, a mapping as JSON gives it or its text; FactError if it cannot be read."""
    said = line if isinstance(line, Mapping) else load_line(line)
    for key in said:
        if key not in _KEYS:
            raise FactError(_("a line has no key {key}; known are {known}", key=repr(key), known=", ".join(_KEYS)))
    fact = said.get("fact", {})
    if not isinstance(fact, Mapping):
        raise FactError(_("fact: expected an object, found {found}", found=repr(fact)))
    at = _text(said, "at")
    made = book.of_mapping(_text(said, "type"), fact)
    return FactLine(made, _text(said, "seat", "desk"), _text(said, "person"), parse_instant(at) if at else None)


def load_line(line: str | bytes) -> dict[str, Any]:
    """Return the JSON object of a line; raises like `read_line`."""
    if len(line) > LONGEST:
        raise FactError(_("expected at most {limit} bytes in a line", limit=LONGEST))
    try:
        text = line.decode() if isinstance(line, bytes) else line
    except UnicodeDecodeError:
        raise FactError(_("expected UTF-8 text, found {found}", found=repr(line[:40]))) from None
    return load_object(text.removeprefix("\ufeff"))


def _text(said: Mapping[str, Any], key: str, default: str = "") -> str:
    value = said.get(key, default)
    if not isinstance(value, str):
        raise FactError(_("{key}: expected text, found {found}", key=key, found=repr(value)))
    return value
