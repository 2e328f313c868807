"""A robot that plays any contest from its moves: it stands in where a person has left the story.

Decides only how blanks are filled: at random, within what the move allows. Knows no round kind.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from random import Random

from ...arena import Arena
from ...moves import Blank, Choice, Instant, Line, Move, Number, Permutation

MOST = 80
"""Moves at most until it lets the person look."""


def play_on(arena: Arena, now: datetime, random: Random) -> None:
    """Play until something is about to be revealed, or the contest has ended."""
    for _turn in range(MOST):
        _one(arena, now, random)
        if arena.contest.outcome() is not None or any(_reveals(move) for move in arena.contest.moves()):
            return


def _reveals(move: Move) -> bool:
    return move.fact.reveals and move.closed is None


def _one(arena: Arena, now: datetime, random: Random) -> None:
    moves = [move for move in arena.contest.moves() if not move.aside and _can_be_filled(move)]
    if not moves:
        return
    move = next((move for move in moves if move.gesture == "next"), None) or random.choice(moves)
    filled = {blank.path: _fill(blank, random) for blank in move.open if not isinstance(blank, Instant)}
    fact = move.fill(filled, now=now)
    arena.push(fact, seat=_seat(move, filled), at=now)


def _can_be_filled(move: Move) -> bool:
    return move.closed is None and all(blank.options for blank in move.open if isinstance(blank, Choice))


def _fill(blank: Blank, random: Random) -> object:
    match blank:
        case Number():
            low, step = blank.low or Decimal(0), blank.step or Decimal(1)
            high = low + 10 * step if blank.high is None else blank.high
            return low + step * random.randint(0, int((high - low) // step))
        case Choice():
            return random.choice(blank.options).value
        case Permutation():
            return random.sample([option.value for option in blank.options], len(blank.options))
        case Line(optional=True):
            return ""
        case Line(entropy=True):
            return f"{random.getrandbits(128):032x}"
        case Line(example=example):
            return example or "x"
        case _:
            return None


def _seat(move: Move, filled: dict[str, object]) -> str:
    """Return in whose name the move is made: a ballot's own judge, else the move's seat."""
    options = [blank.option(filled[blank.path]) for blank in move.open if isinstance(blank, Choice)]
    return next((option.seat for option in options if option and option.seat), move.seat)
