"""Asking somebody at a terminal one thing at a time, with a way back; what is asked next may follow from the answers.

A conversation is a generator that yields a `Question` and is sent what was understood of the answer. To go back it is
begun anew and told all answers but the last, so it must do nothing but ask.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeAlias, TypeVar

import attrs
import click

from quizarena.terminal.wide import width, wrap
from quizarena.text import Text

from .words import _, told

with contextlib.suppress(ImportError):  # Windows edits lines by itself
    import readline  # noqa: F401  (a whole character at a Backspace, arrow keys, names of files at a Tab)

T = TypeVar("T")
Conversation: TypeAlias = Generator["Question", Any, T]
BACK = frozenset("<\uff1c\u300a\u3008")
"""What takes back the last answer, as a Chinese keyboard types it too."""


class Unclear(Exception):
    """An answer cannot be taken; `lines` say why and what to write."""

    def __init__(self, *lines: Text | str) -> None:
        """Take the lines."""
        super().__init__(*lines)
        self.lines = lines


class Left(Exception):
    """Whoever was asked has gone: Ctrl+C, or there is no more input."""


@attrs.frozen
class Option:
    """Something to choose by its number: it stands for `answer`, as if that had been written."""

    answer: str
    title: Text | str
    about: Text | str = ""


@attrs.frozen
class Question:
    """Something to ask: `about` explains it, `options` may be chosen from, `read` understands an answer.

    Enter alone stands for `default`; where it is None nothing does. `meaning` says in words what Enter does, where that
    is not the default itself. `echo` gives lines to print about what was understood.
    """

    text: Text | str
    about: Sequence[Text | str] = ()
    options: Sequence[Option] = ()
    default: str | None = None
    meaning: Text | str = ""
    read: Callable[[str], Any] = str
    echo: Callable[[Any], Sequence[Text | str]] = lambda _value: ()

    def understand(self, written: str) -> Any:
        """Return what an answer means.

        Raises:
            Unclear: It means nothing here.
        """
        number = written.rstrip(".\u3002)")
        if number.isdecimal() and 1 <= int(number) <= len(self.options):
            return self.read(self.options[int(number) - 1].answer)
        chosen = next((each for each in self.options if told(each.title).casefold() == written.casefold()), None)
        return self.read(written if chosen is None else chosen.answer)


def hold(begin: Callable[[], Conversation[T]]) -> T:
    """Ask everything that a conversation asks and return what it comes to.

    Raises:
        Left: Whoever was asked has gone.
    """
    answers: list[Any] = []
    talk, question = begin(), None
    while True:
        try:
            question = talk.send(answers[-1]) if question is not None else _told(talk, answers)
            answers.append(_answer(question, may_go_back=bool(answers)))
        except StopIteration as end:
            result: T = end.value
            return result
        except _Back:
            answers = answers[:-1]
            talk, question = begin(), None


def _told(talk: Conversation[Any], answers: Sequence[Any]) -> Question:
    """Return the question that comes after `answers`."""
    question = next(talk)
    for each in answers:
        question = talk.send(each)
    return question


class _Back(Exception):
    """The last answer is taken back."""


def _answer(question: Question, *, may_go_back: bool) -> Any:
    """Ask until an answer can be taken, and return what it means."""
    _show(question, may_go_back)
    while True:
        written = _typed()
        if written in BACK and may_go_back:
            raise _Back
        if not written and question.default is None:
            click.echo(told(_("Please write something, or < to go back.")))
            continue
        try:
            value = question.understand(written or question.default or "")
        except Unclear as unclear:
            for each in unclear.lines:
                _print(each)
            continue
        for each in question.echo(value):
            _print(each)
        return value


def _typed() -> str:
    try:
        return input("> ").strip()
    except (EOFError, KeyboardInterrupt) as error:
        click.echo()
        raise Left from error


def _show(question: Question, may_go_back: bool) -> None:
    click.echo()
    _print(question.text)
    for each in question.about:
        _print(each, "   ")
    for number, option in enumerate(question.options, 1):
        _print(f"{told(option.title)}  {told(option.about)}".rstrip(), " " * 5, first=f"{number:>3}. ")
    enter = _("Enter: {default}", default=question.meaning or question.default or "")
    keys = [*([] if question.default is None else [enter]), *([_("<: back")] if may_go_back else [])]
    _print("    ".join(map(told, keys)), "   ")


def _print(text: Text | str, indent: str = "", *, first: str | None = None) -> None:
    """Print a text of any length, its later lines under the first."""
    lead = indent if first is None else first
    room = max(20, min(100, shutil.get_terminal_size().columns - 1) - width(indent))
    for number, line in enumerate(wrap(told(text), room)):
        click.echo((indent if number else lead) + line)
