"""What an organiser may set for a relay.

`scoring` rules may be amended at any time and re-score the past; `shape` rules only until the round begins.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

import attrs
from attrs.validators import ge

from quizarena.rules import Seconds, scoring, shape
from quizarena.text import Words, both

Fault: TypeAlias = Literal["repeat", "wrong", "timeout"]


@attrs.frozen(cache_hash=True)
class RelayRules:
    """The keys a round of this kind takes beside the frame's."""

    theme: Words | None = shape(
        default=None,
        sealed="relay.opened",
        help=both("令字；不写就现场录入", "the word; typed in on the spot if left out"),
    )
    points: Decimal = scoring(default=Decimal(1), validator=ge(0), help=both("每句几分", "points for a line"))
    winner_bonus: Decimal = scoring(
        default=Decimal(3), validator=ge(0), help=both("胜者另加几分", "points the last team in gets besides")
    )
    turn_time: Seconds = scoring(default=10, validator=ge(1), help=both("每句限时", "time for a line"))
    out_on: tuple[Fault, ...] = shape(
        default=("repeat", "wrong", "timeout"), help=both("哪些情形出局", "what puts a team out")
    )
