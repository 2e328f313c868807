"""What every journal promises, wherever its rows rest: order, one transaction, each id once, drafts beside them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from ..errors import JournalError
from ..journal import NO_RECORDS, Head, Journal, Row, first_bad, linked
from .places import Slip, class_place, method_place, package_of, raised_at

_PATIENCE = 60.0
"""Seconds after which a thread that should have been woken is given up."""


def check_journal(make: Callable[[], Journal]) -> None:
    """Try what a journal promises, each promise on an empty one from `make`, which is closed afterwards.

    Raises:
        Slip: A promise is not kept: one sentence says which, after the file and line of the method that gave it.
    """
    for promise in _PROMISES:
        journal = make()
        try:
            _look(journal)
            promise(journal)
        except Slip:
            raise
        except Exception as error:
            place = raised_at(error.__traceback__, package_of(journal)) or class_place(type(journal))
            raise Slip(place, f"{type(error).__name__}: {error}") from error
        finally:
            with suppress(AttributeError):
                journal.close()


def _look(journal: Journal) -> None:
    wanted = [name for name in vars(Journal) if not name.startswith("_")]
    missing = [name for name in wanted if not hasattr(journal, name)]
    if missing:
        cls = type(journal)
        raise Slip(class_place(cls), f"{cls.__qualname__} has no {', '.join(missing)}; see quizarena.journal.Journal")


def _hold(journal: Journal, name: str, *, to: bool, promise: str) -> None:
    if not to:
        raise Slip(method_place(journal, name), f"{name} of {type(journal).__qualname__}: {promise}")


def rows(count: int) -> list[Row]:
    """Return the first rows of a contest, in a true chain."""
    found: list[Row] = []
    head = NO_RECORDS
    for number in range(count):
        at, fact = f"2026-11-23T14:03:05.{number % 1_000:03}Z", f'{{"number":{number},"team":"永泰"}}'
        row = Row(number, f"id-{number}", at, "judge:j3", "王老师", "quiz", "quiz.ruled", fact)
        found.append(linked(head.digest, row))
        head = Head(number, found[-1].digest)
    return found


def _write(journal: Journal, *some: Row) -> None:
    with journal.writing() as writer:
        for row in some:
            writer.append(row)


def _keeps_rows_in_order(journal: Journal) -> None:
    _hold(journal, "head", to=journal.head() == NO_RECORDS, promise="an empty journal's head is (-1, 64 zeros)")
    found = rows(600)
    _write(journal, *found[:3])
    _write(journal, *found[3:])
    read = list(journal.read())
    _hold(journal, "read", to=read == found, promise="the rows come back as they were appended, in order, each once")
    after = list(journal.read(after=400))
    _hold(journal, "read", to=after == found[401:], promise="after=400 leaves out the rows up to 400, that one too")
    head = journal.head()
    _hold(journal, "head", to=head == (599, found[-1].digest), promise="it is the last row's place and digest")
    by_id = journal.find("id-7") == found[7] and journal.find("none") is None
    _hold(journal, "find", to=by_id, promise="it returns the row with that id, None where there is none")
    _hold(journal, "read", to=first_bad(journal.read()) is None, promise="the chain is whole")


def _opens_anew(journal: Journal) -> None:
    _write(journal, *rows(5))
    journal.reopen()
    _hold(journal, "reopen", to=list(journal.read()) == rows(5), promise="what was committed is there afterwards")


def _lets_a_writer_see_its_own(journal: Journal) -> None:
    first, second = rows(2)
    with journal.writing() as writer:
        writer.append(first)
        writer.append(second)
        sees = writer.head() == (1, second.digest), writer.find(first.id) == first, [*writer.read(0)] == [second]
    _hold(journal, "writing", to=all(sees), promise="whoever writes sees in head, find and read what it appended")


def _undoes_what_failed(journal: Journal) -> None:
    first, second = rows(2)
    _write(journal, first)
    with suppress(ZeroDivisionError), journal.writing() as writer:
        writer.append(second)
        raise ZeroDivisionError
    is_undone = list(journal.read()) == [first] and journal.find(second.id) is None
    _hold(journal, "writing", to=is_undone, promise="an error in its block undoes what was appended in it")
    _write(journal, second)
    _hold(journal, "writing", to=list(journal.read()) == rows(2), promise="after one that failed another may write")


def _takes_only_the_next(journal: Journal) -> None:
    first, second, third = rows(3)
    _write(journal, first)
    again = linked(first.digest, second._replace(id=first.id))
    wrong = {
        "one that leaves a gap": third,
        "one that is there already": first,
        "one whose digest does not follow": second._replace(person="x"),
        "one whose id is taken": again,
    }
    for what, row in wrong.items():
        refused = False
        try:
            _write(journal, row)
        except JournalError:
            refused = True
        _hold(
            journal, "writing", to=refused, promise=f"append refuses with a JournalError any row but the next: {what}"
        )
        _hold(journal, "read", to=list(journal.read()) == [first], promise=f"a row refused leaves nothing: {what}")


def _takes_turns(journal: Journal) -> None:
    found, begun = rows(40), threading.Barrier(4)

    def write() -> None:
        begun.wait(_PATIENCE)
        for _each in range(10):
            with journal.writing() as writer:
                writer.append(found[writer.head().seq + 1])

    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(write) for _each in range(4)]:
            each.result(_PATIENCE)
    _hold(journal, "writing", to=list(journal.read()) == found, promise="of several threads one writes, the rest wait")


def _keeps_drafts(journal: Journal) -> None:
    written = journal.write_draft("pin:j3", "1", None), journal.write_draft("pin:j3", "2", "1")
    _hold(journal, "write_draft", to=written == (True, True), promise="it returns True where it has written")
    refused = journal.write_draft("pin:j3", "3", "1"), journal.write_draft("pin:j3", "3", None)
    is_kept = refused == (False, False) and journal.draft("pin:j3") == "2"
    _hold(
        journal, "write_draft", to=is_kept, promise="it writes only in place of what is `expected`, and else says False"
    )
    journal.drop_draft("pin:j3")
    journal.drop_draft("pin:j3")
    _hold(journal, "drop_draft", to=journal.draft("pin:j3") is None, promise="the draft is gone, and none is no error")
    journal.write_drafts({"vote:1/a": "x", "vote:1/b": "y", "vote:10/a": "z"}, {})
    by_prefix = journal.drafts("vote:1/") == {"vote:1/a": "x", "vote:1/b": "y"}
    _hold(journal, "drafts", to=by_prefix, promise="it returns the drafts whose keys begin with the prefix, by key")
    refused_all = not journal.write_drafts({"vote:1/a": "x2"}, {"vote:1/b": "other"})
    is_whole = refused_all and journal.draft("vote:1/a") == "x"
    _hold(journal, "write_drafts", to=is_whole, promise="all are written or none, if what is expected is there")
    _hold(journal, "head", to=journal.head() == NO_RECORDS, promise="drafts are no records")


def _wakes_who_waits(journal: Journal) -> None:
    _hold(journal, "wait", to=not journal.wait(0), promise="where nobody wrote it returns False after so many seconds")
    begun = threading.Barrier(3)

    def wait() -> bool:
        begun.wait(_PATIENCE)  # or one thread might take both turns, and be told once
        return journal.wait(_PATIENCE)

    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(wait) for _each in range(2)]
        begun.wait(_PATIENCE)
        _write(journal, *rows(1))
        woken = [each.result(2 * _PATIENCE) for each in waiting]
        _hold(journal, "wait", to=all(woken), promise="each thread is told with True that somebody wrote")
        waiting = [pool.submit(journal.wait, _PATIENCE) for _each in range(2)]
        journal.close()
        ended = [each.result(2 * _PATIENCE) for each in waiting]
        _hold(journal, "close", to=not any(ended), promise="it wakes everybody who waits, with False")
    journal.close()


_PROMISES = (
    _keeps_rows_in_order,
    _opens_anew,
    _lets_a_writer_see_its_own,
    _undoes_what_failed,
    _takes_only_the_next,
    _takes_turns,
    _keeps_drafts,
    _wakes_who_waits,
)
