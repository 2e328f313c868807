"""The right column beside the scorer's grid (drawing D6): whose sheets these are, how far they are, why it asks so.

These take the place of totals and the round's own while sheets are typed; what is on air stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...scenes import Headline, Paragraph, Role, Versus
from ...sessions.desk.grid import Grid
from ...sessions.desk.words import _
from ...text import Text
from ..canvas import BOLD, DIM, INK, Pen
from ..wide import wrap
from .painting import Painting
from .sidebar import Panel, on_air_panel

_DRAFT = (
    _("Every cell is kept as a draft; switching off loses nothing."),
    _("Before handing in nothing counts, and the board does not see it."),
)
_PAD = (_("The number pad alone is enough."),)
_WHY = (_("One sum finds two slips: a digit typed wrong, and a sum added wrong on paper."),)


def grid_panels(view: Painting, width: int, grid: Grid) -> Iterator[Panel]:
    """Yield the panels of a column of `width` cells, from the top down."""
    yield _panel(view, width, _("This table"), *_about(view, grid))
    yield _panel(view, width, _("Progress"), *_progress(grid), pen=BOLD)
    yield _panel(view, width, _("Draft"), *_DRAFT)
    yield _panel(view, width, _("Speed"), *_PAD)
    yield _panel(view, width, _("Why the total on paper is asked for"), *_WHY, pen=DIM)
    yield on_air_panel(view, width)


def _panel(view: Painting, width: int, title: Text, *said: Text, pen: Pen = INK) -> Panel:
    lines = [line for text in said for line in wrap(view.word(text), width - 1)]
    return Panel(view.word(title), [*((" " + line, pen) for line in lines), ("", INK)])


def _about(view: Painting, grid: Grid) -> Iterator[Text]:
    """Yield whose sheets they are: team, round and performance, topic or motion, the time used."""
    number, name = dict(view.contest.podiums)[grid.team], view.contest.state.roster.name(grid.team)
    yield _("Team     desk {desk} {team}", desk=number, team=name)
    heads = [head.text for head in view.all(Headline)]
    yield _("Of       {round} {performance}", round=heads[0], performance=heads[-1] if len(heads) > 1 else "")
    yield from (_("Topic    “{topic}”", topic=each.text) for each in view.all(Paragraph) if each.role is Role.TOPIC)
    yield from (_("Motion   “{motion}”", motion=each.motion) for each in view.all(Versus) if each.motion)
    yield from (each.text for each in view.all(Paragraph) if each.role is Role.TIME)


def _progress(grid: Grid) -> Iterator[Text]:
    sheets = grid.sheets
    typed, count = len(sheets.rows) - len(sheets.missing()), len(sheets.rows)
    judge = grid.desk.contest.state.roster.name(grid.sheet.judge)
    if sheets.missing():
        yield _("typed: {typed} of {count}, now {judge}", typed=typed, count=count, judge=judge)
    else:
        yield _("typed: all {count}", count=count)
    asked = int(grid.doubt is not None)
    yield _("to settle:  ! {sums}   ? {doubts}", sums=len(sheets.doubtful()), doubts=asked)
