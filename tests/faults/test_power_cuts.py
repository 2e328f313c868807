"""A power cut takes nothing that was acknowledged, and half of nothing stays."""

from __future__ import annotations

import pytest

from tests.faults.cuts import strike


def test_no_cut_takes_an_acknowledged_fact() -> None:
    counts = strike(400, 12)
    assert counts.cuts == 400
    assert (counts.lost, counts.broken) == (0, 0)
    assert counts.syncs > 200
    assert counts.second_cuts > 20
    assert counts.gone_on > 20
    assert counts.in_flight > 10, "a cut after the commit and before the reply leaves the fact in"


@pytest.mark.parametrize("synchronous", ["FULL", "NORMAL", "OFF"])
def test_the_same_cuts_find_what_lower_durability_loses(synchronous: str) -> None:
    """The control: a harness that finds no loss here would prove nothing above."""
    assert strike(400, 12, synchronous=synchronous).lost > 10
