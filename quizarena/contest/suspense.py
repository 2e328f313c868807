"""What a mark still closed can do to a score: the interval between its least and its greatest value.

Decides nothing about the rules: the record of the closed ballot is corrected on the side, all its numbers at their low
and then at their high ends, by the code of the correction's preview.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from ..errors import QuizArenaError
from ..moves import Number
from .facts import Corrected, Replacement
from .judge import matching
from .totals import Standings

if TYPE_CHECKING:
    from .service import Contest

End = Literal["low", "high"]


def interval(contest: Contest, seq: int, round_id: str, team: str) -> tuple[Fraction, Fraction] | None:
    """Return the least and the greatest score of `team` in a round, whatever the numbers of the record `seq` were.

    None where the record has no numbers, or where another value would change what came after it.
    """
    fact = contest.resolution.fact(seq)
    move = matching(contest.before(seq).moves(), fact, taken_free=True) if fact is not None else None
    numbers = [blank for blank in move.open if isinstance(blank, Number)] if move is not None else []
    if fact is None or not numbers or any(blank.low is None or blank.high is None for blank in numbers):
        return None
    mapping = contest.book.to_mapping(fact)
    try:
        ends = [_score(contest, seq, _at_end(mapping, numbers, end), round_id, team) for end in ("low", "high")]
    except QuizArenaError:
        return None
    low, high = sorted(ends)
    return low, high


def _score(contest: Contest, seq: int, mapping: Mapping[str, Any], round_id: str, team: str) -> Fraction:
    found = _previewed(contest, Corrected((Replacement(seq, mapping),), "-"))
    return found.rounds[round_id][team].value


def _previewed(contest: Contest, fact: Corrected) -> Standings:
    return contest.preview(fact).after


def _at_end(mapping: Mapping[str, Any], numbers: Sequence[Number], end: End) -> dict[str, Any]:
    changed = dict(mapping)
    for blank in numbers:
        value: Decimal = getattr(blank, end)
        _put(changed, blank.path.split(".", 1), int(value) if blank.whole else str(value))
    return changed


def _put(mapping: dict[str, Any], path: list[str], value: object) -> None:
    """Set the value at a dotted path, copying what is on the way."""
    *way, last = path
    for key in way:
        mapping[key] = dict(mapping[key])
        mapping = mapping[key]
    mapping[last] = value
