"""Text files: cells between commas, semicolons or tabs, lines of prose, or JSON."""

from __future__ import annotations

import codecs
import csv
import functools
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from quizarena.nodes import Place
from quizarena.points import show

from .cells import MOST_ROWS, Cell, Found, Prose, Sheet, TableError, cell_name
from .words import _

_DELIMITERS = ",;\t"
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(content: bytes) -> str:
    """Return a text: UTF-16 by its mark, UTF-8, else what Chinese programs write (GB 18030).

    Raises:
        TableError: It is none of them.
    """
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise TableError(_("this is not text; save it as .xlsx, or as text in UTF-8"))


def read(text: str, name: str) -> Found:
    """Return `text` as a sheet, if something parts its cells, and its lines as prose."""
    lines = text.splitlines()
    if len(lines) > MOST_ROWS:
        raise TableError(_("more than {most} rows", most=MOST_ROWS))
    prose = tuple(
        Cell(line.strip(), Place(name, number, 1, _line_name(number)))
        for number, line in enumerate(lines, 1)
        if line.strip()
    )
    delimiter = _delimiter(lines)
    sheets = (_sheet(text, delimiter, name),) if delimiter else ()
    return Found(sheets, Prose(prose))


def _line_name(number: int) -> str:
    return f"第{number}行"


def _delimiter(lines: Iterable[str]) -> str:
    """Return the character that parts most cells of the first line that has any, empty if none does."""
    for line in lines:
        counts = {each: line.count(each) for each in _DELIMITERS}
        best = max(counts, key=lambda each: counts[each])
        if counts[best]:
            return best
    return ""


def _sheet(text: str, delimiter: str, name: str) -> Sheet:
    try:
        written = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise TableError(_("the cells cannot be told apart: {reason}", reason=str(error))) from error
    rows = []
    for number, row in enumerate(written, 1):
        cells = {
            column: Cell(text.strip(), Place(name, number, column, cell_name(number, column)))
            for column, text in enumerate(row, 1)
            if text.strip()
        }
        if cells:
            rows.append((number, cells))
    return Sheet("", Place(name), cell_name, tuple(rows))


def of_json(text: str, name: str) -> Sheet:
    """Return a list of flat objects as a sheet: its keys are the headings."""
    try:
        value = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise TableError(_("this is not JSON: {reason}", reason=str(error))) from error
    rows = _rows_of(value)
    if len(rows) > MOST_ROWS:
        raise TableError(_("more than {most} rows", most=MOST_ROWS))
    keys = list(dict.fromkeys(key for row in rows for key in row))
    table = [dict(zip(keys, keys, strict=True)), *rows]
    cells = tuple((number, _row(row, number, keys, name)) for number, row in enumerate(table, 1))
    return Sheet("", Place(name), functools.partial(_key_name, keys), cells)


def _row(row: Mapping[str, Any], number: int, keys: Sequence[str], name: str) -> dict[int, Cell]:
    texts = ((column, key, _flat(row.get(key))) for column, key in enumerate(keys, 1))
    return {
        column: Cell(text, Place(name, number, column, _key_name(keys, number, column)))
        for column, key, text in texts
        if text
    }


def _key_name(keys: Sequence[str], row: int, column: int) -> str:
    """Return where a value stands: `3.answer` is the answer of the third object."""
    return f"{row - 1}.{keys[column - 1]}"


def _rows_of(value: Any) -> list[dict[str, Any]]:
    """Return the list of objects: the whole file, or the one list that its object holds."""
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list)]
        value = lists[0] if len(lists) == 1 else value
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise TableError(_("expected a list of objects, one a row"))
    return value


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(_flat, value))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return show(value)
    return "" if value is None else str(value)
