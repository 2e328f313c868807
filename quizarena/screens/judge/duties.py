"""What one judge has to do with now: the ballots awaited, those closed to the seat, and the ballots given so far.

Decides what counts as a judge's own; leaves to the moves what may be handed in. A ballot is known by its choice whose
option names this judge's seat, whatever kind it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from ...contest import Contest
from ...contest.facts import FRAME_FACTS
from ...contest.narration import made_by, value_at
from ...facts import Fact
from ...moves import Choice, Move
from ...points import show, total


def seat_of(judge: str) -> str:
    """Return the seat of a judge."""
    return f"judge:{judge}"


@attrs.frozen
class Duties:
    """The moves in a judge's name: `ballots` awaited, `closed` ones with their reason, and `asides`."""

    ballots: tuple[Move, ...] = ()
    closed: tuple[Move, ...] = ()
    asides: tuple[Move, ...] = ()


def duties(contest: Contest, judge: str) -> Duties:
    """Return what the judge's seat is asked for now."""
    seat = seat_of(judge)
    own = [move for move in contest.moves(seat) if is_own(move, seat)]
    open_now = [move for move in own if move.closed is None]
    return Duties(
        tuple(move for move in open_now if not move.aside),
        tuple(move for move in own if move.closed is not None),
        tuple(move for move in open_now if move.aside),
    )


def is_own(move: Move, seat: str) -> bool:
    """Whether a move is made in the name of this very seat."""
    return move.seat == seat or bool(own_values(move, seat))


def own_values(move: Move, seat: str) -> dict[str, str]:
    """Return the blanks that are filled by who sits here: choices of the judge."""
    found = {}
    for blank in move.blanks:
        if isinstance(blank, Choice):
            mine = [option for option in blank.options if option.seat == seat]
            if mine:
                found[blank.path] = mine[0].value
    return found


def team_of(contest: Contest, values: Mapping[str, Any]) -> str | None:
    """Return the team that a move's or a fact's fields name, None where they name none."""
    desks = dict(contest.podiums)
    return next((value for value in values.values() if isinstance(value, str) and value in desks), None)


@attrs.frozen
class Handed:
    """A ballot of this judge that counts: its record, its fact, its team and its numbers by path."""

    seq: int
    fact: Fact = attrs.field(hash=False)
    team: str | None
    marks: Mapping[str, Decimal] = attrs.field(hash=False)

    @property
    def sum(self) -> str:
        """The sum of its first group of numbers, with the decimals they were typed with; empty if it holds none."""
        head = next((path.partition(".")[0] for path in self.marks), "")
        values = [value for path, value in self.marks.items() if path.partition(".")[0] == head]
        return show(total(values), max(map(_decimals, values))) if values else ""

    def is_for(self, move: Move) -> bool:
        """Whether it is the ballot that `move` would hand in, or has handed in; `given` may name the judge too."""
        return type(self.fact) is move.fact and all(
            getattr(self.fact, name) == value for name, value in move.identity.items()
        )


class Ballots:
    """The ballots a judge has given, oldest first; remembers which facts are ballots at all."""

    def __init__(self, judge: str) -> None:
        """Begin with nothing known."""
        self.judge = judge
        self._is_ballot: dict[type[Fact], bool] = {}
        self._head = ""
        self._handed: tuple[Handed, ...] = ()
        self._moves: dict[Handed, Move | None] = {}

    def handed(self, contest: Contest) -> tuple[Handed, ...]:
        """Return the judge's ballots that count now."""
        if contest.head != self._head:
            self._handed, self._head = tuple(self._found(contest)), contest.head
        return self._handed

    def last_for(self, contest: Contest, move: Move) -> Handed | None:
        """Return the ballot handed in last by what `move` is about, None if there is none."""
        return next((each for each in reversed(self.handed(contest)) if each.is_for(move)), None)

    def made_by(self, contest: Contest, handed: Handed) -> Move | None:
        """Return the move a ballot was handed in by, None where none offers it any more."""
        if handed not in self._moves:
            self._moves[handed] = made_by(contest, handed.seq, handed.fact)
        return self._moves[handed]

    def _found(self, contest: Contest) -> Iterator[Handed]:
        for each in contest.resolution.facts:
            if type(each.fact) in FRAME_FACTS or not (each.seat == seat_of(self.judge) or self._named(each.fact)):
                continue
            if self._counts_as_ballot(contest, each.seq, each.fact):
                fields = attrs.asdict(each.fact, recurse=False)
                yield Handed(each.seq, each.fact, team_of(contest, fields), dict(_numbers(fields)))

    def _named(self, fact: Fact) -> bool:
        return any(getattr(fact, field.name) == self.judge for field in attrs.fields(type(fact)))

    def _counts_as_ballot(self, contest: Contest, seq: int, fact: Fact) -> bool:
        kind = type(fact)
        if kind not in self._is_ballot:
            move = made_by(contest, seq, fact)
            self._is_ballot[kind] = move is not None and not move.aside and is_own(move, seat_of(self.judge))
        return self._is_ballot[kind]


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _numbers(fields: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """Yield the numbers of a fact by the dotted path of the blank they came from."""
    for name, value in fields.items():
        if isinstance(value, Decimal):
            yield name, value
        elif isinstance(value, Mapping):
            yield from ((f"{name}.{key}", each) for key, each in value.items() if isinstance(each, Decimal))


def typed_before(move: Move, fact: Fact) -> dict[str, str]:
    """Return what a fact filled into a move's blanks, as it is typed."""
    found: dict[str, str] = {}
    for blank in move.decisions:
        value = value_at(fact, blank.path)
        if value is not None:
            found[blank.path] = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return found


def why_back(contest: Contest, handed: Handed, judge: str) -> str:
    """Return the reason for which a ballot came back: that of the first fact after it that speaks of it."""
    fields = attrs.asdict(handed.fact, recurse=False)
    given = {name: value for name, value in fields.items() if isinstance(value, (str, int))}
    for each in contest.resolution.facts:
        reason = getattr(each.fact, "reason", "")
        if each.seq <= handed.seq or type(each.fact) in FRAME_FACTS or not reason:
            continue
        if getattr(each.fact, "judge", judge) == judge and _agrees(each.fact, given):
            return str(reason)
    return ""


def _agrees(fact: Fact, given: Mapping[str, str | int]) -> bool:
    """Whether a fact names no other team, member or judge than `given`."""
    names = [field.name for field in attrs.fields(type(fact)) if field.name in given]
    return all(getattr(fact, name) == given[name] for name in names)
