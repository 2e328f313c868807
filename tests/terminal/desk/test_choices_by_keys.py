"""A contest with choices, a picture and a sound, run from the desk by keys; a wrong key is put right in the middle."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.journal.stored_files import store_files
from quizarena.media import media_in
from quizarena.rulebook import load
from quizarena.scenes import Question
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.dialog import Menu
from quizarena.terminal.desk.screen import SessionScreen
from quizarena.terminal.desk.terminal import DeskTerminal, Viewer
from quizarena.terminal.window import Window
from quizarena.text import draw
from tests.media import png, wav
from tests.terminal.desk.hand import NAMES, NOON, Hand
from tests.terminal.waiting import shows

RULES = Path(__file__).parents[2] / "choices"


class Shown(Viewer):
    """A viewer that notes which files were opened."""

    def __init__(self) -> None:
        super().__init__("viewer")
        self.suffixes: list[str] = []

    def _open(self, file: Path) -> None:
        self.suffixes.append(file.suffix)


@pytest.fixture
def hand(tmp_path: Path) -> Hand:
    """Return a hand at the desk of the contest, its files beside it."""
    folder = shutil.copytree(RULES, tmp_path / "rules")
    (folder / "red.png").write_bytes(png(red=255))
    (folder / "silence.wav").write_bytes(wav())
    book = load(folder / "contest.yaml")
    store_files(tmp_path / "x.qa", media_in(book), folder)
    found = Hand(Contest(book, at=NOON))
    found.desk.file, found.screen.viewer = str(tmp_path / "x.qa"), Shown()
    return found.press("enter", "1", "enter")


def totals(hand: Hand) -> list[str]:
    found = hand.contest.standings(audience=None).totals
    return [str(found[team.id].value) for team in hand.contest.state.roster.teams]


def ask(hand: Hand, *keys: str) -> None:
    """Ask the next question, let the clock run, and rule by these keys."""
    hand.press("enter", "space", "enter", *keys)


def put_right(hand: Hand, question: str, key: str) -> None:
    """Change a question's key from the menu."""
    hand.press("m")
    hand.press(*hand.row("改规则"), "enter")
    hand.press(hand.row("有问必答：出过的题"))
    for words in (question, "标准答案"):
        hand.press(hand.row(words))
    hand.type(key).press("enter", "2", "down", "1", "down", "1")


def test_the_contest_is_run_by_keys_and_the_past_follows_its_key(hand: Hand) -> None:
    viewer = hand.screen.viewer
    assert isinstance(viewer, Shown)
    hand.press("enter")  # 有问必答
    ask(hand, "+")  # q01, spoken: 朝阳
    ask(hand, "b", "+")  # q02: 和平, right
    hand.press("enter", "v")  # q03: 东风, a picture
    hand.press("space", "enter", "+")
    ask(hand, "b", "+")  # q04: 建设 chose B; the bank says C
    assert totals(hand) == ["110", "110", "110", "100"]
    ask(hand, "-")  # q05: 朝阳
    ask(hand, "a", "c", "+")  # q06: 和平, one missed
    assert totals(hand) == ["110", "350/3", "110", "100"]

    put_right(hand, "q04", "B")
    assert "随之按新的规则改判" in hand.picture()
    hand.press("enter")
    assert hand.last.type == "contest.amended"
    assert totals(hand) == ["110", "350/3", "110", "110"]

    hand.press("enter", "v", "2")  # q07: 东风, a sound with a time of its own, in the machine's own viewer
    assert "请作答: 开始计时 0:20" in hand.picture()
    hand.press("space", "enter", "+")
    assert viewer.suffixes == [".png", ".wav"]
    ask(hand, "b", "+")  # q08: 建设, false
    for _question in range(4):
        ask(hand, "+")
    assert totals(hand) == ["120", "380/3", "130", "130"]

    hand.press("enter", "enter")  # 抢答
    hand.press("space", "1", "a", "+", "space", "3")  # b01: 朝阳 chose A, 东风 had the second chance
    assert "所选 A" not in hand.picture()
    hand.press("b", "+")
    assert totals(hand) == ["110", "380/3", "140", "130"]
    hand.press("enter", "space", "4", "c", "+", "enter", "space", "0")
    assert totals(hand) == ["110", "380/3", "140", "140"]
    hand.contest.verify()


def test_the_explanation_names_choice_and_key_before_and_after(hand: Hand) -> None:
    hand.press("enter")
    for keys in ("+", "+", "+"):
        ask(hand, keys)
    ask(hand, "b", "+")

    def leaf() -> str:
        (found,) = hand.contest.standings(audience=None).rounds["quiz"]["jianshe"].parts
        return f"{found.label.in_language('zh')}：{found.value} 分"

    assert leaf() == "第 4 题 选 B，答案 C：0 分"
    put_right(hand, "q04", "B")
    hand.press("enter")
    assert leaf() == "第 4 题 选 B，答对：10 分"


def test_a_question_of_several_lines_keeps_them_for_the_host(hand: Hand) -> None:
    hand.press("enter")
    for _question in range(9):
        ask(hand, "+")
    hand.press("enter")
    (shown,) = hand.contest.scene("host").of(Question)
    assert shown.text.in_language("zh").split("\n") == ["甲比乙高，", "乙比丙高。", "三个人里谁最矮？"]
    assert "甲比乙高， 乙比丙高。" in hand.picture().replace("\n", "")


class Clock:
    """A clock that a test moves on, begun now: a file's records are not from the future."""

    def __init__(self) -> None:
        self.now = datetime.now().astimezone()

    def __call__(self) -> datetime:
        return self.now


async def test_it_plays_in_the_window_of_a_desk_on_a_file(tmp_path: Path) -> None:
    folder = shutil.copytree(RULES, tmp_path / "rules")
    (folder / "red.png").write_bytes(png(red=255))
    (folder / "silence.wav").write_bytes(wav())
    book, file, clock = load(folder / "contest.yaml"), tmp_path / "x.qa", Clock()
    store_files(file, media_in(book), folder)
    with Arena.create(file, book) as arena:
        desk, viewer = DeskSession(arena, file=str(file)), Shown()
        screen = SessionScreen(DeskTerminal(desk, viewer=viewer), now=clock)

        async def keys(*pressed: str) -> None:
            for key in pressed:
                clock.now += timedelta(seconds=1)
                await pilot.press(NAMES.get(key, key))

        def row(words: str) -> str:
            assert desk.overlay is not None
            menus = (each for each in desk.overlay.dialog(clock.now).blocks if isinstance(each, Menu))
            return next(str(item.number) for menu in menus for item in menu.items if words in draw(item.text, "zh"))

        async with Window(screen).run_test(size=(120, 40)) as pilot:
            await keys("enter", "1", "enter", "enter")  # live, the list gone, the first round
            await keys("enter", "space", "enter", "+")  # q01, spoken
            await keys("enter", "space", "enter", "b", "+")  # q02: chose B, right
            await keys("enter", "v", "space", "enter", "+")  # q03, a picture
            await keys("enter", "space", "enter", "b", "+")  # q04: chose B; the bank says C
            assert arena.contest.records[-1].fact.verdict == "wrong"  # type: ignore[attr-defined]
            await keys("m")
            await keys(*row("改规则"), "enter")
            for words in ("有问必答：出过的题", "q04", "标准答案"):
                await keys(*row(words))
            await keys("backspace", "B", "enter", "2", "down", "1", "down", "1", "enter")
            assert await shows(pilot, screen, "经复核，4 号台加 10 分")
            for letters in ((), ("a", "c", "d")):  # q05, q06
                await keys("enter", "space", "enter", *letters, "+")
            await keys("enter", "v", "2")  # q07, a sound
            assert viewer.suffixes == [".png", ".wav"]
        assert str(arena.contest.standings(audience=None).totals["jianshe"].value) == "110"
        arena.contest.verify()
