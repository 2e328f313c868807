"""Waiting until a window shows something."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.pilot import Pilot

from quizarena.terminal.surface import Picture

from .golden import plain


def rows(app: App[Any]) -> list[str]:
    """Return what the window shows."""
    return plain(app.query_one(Picture).canvas)


async def shows(pilot: Pilot[Any], app: App[Any], said: str) -> bool:
    """Wait until the window shows a text."""
    for _turn in range(100):
        await pilot.pause(0.02)
        if any(said in row for row in rows(app)):
            return True
    return False
