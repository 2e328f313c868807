"""The end of a vote: what the voters have given is read back, then + records it; until then no vote is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from ...blanks import Poll
from ...errors import JournalError
from ...moves import Move
from ...text import Joined, Text, plain
from ..bindings import Bound
from ..dialog import Column, Dialog, Gap, Key, Line, Table
from ..keys import Press
from ..votes import Tally, pause, resume, tally
from .confirmation import Fill, effect_lines
from .desk import Desk, Overlay
from .sentences import ONLY_PLUS
from .words import _


@attrs.define
class PollClosing(Overlay):
    """The counts of a poll as they will stand; T types them in instead, as `fill` asks for them."""

    desk: Desk
    move: Move
    poll: Poll
    counted: Tally
    fill: Fill

    def press(self, press: Press, now: datetime) -> bool:
        """Record the counts, or type in others."""
        if press.key == "+":
            self._record(now)
        elif press.key == "t":
            self.desk.close()
            self.fill(self.move, now)
        elif press.key in ("enter", "space") or press.key.isdecimal():
            self.desk.say(ONLY_PLUS)
        else:
            return False
        return True

    def _record(self, now: datetime) -> None:
        """Record what was read back; where votes have come since, others recorded meanwhile, it is read back anew."""
        found = counted_now(self.desk, self.poll)
        if found is None:
            return
        if found != self.counted:
            self.counted = found
            self.desk.say(_("Votes have come since; read them back again."), loud=True)
        elif self.desk.do(self.move, values_of(self.poll, self.counted), now) is not None:
            self.desk.close()

    def dialog(self, now: datetime) -> Dialog:
        """Return the counts, how far they can be trusted, and what they do; or that there are none, and what helps."""
        keys = _KEYS if self.counted.voters else _KEYS_WITHOUT
        return Dialog(self.move.label, tuple(self._blocks(now)), keys, asks=True)

    def _blocks(self, now: datetime) -> Iterator[Line | Gap | Table]:
        if not self.counted.voters:
            yield Line(
                _("Nobody has voted: ask the hall again, type in a count by hand, or close it without."), "alert"
            )
            yield Line(_STANDS_STILL, "quiet")
            return
        yield Line(voted(self.poll, self.counted), "emphasis")
        if self.poll.note is not None:
            yield Line(self.poll.note, "alert")
        columns = Column(_("Voted for"), "name"), Column(_("Votes counted"), "points")
        counts = self.counted.counts
        yield Table(columns, tuple((each.label, plain(str(counts[each.value]))) for each in self.poll.candidates))
        yield Gap(optional=True)
        yield from effect_lines(self.desk, Bound(self.move, values_of(self.poll, self.counted)), now)
        yield Line(_STANDS_STILL, "quiet")


_STANDS_STILL = _("No vote is taken while this stands here.")
_KEYS = (
    Key("+", _("close the vote with these counts")),
    Key("t", _("type in other counts")),
    Key("escape", _("the vote goes on")),
)
_KEYS_WITHOUT = (
    Key("escape", _("the vote goes on")),
    Key("t", _("type in counts by hand")),
    Key("+", _("close it without: no vote for anybody")),
)


def open_closing(desk: Desk, move: Move, poll: Poll, fill: Fill) -> bool:
    """Read back what voters have given, until it is closed no vote is taken; False where the desk only looks on."""
    if desk.look_only:
        return False
    counted = counted_now(desk, poll)
    if counted is None:
        return True
    desk.cover(PollClosing(desk, move, poll, counted, fill), lambda: _go_on(desk, poll))
    return True


def counted_now(desk: Desk, poll: Poll) -> Tally | None:
    """Return what stands once no more votes are taken; None where that cannot be read, which is said."""
    try:
        pause(desk.arena, poll)
        return tally(desk.arena, poll)
    except JournalError as error:
        desk.say(_("The votes cannot be counted just now: {why}", why=error.message), loud=True)
        return None


def _go_on(desk: Desk, poll: Poll) -> None:
    desk.write_draft(lambda: resume(desk.arena, poll))


def values_of(poll: Poll, counted: Tally) -> Mapping[str, Any]:
    """Return counts as values of the move that closes the poll."""
    return {poll.path(each.value): counted.counts[each.value] for each in poll.candidates}


def label(desk: Desk, move: Move, now: datetime) -> Text:
    """Return what closing a vote is called while it is open: with how many have voted."""
    counted = None if move.poll is None else desk.votes.tally(desk.arena, move.poll, now)
    if move.poll is None or counted is None:
        return move.label
    return Joined((move.label, voted(move.poll, counted)), ": ")


def voted(poll: Poll, counted: Tally) -> Text:
    """Return how many have voted."""
    if poll.voters is None:
        one = _("one device has voted")
        return one if counted.voters == 1 else _("{count} devices have voted", count=counted.voters)
    return _("{count} of {all} cards have voted", count=counted.voters, all=poll.voters)
