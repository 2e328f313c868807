"""The course of the rounds: each match, room, performance or question as the hall saw it last, and the ballots in it.

What a fact is for and whom it concerns stands on its class, what a screen shows in the kind's scenes: any kind of round
is told by these. One pass over the records, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from ..blanks import BY_MACHINE, Blank, Choice
from ..contest import Contest, audiences
from ..contest.legality import matching
from ..contest.log import Reader
from ..contest.narration import value_at
from ..contest.position import Position
from ..contest.state import Played, State
from ..facts import SUBJECT, Fact, Intent, Record, Subject
from ..moves import Move
from ..roster import Seat
from ..scenes import Audience, Block, Headline
from ..text import Text, plain

Value: TypeAlias = Text | int | Decimal
_QUIET = frozenset({Intent.BALLOT, Intent.CLOCK, Intent.TIMING, Intent.ABSENCE, Intent.CUE})
"""What leaves the piece that is on stage where it is."""


@attrs.frozen
class Ballot:
    """A judge's ballot that counts: its record, what it is called and whom it concerns, what was filled in.

    `sums` are what it is added up to: the name of each, empty for the total, and the labels of its numbers.
    """

    record: Record
    label: Text
    subject: Subject
    entries: tuple[tuple[Text, Value], ...]
    sums: tuple[tuple[Text, tuple[Text, ...]], ...] = ()


@attrs.frozen
class Piece:
    """A match, a room, a performance, a question; the whole of a round that has no such pieces.

    `blocks` are what the hall was shown of it last, `records` the facts that happened in it with what each is for.
    """

    number: int | None
    blocks: tuple[Block, ...]
    ballots: tuple[Ballot, ...]
    records: Mapping[int, Intent]

    def of(self, *kinds: type) -> tuple[Any, ...]:
        """Return its blocks of these kinds."""
        return tuple(block for block in self.blocks if isinstance(block, kinds))


def ballots(contest: Contest, audience: Audience) -> list[Ballot]:
    """Return the ballots that count, in the order of their records, as far as `audience` may read them."""
    seen = contest.seen_by(audience)
    clerk, found = _Clerk(Reader(seen.history, audience)), list[Ballot]()
    for record, before in seen.history.walk():
        if record.fact.intent is Intent.BALLOT:
            found.append(clerk.read(record, before))
        elif record.fact.intent is Intent.BALLOT_RETURN:
            found = [each for each in found if not _is_back(each, record)]
    return found


def _is_back(ballot: Ballot, returned: Record) -> bool:
    """Whether a ballot went back to its judge: both facts agree in every field that both have."""
    fact, other = returned.fact, ballot.record.fact
    names = attrs.fields_dict(type(fact)).keys() & attrs.fields_dict(type(other)).keys()
    return returned.round == ballot.record.round and all(getattr(fact, n) == getattr(other, n) for n in names)


class _Clerk:
    """Reads ballots; what a blank is called stands in the move that asked for it, most often that of the last one."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._asked: tuple[str, Move] | None = None

    def read(self, record: Record, before: Position) -> Ballot:
        """Return the ballot in a record, without what is hidden."""
        subject, hidden = record.fact.subject, self._reader.hidden(record)
        if not subject.judge:
            subject = attrs.evolve(subject, judge=Seat.of(record.seat).judge)
        move = self._move(record, before)
        entries = ((path, label, value) for path, label, value in self._entries(record, move) if value is not None)
        shown = tuple((label, value) for path, label, value in entries if path.partition(".")[0] not in hidden)
        return Ballot(record, plain(record.type) if move is None else move.label, subject, shown, _sums(move))

    def _entries(self, record: Record, move: Move | None) -> Iterator[tuple[str, Text, Value | None]]:
        """Yield path, label and value of each blank; where no move offers the ballot any more, of what it holds."""
        if move is None:
            yield from _bare(record.fact)
            return
        for blank in move.blanks:
            if blank.path not in SUBJECT:
                yield blank.path, blank.label, _filled(blank, record.fact)

    def _move(self, record: Record, before: Position) -> Move | None:
        fact, played = record.fact, before.state.played(record.round)
        if self._asked is not None and self._asked[0] == record.round:
            move = self._asked[1]
            if move.fits(fact) > len(move.identity):
                return move
        found = None if played is None else matching(before.round_moves(played), fact, ignore_derived=True)
        self._asked = None if found is None else (record.round, found)
        return found


def _sums(move: Move | None) -> tuple[tuple[Text, tuple[Text, ...]], ...]:
    labels = {} if move is None else {blank.path: blank.label for blank in move.blanks}
    sums = () if move is None else tuple(each for each in move.sums if each.is_plain)
    return tuple((each.label, tuple(labels[path] for path in each.paths if path in labels)) for each in sums)


def _filled(blank: Blank, fact: Fact) -> Value | None:
    value = value_at(fact, blank.path)
    if isinstance(blank, BY_MACHINE) or value in (None, ""):
        return None
    if isinstance(blank, Choice):
        option = blank.option(value)
        return plain(str(value)) if option is None else option.label
    return value if isinstance(value, (int, Decimal)) else plain(str(value))


def _bare(fact: Fact) -> Iterator[tuple[str, Text, Value | None]]:
    for field in attrs.fields(type(fact)):
        value = getattr(fact, field.name)
        if isinstance(value, Mapping):
            yield from ((f"{field.name}.{key}", plain(key), each) for key, each in value.items())


def pieces(contest: Contest, audience: Audience) -> dict[str, tuple[Piece, ...]]:
    """Return the pieces of each round that has begun, in order, by the round's id."""
    seen = contest.seen_by(audience)
    tellers = _told(seen, audience)
    now = audiences.seen(seen.position, audience)
    for played in now.state.rounds:
        tellers.setdefault(played.id, _Teller()).look(now, played)
    return {played.id: tuple(tellers[played.id].pieces()) for played in now.state.rounds}


def _told(seen: Contest, audience: Audience) -> dict[str, _Teller]:
    clerk, tellers = _Clerk(Reader(seen.history, audience)), dict[str, _Teller]()
    for record, before in seen.history.walk():
        played = before.state.played(record.round)
        if played is None or played.begun == record.seq:
            continue
        teller = tellers.setdefault(record.round, _Teller())
        teller.follow(record, before, played, is_dark=_is_dark(seen.state, record, audience))
        if record.fact.intent is Intent.BALLOT:
            teller.ballots.append((teller.piece, clerk.read(record, before)))
        elif record.fact.intent is Intent.BALLOT_RETURN:
            teller.ballots = [each for each in teller.ballots if not _is_back(each[1], record)]
    return tellers


def _is_dark(state: State, record: Record, audience: Audience) -> bool:
    """Whether the hall is still shown what was before this record: marks are being opened."""
    reveal = state.reveal
    return audience == "hall" and reveal is not None and reveal.round == record.round and record.seq > reveal.seq


class _Teller:
    """Follows a round and keeps what was last shown of each of its pieces."""

    def __init__(self) -> None:
        self._shown: dict[int | None, tuple[Block, ...]] = {}
        self._records: dict[int | None, dict[int, Intent]] = {}
        self.piece: int | None = None
        self.ballots: list[tuple[int | None, Ballot]] = []
        self._is_fresh = False

    def follow(self, record: Record, before: Position, played: Played, *, is_dark: bool) -> None:
        """Take in a record with the position before it."""
        is_quiet = record.fact.intent in _QUIET
        if not is_dark and not (is_quiet and self._is_fresh):
            self.look(before, played)
        self._records.setdefault(self.piece, {})[record.seq] = record.fact.intent
        self._is_fresh = is_quiet and self._is_fresh

    def look(self, position: Position, played: Played) -> None:
        """Keep what the hall is shown now."""
        blocks = position.blocks(played, "hall")
        self.piece = next((block.piece for block in blocks if isinstance(block, Headline)), None)
        self._shown[self.piece] = blocks
        self._is_fresh = True

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces; what was shown before the first or after the last is one only where there are no others."""
        numbers: list[int | None] = [*sorted(number for number in self._shown if number is not None)]
        for number in numbers or [None]:
            own = tuple(ballot for piece, ballot in self.ballots if piece == number)
            yield Piece(number, self._shown.get(number, ()), own, self._records.get(number, {}))
