"""Which days may still be entered and which years closed, by the moment of the record that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from ..text import Text
from .ledger import SHOP, Ledger, year_of
from .words import _, listed, record_number

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)
"""Records are in UTC: so far ahead of it and behind it clocks go anywhere."""


def refusals_of_day(ledger: Ledger, day: str, at: datetime) -> Iterator[Text]:
    """Yield why nothing may be entered for `day` by a record of the moment `at`.

    The day has come somewhere on earth, is of the record's year or the one before, and that year is open.
    """
    if not _is_day(day):
        yield _("expected a day such as 2026-11-28, found {found}", found=repr(day))
    if day > _latest(at):
        yield _("{day} is still to come; enter it on that day or later", day=day)
    first = int(year_of((at - _WEST).date().isoformat())) - 1
    if int(year_of(day)) < first:
        yield _("{day} is too long ago; days from {first}-01-01 on are entered", day=day, first=first)
    closed = ledger.closed_with(year_of(day))
    if closed is not None:
        year, seq = closed
        if year == year_of(day):
            yield _("{year} was closed at #{seq}, and {day} lies in it", year=year, seq=record_number(seq), day=day)
        yield _("{year} was closed at #{seq}, and {day} lies before it", year=year, seq=record_number(seq), day=day)


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _latest(at: datetime) -> str:
    """Return the latest day there is anywhere on earth at a moment."""
    return (at + _EAST).date().isoformat()


def refusals_of_closing(ledger: Ledger, year: str, at: datetime) -> Iterator[Text]:
    """Yield why a year may not be closed at a moment: years are closed in order, once they are over."""
    if not _YEAR.fullmatch(year) or year < "1900":
        yield _("expected a year such as 2026, found {found}", found=repr(year))
    later = max(ledger.closings, default="")
    if year in ledger.closings:
        yield _("{year} was closed already, at #{seq}", year=year, seq=record_number(ledger.closings[year]))
    if later > year:
        yield _("{later} is closed, so {year} is as well", later=later, year=year)
    if year >= year_of(_latest(at)):
        yield _("{year} is not over; it may be closed from {next}-01-01 on", year=year, next=int(year) + 1)
    before = _first_open(ledger)
    if before is not None and before < year:
        yield _("{before} is still open; close it first, then {year}", before=before, year=year)
    waiting = [seq for seq, claim in ledger.claims.items() if year_of(claim.fact.day) <= year]
    if waiting:
        numbers = listed([f"#{record_number(each)}" for each in sorted(waiting)])
        yield _("claims of up to {year} wait for their check: {claims}", year=year, claims=numbers)


def _first_open(ledger: Ledger) -> str | None:
    """Return the first year with points or claims that is not closed."""
    claimed = {year_of(claim.fact.day) for claim in ledger.claims.values()}
    return min((year for year in {*ledger.years, *claimed} if ledger.closed_with(year) is None), default=None)


def year_to_close(ledger: Ledger, now: datetime) -> str:
    """Return the year whose turn it is: the first open one if it is over, else the last that is over by `now`."""
    over = str(now.year - 1)
    return min(_first_open(ledger) or over, over)


def refusals_of_late_reversal(ledger: Ledger, seq: int) -> Iterator[Text]:
    """Yield why what a record moved may not go back any more: a closing has reckoned with it."""
    closing = _closing_after(ledger, seq)
    if closing is not None:
        year, closed = closing
        yield _(
            "the closing of {year} at #{closed} reckoned with #{seq}: reverse #{closed} first, then #{seq}, and close"
            " {year} again",
            year=year,
            closed=record_number(closed),
            seq=record_number(seq),
        )


def _closing_after(ledger: Ledger, seq: int) -> tuple[str, int] | None:
    """Return the last closing that reckoned with what a record moved: its year and record, None if there is none.

    It reckons with all of up to its year, and where points expired with what was redeemed since as well.
    """
    entries = ledger.entries_at(seq)
    spends = any(SHOP in (entry.debit, entry.credit) for entry in entries)
    year = _year_moved(ledger, seq)
    later = ((each, closed) for each, closed in ledger.closings.items() if closed > seq)
    return max(
        ((each, closed) for each, closed in later if each >= year or (spends and ledger.let_expire[closed])),
        default=None,
    )


def _year_moved(ledger: Ledger, seq: int) -> str:
    """Return the year in which a record moved points, or which it closed."""
    if seq in ledger.credits:
        return year_of(ledger.credits[seq].fact.day)
    closed = (year for year, each in ledger.closings.items() if each == seq)
    return next(closed, None) or year_of(ledger.entries_at(seq)[0].day)
