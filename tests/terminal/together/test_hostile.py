"""Hostile names on every screen: no crash, no markup taken for markup, and from data no control byte on the terminal.

Names that a rulebook may hold, and names with control characters that only a forged file holds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.contest.facts import BoardMessage, BoardShows
from quizarena.journal import GENESIS, linked
from quizarena.sessions.desk.board_control import PROGRAMMES
from tests.faults import played

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals", allow_module_level=True)

from .terminal import Hall, Terminal

MARKUP = {
    "永泰街道": "[/][@click=app.quit]永泰[/red]",
    "开源街道": "e\u0301\u0301\u0301\u0301 [bold]开源",
    "大庆路街道": "👨\u200d👩\u200d👧 大庆 \u05d0\u05d1\u05d2 \u0645\u0631\u062d",
    "迎宾街道": "迎宾" * 30,
    "评委一": "[red]评委一[/red]",
    "评委三": "[@click=app.bell()]三[/]",
    "大庆二": "[link=file:///etc]大庆二",
    "迎宾大擂台": "[/]擂台[",
}
"""Names a rulebook may hold, by the name they stand for."""
CONTROL = {
    "永泰街道": "永泰\x1b]0;OWNED\x07",
    "开源街道": "开源\x1b[2J\x1b[31m",
    "大庆路街道": "大庆\u202e\u2066路\u009b31m",
    "迎宾街道": "迎宾\r\n\x08\x00街道",
    "评委三": "三\x1b[6n\x7f",
    "大庆二": "\x1b[?1049l大庆二",
}
"""Names that were refused at every door, and stand in a file all the same."""
MARKING, OPEN = 132, 142
"""Records: ballots are awaited, j3's is in; all marks of a performance are open."""
OVERLAYS = "lwabptm?"


_OBEYED = (b"\x1b]0;", b"\x1b]8;", b"\x1b[2J", b"\x1b[31m", b"\x1b[6n", b"\x1b[?1049l", b"\x07\x07", b"\x08", b"\x7f")
"""What a terminal would do something at."""


def file_with(path: Path, names: dict[str, str], seq: int) -> str:
    """Write the story up to a record with other names, chained anew as a forger would."""
    made, before = [], GENESIS
    for row in played.rows(played.YINGBIN)[: seq + 1]:
        text = row.fact
        for name, other in names.items():
            text = text.replace(name, json.dumps(other)[1:-1])
        made.append(linked(before, row._replace(fact=text)))
        before = made[-1].digest
    return str(played.put(path, made))


def screens(hall: Hall, path: str) -> Iterator[Terminal]:
    """Open every screen on a file."""
    yield hall.open("desk", path, size="120x40")
    yield hall.open("desk", path, "--look-only")
    for audience in ("hall", "host"):
        yield hall.open("board", path, "--for", audience)
    yield hall.open("judge", path, "--as", "j3")
    yield hall.open("judge", path)
    yield hall.open("replay", path)


@pytest.mark.parametrize("names", [MARKUP, CONTROL], ids=["markup", "control"])
def test_every_screen_shows_them_and_obeys_none(names: dict[str, str], tmp_path: Path) -> None:
    path = file_with(tmp_path / "a.qa", names, MARKING)
    with Hall() as hall:
        desk, small, board, host, judge, seats, replay = screens(hall, path)
        desk.sees("总分")
        small.sees("M 菜单")
        replay.sees("回放")
        seats.sees("请按席位号")
        assert all(name in seats.text for name in MARKUP.values() if "评委" in name and names is MARKUP)
        overlays(desk)
        mark(judge)
        programmes(path, desk, board, host)
        for each in hall.terminals:
            assert each.process.poll() is None, each.text
            assert_harmless(each)


def overlays(desk: Terminal) -> None:
    """Open and close every overlay of the desk."""
    for key in OVERLAYS:
        desk.changes(key)
        desk.press("escape", "M 菜单")


def mark(judge: Terminal) -> None:
    """Sit down and look at the ballot handed in."""
    judge.sees("请定一个密码")
    judge.send("2468")
    judge.changes("2468")
    judge.sees("等待亮分")


def programmes(path: str, *watching: Terminal) -> None:
    """Let the board show every programme, and see all screens follow."""
    with Arena.open(path) as arena:
        arena.push(BoardMessage("[/] 茶歇 [@click=app.quit]"), seat="desk")
        for programme in PROGRAMMES:
            seq = arena.push(BoardShows(programme), seat="desk").seq
            for each in watching:
                if programme != "black":
                    each.records(seq - 1)


def assert_harmless(terminal: Terminal) -> None:
    """Assert that nothing of the data was written as anything but letters."""
    assert terminal.screen.strange == []
    raw = bytes(terminal.raw)
    assert not any(sequence in raw for sequence in _OBEYED)


SURROUNDINGS = {
    "no colour, dumb": {"NO_COLOR": "1", "TERM": "dumb"},
    "console, C": {"TERM": "linux", "LANG": "C", "LC_ALL": "C"},
    "colours of 256": {"TERM": "xterm-256color", "COLORTERM": ""},
}


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_poor_terminals_show_the_same_moment(name: str, tmp_path: Path) -> None:
    path = file_with(tmp_path / "a.qa", {}, OPEN)
    with Hall(SURROUNDINGS[name]) as hall:
        desk, board, judge = hall.open("desk", path), hall.open("board", path), hall.open("judge", path)
        latin = SURROUNDINGS[name]["TERM"] == "linux"
        desk.sees("Marks" if latin else "亮分", "83.63")
        board.sees("(89.9)", "83.63", "#" * 6)
        judge.sees("7  j7" if latin else "7  评委七")
        assert [each.screen.strange for each in hall.terminals] == [[]] * 3
