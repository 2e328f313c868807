"""The desk as a program: keys of a terminal in, records out, painted for others and by others."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from quizarena.arena import Arena
from quizarena.contest.facts import BoardMessage, ContestOpened, Interrupted
from quizarena.journal import Seats
from quizarena.journal.presence import presence_of
from quizarena.rulebook import load
from quizarena.sessions.desk.lists import DeedList
from quizarena.sessions.desk.person import open_person
from quizarena.sessions.desk.presence import heartbeat, join, look_at_clock
from quizarena.sessions.steady_clock import SteadyClock
from quizarena.terminal.desk.screen import DeskScreen
from quizarena.terminal.window import Window
from tests.presence import sit

from ..afternoon import EXAMPLE
from ..waiting import example, rows, shows
from .hand import Hand, arena_of, at

NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        """Begin now: a clock that stands before the file's first record is warned of."""
        self.now = datetime.now().astimezone()

    def __call__(self) -> datetime:
        """Return the instant."""
        return self.now


@contextmanager
def opened(tmp_path: Path) -> Iterator[tuple[Arena, DeskScreen]]:
    """Start a contest in a file, and a desk on the same file."""
    path = tmp_path / "a.qa"
    with Arena.create(path, load(EXAMPLE / "contest.yaml")) as other, Arena.open(path) as arena:
        other.push(ContestOpened("live"))
        yield other, DeskScreen(arena, person="录分员", now=Clock())


async def press(pilot: Pilot[None], screen: DeskScreen, *keys: str) -> None:
    """Press keys, a second before each."""
    for key in keys:
        assert isinstance(screen.now, Clock)
        screen.now.now += timedelta(seconds=1)
        await pilot.press(key)


@pytest.mark.parametrize("surroundings", [{}, {"NO_COLOR": "1"}, {"TEXTUAL_ANIMATIONS": "none"}])
async def test_keys_record_and_what_others_record_is_painted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str]
) -> None:
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    with opened(tmp_path) as (other, screen):
        async with Window(screen).run_test(size=(120, 40)) as pilot:
            assert await shows(pilot, screen, "公布名单和密封码")
            await press(pilot, screen, "enter")
            assert await shows(pilot, screen, "请四位观众")
            await press(pilot, screen, "enter", "3", "enter", "1", "7", "enter", "8", "enter", "9", "enter", "enter")
            assert await shows(pilot, screen, "密码揭晓")
            assert other.refresh()
            assert other.contest.records[-1].fact.numbers == "3 17 8 9"  # type: ignore[attr-defined]
            other.push(BoardMessage("茶歇 [/bold] 十五分钟"))
            assert await shows(pilot, screen, "#004")
            await pilot.resize_terminal(80, 24)
            assert await shows(pilot, screen, "大屏正在显示")


async def test_paste_focus_and_the_way_out(tmp_path: Path) -> None:
    with opened(tmp_path) as (_other, screen):
        async with Window(screen).run_test(size=(80, 24)) as pilot:
            screen.post_message(events.Paste("+++enter"))
            assert await shows(pilot, screen, "粘贴只进文字框")
            pilot.app.post_message(events.AppBlur())
            assert await shows(pilot, screen, "控制台没有焦点")
            pilot.app.post_message(events.AppFocus())
            await press(pilot, screen, "m", "down")
            assert await shows(pilot, screen, "菜单: 全部操作")
            rows_of_menu = screen.desk.overlay.deeds  # type: ignore[union-attr]
            await press(pilot, screen, *str(rows_of_menu[-1].number), "enter")
            await pilot.pause(0.1)
        assert screen.terminal.ended
        assert screen.desk.contest.records[-1].type == "contest.opened"


async def test_the_desk_is_opened_in_an_app_of_one_s_own_and_left_again(tmp_path: Path) -> None:
    with opened(tmp_path) as (other, screen):
        app = example("own_desk").Own(screen.desk.arena)
        async with app.run_test(size=(120, 40)) as pilot:
            assert await shows(pilot, app, "即将开始")
            app.push_screen(screen)
            assert await shows(pilot, screen, "公布名单和密封码")
            await press(pilot, screen, "q", "ctrl+c", "tab", "escape", "enter")
            assert await shows(pilot, screen, "请四位观众"), "no key is the app's own"
            other.refresh()
            other.push(BoardMessage("茶歇"))
            assert await shows(pilot, screen, "#003")
            app.push_screen(Screen())
            await pilot.press("enter")
            app.pop_screen()
            assert await shows(pilot, screen, "请四位观众"), "keys of a screen above are not the desk's"
            seats = sit(tmp_path / "a.qa", "board")
            assert seats is not None
            assert [each.role for each in seats.others()] == ["desk"]
            await press(pilot, screen, "m")
            await press(pilot, screen, *row(screen, "退出控制台"), "enter")
            for _turn in range(500):
                await pilot.pause(0.02)
                if not screen.is_running:
                    break
            assert (app.screen_stack[1:], seats.others()) == ([], [])
            seats.close()
            await pilot.press("d")
            assert await shows(pilot, app.screen, "请四位观众")
            await pilot.press("ctrl+q")
        assert not app.is_running


async def test_the_desk_of_a_contest_in_memory_is_the_only_screen_of_its_app() -> None:
    arena = arena_of(at(25).contest)
    screen = DeskScreen(arena, look_only=True, language="en", now=Clock())
    async with Window(screen).run_test(size=(120, 40)) as pilot:
        assert await shows(pilot, screen, "M menu")
        arena.push(BoardMessage("tea"), seat="desk", at=screen.now())
        assert await shows(pilot, screen, "#026")
        screen.leave()
    assert not screen.is_running


def row(screen: DeskScreen, words: str) -> str:
    """Return the number of the first row that holds `words` in the list over the desk."""
    assert isinstance(screen.desk.overlay, DeedList)
    return next(str(each.number) for each in screen.desk.overlay.deeds if words in each.text.in_language("zh"))


async def test_a_safety_copy_is_made_beside_the_window(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with opened(tmp_path) as (other, screen):
        async with Window(screen).run_test(size=(120, 40)) as pilot:
            assert await shows(pilot, screen, "公布名单和密封码")
            await press(pilot, screen, "m")
            await press(pilot, screen, *row(screen, "安全副本"), "enter")
            await press(pilot, screen, *row(screen, "别的文件夹"), *str(stick), "enter")
            assert await shows(pilot, screen, "到 #001，在")
            (copy,) = stick.iterdir()
            with Arena.open(copy, read_only=True) as found:
                assert found.contest.head == other.contest.head
            stick.rename(tmp_path / "pocket")
            screen.now.now += timedelta(minutes=5)  # type: ignore[attr-defined]
            assert await shows(pilot, screen, "请重新插上 U 盘")
            await press(pilot, screen, "enter")
            assert await shows(pilot, screen, "请四位观众"), "the contest goes on"
            assert "没有安全副本" in rows(screen)[0]


SITTER = """
import sys, time
from datetime import datetime
from pathlib import Path
from quizarena.journal import Seats
from quizarena.journal.file_slots import FileSlots
seats = Seats.take(FileSlots.of(Path(sys.argv[1])), "desk")
at = datetime.fromisoformat(sys.argv[2])
seats.say(acting=at, alive_at=at, durable=True)
print("sits", flush=True)
time.sleep(60)
"""


@contextmanager
def other_desk(path: Path, instant: datetime) -> Iterator[subprocess.Popen[str]]:
    """Let another process sit at a desk on the file."""
    command = [sys.executable, "-c", SITTER, str(path), instant.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "sits\n"
        yield process
        process.kill()


@contextmanager
def seated(path: Path) -> Iterator[Seats]:
    """Take a seat at a desk."""
    seats = sit(path, "desk")
    assert seats is not None
    try:
        yield seats
    finally:
        seats.close()


def test_a_second_desk_looks_on_until_it_takes_over(tmp_path: Path) -> None:
    path, hand = tmp_path / "a.qa", at(25)
    with other_desk(path, hand.now - timedelta(seconds=3)), seated(path) as seats:
        join(hand.desk, seats, hand.now)
        assert "另一个控制台开着" in hand.picture()
        hand.press("enter", "+")  # the harmless row is under the cursor
        assert hand.last.seq == 25
        assert "只看" in hand.picture().splitlines()[0]
        hand.press("m").type(hand.row("接管")).press("enter", "1", "+", gap_ms=2_000)
        assert hand.last.type == "quiz.ruled"


def test_a_desk_opened_to_look_on_is_asked_nothing_and_stands_in_nobodys_way(tmp_path: Path) -> None:
    path, hand = tmp_path / "a.qa", at(25)
    hand.desk.look_only = True
    with other_desk(path, hand.now - timedelta(seconds=3)), seated(path) as seats:
        join(hand.desk, seats, hand.now)
        assert hand.desk.overlay is None
        assert seats.own.acting is None


def test_a_desk_that_is_taken_over_looks_on(tmp_path: Path) -> None:
    path, hand = tmp_path / "a.qa", at(25)
    with seated(path) as seats:
        join(hand.desk, seats, hand.now)
        assert not hand.desk.look_only
        with other_desk(path, hand.now + timedelta(seconds=5)):
            heartbeat(hand.desk, "120x40", hand.now + timedelta(seconds=6))
        assert hand.desk.look_only


def test_after_a_power_cut_the_clock_stands_where_a_person_says_it_stood(tmp_path: Path) -> None:
    path, hand = tmp_path / "a.qa", at(25, seconds=130)
    last_seen = hand.contest.records[-1].at + timedelta(seconds=12)
    with other_desk(path, last_seen) as process:
        process.kill()
        process.wait()
    time.sleep(0.05)
    with seated(path) as seats:
        join(hand.desk, seats, hand.now)
        assert "断电 1 分 58 秒" in hand.picture()
        assert "记为中断 (余 0:18)" in hand.picture()
        hand.press("1")
        assert len(hand.contest.records) == 26, "why, nobody says for the scorer"
        hand.press("2", "+")
    assert [record.type for record in hand.contest.records[26:]] == ["quiz.clock", "contest.interrupted"]
    assert hand.last.fact == Interrupted(last_seen, "停电")
    assert "0:18" in hand.press("enter").picture(80, 24)


def test_a_slot_holds_what_a_screen_says_whatever_the_script(tmp_path: Path) -> None:
    with seated(tmp_path / "a.qa") as seats:
        seats.say(role="judge:" + "j" * 20, size="240x67", notice="字" * 40, alive_at=NOON, acting=NOON)
        found = presence_of(seats.own.to_bytes())
    assert found is not None
    assert (found.size, found.notice, found.acting) == ("240x67", "字" * 24, NOON)


def test_a_slot_that_is_torn_or_strange_is_nobody(tmp_path: Path) -> None:
    for slot in (b"", b"{", b"[1]", b'{"role": 1}', b"\xff" * 256, b" " * 256):
        assert presence_of(slot) is None
    assert sit(tmp_path / "no folder" / "a.qa", "desk") is None


class SetTime:
    """A system's time that is set, and the seconds of a clock that is not."""

    def __init__(self, hand: Hand) -> None:
        """Begin with the hand's."""
        self.hand, self.set_by = hand, timedelta()
        self.clock = SteadyClock(lambda: hand.now + self.set_by, self._seconds)

    def _seconds(self) -> float:
        return self.hand.now.timestamp()

    def look(self) -> str:
        """Let the desk look at the clock; return its picture."""
        look_at_clock(self.hand.desk, self.clock, self.clock())
        return self.hand.picture()


def test_a_time_that_was_set_while_a_clock_runs_is_asked_about_once() -> None:
    hand = at(25)
    times = SetTime(hand)
    times.set_by = -timedelta(hours=1)
    picture = times.look()
    assert "电脑的时间被拨慢了 60:00" in picture
    assert "表照走，不跳，还剩 0:23" in picture
    hand.press("1")
    assert "电脑的时间" not in times.look()
    assert times.clock() == hand.now
    hand.press("space")
    assert "没有表在走，以新时间为准" in times.look()
    assert times.clock() == hand.now - timedelta(hours=1)
    assert [record.type for record in hand.contest.records[26:]] == ["quiz.clock"]


def test_the_clock_may_be_stopped_by_an_interruption_when_the_time_was_set() -> None:
    hand = at(25)
    times = SetTime(hand)
    times.set_by = timedelta(minutes=3)
    assert "电脑的时间被拨快了 3:00" in times.look()
    hand.press("2")
    assert [record.type for record in hand.contest.records[26:]] == ["quiz.clock", "contest.interrupted"]
    assert hand.contest.records[-1].fact.reason == "电脑时间被改动"  # type: ignore[attr-defined]


def test_a_time_set_while_no_clock_runs_counts_at_once() -> None:
    hand = at(24)
    times = SetTime(hand)
    times.set_by = timedelta(minutes=3)
    assert "以新时间为准" in times.look()
    assert times.clock() == hand.now + times.set_by


def key_at(character: str, seconds: float) -> events.Key:
    """Return a key that was pressed so many seconds before now."""
    key = events.Key(character, character)
    key.time -= seconds
    return key


async def test_keys_older_than_a_list_are_dropped_and_that_is_said(tmp_path: Path) -> None:
    with opened(tmp_path) as (other, screen):
        async with Window(screen).run_test(size=(120, 40)) as pilot:
            assert await shows(pilot, screen, "公布名单和密封码")
            await press(pilot, screen, "b")
            assert await shows(pilot, screen, "-- 大屏")
            for character in "12":
                screen.post_message(key_at(character, 60))
            assert await shows(pilot, screen, "未采纳: ")
            assert "-- 大屏" in "\n".join(rows(screen))
            assert not other.refresh()
            await press(pilot, screen, "1")
            assert await shows(pilot, screen, "#002")


def keys_together(text: str) -> list[events.Key]:
    """Return the keys of a text as a paste brings them that its terminal does not announce."""
    keys = [events.Key("enter" if each == "\r" else each, each) for each in text]
    for nth, key in enumerate(keys):
        key.time = nth / 1_000
    return keys


async def test_a_paste_that_no_terminal_announces_goes_into_a_field_and_nowhere_else(tmp_path: Path) -> None:
    with opened(tmp_path) as (other, screen):
        async with Window(screen).run_test(size=(120, 40)) as pilot:
            assert await shows(pilot, screen, "公布名单和密封码")
            screen._take_keys(keys_together("1+\rm3\r" * 300))
            assert await shows(pilot, screen, "粘贴只进文字框")
            assert screen.desk.overlay is None
            open_person(screen.desk, screen.now())
            screen._take_keys(keys_together("abcdefghijklmnopqrstuvwxyz\r+\r1"))
            assert await shows(pilot, screen, "粘贴只进文字框")
            assert screen.desk.person == "abcdefghijklmnopqrstuvwxyz"
            assert not other.refresh()


async def test_one_row_of_the_menu_writes_all_papers_beside_the_file(tmp_path: Path) -> None:
    with opened(tmp_path) as (_other, screen):
        async with Window(screen).run_test(size=(120, 40)) as pilot:
            await press(pilot, screen, "m")
            menu = screen.desk.overlay
            assert isinstance(menu, DeedList)
            number = next(each.number for each in menu.deeds if "当天的材料" in each.text.in_language("zh"))
            await press(pilot, screen, *str(number), "enter")
            assert await shows(pilot, screen, "份材料写在")
    (folder,) = tmp_path.glob("a-papers-*")
    assert (folder / "成绩单.html").is_file()
