"""Which moves are about judges and their ballots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...blanks import Number
from ...contest import Contest
from ...facts import Intent, Record
from ...moves import Move


def ballots(moves: Iterable[Move]) -> list[Move]:
    """Return the open moves that hand a ballot in."""
    return [move for move in moves if move.intent is Intent.BALLOT and move.closed is None and move.judges]


def collecting(moves: Iterable[Move]) -> bool:
    """Whether ballots are being collected: somebody may hand one in, or get one back."""
    kinds = (Intent.BALLOT, Intent.BALLOT_RETURN)
    return any(move.intent in kinds and move.closed is None for move in moves)


def naming(move: Move, judge: str) -> dict[str, str]:
    """Return what has to be filled in for a move to be about that judge: nothing where it is already."""
    return {} if move.subject.judge else {"judge": judge}


def has_marks(move: Move) -> bool:
    """Whether a ballot has marks, so that its sheets are typed row by row; they belong to one team."""
    return bool(move.subject.team) and any(isinstance(blank, Number) for blank in move.blanks)


def collections(moves: Sequence[Move]) -> list[Move]:
    """Return one move of each collection: the ballots of one performance about one team."""
    found: list[Move] = []
    for move in moves:
        if not any(alike(move, each) for each in found):
            found.append(move)
    return found


def alike(one: Move, other: Move) -> bool:
    """Whether two moves hand in ballots of one collection, whichever judges they are for."""
    return one.fact is other.fact and _about(one) == _about(other)


def _about(move: Move) -> dict[str, object]:
    return {name: value for name, value in move.identity.items() if name != "judge"}


def knows_absence(contest: Contest, ballot: Move) -> bool:
    """Whether the round that asks for a ballot can say that a judge does not mark this performance."""
    own = (kind for kind in contest.kinds.values() if ballot.fact in kind.facts)
    return any(fact.intent is Intent.ABSENCE for kind in own for fact in kind.facts)


def last_absence(contest: Contest, judge: str) -> Record | None:
    """Return the record since which a judge does not mark, None where there is none."""
    gone = (each for each in reversed(contest.resolution.facts) if each.fact.intent in (Intent.ABSENCE, Intent.ROSTER))
    return next((each for each in gone if each.fact.subject.judge == judge), None)
