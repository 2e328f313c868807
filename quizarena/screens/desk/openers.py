"""What each key of the base layer opens, and the forms in which moves are filled.

Decides nothing but which overlay belongs to which key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...facts import Record
from ...moves import Move
from ...sessions.keys import Press
from ...text import Text
from . import air
from .called import Called, numbers_of
from .form import Question, form_for, grave, question
from .moment import Bound
from .trouble import not_saved
from .undo import offer, open_undo

if TYPE_CHECKING:
    from .controller import Desk

__all__ = [
    "OPENERS",
    "judge_picked",
    "not_saved",
    "open_form",
    "open_grid",
    "open_judge",
    "open_person",
    "open_question",
    "question",
    "replacement",
    "told_so_far",
]

Opener = Callable[["Desk", datetime], None]


def open_form(
    desk: Desk, move: Move, values: Mapping[str, Any], now: datetime, *, digit: str = "", asked: bool = False
) -> None:
    """Fill a move: at once where nothing is left to ask for, else field by field.

    `digit` is typed into the first field; `asked` says that the move was named when it was chosen.
    """
    if move.closed is not None:
        desk.say(move.closed)
        return
    numbers = numbers_of(move)
    if numbers is not None and not values:
        desk.open(Called(desk, move, numbers))
        return
    form = form_for(desk, move, values, now)
    if form.fields or (grave(desk, move) and not asked):
        desk.open(form)
        if digit:
            form.press(Press(digit, digit), now)
    else:
        desk.do(move, form.values, now)


def open_question(desk: Desk, text: Text, bound: Bound, key: str) -> None:
    """Ask about a grave move; its key is not the one that opened it."""
    desk.open(Question(desk, text, bound, key))


replacement = offer


def _later(module: str, name: str) -> Opener:
    """Return the opener `name` of an overlay's module; modules that open one another meet here."""

    def opener(desk: Desk, now: datetime) -> None:
        getattr(import_module(f".{module}", __package__), name)(desk, now)

    return opener


def open_judge(desk: Desk, judge: str, now: datetime) -> None:
    """Open what may be done about one judge."""
    from .judges import open_judge as opened

    opened(desk, judge, now)


def judge_picked(desk: Desk, number: int) -> str | None:
    """Return the judge whose seat a digit picks while ballots are collected, None at any other time."""
    from .judges import collecting

    judges = desk.contest.state.roster.judges
    return judges[number - 1].id if number <= len(judges) and collecting(desk.painted.moves) else None


def open_grid(desk: Desk, move: Move, now: datetime) -> None:
    """Open the scorer's grid for the sheets a move collects."""
    from .grid import open_grid as opened

    opened(desk, move, now)


def open_person(desk: Desk, now: datetime) -> None:
    """Ask who types at this desk."""
    from .person import Person

    desk.open(Person(desk))


def told_so_far(desk: Desk, record: Record) -> Text:
    """Return a record's sentence for the message line."""
    from .log import told_so_far as told

    return told(desk, record)


def _on(desk: Desk, now: datetime) -> None:
    air.step(desk, 1, now)


def _back(desk: Desk, now: datetime) -> None:
    air.step(desk, -1, now)


OPENERS: Mapping[str, Opener] = {
    "pagedown": _on,
    "pageup": _back,
    ".": air.blacken,
    "backspace": open_undo,
    "b": _later("menu", "open_board"),
    "l": _later("log", "open_log"),
    "w": _later("why", "open_why"),
    "a": _later("menu", "open_adjust"),
    "p": _later("judges", "open_ballots"),
    "t": _later("times", "open_times"),
    "m": _later("menu", "open_menu"),
    "?": _later("helping", "open_help"),
    "g": _later("menu", "switch_language"),
}
"""The keys that open something, the same in every moment."""
