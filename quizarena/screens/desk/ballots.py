"""Which moves are about judges and their ballots."""

from __future__ import annotations

from collections.abc import Sequence

from ...contest.facts import FRAME_FACTS
from ...moves import Choice, Move


def choice_of(move: Move) -> Choice | None:
    """Return the choice of judges a move asks for, None if it asks for none."""
    choices = (blank for blank in move.blanks if isinstance(blank, Choice))
    return next((each for each in choices if each.options and all(option.judge for option in each.options)), None)


def offers(move: Move, judge: str) -> bool:
    """Whether a move may be made about that judge."""
    choice = choice_of(move)
    if choice is not None:
        return choice.option(judge) is not None
    return move.identity.get("judge") == judge


def ballots(moves: Sequence[Move]) -> list[Move]:
    """Return the open moves that hand a ballot in: those in a judge's name."""
    return [move for move in moves if move.closed is None and move.seat == "judge" and choice_of(move) is not None]


def collecting(moves: Sequence[Move]) -> bool:
    """Whether ballots are being collected: somebody may hand one in, or get one back."""
    backs = (move.aside and choice_of(move) is not None and move.fact not in FRAME_FACTS for move in moves)
    return bool(ballots(moves)) or any(backs)
