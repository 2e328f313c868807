"""The packaged story: a whole afternoon's facts, and playing on by them from wherever a contest stands.

Decides which line of the story a contest has reached, at which lines it is worth looking, and how the story's instants
become today's: a stretch ends now, and whatever closes a clock that a person started happens now.
"""

from __future__ import annotations

import functools
import io
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

from ...arena import Arena
from ...contest import Contest
from ...contest.facts import BoardShows, Corrected, DrawOpened, Replacement
from ...errors import JournalError, QuizArenaError
from ...fact_book import FactBook
from ...facts import Fact, Intent, Record, parse_instant
from ...journal.jsonl import export
from ...moves import Move
from ...records import to_row
from ...roster import Seat
from ...rulebook import Rulebook, load
from ...scenes import Clocks
from ...sessions.cards import card_of
from ...simulation.rehearsal import Robot
from ...text import Text
from .words import _

FOLDER = Path(__file__).parents[2] / "demo"
PERSON = "计分员"


@attrs.frozen
class Spot:
    """A line of the story by what stands in it: the `nth` of this type that says this."""

    type: str
    says: Mapping[str, object]
    nth: int = 1

    def line(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """Return the number of the line."""
        found = (number for number, row in enumerate(rows, 1) if self._is_at(row))
        return next(itertools.islice(found, self.nth - 1, None))

    def _is_at(self, row: Mapping[str, Any]) -> bool:
        return bool(row["type"] == self.type) and self.says.items() <= row["fact"].items()


def _board(programme: str, step: int, nth: int = 1) -> Spot:
    return Spot("cue.board", {"programme": programme, "step": step}, nth)


_LAST_OF_SEVEN = Spot("scenario.ballot", {"team": "yingbin", "judge": "j7"})
_END = _board("prizes", 6)
MOMENTS: tuple[tuple[Spot, Text], ...] = (
    (Spot("draw.opened", {"purpose": "order"}), _("the lots are drawn")),
    (Spot("quiz.clock", {"number": 7, "action": "start"}), _("question 7, the clock is running")),
    (_board("standings", 4), _("the standings after the first round")),
    (_LAST_OF_SEVEN, _("seven ballots are in: Enter opens the marks")),
    (_board("marks", 5, nth=3), _("all marks but one are open: what the last one can still do")),
    (Spot("debate.turn", {"match": 1, "segment": 5, "side": "affirmative"}, nth=3), _("free debate, two clocks")),
    (
        Spot("debate.ballot", {"match": 2, "team": "yongtai", "judge": "j7"}),
        _("all ballots of the last debate are in"),
    ),
    (_board("marks", 13), _("the last mark decides the third place")),
    (_board("prizes", 3), _("the prizes: third by 0.01")),
    (_END, _("the end of the story")),
)
"""The lines after which there is something to look at, in their order."""
_BEGINS = _LAST_OF_SEVEN
"""Where a person sits down: what comes next is marks being opened, not a hash."""
_BEST: tuple[tuple[Spot, Spot], ...] = (
    (Spot("scenario.ballot", {"team": "yingbin", "judge": "j1"}), _board("marks", 11)),
    (
        Spot("debate.segment_ended", {"match": 1, "segment": 4}),
        Spot("debate.stopped", {"match": 1, "segment": 5}),
    ),
    (_board("marks", 10, nth=5), _END),
)
"""The best moments, each from a line to a line: marks opened, free debate, the prizes."""
_SAME_STEP = ("round", "purpose", "number", "team", "match", "segment", "side", "judge", "action")
_A_LOT = timedelta(seconds=20)
"""How long the hall looks at a lot."""
_PAUSE = 3.0
_PAUSES = {Intent.BALLOT: 1.0, Intent.REVEAL: 2.0, Intent.CUE: 2.5}
"""Seconds in which a hall sees what happened, where it plays by itself."""
_PATIENCE = 120
"""Seconds for which a person's ballot is waited for."""
_WINDOW = 4
"""Lines looked at ahead: a person may leave out steps the story has."""


@attrs.frozen
class Line:
    """A line of the story."""

    at: datetime
    seat: str
    fact: Fact


@attrs.frozen
class Story:
    """The rules and the lines; line 1 is the first.

    `moments` say after which lines there is what to look at, `begins` is the one after which a person sits down, `best`
    are the lines of the best moments.
    """

    rulebook: Rulebook
    lines: tuple[Line, ...]
    moments: Mapping[int, Text]
    begins: int
    best: tuple[int, ...]

    def whole(self) -> Contest:
        """Return the contest as the story played it."""
        return self._told(self.lines)

    def shown(self) -> Contest:
        """Return the contest with the lots opened one by one, which the story leaves to whoever sits at the desk."""
        return self._told(each for line in self.lines for each in (line, *_lots_of(line)))

    def _told(self, lines: Iterable[Line]) -> Contest:
        contest = Contest(self.rulebook, at=self.lines[0].at)
        for line in lines:
            contest.push(line.fact, seat=line.seat, person=PERSON, at=line.at)
        return contest

    def begin(self, path: str | Path, now: datetime) -> None:
        """Start the contest in the new file `path` and play it to where a person sits down; raises like `Arena.create`.

        What the story took hours for has happened in the hours before `now`.
        """
        by = now - self.lines[self.begins - 1].at
        contest = Contest(self.rulebook, at=self.lines[0].at + by)
        for line in self.lines[: self.begins]:
            contest.push(_moved(line.fact, by, now), seat=line.seat, person=PERSON, at=line.at + by)
        rows = [to_row(record, contest.book) for record in contest.records]
        Arena.import_lines(path, io.BytesIO("".join(export(rows)).encode())).close()

    def given(self, move: Move, now: datetime) -> Line | None:
        """Return what the story has for a move, as if it happened now; None where it has nothing."""
        for line in self.lines:
            asked = not move.judges or line.fact.subject.judge in move.judges
            if asked and move.fits(line.fact) == 1 + len(move.identity):
                return attrs.evolve(line, at=now, fact=_moved(line.fact, None, now))
        return None

    def told(self, contest: Contest, now: datetime) -> Fact | None:
        """Return the story's next fact that is no cue, as if it happened now; None at the end."""
        place = max(self.followed(contest), default=0)
        found = next((line.fact for line in self.lines[place:] if not line.fact.cue), None)
        return None if found is None else _moved(found, None, now)

    def followed(self, contest: Contest) -> dict[int, Record]:
        """Return the record of each line that the contest has taken, by the number of the line."""
        taken: dict[int, Record] = {}
        place = 0
        gone = contest.resolution.gone
        for record in contest.records[1:]:
            found = None if record.seq in gone else self._line_of(record, place)
            if found is not None:
                taken[found], place = record, found
        return taken

    def _line_of(self, record: Record, place: int) -> int | None:
        steps = 0
        for number, line in enumerate(self.lines[place:], place + 1):
            if record.type == line.fact.type and (
                record.fact == line.fact if line.fact.cue else _same_step(record.fact, line.fact)
            ):
                return number
            steps += not line.fact.cue
            if steps == _WINDOW or (record.fact.cue and steps):
                return None
        return None


@attrs.frozen
class Player:
    """Plays on in a contest that others may write too."""

    story: Story
    arena: Arena

    def play_on(self, now: datetime) -> Text:
        """Play to the next good moment by the story, or by the robot where a person has left it; say where it is."""
        taken = self.story.followed(self.arena.contest)
        place = max(taken, default=0)
        moments = self.story.moments
        stop = next((number for number in moments if number > place), None)
        if stop is None:
            return _("The story has ended; Q goes back to the first page.")
        if not self._play(place, stop, taken, now):
            Robot(self.arena, PERSON).play_on(now)
            return _("You have left the story: a robot played on by the moves there are.")
        return moments[stop]

    def ballot(self, now: datetime) -> Record | None:
        """Give a ballot where one is awaited, the story's or else a robot's; None where none is.

        Raises:
            QuizArenaError: The journal takes no record.
        """
        due = (move for move in self.arena.contest.moves() if move.intent is Intent.BALLOT and move.closed is None)
        move = next(due, None)
        if move is None:
            return None
        line = self.story.given(move, now)
        given = self._push(line.fact, line.seat, now) if line is not None else None
        return given if given is not None else Robot(self.arena, PERSON).ballot(now)

    def _play(self, place: int, stop: int, taken: dict[int, Record], now: datetime) -> bool:
        """Push the lines after `place` up to `stop`; return whether the contest took them."""
        lines = self.story.lines
        running = _clock_runs(self.arena.contest)
        for number in range(place + 1, stop + 1):
            if not self._take(number, None if running else now - lines[stop - 1].at, taken, now):
                return False
            running = running and _clock_runs(self.arena.contest)
        return True

    def _take(self, number: int, by: timedelta | None, taken: dict[int, Record], now: datetime) -> bool:
        """Push a line with its instants moved; return whether the contest goes on by the story."""
        line = self.story.lines[number - 1]
        fact = _moved(line.fact, by, now)
        if isinstance(fact, Corrected):
            self._correct(fact, taken, now)
            return True
        record = self._push(fact, line.seat, now)
        if record is not None:
            taken[number] = record
        return record is not None or fact.cue

    def play_slowly(self, wait: Callable[[float], bool], now: Callable[[], datetime]) -> None:
        """Play to the story's end, line by line; `wait` takes a pause in seconds and says whether to stop.

        The ballot of a judge in whose seat somebody sits is left to that person for a while.
        """
        taken = self.story.followed(self.arena.contest)
        for number in range(max(taken, default=0) + 1, len(self.story.lines) + 1):
            line = self.story.lines[number - 1]
            pauses = _PATIENCE if self._is_left_to_a_person(line, now()) else 0
            while pauses and self._is_awaited(line):
                pauses -= 1
                if wait(1.0):
                    return
            with suppress(JournalError):
                self.arena.refresh()
            self._take(number, None, taken, now())
            if wait(_PAUSES.get(line.fact.intent, _PAUSE)):
                return

    def _is_left_to_a_person(self, line: Line, now: datetime) -> bool:
        seat = str(Seat("judge", line.fact.subject.judge))
        return line.fact.intent is Intent.BALLOT and card_of(self.arena, seat).holds(now)

    def _is_awaited(self, line: Line) -> bool:
        """Whether a ballot is still to be given."""
        with suppress(JournalError):
            self.arena.refresh()
        due = (move for move in self.arena.contest.moves() if move.intent is Intent.BALLOT and move.closed is None)
        judge = line.fact.subject.judge
        return any(judge in move.judges and move.fits(line.fact) == 1 + len(move.identity) for move in due)

    def _push(self, fact: Fact, seat: str, now: datetime) -> Record | None:
        try:
            return self.arena.push(fact, seat=seat, person=PERSON, at=now)
        except QuizArenaError:
            return None

    def _correct(self, fact: Corrected, taken: dict[int, Record], now: datetime) -> None:
        """Correct the records that stand for the story's; a contest that went another way has nothing to correct."""
        if all(item.seq in taken for item in fact.items):
            items = tuple(_replacing(item, taken[item.seq], self.arena.contest.book) for item in fact.items)
            self._push(attrs.evolve(fact, items=items), "desk", now)


@functools.cache
def read_story() -> Story:
    """Return the story that comes with the program."""
    rulebook = load(FOLDER / "contest.yaml")
    book = Contest(rulebook).book
    rows = [json.loads(row) for row in (FOLDER / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    spans = (range(first.line(rows), last.line(rows) + 1) for first, last in _BEST)
    return Story(
        rulebook,
        tuple(_line(row, book) for row in rows),
        {spot.line(rows): text for spot, text in MOMENTS},
        _BEGINS.line(rows),
        tuple(itertools.chain.from_iterable(spans)),
    )


def _line(row: Mapping[str, str], book: FactBook) -> Line:
    fact = book.of_mapping(row["type"], row["fact"])  # type: ignore[arg-type]
    return Line(parse_instant(row["at"]), row.get("seat", "desk"), fact)


def _lots_of(line: Line) -> Iterator[Line]:
    """Yield the cues that open the lots of a draw."""
    if isinstance(line.fact, DrawOpened):
        for step in range(1, len(line.fact.order) + 1):
            yield Line(line.at + step * _A_LOT, line.seat, BoardShows("draw", step))


def _moved(fact: Fact, by: timedelta | None, now: datetime) -> Fact:
    """Return a fact with its instants moved, or all put to now."""
    fields = {field.name: getattr(fact, field.name) for field in attrs.fields(type(fact))}
    moved = {name: now if by is None else value + by for name, value in fields.items() if isinstance(value, datetime)}
    return attrs.evolve(fact, **moved)


def _same_step(one: Fact, other: Fact) -> bool:
    return all(getattr(one, name, None) == getattr(other, name, None) for name in _SAME_STEP)


def _replacing(item: Replacement, record: Record, book: FactBook) -> Replacement:
    instants = {key: value for key, value in book.to_mapping(record.fact).items() if key == "at"}
    return Replacement(record.seq, {**item.fact, **instants})


def _clock_runs(contest: Contest) -> bool:
    return any(face.clock.running for block in contest.scene("desk").of(Clocks) for face in block.faces)
