"""The contest: push, correct, strike, amend, undo, redo; look back; ask for moves, standings, scores and scenes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import attrs

from ..errors import QuizArenaError
from ..fact_book import FactBook
from ..facts import Fact, Record
from ..journal.row import Row
from ..moves import IllegalFact, Move
from ..values import evolve
from . import audiences, flow, log, scene
from . import standings as tables
from .changes import Past, check_record
from .engine import Engine, engine_of
from .facts import FORMAT, FRAME_FACTS, Amended, Corrected, Redone, Replacement, RulebookRead, Struck, Undone
from .history import History, Resolution, counts
from .legality import moves_of
from .position import Position
from .records import id_taken, is_retry, of_rows, plugin_versions
from .standings import Standings
from .state import State

if TYPE_CHECKING:
    from ..rounds import Award, RoundKind
    from ..rulebook import Rulebook
    from ..scenes import Audience, Scene

_PAGE = 1_000
"""Rows are read that many at once."""


class By(TypedDict, total=False):
    """In whose name something is recorded, who types, the caller's id and the instant, as `Contest.push` takes them.

    What is recorded again under the same id counts once: the first record is returned.
    """

    seat: str
    person: str
    id: str | None
    at: datetime | None


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
        self._set_up(History(Engine(rulebook, kinds)))
        fact = RulebookRead(rulebook.resolved(), plugin_versions(rulebook), FORMAT)
        self.accept(self.history.make_record(fact, "desk", person, id, at))

    def _set_up(self, history: History) -> None:
        self.history = history
        self._judged: tuple[Position, str, Fact] | None = None
        """The change that was previewed last: at which position, by which seat."""
        self._at_freeze: tuple[int, Contest] | None = None
        """The record since which the hall's standings are frozen, and the contest as it was then."""

    @classmethod
    def of_records(cls, records: Sequence[Record], *, kinds: Mapping[str, RoundKind] | None = None) -> Contest:
        """Take a contest up from its records; they are folded, not judged again (`verify` does that).

        Raises:
            FactError: The first record holds no rulebook.
            JournalError: They cannot be folded, for one of them was never legal; the first such record is named.
        """
        return cls._folded(engine_of(records, kinds), records)

    @classmethod
    def of_rows(cls, rows: Sequence[Row], *, kinds: Mapping[str, RoundKind] | None = None) -> Contest:
        """Take a contest up from the rows of its journal, whose chain was checked; raises like `of_records`."""
        start = of_rows(rows[:1], FactBook(FRAME_FACTS))
        engine = engine_of(start, kinds)
        return cls._folded(engine, [*start, *of_rows(rows[1:], engine.book())])

    @classmethod
    def of_unchecked(cls, rows: Iterable[Row], *, kinds: Mapping[str, RoundKind] | None = None) -> Contest:
        """Take a contest up from rows whose journal nobody vouches for: each is judged as it comes, and kept no longer.

        Raises:
            FactError: The first row holds no rulebook, or a row no fact of the contest's.
            JournalError: A record does not follow the one before it, or was not legal; the first such is named.
        """
        coming = iter(rows)
        contest = cls.of_rows(list(islice(coming, 1)), kinds=kinds)
        log.verify(contest.history.records, contest.history.book, contest.history.base)
        while page := list(islice(coming, _PAGE)):
            for record in of_rows(page, contest.history.book):
                log.accept_checked(contest.history, record)
        return contest

    @classmethod
    def _folded(cls, engine: Engine, records: Sequence[Record]) -> Contest:
        try:
            return cls._of(History.of_records(engine, records))
        except QuizArenaError:
            raise
        except Exception:
            log.verify(records, engine.book(), engine)  # no move offered it, so no fold need bear it: name it
            raise

    @classmethod
    def _of(cls, history: History) -> Contest:
        contest = cls.__new__(cls)
        contest._set_up(history)
        return contest

    # What it is

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook with today's amendments."""
        return self.position.rulebook

    @property
    def rulebook_at_start(self) -> Rulebook:
        """The rulebook of record 0, before any amendment."""
        return self.history.base.rulebook

    @property
    def kinds(self) -> Mapping[str, RoundKind]:
        """The round kinds its rulebook names, by name, whether installed or given."""
        return self.history.base.kinds

    @property
    def records(self) -> tuple[Record, ...]:
        """All records, first to last."""
        return tuple(self.history.records)

    def find(self, id: str) -> Record | None:
        """Return the record its writer called `id`."""
        return self.history.find(id)

    def recorded(self, id: str, fact: Fact, seat: str) -> Record | None:
        """Return the record of an earlier try to record `fact` under the id, None where there was none.

        Raises:
            IllegalFact: Another fact, or another seat's, was recorded under that id.
        """
        known = self.find(id)
        if known is None or is_retry(known, fact, seat):
            return known
        raise IllegalFact(fact, id_taken(known))

    @property
    def position(self) -> Position:
        """The rules in force and the state, the same object until something is recorded; for any thread to read."""
        return self.history.position

    @property
    def state(self) -> State:
        """The frozen state all records come down to."""
        return self.position.state

    @property
    def book(self) -> FactBook:
        """The facts this contest may hold, and their codec."""
        return self.history.book

    @property
    def head(self) -> str:
        """The digest at the head of the chain."""
        return self.history.records[-1].digest

    @property
    def copy_of(self) -> str:
        """The head of the contest that this is an anonymous copy of, empty where it is none."""
        start = self.history.records[0].fact
        return start.copy_of if isinstance(start, RulebookRead) else ""

    @property
    def resolution(self) -> Resolution:
        """Which records count, and as what."""
        return self.history.resolution

    # Moves and facts

    def moves(self, seat: str | None = None) -> list[Move]:
        """Return what may happen now; with a `seat`, what that seat may do, choices narrowed to its own."""
        return list(flow.moves(self.position) if seat is None else moves_of(self.position, seat))

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
        record, _move = self.prepare(fact, seat=seat, person=person, id=id, at=at)
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
    ) -> tuple[Record, Move | None]:
        """Return the record `push` would make, judged but not accepted, and its move; raises like `push`.

        A change of the past is offered by no move: there it is None.
        """
        record = self.history.make_record(fact, seat, person, id, at)
        if not counts(record) and self._judged == (self.position, seat, record.fact):
            return record, None
        return record, check_record(self.history, record)

    def accept(self, record: Record) -> None:
        """Take in a record that was judged: one's own from `prepare`, or another process's from the journal."""
        self.history.accept(record)

    # Changes of the past

    def correct(
        self, items: Iterable[tuple[int, Fact]], *, reason: str, ruled_by: str = "", **by: Unpack[By]
    ) -> Record:
        """Replace past facts, one or several at once.

        Args:
            items: (record number, the fact that should stand there); type and what identifies it stay.
            reason: Why.
            ruled_by: Who decided it.
            by: In whose name, by whom, under which id and when, as in `push`.

        Raises:
            IllegalFact: A record cannot be corrected, or a replacement fits no move of its moment.
            ConflictError: Later records no longer fit; the root ones are named.
        """
        return self.push(self._correction(items, reason, ruled_by), **by)

    def _correction(self, items: Iterable[tuple[int, Fact]], reason: str, ruled_by: str = "") -> Corrected:
        made = tuple(Replacement(seq, self.history.book.to_mapping(fact)) for seq, fact in items)
        return Corrected(made, reason, ruled_by)

    def strike(self, seq: int, *, reason: str, **by: Unpack[By]) -> Record:
        """Take an aside, or the last fact, out of the reckoning; raises like `correct`."""
        return self.push(Struck(seq, reason), **by)

    def amend(self, path: str, value: str, *, reason: str, **by: Unpack[By]) -> Record:
        """Change a rule, such as "rounds.quiz.points" to "15": a scoring rule always, others until the round begins."""
        return self.push(Amended(path, value, reason), **by)

    def undoable(self, seat: str = "desk") -> int | None:
        """Return the record an undo by `seat` would take back, None if there is none."""
        return Past(self.history).undoable(seat)

    def redoable(self, seat: str = "desk") -> int | None:
        """Return the undo that a redo by `seat` would take back, None if there is none or a new fact has ended it."""
        return Past(self.history).redoable(seat)

    def undo(self, **by: Unpack[By]) -> Record:
        """Take back the seat's own last effective record that is no cue.

        Raises:
            IllegalFact: There is none, or it is a ballot: that is returned, never undone.
            ConflictError: Later records hang on it.
        """
        return self.push(Undone(_or_none(self.undoable(by.get("seat", "desk")))), **by)

    def redo(self, **by: Unpack[By]) -> Record:
        """Take back the seat's last undo; raises like `undo`."""
        return self.push(Redone(_or_none(self.redoable(by.get("seat", "desk")))), **by)

    # Looking back

    def at(self, seq: int) -> Contest:
        """Return the contest as the hall saw it after the record `seq`; IndexError if there is none."""
        return self._folded(self.history.base, self.history.records[: self._checked(seq) + 1])

    def before(self, seq: int, corrected: Sequence[tuple[int, Fact]] = ()) -> Contest:
        """Return the moment before the record `seq`, with today's corrections; a view to ask, not to push to.

        `corrected` are items as `correct` takes them: the moment is then as it would be with them too, which shows what
        a record may become that hangs on them. Whether they may be recorded is not judged.
        """
        self._checked(seq)
        if not corrected:
            return self._of(self.history.at(self.history.position_before(seq)))
        change = self.history.make_record(self._correction(corrected, "-"))
        return self._of(self.history.at(Past(self.history).position_before(seq, change)))

    def _checked(self, seq: int) -> int:
        last = len(self.history.records) - 1
        if not 0 <= seq <= last:
            raise IndexError(f"expected a record from 0 to {last}, found {seq}")
        return seq

    def fork(self) -> Contest:
        """Return an independent copy; what is pushed to it stays with it."""
        copy = self._of(self.history.fork())
        copy._judged, copy._at_freeze = self._judged, self._at_freeze
        return copy

    def preview(self, fact: Fact, *, seat: str = "desk") -> Preview:
        """Return the standings before and after pushing `fact`; raises like `push`, and changes nothing."""
        trial = self.fork()
        pushed = trial.push(fact, seat=seat)
        self._judged = self.position, seat, pushed.fact
        return Preview(self.standings(), trial.standings())

    # Questions

    def standings(self, audience: Audience = None) -> Standings:
        """Return the standings as `audience` may see them."""
        is_frozen = audience is not None and self.state.frozen is not None
        return evolve(tables.standings(self._seen(audience)), frozen=is_frozen)

    def seen_by(self, audience: Audience) -> Contest:
        """Return the contest `audience` may know of: while the standings are frozen the hall's is that of the freeze.

        No change of the past and no amendment made since shows there.

        Raises:
            QuizArenaError: There is no such audience.
        """
        audiences.check_audience(audience, self.state.roster)
        seq = self.state.frozen
        if audience != "hall" or seq is None:
            return self
        if self._at_freeze is None or self._at_freeze[0] != seq:
            then = self.at(seq).history
            self._at_freeze = seq, self._of(then.at(then.position.at(evolve(then.position.state, frozen=None))))
        return self._at_freeze[1]

    def _seen(self, audience: Audience) -> Position:
        return audiences.seen(self.seen_by(audience).position, audience)

    def explain(self, team: str, audience: Audience = None) -> audiences.Explanation:
        """Return a team's total with its whole working; KeyError if there is no such team."""
        return audiences.explain(self.standings(audience), team, self.seen_by(audience).resolution.corrected)

    @property
    def podiums(self) -> tuple[tuple[str, int], ...]:
        """Each team with its podium number (台号), as things stand."""
        return self.position.podiums

    def podiums_seen(self, audience: Audience) -> tuple[tuple[str, int], ...]:
        """Return each team with its podium number as `audience` knows it: lots closed to the hall give it none yet."""
        return self._seen(audience).podiums

    def awards(self, audience: Audience = None) -> tuple[Award, ...]:
        """Return the honours the rounds give so far, as `audience` may know them."""
        return tuple(tables.awards(self._seen(audience)))

    def outcome(self) -> audiences.Outcome | None:
        """Return who won and why it is over, None while it is not."""
        return audiences.outcome(self.position)

    def scene(self, audience: Audience = None) -> Scene:
        """Return what a screen of `audience` shows now."""
        return scene.scene(self.position, audience, self.seen_by(audience).position)

    def log(self, audience: Audience = None) -> list[log.LogLine]:
        """Return the records as `audience` may read them, oldest first."""
        return log.log(self.seen_by(audience).history, audience)

    def verify(self) -> None:
        """Judge every record again from the start and recompute the chain.

        Raises:
            JournalError: A record does not follow the one before it, or its fact was not legal when it was recorded;
                the first such record is named.
        """
        log.verify(self.history.records, self.history.book, self.history.base)

    def export(self, audience: Audience = None) -> list[dict[str, Any]]:
        """Return the records as JSON values; for an audience, without what is sealed from it."""
        return log.export(self.seen_by(audience).history, audience)


def _or_none(seq: int | None) -> int:
    """Return -1 for None: no record has that number, so the change is refused with its reason."""
    return -1 if seq is None else seq
