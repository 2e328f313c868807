"""The contest: push, correct, strike, amend, undo, redo; look back; ask for moves, standings, scores and scenes.

A mutable service over frozen states. Decides the order of things; matching is in `judge.py`, meaning in `frame.py`,
what an audience may see in `views.py`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import QuizArenaError
from ..fact_book import FactBook
from ..facts import Fact, Record
from ..journal.row import GENESIS, Row
from ..moves import IllegalFact, Move
from ..text import FRAME
from ..values import evolve
from . import flow, stage, views
from . import log as logs
from .changes import Past
from .facts import FRAME_FACTS, Amended, Corrected, Redone, Replacement, RulebookRead, Struck, Undone
from .fold import Fold
from .frame import Frame
from .judge import judge
from .records import is_retry, of_rows, plugin_versions, sealed
from .resolve import Resolution, counts, resolve
from .reveal import told
from .state import State
from .totals import Standings

if TYPE_CHECKING:
    from ..rounds import Award, RoundKind
    from ..rulebook import Rulebook
    from ..scenes import Audience, Scene

_ = FRAME


@attrs.frozen
class Preview:
    """The standings before and after a deed, by the same code as the deed."""

    before: Standings
    after: Standings


class Contest:
    """A contest, as its records tell it.

    `Contest(rulebook)` begins one in memory; `Contest.of_records` takes one up where its journal left it.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        kinds: Mapping[str, RoundKind] | None = None,
        person: str = "",
        id: str | None = None,
        at: datetime | None = None,
    ) -> None:
        """Begin a contest: record 0 is the resolved rulebook and the plug-ins it stands on."""
        self._set_up(Frame(rulebook, kinds))
        fact = RulebookRead(rulebook.resolved(), plugin_versions(rulebook))
        self.accept(self._made(fact, "desk", person, id, at))

    def _set_up(self, frame: Frame) -> None:
        self._base = frame
        self._fold = Fold(frame)
        self._book = frame.book()
        self._records: list[Record] = []
        self._ids: dict[str, int] = {}
        self._allowed: tuple[str, str, Fact] | None = None  # head, seat and fact of a preview, judged already
        self._resolution: Resolution | None = None
        self._at_freeze: tuple[int, Contest] | None = None
        self._told: tuple[State, State] | None = None  # the fold's state with a reveal pending, and what it comes to

    @classmethod
    def of_records(cls, records: Sequence[Record], *, kinds: Mapping[str, RoundKind] | None = None) -> Contest:
        """Take a contest up from its records; they are folded, not judged again (`verify` does that).

        Raises:
            FactError: The first record holds no rulebook.
            JournalError: They cannot be folded, for one of them was never legal; the first such record is named.
        """
        return cls._folded(_frame_of(records, kinds), records)

    @classmethod
    def of_rows(cls, rows: Sequence[Row], *, kinds: Mapping[str, RoundKind] | None = None) -> Contest:
        """Take a contest up from the rows of its journal, whose chain was checked; raises like `of_records`."""
        start = of_rows(rows[:1], FactBook(FRAME_FACTS))
        frame = _frame_of(start, kinds)
        return cls._folded(frame, [*start, *of_rows(rows[1:], frame.book())])

    @classmethod
    def _folded(cls, frame: Frame, records: Sequence[Record]) -> Contest:
        contest = cls.__new__(cls)
        contest._set_up(frame)
        contest._records = list(records)
        contest._ids = {record.id: record.seq for record in records}
        try:
            contest._fold.refold(contest.resolution)
        except QuizArenaError:
            raise
        except Exception:
            logs.judge_again(records, contest.book, frame.kinds)  # no move offered it, so no fold need bear it: name it
            raise
        return contest

    # What it is

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook with today's amendments."""
        return self._fold.frame.rulebook

    @property
    def rulebook_at_start(self) -> Rulebook:
        """The rulebook of record 0, before any amendment."""
        return self._base.rulebook

    @property
    def kinds(self) -> Mapping[str, RoundKind]:
        """The round kinds its rulebook names, by name, whether installed or given."""
        return self._base.kinds

    @property
    def records(self) -> tuple[Record, ...]:
        """All records, first to last."""
        return tuple(self._records)

    def find(self, id: str) -> Record | None:
        """Return the record its writer called `id`."""
        seq = self._ids.get(id)
        return None if seq is None else self._records[seq]

    def recorded(self, id: str, fact: Fact, seat: str) -> Record | None:
        """Return the record of an earlier try to record `fact` under the id, None where there was none.

        Raises:
            IllegalFact: Another fact, or another seat's, was recorded under that id.
        """
        known = self.find(id)
        if known is None or is_retry(known, fact, seat):
            return known
        problem = _("the id {id} stands for record #{seq}, another fact; give this one its own", id=id, seq=known.seq)
        raise IllegalFact(fact, problem)

    @property
    def state(self) -> State:
        """The frozen state all records come down to; a reveal that has nothing to open is over as it begins."""
        state = self._fold.state
        if state.reveal is None:
            return state
        if self._told is None or self._told[0] is not state:
            self._told = state, told(self._fold.frame, state)
        return self._told[1]

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
        found = list(flow.moves(self._fold.frame, self.state))
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
            IllegalFact: No move offers it to that seat now, or its id stands for another fact; nothing has changed.
            FactError: It could not be read back as it would be written; nothing has changed.
            ConflictError: It changes the past so that later records no longer fit; nothing has changed.
            RulebookError: It amends a rule to what the rulebook refuses.
        """
        known = self.recorded(id, fact, seat) if id is not None else None
        if known is not None:
            return known
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
            judge(self._fold.frame, self.state, record.fact, seat)
        elif self._allowed != (self.head, seat, record.fact):
            self._past().judge(record)
        return record

    def accept(self, record: Record) -> None:
        """Take in a record that was judged: one's own from `prepare`, or another process's from the journal."""
        self._records.append(record)
        self._ids[record.id] = record.seq
        self._resolution = None
        if counts(record):
            self._fold.append(record)
        elif record.seq:
            self._fold.refold(self.resolution)

    def _made(self, fact: Fact, seat: str, person: str, id: str | None, at: datetime | None) -> Record:
        running = self.state.running
        round_id = running.id if running is not None else ""
        before = self._records[-1].digest if self._records else GENESIS
        name = secrets.token_hex(16) if id is None else id
        fact = self._book.as_written(fact)
        blank = Record(len(self._records), name, at or datetime.now(UTC), seat, person, round_id, fact.type, fact, "")
        return sealed(blank, before, self._book)

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
            seat: As in `push`, like the next three.
            person: Who types.
            id: The caller's id.
            at: When it is written.

        Raises:
            IllegalFact: A record cannot be corrected, or a replacement fits no move of its moment.
            ConflictError: Later records no longer fit; the root ones are named.
        """
        return self.push(self._correction(items, reason, ruled_by), seat=seat, person=person, id=id, at=at)

    def _correction(self, items: Sequence[tuple[int, Fact]], reason: str, ruled_by: str = "") -> Corrected:
        made = tuple(Replacement(seq, self._book.to_mapping(fact)) for seq, fact in items)
        return Corrected(made, reason, ruled_by)

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
        """Change a rule, such as "rounds.quiz.points" to "15": a scoring rule always, others until the round begins."""
        return self.push(Amended(path, value, reason), seat=seat, person=person, id=id)

    def undoable(self, seat: str = "desk") -> int | None:
        """Return the record an undo by `seat` would take back, None if there is none."""
        return self._past().undoable(seat)

    def redoable(self, seat: str = "desk") -> int | None:
        """Return the undo that a redo by `seat` would take back, None if there is none or a new fact has ended it."""
        return self._past().redoable(seat)

    def undo(self, *, seat: str = "desk", person: str = "", id: str | None = None) -> Record:
        """Take back the seat's own last effective record that is no cue.

        Raises:
            IllegalFact: There is none, or it is a ballot: that is returned, never undone.
            ConflictError: Later records hang on it.
        """
        return self.push(Undone(_or_none(self.undoable(seat))), seat=seat, person=person, id=id)

    def redo(self, *, seat: str = "desk", person: str = "", id: str | None = None) -> Record:
        """Take back the seat's last undo; raises like `undo`."""
        return self.push(Redone(_or_none(self.redoable(seat))), seat=seat, person=person, id=id)

    def _past(self) -> Past:
        return Past(self._records, self.resolution, self._fold, self._book)

    # Looking back

    def at(self, seq: int) -> Contest:
        """Return the contest as the hall saw it after the record `seq`; IndexError if there is none."""
        return self._folded(self._base, self._records[: self._checked(seq) + 1])

    def before(self, seq: int, corrected: Sequence[tuple[int, Fact]] = ()) -> Contest:
        """Return the moment before the record `seq`, with today's corrections; a view to ask, not to push to.

        `corrected` are items as `correct` takes them: the moment is then as it would be with them too, which shows what
        a record may become that hangs on them. Whether they may be recorded is not judged.
        """
        self._checked(seq)
        view = self.fork()
        if corrected:
            change = self._made(self._correction(corrected, "-"), "desk", "", None, None)
            view._fold.state = self._past().state_before(seq, change)
        else:
            view._fold.state = self._fold.state_before(seq)
        return view

    def _checked(self, seq: int) -> int:
        if not 0 <= seq < len(self._records):
            raise IndexError(f"expected a record from 0 to {len(self._records) - 1}, found {seq}")
        return seq

    def fork(self) -> Contest:
        """Return an independent copy; what is pushed to it stays with it."""
        copy = type(self).__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._records, copy._ids, copy._fold = self._records[:], dict(self._ids), self._fold.fork()
        return copy

    def preview(self, fact: Fact, *, seat: str = "desk") -> Preview:
        """Return the standings before and after pushing `fact`; raises like `push`, and changes nothing."""
        trial = self.fork()
        pushed = trial.push(fact, seat=seat)
        self._allowed = self.head, seat, pushed.fact
        return Preview(self.standings(), trial.standings())

    # Questions

    def standings(self, audience: Audience = None) -> Standings:
        """Return the standings as `audience` may see them."""
        return self._seen(audience).standings()

    def seen_by(self, audience: Audience) -> Contest:
        """Return the contest `audience` may know of: while the standings are frozen the hall's is that of the freeze.

        No change of the past and no amendment made since shows there.

        Raises:
            QuizArenaError: There is no such audience: who mistypes "hall" must not be shown what the desk sees.
        """
        if audience is not None and audience not in views.AUDIENCES and not audience.startswith("judge:"):
            raise QuizArenaError(_("expected desk, host, hall or judge:ID, found {found}", found=repr(audience)))
        seq = self.state.frozen
        if audience != "hall" or seq is None:
            return self
        if self._at_freeze is None or self._at_freeze[0] != seq:
            then = self.at(seq)
            then._fold.state = evolve(then.state, frozen=None)
            self._at_freeze = seq, then
        return self._at_freeze[1]

    def _seen(self, audience: Audience) -> views.Seen:
        then = self.seen_by(audience)
        state = views.seen_state(then.state, audience)
        return views.Seen(then._fold.frame, state, frozen=audience is not None and self.state.frozen is not None)

    def explain(self, team: str, audience: Audience = None) -> views.Explanation:
        """Return a team's total with its whole working; KeyError if there is no such team."""
        return views.explain(self, team, audience)

    @property
    def podiums(self) -> tuple[tuple[str, int], ...]:
        """Each team with its desk number (台号), as things stand."""
        return self._fold.frame.podiums(self.state)

    def podiums_seen(self, audience: Audience) -> tuple[tuple[str, int], ...]:
        """Return each team with its desk number as `audience` knows it: lots still closed to the hall give it none."""
        seen = self._seen(audience)
        return seen.frame.podiums(seen.state)

    def awards(self, audience: Audience = None) -> tuple[Award, ...]:
        """Return the honours the rounds give so far, as `audience` may know them."""
        seen = self._seen(audience)
        return tuple(seen.frame.awards(seen.state))

    def outcome(self) -> views.Outcome | None:
        """Return who won and why it is over, None while it is not."""
        return views.outcome(self._fold.frame, self.state)

    def scene(self, audience: Audience = None) -> Scene:
        """Return what a screen of `audience` shows now."""
        return stage.scene(self._fold.frame, self.state, audience, self._seen(audience))

    def log(self, audience: Audience = None) -> list[logs.LogLine]:
        """Return the records as `audience` may read them, oldest first."""
        return logs.log(self.seen_by(audience), audience)

    def verify(self) -> None:
        """Judge every record again from the start and recompute the chain.

        Raises:
            JournalError: A record does not follow the one before it, or its fact was not legal when it was recorded;
                the first such record is named.
        """
        logs.verify(self)

    def export(self, audience: Audience = None) -> list[dict[str, Any]]:
        """Return the records as JSON values; for an audience, without what is sealed from it."""
        return logs.export(self.seen_by(audience), audience)


def _frame_of(records: Sequence[Record], kinds: Mapping[str, RoundKind] | None) -> Frame:
    from ..errors import FactError
    from ..rulebook import Rulebook

    first = records[0].fact if records else None
    if not isinstance(first, RulebookRead):
        raise FactError("expected the rulebook as record 0; this is no journal of a contest")
    return Frame(Rulebook.of_resolved(first.resolved, kinds), kinds)


def _or_none(seq: int | None) -> int:
    """Return -1 for None: no record has that number, so the change is refused with its reason."""
    return -1 if seq is None else seq
