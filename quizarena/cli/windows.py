"""The screens as commands: each opens its window on a contest's file.

Decides only what is asked on the command line. Textual is an extra of the installation and is loaded here at the
earliest.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

from quizarena.text import Text

from .access import arena_at
from .options import Pick, command, file_argument, option
from .trouble import Refused, line
from .words import _, language

THEMES = ["dark", "light", "contrast"]


@command(
    "desk",
    _("Run a contest: the scorer's desk."),
    "quizarena desk spring.qa",
    _("The keys stand on the screen; ? helps. Nothing is recorded but by a key. Leave it with M."),
)
@file_argument
@option("--person", default="", about=_("Who types."))
@option("--theme", type=Pick(THEMES), default="dark", show_default=True, about=_("Colours."))
@option("--look-only", is_flag=True, about=_("Record nothing."))
def desk_command(file: str, person: str, theme: str, look_only: bool) -> None:
    """Open the desk."""
    need_screens()
    with arena_at(file, read_only=True):
        need_terminal()
        spoken = language()
    from quizarena.terminal.desk.screen import run_desk

    run_desk(file, person=person, language=spoken, theme=theme, look_only=look_only)


@command(
    "board",
    _("Show a contest in the hall, or to the host."),
    "quizarena board spring.qa --theme light\nquizarena board spring.qa --for host",
    _("The desk chooses what it shows. Its own keys, each confirmed by Enter: T theme, L language, K card, Q quit."),
)
@file_argument
@option("--for", "audience", type=Pick(["hall", "host"]), default="hall", show_default=True, about=_("Who looks."))
@option("--theme", type=Pick(THEMES), default="dark", show_default=True, about=_("Colours."))
@option("--mute", is_flag=True, about=_("Ring no bells; of several boards on one file only the first rings."))
def board_command(file: str, audience: str, theme: str, mute: bool) -> None:
    """Open the board or the host's monitor."""
    need_screens()
    with arena_at(file, read_only=True):
        need_terminal()
        spoken = language()
    from quizarena.terminal.board import run_board

    run_board(file, audience, theme, spoken, mute=mute)


@command(
    "judge",
    _("Give ballots: a judge's sheet."),
    "quizarena judge spring.qa --as j3\nquizarena judge spring.qa",
    _(
        "Without --as the seat is chosen on the screen, and one window serves one judge after the other. The PIN, four"
        " digits, is chosen at the first sitting and typed on the screen, never here."
    ),
)
@file_argument
@option("--as", "judge", metavar="JUDGE", about=_("The judge: an id such as j3, or the number of the seat."))
@option("--theme", type=Pick(THEMES), default="dark", show_default=True, about=_("Colours."))
def judge_command(file: str, judge: str | None, theme: str) -> None:
    """Open a judge's sheet."""
    need_screens()
    with arena_at(file, read_only=True):
        need_terminal()
        spoken = language()
    from quizarena.terminal.judge.screen import run_judge

    run_judge(file, judge, language=spoken, theme=theme)


@command(
    "replay",
    _("Play a contest back on the board's picture, on this terminal."),
    "quizarena replay spring.qa",
    _("Space pauses, 1 to 9 set the speed, PgDn and PgUp go a step, Q quits. Nothing is recorded."),
)
@file_argument
def replay_command(file: str) -> None:
    """Play a contest back."""
    need_screens()
    with arena_at(file, read_only=True):
        need_terminal()
        spoken = language()
    from quizarena.terminal.guided.run import run_replay

    run_replay(file, spoken)


class NoTerminal(Refused):
    """There is no terminal for a screen; the exit status is 2."""

    exit_code = 2


def need_screens() -> None:
    """Refuse where the extra is not installed, and say how to get it."""
    if not has_screens():
        raise Refused(line(no_screens()))


def need_terminal() -> None:
    """Refuse where nobody sits at a terminal: the screen would run unseen, and no key would end it."""
    if not on_terminal():
        raise NoTerminal(line(_("this command opens a screen and needs a terminal; input or output is not one here")))


def on_terminal() -> bool:
    """Whether somebody sits at a terminal: a screen may open. Pictures go to standard error, as Textual has it."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def has_screens() -> bool:
    """Whether the extra for the screens is installed."""
    return find_spec("textual") is not None


def no_screens() -> Text:
    """Return how to get the screens."""
    return _("the screens need Textual; install it with: pipx install 'quizarena[tui]'")
