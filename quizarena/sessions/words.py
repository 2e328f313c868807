"""The sentences all sessions share: `_("...")`, translated in `locale/` beside this file; numbers as words."""

from __future__ import annotations

from ..text import TENS, Text, both, catalogue, plain

_ = catalogue("sessions", __file__)


def counted(number: int) -> Text:
    """Return a count before a noun: 一, 两, 三 .. 十, then digits."""
    if not 1 <= number <= len(TENS):
        return plain(str(number))
    return both("两" if number == 2 else TENS[number - 1], str(number))
