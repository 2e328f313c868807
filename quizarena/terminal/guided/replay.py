"""Playing a contest back on the board: which record is shown, how fast, paused or not.

Decides the pace: long waits of the afternoon are shortened and short ones kept apart, so that about three hundred
records take a minute and a half at speed 5. Leaves the pictures to the board's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs

from ...contest import Contest
from ...languages import next_language
from ...sessions.hall import Feed, feed_of
from ..canvas import NOW, Canvas
from ..latin import ids_for_names
from ..pictures import Look, draw_board
from ..wide import NO_NAMES, Names, cut, drawn
from .words import _

USUAL_SPEED = 5
_SHORTENED, _LEAST, _MOST = 36, timedelta(milliseconds=130), timedelta(milliseconds=600)


@attrs.define
class Replay:
    """The records `seqs` of a contest, one after the other."""

    contest: Contest
    seqs: Sequence[int]
    language: str
    place: int = 0
    playing: bool = True
    speed: int = USUAL_SPEED
    ended: bool = False
    names: Names = NO_NAMES
    _spent: timedelta = timedelta()
    _last: datetime | None = None
    _feed: Feed | None = attrs.field(default=None, init=False)

    @property
    def seq(self) -> int:
        """The record shown."""
        return self.seqs[self.place]

    def tick(self, now: datetime) -> None:
        """Let the time since the last tick pass."""
        passed = now - self._last if self._last is not None else timedelta()
        self._last = now
        if not self.playing:
            return
        self._spent += passed
        while self._spent >= self.wait() and self.place + 1 < len(self.seqs):
            self._spent -= self.wait()
            self._go(self.place + 1)
        self.playing = self.place + 1 < len(self.seqs)

    def wait(self) -> timedelta:
        """Return how long the record is shown."""
        usual = min(max(self._gap() / _SHORTENED, _LEAST), _MOST)
        return usual * 2 ** ((USUAL_SPEED - self.speed) / 2)

    def _gap(self) -> timedelta:
        """Return what lay between this record and the next one shown, nothing where some were left out."""
        following = self.seqs[self.place + 1] if self.place + 1 < len(self.seqs) else self.seq
        if following != self.seq + 1:
            return timedelta()
        return max(timedelta(), self.contest.records[following].at - self.contest.records[self.seq].at)

    def press(self, key: str) -> None:
        """Take one key."""
        if key == "space":
            if self.place + 1 == len(self.seqs):
                self._step(-self.place)
            self.playing = not self.playing
        elif key in "123456789":
            self.speed = int(key)
        elif key in _STEPS:
            self._step(_STEPS[key])
            self.playing = False
        elif key == "g":
            self.language = next_language(self.language)
        elif key in ("q", "escape", "ctrl+c"):
            self.ended = True

    def _step(self, by: int) -> None:
        self._go(min(max(0, self.place + by), len(self.seqs) - 1))
        self._spent = timedelta()

    def _go(self, place: int) -> None:
        self.place, self._feed = place, None

    def instant(self) -> datetime:
        """Return the instant shown: on its way from this record to the next, so that clocks run."""
        share = min(1.0, self._spent / self.wait())
        return self.contest.records[self.seq].at + self._gap() * share

    def paint(self, columns: int, rows: int) -> Canvas:
        """Draw the board of this instant with the replay's own line below."""
        if self._feed is None:
            self._feed = feed_of(self.contest.at(self.seq), "hall")
        canvas = draw_board(self._feed, Look(columns, rows, self.language, self.instant(), names=self.names))
        canvas.fill(0, canvas.height - 1, canvas.width, 1, NOW)
        canvas.put(1, canvas.height - 1, cut(self._line(), canvas.width - 2), NOW)
        return canvas

    def _line(self) -> str:
        state = _("plays") if self.playing else _("paused")
        last = len(self.contest.records) - 1
        said = _(
            "replay {state} #{seq}/{last}  Space pause  1-9 speed ({speed})  PgDn PgUp step  G language  Q quit",
            state=state,
            seq=f"{self.seq:03}",
            last=last,
            speed=self.speed,
        )
        return drawn(said, self.language, self.names)


_STEPS = {"pagedown": 1, "pageup": -1, "right": 1, "left": -1}


def replay_of(contest: Contest, language: str, seqs: Sequence[int] | None = None) -> Replay:
    """Return the replay of a contest, from its first record after the rules unless some are named."""
    every = range(min(1, len(contest.records) - 1), len(contest.records))
    return Replay(contest, every if seqs is None else seqs, language, names=ids_for_names(contest))
