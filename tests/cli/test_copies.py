"""Copies and forgeries at the command line: backup, compare, take-over, and a head that was noted."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from quizarena.documents import read_rows
from quizarena.journal import GENESIS, SqliteJournal, grouped, linked, unsafe_paths
from tests.cli.running import TWO_TEAMS, run, started
from tests.forgery import forge


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return started(tmp_path, TWO_TEAMS, is_open=True)


def fine(file: Path, points: str, person: str = "scorer") -> None:
    words = [f"points={points}", "team=red", "reason=late", "--seat", "arbiter", "--person", person]
    run("push", file, "score.adjusted", *words)


def test_a_backup_is_a_contest_that_is_gone_on_with(file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick.qa"
    told = run("backup", file, stick).stdout
    assert "2 records, the chain is whole" in told
    assert grouped(read_rows(file)[-1].digest) in told
    assert run("compare", file, stick).stdout == "they are the same, 2 records\n"
    run("push", stick, "contest.taken_over", "reason=the first laptop is wet", "--person", "timekeeper")
    told = run("compare", file, stick, status=1).stdout
    assert told.startswith(f"{stick} is ahead of {file}\n")
    assert "1 records of its own, from #002 contest.taken_over" in told
    assert "typed by timekeeper" in told
    assert "contest.taken_over" in run("log", stick).stdout
    assert "3 records" in run("verify", stick).stdout


def test_a_take_over_changes_no_score(file: Path) -> None:
    fine(file, "-5")
    before = run("standings", file, "--json").stdout
    run("push", file, "contest.taken_over", "reason=power")
    assert run("standings", file, "--json").stdout == before


@pytest.mark.parametrize(
    ("first", "second", "relation", "common"),
    [
        ([], [], "same", 2),
        (["-1"], [], "ahead", 2),
        ([], ["-1"], "behind", 2),
        (["-1"], ["-2"], "parted", 2),
        (["-1", "-2", "-3"], ["-1", "-4"], "parted", 2),
    ],
)
def test_two_copies_are_told_apart(
    file: Path, tmp_path: Path, first: list[str], second: list[str], relation: str, common: int
) -> None:
    copy = tmp_path / "copy.qa"
    shutil.copy(file, copy)
    for points in first:
        fine(file, points)
    for points in second:
        fine(copy, points)
    found = json.loads(run("compare", file, copy, "--json", status=relation != "same").stdout)
    assert found == {"relation": relation, "common": common, "records": [2 + len(first), 2 + len(second)]}


def test_where_two_copies_part_is_said_of_both(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.qa"
    shutil.copy(file, copy)
    fine(file, "-1", "Ann")
    fine(copy, "-2", "Ben")
    lines = run("compare", file, copy, status=1).stdout.splitlines()
    assert lines[0] == "they part after #001"
    assert (lines[1].startswith(f"{file}: 1 records"), lines[1].endswith("typed by Ann")) == (True, True)
    assert (lines[2].startswith(f"{copy}: 1 records"), lines[2].endswith("typed by Ben")) == (True, True)


def test_two_contests_are_no_copies(file: Path, tmp_path: Path) -> None:
    run("start", tmp_path / "contest.yaml", tmp_path / "other.qa")
    assert "two contests" in run("compare", file, tmp_path / "other.qa", status=1).stdout


def test_a_broken_copy_is_not_compared_but_named(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.qa"
    shutil.copy(file, copy)
    forge(copy, "UPDATE records SET person = 'x' WHERE seq = 1;")
    told = run("compare", file, copy, status=1).stderr
    assert f"{copy}: the chain is broken: record 1" in told


def rewritten(file: Path, target: Path, seq: int) -> None:
    """Make what a forger would: one record changed, every digest from there on made anew."""
    journal, before = SqliteJournal.create(target), GENESIS
    with closing(journal), journal.writing() as writer:
        for row in read_rows(file):
            changed = row.fact.replace('"-5"', '"-1"') if row.seq == seq else row.fact
            made = linked(before, row.__class__(*[*_columns(row)[:7], changed, ""]))
            writer.append(made)
            before = made.digest


def _columns(row: object) -> list[object]:
    names = ("seq", "id", "at", "seat", "person", "round", "type", "fact", "digest")
    return [getattr(row, name) for name in names]


def test_a_rewritten_file_is_whole_but_not_the_one_whose_head_was_noted(file: Path, tmp_path: Path) -> None:
    fine(file, "-5")
    noted = grouped(read_rows(file)[-1].digest)
    fine(file, "-2")
    forged = tmp_path / "forged.qa"
    rewritten(file, forged, seq=2)
    assert "was legal" in run("verify", forged).stdout
    assert "no record has the head" in run("verify", forged, "--head", noted, status=1).stderr
    told = run("verify", file, "--head", noted).stdout
    assert "the noted head is that of #002" in told
    assert grouped(read_rows(file)[-1].digest) in told


@pytest.mark.parametrize("typed", ["{digest}", "{upper}", "{grouped}", "{start}", "{start} ..", "{start}-"])
def test_a_head_is_typed_as_it_stands_on_the_sheet(file: Path, typed: str) -> None:
    digest = read_rows(file)[-1].digest
    text = typed.format(digest=digest, upper=digest.upper(), grouped=grouped(digest), start=grouped(digest)[:19])
    found = run("verify", file, "--head", text, "--json").stdout
    assert json.loads(found)["noted"] == 1


@pytest.mark.parametrize("typed", ["", "abcd", "0123 4567 89ab cdeg", "0" * 65, "０123 4567 89ab cdef"])
def test_a_head_that_proves_nothing_is_refused(file: Path, typed: str) -> None:
    assert "expected 16 to 64 hex digits" in run("verify", file, "--head", typed, status=3).stderr


PLACES = {
    "/home/li/OneDrive/contest.qa": "OneDrive",
    "/home/li/OneDrive - Road Bureau/2026/contest.qa": "OneDrive",
    "/Users/li/Dropbox (Personal)/contest.qa": "Dropbox",
    "/Users/li/Library/Mobile Documents/com~apple~CloudDocs/contest.qa": "iCloud",
    "/Users/li/Library/CloudStorage/GoogleDrive-li@example.org/contest.qa": "Google Drive",
    "/home/li/坚果云/contest.qa": "坚果云",
    "/home/li/WPS云盘/contest.qa": "WPS",
    "/mnt/the hall/contest.qa": "nfs4",
    "/mnt/share/deep/contest.qa": "cifs",
}
SAFE = ["/home/li/contest.qa", "/home/li/onedrivers/contest.qa", "/home/li/OneDrive", "/mnt/share/disk/contest.qa"]
MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
server:/hall /mnt/the\040hall nfs4 rw 0 0
//server/share /mnt/share cifs rw 0 0
/dev/sdb1 /mnt/share/disk ext4 rw 0 0
"""


@pytest.fixture
def _mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mounts").write_text(MOUNTS, encoding="utf-8")
    monkeypatch.setattr(unsafe_paths, "MOUNTS", tmp_path / "mounts")


@pytest.mark.usefixtures("_mounted")
@pytest.mark.parametrize(("path", "named"), PLACES.items())
def test_a_synced_folder_and_a_share_are_warned_of(path: str, named: str) -> None:
    (found,) = unsafe_paths.unsafe_places(path)
    assert found is not None
    for language in ("zh", "en"):
        assert named in found.in_language(language)
        assert path in found.in_language(language)


@pytest.mark.usefixtures("_mounted")
@pytest.mark.parametrize("path", SAFE)
def test_a_disk_of_this_machine_is_not_warned_of(path: str) -> None:
    assert unsafe_paths.unsafe_places(path) == []


def test_the_warning_keeps_nobody_from_working(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    moved = shutil.move(file, folder / "two.qa")
    told = run("push", moved, "round.begun")
    assert "Warning: " in told.stderr
    assert "Dropbox" in told.stderr
    assert "Warning" not in run("standings", moved).stderr


def test_a_contest_and_its_anonymous_copy_are_no_strangers(file: Path, tmp_path: Path) -> None:
    copy, stick = tmp_path / "copy.qa", tmp_path / "stick.qa"
    run("anonymize", file, copy)
    fine(file, "-5")
    for first, second in ((file, copy), (copy, file)):
        told = run("compare", first, second, status=1).stdout
        assert told.startswith(f"{copy} is the anonymous copy of {file} as it was at #001: no digest is the same.")
        assert f"quizarena anonymize {file} NEW, then quizarena compare NEW {copy}" in told
    run("start", file.parent / "contest.yaml", stick)
    assert "they are two contests" in run("compare", stick, copy, status=1).stdout
