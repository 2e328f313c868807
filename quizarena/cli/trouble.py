"""What went wrong, as one sentence and an exit status."""

from __future__ import annotations

from typing import IO, Any

import click

from quizarena.errors import JournalError, QuizArenaError, RulebookError
from quizarena.text import Text, of_system, placed, stripped

from .words import _, language
from .words import told as drawn


class Refused(click.ClickException):
    """A sentence for standard error; the exit status is 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it."""
        click.echo(self.message, file=file, err=file is None)


class Trouble(Refused):
    """A file cannot be read or written; the exit status is 3."""

    exit_code = 3


def told(error: Exception) -> Exception:
    """Return what to raise for `error`: a told one where it is part of the interface, else itself."""
    if isinstance(error, RulebookError):
        return Refused(problems(error))
    if isinstance(error, JournalError):
        return Trouble(line(error.message))
    if isinstance(error, QuizArenaError):
        return Refused(line(error.message))
    if isinstance(error, FileExistsError):
        exists = _("{file}: exists already and is never overwritten; choose another name", file=str(error.filename))
        return Trouble(line(exists))
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        return Trouble(line(placed(str(error.filename), of_system(error)) if error.filename else of_system(error)))
    return error


def line(text: Text | str) -> str:
    """Return `text` as an error's line, in the language to speak."""
    return drawn(_("Error: {message}", message=text))


def problems(error: RulebookError) -> str:
    """Return everything wrong with a rulebook, a line each, as editors and compilers write it."""
    return "\n".join(stripped(each) for each in error.sentence(language()).split("\n"))
