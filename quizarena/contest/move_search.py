"""The fact that somebody means who names its type and what stands in it, and the seat in whose name it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

import attrs

from ..blanks import Choice, Line
from ..facts import Fact, Record
from ..moves import IllegalFact, Move, seat_of
from ..records import id_taken
from ..text import CLAUSE, FRAME, Joined, Text, plain
from .audiences import check_seat
from .flow import moves
from .legality import moves_of, out_of_turn
from .position import Position
from .reading import Reading

_ = FRAME
Values: TypeAlias = Mapping[str, Any]


@attrs.frozen
class Deed:
    """A fact, and in whose name it is made."""

    fact: Fact
    seat: str


@attrs.frozen
class Wanted:
    """The type of a fact, what stands in its fields, and the seat that makes it, empty where the fact says which."""

    type: str
    values: Values
    seat: str = ""
    now: datetime = attrs.field(factory=lambda: datetime.now(UTC))

    @classmethod
    def of(cls, type: str, values: Values, seat: str, at: datetime | None) -> Wanted:
        """Return what is wanted at an instant, now where it is None."""
        return cls(type, values, seat) if at is None else cls(type, values, seat, at)


def find_deed(contest: Reading, wanted: Wanted, id: str | None) -> Deed:
    """Return what is wanted of the contest as it stands, or stood when it was recorded under that id before.

    Raises:
        FactError: The contest knows no such type.
        IllegalFact: No move makes it now, several do, or a value does not fit.
    """
    contest.book.class_of(wanted.type)
    if wanted.seat:
        check_seat(wanted.seat, contest.state.roster)
    known = None if id is None else contest.find(id)
    if known is None:
        return _found(contest.position, wanted)
    if known.type != wanted.type:
        raise IllegalFact(None, id_taken(known))
    position = contest.at(known.seq - 1).position
    return _found(position, attrs.evolve(wanted, values={**_by_chance(position, known), **wanted.values}))


def _by_chance(position: Position, known: Record) -> Values:
    """Return what the machine filled by chance when the record was made."""
    blanks = (blank for move in moves(position) if move.fact is type(known.fact) for blank in move.blanks)
    paths = {blank.path for blank in blanks if isinstance(blank, Line) and blank.entropy}
    return {path: getattr(known.fact, path) for path in paths}


def _found(position: Position, wanted: Wanted) -> Deed:
    made: list[tuple[Move, Fact]] = []
    refused: list[tuple[int, bool, IllegalFact]] = []
    for move in _offered(position, wanted):
        try:
            fact = _filled(move, wanted)
        except IllegalFact as error:
            refused.append((_agreeing(move, wanted.values), move.closed is None, error))
        else:
            made += [] if any(fact == other for _move, other in made) else [(move, fact)]
    if not made:
        raise max(refused, key=lambda each: each[:2])[2]
    if len(made) > 1:
        raise IllegalFact(None, _ambiguous(wanted.type, [move for move, _fact in made]))
    ((move, fact),) = made
    return Deed(fact, wanted.seat or seat_of(move, fact))


def _offered(position: Position, wanted: Wanted) -> Sequence[Move]:
    """Return the moves of the type, the seat's own if it has any: else it is refused with who may do it."""
    everybodys = [move for move in moves(position) if move.fact.type == wanted.type]
    if not everybodys:
        raise IllegalFact(None, out_of_turn(wanted.type, position))
    own = moves_of(position, wanted.seat) if wanted.seat else ()
    return [move for move in own if move.fact.type == wanted.type] or everybodys


def _filled(move: Move, wanted: Wanted) -> Fact:
    """Return what the move makes of the values: what it has settled itself may be said too, and has to agree."""
    paths = {blank.path for blank in move.blanks}
    given = _spread(wanted.values, paths)
    for name in given.keys() - paths:
        problem = _contradiction(move, name, given[name])
        if problem is not None:
            raise IllegalFact(None, problem, move)
    own = {path: value for path, value in given.items() if path in paths}
    return move.fill(_seats_own(move, wanted.seat) | own, now=wanted.now)


def _spread(values: Values, paths: set[str]) -> dict[str, Any]:
    """Return the values by path: `marks={"voice": 9}` is `marks.voice`."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping) and name not in paths:
            given |= {f"{name}.{key}": each for key, each in value.items()}
        else:
            given[name] = value
    return given


def _contradiction(move: Move, name: str, value: object) -> Text | None:
    settled = {**move.identity, **move.derived}
    if name not in settled:
        return _("{path}: not asked for here", path=name)
    if name in move.derived and move.fact.concealed:
        return _("what comes out nobody knows before; leave it out")
    if _as_typed(settled[name]) == _as_typed(value):
        return None
    found, expected = " ".join(_as_typed(value)), " ".join(_as_typed(settled[name]))
    return _("{path}: expected {wanted}, found {found}", path=name, wanted=expected, found=found)


def _as_typed(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else (str(value),)


def _seats_own(move: Move, seat: str) -> dict[str, str]:
    """Return what only one option of the seat's own is there for, such as the judge who gives a ballot."""
    choices = (blank for blank in move.blanks if isinstance(blank, Choice) and blank.named)
    own = {blank.path: [option.value for option in blank.options if option.seat == seat] for blank in choices}
    return {path: values[0] for path, values in own.items() if len(values) == 1}


def _agreeing(move: Move, values: Values) -> int:
    """Return how many of the values say what the move has settled."""
    settled = {**move.identity, **move.derived}
    return sum(name in settled and _as_typed(settled[name]) == _as_typed(value) for name, value in values.items())


def _ambiguous(type_name: str, found: Sequence[Move]) -> Text:
    settled = [{**move.identity, **({} if move.fact.concealed else move.derived)} for move in found]
    names = [name for name in dict.fromkeys(name for each in settled for name in each) if not _is_same(settled, name)]
    listed = (_one(move, each, names) for move, each in zip(found, settled, strict=True))
    moves_now = Joined(tuple(listed), CLAUSE)
    return _("{type} may be several moves now: {moves}; say which", type=type_name, moves=moves_now)


def _is_same(settled: Sequence[Mapping[str, Any]], name: str) -> bool:
    return all(name in each and each[name] == settled[0].get(name) for each in settled)


def _one(move: Move, settled: Mapping[str, Any], names: Sequence[str]) -> Text:
    """Return a move by its label and by what tells it from the others: red against blue (teams=red,blue)."""
    said = ", ".join(f"{name}={','.join(_as_typed(settled[name]))}" for name in names if name in settled)
    return Joined((move.label, plain(f"({said})")), " ") if said else move.label
