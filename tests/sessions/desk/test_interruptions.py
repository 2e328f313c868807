"""An interruption stands on every screen until the contest goes on, whatever the board shows."""

from __future__ import annotations

import attrs
import pytest

from quizarena.contest.facts import BoardShows, Interrupted
from quizarena.contest.roster_facts import TeamRenamed
from quizarena.scenes import Say
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_board, draw_host
from tests.terminal.desk.hand import Hand, at
from tests.terminal.golden import check, plain

SAID = "比赛暂停，请稍候。"


def interrupted(seq: int) -> Hand:
    hand = at(seq)
    hand.desk.arena.push(Interrupted(hand.now, "停电"), at=hand.now)
    return hand


def rows(hand: Hand, audience: str) -> list[str]:
    draw = draw_host if audience == "host" else draw_board
    return plain(draw(feed_of(hand.contest, audience), Look(80, 24, "zh", hand.now)))


@pytest.mark.parametrize("seq", [40, 54, 71, 138, 231, 281])
def test_board_host_and_desk_say_so_at_every_moment(seq: int) -> None:
    hand = interrupted(seq)
    assert rows(hand, "hall")[-1].startswith(f" {SAID}")
    assert rows(hand, "host")[-1].startswith(f" {SAID}")
    assert hand.contest.scene("host").of(Say)[0].now[0].in_language("zh") == SAID
    assert " 已中断 " in hand.picture(80, 24).split("\n")[0]


@pytest.mark.parametrize("programme", ["title", "standings", "round", "message"])
def test_whatever_the_board_shows(programme: str) -> None:
    hand = interrupted(40)
    hand.desk.arena.push(BoardShows(programme), at=hand.now)
    assert rows(hand, "hall")[-1].startswith(f" {SAID}")


def test_once_it_goes_on_it_is_gone() -> None:
    hand = interrupted(40).press("enter")
    assert hand.last.type == "contest.resumed"
    assert SAID not in "".join(rows(hand, "hall") + rows(hand, "host"))
    assert "已中断" not in hand.picture()


def test_a_notice_comes_back_after_the_banner_of_a_correction() -> None:
    hand = at(54)
    hand.desk.arena.push(TeamRenamed("yingbin", "迎宾街道办"), at=hand.now)
    fact = hand.contest.records[44].fact
    hand.desk.arena.correct([(44, attrs.evolve(fact, verdict="right"))], reason="复核", at=hand.now)  # type: ignore[call-arg]
    feed = feed_of(hand.contest, "hall")
    shown = {
        after: plain(
            draw_board(feed, Look(80, 24, "zh", hand.now.fromtimestamp(hand.now.timestamp() + after, hand.now.tzinfo)))
        )[-1]
        for after in (1, 20)
    }
    assert "更正" in shown[1]
    assert "迎宾街道办" in shown[20]


@pytest.mark.parametrize("size", [(120, 34), (80, 24)], ids=["120x34", "80x24"])
def test_a_notice_at_the_foot_hides_no_total(size: tuple[int, int]) -> None:
    """Four teams with digits fill 24 rows: under a notice the last one stands as text."""
    hand = at(54)
    hand.desk.arena.push(TeamRenamed("yingbin", "迎宾街道办"), at=hand.now)
    check("notice-standings", draw_board(feed_of(hand.contest, "hall"), Look(*size, "zh", hand.now)))
