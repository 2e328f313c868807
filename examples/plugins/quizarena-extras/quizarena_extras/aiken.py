"""A reader of tables: questions in Aiken's format, which many learning platforms give out.

A question on one line, its options from `A.` or `A)`, below them `ANSWER: B`; an empty line between two questions. The
file's name ends in `.aiken`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizarena.nodes import Place
from quizarena.tables import Cell, Found, Sheet, TableError

_OPTION = re.compile(r"([A-H])[.)]\s+(.+)")
_ANSWER = re.compile(r"ANSWER:\s*(.+)", re.IGNORECASE)
_HEADINGS = ("question", *(f"option {letter}" for letter in "ABCDEFGH"), "answer")


def read(content: bytes, name: str) -> Found:
    """Return the questions as a sheet: what is wrong with one is found by whoever reads the sheet, at its line.

    Raises:
        TableError: It is not text in UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError("a file in Aiken's format is text in UTF-8") from error
    headings = {column: Cell(heading, Place(name)) for column, heading in enumerate(_HEADINGS, 1)}
    rows = ((0, headings), *_rows(text, name))
    return Found((Sheet("", Place(name), lambda row, _column: f"line {row}", rows),))


def _rows(text: str, name: str) -> Iterator[tuple[int, dict[int, Cell]]]:
    """Yield the questions, each by the number of its first line."""
    first, row = 0, dict[int, Cell]()
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if not line:
            continue
        option, answer = _OPTION.fullmatch(line), _ANSWER.fullmatch(line)
        if not option and not answer:
            yield from [(first, row)] if row else []
            first, row = number, {}
        column = 2 + ord(option[1]) - ord("A") if option else len(_HEADINGS) if answer else 1
        said = option[2] if option else answer[1] if answer else line
        row[column] = Cell(said, Place(name, number, 1, f"line {number}"))
    yield from [(first, row)] if row else []
