"""Numbers for ranks: five ways to count places where values are equal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias, overload

from quizarena.errors import RuleError
from quizarena.points import Number, scaled

WholeStyle: TypeAlias = Literal["standard", "modified", "dense", "ordinal"]
Style: TypeAlias = WholeStyle | Literal["fractional"]
_Places: TypeAlias = tuple[int, ...] | tuple[Fraction, ...]


@overload
def places(values: Sequence[Number], style: WholeStyle = "standard") -> tuple[int, ...]: ...


@overload
def places(values: Sequence[Number], style: Literal["fractional"]) -> tuple[Fraction, ...]: ...


def places(values: Sequence[Number], style: Style = "standard") -> _Places:
    """Return the place of each value, the highest first, in the order the values were given.

    Styles, for two equal values behind the leader: standard 1, 2, 2, 4 (并列第二, the next is fourth);
    modified 1, 3, 3, 4; dense 1, 2, 2, 3; ordinal 1, 2, 3, 4 in the order given; fractional 1, 2.5, 2.5, 4.

    >>> places(["88.5", "90", "88.5"])
    (2, 1, 2)

    Raises:
        RuleError: There is no such style.
        NumberError, TypeError: A value is no exact number.
    """
    if style not in _STYLES:
        raise RuleError(f"style: expected {', '.join(_STYLES)}, found {style!r}")
    numbers, _ = scaled(values)
    return _STYLES[style](numbers)


def _standard(numbers: list[int]) -> tuple[int, ...]:
    return tuple(map(_first(numbers).__getitem__, numbers))


def _modified(numbers: list[int]) -> tuple[int, ...]:
    return tuple(map(_last(numbers).__getitem__, numbers))


def _dense(numbers: list[int]) -> tuple[int, ...]:
    nth = {number: place for place, number in enumerate(sorted(set(numbers), reverse=True), 1)}
    return tuple(map(nth.__getitem__, numbers))


def _ordinal(numbers: list[int]) -> tuple[int, ...]:
    order = sorted(range(len(numbers)), key=numbers.__getitem__, reverse=True)
    place_of = {index: place for place, index in enumerate(order, 1)}
    return tuple(map(place_of.__getitem__, range(len(numbers))))


def _fractional(numbers: list[int]) -> tuple[Fraction, ...]:
    first, last = _first(numbers), _last(numbers)
    middle = {number: Fraction(first[number] + last[number], 2) for number in first}
    return tuple(map(middle.__getitem__, numbers))


def _first(numbers: list[int]) -> dict[int, int]:
    """Return the first place of each number: of equal ones the last to be put in stays."""
    return dict(zip(sorted(numbers), range(len(numbers), 0, -1), strict=True))


def _last(numbers: list[int]) -> dict[int, int]:
    return dict(zip(sorted(numbers, reverse=True), range(1, len(numbers) + 1), strict=True))


_STYLES: Mapping[str, Callable[[list[int]], _Places]] = {
    "standard": _standard,
    "modified": _modified,
    "dense": _dense,
    "ordinal": _ordinal,
    "fractional": _fractional,
}
