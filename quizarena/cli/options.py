"""How commands are declared: with help that is translated when it is shown, an example, and the options many share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from quizarena.languages import LANGUAGES
from quizarena.roster import Seat
from quizarena.text import Text

from .words import _, told

_Function = TypeVar("_Function", bound=Callable[..., Any])
_ID = re.compile(r"[^\s:]+")


class Option(click.Option):
    """An option whose help is a `Text`."""

    def __init__(self, *args: Any, about: Text, **more: Any) -> None:
        """Take click's arguments and what the option is for."""
        super().__init__(*args, **more)
        self.about = about

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help in the language to speak."""
        self.help = told(self.about)
        return super().get_help_record(ctx)


class Command(click.Command):
    """A command whose help is a `Text`, with an example below it."""

    def __init__(self, *args: Any, about: Text, example: str, more: Text | None = None, **rest: Any) -> None:
        """Take click's arguments, one sentence, one or more lines to type, and what else there is to say."""
        super().__init__(*args, **rest)
        self.about, self.example, self.more = about, example, more
        self.params.append(lang_option)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, explained in the language to speak; click would keep the first it was explained in."""
        return explained(super().get_help_option(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the sentence for the list of commands."""
        return told(self.about)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        self.help = "\n\n".join(told(each) for each in (self.about, self.more) if each is not None)
        super().format_help_text(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example."""
        with formatter.section(told(_("Example"))):
            for line in self.example.splitlines():
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")


class Family(Command, click.Group):
    """A command that has actions of its own, each a command; without one it does something itself."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take options behind the file too, where click would look for an action."""
        file, rest, own = args[:1], args[1:], list[str]()
        while rest and rest[0].startswith("--") and rest[0] != "--help":
            end = 1 if "=" in rest[0] else 2
            own, rest = [*own, *rest[:end]], rest[end:]
        return super().parse_args(ctx, [*own, *file, *rest])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the actions in the order in which they are declared."""
        return list(self.commands)


def explained(help_option: click.Option | None) -> click.Option | None:
    """Return `--help`, explained in the language to speak."""
    if help_option is not None:
        help_option.help = told(_("Show this message and exit."))
    return help_option


class Pick(click.Choice[str]):
    """A choice that refuses in the language to speak."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return why `value` is none."""
        known = ", ".join(map(str, self.choices))
        return told(_("expected one of {known}, found {value}", known=known, value=str(value)))


class Seeing(click.ParamType[str]):
    """An audience: desk, host, hall or judge:ID."""

    name = "audience"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the audience."""
        text, seat = str(value), Seat.of(str(value))
        if text not in ("desk", "host", "hall") and not (seat.role == "judge" and _ID.fullmatch(seat.judge)):
            self.fail(told(_("expected desk, host, hall or judge:ID, found {value}", value=text)), param, ctx)
        return text


LANG = _("Language; by default the contest's, else the locale's.")


lang_option = Option(["--lang"], type=Pick(list(LANGUAGES)), expose_value=False, about=LANG)


def command(name: str, about: Text, example: str, more: Text | None = None) -> Callable[[Callable[..., Any]], Command]:
    """Declare a command."""
    return click.command(name, cls=Command, about=about, example=example, more=more)


def command_family(
    name: str, about: Text, example: str, more: Text | None = None
) -> Callable[[Callable[..., Any]], Family]:
    """Declare a command with actions, which may stand alone too."""
    return click.command(name, cls=Family, about=about, example=example, more=more, invoke_without_command=True)


def option(*names: str, about: Text, **more: Any) -> Callable[[_Function], _Function]:
    """Declare an option."""
    return click.option(*names, cls=Option, about=about, **more)


def rules_argument(function: _Function) -> _Function:
    """Declare the rulebook's file."""
    return click.argument("rules", metavar="RULES")(function)


def file_argument(function: _Function) -> _Function:
    """Declare the contest's file."""
    return click.argument("file", metavar="FILE")(function)


def json_option(function: _Function) -> _Function:
    """Declare `--json`."""
    return option("--json", "as_json", is_flag=True, about=_("Print JSON, for programs."))(function)


def audience_option(function: _Function) -> _Function:
    """Declare `--as`."""
    about = _("Show what this audience may see: desk, host, hall or judge:ID. By default everything.")
    return _as_option(about)(function)


def posted_option(function: _Function) -> _Function:
    """Declare `--as` of what is made to be posted: the hall's, unless another audience is named."""
    return _as_option(_("For this audience: desk, host, hall or judge:ID. By default the hall."), "hall")(function)


def trial_options(function: _Function) -> _Function:
    """Declare `--dry-run`, and `--as` for what it shows."""
    trial = option("--dry-run", is_flag=True, about=_("Record nothing; show totals and places before and after."))
    return trial(_as_option(_("With --dry-run: what this audience may see; by default that of --seat."))(function))


def _as_option(about: Text, default: str | None = None) -> Callable[[_Function], _Function]:
    return option("--as", "audience", type=Seeing(), metavar="WHO", default=default, about=about)


def by_options(function: _Function) -> _Function:
    """Declare in whose name something is recorded."""
    for declare in (
        option("--id", about=_("Your own id for it: given again after a lost reply, it counts once.")),
        option("--person", default="", about=_("Who types.")),
        option("--seat", default="desk", show_default=True, about=_("In whose name: desk, arbiter, judge:j3 ...")),
    ):
        function = declare(function)
    return function


def reason_option(function: _Function) -> _Function:
    """Declare `--reason`."""
    return option("--reason", required=True, about=_("Why; it stays in the log."))(function)
