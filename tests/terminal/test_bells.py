"""The bell: when it rings, in which process, and that a player which fails costs nothing but the tone."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import wave
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.clocks import Bell, Clock
from quizarena.journal import Seats
from quizarena.scenes import Clocks, Face, Scene
from quizarena.sessions import bells
from quizarena.terminal.board import BoardScreen
from quizarena.terminal.sound import Sound, players, tone
from quizarena.terminal.surface import Picture
from quizarena.terminal.window import Window
from quizarena.text import draw
from quizarena.text import plain as words
from tests.presence import sit

from .afternoon import until
from .desk.hand import arena_of, at
from .golden import plain

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def hall(*bell_seconds: int | Bell, used_ms: int = 0, running: bool = True) -> Scene:
    """Return a scene with a clock of a minute, running since noon."""
    clock = Clock(60_000, used_ms, NOON if running else None)
    return Scene(words(""), (Clocks((Face(clock, words(""), bells=bell_seconds),)),))


def second(number: float) -> datetime:
    return NOON + timedelta(seconds=number)


@pytest.mark.parametrize(
    ("scene", "before", "now", "strokes"),
    [
        (hall(30, 0), 29.9, 30.0, 1),
        (hall(30, 0), 29.9, 29.99, 0),
        (hall(30, 0), 30.0, 30.02, 0),
        (hall(30, 0), 59.98, 60.0, 2),
        (hall(30, 0), 60.0, 60.02, 0),
        (hall(), 59.98, 60.0, 2),
        (hall(60), -0.02, 0.5, 0),
        (hall(30, 0), 29.0, 32.5, 0),
        (hall(30, 0), 31.0, 29.0, 0),
        (hall(30, 0, running=False), 29.9, 30.0, 0),
        (hall(30, 29, 0), 29.9, 31.0, 1),
        (hall(1, 0), 58.5, 60.5, 2),
        (hall(30, 0, used_ms=1_000), 29.9, 30.0, 0),
        (hall(Bell(30, 3)), 29.9, 30.0, 3),
        (hall(Bell(-16, 5)), 75.9, 76.0, 5),
        (hall(Bell(-16, 5)), 59.9, 60.0, 2),
        (hall(Bell(0, 0)), 59.9, 60.0, 0),
    ],
    ids=[
        "a bell the format names", "not yet", "once", "at time", "once at time", "at time though not named",
        "a bell at the clock's own start", "the machine slept", "the clock was set back", "a stopped clock",
        "two bells in one look", "a bell and the end in one look", "a clock put right past its bell",
        "strokes the format names", "past time", "at time beside one past it", "a silent end",
    ],
)  # fmt: skip
def test_what_falls_due_between_two_looks(scene: Scene, before: float, now: float, strokes: int) -> None:
    assert bells.due(scene, second(before), second(now)) == strokes


@given(st.lists(st.integers(1, 55), max_size=4), st.lists(st.integers(1, 2_900), min_size=30, max_size=60))
def test_however_often_one_looks_every_bell_rings_once(named: list[int], gaps_ms: list[int]) -> None:
    scene, looked, rung = hall(*named), NOON, []
    for gap in [*gaps_ms, *[1_000] * 60]:
        now = looked + timedelta(milliseconds=gap)
        strokes = bells.due(scene, looked, now)
        fallen = {bell for bell in {*named, 0} if NOON + timedelta(seconds=60 - bell) > looked} - {
            bell for bell in {*named, 0} if NOON + timedelta(seconds=60 - bell) > now
        }
        assert strokes == (2 if 0 in fallen else int(bool(fallen)))
        rung.append(strokes)
        looked = now
    assert rung.count(2) == 1


def test_the_words_stand_three_seconds_for_the_hand_bell() -> None:
    for number, said in ((29.9, ""), (30, "铃 一声"), (32.9, "铃 一声"), (33, ""), (60, "铃 两声"), (63, "")):
        assert "".join(draw(each, "zh") for each in bells.calls(hall(30, 0), second(number))) == said


def test_the_desk_says_when_the_hand_bell_rings() -> None:
    hand = at(236)
    left = hand.desk.scene().of(Clocks)[0].faces[0].clock
    hand.now = left.running_since + timedelta(milliseconds=left.limit_ms - left.used_ms - 30_000)
    for size in ((80, 24), (120, 40)):
        assert "铃 一声" in hand.picture(*size).split("\n")[size[1] - 2]
    hand.now += timedelta(seconds=3)
    assert "铃 一声" not in hand.picture()


def test_a_tone_is_a_wave_file_of_so_many_strokes() -> None:
    for strokes in (1, 2):
        with wave.open(io.BytesIO(tone(strokes))) as read:
            assert (read.getnchannels(), read.getsampwidth()) == (1, 2)
            assert read.getnframes() == strokes * int(0.7 * read.getframerate())
            loudest = max(abs(int.from_bytes(pair, "little", signed=True)) for pair in pairs(read.readframes(9_999)))
            assert 15_000 < loudest < 32_767


def pairs(frames: bytes) -> list[bytes]:
    return [frames[place : place + 2] for place in range(0, len(frames), 2)]


# A fake player on PATH: what it does stands in a shell script

WORKS = 'head -c 4 "$1" > "$HEARD"'
FAILS = "exit 1"


@attrs.define
class Ear:
    """Waits for the terminal's bell, and knows what a player was given."""

    heard: Path
    rung: threading.Event = attrs.field(factory=threading.Event)


@pytest.fixture
def ear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ear:
    """An empty PATH but for the shell's own tools, and a place where fake players write what they were given."""
    monkeypatch.setenv("HEARD", str(tmp_path / "heard"))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return Ear(tmp_path / "heard")


def fake(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def wait(condition: Callable[[], bool]) -> bool:
    """Wait until something is so, ten seconds at most."""
    return any(condition() or threading.Event().wait(0.02) for _turn in range(500))


needs_a_shell = pytest.mark.skipif(os.name == "nt", reason="the fake players are shell scripts")


@needs_a_shell
def test_a_player_on_the_path_is_found_and_plays(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    fake(ear.heard.parent, "paplay", WORKS)
    sound = Sound(fallback=ear.rung.set)
    assert players()[0] == sound.players[0] == "paplay"
    sound.ring(2)
    assert wait(lambda: ear.heard.exists() and ear.heard.read_bytes() == b"RIFF")
    assert not sound.failed
    assert draw(sound.said(), "zh") == "本机播放 正常"
    assert not ear.rung.is_set()


@needs_a_shell
def test_where_one_player_fails_the_next_plays(ear: Ear) -> None:
    fake(ear.heard.parent, "paplay", FAILS)
    fake(ear.heard.parent, "aplay", 'shift; head -c 4 "$1" > "$HEARD"')
    sound = Sound(("paplay", "aplay"), ear.rung.set)
    sound.ring(1)
    assert wait(lambda: ear.heard.exists() and ear.heard.read_bytes() == b"RIFF")
    assert not ear.rung.is_set()


@needs_a_shell
@pytest.mark.parametrize("trouble", ["none", "fails", "gone", "hangs"])
def test_without_a_player_that_works_the_terminals_bell_rings(
    ear: Ear, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizarena.terminal.sound.PATIENCE_SECONDS", 0.2)
    if trouble != "gone":
        fake(ear.heard.parent, "aplay", {"hangs": "exec sleep 60"}.get(trouble, FAILS))
    sound = Sound(() if trouble == "none" else ("aplay",), ear.rung.set)
    sound.ring(1)
    assert ear.rung.wait(10)
    assert draw(sound.said(), "en").endswith("only the terminal's bell")


@needs_a_shell
def test_while_a_player_hangs_the_terminals_bell_rings(ear: Ear) -> None:
    fake(ear.heard.parent, "aplay", 'while ! [ -e "$HEARD" ]; do sleep 0.05; done')
    sound = Sound(("aplay",), ear.rung.set)
    sound.ring(1)
    sound.ring(1)
    assert ear.rung.is_set()
    ear.heard.touch()


# Which screen rings


@attrs.define
class Heard(Sound):
    """A sound that only counts."""

    strokes: list[int] = attrs.field(factory=list)

    def ring(self, strokes: int) -> None:
        self.strokes.append(strokes)


def board(audience: str = "hall", *, seats: Seats | None = None) -> tuple[BoardScreen, Heard, list[datetime]]:
    """Return a board on a question whose clock of thirty seconds runs, with a clock on the wall that the test moves."""
    contest = until(25)
    wall, sound = [contest.records[-1].at], Heard(("aplay",))
    return BoardScreen(arena_of(contest), audience, now=lambda: wall[0], seats=seats, sound=sound), sound, wall


async def test_the_board_rings_once_at_time_and_one_that_starts_late_rings_nothing() -> None:
    screen, sound, wall = board()
    async with Window(screen).run_test(size=(80, 24)):
        for _look in range(40):
            wall[0] += timedelta(seconds=1)
            screen.follow()
    assert sound.strokes == [2]
    late, silent, its_wall = board()
    its_wall[0] = wall[0]
    async with Window(late).run_test(size=(80, 24)):
        late.follow()
        its_wall[0] += timedelta(seconds=1)
        late.follow()
    assert silent.strokes == []


SITTER = """
import sys
from pathlib import Path
from quizarena.journal import Seats
from quizarena.journal.file_slots import FileSlots
seats = Seats.take(FileSlots.of(Path(sys.argv[1])), sys.argv[2])
print("sits", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(("role", "rings"), [("board", False), ("host", True), ("desk", True)])
def test_of_two_boards_on_one_file_the_first_rings(tmp_path: Path, role: str, rings: bool) -> None:
    path = tmp_path / "a.qa"
    command = [sys.executable, "-c", SITTER, str(path), role]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "sits\n"
        own = sit(path, "board")
        assert own is not None
        assert own.is_first() is rings
        other.kill()
        other.wait()
        assert wait(own.is_first)
        own.close()


async def test_the_test_card_rings_one_stroke_and_says_how() -> None:
    screen, sound, _wall = board()
    async with Window(screen).run_test(size=(80, 24)) as pilot:
        await pilot.press("k", "enter")
        await pilot.pause()
        assert sound.strokes == [1]
        assert any("铃 一声: 本机播放 正常" in row for row in plain(screen.query_one(Picture).canvas))
        await pilot.press("k", "enter")
        assert sound.strokes == [1]


def test_the_desk_rings_for_a_trial_and_says_how() -> None:
    hand, sound = at(25), Heard(("aplay",))
    hand.screen.sound = sound
    hand.press("m").type(hand.row("试听铃声")).press("enter")
    assert sound.strokes == [2]
    assert "铃 两声: 本机播放 正常" in hand.said
