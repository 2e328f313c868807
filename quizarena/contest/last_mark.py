"""What the last closed mark can still do while marks open: the interval of the score, and the place that hangs on it.

Its ballot is taken at both ends of its numbers; what comes of it follows from no mark that is sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from ..blanks import Number
from ..facts import Fact
from ..moves import Move
from ..points import column_places, show
from ..scenes import Audience, Block, Marks, Ranking, Say, Scene
from ..text import FRAME
from ..values import evolve
from .flow import moves
from .history import History
from .legality import matching
from .position import Position
from .scene import hall_marks
from .state import Played

_ = FRAME

End = Literal["low", "high"]
_ENDS: tuple[End, End] = "low", "high"


def with_interval(history: History, shown: Scene, audience: Audience) -> Scene:
    """Return the scene with what the only closed mark can do: for the hall at the marks, for the host beside them."""
    running = history.position.state.running
    if history.position.state.reveal is None or running is None:
        return shown
    if audience == "hall":
        return evolve(shown, blocks=tuple(_for_the_hall(history, running, block, shown) for block in shown.blocks))
    return _for_the_host(history, running, shown) if audience == "host" else shown


def _for_the_hall(history: History, running: Played, block: Block, shown: Scene) -> Block:
    between = _between(history, running, block) if isinstance(block, Marks) else None
    if between is None or not isinstance(block, Marks):
        return block
    threshold = _threshold(history.position, running, block.entrant, shown, between)
    return evolve(block, between=between, threshold=threshold)


def _for_the_host(history: History, running: Played, shown: Scene) -> Scene:
    """Return the host's scene with the interval beside what is read now."""
    found = (_between(history, running, marks) for marks in hall_marks(history.position, running))
    between = next((each for each in found if each is not None), None)
    first = next((block for block in shown.blocks if isinstance(block, Say)), None)
    if between is None or first is None:
        return shown
    places = column_places(between)
    low, high = (show(each, places) for each in between)
    remark = _("whatever the last mark is, the score lies between {low} and {high}: may be read", low=low, high=high)
    said = evolve(first, remark=remark)
    return evolve(shown, blocks=tuple(said if block is first else block for block in shown.blocks))


def _between(history: History, running: Played, marks: Marks) -> tuple[Fraction, Fraction] | None:
    """Return the least and the greatest score of these marks, None unless just one that is in is still closed."""
    closed = [cell.record for cell in marks.cells if cell.state == "in" and cell.record is not None]
    if marks.opened is None or len(closed) != 1:
        return None
    return interval(history, closed[0], running.id, marks.entrant)


def interval(history: History, seq: int, round_id: str, entrant: str) -> tuple[Fraction, Fraction] | None:
    """Return the least and the greatest score of `entrant` in a round, whatever the numbers of the record `seq` were.

    None where the record has no numbers, where no move offers their ends, or where what came after it bears no others.
    """
    before, (record, *later) = history.position_before(seq), history.facts_from(seq)
    later = [each for each in later if not each.fact.cue]  # which move no score
    ends = tuple(_ends(history, before, record.fact))
    if len(ends) < len(_ENDS):
        return None
    try:
        low, high = sorted(_score(before.fold((evolve(record, fact=end), *later)), round_id, entrant) for end in ends)
    except Exception:  # a kind's own code may raise whatever it likes over what was never recorded so
        return None
    return low, high


def _ends(history: History, before: Position, fact: Fact) -> Iterator[Fact]:
    """Yield a fact with its numbers at both ends; nothing where there are no such numbers or they are not offered."""
    move = matching(moves(before), fact, ignore_derived=True)
    numbers = numbers_of(move) if move is not None else []
    if move is None or not numbers or any(None in (blank.low, blank.high) for blank in numbers):
        return
    mapping = history.book.to_mapping(fact)
    for end in _ENDS:
        found = history.book.of_mapping(fact.type, at_end(mapping, numbers, end))
        if move.refuse(found) is None:
            yield found


def _score(position: Position, round_id: str, entrant: str) -> Fraction:
    played = position.state.played(round_id)
    assert played is not None
    return position.scores(played)[entrant].value


def _threshold(
    position: Position, running: Played, entrant: str, shown: Scene, between: tuple[Fraction, Fraction]
) -> Fraction | None:
    """Return the score in `between` at which a team draws level with the best it can still reach, None without one.

    The hall's totals are those before the reveal; to them comes what is open to the hall of the others' marks.
    """
    entry, ranking = position.entry(running), shown.of(Ranking)[-1]
    if ranking.frozen or entry.decides or not position.rulebook.adds_as_given(entry):
        return None
    rivals = None if entry.advance is None else running.order
    placed = (row for row in ranking.rows if row.place is not None and (rivals is None or row.team in rivals))
    totals = {row.team: row.total for row in placed}
    for other in shown.of(Marks):
        if other.entrant in totals and all(cell.state not in ("in", "waiting") for cell in other.cells):
            totals[other.entrant] += position.scores(running)[other.entrant].value
    low, high = between
    own = totals.pop(entrant, None)
    return max(
        (total - own for total in totals.values() if own is not None and low < total - own <= high), default=None
    )


# A ballot at one end


def numbers_of(move: Move) -> list[Number]:
    """Return the numbers that a move asks for."""
    return [blank for blank in move.blanks if isinstance(blank, Number)]


def at_end(mapping: Mapping[str, Any], numbers: Sequence[Number], end: End) -> dict[str, Any]:
    """Return a fact's mapping with its numbers at one end of what they may be."""
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
