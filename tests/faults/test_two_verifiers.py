"""Two verifiers that share no code say the same of every example contest, whole or tampered with.

One is `quizarena verify`, the other examples/verify_independently.py. What is tried on every contest: every way to
change rows, at several records; then forgeries whose chain was made anew, and changes of the file around the rows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizarena.documents import contest_of, inspect, read_rows
from quizarena.errors import QuizArenaError
from quizarena.journal import GENESIS, Row, first_bad, linked
from tests.cli.running import run
from tests.examples.test_verify_independently import imported
from tests.faults import played
from tests.parts import part

INDEPENDENT = imported("verify_independently")
COLUMNS = ("id", "at", "seat", "person", "round", "type", "fact", "digest")


@pytest.mark.parametrize("name", played.NAMES)
def test_both_accept_a_contest_played_to_its_end(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = played.rows(name)
    path = played.put(tmp_path / "contest.qa", rows)
    contest_of(read_rows(path), played.kinds(name)).verify()
    INDEPENDENT.main(str(path), rows[-1].digest[:16])
    told = capsys.readouterr().out
    assert told.startswith(f"{len(rows)} records, each follows from the one before; head {rows[-1].digest}\n")
    assert ("reckoned from the facts alone" in told) == (name == played.YINGBIN)
    if played.kinds(name) is None:
        found = json.loads(run("verify", path, "--head", rows[-1].digest[:16], "--json").stdout)
        assert (found["records"], found["head"], found["noted"]) == (len(rows), rows[-1].digest, len(rows) - 1)


# Rows

Change = Callable[[list[Row], int, Random], list[Row]]


def flip(rows: list[Row], at: int, random: Random) -> list[Row]:
    """Flip one bit that leaves text that can be stored."""
    name = random.choice(COLUMNS)
    stored = bytearray(getattr(rows[at], name).encode() or b"\0")
    while True:
        flipped, bit = bytearray(stored), random.randrange(len(stored) * 8)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            return with_row(rows, at, **{name: flipped.decode()})
        except UnicodeDecodeError:
            continue


def with_row(rows: list[Row], at: int, /, **changed: Any) -> list[Row]:
    return [*rows[:at], rows[at]._replace(**changed), *rows[at + 1 :]]


def delete(rows: list[Row], at: int, random: Random) -> list[Row]:
    return rows[:at] + rows[at + 1 :]


def close_the_gap(rows: list[Row], at: int, random: Random) -> list[Row]:
    return [row._replace(seq=seq) for seq, row in enumerate(delete(rows, at, random))]


def swap(rows: list[Row], at: int, random: Random) -> list[Row]:
    """Let two records change places; their numbers stay in order."""
    other = random.choice([seq for seq in range(len(rows)) if seq != at])
    changed = list(rows)
    changed[at], changed[other] = (rows[a]._replace(seq=b) for a, b in ((other, at), (at, other)))
    return changed


def turn_round(rows: list[Row], at: int, random: Random) -> list[Row]:
    """Tell everything from a record on backwards."""
    return [row._replace(seq=seq) for seq, row in enumerate([*rows[:at], *reversed(rows[at:])])]


def repeat(rows: list[Row], at: int, random: Random) -> list[Row]:
    """Tell a record twice, the second time under an id of its own."""
    again = [*rows[: at + 1], rows[at]._replace(id="again"), *rows[at + 1 :]]
    return [row._replace(seq=seq) for seq, row in enumerate(again)]


def of_another_contest(rows: list[Row], at: int, random: Random) -> list[Row]:
    others = played.rows("cn02" if rows[0].digest != played.rows("cn02")[0].digest else "cn03")
    return with_row(
        rows, at, **{name: getattr(others[min(at, len(others) - 1)], name) for name in COLUMNS if name != "id"}
    )


def edit(name: str) -> Change:
    def change(rows: list[Row], at: int, random: Random) -> list[Row]:
        return with_row(rows, at, **{name: getattr(rows[at], name) + " "})

    return change


def exchange_columns(rows: list[Row], at: int, random: Random) -> list[Row]:
    row = rows[at]
    return with_row(rows, at, seat=row.type, type=row.seat)


def slide_columns(rows: list[Row], at: int, random: Random) -> list[Row]:
    """Move the border between two columns: a digest without borders would not see it."""
    row = rows[at]
    return with_row(rows, at, seat=row.seat[:-1], person=row.seat[-1] + row.person)


CHANGES: dict[str, Change] = {
    "a bit": flip,
    "a record less": delete,
    "a record less, renumbered": close_the_gap,
    "two in the other's place": swap,
    "backwards": turn_round,
    "twice": repeat,
    "another contest's": of_another_contest,
    "two columns exchanged": exchange_columns,
    "a column's border": slide_columns,
    **{f"a longer {name}": edit(name) for name in COLUMNS},
}


@pytest.mark.parametrize("name", part(played.NAMES, 3))
def test_both_name_the_same_record_of_rows_that_were_changed(name: str, tmp_path: Path) -> None:
    rows, random = list(played.rows(name)), Random(name)
    for how, change in CHANGES.items():
        last = len(rows) - 2
        for at in {0, random.randrange(last), last} if name == played.YINGBIN else {random.randrange(last)}:
            changed = change(rows, at, random)
            path = played.put(tmp_path / "changed.qa", changed)
            fault = first_bad(read_rows(path))
            assert fault is not None, (how, at)
            with pytest.raises(ValueError, match=f"^record {fault.seq} does not follow from the one before it$"):
                INDEPENDENT.read(str(path))


@pytest.mark.parametrize("name", [played.YINGBIN, "cn02", "cn24"])
def test_both_miss_an_end_only_where_no_head_was_noted(name: str, tmp_path: Path) -> None:
    rows = played.rows(name)
    path = played.put(tmp_path / "short.qa", rows[:-3])
    noted = rows[-1].digest[:16]
    INDEPENDENT.main(str(path))
    run("verify", path)
    with pytest.raises(ValueError, match="the end is missing"):
        INDEPENDENT.main(str(path), noted)
    run("verify", path, "--head", noted, status=1)


# Forgeries whose chain was made anew


def forged(rows: Sequence[Row], at: int, /, **changed: Any) -> list[Row]:
    made, before = [], GENESIS
    for row in with_row(list(rows), at, **changed):
        made.append(linked(before, row))
        before = made[-1].digest
    return made


def seq_of(type_name: str) -> int:
    return next(row.seq for row in played.rows(played.YINGBIN) if row.type == type_name)


def in_fact(type_name: str, old: str, new: str) -> tuple[int, str]:
    at = seq_of(type_name)
    text = played.rows(played.YINGBIN)[at].fact
    assert old in text
    return at, text.replace(old, new, 1)


FORGED = {
    "the order of a draw": in_fact("draw.opened", '["yingbin","kaiyuan"', '["kaiyuan","yingbin"'),
    "the secret of a draw": in_fact("draw.committed", '"secret":"9', '"secret":"8'),
    "the numbers that were called": in_fact("draw.called", "3 17", "3 18"),
    "the seed": in_fact("draw.opened", "3 17", "3 18"),
    "the labels of a draw": in_fact("draw.committed", '"yongtai"', '"yongtaj"'),
    "a key twice": in_fact("quiz.ruled", '"verdict":', '"verdict":"wrong","verdict":'),
    "a float": in_fact("quiz.asked", '"number":1', '"number":1.0'),
    "NaN": in_fact("quiz.asked", '"number":1', '"number":NaN'),
    "no JSON": in_fact("quiz.asked", "{", "["),
}


@pytest.mark.parametrize("what", FORGED)
def test_both_refuse_a_forgery_that_contradicts_itself(what: str, tmp_path: Path) -> None:
    at, fact = FORGED[what]
    path = played.put(tmp_path / "forged.qa", forged(played.rows(played.YINGBIN), at, fact=fact))
    assert first_bad(read_rows(path)) is None, "its chain is whole"
    with pytest.raises(ValueError, match=r"draw|twice|quotes|Expecting"):
        INDEPENDENT.main(str(path))
    with pytest.raises(QuizArenaError):
        contest_of(read_rows(path)).verify()
    assert run("verify", path, "--lang", "en", status=None).stderr.startswith("Error: ")


@pytest.mark.parametrize("name", part(played.NAMES, 3))
def test_a_consistent_forgery_is_caught_by_the_head_that_was_noted(name: str, tmp_path: Path) -> None:
    rows = played.rows(name)
    at = len(rows) // 2
    path = played.put(tmp_path / "forged.qa", forged(rows, at, person=f"{rows[at].person}x"))
    INDEPENDENT.main(str(path), rows[at - 1].digest)  # up to there nothing was changed
    for noted in (rows[at].digest, rows[-1].digest[:16]):
        with pytest.raises(ValueError, match="the file was rewritten"):
            INDEPENDENT.main(str(path), noted)
        if played.kinds(name) is None:
            run("verify", path, "--head", noted, status=1)


# The file around the rows

AROUND = {
    "no table": "DROP TABLE records",
    "a column renamed": "ALTER TABLE records RENAME COLUMN fact TO facts",
    "a column dropped": "ALTER TABLE records DROP COLUMN person",
    "a null": "{copy}; UPDATE records SET person = NULL WHERE seq = 5",
    "bytes": "{copy}; UPDATE records SET fact = CAST(fact AS BLOB) WHERE seq = 5",
    "a number for text": "{copy}; UPDATE records SET person = 5 WHERE seq = 5",
    "a fraction for a number": "{copy}; UPDATE records SET seq = 5.0 WHERE seq = 5",
    "another program's": "PRAGMA application_id = 1",
    "another version's": "PRAGMA user_version = 0",
    "no record": "DELETE FROM records",
}
COPY = (
    "CREATE TABLE copied (seq, id, at, seat, person, round, type, fact, digest);"
    "INSERT INTO copied SELECT * FROM records; DROP TABLE records; ALTER TABLE copied RENAME TO records"
)


@pytest.mark.parametrize("what", AROUND)
def test_both_refuse_a_file_that_was_altered_around_its_rows(what: str, tmp_path: Path) -> None:
    path = played.put(tmp_path / "altered.qa", played.rows(played.YINGBIN)[:30])
    with closing(sqlite3.connect(path)) as shell:
        shell.executescript("DROP TRIGGER records_are_not_changed; DROP TRIGGER records_are_not_deleted")
        shell.executescript(AROUND[what].format(copy=COPY))
    with pytest.raises((ValueError, sqlite3.Error)):
        INDEPENDENT.read(str(path))
    told = run("verify", path, "--lang", "en", status=None).stderr
    assert told.startswith("Error: ")


def test_both_find_damage_that_hides_records_or_shows_nowhere(tmp_path: Path) -> None:
    path = played.put(tmp_path / "damaged.qa", played.rows(played.YINGBIN))
    whole, page = path.read_bytes(), 4_096
    index = next(at for at in range(1, len(whole) // page) if whole[at * page] == 0x0A)
    damaged = bytearray(whole)
    damaged[index * page + 4] ^= 1  # a leaf of the index of ids counts one more than it has
    path.write_bytes(damaged)
    for look in (inspect, INDEPENDENT.read):
        with pytest.raises((ValueError, QuizArenaError)):
            look(str(path))
