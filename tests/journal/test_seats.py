"""Presences in `FILE-seats`: no file of somebody's own is touched, and a forked process has no seat of its parent's."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizarena.journal.presence import MOST, SLOT
from tests.presence import sit


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"who sits where: Li in row 1\n", id="a list"),
        pytest.param(b"\x89PNG\r\n" + bytes(5_000), id="a picture"),
        pytest.param((b" " * (SLOT - 1) + b"\n") * MOST + b"and more", id="longer than any of ours"),
        pytest.param((b" " * (SLOT - 1) + b"\n") + b"Li, row 1", id="blank at first"),
    ],
)
def test_a_file_of_somebodys_own_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    own = tmp_path / "a.qa-seats"
    own.write_bytes(content)
    assert sit(tmp_path / "a.qa", "desk") is None
    assert own.read_bytes() == content


@pytest.mark.parametrize(
    "content",
    [b"", b" " * (SLOT - 1) + b"\n", bytes(SLOT), b'{"role":"board","si'.ljust(SLOT), b'{"role":"desk"'],
    ids=["empty", "left", "never used", "torn", "cut off"],
)
def test_what_screens_left_there_is_ours(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.qa-seats").write_bytes(content)
    seats = sit(tmp_path / "a.qa", "desk")
    assert seats is not None
    assert seats.others() == []
    seats.close()


def test_a_closed_seat_says_nothing_in_the_slot_of_whoever_came_after(tmp_path: Path) -> None:
    gone = sit(tmp_path / "a.qa", "desk")
    assert gone is not None
    gone.close()
    board, host = sit(tmp_path / "a.qa", "board"), sit(tmp_path / "a.qa", "host")
    assert board is not None
    assert host is not None
    gone.say(size="80x24")
    gone.close()
    assert [(each.role, each.size) for each in host.others()] == [("board", "")]
    for each in (board, host):
        each.close()


FORK = """
import os, sys
from tests.presence import sit
desk = sit(sys.argv[1], "desk")
(heard, tell), (over, end) = os.pipe(), os.pipe()
if os.fork():
    os.read(heard, 1)
    host = sit(sys.argv[1], "host")
    print("the parent's:", [(each.role, each.size) for each in host.others()], flush=True)
    os._exit(0)
os.close(end)
desk.say(size="1x1")
desk.close()
board = sit(sys.argv[1], "board")
print("the child's:", *([each.role for each in seats.others()] for seats in (board, desk)), flush=True)
os.write(tell, b".")
os.read(over, 1)
print("after it:", board.others())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked there")
def test_a_forked_process_has_no_seat_of_its_parents(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FORK, str(tmp_path / "a.qa")]
    said = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True, timeout=60).stdout
    assert said.splitlines() == [
        "the child's: ['desk'] ['desk', 'board']",
        "the parent's: [('desk', ''), ('board', '')]",
        "after it: []",
    ]


def test_as_many_sit_as_a_large_hall_has_seats(tmp_path: Path) -> None:
    seated = [sit(tmp_path / "a.qa", f"judge:j{number}") for number in range(MOST)]
    assert MOST == 256
    assert None not in seated
    assert sit(tmp_path / "a.qa", "desk") is None
    first = seated[0]
    assert first is not None
    assert len(first.others()) == MOST - 1
    for each in seated:
        assert each is not None
        each.close()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("http://192.168.100.200:65535", "http://192.168.100.200:65535"),
        ("https://" + "a" * 40, "https://" + "a" * 40),
        ("https://" + "a" * 41, ""),
    ],
    ids=["numbers", "longest", "too long"],
)
def test_a_server_says_where_it_is(tmp_path: Path, address: str, found: str) -> None:
    desk, server = sit(tmp_path / "a.qa", "desk"), sit(tmp_path / "a.qa", "server")
    assert desk is not None
    assert server is not None
    now = datetime(2026, 11, 28, 12, 0, 0, 123_000, tzinfo=UTC)
    far = "2001:0db8:85a3:0000:0000:8a2e:0370:7334"
    server.say(address=address, acting=now, notice="2026-11-28T12:00:00.123456Z", reached=far, trouble=True)
    assert [(each.role, each.address, each.acting, each.reached) for each in desk.others()] == [
        ("server", found, now, far)
    ]
    for each in (desk, server):
        each.close()


def test_a_browsers_board_takes_no_bell_from_a_window(tmp_path: Path) -> None:
    browser, window = sit(tmp_path / "a.qa", "board"), sit(tmp_path / "a.qa", "board")
    assert browser is not None
    assert window is not None
    assert not window.is_first()
    browser.say(browser=True)
    assert window.is_first()
    for each in (browser, window):
        each.close()
