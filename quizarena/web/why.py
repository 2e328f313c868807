"""The working of a team's total as lines for a phone, as the hall knows it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..contest import Contest
from ..points import show, show_signed
from ..report.formulas import formula
from ..scores import LEAF, Score
from ..text import draw
from .words import _

DEEPEST = 4
"""How far lines are moved in."""


@attrs.frozen
class Line:
    """A part of a total: how deep it stands, its points, and what they are for."""

    depth: int
    points: str
    words: str
    formula: str


@attrs.frozen
class Working:
    """A team, its place and total, and the lines they are made of."""

    name: str
    podium: int | None
    place: int | None
    total: str
    lines: tuple[Line, ...]


def working_of(contest: Contest, team: str, language: str) -> Working | None:
    """Return a team's working, None where there is no such team."""
    if team not in {each.id for each in contest.state.roster.teams}:
        return None
    found = contest.explain(team, "hall")
    name = draw(contest.state.roster.name(team), language)
    podium = dict(contest.podiums_seen("hall")).get(team)
    lines = tuple(line for part in found.score.parts for line in _lines(part, language, 0))
    return Working(name, podium, found.place, show(found.score.value), lines)


def _lines(score: Score, language: str, depth: int) -> Iterator[Line]:
    words = draw(score.label, language)
    if score.note is not None:
        words += f" ({draw(score.note, language)})"
    if not score.counted:
        words += f" ({draw(_('not counted'), language)})"
    points = show(score.value) if depth else show_signed(score.value)
    written = "" if score.op == LEAF else draw(formula(score), language)
    yield Line(min(depth, DEEPEST), points, words, written)
    for part in score.parts:
        yield from _lines(part, language, depth + 1)
