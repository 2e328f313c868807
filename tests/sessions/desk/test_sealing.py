"""Signing at the desk: what is open is listed, the copy compared, who signs picked, + alone; then a ruling alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.contest.facts import ContestReopened, ContestSigned, ProtestLodged, StandingsFrozen
from quizarena.scenes import OnAir, Prizes
from quizarena.sessions.desk import copy_folder
from quizarena.sessions.desk.safety_copy import Job
from quizarena.sessions.dialog import Decision, Line
from quizarena.sessions.judge.draft import ballots_key
from quizarena.sessions.judge.duties import handed_by
from quizarena.sessions.judge.sheet import sheet_key
from tests.terminal.afternoon import until
from tests.terminal.desk.hand import Hand, at
from tests.terminal.golden import check

GIVEN = 285


def opened(hand: Hand) -> Hand:
    hand.press("m")
    return hand.press(*hand.row("签署成绩"), "enter")


def lines(hand: Hand) -> dict[str, str]:
    """Return the page's lines by their role, first by what they begin with."""
    assert hand.desk.overlay is not None
    blocks = hand.desk.overlay.dialog(hand.now).blocks
    said = [(each.text.in_language("zh"), each.role) for each in blocks if isinstance(each, Line)]
    return {text: role for text, role in said if ": " in text or ";" in text}


def chosen(hand: Hand) -> int | None:
    assert hand.desk.overlay is not None
    return next(each.chosen for each in hand.desk.overlay.dialog(hand.now).blocks if isinstance(each, Decision))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_the_page_lists_what_is_open_and_what_follows(size: tuple[int, int]) -> None:
    check("desk-sealing", opened(at(GIVEN)).press("1").canvas(*size))


def test_only_plus_signs_and_only_once_somebody_signs() -> None:
    hand = opened(at(GIVEN))
    for keys, said in ((["+"], "谁签署？先按数字选。"), (["2", "enter"], "按 + 才记。"), ([" "], "按 + 才记。")):
        hand.press(*keys)
        assert (hand.said, hand.contest.state.signed) == (said, None)
    assert chosen(hand) == 2
    assert chosen(hand.press("1")) == 1, "another number picks another"
    hand.press("+")
    assert hand.last.fact == ContestSigned("仲裁")


def test_a_name_may_be_typed() -> None:
    hand = opened(at(GIVEN)).press("4")
    hand.desk.paste("张主任", hand.now)
    assert "张主任" in hand.press("enter").picture()
    assert hand.press("+").last.fact == ContestSigned("张主任")


def test_what_is_open_stands_there_in_red_and_nothing_is_signed() -> None:
    hand = at(GIVEN)
    hand.desk.arena.push(ProtestLodged("yingbin", "第 13 题", 44), at=hand.now)
    *_others, is_in = (each.move for each in handed_by(hand.contest, "j3") if each.move is not None)
    for judge, key in (("j2", sheet_key(is_in)), ("j3", "scenario.ballot:another"), ("j4", "")):
        sheet = {"id": "i", "after": -1, "texts": {"marks.a": "8" if key else ""}, "asked": {}}
        draft = json.dumps({"sheets": {key: sheet}, "at": [], "checking": False})
        hand.desk.arena.journal.write_draft(ballots_key(judge), draft, None)
    found = lines(opened(hand))
    assert found["待裁申诉: 1 台就第 13 题提出申诉，仲裁组正在复核"] == "alert"
    assert found["草稿未交: 评委三"] == "alert"
    assert found["未完的环节: 无   并列未决: 无"] == "normal"
    hand.press("1", "+")
    assert hand.contest.state.signed is None
    assert "申诉" in hand.said


@pytest.fixture
def on_file(tmp_path: Path) -> Iterator[Hand]:
    """Return a hand at a desk on a file, its safety copies on a stick."""
    hand = at(GIVEN)
    hand.desk.arena.journal.copy_to(str(tmp_path / "a.qa"))
    (tmp_path / "stick").mkdir()
    with Arena.open(tmp_path / "a.qa") as arena:
        hand.desk.arena = arena
        copy_folder.open_copy_folder(hand.desk, hand.now)
        hand.press(hand.row("别的文件夹"))
        hand.desk.paste(str(tmp_path / "stick"), hand.now)
        hand.press("enter")
        yield hand


def due(hand: Hand) -> Job | None:
    return copy_folder.look(hand.desk, hand.now)


def test_a_fresh_copy_is_made_and_compared(on_file: Hand) -> None:
    hand = on_file
    first = due(hand)
    assert first is not None
    copy_folder.settle(hand.desk, first.run(), hand.now)
    assert due(hand) is None
    hand.press("b", "5")
    assert any("还缺最后的记录" in each for each in lines(opened(hand)))
    job = due(hand)
    assert job is not None, "the page asks for one at once"
    copy_folder.settle(hand.desk, job.run(), hand.now)
    assert any(each.endswith("的安全副本与原件一致") for each in lines(hand))
    hand.press("1", "+")
    assert hand.contest.state.signed is not None
    assert due(hand) is not None, "and one after the signature"


def test_without_a_copy_the_page_says_so() -> None:
    (said,) = (each for each in lines(opened(at(GIVEN))).items() if "副本" in each[0])
    assert said == ("记录 #000 到 #285，共 286 条; 安全副本: 还没选文件夹", "alert")


def signed() -> Hand:
    return opened(at(GIVEN).press("enter")).press("1", "+")


def test_afterwards_nothing_is_undone_and_a_ruling_alone_opens_it_again() -> None:
    hand = signed()
    shown = hand.picture()
    assert "撤销" not in shown
    assert "重开" in shown
    hand.press("m")
    rows = list(hand.rows)
    assert not [row for row in rows if "撤销" in row or "更正" in row or "重做" in row or "加分" in row]
    hand.press("escape", "backspace", "enter", "a", "escape")
    assert isinstance(hand.last.fact, ContestSigned)
    hand.press("m")
    hand.press(*hand.row("重新打开"), "enter").type("仲裁").press("enter", "1", "+")
    assert isinstance(hand.last.fact, ContestReopened)
    assert "撤销" in hand.picture()


def on_air(hand: Hand) -> tuple[str, int | None]:
    scene = hand.contest.scene("hall")
    return scene.of(OnAir)[-1].programme, scene.of(Prizes)[-1].now


def test_the_winners_stay_until_b_or_the_point_puts_something_else_on() -> None:
    hand = at(GIVEN)
    assert on_air(hand) == ("prizes", 3), "the best debater"
    hand.press("enter")
    assert on_air(hand) == ("prizes", 0)
    for keys in (["pageup"], ["pagedown"], ["enter"]):
        hand.press(*keys)
        assert on_air(hand) == ("prizes", 0)
    assert on_air(opened(hand).press("1", "+")) == ("prizes", 0)
    for keys in (["pageup"], ["pagedown"], ["enter"]):
        hand.press(*keys)
        assert on_air(hand) == ("prizes", 0)
    assert on_air(hand.press("."))[0] == "black"
    assert on_air(hand.press(".")) == ("prizes", 0)
    assert on_air(hand.press("b", "5"))[0] == "standings"
    assert on_air(hand.press("b", "7")) == ("prizes", 0), "nothing is closed again once it is signed"


def test_a_freeze_is_no_cue_of_the_end() -> None:
    assert all(move.fact is not StandingsFrozen for move in signed().contest.moves())


def test_before_the_end_it_cannot_be_signed() -> None:
    hand = at(200).press("m")
    assert not [row for row in hand.rows if "签署" in row]
    assert until(200).state.signed is None
