"""The list before the start, and what other windows tell the desk: their size, the test card, stray keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from quizarena.facts import instant_text
from quizarena.journal import MemoryJournal, Presence, Seats
from quizarena.journal.memory import MemorySlots
from quizarena.sessions.desk import preflight
from quizarena.sessions.desk.presence import heartbeat
from quizarena.terminal.canvas import DIM
from quizarena.text import plain

from ..golden import check
from .hand import NOON, Hand, at


def seated(monkeypatch: pytest.MonkeyPatch, *others: Presence, seq: int = 0) -> Hand:
    """Return a hand at a desk beside these screens."""
    hand = at(seq)
    look_at(monkeypatch, others)
    hand.desk.seats = Seats(MemorySlots(), 0, Presence("desk"))
    return hand


def look_at(monkeypatch: pytest.MonkeyPatch, others: Sequence[Presence]) -> None:
    monkeypatch.setattr(Seats, "others", lambda self: list(others))


def opened(hand: Hand) -> Hand:
    """Open the list from the menu."""
    (number,) = re.findall(r"(\d+)  开赛前自查", hand.press("m").picture())
    return hand.type(number).press("enter")


BOARDS = (Presence("board", "240x67"), Presence("host", "120x34", card=True))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_the_list_says_what_to_do_about_each(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    hand = opened(seated(monkeypatch, *BOARDS)).press("1")
    check("desk-preflight", hand.canvas(*size))


def test_a_tick_is_kept_for_the_panel_and_taken_away_again(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = opened(seated(monkeypatch)).press("1", "4", "4", "enter")
    shown = hand.picture()
    assert "[*] 电源" in shown
    assert "[ ] 声音" in shown
    assert len(hand.contest.records) == 1, "nothing of it is recorded"
    hand.press("1")
    assert "开赛前自查" not in hand.picture()


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([], ["[ ] 还没有大屏"]),
        ([Presence("judge:j1", "80x24")], ["[ ] 还没有大屏"]),
        ([Presence("board", "120x34")], ["[*] 大屏 120x34", "[ ] 测试卡没看过"]),
        ([Presence("board", "80x24", card=True)], ["[*] 大屏 80x24", "[*] 测试卡看过"]),
        ([Presence("board", "160x45")], ["[ ] 大屏 160x45"]),
        ([Presence("board")], ["[ ] 大屏"]),
        ([Presence("board", browser=True)], ["[*] 大屏: 用浏览器开着"]),
        (
            [Presence("board", browser=True), Presence("board", "120x34")],
            ["[*] 大屏: 用浏览器开着", "[ ] 测试卡没看过"],
        ),
    ],
)
def test_boards_are_seen_with_their_size_and_the_card(
    monkeypatch: pytest.MonkeyPatch, others: list[Presence], said: list[str]
) -> None:
    shown = seated(monkeypatch, *others).picture()
    for each in said:
        assert each in shown


LAN = "http://192.168.1.5:8000"
NETWORKS = {
    "reached": (Presence("server", acting=NOON, address=LAN, reached="192.168.1.9"), "192.168.1.5", "[*] 手机连得上"),
    "not yet": (Presence("server", acting=NOON, address=LAN), "192.168.1.5", f"{LAN}/now"),
    "this machine alone": (Presence("server", acting=NOON, address="http://127.0.0.1:8000"), "", "只有这台电脑打得开"),
    "no network": (Presence("server", acting=NOON, address=LAN), "", "这台电脑没有连网"),
    "another network": (Presence("server", acting=NOON, address=LAN), "10.0.0.2", "这台电脑现在是 10.0.0.2"),
    "by a name": (Presence("server", acting=NOON, address="https://hall.example"), "10.0.0.2", "hall.example/now"),
}


@pytest.mark.parametrize(("server", "here", "said"), NETWORKS.values(), ids=NETWORKS)
def test_it_says_what_of_the_network_fails(
    monkeypatch: pytest.MonkeyPatch, server: Presence, here: str, said: str
) -> None:
    monkeypatch.setattr(preflight, "way_out", lambda: here)
    hand = seated(monkeypatch, server)
    heartbeat(hand.desk, "120x40", hand.now)
    shown = "".join(row.strip(" |") for row in opened(hand).picture().split("\n"))
    assert said in shown


def test_without_a_server_nothing_is_said_of_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "网页服务" not in opened(seated(monkeypatch)).picture()


def test_the_file_and_its_rehearsal_are_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hand = seated(monkeypatch)
    hand.desk.file = str(tmp_path / "a.qa")
    cautions = [plain("OneDrive")]
    monkeypatch.setattr(MemoryJournal, "cautions", lambda self: cautions)
    assert "[ ] 文件放的地方不稳妥" in hand.picture()
    assert "[ ] 还没彩排过" in hand.picture()
    cautions.clear()
    (tmp_path / "a.rehearsal.qa").touch()
    assert "[*] 文件在本机盘上" in hand.picture()
    assert "[*] 彩排另有文件" in hand.picture()


def test_keys_in_another_window_are_told_for_a_while_and_each_time_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = seated(monkeypatch, seq=25)
    typed = hand.now
    look_at(monkeypatch, [Presence("board", notice=instant_text(typed))])
    heartbeat(hand.desk, "80x24", hand.now)
    assert hand.said == "你在往大屏窗口打字；请点一下控制台。"
    check("desk-stray", hand.canvas(80, 24))
    hand.press("?", "escape")
    heartbeat(hand.desk, "80x24", hand.now)
    assert "打字" not in hand.said, "the same keys are told once"
    look_at(monkeypatch, [Presence("host", notice=instant_text(hand.now))])
    heartbeat(hand.desk, "80x24", hand.now)
    assert "主持人返看" in hand.said
    hand.now += timedelta(seconds=11)
    heartbeat(hand.desk, "80x24", hand.now)
    assert not hand.said


@pytest.mark.parametrize("notice", ["", "nonsense", "2023-01-11T00:00:00.000Z"])
def test_what_was_typed_long_ago_or_is_no_instant_is_not_told(monkeypatch: pytest.MonkeyPatch, notice: str) -> None:
    hand = seated(monkeypatch, Presence("board", notice=notice), seq=25)
    heartbeat(hand.desk, "80x24", hand.now)
    assert not hand.said


def test_a_desk_without_focus_dims_all_but_the_line_that_says_so() -> None:
    hand = at(25)
    hand.screen.focused = False
    rows = hand.canvas(80, 24).rows()
    inks = [{cell.pen.ink for cell in row if cell.text.strip() or cell.pen.lit} for row in rows]
    assert all(found <= {DIM.ink} for found in inks[:22] + inks[23:])
    assert "".join(cell.text for cell in rows[22]).startswith(" > 控制台没有焦点，点一下这里")
    assert "wrong" in inks[22]
