"""Criteria in full: marks below 0, factors, start values, and a difficulty that is added."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from quizarena.panels import Panel
from quizarena.points import show
from quizarena.roster import Roster
from quizarena.scenes import Marks
from quizarena.scores import leaf
from quizarena.testing import check_kind
from quizarena.text import plain
from quizarena_rounds.ballots import Criterion
from quizarena_rounds.ballots.criteria import sum_of
from quizarena_rounds.scenario.kind import Scenario
from quizarena_rounds.scenario.rules import Difficulty
from tests.rounds.driver import Table
from tests.rounds.scenario.stage import table

D = Decimal
BARE: dict[str, Any] = {"topics": (), "slips": False, "prepare_time": 0, "play_time": 0, "overtime": None}
SKATING = {"composition": Criterion(max=D(10), factor=D("1.67")), "skills": Criterion(max=D(10), factor=D("1.67"))}
GYMNASTICS = {"execution": Criterion(min=D(-10), base=D(10))}


def marked(criteria: Any, panel: dict[str, Any], sheets: list[str], declared: str = "", **changed: Any) -> Table:
    """Return a round whose first team has the judges' `sheets`, marks in the order of the criteria."""
    on = table("a", "b", panel=Panel.of_mapping(panel), size=len(sheets), criteria=criteria, **(BARE | changed))
    on.gesture("next")
    if declared:
        on.make("scenario.difficulty_declared", difficulty=declared)
    on.gesture("next")
    for number, sheet in enumerate(sheets, 1):
        marks = zip(criteria, sheet.split(), strict=True)
        on.make("scenario.ballot", {f"marks.{key}": mark for key, mark in marks}, judge=f"j{number}")
    on.gesture("next")
    return on


def test_a_gymnast_has_the_difficulty_and_ten_less_the_deductions() -> None:
    """FIG Code of Points: of five E judges the middle three average, ten less the deductions, plus D.

    https://www.opensourcesports.io/rules/gymnastics-fig/scoring, section 6; the marks are made up.
    """
    panel = {"rule": "trimmed", "drop_low": 1, "drop_high": 1, "places": 3, "rounding": "truncate"}
    own = Difficulty(lowest=D(0), highest=D(10), counts="plus")
    on = marked(GYMNASTICS, panel, ["-0.8", "-1.1", "-0.9", "-1.0", "-1.4"], "5.8", difficulty=own)
    score = on.scores()["a"]
    assert score.value == D("14.8")  # 5.8 + 10 - (1.1 + 0.9 + 1.0) / 3
    assert score.find("difficulty") is not None


def test_a_component_is_rounded_before_its_factor_and_after_it() -> None:
    """ISU rule 353: the trimmed mean of a component, to two decimals, times its factor, to two decimals; then the sum.

    The wording in http://iceskatingintnl.com/archive/features/A%20Question.htm; the marks are made up.
    """
    panel = {"rule": "trimmed", "of": "criterion", "round_at": {"criterion": 2, "counted": 2}}
    sheets = ["8.25 8.50", "8.50 8.75", "9.00 8.00", "8.75 8.25", "8.75 9.25"]
    on = marked(SKATING, panel, sheets, step=D("0.25"))
    # (8.50 + 8.75 + 8.75) / 3 = 8.67, x 1.67 = 14.4789; (8.50 + 8.75 + 8.25) / 3 = 8.50, x 1.67 = 14.195
    assert on.scores()["a"].value == D("28.68")
    del panel["round_at"]["counted"]
    assert marked(SKATING, panel | {"places": 2}, sheets, step=D("0.25")).scores()["a"].value == D("28.67")


@pytest.mark.parametrize(
    ("own", "label", "worth", "working"),
    [
        (Criterion(max=D(10)), "skill", 4, "4"),
        (Criterion(max=D(10), factor=D("0.5")), "skill x 0.5", 2, "4 x 0.5"),
        (Criterion(max=D(10), factor=D("1.2")), "skill x 1.2", D("4.8"), "4 x 1.2"),
        (Criterion(min=D(-10), base=D(9)), "skill, from 9", 13, "9 + 4"),
        (Criterion(max=D(10), base=D(1), factor=D("0.5")), "skill, from 1, x 0.5", 3, "1 + 2"),
        (Criterion(max=D(10), base=D(1), factor=D("1.2")), "skill, from 1, x 1.2", D("5.8"), "1 + 4.8"),
    ],
)
def test_what_a_mark_counts_and_how_sheets_call_its_criterion(
    own: Criterion, label: str, worth: Any, working: str
) -> None:
    counted = own.counted(leaf(4, plain("skill"), 1))
    counted.check()
    assert (own.label(plain("skill")).in_language("en"), own.value(D(4)), counted.value) == (label, worth, worth)
    parts = [show(each.value) for each in counted.parts]
    factor = f" x {own.factor}" if own.factor != 1 and not own.base else ""
    assert (" + ".join(parts) or "4") + factor == working
    assert sum_of({"skill": own, "style": D(5)}).base == own.base


def test_a_judges_total_on_screens_is_what_the_marks_count() -> None:
    criteria = {"skill": Criterion(max=D(10), factor=D("1.2")), "faults": Criterion(min=D(-5)), "style": D(10)}
    on = marked(criteria, {"rule": "mean"}, ["9 -2.5 8", "8 0 7"])
    scene = on.kind.scene(on.state, on.moment, "hall")
    assert on.scores()["a"].value == Fraction("16.45")  # (10.8 - 2.5 + 8 + 9.6 + 7) / 2
    assert [cell.value for cell in scene.of(Marks)[0].cells] == [Fraction("16.3"), Fraction("16.6")]
    assert on.kind.full_mark(on.rules) == 22


@pytest.mark.parametrize(
    ("criteria", "path"),
    [
        ({"a": Criterion(max=D(5), min=D(5))}, "criteria.a.max"),
        ({"a": Criterion(max=D(5), min=D("-0.3"))}, "criteria.a.min"),
        ({"a": Criterion(max=D("5.2"))}, "criteria.a.max"),
    ],
)
def test_bounds_that_no_mark_fits_are_refused(criteria: Any, path: str) -> None:
    on = table("a", "b", criteria=criteria, step=D("0.5"), **BARE)
    roster = Roster(on.field.teams, on.field.judges)
    assert [where for where, _why in on.kind.refuse(on.rules, roster, on.panel)] == [path]


def test_marks_that_only_deduct_are_advised_about() -> None:
    on = table("a", "b", criteria={"a": Criterion(min=D(-5))}, **BARE)
    assert [each.where for each in on.kind.advise(on.rules, Roster(on.field.teams, on.field.judges))] == ["criteria"]


def test_the_kit_finds_nothing() -> None:
    criteria = {"execution": {"min": -10, "base": 10}, "style": {"max": 5, "factor": 1.2}}
    difficulty = {"counts": "plus"}
    rules = {"use": "scenario/difficulty", "criteria": criteria, "difficulty": difficulty}
    check_kind(Scenario(), [rules], examples=4, longest=40)
