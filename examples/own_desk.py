"""Open a contest's desk in a Textual app of one's own, and come back: `python own_desk.py FILE`."""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header

from quizarena import Arena
from quizarena.terminal import BoardWidget, DeskScreen


class Own(App[None]):
    """The board between a header and a footer; d opens the desk over it, q ends the app."""

    BINDINGS: ClassVar = [("d", "desk", "Desk"), ("q", "quit", "Quit")]

    def __init__(self, arena: Arena) -> None:
        """Take the contest."""
        super().__init__()
        self.arena = arena

    def compose(self) -> ComposeResult:
        """Lay the board between the two."""
        yield Header()
        yield BoardWidget(self.arena)
        yield Footer()

    def action_desk(self) -> None:
        """Open the desk; M leads back here."""
        self.push_screen(DeskScreen(self.arena), lambda _left: self.notify("The desk was left."))


if __name__ == "__main__":
    with Arena.open(sys.argv[1]) as arena:
        Own(arena).run()
