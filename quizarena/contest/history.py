"""The records, which of them count and as what, and the positions they come down to.

Corrections, strikes, amendments, undo and redo take a number but no place in the fold: they say what the other records
count as. Judges nothing.
"""

from __future__ import annotations

import bisect
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import attrs

from ..fact_book import FactBook
from ..facts import Fact, Record
from ..journal.row import GENESIS
from ..records import as_kept
from ..rulebook import with_rule
from ..values import evolve
from .engine import Editions, Engine
from .facts import META, Amended, Corrected, Redone, Replacement, RulebookRead, Struck, Undone
from .position import Position, finish_reveal
from .state import State

if TYPE_CHECKING:
    from ..rulebook import Rulebook

_EVERY = 64
"""States are kept this often, so that looking back folds no more than this many facts."""
_LOOKED_BACK = 8
"""So many positions of the past are kept, for a correction is told of again and again."""
_CHANGES = frozenset(META)
_UNCOUNTED = _CHANGES | {RulebookRead}


@attrs.frozen
class Amendment:
    """A rule changed by the record `seq`: for all that was and will be, or `from_now` on for what begins after it."""

    seq: int
    path: str
    value: str
    from_now: bool


@attrs.frozen
class Resolution:
    """The records that count, corrected ones with today's fact, and what became of the others.

    `corrected` maps a record to the corrections in force on it, oldest first; `gone` maps one that no longer counts to
    the record that took it out. `amendments` are those in force, in order.
    """

    facts: tuple[Record, ...]
    corrected: Mapping[int, tuple[int, ...]]
    gone: Mapping[int, int]
    amendments: tuple[Amendment, ...]

    def index(self, seq: int) -> int:
        """Return how many effective facts come before the record `seq`."""
        return bisect.bisect_left(self.facts, seq, key=_seq)

    def fact(self, seq: int) -> Fact | None:
        """Return what the record `seq` counts as, None if it does not count."""
        at = self.index(seq)
        found = self.facts[at] if at < len(self.facts) else None
        return found.fact if found is not None and found.seq == seq else None


def undone(records: Sequence[Record]) -> dict[int, int]:
    """Return the records taken back by an undo that holds, each with the undo's number."""
    back: dict[int, int] = {}
    for record in records:
        if type(record.fact) not in _CHANGES:
            continue
        if isinstance(record.fact, Undone):
            back[record.fact.seq] = record.seq
        elif isinstance(record.fact, Redone):
            target = records[record.fact.seq].fact
            if isinstance(target, Undone):
                back.pop(target.seq, None)
    return back


def resolve(records: Sequence[Record], book: FactBook) -> Resolution:
    """Return what `records` come down to."""
    gone = undone(records)
    changes = [record for record in records if type(record.fact) in _CHANGES and record.seq not in gone]
    replaced: dict[int, Replacement] = {}
    corrected: dict[int, tuple[int, ...]] = {}
    for record in changes:
        if isinstance(record.fact, (Corrected, Amended)):
            for item in record.fact.items:
                replaced[item.seq] = item
                corrected[item.seq] = (*corrected.get(item.seq, ()), record.seq)
            gone |= dict.fromkeys(record.fact.take_out, record.seq)
        elif isinstance(record.fact, Struck):
            gone[record.fact.seq] = record.seq
    facts = tuple(
        _as_replaced(record, replaced, book) if replaced else record
        for record in records
        if type(record.fact) not in _UNCOUNTED and record.seq not in gone
    )
    amendments = (_amendment(record.seq, record.fact) for record in changes if isinstance(record.fact, Amended))
    return Resolution(facts, corrected, gone, tuple(amendments))


def _amendment(seq: int, fact: Amended) -> Amendment:
    return Amendment(seq, fact.path, fact.value, fact.from_now)


def counts(record: Record) -> bool:
    """Whether a record has a place in the fold."""
    return type(record.fact) not in _UNCOUNTED


def _as_replaced(record: Record, replaced: Mapping[int, Replacement], book: FactBook) -> Record:
    item = replaced.get(record.seq)
    return record if item is None else evolve(record, fact=book.of_mapping(record.type, item.fact))


def _seq(record: Record) -> int:
    return record.seq


@attrs.frozen
class Fold:
    """What facts come down to under some rules: the states on the way, one every so many, and the position after."""

    facts: tuple[Record, ...]
    states: tuple[State, ...]
    position: Position

    def is_of(self, engine: Engine, facts: Sequence[Record]) -> bool:
        """Whether these facts under these rules come down to it."""
        return self.facts == tuple(facts) and engine.editions == self.position.engine.editions


def _fold(position: Position, facts: Sequence[Record]) -> tuple[list[State], Position]:
    """Return the states before each run of facts, and the position after the last."""
    states = []
    for start in range(0, len(facts), _EVERY):
        states.append(position.state)
        position = position.fold(facts[start : start + _EVERY])
    return states, position


class History:
    """The records of a contest, and the position after the last of them."""

    def __init__(self, engine: Engine) -> None:
        """Begin with no record; `engine` is of the rulebook before any amendment."""
        self.base = engine
        self.book = engine.book()
        self.records: list[Record] = []
        self.changes: list[int] = []
        """The numbers of the records that have no place in the fold: the rulebook and the changes of the past."""
        self._position = Position(engine, engine.start())
        self._is_elsewhere = False
        """Whether it stands at another position than its records come down to."""
        self._ids: dict[str, int] = {}
        self._facts: list[Record] = []
        self._states: list[State] = []
        self._resolution: Resolution | None = None
        self._editions: dict[tuple[Amendment, ...], Editions] = {}
        self._last_fold: list[Fold] = []
        """What was folded last under rules of its own, if anything was; forks share it."""
        self._as_written: dict[int, Position] = {}
        """The positions as their records were written, those asked for last."""

    @classmethod
    def of_records(cls, engine: Engine, records: Sequence[Record]) -> History:
        """Return the history that `records` tell, folded at once."""
        history = cls(engine)
        history.take_up(records)
        return history

    def take_up(self, records: Sequence[Record]) -> None:
        """Go on from these records, folded at once, in place of none."""
        self.records = list(records)
        self.changes = [record.seq for record in records if not counts(record)]
        self._ids = {record.id: record.seq for record in records}
        self._refold()

    def fork(self) -> History:
        """Return an independent copy."""
        copy = type(self).__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy.records, copy.changes, copy._ids = self.records[:], self.changes[:], dict(self._ids)
        copy._facts, copy._states, copy._as_written = self._facts[:], self._states[:], dict(self._as_written)
        return copy

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the rules and the records, and where it stands if it stands elsewhere than they come down to."""
        here = self._position if self._is_elsewhere else None
        stands = None if here is None else (here.engine.editions, here.state)
        return _unpickled, (self.base, self.records, stands)

    def find(self, id: str) -> Record | None:
        """Return the record its writer called `id`."""
        seq = self._ids.get(id)
        return None if seq is None else self.records[seq]

    @property
    def position(self) -> Position:
        """The position after the last record; a reveal that has nothing to open is over as it begins."""
        return finish_reveal(self._position)

    @property
    def facts(self) -> Sequence[Record]:
        """The records that count, in order, as `resolution` has them."""
        return self._facts

    @property
    def resolution(self) -> Resolution:
        """Which records count, and as what."""
        if self._resolution is None:
            self._resolution = resolve(self.records, self.book)
        return self._resolution

    def make_record(
        self, fact: Fact, seat: str = "desk", person: str = "", id: str | None = None, at: datetime | None = None
    ) -> Record:
        """Return the record of `fact` that follows the last one, with an id and an instant of its own if None."""
        running = self._position.state.running
        round_id = running.id if running is not None else ""
        before = self.records[-1].digest if self.records else GENESIS
        name = secrets.token_hex(16) if id is None else id
        blank = Record(len(self.records), name, at or datetime.now(UTC), seat, person, round_id, fact.type, fact, "")
        return as_kept(blank, before, self.book)

    def accept(self, record: Record) -> None:
        """Take in one more record, which was judged."""
        self.records.append(record)
        self._ids[record.id] = record.seq
        self._resolution = None
        if not counts(record):
            self.changes.append(record.seq)
            self._refold()
            return
        if len(self._facts) % _EVERY == 0:
            self._states.append(self._position.state)
        self._facts.append(record)
        self._position = self._position.after(record)

    def _refold(self) -> None:
        """Fold again from the first fact that differs, or from the start under other rules."""
        resolution = self.resolution
        engine = self.engine_of(resolution)
        if engine is not self._position.engine:
            found = self.fold_under(engine, resolution.facts)
            self._facts, self._states, self._position = list(found.facts), list(found.states), found.position
            return
        base, position = self.common(resolution) // _EVERY * _EVERY, self._position
        if base < len(self._facts):
            position = position.at(self._states[base // _EVERY])
        del self._facts[base:], self._states[(base + _EVERY - 1) // _EVERY :]
        rest = resolution.facts[base:]
        states, self._position = _fold(position, rest)
        self._facts += rest
        self._states += states

    def fold_under(self, engine: Engine, facts: Sequence[Record]) -> Fold:
        """Return what facts come down to under other rules; the last is kept, for what is tried is recorded next."""
        known = next(iter(self._last_fold), None)
        if known is None or not known.is_of(engine, facts):
            states, position = _fold(Position(engine, engine.start()), facts)
            known = Fold(tuple(facts), tuple(states), position)
            self._last_fold[:] = [known]
        return known

    def engine_of(self, resolution: Resolution) -> Engine:
        """Return the engine of the rulebook as `resolution` amends it; the present one where nothing changed."""
        editions = self._amended(resolution.amendments)
        if editions == self._position.engine.editions:
            return self._position.engine
        return self.base.amended(editions)

    def _amended(self, amendments: tuple[Amendment, ...]) -> Editions:
        """Return the rulebooks after `amendments`; each is read once, for reading one reads the whole rulebook."""
        if not amendments:
            return self.base.editions
        if amendments not in self._editions:
            before, last = self._amended(amendments[:-1]), amendments[-1]
            if last.from_now:
                after = (*before, (last.seq, self._with_value(before[-1][1], last)))
            else:
                after = tuple((since, self._with_value(rulebook, last)) for since, rulebook in before)
            self._editions[amendments] = after
        return self._editions[amendments]

    def _with_value(self, rulebook: Rulebook, said: Amendment) -> Rulebook:
        return with_rule(rulebook, said.path, said.value, self.base.kinds)

    # Looking back

    def up_to(self, seq: int) -> History:
        """Return the history as it was after the record `seq`."""
        return History.of_records(self.base, self.records[: seq + 1])

    def common(self, resolution: Resolution) -> int:
        """Return how many facts the fold and `resolution` begin with in common."""
        for place, (old, new) in enumerate(zip(self._facts, resolution.facts, strict=False)):
            if old.seq != new.seq or (old.fact is not new.fact and old.fact != new.fact):
                return place
        return min(len(self._facts), len(resolution.facts))

    def position_at(self, index: int) -> Position:
        """Return the position before the effective fact with that index."""
        if index >= len(self._facts):
            return self._position
        base = index // _EVERY
        return self._position.at(self._states[base]).fold(self._facts[base * _EVERY : index])

    def position_before(self, seq: int) -> Position:
        """Return the position before the record `seq`, with today's corrections."""
        return self.position_at(bisect.bisect_left(self._facts, seq, key=_seq))

    def facts_from(self, seq: int) -> Sequence[Record]:
        """Return the records that count from `seq` on."""
        return self._facts[bisect.bisect_left(self._facts, seq, key=_seq) :]

    def position_after(self, seq: int) -> Position:
        """Return the position once the record `seq` was written: with the corrections of then, as the hall saw it."""
        if seq == len(self.records) - 1:
            return self.position
        if seq not in self._as_written:
            if len(self._as_written) == _LOOKED_BACK:
                del self._as_written[next(iter(self._as_written))]
            self._as_written[seq] = finish_reveal(self._written(resolve(self.records[: seq + 1], self.book)))
        return self._as_written[seq]

    def _written(self, then: Resolution) -> Position:
        engine, common = self.engine_of(then), self.common(then)
        if engine is not self._position.engine:
            return self.fold_under(engine, then.facts).position
        return self.position_at(common).fold(then.facts[common:])

    def walk(self) -> Iterator[tuple[Record, Position]]:
        """Yield each record that counts, as it counts today, with the position before it."""
        for place, record in enumerate(self._facts):
            if place % _EVERY == 0:
                position = self._position.at(self._states[place // _EVERY])
            yield record, position
            position = position.after(record)

    def at(self, position: Position) -> History:
        """Return a copy that stands at another position of these records, to be asked and not to be pushed to."""
        copy = self.fork()
        copy._position, copy._is_elsewhere = position, True
        return copy


def _unpickled(base: Engine, records: Sequence[Record], stands: tuple[Editions, State] | None) -> History:
    history = History.of_records(base, records)
    if stands is None:
        return history
    editions, state = stands
    return history.at(Position(base.amended(editions), state))
