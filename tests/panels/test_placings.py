"""Panels that rank: published examples of the skating system, and what every way to one order must keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.errors import RuleError
from quizarena.panels.placings import borda, majority_pairs, skating, sum_of_places

HALF = Fraction(5, 2)


def judges(*sheets: Sequence[int], first: int = 11) -> dict[str, dict[str, list[int]]]:
    """Return one dance from the sheets of its judges, entrants numbered from `first`."""
    return {"dance": {str(first + nth): list(places) for nth, places in enumerate(zip(*sheets, strict=True))}}


# sdobber/BallroomSkatingSystem.jl test/runtests.jl @d661783d (MIT), after the German TSO, Anhang 2
@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ([[1, 2, 3, 4, 5], [1, 3, 2, 4, 5], [1, 3, 2, 5, 4], [5, 1, 2, 3, 4], [2, 1, 5, 3, 4]], [1, 2, 3, 4, 5]),
        ([[1, 2, 3], [1, 2, 3], [2, 1, 3], [2, 1, 3], [3, 2, 1]], [2, 1, 3]),
        ([[1, 2, 3], [1, 2, 3], [2, 1, 3], [1, 3, 2], [2, 1, 3]], [1, 2, 3]),
        ([[1, 2, 3, 4], [1, 2, 3, 4], [3, 2, 4, 1], [3, 2, 1, 4], [4, 2, 1, 3]], [HALF, 1, HALF, 4]),
        ([[1, 2, 5, 3, 4], [1, 4, 2, 3, 5], [1, 5, 2, 3, 4], [2, 1, 5, 3, 4], [5, 2, 1, 3, 4]], [1, 2, 3, 4, 5]),
    ],
)
def test_single_dances(sheets: list[list[int]], expected: list[Fraction]) -> None:
    assert by_number(skating(judges(*sheets))) == expected


def by_number(places: Mapping[str, Fraction]) -> list[Fraction]:
    return [places[entrant] for entrant in sorted(places)]


# The same source: places by dance, entrant by entrant.
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # rule 10c
        (["216453", "126435", "521436", "361425", "263145"], [1, 2, 3, 4, 5, 6]),
        # rules 10b (second part) and 10d
        (["132654", "142356", "213456", "321546", "213546"], [1, 2, 3, 4, 5, 6]),
        # rules 10b (first part) and 10d
        (["321456", "124536", "132654", "125436", "163254"], [1, 2, 3, 4, 5, 6]),
        # rules 10a and 10b
        (["132465", "135264", "214356", "524613"], [1, 2, 4, 3, 6, 5]),
        # rule 9
        (["132456", "213456", "123456", "213456", "243165"], [1, 2, 3, 4, 5, 6]),
        # rubys/showcase test/models/heat_test.rb @1d213c33 (MIT), rule 10A: 103 and 104 have one place up to the third
        # each, a second and a third, so their sum decides (that project's test leaves them level)
        (["126543", "124356", "312456"], [1, 2, 3, 4, 5, 6]),
    ],
)
def test_rules_9_and_10_over_dances(rows: list[str], expected: list[int]) -> None:
    marks = {
        str(nth): {str(entrant): [int(place)] for entrant, place in enumerate(row)} for nth, row in enumerate(rows)
    }
    assert by_number(skating(marks)) == expected


# The same source, "Rule 11b" twice: a row for each judge of each dance.
@pytest.mark.parametrize(
    "dances",
    [
        [
            ["123465", "123564", "256314", "523146", "356142"],
            ["154326", "234156", "214356", "324156", "421356"],
            ["123456", "134526", "145623", "156234", "162345"],
            ["152346", "162354", "235146", "521346", "235614"],
            ["132564", "526134", "142536", "526143", "241356"],
        ],
        [
            ["234165", "235164", "563214", "231546", "561342"],
            ["132465", "215463", "235461", "315462", "435162"],
            ["123456", "134526", "145623", "156234", "162345"],
            ["314526", "315624", "124356", "354216", "621354"],
            ["241653", "645312", "261354", "635412", "162543"],
        ],
    ],
)
def test_rule_11_over_five_dances(dances: list[list[str]]) -> None:
    marks = {str(nth): judges(*(list(map(int, row)) for row in rows))["dance"] for nth, rows in enumerate(dances)}
    assert by_number(skating(marks)) == [1, 2, 3, 4, 5, 6]


def test_rule_11_over_two_dances() -> None:
    # rubys/showcase test/models/heat_test.rb @1d213c33 (MIT)
    waltz = judges(
        [2, 6, 8, 7, 1, 4, 5, 3], [5, 8, 3, 4, 1, 2, 7, 6], [6, 1, 2, 3, 5, 4, 8, 7], [6, 5, 8, 3, 2, 1, 7, 4],
        [4, 7, 8, 2, 6, 1, 3, 5], first=111,
    )  # fmt: skip
    tango = judges(
        [3, 7, 8, 6, 1, 5, 2, 4], [6, 8, 5, 3, 1, 2, 7, 4], [5, 3, 4, 1, 2, 6, 7, 8], [5, 8, 6, 3, 4, 2, 7, 1],
        [4, 7, 8, 3, 5, 2, 1, 6], first=111,
    )  # fmt: skip
    assert by_number(skating(waltz)) == [4, 6, 8, 3, 2, 1, 7, 5]
    assert by_number(skating(tango)) == [5, 8, 6, 3, 1, 2, 7, 4]
    assert by_number(skating({"waltz": waltz["dance"], "tango": tango["dance"]})) == [4, 6, 7, 3, 1, 2, 8, 5]


SHEETS = st.integers(1, 6).flatmap(lambda count: st.lists(st.permutations(range(1, count + 1)), min_size=1, max_size=7))
WAYS: list[Callable[[Any], Mapping[str, Fraction]]] = [
    sum_of_places,
    borda,
    majority_pairs,
    lambda placings: skating({"dance": placings}),
    lambda placings: skating({"one": placings, "two": placings}),
]


@pytest.mark.parametrize("way", WAYS, ids=["sum", "borda", "pairs", "skating", "skating over two dances"])
class TestEveryWay:
    @given(sheets=SHEETS)
    def test_places_add_up_and_unanimity_holds(self, way: Callable[[Any], Any], sheets: list[list[int]]) -> None:
        placings = judges(*sheets)["dance"]
        places = way(placings)
        assert set(places) == set(placings)
        assert sum(places.values()) == sum(range(1, len(placings) + 1))
        for one, mine in placings.items():
            for other, theirs in placings.items():
                if all(own < their for own, their in zip(mine, theirs, strict=True)):
                    assert places[one] < places[other]

    @given(sheets=SHEETS, random=st.randoms())
    def test_the_order_of_judges_and_entrants_never_matters(
        self, way: Callable[[Any], Any], sheets: list[list[int]], random: Any
    ) -> None:
        placings = judges(*sheets)["dance"]
        mixed = judges(*sorted(sheets, key=lambda _: random.random()))["dance"]
        assert way(dict(reversed(mixed.items()))) == way(placings)

    def test_every_judge_places_every_entrant(self, way: Callable[[Any], Any]) -> None:
        with pytest.raises(RuleError, match="expected a place by every judge for each entrant"):
            way({"a": [1, 2], "b": [2]})
        with pytest.raises(RuleError, match="expected a place by every judge for each entrant"):
            way({"a": [], "b": []})
        with pytest.raises(RuleError, match="expected a place by every judge for each entrant"):
            way({})
        with pytest.raises(RuleError, match="expected places from 1 for b, found 0"):
            way({"a": [1], "b": [0]})


def test_the_three_simple_ways_can_disagree() -> None:
    # three judges put a first, two put it last: the majority is for a, the sum of places is not
    placings = judges([1, 2, 3], [1, 2, 3], [1, 2, 3], [3, 1, 2], [3, 1, 2])["dance"]
    assert by_number(majority_pairs(placings)) == [1, 2, 3]
    assert by_number(sum_of_places(placings)) == [2, 1, 3]
    assert by_number(borda(placings)) == [2, 1, 3]


def test_a_circle_of_majorities_is_shared() -> None:
    assert set(majority_pairs(judges([1, 2, 3], [3, 1, 2], [2, 3, 1])["dance"]).values()) == {Fraction(2)}


def test_a_drawn_duel_is_half_a_duel() -> None:
    # of four judges two put c before a and b, two behind: c draws both duels, and a has won its other one
    assert by_number(majority_pairs({"a": [1, 1, 2, 2], "b": [2, 2, 3, 3], "c": [3, 3, 1, 1]})) == [1, 3, 2]
    # a draws all three duels, b, c and d win one and lose one: three halves and nine judges each
    sheets = [1, 2, 3, 4], [4, 1, 2, 3], [1, 4, 2, 3], [4, 3, 1, 2], [1, 3, 4, 2], [4, 2, 3, 1]
    assert by_number(majority_pairs(judges(*sheets)["dance"])) == [2.5, 2.5, 2.5, 2.5]


def test_of_equally_many_duels_more_judges_decide() -> None:
    # each wins one duel of the circle; 5 judges are for a over both duels, 6 for b, 4 for c
    placings = judges([1, 2, 3], [1, 2, 3], [3, 1, 2], [3, 1, 2], [2, 3, 1])["dance"]
    assert by_number(majority_pairs(placings)) == [2, 1, 3]


def test_a_majority_of_first_places_comes_before_any_of_seconds() -> None:
    assert by_number(skating({"W": {"a": [3, 3, 1], "b": [1, 1, 3], "c": [2, 2, 2]}})) == [3, 1, 2]


def test_rule_11_counts_no_better_places_apart() -> None:
    # b and d have two places up to the third whose sum is 4, and all up to the fourth: they share third and fourth
    rows = {"W": [3, 1, 4, 2], "T": [3, 4, 1, 2], "F": [1, 3, 2, 4]}
    dances = {dance: {name: [place] for name, place in zip("abcd", row, strict=True)} for dance, row in rows.items()}
    assert by_number(skating(dances)) == [2, 3.5, 1, 3.5]


@pytest.mark.parametrize("ahead", [0, 1])
def test_who_is_left_by_rule_11_begins_again_at_rule_10_for_the_next_place(ahead: int) -> None:
    # a, b and c have the sum 10 and one first place each; a has three places up to the second, so rule 11 puts a first;
    # for the next place b has two up to it and c one, though c has more up to the third
    rows = [2, 3, 1, 4, 5], [1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [2, 1, 3, 4, 5]
    dances = {
        str(dance): {
            str(nth): [place] for nth, place in enumerate([*range(1, ahead + 1), *(each + ahead for each in row)])
        }
        for dance, row in enumerate(rows)
    }
    assert by_number(skating(dances)) == list(range(1, 6 + ahead))


def test_borda_counts_level_entrants_half() -> None:
    assert by_number(borda({"11": [1, 1], "12": [1, 2], "13": [3, 2]})) == [1, 2, 3]
    assert by_number(borda({"a": [1, 2], "b": [1, 2], "c": [2, 1]})) == [2, 2, 2]


def test_every_dance_has_the_same_entrants() -> None:
    with pytest.raises(RuleError, match="expected the entrants of 'W' in 'T', found a"):
        skating({"W": {"a": [1], "b": [2]}, "T": {"a": [1]}})
    with pytest.raises(RuleError, match="expected the entrants of 'W' in 'T', found a, b"):
        skating({"W": {"a": [1]}, "T": {"a": [1], "b": [2]}})
    with pytest.raises(RuleError, match="at least one dance"):
        skating({})
