"""A journal on a PostgreSQL server, beyond what every journal promises: it guards the chain, and lines may break."""

from __future__ import annotations

import builtins
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import Any

import pytest

from quizarena.errors import JournalBusy, JournalError, JournalUnknown
from quizarena.journal import Journal, Patience, Writer, create_journal, open_journal
from quizarena.journal.addresses import without_password
from quizarena.testing import check_journal
from tests.journal.rows import push, row_after, rows
from tests.postgres import await_true, database, new_address, rows_of


@pytest.fixture
def journal() -> Iterator[Journal]:
    with closing(create_journal(new_address(), lambda writer: push(writer, "first"))) as made:
        yield made


def write(journal: Journal, id: str) -> None:
    with journal.writing() as writer:
        push(writer, id)


def kill_lines() -> None:
    """Cut every line to this process's database, as a server does that is restarted."""
    rows_of(
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def test_it_keeps_what_a_journal_promises() -> None:
    numbers, base = count(1), new_address()
    check_journal(lambda: create_journal(f"{base}-{next(numbers)}", lambda _: None))


# Addresses


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://hall:s3cret@db/qa#spring", "postgresql://hall@db/qa#spring"),
        (
            "postgresql://hall:s3c@ret/1@db:5433,db2/qa?sslmode=require#a",
            "postgresql://hall@db:5433,db2/qa?sslmode=require#a",
        ),
        ("postgresql://db/qa?password=s3cret&user=hall#春", "postgresql://db/qa?user=hall#春"),
        ("postgres://:s3cret@db/qa?password=s3cret#a", "postgres://@db/qa#a"),
        ("a#b.qa", "a#b.qa"),
    ],
)
def test_a_password_in_an_address_is_never_shown(address: str, shown: str) -> None:
    assert without_password(address) == shown
    assert without_password(shown) == shown


def test_a_password_in_an_address_is_used_and_in_no_message() -> None:
    start, at, rest = new_address().replace("://", "://x:s3cret@", 1).partition("@")
    with pytest.raises(JournalError) as refusal:
        open_journal(start + at + rest.partition("@")[2])
    assert "s3cret" not in repr(refusal.value) + str(refusal.value) + repr(refusal.value.__cause__)
    assert "there is no line to the server" in str(refusal.value)


@pytest.mark.parametrize(
    ("contest", "sentence"),
    [
        ("", "name the contest after a #"),
        ("#", "name the contest after a #"),
        ("#a b", "expected up to 80 characters without spaces, # / ? after the #, found 'a b'"),
        ("#" + "a" * 81, "expected up to 80 characters"),
        ("#a/b", "found 'a/b'"),
    ],
)
def test_an_address_names_one_contest(contest: str, sentence: str) -> None:
    with pytest.raises(JournalError, match=re.escape(sentence)):
        open_journal(f"postgresql://db/qa{contest}")


def test_what_is_no_address_of_a_server_is_refused_without_being_quoted() -> None:
    with pytest.raises(JournalError, match="is no address of a PostgreSQL server") as refusal:
        open_journal("postgresql://db/qa?nonsense=s3cret%zz#a")
    assert refusal.value.__cause__ is None


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(JournalError, match=r"there is no line to the server: .* \(PostgreSQL: "):
        open_journal("postgresql://127.0.0.1:1/qa#a")


def test_a_contest_that_is_not_there_is_missed_by_name(journal: Journal) -> None:
    with pytest.raises(JournalError, match="or not for this account; did you mean 'contest-"):
        open_journal(f"{journal.address}x")
    with pytest.raises(JournalError, match="exists already and is never overwritten; choose another name"):
        create_journal(journal.address, lambda writer: push(writer, "other"))


def test_without_its_library_one_sentence_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "psycopg":
            raise ImportError(name)
        return real(name, *rest)

    for name in [name for name in sys.modules if name.startswith(("psycopg", "quizarena.journal.postgres."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("quizarena.journal.postgres.lines", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(JournalError, match=r"add it with: pipx install 'quizarena\[postgres\]'"):
        open_journal("postgresql://db/qa#a")


# Making


def test_a_contest_is_made_whole_or_not_at_all() -> None:
    address = new_address()

    def fail(writer: Writer) -> None:
        push(writer, "first")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        create_journal(address, fail)
    with closing(create_journal(address, lambda writer: push(writer, "first"))) as made:
        assert made.head().seq == 0


def test_a_contest_whose_making_was_cut_off_is_not_there() -> None:
    address = new_address()

    def cut(writer: Writer) -> None:
        push(writer, "first")
        kill_lines()

    with pytest.raises(JournalError, match="it was not made, try again"):
        create_journal(address, cut)
    create_journal(address, lambda writer: push(writer, "first")).close()


# The server guards the chain


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE quizarena.records SET person = 'x' WHERE seq = 0",
        "DELETE FROM quizarena.records",
        "TRUNCATE quizarena.records",
        "TRUNCATE quizarena.contests CASCADE",
        "UPDATE quizarena.contests SET seq = 7",
        "DELETE FROM quizarena.contests",
        "INSERT INTO quizarena.records SELECT contest, seq + 1, 'f', at, seat, person, round, type, fact, digest"
        " FROM quizarena.records WHERE seq = 0",
        "INSERT INTO quizarena.records SELECT contest, seq + 2, 'f', at, seat, person, round, type, fact, digest"
        " FROM quizarena.records WHERE seq = 0",
        "INSERT INTO quizarena.files SELECT number, repeat('a', 64) || '.png', 'x' FROM quizarena.contests",
    ],
)
def test_whoever_keeps_the_server_changes_nothing_by_a_slip(journal: Journal, statement: str) -> None:
    import psycopg

    with pytest.raises(psycopg.errors.DatabaseError, match=r"records|digest"):
        rows_of(statement)
    journal.inspect()
    assert [row.id for row in journal.read()] == ["first"]


@pytest.mark.parametrize(
    ("alter", "mend", "sentence"),
    [
        (
            "ALTER TABLE quizarena.records DISABLE TRIGGER records_stay",
            "ALTER TABLE quizarena.records ENABLE TRIGGER records_stay",
            "the trigger 'records_stay' is another than QuizArena makes",
        ),
        (
            "CREATE RULE lose AS ON INSERT TO quizarena.records DO INSTEAD NOTHING",
            "DROP RULE lose ON quizarena.records",
            "the trigger 'lose' is not of QuizArena",
        ),
        (
            "UPDATE quizarena.version SET number = 99",
            "UPDATE quizarena.version SET number = 1",
            "is a journal of version 99, this program knows 1; update QuizArena",
        ),
    ],
    ids=["trigger off", "rule", "newer"],
)
def test_tables_that_were_altered_are_refused(journal: Journal, alter: str, mend: str, sentence: str) -> None:
    rows_of(alter)
    try:
        with pytest.raises(JournalError, match=sentence):
            open_journal(journal.address)
        with pytest.raises(JournalError, match=sentence):
            journal.inspect()
    finally:
        rows_of(mend)
    journal.inspect()


def test_a_record_that_a_foreign_trigger_changes_is_noticed(journal: Journal) -> None:
    rows_of(
        "CREATE FUNCTION public.swap() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NEW.person := 'x'; RETURN NEW; END $$;"
        "CREATE TRIGGER zz BEFORE INSERT ON quizarena.records FOR EACH ROW EXECUTE FUNCTION public.swap()"
    )
    try:
        with pytest.raises(JournalError, match="did not keep record 1 as it was written"):
            write(journal, "second")
    finally:
        rows_of("DROP FUNCTION public.swap CASCADE")
    assert journal.head().seq == 0


# Lines break


def test_a_dead_line_is_replaced_without_a_word(journal: Journal) -> None:
    kill_lines()
    assert journal.head().seq == 0
    kill_lines()
    write(journal, "second")
    kill_lines()
    assert journal.changed()
    assert [row.id for row in journal.read()] == ["first", "second"]


def test_a_line_that_breaks_within_a_transaction_leaves_nothing(journal: Journal) -> None:
    def fail(writer: Writer) -> None:
        push(writer, "second")
        kill_lines()
        writer.find("second")

    with pytest.raises(JournalError, match="terminating connection"), journal.writing() as writer:
        fail(writer)
    assert journal.head().seq == 0
    write(journal, "second")


def test_a_commit_that_is_cut_off_is_unknown_until_it_is_looked_for(journal: Journal) -> None:
    def lose(writer: Writer) -> None:
        push(writer, "second")
        kill_lines()

    with pytest.raises(JournalUnknown, match="shows when the contest is opened again"), journal.writing() as writer:
        lose(writer)
    journal.reopen()
    with journal.writing() as writer:
        assert writer.find("second") is None
        writer.settle()


def test_an_error_that_was_passed_over_undoes_the_whole_transaction(journal: Journal) -> None:
    def pass_over(writer: Writer) -> None:
        push(writer, "second")
        with pytest.raises(JournalError, match="record 2"):
            writer.append(row_after(writer.head(), "first"))

    with pytest.raises(JournalError, match="a step before failed"), journal.writing() as writer:
        pass_over(writer)
    assert journal.head().seq == 0


# Others


def test_who_waits_too_long_is_told_for_whom(journal: Journal) -> None:
    other = open_journal(journal.address)
    other.patience = Patience(0.05)
    with closing(other), journal.writing():
        with pytest.raises(JournalBusy, match="another program is writing for too long; nothing was recorded"):
            write(other, "second")
        wanted = iter((True, False, False))
        other.patience = Patience(60, lambda: next(wanted))
        with pytest.raises(JournalBusy):
            write(other, "second")
    assert journal.head().seq == 0


OTHER = """
import sys
from quizarena.journal import open_journal
from tests.journal.rows import push
journal = open_journal(sys.argv[1])
seats = journal.sit("judge:j3")
with journal.writing() as writer:
    push(writer, "theirs")
    print("writing", flush=True)
    input()
print("written", flush=True)
input()
"""


def test_another_program_is_seen_waited_for_and_gone_once_it_is_killed(journal: Journal) -> None:
    desk = journal.sit("desk")
    assert desk is not None
    assert not journal.wait(0)
    command = [sys.executable, "-c", OTHER, journal.address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "writing\n"
        (holder,) = journal.holders()
        assert (holder.pid, holder.role, holder.locks) == (other.pid, "judge:j3", True)
        journal.patience = Patience(0.05)
        with pytest.raises(JournalBusy, match=rf"the program {other.pid} \(.*judge:j3\) has been writing for too long"):
            write(journal, "mine")
        print(file=other.stdin, flush=True)
        assert other.stdout.readline() == "written\n"
        assert journal.wait(60)
        assert journal.changed()
        assert not journal.changed()
        assert [row.id for row in journal.read(0)] == ["theirs"]
        assert [each.role for each in desk.others()] == ["judge:j3"]
        other.kill()
        other.wait()
        await_true(lambda: not desk.others())
    desk.close()


def test_screens_are_there_again_after_their_line_broke(journal: Journal) -> None:
    desk, board = journal.sit("desk"), journal.sit("board")
    assert desk is not None
    assert board is not None
    kill_lines()
    board.say(size="80x24")
    assert [(each.role, each.size) for each in desk.others()] == [("board", "80x24")]
    assert [each.role for each in board.others()] == ["desk"]
    for each in (desk, board):
        each.close()


FORK = """
import os, sys
from quizarena.journal import open_journal
from tests.journal.rows import push
journal = open_journal(sys.argv[1])
desk = journal.sit("desk")
child = os.fork()
if child == 0:
    with journal.writing() as writer:
        push(writer, "the child's")
    print([each.role for each in journal.sit("board").others()], flush=True)
    os._exit(0)
os.waitpid(child, 0)
with journal.writing() as writer:
    push(writer, "the parent's")
print([row.id for row in journal.read(0)], desk.others())
desk.close()
journal.close()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked there")
def test_a_forked_process_has_lines_of_its_own(journal: Journal) -> None:
    command = [sys.executable, "-c", FORK, journal.address]
    said = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True, timeout=60).stdout
    assert said.splitlines() == ["['desk']", '["the child\'s", "the parent\'s"] []']


def test_many_contests_of_one_process_share_few_lines() -> None:
    base = new_address("of-many")
    journals = [create_journal(f"{base}-{number}", lambda writer: push(writer, "first")) for number in range(30)]
    threads = [threading.Thread(target=write, args=(journal, "second")) for journal in journals]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [journal.wait(0) for journal in journals] == [True] * 30
    assert [journal.head().seq for journal in journals] == [1] * 30
    counted = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    most = 8 + 1 + 1  # those that ask, the one that listens, and the one that counts them
    await_true(lambda: rows_of(counted)[0][0] <= most)  # those of tests before may be closing still
    for journal in journals:
        journal.close()


def test_a_journal_may_be_closed_while_somebody_begins_to_wait(journal: Journal) -> None:
    address = journal.address
    journal.close()
    for _each in range(10):
        other = open_journal(address)
        waiting = threading.Thread(target=other.wait, args=(3_600,))
        waiting.start()
        other.close()
        waiting.join(60)
        assert not waiting.is_alive()


def test_a_contest_goes_into_a_file_and_back_with_its_drafts(journal: Journal, tmp_path: Any) -> None:
    for row in rows(40):
        write(journal, row.id)
    journal.write_draft("pin:j3", "1", None)
    head = journal.head()
    assert journal.copy_to(str(tmp_path / "copy.qa")) == head
    back = new_address("back")
    with closing(open_journal(tmp_path / "copy.qa")) as file:
        assert file.copy_to(back) == head
    with closing(open_journal(back, read_only=True)) as copy:
        assert list(copy.read()) == list(journal.read())
        assert copy.draft("pin:j3") == "1"
        with pytest.raises(JournalError, match="was opened for reading only"):
            write(copy, "more")
    assert database() in back
