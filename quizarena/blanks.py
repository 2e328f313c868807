"""The blanks that a move leaves open: what fits each, and how typed text is read.

Which moves leave them is the kinds' say, how they are filled the screens'.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeAlias, overload

import attrs

from .errors import TextError
from .points import exact, parse_number, show
from .text import FRAME, Text, Words, placed, safe
from .values import fast_init

_ = FRAME

Gesture: TypeAlias = Literal["next", "clock", "yes", "no", "none", "left", "right"]
EMPTY = Words({})
_MOST_NAMED = 40
"""Options that a refusal names; who wants more looks at the list."""


@fast_init
@attrs.frozen
class Option:
    """One thing a choice offers: whom it names (`team`, `judge`), who has to choose it (`seat`), the host's line.

    What is good only `in_time`, such as a right answer, is asked about once time is over.
    """

    value: str
    label: Text
    team: str | None = None
    judge: str | None = None
    seat: str | None = None
    gesture: Gesture | None = None
    say: Text | None = None
    in_time: bool = False


class Listing(Sequence[Option]):
    """The options of a long list, made once somebody looks: they name nobody, wait for no seat and have no key."""

    def __init__(
        self, make: Callable[[], tuple[Option, ...]], find: Callable[[str], Option | None], some: bool
    ) -> None:
        """Take what makes the options, what finds one by its value without that, and whether there are any."""
        self._make, self.find, self._some = make, find, some
        self._made: tuple[Option, ...] | None = None

    @property
    def _options(self) -> tuple[Option, ...]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __bool__(self) -> bool:
        """Whether there are any."""
        return self._some

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._options)

    @overload
    def __getitem__(self, place: int) -> Option: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Option]: ...

    def __getitem__(self, place: int | slice) -> Option | Sequence[Option]:
        """Return the option at a place, or those of a slice."""
        return self._options[place]


@fast_init
@attrs.frozen
class Number:
    """A blank for a number from `low` to `high`, on the grid of `step` counted from zero; None leaves that end open.

    A `whole` number is an int in its fact, any other a Decimal with its digits as typed. A `relative` one is added to
    what stands there: seconds more or, below 0, fewer.
    """

    path: str
    label: Text = EMPTY
    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal | None = None
    whole: bool = False
    relative: bool = False

    def refuse(self, value: object) -> Text | None:
        """Return why `value` does not fit, None if it does."""
        if not isinstance(value, int if self.whole else Decimal) or isinstance(value, bool):
            return _("{path}: expected a number, found {value}", path=self.path, value=shown(value))
        if isinstance(value, Decimal) and not value.is_finite():
            return _("{path}: expected a number, found {value}", path=self.path, value=str(value))
        if self.low is not None and value < self.low:
            return _("{path}: expected at least {low}, found {value}", path=self.path, low=self.low, value=value)
        if self.high is not None and value > self.high:
            return _("{path}: expected at most {high}, found {value}", path=self.path, high=self.high, value=value)
        if self.step is not None and exact(value) % exact(self.step):
            return _("{path}: expected steps of {step}, found {value}", path=self.path, step=self.step, value=value)
        return None

    def read(self, value: object) -> object:
        """Return `value` as the number it stands for, as given when it stands for none."""
        number = parse_number(value) if isinstance(value, str) else value
        if self.whole and isinstance(number, Decimal) and number == number.to_integral_value():
            return int(number)
        return Decimal(number) if type(number) is int and not self.whole else number


@fast_init
@attrs.frozen
class Choice:
    """A blank for one of `options`; `barred` are values that it does not take now, each with the reason in a word."""

    path: str
    options: Sequence[Option]
    label: Text = EMPTY
    barred: tuple[tuple[str, Text], ...] = ()

    @property
    def named(self) -> Sequence[Option]:
        """The options that may name somebody, belong to a seat or have a key: none of a long list."""
        return () if isinstance(self.options, Listing) else self.options

    def refuse(self, value: object) -> Text | None:
        """Return why `value` does not fit, None if it does."""
        if self.option(value) is not None:
            return None
        known, found = ", ".join(option.value for option in self.options[:_MOST_NAMED]) or "-", shown(value)
        if len(self.options) > _MOST_NAMED:
            known += ", .."
        return _("{path}: expected one of {known}, found {value}", path=self.path, known=known, value=found)

    def read(self, value: object) -> object:
        """Return `value` as it is."""
        return value

    def option(self, value: object) -> Option | None:
        """Return the option with that value."""
        if isinstance(self.options, Listing):
            return self.options.find(value) if isinstance(value, str) else None
        return next((option for option in self.options if option.value == value), None)


@fast_init
@attrs.frozen
class Permutation:
    """A blank for all of `options`, in an order; for `count` of them, where that is not 0."""

    path: str
    options: tuple[Option, ...]
    label: Text = EMPTY
    count: int = 0

    @property
    def length(self) -> int:
        """How many it takes."""
        return self.count or len(self.options)

    def refuse(self, value: object) -> Text | None:
        """Return why `value` does not fit, None if it does."""
        items, count = sorted(option.value for option in self.options), self.length
        if isinstance(value, tuple) and len(value) == count and len({*value} & {*items}) == count:
            return None
        found = ", ".join(map(str, value)) if isinstance(value, tuple) else shown(value)
        if count < len(items):
            return _(
                "{path}: expected {count} of {items}, each once, found {found}",
                path=self.path,
                count=count,
                items=", ".join(items),
                found=found,
            )
        return _(
            "{path}: expected each of {items} once, found {found}",
            path=self.path,
            items=", ".join(items),
            found=found,
        )

    def read(self, value: object) -> object:
        """Return `value` as a tuple; text is split at spaces and commas."""
        if isinstance(value, str):
            return tuple(value.replace(",", " ").split())
        return tuple(value) if isinstance(value, Sequence) else value


@fast_init
@attrs.frozen
class Selection:
    """A blank for one or more of `options`, `most` at most, in their own order: the letters of what was chosen."""

    path: str
    options: tuple[Option, ...]
    label: Text = EMPTY
    most: int | None = None

    def toggled(self, chosen: Sequence[str], value: str) -> tuple[str, ...]:
        """Return what is chosen once `value` is taken or given back; of one alone another takes the place of the first.

        One alone is not given back by a second press, which is a nervous finger's.
        """
        if self.most == 1:
            return (value,)
        return tuple(each.value for each in self.options if (each.value in chosen) != (each.value == value))

    def refuse(self, value: object) -> Text | None:
        """Return why `value` does not fit, None if it does."""
        known = [option.value for option in self.options]
        if isinstance(value, tuple) and value and list(value) == [each for each in known if each in value]:
            if self.most is None or len(value) <= self.most:
                return None
            return _("{path}: expected at most {most}, found {value}", path=self.path, most=self.most,
                     value=", ".join(value))  # fmt: skip
        found = ", ".join(map(str, value)) if isinstance(value, tuple) and value else shown(value)
        return _("{path}: expected some of {known} in this order, found {value}", path=self.path,
                 known=", ".join(known), value=found)  # fmt: skip

    def read(self, value: object) -> object:
        """Return `value` as a tuple in the options' order; text is split at spaces and commas, else into letters."""
        known = [option.value for option in self.options]
        if isinstance(value, str):
            parts = value.replace(",", " ").split()
            value = parts if all(part in known for part in parts) else list("".join(parts).upper())
        if not isinstance(value, Sequence):
            return value
        return tuple(sorted(value, key=lambda each: known.index(each) if each in known else len(known)))


@fast_init
@attrs.frozen
class Line:
    """A blank for a line of text.

    `form` says what the text is: any words, a date, or numbers called in the hall. `entropy` marks one that the
    caller's machine may fill with randomness; `example` is a text that fits, for hints.
    """

    path: str
    label: Text = EMPTY
    longest: int = 200
    optional: bool = False
    sealed: bool = False
    entropy: bool = False
    example: str = ""
    form: Literal["text", "date", "numbers"] = "text"

    def refuse(self, value: object) -> Text | None:
        """Return why `value` does not fit, None if it does."""
        if not isinstance(value, str):
            return _("{path}: expected text, found {value}", path=self.path, value=shown(value))
        if not value.strip() and not self.optional:
            return _("{path}: expected some text, found none", path=self.path)
        try:
            safe(value, longest=self.longest)
        except TextError as error:
            return placed(self.path, error.message)
        return None

    def read(self, value: object) -> object:
        """Return `value` as it is."""
        return value


@fast_init
@attrs.frozen
class Instant:
    """A blank for an instant: filled by the caller's clock, never a decision."""

    path: str
    label: Text = EMPTY

    def refuse(self, value: object) -> Text | None:
        """Return why `value` does not fit, None if it does."""
        if isinstance(value, datetime) and value.utcoffset() is not None:
            return None
        return _(
            "{path}: expected an instant with its zone, such as 2026-11-23T14:03:05+08:00, found {value}",
            path=self.path,
            value=shown(value),
        )

    def read(self, value: object) -> object:
        """Return the instant that text says, such as "2026-11-23T14:03:05+08:00"; anything else as it is."""
        if not isinstance(value, str):
            return value
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value


@fast_init
@attrs.frozen
class Poll:
    """A vote that is open to voters; the move that closes it has a whole number at `path` of each candidate.

    `key` is its own among all votes of the contest. A voter may name `most` candidates, each once. The voters' cards 1
    to `voters` vote, or, where that is None, any device; `note` says then how far the counts can be trusted.
    """

    key: str
    question: Text
    candidates: tuple[Option, ...]
    most: int
    voters: int | None
    note: Text | None = None

    def path(self, candidate: str) -> str:
        """Return the path of a candidate's count."""
        return f"votes.{candidate}"


@fast_init
@attrs.frozen
class Press:
    """A press of a team's buzzer: at which instant, known to within so many milliseconds either way."""

    team: str
    at: datetime
    within_ms: int


def gap_ms(first: Press, later: Press) -> int:
    """Return by how many milliseconds one press came after another."""
    return round((later.at - first.at).total_seconds() * 1_000)


PressWay: TypeAlias = Literal["hand", "confirm", "auto"]
"""Who says who was first at the buzzers: a person alone; a person, shown what they measured; they, where it is certain.
"""


@fast_init
@attrs.frozen
class Evidence:
    """A blank for what buzzers measured, the first press first: filled by machines, never a decision.

    Without buzzers it is empty. `teams` are the ids of those that may have one; `way` is who goes by it.
    """

    path: str
    teams: tuple[str, ...]
    way: PressWay = "hand"
    label: Text = EMPTY

    def refuse(self, value: object) -> Text | None:
        """Return why `value` does not fit, None if it does."""
        if not isinstance(value, tuple) or not all(isinstance(each, Press) for each in value):
            return _("{path}: expected presses of buzzers, found {value}", path=self.path, value=shown(value))
        stray = next((each for each in value if each.team not in self.teams), None)
        if stray is not None:
            return _("{path}: no team here is called {team}", path=self.path, team=repr(stray.team))
        if any(each.within_ms < 0 for each in value):
            return _("{path}: expected bounds of 0 ms or more", path=self.path)
        if len({each.team for each in value}) < len(value) or sorted(value, key=_instant) != list(value):
            return _("{path}: expected one press a team, the first press first", path=self.path)
        return None

    def read(self, value: object) -> object:
        """Return `value` as it is."""
        return value


def _instant(press: Press) -> datetime:
    return press.at


Blank: TypeAlias = Number | Choice | Permutation | Selection | Line | Instant | Evidence
BY_MACHINE = (Instant, Evidence)
"""The blanks that machines fill: nobody is asked for them."""


def shown(value: object) -> Text | str:
    """Return what a refusal says was found."""
    if value is None or value in ("", ()):
        return _("nothing")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return show(value) if isinstance(value, Decimal) else str(value)
