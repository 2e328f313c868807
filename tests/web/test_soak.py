"""A short day of the board that is left alone; `make soak` plays the long one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .soak import Day, Size, soak

pytestmark = [pytest.mark.browser, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]


def test_neither_page_nor_server_grows(tmp_path: Path) -> None:
    early, late = (size for _scenes, size in soak(tmp_path, Day(30, 3, 5), Day(80, 8, 20), 1))
    assert list(late.grown(early)) == []


def test_what_grows_is_named() -> None:
    small, large = Size(1_000, (10, 10, 1), 10, 500), Size(1_101, (11, 12, 1), 15, 900)
    assert list(large.grown(small)) == [
        "files: 10 became 15", "heap: 1000 became 1101", "JSEventListeners: 10 became 12"
    ]  # fmt: skip
    assert list(small.grown(small)) == []
