"""Talent shows, members who perform one by one, no score over time, and the chief judge's adjustment.

Sources: CN04, CN05, CN21 and CN25 of tests/rulesets/cn_rulesets.yaml.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from quizarena.moves import IllegalFact
from quizarena.panels import Panel
from quizarena.points import parse_number
from quizarena.roster import Roster
from quizarena.scenes import Paragraph, Role
from quizarena.text import draw
from quizarena_rounds.scenario.facts import BALLOTS, ChiefAdjusted
from quizarena_rounds.scenario.kind import Scenario
from quizarena_rounds.scenario.rules import Overtime
from tests.rounds.driver import Table, judges, teams
from tests.rounds.scenario.stage import OVERTIME, TRIMMED, marks, play, ready, rules, table

SHEET = ("25", "25", "15", "15")  # 80
CHIEF = Panel.of_mapping(
    {"rule": "mean", "places": 2, "chief": {"at_least": parse_number("0.05"), "at_most": parse_number("0.1")}}
)


def show_off(on: Table, performer: dict[str, str], mark: str = "25") -> None:
    """Play one performance of a talent show; both judges give `mark` for the first criterion."""
    on.make("scenario.entered", segment="play", **performer)
    on.make("scenario.entered", segment="ballots", **performer)
    for judge in on.field.judges:
        on.make("scenario.ballot", marks((mark, *SHEET[1:])), judge=judge.id, **performer)
    on.make("scenario.revealed", **performer)


def talent(*ids: str, panel: Panel = TRIMMED, performers: str = "teams") -> Table:
    """Return a talent show before its first performance: no slips, no time to prepare, two judges."""
    return table(*ids, panel=panel, size=2, topics=(), slips=False, prepare_time=0, performers=performers)


def test_without_slips_a_performance_begins_on_stage() -> None:
    hall = talent("a", "b")
    show_off(hall, {"team": "a"})
    show_off(hall, {"team": "b"}, "30")
    assert {team: score.value for team, score in hall.scores().items()} == {"a": 80, "b": 85}
    assert hall.over


def test_members_perform_first_after_first_and_score_for_themselves() -> None:
    hall = talent("a", "b", performers="members")
    order = []
    while not hall.over:
        move = hall.open()[0]
        order.append(move.identity["member"])
        show_off(hall, {"team": move.identity["team"], "member": move.identity["member"]}, str(20 + len(order)))
    assert order == ["a-1", "b-1", "a-2", "b-2", "a-3", "b-3", "a-4", "b-4"]
    scores = {member: score.value for member, score in hall.scores().items()}
    assert scores == {member: 55 + 20 + place for place, member in enumerate(order, 1)}
    assert hall.refold() == hall.state


def test_a_member_is_reopened_by_team_and_name() -> None:
    hall = talent("a", "b", performers="members")
    show_off(hall, {"team": "a", "member": "a-1"})
    with pytest.raises(IllegalFact, match="expected one of a, found b"):
        hall.push(BALLOTS.reopened(**{"team": "b", "member": "b-1", "reason": "forgotten"}))
    hall.make("scenario.reopened", team="a", member="a-1", reason="forgotten")
    assert not hall.scores()


def test_teams_without_members_cannot_perform_one_by_one() -> None:
    roster = (*teams("a", members=0), *teams("b"))
    found = Scenario().refuse(rules(performers="members", topics=()), Roster(roster, judges(3)), TRIMMED)
    assert [(where, why.in_language("en")) for where, why in found] == [
        ("performers", "a has no members listed; name them, or let teams perform")
    ]


@pytest.mark.parametrize(
    ("overtime", "seconds", "expected"),
    [
        (Overtime(zero_after=0), 300, 80),
        (Overtime(zero_after=0), 301, 0),
        (Overtime(zero_after=15), 315, 80),
        (Overtime(zero_after=15), 316, 0),
        (Overtime(15, Decimal(-5), zero_after=20), 315, 75),
        (Overtime(15, Decimal(-5), zero_after=20), 321, 0),
    ],
)
def test_over_time_may_leave_no_score(overtime: Overtime, seconds: int, expected: int) -> None:
    hall = table("a", overtime=overtime)
    play(hall, "a", {f"j{n}": SHEET for n in range(1, 8)}, seconds=seconds)
    assert hall.scores()["a"].value == expected


@pytest.mark.parametrize(
    ("overtime", "seconds", "said"),
    [
        (OVERTIME, 300, "time 5:00, used 5:00"),
        (OVERTIME, 341, "time 5:00, used 5:41, 41 s over: 1 off for each 30 s begun, 2 off"),
        (OVERTIME, 900, "time 5:00, used 15:00, 600 s over: 1 off for each 30 s begun, 5 off"),
        (Overtime(zero_after=15), 315, "time 5:00, used 5:15"),
        (Overtime(zero_after=15), 316, "time 5:00, used 5:16, 16 s over: no score"),
        (None, 900, "time 5:00, used 15:00"),
    ],
)
def test_the_desk_reads_what_over_time_will_cost(overtime: Overtime | None, seconds: int, said: str) -> None:
    hall = table("a", overtime=overtime)
    ready(hall, "a", seconds=seconds)
    for audience, found in (("desk", said), ("hall", said.split(", ", 2)[0] + ", " + said.split(", ")[1])):
        scene = hall.kind.scene(hall.state, hall.moment, audience)
        assert [draw(each.text, "en") for each in scene.of(Paragraph) if each.role is Role.TIME] == [found]


def test_the_chief_judge_moves_a_result_within_bounds() -> None:
    hall = talent("a", panel=CHIEF)
    show_off(hall, {"team": "a"})
    for points in ("0.04", "0.11", "-0.11"):
        with pytest.raises(IllegalFact):
            hall.push(ChiefAdjusted("a", Decimal(points), "plainly unreasonable"))
    hall.make("scenario.chief_adjusted", team="a", points="-0.1", reason="plainly unreasonable")
    assert hall.scores()["a"].value == Fraction("79.9")
    hall.make("scenario.chief_adjusted", team="a", points="0", reason="taken back")
    assert hall.scores()["a"].value == 80


def test_a_panel_without_bounds_leaves_the_chief_judge_nothing_to_do() -> None:
    hall = talent("a")
    show_off(hall, {"team": "a"})
    assert "scenario.chief_adjusted" not in {move.fact.type for move in hall.moves()}
