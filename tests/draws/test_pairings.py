"""Pairings: Berger tables, fold and slide, sides and groups."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.draws import Pairing, berger, deal, fold, neighbours, power, sides, slide, tickets
from quizarena.errors import DrawError

WAYS = [fold, slide, neighbours]


def pairing(pairs: str, byes: str) -> Pairing:
    """Return the pairing that two letters a pair and one letter a bye stand for."""
    return Pairing(tuple((pair[0], pair[1]) for pair in pairs.split()), tuple(byes))


class TestBerger:
    # c.w.fox.tripod.com/chess/berger.html (= FIDE C.05 annex 1)
    def test_the_published_tables(self) -> None:
        assert berger(4) == [[(1, 4), (2, 3)], [(4, 3), (1, 2)], [(2, 4), (3, 1)]]
        assert berger(6) == [
            [(1, 6), (2, 5), (3, 4)],
            [(6, 4), (5, 3), (1, 2)],
            [(2, 6), (3, 1), (4, 5)],
            [(6, 5), (1, 4), (2, 3)],
            [(3, 6), (4, 2), (5, 1)],
        ]

    @pytest.mark.parametrize("n", range(2, 17))
    def test_everybody_meets_everybody_once_and_sides_are_even(self, n: int) -> None:
        table = berger(n)
        assert len(table) == n - 1 + n % 2
        pairs = [pair for pairs in table for pair in pairs]
        assert sorted(tuple(sorted(pair)) for pair in pairs) == list(combinations(range(1, n + 1), 2))
        for in_one_round in table:
            assert len({player for pair in in_one_round for player in pair}) == 2 * (n // 2)
        firsts = Counter(first for first, _ in pairs)
        assert {firsts[player] for player in range(1, n + 1)} <= {n // 2, (n - 1) // 2}

    def test_one_alone_cannot_play(self) -> None:
        with pytest.raises(DrawError, match="at least two to play, found 1"):
            berger(1)


class TestPower:
    @pytest.mark.parametrize(
        ("standing", "met", "sat_out", "pairs", "byes"),
        [
            ("a2 b2 c2 d2 e0 f0", "", "", "ac bd ef", ""),  # as by slide in each bracket
            ("e0 a2 b2 f0 c2 d2", "", "", "ac bd ef", ""),  # by wins, whatever the order
            ("a2 b2 c2 d1 e1 f1", "", "", "ac bd ef", ""),  # b is left over, d, the first with 1, is pulled up
            ("a2 b2 c2 d1 e1 f1", "bd", "", "ac be df", ""),  # they have met: the next is pulled up
            ("a1 b1 c1 d1 e0", "", "", "ac bd", "e"),
            ("a1 b1 c1 d1 e0", "", "e", "ac be", "d"),
            ("a1 b1 c0 d0", "ac ad", "", "ab cd", ""),
            ("a1 b1 c0 d0", "ab cd", "", "ac bd", ""),
            ("a1 b1", "ab", "", "ab", ""),  # there is no other way
        ],
    )
    def test_those_meet_who_have_won_equally_often(
        self, standing: str, met: str, sat_out: str, pairs: str, byes: str
    ) -> None:
        wins = {each[0]: Fraction(each[1:]) for each in standing.split()}
        again = [(pair[0], pair[1]) for pair in met.split()]
        found = power(tuple(wins), wins, met=again, had_bye=sat_out)
        assert (found.pairs, found.byes) == (pairing(pairs, byes).pairs, tuple(byes))

    def test_whoever_has_no_entry_has_won_nothing_and_wins_go_before_the_order(self) -> None:
        found = power("ABCDEF", {"F": Fraction(2), "D": Fraction(2), "B": Fraction(1)})
        assert found.pairs == (("D", "F"), ("B", "A"), ("C", "E"))
        assert [reason.in_language("en") for reason in found.reasons] == [
            "D - F: both have won 2",
            "B - A: A, with 0, is pulled up, for nobody with 1 is left",
            "C - E: both have won 0",
        ]

    def test_each_pair_has_its_reason(self) -> None:
        wins = {"A": Fraction(2), "B": Fraction(1), "C": Fraction(0), "D": Fraction(0), "E": Fraction(0)}
        reasons = power(tuple(wins), wins, had_bye=["E"]).reasons
        assert [reason.in_language("en") for reason in reasons] == [
            "A - B: B, with 1, is pulled up, for nobody with 2 is left",
            "C - E: both have won 0",
            "D sits out: the lowest who has not yet",
        ]
        (again,) = power("AB", dict.fromkeys("AB", Fraction(1)), met=[("B", "A")]).reasons
        assert again.in_language("en") == "A - B: they have met before, and no pairing avoids that"

    @given(st.lists(st.integers(0, 3), min_size=2, max_size=10), st.data())
    def test_everybody_is_paired_once_and_nobody_again_without_need(self, wins: list[int], data: st.DataObject) -> None:
        labels = [chr(ord("a") + nth) for nth in range(len(wins))]
        met = data.draw(st.lists(st.sampled_from(list(combinations(labels, 2))), max_size=len(labels)))
        found = power(labels, {label: Fraction(own) for label, own in zip(labels, wins, strict=True)}, met=met)
        assert sorted([*found.byes, *(label for pair in found.pairs for label in pair)]) == labels
        assert len(found.byes) == len(labels) % 2
        again = {frozenset(pair) for pair in met}
        if any(frozenset(pair) in again for pair in found.pairs):
            with pytest.raises(DrawError):
                neighbours(labels, met=met)


class TestPairing:
    @pytest.mark.parametrize(
        ("way", "order", "pairs", "byes"),
        [
            (fold, "ab", "ab", ""),
            (fold, "abcdefgh", "ah bg cf de", ""),
            (slide, "abcdef", "ad be cf", ""),
            (neighbours, "abcdef", "ab cd ef", ""),
            (slide, "abcde", "ac bd", "e"),
            (neighbours, "abcde", "ab cd", "e"),
        ],
    )
    def test_ways(self, way: Any, order: str, pairs: str, byes: str) -> None:
        assert way(order) == pairing(pairs, byes)

    @pytest.mark.parametrize(
        ("order", "pairs", "byes"),
        [
            ("abc", "bc", "a"),
            ("abcd", "ad bc", ""),
            ("abcde", "de", "abc"),
            ("abcdef", "cf de", "ab"),
            ("abcdefg", "bg cf de", "a"),
            ("abcdefghi", "hi", "abcdefg"),
        ],
    )
    def test_in_a_knock_out_the_first_sit_out(self, order: str, pairs: str, byes: str) -> None:
        assert fold(order, byes=True) == pairing(pairs, byes)
        assert (len(pairs.split()) + len(byes)).bit_count() == 1, "a power of two goes on"

    @pytest.mark.parametrize(("count", "free", "fewer"), [(3, 1, 2), (5, 3, 4), (6, 2, 4), (7, 1, 4), (12, 4, 8)])
    def test_a_knock_out_comes_out_at_a_final(self, count: int, free: int, fewer: int) -> None:
        with pytest.raises(DrawError) as caught:
            fold("abcdefghijkl"[:count])
        assert str(caught.value) == (
            f"a knock-out of {count} does not end in a final; let the first {free} sit out (byes), or take {fewer}"
        )

    def test_the_lowest_who_has_not_sat_out_does(self) -> None:
        assert slide("abcde", had_bye=["e", "d"]).byes == ("c",)
        assert slide("abcde", had_bye="abcde").byes == ("e",)

    def test_nobody_meets_again_if_it_can_be_avoided(self) -> None:
        assert fold("abcd", met=[("d", "a")]).pairs == (("a", "c"), ("b", "d"))
        assert slide("abcd", met=[("a", "c")]).pairs == (("a", "d"), ("b", "c"))
        assert slide("abc", met=[("a", "b")]) == pairing("ac", "b")
        with pytest.raises(DrawError, match="no pairing is left without a repeated meeting"):
            fold("abcd", met=[("a", other) for other in "bcd"])

    @pytest.mark.parametrize("way", WAYS)
    @given(count=st.integers(2, 9), data=st.data())
    def test_everybody_is_paired_once(self, way: Any, count: int, data: st.DataObject) -> None:
        order = "abcdefghi"[:count]
        met = data.draw(st.lists(st.sampled_from(list(combinations(order, 2))), max_size=3))
        more = {"byes": True} if way is fold else {}
        try:
            found = way(order, met=met, **more)
        except DrawError:
            assert count <= 5 or way is fold
            return
        everybody = [*(each for pair in found.pairs for each in pair), *found.byes]
        assert sorted(everybody) == sorted(order)
        assert not {frozenset(pair) for pair in found.pairs} & {frozenset(pair) for pair in met}

    @pytest.mark.parametrize("way", WAYS)
    def test_what_cannot_be_paired_is_refused(self, way: Any) -> None:
        with pytest.raises(DrawError, match="at least two to pair, found 1"):
            way("a")
        with pytest.raises(DrawError, match="every label once"):
            way("aa")


class TestSides:
    def test_who_was_affirmative_less_often_gets_it(self) -> None:
        found = sides([("a", "b"), ("c", "d")], lead={"a": 1, "d": -1}, seed="s", purpose="sides/2")
        assert found == (("b", "a"), ("d", "c"))

    @pytest.mark.parametrize("seed", ["1", "2", "3", "4", "5", "6"])
    def test_who_was_never_on_a_side_is_even(self, seed: str) -> None:
        assert sides([("c", "d"), ("e", "f")], lead={"d": -1, "e": 1}, seed=seed, purpose="x") == (
            ("d", "c"),
            ("f", "e"),
        )

    def test_the_tickets_of_a_pair_have_its_number(self) -> None:
        pairs = [("a", "b"), ("c", "d"), ("e", "f"), ("g", "h")]
        drawn = [tickets(pair, seed="s", purpose=f"x/{nth}").order for nth, pair in enumerate(pairs, 1)]
        assert [*sides(pairs, seed="s", purpose="x")] == drawn

    def test_else_the_ticket_decides_for_each_pair_by_itself(self) -> None:
        pairs = [(f"{nth}a", f"{nth}b") for nth in range(12)]
        drawn = sides(pairs, seed="s", purpose="sides/1")
        assert [set(pair) for pair in drawn] == [set(pair) for pair in pairs]
        assert 0 < sum(pair == given_pair for pair, given_pair in zip(drawn, pairs, strict=True)) < 12
        assert sides([pair[::-1] for pair in pairs], seed="s", purpose="sides/1") == drawn
        assert sides(pairs, seed="s", purpose="sides/2") != drawn


class TestDeal:
    def test_round_and_round_or_as_a_snake(self) -> None:
        assert deal("abcdefg", 3) == (("a", "d", "g"), ("b", "e"), ("c", "f"))
        assert deal("abcdefg", 3, snake=True) == (("a", "f", "g"), ("b", "e"), ("c", "d"))

    def test_no_groups_are_refused(self) -> None:
        with pytest.raises(DrawError, match="from 1 to 3 groups, found 0"):
            deal("abc", 0)

    @given(count=st.integers(1, 20), groups=st.integers(1, 20), snake=st.booleans())
    def test_groups_are_as_equal_as_can_be(self, count: int, groups: int, snake: bool) -> None:
        order = [str(nth) for nth in range(count)]
        if groups > count:
            with pytest.raises(DrawError, match=f"from 1 to {count} groups, found {groups}"):
                deal(order, groups, snake=snake)
            return
        dealt = deal(order, groups, snake=snake)
        assert sorted(each for group in dealt for each in group) == sorted(order)
        assert max(map(len, dealt)) - min(map(len, dealt)) <= 1
