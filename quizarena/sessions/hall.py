"""What a board or the host's monitor shows of a contest: the scene of its audience with the head of the chain.

Adds to the scene the interval in which the last closed mark can still move a score, and the correction made last.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs

from ..contest import Contest
from ..contest.facts import Corrected
from ..contest.what_if import interval
from ..scenes import Audience, Block, Marks, Scene
from ..text import Text, plain

MOST_ROWS = 34
"""A board with more rows has letters too small for the last seats."""
BANNER = timedelta(seconds=15)
"""How long a correction stands on the board."""


@attrs.frozen
class Feed:
    """What a board knows: the scene of its audience, the last record and the chain's head, the last correction."""

    scene: Scene
    seq: int
    head: str
    corrected: tuple[Text, datetime] | None = None


def feed_of(contest: Contest, audience: Audience) -> Feed:
    """Return what a screen of `audience` knows now."""
    scene = contest.scene(audience)
    if audience == "hall" and contest.state.reveal is not None:
        scene = attrs.evolve(scene, blocks=tuple(_with_interval(contest, block) for block in scene.blocks))
    last = contest.records[-1]
    return Feed(scene, last.seq, last.digest, _corrected(contest))


def _corrected(contest: Contest) -> tuple[Text, datetime] | None:
    """Return the last correction that holds, if it is as young as its banner; the board goes on below it."""
    now = contest.records[-1].at
    for record in reversed(contest.records):
        if now - record.at >= BANNER:
            return None
        if isinstance(record.fact, Corrected) and record.seq not in contest.resolution.gone:
            return plain(record.fact.reason), record.at
    return None


def _with_interval(contest: Contest, block: Block) -> Block:
    """Return marks with what the only closed one can still do to the score."""
    if not isinstance(block, Marks) or block.opened is None:
        return block
    closed = [cell for cell in block.cells if cell.state == "in" and cell.record is not None]
    running = contest.state.running
    if len(closed) != 1 or closed[0].record is None or running is None:
        return block
    return attrs.evolve(block, between=interval(contest, closed[0].record, running.id, block.entrant))
