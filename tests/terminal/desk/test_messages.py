"""What the desk writes on the board and on the host's monitor."""

from __future__ import annotations

from datetime import timedelta

from quizarena.contest.facts import BoardMessage, BoardShows, HostNote

from ..golden import check
from .hand import Hand, at


def asked() -> Hand:
    """The board's chooser, then its message."""
    return at(166).press("b", "8")


def test_a_message_is_asked_for_with_its_minutes() -> None:
    hand = asked().type("茶歇 15 分钟").press("enter").type("15")
    for size in ((120, 40), (80, 24)):
        check("desk-message", hand.canvas(*size))
    hand.press("enter")
    since = hand.now - timedelta(seconds=1)
    assert [fact for _type, fact in hand.made(166)] == [BoardMessage("茶歇 15 分钟", 15, since), BoardShows("message")]
    assert hand.desk.overlay is None
    assert "通知   14:59" in hand.picture()
    hand.now += timedelta(minutes=20)
    assert "通知   时间到" in hand.picture()
    assert len(hand.contest.records) == 169, "nothing is recorded by a timer"


def test_no_minutes_are_no_countdown() -> None:
    hand = asked().type("请就座").press("enter", "enter")
    assert [fact for _type, fact in hand.made(166)] == [BoardMessage("请就座"), BoardShows("message")]


def test_what_stands_there_is_offered_again_and_not_recorded_twice() -> None:
    hand = asked().type("请就座").press("enter", "enter", "b", "5", "b", "8")
    assert "请就座" in hand.picture()
    hand.press("enter", "enter")
    assert [type_ for type_, _fact in hand.made(169)] == ["cue.board"]


def test_an_empty_text_takes_the_message_away_and_escape_leaves_it() -> None:
    hand = asked().type("请就座").press("enter", "enter", "b", "8", "escape")
    assert len(hand.contest.records) == 169
    hand.press("b", "8", *["backspace"] * 3, "enter")
    assert hand.last.fact == BoardMessage("")
    assert hand.contest.state.board.message == ""


def test_the_minutes_can_be_left_for_the_text_again() -> None:
    hand = asked().type("请坐").press("enter").type("9999").press("backspace", "up").type("好").press("enter", "enter")
    assert hand.made(166)[0][1] == BoardMessage("请坐好", 99, hand.now - timedelta(seconds=1))


def test_a_note_to_the_host_is_a_row_of_the_menu_and_stands_on_the_desk() -> None:
    hand = at(142).press("m")
    hand.type(hand.row("给主持人返看留言")).press("enter")
    hand.type("颁奖提前").press("enter")
    assert hand.last.fact == HostNote("颁奖提前")
    assert "主持人屏上 「颁奖提前」" in hand.picture()
    assert "颁奖提前" in hand.picture(80, 24)
