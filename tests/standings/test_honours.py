"""Who is honoured: whoever has most, all who share it, and nobody where there is nothing to honour."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quizarena.scores import leaf
from quizarena.standings import Honour
from quizarena.standings.prizes import best
from quizarena.text import plain


@pytest.mark.parametrize(
    ("points", "winners"),
    [
        ({"ann": 3, "bob": 2}, ("ann",)),
        ({"ann": 2, "bob": 3, "cid": 3}, ("bob", "cid")),
        ({"ann": 0, "bob": 0}, ()),
        ({"ann": -1, "bob": -2}, ()),
        ({"ann": 0, "bob": -1}, ()),
        ({}, ()),
        ({"ann": "0.1", "bob": "0.10"}, ("ann", "bob")),
    ],
)
def test_the_best(points: dict[str, object], winners: tuple[str, ...]) -> None:
    scores = {member: leaf(Decimal(str(value)), plain(member), 1) for member, value in points.items()}
    assert best(scores) == winners


def test_an_honour_is_over_at_least_one_round() -> None:
    with pytest.raises(ValueError, match="rounds"):
        Honour(name=plain("Best"), rounds=())
