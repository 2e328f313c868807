"""What lies over the desk: something that has the keys until Escape, and says what it asks as a dialog.

Escape is not its business: the desk closes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ...sessions.dialog import Dialog
from ...sessions.keys import Press


class Overlay(Protocol):
    """Something that has the keys until Escape."""

    @property
    def typing(self) -> bool:
        """Whether a number or text field takes the keys now, so that digits and Backspace are its own."""
        ...

    @property
    def typed(self) -> str:
        """What has been typed there; Enter on nothing typed is a key like others, held or not."""
        ...

    def press(self, press: Press, now: datetime) -> bool:
        """Take a press, False where the key is none of its own; a held key comes through only to a field."""
        ...

    def dialog(self, now: datetime) -> Dialog:
        """Return what it asks; times of day are those of `now`'s zone."""
        ...
