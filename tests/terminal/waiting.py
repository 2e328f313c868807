"""Looking at what a window shows, an example's too."""

from __future__ import annotations

import importlib.util
from types import ModuleType
from typing import Any

from textual.dom import DOMNode
from textual.pilot import Pilot

from quizarena.terminal.surface import Picture

from .afternoon import EXAMPLE
from .golden import plain


def rows(shown: DOMNode) -> list[str]:
    """Return what an app or a screen shows."""
    return plain(shown.query_one(Picture).canvas)


async def shows(pilot: Pilot[Any], shown: DOMNode, said: str) -> bool:
    """Wait until the window shows a text."""
    for _turn in range(500):
        await pilot.pause(0.02)
        if any(said in row for row in rows(shown)):
            return True
    return False


def example(name: str) -> ModuleType:
    """Return a program of examples/ as a module."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLE.parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
