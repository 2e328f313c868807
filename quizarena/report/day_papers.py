"""All papers of the day written into one folder, which takes its name only once everything is in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import attrs

from ..contest import Contest
from ..errors import Sentence
from ..text import Text, draw
from . import bulletin, bulletin_page, certificates, notice, paper, results
from .tables import TABLES, to_csv
from .winners import NotDecided, winners
from .words import _
from .workbook import to_xlsx

_Make: TypeAlias = Callable[[], "str | bytes"]
_OWN = "desk"
"""Who reads what is signed, printed or handed out; what is posted is the hall's."""


@attrs.frozen
class DayPapers:
    """The folder with the names of its files, and why papers are missing that may not be written yet."""

    folder: Path
    files: tuple[str, ...]
    missing: tuple[Sentence, ...]


def write_papers(contest: Contest, folder: Path, language: str, now: datetime) -> DayPapers:
    """Write everything that there is and that may be known now into a new folder.

    Raises:
        OSError: It is there already, or cannot be written; then nothing is left.
    """
    if folder.exists():
        raise FileExistsError(17, "exists", str(folder))
    part = folder.with_name(f"{folder.name}.part")
    part.mkdir()
    try:
        written = _write(contest, part, language, now)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return attrs.evolve(written, folder=folder)


def _write(contest: Contest, part: Path, language: str, now: datetime) -> DayPapers:
    files, missing = list[str](), dict[Sentence, None]()
    for name, make in _papers(contest, language, now):
        try:
            content = make()
        except NotDecided as error:
            missing[error.message] = None
            continue
        if content:
            file = draw(name, language)
            (part / file).write_bytes(content.encode() if isinstance(content, str) else content)
            files.append(file)
    return DayPapers(part, tuple(files), tuple(missing))


def _papers(contest: Contest, language: str, now: datetime) -> Iterator[tuple[Text, _Make]]:
    """Yield each paper by the name of its file, and what makes its content; nothing where there is none."""
    posted, today = contest.posted(), now.date()
    sheets = paper.sheets(contest)
    yield _("ballots.html"), lambda: paper.page(contest, sheets, language) if sheets else ""
    yield _("score-sheet.html"), lambda: results.page(contest, _OWN, language)
    yield _("standings.csv"), lambda: to_csv(TABLES["standings"](contest, _OWN), language)
    yield _("results.xlsx"), lambda: to_xlsx(contest, _OWN, language)
    yield _("bulletin.txt"), lambda: _lines(posted, language)
    yield _("bulletin.html"), lambda: bulletin_page.page(posted, "hall", language)
    yield _("notice.docx"), lambda: notice.to_docx(posted, "hall", language, today)
    yield _("certificates.html"), lambda: _certificates(contest, language)
    yield _("winners.xlsx"), lambda: _winners(contest, language)


def _lines(contest: Contest, language: str) -> str:
    return "".join(f"{draw(line, language)}\n" for line in bulletin.lines(contest, "hall"))


def _certificates(contest: Contest, language: str) -> str:
    won = winners(contest, _OWN)
    return certificates.page(contest, won, certificates.Sheet(), language) if won else ""


def _winners(contest: Contest, language: str) -> bytes:
    won = winners(contest, _OWN)
    return certificates.winners_list(won, contest, language) if won else b""
