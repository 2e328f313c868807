"""The first page: what can be done from here, the five keys, and the way to the board.

Decides where things stand and what each key of the page chooses. Knows no file but its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import attrs

from ...languages import language_of, next_language
from ...text import Text
from ..canvas import BOLD, DIM, INK, Canvas
from ..latin import IDS_STAND
from ..wide import NO_NAMES, Names, cut, drawn, width, wrap
from .words import _

Choice: TypeAlias = Literal["desk", "hall", "story", "best", "own", "leave"]
LEAST = (80, 24)
CHOICES: Mapping[str, Choice] = {
    "enter": "desk",
    "w": "hall",
    "1": "story",
    "2": "best",
    "3": "own",
    "q": "leave",
    "ctrl+c": "leave",
}
_OFFERS: tuple[tuple[str, Text, Text | str], ...] = (
    ("Enter", _("I keep the scores: open the marks"), _("about 3 minutes")),
    ("W", _("The hall in browsers: board, tablet, phones"), _("about 10 minutes")),
    ("1", _("Watch it play by itself"), _("90 s, can be paused")),
    ("2", _("The best of it: marks opened, free debate, a prize decided by 0.01"), ""),
    ("3", _("Run my own contest"), ""),
)
_KEYS = _("Enter next step    Space clock    + right    - wrong    Backspace undo")


@attrs.define
class Page:
    """The page for the contest in `file`; `choice` is what was chosen, `copied` what is to be put on the clipboard.

    `program` is how a shell calls this program.
    """

    title: Text
    file: str
    language: str
    choice: Choice | None = None
    copied: str = ""
    board_opened: bool = False
    names: Names = NO_NAMES
    program: str = "quizarena"

    @property
    def command(self) -> str:
        """The command that opens the board in another terminal."""
        return f"{self.program} board {self.file}"

    def press(self, key: str) -> None:
        """Take one key."""
        if key in CHOICES:
            self.choice = CHOICES[key]
        elif key == "g":
            self.language = next_language(self.language)
        elif key == "c":
            self.copied = self.command
        elif key == "b":
            self.board_opened = not self.board_opened

    def word(self, text: Text | str) -> str:
        """Return a text as it is drawn."""
        return drawn(text, self.language, self.names)


def paint(page: Page, columns: int, rows: int) -> Canvas:
    """Draw the page; larger windows leave room below and to the right."""
    canvas = Canvas(columns, rows)
    if columns < LEAST[0] or rows < LEAST[1]:
        said = page.word(_("Please make the window {size} (it is {now}).", size="80x24", now=f"{columns}x{rows}"))
        for row, line in enumerate(wrap(said, max(2, columns))):
            canvas.put(0, row, line, BOLD)
        return canvas
    _head(canvas, page)
    _offers(canvas, page)
    _below(canvas, page, columns, rows)
    return canvas


def _head(canvas: Canvas, page: Page) -> None:
    title = canvas.put(1, 0, cut(page.word(page.title), 40), BOLD)
    canvas.put(title + 3, 0, page.word(_("demo")), BOLD)
    canvas.right(canvas.width - 1, 0, f"QuizArena     G {language_of(next_language(page.language)).name}", DIM)
    canvas.put(3, 2, page.word(_("Four teams, three rounds, seven judges. You sit at the desk.")))
    canvas.put(3, 3, page.word(_("Judges and contestants are played by the computer, after a ready-made story.")))


def _offers(canvas: Canvas, page: Page) -> None:
    for row, (key, label, note) in enumerate(_OFFERS, 5):
        canvas.put(5, row, key, BOLD)
        canvas.put(13, row, page.word(label))
        canvas.put(57, row, page.word(note), DIM)
    canvas.put(3, 11, page.word(_("Five keys are all there is to remember")))
    canvas.put(5, 12, page.word(_KEYS), BOLD)


def _window(columns: int, rows: int) -> Text:
    """Say what the window's size is good for: from 120x40 on there is nothing to gain."""
    size = f"{columns}x{rows}"
    if columns >= 120 and rows >= 40:
        return _("The window is {size}: just right.  F1 or ? helps at any time", size=size)
    return _("The window is {size}: enough. 120x40 is better.  F1 or ? helps at any time", size=size)


def _below(canvas: Canvas, page: Page, columns: int, rows: int) -> None:
    canvas.put(3, 14, page.word(_("The board runs in another terminal, now if you like (C copies the command):")))
    command = page.word(page.command)
    y = 15
    for start in range(0, len(command), columns - 6):  # over two rows where need be: a cut command is none
        canvas.put(5, y, command[start : start + columns - 6], BOLD)
        y += 1
    canvas.put(3, y, page.word(_("Only one terminal: B shows the board, B again comes back")))
    said = _("Does it lose a point? X in the demo kills it: it comes back at that second.")
    canvas.put(3, y + 2, cut(page.word(said), columns - 4))
    if page.names:
        canvas.put(3, 20, page.word(IDS_STAND), DIM)
    canvas.put(3, 21, page.word(_window(columns, rows)), DIM)
    waiting = page.word(_("copied: {command}", command=page.copied) if page.copied else _("waiting for your choice"))
    canvas.put(1, rows - 1, "> " + cut(waiting, columns - 30), INK)
    file = page.word(_("demo file {file}", file=page.file.replace("\\", "/").rpartition("/")[2]))
    canvas.put(columns - 1 - width(file), rows - 1, file, DIM)
