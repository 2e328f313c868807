"""What the board's pictures share: the first row, the strip of the teams at the foot, and how large a text is set."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import TypeVar

from ...languages import language_of
from ...points import show_signed
from ...roster import Standing
from ...scenes import Headline, Marks, OnStage, Question, Ranked, Ranking, Ruling, Versus
from ...text import Text
from ..drawing import Drawing, Regions
from ..words import _

_T = TypeVar("_T")
_STEPS = (50, 92, 160)
"""Half-widths up to which a question is set in the first, second and third size."""
_SHORT, _MIDDLE = 10, 14
"""Half-widths of a champion's name up to which it is set in the first and second size; Latin letters are wider."""
_FITS = ((4, ""), (5, "w-5"), (7, "w-7"))
"""Letters of the longest word up to which a verdict is set in a size."""
_ONE_LINE, _TWO_LINES = 6, 12
"""Teams in one line of the strip, and in two; of more only some are there."""
_GONE: dict[Standing, Text] = {"withdrawn": _("withdrew"), "disqualified": _("disqualified")}


def last(drawing: Drawing, kind: type[_T]) -> _T | None:
    """Return the scene's last block of a kind, None if it has none: the frame's own come last."""
    found: tuple[_T, ...] = drawing.feed.scene.of(kind)
    return found[-1] if found else None


def half_widths(text: str) -> int:
    """Return how wide a text is, in halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def length_class(text: str) -> str:
    """Return the class that sets a question by its length."""
    return f"l{1 + sum(half_widths(text) > step for step in _STEPS)}"


def fit_class(words: str) -> str:
    """Return the class that sets words so large that the longest one which cannot be broken fits a narrow column."""
    narrow = "".join(" " if unicodedata.east_asian_width(char) in "WF" else char for char in words)
    longest = max(map(len, narrow.split()), default=0)
    return next((name for most, name in _FITS if longest <= most), "w-long")


def size_of(name: str) -> str:
    """Return the class that sets a champion by the length of the name."""
    wide = sum(_width_of(char) for char in name)
    return "" if wide <= _SHORT else "m" if wide <= _MIDDLE else "s"


def _width_of(char: str) -> float:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1.5 if char.isupper() else 1.2


def top(drawing: Drawing, regions: Regions, part: str = "", *piece: str) -> None:
    """Lay out the first row: the contest, what is shown, and how far it is."""
    said = language_of(drawing.language).beside.join(filter(None, piece))
    regions.put("top", "top", [("top", drawing.html("top", part=part, piece=said))])


def round_top(drawing: Drawing, regions: Regions, what: Text | None = None) -> None:
    """Lay out the first row of a running round: its title, `what` of it is shown, which piece of it is on."""
    lines = drawing.feed.scene.of(Headline)
    title = drawing.word(lines[0].text if lines else drawing.feed.scene.title)
    said = [drawing.word(text) for text in (lines[-1].text, lines[-1].aside) if text is not None] if lines else []
    part = "　".join(filter(None, (title, "" if what is None else drawing.word(what))))
    top(drawing, regions, part, *(each for each in said if each != title))


def on_stage(drawing: Drawing) -> dict[str, OnStage]:
    """Return who is on stage, by team."""
    found = list(drawing.feed.scene.of(OnStage))
    for versus in drawing.feed.scene.of(Versus):
        found += [versus.affirmative, versus.negative]
    return {each.team: each for each in found}


def strip(drawing: Drawing, regions: Regions) -> None:
    """Lay out the foot: every team in desk order; of many those who are on stage, who lead, and their neighbours."""
    ranking = last(drawing, Ranking) or Ranking(())
    on = on_stage(drawing)
    rows = ranking.rows if len(ranking.rows) <= _TWO_LINES else _some(ranking.rows, set(on))
    shown = sorted(rows, key=lambda row: row.podium)
    lines = 1 if len(shown) <= _ONE_LINE else 2
    layout = f"strip {'many ' if lines > 1 else ''}n-{-(-len(shown) // lines)}"
    out = {team: why for block in drawing.feed.scene.of(Question) for team, why in block.out}
    out |= {row.team: _GONE[row.standing] for row in shown if row.standing in _GONE}
    totalled = [block.places for block in drawing.feed.scene.of(Marks) if block.total is not None]
    places = max(totalled, default=0)
    given = {"places": max(places, ranking.places), "gained": _gained(drawing, places)}
    html = drawing.html("strip", rows=shown, on=on, out=out, **given)
    regions.put("strip", layout, [("strip", html)])


def _some(rows: tuple[Ranked, ...], on: set[str]) -> list[Ranked]:
    """Return the first, who is on stage, and who stands before and behind them."""
    near = {nth + step for nth, row in enumerate(rows) if row.team in on for step in (-1, 0, 1)} | {0, 1, 2}
    return [row for nth, row in enumerate(rows) if nth in near][:_TWO_LINES]


def _gained(drawing: Drawing, places: int) -> dict[str, str]:
    """Return what stands on the edge of a team's cell: what the ruling gave, or the marks once the total is open."""
    found: dict[str, Fraction] = {}
    for ruling in drawing.feed.scene.of(Ruling):
        found |= {ruling.team: ruling.gain} if ruling.team and ruling.gain else {}
    for block in drawing.feed.scene.of(Marks):
        found |= {block.entrant: block.score.value} if block.total is not None and block.score is not None else {}
    return {team: show_signed(points, places) for team, points in found.items()}
