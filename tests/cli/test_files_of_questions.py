"""Pictures and sounds of questions: copied by `start`, noticed when changed, taken along by `backup`."""

from __future__ import annotations

import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.errors import JournalError
from quizarena.journal.stored_files import file_troubles, store_files, stored_file
from quizarena.media import media_in
from quizarena.rulebook import load
from tests.cli.running import run
from tests.media import png, wav
from tests.postgres import new_address

RULES = """\
quizarena: 1
contest: {title: Small, language: en}
teams: [{id: a, name: A}, {id: b, name: B}]
rounds:
  - id: one
    use: quiz/required
    per_team: 1
    questions:
      - {id: q1, text: What is this?, media: sign.png}
      - {id: q2, text: What do you hear?, media: call.wav}
"""
PICTURE = f"{sha256(png()).hexdigest()}.png"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contest.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "sign.png").write_bytes(png())
    (tmp_path / "call.wav").write_bytes(wav())
    return tmp_path


def started(folder: Path) -> Path:
    file = folder / "x.qa"
    run("start", folder / "contest.yaml", file)
    return file


def refused(*args: str | Path) -> str:
    """Return what is said where a command fails."""
    done = run(*args, status=None)
    assert done.exit_code != 0
    return done.output


def test_start_copies_them_by_their_digests(folder: Path) -> None:
    file = started(folder)
    assert (folder / "x.qa-files" / PICTURE).read_bytes() == png()
    assert len(list((folder / "x.qa-files").iterdir())) == 2
    run("verify", file)


def test_one_that_is_gone_at_the_start_is_refused_with_its_name(folder: Path) -> None:
    (folder / "sign.png").unlink()
    assert "there is no file 'sign.png' beside this one" in refused("start", folder / "contest.yaml", folder / "x.qa")
    assert not (folder / "x.qa").exists()


def test_a_contest_in_memory_keeps_none(folder: Path) -> None:
    media = tuple(media_in(load(folder / "contest.yaml")))
    with pytest.raises(JournalError, match="a contest in memory keeps no pictures and sounds"):
        store_files("", media, folder)
    store_files("", (), folder)


def test_a_contest_on_a_server_has_them_there_and_brings_them_where_they_are_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = new_address("pictures")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "here"))
    run("start", folder / "contest.yaml", address)
    place = stored_file(address, PICTURE)
    assert place is not None
    assert place.read_bytes() == (folder / "sign.png").read_bytes()
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "another machine"))
    assert "records" in run("verify", address).output
    assert stored_file(address, "0" * 64 + ".png") is None
    run("export", address, "-o", folder / "spring.jsonl")
    assert (folder / "spring.jsonl-files" / PICTURE).is_file()
    run("import", folder / "spring.jsonl", f"{address}-again")
    assert stored_file(f"{address}-again", PICTURE) is not None


def test_a_file_that_is_there_already_is_never_touched(folder: Path) -> None:
    (folder / "x.qa").write_text("mine")
    refused("start", folder / "contest.yaml", folder / "x.qa")
    assert not (folder / "x.qa-files").exists()


def test_a_changed_picture_is_noticed(folder: Path) -> None:
    file = started(folder)
    (folder / "x.qa-files" / PICTURE).write_bytes(png(red=255))
    assert "sign.png: was changed since the contest was started; put it back from a copy" in refused("verify", file)


def test_a_picture_that_is_gone_is_noticed(folder: Path) -> None:
    file = started(folder)
    (folder / "x.qa-files" / PICTURE).unlink()
    assert "sign.png: is not there any more" in refused("verify", file)
    with Arena.open(file, read_only=True) as arena:
        (said,) = file_troubles(file, media_in(arena.contest.rulebook))
    assert said.in_language("zh").startswith("sign.png: 不见了")


def test_the_doctor_says_what_is_missing_and_what_was_changed(folder: Path) -> None:
    file = started(folder)
    assert "all 2 are there, as they were at the start" in run("doctor", file).output
    (folder / "x.qa-files" / PICTURE).write_bytes(png(red=255))
    next((folder / "x.qa-files").glob("*.wav")).unlink()
    bundle = folder / "report.zip"
    said = run("doctor", file, "--bundle", bundle).output
    assert "sign.png: was changed since the contest was started" in said
    assert "call.wav: is not there any more" in said
    with zipfile.ZipFile(bundle) as archive:
        assert not any(name in archive.read("findings.txt").decode() for name in ("sign", "call", "x.qa"))


def test_a_backup_takes_them_along(folder: Path) -> None:
    file, copy = started(folder), folder / "stick" / "y.qa"
    copy.parent.mkdir()
    run("backup", file, copy)
    assert stored_file(copy, PICTURE) is not None
    run("verify", copy)


@pytest.mark.parametrize("lost", [False, True])
def test_an_anonymous_copy_and_lines_take_them_along_and_say_what_is_missing(folder: Path, *, lost: bool) -> None:
    file, other = started(folder), folder / "other"
    other.mkdir()
    if lost:
        (folder / "x.qa-files" / PICTURE).unlink()
    made = [
        run("anonymize", file, other / "a.qa"),
        run("export", file, "--output", other / "x.jsonl"),
        run("import", other / "x.jsonl", other / "i.qa"),
        run("backup", file, other / "b.qa"),
    ]
    for name in ("a.qa", "x.jsonl", "i.qa", "b.qa"):
        assert len(list((other / f"{name}-files").iterdir())) == (1 if lost else 2)
    assert all(("Warning: sign.png: is not there any more" in each.output) == lost for each in made)
    run("verify", other / "i.qa", status=1 if lost else 0)


def test_a_rehearsal_of_a_contest_has_its_files(folder: Path) -> None:
    file = started(folder)
    run("rehearse", file, "--plain")
    (rehearsal,) = folder.glob("*rehearsal*.qa-files")
    assert len(list(rehearsal.iterdir())) == 2


def test_a_folder_that_is_a_link_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (folder / "x.qa-files").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    assert "is a link and no folder" in refused("start", folder / "contest.yaml", folder / "x.qa")
