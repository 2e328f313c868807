"""The sentences of the command line and the language they are drawn in.

Decides the language: `--lang`, else English on a console that has no other letters, else the contest's, else the
locale's. Click's own sentences are put through the same
catalogue.
"""

from __future__ import annotations

import gettext
import locale
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from quizarena.languages import LANGUAGES, SOURCE, has_latin_only, language_of, of_locale
from quizarena.text import Text, catalogue, draw

_ = catalogue("quizarena_cli", __file__)
_DOMAIN = "quizarena_cli"
_ASKED, _CONTEST = "quizarena.asked", "quizarena.contest"
_ANY: dict[str, Any] = {}

CLICK = (
    _("Usage:"),
    _("Options"),
    _("Commands"),
    _("Show this message and exit."),
    _("Show the version and exit."),
    _("required"),
    _("Missing command."),
    _("Missing argument"),
    _("Missing option"),
    _("Aborted!"),
    _("Error: {message}", **_ANY),
    _("Invalid value: {message}", **_ANY),
    _("Invalid value for {param_hint}: {message}", **_ANY),
    _("No such command {name!r}.", **_ANY),
    _("No such option {name!r}.", **_ANY),
    _("Try '{command} {option}' for help.", **_ANY),
    _("default: {default}", **_ANY),
)
"""What click says by itself, named here so that it is translated with the rest."""


def settle(ctx: click.Context, args: Sequence[str]) -> None:
    """Note the language the arguments ask for, before click reads them: help comes before options."""
    ctx.meta[_ASKED] = _asked(args)
    gettext.textdomain(_DOMAIN)
    _tell_click()


def follow(contest_language: str) -> None:
    """Speak the contest's language from now on, unless another was asked for."""
    ctx = click.get_current_context(silent=True)
    if ctx is not None:
        ctx.meta[_CONTEST] = contest_language
        _tell_click()


def language() -> str:
    """Return the language to speak."""
    ctx = click.get_current_context(silent=True)
    meta = {} if ctx is None else ctx.meta
    return str(meta.get(_ASKED) or _console_language() or meta.get(_CONTEST) or locale_language())


def told(text: Text | str) -> str:
    """Return `text` in the language to speak, safe for a terminal."""
    return draw(text, language())


def _console_language() -> str:
    """Return the sources' language where somebody reads this on a console whose font is short, nothing elsewhere."""
    return SOURCE if has_latin_only() and sys.stdout.isatty() else ""


def locale_language() -> str:
    """Return the language of the locale."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    found = next(filter(None, names), "") or locale.getlocale()[0] or ""
    return of_locale(found)


def _asked(args: Sequence[str]) -> str | None:
    for place, word in enumerate(args):
        if word == "--":
            break
        value = args[place + 1] if word == "--lang" and place + 1 < len(args) else word.removeprefix("--lang=")
        if value != word and value in LANGUAGES:
            return value
    return None


def _tell_click() -> None:
    gettext.bindtextdomain(_DOMAIN, str(language_of(language()).catalogues or _.folder))
    os.environ["LANGUAGE"] = language()  # the one place where gettext, which click asks, looks at every call


def root_help() -> tuple[str, str]:
    """Return the help of the whole command line, and what stands below it."""
    about = _("Run a staged contest: draws, quiz rounds, judged scenes and debates, exact scores.")
    statuses = _(
        "Exit status: 0 done, 1 refused or a check failed, 2 wrong usage, 3 a file that cannot be read or written."
    )
    first = _("To begin: quizarena demo, then quizarena new contest.yaml.")
    return told(about), f"{told(first)}\n\n{told(statuses)}"
