"""A panel from a mapping to a score: the Yingbin panels, rounding at each step, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.errors import RuleError
from quizarena.panels import Panel, panel
from quizarena.points import show
from quizarena.scores import Factor, Score, combine, leaf
from quizarena.text import plain
from tests.story import load

YINGBIN = {
    "rule": "trimmed",
    "drop_low": 1,
    "drop_high": 1,
    "of": "judge_total",
    "places": 2,
    "rounding": "half_up",
    "missing": "exclude",
}


def score(panel: Panel, ballots: Mapping[str, Any], **more: Any) -> Score:
    sheets = {
        judge: sheet if isinstance(sheet, Mapping) else {f"c{place}": mark for place, mark in enumerate(sheet)}
        for judge, sheet in ballots.items()
    }
    records = {judge: seq for seq, judge in enumerate(sheets, 40)}
    found = panel.score(
        sheets, label=plain("stage"), judge_labels=plain, criterion_labels=plain, records=records, **more
    )
    found.check()
    return found


@pytest.mark.parametrize("team", ["yongtai", "kaiyuan", "daqinglu", "yingbin"])
class TestYingbin:
    """The eight panels of the story; the scenario loses a point for each started half minute over time."""

    def test_scenario(self, team: str) -> None:
        stage = load().scenario
        late = -(-stage.seconds_over[team] // 30)
        found = score(Panel.of_mapping(YINGBIN), stage.ballots[team])
        assert show(found.value - late) == load().expected[team].scenario

    def test_debate(self, team: str) -> None:
        found = score(Panel.of_mapping(YINGBIN), load().debate.ballots[team])
        assert show(found.value) == load().expected[team].debate


def test_every_step_is_a_node_and_leaves_carry_their_record() -> None:
    found = score(Panel.of_mapping(YINGBIN), load().scenario.ballots["daqinglu"])
    assert [node.op.name for node in (found, *found.parts)] == ["round", "mean"]
    judges = found.parts[0].parts
    assert {judge.op.name for judge in judges} == {"sum"}
    assert [judge.label.in_language("zh") for judge in judges] == ["j1", "j2", "j3", "j5", "j6", "j7"]
    assert [judge.parts[0].record for judge in judges] == [40, 41, 42, 43, 44, 45]
    assert [judge.label.in_language("en") for judge in judges if not judge.counted] == ["j3", "j7"]


def test_nodes_are_found_by_key() -> None:
    found = score(Panel.of_mapping(YINGBIN), load().debate.ballots["yingbin"])
    unrounded, chief = found.find("panel"), found.find("judge:j1")
    assert unrounded is not None
    assert chief is not None
    assert found.find("judge:nobody") is None
    assert unrounded.op.name == "round"
    assert show(chief.value) == "90.4"


def doubled(_criterion: str, mark: Score) -> Score:
    return combine(Factor(2), mark.label, [mark])


class TestRounding:
    def test_each_criterion_is_rounded_before_the_sum_and_the_sum_after_its_factor(self) -> None:
        panel = Panel.of_mapping({"rule": "trimmed", "of": "criterion", "round_at": {"criterion": 2, "factor": 2}})
        marks = [
            ["7.25", "7.5", "7.5"],
            ["7.5", "7.25", "7"],
            ["7", "7.5", "7.75"],
            ["7.75", "7", "7.25"],
            ["7.5", "7.75", "8"],
        ]
        found = score(panel, panel_of(marks), factor="0.8")
        # 22.25 / 3 -> 7.42, 22.25 / 3 -> 7.42, 22.5 / 3 -> 7.5; 22.34 x 0.8 = 17.872 -> 17.87
        assert show(found.value) == "17.87"

    def test_rounding_once_at_the_end_gives_another_score(self) -> None:
        panel = Panel.of_mapping({"rule": "mean", "of": "criterion", "places": 2})
        each = Panel.of_mapping({"rule": "mean", "of": "criterion", "places": 2, "round_at": {"criterion": 2}})
        sheets = panel_of([["7.01", "7.01"], ["7.00", "7.00"]])
        assert show(score(panel, sheets).value) == "14.01"
        assert show(score(each, sheets).value) == "14.02"

    def test_aerobic_gymnastics_cuts_the_difficulty(self) -> None:
        # 6.6 / 1.8 = 3.666, not 3.667; fig-aerobic.com 8.1.3
        panel = Panel.of_mapping({"rule": "mean", "round_at": {"factor": {"places": 3, "rounding": "truncate"}}})
        assert show(score(panel, {"j1": ["6.6"]}, factor=Fraction(10, 18)).value) == "3.666"

    def test_marks_and_judges_totals_round_where_declared(self) -> None:
        panel = Panel.of_mapping({"rule": "sum", "round_at": {"criterion": 1, "judge": 0}})
        # j1: 2.25 -> 2.3, 2.25 -> 2.3, 4.6 -> 5
        assert score(panel, {"j1": ["2.25", "2.25"]}).value == 5
        whole = Panel.of_mapping({"rule": "sum", "round_at": {"criterion": 0, "judge": 0}})
        assert score(whole, {"j1": ["2.4", "2.4"]}).value == 4, "each mark is rounded before the judge's total"

    @pytest.mark.parametrize(("of", "value"), [("judge_total", "2.5"), ("criterion", "2")])
    def test_what_a_criterion_counts_is_rounded_after_its_own_factor(self, of: str, value: str) -> None:
        panel = Panel.of_mapping({"rule": "mean", "of": of, "round_at": {"counted": 0}})
        # by judge: 2.5 -> 3 and 2.4 -> 2, the mean 2.5; by criterion: the mean 1.225, 2.45 -> 2
        assert show(score(panel, {"j1": ["1.25"], "j2": ["1.2"]}, counted=doubled).value) == value

    def test_a_criterion_is_rounded_once_its_marks_are_put_together(self) -> None:
        panel = Panel.of_mapping({"rule": "mean", "of": "criterion", "round_at": {"criterion": 0}})
        assert score(panel, panel_of([["2.4"], ["2.4"], ["2.7"]])).value == 3

    def test_the_total_rounds_what_a_round_adds(self) -> None:
        panel = Panel.of_mapping({"rule": "mean", "round_at": {"total": 1}})
        parts = [score(panel, {"j1": ["9.04"]}), score(panel, {"j1": ["0.02"]})]
        assert show(panel.total(plain("total"), parts).value) == "9.1"

    @given(
        marks=st.lists(st.decimals(0, 10, places=2), min_size=2, max_size=8),
        places=st.integers(0, 3),
        mode=st.sampled_from(["half_up", "half_even", "truncate"]),
    )
    def test_rounding_moves_a_score_less_than_one_step(self, marks: list[Any], places: int, mode: str) -> None:
        exact = Panel.of_mapping({"rule": "mean"})
        rounding = Panel.of_mapping({"rule": "mean", "places": places, "rounding": mode})
        sheets = panel_of([[mark] for mark in marks])
        off = abs(score(exact, sheets).value - score(rounding, sheets).value)
        assert off * 10**places < 1 if mode == "truncate" else off * 10**places <= Fraction(1, 2)


def panel_of(sheets: list[list[Any]]) -> dict[str, list[Any]]:
    return {f"j{seat}": sheet for seat, sheet in enumerate(sheets, 1)}


class TestMapping:
    def test_it_round_trips_with_every_default_said(self) -> None:
        said = {"rule": "trimmed", "places": 2, "round_at": {"criterion": 3}}
        panel = Panel.of_mapping(said)
        assert panel.to_mapping() == {
            "rule": "trimmed",
            "drop_low": 1,
            "drop_high": 1,
            "centre": "mean",
            "small": "mean",
            "of": "judge_total",
            "places": 2,
            "rounding": "half_up",
            "round_at": {"criterion": {"places": 3, "rounding": "half_up"}},
            "missing": "exclude",
        }
        assert Panel.of_mapping(panel.to_mapping()) == panel
        assert hash(Panel.of_mapping(panel.to_mapping())) == hash(panel)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"rule": None}, "rule: expected the name of a panel rule such as trimmed, found None"),
            ({"rule": "trimed"}, "rule: no panel rule is called 'trimed'; did you mean 'trimmed'"),
            ({"drop_hig": 1}, "panel: unknown key 'drop_hig'; did you mean 'drop_high'"),
            ({"plces": 1}, "panel: unknown key 'plces'; did you mean 'places'"),
            (
                {"of": "criteria"},
                "of: expected judge_total or criterion, found 'criteria'; did you mean 'criterion'",
            ),
            ({"missing": "skip"}, "missing: expected"),
            ({"places": "2"}, "panel: places: expected a whole number from 0 to 9, found '2'"),
            ({"rounding": "up"}, "panel: rounding: expected half_up, half_even, truncate, found 'up'"),
            ({"round_at": 2}, "round_at: expected steps"),
            ({"round_at": {"judges": 2}}, "round_at: unknown key 'judges'; did you mean 'judge'"),
            (
                {"round_at": {"factor": {"place": 2}}},
                "round_at.factor: unknown key 'place'; did you mean 'places'",
            ),
            ({"chief": "0.1"}, "chief: expected {at_most: 0.1}"),
            ({"chief": {"at_least": "0.1"}}, "chief: expected {at_most: 0.1}"),
            ({"chief": ["0.1"]}, "chief: expected {at_most: 0.1}"),
            ({"chief": {"at_most": "0"}}, "chief: expected at_most above 0"),
            ({"chief": {"at_most": "0.1", "at_least": "0.2"}}, "at_least from 0 to at_most, found 0.2 to 0.1"),
            ({"chief": {"at_most": "0.1", "at_least": "-0.1"}}, "at_least from 0 to at_most, found -0.1 to 0.1"),
            ({"chief": {"at_most": "0.1", "step": 1}}, "chief: unknown key 'step'"),
            ({"of": "criterion", "round_at": {"judge": 2}}, "round_at.judge: a panel of: criterion has no"),
        ],
    )
    def test_what_is_wrong_is_named(self, change: dict[str, object], sentence: str) -> None:
        with pytest.raises(RuleError) as caught:
            Panel.of_mapping(json.loads(json.dumps({**YINGBIN, **change})))
        assert sentence in str(caught.value)

    def test_a_rounding_needs_its_places(self) -> None:
        with pytest.raises(RuleError, match="rounding: expected places beside it"):
            Panel.of_mapping({"rule": "mean", "rounding": "half_up"})

    def test_dropping_more_marks_than_there_are_judges_is_refused(self) -> None:
        panel = Panel.of_mapping({"rule": "trimmed", "drop_low": 2, "drop_high": 2})
        with pytest.raises(RuleError, match="'trimmed' needs at least 5 judges, found 4"):
            panel.check_judges(4)
        with pytest.raises(RuleError, match="'trimmed' needs at least 5 judges, found 0"):
            panel.check_judges(0)
        panel.check_judges(5)
        with pytest.raises(RuleError, match="'trimmed' needs at least 2 judges, found 1"):
            Panel.of_mapping({"rule": "trimmed", "drop_low": 1, "drop_high": 0}).check_judges(1)


class TestPeople:
    def test_nobody_has_marked(self) -> None:
        found = score(Panel.of_mapping(YINGBIN), {})
        assert found.value == 0
        assert found.note is not None

    def test_a_panel_that_refuses_to_be_small_scores_nothing_and_says_why(self) -> None:
        panel = Panel.of_mapping({"rule": "trimmed", "small": "refuse"})
        found = score(panel, panel_of([["9"], ["8"]]))
        assert found.value == 0
        assert found.note == panel.refuses(2)

    def test_a_judge_without_a_mark_for_a_criterion_is_left_out_of_that_one(self) -> None:
        panel = Panel.of_mapping({"rule": "mean", "of": "criterion"})
        assert score(panel, {"j1": {"a": "8", "b": "6"}, "j2": {"a": "9"}}).value == Fraction(29, 2)

    @given(random=st.randoms())
    def test_the_order_of_judges_never_matters(self, random: Any) -> None:
        ballots = load().scenario.ballots["yongtai"]
        shuffled = dict(sorted(ballots.items(), key=lambda _: random.random()))
        for of in ("criterion", "judge_total"):
            panel = Panel.of_mapping({**YINGBIN, "of": of})
            assert score(panel, shuffled).value == score(panel, ballots).value

    @pytest.mark.parametrize("of", ["criterion", "judge_total"])
    def test_an_absent_judge_may_get_the_mean_of_the_others(self, of: str) -> None:
        panel = Panel.of_mapping({"rule": "sum", "of": of, "missing": "mean"})
        sheets = {"j1": ["8", "6"], "j2": ["9", "7"]}
        assert score(panel, sheets).value == 30
        filled = score(panel, sheets, absent=["j3", "j1"])
        assert filled.value == 45
        assert {node.note.in_language("en") for node in filled.walk() if node.note} == {
            "absent: the mean of the other judges"
        }

    def test_an_absent_judge_is_else_left_out(self) -> None:
        panel = Panel.of_mapping({"rule": "mean"}).seated([], 2)
        assert score(panel, {"j1": ["8"]}, absent=["j2"]).value == 8

    @pytest.mark.parametrize("of", ["criterion", "judge_total"])
    @pytest.mark.parametrize(
        ("rule", "seats", "ballots", "value"),
        [
            ({"rule": "sum"}, 3, [["80", "10"]] * 3, 270),
            ({"rule": "sum"}, 3, [["80", "10"]] * 2, 270),
            ({"rule": "sum"}, 3, [["80", "10"]] * 4, 270),
            ({"rule": "sum"}, 0, [["80", "10"]] * 2, 180),
            ({"rule": "trimmed", "drop_low": 2, "drop_high": 2, "centre": "sum"}, 7, [["16", "8"]] * 7, 72),
            ({"rule": "trimmed", "drop_low": 2, "drop_high": 2, "centre": "sum"}, 7, [["16", "8"]] * 6, 72),
            ({"rule": "trimmed", "drop_low": 2, "drop_high": 2, "centre": "sum"}, 7, [["16", "8"]] * 5, 72),
            ({"rule": "trimmed", "drop_low": 2, "drop_high": 2, "centre": "sum"}, 7, [["16", "8"]] * 2, 72),
            ({"rule": "trimmed", "drop_low": 2, "drop_high": 2}, 7, [["16", "8"]] * 5, 24),
            ({"rule": "sum"}, 3, [["8", "6"], ["9", "7"]], 45),
            ({"rule": "median"}, 3, [["8", "6"], ["9", "7"]], 15),
            ({"rule": "mean"}, 3, [["8", "6"], ["9", "7"]], 15),
        ],
    )
    def test_a_sum_keeps_its_scale_where_judges_are_missing(
        self, of: str, rule: dict[str, Any], seats: int, ballots: list[list[str]], value: int
    ) -> None:
        panel = Panel.of_mapping({**rule, "of": of}).seated([], seats)
        assert score(panel, panel_of(ballots)).value == value

    def test_the_working_says_that_a_sum_was_brought_up(self) -> None:
        found = score(Panel.of_mapping({"rule": "sum"}).seated([], 3), panel_of([["80"], ["70"]]))
        assert [node.op.name for node in (found, *found.parts)] == ["factor", "sum"]
        assert found.note is not None
        assert found.note.in_language("en") == "2 of 3 judges marked: the sum is scaled up to all of them"


@pytest.mark.parametrize("missing", ["exclude", "wait"])
def test_who_is_absent_gets_marks_only_where_that_is_declared(missing: str) -> None:
    panel = Panel.of_mapping({"rule": "sum", "missing": missing})
    found = score(panel, {"j1": ["9"], "j2": ["7"]}, absent=("j3",))
    assert (found.value, found.find("judge:j3")) == (16, None)


class TestChief:
    """木兰拳: the chief judge may add or take 0.05 to 0.10 where the marks are plainly unreasonable."""

    panel = Panel.of_mapping({"rule": "trimmed", "places": 2, "chief": {"at_least": "0.05", "at_most": "0.10"}})
    sheets: ClassVar = {"j1": ["9.10"], "j2": ["9.25"], "j3": ["9.30"], "j4": ["9.00"], "j5": ["9.20"]}

    @pytest.mark.parametrize(
        ("change", "result"), [("0.05", "9.23"), ("-0.1", "9.08"), ("0", "9.18"), ("0.3", "9.28"), ("-0.3", "9.08")]
    )
    def test_the_result_moves_within_the_bounds(self, change: str, result: str) -> None:
        moved = score(self.panel, self.sheets, adjustment=leaf(change, plain("chief"), 77))
        assert show(moved.value) == result
        assert 77 in {node.record for node in moved.walk()}
        is_cut = abs(Fraction(change)) > Fraction(1, 10)
        assert [node.op.name for node in moved.walk()].count("cap") == is_cut, "only a change that is too large is cut"

    def test_without_an_adjustment_or_without_a_chief_nothing_moves(self) -> None:
        assert score(self.panel, self.sheets).find("adjusted") is None
        alone = Panel.of_mapping({"rule": "trimmed", "places": 2})
        assert score(alone, self.sheets, adjustment=leaf("0.1", plain("chief"))) == score(alone, self.sheets)

    @pytest.mark.parametrize(
        ("change", "allowed"), [("0", True), ("0.05", True), ("-0.1", True), ("0.04", False), ("0.11", False)]
    )
    def test_other_changes_are_refused(self, change: str, allowed: bool) -> None:
        assert self.panel.chief is not None
        assert (self.panel.chief.refuses(change) is None) == allowed

    def test_it_comes_before_the_factor(self) -> None:
        moved = score(self.panel, self.sheets, adjustment=leaf("0.1", plain("chief")), factor="2")
        assert show(moved.value) == "18.56"

    def test_the_least_change_is_nothing_if_left_out(self) -> None:
        chief = Panel.of_mapping({"rule": "mean", "chief": {"at_most": "0.1"}}).chief
        assert chief is not None
        assert (chief.at_least, chief.refuses("0.01")) == (0, None)

    def test_the_least_change_may_be_the_greatest(self) -> None:
        chief = Panel.of_mapping({"rule": "mean", "chief": {"at_most": "0.1", "at_least": "0.1"}}).chief
        assert chief is not None
        assert [chief.refuses(change) is None for change in ("0.1", "-0.1", "0.09", "0.11")] == [
            True,
            True,
            False,
            False,
        ]

    def test_it_round_trips(self) -> None:
        said = self.panel.to_mapping()
        assert said["chief"] == {"at_least": "0.05", "at_most": "0.1"}
        assert Panel.of_mapping(said) == self.panel


def test_a_panel_read_from_a_file_is_the_panel_written_in_code() -> None:
    """Words of a file are other objects than the words of the program."""
    for said, sheets in (
        ({"rule": "sum", "of": "criterion", "round_at": {"criterion": 1}}, {"j1": ["2.25"], "j2": ["2.25"]}),
        ({"rule": "sum", "missing": "mean"}, {"j1": ["9"], "j2": ["7"]}),
    ):
        read = Panel.of_mapping(json.loads(json.dumps(said)))
        assert score(read, sheets, absent=("j3",)) == score(Panel.of_mapping(said), sheets, absent=("j3",))


ALONE = panel(rule="trimmed", drop_low=1, drop_high=1, places=2, rounding="half_up")
MARKS = {"j1": "9.5", "j2": "8.25", "j3": 9, "j4": Decimal("7")}


def test_a_panel_stands_alone() -> None:
    assert ALONE.value(MARKS) == Fraction(863, 100)  # (8.25 + 9) / 2 = 8.625
    by_criterion = {judge: {"voice": mark, "stage": 1} for judge, mark in MARKS.items()}
    assert ALONE.value(by_criterion) == Fraction(963, 100)
    assert panel(rule="mean", of="criterion", places=1).value(by_criterion) == Fraction(94, 10)  # 33.75 / 4 + 1
    told = str(ALONE.score(MARKS)).splitlines()
    assert told[0] == "8.63        marks of the panel = 8.625 rounded to 2 decimals, half up"
    assert any(line.strip().startswith("(9.5)   j1") and "(not counted)" in line for line in told)
    with pytest.raises(RuleError, match="nobody has marked yet"):
        ALONE.value({})
    with pytest.raises(RuleError, match="drop_lowest"):
        panel(rule="trimmed", drop_lowest=1)
