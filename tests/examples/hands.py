"""Hands at the desk: press a key, or fill the move of a fact; for tests that tell a contest's story.

Decides nothing about rules; every press goes through `Contest.moves`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from quizarena.blanks import Choice
from quizarena.contest import Contest
from quizarena.facts import Record
from quizarena.moves import Move
from quizarena.testing import Clockwork, can_be_filled, seat_of

CLOCK = Clockwork()


def press(contest: Contest, gesture: str, **values: Any) -> Record:
    """Press the key of `gesture`; `values` fill what it leaves open."""
    for move in filter(can_be_filled, contest.moves()):
        if move.gesture == gesture:
            return _push(contest, move, values)
        for blank in move.decisions:
            for option in blank.options if isinstance(blank, Choice) else ():
                if option.gesture == gesture:
                    return _push(contest, move, {**values, blank.path: option.value})
    raise LookupError(f"no move answers to {gesture}; open are {[move.fact.type for move in contest.moves()]}")


def make(contest: Contest, type_: str, filled: Mapping[str, Any] | None = None, **values: Any) -> Record:
    """Fill the first open move that makes `type_`; `filled` has the values whose paths are no plain names."""
    move = next(each for each in contest.moves() if each.fact.type == type_ and each.closed is None)
    return _push(contest, move, {**(filled or {}), **values})


def _push(contest: Contest, move: Move, values: dict[str, Any]) -> Record:
    now: datetime = CLOCK()
    fact = move.fill(values, now=now)
    return contest.push(fact, seat=seat_of(move, fact), at=now)
