"""The catalogue of seasons, and how records and lists of names are written in its sentences."""

from __future__ import annotations

from collections.abc import Collection

from quizarena.text import COMMA, Joined, Text, catalogue, plain

_ = catalogue("quizarena_season", __file__)

_MANY = 5


def record_number(seq: int) -> str:
    """Return the number of a record as it is written after a #."""
    return f"{seq:03}"


def listed(names: Collection[str]) -> Text:
    """Return the first few of some names; "-" of none."""
    shown: tuple[Text, ...] = tuple(plain(name) for name in names)[:_MANY]
    if len(names) > _MANY:
        shown = (*shown, _("{count} more", count=len(names) - _MANY))
    return Joined(shown, COMMA) if shown else plain("-")
