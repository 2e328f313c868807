"""The file: shared by processes, readable by anybody, and refused with one sentence where it is no journal."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from quizarena.errors import JournalBusy, JournalError, JournalUnknown
from quizarena.journal import SqliteJournal, Writer, first_bad, salvage
from quizarena.journal.lock import exclusive
from quizarena.journal.schema import VERSION
from tests.forgery import forge
from tests.journal.rows import push, row_after, rows

PUSHER = Path(__file__).with_name("pusher.py")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal of five records."""
    place = tmp_path / "contest.quiz"
    with closing(SqliteJournal.create(place)) as journal, journal.writing() as writer:
        for row in rows(5):
            writer.append(row)
    return place


@pytest.fixture
def journal(path: Path) -> Iterator[SqliteJournal]:
    opened = SqliteJournal(path)
    yield opened
    opened.close()


def _shell(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_five_processes_leave_no_gap_and_no_double(path: Path) -> None:
    pushers = [
        subprocess.Popen([sys.executable, PUSHER, path, f"p{number}", "20"], stdout=subprocess.PIPE)
        for number in range(5)
    ]
    waits = [float(pusher.communicate(timeout=60)[0]) for pusher in pushers]
    assert [pusher.returncode for pusher in pushers] == [0] * 5
    assert max(waits) < 5_000
    with closing(SqliteJournal(path, read_only=True)) as journal:
        found = list(journal.read())
    assert [row.seq for row in found] == list(range(105))
    assert {row.id for row in found[5:]} == {f"p{who}-{number}" for who in range(5) for number in range(20)}
    assert first_bad(found) is None


def test_who_opens_while_another_writes_finds_no_damage(path: Path, journal: SqliteJournal) -> None:
    class Interrupted(sqlite3.Connection):
        """A connection between whose statements another process writes."""

        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            if "FROM records" in sql:
                with journal.writing() as writer:
                    push(writer, f"theirs-{writer.head().seq}")
            return super().execute(sql, *parameters)

    def connect(database: str, **how: Any) -> sqlite3.Connection:
        return sqlite3.connect(database, factory=Interrupted, **how)

    SqliteJournal(path, read_only=True, connect=connect).close()


def test_others_are_noticed_and_read_inside_the_transaction(path: Path, journal: SqliteJournal) -> None:
    assert journal.changed()
    assert not journal.changed()
    with closing(SqliteJournal(path)) as other, other.writing() as writer:
        theirs = push(writer, "theirs")
    assert journal.changed()
    assert not journal.changed()
    with journal.writing() as writer:
        assert list(writer.read(after=4)) == [theirs]
        push(writer, "mine")
    assert not journal.changed()


def test_a_paused_reader_keeps_nobody_from_writing(path: Path, journal: SqliteJournal) -> None:
    reading = journal.read()
    next(reading)
    with closing(SqliteJournal(path)) as other, other.writing() as writer:
        push(writer, "theirs")
    assert [row.seq for row in reading] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "delete"), ("synchronous", 3), ("mmap_size", 0), ("trusted_schema", 0)],
)
def test_every_connection_writes_durably(path: Path, pragma: str, value: object) -> None:
    opened: list[sqlite3.Connection] = []

    def connect(name: str, **keywords: Any) -> sqlite3.Connection:
        opened.append(sqlite3.connect(name, **keywords))
        return opened[-1]

    with closing(SqliteJournal(path, connect=connect)):
        assert opened[-1].execute(f"PRAGMA {pragma}").fetchone() == (value,)


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="needs the sqlite3 shell")
def test_the_shell_reads_the_file(path: Path) -> None:
    question = "SELECT seq, type, json_extract(fact, '$.team') FROM records ORDER BY seq DESC LIMIT 1; .schema"
    done = subprocess.run(
        ["sqlite3", path],
        input=question.replace("; ", ";\n").encode(),
        capture_output=True,
        check=True,
    )
    answer = done.stdout.decode()
    assert answer.startswith("4|quiz.ruled|永泰\n")
    assert "-- 0, 1, 2 ... without gaps" in answer


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET person = 'x' WHERE seq = 2",
        "DELETE FROM records WHERE seq = 4",
        "REPLACE INTO records SELECT 4, id, at, seat, 'x', round, type, fact, digest FROM records WHERE seq = 4",
        "REPLACE INTO records SELECT 5, id, at, seat, 'x', round, type, fact, digest FROM records WHERE seq = 4",
        "INSERT INTO records SELECT 7, 'new', at, seat, person, round, type, fact, digest FROM records WHERE seq = 4",
    ],
)
def test_the_shell_changes_no_record_by_a_slip(path: Path, journal: SqliteJournal, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="records are"):
        _shell(path, statement)
    assert list(journal.read()) == rows(5)


def _flip(path: Path, what: bytes, by: bytes) -> None:
    stored = path.read_bytes()
    assert stored.count(what) == 1
    path.write_bytes(stored.replace(what, by))


TAMPERED: dict[str, tuple[Callable[[Path], None], int]] = {
    "edited": (lambda path: forge(path, "UPDATE records SET fact = '{}' WHERE seq = 3"), 3),
    "deleted": (lambda path: forge(path, "DELETE FROM records WHERE seq = 1"), 1),
    "a blob": (lambda path: forge(path, "UPDATE records SET fact = x'7b7d' WHERE seq = 2"), 2),
    "a bit": (lambda path: _flip(path, b'{"number":3,', b'{"number":2,'), 3),
    "no UTF-8": (lambda path: _flip(path, b'{"number":2,', b'{"\xffumber":2,'), 2),
    "a newline": (lambda path: _flip(path, b'{"number":2,', b'{"number":2\n'), 2),
}


@pytest.mark.parametrize(("tamper", "seq"), TAMPERED.values(), ids=TAMPERED)
def test_tampering_is_named(path: Path, tamper: Callable[[Path], None], seq: int) -> None:
    tamper(path)
    with closing(SqliteJournal(path)) as journal:
        fault = first_bad(journal.read())
        journal.head()
    assert fault is not None
    assert fault.seq == seq


def _another_program(path: Path) -> None:
    path.unlink()
    _shell(path, "PRAGMA journal_mode = WAL", "CREATE TABLE t (x)", "INSERT INTO t VALUES (1)")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _cut(size: int) -> Callable[[Path], None]:
    return lambda path: os.truncate(path, size)


CHANGED = "records_are_not_changed"
EATS = "CREATE TRIGGER mine AFTER INSERT ON records BEGIN DELETE FROM records WHERE seq = NEW.seq; END"


def _hollow() -> tuple[str, str]:
    """Return what puts a trigger that does nothing in the place of one of ours."""
    return f"DROP TRIGGER {CHANGED}", f"CREATE TRIGGER {CHANGED} BEFORE UPDATE ON records BEGIN SELECT 1; END"


NO_JOURNAL: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "there is no such file"),
    "folder": (_folder, "is a folder"),
    "empty": (_cut(0), "is empty"),
    "cut in the header": (_cut(60), "is truncated or damaged"),
    "cut in a page": (_cut(5_000), "is truncated or damaged"),
    "cut between pages": (_cut(8_192), "is truncated or damaged"),
    "junk": (lambda path: path.write_bytes(os.urandom(10_000)), "is no journal"),
    "text": (lambda path: path.write_text("title: 竞赛\n" * 1_000, encoding="utf-8"), "is no journal"),
    "another program's": (_another_program, "belongs to another program"),
    "newer": (lambda path: _shell(path, f"PRAGMA user_version = {VERSION + 1}"), "update QuizArena"),
    "version nought": (lambda path: _shell(path, "PRAGMA user_version = 0"), "version 0"),
    "without its table": (lambda path: _shell(path, "DROP TABLE records"), "the table 'records' is missing"),
    "without a trigger": (lambda path: _shell(path, f"DROP TRIGGER {CHANGED}"), f"the trigger '{CHANGED}' is missing"),
    "with another's trigger": (lambda path: _shell(path, EATS), "the trigger 'mine' is not of QuizArena"),
    "with another's table": (lambda path: _shell(path, "CREATE TABLE notes (a)"), "the table 'notes' is not of"),
    "with another's index": (lambda path: _shell(path, "CREATE INDEX i ON records (at)"), "the index 'i' is not of"),
    "a trigger that lets through": (lambda path: _shell(path, *_hollow()), f"the trigger '{CHANGED}' is another than"),
    "drafts that are a view": (
        lambda path: _shell(path, "DROP TABLE drafts", "CREATE VIEW drafts AS SELECT id AS key FROM records"),
        "the view 'drafts' is not of QuizArena",
    ),
}


@pytest.mark.parametrize(("damage", "words"), NO_JOURNAL.values(), ids=NO_JOURNAL)
def test_what_is_no_journal_is_refused_and_left_alone(path: Path, damage: Callable[[Path], object], words: str) -> None:
    damage(path)
    before = path.read_bytes() if path.is_file() else None
    for read_only in (False, True):
        with pytest.raises(JournalError) as caught:
            SqliteJournal(path, read_only=read_only)
        assert str(caught.value).startswith(f"{path}: ")
        assert words in str(caught.value)
        assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [found.name for found in path.parent.iterdir() if found.name.endswith(("-wal", "-shm"))] == []


def test_a_journal_that_somebody_set_to_wal_comes_back(path: Path) -> None:
    _shell(path, "PRAGMA journal_mode = WAL")
    with closing(SqliteJournal(path)) as journal:
        assert list(journal.read()) == rows(5)
    _shell(path, "PRAGMA journal_mode = WAL")
    with closing(sqlite3.connect(path)) as holding:
        holding.execute("SELECT count(*) FROM records").fetchone()
        with pytest.raises(JournalError, match="locked"):
            SqliteJournal(path, connect=_impatient)


def _impatient(name: str, **keywords: Any) -> sqlite3.Connection:
    connection: sqlite3.Connection = sqlite3.connect(name, **{**keywords, "timeout": 0.05})
    return connection


def _unwritable(name: str, **keywords: Any) -> sqlite3.Connection:
    """Open as SQLite does where the file's rights allow reading only: without a word."""
    connection: sqlite3.Connection = sqlite3.connect(name.replace("mode=rw", "mode=ro"), **keywords)
    return connection


def test_a_read_only_file_is_refused_for_writing_and_open_for_reading(path: Path) -> None:
    with pytest.raises(JournalError, match="is read-only"):
        SqliteJournal(path, connect=_unwritable)
    with closing(SqliteJournal(path, connect=_unwritable, read_only=True)) as journal:
        assert list(journal.read()) == rows(5)
        with pytest.raises(JournalError, match="for reading only"), journal.writing():
            pass
        with pytest.raises(JournalError, match="for reading only"):
            journal.write_draft("a", "b", None)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_rights_are_respected(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(JournalError, match="is read-only"):
        SqliteJournal(path)
    path.parent.chmod(0o555)
    try:
        with closing(SqliteJournal(path, read_only=True)) as journal:
            assert list(journal.read()) == rows(5)
        with pytest.raises(JournalError, match="cannot be"):
            SqliteJournal.create(path.with_name("new.quiz"))
    finally:
        path.parent.chmod(0o755)


def test_nothing_is_overwritten(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(JournalError, match="exists already"):
        SqliteJournal.create(path)
    with pytest.raises(JournalError, match="exists already"):
        SqliteJournal(path).copy_to(path)
    with pytest.raises(JournalError, match="cannot be made"):
        SqliteJournal.create(tmp_path / "nowhere" / "contest.quiz")
    assert path.read_bytes() == before


def test_what_could_not_be_made_is_taken_away(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="is read-only"):
        SqliteJournal.create(tmp_path / "new.quiz", connect=_unwritable)
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_be_filled_is_taken_away(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        SqliteJournal.create(tmp_path / "new.quiz", _push_and_fail)
    assert list(tmp_path.iterdir()) == []


def _push_and_fail(writer: Writer) -> None:
    push(writer, "a")
    raise ZeroDivisionError


class FailingConnection(sqlite3.Connection):
    """Raises at a COMMIT, before or after it was done."""

    fails = ""

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if statement != "COMMIT" or not self.fails:
            return super().execute(statement, *values)
        if self.fails == "after":
            super().execute(statement)
        raise sqlite3.OperationalError("disk I/O error")


@pytest.mark.parametrize(("fails", "is_in"), [("before", False), ("after", True)])
def test_a_commit_that_raised_is_unknown_until_reopened(path: Path, fails: str, is_in: bool) -> None:
    def connect(name: str, **keywords: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(name, factory=FailingConnection, **keywords)
        return connection

    with closing(SqliteJournal(path, connect=connect)) as journal:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(FailingConnection, "fails", fails)
            with pytest.raises(JournalUnknown, match="opened again"), journal.writing() as writer:
                push(writer, "mine")
        with pytest.raises(JournalError, match="is closed"):
            journal.head()
        journal.reopen()
        assert (journal.find("mine") is not None) == is_in
        assert journal.changed()
        with journal.writing() as writer:
            push(writer, "next")
        assert first_bad(journal.read()) is None


@pytest.mark.parametrize("read_only", [False, True])
def test_half_a_transaction_is_rolled_back_on_opening(path: Path, read_only: bool) -> None:
    """What a killed desk leaves: pages of an unfinished transaction in the file, and SQLite's journal beside it."""
    killed = path.with_name("killed.quiz")
    with closing(sqlite3.connect(path, isolation_level=None)) as desk:
        desk.execute("PRAGMA cache_size = 1")
        desk.execute("BEGIN IMMEDIATE")
        for number in range(5, 60):
            values = (number, f"id-{number}", "", "", "", "", "", "x" * 9_000, "")
            desk.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        shutil.copy(path, killed)
        shutil.copy(f"{path}-journal", f"{killed}-journal")
    assert killed.stat().st_size > path.stat().st_size
    with closing(SqliteJournal(killed, read_only=read_only)) as journal:
        assert list(journal.read()) == rows(5)
    assert killed.read_bytes() == path.read_bytes()


def test_a_full_disk_loses_nothing_that_was_in(path: Path) -> None:
    with closing(SqliteJournal(path, connect=_small)) as journal:
        with pytest.raises(JournalError, match="disk is full"), journal.writing() as writer:
            writer.append(row_after(writer.head(), "big", '{"a":"' + "x" * 1_000_000 + '"}'))
        assert list(journal.read()) == rows(5)
        with journal.writing() as writer:
            push(writer, "small")
        assert journal.head().seq == 5


def _small(name: str, **keywords: Any) -> sqlite3.Connection:
    connection: sqlite3.Connection = sqlite3.connect(name, **keywords)
    connection.execute("PRAGMA max_page_count = 40")
    return connection


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps an open file from being deleted")
@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_file_gone_under_a_running_desk_is_noticed(path: Path, journal: SqliteJournal, is_replaced: bool) -> None:
    with closing(SqliteJournal.create(path.with_name("other.quiz"))):
        pass
    path.unlink()
    if is_replaced:
        path.with_name("other.quiz").rename(path)
    with pytest.raises(JournalError, match=r"moved away|put in its place"), journal.writing() as writer:
        push(writer, "lost")
    with pytest.raises(JournalError, match=r"moved away|put in its place"):
        journal.changed()
    assert len(list(journal.read())) == 5


def test_the_turn_is_given_up_after_a_while(path: Path) -> None:
    with exclusive(path, 1), pytest.raises(JournalBusy, match=r"0\.05 seconds"), exclusive(path, 0.05):
        pass
    with exclusive(path, 0.05):
        pass


def test_a_program_outside_the_queue_is_waited_for_and_named(path: Path) -> None:
    with (
        closing(SqliteJournal(path, connect=_impatient)) as journal,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalBusy, match="locked"), journal.writing():
            pass
        other.execute("ROLLBACK")
        with journal.writing() as writer:
            push(writer, "after all")


def test_a_reader_inside_a_transaction_keeps_a_record_out_and_is_named(path: Path) -> None:
    """SQLite finds it at COMMIT: nothing was written, and that is known."""
    program = (
        "import sqlite3, sys; shell = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "shell.execute('BEGIN'); shell.execute('SELECT count(*) FROM records').fetchone(); print(flush=True); input()"
    )
    with (
        closing(SqliteJournal(path, connect=_impatient)) as journal,
        subprocess.Popen(
            [sys.executable, "-c", program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as reader,
    ):
        assert reader.stdout is not None
        reader.stdout.readline()
        with pytest.raises(JournalBusy, match="nothing was recorded") as caught, journal.writing() as writer:
            push(writer, "mine")
        if sys.platform == "linux":
            assert f"the program {reader.pid} (python" in str(caught.value)
        assert journal.head().seq == 4
        reader.communicate(b"\n")
        with journal.writing() as writer:
            push(writer, "mine")
        assert journal.head().seq == 5


@pytest.mark.parametrize(
    "trigger",
    [
        EATS,
        "CREATE TRIGGER mine BEFORE INSERT ON records BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TRIGGER mine AFTER INSERT ON records BEGIN UPDATE records SET person = 'x' WHERE seq = NEW.seq; END",
    ],
)
def test_a_trigger_added_while_the_file_is_open_is_refused_by_name(
    path: Path, journal: SqliteJournal, trigger: str
) -> None:
    with journal.writing() as writer:
        push(writer, "before")
    _shell(path, trigger)
    for _each in range(2):
        with pytest.raises(JournalError, match="the trigger 'mine' is not of QuizArena"), journal.writing() as writer:
            push(writer, "lost")
    with pytest.raises(JournalError, match="the trigger 'mine' is not of QuizArena"):
        journal.inspect()
    _shell(path, "DROP TRIGGER mine")
    with journal.writing() as writer:
        push(writer, "after")
    journal.inspect()
    assert journal.head().seq == 6


def test_what_is_not_kept_as_it_was_written_is_not_recorded(path: Path) -> None:
    """A trigger of the connection's own stands for whatever else may stand between a statement and the file."""

    def connect(name: str, **keywords: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(name, **keywords)
        if "immutable" not in name:
            connection.execute("CREATE TEMP TRIGGER eats BEFORE INSERT ON main.records BEGIN SELECT RAISE(IGNORE); END")
        return connection

    with closing(SqliteJournal(path, connect=connect)) as journal:
        with pytest.raises(JournalError, match="did not keep record 5"), journal.writing() as writer:
            push(writer, "mine")
        assert journal.head().seq == 4


def test_statistics_of_sqlite_are_no_alteration(path: Path) -> None:
    _shell(path, "ANALYZE", "VACUUM")
    SqliteJournal(path).close()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("suffix", ["-queue", "-seats", "-journal"])
@pytest.mark.parametrize("link", ["symbolic", "hard", "dangling", "folder"])
def test_no_link_beside_the_file_is_followed(path: Path, suffix: str, link: str) -> None:
    precious, beside = path.with_name("precious.txt"), path.with_name(path.name + suffix)
    precious.write_text("precious\n" * 60)
    beside.unlink(missing_ok=True)
    if link == "hard":
        beside.hardlink_to(precious)
    elif link == "folder":
        beside.mkdir()
    else:
        beside.symlink_to(precious if link == "symbolic" else path.with_name("nowhere.txt"))
    for read_only in (False, True):
        with pytest.raises(JournalError, match=f"{path.name}{suffix} beside it is no file of its own"):
            SqliteJournal(path, read_only=read_only)
    beside.rmdir() if link == "folder" else beside.unlink()
    assert precious.read_text() == "precious\n" * 60
    assert not path.with_name("nowhere.txt").exists()
    SqliteJournal(path).close()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("suffix", ["-queue", "-seats"])
def test_a_link_put_there_while_the_file_is_open_is_not_followed(
    path: Path, journal: SqliteJournal, suffix: str
) -> None:
    precious, beside = path.with_name("precious.txt"), path.with_name(path.name + suffix)
    precious.write_text("precious")
    beside.unlink(missing_ok=True)
    beside.symlink_to(precious)
    if suffix == "-seats":
        assert journal.sit("board") is None
    else:
        with pytest.raises(JournalError, match="no file of its own"), journal.writing():
            pass
    assert precious.read_text() == "precious"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
@pytest.mark.parametrize("mode", [0o600, 0o660, 0o666])
def test_the_files_beside_it_have_the_rights_of_the_file(path: Path, mode: int) -> None:
    for each in path.parent.glob(f"{path.name}-*"):
        each.unlink()
    path.chmod(mode)
    with closing(SqliteJournal(path)) as journal:
        seats = journal.sit("desk")
        assert seats is not None
        seats.close()
    found = {each.name.removeprefix(path.name): each.stat().st_mode & 0o777 for each in path.parent.glob("*-*")}
    assert found == {"-queue": mode, "-seats": mode}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_two_names_of_one_file_are_a_caution(path: Path, journal: SqliteJournal) -> None:
    assert journal.cautions() == []
    path.with_name("other.quiz").hardlink_to(path)
    (caution,) = journal.cautions()
    assert "has 2 names on this disk" in caution.in_language("en")


def test_a_backup_of_a_live_file_is_a_journal_of_its_own(path: Path, journal: SqliteJournal) -> None:
    journal.write_draft("ballot/j3", "{}", None)
    copy = path.with_name("stick.quiz")
    assert journal.copy_to(copy) == journal.head()
    with closing(SqliteJournal(copy)) as taken_over:
        with taken_over.writing() as writer:
            push(writer, "elsewhere")
        assert taken_over.draft("ballot/j3") == "{}"
        assert list(taken_over.read())[:5] == list(journal.read())
    assert journal.head().seq == 4


def test_a_broken_chain_is_copied_and_named(path: Path) -> None:
    _flip(path, b'{"number":3,', b'{"number":2,')
    with pytest.raises(JournalError, match="chain is broken: record 3"):
        SqliteJournal(path).copy_to(path.with_name("stick.quiz"))
    assert path.with_name("stick.quiz").exists()


def test_a_backup_that_fails_leaves_nothing_behind(path: Path) -> None:
    with (
        closing(SqliteJournal(path, connect=_impatient)) as journal,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(JournalBusy, match="nothing was copied"):
            journal.copy_to(path.with_name("stick.quiz"))
    assert not path.with_name("stick.quiz").exists()


@pytest.mark.parametrize(
    ("damage", "left", "problems"),
    [
        (lambda path: None, 60, []),
        (lambda path: _shell(path, EATS), 60, []),
        (lambda path: _shell(path, f"DROP TRIGGER {CHANGED}"), 60, []),
        (lambda path: forge(path, "DELETE FROM records WHERE seq IN (7, 8)"), 58, []),
    ],
)
def test_what_can_be_read_of_an_altered_file_is_brought_out(
    tmp_path: Path, damage: Callable[[Path], None], left: int, problems: list[str]
) -> None:
    path, said = _long(tmp_path), list[Any]()
    damage(path)
    assert len(list(salvage(path, said))) == left
    assert said == problems


def test_a_damaged_page_hides_only_its_own_records(tmp_path: Path) -> None:
    path, said = _long(tmp_path), list[Any]()
    stored = bytearray(path.read_bytes())
    leaf = next(
        at for at in range(4_096, len(stored), 4_096) if stored[at] == 0x0D and b"id-30" in stored[at : at + 4_096]
    )
    stored[leaf : leaf + 8] = b"\xff" * 8
    path.write_bytes(stored)
    with closing(SqliteJournal(path, read_only=True)) as journal, pytest.raises(JournalError, match="damaged"):
        list(journal.read())
    found = [row.seq for row in salvage(path, said)]
    lost = sorted(set(range(60)) - set(found))
    assert 30 in lost
    assert 0 < len(lost) < 50
    assert found == sorted(found)
    assert found[-1] == 59
    assert [each.in_language("en") for each in said] == [f"records {lost[0]} to {lost[-1]} cannot be read"]


def _long(folder: Path) -> Path:
    path = folder / "long.quiz"
    with closing(SqliteJournal.create(path)) as journal, journal.writing() as writer:
        for number in range(60):
            writer.append(row_after(writer.head(), f"id-{number}", '{"a":"' + "x" * 200 + '"}'))
    return path


def test_a_journal_needs_sqlite_only_for_files() -> None:
    program = "import quizarena.journal, sys; assert 'sqlite3' not in sys.modules; quizarena.journal.SqliteJournal"
    subprocess.run([sys.executable, "-c", program], check=True)
