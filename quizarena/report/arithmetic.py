"""A score's working as short pieces of arithmetic: "84.1 + 85.8 = 169.9", "169.9 / 2 = 84.95", a rounding, a penalty.

Decides how each operation is written; the figures are those of the score tree and nothing is computed anew except the
sum in front of a mean. What a judge's total is made of is not opened here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from ..points import column_places, show, total
from ..scores import Factor, Round, Score, is_rounded
from ..text import Text, plain
from .words import _

Say = Callable[[Text], str]
_ROUNDINGS: Mapping[str, Text] = {
    "half_up": _("rounded half up"),
    "half_even": _("rounded half to even"),
    "truncate": _("cut off"),
}


@attrs.frozen
class Hand:
    """How it is written: `say` draws a text in the reader's language, `seats` is the order in which judges are named,
    `places` are the decimals of marks.
    """

    say: Say
    seats: Sequence[str] = ()
    places: int = 0


def pieces(score: Score, hand: Hand) -> list[str]:
    """Return the working of `score` in the order it is computed."""
    return list(_pieces(score, hand))


def _pieces(score: Score, hand: Hand) -> Iterator[str]:
    if score.judge or score.op.name == "leaf":
        return
    parts = [part for part in score.parts if part.counted]
    if any(part.judge for part in parts):
        parts.sort(key=lambda part: _seat(part, hand))
    for part in parts:
        if not _is_charge(part, parts):
            yield from _pieces(part, hand)
    yield from _WRITERS.get(score.op.name, _plain)(score, parts, hand)


def _seat(part: Score, hand: Hand) -> int:
    return list(hand.seats).index(part.judge) if part.judge in hand.seats else len(hand.seats)


def _is_charge(part: Score, parts: list[Score]) -> bool:
    """Whether a part is what a round adds or takes beside the panel's result: named, not opened."""
    return len(parts) > 1 and part is not parts[0] and part.op.name in ("leaf", "cap", "factor")


def _sum(score: Score, parts: list[Score], hand: Hand) -> Iterator[str]:
    if len(parts) < 2:
        return
    for part in parts:
        if _is_charge(part, parts) and not part.judge:
            change = _("{points} off", points=show(-part.value)) if part.value < 0 else plain("+" + show(part.value))
            yield f"{hand.say(part.label)}  {hand.say(change)}"
    places = hand.places if any(part.judge for part in parts) else 0
    yield f"{_terms([part.value for part in parts], places)} = {_value(score.value, parts, places)}"


def _mean(score: Score, parts: list[Score], hand: Hand) -> Iterator[str]:
    values = [part.value for part in parts]
    if len(values) < 2:
        return
    added = total(values)
    places = column_places(values, hand.places)
    yield f"{_terms(values, hand.places)} = {show(added, places)}"
    yield f"{show(added, places)} / {len(values)} = {_ratio(score.value)}"


def _ratio(value: Fraction) -> str:
    """Return a mean exactly, or to five decimals and dots where it never ends."""
    exact = show(value)
    if "/" not in exact:
        return exact
    return show(Fraction(value * 100_000 // 1, 100_000), 5) + ".."


def _median(score: Score, parts: list[Score], hand: Hand) -> Iterator[str]:
    yield f"{hand.say(_('middle mark'))} {_value(score.value, parts, hand.places)}"


def _rounding(score: Score, parts: list[Score], hand: Hand) -> Iterator[str]:
    if isinstance(score.op, Round) and is_rounded(score):
        places = score.op.rounding.places
        yield f"{hand.say(_ROUNDINGS[score.op.rounding.mode])} {show(score.value, places)}"


def _factor(score: Score, parts: list[Score], hand: Hand) -> Iterator[str]:
    if isinstance(score.op, Factor):
        yield f"{_ratio(parts[0].value)} x {show(score.op.factor)} = {_ratio(score.value)}"


def _cap(score: Score, parts: list[Score], hand: Hand) -> Iterator[str]:
    if total(part.value for part in parts) != score.value:
        yield f"{hand.say(_('capped'))} {show(score.value)}"


def _plain(score: Score, parts: list[Score], hand: Hand) -> Iterator[str]:
    yield f"{hand.say(score.label)} {_ratio(score.value)}"


def _terms(values: list[Fraction], places: int) -> str:
    """Return "84.10 + 85.80": marks with their decimals alike, "85.63 - 2": other numbers as they are."""
    alike = column_places(values, places) if places else 0
    said = [show(abs(value), alike) for value in values]
    signs = ["-" if value < 0 else "+" for value in values]
    first = ("-" if values[0] < 0 else "") + said[0]
    return first + "".join(f" {sign} {text}" for sign, text in zip(signs[1:], said[1:], strict=True))


def _value(value: Fraction, parts: list[Score], places: int) -> str:
    return _ratio(value) if "/" in show(value) else show(value, column_places((part.value for part in parts), places))


_WRITERS: Mapping[str, Callable[[Score, list[Score], Hand], Iterator[str]]] = {
    "sum": _sum,
    "mean": _mean,
    "median": _median,
    "round": _rounding,
    "factor": _factor,
    "cap": _cap,
}
