"""Play-offs by laps among those still tied for something that matters; what a lap decided stands."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizarena.contest import Contest
from quizarena.contest.facts import StandingsFrozen
from quizarena.rulebook import Rulebook, loads
from quizarena.testing import START
from tests.contest.telling import make, rule
from tests.parts import tries


def book(teams: str, prizes: list[int]) -> Rulebook:
    head = {"quizarena": 1, "contest": {"title": "P", "language": "en"}, "order": "roster"}
    return loads(
        json.dumps(
            {
                **head,
                "teams": [{"id": team, "name": team.upper()} for team in teams],
                "rounds": [{"id": "quiz", "use": "quiz/team_required", "per_team": 1}],
                "ties": {"when": "a_prize_depends", "by": ["sudden_death"]},
                "prizes": [{"name": f"Prize {nth}", "places": places} for nth, places in enumerate(prizes, 1)],
            }
        )
    )


def tied(teams: str, prizes: list[int]) -> tuple[Contest, list[int]]:
    """Return a contest in which every team was right, and the records of the rulings."""
    contest = Contest(book(teams, prizes), at=START)
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    return contest, rule(contest, "+" * len(teams))


def offered(contest: Contest) -> list[str]:
    return [move.fact.type for move in contest.moves() if not move.aside]


def tie_lines(contest: Contest) -> list[tuple[str, str]]:
    """Return what is read of each tie that waits for a play-off, in both languages."""
    moves = [move for move in contest.moves() if move.fact.type == "playoff.called"]
    return [(move.say.in_language("zh"), move.say.in_language("en")) for move in moves if move.say is not None]


def lost(contest: Contest, seq: int) -> None:
    fact: Any = contest.resolution.fact(seq)
    contest.correct([(seq, attrs.evolve(fact, verdict="wrong"))], reason="a protest upheld")


def places(contest: Contest) -> dict[str, int | None]:
    return {row.entrant: row.place for row in contest.standings(audience=None).rows}


def test_who_was_parted_is_asked_no_more_and_what_a_lap_decided_stands() -> None:
    contest, _rulings = tied("abc", [1, 1])
    make(contest, "playoff.called")
    rule(contest, "+--")
    assert offered(contest) == ["playoff.called", "tie.shared"], "b and c are still tied for the second prize"
    assert tie_lines(contest) == [("A胜出，获得第一名！B和C继续加赛。", "A take first place! B and C go on.")]
    make(contest, "playoff.called")
    assert contest.state.rounds[-1].order == ("b", "c")
    rule(contest, "++")
    rule(contest, "-+")
    assert places(contest) == {"a": 1, "c": 2, "b": 3}
    assert offered(contest) == ["contest.signed"]
    contest.verify()


@pytest.mark.parametrize(
    ("prizes", "lap", "is_frozen", "lines"),
    [
        ([1, 1, 1], "++-", False, [("C退出加赛。A和B继续加赛。", "C are out. A and B go on.")]),
        ([1, 1, 1], "++-", True, [("C退出加赛。A和B继续加赛。", "C are out. A and B go on.")]),
        ([1, 1, 1], "+--", True, [("B和C成绩并列，下面加赛。", "B and C are level: a play-off.")]),
        (
            [1, 1, 1, 1],
            "++--",
            False,
            [
                (
                    "A和B同为 10 分，并列第一。Prize 1一名，下面加赛。",
                    "A and B have 10 each, joint first. Prize 1: one to give, so a play-off.",
                ),
                (
                    "C和D同为 10 分，并列第三。Prize 3一名，下面加赛。",
                    "C and D have 10 each, joint third. Prize 3: one to give, so a play-off.",
                ),
            ],
        ),
    ],
)
def test_who_is_parted_from_a_tie_is_read_before_who_goes_on(
    prizes: list[int], lap: str, is_frozen: bool, lines: list[tuple[str, str]]
) -> None:
    """In a freeze nothing is said of who is before the others; two ties in place of one are announced as such."""
    contest, _rulings = tied("abcd"[: len(lap)], prizes)
    if is_frozen:
        contest.push(StandingsFrozen("on"), at=START)
    make(contest, "playoff.called")
    rule(contest, lap)
    assert tie_lines(contest) == lines


def test_a_play_off_ends_once_what_the_prizes_need_is_decided() -> None:
    contest, _rulings = tied("abc", [1])
    make(contest, "playoff.called")
    rule(contest, "+--")
    assert offered(contest) == ["contest.signed"], "who is second wins nothing"


def test_who_is_tied_no_more_leaves_with_a_line() -> None:
    contest, rulings = tied("abc", [1, 1])
    make(contest, "playoff.called")
    lost(contest, rulings[2])
    assert offered(contest) == ["playoff.left"]
    (move,) = [move for move in contest.moves() if move.fact.type == "playoff.left"]
    assert move.say is not None
    assert move.say.in_language("en") == "After review desk 3 has 0 and is no longer tied; desks 1 and 2 go on."
    make(contest, "playoff.left")
    rule(contest, "+-")
    assert [question.fact.type for question in contest.records].count("quiz.asked") == 5, "c was not asked"
    assert places(contest) == {"a": 1, "b": 2, "c": 3}
    assert offered(contest) == ["contest.signed"]
    contest.verify()


@pytest.mark.parametrize(
    ("teams", "chinese", "english"),
    [
        (
            "abc",
            "经复核，3 号台不再并列。加赛由 1 号台和 2 号台继续。",
            "After review desk 3 is no longer tied. The play-off goes on with desks 1 and 2.",
        ),
        ("ab", "经复核，1 号台不再并列。", "After review desk 1 is no longer tied."),
    ],
)
def test_in_a_freeze_who_leaves_is_read_without_a_total(teams: str, chinese: str, english: str) -> None:
    contest, rulings = tied(teams, [1, 1])
    make(contest, "playoff.called")
    contest.push(StandingsFrozen("on"), at=START)
    lost(contest, rulings[-1])
    (move,) = [move for move in contest.moves() if move.fact.type == "playoff.left"]
    assert move.say is not None
    assert (move.say.in_language("zh"), move.say.in_language("en")) == (chinese, english)


@pytest.mark.parametrize(
    ("prizes", "is_frozen", "chinese", "english"),
    [
        (
            [1, 1],
            False,
            "A、B和C同为 10 分，并列第一。Prize 1一名，下面加赛。",
            "A, B and C have 10 each, joint first. Prize 1: one to give, so a play-off.",
        ),
        (
            [2],
            False,
            "A、B和C同为 10 分，并列第一。Prize 1两名，下面加赛。",
            "A, B and C have 10 each, joint first. Prize 1: two to give, so a play-off.",
        ),
        ([1], True, "A、B和C成绩并列，下面加赛。", "A, B and C are level: a play-off."),
    ],
)
def test_a_tie_is_announced_with_what_it_is_for(prizes: list[int], is_frozen: bool, chinese: str, english: str) -> None:
    contest, _rulings = tied("abc", prizes)
    if is_frozen:
        contest.push(StandingsFrozen("on"), at=START)
    (move,) = [move for move in contest.moves() if move.fact.type == "playoff.called"]
    assert move.say is not None
    assert (move.say.in_language("zh"), move.say.in_language("en")) == (chinese, english)


def test_a_play_off_that_lost_its_reason_is_over() -> None:
    contest, rulings = tied("ab", [1])
    make(contest, "playoff.called")
    lost(contest, rulings[1])
    while "playoff.left" in offered(contest):
        make(contest, "playoff.left")
    assert offered(contest) == ["contest.signed"]
    assert places(contest) == {"a": 1, "b": 2}


def test_a_team_that_left_a_play_off_stays_out_of_it() -> None:
    """The correction that parted it is taken back: it plays off anew, and what was recorded stands."""
    contest, rulings = tied("abc", [1, 1])
    make(contest, "playoff.called")
    lost(contest, rulings[2])
    make(contest, "playoff.left")
    rule(contest, "+-")
    fact: Any = contest.resolution.fact(rulings[2])
    contest.correct([(rulings[2], attrs.evolve(fact, verdict="right"))], reason="after all")
    assert offered(contest) == ["playoff.called", "tie.shared"]
    contest.verify()


@settings(max_examples=tries(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_random_play_offs_end_and_ask_nobody_who_is_not_tied(data: st.DataObject) -> None:
    teams = "abcdef"[: data.draw(st.integers(2, 6))]
    contest, rulings = tied(teams, data.draw(st.lists(st.integers(1, 2), min_size=1, max_size=3)))
    decided: list[tuple[str, str]] = []
    for lap in range(60):
        if offered(contest) == ["contest.signed"]:
            break
        if "playoff.left" in offered(contest):
            make(contest, "playoff.left")
        elif "playoff.called" in offered(contest):
            make(contest, "playoff.called")
        else:
            signs = data.draw(st.text("+-", min_size=1, max_size=1)) if lap < 30 else "+-"[lap % 2]
            rule(contest, signs)
        running = contest.state.rounds[-1]
        totals = contest.standings(audience=None).totals
        if running.play_off and "quiz.asked" in offered(contest):
            asked = [team.id for team in contest.position.field(running).playing]
            assert all(
                any(totals[team].value == totals[other].value for other in asked if other != team) for team in asked
            )
        if data.draw(st.integers(0, 9)) == 0 and rulings:
            lost(contest, rulings.pop())
            decided.clear()
        ranked = places(contest)
        assert all((ranked[first] or 0) < (ranked[second] or 0) for first, second in decided)
        over = running.play_off and contest.position.is_over(running)
        decided += [(one, two) for one in running.order for two in running.order if over and _apart(ranked, one, two)]
    else:
        pytest.fail("the play-offs never end")
    contest.verify()


def _apart(ranked: dict[str, int | None], one: str, two: str) -> bool:
    return (ranked[one] or 0) < (ranked[two] or 0)
