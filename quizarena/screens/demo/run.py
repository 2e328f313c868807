"""Opening the demo, a rehearsal and a replay on this terminal.

Decides where the demo's contest lies (a folder that is gone afterwards, unless it is to be kept), and that a desk among
robots is a process of its own: whoever kills it sees it started again on the same file within a second.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ...advice.rehearsal import Robot
from ...arena import Arena
from ..board import local_now
from ..desk.company import sit_down
from ..palette import DARK
from ..seats import Seats
from ..wide import drawn
from .app import KILL, ReplayApp, RobotApp, chosen
from .desk import DemoDesk, RehearsalDesk, RobotDesk
from .page import Page
from .replay import replay_of
from .story import BEST, PERSON, read_story
from .words import _

RESTARTED = "restarted"
STORY, ROBOTS, HANDS = "story", "robots", "hands"
"""Who plays beside the desk: the story, in the demo; robots or nobody but people, in a rehearsal."""
OWN = ("quizarena new contest.yaml", "quizarena start contest.yaml contest.qa", "quizarena desk contest.qa")
"""The commands of one's own contest."""


def run_demo(language: str, keep: str | None = None) -> tuple[str, ...]:
    """Show the first page and what is chosen there; return the lines to print when the terminal is free again.

    Raises:
        JournalError: The file `keep` exists or cannot be written.
    """
    story = read_story()
    with TemporaryDirectory(prefix="quizarena-", ignore_cleanup_errors=True) as folder:
        path = Path(keep) if keep is not None else Path(folder) / "demo.qa"
        story.begin(path, local_now())
        page = Page(story.rulebook.title, str(path), language)
        while True:
            page.choice = None
            with Arena.open(path, read_only=True) as arena:
                choice = chosen(page, arena)
            if choice == "desk":
                keep_running(_desk_command(str(path), page.language, STORY))
            elif choice in ("story", "best"):
                ReplayApp(replay_of(story.whole(), page.language, BEST if choice == "best" else None)).run(mouse=False)
            else:
                return OWN if choice == "own" else ()


def keep_running(command: Sequence[str]) -> int:
    """Run a command and start it again as often as it is killed; return how it ended otherwise."""
    again: tuple[str, ...] = ()
    while True:
        with _terminal_kept():
            status = subprocess.run([*command, *again], check=False).returncode
        if status not in (-KILL, KILL):
            return status
        again = (RESTARTED,)


def run_rehearsal(path: str, language: str, *, by_hand: bool) -> None:
    """Rehearse the contest in the file `path` until its desk is left."""
    keep_running(_desk_command(path, language, HANDS if by_hand else ROBOTS))


def _desk_command(path: str, language: str, played_by: str) -> list[str]:
    return [sys.executable, "-m", str(__package__), path, language, played_by]


def run_desk(path: str, language: str, played_by: str, *, restarted: bool) -> None:
    """Run a desk among robots until it is left, or killed."""
    with Arena.open(path) as arena:
        desk = _desk(arena, path, language, played_by)
        seats = Seats.take(path, "desk")
        sit_down(desk, seats, local_now())
        if restarted:
            desk.say(_("Killed just now, not a record lost; the clock went on."), local_now(), loud=True)
        elif played_by != STORY:
            desk.say(_("Rehearsing in {file}; the board, in another terminal: quizarena board {file}", file=path))
        try:
            RobotApp(desk, colours=DARK.name).run()
        finally:
            if seats is not None:
                seats.close()


def _desk(arena: Arena, path: str, language: str, played_by: str) -> RobotDesk:
    if played_by == STORY:
        return DemoDesk(arena, file=path, person=PERSON, language=language, story=read_story())
    robot = Robot(arena, drawn(_("robot"), language)) if played_by == ROBOTS else None
    return RehearsalDesk(arena, file=path, language=language, robot=robot)


def run_story(language: str) -> None:
    """Play the whole story on the board, paused and stepped by keys."""
    ReplayApp(replay_of(read_story().whole(), language)).run(mouse=False)


def run_replay(path: str, language: str) -> None:
    """Play the contest in the file `path` back; raises like `Arena.open`."""
    with Arena.open(path, read_only=True) as arena:
        ReplayApp(replay_of(arena.contest, language)).run(mouse=False)


if sys.platform == "win32":

    @contextlib.contextmanager
    def _terminal_kept() -> Iterator[None]:
        yield

else:
    import termios

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
