"""Safety copies on a stick: whole whenever it is pulled out, dated, two kept, nothing of others touched."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest

from quizarena.errors import JournalError
from quizarena.journal import Head, SqliteJournal, first_bad, open_journal, unsafe_paths
from quizarena.journal.safety_copies import CopyFolder, copy_into, likely_folders, remember, remembered
from quizarena.media import Media
from tests.media import png

from .rows import push

NOON = datetime.fromisoformat("2026-11-28T12:00:00+08:00")
STEPS = ("open", "fsync", "rename", "unlink")
"""What is asked of the stick's disk; writing comes before the first fsync is through."""


@attrs.define
class Hall:
    """A contest's file that grows, and a stick."""

    file: Path
    stick: Path
    now: datetime = NOON

    def record(self, count: int = 1) -> Head:
        with closing(SqliteJournal(self.file)) as journal, journal.writing() as writer:
            for _nth in range(count):
                push(writer, f"id-{writer.head().seq + 1}")
            return writer.head()

    def copy(self) -> Path:
        """Copy a minute later, and return the copy's file."""
        self.now += timedelta(minutes=1)
        return copy_into(str(self.file), CopyFolder(str(self.stick), False), self.now).path

    def seqs(self) -> dict[str, int]:
        """Return the last record of each whole copy on the stick."""
        return {path.name: head(path).seq for path in sorted(self.stick.glob("*.qa"))}


def head(path: Path) -> Head:
    with closing(open_journal(path, read_only=True)) as journal:
        assert first_bad(journal.read()) is None
        return journal.head()


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    stick = tmp_path / "stick"
    stick.mkdir()
    SqliteJournal.create(tmp_path / "迎宾.qa").close()
    found = Hall(tmp_path / "迎宾.qa", stick)
    found.record(3)
    return found


def test_a_copy_is_dated_whole_and_only_made_where_something_is_new(hall: Hall) -> None:
    path = hall.copy()
    assert path.name == "迎宾-copy-20261128-120100.qa"
    assert head(path) == head(hall.file)
    assert hall.copy() == path
    assert hall.seqs() == {path.name: 2}


def test_two_are_kept_the_newest_by_its_records_not_by_its_name(hall: Hall) -> None:
    for _nth in range(4):
        hall.record()
        hall.copy()
    assert sorted(hall.seqs().values()) == [5, 6]
    hall.now -= timedelta(days=1)  # the clock was set back: the next name sorts before the others
    hall.record()
    last = hall.copy()
    assert hall.seqs()[last.name] == 7
    assert sorted(hall.seqs().values()) == [6, 7]


def test_records_made_meanwhile_and_drafts_are_no_trouble(hall: Hall) -> None:
    with closing(SqliteJournal(hall.file)) as desk:
        desk.write_draft("ballots:j1", "{}", None)
        path = hall.copy()
        with desk.writing() as writer:
            push(writer, "later")
        assert (head(path).seq, desk.head().seq) == (2, 3)
    with closing(open_journal(path, read_only=True)) as copy:
        assert copy.draft("ballots:j1") == "{}"


def foreign(hall: Hall) -> dict[str, bytes]:
    """Put onto the stick what is not the contest's: files named like a copy that are another's, torn, or went on."""
    names = [f"迎宾-copy-2026112{day}-000000.qa" for day in range(4)]
    SqliteJournal.create(hall.stick / names[0], lambda writer: push(writer, "another contest")).close()
    (hall.stick / names[1]).write_bytes(b"no database")
    shutil.copy(hall.file, hall.stick / names[2])
    with closing(SqliteJournal(hall.stick / names[2])) as other, other.writing() as writer:
        push(writer, "recorded on the other laptop")
    (hall.stick / names[3]).write_bytes(hall.file.read_bytes()[:5_000])
    (hall.stick / "holiday.jpg").write_bytes(b"sea")
    for queue in hall.stick.glob("*-queue"):
        queue.unlink()
    return {path.name: path.read_bytes() for path in hall.stick.iterdir()}


def test_nothing_of_others_is_touched(hall: Hall) -> None:
    before = foreign(hall)
    for _nth in range(4):
        hall.record()
        hall.copy()
    after = {path.name: path.read_bytes() for path in hall.stick.iterdir()}
    assert {name: after.get(name) for name in before} == before
    assert len(after) == len(before) + 2


def test_a_name_that_is_taken_is_refused(hall: Hall) -> None:
    path = hall.stick / "迎宾-copy-20261128-120100.qa"
    path.write_bytes(b"somebody's")
    with pytest.raises(JournalError, match="never overwritten"):
        hall.copy()
    assert path.read_bytes() == b"somebody's"
    assert head(hall.copy()).seq == 2


class Pulled:
    """A stick that is pulled out at the `last`th step of its disk: no step works from then on."""

    def __init__(self, stick: Path, last: int, why: int) -> None:
        self.stick, self.left, self.why = stick, last, why
        self.handles: set[int] = set()

    def patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in STEPS:
            monkeypatch.setattr(os, name, self._step(getattr(os, name)))

    def _step(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def failing(what: Any, *more: Any, **named: Any) -> Any:
            concerns = what in self.handles if isinstance(what, int) else str(what).startswith(str(self.stick))
            if concerns:
                self.left -= 1
                if self.left < 0:
                    raise OSError(self.why, os.strerror(self.why))
            done = step(what, *more, **named)
            if concerns and type(done) is int:
                self.handles.add(done)
            return done

        return failing


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be taken away there")
@pytest.mark.parametrize("step", range(9))
@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_whenever_the_stick_is_pulled_a_good_copy_is_left(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, step: int, why: int
) -> None:
    hall.copy()
    hall.record()
    hall.copy()
    hall.record()
    with monkeypatch.context() as patched:
        pulled = Pulled(hall.stick, step, why)
        pulled.patch(patched)
        made = None
        with suppress(JournalError):
            made = hall.copy()
    if made is None:
        assert max(hall.seqs().values()) == 3, "it was said that there is no new one; those before it stay"
    else:
        assert head(made).seq == 4
    assert len(hall.seqs()) >= 2
    assert head(hall.copy()).seq == 4
    assert not list(hall.stick.glob("*.part")), "what was left unfinished goes with the next copy"


def test_some_pulls_above_were_refused_and_some_came_too_late(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Pulled(hall.stick, 1_000, errno.EIO)
    with monkeypatch.context() as patched:
        counted.patch(patched)
        hall.copy()
    assert 3 < 1_000 - counted.left < 9


def test_what_was_torn_by_a_power_cut_is_written_anew(hall: Hall) -> None:
    part = hall.stick / f"quizarena-{next(iter(SqliteJournal(hall.file).read())).digest[:16]}.part"
    part.write_bytes(hall.file.read_bytes()[:3_000])
    assert head(hall.copy()).seq == 2
    assert not part.exists()


def test_a_link_in_the_place_of_the_unfinished_copy_is_not_followed(hall: Hall, tmp_path: Path) -> None:
    part = hall.stick / f"quizarena-{next(iter(SqliteJournal(hall.file).read())).digest[:16]}.part"
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    part.symlink_to(victim)
    with pytest.raises(JournalError):
        hall.copy()
    assert victim.read_bytes() == b"precious"


def test_a_stick_that_is_gone_is_named_even_where_its_folder_is_left_behind(hall: Hall) -> None:
    apart = CopyFolder(str(hall.stick), True)  # chosen while a stick was mounted on the folder
    with pytest.raises(JournalError, match=r"plug the stick in again: .* the computer's own disk"):
        copy_into(str(hall.file), apart, NOON)
    hall.stick.rmdir()
    with pytest.raises(JournalError, match=r"plug the stick in again: .* is not there"):
        hall.copy()
    with pytest.raises(JournalError, match="is not there"):
        CopyFolder.of(str(hall.file), str(hall.stick))


def test_the_choice_is_remembered_with_the_file_and_not_in_the_record(hall: Hall) -> None:
    chosen = CopyFolder.of(str(hall.file), str(hall.stick))
    assert chosen == CopyFolder(str(hall.stick), False)
    with closing(SqliteJournal(hall.file)) as journal:
        assert remembered(journal) is None
        remember(journal, chosen)
    with closing(SqliteJournal(hall.file)) as journal:
        assert (remembered(journal), journal.head().seq) == (chosen, 2)
        remember(journal, None)
        assert remembered(journal) is None


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "{}", '{"path": "/media/x"}'])
def test_a_choice_that_cannot_be_read_is_none(hall: Hall, text: str) -> None:
    with closing(SqliteJournal(hall.file)) as journal:
        journal.write_draft("desk:safety-copy", text, None)
        assert remembered(journal) is None


def test_sticks_that_are_plugged_in_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ("/dev/sda1 / ext4", r"/dev/sdb1 /media/li/U\040disk vfat", "/dev/sdc1 /mnt/hall ext4", "proc /proc proc")
    cd = "/dev/sr0 /media/li/film iso9660 ro,nosuid 0 0\n"
    (tmp_path / "mounts").write_text(cd + "".join(f"{line} rw 0 0\n" for line in lines), encoding="utf-8")
    monkeypatch.setattr(unsafe_paths, "MOUNTS", tmp_path / "mounts")
    assert likely_folders(str(tmp_path / "a.qa")) == ["/media/li/U disk", "/mnt/hall"]
    assert likely_folders("/mnt/hall/a.qa") == ["/media/li/U disk"]


def with_files(hall: Hall, content: bytes) -> Media:
    """Put a picture beside the contest, and return it."""
    media = Media("sign.png", sha256(content).hexdigest())
    hall.file.with_name(f"{hall.file.name}-files").mkdir(exist_ok=True)
    hall.file.with_name(f"{hall.file.name}-files").joinpath(media.stored_name).write_bytes(content)
    return media


def test_each_copy_on_the_stick_has_its_pictures(hall: Hall) -> None:
    media = with_files(hall, png())
    folder = CopyFolder(str(hall.stick), False)
    for _nth in range(4):
        hall.record()
        hall.now += timedelta(minutes=1)
        made = copy_into(str(hall.file), folder, hall.now, [media])
        assert made.missing == ()
        assert made.path.with_name(f"{made.path.name}-files").joinpath(media.stored_name).read_bytes() == png()
    assert sorted(path.name for path in hall.stick.glob("*-files")) == [f"{name}-files" for name in hall.seqs()]


def test_the_records_are_copied_whatever_is_missing_beside_them(hall: Hall) -> None:
    media = with_files(hall, png())
    hall.file.with_name(f"{hall.file.name}-files").joinpath(media.stored_name).unlink()
    end = hall.record()
    made = copy_into(str(hall.file), CopyFolder(str(hall.stick), False), hall.now, [media])
    assert made.head == end
    assert [each.in_language("en")[:32] for each in made.missing] == ["sign.png: is not there any more;"]
