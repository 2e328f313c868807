"""A table of questions: what was understood of it, and the same as YAML."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from quizarena import tables
from quizarena.errors import RulebookError
from quizarena.nodes import Scalar
from quizarena.rulebook import questions_yaml
from quizarena.rulebook.reader import content_of
from quizarena.text import COMMA, Joined, Text, plain

from .options import command, option
from .output import say, write_file
from .trouble import Trouble, line
from .words import _

_TYPES: dict[str, Text] = {
    "single": _("single choice"),
    "multiple": _("multiple choice"),
    "true_false": _("true or false"),
    "blank": _("fill-in"),
    "open": _("open"),
}


_FIELDS: dict[str, Text] = {
    "id": _("number"),
    "type": _("type"),
    "text": _("question"),
    "options": _("options"),
    "option": _("option"),
    "wrong": _("wrong answer"),
    "answer": _("answer"),
    "accepted": _("also right"),
    "level": _("points"),
    "time": _("time"),
    "pack": _("pack"),
    "explanation": _("explanation"),
    "source": _("source"),
    "spare": _("spare"),
    "media": _("picture or sound"),
    "alt": _("the picture in words"),
    "bonus": _("bonus"),
    "bonus answer": _("answer to the bonus"),
    "bonus points": _("points of the bonus"),
}
"""What the columns of a table of questions are called."""


@command(
    "questions",
    _("Show what is understood of a table of questions (Excel, Word, CSV, text), or write it as YAML."),
    "quizarena questions questions.xlsx\nquizarena questions questions.xlsx -o questions.yaml",
    _("In contest.yaml the table itself may stand: questions: questions.xlsx. FILE - reads what is pasted in."),
)
@click.argument("file", metavar="FILE")
@option("-o", "--output", metavar="YAML", about=_("Write the questions to this file, which must not be there yet."))
def questions_command(file: str, output: str | None) -> None:
    """Show what was understood; problems end it with status 1."""
    name = "-" if file == "-" else file
    reading = tables.read(_content(file), name, "questions")
    for each in understood(reading, name, with_columns=True):
        say(each)
    if reading.problems:
        if output is not None:
            say(_("{path} was not written: first put right what follows", path=output))
        raise RulebookError(reading.problems)
    if output is not None:
        write_file(output, questions_yaml(reading))
        say(_("{path} is written", path=output))


def _content(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(tables.MOST_BYTES + 1)
    content = content_of(Path(file), tables.MOST_BYTES)
    if not isinstance(content, bytes):
        raise Trouble(line(_("{file}: {reason}", file=file, reason=content)))
    return content


def understood(reading: tables.Reading, name: str, *, with_columns: bool = False) -> Iterator[Text]:
    """Yield how many questions of each type were found, which column means what, and what to look at."""
    types = Counter(node.text for row in reading.rows if isinstance(node := row.get("type"), Scalar))
    counts = [Joined((_TYPES[each], plain(str(count))), " ") for each, count in types.most_common()]
    if reading.rows:
        yield _("{file}: {count} questions: {types}", file=name, count=len(reading.rows),
                types=Joined(tuple(counts), COMMA))  # fmt: skip
    if reading.columns and with_columns:
        yield _columns(reading)
    if reading.ignored:
        yield _("columns not used: {columns}", columns=", ".join(reading.ignored))
    for hint in reading.hints:
        yield _("to consider: {hint}", hint=hint)


def _columns(reading: tables.Reading) -> Text:
    pairs = [
        Joined((plain(" ".join(heading.split())), _FIELDS[field]), " → ") for heading, field in reading.columns.items()
    ]
    return _("columns: {columns}", columns=Joined(tuple(pairs), COMMA))
