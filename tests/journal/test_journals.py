"""What every journal of ours promises: order, one transaction, each id once, drafts beside the chain."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from quizarena.errors import JournalError, PluginError
from quizarena.journal import (
    JOURNALS,
    NO_RECORDS,
    Head,
    Journal,
    MemoryJournal,
    SqliteJournal,
    Writer,
    create_journal,
    first_bad,
    is_journal,
    open_journal,
)
from quizarena.journal.addresses import is_variant, name_of, spares, variants
from tests.journal.rows import push, row_after, rows
from tests.postgres import new_address


def _file(folder: Path) -> Journal:
    return SqliteJournal.create(folder / "竞赛 #1?%41.quiz")


def _on_a_server(_folder: Path) -> Journal:
    return create_journal(new_address(), lambda _: None)


MAKERS: dict[str, Callable[[Path], Journal]] = {
    "memory": lambda _: MemoryJournal(),
    "file": _file,
    "server": _on_a_server,
}


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
    assert journal.write_draft("ballot/j3", '{"a":"9.2"}', None)
    assert journal.write_draft("ballot/j3", '{"a":"9.3"}', '{"a":"9.2"}')
    assert journal.draft("ballot/j3") == '{"a":"9.3"}'
    assert journal.draft("ballot/j4") is None
    journal.drop_draft("ballot/j3")
    journal.drop_draft("ballot/j3")
    assert journal.draft("ballot/j3") is None
    assert journal.head() == NO_RECORDS


def test_a_draft_is_written_only_in_place_of_what_its_writer_knows(journal: Journal) -> None:
    assert not journal.write_draft("pin:j3", "1", "0")
    assert journal.draft("pin:j3") is None
    assert journal.write_draft("pin:j3", "1", None)
    assert not journal.write_draft("pin:j3", "2", None)
    assert not journal.write_draft("pin:j3", "2", "0")
    assert journal.draft("pin:j3") == "1"
    assert journal.write_draft("pin:j3", "1", "1")


def test_drafts_are_kept_together_or_not_at_all(journal: Journal) -> None:
    assert journal.write_drafts({"vote:1/a": "x", "vote:1/b": "y", "vote:10/a": "z", "votes": "w"}, {"vote:1/a": None})
    assert journal.drafts("vote:1/") == {"vote:1/a": "x", "vote:1/b": "y"}
    assert journal.drafts("vote:2/") == {}
    assert not journal.write_drafts({"vote:1/a": "x2", "vote:1/c": "v"}, {"vote:1/b": "y", "votes": "other"})
    assert journal.drafts("vote:1/") == {"vote:1/a": "x", "vote:1/b": "y"}
    assert journal.write_drafts({"vote:1/a": None, "vote:1/c": "v", "vote:1/d": None}, {"votes": "w", "none": None})
    assert journal.drafts("vote:1/") == {"vote:1/b": "y", "vote:1/c": "v"}
    assert journal.head() == NO_RECORDS


def _count(journal: Journal) -> None:
    while True:
        text = journal.draft("count")
        if journal.write_draft("count", str(int(text or 0) + 1), text):
            return


def test_of_many_writers_of_a_draft_each_counts(journal: Journal) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_count, [journal] * 24))
    assert journal.draft("count") == "24"


def test_a_thread_waits_until_somebody_writes_and_is_told_once(journal: Journal) -> None:
    assert not journal.wait(0)
    begun = threading.Barrier(4)

    def wait() -> bool:
        begun.wait(60)  # or one thread might take two turns, and be told once
        return journal.wait(60)

    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(wait) for _each in range(3)]
        begun.wait(60)
        with journal.writing() as writer:
            push(writer, "a")
        assert [each.result(60) for each in waiting] == [True] * 3


def test_close_wakes_who_waits(journal: Journal) -> None:
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(journal.wait, 3_600) for _each in range(3)]
        journal.close()
        assert [each.result(60) for each in waiting] == [False] * 3
    assert not journal.wait(3_600)


def test_screens_see_one_another(journal: Journal) -> None:
    desk, board, second = journal.sit("desk"), journal.sit("board"), journal.sit("board")
    assert desk is not None
    assert board is not None
    assert second is not None
    board.say(size="120x34")
    assert [(each.role, each.size) for each in desk.others()] == [("board", "120x34"), ("board", "")]
    assert (board.is_first(), second.is_first(), desk.is_first()) == (True, False, True)
    board.close()
    assert [each.role for each in desk.others()] == ["board"]
    assert second.is_first()
    for each in (second, desk):
        each.close()
    again = journal.sit("host")
    assert again is not None
    assert again.others() == []
    again.close()


def test_a_copy_holds_all_and_is_checked(journal: Journal, tmp_path: Path) -> None:
    with journal.writing() as writer:
        for row in rows(5):
            writer.append(row)
    target = str(tmp_path / "copy.qa")
    assert journal.copy_to(target) == journal.head()
    with closing(open_journal(target, read_only=True)) as copy:
        assert list(copy.read()) == rows(5)
    with pytest.raises(JournalError, match="exists already"):
        journal.copy_to(target)


def test_threads_take_turns(journal: Journal) -> None:
    begun = threading.Barrier(4)

    def write(name: str) -> None:
        begun.wait(60)
        for number in range(10):
            with journal.writing() as writer:
                push(writer, f"{name}-{number}")
            assert journal.find(f"{name}-{number}") is not None

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, "abcd"))
    assert journal.head().seq == 39
    assert first_bad(journal.read()) is None


class Shelf:
    """Journals of a scheme, as a plug-in brings them."""

    def __init__(self) -> None:
        self.journals: dict[str, MemoryJournal] = {}

    def open(self, address: str, *, read_only: bool) -> Journal:
        if address not in self.journals:
            raise JournalError(f"{address}: there is none")
        return self.journals[address]

    def create(self, address: str, fill: Callable[[Writer], object]) -> Journal:
        journal = MemoryJournal()
        with journal.writing() as writer:
            fill(writer)
        return self.journals.setdefault(address, journal)


def test_a_scheme_is_opened_by_its_plug_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(JOURNALS._added, "shelf", Shelf())
    address = "shelf://hall/db#spring-2026"
    with pytest.raises(JournalError, match="there is none"):
        open_journal(address)
    made = create_journal(address, lambda writer: push(writer, "a"))
    assert open_journal(address, read_only=True) is made
    assert is_journal(address)
    with pytest.raises(PluginError, match="no journal is called 'shelve'; did you mean 'shelf'"):
        open_journal("shelve://hall")


@pytest.mark.parametrize(
    ("address", "name", "found"),
    [
        ("a/spring.yaml", "spring.yaml", ["a/spring.rehearsal.qa", "a/spring.rehearsal-2.qa"]),
        ("spring.rehearsal-7.qa", "spring.rehearsal-7.qa", ["spring.rehearsal.qa", "spring.rehearsal-2.qa"]),
        ("pg://u@h/db#spring", "spring", ["pg://u@h/db#spring-rehearsal", "pg://u@h/db#spring-rehearsal-2"]),
    ],
)
def test_addresses_beside_an_address(address: str, name: str, found: list[str]) -> None:
    assert name_of(address) == name
    assert [each.replace("\\", "/") for each in islice(variants(address, "rehearsal"), 2)] == found
    assert [is_variant(each, "rehearsal") for each in (*found, address)] == [True, True, "rehearsal" in address]


def test_a_copy_in_need_goes_beside_the_file_and_then_home() -> None:
    found = [Path(each) for each in spares("a/spring.qa")]
    assert found[0] == Path("a/spring-2.qa")
    assert found[-1] == Path.home() / "spring-9.qa"
    assert Path(next(spares("pg://h/db#spring"))).name == "spring-2.qa"


def test_rows_in_memory_are_appended_inside_a_transaction() -> None:
    with pytest.raises(JournalError, match="inside"):
        MemoryJournal().append(rows(1)[0])
    assert not MemoryJournal().changed()
