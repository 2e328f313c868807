"""Rot and tampering in a contest's file: the first bad record is named, and nothing but our own errors comes out."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, closing
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizarena.documents import inspect, read_rows
from quizarena.errors import JournalError
from quizarena.journal import SqliteJournal, first_bad
from tests.cli.running import run
from tests.faults import contests
from tests.forgery import forging
from tests.parts import tries

COUNT = 60
COLUMNS = ("id", "at", "seat", "person", "round", "type", "fact", "digest")
PAGE = 4_096
PLACED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=tries(50))


def made(path: Path) -> Path:
    """Write the afternoon's first records to `path`."""
    path.unlink(missing_ok=True)
    with closing(SqliteJournal.create(path)) as journal, journal.writing() as writer:
        for row in contests.played(COUNT):
            writer.append(row)
    return path


@cache
def stored() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return made(Path(folder) / "contest.qa").read_bytes()


def open_for_forgery(path: Path) -> AbstractContextManager[sqlite3.Connection]:
    path.write_bytes(stored())
    return forging(path)


def first_bad_of(path: Path) -> int | None:
    fault = first_bad(read_rows(path))
    return None if fault is None else fault.seq


@PLACED
@given(seq=st.integers(0, COUNT), column=st.sampled_from(COLUMNS), data=st.data())
def test_any_flipped_bit_of_a_stored_record_names_it(
    tmp_path: Path, seq: int, column: str, data: st.DataObject
) -> None:
    path = tmp_path / "contest.qa"
    with open_for_forgery(path) as shell:
        [text] = shell.execute(f"SELECT {column} FROM records WHERE seq = ?", (seq,)).fetchone()
        flipped = bytearray(text.encode() or b"\0")
        place = data.draw(st.integers(0, len(flipped) * 8 - 1))
        flipped[place // 8] ^= 1 << place % 8
        try:
            shell.execute(f"UPDATE records SET {column} = CAST(? AS TEXT) WHERE seq = ?", (bytes(flipped), seq))
        except sqlite3.IntegrityError:
            return  # the file itself refuses an id that another record has
    assert first_bad_of(path) == seq


def test_a_last_digest_that_is_no_text_any_more_is_named(tmp_path: Path) -> None:
    path = tmp_path / "contest.qa"
    with open_for_forgery(path) as shell:
        shell.execute("UPDATE records SET digest = CAST(x'ff' || substr(digest, 2) AS TEXT) WHERE seq = ?", (COUNT,))
    assert first_bad_of(path) == COUNT


@PLACED
@given(seq=st.integers(0, COUNT))
def test_a_deleted_record_is_named_unless_it_was_the_last(tmp_path: Path, seq: int) -> None:
    path = tmp_path / "contest.qa"
    with open_for_forgery(path) as shell:
        shell.execute("DELETE FROM records WHERE seq = ?", (seq,))
    assert first_bad_of(path) == (seq if seq < COUNT else None), "a missing end needs a noted head"


@PLACED
@given(first=st.integers(0, COUNT), second=st.integers(0, COUNT), renumbers=st.booleans())
def test_swapped_records_are_named(tmp_path: Path, first: int, second: int, renumbers: bool) -> None:
    path = tmp_path / "contest.qa"
    if first == second:
        return
    with open_for_forgery(path) as shell:
        columns = ", ".join(COLUMNS if renumbers else COLUMNS[1:])
        rows = {
            seq: shell.execute(f"SELECT {columns} FROM records WHERE seq = ?", (seq,)).fetchone()
            for seq in (first, second)
        }
        shell.execute("UPDATE records SET id = 'x' || seq WHERE seq IN (?, ?)", (first, second))
        for seq, values in ((first, rows[second]), (second, rows[first])):
            shell.execute(
                f"UPDATE records SET ({columns}) = ({', '.join('?' * len(values))}) WHERE seq = ?", (*values, seq)
            )
    assert first_bad_of(path) == min(first, second)


@PLACED
@given(st.integers(0, len(stored()) * 8 - 1) | st.integers(0, PAGE * 8 - 1))
def test_any_flipped_bit_of_the_file_is_found_or_harmless(tmp_path: Path, bit: int) -> None:
    """Half of a file is free space; what is not is either named or refused, and never read as something else."""
    path = tmp_path / "contest.qa"
    flip(path, bit)
    try:
        rows = tuple(read_rows(path))
    except JournalError:
        return
    assert first_bad(rows) is not None or rows == contests.played(COUNT)


def test_a_flipped_bit_in_the_head_of_a_page_takes_no_record_from_the_end(tmp_path: Path) -> None:
    """A leaf that counts fewer records than it has hides the last ones, and the chain of the others is whole."""
    path = tmp_path / "contest.qa"
    outcomes = set()
    for page in range(len(stored()) // PAGE):
        start = page * PAGE + (100 if page == 0 else 0)
        for bit in range(start * 8, (start + 8) * 8):
            flip(path, bit)
            try:
                rows = tuple(read_rows(path))
            except JournalError as error:
                outcomes.add("missing end" if "the last that can be read" in str(error) else "refused")
                continue
            assert first_bad(rows) is not None or rows == contests.played(COUNT)
    assert outcomes == {"missing end", "refused"}


def test_damage_that_no_record_shows_is_found_by_verify(tmp_path: Path) -> None:
    path = tmp_path / "contest.qa"
    hidden = [page for page in range(1, len(stored()) // PAGE) if stored()[page * PAGE] == 0x0A]
    flip(path, (hidden[0] * PAGE + 4) * 8)  # a leaf of the index of ids counts one more than it has
    assert tuple(read_rows(path)) == contests.played(COUNT)
    with pytest.raises(JournalError, match="is damaged"):
        inspect(path)
    assert "is damaged" in run("verify", path, status=3).stderr


def flip(path: Path, bit: int) -> None:
    changed = bytearray(stored())
    changed[bit // 8] ^= 1 << bit % 8
    path.write_bytes(changed)
