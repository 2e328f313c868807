"""Printing: lines, tables whose columns line up in terminal cells, JSON; and files that were not there before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click

from quizarena.pages import Cell, Printing, TextTable
from quizarena.text import Text, escaped

from .trouble import Trouble
from .trouble import line as error_line
from .words import _, language, told


def say(text: Text | str = "") -> None:
    """Print a line."""
    click.echo(told(text))


def print_json(value: Any) -> None:
    """Print a JSON value."""
    click.echo(escaped(json.dumps(value, ensure_ascii=False, indent=2)))


@contextmanager
def new_file(path: str | Path, *, replace: bool | None = None) -> Iterator[IO[bytes]]:
    """Open a file that must not be there yet for writing; with `replace` it may be, None where no option says so.

    Raises:
        Trouble: It is there.
        OSError: It cannot be written.
    """
    if replace is False and Path(path).exists():
        exists = _("{file}: exists already; choose another name with -o, or say --replace", file=str(path))
        raise Trouble(error_line(exists))
    with Path(path).open("wb" if replace else "xb") as stream:
        yield stream


def write_file(path: str | Path, content: bytes | str, *, replace: bool | None = None) -> None:
    """Write a new file as `new_file` opens it; a text becomes UTF-8, its lines as they are."""
    with new_file(path, replace=replace) as stream:
        stream.write(content.encode() if isinstance(content, str) else content)


def print_table(head: Sequence[Cell], rows: Sequence[Sequence[Cell]], *, right: Sequence[int] = ()) -> None:
    """Print rows under a head; the columns numbered in `right` are flush right."""
    for each in TextTable(head, rows, right).lines(language()):
        click.echo(each)


def print_page(found: Printing) -> None:
    """Print what a value prints as, in the language to speak."""
    click.echo(found.text(language()))


def moment(instant: datetime) -> str:
    """Return the date and time of `instant`, in the machine's zone."""
    return f"{instant.astimezone():%Y-%m-%d %H:%M:%S}"


def zone(instant: datetime) -> str:
    """Return the machine's zone at an instant, "UTC+08:00"."""
    text = f"{instant.astimezone():%z}"
    return f"UTC{text[:3]}:{text[3:5]}"
