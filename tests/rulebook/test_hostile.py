"""Whatever is read: a rulebook or a `RulebookError`, never another exception and never a long wait."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizarena.errors import Problem, RulebookError
from quizarena.nodes import Broken
from quizarena.rulebook import Rulebook, loads, of_resolved, resolved_mapping
from quizarena.rulebook.reader import read_bytes
from tests.rulebook.books import SMALL, read
from tests.rulebook.kinds.every import KINDS

PIECES = st.sampled_from(
    [*"[]{}:,-?&*!|>'\"%@`#\n\t ~=<", "- ", ": ", "\n  ", "---", "...", "<<", "&a", "*a", "!!x", "%YAML 1.1", "null",
     "1", "010", "3:00", "id", "use", "quiz/required", "rounds", "teams", "é", "汉", "：",
     "\\UFFFFFFFF", '"\\U00110000"',
     "%YAML 9" + "9" * 5000]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@example('"\\UFFFFFFFF"')
@example("%YAML 1." + "9" * 5000 + "\n---\na")
@example("!<\x00>")
def test_yaml_like_text_gives_a_rulebook_error(text: str) -> None:
    with pytest.raises(RulebookError):
        loads(text, kinds=KINDS)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_tree_or_problems(content: bytes) -> None:
    problems: list[Problem] = []
    node = read_bytes(content, "contest.yaml", problems)
    assert problems or not isinstance(node, Broken)


@given(st.integers(0, len(SMALL) - 1), st.integers(0, 6), st.lists(PIECES, max_size=3).map("".join))
def test_a_rulebook_with_a_wound_gives_a_rulebook_or_an_error_with_a_place(start: int, length: int, put: str) -> None:
    try:
        loads(SMALL[:start] + put + SMALL[start + length :], kinds=KINDS)
    except RulebookError as error:
        for problem in error.problems:
            assert problem.message.in_language("zh")
            assert problem.line


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
MAPPING = resolved_mapping(read(SMALL))


@given(st.data(), VALUES)
def test_a_resolved_mapping_with_any_value_anywhere_gives_a_rulebook_or_an_error(data: Any, value: Any) -> None:
    steps: list[Any] = []
    below: Any = MAPPING
    while isinstance(below, (dict, list)) and below and (not steps or data.draw(st.booleans())):
        steps.append(data.draw(st.sampled_from(sorted(below) if isinstance(below, dict) else range(len(below)))))
        below = below[steps[-1]]
    with contextlib.suppress(RulebookError):
        assert isinstance(of_resolved(_with(MAPPING, steps, value), KINDS), Rulebook)


def _with(node: Any, steps: list[Any], value: Any) -> Any:
    if not steps:
        return value
    changed = _with(node[steps[0]], steps[1:], value)
    if isinstance(node, dict):
        return {**node, steps[0]: changed}
    return [*node[: steps[0]], changed, *node[steps[0] + 1 :]]


@pytest.mark.parametrize(
    "text",
    ["[" * 500_000, "{a: " * 200_000, "- " * 500_000, "x" * 1_000_000, '"' + "x\n" * 400_000 + '"', "a: b\n" * 200_000,
     "# comment\n" * 100_000, "&a " * 300_000, "? " * 300_000],
    ids=["lists", "mappings", "dashes", "one word", "one quote", "entries", "comments", "anchors", "questions"],
)  # fmt: skip
def test_a_megabyte_made_to_hurt_is_refused_soon(text: str) -> None:
    began = time.process_time()
    with pytest.raises(RulebookError):
        loads(text, kinds=KINDS)
    assert time.process_time() - began < 20


@pytest.mark.parametrize("play_off", ["{us/:e: x}", "{a/B: x}", "a/B", "[a/B]"])
def test_a_play_off_that_names_a_format_barely_is_told_how_to_write_it(play_off: str) -> None:
    """Found by a fuzzer: the place of a play-off is no number."""
    with pytest.raises(RulebookError, match="play_off"):
        loads(f"quizarena: 1\nplay_off: {play_off}\n")
