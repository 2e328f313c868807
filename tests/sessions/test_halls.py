"""Many contests at once: where each stands, what somebody should see to, and one that cannot be opened."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from quizarena import Arena
from quizarena.contest import Contest
from quizarena.journal import Presence
from quizarena.sessions.halls import Halls, state_of
from tests.cli.running import TWO_TEAMS, run, started
from tests.contest.telling import told
from tests.web.halls import LAST, story_file

PATIENCE = 30
NOBODY = "nobody at: the desk, the board, the host"


def said(contest: Contest, screens: tuple[Presence, ...] | None = ()) -> str:
    state, now = state_of(contest, "hall.qa", screens), contest.records[-1].at + timedelta(seconds=1)
    texts = (state.where, state.clock(now), *state.urgent, *state.company)
    return " | ".join(text.in_language("en") for text in texts)


JUDGES = tuple(Presence(f"judge:{judge.id}") for judge in told(0).state.roster.judges)
DESK = Presence("desk", acting=told(0).records[0].at)
QUESTION = "round 1 of 3: Question and answer, Question 12 | time to answer 0:29"
MARKING = "round 2 of 3: Scenario simulation, Performance 1 |  | waits for: 评委五, 评委六, 评委七"


@pytest.mark.parametrize(
    ("seq", "screens", "line"),
    [
        (0, (), f"not begun |  | {NOBODY}, all 7 judges"),
        (40, JUDGES, f"{QUESTION} | {NOBODY}"),
        (40, (Presence("desk"), Presence("board"), Presence("host"), *JUDGES), f"{QUESTION} | nobody at: the desk"),
        (75, (DESK, Presence("board"), *JUDGES[2:]), f"{MARKING} | nobody at: the host, 评委一, 评委二"),
        (LAST, None, "all rounds are over, not signed |  | who is there is not known"),
    ],
)
def test_where_a_contest_stands(seq: int, screens: tuple[Presence, ...] | None, line: str) -> None:
    assert said(told(seq), screens) == line


def test_what_holds_a_contest_up(tmp_path: Path) -> None:
    path = started(tmp_path, TWO_TEAMS + "ties: {by: [sudden_death]}\nprizes: [{name: First, places: 1}]\n")
    with Arena.open(path) as arena:
        arena.do("contest.opened", mode="rehearsal")
        arena.do("round.begun")
        for _number in range(2):
            arena.do("quiz.asked")
            arena.do("quiz.ruled", verdict="wrong")
        arena.do("protest.lodged", team="red", about="question 1", reason="unclear")
        arena.do("contest.interrupted", since=arena.contest.records[-1].at, reason="power")
        assert said(arena.contest, None) == (
            "all rounds are over, not signed |  | a rehearsal | interrupted | a protest of Red is not decided"
            " | tied: Red, Blue | who is there is not known"
        )


def test_a_contest_that_cannot_be_opened_says_why_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizarena.sessions.halls.AGAIN_SECONDS", 0.02)
    there, late = story_file(tmp_path / "there.qa", 40), tmp_path / "late.qa"
    news = threading.Event()
    halls = Halls([str(there), str(late), str(there)], news.set)
    try:
        halls.settle(PATIENCE)
        assert [state.name for state in halls.states] == ["there.qa", "late.qa"]
        lost = halls.states[1]
        assert [text.in_language("en") for text in (lost.title, lost.where, *lost.urgent, *lost.company)] == [
            "late.qa", "", f"{late}: there is no such file",
        ]  # fmt: skip
        story_file(late, 75)
        while halls.states[1].trouble is not None:
            assert news.wait(PATIENCE)
            news.clear()
        assert halls.states[1].awaited
        with Arena.open(there) as arena:
            arena.do("quiz.ruled", verdict="right")
        while halls.states[0].clocks:
            assert news.wait(PATIENCE)
            news.clear()
    finally:
        halls.close()


def test_a_screen_of_the_halls_is_seen_by_each_and_counts_for_none(tmp_path: Path) -> None:
    path = started(tmp_path, TWO_TEAMS)
    halls = Halls([str(path)])
    try:
        halls.settle(PATIENCE)
        with Arena.open(path, read_only=True) as arena:
            seats = arena.journal.sit("board")
            assert seats is not None
            assert [each.role for each in seats.others()] == ["halls"]
            seats.close()
    finally:
        halls.close()


def test_printed_it_is_a_row_each(tmp_path: Path) -> None:
    path = started(tmp_path, TWO_TEAMS)
    lines = run("halls", path, tmp_path / "none.qa").output.replace(f"{tmp_path}/", "").splitlines()
    assert [line.split() for line in lines] == [
        ["Address", "Contest", "Stands", "at", "Clock", "To", "see", "to"],
        ["two.qa", "Two", "teams", "not", "begun", *NOBODY.split()],
        ["none.qa", "none.qa", "none.qa:", "there", "is", "no", "such", "file"],
    ]
    assert '"stands_at": "还没有开始"' in run("halls", path, "--json", lang="zh").output
