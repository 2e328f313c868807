"""The command line: `quizarena COMMAND`, over click.

Decides which commands there are and where each lives; its module is imported when the command is used, so that
`quizarena --version` costs no more than click. Decides the exit statuses too: 0 done, 1 refused or a check failed,
2 wrong usage, 3 a file that cannot be read or written. Leaves the words to `words` and the commands to their modules.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, cast

import click

from quizarena import __version__

_HOMES = {
    "demo": "plays",
    "new": "new",
    "check": "rules",
    "questions": "questions",
    "formats": "rules",
    "draw": "draws",
    "verify-draw": "draws",
    "play": "plays",
    "rehearse": "rehearsing",
    "start": "files",
    "moves": "record_commands",
    "push": "record_commands",
    "correct": "record_commands",
    "strike": "record_commands",
    "amend": "record_commands",
    "undo": "record_commands",
    "redo": "record_commands",
    "standings": "views",
    "explain": "views",
    "log": "views",
    "verify": "files",
    "backup": "copies",
    "compare": "copies",
    "anonymize": "copies",
    "contests": "contests",
    "doctor": "doctor",
    "paper": "printing",
    "results": "printing",
    "bulletin": "winners",
    "certificates": "winners",
    "notice": "winners",
    "export": "files",
    "import": "files",
    "desk": "windows",
    "board": "windows",
    "judge": "windows",
    "serve": "serving",
    "seats": "seats",
    "halls": "halls",
    "replay": "windows",
    "season": "season",
    "credit": "season_credit",
    "completion": "shells",
}
"""Each command's module, in the order of the help."""


class Root(click.Group):
    """The group of all commands; it imports a command's module on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names, in the order in which a contest needs them."""
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, None if there is none of that name."""
        home = _HOMES.get(cmd_name)
        if home is None:
            return None
        function = f"{cmd_name.replace('-', '_')}_command"
        return cast("click.Command", getattr(import_module(f".{home}", __name__), function))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Settle the language before anything is said."""
        if args != ["--version"]:
            from .options import lang_option
            from .words import settle

            if lang_option not in self.params:
                self.params.append(lang_option)
            settle(ctx, args)
            args = [_without_password(each) for each in args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language that was settled."""
        from .options import explained
        from .words import _, root_help, told

        self.help, self.epilog = root_help()
        explained(self.get_help_option(ctx))
        for each in self.params:
            if isinstance(each, click.Option) and each.name == "version":
                each.help = told(_("Show the version and exit."))
        super().format_help(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it refuses becomes one sentence and an exit status."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            from .trouble import told

            raise told(error) from error


def _without_password(word: str) -> str:
    """Return a word of the command line as every message may show it."""
    if "://" not in word:
        return word
    from quizarena.journal.addresses import without_password

    return without_password(word)


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="quizarena", message="%(prog)s %(version)s")
def root() -> None:
    """Hold the commands."""


def main() -> None:
    """Run the command line of this process, in UTF-8 whatever the terminal's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    root(prog_name="quizarena")
