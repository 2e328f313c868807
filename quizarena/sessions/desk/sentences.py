"""What the desk says in words: what a key will do to the totals, and the log's sentences, remembered.

Consequences come from `Contest.preview`, the code of the deed itself. `contest.narration` says what a record says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from ...contest import Contest, Preview, narration
from ...contest.columns import entrant_name
from ...contest.facts import META, Corrected, Redone, Struck, Undone
from ...contest.narration import describe_record
from ...contest.standings import Change, changed_totals
from ...contest.state import ORDER
from ...errors import QuizArenaError
from ...facts import Fact, Record
from ...points import show, show_signed
from ...roster import BUZZERS, Seat
from ...scenes import OnStage, Scene, Versus
from ...text import CLAUSE, Joined, Text, plain
from ..bindings import SEAT, Bound
from ..dialog import Line
from .words import _


def consequence(contest: Contest, bound: Bound, now: datetime) -> tuple[Change, ...] | None:
    """Return what a key's move would do to the totals; None while something is left to ask for, or it is refused."""
    if bound.missing or bound.move.closed is not None or bound.move.fact.cue:
        return None
    try:
        found = preview(contest, bound.move.fill(bound.values, now=now))
    except (QuizArenaError, ValueError):
        return None
    return changed_totals(found.before, found.after)


def preview(contest: Contest, fact: Fact) -> Preview:
    """Return the standings before and after `fact`; of marks that are being opened no total tells what is still sealed.

    Raises like `Contest.preview`.
    """
    opens = contest.state.reveal is not None and contest.state.frozen is None
    return contest.preview(fact, seat=SEAT, audience="hall" if opens else None)


def podiums_provisional(contest: Contest) -> bool:
    """Whether desk numbers are the list's for now, since the draw that gives them is still to come."""
    rules = contest.rulebook
    by_lot = rules.podium_numbers == "drawn" and rules.order.method.needs in ("seed", "order")
    return by_lot and contest.state.draw(ORDER).order is None


def change_line(each: Change) -> Text:
    """Return "+10  total 120"."""
    return _("{by}  total {total}", by=show_signed(each.by), total=show(each.total))


class Teller:
    """Tells records in words, and remembers what it said while the past stands."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._said: dict[int, Text] = {}
        self._changed: dict[int, tuple[Change, ...]] = {}
        self._start = ""
        self._known = 0

    def tell(self, contest: Contest, record: Record) -> Text:
        """Return the record's sentence."""
        self._forget_another_past(contest)
        if record.seq not in self._said:
            self._said[record.seq] = describe_record(contest, record)
        return self._said[record.seq]

    def changed(self, contest: Contest, seq: int) -> tuple[Change, ...]:
        """Return what a record did to the totals."""
        self._forget_another_past(contest)
        if seq not in self._changed:
            self._changed[seq] = narration.done(contest, seq)
        return self._changed[seq]

    def _forget_another_past(self, contest: Contest) -> None:
        """Forget what was said from the first record on that a change has touched since."""
        records = contest.records
        if records[0].digest != self._start or len(records) < self._known:
            self._start, self._known, self._said, self._changed = records[0].digest, 0, {}, {}
        touched = [_first_touched(each, records) for each in records[self._known :] if isinstance(each.fact, META)]
        self._known, first = len(records), min(touched, default=len(records))
        self._said = {seq: said for seq, said in self._said.items() if seq < first}
        self._changed = {seq: changed for seq, changed in self._changed.items() if seq < first}


def _first_touched(record: Record, records: Sequence[Record]) -> int:
    """Return the first record that a change touches: what stood before it stands as it stood."""
    match record.fact:
        case Corrected(items, take_out=gone):
            return min([*(item.seq for item in items), *gone])
        case Struck(seq):
            return seq
        case Undone(seq) | Redone(seq):
            back = records[seq]
            return _first_touched(back, records) if isinstance(back.fact, META) else seq
    return 0  # a rule holds for all of them


def who(contest: Contest, record: Record) -> Text:
    """Return who recorded: the person's name, else the seat's, by name where it is a judge's."""
    if record.person:
        return plain(record.person)
    seat = Seat.of(record.seat)
    if seat.judge:
        return contest.state.roster.name(seat.judge)
    return _SEATS.get(seat.role) or plain(record.seat)


_SEATS: Mapping[str, Text] = {
    "desk": _("the desk"), "arbiter": _("arbiters"), "host": _("host"), BUZZERS: _("the buzzers"),
}  # fmt: skip


def on_stage(scene: Scene) -> tuple[OnStage, ...]:
    """Return who is on stage: a team, or both sides."""
    sides = [side for block in scene.of(Versus) for side in (block.affirmative, block.negative)]
    return (*scene.of(OnStage), *sides)


@attrs.frozen
class Unnumbered:
    """A text without the number it may begin with, where that stands before it anyway."""

    text: Text
    number: int

    def in_language(self, language: str) -> str:
        """Return the text in `language`."""
        return self.text.in_language(language).removeprefix(f"{self.number} ")


ONLY_PLUS = _("Only + records this.")
"""What another key is answered where + alone records."""


def recorded_by(changes: Sequence[Change]) -> str:
    """Return the key that records a change of the past: + alone where it takes points from somebody."""
    return "+" if any(each.by < 0 for each in changes) else "enter"


def enumerated(texts: Sequence[Text]) -> Text:
    """Return texts that may hold commas one after the other."""
    return Joined(tuple(texts), CLAUSE)


def change_lines(contest: Contest, changes: Sequence[Change]) -> Iterator[Line]:
    """Yield a line a team whose total changes."""
    for each in changes:
        yield Line(Joined((entrant_name(contest.state.roster, each.team), change_line(each)), "  "))
