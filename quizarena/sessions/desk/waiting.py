"""A deed that waits for another program, drawing D19: in a thread of its own, so that clocks and pictures go on.

After a second it is shown who keeps the file; Escape gives up, and what was to be recorded is dropped.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import attrs

from ...errors import JournalBusy, QuizArenaError
from ...facts import Record
from ...journal import Holder, Journal, Patience
from ...text import Joined, Text, plain
from ..dialog import Block, Dialog, Gap, Key, Keys, Line, key_name
from ..keys import Press
from ..message import Message
from .words import _

HURRY = Patience(0.25)
"""How long the desk itself waits for another program: what takes longer waits here."""
UNSEEN = timedelta(seconds=1)
"""How long nothing is shown: most programs are done by then."""


@attrs.define(eq=False)
class Waiting:
    """A deed at the instant `since`, that says `what` and is tried until another program lets go of the file.

    `ended` is set when it was recorded as `record` or failed with `error`, and `wake` called.
    """

    what: Text
    deed: Callable[[], Record]
    journal: Journal
    since: datetime
    wake: Callable[[], object]
    record: Record | None = attrs.field(default=None, init=False)
    error: QuizArenaError | None = attrs.field(default=None, init=False)
    ended: threading.Event = attrs.field(factory=threading.Event, init=False)
    _given_up: threading.Event = attrs.field(factory=threading.Event, init=False)
    _untaken: list[Press] = attrs.field(factory=list, init=False)
    _holders: tuple[int, Sequence[Holder]] = attrs.field(default=(-1, ()), init=False)

    def begin(self) -> None:
        """Wait, beside whoever paints."""
        threading.Thread(target=self._wait, name="waiting", daemon=True).start()

    @property
    def is_given_up(self) -> bool:
        """Whether nobody wants the deed any more."""
        return self._given_up.is_set()

    def _wait(self) -> None:
        before = self.journal.patience
        self.journal.patience = Patience(math.inf, lambda: not self.is_given_up)
        try:
            self.record = self.deed()
        except QuizArenaError as error:
            self.error = error
        finally:
            self.journal.patience = before
            self.ended.set()
            self.wake()

    def press(self, press: Press) -> None:
        """Give up on Escape; take no other key."""
        if press.key == "escape":
            self._given_up.set()
        elif press.key:
            self._untaken.append(press)

    # What is seen

    def is_seen(self, now: datetime) -> bool:
        """Whether it takes so long that it is shown."""
        return now - self.since >= UNSEEN

    def seconds(self, now: datetime) -> int:
        """Return how long it has waited."""
        return max(0, int((now - self.since).total_seconds()))

    def badge(self, now: datetime) -> Line:
        """Return what stands in the header."""
        return Line(_("waiting for the file, {seconds} s", seconds=self.seconds(now)), "alert")

    def message(self, now: datetime) -> Message:
        """Return whom it waits for, or which keys were not taken meanwhile."""
        if self._untaken:
            keys = Joined(tuple(key_name(each.key) for each in self._untaken), " ")
            return Message(
                _("Waiting for the file; no key is taken but Esc. Not taken: {keys}", keys=keys), role="alert"
            )
        who = self._who(now)[:1]
        named = Joined((plain(who[0].program or "?"), _("(process {pid})", pid=who[0].pid)), " ") if who else _NOBODY
        return Message(_("Waiting for {who}, {seconds} s.", who=named, seconds=self.seconds(now)), role="alert")

    def dialog(self, now: datetime) -> Dialog:
        """Return what waits, for whom, how long, and the way out."""
        keepers = [_kept_by(each) for each in self._who(now)] or [_NOBODY]
        blocks: tuple[Block, ...] = (
            Line(_("To record     {what}   (not recorded yet)", what=self.what)),
            *(Line(_("Locked by     {who}", who=who)) for who in keepers),
            Line(_("Waited        {seconds} s; clocks and board go on", seconds=self.seconds(now))),
            Gap(),
            Keys((_GIVE_UP,)),
            Line(_("(No other key is taken; once the file is free it is recorded, and said.)"), "quiet", 2),
        )
        return Dialog(_("Not saved yet: another program keeps the file"), blocks, (_SHORT,))

    def _who(self, now: datetime) -> Sequence[Holder]:
        """Return who keeps the file locked, as it was looked up this second; else who has it open."""
        second = self.seconds(now)
        if self._holders[0] != second:
            found = self.journal.holders()
            self._holders = second, [each for each in found if each.locks] or found
        return self._holders[1]


_NOBODY = _("another program; this system does not tell which")
_GIVE_UP = Key("escape", _("wait no longer: not recorded, back to before the key"))
_SHORT = Key("escape", _("wait no longer, this is not recorded"))


def _kept_by(holder: Holder) -> Text:
    parts: list[Text] = [plain(holder.program or "?"), _("process {pid}", pid=holder.pid)]
    if holder.terminal:
        parts.append(_("terminal {terminal}", terminal=holder.terminal))
    return Joined(tuple(parts), "   ")


def outcome(waiting: Waiting, result: Callable[[Record], Text]) -> Text | None:
    """Return what is said where the deed was given up, None where it was not."""
    if not waiting.is_given_up:
        return None
    if waiting.record is not None:
        return _("It was recorded before Esc: {what}", what=result(waiting.record))
    if isinstance(waiting.error, JournalBusy):
        return _("Given up, not recorded: {what}", what=waiting.what)
    return None
