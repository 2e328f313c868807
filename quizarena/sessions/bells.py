"""When a bell rings: one stroke at the seconds a format names, two at time; and what a hand bell is to ring.

It follows from the clocks and from when one last looked: whoever starts late or wakes from sleep rings nothing past.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..scenes import Clocks, Face, Scene
from ..text import Text
from .words import _

LATE = timedelta(seconds=3)
"""A bell noticed later than this is past; the words for the hand bell stand as long."""


def due(scene: Scene, before: datetime, now: datetime) -> int:
    """Return the strokes of the bell that fell due after `before`, 0 for none."""
    if not timedelta() < now - before <= LATE:
        return 0
    return max((_strokes(face, before, now) for face in _running(scene)), default=0)


def calls(scene: Scene, now: datetime) -> Iterator[Text]:
    """Yield what the hand bell is to ring now, for each running clock."""
    for face in _running(scene):
        strokes = _strokes(face, now - LATE, now)
        if strokes:
            yield _("Bell: twice") if strokes == 2 else _("Bell: once")


def _running(scene: Scene) -> Iterator[Face]:
    yield from (face for block in scene.of(Clocks) for face in block.faces if face.clock.running)


def _strokes(face: Face, before: datetime, now: datetime) -> int:
    was, left = face.clock.seconds_left(before), face.clock.seconds_left(now)
    if was and not left:
        return 2
    return int(any(was > bell >= left for bell in face.bells))
