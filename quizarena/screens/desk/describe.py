"""What records and moves say in words: the log's sentences, and what a key will do to the totals.

Decides that a record is told by the label of the move it was made by, with what was chosen; what is sealed is never
told. Consequences come from `Contest.preview`, the code of the deed itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any

import attrs

from ...contest import Contest, Standings
from ...contest.facts import META, Amended, Corrected, Redone, RulebookRead, Struck, Undone
from ...errors import QuizArenaError
from ...facts import Fact, Record
from ...moves import Choice, IllegalFact, Line, Move, Number, Option
from ...points import column_places, show, show_signed
from ...text import Joined, Text, plain
from .moment import SEAT, Bound
from .words import _


@attrs.frozen
class Change:
    """What a deed does to one team's total and place."""

    team: str
    by: Fraction
    total: Fraction
    place: int | None
    tied: bool


def changes(before: Standings, after: Standings) -> tuple[Change, ...]:
    """Return the teams whose totals differ, in the order of the totals."""
    found = []
    for team, score in after.totals.items():
        by = score.value - before.totals[team].value
        if by:
            row = next((row for row in after.rows if row.entrant == team), None)
            place = row.place if row is not None else None
            found.append(Change(team, by, score.value, place, row is not None and bool(row.tied)))
    return tuple(found)


def consequence(contest: Contest, bound: Bound, now: datetime) -> tuple[Change, ...] | None:
    """Return what a key's move would do to the totals; None while something is left to ask for, or it is refused."""
    if bound.missing or bound.move.closed is not None or bound.move.fact.cue:
        return None
    try:
        preview = contest.preview(bound.move.fill(bound.values, now=now), seat=SEAT)
    except (QuizArenaError, ValueError):
        return None
    return changes(preview.before, preview.after)


def total_places(contest: Contest) -> int:
    """Return the decimals in which totals stand: two where judges mark, else what they need."""
    marked = 2 if contest.state.roster.judges else 0
    return column_places((row.total for row in contest.standings(SEAT).rows), marked)


def change_line(each: Change) -> Text:
    """Return "+10  total 120"."""
    return _("{by}  total {total}", by=show_signed(each.by), total=show(each.total))


class Teller:
    """Tells records in words, and remembers what it said while the past stands."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._said: dict[int, Text] = {}
        self._key: tuple[object, ...] = ()

    def tell(self, contest: Contest, record: Record) -> Text:
        """Return the record's sentence."""
        changed = sum(isinstance(each.fact, META) for each in contest.records)
        key = (contest.records[0].digest, changed)
        if key != self._key:
            self._said, self._key = {}, key
        if record.seq not in self._said:
            self._said[record.seq] = told(contest, record)
        return self._said[record.seq]


def told(contest: Contest, record: Record) -> Text:
    """Return what a record says: its move's label, what was chosen, and what it did to totals."""
    fact = record.fact
    if isinstance(fact, RulebookRead):
        return _("The rules: {title}", title=contest.rulebook.title)
    if isinstance(fact, META):
        return _told_change(contest, fact)
    standing = contest.resolution.fact(record.seq) or fact
    move = made_by(contest, record.seq, standing)
    if move is None:
        return plain(record.type)
    parts = [move.label, *_chosen(move, standing), *_done(contest, record, move)]
    return Joined(tuple(parts), " ")


def made_by(contest: Contest, seq: int, fact: Fact) -> Move | None:
    """Return the move that offered `fact` at the record `seq`, None where none does any more."""
    fitting = [move for move in contest.before(seq).moves() if move.fits(fact)]
    return next((move for move in fitting if move.refuse(fact, taken_free=True) is None), None)


def _told_change(contest: Contest, fact: Fact) -> Text:
    if isinstance(fact, Corrected):
        items = ", ".join(f"#{item.seq:03}" for item in fact.items)
        return _("Correct {items}: {reason}", items=items, reason=fact.reason)
    if isinstance(fact, Struck):
        return _("Strike #{seq}: {reason}", seq=f"{fact.seq:03}", reason=fact.reason)
    if isinstance(fact, Amended):
        return _("Change a rule: {path} is now {value}", path=fact.path, value=fact.value)
    if isinstance(fact, Undone):
        return _("Undo #{seq}", seq=f"{fact.seq:03}")
    return _("Redo #{seq}", seq=f"{fact.seq:03}" if isinstance(fact, Redone) else "-")


def value_at(fact: Fact, path: str) -> Any:
    """Return what stands at a blank's dotted path."""
    head, _dot, rest = path.partition(".")
    value = getattr(fact, head)
    return value.get(rest) if rest and isinstance(value, dict) else None if rest else value


def _chosen(move: Move, fact: Fact) -> Iterator[Text]:
    """Yield what was filled in, unless it is sealed."""
    for blank in move.open:
        if blank.path.partition(".")[0] in fact.sealed:
            continue
        value = value_at(fact, blank.path)
        if isinstance(blank, Choice):
            option = blank.option(value)
            yield option.label if option is not None else plain(str(value))
        elif isinstance(blank, Number) and value is not None:
            yield plain(show_signed(value) if blank.low is not None and blank.low < 0 else show(value))
        elif isinstance(blank, Line) and value:
            yield plain(str(value))


def _done(contest: Contest, record: Record, move: Move) -> Iterator[Text]:
    """Yield what the record did to one team's total."""
    if record.fact.cue or record.seq in contest.resolution.gone:
        return
    before = contest.before(record.seq).standings()
    after = contest.before(record.seq + 1) if record.seq + 1 < len(contest.records) else contest
    found = changes(before, after.standings())
    if len(found) == 1:
        yield plain(show_signed(found[0].by))


def ruling(option: Option | None) -> bool:
    """Whether an option rules on something, so that "0" is worth saying."""
    return option is not None and option.gesture in ("yes", "no")


def refusal(error: IllegalFact | QuizArenaError, language: str) -> str:
    """Return a refusal as one sentence in `language`."""
    if isinstance(error, IllegalFact):
        return error.sentence(language)
    said = getattr(error, "sentence", None)
    return str(said(language)) if callable(said) else str(error)
