"""The board as a program: it follows a file that others write, and its keyboard is dead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.contest.facts import BoardMessage, BoardShows, ContestOpened
from quizarena.errors import JournalError
from quizarena.facts import instant_text
from quizarena.journal import Seats
from quizarena.rulebook import load
from quizarena.terminal.board import BoardScreen, shown_seconds
from quizarena.terminal.lettering import shipped
from quizarena.terminal.window import Window
from tests.presence import sit

from .afternoon import EXAMPLE, feed, until
from .lettering import BLOCKS
from .waiting import example, rows, shows

NOON = datetime.fromisoformat("2023-01-11T14:21:36+08:00")


@contextmanager
def hall(tmp_path: Path, audience: str = "hall") -> Iterator[tuple[Arena, BoardScreen, Seats]]:
    """Start a contest in a file, and a board on the same file, seated beside it."""
    path = tmp_path / "a.qa"
    seats = sit(path, "board")
    assert seats is not None
    with Arena.create(path, load(EXAMPLE / "contest.yaml")) as desk, Arena.open(path, read_only=True) as board:
        desk.push(ContestOpened("live"))
        yield desk, BoardScreen(board, audience, now=lambda: NOON, seats=seats), seats
    seats.close()


async def test_the_board_stands_in_an_app_of_one_s_own(tmp_path: Path) -> None:
    with hall(tmp_path) as (desk, board, _seats):
        app = example("own_board").Own(board.arena)
        async with app.run_test(size=(100, 30)) as pilot:
            assert await shows(pilot, app, "即将开始")
            assert len(rows(app)) == 28, "what the header and the footer leave"
            desk.push(BoardMessage("茶歇"))
            desk.push(BoardShows("message"))
            assert await shows(pilot, app, "茶 歇")
            await pilot.press("q")
        assert not app.is_running


@pytest.mark.parametrize("surroundings", [{}, {"NO_COLOR": "1"}])
async def test_what_others_record_is_painted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str]
) -> None:
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    with hall(tmp_path) as (desk, screen, _seats):
        async with Window(screen).run_test(size=(80, 24)) as pilot:
            assert await shows(pilot, screen, "即将开始")
            desk.push(BoardMessage("茶歇 [/bold] 十五分钟"))
            desk.push(BoardShows("message"))
            assert await shows(pilot, screen, "茶歇 [/bold] 十五分钟")
            await pilot.resize_terminal(120, 34)
            assert await shows(pilot, screen, "茶歇 [/bold] 十五分钟")
            assert len(rows(screen)) == 34
            desk.push(BoardShows("black"))
            for _turn in range(100):
                await pilot.pause(0.02)
                if not "".join(rows(screen)).strip():
                    break
            assert not "".join(rows(screen)).strip()


async def test_names_are_lettered_once_a_font_was_found(tmp_path: Path) -> None:
    path = tmp_path / "a.qa"
    with Arena.create(path, load(EXAMPLE / "contest.yaml")) as desk:
        for record in until(284).records[1:]:
            desk.push(record.fact, seat=record.seat, at=record.at)
        for lettering, framed in ((shipped, True), (lambda: BLOCKS, False)):
            screen = BoardScreen(desk, now=lambda: NOON, lettering=lettering)
            async with Window(screen).run_test(size=(120, 34)) as pilot:
                assert await shows(pilot, screen, "领先 10.36")
                for _turn in range(100):
                    if any("开  源  街  道" in row for row in rows(screen)) is framed:
                        break
                    await pilot.pause(0.02)
                assert any("开  源  街  道" in row for row in rows(screen)) is framed


async def test_the_keyboard_is_dead_but_for_four_confirmed_keys(tmp_path: Path) -> None:
    with hall(tmp_path) as (_desk, screen, seats):
        async with Window(screen).run_test(size=(80, 24)) as pilot:
            before = screen.colours
            for key in ("x", "enter", "space", "plus", "ctrl+c", "ctrl+q", "escape"):
                seats.say(notice="")
                await pilot.press("t", key) if key == "x" else await pilot.press(key)
                assert (screen.colours, screen.is_running) == (before, True)
                assert seats.own.notice == instant_text(NOON), key
            seats.say(notice="")
            assert not seats.own.card
            await pilot.press("t")
            assert await shows(pilot, screen, "换下一个配色")
            screen.paint()  # as a second passes: what was asked stays asked
            await pilot.press("enter")
            assert await shows(pilot, screen, "即将开始")
            assert screen.colours == "light"
            await pilot.press("l", "enter")
            assert await shows(pilot, screen, "We begin shortly")
            await pilot.press("k", "enter")
            assert await shows(pilot, screen, "Test card 80x24")
            await pilot.press("q")
            assert await shows(pilot, screen, "Close this window?")
            await pilot.press("enter")
            await pilot.pause()
        assert not screen.is_running
        assert (seats.own.notice, seats.own.size, seats.own.card) == ("", "80x24", True)


async def test_a_file_that_cannot_be_read_is_said_and_followed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hall(tmp_path) as (_desk, screen, _seats):
        async with Window(screen).run_test(size=(80, 24)) as pilot:
            works = screen.arena.refresh

            def broken() -> bool:
                raise JournalError("the disk is gone")

            monkeypatch.setattr(screen.arena, "refresh", broken)
            assert await shows(pilot, screen, "读不到记录: the disk is gone")
            monkeypatch.setattr(screen.arena, "refresh", works)
            for _turn in range(100):
                await pilot.pause(0.02)
                if not any("读不到记录" in row for row in rows(screen)):
                    break
            assert not any("读不到记录" in row for row in rows(screen))


async def test_the_host_has_a_monitor(tmp_path: Path) -> None:
    with hall(tmp_path, "host") as (_desk, screen, _seats):
        async with Window(screen).run_test(size=(80, 24)) as pilot:
            assert await shows(pilot, screen, "14:21:36")
            assert await shows(pilot, screen, "这块屏只给主持人看")


def test_it_is_painted_again_only_when_a_shown_second_changes() -> None:
    running, still = feed(25), feed(166)
    moments = [datetime.fromisoformat(f"2023-01-11T14:21:3{second}+08:00") for second in (6, 6, 7)]
    moments[1] = moments[1].replace(microsecond=400_000)
    first, same, later = (shown_seconds(running, now) for now in moments)
    assert first == same != later
    assert len({shown_seconds(still, now) for now in moments}) == 1
