"""Every screen of the terminal at many moments of the afternoon, in four sizes, two languages and three themes.

`make screens` writes them into build/screens as texts with colours: `cat` shows one as a terminal does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import attrs

from quizarena.terminal.canvas import Canvas, Pen
from quizarena.terminal.desk.painter import paint
from quizarena.terminal.desk.terminal import DeskTerminal
from quizarena.terminal.palette import THEMES, Theme

from .afternoon import board, monitor
from .desk.hand import Hand
from .desk.test_pictures import MOMENTS
from .golden import plain
from .judge.booth import MARKS, Booth
from .judge.booth import at as judge_at

SIZES = ((80, 24), (100, 34), (120, 40), (160, 45))
LANGUAGES = ("zh", "en")
HALL = (0, 3, 4, 5, 25, 26, 27, 54, 124, 131, 134, 138, 142, 143, 166, 212, 214, 236, 245, 265, 280, 282, 285)
"""Records of the story after which the hall sees another kind of picture."""
Painter = Callable[[int, int, str], Canvas]

SHEETS: Mapping[str, Callable[[], Booth]] = {
    "seats": lambda: judge_at(127, sits=False),
    "waiting": lambda: judge_at(25),
    "entry": lambda: judge_at(127).marks(*MARKS[:2]),
    "refused": lambda: judge_at(127).marks("99"),
    "check": lambda: judge_at(127).marks(*MARKS),
    "debate": lambda: judge_at(245),
}


def screens() -> Iterator[tuple[str, Painter]]:
    """Yield the name of each picture and what paints it in a size and a language."""
    for name, moment in MOMENTS.items():
        yield f"desk-{name}", _desk(moment)
    for name, sheet in SHEETS.items():
        yield f"judge-{name}", _sheet(sheet)
    for seq in HALL:
        yield f"board-{seq:03}", _hall(board, seq)
        yield f"host-{seq:03}", _hall(monitor, seq)


def _desk(moment: Callable[[], Hand]) -> Painter:
    hands: list[Hand] = []

    def painted(across: int, down: int, language: str) -> Canvas:
        hand = hands[0] if hands else moment()
        hands[:] = [hand]
        return paint(attrs.evolve(hand.screen, language=language), across, down, hand.now)

    return painted


def _sheet(sheet: Callable[[], Booth]) -> Painter:
    booths: list[Booth] = []

    def painted(across: int, down: int, language: str) -> Canvas:
        booth = booths[0] if booths else sheet()
        booths[:] = [booth]
        return attrs.evolve(booth.viewer, language=language).paint(across, down)

    return painted


def _hall(draw: Callable[[int, str, str], Canvas], seq: int) -> Painter:
    return lambda across, down, language: draw(seq, f"{across}x{down}", language)


def said_by(screen: DeskTerminal) -> str:
    """Return what a desk's message line says."""
    return screen.word(screen.session.message.text)


def coloured(canvas: Canvas, theme: Theme) -> str:
    """Return a canvas in a theme's colours, as a terminal takes them."""
    rows = []
    for y in range(canvas.height):
        cells = "".join(f"{_colours(pen, theme)}{text}" for text, pen in canvas.runs(y))
        rows.append(f"{cells}\x1b[0m\n")
    return "".join(rows)


def _colours(pen: Pen, theme: Theme) -> str:
    ink, ground = theme.colours[pen.ink], theme.colours[pen.ground]
    if pen.lit:
        ground = ink
    elif pen.reverse:
        ink, ground = ground, ink
    return f"\x1b[0;38;2;{_numbers(ink)};48;2;{_numbers(ground)}{';1' if pen.bold else ''}m"


def _numbers(colour: str) -> str:
    return ";".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))


def main() -> None:
    """Write all of them into a folder: plain, and in the colours of each theme."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, painter in screens():
        for across, down in SIZES:
            for language in LANGUAGES:
                canvas, path = painter(across, down, language), folder / f"{name}-{across}x{down}.{language}"
                Path(f"{path}.txt").write_text("\n".join(plain(canvas)) + "\n", encoding="utf-8")
                for theme in THEMES.values():
                    Path(f"{path}.{theme.name}.ansi").write_text(coloured(canvas, theme), encoding="utf-8")


if __name__ == "__main__":
    main()
