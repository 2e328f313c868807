"""A contest as it is read: what it holds, how it stood, and what each audience may know of it.

Recording is in `contest`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Self

from ..errors import QuizArenaError
from ..fact_book import FactBook
from ..facts import Fact, Record
from ..moves import IllegalFact, Move
from ..records import id_taken, is_retry
from ..scenes import Prizes
from ..standings import Awarded
from ..values import evolve
from . import audiences, flow, log, public_names, scene
from . import standings as tables
from .changes import Past
from .engine import Engine
from .facts import Corrected, Redone, Replacement, RulebookRead, Undone
from .history import History, Resolution
from .last_mark import with_interval
from .legality import moves_of
from .position import Position
from .review import with_correction
from .standings import Standings
from .state import State

if TYPE_CHECKING:
    from ..rounds import Award, Meeting, RoundKind
    from ..rulebook import Rulebook
    from ..scenes import Audience, Scene
    from ..scores import Score


def _as_shown(prize: Awarded, count: int | None) -> Awarded:
    """Return a prize with as many of its winners as the board has shown, None where it has not come to it."""
    return evolve(prize, entrants=prize.entrants[: count or 0], is_open=count is not None)


class Reading:
    """The records of a contest, and all there is to ask of them."""

    def _set_up(self, history: History) -> None:
        self.history = history
        self._judged: tuple[Position, str, tuple[object, ...]] | None = None
        """What was previewed last: at which position, by which seat, and what it changes."""
        self._at_freeze: tuple[int, Self] | None = None
        """The record since which the hall's standings are frozen, and the contest as it was then."""

    @classmethod
    def _folded(cls, engine: Engine, records: Sequence[Record]) -> Self:
        try:
            return cls._of(History.of_records(engine, records))
        except QuizArenaError:
            raise
        except Exception:
            log.verify(records, engine.book(), engine)  # no move offered it, so no fold need bear it: name it
            raise

    @classmethod
    def _of(cls, history: History) -> Self:
        contest = cls.__new__(cls)
        contest._set_up(history)
        return contest

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the records, the rules and the kinds; it is folded anew."""
        return type(self)._of, (self.history,)

    # What it is

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook with today's amendments."""
        return self.position.rulebook

    @property
    def language(self) -> str:
        """The contest's main language."""
        return self.rulebook.language

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
        if known is None or is_retry(known, fact, seat) or _takes_back(known, fact, seat):
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

    def moves(self, seat: str | None = None) -> list[Move]:
        """Return what may happen now; with a `seat`, what that seat may do, choices narrowed to its own.

        Raises:
            QuizArenaError: There is no such seat.
        """
        if seat is not None:
            audiences.check_seat(seat, self.state.roster)
        return list(flow.moves(self.position) if seat is None else moves_of(self.position, seat))

    def _correction(self, items: Iterable[tuple[int, Fact]], reason: str = "-", ruled_by: str = "") -> Corrected:
        made = tuple(Replacement(seq, self.history.book.to_mapping(fact)) for seq, fact in items)
        return Corrected(made, reason, ruled_by)

    def misfits(self, items: Iterable[tuple[int, Fact]]) -> tuple[int, ...]:
        """Return the later records that fit no move any more if these corrections are made; raises like `correct`."""
        fact, past = self._correction(items), Past(self.history)
        return past.taken_out(fact, self.history.make_record(fact), past.replaced(fact))

    def undoable(self, seat: str = "desk") -> int | None:
        """Return the record an undo by `seat` would take back, None if there is none."""
        return Past(self.history).undoable(seat)

    def redoable(self, seat: str = "desk") -> int | None:
        """Return the undo that a redo by `seat` would take back, None if there is none or a new fact has ended it."""
        return Past(self.history).redoable(seat)

    # Looking back

    def at(self, seq: int) -> Self:
        """Return the contest as the hall saw it after the record `seq`; IndexError if there is none."""
        return self._of(self.history.up_to(self._checked(seq)))

    def before(self, seq: int, corrected: Sequence[tuple[int, Fact]] = ()) -> Self:
        """Return the moment before the record `seq`, with today's corrections; a view to ask, not to push to.

        `corrected` are items as `correct` takes them: the moment is then as it would be with them too, which shows what
        a record may become that hangs on them. Whether they may be recorded is not judged.
        """
        self._checked(seq)
        if not corrected:
            return self._of(self.history.at(self.history.position_before(seq)))
        change = self.history.make_record(self._correction(corrected))
        return self._of(self.history.at(Past(self.history).position_before(seq, change)))

    def _checked(self, seq: int) -> int:
        last = len(self.history.records) - 1
        if not 0 <= seq <= last:
            raise IndexError(f"expected a record from 0 to {last}, found {seq}")
        return seq

    def posted(self) -> Self:
        """Return the contest as it may be posted: members are called as the rulebook's `public_names` says.

        Records keep their numbers and digests. It is to be asked, not to be pushed to.
        """
        return self._of(public_names.posted(self.history))

    # Questions

    def standings(self, audience: Audience) -> Standings:
        """Return the standings as `audience` may see them; the hall knows the winners whom the board has shown."""
        is_frozen = audience is not None and self.state.frozen is not None
        found = evolve(tables.standings(self._seen(audience)), frozen=is_frozen)
        if audience != "hall":
            return found
        shown = zip_longest(found.prizes, self._winners_shown()[: len(found.prizes)])
        prizes = (
            evolve(each, entrants=each.entrants[: count or 0], is_open=count is not None) for each, count in shown
        )
        return evolve(found, prizes=tuple(prizes))

    def _winners_shown(self) -> list[int | None]:
        """Return how many winners of each prize, then of each honour, the board has shown; None where it shows none."""
        if self.state.board.programme != "prizes" and self.state.signed is None:
            return []
        blocks = self.scene("hall").of(Prizes)
        return [None if names is None else len(names) for _name, names in blocks[-1].rows] if blocks else []

    def seen_by(self, audience: Audience) -> Self:
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

    def explain(self, team: str, audience: Audience) -> audiences.Explanation:
        """Return a team's total with its whole working; KeyError if there is no such team."""
        return audiences.explain(self.standings(audience), team, self.seen_by(audience).resolution.corrected)

    @property
    def podiums(self) -> tuple[tuple[str, int], ...]:
        """Each team with its podium number (台号), as things stand."""
        return self.position.podiums

    def podiums_seen(self, audience: Audience) -> tuple[tuple[str, int], ...]:
        """Return each team with its podium number as `audience` knows it: lots closed to the hall give it none yet."""
        return self._seen(audience).podiums

    def awards(self, audience: Audience) -> tuple[Award, ...]:
        """Return the honours the rounds give so far, as `audience` may know them: the hall what the board has shown."""
        found = tuple(tables.awards(self._seen(audience)))
        if audience != "hall":
            return found
        given = len(tables.standings(self._seen(audience)).prizes)
        shown = zip(found, self._winners_shown()[given:], strict=False)
        return tuple(evolve(each, winners=each.winners[:count]) for each, count in shown if count is not None)

    def members_points(self, audience: Audience) -> Mapping[str, Mapping[str, Score]]:
        """Return the points of their own that members have, by round and member; for the hall once all honours are
        open.
        """
        seen = self._seen(audience)
        if audience == "hall" and len(self.awards("hall")) < len(tuple(tables.awards(seen))):
            return {}
        members = {member.id for team in seen.state.roster.teams for member in team.everybody}
        found = {played.id: tables.own_points(seen, played) for played in seen.state.rounds}
        return {key: {who: score for who, score in each.items() if who in members} for key, each in found.items()}

    def meetings(self, audience: Audience) -> tuple[Meeting, ...]:
        """Return the meetings of two teams in the rounds that count, as `audience` knows them."""
        return tuple(tables.tie_context(self._seen(audience)).meetings())

    def outcome(self) -> audiences.Outcome | None:
        """Return who won and why it is over, None while it is not."""
        return audiences.outcome(self.position)

    def scene(self, audience: Audience) -> Scene:
        """Return what a screen of `audience` shows now."""
        shown = scene.scene(self.position, audience, self.seen_by(audience).position)
        return with_correction(self.history, with_interval(self.history, shown, audience), audience)

    def sealed_fields(self, seq: int, audience: Audience) -> tuple[str, ...]:
        """Return the fields of the record `seq` that `audience` may not read yet; IndexError if there is no record."""
        return log.Reader(self.seen_by(audience).history, audience).hidden(self.history.records[self._checked(seq)])

    def log(self, audience: Audience) -> list[log.LogLine]:
        """Return the records as `audience` may read them, oldest first."""
        return log.log(self.seen_by(audience).history, audience)

    def verify(self) -> None:
        """Judge every record again from the start and recompute the chain.

        Raises:
            JournalError: A record does not follow the one before it, or its fact was not legal when it was recorded;
                the first such record is named.
        """
        log.verify(self.history.records, self.history.book, self.history.base)

    def export(self, audience: Audience) -> list[dict[str, Any]]:
        """Return the records as JSON values; for an audience, without what is sealed from it."""
        return log.export(self.seen_by(audience).history, audience)


def _takes_back(known: Record, fact: Fact, seat: str) -> bool:
    """Whether both are undos, or redos: each names what stood last when it was tried, so it is a retry all the same."""
    return isinstance(fact, (Undone, Redone)) and (known.type, known.seat) == (fact.type, seat)
