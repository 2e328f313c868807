"""What stands beside the record may be damaged or forged: drafts, PINs and the seats' file take no window with them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.arena import Arena
from quizarena.journal import MemoryJournal
from quizarena.journal.presence import SLOT, Presence, presence_of
from quizarena.sessions.desk.grid import draft_key
from quizarena.sessions.desk.judges import open_sheets
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.desk.sheets import Sheets
from quizarena.sessions.judge.draft import ballots_key
from quizarena.sessions.judge.pin import TRIES, is_right, pin_key, read_pin
from quizarena.sessions.judge.session import JudgeSession
from quizarena.sessions.keys import press
from quizarena.terminal.desk import painter as desk_painter
from quizarena.terminal.desk.terminal import DeskTerminal
from quizarena.terminal.judge.painter import JudgeTerminal
from tests.faults import played

NOW = datetime(2023, 1, 11, 7, tzinfo=UTC)
NO_DRAFTS = [
    "",
    "{",
    "null",
    "[]",
    "1",
    '"x"',
    "[" * 100_000,
    '{"sheets":{}}',
    "\0",
    "NaN",
    "9" * 5_000,
    '{"a":1,"a":2}',
]
VALUES = [None, 1, -1, "x", "\x1b[31m", "\ud800", [], {}, [1], True]


def before_ballots() -> Arena:
    """Return the afternoon at the moment when the first sheets are collected."""
    rows = played.rows(played.YINGBIN)
    until = next(row.seq for row in rows if row.type == "scenario.ballot")
    journal = MemoryJournal()
    with journal.writing() as writer:
        for row in rows[:until]:
            writer.append(row)
    return Arena(journal)


def changed(good: Any) -> Iterator[str]:
    """Yield a draft with each of its values in turn changed, or missing."""

    def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        for key in keys:
            yield (*path, key)
            yield from places(value[key], (*path, key))

    for *way, last in places(good):
        for value in VALUES:
            other = copy.deepcopy(good)
            at = other
            for step in way:
                at = at[step]
            at[last] = value
            yield json.dumps(other)
            del at[last]
            yield json.dumps(other)


def test_a_judge_s_sheet_takes_up_no_draft_that_is_none() -> None:
    arena = before_ballots()
    session = JudgeSession(arena)
    session.sit_down("j1")
    for key in ("2", "7", "2", "enter", "tab", "2", "5", "enter", "8"):
        session.press(press(key, key if len(key) == 1 else None), NOW)
    good = json.loads(arena.journal.draft(ballots_key("j1")) or "")
    (sheet,) = good["sheets"].values()
    assert any(sheet["texts"].values()), "a draft without marks would try nothing"
    assert sheet["asked"], "nor one without a question put off"
    for text in (*NO_DRAFTS, *changed(good)):
        arena.journal.write_draft(ballots_key("j1"), text, arena.journal.draft(ballots_key("j1")))
        again = JudgeSession(arena)
        again.sit_down("j1")
        JudgeTerminal(again).paint(80, 24)
        assert again.page == "entry"


def test_the_desk_s_grid_takes_up_no_draft_that_is_none() -> None:
    arena = before_ballots()
    desk = DeskSession(arena)
    move = next(move for move in arena.contest.moves() if move.fact.type == "scenario.ballot")
    open_sheets(desk, move, NOW)
    grid: Any = desk.overlay
    sheets: Sheets = grid.sheets
    sheets.rows[0].cells[0] = "7"
    good = json.loads(sheets.to_text())
    good["sheets"] = {"j1": good["sheets"]["j1"]}  # one judge's says it all
    for text in (*NO_DRAFTS, *changed(good)):
        arena.journal.write_draft(draft_key(move), text, arena.journal.draft(draft_key(move)))
        open_sheets(desk, move, NOW)
        desk_painter.paint(DeskTerminal(desk), 80, 24, NOW)


@pytest.mark.parametrize("text", [*NO_DRAFTS, *changed({"salt": "00", "hash": "00", "wrong": 0})])
def test_a_pin_that_is_none_opens_to_nobody(text: str) -> None:
    journal = MemoryJournal()
    journal.write_draft(pin_key("j1"), text, None)
    pin = read_pin(journal, "j1")
    assert pin is not None
    assert pin.tries_left <= TRIES
    assert not is_right(journal, "j1", "1234")


@given(st.binary(max_size=SLOT) | st.sampled_from([text.encode("utf-8", "surrogatepass") for text in NO_DRAFTS]))
def test_a_slot_of_the_seats_file_is_a_seat_or_nobody(slot: bytes) -> None:
    assert presence_of(slot[:SLOT]) is None or isinstance(presence_of(slot[:SLOT]), Presence)


def test_a_forged_slot_is_a_seat_or_nobody() -> None:
    good = {"role": "desk", "size": "80x24", "alive": None, "acting": None, "notice": "", "pid": 1}
    for text in changed(good):
        seat = presence_of(text.encode("utf-8", "surrogatepass"))
        assert seat is None or all(isinstance(each, str) for each in (seat.role, seat.size, seat.notice))
        assert seat is None or type(seat.pid) is int
