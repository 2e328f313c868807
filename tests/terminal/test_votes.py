"""A debate by votes on board and host's monitor: one vote a step, the count, the winner's name, the best debater."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows
from quizarena.contest.reveal import all_steps
from quizarena.facts import parse_instant
from quizarena.rulebook import loads
from quizarena.scenes import Decision, Votes
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_board, draw_host
from quizarena.text import draw
from tests.contest.telling import make

from .desk.hand import Hand
from .golden import plain
from .lettering import BLOCKS
from .test_host_lines import told

NOON = parse_instant("2026-01-01T12:00:00Z")
RULES: dict[str, Any] = {
    "quizarena": 1,
    "contest": {"title": "T", "language": "zh"},
    "order": "roster",
    "teams": [
        {"id": "yingbin", "name": {"zh": "迎宾街道", "en": "Yingbin"}, "members": ["迎宾一", "迎宾二"]},
        {
            "id": "kaiyuan",
            "name": {"zh": "开源街道", "en": "Kaiyuan"},
            "members": ["开源一", {"id": "kaiyuan-2", "name": {"zh": "开源三", "en": "Kaiyuan San"}}],
        },
    ],
    "judges": [
        {"id": f"j{nth}", "name": {"zh": f"评委{zh}", "en": f"Judge {nth}"}}
        for nth, zh in enumerate("一二三四五六七", 1)
    ],
    "panel": {"rule": "mean", "of": "judge_total", "places": 2, "missing": "exclude"},
    "rounds": [
        {
            "id": "debate",
            "kind": "debate",
            "title": {"zh": "不辩不明", "en": "Debate"},
            "sides": "by_order",
            "verdict": "votes",
            "votes": {"win": 1, "draw": 0.5, "lose": 0},
            "nominations": {"award": {"zh": "最佳辩手", "en": "Best debater"}},
            "segments": [{"name": "立论", "side": "affirmative", "seconds": 60}],
        }
    ],
}


def voted(cast: str, rules: dict[str, Any] = RULES) -> Contest:
    """Return the match with its votes in, `a` and `n` by judge; each names the second debater of the negative."""
    contest = Contest(loads(json.dumps(rules)), at=NOON)
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    make(contest, "debate.paired")
    make(contest, "debate.sided")
    make(contest, "debate.motion_set", text="x")
    make(contest, "debate.motion_shown")
    make(contest, "debate.segment_ended")
    for nth, side in enumerate(cast, 1):
        sides = {"a": "affirmative", "n": "negative"}
        make(
            contest, "debate.voted", f"judge:j{nth}", judge=f"j{nth}", side=sides[side], **{"nominated.1": "kaiyuan-2"}
        )
    return contest


def shown(contest: Contest, step: int) -> Contest:
    contest.push(BoardShows("marks", step), at=contest.records[-1].at)
    return contest


ROWS = [
    ("投票结束，请亮票！", "Voting is closed. The votes, please!"),
    ("评委一，投反方。", "Judge 1 votes for the negative."),
    ("评委二，投正方。", "Judge 2: the affirmative."),
    ("评委三，投反方。", "Judge 3: the negative."),
    ("评委四，投反方。", "Judge 4: the negative."),
    ("评委五，投正方。", "Judge 5: the affirmative."),
    ("评委六，投反方。", "Judge 6: the negative."),
    ("评委七，投反方。", "Judge 7: the negative."),
    ("正方两票，反方五票。", "Two votes to five."),
    ("反方，开源街道获胜！", "The negative, Kaiyuan, win the debate!"),
    ("本场最佳辩手，开源街道，开源三！", "Best debater: Kaiyuan San of Kaiyuan!"),
]
"""As the host reads: what is read at each step of the board."""


def board(contest: Contest, size: str = "120x34", language: str = "zh") -> str:
    across, down = map(int, size.split("x"))
    look = Look(across, down, language, NOON, letters=BLOCKS)
    return "\n".join(plain(draw_board(feed_of(contest, "hall"), look)))


def test_every_step_of_the_board_has_its_line() -> None:
    contest = voted("nanna" + "nn")
    make(contest, "debate.revealed")
    for step, (chinese, english) in enumerate(ROWS):
        at = shown(contest, step).fork() if step else contest
        assert told(at, "zh")[0] == [f"「{chinese}」"], step
        assert told(at, "en")[0] == [f'"{english}"'], step
        (following, _english), *_others = *ROWS[step + 1 :], ("激动人心的时刻到了。下面颁奖！", "")
        assert told(at, "zh")[1] == [f"「{following}」"], step


def test_the_hall_sees_no_vote_before_its_step_and_no_winner_before_the_count() -> None:
    contest = voted("nannann")
    assert all(not cell.says for votes in contest.scene("hall").of(Votes) for cell in votes.cells)
    make(contest, "debate.revealed")
    for step in range(1, 8):
        (votes,) = shown(contest, step).scene("hall").of(Votes)
        assert [bool(cell.says) for cell in votes.cells] == [True] * step + [False] * (7 - step)
        assert votes.opened == f"j{step}"
        assert contest.scene("hall").of(Decision) == ()
        assert {score.value for score in contest.standings(audience=None).totals.values()} == {0, 1}
    (counted,) = shown(contest, 8).scene("hall").of(Decision)
    assert (counted.count, counted.winner, counted.best) == ((2, 5), None, ())
    (won,) = shown(contest, 9).scene("hall").of(Decision)
    assert (won.winner, won.best) == ("negative", ())
    (best,) = shown(contest, 10).scene("hall").of(Decision)
    assert [draw(each.name, "en") for each in best.best] == ["Kaiyuan San"]


@pytest.mark.parametrize("size", ["80x24", "120x34"])
def test_the_board_shows_each_step(size: str) -> None:
    contest = voted("nannann")
    make(contest, "debate.revealed")
    at = {step: board(shown(contest, step), size) for step in (1, 8, 9, 10)}
    assert "[反方]" in at[1]
    assert "评委一" in at[1]
    assert "获胜" not in at[1]
    assert "正方 1 台 迎宾街道" in at[8]
    assert "获胜" not in at[8]
    assert "反 方 获 胜" in at[9]
    assert "2 台  开源街道" in at[9]
    assert "最 佳 辩 手" in at[10]
    assert "2 台  开源街道" in at[10]


def test_open_all_leaves_the_last_step_its_own_press() -> None:
    contest = voted("nannann")
    make(contest, "debate.revealed")
    cue = all_steps(contest.state, contest.scene("desk"))
    assert cue == BoardShows("marks", 9)
    shown(contest, 9)
    read = "".join(told(contest, "zh")[0])
    assert read.startswith("「评委一，投反方。")
    assert read.endswith("反方，开源街道获胜！」")


def test_a_drawn_match_names_nobody() -> None:
    contest = voted("anan")
    for judge in ("j5", "j6", "j7"):
        make(contest, "debate.absent", "arbiter", judge=judge, reason="ill")
    make(contest, "debate.revealed")
    shown(shown(contest, 5), 6)
    assert told(contest, "zh")[0] == ["「本场打成平局。」"]
    assert "平   局" in board(contest)


CAST = [
    ("三比三。请主评委投决定票。", "Three votes each. The chief judge has the casting vote.", "胜方"),
    (
        "决定票，投反方。反方，开源街道获胜！",
        "The casting vote is for the negative. The negative, Kaiyuan, win the debate!",
        "",
    ),
    ("本场最佳辩手，开源街道，开源三！", "Best debater: Kaiyuan San of Kaiyuan!", ""),
]
"""As the host reads: a level count, the casting vote with the winner, the best debater."""


def level() -> Contest:
    """Return a match of three votes each, one judge away, whose rules give the chief judge a casting vote."""
    (match,) = RULES["rounds"]
    judges = [{**judge, "chief": judge["id"] == "j1"} for judge in RULES["judges"]]
    contest = voted("ananan", {**RULES, "judges": judges, "rounds": [{**match, "votes": {"casting": "chair"}}]})
    make(contest, "debate.absent", "arbiter", judge="j7", reason="ill")
    make(contest, "debate.revealed")
    return contest


def waiting(contest: Contest) -> list[str]:
    rows = [row.strip() for row in plain(draw_host(feed_of(contest, "host"), Look(120, 40, "zh", NOON)))]
    start = next(nth for nth, row in enumerate(rows) if row.startswith("还没上屏"))
    return [row for row in rows[start + 1 : -1] if row and not row.startswith("时间")]


def test_a_level_count_waits_for_the_casting_vote_and_then_goes_on() -> None:
    contest = level()
    for step in range(1, 8):
        shown(contest, step)
    for nth, (chinese, english, closed) in enumerate(CAST):
        assert told(contest, "zh")[0] == [f"「{chinese}」"]
        assert told(contest, "en")[0] == [f'"{english}"']
        if not nth:
            assert waiting(contest) == [closed], "the winner is not known to anybody"
            make(contest, "debate.casting_vote", side="negative")
            assert told(contest, "zh")[1] == [f"「{CAST[1][0]}」"]
        shown(contest, 8 + nth)


def test_the_board_says_whose_vote_it_waits_for_and_what_decided() -> None:
    contest = level()
    for step in range(1, 8):
        shown(contest, step)
    counted = board(contest)
    assert "决定票: 评委一" in counted
    assert "获胜" not in counted
    make(contest, "debate.casting_vote", side="negative")
    assert "获胜" not in board(contest), "what the vote gives waits for its step"
    assert "反 方 获 胜" in board(shown(contest, 8))
    assert "决 定 票" in board(contest)


def test_the_desk_takes_the_casting_vote_by_a_digit_and_enter() -> None:
    hand = Hand(level(), language="en")
    hand.press("enter", "end", "enter")
    waiting_at = hand.last.seq
    hand.press("enter")
    assert hand.last.seq == waiting_at, "Enter opens nothing more"
    assert hand.said == "Press a number: who, or which?"
    hand.press("2")
    assert hand.last.seq == waiting_at, "it is read back first"
    assert "Negative: Kaiyuan" in hand.picture()
    hand.press("enter")
    assert (hand.last.type, hand.last.fact.subject.judge) == ("debate.casting_vote", "j1")
    hand.press("enter")
    (decision,) = hand.contest.scene("hall").of(Decision)
    assert decision.winner == "negative"
