"""Parts of a section (题型分段) with points of their own: three questions worth 10, six worth 20, three worth 30.

Decides which part a team's next question falls into. Source: tests/rulesets, CN09.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from quizarena.rules import Seconds, shape
from quizarena.text import Text, Words, both

from .rules import answer_time_rule, per_team_rule, points_rule
from .words import _


@attrs.frozen(cache_hash=True)
class Part:
    """Some of a team's questions, one after the other."""

    title: Words | None = shape(default=None, help=both("题型，如单选", "what they are, such as multiple choice"))
    per_team: int = per_team_rule(1)
    points: Decimal = points_rule(10)
    answer_time: Seconds = answer_time_rule(30)


def parts_rule() -> Any:
    """Return the field for parts."""
    words = both(
        "分段: 每段几题、几分、多少时间；不写就各题一样",
        "parts, each with its number of questions, points and time; all questions alike if left out",
    )
    return shape(default=(), help=words)


def part_of(parts: tuple[Part, ...], nth: int) -> Part | None:
    """Return the part of a team's question number `nth`, counted from 0; None where there are no parts."""
    for part in parts:
        if nth < part.per_team:
            return part
        nth -= part.per_team
    return parts[-1] if parts else None


def refuse_parts(rules: Any) -> Iterator[tuple[str, Text]]:
    """Yield why the parts do not make up the questions of a team."""
    found = sum(part.per_team for part in rules.parts)
    if rules.parts and found != rules.per_team:
        yield (
            "parts",
            _(
                "expected {wanted} questions in all, as per_team says, found {found}",
                wanted=rules.per_team,
                found=found,
            ),
        )
