"""Who is honoured: whoever has most, all who share it, and nobody where there is nothing to honour."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from quizarena.scores import leaf
from quizarena.standings import Honour, Prize, Row, award, money
from quizarena.standings.prizes import best, places_without_prize
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


FIRST, LAST = Prize(plain("First")), Prize(plain("Last"), given="to_last", amount=Decimal(30))
REST = Prize(plain("Rest"), given="to_rest", amount=Decimal(10))


@pytest.mark.parametrize(
    ("places", "prizes", "out", "won", "places_left"),
    [
        ([1, 2, 3, 4], [FIRST, LAST], "", "a d", "2b 3c"),
        ([1, 2, 3, 3], [FIRST, LAST], "", "a cd", "2b"),
        ([1, 2, 3, 4], [FIRST, REST, LAST], "", "a bc d", ""),
        ([1, 2, 3, 4], [FIRST, LAST], "d", "a c", "2b"),
        ([1, 1], [FIRST, LAST], "", "ab -", ""),
        ([1, 2, 2, 4], [FIRST], "", "a", "2bc 4d"),
        ([1, 2, 3, 4], [], "b", "", "1a 2c 3d"),
    ],
)
def test_a_prize_for_the_last_and_the_places_without_a_prize(
    places: list[int], prizes: list[Prize], out: str, won: str, places_left: str
) -> None:
    rows = [Row(team, Fraction(-place), place) for team, place in zip("abcd", places, strict=False)]
    assert ["".join(each.entrants) or "-" for each in award(rows, prizes, out=out)] == won.split()
    left = places_without_prize(rows, prizes, out=out)
    assert all(each.is_place for each in left)
    names = [each.prize.name.in_language("en").split()[0].lower() for each in left]
    said = {"first": 1, "second": 2, "third": 3, "fourth": 4}
    assert [f"{said[name]}{''.join(each.entrants)}" for name, each in zip(names, left, strict=True)] == (
        places_left.split()
    )


def test_money_of_the_last_is_shared_by_all_who_are_last() -> None:
    rows = [Row(team, Fraction(-place), place) for team, place in zip("abcd", [1, 2, 3, 3], strict=True)]
    assert money(rows, [FIRST, REST, LAST]) == {"a": 0, "b": 10, "c": 15, "d": 15}
