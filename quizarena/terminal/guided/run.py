"""Opening the demo, a rehearsal and a replay on this terminal.

Decides where the demo's contest lies (a folder that is gone afterwards, unless it is to be kept), and that a desk among
robots is a process of its own: whoever kills it sees it started again on the same file within a second, because the
next one has been loaded ahead and waits.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from ...arena import Arena
from ...sessions.desk.presence import join, leave
from ...sessions.steady_clock import system_now
from ...simulation.rehearsal import Robot
from ..latin import ids_for_names
from ..palette import DARK
from ..shell import program, typed
from ..wide import drawn
from ..window import BY_SIGNAL, ENDING, Window
from .desk import DemoDesk, RehearsalDesk, RobotDesk
from .page import Page
from .ready import Ready
from .replay import replay_of
from .screens import KILL, ReplayScreen, RobotScreen, chosen
from .story import PERSON, read_story
from .words import _

RESTARTED = "restarted"
STORY, ROBOTS, HANDS = "story", "robots", "hands"
"""Who plays beside the desk: the story, in the demo; robots or nobody but people, in a rehearsal."""
OWN = ("new contest.yaml", "start contest.yaml contest.qa", "desk contest.qa")
"""The commands of one's own contest, as the program is told them."""
_PAINTED_AFTER_SECONDS = 2.0
"""When the next process is loaded: not while the first would want the processor."""


def run_demo(language: str, hall: Callable[[str], object], keep: str | None = None) -> tuple[str, ...]:
    """Show the first page and what is chosen there; return the lines to print when the terminal is free again.

    `hall` serves the contest in a file to browsers until the person here has seen enough.

    Raises:
        JournalError: The file `keep` exists or cannot be written.
    """
    story = read_story()
    with TemporaryDirectory(prefix="quizarena-", ignore_cleanup_errors=True) as folder:
        path = Path(keep) if keep is not None else Path(folder) / "demo.qa"
        story.begin(path, system_now())
        page = Page(story.rulebook.title, typed(str(path)), language, program=program())
        with Ready(str(__package__), [STORY]) as ready:
            while True:
                ready.prepare()
                page.choice = None
                with Arena.open(path, read_only=True) as arena:
                    page.names = ids_for_names(arena.contest)
                    choice = chosen(page, arena)
                if choice == "desk":
                    _end_unless_left(keep_running(ready, str(path), page.language))
                elif choice == "hall":
                    hall(str(path))
                elif choice in ("story", "best"):
                    best = choice == "best"
                    contest, seqs = (story.whole(), story.best) if best else (story.shown(), None)
                    Window(ReplayScreen(replay_of(contest, page.language, seqs))).show()
                else:
                    return tuple(f"{page.program} {each}" for each in OWN) if choice == "own" else ()


def keep_running(ready: Ready, *words: str) -> int:
    """Run what is ready and begin again as often as it is killed; return how it ended otherwise."""
    again: tuple[str, ...] = ()
    while True:
        with _terminal_kept(), _passing_on(ready.begin(*words, *again)) as process:
            status = _ended(process, ready)
        if status not in (-KILL, KILL):
            return status
        again = (RESTARTED,)


def _ended(process: subprocess.Popen[bytes], ready: Ready) -> int:
    """Wait until a process ends; load the next one meanwhile."""
    try:
        return process.wait(_PAINTED_AFTER_SECONDS)
    except subprocess.TimeoutExpired:
        ready.prepare()
        return process.wait()


def run_rehearsal(path: str, language: str, *, by_hand: bool) -> None:
    """Rehearse the contest in the file `path` until its desk is left."""
    with Ready(str(__package__), [HANDS if by_hand else ROBOTS]) as ready:
        _end_unless_left(keep_running(ready, path, language))


def _end_unless_left(status: int) -> None:
    """End this program too, where the desk was not left but a signal or a fault ended it."""
    if status:
        raise SystemExit(status if status > 0 else BY_SIGNAL - status)


def load(played_by: str) -> None:
    """Load ahead what a desk needs."""
    if played_by == STORY:
        read_story()


def run_desk(path: str, language: str, played_by: str, *, restarted: bool) -> None:
    """Run a desk among robots until it is left, or killed."""
    with Arena.open(path) as arena:
        desk = _desk(arena, path, language, played_by)
        join(desk, arena.journal.sit("desk"), system_now())
        if restarted:
            desk.say(_("Killed just now, not a record lost; the clock went on."), system_now(), loud=True)
        elif played_by != STORY:
            board = f"{program()} board {typed(path)}"
            desk.say(_("Rehearsing in {file}; the board, in another terminal: {board}", file=path, board=board))
        try:
            Window(RobotScreen(desk, language, colours=DARK.name, names=ids_for_names(arena.contest))).show()
        finally:
            leave(desk)


def _desk(arena: Arena, path: str, language: str, played_by: str) -> RobotDesk:
    if played_by == STORY:
        return DemoDesk(arena, file=path, person=PERSON, story=read_story())
    robot = Robot(arena, drawn(_("robot"), language)) if played_by == ROBOTS else None
    return RehearsalDesk(arena, file=path, robot=robot)


def run_story(language: str) -> None:
    """Play the whole story on the board, paused and stepped by keys."""
    contest = read_story().shown()
    Window(ReplayScreen(replay_of(contest, language))).show()


def run_replay(path: str, language: str) -> None:
    """Play the contest in the file `path` back; raises like `Arena.open`."""
    with Arena.open(path, read_only=True) as arena:
        Window(ReplayScreen(replay_of(arena.contest, language))).show()


if sys.platform == "win32":

    @contextlib.contextmanager
    def _terminal_kept() -> Iterator[None]:
        yield

    @contextlib.contextmanager
    def _passing_on(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
        yield process

else:
    import termios

    @contextlib.contextmanager
    def _passing_on(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
        """Pass on to a process what would end this one: it has the terminal, and gives it back."""
        numbers = [signal.Signals[name] for name in ENDING]
        before = [signal.signal(each, lambda number, _frame: process.send_signal(number)) for each in numbers]
        try:
            yield process
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    @contextlib.contextmanager
    def _terminal_kept() -> Iterator[None]:
        """Give the terminal back as it was: a killed program cannot."""
        inside = sys.stdin.isatty()
        before = termios.tcgetattr(sys.stdin) if inside else []
        try:
            yield
        finally:
            if inside:
                termios.tcsetattr(sys.stdin, termios.TCSANOW, before)
                sys.stdout.write(_LEAVE)
                sys.stdout.flush()

    _LEAVE = "\x1b[?1004l\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h"
    """Focus and paste reports, mouse, extended keys and the second screen off, the cursor on."""
