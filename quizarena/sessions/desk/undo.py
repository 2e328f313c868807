"""Backspace: what it would take back, and the key that should have been pressed in its place.

A key of the old moment replaces the fact at its old place and time, where both are the same move.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

from ...blanks import BY_MACHINE, Gesture
from ...contest import narration
from ...contest.facts import Corrected, Redone, Replacement, Undone
from ...contest.standings import changed_totals
from ...errors import QuizArenaError
from ...facts import Fact
from ...text import Joined, Text, plain
from ..bindings import SEAT, Bindings, Bound, false_start
from ..dialog import Block, Dialog, Gap, Key, Keys, Line, key_name
from ..keys import GESTURES, KEY_OF, Press
from . import sentences
from .desk import Desk, Overlay
from .entry import REASONS
from .words import _


def replaced(desk: Desk, seq: int, bound: Bound) -> Fact | None:
    """Return the fact that `bound` would have made in place of the record `seq`, at its instant; None if it is none."""
    standing = desk.contest.resolution.fact(seq)
    if standing is None or bound.move.closed is not None or type(standing) is not bound.move.fact or bound.missing:
        return None
    measured = {
        blank.path: narration.value_at(standing, blank.path)
        for blank in bound.move.blanks
        if isinstance(blank, BY_MACHINE)
    }
    try:
        fact = bound.move.fill({**bound.values, **measured})
    except QuizArenaError:
        return None
    return fact if fact != standing else None


@attrs.define
class Replace(Overlay):
    """The offer to put another ruling in the place of the last one; Enter does it."""

    desk: Desk
    seq: int
    fact: Fact
    ruling: Text

    def press(self, press: Press, now: datetime) -> bool:
        """Do it on Enter."""
        if press.key != "enter":
            return False
        self.desk.close()
        replace(self.desk, self.seq, self.fact, now)
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return what was recorded, what would stand instead, and the totals after."""
        desk, seq = self.desk, self.seq
        was = desk.tell(desk.contest.records[seq])
        change = Corrected((Replacement(seq, desk.contest.book.to_mapping(self.fact)),), "-")
        blocks = (
            Line(Joined((plain(f"#{seq:03}"), was), "  ")),
            Line(_("becomes: {words}", words=self.ruling), "emphasis"),
            *_totals_after(desk, change),
        )
        keys = Key("enter", _("change it to: {words}", words=self.ruling)), Key("escape", _("leave it"))
        return Dialog(_("Change the ruling"), blocks, keys, asks=True)


def replace(desk: Desk, seq: int, fact: Fact, now: datetime) -> None:
    """Record the correction of a slip."""
    item = Replacement(seq, desk.contest.book.to_mapping(fact))
    desk.change(Corrected((item,), desk.in_record(REASONS[0])), now)


def offer(desk: Desk, seq: int, gesture: Gesture) -> Replace | None:
    """Return the offer to replace the record `seq` by what `gesture` would have made of its moment."""
    bound = desk.bindings_at(seq).keys.get(gesture)
    fact = replaced(desk, seq, bound) if bound is not None else None
    if fact is None or bound is None:
        return None
    return Replace(desk, seq, fact, bound.label)


@attrs.define
class Undo:
    """What Backspace would take back."""

    desk: Desk
    seq: int
    before: Bindings | None
    typed: str = attrs.field(default="", init=False)

    @property
    def typing(self) -> bool:
        """Whether the next digit belongs to a number of two digits."""
        return bool(self.typed)

    def press(self, press: Press, now: datetime) -> bool:
        """Undo on Enter; the right key of the old moment replaces the record, any other closes it."""
        key = self.typed + press.key if press.key.isdecimal() else press.key
        if press.key == "enter" and not self.typed:
            self.desk.close()
            self.desk.change(Undone(self.seq), now)
        elif press.key == "backspace" and self.typed:
            self.typed = self.typed[:-1]
        elif press.key.isdecimal() and self.before is not None and self.before.gathers:
            self.typed = key[-len(str(max(self.before.picks))) :]
        else:
            self._instead(self.typed if press.key == "enter" else key, now)
        return True

    def _instead(self, key: str, now: datetime) -> None:
        found = (replaced(self.desk, self.seq, bound) for bound in self._meant(key))
        fact = next((each for each in found if each is not None), None)
        self.desk.close()
        if fact is None:
            self.desk.say(_("{key} replaces nothing here; nothing was undone.", key=key_name(key)))
        else:
            replace(self.desk, self.seq, fact, now)

    def _meant(self, key: str) -> Iterator[Bound]:
        """Yield what a key meant in the old moment."""
        before = self.before
        if before is None:
            return
        if key in GESTURES and GESTURES[key] in before.keys:
            yield before.keys[GESTURES[key]]
        if key.isdecimal() and int(key) in before.picks:
            picked = before.picks[int(key)]
            foul = false_start(picked, before.moves)
            yield from (picked,) if foul is None else (picked, foul)

    def dialog(self, now: datetime) -> Dialog:
        """Return what would be taken back, the totals after, and the keys that would replace it."""
        desk = self.desk
        record = desk.contest.records[self.seq]
        at = f"{record.at.astimezone(now.tzinfo):%H:%M:%S}"
        blocks: tuple[Block, ...] = (
            Line(Joined((plain(f"#{self.seq:03}"), plain(at), sentences.who(desk.contest, record)), "  ")),
            Line(desk.tell(record), "emphasis"),
            *_totals_after(desk, Undone(self.seq)),
            Gap(),
            Keys(tuple(self._other_keys())),
        )
        return Dialog(_("Undo"), blocks, _KEYS, asks=True)

    def _other_keys(self) -> Iterator[Key]:
        before = self.before
        if before is None:
            return
        for key in (*(KEY_OF[gesture] for gesture in before.keys if gesture != "next"), *map(str, before.picks)):
            for bound in self._meant(key):
                if replaced(self.desk, self.seq, bound) is not None:
                    yield Key(_pressed(before, key), bound.label)


def _pressed(before: Bindings, key: str) -> str:
    """Return the presses that mean a key of the old moment: a number may have waited for Enter."""
    return f"{' '.join(key)} enter" if before.gathers and key.isdecimal() else key


_KEYS = (
    Key("enter", _("undo it")),
    Key("", _("another ruling's key replaces it")),
    Key("escape", _("leave it alone")),
)


def _totals_after(desk: Desk, change: Fact) -> tuple[Line, ...]:
    try:
        preview = sentences.preview(desk.contest, change)
    except QuizArenaError as error:
        return (Line(error.message, "emphasis"),)
    found = changed_totals(preview.before, preview.after)
    return tuple(sentences.change_lines(desk.contest, found)) or (Line(_("No total changes.")),)


def open_undo(desk: Desk, now: datetime) -> None:
    """Open the overlay that names what an undo would take back."""
    desk.refresh()
    seq = desk.contest.undoable(SEAT)
    if seq is None:
        desk.say(_("There is nothing of this desk to undo; a ballot is returned (P), never undone."))
    else:
        desk.open(Undo(desk, seq, _before(desk, seq)))


def _before(desk: Desk, seq: int) -> Bindings | None:
    return desk.bindings_at(seq) if desk.contest.resolution.fact(seq) is not None else None


def bring_back(desk: Desk, now: datetime) -> None:
    """Redo what was undone last."""
    seq = desk.contest.redoable(SEAT)
    if seq is None:
        desk.say(_("There is nothing to redo: nothing was undone, or something was recorded since."))
    else:
        desk.change(Redone(seq), now)
