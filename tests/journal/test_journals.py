"""What both journals promise: order, one transaction, each id once, drafts beside the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quizarena.errors import JournalError
from quizarena.journal import NO_RECORDS, Head, Journal, MemoryJournal, SqliteJournal, Writer, first_bad
from tests.journal.rows import push, row_after, rows


def _file(folder: Path) -> Journal:
    return SqliteJournal.create(folder / "竞赛 #1?%41.quiz")


MAKERS: dict[str, Callable[[Path], Journal]] = {"memory": lambda _: MemoryJournal(), "file": _file}


@pytest.fixture(params=MAKERS)
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    made = MAKERS[request.param](tmp_path)
    yield made
    made.close()
    made.close()


def test_what_is_appended_is_read_back(journal: Journal) -> None:
    assert journal.head() == NO_RECORDS
    assert list(journal.read()) == []
    found = rows(5)
    for row in found:
        with journal.writing() as writer:
            writer.append(row)
    assert list(journal.read()) == found
    assert list(journal.read(after=2)) == found[3:]
    assert list(journal.read(after=4)) == []
    assert journal.head() == (4, found[4].digest)
    assert journal.find("id-3") == found[3]
    assert journal.find("id-9") is None
    assert first_bad(journal.read()) is None


def test_many_rows_go_in_one_transaction_and_come_back_in_pages(journal: Journal) -> None:
    found = rows(2_500)
    with journal.writing() as writer:
        for row in found:
            writer.append(row)
    assert list(journal.read()) == found
    journal.reopen()
    assert journal.head().seq == 2_499


def test_a_writer_reads_its_own_rows(journal: Journal) -> None:
    with journal.writing() as writer:
        first = push(writer, "a")
        second = push(writer, "b")
        assert writer.head() == Head(1, second.digest)
        assert writer.find("a") == first
        assert list(writer.read(after=0)) == [second]


def _push_and_fail(writer: Writer) -> None:
    push(writer, "b")
    raise ZeroDivisionError


def test_an_exception_undoes_the_whole_transaction(journal: Journal) -> None:
    with journal.writing() as writer:
        push(writer, "a")
    with pytest.raises(ZeroDivisionError), journal.writing() as writer:
        _push_and_fail(writer)
    assert [row.id for row in journal.read()] == ["a"]
    with journal.writing() as writer:
        push(writer, "b")
    assert [row.id for row in journal.read()] == ["a", "b"]


def test_only_the_next_row_is_accepted(journal: Journal) -> None:
    found = rows(3)
    with journal.writing() as writer:
        writer.append(found[0])
    wrong = {
        "gap": found[2],
        "again": found[0],
        "edited": found[1]._replace(person="x"),
        "id twice": row_after(journal.head(), found[0].id),
    }
    for row in wrong.values():
        with pytest.raises(JournalError, match="record"), journal.writing() as writer:
            writer.append(row)
        assert list(journal.read()) == found[:1]


def test_one_transaction_at_a_time(journal: Journal) -> None:
    with journal.writing() as writer:
        with pytest.raises(JournalError, match="being written to already"), journal.writing():
            pass
        push(writer, "a")
    assert journal.head().seq == 0


def test_drafts_rest_beside_the_chain(journal: Journal) -> None:
    at = "2026-11-23T14:03:05.120Z"
    journal.keep_draft("ballot/j3", '{"a":"9.2"}', at)
    journal.keep_draft("ballot/j3", '{"a":"9.3"}', at)
    assert journal.draft("ballot/j3") == '{"a":"9.3"}'
    assert journal.draft("ballot/j4") is None
    journal.drop_draft("ballot/j3")
    journal.drop_draft("ballot/j3")
    assert journal.draft("ballot/j3") is None
    assert journal.head() == NO_RECORDS


def test_rows_in_memory_are_appended_inside_a_transaction() -> None:
    with pytest.raises(JournalError, match="inside"):
        MemoryJournal().append(rows(1)[0])
    assert not MemoryJournal().changed()
