"""One reading of a file of tables: the rows of its sheets below their headings, and everything that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from quizarena.errors import Problem
from quizarena.nodes import Entries, Node, Place, Scalar
from quizarena.text import Text

from .cells import Cell, Merged, Sheet, problem
from .headings import Head
from .words import _


@attrs.define
class Reading:
    """One reading of a file: what was understood, and everything that was not."""

    rows: list[Entries] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    hints: list[Problem] = attrs.field(factory=list)
    ignored: list[str] = attrs.field(factory=list)
    columns: dict[str, str] = attrs.field(factory=dict)
    """The fields by the headings that stand for them."""

    def refuse(self, place: Place, message: Text) -> None:
        """Record what is wrong at `place`."""
        self.problems.append(problem(place, message))

    def hint(self, place: Place, message: Text) -> None:
        """Record what somebody may want to know about `place`."""
        self.hints.append(problem(place, message))


def visible(sheets: Iterable[Sheet], reading: Reading) -> Iterator[Sheet]:
    """Yield the sheets that somebody sees; the others are named in a hint."""
    for sheet in sheets:
        if sheet.is_hidden:
            reading.hint(sheet.place, _("this sheet is hidden and was not read"))
        else:
            yield sheet


def note_columns(head: Head, reading: Reading) -> None:
    """Add the headings of a sheet to what was understood."""
    reading.columns |= {cell.text: field.partition(":")[0] for field, cell in head.cells.items()}
    reading.ignored += [heading for heading in head.ignored if heading not in reading.ignored]


def data_rows(
    sheet: Sheet, head: Head, reading: Reading, held: frozenset[str] = frozenset()
) -> Iterator[tuple[int, dict[int, Cell]]]:
    """Yield the rows below the headings; merged and hidden ones are reported, pictures too."""
    for first, last in sheet.hidden_rows:
        if last > head.row:
            _say_hidden(sheet, max(first, head.row + 1), last, reading)
    for picture in sheet.pictures:
        reading.refuse(picture, _("a picture in a cell; save it beside the table and write the name of its file here"))
    hidden = {row for first, last in sheet.hidden_rows for row in range(first, last + 1)}
    held_columns = {head.columns[field] for field in held if field in head.columns}
    filled, spoilt = _merged(sheet, head, held_columns)
    for number, row in sheet.rows:
        if number in spoilt and spoilt[number].first_row == number:
            _say_merged(sheet, spoilt[number], reading)
        if number > head.row and number not in hidden and number not in spoilt:
            yield number, filled.get(number, {}) | row


def _say_hidden(sheet: Sheet, first: int, last: int, reading: Reading) -> None:
    cell = f"{sheet.name}!{first}:{last}"
    rows = str(first) if first == last else f"{first}-{last}"
    message = _("row {rows} is hidden (by a filter, perhaps); show it, or delete it", rows=rows)
    reading.refuse(attrs.evolve(sheet.place, line=first, cell=cell), message)


def _merged(sheet: Sheet, head: Head, held: set[int]) -> tuple[dict[int, dict[int, Cell]], dict[int, Merged]]:
    """Return the cells that merged ones stand for, by row, and the rows that nobody can tell apart."""
    filled: dict[int, dict[int, Cell]] = {}
    spoilt: dict[int, Merged] = {}
    rows = dict(sheet.rows)
    for each in sheet.merged:
        if each.first_row <= head.row or each.last_row == each.first_row:
            continue
        if each.first_column in held:
            cell = rows.get(each.first_row, {}).get(each.first_column)
            for row in range(each.first_row + 1, each.last_row + 1):
                filled.setdefault(row, {}).update({each.first_column: cell} if cell else {})
        elif each.first_column in head.columns.values():
            spoilt |= dict.fromkeys(range(each.first_row, each.last_row + 1), each)
    return filled, spoilt


def _say_merged(sheet: Sheet, merged: Merged, reading: Reading) -> None:
    first = sheet.naming(merged.first_row, merged.first_column)
    last = sheet.naming(merged.last_row, merged.first_column).rpartition("!")[2]
    place = attrs.evolve(sheet.place, line=merged.first_row, cell=f"{first}:{last}")
    message = _("several rows in one, so nobody can tell whose it is; take the cells apart, one question a row")
    reading.refuse(place, message)


def with_id(row: Entries, name: str) -> Entries:
    """Return a row with its id, in front of the rest."""
    rest = tuple((key, value) for key, value in row.entries if key.text != "id")
    node = row.get("id")
    place = row.place if node is None else node.place
    return Entries(((Scalar("id", place=place), Scalar(name, "either", place)), *rest), row.place)


def entries_of(fields: Mapping[str, Node], place: Place) -> Entries:
    """Return a row with these fields."""
    return Entries(tuple((Scalar(key, place=node.place), node) for key, node in fields.items()), place)


def quoted(text: str, place: Place) -> Scalar:
    """Return a text that is nothing but a text: `no` and `010` mean what they say."""
    return Scalar(text, "quoted", place)
