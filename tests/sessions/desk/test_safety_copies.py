"""The copy that is always there: when it is made, what is said of it, and that trouble stays until it is over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.contest.facts import BoardMessage, ContestOpened, ContestReopened, ContestSigned
from quizarena.journal import Seats, unsafe_paths
from quizarena.journal.memory import MemorySlots
from quizarena.rulebook import loads
from quizarena.sessions.desk import copy_folder
from quizarena.sessions.desk.presence import join
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.keys import press
from quizarena.terminal.desk.painter import paint
from quizarena.terminal.desk.terminal import DeskTerminal
from tests.terminal.golden import plain

NOON = datetime.fromisoformat("2026-11-28T12:00:00+08:00")
RULES = """
quizarena: 1
contest: {title: 小赛, language: zh}
teams: [{id: red, name: 红队}, {id: blue, name: 蓝队}]
rounds: [{id: one, use: quiz/team_required, per_team: 1}, {id: two, use: quiz/team_required, per_team: 1}]
"""


@attrs.define
class Hall:
    """A desk on a file, a stick, and the clock on the wall; a copy that is due is made at once."""

    desk: DeskSession
    stick: Path
    now: datetime = NOON

    def wait(self, **time: float) -> bool:
        """Let time pass; return whether a copy was due then."""
        self.now += timedelta(**time)
        job = copy_folder.look(self.desk, self.now)
        if job is not None:
            copy_folder.settle(self.desk, job.run(), self.now)
        return job is not None

    def press(self, *keys: str) -> None:
        for key in keys:
            self.now += timedelta(seconds=1)
            self.desk.paint()
            named = {"+": "plus", "-": "minus"}.get(key, key)
            self.desk.press(press(named, key if len(key) == 1 else None), self.now)

    def step(self) -> None:
        """Ask and rule: the next step of the round, whatever it is."""
        self.press("+" if any(key == "yes" for key in self.desk.paint().keys) else "enter")

    @property
    def said(self) -> str:
        return self.desk.message.text.in_language("en")

    @property
    def badges(self) -> list[str]:
        return [badge.text.in_language("en") for badge in self.desk.view(self.now).badges]

    def rows(self, width: int = 80, height: int = 24) -> list[str]:
        return plain(paint(DeskTerminal(self.desk), width, height, self.now))


@contextmanager
def opened(folder: Path) -> Iterator[Hall]:
    with Arena.create(folder / "a.qa", loads(RULES)) as arena:
        stick = folder / "stick"
        stick.mkdir(exist_ok=True)
        arena.push(ContestOpened("live"), at=NOON)
        yield Hall(DeskSession(arena, file=arena.journal.address, person="计分员"), stick)


@pytest.fixture(autouse=True)
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Say what is plugged in: nothing, until a test writes it."""
    monkeypatch.setattr(unsafe_paths, "MOUNTS", tmp_path / "mounts")
    return tmp_path / "mounts"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with opened(tmp_path) as found:
        yield found


def choose(hall: Hall) -> None:
    """Choose the stick by its path, in the menu."""
    copy_folder.open_copy_folder(hall.desk, hall.now)
    hall.press("1", *str(hall.stick), "enter")


def test_without_a_folder_nothing_is_copied(hall: Hall) -> None:
    assert not hall.wait(hours=1)
    assert not list(hall.stick.iterdir())
    assert hall.badges == []


def test_the_first_copy_is_made_at_once_and_said(hall: Hall) -> None:
    choose(hall)
    assert hall.said == f"Safety copy: being made in {hall.stick}"
    assert hall.wait(seconds=1)
    made = hall.now
    assert hall.said == f"Safety copy: {made:%H:%M:%S}, up to #001, in {hall.stick}"
    assert [path.name for path in hall.stick.iterdir()] == [f"a-copy-{made:%Y%m%d-%H%M%S}.qa"]


def test_it_is_made_after_a_round_a_change_and_five_minutes_and_else_not(hall: Hall) -> None:
    choose(hall)
    hall.wait(seconds=1)
    due = []
    for _step in range(20):
        hall.step()
        over = len(hall.desk.contest.state.rounds) and not any(
            not move.aside for move in hall.desk.contest.position.round_moves(hall.desk.contest.state.rounds[-1])
        )
        due.append((hall.wait(seconds=1), bool(over)))
        if over:
            break
    assert [made for made, _over in due[1:]] == [over for _made, over in due[1:]]
    assert due[-1] == (True, True)
    hall.desk.do(next(move for move in hall.desk.moves() if move.fact is BoardMessage), {"text": "茶歇"}, hall.now)
    assert not hall.wait(seconds=1), "a cue is no moment"
    hall.press("backspace", "enter")
    assert hall.wait(seconds=1), "an undo changes what counted"
    assert not hall.wait(minutes=4, seconds=58)
    assert hall.wait(seconds=3), "five minutes"
    assert hall.said.startswith("Undo"), "what goes well is said once"


def test_signing_and_a_ruling_that_opens_again_are_copied(hall: Hall) -> None:
    choose(hall)
    hall.wait(seconds=1)
    arena = hall.desk.arena
    while not any(move.fact is ContestSigned for move in arena.contest.moves("desk")):
        hall.step()
    hall.wait(seconds=1)
    arena.push(ContestSigned("张主任"), at=hall.now)
    assert hall.wait(seconds=1)
    arena.push(ContestReopened("仲裁", "误记"), seat="arbiter", at=hall.now)
    assert hall.wait(seconds=1)


def test_a_stick_that_is_gone_is_loud_and_stays_in_sight_until_it_is_back(hall: Hall) -> None:
    choose(hall)
    hall.wait(seconds=1)
    shutil.move(hall.stick, hall.stick.with_name("pocket"))
    assert hall.wait(minutes=5)
    assert (hall.said, hall.desk.message.role) == (
        f"NO SAFETY COPY: plug the stick in again: {hall.stick} is not there",
        "alert",
    )
    assert hall.badges == ["no safety copy"]
    hall.press("?", "escape")
    assert hall.badges == ["no safety copy"], "a message goes with the next key, the badge stays"
    assert " 没有安全副本 " in hall.rows()[0]
    before = hall.desk.contest.head
    hall.step()
    assert hall.desk.contest.head != before, "the contest goes on"
    hall.desk.hush()
    assert not hall.wait(seconds=5)
    assert hall.wait(seconds=6), "it is tried again by itself"
    assert not hall.said, "the same trouble is not said again"
    shutil.move(hall.stick.with_name("pocket"), hall.stick)
    assert hall.wait(seconds=11)
    assert hall.badges == []
    assert hall.said.startswith("Safety copy: ")
    assert not hall.wait(minutes=4)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_long_title_gives_way_before_the_badge(tmp_path: Path, width: int) -> None:
    with Arena.create(
        tmp_path / "a.qa", loads(RULES.replace("小赛", "全市网格员与居民议事能力大擂台总决赛" * 3))
    ) as arena:
        desk = DeskSession(arena, file=arena.journal.address)
        desk.copies.trouble = desk.copies.in_words(NOON)
        (header, *_rest) = plain(paint(DeskTerminal(desk), width, 40 if width == 120 else 24, NOON))
        assert " 没有安全副本 " in header
        assert header.lstrip().startswith("全市网格")


def test_a_disk_that_hangs_is_trouble_and_another_folder_goes_on(hall: Hall, tmp_path: Path) -> None:
    choose(hall)
    hanging = copy_folder.look(hall.desk, hall.now)
    assert hanging is not None
    assert not hall.wait(seconds=50)
    assert hall.badges == []
    assert not hall.wait(seconds=11)
    assert hall.badges == ["no safety copy"]
    assert hall.said == f"NO SAFETY COPY: the disk does not answer: {hall.stick}"
    hall.stick = tmp_path / "other"
    hall.stick.mkdir()
    choose(hall)
    assert hall.wait(seconds=1)
    copy_folder.settle(hall.desk, attrs.evolve(hanging.run(), copy=None), hall.now)
    assert hall.badges == [], "what the first disk says at last counts no more"


def test_the_choice_is_remembered_for_the_desk_and_copying_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path) as hall:
        choose(hall)
        hall.wait(seconds=1)
        records = len(hall.desk.contest.records)
    with Arena.open(tmp_path / "a.qa") as arena:
        again = Hall(DeskSession(arena, file=arena.journal.address), tmp_path / "stick", NOON + timedelta(hours=1))
        join(again.desk, None, again.now)
        assert len(arena.contest.records) == records
        assert again.wait(seconds=1)
        assert len(list(again.stick.iterdir())) == 1, "nothing came since"
        copy_folder.open_copy_folder(again.desk, again.now)
        again.press("2")
        assert again.said == "Safety copy: none, no folder is chosen"
        assert not again.wait(hours=1)


def test_a_desk_that_looks_on_makes_none_until_it_takes_over(hall: Hall) -> None:
    choose(hall)
    with Arena.open(hall.desk.arena.journal.address) as arena:
        second = Hall(DeskSession(arena, file=arena.journal.address), hall.stick)
        slots = MemorySlots()
        first = Seats.take(slots, "desk")
        assert first is not None
        first.say(acting=hall.now)
        join(second.desk, Seats.take(slots, "desk"), hall.now)
        assert not second.wait(seconds=1)
        second.press("1")
        assert second.wait(seconds=1)


def test_what_is_no_folder_is_refused(hall: Hall) -> None:
    hall.stick = hall.stick / "nowhere"
    choose(hall)
    assert hall.said == f"plug the stick in again: {hall.stick} is not there"
    assert hall.desk.copies.folder is None


def test_a_stick_that_is_plugged_in_is_picked_by_its_number(hall: Hall, mounts: Path) -> None:
    mounts.write_text(f"/dev/sdb1 /media/li/gone vfat rw 0 0\n/dev/sdc1 {hall.stick} vfat rw 0 0\n", encoding="utf-8")
    copy_folder.open_copy_folder(hall.desk, hall.now)
    hall.press("1")
    assert hall.said == "plug the stick in again: /media/li/gone is not there"


def test_the_list_before_the_start_names_it_and_its_number_chooses(tmp_path: Path) -> None:
    with Arena.create(tmp_path / "a.qa", loads(RULES)) as arena:
        (tmp_path / "stick").mkdir()
        hall = Hall(DeskSession(arena, file=arena.journal.address), tmp_path / "stick")
        assert any("[ ] 安全副本: 还没选文件夹" in row for row in hall.rows(120, 40))
        hall.press("m")
        number = next(each.number for each in hall.desk.overlay.deeds if "开赛前" in each.text.in_language("zh"))  # type: ignore[union-attr]
        hall.press(*str(number), "enter", "5", "1", *str(hall.stick), "enter")
        hall.wait(seconds=1)
        shown = "\n".join(hall.rows(120, 40))
        assert "开赛前自查" in shown
        assert "安全副本: 12:" in shown


def test_a_contest_in_memory_has_nothing_to_copy() -> None:
    from tests.terminal.desk.hand import at

    hand = at(25)
    copy_folder.open_copy_folder(hand.desk, hand.now)
    assert hand.said == "这场比赛没有存成文件，没有可复制的。"
    assert hand.desk.overlay is None
