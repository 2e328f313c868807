"""Tables in: Excel, CSV, Word, text and JSON files become the tree that YAML gives, every value with its cell."""

from __future__ import annotations

from typing import Literal, TypeAlias

from quizarena.errors import Problem
from quizarena.nodes import Place
from quizarena.text import Text

from . import people, prose, questions
from .cells import Cell, Found, Prose, Sheet, TableError
from .empty import workbook
from .files import MOST_BYTES, READERS, read_content, suffixes
from .rows import Reading
from .words import _

__all__ = [
    "MOST_BYTES",
    "READERS",
    "Cell",
    "Found",
    "Kind",
    "Prose",
    "Reading",
    "Sheet",
    "TableError",
    "read",
    "suffixes",
    "workbook",
]

Kind: TypeAlias = Literal["questions", "topics", "teams", "judges"]
"""What a table is about."""


def read(content: bytes, name: str, kind: Kind) -> Reading:
    """Return what the file called `name` holds of `kind`; every problem is in the reading, none is raised."""
    reading = Reading()
    try:
        found = read_content(content, name)
    except TableError as error:
        reading.problems.append(Problem(name, 0, 0, "", error.message))
        return reading
    _fill(found, kind, reading)
    if not reading.rows and not reading.problems:
        reading.refuse(Place(name), _empty(kind))
    return reading


def _fill(found: Found, kind: Kind, reading: Reading) -> None:
    match kind:
        case "questions":
            _read_questions(found, reading)
        case "topics":
            people.of_topics(found, reading)
        case "teams":
            people.of_teams(found, reading)
        case "judges":
            people.of_judges(found, reading)


def _read_questions(found: Found, reading: Reading) -> None:
    """Read the sheets; a text whose cells have no headings of a table is read as numbered text."""
    if found.prose is not None and not any(questions.has_headings(sheet) for sheet in found.sheets):
        prose.of_prose(found.prose, reading)
    else:
        questions.of_sheets(found, reading)


def _empty(kind: Kind) -> Text:
    return {
        "questions": _("there are no questions"),
        "topics": _("there are no topics"),
        "teams": _("there are no teams"),
        "judges": _("there are no judges"),
    }[kind]
