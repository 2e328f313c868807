"""The board as a widget of one's own Textual app: it follows a contest that others write, in whatever room it has.

It shows the pictures of the board as they are once motion has ended, rings no bell and takes no key.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from textual import events

from ..arena import Arena
from ..errors import JournalError
from ..journal import Journal
from ..sessions.follow import seconds_to_tick
from ..sessions.hall import Feed, feed_of
from ..sessions.steady_clock import SteadyClock
from .board import shown_seconds
from .canvas import NOW
from .follower import Follower, Now
from .palette import DARK, THEMES
from .pictures import Look, draw_board, draw_host
from .surface import Picture
from .wide import cut, drawn
from .words import _


class BoardWidget(Picture, Follower):
    """What the hall sees of a contest, or the host's monitor, of 80 columns and 24 rows or more.

    The arena stays its owner's: close it once the app has ended. Another program may write to the contest, or the app
    itself by the same arena.
    """

    def __init__(
        self,
        arena: Arena,
        audience: Literal["hall", "host"] = "hall",
        *,
        colours: str = DARK.name,
        language: str | None = None,
        now: Now | None = None,
    ) -> None:
        """Show the contest of an arena.

        Args:
            arena: The contest; one that is only read is enough.
            audience: Who looks.
            colours: The name of a theme; an unknown one is the dark theme.
            language: The language, the contest's own where none is named.
            now: The clock, for whoever has one of their own.
        """
        self.colours = colours if colours in THEMES else DARK.name
        super().__init__(self.colours)
        self.arena, self.audience = arena, audience
        self.spoken = language or arena.contest.rulebook.language
        self.now = now or SteadyClock()
        self._feed: Feed = feed_of(arena.contest, audience)
        self._trouble = ""
        self._painted: object = None

    def on_mount(self) -> None:
        """Look at once: others may have written before the widget was shown."""
        self.call_after_refresh(self.follow)

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self.paint()

    def journal(self) -> Journal:
        """Return what wakes the board."""
        return self.arena.journal

    def seconds_to_look(self, now: datetime) -> float:
        """Return the seconds until a shown second begins."""
        return seconds_to_tick(self._feed.scene, now)

    def follow(self) -> None:
        """Take in what was recorded, and paint if that or a shown second has changed."""
        try:
            self.arena.refresh()
            self._trouble = ""
        except JournalError as error:
            self._trouble = error.sentence(self.spoken)
        if self.arena.contest.records[-1].seq != self._feed.seq:
            self._feed = feed_of(self.arena.contest, self.audience)
        if self._shown() != self._painted:
            self.paint()

    def _shown(self) -> object:
        """Return what the picture depends on beside its size."""
        now = self.now()
        seconds = int(now.timestamp()) if self.audience == "host" else shown_seconds(self._feed, now)
        return self._feed.head, seconds, self._trouble

    def paint(self) -> None:
        """Draw the picture of this instant; rows that have not changed stay."""
        width, height = self.size
        if not width or not height:
            return
        self._painted = self._shown()
        look = Look(width, height, self.spoken, self.now())
        canvas = (draw_host if self.audience == "host" else draw_board)(self._feed, look)
        if self._trouble:
            said = drawn(_("the record cannot be read: {why}", why=self._trouble), self.spoken)
            canvas.fill(0, height - 1, width, 1, NOW)
            canvas.put(1, height - 1, cut(said, width - 2), NOW)
        self.show(canvas, self.colours)
