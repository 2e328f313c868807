"""Screens as plain text, for golden files: a lit cell is `#`, what changes from run to run is masked.

Decides how a canvas is written down and compared; QUIZARENA_WRITE_GOLDEN=1 writes the files anew, and whoever commits
them has looked at every one.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from quizarena.terminal.canvas import Canvas
from quizarena.terminal.wide import width

FOLDER = Path(__file__).parent / "golden"
DRAWINGS = Path(__file__).parent / "drawings"
_MASKS = (
    (re.compile(r"#\d{3} [0-9a-f]{4}( [0-9a-f]{4})*"), "#000 ----"),
    (re.compile(r"\b[0-9a-f]{4}( [0-9a-f]{4}){3}\b"), "---- ---- ---- ----"),
    (re.compile(r"\b\d\d:\d\d:\d\d\b"), "--:--:--"),
)


def plain(canvas: Canvas) -> list[str]:
    """Return the rows of a canvas as text, every row exactly as wide as the canvas."""
    rows = [
        "".join("#" if cell.pen.lit and cell.pen.ink != "ground" else cell.text for cell in row)
        for row in canvas.rows()
    ]
    assert [width(row) for row in rows] == [canvas.width] * canvas.height
    return rows


def masked(rows: list[str]) -> list[str]:
    """Return rows without what differs from run to run: record number, chain head, time of day."""
    for pattern, mask in _MASKS:
        rows = [pattern.sub(mask, row) for row in rows]
    return [row.rstrip() for row in rows]


def drawing(name: str) -> list[str]:
    """Return the rows of a drawing, masked."""
    return masked((DRAWINGS / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n").split("\n"))


def check(name: str, canvas: Canvas) -> None:
    """Compare a canvas with the golden file of that name."""
    path = FOLDER / f"{name}-{canvas.width}x{canvas.height}.txt"
    rows = masked(plain(canvas))
    if os.environ.get("QUIZARENA_WRITE_GOLDEN"):
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert rows == path.read_text(encoding="utf-8")[:-1].split("\n")
