"""Drafts beside the keys: a slow disk holds no key up, what was typed last is kept, and what goes wrong is said."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import attrs
import pytest

from quizarena.sessions.desk.draft_queue import DraftQueue, Ending
from quizarena.sessions.desk.grid import Grid
from quizarena.sessions.desk.grid_submit import draft_key
from tests.terminal.desk.hand import Hand, at

SHEETS = 71
PATIENCE = 30.0


@attrs.define
class Disk:
    """A disk that writes only while it is let, and fails if it is to."""

    free: threading.Event = attrs.field(factory=threading.Event)
    begun: threading.Event = attrs.field(factory=threading.Event)
    written: list[str] = attrs.field(factory=list)
    said: list[str] = attrs.field(factory=list)

    def put(self, queue: DraftQueue, text: str, *, fails: str = "") -> None:
        """Have a text written under the key "sheet"."""

        def write() -> Ending | None:
            self.begun.set()
            assert self.free.wait(PATIENCE)
            if fails:
                return lambda: self.said.append(fails)
            self.written.append(text)
            return None

        queue.put("sheet", write)


@contextmanager
def working(wake: threading.Event) -> Iterator[tuple[DraftQueue, Disk]]:
    """Give a queue that writes in a thread, and its disk."""
    queue, disk = DraftQueue(), Disk()
    queue.start(wake.set)
    try:
        yield queue, disk
    finally:
        disk.free.set()
        queue.stop()


def test_without_a_window_a_draft_is_written_at_once() -> None:
    queue, disk = DraftQueue(), Disk()
    disk.free.set()
    disk.put(queue, "1")
    disk.put(queue, "12", fails="full")
    assert (disk.written, disk.said) == (["1"], ["full"])


def test_keys_go_on_while_the_disk_is_slow_and_the_last_text_is_kept() -> None:
    with working(threading.Event()) as (queue, disk):
        disk.put(queue, "1")
        assert disk.begun.wait(PATIENCE)
        for text in ("12", "12.", "12.5"):
            disk.put(queue, text)
        assert disk.written == []
        disk.free.set()
        queue.settle()
        assert disk.written == ["1", "12.5"]


def test_leaving_writes_what_waits() -> None:
    with working(threading.Event()) as (queue, disk):
        disk.put(queue, "1")
        assert disk.begun.wait(PATIENCE)
        disk.put(queue, "12")
        disk.free.set()
    assert disk.written == ["1", "12"]


def test_what_goes_wrong_wakes_the_desk_and_holds_the_key_until_it_is_taken_in() -> None:
    wake = threading.Event()
    with working(wake) as (queue, disk):
        disk.put(queue, "1", fails="full")
        disk.free.set()
        assert wake.wait(PATIENCE)
        assert disk.said == []
        disk.put(queue, "12")
        disk.put(queue, "123")
        assert disk.written == []
        assert queue.take_in()
        queue.settle()
        assert (disk.said, disk.written) == (["full"], ["123"])
        assert not queue.take_in()


def test_what_waits_of_a_key_can_be_dropped() -> None:
    with working(threading.Event()) as (queue, disk):
        disk.put(queue, "1")
        assert disk.begun.wait(PATIENCE)
        disk.put(queue, "12")
        queue.forget("sheet")
        disk.free.set()
        queue.settle()
        assert disk.written == ["1"]


def test_a_fault_of_the_thread_is_raised_where_it_is_taken_in() -> None:
    def write() -> Ending | None:
        raise ZeroDivisionError

    wake = threading.Event()
    with working(wake) as (queue, _disk):
        queue.put("sheet", write)
        assert wake.wait(PATIENCE)
        with pytest.raises(ZeroDivisionError):
            queue.take_in()


def typed(hand: Hand, *cells: str) -> Grid:
    """Type cells into the sheets; return the grid."""
    for cell in cells:
        hand.type(cell).press("enter")
    assert isinstance(hand.desk.overlay, Grid)
    return hand.desk.overlay


def test_sheets_typed_in_another_window_meanwhile_are_taken_up() -> None:
    """What was typed here on top of them is not written over them."""
    hand, wake = at(SHEETS).press("p"), threading.Event()
    grid, journal = typed(hand, "26.5"), hand.desk.arena.journal
    key, own = draft_key(grid.move), journal.draft(draft_key(grid.move))
    assert own is not None
    theirs = own.replace("26.5", "28.5")
    assert journal.write_draft(key, theirs, own)
    hand.desk.drafts.start(wake.set)
    try:
        typed(hand, "27.2", "17.8")
        assert wake.wait(PATIENCE)
        assert hand.desk.refresh()
        hand.desk.drafts.settle()
        assert journal.draft(key) == theirs
        assert grid.first.rows[0].cells == ["28.5", "", "", ""]
        assert "另一个窗口" in hand.said
    finally:
        hand.desk.drafts.stop()


def test_sheets_handed_in_leave_no_draft_behind() -> None:
    hand = at(SHEETS).press("p")
    hand.desk.drafts.start(lambda: None)
    try:
        grid = typed(hand, *("26.5", "27.2", "17.8", "16.3", "") * 7)
        hand.press("enter", "1")
        assert hand.last.type == "scenario.ballot"
        assert hand.desk.arena.journal.draft(draft_key(grid.move)) is None
    finally:
        hand.desk.drafts.stop()
