"""The audience's phone: what is on now, the standings as the board has them, and who won."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

import attrs

from ...contest import Contest
from ...points import show, show_signed
from ...scenes import (
    Block,
    Bracket,
    Buzz,
    Clocks,
    Correction,
    Decision,
    Headline,
    Lots,
    Marks,
    OnAir,
    OnStage,
    Paragraph,
    Prizes,
    Question,
    Ranking,
    Role,
    Ruling,
    Say,
    Steps,
    Table,
    Versus,
    Votes,
)
from ...scores import LEAF, Score, formula
from ...sessions.programme import programme_of
from ...text import draw
from ..drawing import Drawing, Regions, headlines
from ..views import Picture
from ..words import _
from .voter import poll_html

_BOARD_ONLY = frozenset({Role.MESSAGE})
"""What the desk puts on the board concerns the board alone, as black does."""


def audience_picture(drawing: Drawing) -> Picture:
    """Return the picture of the audience's page."""
    regions, scene = Regions(), drawing.feed.scene
    regions.put("top", "hd", [("title", drawing.html("title", rehearsal=_is_rehearsal(drawing)))])
    poll = "" if drawing.feed.poll is None or drawing.feed.poll.voters is not None else poll_html(drawing)
    named = {id(each) for each in headlines(scene, drawing.language)}
    blocks = [block for block in scene.blocks if not isinstance(block, Headline) or id(block) in named]
    blocks = _with_prizes(blocks) if programme_of(scene) == "prizes" else blocks
    if poll:
        regions.put("now", "now", [part for block in blocks if _stands(block) for part in _now(drawing, block)])
        regions.put("main", "bd", [("poll", poll)])
    else:
        regions.put("now", "now", [part for block in blocks for part in _now(drawing, block)])
        regions.put("main", "bd", [part for block in blocks for part in _below(drawing, block)])
    regions.put("foot", "ft", [("foot", drawing.html("foot", voting=bool(poll)))])
    return regions.picture("audience")


def _with_prizes(blocks: Iterable[Block]) -> list[Block]:
    """Return what is shown with the prizes: they come first, and the last round is no longer on."""
    kept = [block for block in blocks if isinstance(block, Prizes | Ranking | Bracket | Correction) or _stands(block)]
    return sorted(kept, key=lambda block: not isinstance(block, Prizes))


def _stands(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role in (Role.INTERRUPTION, Role.NOTICE, Role.PROTEST)


def _is_rehearsal(drawing: Drawing) -> bool:
    return any(air.rehearsal for air in drawing.feed.scene.of(OnAir))


def _now(drawing: Drawing, block: Block) -> Iterator[tuple[str, str]]:
    """Yield what is on now: it is read out to who cannot see it, so nothing stands here that ticks or is long."""
    match block:
        case Headline() | OnStage() | Versus() | Ruling() | Correction() | Decision():
            yield type(block).__name__.lower(), drawing.block(block)
        case Paragraph():
            if block.role not in _BOARD_ONLY:
                yield "paragraph", drawing.block(block)
        case Question() | Buzz() | Clocks() | Marks() | Votes() | Table() | Lots() | Prizes() | Ranking() | Bracket():
            return  # below
        case OnAir() | Say() | Steps():
            return  # the board's own, the host's, the desk's
        case _:
            assert_never(block)


def _below(drawing: Drawing, block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Question() | Buzz() | Clocks() | Votes() | Table() | Lots() | Prizes() | Bracket():
            yield type(block).__name__.lower(), drawing.block(block)
        case Marks():
            is_above = any(each.role is Role.RESULT for each in drawing.feed.scene.of(Paragraph))
            yield "marks", drawing.block(block, is_above=is_above)
        case Ranking():
            yield "ranking", drawing.block(block)
        case Headline() | OnStage() | Versus() | Ruling() | Correction() | Decision() | Paragraph():
            return  # above
        case OnAir() | Say() | Steps():
            return
        case _:
            assert_never(block)


# Where a team's points come from

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
    roster = contest.seen_by("hall").state.roster
    if team not in {each.id for each in roster.teams}:
        return None
    found = contest.explain(team, "hall")
    name = draw(roster.name(team), language)
    podium = dict(contest.podiums_seen("hall")).get(team)
    lines = tuple(line for part in found.score.parts for line in _lines(part, language, 0))
    return Working(name, podium, found.place, show(found.score.value), lines)


class Workings:
    """The workings of all teams, each made once a record however many ask; used in the worker's thread alone."""

    def __init__(self) -> None:
        """Begin with none."""
        self._head, self._made = "", dict[tuple[str, str], Working]()

    def of(self, contest: Contest, team: str, language: str) -> Working | None:
        """Return a team's working as the hall knows it, None where there is no such team."""
        if contest.head != self._head:
            self._head, self._made = contest.head, {}
        found = self._made.get((team, language)) or working_of(contest.posted(), team, language)
        if found is not None:
            self._made[team, language] = found
        return found


def _lines(score: Score, language: str, depth: int) -> Iterator[Line]:
    words, note = draw(score.label, language), score.note
    if not score.counted:
        note = _("not counted") if note is None else _("{note}, not counted", note=note)
    if note is not None:
        words = draw(_("{words} ({note})", words=words, note=note), language)
    points = show(score.value) if depth else show_signed(score.value)
    written = "" if score.op == LEAF else draw(formula(score), language)
    yield Line(min(depth, DEEPEST), points, words, written)
    for part in score.parts:
        yield from _lines(part, language, depth + 1)
