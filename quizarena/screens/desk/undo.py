"""Backspace: what it would take back, and the key that should have been pressed in its place.

Decides that undo names the fact and the totals after it and waits for Enter, and that a key of the old moment replaces
the fact at its old place and time instead, where both are the same move.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs

from ...contest import telling
from ...contest.facts import Corrected, Redone, Replacement, Undone
from ...errors import QuizArenaError
from ...facts import Fact
from ...moves import Gesture, Instant
from ...sessions.keys import GESTURES, KEY_OF, Press
from ..canvas import BOLD, DIM
from ..wide import wrap
from . import describe
from .field import REASONS
from .moment import SEAT, Bound
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk


def replaced(desk: Desk, seq: int, bound: Bound) -> Fact | None:
    """Return the fact that `bound` would have made in place of the record `seq`, at its instant; None if it is none."""
    standing = desk.contest.resolution.fact(seq)
    if standing is None or bound.move.closed is not None or type(standing) is not bound.move.fact or bound.missing:
        return None
    instants = {
        blank.path: telling.value_at(standing, blank.path) for blank in bound.move.blanks if isinstance(blank, Instant)
    }
    try:
        fact = bound.move.fill({**bound.values, **instants})
    except QuizArenaError:
        return None
    return fact if fact != standing else None


@attrs.define
class Replace:
    """The offer to put another ruling in the place of the last one; Enter does it."""

    desk: Desk
    seq: int
    fact: Fact
    words: str
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)

    @property
    def title(self) -> str:
        """What it is."""
        return self.desk.word(_("Change the ruling"))

    def press(self, press: Press, now: datetime) -> None:
        """Do it on Enter."""
        if press.key == "enter":
            self.desk.close()
            replace(self.desk, self.seq, self.fact, now)
        else:
            self.desk.say(self.keys())

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return what was recorded, what would stand instead, and the totals after."""
        was = self.desk.word(self.desk.teller.tell(self.desk.contest, self.desk.contest.records[self.seq]))
        rows = [Row(f"#{self.seq:03}  {was}"), Row(self.desk.word(_("becomes: {words}", words=self.words)), BOLD)]
        item = Corrected((Replacement(self.seq, self.desk.contest.book.to_mapping(self.fact)),), "-")
        return [*rows, *_totals_after(self.desk, item), Row(), Row(self.keys(), DIM)]

    def keys(self) -> str:
        """Return the keys that act."""
        return self.desk.word(_("Enter change it to: {words}  Esc no", words=self.words))


def replace(desk: Desk, seq: int, fact: Fact, now: datetime) -> None:
    """Record the correction of a slip."""
    item = Replacement(seq, desk.contest.book.to_mapping(fact))
    desk.change(Corrected((item,), desk.word(REASONS[0])), now)


def offer(desk: Desk, seq: int, gesture: Gesture) -> Replace | None:
    """Return the offer to replace the record `seq` by what `gesture` would have made of its moment."""
    bound = desk.before(seq).get(gesture)
    fact = replaced(desk, seq, bound) if bound is not None else None
    if fact is None or bound is None:
        return None
    return Replace(desk, seq, fact, desk.word(bound.option.label if bound.option is not None else bound.move.label))


@attrs.define
class Undo:
    """What Backspace would take back."""

    desk: Desk
    seq: int
    keys_before: Mapping[Gesture, Bound]
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)

    @property
    def title(self) -> str:
        """What it is."""
        return self.desk.word(_("Undo"))

    def press(self, press: Press, now: datetime) -> None:
        """Undo on Enter; another key of the old moment replaces the record."""
        if press.key == "enter":
            self.desk.close()
            self.desk.change(Undone(self.seq), now)
        elif press.key in GESTURES:
            self._instead(GESTURES[press.key], now)
        else:
            self.desk.say(self.keys())

    def _instead(self, gesture: Gesture, now: datetime) -> None:
        bound = self.keys_before.get(gesture)
        fact = replaced(self.desk, self.seq, bound) if bound is not None else None
        if fact is None:
            self.desk.say(_("That key was no other answer here. Enter undoes, Esc leaves it."))
        else:
            self.desk.close()
            replace(self.desk, self.seq, fact, now)

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return what would be taken back, the totals after, and the keys that would replace it."""
        contest = self.desk.contest
        record = contest.records[self.seq]
        at = record.at.astimezone(now.tzinfo)
        rows = [Row(f"#{self.seq:03}  {at:%H:%M:%S}  {describe.who(self.desk, record)}")]
        rows += [Row(line, BOLD) for line in wrap(self.desk.word(self.desk.teller.tell(contest, record)), width)]
        rows += _totals_after(self.desk, Undone(self.seq))
        rows += [Row()]
        for gesture, bound in self.keys_before.items():
            if gesture != "next" and replaced(self.desk, self.seq, bound) is not None:
                words = self.desk.word(bound.option.label if bound.option is not None else bound.move.label)
                rows.append(Row(f"  {shown_key(self.desk, KEY_OF[gesture])}  {words}"))
        return [*rows, Row(self.keys(), DIM)]

    def keys(self) -> str:
        """Return the keys that act."""
        return self.desk.word(_("Enter undo it  the right key replaces it  Esc leave it"))


def _totals_after(desk: Desk, change: Fact) -> list[Row]:
    try:
        preview = desk.contest.preview(change, seat=SEAT)
    except QuizArenaError as error:
        return [Row(desk.word(error.sentence(desk.language)), BOLD)]
    found = telling.changes(preview.before, preview.after)
    if not found:
        return [Row(desk.word(_("No total changes.")))]
    name = desk.contest.state.roster.name
    return [Row(f"{desk.word(name(each.team))}  {desk.word(describe.change_line(each))}") for each in found]


def open_undo(desk: Desk, now: datetime) -> None:
    """Open the overlay that names what an undo would take back."""
    desk.refresh()
    seq = desk.contest.undoable(SEAT)
    if seq is None:
        desk.say(_("There is nothing of this desk to undo; a ballot is returned (P), never undone."))
    else:
        desk.open(Undo(desk, seq, _before(desk, seq)))


def _before(desk: Desk, seq: int) -> Mapping[Gesture, Bound]:
    counted: Any = desk.contest.resolution.fact(seq)
    return desk.before(seq) if counted is not None else {}


def bring_back(desk: Desk, now: datetime) -> None:
    """Redo what was undone last."""
    seq = desk.contest.redoable(SEAT)
    if seq is None:
        desk.say(_("There is nothing to redo: nothing was undone, or something was recorded since."))
    else:
        desk.change(Redone(seq), now)


def shown_key(desk: Desk, key: str) -> str:
    """Return a key's name as it stands on the screen."""
    return desk.word(_KEYS.get(key, key))


_KEYS: Mapping[str, Any] = {
    "enter": "Enter",
    "space": _("Space"),
    "left": _("Left"),
    "right": _("Right"),
}
