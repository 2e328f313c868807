"""Panel rules: published examples, what small panels do, and what holds for every panel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.errors import NumberError, PluginError, RuleError
from quizarena.panels import PANEL_RULES, PanelRule, panel_rule
from quizarena.text import plain

MARKS = st.decimals(min_value=-100, max_value=100, places=2)
PANELS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), MARKS, min_size=1, max_size=11)


def panel(*marks: object) -> dict[str, Any]:
    return {f"j{seat}": mark for seat, mark in enumerate(marks, 1)}


@pytest.mark.parametrize(
    ("name", "parameters", "marks", "value"),
    [
        ("mean", {}, ["9.2", "9.3", "9.3"], Fraction(278, 30)),
        ("sum", {}, ["9.2", "9.3", "9.3"], Fraction(278, 10)),
        ("median", {}, ["1", "9", "4"], 4),
        ("median", {}, ["1", "9", "4", "5"], Fraction(9, 2)),
        ("trimmed", {}, ["9", "8", "7", "9.5"], Fraction(17, 2)),
        ("trimmed", {}, ["9", "8", "8.5"], Fraction(17, 2)),
        ("trimmed", {}, ["9", "8", "4"], 8),
        ("trimmed", {}, ["9", "8"], Fraction(17, 2)),
        ("trimmed", {}, ["9"], 9),
        ("trimmed", {"small": "closest"}, ["9", "8", "6"], Fraction(17, 2)),
        ("trimmed", {"small": "closest"}, ["2", "4", "7"], 3),
        ("trimmed", {"small": "closest", "drop_low": 2}, ["5", "6", "7", "8"], Fraction(15, 2)),
        ("trimmed", {"drop_low": 0, "drop_high": 0}, ["9"], 9),
        (
            "trimmed",
            {"drop_low": 2, "drop_high": 2, "small": "closest"},
            ["9", "9.5", "4", "7"],
            Fraction(37, 4),
        ),
    ],
)
def test_rules_give_the_number_a_reader_computes(
    name: str, parameters: dict[str, object], marks: list[str], value: Fraction
) -> None:
    rule = panel_rule(name, **parameters)
    assert rule.value(panel(*marks)) == value
    assert rule.score(panel(*marks)).value == value


@pytest.mark.parametrize("name", ["mean", "median", "sum", "trimmed"])
class TestEveryRule:
    @given(marks=PANELS)
    def test_its_working_recomputes_to_its_value(self, name: str, marks: dict[str, Decimal]) -> None:
        rule = panel_rule(name)
        score = rule.score(marks)
        score.check()
        assert score.value == rule.value(marks)

    @given(marks=PANELS, random=st.randoms())
    def test_the_order_of_judges_never_matters(self, name: str, marks: dict[str, Decimal], random: Random) -> None:
        shuffled = dict(sorted(marks.items(), key=lambda _: random.random()))
        rule = panel_rule(name)
        assert rule.value(shuffled) == rule.value(marks)
        assert counted(rule, shuffled) == counted(rule, marks)

    @given(marks=PANELS)
    def test_text_decimals_and_fractions_are_the_same_marks(self, name: str, marks: dict[str, Decimal]) -> None:
        rule = panel_rule(name)
        as_text = {judge: str(mark) for judge, mark in marks.items() if not mark.is_signed()}
        as_fractions = {judge: Fraction(text) for judge, text in as_text.items()}
        if as_text:
            assert rule.value(as_text) == rule.value(as_fractions)

    def test_a_float_is_no_mark(self, name: str) -> None:
        with pytest.raises(TypeError, match="float"):
            panel_rule(name).value(panel("9", 8.5, "7"))

    def test_text_that_is_no_number_is_refused(self, name: str) -> None:
        with pytest.raises(NumberError, match="9,5"):
            panel_rule(name).value(panel("9", "9,5"))

    def test_no_marks_give_no_number(self, name: str) -> None:
        rule = panel_rule(name)
        assert rule.refuses(0) is not None
        with pytest.raises(RuleError, match="at least one mark"):
            rule.value({})
        with pytest.raises(RuleError, match="at least one mark"):
            rule.score({})

    def test_it_is_installed_under_its_name(self, name: str) -> None:
        assert name in PANEL_RULES.names()
        assert panel_rule(name).name == name


def counted(rule: PanelRule, marks: Mapping[str, Any]) -> dict[str, bool]:
    return {part.label.in_language("en"): part.counted for part in rule.score(marks).parts}


def test_of_equal_extremes_exactly_one_is_struck_by_judge_id() -> None:
    struck = {judge: not kept for judge, kept in counted(panel_rule("trimmed"), panel("9", "9", "8", "8")).items()}
    assert struck == {"j1": False, "j2": True, "j3": True, "j4": False}


def test_equal_marks_strike_two_different_judges() -> None:
    parts = panel_rule("trimmed").score(panel("9", "9", "9", "9")).parts
    assert [part.note.in_language("en") for part in parts if part.note] == [
        "dropped: lowest",
        "dropped: highest",
    ]


@pytest.mark.parametrize(("count", "is_small"), [(1, True), (2, True), (3, False), (4, False), (7, False)])
def test_a_panel_too_small_to_trim_says_so(count: int, is_small: bool) -> None:
    rule = panel_rule("trimmed")
    assert (rule.small(count) is not None) == is_small
    assert (rule.score(panel(*["9"] * count)).note is not None) == is_small


@pytest.mark.parametrize(
    ("parameters", "small"),
    [
        ({"drop_low": 0, "drop_high": 0}, []),
        ({"drop_low": 0, "drop_high": 0, "small": "closest"}, []),
        ({"drop_low": 1, "drop_high": 0}, [1]),
        ({"drop_low": 0, "drop_high": 1, "small": "closest"}, [1, 2]),
    ],
)
def test_a_panel_is_small_only_if_it_would_drop_a_mark_and_has_too_few(
    parameters: dict[str, Any], small: list[int]
) -> None:
    rule = panel_rule("trimmed", **parameters)
    assert [count for count in (1, 2, 3, 4) if rule.small(count) is not None] == small


def test_a_trimmed_sum_is_scaled_by_the_marks_that_are_left() -> None:
    assert panel_rule("trimmed", centre="sum").scale(5, 7) == Fraction(5, 3)
    assert panel_rule("trimmed", centre="sum").scale(2, 5) == 3


def test_parameters_read_from_a_file_are_those_written_in_code() -> None:
    """Words of a file are other objects than the words of the program."""
    rule = panel_rule("trimmed", **json.loads('{"centre": "mean", "small": "refuse"}'))
    assert (rule.value(panel("9", "8", "7", "6")), rule.scale(5, 7)) == (Fraction(15, 2), 1)
    assert rule.refuses(2) is not None


def test_a_rule_that_leaves_nothing_out_needs_one_mark() -> None:
    assert [panel_rule(name).drops for name in ("majority", "mean", "median", "sum")] == [0, 0, 0, 0]


def test_a_panel_may_refuse_to_be_small() -> None:
    rule = panel_rule("trimmed", small="refuse")
    assert rule.refuses(3) is None
    assert rule.refuses(2) is not None
    with pytest.raises(RuleError, match="leave one after dropping, found 2"):
        rule.value(panel("9", "8"))


def test_the_two_closest_of_three_count_where_that_is_the_rule() -> None:
    rule = panel_rule("trimmed", small="closest")
    assert [rule.small(count) is None for count in (3, 4)] == [False, True]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("mean", "mean of the panel"),
        ("sum", "sum of the panel"),
        ("median", "median of the panel"),
        ("trimmed", "trimmed panel"),
        ("majority", "vote of the panel"),
    ],
)
def test_a_score_says_what_it_is_unless_it_is_told(name: str, label: str) -> None:
    marks = panel("1", "0", "1")
    assert panel_rule(name).score(marks).label.in_language("en") == label
    assert panel_rule(name).score(marks, plain("stage")).label == plain("stage")


@pytest.mark.parametrize(
    ("name", "parameters", "sentence"),
    [
        ("trimmed", {"drop_lo": 1}, "no parameter 'drop_lo'; did you mean 'drop_low'"),
        ("trimmed", {"drop_low": -1}, "drop_low: expected a whole number from 0"),
        ("trimmed", {"drop_low": True}, "drop_low: expected a whole number from 0"),
        ("trimmed", {"centre": "means"}, "centre: expected mean or sum, found 'means'; did you mean 'mean'"),
        ("trimmed", {"small": "drop"}, "small: expected mean, closest or refuse, found 'drop'"),
        ("mean", {"places": 2}, "no parameter 'places'; it takes none"),
    ],
)
def test_wrong_parameters_are_named(name: str, parameters: dict[str, object], sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        panel_rule(name, **parameters)


def test_an_unknown_rule_suggests_the_nearest() -> None:
    with pytest.raises(PluginError, match="no panel rule is called 'trimed'; did you mean 'trimmed'"):
        panel_rule("trimed")
