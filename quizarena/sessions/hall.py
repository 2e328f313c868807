"""What a board or the host's monitor shows of a contest: the scene of its audience with the head of the chain."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..blanks import Poll
from ..contest import Contest
from ..scenes import Audience, Ruling, Scene
from .scenes import scene_of
from .votes import open_poll

MOST_ROWS = 34
"""A board with more rows has letters too small for the last seats."""


@attrs.frozen
class Seal:
    """How many records a signature closes, the head of their chain, and when it was given."""

    count: int
    head: str
    at: datetime


@attrs.frozen
class Feed:
    """What a board knows: the scene of its audience, the last record and the chain's head.

    `seal` is that of the signature in force; cues for the board come after it, so it is not that of the last record.
    `ruled_at` is when the ruling on an answer came, while nothing was recorded after it. `poll` is a vote that is open.
    """

    scene: Scene
    seq: int
    head: str
    seal: Seal | None = None
    ruled_at: datetime | None = None
    poll: Poll | None = None


def feed_of(contest: Contest, audience: Audience) -> Feed:
    """Return what a screen of `audience` knows now."""
    scene, last = scene_of(contest, audience), contest.records[-1]
    return Feed(scene, last.seq, last.digest, _seal(contest), _ruled_at(contest, scene, audience), open_poll(contest))


def _ruled_at(contest: Contest, scene: Scene, audience: Audience) -> datetime | None:
    """Return when the scene's ruling on a team's answer came, if it came with the last record."""
    last, found = contest.records[-1], scene.of(Ruling)
    if not found or not found[-1].team or last.seq == 0:
        return None
    return None if found[-1] in scene_of(contest.at(last.seq - 1), audience).of(Ruling) else last.at


def _seal(contest: Contest) -> Seal | None:
    signed = contest.state.signed
    if signed is None:
        return None
    record = contest.records[signed]
    return Seal(signed + 1, record.digest, record.at)
