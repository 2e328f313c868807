"""Board and phones beside their drawings: every line that was drawn is there, or is named with the reason why not.

The drawings' figures are partly invented; a line that is there after all is not among the differences any more.
"""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from .moments import SHOTS, shell
from .phone_moments import PHONES

DRAWINGS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "drawings.yaml").read_text(encoding="utf-8")
)
"""By drawing: `shown`, the picture of ours beside it; `there`, its lines; `changed`, those that are not, by reason."""


class _Words(HTMLParser):
    """Collects what a page says, spaces left out: rows part their words otherwise than the drawings do.

    A phone's script says more: its words stand in the page as attributes.
    """

    def __init__(self, *, has_script: bool) -> None:
        super().__init__()
        self.said, self._has_script = "", has_script
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script", "title")
        if self._has_script:
            self.said += "".join(squeezed(value or "") for name, value in attrs if name.startswith("data-"))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script", "title")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said += squeezed(data)


def squeezed(text: str) -> str:
    """Return a text without its spaces."""
    return re.sub(r"\s", "", text)


@cache
def said(name: str) -> str:
    """Return all that the picture of that name says."""
    words = _Words(has_script=name in PHONES)
    words.feed(PHONES[name]().words if name in PHONES else shell(SHOTS[name](), "", "zh"))
    words.close()
    return words.said


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_what_was_drawn_is_there_or_named_with_its_reason(drawing: str) -> None:
    beside = DRAWINGS[drawing]
    ours = said(beside["shown"])
    assert [line for line in beside["there"] if squeezed(line) not in ours] == []
    for reason, lines in (beside.get("changed") or {}).items():
        assert [line for line in lines if squeezed(line) in ours] == [], reason


def test_every_programme_and_page_was_drawn() -> None:
    assert {name[:2] for name in DRAWINGS} == {f"{nth:02}" for nth in range(1, 18)}


def test_every_state_of_a_phone_was_drawn() -> None:
    assert {beside["shown"] for beside in DRAWINGS.values()} >= PHONES.keys()
