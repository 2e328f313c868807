"""When a bell rings, with how many strokes; and what a hand bell is to ring.

It follows from the clocks and from when one last looked: whoever starts late or wakes from sleep rings nothing past.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..scenes import Clocks, Face, Scene
from ..text import Text, cardinal
from .words import _

LATE = timedelta(seconds=3)
"""A bell noticed later than this is past; the words for the hand bell stand as long."""


_WORDS = {1: _("Bell: once"), 2: _("Bell: twice")}


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
            yield _WORDS.get(strokes) or _("Bell: {count} strokes", count=cardinal(strokes))


def _running(scene: Scene) -> Iterator[Face]:
    yield from (face for block in scene.of(Clocks) for face in block.faces if face.clock.running)


def _strokes(face: Face, before: datetime, now: datetime) -> int:
    was, left = (face.clock.seconds_left(at) - face.clock.seconds_over(at) for at in (before, now))
    return max((bell.strokes for bell in face.rung if was > bell.left >= left), default=0)
