"""Ranks with tie-breaks: when they are asked, in which order, and what is left shared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.errors import PluginError, RuleError
from quizarena.points import show
from quizarena.standings import (
    TIE_BREAKS,
    Prize,
    Row,
    TieBreak,
    TieContext,
    Ties,
    award,
    depends,
    money,
    rank,
    tie_break,
)
from quizarena.text import Words, plain

ONE_ONE_TWO = [Prize(plain("first")), Prize(plain("second")), Prize(plain("third"), 2)]


@attrs.frozen
class Known(TieContext):
    """What a contest would know: scores by round and entrant, play-offs by who played."""

    rounds: Mapping[str, Mapping[str, int]] = {}
    play_offs: Mapping[str, Mapping[str, int]] = {}
    to_come: tuple[str, ...] = ()

    def awaits(self, round_id: str) -> bool:
        return round_id in self.to_come

    def round_value(self, entrant: str, round_id: str) -> Fraction | None:
        value = self.rounds.get(round_id, {}).get(entrant)
        return None if value is None else Fraction(value)

    def play_off_values(self, tied: tuple[str, ...]) -> Mapping[str, Fraction] | None:
        found = self.play_offs.get("".join(sorted(tied)))
        return None if found is None else {entrant: Fraction(value) for entrant, value in found.items()}


@attrs.frozen
class Favourite(TieBreak):
    """Puts the first of the tied before the others."""

    name: ClassVar[str] = "favourite"

    @property
    def label(self) -> Words:
        return plain("the favourite")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Mapping[str, Fraction]:
        return {entrant: Fraction(entrant == tied[0]) for entrant in tied}


def totals(**values: int) -> dict[str, Fraction]:
    return {entrant: Fraction(value) for entrant, value in values.items()}


def standing(rows: tuple[Row, ...]) -> str:
    return " ".join(f"{row.place}{row.entrant}" for row in rows)


def ties(*by: Any, **more: Any) -> Ties:
    return Ties.of_mapping({"when": "always", "by": list(by), **more})


DEBATE = Known(rounds={"debate": {"a": 1, "b": 2, "c": 2, "d": 2}, "quiz": {"a": 0, "b": 1, "c": 2, "d": 2}})
LEVEL = totals(a=5, b=5, c=5, d=5)


class TestRank:
    def test_the_higher_total_is_first_and_equal_ones_keep_the_given_order(self) -> None:
        rows = rank(totals(a=3, b=7, c=3, d=1), (), Known())
        assert standing(rows) == "1b 2a 2c 4d"
        assert [row.tied for row in rows] == [(), ("c",), ("a",), ()]

    def test_breakers_are_asked_in_turn(self) -> None:
        rows = ties({"round": "debate"}, {"round": "quiz"}).rank(LEVEL, [], DEBATE)
        assert standing(rows) == "1c 1d 3b 4a"
        assert [row.broken_by and row.broken_by.name for row in rows] == ["round", "round", "round", "round"]
        assert rows[0].tied == ("d",)

    def test_a_tie_that_is_not_broken_says_so(self) -> None:
        rows = ties({"round": "debate"}).rank(totals(b=5, c=5, a=9), [], DEBATE)
        assert standing(rows) == "1a 2b 2c"
        assert [row.broken_by for row in rows] == [None, None, None]

    def test_a_breaker_that_cannot_say_yet_stops_the_later_ones(self) -> None:
        context = attrs.evolve(DEBATE, to_come=("scenario",))
        rows = ties({"round": "scenario"}, {"round": "debate"}).rank(LEVEL, [], context)
        assert standing(rows) == "1a 1b 1c 1d"
        assert {row.waits_for for row in rows} == {tie_break("round", round="scenario")}

    @pytest.mark.parametrize(
        ("by", "expected"),
        [
            ([{"round": "scenario"}, {"round": "debate"}], "1b 1c 1d 4a"),  # never played
            ([{"round": "quiz"}, {"round": "debate"}], "1b 1c 1d 4a"),  # one of the tied has no score in it
            ([{"sub_score": {"round": "quiz", "part": "x"}}, {"round": "debate"}], "1b 1c 1d 4a"),
            ([{"chief_judge": "scenario"}, {"round": "debate"}], "1b 1c 1d 4a"),
            ([{"unrounded": "scenario"}, {"round": "debate"}], "1b 1c 1d 4a"),
        ],
    )
    def test_a_breaker_that_will_never_say_is_passed_over(self, by: list[Any], expected: str) -> None:
        context = Known(rounds={"debate": DEBATE.rounds["debate"], "quiz": {"b": 1, "c": 2, "d": 3}})
        rows = ties(*by).rank(LEVEL, [], context)
        assert standing(rows) == expected
        assert {row.waits_for for row in rows} == {None}

    def test_after_a_round_never_played_the_play_off_is_asked(self) -> None:
        rows = ties({"round": "scenario"}, "sudden_death").rank(totals(a=5, b=5), [], Known())
        assert [row.waits_for for row in rows] == [tie_break("sudden_death")] * 2

    def test_after_a_partial_break_it_continues_or_restarts(self) -> None:
        context = Known(
            rounds={"debate": {"a": 2, "b": 1, "c": 1}},
            play_offs={"abc": {"a": 1, "b": 1, "c": 1}, "bc": {"b": 0, "c": 1}},
        )
        by, level = ("sudden_death", {"round": "debate"}), totals(a=1, b=1, c=1)
        assert standing(ties(*by).rank(level, [], context)) == "1a 2b 2c"
        assert standing(ties(*by, after_partial="restart").rank(level, [], context)) == "1a 2c 3b"

    def test_a_tie_that_waits_keeps_its_place(self) -> None:
        assert standing(ties("sudden_death").rank(totals(a=9, b=5, c=5), [], Known())) == "1a 2b 2c"

    def test_a_breaker_is_not_asked_again_of_those_it_left_tied(self) -> None:
        level = totals(a=1, b=1, c=1)
        assert standing(rank(level, [Favourite()], Known())) == "1a 2b 2c"
        assert standing(rank(level, [Favourite(), Favourite()], Known())) == "1a 2b 3c"
        assert standing(rank(level, [Favourite()], Known(), after_partial="restart")) == "1a 2b 3c"

    def test_a_play_off_is_awaited_then_decides(self) -> None:
        by = ties("sudden_death", "share")
        waiting = by.rank(totals(a=5, b=5), [], Known())
        assert [row.waits_for is not None and row.waits_for.wants_play_off for row in waiting] == [True, True]
        done = by.rank(totals(a=5, b=5), [], Known(play_offs={"ab": {"a": 0, "b": 1}}))
        assert standing(done) == "1b 2a"
        assert [row.waits_for for row in done] == [None, None]

    def test_a_play_off_is_repeated_for_those_it_leaves_tied(self) -> None:
        by = ties("sudden_death", "share")
        first = {"abc": {"a": 1, "b": 1, "c": 0}}
        waiting = by.rank(totals(a=5, b=5, c=5), [], Known(play_offs=first))
        assert standing(waiting) == "1a 1b 3c"
        assert [row.waits_for is None for row in waiting] == [False, False, True]
        done = by.rank(totals(a=5, b=5, c=5), [], Known(play_offs=first | {"ab": {"a": 0, "b": 1}}))
        assert standing(done) == "1b 2a 3c"

    def test_a_play_off_all_equal_goes_on_to_the_next(self) -> None:
        rows = ties("sudden_death", "share").rank(totals(a=5, b=5), [], Known(play_offs={"ab": {"a": 1, "b": 1}}))
        assert standing(rows) == "1a 1b"
        assert [row.waits_for for row in rows] == [None, None]

    @given(
        values=st.lists(st.integers(0, 4), min_size=1, max_size=7),
        debate=st.lists(st.integers(0, 2), min_size=7, max_size=7),
        always=st.booleans(),
    )
    def test_breaking_ties_never_swaps_unequal_totals(self, values: list[int], debate: list[int], always: bool) -> None:
        names = "abcdefg"[: len(values)]
        given_totals = {name: Fraction(value) for name, value in zip(names, values, strict=True)}
        context = Known(rounds={"debate": dict(zip("abcdefg", debate, strict=True))})
        by = Ties.of_mapping({"when": "always" if always else "a_prize_depends", "by": [{"round": "debate"}, "share"]})
        rows = by.rank(given_totals, ONE_ONE_TWO, context)
        place = {row.entrant: row.place for row in rows}
        assert sorted(place) == sorted(names)
        assert [row.place for row in rows] == sorted(place.values())
        for one, other in combinations(names, 2):
            if given_totals[one] > given_totals[other]:
                assert place[one] < place[other]
        for row in rows:
            assert row.place == 1 + sum(other < row.place for other in place.values())
            assert {place[other] for other in row.tied} <= {row.place}


class TestPrizes:
    @pytest.mark.parametrize(
        ("values", "winners"),
        [
            (totals(a=9, b=8, c=7, d=6), ["a", "b", "cd"]),
            (totals(a=9, b=9, c=7, d=6), ["ab", "", "cd"]),
            (totals(a=9, b=8, c=8, d=6), ["a", "bc", "d"]),
            (totals(a=9, b=8, c=7, d=7, e=7), ["a", "b", "cde"]),
            (totals(a=9), ["a", "", ""]),
            (totals(a=9, b=8, c=7, d=6, e=5), ["a", "b", "cd"]),
        ],
    )
    def test_ties_share_the_better_prize(self, values: dict[str, Fraction], winners: list[str]) -> None:
        given_out = award(rank(values, (), Known()), ONE_ONE_TWO)
        assert ["".join(each.entrants) for each in given_out] == winners
        assert [each.prize for each in given_out] == ONE_ONE_TWO

    @pytest.mark.parametrize(
        ("values", "cut"),
        [
            (totals(a=9, b=8, c=7, d=7), ()),
            (totals(a=9, b=9, c=7, d=7), (("a", "b"),)),
            (totals(a=9, b=8, c=7, d=6, e=6), (("d", "e"),)),
            (totals(a=9, b=8, c=7, d=6, e=5, f=5), ()),
        ],
    )
    def test_a_prize_depends_on_the_ties_it_cuts(self, values: dict[str, Fraction], cut: Any) -> None:
        assert depends(rank(values, (), Known()), ONE_ONE_TWO) == cut

    def test_a_prize_for_the_rest_takes_no_place(self) -> None:
        prizes = [Prize(plain("first")), Prize(plain("rest"), given="to_rest"), Prize(plain("second"))]
        given_out = award(rank(totals(a=9, b=8, c=7, d=6), (), Known()), prizes)
        assert ["".join(each.entrants) for each in given_out] == ["a", "cd", "b"]

    def test_only_those_ties_are_broken(self) -> None:
        by = Ties.of_mapping({"by": [{"round": "debate"}]})
        context = Known(rounds={"debate": {"a": 1, "b": 2, "c": 1, "d": 2}})
        assert standing(by.rank(totals(a=9, b=9, c=7, d=7), ONE_ONE_TWO, context)) == "1b 2a 3c 3d"

    def test_breaking_stops_where_no_prize_depends_any_more(self) -> None:
        by = Ties.of_mapping({"by": [{"round": "debate"}, "sudden_death"]})
        rows = by.rank(LEVEL, [Prize(plain("cup"))], Known(rounds={"debate": {"a": 2, "b": 1, "c": 1, "d": 1}}))
        assert standing(rows) == "1a 2b 2c 2d"
        assert {row.waits_for for row in rows} == {None}


class TestOut:
    """Those who left the contest are ranked, but win nothing, and nobody's prize hangs on them."""

    ONE = (Prize(plain("cup")),)

    @pytest.mark.parametrize(
        ("values", "out", "winners"),
        [
            (totals(a=9, b=8, c=7, d=6), "a", ["b", "c", "d"]),
            (totals(a=9, b=9, c=7, d=6), "a", ["b", "c", "d"]),
            (totals(a=9, b=8, c=8, d=8), "b", ["a", "cd", ""]),
            (totals(a=9, b=8, c=7, d=6), "abcd", ["", "", ""]),
            (totals(a=9, b=8, c=7, d=6), "d", ["a", "b", "c"]),
        ],
    )
    def test_who_stands_behind_moves_up(self, values: dict[str, Fraction], out: str, winners: list[str]) -> None:
        given_out = award(rank(values, (), Known()), ONE_ONE_TWO, out=out)
        assert ["".join(each.entrants) for each in given_out] == winners

    def test_a_prize_named_for_one_who_left_is_not_given(self) -> None:
        prizes = [Prize(plain("fair play"), given="as_honour", to=("a", "b"))]
        assert award(rank(totals(a=1, b=2), (), Known()), prizes, out="a")[0].entrants == ("b",)

    @pytest.mark.parametrize(
        ("values", "out", "expected"),
        [
            (totals(a=9, b=9), "b", "1a 1b"),  # a has the cup already
            (totals(a=9, b=9, c=9), "b", "1a 2c 3b"),  # a and c are put apart, b stands behind them
            (totals(a=9, b=8, c=8), "a", "1a 2b 3c"),  # the cup is between b and c
            (totals(a=9, b=8, c=8), "", "1a 2b 2c"),
        ],
    )
    def test_only_what_the_others_prizes_need_is_broken(
        self, values: dict[str, Fraction], out: str, expected: str
    ) -> None:
        by = Ties.of_mapping({"by": [{"round": "debate"}]})
        context = Known(rounds={"debate": {"a": 3, "b": 2, "c": 1}})
        assert standing(by.rank(values, self.ONE, context, out=out)) == expected

    def test_who_left_stands_behind_the_others_of_the_tie_wherever_it_is(self) -> None:
        by = ties({"round": "debate"})
        context = Known(rounds={"debate": {"b": 2, "c": 1, "d": 3}})
        assert standing(by.rank(totals(a=9, b=5, c=5, d=5, e=1), [], context, out="d")) == "1a 2b 3c 4d 5e"

    def test_a_tie_of_those_who_left_stays_one(self) -> None:
        context = Known(rounds={"debate": {"a": 2, "b": 1}})
        assert standing(ties({"round": "debate"}).rank(totals(a=5, b=5), [], context, out="ab")) == "1a 1b"

    @pytest.mark.parametrize(("out", "expected"), [("c", "1a 1b 1c 4d"), ("a", "1a 1b 1c 4d"), ("bc", "1a 1b 1c 4d")])
    def test_a_tie_that_nothing_breaks_is_one_of_all(self, out: str, expected: str) -> None:
        rows = ties("share").rank(totals(a=9, b=9, c=9, d=1), [], Known(), out=out)
        assert standing(rows) == expected
        assert rows[0].tied == ("b", "c")

    def test_one_who_is_left_alone_plays_no_play_off(self) -> None:
        by = [tie_break("sudden_death")]
        rows = rank(totals(a=9, b=9), by, Known(), matters=lambda _first, _last: True, out="b")
        assert [(row.place, row.waits_for) for row in rows] == [(1, None), (1, None)]

    def test_a_play_off_is_among_those_who_are_left(self) -> None:
        by = Ties.of_mapping({"by": ["sudden_death"]})
        waiting = by.rank(totals(a=9, b=9, c=9), self.ONE, Known(), out="b")
        assert [(row.entrant, row.tied) for row in waiting if row.waits_for] == [("a", ("c",)), ("c", ("a",))]

    def test_those_before_count_only_as_far_as_they_may_win(self) -> None:
        by = Ties.of_mapping({"by": [{"round": "debate"}]})
        context = Known(rounds={"debate": {"c": 1, "d": 2}})
        rows = by.rank(totals(c=5, d=5), self.ONE, context, before=("a",), out="a")
        assert standing(rows) == "2d 3c"
        assert standing(by.rank(totals(c=5, d=5), self.ONE, context, before=("a",))) == "2c 2d"


class TestMoney:
    def prizes(self, *amounts: str) -> list[Prize]:
        return [Prize(plain(f"prize {nth}"), amount=Decimal(amount)) for nth, amount in enumerate(amounts, 1)]

    def test_an_honour_is_money_for_one_who_has_no_place_too(self) -> None:
        honour = Prize(plain("fair play"), given="as_honour", to=("a", "z"), amount=Decimal(5))
        shares = money(rank(totals(a=9, b=8), (), Known()), [*self.prizes("10"), honour])
        assert shares == {"a": 15, "b": 0, "z": 5}

    def test_a_prize_may_be_worth_no_money(self) -> None:
        cup = Prize(plain("cup"))
        assert money(rank(totals(a=9, b=8, c=7), (), Known()), [cup, *self.prizes("0", "3")]) == {
            "a": 0,
            "b": 0,
            "c": 3,
        }

    def test_what_does_not_divide_goes_to_the_first_of_the_tied(self) -> None:
        rows = rank(totals(a=9, b=9, c=9), (), Known())
        shares = money(rows, self.prizes("1000"))
        assert [show(share, 2) for share in shares.values()] == ["333.34", "333.33", "333.33"]
        assert [show(share) for share in money(rows, self.prizes("1000"), places=0).values()] == ["334", "333", "333"]

    @given(
        values=st.lists(st.integers(0, 3), min_size=1, max_size=8),
        amounts=st.lists(st.decimals(0, 1000, places=2), max_size=5),
    )
    def test_shares_add_up_to_the_cent(self, values: list[int], amounts: list[Decimal]) -> None:
        rows = rank({str(nth): Fraction(value) for nth, value in enumerate(values)}, (), Known())
        shares = money(rows, [Prize(plain("p"), amount=amount) for amount in amounts])
        assert sum(shares.values()) == sum(map(Fraction, amounts[: len(values)]))
        for row in rows:
            for other in row.tied:
                assert abs(shares[row.entrant] - shares[other]) <= Fraction(1, 100)

    def test_amounts_are_by_place_and_honours_come_on_top(self) -> None:
        prizes = [
            Prize(plain("first"), amount=Decimal(100)),
            Prize(plain("second"), 2, amount=Decimal(40)),
            Prize(plain("rest"), given="to_rest", amount=Decimal(10)),
            Prize(plain("organisation"), given="as_honour", to=("d",), amount=Decimal(5)),
        ]
        rows = rank(totals(a=9, b=8, c=7, d=6, e=5), (), Known())
        assert list(money(rows, prizes).values()) == [100, 40, 40, 15, 10]

    def test_a_coin_that_is_too_coarse_is_refused(self) -> None:
        with pytest.raises(RuleError, match="expected a pool of whole coins"):
            money(rank(totals(a=9), (), Known()), self.prizes("0.005"))


class TestOtherPrizes:
    def test_the_rest_and_honours(self) -> None:
        prizes = [
            Prize(plain("organisation"), given="as_honour", to=("c", "e")),
            Prize(plain("cup")),
            Prize(plain("merit"), given="to_rest"),
        ]
        rows = rank(totals(a=9, b=8, c=7), (), Known())
        assert [each.entrants for each in award(rows, prizes)] == [("c", "e"), ("a",), ("b", "c")]
        assert depends(rank(totals(a=9, b=9, c=7, d=7), (), Known()), prizes) == (("a", "b"),)

    def test_an_honour_not_given_yet_goes_to_nobody(self) -> None:
        honour = Prize(plain("organisation"), given="as_honour")
        assert award(rank(totals(a=9), (), Known()), [honour])[0].entrants == ()

    @pytest.mark.parametrize(
        ("parameters", "sentence"),
        [
            ({"places": 0}, "places: expected a whole number from 1"),
            ({"to": ("a",)}, "to: expected winners named only for given: as_honour, found a"),
            ({"given": "rest"}, "given: expected by_place, to_rest, to_last or as_honour, found 'rest'"),
            ({"amount": Decimal(-1)}, "amount: expected an amount of money from 0, found -1"),
        ],
    )
    def test_what_is_wrong_is_named(self, parameters: dict[str, Any], sentence: str) -> None:
        with pytest.raises(RuleError, match=sentence):
            Prize(plain("p"), **parameters)


class TestMapping:
    def test_it_round_trips_with_every_default_said(self) -> None:
        said = {"by": [{"round": "debate"}, {"round": {"round": "scenario"}}, "sudden_death", "share"]}
        read = Ties.of_mapping(said)
        assert read.to_mapping() == {
            "when": "a_prize_depends",
            "by": [{"round": "debate"}, {"round": "scenario"}, "sudden_death", "share"],
            "after_partial": "continue",
        }
        assert Ties.of_mapping(read.to_mapping()) == read
        assert [each.rounds for each in read.by] == [("debate",), ("scenario",), (), ()]

    @pytest.mark.parametrize(("when", "expected"), [("always", "1b 2a"), ("a_prize_depends", "1a 1b")])
    def test_words_of_a_file_are_those_of_the_program(self, when: str, expected: str) -> None:
        """They are equal, but other objects."""
        by = Ties.of_mapping(json.loads(json.dumps({"when": when, "by": [{"round": "debate"}]})))
        assert standing(by.rank(totals(a=5, b=5), [], DEBATE)) == expected

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"bye": []}, "ties: unknown key 'bye'; did you mean 'by'"),
            ({"when": "never"}, "when: expected a_prize_depends or always, found 'never'"),
            ({"by": "share"}, "by: expected a list of tie-breaks, found 'share'"),
            ({"by": {"round": "debate"}}, "by: expected a list of tie-breaks, found {'round': 'debate'}"),
            ({"by": 3}, "by: expected a list of tie-breaks, found 3"),
            ({"by": [{}]}, "by.0: expected a tie-break's name, or name: parameter, found {}"),
            ({"by": [{"round": "debate", "share": 1}]}, "by.0: expected a tie-break's name, or name: parameter, found"),
            ({"by": [{"sub_score": "debate"}]}, "by.0: the tie-break 'sub_score' needs part"),
            ({"by": ["shared"]}, "by.0: no tie-break is called 'shared'; did you mean 'share'"),
            ({"by": ["share", 3]}, "by.1: expected a tie-break's name, or name: parameter, found 3"),
            ({"by": ["round"]}, "by.0: the tie-break 'round' needs round"),
            ({"by": [{"round": ""}]}, "by.0: round: expected a name, found ''"),
            ({"by": [{"unrounded": True}]}, "by.0: round: expected a name, found True"),
            ({"by": [{"share": "all"}]}, "by.0: the tie-break 'share' takes no parameter, found 'all'"),
            (
                {"by": [], "after_partial": "stop"},
                "after_partial: expected continue or restart, found 'stop'",
            ),
        ],
    )
    def test_what_is_wrong_is_named(self, said: dict[str, object], sentence: str) -> None:
        with pytest.raises(RuleError) as caught:
            Ties.of_mapping(said)
        assert sentence in str(caught.value)


def test_a_plug_in_that_is_no_tie_break_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TIE_BREAKS._added, "nothing", lambda: "no tie-break")
    with pytest.raises(PluginError, match="the plug-in 'nothing' is no tie-break"):
        tie_break("nothing")


@pytest.mark.parametrize(
    ("ties", "places"),
    [
        ([], {"red": 1, "blue": 1, "green": 3}),
        (["share"], {"red": 1, "blue": 1, "green": 3}),
        ([{"round": "debate"}], {"blue": 1, "red": 2, "green": 3}),
        (["count_back"], {"red": 1, "blue": 2, "green": 3}),
        (["earlier_draw"], {"red": 1, "blue": 2, "green": 3}),
        (["sudden_death"], {"red": 1, "blue": 1, "green": 3}),
    ],
)
def test_plain_numbers_are_ranked_in_one_call(ties: list[Any], places: dict[str, int]) -> None:
    rounds = {"quiz": {"red": 6, "blue": "4.5", "green": 5}, "debate": {"red": 4, "blue": "5.5", "green": 2}}
    rows = rank({"red": "10", "blue": 10, "green": "7"}, ties, rounds=rounds, order=["red", "blue", "green"])
    assert {row.entrant: row.place for row in rows} == places
