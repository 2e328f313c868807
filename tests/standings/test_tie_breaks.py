"""Each tie-break by itself: what it compares, and when it cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.panels import Panel
from quizarena.points import show
from quizarena.rounds import Meeting
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.standings import TIE_BREAKS, TieContext, Ties, places, tie_break
from quizarena.standings.breakers import Parts
from quizarena.text import plain
from quizarena.values import evolve
from tests.story import load

PARAMETERS: dict[str, dict[str, object]] = {
    "round": {"round": "debate"},
    "sub_score": {"round": "debate", "part": "立论"},
    "chief_judge": {"round": "debate"},
    "sum": {"part": "speakers"},
    "mean": {"part": "speakers"},
}


@attrs.frozen
class Known(TieContext):
    """What a contest would know; every answer may be left out."""

    scores: Mapping[str, Mapping[str, Score]] = {}
    finishes: Mapping[str, Sequence[int]] = {}
    met: Iterable[Meeting] = ()
    chief: str | None = None
    drawn: Sequence[str] = ()
    lots: Sequence[str] | None = None

    def round_value(self, entrant: str, round_id: str) -> Fraction | None:
        score = self.round_score(entrant, round_id)
        return None if score is None else score.value

    def play_off_values(self, tied: tuple[str, ...]) -> Parts:
        return None

    def counted_rounds(self) -> Sequence[str]:
        return tuple(self.scores)

    def round_score(self, entrant: str, round_id: str) -> Score | None:
        return self.scores.get(round_id, {}).get(entrant)

    def round_places(self, entrant: str) -> Sequence[int]:
        return self.finishes[entrant]

    def meetings(self) -> Iterable[Meeting]:
        return self.met

    def chief_judge(self) -> str | None:
        return self.chief

    def drawn_order(self) -> Sequence[str]:
        return self.drawn

    def lot(self, tied: tuple[str, ...]) -> Sequence[str] | None:
        return self.lots


def won(met: str) -> list[Meeting]:
    """Return meetings such as "ab", a beat b, or "a=b", drawn."""
    return [Meeting(each[0], each[-1], Fraction(1, 2) if "=" in each else Fraction(1)) for each in met.split()]


def order(name: str, tied: str, context: TieContext, **parameters: object) -> str | None:
    """Return the order a tie-break makes, equal ones in brackets; None where it cannot say."""
    parts = tie_break(name, **(PARAMETERS.get(name, {}) | parameters)).parts(tuple(tied), context)
    if parts is None:
        return None
    levels = (sorted(each for each in tied if parts[each] == value) for value in sorted(set(parts.values()))[::-1])
    return "".join(level[0] if len(level) == 1 else f"({''.join(level)})" for level in levels)


def panel(of: str, **sheets: str) -> Score:
    """Return a panel's score; each judge gives a mark to 立论 and one to 总结."""
    ballots = {judge: dict(zip(["立论", "总结"], marks.split(), strict=True)) for judge, marks in sheets.items()}
    rule = Panel.of_mapping({"rule": "trimmed", "of": of, "places": 0})
    return rule.score(ballots, label=plain("x"), judge_labels=plain, criterion_labels=plain, records={})


def scored(of: str = "judge_total") -> Known:
    """Two panels that round to the same 18, with other working."""
    a = panel(of, j1="9 9", j2="9 9", j3="8 9.5", j4="10 10")  # 18.0
    b = panel(of, j1="10 8.1", j2="9 9", j3="7 8", j4="10 10")  # 18.05
    return Known(scores={"debate": {"a": a, "b": b}}, chief="j1")


@pytest.mark.parametrize("of", ["criterion", "judge_total"])
class TestByScore:
    def test_the_panels_are_tied_as_rounded(self, of: str) -> None:
        assert order("round", "ab", scored(of)) == "(ab)"

    def test_sub_score(self, of: str) -> None:
        # of judges' totals: the means of j1 and j2, whose totals count; of criteria: the middle two marks
        assert order("sub_score", "ab", scored(of)) == "ba"
        assert order("sub_score", "ab", scored(of), part="总结") == "ab"

    def test_unrounded(self, of: str) -> None:
        assert order("unrounded", "ab", scored(of), round="debate") == ("ba" if of == "judge_total" else "ab")
        assert order("unrounded", "ab", scored(of)) == order("unrounded", "ab", scored(of), round="debate")

    def test_chief_judge(self, of: str) -> None:
        assert order("chief_judge", "ab", scored(of)) == "ba"
        assert order("chief_judge", "ab", attrs.evolve(scored(of), chief="j3")) == "ab"

    @pytest.mark.parametrize("name", ["round", "sub_score", "unrounded", "chief_judge"])
    def test_a_round_not_held_yet_says_nothing(self, of: str, name: str) -> None:
        assert order(name, "ab", scored(of), round="scenario") is None

    def test_a_part_that_one_of_the_tied_does_not_have_says_nothing(self, of: str) -> None:
        assert order("sub_score", "ab", scored(of), part="提问") is None

    def test_without_a_chief_judge_nobody_is_separated(self, of: str) -> None:
        assert order("chief_judge", "ab", attrs.evolve(scored(of), chief=None)) == "(ab)"


def test_before_rounding_a_panel_of_the_yingbin_story_has_a_third_decimal() -> None:
    sheets = load().scenario.ballots["daqinglu"]
    ballots = {judge: {str(nth): mark for nth, mark in enumerate(sheet)} for judge, sheet in sheets.items()}
    rule = Panel.of_mapping({"rule": "trimmed", "places": 2})
    found = rule.score(ballots, label=plain("x"), judge_labels=plain, criterion_labels=plain, records={})
    parts = tie_break("unrounded").parts(("daqinglu",), Known(scores={"scenario": {"daqinglu": found}}))
    assert (show(found.value), parts) == ("85.63", {"daqinglu": Fraction("85.625")})


# Points of a team's two speakers in five rounds; in the fourth it had no opponent and no speeches.
# Source: the worked example of forensicstournament.helpscoutdocs.com, "Debate Tie Breakers".
POINTS = {"r1": (25, 28), "r2": (22, 25), "r3": (21, 20), "r4": (), "r5": (21, 21), "r6": (25, 25)}


class TestOverRounds:
    def test_points_of_all_rounds(self) -> None:
        """The example's team has 233 in five rounds, so 46.6 in the mean; another has 48 in four, 192."""
        scores = {
            key: {
                "a": combine(SUM, plain(key), [evolve(speeches(*own), key="speakers")] if own else []),
                "b": combine(SUM, plain(key), [evolve(speeches(24, 24), key="speakers")] if key in four else []),
            }
            for four in (("r1", "r2", "r3", "r5"),)
            for key, own in POINTS.items()
        }
        assert order("sum", "ab", Known(scores=scores)) == "ab"
        assert order("mean", "ab", Known(scores=scores)) == "ba"
        parts = tie_break("sum", part="speakers").parts(("a", "b"), Known(scores=scores))
        assert parts == {"a": 233, "b": 192}

    def test_one_without_the_part_cannot_be_compared(self) -> None:
        score = combine(SUM, plain("r1"), [evolve(leaf(3, plain("x")), key="speakers")])
        assert order("sum", "ab", Known(scores={"r1": {"a": score, "b": leaf(1, plain("y"))}})) is None


def speeches(*marks: int) -> Score:
    """Return the sum of what two speakers got."""
    return combine(SUM, plain("speeches"), [leaf(mark, plain("speech")) for mark in marks])


class TestByResult:
    def test_count_back_as_in_a_racing_season(self) -> None:
        # Formula 1, 2007: 109 points each, four wins each, five second places against four; 99 is not classified
        finishes = {
            "H": [3, 2, 2, 2, 2, 1, 1, 3, 3, 9, 1, 5, 2, 4, 1, 99, 7],
            "A": [2, 1, 5, 3, 1, 7, 2, 7, 2, 1, 4, 3, 1, 3, 99, 2, 3],
        }
        assert order("count_back", "AH", Known(finishes=finishes)) == "HA"
        assert order("most_firsts", "AH", Known(finishes=finishes)) == "(AH)"
        assert order("count_back", "ab", Known(finishes={"a": [1, 3], "b": [8, 2]})) == "ab"

    @given(st.dictionaries(st.sampled_from("abcd"), st.lists(st.integers(1, 4), min_size=3, max_size=3), min_size=2))
    def test_count_back_agrees_with_most_firsts_where_that_decides(self, finishes: dict[str, list[int]]) -> None:
        tied = tuple(finishes)
        context = Known(finishes=finishes)
        firsts, counts = (tie_break(name).parts(tied, context) for name in ("most_firsts", "count_back"))
        assert firsts is not None
        assert counts is not None
        for one in tied:
            for other in tied:
                assert firsts[one] <= firsts[other] or counts[one] > counts[other]
                assert (sorted(finishes[one]) == sorted(finishes[other])) == (counts[one] == counts[other])

    @pytest.mark.parametrize(
        ("met", "expected"),
        [
            ("ab", "ab"),
            ("ba", "ba"),
            ("ab ba", "(ab)"),
            ("a=b", "(ab)"),
            ("a=b ba", "ba"),
            ("ab ab ba", "ab"),
            ("", "(ab)"),
        ],
    )
    def test_two_who_met(self, met: str, expected: str) -> None:
        assert order("head_to_head", "ab", Known(met=won(met))) == expected

    @pytest.mark.parametrize(
        ("met", "expected"),
        [
            # all met, a beat everybody
            ("ab ac ad bc bd cd", "abcd"),
            # b beat c beat d beat b: a is above them, the circle is skipped
            ("ab ac ad bc cd db", "a(bcd)"),
            # d lost to all, the circle above it is skipped
            ("ab bc ca ad bd cd", "(abc)d"),
            # one circle through all four, though a and b won twice and c and d once
            ("ab ad bc bd ca dc", "(abcd)"),
            # b and c never met
            ("ab ac ad bd cd", "a(bc)d"),
            # b and c won one meeting each, so a, who never met c, is not known to be above c
            ("ab ad bc cb bd cd", "(abc)d"),
            # a met nobody: nothing is known of anybody
            ("bc bd cd", "(abcd)"),
        ],
    )
    def test_a_circle_is_skipped_never_guessed(self, met: str, expected: str) -> None:
        assert order("head_to_head", "abcd", Known(met=won(met))) == expected

    def test_wins_margins_and_opponents(self) -> None:
        # a swiss of four: a beat b and c, d beat b, c drew with d
        met = [
            Meeting("a", "b", Fraction(1), Fraction(3)),
            Meeting("c", "a", Fraction(0), Fraction(-1)),
            Meeting("d", "b", Fraction(1), Fraction(10)),
            Meeting("c", "d", Fraction(1, 2), Fraction(0)),
        ]
        assert order("wins", "abcd", Known(met=met)) == "adcb"  # 2, 1.5, 0.5, 0
        assert order("margin", "abcd", Known(met=met)) == "dacb"  # 10, 4, -1, -13
        assert order("opponents", "abcd", Known(met=met)) == "(bc)(ad)"  # b and c met a and d, a and d met b and c
        assert order("wins", "ab", Known()) == "(ab)"

    def test_a_meeting_without_marks_has_no_margin_to_sum(self) -> None:
        met = [Meeting("a", "b", Fraction(1), Fraction(3)), Meeting("a", "c", Fraction(1))]
        assert order("margin", "ab", Known(met=met)) is None
        assert order("margin", "bd", Known(met=met)) == "db"

    def test_the_draw(self) -> None:
        assert order("earlier_draw", "abc", Known(drawn="cab")) == "cab"
        assert order("earlier_draw", "abc", Known(drawn="cdab")) == "cab"
        assert order("earlier_draw", "abc", Known(drawn="ca")) == "(abc)"

    def test_a_lot_is_awaited_then_decides(self) -> None:
        assert tie_break("lot").wants_lot
        assert order("lot", "abc", Known()) is None
        assert order("lot", "abc", Known(lots="bca")) == "bca"


def test_what_was_separated_by_meetings_can_begin_again() -> None:
    # among all four nobody is first by meetings; the round puts d last, and without d the meetings decide
    met = won("ab bc ac da bd cd")
    level = dict.fromkeys("abcd", Fraction(7))
    by: dict[str, object] = {"when": "always", "by": ["head_to_head", "most_firsts"]}
    context = Known(met=met, finishes={"a": [1], "b": [1], "c": [1], "d": [2]})
    continued = Ties.of_mapping(by).rank(level, [], context)
    again = Ties.of_mapping(by | {"after_partial": "restart"}).rank(level, [], context)
    assert [(row.place, row.entrant) for row in continued] == [(1, "a"), (1, "b"), (1, "c"), (4, "d")]
    assert [(row.place, row.entrant) for row in again] == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]


@pytest.mark.parametrize("name", TIE_BREAKS.names())
def test_every_tie_break_round_trips_and_says_what_it_compares(name: str) -> None:
    breaker = tie_break(name, **PARAMETERS.get(name, {}))
    ties = Ties((breaker,))
    assert Ties.of_mapping(ties.to_mapping()) == ties
    assert breaker.label.in_language("en")
    assert breaker.label.in_language("zh")
    assert not (breaker.wants_play_off and breaker.wants_lot)


def test_a_context_that_knows_no_more_leaves_the_tie() -> None:
    class Little(TieContext):
        def round_value(self, entrant: str, round_id: str) -> Fraction | None:
            return None

        def play_off_values(self, tied: tuple[str, ...]) -> Parts:
            return None

    for name in TIE_BREAKS.names():
        parts: Any = tie_break(name, **PARAMETERS.get(name, {})).parts(("a", "b"), Little())
        assert parts is None or places([parts["a"], parts["b"]]) == (1, 1)
