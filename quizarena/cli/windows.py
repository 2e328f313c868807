"""The screens as commands: each opens its window on a contest's file.

Decides only what is asked on the command line. Textual is an extra of the installation and is loaded here at the
earliest.
"""

from __future__ import annotations

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
    "quizarena desk yingbin.qa",
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
        spoken = language()
    from quizarena.screens.desk.app import run_desk

    run_desk(file, person=person, language=spoken, theme=theme, look_only=look_only)


def need_screens() -> None:
    """Refuse where the extra is not installed, and say how to get it."""
    if find_spec("textual") is None:
        raise Refused(line(_no_screens()))


def _no_screens() -> Text:
    return _("the screens need Textual; install it with: pipx install 'quizarena[tui]'")
