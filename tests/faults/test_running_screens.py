"""A file that is struck while desk, judge and board have it open: each says so in a sentence and comes back with it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.documents import read_rows
from quizarena.errors import JournalError
from quizarena.journal import SqliteJournal
from quizarena.records import to_row
from quizarena.sessions.desk.presence import heartbeat
from quizarena.sessions.desk.trouble import OlderCopy, Trouble, offer_refill
from quizarena.testing import START
from tests.faults import contests, failing
from tests.faults.screens import Hall
from tests.faults.vfs import Machine

LAST = 10
WINDOWS = "Windows keeps an open file from being moved, deleted or overwritten"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The afternoon's first records, in a folder of their own; beside it an older copy and another contest's file."""
    folder = tmp_path / "hall"
    folder.mkdir()
    found = folder / "contest.qa"
    begun(found, LAST - 3)
    shutil.copy(found, tmp_path / "older.qa")
    with Arena.open(found) as arena:
        for seq in range(LAST - 2, LAST + 1):
            contests.tell(arena, seq)
    shutil.copy(found, tmp_path / "whole.qa")
    shutil.copy(found, tmp_path / "parted.qa")
    with Arena.open(tmp_path / "parted.qa") as arena:
        arena.undo()
    Arena.create(tmp_path / "other.qa", contests.rulebook()).close()
    return found


def begun(path: Path, last: int) -> None:
    journal = SqliteJournal.create(path)
    contests.put_first(journal)
    with Arena(journal) as arena:
        for seq in range(1, last + 1):
            contests.tell(arena, seq)


@pytest.fixture
def hall(path: Path) -> Iterator[Hall]:
    found = Hall.open(path)
    yield found
    found.close()


Strike = Callable[[Path], object]


def away(path: Path) -> None:
    shutil.move(path, path.parents[1] / "away.qa")


def back(path: Path) -> None:
    path.unlink(missing_ok=True)
    shutil.move(path.parents[1] / "away.qa", path)


def put_in_place(name: str) -> Strike:
    """Return what a synchronising service does: another file under the same name."""

    def strike(path: Path) -> None:
        away(path)
        shutil.copy(path.parents[1] / name, path)

    return strike


def overwrite(what: str | bytes) -> Strike:
    """Return what a copy over an open file does."""

    def strike(path: Path) -> None:
        shutil.copy(path, path.parents[1] / "away.qa")
        path.write_bytes(what if isinstance(what, bytes) else (path.parents[1] / what).read_bytes())

    return strike


def write_back(path: Path) -> None:
    path.write_bytes((path.parents[1] / "away.qa").read_bytes())


def folder_in_place(path: Path) -> None:
    away(path)
    path.mkdir()


def folder_away(path: Path) -> None:
    path.rmdir()
    back(path)


OLDER, OTHER = "the file is an older copy: it ends at #007, and #010 is known here", "another contest's file lies in"
STRIKES: dict[str, tuple[Strike, Strike, str]] = {
    "moved away": (away, back, "was deleted or moved away while it was open"),
    "its folder moved away": (
        lambda path: path.parent.rename(path.parents[1] / "gone"),
        lambda path: (path.parents[1] / "gone").rename(path.parent),
        "was deleted or moved away while it was open",
    ),
    "an older copy put in its place": (put_in_place("older.qa"), back, OLDER),
    "another contest put in its place": (put_in_place("other.qa"), back, OTHER),
    "a copy that went on put in its place": (put_in_place("parted.qa"), back, ""),
    "a folder put in its place": (folder_in_place, folder_away, "is a folder"),
    "overwritten by an older copy": (overwrite("older.qa"), write_back, OLDER),
    "overwritten by another contest": (overwrite("other.qa"), write_back, OTHER),
    "overwritten by nothing": (overwrite(b""), write_back, "is empty"),
    "overwritten by noise": (overwrite(b"noise" * 5_000), write_back, "is no journal of QuizArena"),
    "cut in half": (overwrite(b"SQLite format 3\0"), write_back, "is no journal of QuizArena"),
}


@pytest.mark.skipif(sys.platform == "win32", reason=WINDOWS)
@pytest.mark.parametrize("what", [what for what, (_strike, _mend, said) in STRIKES.items() if said])
def test_each_screen_says_what_happened_and_comes_back(what: str, path: Path, hall: Hall) -> None:
    strike, mend, said = STRIKES[what]
    assert list(hall.look()) == ["", "", ""]
    strike(path)
    hall.look()
    for told in hall.look():
        assert said in told
        assert "\n" not in told
    assert hall.record(LAST + 1) is None
    assert isinstance(hall.desk.overlay, Trouble)
    assert hall.desk.unsaved is not None
    assert said in hall.desk.unsaved.why.in_language("en")
    mend(path)
    assert [told.partition(";")[0] for told in hall.look()] == [
        "The file can be read again",
        "The file can be read again",
        "",
    ]
    hall.press("1")
    assert hall.desk.overlay is None
    assert hall.desk.contest.records[-1].seq == LAST + 1, "nothing was lost: the deed waited, and is in once"
    assert list(hall.look())[2] == ""
    assert hall.board.contest.head == hall.judge.contest.head == hall.desk.contest.head
    hall.desk.contest.verify()


@pytest.mark.skipif(sys.platform == "win32", reason=WINDOWS)
def test_a_whole_copy_in_its_place_is_gone_on_with_by_all(path: Path, hall: Hall) -> None:
    put_in_place("whole.qa")(path)
    hall.look()
    assert hall.look().board == ""
    assert hall.record(LAST + 1) is not None
    hall.look()
    assert hall.board.contest.head == hall.judge.contest.head == hall.desk.contest.head == read_rows(path)[-1].digest


@pytest.mark.skipif(sys.platform == "win32", reason=WINDOWS)
def test_a_copy_that_parted_is_never_written_to(path: Path, hall: Hall) -> None:
    """The desk recorded #011, and a copy in which another #011 was recorded comes into the file's place."""
    assert hall.record(LAST + 1) is not None
    hall.look()
    put_in_place("parted.qa")(path)
    before = path.read_bytes()
    hall.look()
    for told in hall.look():
        assert "a copy that went on by itself: its #011 does not follow from what is known here up to #011" in told
    assert hall.record(LAST + 2) is None
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason=WINDOWS)
def test_a_desk_appends_to_an_older_copy_what_it_knows(path: Path, hall: Hall) -> None:
    rows = read_rows(path)
    put_in_place("older.qa")(path)
    hall.look()
    offer_refill(hall.desk)
    assert isinstance(hall.desk.overlay, OlderCopy)
    assert hall.desk.overlay.lacks == 3
    hall.press("1")
    assert hall.desk.overlay is None
    assert "Appended: 3 records; the head is #010" in hall.desk.message.text.in_language("en")
    assert read_rows(path) == rows
    hall.look()
    assert hall.look().board == ""
    assert hall.record(LAST + 1) is not None


@pytest.mark.skipif(sys.platform == "win32", reason=WINDOWS)
def test_a_deed_that_waits_is_in_after_what_an_older_copy_lacked(path: Path, hall: Hall) -> None:
    put_in_place("older.qa")(path)
    assert hall.record(LAST + 1) is None
    hall.press("4")
    assert [row.seq for row in read_rows(path)] == list(range(LAST + 2))
    assert hall.desk.overlay is None


@pytest.mark.skipif(sys.platform == "win32", reason=WINDOWS)
def test_an_older_copy_that_is_taken_away_again_needs_nothing(path: Path, hall: Hall) -> None:
    put_in_place("older.qa")(path)
    hall.look()
    offer_refill(hall.desk)
    back(path)
    hall.look()
    offer_refill(hall.desk)
    assert hall.desk.overlay is None
    assert hall.desk.arena.refill() == 0
    put_in_place("other.qa")(path)
    assert hall.desk.arena.lacking() == 0
    with pytest.raises(JournalError, match="another contest's file"):
        hall.desk.arena.refill()


@pytest.mark.skipif(sys.platform == "win32", reason=WINDOWS)
def test_a_desk_whose_file_is_gone_goes_on_in_a_copy(path: Path, hall: Hall) -> None:
    path.unlink()
    assert hall.record(LAST + 1) is None
    hall.press("2")
    assert hall.desk.file == str(path.with_name("contest-2.qa"))
    assert len(read_rows(hall.desk.file)) == LAST + 2, "all that was recorded, and the deed that waited"


# A disk that fails at step k, for k = 1, 2, 3 ... until the run passes


@pytest.mark.parametrize("name", ["disk full, until mended", "fsync error, once", "any error, until mended"])
def test_at_a_failing_disk_the_desk_knows_whether_its_deed_is_in(name: str, tmp_path: Path) -> None:
    """What is not said to be saved waits at the desk, and one key records it once the disk works: once."""
    path, machine = tmp_path / "contest.qa", Machine()
    path.touch()
    with closing(contests.begin(tmp_path / "first.qa", machine.connect)) as journal:
        arena = Arena(journal)
        for seq in range(1, LAST + 1):
            contests.tell(arena, seq)
    whole, path, waited = machine.disk, tmp_path / "first.qa", 0
    for trap in failing.traps(failing.FAULTS[name]):
        machine.disk = whole.copy()
        hall = Hall.of(*(Arena(SqliteJournal(path, connect=machine.connect)) for _screen in range(3)))
        machine.disk.before_step = trap
        record = hall.record(LAST + 1)
        trap.is_mended = True
        if record is None:
            waited += 1
            assert isinstance(hall.desk.overlay, Trouble)
            hall.press("1")
        assert hall.desk.overlay is None
        assert [each.seq for each in hall.desk.contest.records] == list(range(LAST + 2))
        hall.look()
        assert hall.board.contest.head == hall.desk.contest.head
        hall.close()
    assert waited > 0


# A clock that was set back


def test_a_clock_set_back_is_told_and_makes_no_key_dead(hall: Hall) -> None:
    hall.press("+")
    right = hall.desk.contest.records[-1]
    hall.now -= timedelta(hours=1)
    hall.press("enter")
    asked = hall.desk.contest.records[-1]
    assert (asked.seq, asked.type) == (right.seq + 1, "quiz.asked")
    assert asked.at < right.at
    hall.press("+")
    assert hall.desk.contest.records[-1].type == "quiz.ruled", "a key pressed an hour from now is no held key"
    hall.desk.contest.verify()


def test_a_desk_behind_the_last_record_says_so_once(hall: Hall) -> None:
    early = hall.now - timedelta(minutes=7)
    heartbeat(hall.desk, "80x24", early)
    assert "computer's clock is" in hall.desk.message.text.in_language("en")
    assert "behind the last record" in hall.desk.message.text.in_language("en")
    hall.look()
    heartbeat(hall.desk, "80x24", early + timedelta(seconds=1))
    assert hall.desk.message.text.in_language("en") == ""


def test_rows_whose_instants_go_back_give_the_same_standings() -> None:
    """No rule looks at when a record was written."""
    rows = list(contests.played(60))
    contest = Contest(contests.rulebook(), id="0", at=START)
    for row in rows[1:]:
        fact = contest.book.read(row.type, row.fact)
        contest.push(fact, seat=row.seat, person=row.person, id=row.id, at=START - timedelta(minutes=row.seq))
    whole = Contest.of_rows(rows)
    assert contest.standings(audience=None) == whole.standings(audience=None)
    assert contest.state == whole.state
    assert [to_row(record, contest.book).fact for record in contest.records] == [row.fact for row in rows]
