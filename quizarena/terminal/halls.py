"""Many halls on one screen: two rows a contest, what holds one up in its second; keys only turn pages and leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..languages import next_language
from ..sessions.halls import Halls, HallState
from ..sessions.keys import Press
from ..text import CLAUSE, Joined
from .canvas import BOLD, DIM, INK, NEG, NOW, Canvas
from .canvas_screen import CanvasScreen
from .follower import Now
from .palette import DARK, following
from .wide import cut, drawn, width
from .window import Window
from .words import _

HEAD, EACH = 2, 2
"""The rows of the heading, and of a contest."""
_TURNS = {"pagedown": 1, "down": 1, "space": 1, "pageup": -1, "up": -1}


def draw_halls(
    states: Sequence[HallState], size: tuple[int, int], now: datetime, language: str, page: int = 0
) -> Canvas:
    """Return the picture: as many contests as there is room for, those of page `page`."""
    columns, rows = size
    canvas, room = Canvas(columns, rows), per_page(rows)
    pages = pages_of(states, rows)
    shown = states[page * room : (page + 1) * room]
    canvas.fill(0, 0, columns, 1, NOW)
    canvas.put(1, 0, drawn(_("Halls: {count}", count=len(states)), language), NOW)
    where = drawn(_("page {page} of {pages}", page=page + 1, pages=pages), language) + "   " if pages > 1 else ""
    canvas.right(columns - 1, 0, f"{where}{now:%H:%M:%S}", NOW)
    for nth, state in enumerate(shown):
        _draw_hall(canvas, HEAD + nth * EACH, state, now, language)
    keys = _("T colours  L language  PgDn PgUp pages  Q leaves") if pages > 1 else _("T colours  L language  Q leaves")
    canvas.put(1, rows - 1, cut(drawn(keys, language), columns - 2), DIM)
    return canvas


def per_page(rows: int) -> int:
    """Return how many contests a screen of so many rows shows."""
    return max(1, (rows - HEAD - 1) // EACH)


def pages_of(states: Sequence[HallState], rows: int) -> int:
    """Return how many pages there are."""
    return max(1, -(-len(states) // per_page(rows)))


def _draw_hall(canvas: Canvas, y: int, state: HallState, now: datetime, language: str) -> None:
    columns = canvas.width
    clock = drawn(state.clock(now), language)
    end = columns - 1 - (width(clock) + 2 if clock else 0)
    third = max(12, columns // 3)
    canvas.put(1, y, cut(drawn(state.name, language), third - 2), BOLD)
    canvas.put(third, y, cut(drawn(state.where, language), max(0, end - third)), INK)
    canvas.right(columns - 1, y, clock, INK)
    canvas.put(3, y + 1, cut(drawn(state.title, language), third - 4), DIM)
    x = third
    for lines, pen in ((state.urgent, NEG), (state.company, DIM)):
        words = drawn(Joined(lines, CLAUSE), language)
        x = canvas.put(x, y + 1, cut(words, max(0, columns - 1 - x)), pen) + 2 if words else x


class HallsScreen(CanvasScreen):
    """The screen; it records nothing."""

    def __init__(
        self, addresses: Sequence[str], language: str, *, colours: str = DARK.name, now: Now | None = None
    ) -> None:
        """Begin to follow the contests."""
        super().__init__(now, colours=colours)
        self.spoken, self.page = language, 0
        self.halls = Halls(addresses, self.wake)

    def draw(self, columns: int, rows: int, now: datetime) -> Canvas:
        """Return the picture of this instant."""
        states = self.halls.states
        self.page = min(self.page, pages_of(states, rows) - 1)
        return draw_halls(states, (columns, rows), now, self.spoken, self.page)

    def take_press(self, press: Press, now: datetime) -> bool:
        """Turn a page, change colours or language, or leave."""
        match press.key:
            case "q" | "escape":
                return True
            case "t":
                self.colours = following(self.colours).name
            case "l":
                self.spoken = next_language(self.spoken)
            case key if key in _TURNS:
                self.page = max(0, self.page + _TURNS[key])
        return False


def run_halls(addresses: Sequence[str], language: str, theme: str) -> None:
    """Show the contests until the window is closed."""
    screen = HallsScreen(addresses, language, colours=theme)
    try:
        Window(screen).show()
    finally:
        screen.halls.close()
