"""Many hands on one file: every fact once, whoever pushes, and however often; `make faults` does it with twenty."""

from __future__ import annotations

import pytest

from tests.faults.hands import rush


@pytest.mark.parametrize(("processes", "count"), [(1, 10), (5, 4)])
def test_every_fact_is_in_once(processes: int, count: int) -> None:
    found = rush(processes, count)
    assert found.errors == 0
    assert found.is_whole
    assert found.recorded == found.expected
    assert found.worst_wait_ms < 10_000, "after which the queue gives up"
