"""The table of intents is the classes', and every fact that may be recorded stands in it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from quizarena.contest.facts import FRAME_FACTS
from quizarena.facts import Fact
from quizarena.rounds import KINDS, load_kind

DOCS = Path(__file__).parents[2] / "docs"


def intents() -> ModuleType:
    """Return the script that writes the page."""
    spec = importlib.util.spec_from_file_location("intents", DOCS / "intents.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def recorded() -> set[type[Fact]]:
    """Return every fact of the frame and of the kinds in this distribution."""
    own = [name for name in KINDS.names() if KINDS.version(name).startswith("quizarena ")]
    return {*FRAME_FACTS, *(fact for name in own for fact in load_kind(name).facts)}


def test_the_page_is_the_classes() -> None:
    assert (DOCS / "intents.md").read_text(encoding="utf-8") == intents().written(), "run: python docs/intents.py"


def test_every_fact_stands_in_it() -> None:
    page = (DOCS / "intents.md").read_text(encoding="utf-8")
    assert [fact.type for fact in recorded() if page.count(f"| `{fact.type}` | {fact.intent.name} |") != 1] == []
