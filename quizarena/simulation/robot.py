"""A robot that plays a whole contest from its moves alone; it knows no kind of round, so it plays a third party's too.

No clock runs out and nothing is ever void. Chance comes from a seeded generator: a rulebook is always played alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

import attrs

from ..blanks import Blank, Choice, Evidence, Instant, Line, Number, Permutation, Press, Selection
from ..contest.facts import ContestSigned, PlayOffCalled, TieShared
from ..contest.flow import forward, moves
from ..contest.position import Position
from ..contest.standings import rounds_complete
from ..facts import Fact, Record
from ..moves import IllegalFact, Move
from ..roster import Seat

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_STUCK = 400
"""Facts in one round after which moves are made at random: whatever it waits for, that comes to an end."""
MOST = 20_000
"""Facts after which a play that has not come to its end is given up."""
_TRIES = 20
_CLOCKS = frozenset({"clock", "left", "right"})
_ENDS = (PlayOffCalled, TieShared, ContestSigned)


@attrs.frozen
class Hand:
    """What is assumed about those who play.

    `right` of 6 questions are answered right. A performance is worth from `worst` to `best` per cent of the full mark,
    and each judge is up to `off` per cent away from that.
    """

    right: int = 4
    worst: int = 70
    best: int = 95
    off: int = 8


AVERAGE = Hand()
"""Teams of equal strength."""
PERFECT = Hand(6, 100, 100, 0)
"""Everything right: what a round has to give."""


@attrs.frozen
class Step:
    """A fact the robot gave, the move that offered it, and the position after it."""

    move: Move
    fact: Fact
    after: Position


class Unplayable(Exception):
    """The robot came to no end."""


def play(position: Position, hand: Hand, chance: Random, *, seq: int = 0, most: int = MOST) -> Iterator[Step]:
    """Yield the facts of a contest until every round is over.

    Args:
        position: Where to go on from.
        hand: Who plays.
        chance: Where chance comes from.
        seq: The number of the last record before it.
        most: The number of facts after which it is given up.

    Raises:
        Unplayable: It was given up, or nothing could be done.
    """
    player = Player(hand, chance)
    for number in range(seq + 1, seq + most + 1):
        made = player.fact(_on(position))
        if made is None or (isinstance(made[1], _ENDS) and rounds_complete(position)):
            break
        position = position.after(_record(position, number, made[1]))
        yield Step(*made, position)
    if not rounds_complete(position):
        raise Unplayable


def _on(position: Position) -> Iterator[Move]:
    return (move for move in (forward(position) if position.state.mode else moves(position)) if not move.aside)


def _record(position: Position, seq: int, fact: Fact) -> Record:
    running = position.state.running
    return Record(seq, "", NOW, "desk", "", running.id if running is not None else "", fact.type, fact, "")


def _can_be_filled(move: Move) -> bool:
    return move.closed is None and all(blank.options for blank in move.blanks if isinstance(blank, Choice))


@attrs.define
class Player:
    """Who makes the moves: a hand, where chance comes from, what fills instants and signs, and what was done last."""

    hand: Hand
    chance: Random
    now: datetime = NOW
    name: str = "robot"
    worth: dict[str, int] = attrs.field(factory=dict)
    since: int = 0
    pressed: bool = False
    modesty: int = 0

    def fact(self, moves: Iterable[Move]) -> tuple[Move, Fact] | None:
        """Return the most urgent of the moves that can be made and what it makes, None if there is none."""
        able = [move for move in moves if _can_be_filled(move)]
        self.since = 0 if any(move.fact.type == "round.begun" for move in able) else self.since + 1
        if self.since > _STUCK:
            self.chance.shuffle(able)
        else:
            able.sort(key=self._urgency)
        for move in able:
            fact = self._filled(move)
            if fact is not None:
                self.pressed = move.gesture == "clock"
                return move, fact
        return None

    def _urgency(self, move: Move) -> int:
        """Order moves: ballots, a clock that is due, what a team does, what the desk does next, more of clocks."""
        choices = [blank for blank in move.blanks if isinstance(blank, Choice)]
        options = [option for blank in choices for option in blank.options]
        gestures = {move.gesture, *(option.gesture for option in options)}
        if Seat.of(move.seat).role == "judge":
            return 0
        if gestures & _CLOCKS:
            return 1 if move.gesture == "clock" and not self.pressed else 5
        if "yes" in gestures or any(option.team for option in options):
            return 2
        return 3 if "next" in gestures else 4

    def _filled(self, move: Move) -> Fact | None:
        """Return the move filled in a way it takes; None after a few tries, each with smaller numbers."""
        for self.modesty in range(_TRIES):
            try:
                return move.fill(
                    {each.path: _VALUES[type(each)](self, each, move) for each in move.asked}, now=self.now
                )
            except IllegalFact:
                continue
        return None

    def choice(self, blank: Choice, move: Move) -> str:
        """Answer right or wrong as the hand does; choose anything else with equal chances."""
        by_key = {option.gesture: option for option in blank.options}
        if "yes" in by_key and "no" in by_key:
            return by_key["yes" if self.chance.randrange(6) < self.hand.right else "no"].value
        return blank.options[self.chance.randrange(len(blank.options))].value

    def number(self, blank: Number, move: Move) -> Decimal | int:
        """Mark as a judge would; type any other number with equal chances."""
        low = blank.low if blank.low is not None else Decimal(0)
        high = blank.high if blank.high is not None else low + 100
        step = blank.step if blank.step is not None else Decimal(1)
        steps = int((high - low) / step)
        share = self._mark(move) if Seat.of(move.seat).role == "judge" else self.chance.randrange(101)
        share -= share * self.modesty // (_TRIES - 1)
        value = low + step * ((steps * share + 50) // 100)
        return int(value) if blank.whole else value

    def _mark(self, move: Move) -> int:
        """Return per cent of the full mark: what the performance is worth, give or take."""
        hand, whose = self.hand, repr(sorted((name, each) for name, each in move.identity.items() if name != "judge"))
        worth = self.worth.setdefault(whose, self.chance.randint(hand.worst, hand.best))
        return min(100, worth + self.chance.randint(-hand.off, hand.off))

    def permutation(self, blank: Permutation, move: Move) -> tuple[str, ...]:
        """Put everybody in any order."""
        values = [option.value for option in blank.options]
        self.chance.shuffle(values)
        return tuple(values[: blank.length])

    def selection(self, blank: Selection, move: Move) -> tuple[str, ...]:
        """Choose one option by chance; nobody here knows which is right."""
        return (blank.options[self.chance.randrange(len(blank.options))].value,)

    def line(self, blank: Line, move: Move) -> str:
        """Say something."""
        if blank.entropy:
            return f"{self.chance.getrandbits(128):032x}"
        return blank.example or ("" if blank.optional else self.name[: blank.longest])

    def instant(self, blank: Instant, move: Move) -> datetime:
        """Do it now."""
        return self.now

    def evidence(self, blank: Evidence, move: Move) -> tuple[Press, ...]:
        """Press no buzzer: a hand is raised."""
        return ()


_VALUES: Mapping[type[Blank], Callable[[Player, Any, Move], Any]] = {
    Choice: Player.choice,
    Number: Player.number,
    Permutation: Player.permutation,
    Selection: Player.selection,
    Line: Player.line,
    Instant: Player.instant,
    Evidence: Player.evidence,
}
