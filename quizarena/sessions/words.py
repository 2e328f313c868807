"""The sentences all sessions share: `_("...")`, translated in `locale/` beside this file; numbers as words."""

from __future__ import annotations

from ..text import Text, both, catalogue, plain

_ = catalogue("sessions", __file__)

_TENS = "一二三四五六七八九十"
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}


def counted(number: int) -> Text:
    """Return a count before a noun: 一, 两, 三 .. 十, then digits."""
    if not 1 <= number <= len(_TENS):
        return plain(str(number))
    return both("两" if number == 2 else _TENS[number - 1], str(number))


def ordinal(number: int) -> Text:
    """Return a place as it is said: 第二, 2nd."""
    chinese = _TENS[number - 1] if 1 <= number <= len(_TENS) else str(number)
    suffix = "th" if number % 100 in (11, 12, 13) else _SUFFIXES.get(number % 10, "th")
    return both(f"第{chinese}", f"{number}{suffix}")
