"""A file of any kind, told by its content: workbook, Word, text, JSON. What is too large or unreadable is refused.

Files whose names end otherwise are read by plug-ins: the entry points `quizarena.tables`, each named as they end.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePath

from quizarena.errors import PluginError
from quizarena.plugins import Registry
from quizarena.text import Text

from . import plain_text, word, xlsx
from .cells import MOST_ROWS, Found, TableError
from .words import _

READERS = Registry("quizarena.tables", _("reader of tables"))
"""What reads files of other kinds: `read(content, name)` returns what is `Found`, or raises `TableError`."""
_BUILT_IN = (".xlsx", ".csv", ".tsv", ".docx", ".txt", ".json")
MOST_BYTES = 20 * 1024 * 1024
_MOST_UNPACKED = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SQLITE = b"SQLite format 3\x00"


def read_content(content: bytes, name: str) -> Found:
    """Return what the file called `name` holds.

    Raises:
        TableError: It is too large, too old, locked, cut off, hostile or no table at all.
    """
    if len(content) > MOST_BYTES:
        raise TableError(_("the file is larger than 20 MB; leave pictures out and name their files instead"))
    ending = PurePath(name).suffix.lower()
    if ending not in _BUILT_IN and ending[1:] in READERS.names():
        return _plugged(ending[1:], content, name)
    if content.startswith(b"PK"):
        return _unpacked(content, name)
    _refuse_binary(content)
    text = plain_text.decoded(content)
    if name.lower().endswith(".json"):
        return Found((plain_text.of_json(text, name),))
    return plain_text.read(text, name)


def suffixes() -> tuple[str, ...]:
    """Return how the names of files end that are read as tables."""
    return (*_BUILT_IN, *(f".{name}" for name in READERS.names() if f".{name}" not in _BUILT_IN))


def _plugged(name: str, content: bytes, file: str) -> Found:
    """Return what a plug-in finds in a file; PluginError where it gives something else."""
    read = READERS.load(name)
    found = read(content, file) if callable(read) else None
    if not isinstance(found, Found):
        raise PluginError(_("the reader of tables {name} gives no Found", name=repr(name)))
    if any(len(sheet.rows) > MOST_ROWS for sheet in found.sheets):
        raise TableError(_("more than {most} rows", most=MOST_ROWS))
    return found


def _refuse_binary(content: bytes) -> None:
    if content.startswith(_OLE):
        raise TableError(
            _(
                "this is the old format of 97-2003 (.xls, .et, .doc) or a file with a password;"
                " save it as .xlsx without a password"
            )
        )
    if content.startswith(b"%PDF"):
        raise TableError(_("this is a PDF; take the Word or Excel file it was made from"))
    if content.startswith(_SQLITE):
        raise TableError(_("this is a contest's journal, no table"))


def _unpacked(content: bytes, name: str) -> Found:
    """Return what a zipped file holds; its directory says how large it is before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > _MOST_UNPACKED:
                raise TableError(_("unpacked, the file would be larger than 64 MB; it holds more than a table"))
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return Found(xlsx.read(content, archive, name))
            if "word/document.xml" in names:
                return word.read(archive, name)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise TableError(_cut_off()) from error
    raise TableError(_("neither a workbook (.xlsx) nor a Word document (.docx); save it as one of them"))


def _cut_off() -> Text:
    return _("the file is incomplete; copy or save it again")
