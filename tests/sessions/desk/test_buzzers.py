"""The desk is told who was first at the buzzers: Enter confirms what is certain, a number decides anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quizarena.arena import Arena
from quizarena.blanks import Press as Buzz
from quizarena.sessions.buzz_offer import KEY, Offer, open_buzz, write_offer
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.keys import Press
from quizarena.testing import START
from quizarena.text import draw
from tests.web.buzzing import buzz_file

CALL = START + timedelta(minutes=1)


@contextmanager
def desk_on(path: Path, *, called: bool = True, **rules: Any) -> Iterator[DeskSession]:
    """Return a desk on a contest whose buzzer question was asked, and called."""
    with Arena.open(buzz_file(path, **rules)) as arena:
        desk = DeskSession(arena)
        desk.view(CALL)
        if called:
            press(desk, "space", CALL)
        yield desk


def press(desk: DeskSession, key: str, at: datetime = CALL) -> None:
    desk.refresh()
    desk.view(at)
    desk.press(Press(key, key if len(key) == 1 else ""), at)


def told(desk: DeskSession, *after_ms: tuple[str, int], sure: bool = True, early: bool = False) -> Offer:
    """Tell the desk of presses so many milliseconds after the call."""
    buzz = open_buzz(desk.contest)
    assert buzz is not None
    presses = tuple(Buzz(team, CALL + timedelta(milliseconds=after), 2) for team, after in after_ms)
    offer = Offer(buzz.key, presses, sure, early, () if sure or early else ("green",))
    write_offer(desk.arena.journal, offer)
    assert desk.refresh(), "the desk is painted anew"
    return offer


def rows(desk: DeskSession, language: str = "zh") -> list[str]:
    return [f"{draw(each.key, language)} {draw(each.label, language)}" for each in desk.view(CALL).actions]


def last(desk: DeskSession) -> Any:
    return desk.contest.records[-1].fact


def test_enter_confirms_who_was_first_with_what_was_measured(tmp_path: Path) -> None:
    with desk_on(tmp_path / "b.qa") as desk:
        offer = told(desk, ("blue", 500), ("red", 538))
        assert "Enter 2 号台，早 38 毫秒 (±4)" in rows(desk)
        press(desk, "enter")
        assert (last(desk).type, last(desk).team, last(desk).presses) == ("quiz.buzzed", "blue", offer.presses)
        assert desk.contest.records[-1].seat == "desk"


def test_a_number_decides_against_the_buzzers_and_keeps_what_they_measured(tmp_path: Path) -> None:
    with desk_on(tmp_path / "b.qa") as desk:
        offer = told(desk, ("blue", 500), ("red", 538))
        press(desk, "1")
        assert (last(desk).team, last(desk).presses) == ("red", offer.presses)


def test_what_is_not_sure_is_decided_by_a_number_alone(tmp_path: Path) -> None:
    with desk_on(tmp_path / "b.qa") as desk:
        told(desk, ("blue", 500), ("red", 502), sure=False)
        assert any("没有把握" in row and "3 号台的抢答器没有回音" in row for row in rows(desk)), rows(desk)
        press(desk, "enter")
        assert last(desk).type == "quiz.clock", "Enter records nothing here"
        press(desk, "2")
        assert last(desk).team == "blue"


def test_a_press_before_the_call_is_asked_about(tmp_path: Path) -> None:
    with desk_on(tmp_path / "b.qa", called=False) as desk:
        told(desk, ("blue", -900), early=True, sure=False)
        press(desk, "enter")
        assert last(desk).type == "quiz.asked", "valid or a false start: a person says"
        press(desk, "-", CALL + timedelta(seconds=1))
        assert (last(desk).type, last(desk).team) == ("quiz.false_start", "blue")


def test_what_was_said_of_another_buzz_is_not_heard(tmp_path: Path) -> None:
    with desk_on(tmp_path / "b.qa", second_chance="rebuzz") as desk:
        told(desk, ("blue", 500))
        press(desk, "3")
        press(desk, "-", CALL + timedelta(seconds=2))
        press(desk, "space", CALL + timedelta(seconds=4))
        assert desk.offer is None
        assert all("号台，" not in row for row in rows(desk))


@pytest.mark.parametrize(
    "draft",
    ["", "[]", '{"buzz": 1}', '{"buzz":"x","sure":true,"early":false,"missing":[],"presses":[]}'],
)
def test_a_damaged_offer_is_none(tmp_path: Path, draft: str) -> None:
    with desk_on(tmp_path / "b.qa") as desk:
        desk.arena.journal.write_draft(KEY, draft, None)
        desk.refresh()
        assert desk.offer is None


def test_where_hands_are_raised_no_buzzer_is_heard(tmp_path: Path) -> None:
    with desk_on(tmp_path / "b.qa", buzzers="hand") as desk:
        buzz = open_buzz(desk.contest)
        assert buzz is not None
        write_offer(desk.arena.journal, Offer(buzz.key, (Buzz("blue", CALL, 2),), sure=True))
        desk.refresh()
        assert desk.offer is None
