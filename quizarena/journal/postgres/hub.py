"""What all journals of this process on one server share: the lines, who listens, who sits."""

from __future__ import annotations

import os
import threading

from .lines import Lines
from .news import News
from .place import Place
from .slots import SeatLine

_OPEN: dict[tuple[str, str | None], Hub] = {}
_REGISTRY = threading.Lock()


class Hub:
    """A server, as this process has it open; made by `Hub.of`, given up by `leave`."""

    def __init__(self, place: Place) -> None:
        """Begin without a line."""
        self._place = place
        self._users = 0
        self._begin()

    def _begin(self) -> None:
        self.lines = Lines(self._place)
        self.news = News(self.lines)
        self.seats = SeatLine(self.lines)

    @classmethod
    def of(cls, place: Place) -> Hub:
        """Return the hub of a place's server, for one journal more."""
        with _REGISTRY:
            key = place.server, place.password
            hub = _OPEN.get(key) or _OPEN.setdefault(key, cls(place))
            hub._users += 1
            return hub

    def leave(self) -> None:
        """Give it up; with the last journal the lines are closed."""
        with _REGISTRY:
            self._users -= 1
            if self._users:
                return
            _OPEN.pop((self._place.server, self._place.password), None)
        self.news.close()
        self.seats.close()
        self.lines.close()

    @staticmethod
    def _begin_anew() -> None:
        """Have nothing open in a forked process: the lines there are its parent's, as are its seats."""
        global _REGISTRY  # noqa: PLW0603
        _REGISTRY = threading.Lock()
        for hub in _OPEN.values():
            hub.lines.leave_to_parent()
            hub.seats.leave_to_parent()
            hub._begin()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=Hub._begin_anew)
