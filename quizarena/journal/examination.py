"""Looking a contest over, nothing changed: who has it open; whether tables, chain, disk, links and clock are sound.

Whether every record was legal is not looked at: that is the contest's own `verify`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import pairwise
from pathlib import Path

import attrs

from ..errors import FactError, JournalBusy, JournalError
from ..facts import parse_instant
from ..text import CLAUSE, FRAME, Joined, Text, plain
from . import open_journal, salvage
from .addresses import scheme_of
from .companions import refuse_links
from .holders import holders, named
from .row import Row, first_bad
from .safety_copies import kept_copies, remembered
from .unsafe_paths import unsafe_places

_ = FRAME
LEAST_FREE = 200_000_000
"""Bytes that should be free on the disk: many times what a day of contests writes."""
_SLACK = timedelta(minutes=1)
_OLDEST = datetime(2024, 1, 1, tzinfo=UTC)
"""A machine whose clock is before this has lost it."""


_LINKS, _TABLES, _CHAIN = _("links"), _("tables"), _("chain")


class Verdict(Enum):
    """How a thing was found."""

    SOUND = "sound"
    DOUBTFUL = "doubtful"
    BROKEN = "broken"


@attrs.frozen
class Finding:
    """What was found of one thing."""

    about: Text
    verdict: Verdict
    says: Text


@attrs.frozen
class Examination:
    """The findings, the rows that can be read, in order, and what keeps them, such as "SQLite 3.45.1"."""

    findings: tuple[Finding, ...]
    rows: tuple[Row, ...]
    keeper: str

    @property
    def is_broken(self) -> bool:
        """Whether the contest cannot go on as it is."""
        return any(each.verdict is Verdict.BROKEN for each in self.findings)

    @property
    def advice(self) -> Text:
        """What to do where it cannot: a file that has links beside it may be sound itself."""
        if any(each.about is _LINKS and each.verdict is Verdict.BROKEN for each in self.findings):
            return _("take away what lies beside it, then look again")
        return _("is not sound; go on with a backup")


def examine(address: str | Path, now: datetime) -> Examination:
    """Look the contest at an address over.

    Raises:
        JournalError: There is none, or it is another program's.
    """
    problems: list[Text] = []
    rows: tuple[Row, ...] = ()
    unread: Text | None = None
    try:
        rows = tuple(salvage(address, problems))
    except JournalError as error:
        if not scheme_of(address) and not Path(address).is_file():
            raise
        reason = Joined((error.message,), "")
        unread, problems = reason if isinstance(error, JournalBusy) else None, [reason]
    found = [*_place(Path(address)), *_links(Path(address))] if not scheme_of(address) else []
    if any(each.verdict is Verdict.BROKEN for each in found):
        unread = _("is not looked at before the links are gone")
    if unread is None:
        found += [_tables(address), _chain(rows, problems), *_safety_copy(str(address), len(rows))]
    else:
        found += [Finding(about, Verdict.DOUBTFUL, unread) for about in (_TABLES, _CHAIN)]
    return Examination((*found, _clock(rows, now)), rows, _keeper(address))


def _keeper(address: str | Path) -> str:
    if scheme := scheme_of(address):
        return scheme
    from sqlite3 import sqlite_version

    return f"SQLite {sqlite_version}"


def _place(path: Path) -> Iterator[Finding]:
    who = named(holders(path.resolve()))
    nobody = _("no other program has it open")
    yield Finding(_("open"), Verdict.SOUND, _("in: {who}", who=who) if who else nobody)
    unsafe = unsafe_places(path)
    if unsafe:
        yield Finding(_("place"), Verdict.DOUBTFUL, Joined(tuple(unsafe), CLAUSE))
    free = shutil.disk_usage(path.resolve().parent).free
    said = _("{free} MB are free", free=free // 1_000_000)
    if not os.access(path, os.W_OK) or not os.access(path.resolve().parent, os.W_OK):
        yield Finding(_("disk"), Verdict.DOUBTFUL, _("the file or its folder may not be written to by this user"))
    elif free < LEAST_FREE:
        yield Finding(_("disk"), Verdict.DOUBTFUL, Joined((said, _("make room")), CLAUSE))
    else:
        yield Finding(_("disk"), Verdict.SOUND, said)


def _links(path: Path) -> Iterator[Finding]:
    try:
        refuse_links(path.resolve())
    except JournalError as error:
        yield Finding(_LINKS, Verdict.BROKEN, Joined((error.message,), ""))
    else:
        yield Finding(_LINKS, Verdict.SOUND, _("nothing beside it leads elsewhere"))


def _tables(address: str | Path) -> Finding:
    try:
        with closing(open_journal(address, read_only=True)) as journal:
            journal.inspect()
    except JournalError as error:
        verdict = Verdict.DOUBTFUL if isinstance(error, JournalBusy) else Verdict.BROKEN
        return Finding(_TABLES, verdict, Joined((error.message,), ""))
    return Finding(_TABLES, Verdict.SOUND, _("as QuizArena makes them, every page whole"))


def _chain(rows: Sequence[Row], problems: Sequence[Text]) -> Finding:
    about, fault = _CHAIN, first_bad(rows)
    reasons = [*problems, *([fault.reason] if fault is not None else [])]
    if reasons:
        return Finding(about, Verdict.BROKEN, Joined(tuple(reasons), CLAUSE))
    if not rows:
        return Finding(about, Verdict.BROKEN, _("there is no record"))
    return Finding(about, Verdict.SOUND, _("{count} records, each follows from the one before", count=len(rows)))


def _clock(rows: Sequence[Row], now: datetime) -> Finding:
    about, times = _("clock"), list(_times(rows))
    if now < _OLDEST:
        return Finding(about, Verdict.DOUBTFUL, _("this computer's clock says {now}; set it", now=_minute(now)))
    if times and max(times) - now > _SLACK:
        problem = _(
            "this computer's clock says {now}, the last record is of {last}; set it",
            now=_minute(now),
            last=_minute(max(times)),
        )
        return Finding(about, Verdict.DOUBTFUL, problem)
    back = sum(before - after > _SLACK for before, after in pairwise(times))
    if back:
        problem = _("it was set back {count} times while records were written", count=back)
        return Finding(about, Verdict.DOUBTFUL, problem)
    return Finding(about, Verdict.SOUND, _("this computer's clock says {now}", now=_minute(now)))


def _safety_copy(address: str, count: int) -> Iterator[Finding]:
    """Find the newest of the copies the desk makes, where it makes any; no path is said: bug reports hold this."""
    about = _("safety copy")
    with suppress(JournalError), closing(open_journal(address, read_only=True)) as journal:
        folder = remembered(journal)
        if folder is None:
            return
        try:
            folder.check(address)
            kept = kept_copies(address, folder, journal)
        except JournalError:
            yield Finding(about, Verdict.DOUBTFUL, _("the folder chosen at the desk is not there"))
            return
        if not kept:
            yield Finding(about, Verdict.DOUBTFUL, _("there is none in the folder chosen at the desk"))
            return
        held, time = kept[-1].head.seq + 1, kept[-1].time
        said = _("the newest, of {time}, holds {count} of {all} records", time=time, count=held, all=count)
        yield Finding(about, Verdict.SOUND if held == count else Verdict.DOUBTFUL, said)


def _times(rows: Sequence[Row]) -> Iterator[datetime]:
    for row in rows:
        try:
            yield parse_instant(row.at)
        except (FactError, TypeError):
            continue


def _minute(instant: datetime) -> Text:
    return plain(f"{instant.astimezone():%Y-%m-%d %H:%M %z}")
