"""What a screen in the hall draws from a contest: the scene of its audience with the head of the chain.

Decides what is added to the scene: the interval the last closed mark can still move a score in, and the correction made
last.
"""

from __future__ import annotations

import attrs

from ..contest import Contest
from ..contest.facts import Corrected
from ..contest.suspense import interval
from ..scenes import Audience, Block, Marks
from ..text import plain
from .pictures import Feed


def feed_of(contest: Contest, audience: Audience) -> Feed:
    """Return what a screen of `audience` knows now."""
    scene = contest.scene(audience)
    if audience == "hall" and contest.state.reveal is not None:
        scene = attrs.evolve(scene, blocks=tuple(_with_interval(contest, block) for block in scene.blocks))
    last = contest.records[-1]
    said = (plain(last.fact.reason), last.at) if isinstance(last.fact, Corrected) else None
    return Feed(scene, last.seq, last.digest, said)


def _with_interval(contest: Contest, block: Block) -> Block:
    """Return marks with what the only closed one can still do to the score."""
    if not isinstance(block, Marks) or block.opened is None:
        return block
    closed = [cell for cell in block.cells if cell.state == "in" and cell.record is not None]
    running = contest.state.running
    if len(closed) != 1 or closed[0].record is None or running is None:
        return block
    return attrs.evolve(block, between=interval(contest, closed[0].record, running.id, block.entrant))
