"""What the benchmark of keys takes for seen: a picture of one key, one that comes after many, one cut in two."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals", allow_module_level=True)

from .benchmarks.keys import seen, typed

CELLS = [f"{tens}.{tenth}" for tens in range(10, 20) for tenth in range(8)]
PRESSED = [(float(nth), typed(cell)) for nth, cell in enumerate(CELLS)]


def picture(nth: int) -> bytes:
    """Return what the screen writes when a cell is typed."""
    return f"\x1b[7;9H {CELLS[nth]}_ \x1b[0m".encode()


def test_each_picture_in_time_is_its_own_key_s() -> None:
    heard = [(nth + 0.25, picture(nth)) for nth in range(len(CELLS))]
    assert list(seen(heard, PRESSED)) == [0.25] * len(CELLS)


def test_one_picture_far_behind_shows_all_keys_before_it() -> None:
    """Under load eighty keys went by without a picture, and the measure broke off at forty."""
    found = list(seen([(100.0, picture(79))], PRESSED))
    assert found == [100.0 - nth for nth in range(80)]


def test_a_picture_cut_in_two_is_seen_once_it_is_whole() -> None:
    first = [(0.5, picture(0)[:10]), (0.75, picture(0)[10:])]
    assert list(seen(first, PRESSED[:1])) == [0.75]


def test_cells_that_look_alike_count_as_the_first_and_none_is_lost() -> None:
    pressed = [(0.0, typed("2")), (1.0, typed("9")), (2.0, typed("2"))]
    heard = [(3.0, b" 9_ "), (4.0, b" 2_ ")]
    assert list(seen(heard, pressed)) == [3.0, 2.0, 2.0]
    assert list(seen([(4.0, b" 2_ ")], pressed)) == [4.0, 3.0, 2.0]
