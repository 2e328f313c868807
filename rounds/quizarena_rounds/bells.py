"""The bells of a timed part: what a rulebook writes, and when they ring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import attrs

from quizarena.clocks import AT_TIME, Bell, bells_of, duration, minutes
from quizarena.errors import RuleError
from quizarena.rules import Seconds, shape
from quizarena.text import CLAUSE, Joined, Text, listed

from .words import _

_AT_LEAST_0 = attrs.validators.optional(attrs.validators.ge(0))
_AT_LEAST_1 = attrs.validators.optional(attrs.validators.ge(1))


@attrs.frozen
class BellRule:
    """A bell in full: when it rings, counted from the end, from the start or past time, and its strokes."""

    left: Seconds | None = shape(default=None, validator=_AT_LEAST_0, help=_("With so much left."))
    after: Seconds | None = shape(default=None, validator=_AT_LEAST_1, help=_("That long after the start."))
    over: Seconds | None = shape(default=None, validator=_AT_LEAST_1, help=_("So long past time."))
    strokes: int = shape(
        default=1,
        validator=[attrs.validators.ge(0), attrs.validators.le(9)],
        help=_("Strokes, 0 for silence, as {{left: 0, strokes: 0}}."),
    )

    def __attrs_post_init__(self) -> None:
        """Refuse a bell with no time, or with several."""
        if sum(each is not None for each in (self.left, self.after, self.over)) != 1:
            example = "{left: 30, strokes: 1}"
            raise RuleError(_("write one of left, after, over, such as {example}", example=example))

    def of(self, seconds: int) -> Bell:
        """Return the bell of a part of so many seconds."""
        if self.after is not None:
            return Bell(seconds - self.after, self.strokes)
        return Bell(self.left if self.left is not None else -(self.over or 0), self.strokes)


Bells: TypeAlias = tuple[Seconds | BellRule, ...]
"""Seconds left at one stroke, or bells in full."""
USUAL_BELLS: Bells = (30,)
HELP = _(
    'Seconds left at one stroke, or in full: {{after: "1:00"}}, {{over: 16, strokes: 5}}; two ring at time. '
    "Left out: at 30, if the time is longer than that"
)


def rung(bells: Bells, seconds: int) -> tuple[Bell, ...]:
    """Return the bells that ring in so many seconds and past them, the first first, two at time unless they differ."""
    named = [each.of(seconds) if isinstance(each, BellRule) else bells_of((each,))[0] for each in bells]
    found = [bell for bell in named if bell.left < seconds]
    found += [] if any(not bell.left for bell in found) else [AT_TIME]
    return tuple(sorted(found, key=lambda bell: -bell.left))


def bells_line(bells: Sequence[Bell]) -> Text | None:
    """Return what the bells mean, None where only the end has its two."""
    ringing = [bell for bell in bells if bell.strokes]
    if ringing == [AT_TIME]:
        return None
    early = [bell.left for bell in ringing[:-1]]
    if ringing == [*map(Bell, early), AT_TIME]:
        times = [_("{time}{words:.0}", time=minutes(each), words=duration(each)) for each in early]
        return _("One bell with {times} left, two at time.", times=listed(times))
    return Joined(tuple(bell.words for bell in ringing), CLAUSE) if ringing else _("No bells ring.")


def bell_refusals(bells: Bells, seconds: int) -> Iterator[tuple[int, Text]]:
    """Yield the place of a bell that never rings in so many seconds, and why."""
    whole = minutes(seconds)
    for nth, each in enumerate(bells if seconds > 0 and bells != USUAL_BELLS else ()):
        after = each.after if isinstance(each, BellRule) else None
        left = each.of(seconds).left if isinstance(each, BellRule) else each
        if after is not None and left < 0:
            late = minutes(after)
            yield nth, _("{late} after the start is past time; write over", late=late)
        elif left >= seconds:
            yield nth, _too_early(minutes(left), whole)


def _too_early(left: str, whole: str) -> Text:
    return _("a bell with {left} left never rings in {whole}; write less, or leave it out", left=left, whole=whole)
