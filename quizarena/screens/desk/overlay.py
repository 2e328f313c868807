"""What lies over the desk: the protocol of an overlay, and one line of it.

Decides that an overlay answers every press and can be drawn as titled lines; Escape is not its business, the desk
closes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

import attrs

from ...sessions.keys import Press
from ..canvas import INK, Pen


@attrs.frozen
class Row:
    """One line of an overlay: its text and pen; `now` marks the line the cursor is on."""

    text: str = ""
    pen: Pen = INK
    now: bool = False


class Overlay(Protocol):
    """Something that has the keys until Escape."""

    @property
    def title(self) -> str:
        """What it is."""
        ...

    @property
    def typing(self) -> bool:
        """Whether a number or text field takes the keys now, so that digits and Backspace are its own."""
        ...

    @property
    def typed(self) -> str:
        """What has been typed there; Enter on nothing typed is a key like others, held or not."""
        ...

    def press(self, press: Press, now: datetime) -> None:
        """Take a press; a held key does not come through unless a field takes it."""
        ...

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return its lines for a box of that width."""
        ...

    def keys(self) -> str:
        """Return the keys that act, for the last row of the screen."""
        ...
