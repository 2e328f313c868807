"""Marks of a judged round that were typed into our sheet: read and checked as the desk's grid checks, all at once.

Nothing is recorded here. A ballot that is in already and says the same is passed over; one that says otherwise is a
fault, for a record is corrected and never written over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from ..blanks import Blank, Choice, Number, Permutation, Selection
from ..contest import Contest, narration
from ..errors import Problem
from ..facts import Fact, Intent, Record
from ..languages import LANGUAGES
from ..moves import IllegalFact, Move
from ..nodes import Place
from ..points import exact, show
from ..report.marks_sheet import CODE, TOTAL, code, heading, is_heading, typed
from ..report.upcoming import coming
from ..roster import Seat
from ..sums import Sum
from ..tables.cells import Cell, Sheet, TableError, problem
from ..tables.files import read_content
from ..text import Text, likeness
from . import paper
from .bindings import SEAT
from .words import _

_SHORTEST_CODE = 3
"""A round, a type and a judge."""


@attrs.frozen
class Ballot:
    """A ballot to record: which, in which row, what was typed."""

    code: str
    place: Place
    values: Mapping[str, Any]


@attrs.define
class MarksReading:
    """What a sheet holds: ballots to record, how many are in already, how many rows are empty, what is wrong."""

    ballots: list[Ballot] = attrs.field(factory=list)
    known: int = 0
    empty: list[str] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)

    def refuse(self, place: Place, message: Text) -> None:
        """Note what is wrong at `place`."""
        self.problems.append(problem(place, message))


def read_marks(contest: Contest, content: bytes, name: str, *, sure: bool = False) -> MarksReading:
    """Return what the file called `name` holds; with `sure` doubtful marks are taken as they are typed."""
    reading = MarksReading()
    try:
        found = read_content(content, name)
    except TableError as error:
        reading.refuse(Place(name), error.message)
        return reading
    reader = _Reader(contest, reading, sure=sure)
    for sheet in found.sheets:
        if not sheet.is_hidden:
            reader.sheet(sheet)
    if not (reading.ballots or reading.known or reading.empty or reading.problems):
        reading.refuse(Place(name), _("no rows of our sheet; write one with: quizarena export FILE --marks marks.xlsx"))
    if not reading.problems:
        _try(contest, reading)
    return reading


def fact_of(contest: Contest, ballot: Ballot) -> Fact:
    """Return the fact of a ballot as the contest asks for it now; raises IllegalFact."""
    move = asked(contest)[ballot.code]
    judge = {} if move.subject.judge else {"judge": ballot.code.rpartition(":")[2]}
    return move.fill({**ballot.values, **judge})


def asked(contest: Contest) -> dict[str, Move]:
    """Return the moves that hand in the ballots open now, by what each ballot is called."""
    running = contest.state.running
    moves = [move for move in contest.moves() if move.intent is Intent.BALLOT and move.closed is None]
    return (
        {} if running is None else {code(running.id, _key(move), each): move for move in moves for each in move.judges}
    )


def _key(move: Move) -> tuple[str, tuple[tuple[str, Any], ...]]:
    return move.fact.type, tuple((name, value) for name, value in move.identity.items() if name != "judge")


def _try(contest: Contest, reading: MarksReading) -> None:
    """Record the ballots in a copy in memory: what any of them meets there, it would meet at the desk."""
    trial = contest.fork()
    for ballot in reading.ballots:
        try:
            trial.push(fact_of(trial, ballot), seat=SEAT)
        except IllegalFact as error:
            reading.refuse(ballot.place, error.message)


class _Reader:
    """Reads sheet after sheet into one reading."""

    def __init__(self, contest: Contest, reading: MarksReading, *, sure: bool) -> None:
        self._contest, self._reading, self._sure = contest, reading, sure
        self._asked = asked(contest)
        self._seen: dict[str, Place] = {}
        self._coming: frozenset[str] | None = None

    def sheet(self, sheet: Sheet) -> None:
        """Read the rows under each line of headings."""
        head: dict[int, Cell] = {}
        for _number, row in sheet.rows:
            if any(is_heading(cell.text, CODE) for cell in row.values()):
                head = row
            elif head:
                self._row(sheet, head, row)

    def _row(self, sheet: Sheet, head: Mapping[int, Cell], row: Mapping[int, Cell]) -> None:
        at = next(column for column, cell in head.items() if is_heading(cell.text, CODE))
        own = row.get(at)
        if own is None:
            first = next(iter(row.values()))
            self._reading.refuse(first.place, _("a row without its code; empty it, or write the sheet anew"))
            return
        name = own.text.strip()
        if name in self._seen:
            before = self._seen[name].cell.rpartition("!")[2]
            self._reading.refuse(own.place, _("the same ballot as in {cell}; take one of them out", cell=before))
            return
        self._seen[name] = own.place
        columns = _Columns(sheet, head, row)
        if name in self._asked:
            self._ballot(name, own.place, columns, self._asked[name])
        elif (record := self._recorded(name)) is not None:
            self._in_already(own.place, columns, record)
        else:
            self._not_open(name, own.place, columns)

    def _ballot(self, name: str, place: Place, columns: _Columns, move: Move) -> None:
        """Take in a ballot that is open, unless nothing was typed."""
        blanks = typed(move.blanks)
        if columns.is_empty(blanks):
            self._reading.empty.append(name)
            return
        values = self._values(columns, blanks, move.follows)
        self._check_total(columns, move, values)
        self._reading.ballots.append(Ballot(name, place, values))

    def _values(self, columns: _Columns, blanks: Sequence[Blank], follows: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was typed, by path; what is missing or does not fit is a fault."""
        found = {}
        for blank in blanks:
            place, text, trouble = columns.at(blank)
            if trouble is None and not text and blank.path not in follows:
                trouble = _("{what} is missing", what=blank.label)
            if trouble is None and text:
                found[blank.path], trouble = _value(blank, text, sure=self._sure)
            if trouble is not None:
                self._reading.refuse(place, trouble)
        return found

    def _check_total(self, columns: _Columns, move: Move, values: Mapping[str, Any]) -> None:
        """Compare the sheet's own total, where it stands there, with what the marks make."""
        place, text, _trouble = columns.total()
        adds = move.totals[0] if move.totals else Sum(())
        marks = [values[path] for path in adds.paths if isinstance(values.get(path), (int, Decimal))]
        if not text or self._sure or len(marks) < len(adds.paths) or not marks:
            return
        own, made = paper.number(text), adds.of(marks)
        if own is None or exact(own) != made:
            message = _("the marks make {sum}, the sheet says {paper}; put it right, or say --sure: the marks stand",
                        sum=show(made), paper=text)  # fmt: skip
            self._reading.refuse(place, message)

    # Ballots that are not open

    def _recorded(self, name: str) -> Record | None:
        """Return the record of the ballot called so that counts now, None where there is none."""
        found = None
        for record in self._contest.resolution.facts:
            if record.fact.intent in (Intent.BALLOT, Intent.BALLOT_RETURN) and _names(name, record):
                found = record if record.fact.intent is Intent.BALLOT else None
        return found

    def _in_already(self, place: Place, columns: _Columns, record: Record) -> None:
        """Pass over what says the same as its record; name what says otherwise."""
        move = narration.made_by(self._contest, record.seq, record.fact)
        blanks = () if move is None else typed(move.blanks)
        before = len(self._reading.problems)
        if move is not None and not columns.is_empty(blanks):
            values = self._values(columns, blanks, move.follows)
            for path, value in values.items():
                stands = narration.value_at(record.fact, path)
                if value != stands:
                    self._say_changed(columns, move.blank(path), stands, record)
        self._reading.known += len(self._reading.problems) == before

    def _say_changed(self, columns: _Columns, blank: Blank, stands: Any, record: Record) -> None:
        place, text, _trouble = columns.at(blank)
        message = _("is recorded as {stands} in #{seq}, typed here is {typed}; a recorded mark is corrected: quizarena"
                    " correct FILE {number}", stands=_shown(stands), seq=f"{record.seq:03}", typed=text,
                    number=record.seq)  # fmt: skip
        self._reading.refuse(place, message)

    def _not_open(self, name: str, place: Place, columns: _Columns) -> None:
        if columns.is_empty(()):
            self._reading.empty.append(name)
        elif name in self._to_come():
            self._reading.refuse(place, _("not asked for yet; hand it in once the performance is over"))
        else:
            self._reading.refuse(place, _("no ballot here is called {code}; write the sheet anew", code=name))

    def _to_come(self) -> frozenset[str]:
        if self._coming is None:
            forms = ((each.round, form) for each in coming(self._contest) for form in each.forms)
            self._coming = frozenset(code(at, form.key, judge) for at, form in forms for judge in form.judges)
        return self._coming


def _names(name: str, record: Record) -> bool:
    """Whether a ballot, or its return, is of the ballot called so."""
    parts, fact = name.split(":"), record.fact
    if len(parts) < _SHORTEST_CODE:
        return False
    round_id, type_, *given, judge = parts
    if record.round != round_id or (fact.subject.judge or Seat.of(record.seat).judge) != judge:
        return False
    fields = dict(pair.split("=", 1) for pair in given if "=" in pair)
    is_own = fact.type == type_ or fact.intent is Intent.BALLOT_RETURN
    return is_own and all(str(getattr(fact, field, value)) == value for field, value in fields.items())


class _Columns:
    """The cells of one row, by what stands above them."""

    def __init__(self, sheet: Sheet, head: Mapping[int, Cell], row: Mapping[int, Cell]) -> None:
        self._sheet, self._head, self._row = sheet, head, row
        self._line = next(iter(row.values())).place.line

    def at(self, blank: Blank) -> tuple[Place, str, Text | None]:
        """Return place and text of the cell of a blank, and why it cannot be relied on."""
        return self._under(heading(blank))

    def total(self) -> tuple[Place, str, Text | None]:
        """Return the cell of the sheet's own total; empty where there is no such column."""
        place, text, trouble = self._under(TOTAL)
        return place, text if trouble is None else "", None

    def _under(self, wanted: Text) -> tuple[Place, str, Text | None]:
        column = next((at for at, cell in self._head.items() if is_heading(cell.text, wanted)), None)
        if column is None:
            first = next(iter(self._head.values())).place
            return first, "", _("no column is headed {heading}; take the sheet as it was written", heading=wanted)
        cell = self._row.get(column)
        if cell is None:
            return self._sheet.place_of(self._line, column), "", None
        return cell.place, cell.text, cell.trouble

    def is_empty(self, blanks: Sequence[Blank]) -> bool:
        """Whether nothing was typed: under the headings of the blanks, or without any behind the names."""
        if blanks:
            return not any(text or trouble for _place, text, trouble in map(self.at, blanks))
        last = max(self._head)
        return not any(5 < column < last and cell for column, cell in self._row.items())


def _value(blank: Blank, text: str, *, sure: bool) -> tuple[Any, Text | None]:
    """Return what a text means in a blank, or why it does not fit."""
    if isinstance(blank, Number):
        question = paper.question(blank, text)
        refusal = paper.refusal(blank, text)
        if refusal is None and question is not None and not sure:
            refusal = _("{question} Say --sure where it is meant so", question=question.words)
        return (None, refusal) if refusal is not None else (blank.read(paper.tidy(text)), None)
    value = blank.read(_chosen(blank, text))
    return value, blank.refuse(value)


def _chosen(blank: Blank, text: str) -> object:
    """Return the value of what was picked by its name or its number; anything else as it is."""
    if isinstance(blank, Choice):
        wanted = likeness(text)
        named = (each.value for each in blank.named
                 if wanted in {likeness(each.label.in_language(language)) for language in LANGUAGES})  # fmt: skip
        return next(named, text)
    if isinstance(blank, Permutation):
        words = text.replace("，", ",").replace("、", ",").replace(",", " ").split()
        options = {str(number): option.value for number, option in enumerate(blank.options, 1)}
        return tuple(options.get(word, word) for word in words)
    return text.strip() if isinstance(blank, Selection) else text


def _shown(value: Any) -> str:
    return show(value) if isinstance(value, (int, Decimal)) else str(value)
