"""A judge's PIN under many hands: whoever tries at once is counted one after the other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from quizarena.journal import MemoryJournal, SqliteJournal
from quizarena.sessions.judge.pin import TRIES, choose, is_right, read_pin

HANDS = 16


@pytest.mark.parametrize("right", [False, True])
def test_of_many_tries_at_once_each_counts(tmp_path: Path, right: bool) -> None:
    path = tmp_path / "a.qa"
    with closing(SqliteJournal.create(path)) as journal:
        assert choose(journal, "j1", "4711")
        if right:
            assert is_right(journal, "j1", "4711")
    begun = threading.Barrier(HANDS)

    def guess(number: int) -> bool:
        with closing(SqliteJournal(path)) as journal:
            begun.wait(60)
            return is_right(journal, "j1", f"{number:04}")

    with ThreadPoolExecutor(HANDS) as pool:
        assert list(pool.map(guess, range(HANDS))) == [False] * HANDS
    with closing(SqliteJournal(path)) as journal:
        pin = read_pin(journal, "j1")
        assert pin is not None
        assert (pin.wrong, pin.tries_left) == (TRIES, 0)
        assert not is_right(journal, "j1", "4711")


class Overtaken(MemoryJournal):
    """A journal in which other windows try wrongly between this one's look and its answer."""

    others = 0

    def draft(self, key: str) -> str | None:
        text = super().draft(key)
        while self.others:
            self.others -= 1
            assert not is_right(self, "j1", "0000")
        return text


@pytest.mark.parametrize(("others", "opens"), [(0, True), (TRIES - 1, True), (TRIES, False)])
def test_the_right_digits_count_after_the_wrong_ones_before_them(others: int, opens: bool) -> None:
    journal = Overtaken()
    assert choose(journal, "j1", "4711")
    journal.others = others
    assert is_right(journal, "j1", "4711") is opens


def test_of_two_who_choose_at_once_one_has_chosen() -> None:
    journal = MemoryJournal()
    assert choose(journal, "j1", "4711")
    assert not choose(journal, "j1", "1234")
    assert is_right(journal, "j1", "4711")
