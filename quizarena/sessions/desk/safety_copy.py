"""When the next safety copy (安全副本) is due, and what became of the last: after a round, a change, five minutes.

It is told the instant and copies nothing itself: whoever shows the desk runs the job beside it and says how it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import attrs

from ...contest import Contest
from ...errors import QuizArenaError
from ...facts import Intent
from ...journal.safety_copies import CopyFolder, SafetyCopy, copy_into
from ...media import Media
from ...text import Joined, Text, of_system
from .words import _

EVERY = timedelta(minutes=5)
"""How often a copy is made though no round has ended and nothing was corrected."""
AGAIN = timedelta(seconds=10)
"""How soon one that failed is tried again: the stick may be back."""
SLOW = timedelta(minutes=1)
"""From when on one that does not come to an end is trouble: a stick may hang."""
_TELLING = frozenset({Intent.CHANGE, Intent.SIGNING, Intent.REOPENING})


def moment(contest: Contest) -> tuple[int, bool, int]:
    """Return what differs once a round has ended, something was corrected, or the contest was signed."""
    rounds, position = contest.state.rounds, contest.position
    changes = sum(record.fact.intent in _TELLING for record in contest.records)
    return len(rounds), bool(rounds) and position.is_over(rounds[-1]), changes


@attrs.frozen
class Ended:
    """How a job ended: with a copy, or why there is none."""

    job: Job
    copy: SafetyCopy | None = None
    why: Text | None = None


@attrs.frozen
class Job:
    """A copy to make of the contest at an address: `run` takes as long as the stick does and raises nothing."""

    address: str
    folder: CopyFolder
    at: datetime
    media: tuple[Media, ...] = ()

    def run(self) -> Ended:
        """Make the copy, or find that the last one is still good."""
        try:
            return Ended(self, copy_into(self.address, self.folder, self.at, self.media))
        except QuizArenaError as error:
            return Ended(self, why=error.message)
        except OSError as error:
            return Ended(self, why=of_system(error))


@attrs.define
class SafetyCopies:
    """The folder chosen, the last good copy there and when it was looked at, and what is wrong with it now."""

    folder: CopyFolder | None = None
    last: SafetyCopy | None = attrs.field(default=None, init=False)
    at: datetime | None = attrs.field(default=None, init=False)
    trouble: Text | None = attrs.field(default=None, init=False)
    _running: Job | None = attrs.field(default=None, init=False)
    _tried: datetime | None = attrs.field(default=None, init=False)
    _moment: object = attrs.field(default=None, init=False)

    def choose(self, folder: CopyFolder | None) -> None:
        """Go on with another folder, or with none; the first copy is due at once."""
        self.folder, self.last, self.at, self.trouble = folder, None, None, None
        self._running = self._tried = None

    def ask(self) -> None:
        """Have a copy made or looked at now, whatever the time."""
        self._tried = None

    def due(
        self, moment: object, address: str, now: datetime, media: Callable[[], Iterable[Media]] = tuple
    ) -> Job | None:
        """Return the job to run now, None where none is due or one is under way; a hanging one is trouble.

        `media` gives the files that go with the contest, asked for only where a job is due.
        """
        if self.folder is None or not address:
            return None
        if self._running is not None:
            if now - self._running.at > SLOW:
                self.trouble = self.trouble or _("the disk does not answer: {folder}", folder=self.folder.path)
            return None
        if not self._is_due(moment, now):
            return None
        self._running = Job(address, self.folder, now, tuple(media()))
        self._tried, self._moment = now, moment
        return self._running

    def _is_due(self, moment: object, now: datetime) -> bool:
        if self._tried is None or now < self._tried:
            return True
        if self.trouble is not None:
            return now - self._tried >= AGAIN
        return now - self._tried >= EVERY or moment != self._moment

    def end(self, ended: Ended) -> bool:
        """Take in how a job ended; return whether that is news. One for a folder that is no longer meant counts not."""
        if ended.job is not self._running:
            return False
        before, first = self.trouble, self.last is None
        lacked = () if self.last is None else self.last.missing
        self._running, self.trouble = None, ended.why
        if ended.copy is not None:
            self.last, self.at = ended.copy, ended.job.at
            return first or before is not None or lacked != ended.copy.missing
        return before is None

    def in_words(self, now: datetime) -> Text:
        """Return where the last copy is and of when, as the menu and the list before the start say it."""
        if self.folder is None:
            return _("Safety copy: none, no folder is chosen")
        if self.trouble is not None:
            return _("NO SAFETY COPY: {why}", why=self.trouble)
        if self.last is None or self.at is None:
            return _("Safety copy: being made in {folder}", folder=self.folder.path)
        if self.last.missing:
            return _("SAFETY COPY WITHOUT ALL ITS FILES: {missing}", missing=Joined(self.last.missing, "; "))
        return _(
            "Safety copy: {time}, up to #{seq}, in {folder}",
            time=f"{self.at.astimezone(now.tzinfo):%H:%M:%S}",
            seq=f"{self.last.head.seq:03}",
            folder=self.folder.path,
        )
