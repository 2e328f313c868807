"""The bells of a timed part: what a rulebook writes, and when they ring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import attrs

from quizarena.clocks import AT_TIME, Bell, bells_of, duration, minutes
from quizarena.errors import RuleError
from quizarena.rules import Seconds, shape
from quizarena.text import Joined, Text, both

_AT_LEAST_0 = attrs.validators.optional(attrs.validators.ge(0))
_AT_LEAST_1 = attrs.validators.optional(attrs.validators.ge(1))


@attrs.frozen
class BellRule:
    """A bell in full: when it rings, counted from the end, from the start or past time, and its strokes."""

    left: Seconds | None = shape(default=None, validator=_AT_LEAST_0, help=both("剩多少时", "With so much left."))
    after: Seconds | None = shape(
        default=None, validator=_AT_LEAST_1, help=both("开始以后多少时", "That long after the start.")
    )
    over: Seconds | None = shape(default=None, validator=_AT_LEAST_1, help=both("超时多少时", "So long past time."))
    strokes: int = shape(
        default=1,
        validator=[attrs.validators.ge(0), attrs.validators.le(9)],
        help=both(
            "几声；0 不响，如 {left: 0, strokes: 0} 到时不响",
            "Strokes, 0 for silence, as {left: 0, strokes: 0}.",
        ),
    )

    def __attrs_post_init__(self) -> None:
        """Refuse a bell with no time, or with several."""
        if sum(each is not None for each in (self.left, self.after, self.over)) != 1:
            example = "{left: 30, strokes: 1}"
            raise RuleError(
                both(
                    f"left、after、over 写且只写一个，如 {example}",
                    f"write one of left, after, over, such as {example}",
                )
            )

    def of(self, seconds: int) -> Bell:
        """Return the bell of a part of so many seconds."""
        if self.after is not None:
            return Bell(seconds - self.after, self.strokes)
        return Bell(self.left if self.left is not None else -(self.over or 0), self.strokes)


Bells: TypeAlias = tuple[Seconds | BellRule, ...]
"""Seconds left at one stroke, or bells in full."""
USUAL_BELLS: Bells = (30,)
HELP = both(
    zh='剩多少秒时一声铃，或写全 {after: "1:00"}、{over: 16, strokes: 5}；到时两声。不写: 剩 30 秒时，不到 30 秒的不响',
    en='Seconds left at one stroke, or in full: {after: "1:00"}, {over: 16, strokes: 5}; two ring at time. '
    "Left out: at 30, if the time is longer than that",
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
        chinese = "、".join(duration(seconds).in_language("zh") for seconds in early)
        english = " and ".join(map(minutes, early))
        return both(f"剩 {chinese}一声铃，时间到两声铃", f"One bell with {english} left, two at time.")
    return (
        Joined(tuple(bell.words for bell in ringing), both("；", "; ")) if ringing else both("不响铃", "No bells ring.")
    )


def bell_refusals(bells: Bells, seconds: int) -> Iterator[tuple[int, Text]]:
    """Yield the place of a bell that never rings in so many seconds, and why."""
    whole = minutes(seconds)
    for nth, each in enumerate(bells if seconds > 0 and bells != USUAL_BELLS else ()):
        after = each.after if isinstance(each, BellRule) else None
        left = each.of(seconds).left if isinstance(each, BellRule) else each
        if after is not None and left < 0:
            late = minutes(after)
            yield nth, both(f"开始后 {late} 时间已到，请改写 over", f"{late} after the start is past time; write over")
        elif left >= seconds:
            yield nth, _too_early(minutes(left), whole)


def _too_early(left: str, whole: str) -> Text:
    return both(
        f"剩 {left} 的铃在 {whole} 里响不了；请写短些，或者不写",
        f"a bell with {left} left never rings in {whole}; write less, or leave it out",
    )
