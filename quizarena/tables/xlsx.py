"""Workbooks: every cell as somebody sees it, or why its text cannot be relied on. Nothing is ever calculated."""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from quizarena.nodes import Place
from quizarena.text import Text

from .cells import MOST_COLUMNS, MOST_ROWS, Cell, Merged, Sheet, TableError, cell_name, column_name, ranges
from .word import parsed
from .words import _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LARGEST_EXACT = 10**15
_ZEROS = re.compile("0+")
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def read(content: bytes, archive: zipfile.ZipFile, name: str) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook.

    Raises:
        TableError: It is cut off or hostile, or a cell lies far beyond any table.
    """
    pictures = _pictures(archive)
    has_formulas = [_has_formulas(archive.read(member)) for member in _worksheets(archive)]
    stored = _workbook(content, data_only=True)
    written = _workbook(content, data_only=False) if any(has_formulas) else stored
    return tuple(
        _Reader(name, sheet, written[sheet.title]).sheet(pictures.get(sheet.title, ())) for sheet in stored.worksheets
    )


def _workbook(content: bytes, *, data_only: bool) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl on extensions it leaves out: nothing a table needs
        try:
            return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)
        except Exception as error:  # openpyxl lets through whatever a broken part of the file runs into
            raise TableError(_("the file is incomplete; copy or save it again")) from error


_LAST_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA = re.compile(rb"<f[ >/]")


def _worksheets(archive: zipfile.ZipFile) -> Iterator[str]:
    return (name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml"))


def _has_formulas(worksheet: bytes) -> bool:
    """Whether a sheet calculates; a cell far away is refused, it makes every program that walks the sheet crawl."""
    for letters, digits in _LAST_CELL.findall(worksheet):
        if len(letters) > 2 or int(digits) > MOST_ROWS or _number(letters) > MOST_COLUMNS:
            raise TableError(
                _(
                    "there is something in cell {cell}; a table has at most {rows} rows and {columns} columns,"
                    " delete the rows and columns behind it",
                    cell=f"{letters.decode()}{digits.decode()}",
                    rows=MOST_ROWS,
                    columns=MOST_COLUMNS,
                )
            )
    return _FORMULA.search(worksheet) is not None


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


@attrs.frozen
class _Reader:
    """Reads one sheet: `stored` has the values that were there when it was saved, `written` the formulas."""

    file: str
    stored: Worksheet
    written: Worksheet

    def sheet(self, pictures: tuple[str, ...]) -> Sheet:
        rows = tuple((number, cells) for number, cells in self._rows() if cells)
        hidden = sorted(row for row, about in self.stored.row_dimensions.items() if about.hidden)
        numbers = {number for number, _cells in rows}
        return Sheet(
            self.stored.title,
            self._place("", 0, 0),
            self._name,
            rows,
            tuple(ranges([row for row in hidden if row in numbers])),
            tuple(self._merged()),
            tuple(self._place(cell, 0, 0) for cell in pictures),
            self.stored.sheet_state != "visible",
        )

    def _name(self, row: int, column: int) -> str:
        return f"{self.stored.title}!{cell_name(row, column)}"

    def _place(self, cell: str, row: int, column: int) -> Place:
        return Place(self.file, row, column, f"{self.stored.title}!{cell}" if cell else self.stored.title)

    def _merged(self) -> Iterator[Merged]:
        for each in self.stored.merged_cells.ranges:
            yield Merged(each.min_row, each.max_row, each.min_col, each.max_col)

    def _rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield number and cells of each row; both workbooks are one file, so their rows run side by side."""
        rows = zip(self.stored.iter_rows(), self.written.iter_rows(), strict=True)
        first = self.stored.min_column  # which openpyxl looks for in every cell each time it is asked
        for number, (stored, written) in enumerate(rows, self.stored.min_row):
            columns = enumerate(zip(stored, written, strict=True), first)
            cells = {
                column: self._cell(cell, formula.value, number, column)
                for column, (cell, formula) in columns
                if cell.value is not None or formula.value is not None
            }
            yield number, {column: cell for column, cell in cells.items() if cell}

    def _cell(self, cell: Any, formula: object, row: int, column: int) -> Cell:
        place = self._place(cell_name(row, column), row, column)
        if "DISPIMG" in str(formula):
            return Cell("", place, _in_a_cell())
        if cell.value is None:
            return Cell("", place, _("a formula without its value; open and save the file once, or paste it as values"))
        if cell.data_type == "e":
            return Cell("", place, _("the error {error}; write a text instead", error=str(cell.value)))
        return _as_seen(cell.value, cell.number_format, place)


def _in_a_cell() -> Text:
    return _("a picture in a cell; save it beside the table and write the name of its file here")


def _as_seen(value: Any, pattern: str, place: Place) -> Cell:
    """Return a value as its cell shows it; numbers to the 15 digits that a workbook holds."""
    match value:
        case bool():
            return Cell("TRUE" if value else "FALSE", place)
        case int() | float():
            return _number_cell(value, pattern, place)
        case datetime.datetime() | datetime.date():
            return _date(value, pattern, place)
        case datetime.time():
            return Cell(_time(value, pattern), place)
        case datetime.timedelta():
            seconds = int(value.total_seconds())
            return Cell(f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}", place)
        case _:
            return Cell(_text(str(value)), place)


def _text(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("_x000D_", "").splitlines()).strip()


def _number_cell(value: float, pattern: str, place: Place) -> Cell:
    if abs(value) >= _LARGEST_EXACT:
        message = _("a number of more than 15 digits, of which the last are lost; make the cell text and type it again")
        return Cell("", place, message)
    if "%" in pattern:
        return Cell(f"{_plain(value * 100)}%", place, counts=True)
    text = _plain(value)
    return Cell(text.zfill(len(pattern)) if _ZEROS.fullmatch(pattern) else text, place, counts=True)


def _plain(value: float) -> str:
    """Return a number as people write it: 15 digits, no exponent, no zeros behind."""
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:.15f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(value: datetime.date, pattern: str, place: Place) -> Cell:
    if "y" in pattern.lower():
        return Cell(f"{value.year}年{value.month}月{value.day}日", place)
    message = _(
        "made into a date ({month}/{day}, perhaps it was {month}-{day} or {month}/{day});"
        " make the cell text and type it again",
        month=value.month,
        day=value.day,
    )
    return Cell("", place, message)


def _time(value: datetime.time, pattern: str) -> str:
    if "s" in pattern.lower():
        return f"{value.hour}:{value.minute:02}:{value.second:02}"
    return f"{value.hour}:{value.minute:02}"


def _pictures(archive: zipfile.ZipFile) -> Mapping[str, tuple[str, ...]]:
    """Return the cells on which pictures lie, by the name of their sheet."""
    if not any(name.startswith("xl/drawings/drawing") for name in archive.namelist()):
        return {}
    targets = _targets(archive, "xl/workbook.xml")
    book = parsed(archive, "xl/workbook.xml")
    sheets = {each.get("name"): targets.get(each.get(f"{_R}id"), "") for each in book.iter() if each.get(f"{_R}id")}
    return {title: tuple(_lying_on(archive, member)) for title, member in sheets.items()}


def _targets(archive: zipfile.ZipFile, member: str) -> dict[str, str]:
    """Return the members that `member` refers to, by the ids of its relations."""
    folder, base = posixpath.split(member)
    relations = f"{folder}/_rels/{base}.rels"
    if relations not in archive.namelist():
        return {}
    found = {}
    for each in parsed(archive, relations):
        target = each.get("Target", "")
        found[each.get("Id")] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return found


def _lying_on(archive: zipfile.ZipFile, member: str) -> Iterator[str]:
    for target in _targets(archive, member).values():
        if target.startswith("xl/drawings/drawing") and target in archive.namelist():
            for anchor in parsed(archive, target):
                at = anchor.find(f"{_DRAWN}from")
                if at is not None and anchor.find(f"{_DRAWN}pic") is not None:
                    column, row = (int(at.findtext(f"{_DRAWN}{part}", "0")) + 1 for part in ("col", "row"))
                    yield f"{column_name(column)}{row}"
