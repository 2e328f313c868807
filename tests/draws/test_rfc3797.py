"""RFC 3797: the example of its section 6, and draws that verify."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quizarena.draws import draw_method, rfc3797, verify
from quizarena.draws.published_draw import rfc3797_key, sources_of
from quizarena.errors import DrawError

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "judged.yaml").read_text(encoding="utf-8"))["cases"]
RFC = next(case for case in CASES if case["id"] == "rfc3797-section6")
POOL, SOURCES = RFC["input"]["pool"], RFC["input"]["sources"]
KEYS = st.lists(st.lists(st.integers(0, 10_000), min_size=1, max_size=6), min_size=1, max_size=4)


@pytest.mark.skipif(not shutil.which("md5sum") or not shutil.which("sh"), reason="needs a POSIX shell")
def test_every_line_of_proof_runs_in_a_shell() -> None:
    for line in rfc3797(POOL, sources=SOURCES, picks=3).proof[1:]:
        printed = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout
        assert printed.split()[0] == line.split()[-1]


def test_the_proof_names_the_key_then_pick_place_label_and_digest() -> None:
    key, *lines = rfc3797(POOL, sources=SOURCES, picks=RFC["input"]["count"]).proof
    assert key == f"key {RFC['expected']['key']}"
    picks = zip(RFC["expected"]["picks"], RFC["expected"]["md5"], strict=True)
    assert [line.partition(" # ")[2] for line in lines] == [
        f"{nth} {place} {POOL[place - 1]} {digest}" for nth, (place, digest) in enumerate(picks, 1)
    ]


@given(sources=KEYS, picks=st.integers(1, 25))
def test_picks_are_the_beginning_of_the_whole_order(sources: list[list[int]], picks: int) -> None:
    whole = rfc3797(POOL, sources=sources).order
    assert sorted(whole) == sorted(POOL)
    assert rfc3797(POOL, sources=[source[::-1] for source in sources], picks=picks).order == whole[:picks]


@given(sources=KEYS)
def test_as_a_method_the_seed_is_the_key(sources: list[list[int]]) -> None:
    method, key = draw_method("rfc3797"), rfc3797_key(sources)
    assert rfc3797_key(sources_of(key)) == key
    drawn = method.draw(POOL, purpose="order", seed=key)
    assert drawn.order == rfc3797(POOL, sources=sources).order
    verify(drawn, method, POOL, seed=key)
    assert method == draw_method("rfc3797"), "two readings of one rulebook are alike"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"sources": []}, "sources of at least one number each"),
        ({"sources": [[1], []]}, "sources of at least one number each"),
        ({"sources": [[-1]]}, "whole numbers from 0 in the sources, found -1"),
        ({"sources": [[3, -1], [-2]]}, "whole numbers from 0 in the sources, found -1"),
        ({"sources": [[True]]}, "whole numbers from 0 in the sources, found True"),
        ({"sources": [[1]], "picks": 26}, "from 1 to 25 picks, found 26"),
        ({"sources": [[1]], "picks": 0}, "from 1 to 25 picks, found 0"),
        ({"sources": [[1]], "picks": -1}, "from 1 to 25 picks, found -1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DrawError, match=sentence):
        rfc3797(POOL, **arguments)


def test_ranks_have_two_bytes() -> None:
    with pytest.raises(DrawError, match="from 1 to 65536 picks, found 65537"):
        rfc3797([str(number) for number in range(65_537)], sources=[[1]])


@pytest.mark.parametrize("key", ["", "/", "9319", "9319.", "9319/", "9319./2.5", "09./", "9,3./", "９./"])
def test_a_seed_that_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(DrawError, match=r"expected (a key such as|sources of)"):
        draw_method("rfc3797").draw(POOL, seed=key)
    with pytest.raises(DrawError, match="expected the key of the published numbers"):
        draw_method("rfc3797").draw(POOL)
