"""The contest: push, correct, strike, amend, undo, redo; what is asked of one is in `reading`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

import attrs

from ..errors import QuizArenaError
from ..fact_book import FactBook
from ..facts import Fact, Record
from ..journal.row import Row
from ..moves import Move
from ..pages import Page, Printing
from ..records import of_rows
from ..rulebook import resolved_mapping
from ..scenes import Audience
from ..values import evolve
from . import log
from .audiences import Explanation
from .changes import Past, check_reason, check_record, what_changes
from .engine import Engine, engine_of
from .fact_lines import FactLine, read_line
from .facts import FORMAT, FRAME_FACTS, Amended, Corrected, Redone, Replacement, RulebookRead, Struck, Undone
from .history import History, counts
from .move_search import Wanted, find_deed
from .plugins_used import plugin_versions
from .printed import contest_page, explanation_page, standings_page
from .reading import Reading
from .standings import Standings

if TYPE_CHECKING:
    from ..rounds import RoundKind
    from ..rulebook import Rulebook

_PAGE = 1_000
"""Rows are read that many at once."""


class By(TypedDict, total=False):
    """In whose name something is recorded ("desk" if left out), who types, the caller's id, and when it is written.

    What is recorded again under the same id counts once: the first record is returned. Left out, the id is one of its
    own and the instant now.
    """

    seat: str
    person: str
    id: str | None
    at: datetime | None


class Recording(ABC):
    """Changes that are recorded by `push` as any fact is: of a contest in memory, and of an arena."""

    __slots__ = ()

    @abstractmethod
    def push(self, fact: Fact, **by: Unpack[By]) -> Record:
        """Record a fact."""

    def do(
        self,
        type: str,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        seat: str = "",
        person: str = "",
        id: str | None = None,
        at: datetime | None = None,
        **more: Any,
    ) -> Record:
        """Record the one fact of a type that may happen now, such as `do("quiz.ruled", verdict="right")`.

        Args:
            type: The fact's type.
            values: What stands in its blanks, by path, and what else tells its move from others: `team="red"`. What is
                nested may be a mapping: `{"marks": {"voice": "9"}}` is `{"marks.voice": "9"}`.
            seat: In whose name; left out, the one whose move it is: a ballot's own judge. Where the seat is given,
                what names it in the fact may be left out.
            person: Who typed.
            id: As in `push`.
            at: When it happens: for the record, and for instants the values leave out.
            more: Like `values`, for paths that are plain names.

        Raises:
            IllegalFact: No move makes it now, several do, or a value does not fit; the sentence says what is possible.
            QuizArenaError: As `push`; FactError also if there is no such type.
        """
        wanted = Wanted.of(type, {**(values or {}), **more}, seat, at)
        return self._do(wanted, By(person=person, id=id, at=at))

    @abstractmethod
    def _do(self, wanted: Wanted, by: By) -> Record: ...

    def replay(self, facts: Iterable[Fact | Mapping[str, Any] | str | bytes]) -> list[Record]:
        """Record facts one after the other; those before one that is refused stay recorded.

        Args:
            facts: Facts of the desk; or lines of a file of facts, as text, bytes or mappings with the keys `type` and
                `fact` and, where they matter, `seat`, `person` and `at`. Lines of spaces are left out.

        Raises:
            QuizArenaError: As `push`, FactError also if one cannot be read; a note says which of them, from 1.
        """
        made = []
        for number, each in enumerate(facts, 1):
            if isinstance(each, (str, bytes)) and not each.strip():
                continue
            try:
                line = FactLine(each) if isinstance(each, Fact) else read_line(each, self._book)
                made.append(self.push(line.fact, seat=line.seat, person=line.person, at=line.at))
            except QuizArenaError as error:
                error.add_note(f"in fact {number} of those replayed")
                raise
        return made

    @abstractmethod
    def with_followers(self, fact: Amended, id: str | None = None) -> Amended:
        """Return an amendment with what hangs on it: records that count otherwise by it, and that fit no more.

        Where it was recorded under that id already, as it was recorded then. Raises like `push`.
        """

    @property
    @abstractmethod
    def _book(self) -> FactBook: ...

    def correct(
        self,
        items: Iterable[tuple[int, Fact]],
        *,
        reason: str,
        ruled_by: str = "",
        take_out: Iterable[int] = (),
        **by: Unpack[By],
    ) -> Record:
        """Replace past facts, one or several at once.

        Args:
            items: (record number, the fact that should stand there); type and what identifies it stay.
            reason: Why.
            ruled_by: Who decided it.
            take_out: The later records that then fit no more, as `misfits` names them, to go with it.
            by: In whose name, by whom, under which id and when, as in `push`.

        Raises:
            IllegalFact: A record cannot be corrected, or a replacement fits no move of its moment.
            ConflictError: Later records no longer fit; the root ones are named.
        """
        made = tuple(Replacement(seq, self._book.to_mapping(fact)) for seq, fact in items)
        return self.push(Corrected(made, reason, ruled_by, tuple(take_out)), **by)

    def strike(self, seq: int, *, reason: str, **by: Unpack[By]) -> Record:
        """Take an aside, or the last fact, out of the reckoning; raises like `correct`."""
        return self.push(Struck(seq, reason), **by)

    def amend(
        self,
        path: str,
        value: str,
        *,
        reason: str,
        from_now: bool = False,
        ruled_by: str = "",
        **by: Unpack[By],
    ) -> Record:
        """Change a rule, such as "rounds.quiz.points" to "15": a scoring rule always, others until the round begins.

        Args:
            path: Which rule.
            value: What it says then, as it would stand in the file.
            reason: Why.
            from_now: Change it only for questions, performances, matches and rounds that begin after this record; what
                has begun keeps the rules of its beginning. Otherwise the past is scored anew by it.
            ruled_by: Who decided it.
            by: In whose name, by whom, under which id and when, as in `push`.

        What hangs on it is corrected with it, as `with_followers` names it: rulings by a key that was wrong, second
        chances that nobody would have had.

        Raises:
            IllegalFact: It comes too late, nothing begins with it any more, or a record could not be counted by it.
            RulebookError: There is no such rule, or the value does not belong there.
        """
        return self.push(self.with_followers(Amended(path, value, reason, from_now, ruled_by), by.get("id")), **by)


@attrs.frozen
class Preview:
    """The standings before and after a deed, by the same code as the deed."""

    before: Standings
    after: Standings


@attrs.frozen
class _Drawing:
    """Draws what a contest said after one of its records, though it may have gone on since."""

    contest: Contest
    audience: Audience
    seq: int
    draw: Callable[[Reading, Audience, Any], Page]

    def __call__(self, found: Any) -> Page:
        last = self.contest.records[-1].seq
        return self.draw(self.contest if last == self.seq else self.contest.at(self.seq), self.audience, found)

    def __reduce__(self) -> tuple[Any, ...]:
        return _left_behind, ()


def _left_behind() -> None:
    """Return what a pickled value has in place of its contest."""


class Contest(Reading, Recording, Printing):
    """A contest, as its records tell it; printed as its title and the standings its desk sees.

    `Contest(rulebook)` begins one in memory; `Contest.of_records` takes one up where its journal left it.

    Threads: one at a time; several share an `Arena`, or each takes a `fork`. A `position` any of them may read.
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
        fact = RulebookRead(resolved_mapping(rulebook), plugin_versions(rulebook), FORMAT)
        self.accept(self.history.make_record(fact, "desk", person, id, at))

    @classmethod
    def of_records(cls, records: Sequence[Record], *, kinds: Mapping[str, RoundKind] | None = None) -> Self:
        """Take a contest up from its records; they are folded, not judged again (`verify` does that).

        Raises:
            FactError: The first record holds no rulebook.
            JournalError: They cannot be folded, for one of them was never legal; the first such record is named.
        """
        return cls._folded(engine_of(records, kinds), records)

    @classmethod
    def of_rows(cls, rows: Sequence[Row], *, kinds: Mapping[str, RoundKind] | None = None) -> Self:
        """Take a contest up from the rows of its journal, whose chain was checked; raises like `of_records`."""
        start = of_rows(rows[:1], FactBook(FRAME_FACTS))
        engine = engine_of(start, kinds)
        return cls._folded(engine, [*start, *of_rows(rows[1:], engine.book())])

    @classmethod
    def of_unchecked(cls, rows: Iterable[Row], *, kinds: Mapping[str, RoundKind] | None = None) -> Self:
        """Take a contest up from rows whose journal nobody vouches for: each is judged as it comes, and kept no longer.

        Raises:
            FactError: The first row holds no rulebook, or a row no fact of the contest's.
            JournalError: A record does not follow the one before it, or was not legal; the first such is named.
        """
        coming = iter(rows)
        contest = cls.of_rows(list(islice(coming, 1)), kinds=kinds)
        log.verify(contest.history.records, contest.history.book, contest.history.base)
        while page := list(islice(coming, _PAGE)):
            log.accept_rows(contest.history, page)
        return contest

    # Moves and facts

    def push(self, fact: Fact, **by: Unpack[By]) -> Record:
        """Record a fact, such as `move.fill(...)`.

        Raises:
            IllegalFact: No move offers it to that seat now, or its id stands for another fact; nothing has changed.
            FactError: It could not be read back as it would be written; nothing has changed.
            ConflictError: It changes the past so that later records no longer fit; nothing has changed.
            RulebookError: It amends a rule to what the rulebook refuses.
        """
        id = by.get("id")
        known = self.recorded(id, fact, by.get("seat", "desk")) if id is not None else None
        if known is not None:
            return known
        record, _move = self.prepare(fact, **by)
        self.accept(record)
        return record

    def _do(self, wanted: Wanted, by: By) -> Record:
        deed = find_deed(self, wanted, by.get("id"))
        by["seat"] = deed.seat
        return self.push(deed.fact, **by)

    def prepare(self, fact: Fact, **by: Unpack[By]) -> tuple[Record, Move | None]:
        """Return the record `push` would make, judged but not accepted, and its move; raises like `push`.

        A change of the past is offered by no move: there it is None.
        """
        record = self.history.make_record(fact, **by)
        if not counts(record) and self._judged == (self.position, record.seat, what_changes(record.fact)):
            check_reason(record.fact)
            return record, None
        return record, check_record(self.history, record)

    def accept(self, record: Record) -> None:
        """Take in a record that was judged: one's own from `prepare`, or another process's from the journal."""
        self.history.accept(record)

    # Changes of the past

    @property
    def _book(self) -> FactBook:
        return self.book

    def with_followers(self, fact: Amended, id: str | None = None) -> Amended:
        """Return an amendment with what hangs on it; see `Recording.with_followers`."""
        known = self.find(id) if id is not None else None
        if known is not None and isinstance(known.fact, Amended):
            return evolve(fact, items=known.fact.items, take_out=known.fact.take_out)
        found = Past(self.history).followers(fact)
        items = tuple(Replacement(seq, self.book.to_mapping(each)) for seq, each in found.items)
        return evolve(fact, items=items, take_out=found.take_out)

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

    # On the side

    def fork(self) -> Contest:
        """Return an independent copy; what is pushed to it stays with it."""
        copy = self._of(self.history.fork())
        copy._judged, copy._at_freeze = self._judged, self._at_freeze
        return copy

    def __copy__(self) -> Contest:
        """Return a fork."""
        return self.fork()

    def __eq__(self, other: object) -> bool:
        """Whether the other holds the same records, by the heads of their chains."""
        return self.head == other.head if isinstance(other, Contest) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it changes with each record

    def page(self) -> Page:
        """Return what it prints as."""
        return contest_page(self)

    def standings(self, audience: Audience) -> Standings:
        """Return the standings as `audience` may see them; the hall knows the winners whom the board has shown."""
        drawing = _Drawing(self, audience, len(self.history.records) - 1, standings_page)
        return evolve(super().standings(audience), drawn_by=drawing)

    def explain(self, team: str, audience: Audience) -> Explanation:
        """Return a team's total with its whole working; KeyError if there is no such team."""
        drawing = _Drawing(self, audience, len(self.history.records) - 1, explanation_page)
        return evolve(super().explain(team, audience), drawn_by=drawing)

    def preview(self, fact: Fact, *, seat: str = "desk", audience: Audience = None) -> Preview:
        """Return the standings before and after pushing `fact`, as `audience` may see them.

        Raises like `push`, and changes nothing.
        """
        trial = self.fork()
        pushed = trial.push(fact, seat=seat)
        self._judged = self.position, seat, what_changes(pushed.fact)
        return Preview(self.standings(audience), trial.standings(audience))


def _or_none(seq: int | None) -> int:
    """Return -1 for None: no record has that number, so the change is refused with its reason."""
    return -1 if seq is None else seq
