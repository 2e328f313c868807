"""Printing: lines, tables whose columns line up in terminal cells, and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from quizarena.terminal.wide import pad, width
from quizarena.text import Text, escaped

from .words import told

Cell = Text | str | int


def say(text: Text | str = "") -> None:
    """Print a line."""
    click.echo(told(text))


def print_json(value: Any) -> None:
    """Print a JSON value."""
    click.echo(escaped(json.dumps(value, ensure_ascii=False, indent=2)))


def print_table(head: Sequence[Cell], rows: Sequence[Sequence[Cell]], *, right: Sequence[int] = ()) -> None:
    """Print rows under a head; the columns numbered in `right` are flush right."""
    lines = [[_cell(cell) for cell in row] for row in (head, *rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        padded = (pad(cell, widths[at], align=">" if at in right else "<") for at, cell in enumerate(line))
        click.echo("  ".join(padded).rstrip())


def _cell(cell: Cell) -> str:
    return str(cell) if isinstance(cell, int) else told(cell)


def moment(instant: datetime) -> str:
    """Return the date and time of `instant`, in the machine's zone."""
    return f"{instant.astimezone():%Y-%m-%d %H:%M:%S}"


def zone(instant: datetime) -> str:
    """Return the machine's zone at an instant, "UTC+08:00"."""
    text = f"{instant.astimezone():%z}"
    return f"UTC{text[:3]}:{text[3:5]}"
