"""Word documents: their tables as sheets, their paragraphs as prose."""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Iterator
from typing import Any

from quizarena.nodes import Place

from .cells import MOST_ROWS, Cell, Found, Prose, Sheet, TableError
from .words import _

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DELETED = frozenset({f"{_W}del", f"{_W}moveFrom"})


def parsed(archive: zipfile.ZipFile, member: str) -> Any:
    """Return the XML of `member`.

    Raises:
        TableError: It is no XML, or it defines entities, as no office program does.
    """
    from defusedxml import DefusedXmlException, ElementTree

    try:
        return ElementTree.fromstring(archive.read(member))
    except DefusedXmlException as error:
        raise TableError(_("the file holds XML entities, which no office program writes; it is not read")) from error
    except ElementTree.ParseError as error:
        raise TableError(_("the file is incomplete; copy or save it again")) from error


def read(archive: zipfile.ZipFile, name: str) -> Found:
    """Return tables and paragraphs of a document; text that was struck out while changes were tracked is left out."""
    body = parsed(archive, "word/document.xml").find(f"{_W}body")
    sheets: list[Sheet] = []
    prose: list[Cell] = []
    for element in () if body is None else body:
        if element.tag == f"{_W}tbl":
            sheets.append(_sheet(element, len(sheets) + 1, name))
        elif element.tag == f"{_W}p":
            number = len(prose) + 1
            prose.append(Cell(_text(element).strip(), Place(name, number, 1, f"第{number}段")))
    return Found(tuple(sheets), Prose(tuple(cell for cell in prose if cell.text)))


def _sheet(table: Any, number: int, name: str) -> Sheet:
    title = f"表 {number}"
    naming = functools.partial(_cell_name, title)
    rows = []
    for row, element in enumerate(table.iter(f"{_W}tr"), 1):
        if row > MOST_ROWS:
            raise TableError(_("more than {most} rows", most=MOST_ROWS))
        cells = {}
        for column, cell in enumerate(element.iterfind(f"{_W}tc"), 1):
            text = "\n".join(filter(None, (_text(each).strip() for each in cell.iter(f"{_W}p"))))
            if text:
                cells[column] = Cell(text, Place(name, row, column, naming(row, column)))
        if cells:
            rows.append((row, cells))
    return Sheet(title, Place(name, cell=title), naming, tuple(rows))


def _cell_name(title: str, row: int, column: int) -> str:
    return f"{title} 第{row}行第{column}格"


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            yield "\n"
        elif child.tag not in _DELETED:
            yield from _pieces(child)
