"""What may happen: moves, and why a fact is refused; the blanks they leave open are in `blanks`.

Which moves there are is the kinds' say.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeAlias

import attrs

from .blanks import (
    BY_MACHINE,
    Blank,
    Choice,
    Evidence,
    Gesture,
    Instant,
    Line,
    Number,
    Option,
    Permutation,
    Poll,
    Selection,
    shown,
)
from .errors import NumberError, QuizArenaError
from .facts import Fact, Intent, Subject
from .languages import SOURCE
from .sums import Sum
from .text import FRAME, Text
from .values import default_of, fast_init

_ = FRAME


class IllegalFact(QuizArenaError):
    """A fact no move offers now, None where none could be made of what was given; `reason` says why.

    `nearest` is the move it came nearest to, None where there is no move at all or the error was pickled.
    """

    def __init__(self, fact: Fact | None, reason: Text, nearest: Move | None = None) -> None:
        self.fact, self.reason, self.nearest = fact, reason, nearest
        super().__init__(reason)

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "nearest": None}


Check: TypeAlias = Callable[[Any], "Text | None"]
Follow: TypeAlias = Callable[[Mapping[str, Any]], Any]


@attrs.frozen
class Lot:
    """The lot that fields of a move were drawn by: of which purpose, in which order, and how anybody draws it again.

    `lines` are those of the proof by label, in the order of their tickets; there are none where nobody drew. One of a
    round's own draw has its `takers`, see `Drawing`.
    """

    purpose: str
    order: tuple[str, ...]
    lines: Mapping[str, str] = attrs.field(hash=False)
    takers: tuple[str, ...] = ()

    @property
    def proof(self) -> tuple[str, ...]:
        """The lines that anybody can check."""
        return tuple(self.lines.values())

    def only(self, labels: Collection[str]) -> Lot:
        """Return the lot among some of its labels."""
        order = tuple(label for label in self.order if label in labels)
        lines = {label: line for label, line in self.lines.items() if label in labels}
        return Lot(self.purpose, order, lines, self.takers)


class DrawWay(Enum):
    """How a round holds a draw, as facts and rulebooks write it."""

    CALLED = "called"
    """In public: the hash is published, the hall calls numbers, the lots are opened."""
    QUICK = "quick"
    """In public without numbers."""
    PAPER = "paper"
    """By hand: what was drawn is typed in."""
    LISTED = "listed"
    """Not at all: the lots stand as they are listed."""

    @classmethod
    def of(cls, written: str) -> DrawWay | None:
        """Return the way that is written so, None for any other word."""
        return next((way for way in cls if way.value == written), None)

    @property
    def in_public(self) -> bool:
        """Whether the lots follow from a seed that the hall sees."""
        return self in (DrawWay.CALLED, DrawWay.QUICK)


@attrs.frozen
class Drawing:
    """A draw that a round may hold in public: what for, among which lots, and what each of them gives in its order.

    `lots` are teams, or slips by number where what stands on them is sealed. Those of a group, by the sizes of
    `groups`, are drawn among themselves and opened at once; without groups all are, one by one. With fewer `places`
    than lots the last ones give nothing. `takers` are the ids of who or what gets the lot of each place; once one of
    them has begun the draw is used. `undrawn` says what holds where nobody draws: the lots as they are listed. For an
    `optional` one the round does not wait.
    """

    purpose: str
    title: Text
    lots: tuple[Option, ...]
    places: tuple[Text, ...]
    takers: tuple[str, ...]
    undrawn: Text
    groups: tuple[int, ...] = ()
    optional: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """The ids of the lots as they are listed."""
        return tuple(lot.value for lot in self.lots)


def grouped(order: Sequence[str], labels: Sequence[str], sizes: Sequence[int]) -> tuple[str, ...]:
    """Return `order` with the labels of each group together, groups as `labels` list them by `sizes`."""
    if not sizes:
        return tuple(order)
    ends = list(itertools.accumulate(sizes))
    found = [labels[end - size : end] for end, size in zip(ends, sizes, strict=True)]
    return tuple(label for group in found for label in order if label in group)


@fast_init
@attrs.frozen(repr=False)
class Move:
    """Something that may legally happen now.

    Args:
        fact: The class of the fact it makes.
        label: What it is called in a menu.
        identity: The fields that identify it (which team, which question).
        derived: The fields a rule took from this moment; a correction leaves them free.
        blanks: The decisions left, each a blank; dotted paths reach into mappings.
        check: A rule across fields: returns the reason why a fact is refused, or None.
        seat: In whose name; "judge" where an option's own seat says which judge.
        say: The line the host reads out.
        gesture: Which of the seven keys it answers to.
        aside: Whether it may happen at almost any time without moving the contest on.
        closed: Why it cannot be done now; screens grey it out.
        follows: How a blank follows from what stands in the others, by its path: nobody is asked for it.
        lot: The lot that its derived fields come from, None where they follow from no lot.
        sums: What is added up of its numbers: its own total first, of blanks that come first, then what parts make for
            themselves. Where nothing is said, all of them make the total.
        poll: The vote it closes: the counts of what voters gave are offered for its numbers.
    """

    fact: type[Fact]
    label: Text
    identity: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    derived: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    blanks: tuple[Blank, ...] = ()
    check: Check | None = attrs.field(default=None, eq=False)
    seat: str = "desk"
    say: Text | None = None
    gesture: Gesture | None = None
    aside: bool = False
    closed: Text | None = None
    sums: tuple[Sum, ...] = ()
    lot: Lot | None = None
    follows: Mapping[str, Follow] = attrs.field(factory=dict, eq=False, hash=False)
    poll: Poll | None = None

    def __repr__(self) -> str:
        """Return what it is in a line: a whole move with its labels fills a screen."""
        state = f", closed={self.closed.in_language(SOURCE)!r}" if self.closed is not None else ""
        return f"<{self.fact.type} {dict(self.identity)} blanks={[blank.path for blank in self.blanks]}{state}>"

    @property
    def foreseeable(self) -> Mapping[str, Any]:
        """What it derives, as far as it may be shown before it is recorded."""
        return {} if self.fact.concealed else self.derived

    @property
    def decisions(self) -> tuple[Blank, ...]:
        """The blanks a person has to fill: all but what machines or others fill in."""
        return tuple(blank for blank in self.asked if not _filled_by_itself(blank))

    @property
    def evidence(self) -> Evidence | None:
        """The blank for what buzzers measured, None where nobody buzzes."""
        return next((blank for blank in self.blanks if isinstance(blank, Evidence)), None)

    @property
    def is_for_buzzers(self) -> bool:
        """Whether the rules let the buzzers record it, where they are certain."""
        return self.evidence is not None and self.evidence.way == "auto"

    @property
    def asked(self) -> tuple[Blank, ...]:
        """The blanks but for those that follow from others."""
        return tuple(blank for blank in self.blanks if blank.path not in self.follows) if self.follows else self.blanks

    @property
    def intent(self) -> Intent:
        """What the fact it makes is for."""
        return self.fact.intent

    @property
    def subject(self) -> Subject:
        """Whom it concerns, as far as it is settled."""
        settled = {**self.identity, **self.derived}
        return Subject(*(str(settled.get(name) or "") for name in ("team", "member", "judge")))

    @property
    def judges(self) -> tuple[str, ...]:
        """The judges it may be about: the one it names, or those to choose from."""
        named = self.subject.judge
        return (named,) if named else tuple(option.value for option in self.choices("judge"))

    def choices(self, path: str) -> Sequence[Option]:
        """Return the options at `path`, none where nothing is to choose there."""
        found = next((blank for blank in self.blanks if blank.path == path), None)
        return found.options if isinstance(found, (Choice, Permutation, Selection)) else ()

    def is_same(self, other: Move) -> bool:
        """Whether it is the move that `other` was a moment ago: the same fact about the same, as open as then."""
        return self._sameness == other._sameness

    @property
    def _sameness(self) -> tuple[object, ...]:
        return self.fact, self.identity, self.derived, [blank.path for blank in self.blanks], self.closed is None

    @property
    def totals(self) -> tuple[Sum, ...]:
        """What is added up: its own total first; one number alone is none."""
        numbers = tuple(blank.path for blank in self.blanks if isinstance(blank, Number))
        return tuple(each for each in self.sums or (Sum(numbers),) if len(each.paths) > 1)

    def blank(self, path: str) -> Blank:
        """Return the blank at `path`; KeyError if there is none."""
        for blank in self.blanks:
            if blank.path == path:
                return blank
        raise KeyError(path)

    def fill(self, values: Mapping[str, Any] | None = None, /, *, now: datetime | None = None, **more: Any) -> Fact:
        """Return the fact this move makes with its blanks filled.

        Args:
            values: What stands at each blank's path: text, numbers (never floats), sequences for permutations.
            now: The caller's clock for instants that `values` leaves out; the machine's if None.
            more: Like `values`, for paths that are plain names.

        Raises:
            IllegalFact: A value does not fit its blank, a blank stays empty, or there is no such blank.
        """
        given = {**(values or {}), **more}
        made = {**self.identity, **self.derived}
        for blank in self.blanks:
            follow = self.follows.get(blank.path) if blank.path not in given else None
            _put(made, blank.path, self._value(blank, given, now) if follow is None else None)
        for path, follow in self.follows.items():
            if path not in given:
                _put(made, path, follow(made))
        stray = next((path for path in given if not any(blank.path == path for blank in self.blanks)), None)
        fact = self.fact(**made)
        if stray is not None:
            raise IllegalFact(fact, _("{path}: not asked for here", path=stray), self)
        reason = self.refuse(fact)
        if reason is not None:
            raise IllegalFact(fact, reason, self)
        return fact

    def _value(self, blank: Blank, given: Mapping[str, Any], now: datetime | None) -> Any:
        if blank.path not in given:
            return _by_itself(blank, now)
        try:
            return blank.read(given[blank.path])
        except NumberError:
            return given[blank.path]

    def refuse(self, fact: Fact, *, ignore_derived: bool = False) -> Text | None:
        """Return why `fact` is not this move's, None if it is. `ignore_derived` leaves the derived fields free."""
        if type(fact) is not self.fact:
            return _("expected {expected}, found {found}", expected=self.fact.type, found=fact.type)
        reason = self._unlike(fact, self.identity) or (None if ignore_derived else self._misderived(fact))
        reason = reason or self.closed
        return reason or self._ill_filled(fact) or (self.check(fact) if self.check else None)

    def fits(self, fact: Fact) -> int:
        """Return how near `fact` comes: 0 for another type, else 1 more for each field of its identity that agrees."""
        if type(fact) is not self.fact:
            return 0
        return 1 + sum(bool(getattr(fact, name) == value) for name, value in self.identity.items())

    def _misderived(self, fact: Fact) -> Text | None:
        reason = self._unlike(fact, self.derived)
        return _("what comes out nobody knows before; leave it out") if reason and self.fact.concealed else reason

    def _unlike(self, fact: Fact, wanted: Mapping[str, Any]) -> Text | None:
        for name, value in wanted.items():
            found = getattr(fact, name)
            if found != value:
                return _(
                    "{path}: expected {wanted}, found {found}",
                    path=name,
                    wanted=shown(value),
                    found=shown(found),
                )
        return None

    def _ill_filled(self, fact: Fact) -> Text | None:
        for blank in self.blanks:
            value = _at(fact, blank.path)
            if value is None and isinstance(blank, Line) and blank.optional:
                continue
            reason = blank.refuse(value)
            if reason is not None:
                return reason
        return self._strays(fact)

    def _strays(self, fact: Fact) -> Text | None:
        """Refuse fields and keys nobody asked for: what is not asked is not recorded."""
        cls: Any = type(fact)
        asked = {blank.path for blank in self.blanks}
        for name, default in _defaults(cls):
            if name in asked or name in self.identity or name in self.derived:
                continue
            value = getattr(fact, name)
            if value != default and (stray := _stray(name, value, asked)):
                return _("{path}: not asked for here", path=stray)
        return None


def seat_of(move: Move, fact: Fact) -> str:
    """Return in whose name `fact` has to be given: the seat of the option that was chosen, else the move's."""
    chosen = (each.option(getattr(fact, each.path, None)) for each in move.blanks if isinstance(each, Choice))
    return next((option.seat for option in chosen if option is not None and option.seat is not None), move.seat)


def _filled_by_itself(blank: Blank) -> bool:
    return isinstance(blank, BY_MACHINE) or (isinstance(blank, Line) and (blank.entropy or blank.optional))


def _by_itself(blank: Blank, now: datetime | None) -> Any:
    if isinstance(blank, Instant):
        return now or datetime.now(UTC)
    if isinstance(blank, Evidence):
        return ()
    if isinstance(blank, Line) and blank.entropy:
        import secrets

        return secrets.token_hex(16)
    return "" if isinstance(blank, Line) and blank.optional else None


def _stray(name: str, value: object, asked: Collection[str]) -> str:
    """Return the path of what stands in a field and was not asked for, empty where each of its keys was."""
    if not any(path.startswith(f"{name}.") for path in asked):
        return name
    keys = (key for key in value if f"{name}.{key}" not in asked) if isinstance(value, Mapping) else ()
    return next((f"{name}.{key}" for key in keys), "")


@functools.cache
def _defaults(fact: Any) -> tuple[tuple[str, Any], ...]:
    """Return each field of a fact's class with its default, for comparing."""
    return tuple((each.name, default_of(each)) for each in attrs.fields(fact))


def _put(made: dict[str, Any], path: str, value: Any) -> None:
    head, _dot, rest = path.partition(".")
    if rest:
        made.setdefault(head, {})[rest] = value
    else:
        made[head] = value


def _at(fact: Fact, path: str) -> Any:
    head, dot, rest = path.partition(".")
    value = getattr(fact, head)
    return value if not dot else value.get(rest) if isinstance(value, Mapping) else None
