"""Facts as JSON Lines that people write by hand, told to a contest one after the other.

Decides the form of a line: an object with `type` and `fact`, and, where they matter, `seat` ("desk" if left out),
`person` and `at`, the instant it was recorded. The rules are record 0, so line 1 of a file without empty lines is
record 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from quizarena.contest import Contest
from quizarena.errors import FactError, QuizArenaError
from quizarena.fact_book import load_object
from quizarena.facts import parse_instant
from quizarena.text import placed

from .trouble import Refused, line
from .words import _

LINE_LIMIT = 1_000_000
_KEYS = ("type", "fact", "seat", "person", "at")


def tell(contest: Contest, name: str, stream: IO[bytes]) -> None:
    """Push each line of `stream`, called `name`, to the contest.

    Raises:
        Refused: A line cannot be read, or its fact is not legal; it names the line.
    """
    for number, text in _lines(stream):
        try:
            _push(contest, text)
        except QuizArenaError as error:
            place = f"{name}:{number}"
            raise Refused(line(placed(place, error.message))) from error


def first_instant(stream: IO[bytes]) -> datetime | None:
    """Return the instant of the first line, None where it has none, and go back to the start."""
    try:
        text = next((text for _number, text in _lines(stream)), b"{}")
        return parse_instant(str(load_object(_decoded(text)).get("at", "")))
    except FactError:
        return None
    finally:
        stream.seek(0)


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    while text := stream.readline(LINE_LIMIT + 1):
        number += 1
        if text.strip():
            yield number, text


def _decoded(text: bytes) -> str:
    if len(text) > LINE_LIMIT:
        raise FactError(_("expected at most {limit} bytes in a line", limit=LINE_LIMIT))
    try:
        return text.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise FactError(_("expected UTF-8 text, found {found}", found=repr(text[:40]))) from None


def _push(contest: Contest, text: bytes) -> None:
    found = load_object(_decoded(text))
    for key in found:
        if key not in _KEYS:
            raise FactError(_("a line has no key {key}; known are {known}", key=repr(key), known=", ".join(_KEYS)))
    fact = found.get("fact", {})
    if not isinstance(fact, dict):
        raise FactError(_("fact: expected an object, found {found}", found=repr(fact)))
    at = _text(found, "at", "")
    contest.push(
        contest.book.of_mapping(_text(found, "type", ""), fact),
        seat=_text(found, "seat", "desk"),
        person=_text(found, "person", ""),
        at=parse_instant(at) if at else None,
    )


def _text(found: dict[str, Any], key: str, default: str) -> str:
    value = found.get(key, default)
    if not isinstance(value, str):
        raise FactError(_("{key}: expected text, found {found}", key=key, found=repr(value)))
    return value
