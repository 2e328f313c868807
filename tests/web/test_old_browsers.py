"""Scripts and styles can be read by Chrome 80 and Safari 13.1: where nothing has to be rewritten for them, they can."""

from __future__ import annotations

import re
import subprocess
from importlib.resources import files

import pytest

from tests.npm import from_npm

STATIC = files("quizarena.web") / "static"
FILES = sorted(each.name for each in STATIC.iterdir())
OLD = ("--target=chrome80,safari13.1", "--supported:destructuring=true")
"""Safari 13.1 takes destructuring but for a default that names another parameter, which we do not write."""
NEWER = re.compile(r":(?:has|is|where)\(|:focus-visible|:user-")
"""What makes an old browser drop a whole rule."""


def rewritten(code: str, name: str, *options: str) -> str:
    """Return code as esbuild writes it for some browsers."""
    command = [from_npm("esbuild/bin/esbuild"), f"--loader={name.rpartition('.')[2]}", *options]
    return subprocess.run(command, input=code, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.mark.parametrize("name", FILES)
def test_nothing_has_to_be_rewritten_for_old_browsers(name: str) -> None:
    code = (STATIC / name).read_text(encoding="utf-8")
    assert rewritten(code, name, *OLD) == rewritten(code, name, "--target=esnext")


@pytest.mark.parametrize(
    ("name", "code"),
    [("a.js", "a?.b"), ("a.js", "a ||= b"), ("a.js", "class A { #b = 1 }"), ("a.css", "a{b{inset:0}}")],
)
def test_what_is_too_new_would_be_found(name: str, code: str) -> None:
    assert rewritten(code, name, *OLD) != rewritten(code, name, "--target=esnext")


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".css")])
def test_no_rule_falls_with_a_newer_selector_beside_it(name: str) -> None:
    code = (STATIC / name).read_text(encoding="utf-8")
    for selectors in re.findall(r"([^{}]+)\{", code):
        parts = [bool(NEWER.search(each)) for each in selectors.split(",")]
        assert selectors.lstrip().startswith("@") or all(parts) or not any(parts), selectors
