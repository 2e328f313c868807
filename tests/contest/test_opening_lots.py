"""Lots opened one by one: what the hall knows at each step, for every draw, and what a skipped opening tells."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows, DrawOpened
from quizarena.contest.reveal import next_step, step_now, steps_left
from quizarena.rulebook import loads
from quizarena.scenes import Lots, OnAir, Prizes, Say
from quizarena.testing import public
from tests.contest.telling import told

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPENED = 4
"""The story's record that opens the draw."""


def lots(contest: Contest, audience: str | None = "hall") -> Lots:
    found: Lots = contest.scene(audience).of(Lots)[-1]
    return found


def names(contest: Contest, audience: str | None = "hall") -> list[str]:
    return ["-" if name is None else name.in_language("zh") for name in lots(contest, audience).order]


def show(contest: Contest, programme: str, step: int = 0) -> None:
    contest.push(BoardShows(programme, step), id=f"{programme}{step}", at=contest.records[-1].at)


def twins() -> tuple[Contest, Contest]:
    """Return two draws with the same names and numbers whose sealed secrets give different orders."""
    pair = []
    for secret in ("9f2c51d07ae64b1f8d3e0c6a5b7f4e21", "0123456789abcdef0123456789abcdef"):
        contest = told(1)
        for type_name, values in (
            ("draw.committed", {"secret": secret}),
            ("draw.called", {"numbers": "3 17 8 22"}),
            ("draw.opened", {}),
        ):
            move = next(move for move in contest.moves() if move.fact.type == type_name)
            contest.push(move.fill(values), id=type_name, at=contest.records[-1].at)
        pair.append(contest)
    return pair[0], pair[1]


def test_the_hall_learns_the_order_lot_by_lot() -> None:
    contest = told(OPENED)
    roster = [team.id for team in contest.state.roster.teams]
    shown = ["迎宾街道", "开源街道", "大庆路街道", "永泰街道"]
    for step in range(5):
        assert names(contest) == [*shown[:step], *["-"] * (4 - step)]
        assert names(contest, "host") == names(contest, "desk") == names(contest, None) == shown
        desks = dict(contest.podiums_seen("hall"))
        if step < 4:
            assert [team for team, _number in sorted(desks.items(), key=lambda each: each[1])] == roster
            assert not lots(contest).seed
        show(contest, "draw", step + 1) if step < 4 else None
    assert contest.state.opening is None
    assert dict(contest.podiums_seen("hall")) == dict(contest.podiums) != dict(zip(roster, range(1, 5), strict=True))
    assert lots(contest).seed
    assert len(lots(contest).proof) == 4
    contest.verify()


def test_two_orders_cannot_be_told_apart_before_a_lot_is_open() -> None:
    """Neither scene nor standings, desk numbers, explanations, log or export tell; nor does a freeze."""
    one, two = twins()
    assert one.records[OPENED].fact != two.records[OPENED].fact
    assert public(one, "hall") == public(two, "hall")
    assert public(one, "desk") != public(two, "desk")
    for contest in (one, two):
        move = next(move for move in contest.moves() if move.fact.type == "cue.frozen")
        contest.push(move.fill(frozen="on"), id="f", at=contest.records[-1].at)
    assert public(one, "hall") == public(two, "hall")
    for contest in (one, two):
        show(contest, "standings")
        show(contest, "draw")
    assert public(one, "hall") == public(two, "hall")
    show(one, "draw", 1)
    show(two, "draw", 1)
    assert public(one, "hall") != public(two, "hall")


def test_the_command_stands_there_before_the_seed() -> None:
    one, two = twins()
    assert lots(one).command == lots(two).command == """printf '%s' "$seed|order|yongtai" | sha256sum"""
    assert lots(one).proof == lots(one).tickets == ()


def test_the_host_reads_each_lot_as_it_opens() -> None:
    contest, read = told(OPENED), []
    for step in range(1, 5):
        assert steps_left(contest.state, contest.scene("desk")) == 5 - step
        cue = next_step(contest.state, contest.scene("desk"))
        assert cue == BoardShows("draw", step)
        contest.push(cue, at=contest.records[-1].at)
        said: Say = contest.scene("host").of(Say)[0]
        read.append([line.in_language("zh") for line in (*said.now, *said.then)])
        assert not contest.scene("hall").of(Say)
    assert read == [
        ["第一个出场: 迎宾街道！", "第二个出场: 开源街道！"],
        ["第二个出场: 开源街道！", "第三个出场: 大庆路街道！"],
        ["第三个出场: 大庆路街道！", "第四个出场: 永泰街道！"],
        ["第四个出场: 永泰街道！", "下面进入「有问必答」环节。"],
    ]
    assert next_step(contest.state, contest.scene("desk")) is None


def test_a_step_back_closes_on_the_board_and_not_in_the_record() -> None:
    contest = told(OPENED)
    show(contest, "draw", 2)
    show(contest, "draw", 1)
    assert names(contest) == ["迎宾街道", "-", "-", "-"]
    show(contest, "black")
    assert names(contest)[:3] == ["迎宾街道", "开源街道", "-"], "what was seen stays known"
    assert step_now(contest.state, "draw") == 2
    assert contest.scene("hall").of(OnAir)[-1].programme == "black"


@pytest.mark.parametrize("what", ["round", "again"])
def test_who_skips_the_opening_tells_all(what: str) -> None:
    contest = told(OPENED)
    show(contest, "draw", 1)
    if what == "round":
        begin = next(move for move in contest.moves() if move.fact.type == "round.begun")
        contest.push(begin.fill(), at=contest.records[-1].at)
    else:
        show(contest, "draw", 99)
    assert contest.state.opening is None
    assert dict(contest.podiums_seen("hall")) == dict(contest.podiums)
    assert "sealed" not in contest.export("hall")[OPENED]
    assert contest.export("hall")[2]["fact"]["secret"]


def small(*rounds: dict[str, Any], **more: Any) -> Contest:
    """Return a small contest that is open."""
    book = {
        "quizarena": 1,
        "contest": {"title": "Small", "language": "en"},
        "teams": [{"id": f"t{n}", "name": f"Team {n}", "members": [f"a{n}"]} for n in range(1, 4)],
        "rounds": [{"id": f"r{n}", "title": f"Round {n}", **each} for n, each in enumerate(rounds, 1)],
        **more,
    }
    contest = Contest(loads(json.dumps(book)), at=NOON)
    contest.push(next(contest.moves().__iter__()).fill(mode="live"), at=NOON)
    return contest


def go_on(contest: Contest, until: str) -> None:
    """Go on by the next steps, every answer wrong, until a record of that type."""
    for _turn in range(80):
        if contest.records[-1].type == until:
            return
        moves = [move for move in contest.moves() if not move.aside and move.closed is None]
        move = next((move for move in moves if move.gesture == "next"), moves[0])
        filled = {"date": "2026-11-23", "secret": "0123456789abcdef" * 2, "numbers": "3 17 8", "verdict": "wrong"}
        blanks = {blank.path: filled[blank.path] for blank in move.blanks if blank.path in filled}
        contest.push(move.fill(blanks, now=NOON), at=NOON)
    raise AssertionError(until)


QUIZ = {"use": "quiz/required", "per_team": 1}


def test_the_order_of_a_round_is_opened_before_the_round_over_the_board() -> None:
    contest = small(QUIZ, {**QUIZ, "order": "drawn"}, order="roster", ties={"by": ["share"]})
    go_on(contest, "draw.opened")
    assert contest.records[-1].fact.purpose == "order/r2"  # type: ignore[attr-defined]
    assert names(contest) == ["-", "-", "-"]
    assert not contest.scene("hall").of(Prizes)
    assert steps_left(contest.state, contest.scene("desk")) == 3
    for step in (1, 2, 3):
        show(contest, "draw", step)
    assert "-" not in names(contest)
    assert contest.scene("host").of(Say)[0].now[0].in_language("en").startswith("Third on stage: Team")
    contest.verify()


def test_a_lot_among_the_tied_moves_the_hall_s_standings_with_its_last() -> None:
    contest = small(QUIZ, order="drawn", ties={"by": ["lot"]}, prizes=[{"name": "First", "places": 1}])
    go_on(contest, "round.begun")
    before = [row.place for row in contest.standings("hall").rows]
    go_on(contest, "draw.opened")
    fact = contest.records[-1].fact
    assert isinstance(fact, DrawOpened)
    assert fact.purpose.startswith("tie/")
    assert [row.place for row in contest.standings("desk").rows] == [1, 2, 3]
    assert [row.place for row in contest.standings("hall").rows] == before == [1, 1, 1]
    assert not contest.scene("hall").of(Prizes)
    assert not contest.scene("desk").of(Prizes), "the lots come before the prizes"
    for step in (1, 2, 3):
        show(contest, "draw", step)
    assert [row.entrant for row in contest.standings("hall").rows] == list(fact.order)
    assert contest.scene("host").of(Say)[0].now[0].in_language("en").startswith("Lot 3: ")
    assert contest.scene("desk").of(Prizes)


def test_names_on_paper_are_told_at_once() -> None:
    contest = told(1)
    move = next(move for move in contest.moves() if move.fact.type == "draw.entered")
    order = [team.id for team in reversed(contest.state.roster.teams)]
    contest.push(move.fill(order=order, drawn_by="all of them"), at=contest.records[-1].at)
    assert contest.state.opening is None
    assert dict(contest.podiums_seen("hall")) == dict(contest.podiums)
    show(contest, "draw")
    assert "-" not in names(contest)
