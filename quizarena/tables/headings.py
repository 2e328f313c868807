"""Which column of a sheet is which, by its heading: the words that offices and quiz programs use."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping

import attrs

from quizarena.errors import Problem
from quizarena.text import Text

from .cells import Cell, Sheet, problem
from .words import _

_SEARCHED_ROWS = 15
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\u3010[^\u3010\u3011]*\u3011|\s+[-\u2013\u2014]\s.*", re.DOTALL)
_DROPPED = re.compile(r"[\s*:?\"_.]")
_OPTION = re.compile(r"(?:\u9009\u9879|option|answer|choice)([a-h1-8])|([a-h])")
_WRONG = re.compile("incorrectanswers?[1-9]?")
_BONUS = re.compile("(?:\u9644\u52a0\u9898|bonus)([1-9])(\u7b54\u6848|answer)?(\u5206\u503c|points)?")
_MEMBER = re.compile("(?:\u961f\u5458|\u9009\u624b|member)[1-9][0-9]?")


@attrs.frozen
class Vocabulary:
    """The fields of a kind of table with the headings they go by; `main` is the one that no table lacks.

    `first_row` are headings to write where none were found.
    """

    main: str
    fields: Mapping[str, frozenset[str]]
    first_row: Text
    lone: bool = False
    """Whether a heading row may hold nothing but the main field."""
    instead: str = ""
    """The field that stands for the main one where no column does."""

    def field(self, heading: str) -> str:
        """Return the field of a heading; "option:A", "bonus answer:1", "member:1" for what is counted, "" for none."""
        word = normal(heading)
        option, counted = _OPTION.fullmatch(word), "options" in self.fields
        if counted and option is not None:
            return f"option:{_letter(option[1] or option[2])}"
        bonus = _BONUS.fullmatch(word) if counted else None
        if bonus is not None and not (bonus[2] and bonus[3]):
            return f"bonus{' answer' if bonus[2] else ' points' if bonus[3] else ''}:{bonus[1]}"
        if counted and _WRONG.fullmatch(word):
            return f"wrong:{word}"
        if "members" in self.fields and _MEMBER.fullmatch(word):
            return f"member:{word}"
        return next((name for name, words in self.fields.items() if word in words), "")


def normal(heading: str) -> str:
    """Return a heading without what makes no difference: width, case, spaces, remarks in brackets or after a dash."""
    text = unicodedata.normalize("NFKC", heading)
    return _DROPPED.sub("", _REMARK.sub("", text)).lower()


def _letter(mark: str) -> str:
    return chr(ord("A") + int(mark) - 1) if mark.isdigit() else mark.upper()


@attrs.frozen
class Head:
    """The row of headings: which column holds which field; the rest is `ignored`."""

    row: int
    columns: Mapping[str, int]
    cells: Mapping[str, Cell]
    ignored: tuple[str, ...]

    def counted(self, prefix: str) -> list[tuple[str, int]]:
        """Return the columns of a field that is counted, such as "option", in their order."""
        found = ((name.partition(":"), column) for name, column in self.columns.items())
        return [(part[2], column) for part, column in found if part[0] == prefix and part[1]]


def head_of(sheet: Sheet, words: Vocabulary, problems: list[Problem]) -> Head | None:
    """Return the headings of `sheet`, None if its first rows have none; a column that stands twice is a problem."""
    for number, row in itertools.islice(sheet.rows, _SEARCHED_ROWS):
        named = {column: words.field(cell.text) for column, cell in row.items()}
        if words.instead and words.main not in named.values():
            named = {column: words.main if name == words.instead else name for column, name in named.items()}
        known = set(named.values()) - {""}
        if words.main in known and (words.lone or len(known) > 1):
            return _head(number, row, named, problems)
    return None


def _head(number: int, row: Mapping[int, Cell], named: Mapping[int, str], problems: list[Problem]) -> Head:
    columns: dict[str, int] = {}
    for column, name in named.items():
        if name in columns and name not in {"", NOT_USED}:
            first = row[columns[name]]
            message = _(
                "'{heading}' means the same as '{other}' in {cell}; delete one of the columns or give it another name",
                heading=one_line(row[column].text),
                other=one_line(first.text),
                cell=first.place.cell.rpartition("!")[2],
            )
            problems.append(problem(row[column].place, message))
        columns.setdefault(name, column)
    ignored = tuple(one_line(row[column].text) for column, name in named.items() if name in {"", NOT_USED})
    found = {name: column for name, column in columns.items() if name not in {"", NOT_USED}}
    return Head(number, found, {name: row[column] for name, column in found.items()}, ignored)


def one_line(text: str) -> str:
    """Return a heading on one line."""
    return "".join(text.split("\n"))


NOT_USED = "not used"


def _words(*headings: str) -> frozenset[str]:
    return frozenset(normal(each) for line in headings for each in line.split())


def vocabulary(
    main: str, fields: Mapping[str, Iterable[str]], first_row: Text, *, lone: bool = False, instead: str = ""
) -> Vocabulary:
    """Return a vocabulary whose headings are written as people write them, separated by spaces."""
    return Vocabulary(main, {name: _words(*headings) for name, headings in fields.items()}, first_row, lone, instead)
