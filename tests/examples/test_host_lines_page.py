"""The page of what the host reads is the program's, and what is read in a whole contest stands in it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from quizarena.scenes import Say
from quizarena.text import Deferred, Joined, Message, Text
from tests.terminal.afternoon import until, whole

DOCS = Path(__file__).parents[2] / "docs"


def host_lines() -> ModuleType:
    """Return the script that writes the page."""
    spec = importlib.util.spec_from_file_location("host_lines", DOCS / "host_lines.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sentences(text: Text) -> Iterator[str]:
    """Yield the catalogue's sentences that a line is made of."""
    if isinstance(text, Deferred):
        yield from sentences(text.text)
    elif isinstance(text, Joined):
        for part in text.parts:
            yield from sentences(part)
    elif isinstance(text, Message) and text.sentence[-1] in ".!?":
        yield text.sentence


def read(seq: int) -> set[str]:
    """Return the sentences the host is given to read after a record, now, next or once a clock has run out."""
    says: tuple[Say, ...] = until(seq).scene("host").of(Say)
    lines = (line for say in says for line in (*say.now, *say.then, *say.over))
    return {sentence for line in lines for sentence in sentences(line)}


def test_the_page_is_up_to_date() -> None:
    assert (DOCS / "host-lines.md").read_text(encoding="utf-8") == host_lines().written()


def test_every_line_of_the_afternoon_stands_in_it() -> None:
    page = host_lines().sentences()
    found = {sentence for seq in range(0, len(whole().records), 3) for sentence in read(seq)}
    assert len(found) > 30
    assert found <= page


def test_no_line_is_worded_alike_in_both_languages() -> None:
    script = host_lines()
    pairs = [
        (sentence, script.chinese(module, sentence))
        for places in script.SECTIONS.values()
        for module, functions in places.items()
        for _when, sentence in script.lines_of(module, functions)
    ]
    assert len(pairs) > 100
    assert [english for english, chinese in pairs if english == chinese or not chinese] == []
