"""The arena: one contest, several processes, every record once."""

from __future__ import annotations

import asyncio
import io
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.contest import ConflictError, Contest
from quizarena.contest.facts import FORMAT, Adjusted, ContestOpened, DrawEntered
from quizarena.documents import read_rows
from quizarena.errors import JournalBusy, JournalError, JournalUnknown, QuizArenaError, RulebookError
from quizarena.journal import GENESIS, MemoryJournal, SqliteJournal, Writer, first_bad, linked
from quizarena.journal.jsonl import export as lines
from quizarena.moves import IllegalFact
from quizarena.points import parse_number
from quizarena.records import to_row
from quizarena.rulebook import Rulebook, loads
from tests.forgery import forge
from tests.journal import formats

RULES = formats.RULES.replace("per_team: 2", "per_team: 1")
OPENED = ContestOpened("live")
DRAWN = DrawEntered("order", ("blue", "red"), "the host")


def rulebook() -> Rulebook:
    return loads(RULES)


def fine(points: str) -> Adjusted:
    return Adjusted("red", parse_number(points), "late")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "two.qa"
    with Arena.create(path, rulebook()) as arena:
        arena.push(OPENED)
    return path


def _hear_all(arena: Arena) -> None:
    """Be told of all that was written before: each thread is told of it for itself."""
    while arena.wait(0):
        pass


def test_a_wait_without_an_end_ends_with_news_or_with_the_arena(file: Path) -> None:
    with Arena.open(file) as arena, ThreadPoolExecutor(1) as pool:
        pool.submit(_hear_all, arena).result(60)
        waiting = pool.submit(arena.wait)
        arena.push(Adjusted("red", parse_number("1"), "early"), seat="arbiter")
        assert waiting.result(60)
        pool.submit(_hear_all, arena).result(60)
        waiting = pool.submit(arena.wait)
        arena.close()
        assert not waiting.result(60)


def test_a_new_file_holds_the_rules_and_is_taken_up_where_it_was_left(file: Path) -> None:
    with Arena.open(file) as arena:
        assert [record.type for record in arena.contest.records] == ["contest.rulebook", "contest.opened"]
        assert arena.contest.rulebook == rulebook()
        arena.push(DRAWN, person="scorer")
        state = arena.contest.state
    with Arena.open(file) as again:
        assert again.contest.state == state
        assert again.contest.records[-1].person == "scorer"


def test_nothing_is_overwritten(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(JournalError, match="exists already and is never overwritten"):
        Arena.create(file, rulebook())
    assert file.read_bytes() == before


def test_every_deed_rests_in_the_journal(file: Path) -> None:
    with Arena.open(file) as arena:
        arena.push(fine("-5"), seat="arbiter")
        arena.correct([(2, fine("-2"))], reason="misread", ruled_by="arbiter")
        arena.amend("rounds.quiz.points", "15", reason="misprint")
        arena.strike(2, reason="wrong team")
        arena.push(DRAWN)
        arena.undo()
        arena.redo()
        live = arena.contest
        assert live.standings(audience=None).totals["red"].value == 0
    with Arena.open(file) as again:
        assert again.contest.state == live.state
        assert again.contest.rulebook == live.rulebook
        assert [each.type.partition(".")[2] for each in again.contest.records[2:]] == [
            *("adjusted", "corrected", "amended", "struck", "entered", "undone", "redone"),
        ]
        again.contest.verify()


@pytest.mark.parametrize(
    "deed",
    [
        lambda arena: arena.push(OPENED),
        lambda arena: arena.push(fine("-5"), seat="judge:j1"),
        lambda arena: arena.push(Adjusted("red", parse_number("0"), "late"), seat="arbiter"),
        lambda arena: arena.correct([(0, OPENED)], reason="why"),
        lambda arena: arena.strike(9, reason="why"),
        lambda arena: arena.amend("rounds.quiz.pionts", "15", reason="why"),
        lambda arena: arena.redo(),
        lambda arena: arena.push(DRAWN, id="a\nb"),
    ],
)
def test_what_is_refused_changes_nothing(file: Path, deed: Callable[[Arena], Any]) -> None:
    with Arena.open(file) as arena:
        before, rows = arena.contest.state, read_rows(file)
        with pytest.raises((IllegalFact, ConflictError, RulebookError, JournalError)):
            deed(arena)
        assert arena.contest.state is before
        assert read_rows(file) == rows
        assert arena.push(DRAWN).seq == 2


def test_a_retry_counts_once_from_any_process(file: Path) -> None:
    with Arena.open(file) as one, Arena.open(file) as other:
        first = one.push(fine("-5"), seat="arbiter", id="mine")
        assert one.push(fine("-5"), seat="arbiter", id="mine") == first
        assert other.push(fine("-5"), seat="arbiter", id="mine") == first
        assert len(read_rows(file)) == 3


def test_others_are_followed(file: Path) -> None:
    with Arena.open(file) as one, Arena.open(file) as other:
        other.refresh()
        assert not other.refresh()
        one.push(DRAWN)
        assert other.refresh()
        assert other.contest.state == one.contest.state
        assert not other.refresh()


def test_news_whose_reading_failed_are_read_at_the_next_look(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal tells of news once; a board whose file was locked in that moment must not stand still."""
    with Arena.open(file) as desk, Arena.open(file) as board:
        board.refresh()
        desk.push(DRAWN)

        def locked(*_after: object) -> None:
            raise JournalBusy("another program keeps it locked")

        with monkeypatch.context() as patch:
            patch.setattr(SqliteJournal, "read", locked)
            with pytest.raises(JournalBusy):
                board.refresh()
        assert board.refresh()
        assert board.contest.head == desk.contest.head
        assert not board.refresh()


def test_a_fact_is_judged_by_what_others_recorded_meanwhile(file: Path) -> None:
    with Arena.open(file) as one, Arena.open(file) as other:
        one.push(DRAWN)
        with pytest.raises(IllegalFact, match=r"draw\.entered cannot happen now"):
            other.push(DRAWN)
        assert other.contest.state == one.contest.state


def test_undo_takes_back_what_is_last_when_it_is_written(file: Path) -> None:
    with Arena.open(file) as one, Arena.open(file) as other:
        one.push(DRAWN)
        other.undo()
        assert other.contest.state.draw("order").order is None


PUSHER = """
import sys
from quizarena.arena import Arena
from quizarena.contest.facts import Adjusted
from quizarena.points import parse_number
with Arena.open(sys.argv[1]) as arena:
    for number in range(10):
        arena.push(Adjusted(sys.argv[2], parse_number("1"), "one"), seat="arbiter", id=f"{sys.argv[2]}-{number}")
"""


def test_several_processes_write_one_chain(file: Path) -> None:
    pushers = [subprocess.Popen([sys.executable, "-c", PUSHER, str(file), team]) for team in ("red", "blue")]
    assert [pusher.wait(60) for pusher in pushers] == [0, 0]
    rows = read_rows(file)
    assert first_bad(rows) is None
    with Arena.open(file) as arena:
        assert {team: score.value for team, score in arena.contest.standings(audience=None).totals.items()} == {
            "red": 10,
            "blue": 10,
        }


@attrs.define
class Failing:
    """A journal whose next commit raises, after it or instead of it."""

    inner: MemoryJournal
    commits: bool = True
    reopens: bool = True
    broken: bool = False

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Fail once."""
        if not self.broken:
            with self.inner.writing() as writer:
                yield writer
            return
        self.broken = False
        try:
            with self.inner.writing() as writer:
                yield writer
                if not self.commits:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        raise JournalUnknown("disk gone")

    def reopen(self) -> None:
        """Work again, or not."""
        if not self.reopens:
            raise JournalError("still gone")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def failing(**how: bool) -> tuple[Failing, Arena]:
    journal = MemoryJournal()
    contest = Contest(rulebook())
    with journal.writing() as writer:
        writer.append(to_row(contest.records[0], contest.book))
    made = Failing(journal, **how)
    arena = Arena(made)
    arena.push(OPENED)
    made.broken = True
    return made, arena


def test_a_failed_commit_that_happened_counts() -> None:
    journal, arena = failing(commits=True)
    record = arena.push(DRAWN, id="mine")
    assert (record.seq, record.id) == (2, "mine")
    assert arena.contest.state.draw("order").order == ("blue", "red")
    assert journal.head().digest == arena.contest.head


def test_a_failed_commit_that_did_not_happen_says_so() -> None:
    journal, arena = failing(commits=False)
    with pytest.raises(JournalError, match=r"^it was not recorded, try again: disk gone$"):
        arena.push(DRAWN, id="mine")
    assert arena.contest.state.draw("order").order is None
    assert arena.push(DRAWN, id="mine").seq == 2
    assert journal.head().digest == arena.contest.head


def test_what_cannot_be_found_out_is_said_to_be_unknown() -> None:
    journal, arena = failing(reopens=False)
    with pytest.raises(JournalUnknown, match="whether it was recorded is not known"):
        arena.push(DRAWN, id="mine")
    journal.reopens = True
    assert arena.push(DRAWN, id="mine").seq == 2
    assert len(list(journal.read())) == 3


def test_lines_make_the_same_contest_again(file: Path, tmp_path: Path) -> None:
    with Arena.open(file) as arena:
        arena.push(DRAWN)
        text = "".join(arena.export_lines())
        with Arena.import_lines(tmp_path / "again.qa", io.BytesIO(text.encode())) as again:
            assert again.contest.state == arena.contest.state
            assert "".join(again.export_lines()) == text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace('"live"', '"rehearsal"'), "record 1 does not follow"),
        (lambda text: text.splitlines()[0] + "\nnonsense\n", "line 2: expected a JSON object"),
        (lambda text: "", "holds no record"),
        (lambda text: "".join(text.splitlines(keepends=True)[1:]), "record 0 is missing"),
    ],
)
def test_bad_lines_leave_no_file(file: Path, tmp_path: Path, change: Callable[[str], str], reason: str) -> None:
    with Arena.open(file) as arena:
        text = change("".join(arena.export_lines()))
    with pytest.raises(JournalError, match=reason):
        Arena.import_lines(tmp_path / "again.qa", io.BytesIO(text.encode()))
    assert not (tmp_path / "again.qa").exists()


def altered(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.executescript(statement)
    connection.commit()
    connection.close()


def tampered(file: Path) -> None:
    forge(
        file,
        """UPDATE records SET fact = '{"mode":"rehearsal"}' WHERE seq = 1;""",
    )


def unknown_fact(file: Path) -> None:
    """Append a record of a fact this version does not know, in a true chain."""
    from quizarena.journal import Row, linked

    journal = SqliteJournal(file)
    with journal.writing() as writer:
        row = Row(2, "later", "2026-11-23T14:03:05.120Z", "desk", "", "", "quiz.juggled", "{}")
        writer.append(linked(writer.head().digest, row))
    journal.close()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (tampered, "the chain is broken: record 1 does not follow"),
        (unknown_fact, "a record cannot be read: no fact is called 'quiz.juggled' here"),
        (lambda file: altered(file, "PRAGMA user_version = 2"), "is a journal of version 2, this program knows 1"),
        (lambda file: altered(file, "PRAGMA application_id = 1"), "belongs to another program"),
        (lambda file: file.write_bytes(file.read_bytes()[:5000]), "is truncated or damaged"),
        (lambda file: file.write_bytes(b"junk" * 2000), "is no journal of QuizArena"),
        (lambda file: file.write_bytes(b""), "is empty"),
        (lambda file: (file.unlink(), file.mkdir()), "is a folder"),
        (lambda file: file.unlink(), "there is no such file"),
    ],
)
def test_a_file_that_is_no_whole_contest_is_refused(file: Path, spoil: Callable[[Path], Any], reason: str) -> None:
    spoil(file)
    with pytest.raises(QuizArenaError) as caught:
        Arena.open(file)
    assert isinstance(caught.value, JournalError)
    assert reason in str(caught.value)


def test_a_copy_at_rest_is_a_whole_contest(file: Path, tmp_path: Path) -> None:
    shutil.copy(file, tmp_path / "copy.qa")
    with Arena.open(tmp_path / "copy.qa") as copy, Arena.open(file) as arena:
        assert copy.contest.head == arena.contest.head


def test_reading_only_reads(file: Path) -> None:
    with Arena.open(file, read_only=True) as arena:
        with pytest.raises(JournalError, match="was opened for reading only"):
            arena.push(DRAWN)
        assert len(arena.contest.records) == 2


def test_threads_share_one_arena(file: Path) -> None:
    with Arena.open(file) as arena, ThreadPoolExecutor(4) as pool:

        def push(team: str) -> list[int]:
            fact = Adjusted("red", parse_number("1"), team)
            return [arena.push(fact, seat="arbiter", id=f"{team}-{each}").seq for each in range(100)]

        seqs = [seq for found in pool.map(push, "abcd") for seq in found]
        assert sorted(seqs) == list(range(2, 402))
        assert arena.contest.standings(audience=None).totals["red"].value == 400
    rows = read_rows(file)
    assert len(rows) == 402
    assert first_bad(rows) is None


def test_a_thread_that_waits_learns_of_what_is_recorded_and_of_the_end(file: Path) -> None:
    with Arena.open(file, read_only=True) as board, Arena.open(file) as desk, ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(each.wait, 3_600) for each in (board, desk)]
        desk.push(DRAWN)
        assert [each.result(60) for each in waiting] == [True, True]
        assert board.refresh()
    with Arena.open(file) as arena, ThreadPoolExecutor(1) as pool:
        waiting = [pool.submit(arena.wait, 3_600)]
        arena.close()
        assert waiting[0].result(60) is False


def test_who_follows_is_given_each_position_until_the_end(file: Path) -> None:
    async def follow(arena: Arena, desk: Arena) -> list[int]:
        seen = []
        async for position in arena.follow():
            assert position is arena.position
            seen.append(len(arena.contest.records))
            if len(seen) == 1:
                desk.push(DRAWN)  # another program's, as far as this arena knows
            else:
                arena.close()
        return seen

    with Arena.open(file) as arena, Arena.open(file) as desk:
        assert asyncio.run(follow(arena, desk)) == [2, 3]


def test_a_closed_arena_stays_closed(file: Path) -> None:
    arena = Arena.open(file)
    arena.close()
    for _each in range(3):
        for deed in (lambda: arena.push(DRAWN), arena.undo, arena.refresh):
            with pytest.raises(JournalError, match="was closed here"):
                deed()
    assert len(read_rows(file)) == 2
    assert arena.contest.state.mode == "live", "what is known may be asked all the same"


def test_the_contest_of_an_arena_is_for_reading(file: Path) -> None:
    with Arena.open(file) as arena:
        for deed in ("push", "accept", "correct", "strike", "amend", "undo", "redo"):
            assert not hasattr(arena.contest, deed)
            assert hasattr(Contest, deed), "a name that the contest does not have guards nothing"
        with pytest.raises(AttributeError):
            arena.contest.state = None  # type: ignore[misc, assignment]
        view = arena.contest
        arena.push(DRAWN)
        assert view.state.draw("order").order == ("blue", "red")
        trial = view.fork()
        trial.push(fine("-5"), seat="arbiter")
        assert len(view.records) == 3
    assert len(read_rows(file)) == 3


def test_a_file_of_every_format_is_read_or_refused_by_one_sentence() -> None:
    """A contest's file is opened read-only, so that nothing is left beside it."""
    assert {each.name for each in formats.FOLDER.iterdir()} == {"1.qa", f"{FORMAT}.qa"}
    with pytest.raises(JournalError, match=r"^the records are of format 1, from before the first release"):
        Arena.open(formats.FOLDER / "1.qa", read_only=True)
    with Arena.open(formats.FOLDER / "2.qa", read_only=True) as arena:
        arena.contest.verify()
        totals = {team: score.value for team, score in arena.contest.standings(audience=None).totals.items()}
        assert totals == {"red": 18, "blue": 20}
        assert len(arena.contest.records) == 14


def test_records_of_a_later_format_ask_for_a_newer_program(file: Path, tmp_path: Path) -> None:
    row, *_rest = read_rows(file)
    later = linked(GENESIS, row._replace(fact=row.fact.replace('"format":2', '"format":3')))
    text = "".join(lines([later]))
    with pytest.raises(JournalError, match=r"^the records are of format 3, this program reads 2; update QuizArena$"):
        Arena.import_lines(tmp_path / "later.qa", io.BytesIO(text.encode()))


@pytest.mark.parametrize(
    ("old", "new"), [('{"mode":"live"}', '{"mode": "live"}'), ('{"mode":"live"}', '{"mode":"l\\u0069ve"}')]
)
def test_what_is_not_written_as_it_is_written_here_is_not_imported(
    file: Path, tmp_path: Path, old: str, new: str
) -> None:
    """Another text of one fact has another digest: two journals of one contest would differ."""
    start, opened = read_rows(file)
    assert old in opened.fact
    forged = linked(start.digest, opened._replace(fact=opened.fact.replace(old, new)))
    text = "".join(lines([start, forged]))
    with pytest.raises(JournalError, match=r"^record 1 is not written as it is written here$"):
        Arena.import_lines(tmp_path / "again.qa", io.BytesIO(text.encode()))
    assert list(tmp_path.glob("again.qa*")) == []
