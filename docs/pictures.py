"""Writes docs/screens/*.svg, the pictures in the READMEs: `python docs/pictures.py`.

The pictures are the screens' own canvases at moments of the example contest; nothing is drawn for the page. Every
character stands at its own cell, so that Chinese and Latin letters keep their columns whatever font the reader has. A
test compares the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from quizarena import Contest, load
from quizarena.arena import Arena
from quizarena.facts import parse_instant
from quizarena.journal import MemoryJournal
from quizarena.records import to_row
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.hall import feed_of
from quizarena.sessions.judge.session import JudgeSession
from quizarena.sessions.keys import press
from quizarena.terminal.canvas import Canvas, Pen
from quizarena.terminal.desk.painter import paint as paint_desk
from quizarena.terminal.desk.terminal import DeskTerminal
from quizarena.terminal.judge.painter import JudgeTerminal
from quizarena.terminal.palette import DARK
from quizarena.terminal.pictures import Look, draw_board, draw_host
from quizarena.terminal.wide import cell_width

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "screens"
EXAMPLE = ROOT / "examples" / "yingbin"
LANGUAGES = ("zh", "en")
CHINA = timezone(timedelta(hours=8))
CELL, LINE, RISE, SIZE = 9, 20, 15, 15
"""Width and height of a cell, from its top to the letters' base line, and the size of the letters."""
FONTS = (
    "'Sarasa Mono SC','Noto Sans Mono CJK SC','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',"
    "ui-monospace,Menlo,Consolas,monospace"
)
MARKS = "26.6 26.6 18"
PIN = "2468"


@cache
def whole() -> Contest:
    """Return the example contest, played to its end."""
    lines = [json.loads(line) for line in (EXAMPLE / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    contest = Contest(load(EXAMPLE / "contest.yaml"), at=parse_instant(lines[0]["at"]))
    for line in lines:
        fact = contest.book.of_mapping(line["type"], line["fact"])
        by = {key: line[key] for key in ("seat", "person") if key in line}
        contest.push(fact, at=parse_instant(line["at"]), **by)
    return contest


def moment(seq: int) -> tuple[Contest, datetime]:
    """Return the contest after a record, and the instant seven seconds later."""
    contest = whole().at(seq)
    return contest, contest.records[-1].at.astimezone(CHINA) + timedelta(seconds=7)


def arena_of(contest: Contest) -> Arena:
    """Return an arena that holds the contest's records."""
    journal = MemoryJournal()
    with journal.writing() as writer:
        for record in contest.records:
            writer.append(to_row(record, contest.book))
    return Arena(journal)


def desk(language: str) -> Canvas:
    """Return the desk while a question's clock runs."""
    contest, now = moment(25)
    return paint_desk(DeskTerminal(DeskSession(arena_of(contest), file="yingbin.qa"), language), 120, 40, now)


def judge(language: str) -> Canvas:
    """Return a judge's sheet with two marks taken and the third typed."""
    contest, now = moment(127)
    sheet = JudgeTerminal(JudgeSession(arena_of(contest), "j3"), language)
    for key in PIN + PIN + MARKS.replace(" ", "\r"):
        sheet.press(press({"\r": "enter", ".": "full_stop"}.get(key, key), key), now)
    return sheet.paint(80, 24)


def board(language: str) -> Canvas:
    """Return the board when all marks but one are open."""
    contest, now = moment(138)
    return draw_board(feed_of(contest, "hall"), Look(120, 34, language, now))


def host(language: str) -> Canvas:
    """Return the host's monitor when all marks are open."""
    contest, now = moment(142)
    return draw_host(feed_of(contest, "host"), Look(120, 34, language, now))


SCREENS: Mapping[str, Callable[[str], Canvas]] = {"desk": desk, "judge": judge, "board": board, "host": host}


def svg(canvas: Canvas) -> str:
    """Return a canvas as a picture, one line a row of cells."""
    width, height = canvas.width * CELL, canvas.height * LINE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="{SIZE}"'
    return "\n".join(
        [
            f'{head} font-family="{FONTS}" xml:space="preserve">',
            f'<rect width="{width}" height="{height}" fill="{DARK.colours["ground"]}"/>',
            *("".join(_row(canvas, y)) for y in range(canvas.height)),
            "</svg>\n",
        ]
    )


def _row(canvas: Canvas, y: int) -> Iterator[str]:
    """Yield the stretches of a row: ground where it is not the picture's own, then letters where there are any."""
    x = 0
    for text, pen in canvas.runs(y):
        across = sum(map(cell_width, text))
        ink, ground = _colours(pen)
        if ground != DARK.colours["ground"]:
            yield f'<rect x="{x * CELL}" y="{y * LINE}" width="{across * CELL}" height="{LINE}" fill="{ground}"/>'
        if text.strip():
            yield from _letters(text, x, y, f'fill="{ink}"' + (' font-weight="bold"' if pen.bold else ""))
        x += across


def _colours(pen: Pen) -> tuple[str, str]:
    ink, ground = DARK.colours[pen.ink], DARK.colours[pen.ground]
    if pen.lit:
        return ink, ink
    return (ground, ink) if pen.reverse else (ink, ground)


def _letters(text: str, x: int, y: int, look: str) -> Iterator[str]:
    """Yield the letters of a stretch, each at its own cell; blanks need none."""
    places, shown = [], ""
    for char in text:
        if char != " " and cell_width(char):
            places.append(str(x * CELL))
            shown += char
        x += cell_width(char)
    yield f'<text x="{" ".join(places)}" y="{y * LINE + RISE}" {look}>{escape(shown)}</text>'


def pictures() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file."""
    for name, draw in SCREENS.items():
        for language in LANGUAGES:
            yield f"{name}.{language}.svg", svg(draw(language))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pictures():
        (FOLDER / name).write_text(text, encoding="utf-8")
