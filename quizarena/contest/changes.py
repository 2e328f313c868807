"""Changes of the past: whether a correction, a strike, an amendment, an undo or a redo may be recorded.

Decides by carrying the change out on the side: what no longer fits is a conflict. Keeps nothing.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from ..facts import Fact, Record
from ..moves import IllegalFact, Move
from ..roster import undoes
from ..rulebook import Reach, reach_of_rule
from ..text import FRAME
from ..values import evolve
from .draw_ceremony import changed_draw, fixed_draw, fixed_facts
from .engine import Engine
from .facts import Amended, ContestOpened, Corrected, ProtestLodged, Redone, Replacement, Struck, Undone
from .flow import moves
from .history import History, Resolution, counts, resolve, undone
from .legality import (
    Change,
    ConflictError,
    Followers,
    all_matching,
    check,
    followers,
    may_act,
    misfits,
    opened_already,
    recheck,
)
from .people import everybody
from .position import Position
from .scene import everything_asked
from .state import order_purpose

_ = FRAME


def check_record(history: History, record: Record) -> Move | None:
    """Return the move that offers what `record` says, None for a change of the past; refuse what may not be recorded.

    Raises:
        IllegalFact: No move offers it to that seat now, or the change is not allowed.
        ConflictError: It changes the past so that later records no longer fit.
        RulebookError: It amends a rule to what the rulebook refuses.
    """
    if counts(record):
        _check_against(record)
        return check(history.position, record.fact, record.seat)
    Past(history).check(record)
    return None


def _check_against(record: Record) -> None:
    """Refuse a protest against a record that there is not."""
    fact = record.fact
    if isinstance(fact, ProtestLodged) and fact.record >= record.seq:
        raise IllegalFact(fact, _("record: there is no #{seq} yet", seq=f"{fact.record:03}"))


@attrs.frozen
class Past:
    """What a change is judged against."""

    history: History

    def undoable(self, seat: str) -> int | None:
        """Return the record an undo by `seat` would take back: its last that counts and is no cue."""
        if self.history.position.state.signed is not None:
            return None
        gone = self.history.resolution.gone
        for record in reversed(self.history.records[1:]):
            passed = record.fact.cue or isinstance(record.fact, (Undone, Redone)) or record.seq in gone
            if record.seat in undoes(seat) and not passed:
                return record.seq if record.fact.undoable else None
        return None

    def redoable(self, seat: str) -> int | None:
        """Return the undo a redo by `seat` would take back; a new fact of the seat has ended it."""
        standing = set(undone(self.history.records).values())
        for record in reversed(self.history.records):
            if record.seat not in undoes(seat) or record.fact.cue:
                continue
            if isinstance(record.fact, Undone) and record.seq in standing:
                return record.seq
            if not isinstance(record.fact, (Undone, Redone)):
                return None
        return None

    def check(self, record: Record) -> None:
        """Refuse a change that may not be recorded.

        Raises:
            IllegalFact: The change itself is not allowed, or a replacement fits no move of its moment.
            ConflictError: Later records would no longer fit.
            RulebookError: An amendment the rulebook refuses.
        """
        if self.history.position.state.signed is not None:
            reason = _("the contest is closed and signed; nothing changes before a ruling opens it again")
            raise IllegalFact(record.fact, reason)
        self._check_seat(record)
        check_reason(record.fact)
        self._check_draws(record)
        _change(record.fact, record, self)

    def _check_draws(self, record: Record) -> None:
        """Refuse what would change a draw that is fixed, by whatever way: it is only taken back as a whole."""
        least, history = self.history.position.rulebook.numbers_called, self.history
        if isinstance(record.fact, Amended) or not fixed_facts(history.facts, least):
            return
        touched = changed_draw(history.resolution, self._resolved_with(record), least)
        if touched is not None:
            raise IllegalFact(record.fact, fixed_draw(touched))

    def _check_seat(self, record: Record) -> None:
        needed = record.seat if isinstance(record.fact, (Undone, Redone)) else "desk"
        if not may_act(record.seat, needed, self.history.position.rulebook.seats):
            reason = _("the seat {seat} may not do this; it takes {wanted}", seat=record.seat or "-", wanted=needed)
            raise IllegalFact(record.fact, reason)

    def made_by(self, seq: int, fact: Fact, whole: Fact) -> tuple[Move, ...]:
        """Return the moves the record `seq` may have been made by, as things stand today."""
        found = tuple(all_matching(moves(self.history.position_before(seq)), fact, ignore_derived=True))
        if not found:
            reason = _("record #{seq} fits no move any more; correct what it hangs on first", seq=seq)
            raise IllegalFact(whole, reason)
        return found

    def _change(self, changed: Mapping[int, Sequence[Move]]) -> Change:
        return Change(changed, everybody(self.history.position))

    def position_before(self, seq: int, record: Record) -> Position:
        """Return the position before the record `seq` if the change `record` were made; judges nothing."""
        after = self._resolved_with(record)
        place = after.index(seq)
        common = min(place, self.history.common(after))
        return self._start(after, common).fold(after.facts[common:place])

    def engine_with(self, record: Record) -> Engine:
        """Return the engine of the rules as they are once `record` is recorded."""
        return self.history.engine_of(self._resolved_with(record))

    def _resolved_with(self, record: Record) -> Resolution:
        return resolve([*self.history.records, record], self.history.book)

    def _start(self, after: Resolution, common: int) -> Position:
        """Return the position from which `after` differs, under its rules."""
        position, engine = self.history.position_at(common), self.history.engine_of(after)
        return position if engine is position.engine else Position(engine, position.state)

    def has_gone_on(self) -> bool:
        """Whether anything but cues counts since the contest was opened."""
        return sum(not each.fact.cue for each in self.history.facts) > 1

    def recheck(self, record: Record, changed: Mapping[int, Sequence[Move]]) -> None:
        """Check all facts from the first that the change touches against the moves of their new moments.

        What stood before as a whole may stand again: a value that a rule would not derive today comes back only
        together with all that it was recorded with.
        """
        after = self._resolved_with(record)
        common = self.history.common(after)
        try:
            position = recheck(self._start(after, common), after.facts[common:], self._change(changed))
        except (IllegalFact, ConflictError):
            if not self._stood_before(after):
                raise
        else:
            position.engine.check_judges(position.state.roster.judges)
        if self.history.engine_of(after) is not self.history.position.engine:
            self.check_bearable(self.history.engine_of(after), record.fact, record)

    def replaced(self, fact: Corrected | Amended) -> dict[int, Sequence[Move]]:
        """Return the moves each record that is corrected may have been made by."""
        changed: dict[int, Sequence[Move]] = {}
        for item in fact.items:
            standing = self.history.resolution.fact(item.seq)
            if standing is None or item.seq in changed:
                reason = _("record #{seq} does not count or is named twice; it cannot be corrected", seq=item.seq)
                raise IllegalFact(fact, reason)
            wanted = self.history.book.of_mapping(standing.type, item.fact)
            if isinstance(wanted, ContestOpened) and wanted != standing and self.has_gone_on():
                raise IllegalFact(fact, opened_already(self.history.position, wanted.mode))
            changed[item.seq] = self.made_by(item.seq, standing, fact)
        if not changed:
            raise IllegalFact(fact, _("expected at least one record to correct, found none"))
        return changed

    def taken_out(self, fact: Corrected, record: Record, changed: Mapping[int, Sequence[Move]]) -> tuple[int, ...]:
        """Return the later records that fit no more once `fact` is in force, whatever it takes out itself."""
        after = self._resolved_with(evolve(record, fact=evolve(fact, take_out=())))
        common = self.history.common(after)
        return misfits(self._start(after, common), after.facts[common:], self._change(changed))

    def check_taken_out(self, fact: Corrected, record: Record, changed: Mapping[int, Sequence[Move]]) -> None:
        """Refuse to take out anything but the records that fit no more: all of them, and no other."""
        needed = self.taken_out(fact, record, changed)
        if needed != tuple(sorted(fact.take_out)):
            reason = _("the records that fit no more are {seqs}; take out these and no others", seqs=_numbers(needed))
            raise IllegalFact(fact, reason)

    def followers(self, fact: Amended) -> Followers:
        """Return what hangs on an amendment: the records that count otherwise by it, and those that fit no more."""
        alone = evolve(fact, items=(), take_out=())
        position, history = self.history.position, self.history
        engine = history.engine_of(self._resolved_with(history.make_record(alone)))
        if engine is position.engine:
            return Followers()
        return followers(Position(engine, engine.start()), history.facts, everybody(position))

    def check_followers(self, fact: Amended, record: Record) -> None:
        """Refuse to amend a rule without the records that hang on it, or with others."""
        found, mapping = self.followers(fact), self.history.book.to_mapping
        wanted = tuple(Replacement(seq, mapping(each)) for seq, each in found.items)
        if (wanted, found.take_out) == (fact.items, fact.take_out):
            if wanted:
                self.recheck(record, self.replaced(fact))
            return
        seqs = _numbers(sorted([*(seq for seq, _fact in found.items), *found.take_out]))
        reason = _("the records {seqs} depend on this rule; amend it together with these and no others", seqs=seqs)
        raise IllegalFact(fact, reason)

    def check_bearable(self, engine: Engine, whole: Fact, record: Record) -> None:
        """Refuse rules by which what is recorded could not be counted or shown; the first such record is named."""
        facts, history = self._resolved_with(record).facts, self.history
        fault = _fault(lambda: history.fold_under(engine, facts).position)
        if fault is None:
            return

        def is_at_fault(place: int) -> bool:
            return _fault(lambda: Position(engine, engine.start()).fold(facts[: place + 1])) is not None

        first = bisect.bisect_left(range(len(facts)), True, key=is_at_fault)
        seq = facts[first].seq if facts else 0
        reason = _("record #{seq} cannot be counted by this rule; correct it first, or say another value", seq=seq)
        raise IllegalFact(whole, reason) from fault

    def _stood_before(self, after: Resolution) -> bool:
        """Whether the same records counted as the same facts under the same rules before one of the changes made."""
        records = self.history.records
        before = (records[: each.seq] for each in records[1:] if not counts(each))
        return any(_standing(resolve(some, self.history.book)) == _standing(after) for some in before)


def check_reason(fact: Fact) -> None:
    """Refuse a change without a reason, where one has to be given."""
    if isinstance(fact, (Corrected, Struck, Amended)) and not fact.reason.strip():
        raise IllegalFact(fact, _("{path}: expected some text, found none", path="reason"))


def what_changes(fact: Fact) -> tuple[object, ...]:
    """Return what a change changes, whatever is said of it and whoever ruled so: that is all it is judged by."""
    said = {*fact.names, *fact.remarks}
    cls: Any = type(fact)
    return cls, *(getattr(fact, field.name) for field in attrs.fields(cls) if field.name not in said)


def _numbers(seqs: Sequence[int]) -> str:
    return ", ".join(f"#{seq}" for seq in seqs) or "-"


def _fault(fold: Callable[[], Position]) -> Exception | None:
    """Return what a kind or a rule stumbles over in folding, or when all that screens ask is asked; None if nothing."""
    try:
        everything_asked(fold())
    except Exception as fault:  # a kind's own code may raise whatever it likes
        return fault
    return None


def _standing(resolution: Resolution) -> tuple[list[tuple[int, Fact]], list[tuple[object, ...]]]:
    """Return all that counts but cues, and the amendments in force."""
    facts = [(each.seq, each.fact) for each in resolution.facts if not each.fact.cue]
    return facts, [(each.path, each.value, each.from_now and each.seq) for each in resolution.amendments]


@functools.singledispatch
def _change(fact: Fact, record: Record, past: Past) -> None:
    raise IllegalFact(fact, _("the rulebook is read once, as record 0"))


@_change.register
def _corrected(fact: Corrected, record: Record, past: Past) -> None:
    changed = past.replaced(fact)
    if fact.take_out:
        past.check_taken_out(fact, record, changed)
    past.recheck(record, changed)


@_change.register
def _struck(fact: Struck, record: Record, past: Past) -> None:
    standing = past.history.resolution.fact(fact.seq)
    if standing is None:
        raise IllegalFact(fact, _("record #{seq} does not count; it cannot be struck", seq=fact.seq))
    last = past.history.facts[-1].seq == fact.seq
    if not (last and standing.undoable) and not past.made_by(fact.seq, standing, fact)[0].aside:
        reason = _("record #{seq} is no aside and not the last; correct it, or use the round's own void", seq=fact.seq)
        raise IllegalFact(fact, reason)
    past.recheck(record, {})


@_change.register
def _amended(fact: Amended, record: Record, past: Past) -> None:
    engine = past.engine_with(record)
    reach = reach_of_rule(past.history.position.rulebook, fact.path)
    _check_in_time(fact, record.seq, reach, past.history.position)
    if fact.from_now:
        _check_begins(fact, reach, past.history.position)
    _check_amended(fact, reach, engine, past, record)
    if fact.items or fact.take_out or reach.role == "scoring":
        past.check_followers(fact, record)


def _check_amended(fact: Amended, reach: Reach, engine: Engine, past: Past, record: Record) -> None:
    """Refuse rules by which the judges find no place, or what is recorded no count."""
    engine.check_judges(past.history.position.state.roster.judges)
    if fact.from_now or reach.role == "scoring":
        past.check_bearable(engine, fact, record)


def _check_in_time(fact: Amended, seq: int, reach: Reach, position: Position) -> None:
    """Refuse to change the shape of what has begun; a change from the record `seq` on leaves earlier play-offs be."""
    state = position.state
    if reach.role == "scoring":
        return
    if _is_drawn_by(fact.path) and state.draw(order_purpose(reach.round)).committed is not None:
        reason = _("{path} shapes a round that is being drawn for; take the draw back first", path=fact.path)
        raise IllegalFact(fact, reason)
    if reach.round:
        is_late = state.played(reach.round) is not None
    elif reach.play_off and fact.from_now:
        is_late = any(played.play_off and played.begun > seq for played in state.rounds)
    else:
        is_late = bool(state.mode)
    if is_late:
        reason = _("{path} shapes what has begun already; only scoring rules may change now", path=fact.path)
        raise IllegalFact(fact, reason)


def _check_begins(fact: Amended, reach: Reach, position: Position) -> None:
    """Refuse a change from now on of a rule that nothing begins with any more."""
    played = position.state.played(reach.round)
    if not (reach.round or reach.play_off or reach.each):
        reason = _(
            "{path} counts for the contest as a whole, not from a moment on; leave out 'from now on'", path=fact.path
        )
        raise IllegalFact(fact, reason)
    if played is None:
        return
    title = position.entry(played).title
    if not reach.each or position.kind(played).unit is None:
        reason = _(
            "{path} counts for {round} as a whole, and that has begun; leave out 'from now on'",
            path=fact.path,
            round=title,
        )
        raise IllegalFact(fact, reason)
    if position.is_over(played):
        reason = _("{round} is over, and nothing begins there any more; leave out 'from now on'", round=title)
        raise IllegalFact(fact, reason)


def _is_drawn_by(path: str) -> bool:
    """Whether a rule says how a round's order is drawn, or among whom."""
    steps = path.split(".")
    return steps[0] == "rounds" and steps[2:3] in (["order"], ["teams"])


@_change.register
def _undone(fact: Undone, record: Record, past: Past) -> None:
    if fact.seq != past.undoable(record.seat):
        raise IllegalFact(fact, _("there is nothing of this seat to undo; a ballot is returned, not undone"))
    _taken_back(fact.seq, record, past)


@_change.register
def _redone(fact: Redone, record: Record, past: Past) -> None:
    if fact.seq != past.redoable(record.seat):
        raise IllegalFact(fact, _("there is nothing of this seat to redo"))
    _taken_back(fact.seq, record, past)


def _taken_back(seq: int, record: Record, past: Past) -> None:
    back = past.history.records[seq]
    if isinstance(back.fact, Undone):
        back = past.history.records[back.fact.seq]
    if isinstance(back.fact, Amended):
        reach = reach_of_rule(past.history.position.rulebook, back.fact.path)
        _check_in_time(back.fact, back.seq, reach, past.history.position)
        _check_amended(back.fact, reach, past.engine_with(record), past, record)
    past.recheck(record, {})
