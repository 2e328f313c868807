"""A journal as JSON Lines: one record a line, for mail, for `grep` and for twenty years from now.

Decides the form of a line and how much is read. The fact stands in the line as its stored text, and is taken
out of it as text again, so export and import keep the chain byte for byte. Leaves checking the chain to
`first_bad` and to the journal that the rows are appended to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

from ..errors import JournalError, Sentence
from ..plugins import hint
from ..text import FRAME, Text, escaped
from .row import FACT_LIMIT, Row, check_columns, strict_object

_ = FRAME
LINE_LIMIT = 4 * FACT_LIMIT + 50_000  # whatever a journal holds can be read back
TOTAL_LIMIT = 400_000_000

_NAMES = Row._fields
# No string of JSON holds a bare quote and the other columns are scalars: the first match is the record's key.
_FACT = re.compile(r'"fact"\s*:\s*')
_KINDS: dict[str, tuple[type, Text]] = {"seq": (int, _("a whole number")), "fact": (dict, _("an object"))}
_DECODER = json.JSONDecoder()


def export(rows: Iterable[Row]) -> Iterator[str]:
    r"""Yield one line for each row, ended by "\n"; write them as UTF-8 without newline translation.

    Control characters, which only a row from a damaged or forged file can hold, are written as JSON escapes.
    """
    for row in rows:
        yield _line(row)


def _line(row: Row) -> str:
    parts = (f'"{name}":{row.fact if name == "fact" else _text(getattr(row, name))}' for name in _NAMES)
    return f"{escaped('{' + ','.join(parts) + '}')}\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_lines(stream: IO[bytes]) -> Iterator[Row]:
    """Yield the row of each line of `stream`, which is UTF-8; empty lines are passed over.

    The columns are checked, the chain is not.

    Raises:
        JournalError: A line is too long, no UTF-8, no JSON object, has an unknown, missing, repeated or
            ill-typed key; it names the line. Or all of it is too much.
    """
    total = 0
    number = 0
    while line := stream.readline(LINE_LIMIT + 1):
        number += 1
        total += len(line)
        if len(line) > LINE_LIMIT or total > TOTAL_LIMIT:
            problem = _("found more than {line} bytes in a line or {all} in all", line=LINE_LIMIT, all=TOTAL_LIMIT)
            raise JournalError(_in_line(number, problem))
        if text := _decoded(line, number):
            try:
                row = _row(text)
            except JournalError as error:
                raise JournalError(_in_line(number, error.message)) from None
            yield row


def _in_line(number: int, problem: Sentence) -> Text:
    return _("line {number}: {problem}", number=number, problem=problem)


def _decoded(line: bytes, number: int) -> str:
    try:
        return line.decode().removeprefix("\ufeff").strip("\r\n\t ")
    except UnicodeDecodeError:
        problem = _("expected UTF-8 text, found {found}", found=repr(line[:40]))
        raise JournalError(_in_line(number, problem)) from None


def _row(text: str) -> Row:
    found = strict_object(text)
    _check_keys(found)
    found["fact"] = _fact_text(text, found["fact"])
    row = Row(**found)
    check_columns(row)
    return row


def _check_keys(found: dict[str, Any]) -> None:
    for name in found:
        if name not in _NAMES:
            raise JournalError(_("a record has no key {key}; {hint}", key=repr(name), hint=hint(name, _NAMES)))
    for name in _NAMES:
        if name not in found:
            raise JournalError(_("the key {key} is missing", key=repr(name)))
        kind, words = _KINDS.get(name, (str, _("text")))
        if type(found[name]) is not kind:
            value = repr(str(found[name])[:60])
            raise JournalError(_("{name}: expected {words}, found {found}", name=name, words=words, found=value))


def _fact_text(text: str, fact: dict[str, Any]) -> str:
    """Return the part of the line that says `fact`."""
    match = _FACT.search(text)
    if match is not None:
        found, end = _DECODER.raw_decode(text, match.end())
        if found == fact:
            return text[match.end() : end]
    raise JournalError(_("the key 'fact' has to be written plainly, without escapes"))
