"""Who was first at the buzzers, and whether that is certain: phones' clocks measured, presses put in order.

No socket and no clock is known here: whoever calls says what time it is, in seconds of one clock that never jumps.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping

import attrs

PINGS = 32
"""Answers that a phone's clock is measured by: the last ones."""
DRIFT = 50e-6
"""Seconds by which two clocks part in a second, at most."""
TICK = 0.001
"""Seconds by which a browser may round its clock down."""
LONGEST_WAY = 1.0
"""A press that says it was longer on its way than this is believed that long, and is certain of nothing."""
PATIENCE = 0.8
"""Seconds after the first press in which everybody's line has to answer."""


@attrs.frozen
class Span:
    """Two instants between which something happened, for certain."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The instant in the middle."""
        return (self.low + self.high) / 2

    @property
    def within(self) -> float:
        """By how much the middle may be off, either way."""
        return (self.high - self.low) / 2


@attrs.define
class PhoneClock:
    """By how much a phone's clock is ahead of ours, from its answers to pings.

    It answered between our asking and our hearing of it, so each answer gives two bounds, however crooked the line is;
    what all of them allow is narrower than any of them.
    """

    _bounds: deque[tuple[float, float, float]] = attrs.field(factory=lambda: deque(maxlen=PINGS))

    def hear(self, sent: float, stamp: float, back: float) -> None:
        """Take the answer to a ping of `sent` that came `back` and says the phone's clock stood at `stamp`.

        Where it contradicts those before, the phone slept or its clock was set: they are forgotten.
        """
        self._bounds.append((sent, stamp - back, stamp + TICK - sent))
        if self._ahead(back) is None:
            newest = self._bounds[-1]
            self._bounds.clear()
            self._bounds.append(newest)

    @property
    def is_known(self) -> bool:
        """Whether it has answered at all."""
        return bool(self._bounds)

    def instant(self, stamp: float, now: float) -> Span:
        """Return between which of our instants the phone's clock stood at `stamp`; it has to be known."""
        ahead = self._ahead(now)
        assert ahead is not None, "hear forgets what contradicts itself, and time alone makes bounds wider"
        return Span(stamp - ahead.high, stamp + TICK - ahead.low)

    def _ahead(self, now: float) -> Span | None:
        low = max(low - DRIFT * (now - at) for at, low, _high in self._bounds)
        high = min(high + DRIFT * (now - at) for at, _low, high in self._bounds)
        return Span(low, high) if low <= high else None


@attrs.frozen
class TimedPress:
    """A team's press: when it happened, when it arrived, over which line; `doubtful` where its own word cannot stand.

    A line keeps order: of two presses over one line the first to arrive was first, however close they are.
    """

    team: str
    span: Span
    arrived: float
    line: str
    doubtful: bool = False

    def is_before(self, other: TimedPress) -> bool:
        """Whether it was earlier for certain."""
        if self.line == other.line:
            return self.arrived < other.arrived
        return not (self.doubtful or other.doubtful) and self.span.high <= other.span.low


def timed(team: str, span: Span, arrived: float, line: str) -> TimedPress:
    """Return a press as far as it can be believed: it did not happen after it arrived, nor long before."""
    earliest = arrived - LONGEST_WAY
    low, high = max(span.low, earliest), min(span.high, arrived)
    is_doubtful = span.low < earliest or low > high
    return TimedPress(team, Span(min(low, arrived), max(min(low, arrived), high)), arrived, line, is_doubtful)


@attrs.frozen
class Order:
    """The presses, the first first; `sure` where nothing else can have happened.

    `missing` are the teams that might have pressed earlier for all one knows: their lines did not answer.
    """

    presses: tuple[TimedPress, ...]
    sure: bool
    missing: tuple[str, ...] = ()


@attrs.define
class Race:
    """The buzzers from their opening until somebody has the question: who may press, and who has.

    At the first press every line is asked. A line keeps order, so once its answer is here no earlier press is on its
    way; a fixed time to wait would be too long on a good network and too short on a bad one.

    Args:
        teams: Who may press.
        opened: Since when; what happened before is no press of this race, and what may have is not sure.
    """

    teams: tuple[str, ...]
    opened: float
    presses: dict[str, TimedPress] = attrs.field(factory=dict)
    _answered: dict[str, float] = attrs.field(factory=dict)
    _is_straddled: bool = False

    @property
    def asked(self) -> float | None:
        """Since when every line is to be asked: the arrival of the first press."""
        return min((press.arrived for press in self.presses.values()), default=None)

    def press(self, press: TimedPress) -> bool:
        """Take a press; return whether it counts: the team may press, has not yet, and was not too early."""
        if press.team not in self.teams or press.team in self.presses or press.span.middle < self.opened:
            return False
        self._is_straddled = self._is_straddled or press.span.low < self.opened
        self.presses[press.team] = self._after_the_answer(press)
        return True

    def _after_the_answer(self, press: TimedPress) -> TimedPress:
        """Return a press that came once its line had said there was none: it happened after that was asked."""
        asked = self.asked
        if asked is None or self._answered.get(press.line, asked - 1) < asked:
            return press
        return attrs.evolve(press, span=Span(max(press.span.low, asked), max(press.span.high, asked)))

    def answer(self, line: str, sent: float) -> None:
        """Take a line's answer to what was asked at `sent`."""
        self._answered[line] = max(sent, self._answered.get(line, sent))

    def order(self, lines: Mapping[str, Collection[str]], now: float) -> Order | None:
        """Return who was first, None while nobody pressed or an earlier press may still come.

        `lines` are the lines that have stood since the opening, by the teams that press over them.
        """
        asked = self.asked
        if asked is None:
            return None
        waiting = [team for team in self.teams if not self._is_in(team, lines.get(team, ()), asked)]
        if now < asked + PATIENCE and any(lines.get(team) for team in waiting):
            return None
        found = sorted(self.presses.values(), key=lambda press: (press.span.middle, press.arrived))
        first, *others = found
        is_first = not first.doubtful and all(first.is_before(other) for other in others)
        return Order(tuple(found), is_first and not waiting and not self._is_straddled, tuple(waiting))

    def _is_in(self, team: str, lines: Collection[str], asked: float) -> bool:
        """Whether no press of a team can be on its way that is earlier than those that came."""
        if team in self.presses:
            return True
        return bool(lines) and all(self._answered.get(line, asked - 1) >= asked for line in lines)
