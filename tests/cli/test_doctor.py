"""The doctor: every trouble has its line, and the bundle holds nothing of the contest's words."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quizarena.documents import read_rows
from quizarena.journal import SqliteJournal, examination, sqlite_file
from quizarena.journal.examination import examine
from tests.cli.running import run
from tests.forgery import forge


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("demo") / "demo.qa"
    run("demo", "--plain", "--save", path)
    return path.read_bytes()


@pytest.fixture
def file(told: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "迎宾.qa"
    path.write_bytes(told)
    return path


def verdicts(file: Path, *, status: int = 0) -> dict[str, str]:
    found = json.loads(run("doctor", file, "--json", status=status).stdout)
    return {each["about"]: each["verdict"] for each in found}


SOUND = dict.fromkeys(("open", "disk", "links", "tables", "chain", "clock"), "sound")
UNREAD = dict.fromkeys(("tables", "chain"), "doubtful")


def test_a_sound_file_is_sound_and_left_as_it_is(file: Path) -> None:
    before = file.read_bytes()
    assert verdicts(file) == SOUND
    assert "286 records, each follows from the one before" in run("doctor", file).stdout
    assert file.read_bytes() == before


def trigger(file: Path) -> None:
    with closing(sqlite3.connect(file)) as shell:
        shell.execute("CREATE TRIGGER mine AFTER INSERT ON records BEGIN SELECT 1; END")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-8_192])


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (trigger, {"tables": "broken"}),
        (cut, {"tables": "broken", "chain": "broken"}),
        (lambda file: forge(file, "UPDATE records SET person = 'x' WHERE seq = 9"), {"chain": "broken"}),
        (lambda file: forge(file, "UPDATE records SET fact = x'00' WHERE seq = 9"), {"chain": "broken"}),
        (lambda file: file.with_name(file.name + "-seats").symlink_to(file), {"links": "broken", **UNREAD}),
        (lambda file: file.with_name("other.qa").hardlink_to(file), {"place": "doubtful"}),
    ],
    ids=["trigger", "cut", "chain", "blob", "link", "two names"],
)
def test_every_trouble_has_its_line(file: Path, harm: Callable[[Path], Any], found: dict[str, str]) -> None:
    harm(file)
    is_broken = "broken" in found.values()
    assert verdicts(file, status=int(is_broken)) == SOUND | found
    if is_broken:
        advice = "take away what lies beside it" if "links" in found else "go on with a backup"
        assert advice in run("doctor", file, status=1).stderr


def test_a_file_that_is_locked_is_not_called_broken(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        found = json.loads(run("doctor", file, "--json").stdout)
        assert {each["about"]: each["verdict"] for each in found} == SOUND | UNREAD
        (said,) = {each["says"] for each in found if each["about"] in UNREAD}
        assert "nothing was recorded" in said
    assert verdicts(file) == SOUND


def test_who_has_it_open_is_named_with_the_seat(file: Path) -> None:
    program = (
        "import sys; from quizarena.journal import open_journal\n"
        "journal = open_journal(sys.argv[1]); seats = journal.sit('judge:j3'); print(flush=True); input()"
    )
    command = [sys.executable, "-c", program, file]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        said = run("doctor", file).stdout
        assert f"in: {other.pid} (" in said
        assert "judge:j3)" in said
        other.communicate(b"\n")
    assert "no other program has it open" in run("doctor", file).stdout


def test_a_full_disk_and_a_file_nobody_may_write_are_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "LEAST_FREE", 10**18)
    assert verdicts(file) == SOUND | {"disk": "doubtful"}
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "may not be written to" in run("doctor", file).stdout


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2019, 1, 1, tzinfo=UTC), "set it"),
        (datetime(2024, 1, 2, tzinfo=UTC), "the last record is of 2024-01-05"),
        (datetime(2024, 1, 6, tzinfo=UTC), "was set back 2 times"),
    ],
)
def test_the_clock_is_looked_at(file: Path, now: datetime, words: str) -> None:
    times = {10: datetime(2024, 1, 5, tzinfo=UTC), 20: datetime(2024, 1, 4, tzinfo=UTC)}
    for seq, at in times.items():
        forge(file, f"UPDATE records SET at = '{at:%Y-%m-%dT%H:%M:%S}.000Z' WHERE seq = {seq}")
    (clock,) = (each for each in examine(file, now).findings if each.about.in_language("en") == "clock")
    assert words in clock.says.in_language("en")
    assert clock.verdict.value == "doubtful"
    assert examine(file, now + timedelta(days=900)).findings[-1].about == clock.about


def test_what_is_no_contest_is_refused(tmp_path: Path) -> None:
    assert "there is no such file" in run("doctor", tmp_path / "nowhere.qa", status=3).stderr


def words(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value, keys left out."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from words(each)
    elif isinstance(value, str):
        yield value


def test_the_bundle_holds_no_words_of_the_contest(file: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "report.zip"
    run("doctor", file, "--bundle", bundle)
    with zipfile.ZipFile(bundle) as archive:
        assert sorted(archive.namelist()) == ["environment.json", "findings.txt", "records.jsonl"]
        text = "\n".join(archive.read(name).decode() for name in archive.namelist())
    rows = read_rows(file)
    assert [json.loads(line)["type"] for line in text.splitlines() if line.startswith('{"seq"')] == [
        row.type for row in rows
    ]
    rules = json.loads(rows[0].fact)["resolved"]
    secret = next(json.loads(row.fact)["secret"] for row in rows if row.type == "draw.committed")
    named = {secret, file.name, str(tmp_path), *(team["id"] for team in rules["teams"]), *(row.id for row in rows)}
    said = {word for row in rows for word in words(json.loads(row.fact))} | {row.person for row in rows}
    private = named | {word for word in said if not word.isascii()}
    assert len(private) > 400
    assert not [word for word in private if word in text]
    run("doctor", file, "--bundle", bundle, status=3)


def test_the_bundle_of_a_damaged_file_is_written_too(file: Path, tmp_path: Path) -> None:
    forge(file, "UPDATE records SET type = '张三', at = 'secret', seat = 'judge:张三', fact = x'00' WHERE seq = 9")
    with closing(SqliteJournal(file)) as journal:
        seats = journal.sit("judge:zhangsan")
        assert seats is not None
        run("doctor", file, "--bundle", tmp_path / "report.zip", status=1)
        seats.close()
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        text = "\n".join(archive.read(name).decode() for name in archive.namelist())
    for word in ("张三", "zhangsan", "secret"):
        assert word not in text.replace('"secret"], "size"', "")
