"""A protest at the desk: against a record, in sight until it is decided, asked about before a step, then corrected."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quizarena.contest.facts import ProtestDecided, ProtestLodged, RoundBegun
from quizarena.scenes import Correction, OnAir, Paragraph, Ranking, Role, Say
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_board, draw_host
from tests.terminal.desk.hand import Hand, at
from tests.terminal.golden import check, plain

ROUND_OVER, QUESTION = 54, 40
REASON = "选手答「一周」，应与「七日内」同义"


def lodged(seq: int = ROUND_OVER, *, row: str = "#044", language: str = "zh") -> Hand:
    """Return the desk once the first desk's team has protested against a record."""
    hand = at(seq, language=language).press("m")
    hand.press(*hand.row("申诉" if language == "zh" else "protests"), "enter", "1")
    return hand.press(hand.row(row), "enter", "enter")


def decided(hand: Hand, number: str) -> Hand:
    hand.press("m")
    return hand.press(*hand.row("裁决申诉"), "enter", number, "2", "enter")


def badges(hand: Hand) -> list[str]:
    return [badge.text.in_language("zh") for badge in hand.desk.view(hand.now).badges]


def paragraphs(hand: Hand, audience: str, role: Role) -> list[str]:
    blocks = hand.contest.scene(audience).of(Paragraph)
    return [each.text.in_language("zh") for each in blocks if each.role is role]


def host(hand: Hand) -> str:
    says = hand.contest.scene("host").of(Say)
    return says[0].now[0].in_language("zh") if says and says[0].now else ""


def board(hand: Hand, size: tuple[int, int], audience: str = "hall") -> Any:
    look = Look(*size, hand.screen.language, hand.now)
    return (draw_host if audience == "host" else draw_board)(feed_of(hand.contest, audience), look)


def test_it_is_lodged_against_a_record_and_about_its_question() -> None:
    hand = lodged()
    assert hand.last.fact == ProtestLodged("yingbin", "第 13 题", 44)
    assert hand.said == "申诉已记下。裁定以前，大屏和主持人屏都写「暂定」。"


def test_of_an_earlier_round_the_round_is_named() -> None:
    hand = at(71).press("m")
    hand.press(*hand.row("申诉"), "enter", "1")
    hand.press(*hand.row("#044"), "enter", "enter")
    assert hand.last.fact == ProtestLodged("yingbin", "有问必答 第 13 题", 44)


def test_why_is_said_last_and_what_it_is_about_may_still_be_put_right() -> None:
    hand = at(ROUND_OVER).press("m")
    hand.press(*hand.row("申诉"), "enter", "1")
    hand.press(hand.row("#044"), "enter", "up").press("backspace").type("题的判定").press("enter")
    assert "什么理由 (可以空着)" in hand.picture()
    hand.type(REASON).press("enter")
    assert hand.last.fact == ProtestLodged("yingbin", "第 13 题的判定", 44, REASON)
    assert f"第 13 题的判定 (#044) {REASON}" in "".join(hand.press("l").picture(200, 40))


def test_the_desk_says_why_and_what_another_ruling_would_do() -> None:
    hand = lodged()
    assert "理由  选手" not in hand.picture()
    shown = hand.picture(160, 40)
    assert "影响  #044 判定 第 13 题  1 台 迎宾街道 判错; 如改判对: 1 台 120 变 130，并列第二" in shown
    assert "大屏  页眉写 [暂定]" in shown
    hand = lodged(row="别的事")
    hand.desk.paste("场外提示", hand.now)
    hand.press("enter", "enter")
    assert "申诉  场外提示" in hand.picture()
    assert "影响" not in hand.picture(), "it is against no record"


def test_one_about_something_else_is_against_no_record() -> None:
    hand = lodged(row="别的事")
    assert (hand.desk.overlay is not None, hand.last.seq) == (True, ROUND_OVER), "it wants some words"
    hand.desk.paste("场外提示", hand.now)
    assert "1 号台就场外提示提出申诉" in hand.picture()
    hand.press("enter", "enter")
    assert hand.last.fact == ProtestLodged("yingbin", "场外提示")


@pytest.mark.parametrize("audience", ["hall", "host", "desk", "judge:j1", None])
def test_it_stands_in_every_scene_until_it_is_decided(audience: Any) -> None:
    hand = lodged()
    said = ["1 台就第 13 题提出申诉，仲裁组正在复核"]
    assert paragraphs(hand, audience, Role.PROTEST) == said
    ranking = hand.contest.scene(audience).of(Ranking)[-1]
    assert (ranking.provisional, [row.team for row in ranking.rows if row.provisional]) == (True, ["yingbin"])
    hand.press("enter", "+")
    assert isinstance(hand.last.fact, RoundBegun)
    assert paragraphs(hand, audience, Role.PROTEST) == said, "play goes on, the protest stays"
    decided(hand, "2")
    assert paragraphs(hand, audience, Role.PROTEST) == []
    ranking = hand.contest.scene(audience).of(Ranking)[-1]
    assert not ranking.provisional
    assert not any(row.provisional for row in ranking.rows)


PENDING = "1 号台就第 13 题提出申诉，仲裁组正在复核，成绩暂定。"
OUTCOMES = {
    "1": ("upheld", "经复核，1 号台就第 13 题的申诉成立。"),
    "2": ("rejected", "经复核，第 13 题维持原判。"),
    "3": ("withdrawn", "1 号台撤回就第 13 题的申诉。"),
}


@pytest.mark.parametrize(("number", "outcome"), OUTCOMES.items())
def test_the_host_reads_it_and_what_became_of_it_until_play_goes_on(number: str, outcome: tuple[str, str]) -> None:
    hand = lodged()
    assert (host(hand), paragraphs(hand, "hall", Role.NOTICE)) == (PENDING, [PENDING])
    decided(hand, number)
    assert isinstance(hand.last.fact, ProtestDecided)
    assert (hand.last.fact.decision, host(hand)) == outcome
    hand.press("escape", "enter")
    assert isinstance(hand.last.fact, RoundBegun)
    assert host(hand) not in (PENDING, outcome[1])


def test_the_desk_has_a_badge_a_star_and_the_decision_at_hand() -> None:
    hand = lodged()
    assert badges(hand) == ["申诉未裁"]
    actions = {each.key.in_language("zh"): each.label.in_language("zh") for each in hand.desk.view(hand.now).actions}
    assert actions["M 1"] == "裁决申诉 #55: 1 申诉成立，打开更正 #044   2 申诉驳回   3 撤回"
    shown = hand.picture(80, 24)
    assert "迎宾街道 120.00*" in shown
    assert "140.00*" not in shown
    lodged_again = hand.press("m").press(*hand.row("参赛队申诉"), "enter", "2", "1", "enter", "enter")
    assert badges(lodged_again) == ["2 件申诉未裁"]
    decided(hand, "2")
    assert badges(hand) == ["申诉未裁"]
    decided(hand, "2")
    assert badges(hand) == []


def test_enter_asks_once_and_once_more_before_a_round() -> None:
    hand = lodged(QUESTION, row="#032")
    seq = hand.last.seq
    hand.press("enter")
    assert (hand.last.seq, hand.desk.view(hand.now).dialog is not None) == (seq, True)
    hand.press("enter")
    assert hand.last.seq == seq, "Enter never answers it"
    hand.press("+")
    assert hand.last.seq == seq + 1
    for _step in range(60):
        if any(bound.move.fact is RoundBegun for bound in hand.desk.paint().keys.values()):
            break
        keys = hand.desk.painted.keys
        hand.press("+" if "yes" in keys else " " if "clock" in keys and "next" not in keys else "enter")
        assert hand.desk.overlay is None, "it is not asked again within the round"
    before = hand.last.seq
    hand.press("enter")
    assert hand.desk.overlay is not None, "a round is not left without a word"
    assert hand.last.seq == before
    hand.press("+")
    assert isinstance(hand.last.fact, RoundBegun)


def test_the_question_leads_to_the_decision_or_back() -> None:
    hand = lodged().press("enter", "escape")
    assert (hand.desk.overlay, hand.last.seq) == (None, ROUND_OVER + 1)
    hand.press("enter", "1")
    assert "裁决申诉 #55" in hand.picture()


def test_prizes_are_not_shown_without_a_word() -> None:
    hand = at(278)
    hand.desk.arena.push(ProtestLodged("yingbin", "第 13 题", 44), at=hand.now)
    hand.press("b", "7")
    assert hand.contest.scene("hall").of(OnAir)[-1].programme != "prizes"
    hand.press("+")
    assert hand.contest.scene("hall").of(OnAir)[-1].programme == "prizes"


def test_an_upheld_protest_opens_the_correction_of_its_record() -> None:
    hand = decided(lodged(), "1")
    assert "更正 #044" in hand.picture()
    hand.press("1", "enter", "2", "enter")
    assert hand.last.type == "contest.corrected"
    totals = {row.entrant: row.total for row in hand.contest.standings(audience=None).rows}
    assert totals["yingbin"] == 130


def test_the_host_then_reads_what_the_correction_did() -> None:
    hand = decided(lodged(), "1").press("1", "down", "2", "enter")
    shown = "".join(plain(board(hand, (120, 34), "host")))
    assert "「经复核，第 13 题 1 号台的回答成立，更正为得 10 分。" in shown
    (corrected,) = hand.contest.scene("hall").of(Correction)
    assert corrected.line is None, "the line is the host's"
    hand.now += timedelta(minutes=1)
    hand.press("enter")
    assert "经复核" not in "".join(plain(board(hand, (120, 34), "host")))


@pytest.mark.parametrize("number", ["2", "3"])
def test_any_other_decision_opens_nothing(number: str) -> None:
    assert decided(lodged(), number).desk.overlay is None


def test_upheld_against_no_record_the_log_is_open() -> None:
    hand = lodged(row="别的事")
    hand.desk.paste("场外提示", hand.now)
    decided(hand.press("enter", "enter"), "1")
    assert "申诉成立" in hand.said
    assert "记录" in hand.picture()
    assert hand.desk.overlay is not None


@pytest.mark.parametrize("size", [(120, 34), (80, 24)], ids=["120x34", "80x24"])
def test_the_board_says_so_beside_the_title(size: tuple[int, int]) -> None:
    check("protest-standings", board(lodged(), size))
    check("protest-running", board(lodged(QUESTION, row="#032").press("enter", "+"), size))


@pytest.mark.parametrize("size", [(120, 34), (80, 24)], ids=["120x34", "80x24"])
def test_the_host_reads_it_first(size: tuple[int, int]) -> None:
    check("protest-host", board(lodged(), size, "host"))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_the_desk_shows_it(size: tuple[int, int]) -> None:
    hand = lodged()
    check("desk-protest", hand.canvas(*size))
    check("desk-protest-step", hand.press("enter").canvas(*size))


def test_english_says_the_same() -> None:
    hand = lodged(language="en", row="#044")
    rows = plain(board(hand, (120, 34)))
    assert "[provisional] desk 1 protests: 第 13 题; the arbit" in rows[0]
    assert rows[-1].startswith(" Desk 1 protests: 第 13 题. The arbiters are looking at it; scores are provisional.")
