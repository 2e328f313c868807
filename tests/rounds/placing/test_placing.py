"""Rounds that are placed: rankings over several dances, ties and absences of judges, measured results, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizarena.moves import IllegalFact
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rulebook import loads
from quizarena.scenes import Say, Table
from quizarena.scores import Score
from quizarena.testing import check_kind
from quizarena.text import plain
from quizarena_rounds.placing.kind import Placing
from quizarena_rounds.placing.rules import Band, Measure, PlacingRules
from quizarena_rounds.placing.scoring import span
from tests.rounds.driver import Table as Round
from tests.rounds.driver import hall, judges, teams

D = Decimal
JUDGED = Path(__file__).parents[2] / "cases" / "judged.yaml"
CASES = {case["id"]: case for case in yaml.safe_load(JUDGED.read_text("utf-8"))["cases"]}
FIVE_DANCES = CASES["tso-11-example1"]
BY_PLACE = tuple(map(D, (6, 5, 4, 3, 2, 1)))


def stage(count: int, panel: str = "", size: int = 5, **rules: Any) -> Round:
    """Return the round of `count` teams and `size` judges before anybody is on stage."""
    ids = [f"t{number}" for number in range(1, count + 1)]
    rule = Panel.of_mapping({"rule": panel}) if panel else None
    return Round(Placing(), PlacingRules(**rules), hall(teams(*ids), judges(size)), rule)


def rank(on: Round, part: int, orders: Mapping[str, str]) -> None:
    """Let all teams on stage, take the judges' orders, open the places."""
    on.gesture("next")
    for judge in on.field.judges:
        if judge.id in orders:
            on.make("placing.ballot", judge=judge.id, order=orders[judge.id])
        else:
            on.make("placing.absent", judge=judge.id, part=part, reason="ill")
    on.gesture("next")


def places(on: Round) -> dict[str, Fraction]:
    return {team: score.value for team, score in on.scores().items()}


def test_five_dances_by_rules_5_to_11() -> None:
    """The published example 1 of rule 11 (BallroomSkatingSystem.jl, from TSO annex 2) ends 2 1 3 4 6 5."""
    dances = FIVE_DANCES["input"]
    on = stage(6, "skating", together=True, parts=tuple(map(plain, dances)), points=BY_PLACE)
    team = {couple: f"t{number}" for number, couple in enumerate(FIVE_DANCES["expected"], 1)}
    for part, marks in enumerate(dances.values(), 1):
        assert not on.scores(), "no places before the last dance"
        orders = {
            f"j{nth}": " ".join(team[each] for each in sorted(marks, key=lambda couple: marks[couple][nth - 1]))
            for nth in range(1, 6)
        }
        rank(on, part, orders)
    assert on.over
    expected = {team[couple]: 7 - place for couple, place in FIVE_DANCES["expected"].items()}
    assert places(on) == expected
    assert on.refold() == on.state
    for score in on.scores().values():
        score.check()
        assert score.parts[0].record == len(on.record), "the one that opened the last dance"


@pytest.mark.parametrize(
    ("panel", "points"),
    [
        ("skating", {"t1": 6, "t2": 5, "t3": 4}),  # three firsts of five are a majority
        ("duels", {"t1": 6, "t2": 5, "t3": 4}),  # 3 to 2 over either of the others
        ("borda", {"t1": 5, "t2": 6, "t3": 4}),  # behind them: 6, 7 and 2
        ("sum_of_places", {"t1": 5, "t2": 6, "t3": 4}),  # 9, 8 and 13
    ],
)
def test_one_set_of_ballots_by_every_rule(panel: str, points: dict[str, int]) -> None:
    on = stage(3, panel, together=True, points=BY_PLACE)
    rank(on, 1, dict(zip(("j1", "j2", "j3", "j4", "j5"), [*["t1 t2 t3"] * 3, *["t2 t3 t1"] * 2], strict=True)))
    assert places(on) == points


@pytest.mark.parametrize(("shared", "points"), [("mean", D("5.5")), ("better", 6)])
def test_teams_that_no_rule_parts_share_their_points(shared: Any, points: Any) -> None:
    on = stage(2, "duels", size=3, together=True, points=BY_PLACE, shared=shared)
    rank(on, 1, {"j1": "t1 t2", "j2": "t2 t1"})  # the third judge is absent
    assert places(on) == {"t1": points, "t2": points}


def test_where_all_judges_were_absent_nobody_has_a_place() -> None:
    on = stage(2, "skating", size=1, together=True)
    on.gesture("next")
    on.make("placing.absent", judge="j1", part=1, reason="ill")
    on.make("placing.unmarked", reason="nobody was there")
    assert on.over
    assert places(on) == {}


def test_level_places_where_they_are_allowed() -> None:
    on = stage(3, "sum_of_places", size=2, together=True, level=True, points=BY_PLACE)
    on.gesture("next")
    for judge, sheet in (("j1", "1 2 2"), ("j2", "1 1 3")):
        marks = {f"places.t{nth}": place for nth, place in enumerate(sheet.split(), 1)}
        on.make("placing.ballot", marks, judge=judge)
    on.gesture("next")
    assert places(on) == {"t1": 6, "t2": 5, "t3": 4}  # 1 + 1.5, 2.5 + 1.5, 2.5 + 3
    [table] = on.kind.scene(on.state, on.moment, "hall").of(Table)
    assert table.rows[1][2:] == (Fraction(5, 2), Fraction(3, 2))
    working = on.scores()["t2"].find("places")
    assert working is not None
    assert [(each.label.in_language("en"), each.value) for each in working.parts] == [
        ("j1", D("2.5")),
        ("j2", D("1.5")),
    ]


def test_no_place_is_in_the_halls_scene_before_all_open() -> None:
    on = stage(2, "skating", size=3, together=True)
    on.gesture("next")
    on.make("placing.ballot", judge="j1", order="t2 t1")
    assert not on.kind.scene(on.state, on.moment, "hall").of(Table)


def test_the_host_reads_the_places_from_the_last() -> None:
    on = stage(2, "skating", size=1)
    on.gesture("next")
    on.gesture("next")
    on.make("placing.ballot", judge="j1", order="t2 t1")
    on.gesture("next")
    [say] = on.kind.scene(on.state, on.moment, "host").of(Say)
    assert [line.in_language("en") for line in say.now] == ["Place 2: desk 1, t1.", "Place 1: desk 2, t2."]


def test_a_measured_round_has_no_scores_before_everybody_was_measured() -> None:
    on = stage(2, measure=Measure())
    for value in ("12.50", "12.49"):
        assert not on.scores()
        on.gesture("next")
        on.make("placing.measured", value=value)
    assert places(on) == {"t1": 8, "t2": 10}
    assert on.over


LIFTED = (Band(at=D(60), points=D(30)), Band(at=D(65), points=D(40)))
RUN = (Band(at=D(60), points=D(30)), Band(at=D(75), points=D(20)))
SHARED = "places 1 to 2, shared"


@pytest.mark.parametrize(
    ("measure", "values", "expected"),
    [
        (
            {"unit": plain("kg"), "less_is_better": False, "step": D(1)},
            "51 70 70 - 40",
            {"51 kg": (0, "place 3"), "70 kg": (8, SHARED), "no valid result": (0, ""), "40 kg": (0, "place 4")},
        ),
        (
            {"unit": plain("m"), "less_is_better": False, "step": D("0.1")},
            "0 2.5",
            {"0.0 m": (6, "place 2"), "2.5 m": (10, "place 1")},
        ),
        (
            {"step": D("0.5")},
            "50.5 49 60",
            {"50.5 s": (6, "place 2"), "49.0 s": (10, "place 1"), "60.0 s": (0, "place 3")},
        ),
        (
            {"less_is_better": False, "table": LIFTED},
            "64.99 65 59.99 -",
            {
                "64.99 s": (30, "60 reached"),
                "65.00 s": (40, "65 reached"),
                "59.99 s": (0, "no row of the table reached"),
                "no valid result": (0, ""),
            },
        ),
        (
            {"table": RUN},
            "60 60.01 80",
            {
                "60.00 s": (30, "60 reached"),
                "60.01 s": (20, "75 reached"),
                "80.00 s": (0, "no row of the table reached"),
            },
        ),
    ],
)
def test_what_a_result_is_worth_and_why(
    measure: dict[str, Any], values: str, expected: dict[str, tuple[int, str]]
) -> None:
    results = values.split()
    on = stage(len(results), measure=Measure(**measure), points=(D(10), D(6)))
    for value in results:
        on.gesture("next")
        if value == "-":
            on.make("placing.not_measured", reason="fell")
        else:
            on.make("placing.measured", value=value)
    found = {}
    for score in on.scores().values():
        score.check()
        first = next(iter(score.parts), None)
        found[score.label.in_language("en").partition(":")[0]] = (
            score.value,
            first.label.in_language("en") if first else "",
        )
    assert found == expected
    assert {each.find("result").value for each in on.scores().values() if each.parts} == {
        Fraction(value) for value in results if value != "-"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "level", "expected"),
    [(1, 1, (1, 1)), (3, 1, (3, 3)), (Fraction(5, 2), 2, (2, 3)), (2, 3, (1, 3)), (3, 5, (1, 5)), (4, 7, (1, 7))],
)
def test_which_places_level_teams_take(place: Fraction, level: int, expected: tuple[int, int]) -> None:
    assert span(Fraction(place), level) == expected


def test_no_dance_counts_more_than_another() -> None:
    on = stage(2, "borda", size=1, together=True, parts=(plain("waltz"), plain("tango")), points=BY_PLACE)
    rank(on, 1, {"j1": "t1 t2"})
    assert not on.scores()
    rank(on, 2, {"j1": "t2 t1"})
    assert places(on) == {"t1": D("5.5"), "t2": D("5.5")}
    [score] = {show_parts(each) for each in on.scores().values()}
    assert score == ("places 1 to 2, shared", "the judges' places, for the order only")
    for team, expected in (("t1", [1, 2]), ("t2", [2, 1])):
        working = on.scores()[team].find("places")
        assert working is not None
        assert [each.value for each in working.parts] == expected, "dance by dance"


def show_parts(score: Score) -> tuple[str, ...]:
    """Return what a score is made of."""
    return tuple(part.label.in_language("en") for part in score.parts)


def test_a_result_that_cannot_be_is_refused() -> None:
    on = stage(2, measure=Measure(most=D(60)))
    on.gesture("next")
    with pytest.raises(IllegalFact, match="61 is more than the largest result possible, 60"):
        on.make("placing.measured", value="61")


@pytest.mark.parametrize(
    ("rules", "panel", "path"),
    [
        ({}, "", "panel"),
        ({}, "mean", "panel"),
        ({"measure": Measure(), "level": True}, "", "level"),
        ({"measure": Measure(), "parts": (plain("a"),)}, "", "parts"),
        ({"measure": Measure(step=D("0.3"), most=D(100))}, "", "measure.most"),
    ],
)
def test_what_cannot_be_played_is_refused(rules: dict[str, Any], panel: str, path: str) -> None:
    on = stage(2, panel, **rules)
    roster = Roster(on.field.teams, on.field.judges)
    assert [where for where, _why in on.kind.refuse(on.rules, roster, on.panel)] == [path]


@pytest.mark.parametrize(
    ("rules", "where"),
    [
        ({"points": (D(1), D(2)), "measure": Measure()}, "points"),
        ({"measure": Measure(table=(Band(at=D(10), points=D(1)), Band(at=D(20), points=D(2))))}, "measure"),
        ({}, "parts"),
    ],
)
def test_what_may_surprise_is_advised_about(rules: dict[str, Any], where: str) -> None:
    on = stage(2, size=4, **rules)
    assert [each.where for each in on.kind.advise(on.rules, Roster(on.field.teams, on.field.judges))] == [where]


def test_a_scene_with_a_panel_that_ranks_is_refused() -> None:
    text = "quizarena: 1\ncontest: {title: A, language: en}\nteams: [{id: a, name: A}, {id: b, name: B}]\n"
    text += "judges: [X]\npanel: {rule: borda}\nrounds: [{id: one, use: scenario/talent}]\n"
    with pytest.raises(Exception, match="ranks teams and gives no marks"):
        loads(text)


@pytest.mark.parametrize("use", ["judged", "time"])
def test_the_kit_finds_nothing(use: str) -> None:
    rules: dict[str, Any] = {"use": f"placing/{use}"}
    if use == "judged":
        rules |= {"panel": {"rule": "skating"}, "parts": ["waltz", "tango"]}
    check_kind(Placing(), [rules], examples=4, longest=40)
