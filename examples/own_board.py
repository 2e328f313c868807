"""Show a contest's board in a Textual app of one's own; what anybody records shows: `python own_board.py FILE`."""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header

from quizarena import Arena
from quizarena.terminal import BoardWidget


class Own(App[None]):
    """A header, the board, a footer; q ends it."""

    BINDINGS: ClassVar = [("q", "quit", "Quit")]

    def __init__(self, arena: Arena) -> None:
        """Take the contest."""
        super().__init__()
        self.arena = arena

    def compose(self) -> ComposeResult:
        """Lay the board between the two."""
        yield Header()
        yield BoardWidget(self.arena)
        yield Footer()


if __name__ == "__main__":
    with Arena.open(sys.argv[1], read_only=True) as arena:
        Own(arena).run()
