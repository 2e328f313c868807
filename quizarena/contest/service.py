"""The contest: push, correct, strike, amend, undo, redo; look back; ask for moves, standings, scores and scenes.

A mutable service over frozen states. Decides the order of things; matching is in `judge.py`, meaning in `frame.py`,
what an audience may see in `views.py`.
"""

from __future__ import annotations

import bisect
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import attrs

from ..facts import Fact, FactBook, Record
from ..journal.row import GENESIS
from ..moves import IllegalFact, Move
from ..text import FRAME
from . import flow, stage, views
from . import log as logs
from .facts import Amended, Corrected, Redone, Replacement, RulebookRead, Struck, Undone
from .frame import Frame
from .judge import judge, matching, may_act, rejudge
from .records import plugin_versions, sealed
from .resolve import Effective, Resolution, counts, resolve, undone
from .state import State
from .totals import Standings, standings

if TYPE_CHECKING:
    from ..rounds import Award, RoundKind
    from ..rulebook import Rulebook
    from ..scenes import Audience, Scene

_ = FRAME
_EVERY = 16
"""States are kept this often, so that looking back folds no more than this many facts."""


@attrs.frozen
class Preview:
    """The standings before and after a deed, by the same code as the deed."""

    before: Standings
    after: Standings


class Contest:
    """A contest, as its records tell it.

    `Contest(rulebook)` begins one in memory; `Contest.of_records` takes one up where its journal left it.
    """

    def __init__(self, rulebook: Rulebook, *, kinds: Mapping[str, RoundKind] | None = None) -> None:
        """Begin a contest: record 0 is the resolved rulebook and the plug-ins it stands on."""
        self._set_up(Frame(rulebook, kinds))
        fact = RulebookRead(rulebook.resolved(), plugin_versions(rulebook))
        self.accept(self._made(fact, "desk", "", None, None))

    def _set_up(self, frame: Frame) -> None:
        self._base = frame
        self._frame = frame
        self._book = frame.book()
        self._records: list[Record] = []
        self._ids: dict[str, int] = {}
        self._facts: list[Effective] = []
        self._kept: list[State] = [frame.start()]
        self._state = frame.start()
        self._resolution: Resolution | None = None

    @classmethod
    def of_records(cls, records: Sequence[Record], *, kinds: Mapping[str, RoundKind] | None = None) -> Contest:
        """Take a contest up from its records; they are folded, not judged again (`verify` does that).

        Raises:
            FactError: The first record holds no rulebook.
        """
        from ..errors import FactError
        from ..rulebook import Rulebook

        first = records[0].fact if records else None
        if not isinstance(first, RulebookRead):
            raise FactError("expected the rulebook as record 0; this is no journal of a contest")
        return cls._folded(Frame(Rulebook.of_resolved(first.resolved), kinds), records)

    @classmethod
    def _folded(cls, frame: Frame, records: Sequence[Record]) -> Contest:
        contest = cls.__new__(cls)
        contest._set_up(frame)
        contest._records = list(records)
        contest._ids = {record.id: record.seq for record in records}
        contest._refold()
        return contest

    # What it is

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook with today's amendments."""
        return self._frame.rulebook

    @property
    def records(self) -> tuple[Record, ...]:
        """All records, first to last."""
        return tuple(self._records)

    @property
    def state(self) -> State:
        """The frozen state all records come down to."""
        return self._state

    @property
    def book(self) -> FactBook:
        """The facts this contest may hold, and their codec."""
        return self._book

    @property
    def head(self) -> str:
        """The digest at the head of the chain."""
        return self._records[-1].digest

    @property
    def resolution(self) -> Resolution:
        """Which records count, and as what."""
        if self._resolution is None:
            self._resolution = resolve(self._records, self._book)
        return self._resolution

    # Moves and facts

    def moves(self, seat: str | None = None) -> list[Move]:
        """Return what may happen now; with a `seat`, what that seat may do, choices narrowed to its own."""
        found = list(flow.moves(self._frame, self._state))
        return found if seat is None else views.for_seat(found, seat, self.rulebook.seats)

    def push(
        self,
        fact: Fact,
        *,
        seat: str = "desk",
        person: str = "",
        id: str | None = None,
        at: datetime | None = None,
    ) -> Record:
        """Record a fact.

        Args:
            fact: What happened, such as `move.fill(...)`.
            seat: In whose name.
            person: Who types.
            id: The caller's id; a fact pushed again under the same id counts once and its first record is returned.
            at: When it is written; now if None.

        Raises:
            IllegalFact: No move offers it to that seat now; nothing has changed.
            ConflictError: It changes the past so that later records no longer fit; nothing has changed.
            RulebookError: It amends a rule to what the rulebook refuses.
        """
        known = self._ids.get(id) if id is not None else None
        if known is not None:
            return self._records[known]
        record = self.prepare(fact, seat=seat, person=person, id=id, at=at)
        self.accept(record)
        return record

    def prepare(
        self,
        fact: Fact,
        *,
        seat: str = "desk",
        person: str = "",
        id: str | None = None,
        at: datetime | None = None,
    ) -> Record:
        """Return the record `push` would make, judged but not accepted; raises like `push`."""
        record = self._made(fact, seat, person, id, at)
        if counts(record):
            judge(self._frame, self._state, fact, seat)
        else:
            self._try(record)
        return record

    def accept(self, record: Record) -> None:
        """Take in a record that was judged: one's own from `prepare`, or another process's from the journal."""
        self._records.append(record)
        self._ids[record.id] = record.seq
        self._resolution = None
        if counts(record):
            self._append(Effective(record.seq, record.round, record.fact, record.seat))
        elif record.seq:
            self._refold()

    def _made(self, fact: Fact, seat: str, person: str, id: str | None, at: datetime | None) -> Record:
        running = self._state.running
        round_id = running.id if running is not None else ""
        before = self._records[-1].digest if self._records else GENESIS
        name = secrets.token_hex(16) if id is None else id
        blank = Record(len(self._records), name, at or datetime.now(UTC), seat, person, round_id, fact.type, fact, "")
        return sealed(blank, before, self._book)

    def _append(self, each: Effective) -> None:
        if len(self._facts) % _EVERY == 0:
            del self._kept[len(self._facts) // _EVERY :]
            self._kept.append(self._state)
        self._facts.append(each)
        self._state = self._frame.apply(self._state, each.seq, each.fact, each.round)

    def _refold(self) -> None:
        """Fold again from the first effective fact that differs, or from the start when a rule was amended."""
        resolution = self.resolution
        frame = self._amended(resolution)
        common = 0
        if frame is self._frame:
            common = _common(self._facts, resolution.facts)
        self._frame = frame
        base = common // _EVERY * _EVERY
        self._state = self._kept[base // _EVERY] if base < len(self._facts) or base else frame.start()
        if base == 0:
            self._state = frame.start()
        del self._facts[base:], self._kept[base // _EVERY :]
        for each in resolution.facts[base:]:
            self._append(each)

    def _amended(self, resolution: Resolution) -> Frame:
        if not resolution.amendments:
            return self._base
        rulebook = self._base.rulebook
        for _seq, path, value in resolution.amendments:
            rulebook = rulebook.with_value(path, value)
        return self._frame if rulebook == self._frame.rulebook else self._base.with_rulebook(rulebook)

    # Changes of the past

    def correct(
        self,
        items: Sequence[tuple[int, Fact]],
        *,
        reason: str,
        ruled_by: str = "",
        seat: str = "desk",
        person: str = "",
        id: str | None = None,
        at: datetime | None = None,
    ) -> Record:
        """Replace past facts, one or several at once.

        Args:
            items: (record number, the fact that should stand there); type and what identifies it stay.
            reason: Why.
            ruled_by: Who decided it.
            seat, person, id, at: As in `push`.

        Raises:
            IllegalFact: A record cannot be corrected, or a replacement fits no move of its moment.
            ConflictError: Later records no longer fit; the root ones are named.
        """
        made = tuple(Replacement(seq, self._book.to_mapping(fact)) for seq, fact in items)
        return self.push(Corrected(made, reason, ruled_by), seat=seat, person=person, id=id, at=at)

    def strike(self, seq: int, *, reason: str, seat: str = "desk", person: str = "", id: str | None = None) -> Record:
        """Take an aside, or the last fact, out of the reckoning; raises like `correct`."""
        return self.push(Struck(seq, reason), seat=seat, person=person, id=id)

    def amend(
        self,
        path: str,
        value: str,
        *,
        reason: str,
        seat: str = "desk",
        person: str = "",
        id: str | None = None,
    ) -> Record:
        """Change a rule, such as ("rounds.quiz.points", "15"): a scoring rule always, others until their round begins."""
        return self.push(Amended(path, value, reason), seat=seat, person=person, id=id)

    def undoable(self, seat: str = "desk") -> int | None:
        """Return the record an undo by `seat` would take back, None if there is none."""
        gone = self.resolution.gone
        for record in reversed(self._records[1:]):
            passed = record.fact.cue or isinstance(record.fact, (Undone, Redone)) or record.seq in gone
            if record.seat == seat and not passed:
                return record.seq if record.fact.undoable else None
        return None

    def redoable(self, seat: str = "desk") -> int | None:
        """Return the undo that a redo by `seat` would take back, None if there is none or a new fact has ended it."""
        standing = set(undone(self._records).values())
        for record in reversed(self._records):
            if record.seat != seat or record.fact.cue:
                continue
            if isinstance(record.fact, Undone) and record.seq in standing:
                return record.seq
            if not isinstance(record.fact, (Undone, Redone)):
                return None
        return None

    def undo(self, *, seat: str = "desk", person: str = "", id: str | None = None) -> Record:
        """Take back the seat's own last effective record that is no cue.

        Raises:
            IllegalFact: There is none, or it is a ballot: that is returned, never undone.
            ConflictError: Later records hang on it.
        """
        return self.push(Undone(self._some(self.undoable(seat))), seat=seat, person=person, id=id)

    def redo(self, *, seat: str = "desk", person: str = "", id: str | None = None) -> Record:
        """Take back the seat's last undo; raises like `undo`."""
        return self.push(Redone(self._some(self.redoable(seat))), seat=seat, person=person, id=id)

    @staticmethod
    def _some(seq: int | None) -> int:
        return -1 if seq is None else seq

    def _try(self, record: Record) -> None:
        """Judge a change of the past by carrying it out on a copy's facts; raise what stands against it."""
        fact = record.fact
        if self._state.signed is not None:
            raise IllegalFact(fact, _("the contest is closed and signed; nothing may change"))
        self._try_seat(record)
        if isinstance(fact, Corrected):
            self._try_corrected(record, fact)
        elif isinstance(fact, Struck):
            self._try_struck(record, fact)
        elif isinstance(fact, Amended):
            self._try_amended(record, fact)
        elif isinstance(fact, Undone):
            self._try_back(record, fact, fact.seq, self.undoable(record.seat))
        elif isinstance(fact, Redone):
            self._try_back(record, fact, fact.seq, self.redoable(record.seat))
        else:
            raise IllegalFact(fact, _("the rulebook is read once, as record 0"))

    def _try_seat(self, record: Record) -> None:
        needed = "desk" if not isinstance(record.fact, (Undone, Redone)) else record.seat
        if not may_act(record.seat, needed, self.rulebook.seats):
            reason = _("the seat {seat} may not do this; it takes {wanted}", seat=record.seat or "-", wanted=needed)
            raise IllegalFact(record.fact, reason)

    def _try_corrected(self, record: Record, fact: Corrected) -> None:
        changed: dict[int, Move] = {}
        for item in fact.items:
            standing = self.resolution.fact(item.seq)
            if standing is None or item.seq in changed:
                reason = _("record #{seq} is none that counts, or stands twice; it cannot be corrected", seq=item.seq)
                raise IllegalFact(fact, reason)
            changed[item.seq] = self._made_by(item.seq, standing, fact)
            self._book.of_mapping(standing.type, item.fact)
        if not changed:
            raise IllegalFact(fact, _("expected at least one record to correct"))
        self._retell(record, changed)

    def _made_by(self, seq: int, fact: Fact, whole: Fact) -> Move:
        state = self._state_before(seq)
        found = matching(flow.moves(self._frame, state), fact, taken_free=True)
        if found is None:
            raise IllegalFact(whole, _("record #{seq} fits no move any more; correct what it hangs on first", seq=seq))
        return found

    def _try_struck(self, record: Record, fact: Struck) -> None:
        standing = self.resolution.fact(fact.seq)
        if standing is None:
            raise IllegalFact(fact, _("record #{seq} is none that counts; it cannot be struck", seq=fact.seq))
        last = self._facts[-1].seq == fact.seq
        if not (last and standing.undoable) and not self._made_by(fact.seq, standing, fact).aside:
            reason = _(
                "record #{seq} is no aside and not the last; correct it, or use the round's own void",
                seq=fact.seq,
            )
            raise IllegalFact(fact, reason)
        self._retell(record, {})

    def _try_amended(self, record: Record, fact: Amended) -> None:
        rulebook = self.rulebook
        rulebook.with_value(fact.path, fact.value)
        if rulebook.role(fact.path) == "scoring":
            return
        round_id = views.round_of_path(rulebook, fact.path)
        begun = self._state.played(round_id) is not None if round_id else bool(self._state.mode)
        if begun:
            raise IllegalFact(
                fact,
                _("{path} shapes what has begun already; only scoring rules may change now", path=fact.path),
            )

    def _try_back(self, record: Record, fact: Fact, target: int, allowed: int | None) -> None:
        if allowed is None or target != allowed:
            if isinstance(fact, Redone):
                raise IllegalFact(fact, _("there is nothing of this seat to redo"))
            raise IllegalFact(fact, _("there is nothing of this seat to undo; a ballot is returned, not undone"))
        back = self._records[target].fact
        if isinstance(back, Amended):
            self._try_amended(record, back)
        self._retell(record, {})

    def _retell(self, record: Record, changed: Mapping[int, Move]) -> None:
        """Judge all facts after the first that the change touches, against the moves of their new moments."""
        after = resolve([*self._records, record], self._book)
        common = _common(self._facts, after.facts)
        frame = self._amended(after)
        state = self._state_at(common)
        for _each, _state in rejudge(frame, state, after.facts[common:], changed):
            pass

    # Looking back

    def _state_at(self, index: int) -> State:
        """Return the state before the effective fact with that index."""
        if index >= len(self._facts):
            return self._state
        base = index // _EVERY
        state = self._kept[base]
        for each in self._facts[base * _EVERY : index]:
            state = self._frame.apply(state, each.seq, each.fact, each.round)
        return state

    def _state_before(self, seq: int) -> State:
        return self._state_at(bisect.bisect_left(self._facts, seq, key=lambda each: each.seq))

    def at(self, seq: int) -> Contest:
        """Return the contest as the hall saw it after the record `seq`; IndexError if there is none."""
        return self._folded(self._base, self._records[: self._checked(seq) + 1])

    def before(self, seq: int) -> Contest:
        """Return the moment before the record `seq`, with today's corrections; a view to ask, not to push to."""
        self._checked(seq)
        view = self.fork()
        view._state = self._state_before(seq)
        return view

    def _checked(self, seq: int) -> int:
        if not 0 <= seq < len(self._records):
            raise IndexError(f"expected a record from 0 to {len(self._records) - 1}, found {seq}")
        return seq

    def fork(self) -> Contest:
        """Return an independent copy; what is pushed to it stays with it."""
        copy = type(self).__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._records, copy._facts, copy._kept = self._records[:], self._facts[:], self._kept[:]
        copy._ids = dict(self._ids)
        return copy

    def preview(self, fact: Fact, *, seat: str = "desk") -> Preview:
        """Return the standings before and after pushing `fact`; raises like `push`, and changes nothing."""
        trial = self.fork()
        trial.push(fact, seat=seat)
        return Preview(self.standings(), trial.standings())

    # Questions

    def standings(self, audience: Audience = None) -> Standings:
        """Return the standings as `audience` may see them."""
        if audience is None:
            return standings(self._frame, self._state)
        return views.standings_for(self._frame, self._state, audience)

    def explain(self, team: str, audience: Audience = None) -> views.Explanation:
        """Return a team's total with its whole working; KeyError if there is no such team."""
        return views.explain(self, team, audience)

    def awards(self, audience: Audience = None) -> tuple[Award, ...]:
        """Return the honours the rounds give so far, as `audience` may know them."""
        return tuple(self._frame.awards(views.seen_state(self._state, audience)))

    def outcome(self) -> views.Outcome | None:
        """Return who won and why it is over, None while it is not."""
        return views.outcome(self._frame, self._state)

    def scene(self, audience: Audience = None) -> Scene:
        """Return what a screen of `audience` shows now."""
        return stage.scene(self._frame, self._state, audience)

    def log(self, audience: Audience = None) -> list[logs.LogLine]:
        """Return the records as `audience` may read them, oldest first."""
        return logs.log(self, audience)

    def verify(self) -> None:
        """Judge every record again from the start and recompute the chain.

        Raises:
            JournalError: A record's digest is not its link in the chain, or its fact was not legal when it was recorded;
                the first such record is named.
        """
        logs.verify(self)

    def export(self, audience: Audience = None) -> list[dict[str, Any]]:
        """Return the records as JSON values; for an audience, without what is sealed from it."""
        return logs.export(self, audience)


def _common(old: Sequence[Effective], new: Sequence[Effective]) -> int:
    """Return how many effective facts the two begin with in common."""
    for place, (a, b) in enumerate(zip(old, new, strict=False)):
        if a.seq != b.seq or (a.fact is not b.fact and a.fact != b.fact):
            return place
    return min(len(old), len(new))
