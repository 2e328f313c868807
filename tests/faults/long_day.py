"""Eight hours of a contest in fast motion: memory may grow with the records a screen holds, and with nothing else.

Decides what the day is made of: quiz rounds and judged scenes with clocks, ballots, corrections, undo, adjustments and
cues, on a file that a desk, a board, a host's monitor and a judge's sheet have open and paint; then eight hours in
which clocks run and nobody records anything. A fact late in the day may take no more memory than an early one, and time
and painting alone none; the control, screens that keep their pictures, shows that this would be seen.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import tracemalloc
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import attrs

from quizarena.arena import Arena
from quizarena.blanks import BY_MACHINE, Blank, Choice, Line, Number, Permutation, Selection
from quizarena.contest import Contest
from quizarena.errors import QuizArenaError
from quizarena.moves import Move
from quizarena.rulebook import Rulebook, loads
from quizarena.sessions.desk.presence import heartbeat, join
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.hall import feed_of
from quizarena.sessions.judge.session import JudgeSession
from quizarena.sessions.steady_clock import system_now
from quizarena.terminal.canvas import Canvas
from quizarena.terminal.desk import painter as desk_painter
from quizarena.terminal.desk.terminal import DeskTerminal
from quizarena.terminal.judge.painter import JudgeTerminal
from quizarena.terminal.pictures import Look, draw_board, draw_host
from quizarena.testing import START, can_be_filled, seat_of
from tests.presence import sit

HOURS = 8
SCREENS = 4
CACHES = 512 * 1024
"""Bytes that caches of a fixed size may take while they fill."""
STILL = 64 * 1024
"""Bytes that may come and go while nothing is recorded."""
MOST_A_FACT = 4_096
"""Bytes a fact may take on a screen: its record, its share of the states kept for looking back, what is derived."""
TEAMS, JUDGES = 8, 5
WIDTH, HEIGHT = 120, 40


@attrs.frozen
class Day:
    """What a day came to; bytes are those Python holds."""

    hours: int
    facts: int
    paints: int
    bytes_a_fact: int
    """What one more fact takes on one screen, with all that a screen keeps of it."""
    forenoon: int
    """Growth of all screens over the second quarter of the facts."""
    afternoon: int
    """Growth over the last two quarters."""
    still: int
    """Growth over the hours in which nothing was recorded."""
    files: int
    """How many more files were open in the end."""
    resident_mb: int

    @property
    def is_right(self) -> bool:
        """Whether the day was long enough, a late fact takes no more than an early one, and time alone nothing."""
        is_steady = self.afternoon <= 2 * self.forenoon * 5 // 4 + CACHES
        is_small = self.forenoon + self.afternoon <= MOST_A_FACT * SCREENS * self.facts + CACHES
        return self.hours >= HOURS and is_steady and is_small and self.still <= STILL and not self.files


@cache
def rulebook(rounds: int) -> Rulebook:
    """Return a contest of so many rounds, quiz and scene by turns."""
    written: list[dict[str, Any]] = []
    for number in range(rounds // 2):
        written.append({"id": f"quiz-{number}", "use": "quiz/required", "per_team": 6, "points": 10})
        written.append({"id": f"scene-{number}", "use": "scenario/staged", "criteria": {"content": 60, "delivery": 40}})
    teams = [{"id": f"t{n}", "name": f"Team {n}", "members": ["Ann", "Ben", "Cem"]} for n in range(1, TEAMS + 1)]
    judges = [{"id": f"j{n}", "name": f"Judge {n}", "chief": n == 1} for n in range(1, JUDGES + 1)]
    panel = {"rule": "trimmed", "drop_low": 1, "drop_high": 1, "places": 2}
    head = {"quizarena": 1, "contest": {"title": "A long day", "language": "en"}}
    return loads(json.dumps({**head, "teams": teams, "judges": judges, "panel": panel, "rounds": written}))


@attrs.define
class Hall:
    """The screens on a file, the clock on the wall, and a robot's hand at the desk."""

    desk: DeskSession
    board: Arena
    host: Arena
    judge: JudgeTerminal
    random: Random
    now: datetime = START
    paints: int = 0
    leaked: list[Canvas] | None = None
    """Every picture of board and host, for the control: a harness that found no leak there would prove nothing."""

    def look(self) -> None:
        """Let every screen take in what is new, and paint."""
        self.desk.refresh()
        heartbeat(self.desk, f"{WIDTH}x{HEIGHT}", self.now)
        desk_painter.paint(DeskTerminal(self.desk), WIDTH, HEIGHT, self.now)
        look = Look(WIDTH, HEIGHT, "en", self.now)
        for arena, audience, draw in ((self.board, "hall", draw_board), (self.host, "host", draw_host)):
            arena.refresh()
            picture = draw(feed_of(arena.contest, audience), look)
            if self.leaked is not None:
                self.leaked.append(picture)
        self.judge.session.refresh()
        self.judge.session.heartbeat(self.now)
        self.judge.paint(WIDTH, HEIGHT)
        self.paints += SCREENS

    def wait(self, seconds: int, step: int) -> None:
        """Let time pass; the screens paint every `step` seconds."""
        until = self.now + timedelta(seconds=seconds)
        while self.now < until:
            self.now = min(until, self.now + timedelta(seconds=step))
            self.look()

    def spend(self, numbers: Iterable[int], pace: int, step: int) -> None:
        """Do the deeds of these numbers, one in `pace` seconds."""
        for number in numbers:
            self.act(number)
            self.wait(pace, step)

    def act(self, number: int) -> None:
        """Do what comes next, and now and then something aside."""
        with suppress(QuizArenaError):
            _ASIDE[number % 97](self) if number % 97 in _ASIDE else self.go_on()

    def go_on(self) -> None:
        """Carry the contest on by one fact."""
        moves = [move for move in self.contest.moves() if not move.aside and can_be_filled(move)]
        self.make(self.random.choice(moves))

    def make(self, move: Move) -> None:
        """Record a move, filled by chance."""
        values = {each.path: filled(each, self.random) for each in move.asked if not isinstance(each, BY_MACHINE)}
        fact = move.fill(values, now=self.now)
        seat = seat_of(move, fact)
        arena = self.judge.session.arena if seat.startswith("judge") else self.desk.arena
        arena.push(fact, seat=seat, at=self.now)

    @property
    def contest(self) -> Contest:
        """The contest as the desk knows it."""
        self.desk.refresh()
        return self.desk.contest

    def aside(self, type_name: str) -> None:
        """Record an aside of that type, where there is one: a protest that was refused waits for no decision."""
        moves = [move for move in self.contest.moves() if move.fact.type == type_name and can_be_filled(move)]
        if moves:
            self.make(self.random.choice(moves))

    def correct(self) -> None:
        """Turn one of the last rulings round, then back."""
        rulings = [record for record in self.contest.records[-200:] if record.type == "quiz.ruled"]
        ruling = self.random.choice(rulings)
        for verdict in ("wrong", "right"):
            fact: Any = ruling.fact
            fact = attrs.evolve(fact, verdict=verdict)
            with suppress(QuizArenaError):
                self.desk.arena.correct([(ruling.seq, fact)], reason="looked up", at=self.now)

    def undo(self) -> None:
        """Take the last fact back, and take that back."""
        self.desk.arena.undo(at=self.now)
        self.look()
        self.desk.arena.redo(at=self.now)

    def draft(self) -> None:
        """Keep a draft and drop it, as a judge's sheet does."""
        journal = self.judge.session.arena.journal
        journal.write_draft("ballots:j1", '{"sheets": {}, "at": [], "checking": false}', journal.draft("ballots:j1"))
        journal.drop_draft("ballots:j1")


_ASIDE = {
    11: lambda hall: hall.aside("cue.board"),
    23: lambda hall: hall.aside("cue.message"),
    31: lambda hall: hall.correct(),
    43: lambda hall: hall.undo(),
    47: lambda hall: hall.aside("cue.frozen"),
    59: lambda hall: hall.aside("score.adjusted"),
    61: lambda hall: hall.aside("cue.frozen"),
    71: lambda hall: hall.draft(),
    83: lambda hall: hall.aside("protest.lodged"),
    89: lambda hall: hall.aside("protest.decided"),
}
"""What is done beside the course of play, by its place among 97 deeds."""


def filled(blank: Blank, random: Random) -> Any:
    """Return something that may stand in a blank."""
    if isinstance(blank, Choice):
        return random.choice(blank.options).value
    if isinstance(blank, Permutation):
        return random.sample([option.value for option in blank.options], blank.length)
    if isinstance(blank, Selection):
        return (random.choice(blank.options).value,)
    if isinstance(blank, Number):
        low, step = blank.low or Decimal(0), blank.step or Decimal(1)
        high = low + 10 * step if blank.high is None else blank.high
        return low + step * random.randint(0, int((high - low) // step))
    assert isinstance(blank, Line)
    return blank.example or ("" if blank.optional else "0123456789abcdef"[: blank.longest])


def live(facts: int, *, step: int, still_step: int, leaks: bool = False) -> Day:
    """Live eight hours in which about `facts` facts are recorded, then eight in which none is.

    The screens paint after every deed, and every `step`, later every `still_step` seconds between. With `leaks` two
    of them keep their pictures.
    """
    with tempfile.TemporaryDirectory() as folder, _traced(), ExitStack() as stack:
        path = Path(folder) / "day.qa"
        hall = _hall(path, facts, stack)
        hall.leaked = [] if leaks else None
        pace = -(-HOURS * 3_600 // facts)
        hall.spend(range(facts // 4), pace, step)
        morning, seen, files = _kept(), len(hall.contest.records), open_files()
        hall.spend(range(facts // 4, facts // 2), pace, step)
        noon = _kept()
        hall.spend(range(facts // 2, facts), pace, step)
        evening, recorded, ended = _kept(), len(hall.contest.records), hall.now
        hall.wait(HOURS * 3_600, still_step)
        return Day(
            hours=int((ended - START).total_seconds()) // 3_600,
            facts=recorded,
            paints=hall.paints,
            bytes_a_fact=(evening - morning) // SCREENS // (recorded - seen),
            forenoon=noon - morning,
            afternoon=evening - noon,
            still=_kept() - evening,
            files=open_files() - files,
            resident_mb=resident_mb(),
        )


def _hall(path: Path, facts: int, stack: ExitStack) -> Hall:
    Arena.create(path, rulebook(4 + facts // 80)).close()
    arenas = [stack.enter_context(Arena.open(path, read_only=each in (1, 2))) for each in range(SCREENS)]
    desk = DeskSession(arenas[0], file=str(path), person="scorer")
    seats = sit(path, "desk")
    assert seats is not None
    stack.callback(seats.close)
    join(desk, seats, system_now())
    judge = JudgeTerminal(JudgeSession(arenas[3]))
    hall = Hall(desk, arenas[1], arenas[2], judge, Random(1))
    hall.aside("contest.opened")
    judge.session.sit_down("j1")
    return hall


@contextmanager
def _traced() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def _kept() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def open_files() -> int:
    """Return how many files this process has open; 0 where the system does not say."""
    return len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0


def resident_mb() -> int:
    """Return the memory this process has now; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
