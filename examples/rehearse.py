"""Rehearse a contest: a robot plays any rulebook from its moves alone.

Run it with a rulebook: `python examples/rehearse.py contest.yaml`. It knows no round kind; what a move leaves open says
what may stand there. So a new round kind is rehearsed the day it is written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from quizarena import Contest, Move, Rulebook, load, seat_of
from quizarena.blanks import Blank, Choice, Instant, Line, Number, Permutation, Selection


def rehearse(rulebook: Rulebook, *, luck: int = 1) -> Contest:
    """Return a contest played to its end; the same `luck` plays the same contest."""
    contest, random, clock = Contest(rulebook), Random(luck), _clock()
    while contest.outcome() is None:
        moves = [move for move in contest.moves() if not move.aside and _can_be_filled(move)]
        move, now = random.choice(moves), next(clock)
        fact = move.fill({b.path: _fill(b, random) for b in move.asked if not isinstance(b, Instant)}, now=now)
        contest.push(fact, seat=seat_of(move, fact), at=now)
    return contest


def _clock() -> Iterator[datetime]:
    now = datetime(2026, 11, 23, 14, tzinfo=UTC)
    while True:
        yield (now := now + timedelta(seconds=5))


def _can_be_filled(move: Move) -> bool:
    return move.closed is None and all(blank.options for blank in move.blanks if isinstance(blank, Choice))


def _fill(blank: Blank, random: Random) -> object:
    match blank:
        case Number():
            low, step = blank.low or Decimal(0), blank.step or Decimal(1)
            high = low + 10 * step if blank.high is None else blank.high
            return low + step * random.randint(0, int((high - low) // step))
        case Choice():
            return random.choice(blank.options).value
        case Permutation():
            values = [option.value for option in blank.options]
            return random.sample(values, blank.length)
        case Selection():
            return (random.choice(blank.options).value,)
        case Line(optional=True):
            return ""
        case Line(entropy=True):
            return f"{random.getrandbits(128):032x}"
        case Line(example=example):
            return example or "x"
        case _:
            return None


if __name__ == "__main__":
    played = rehearse(load(sys.argv[1]), luck=int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    for row in played.standings(audience=None).rows:
        print(row.place, played.state.roster.name(row.entrant).in_language("zh"), row.total)
