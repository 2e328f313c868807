"""What a rulebook says about a parliamentary debate.

Decides which rules there are, their defaults and which of them re-score the past.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs
from attrs.validators import ge

from quizarena.errors import RuleError
from quizarena.rules import Seconds, scoring, shape
from quizarena.text import Words, both

from .benches import SEATS
from .words import _

Rooms: TypeAlias = Literal["by_order", "drawn", "by_standings"]
Seats: TypeAlias = Literal["drawn", "by_order"]


def _falling(instance: object, attribute: attrs.Attribute[Any], value: tuple[Decimal, ...]) -> None:
    if len(value) != SEATS or list(value) != sorted(set(value), reverse=True):
        raise RuleError(_("expected four points, each below the one before, such as [3, 2, 1, 0]"))


@attrs.frozen
class ParliamentRules:
    """The rules of a parliamentary debate; the format `parliament/british` gives the usual ones."""

    rooms: Rooms = shape(
        default="by_order",
        help=both(
            zh="谁和谁同场: by_order 出场顺序每四队一场；drawn 抽签；by_standings 总分前四名一场，以此类推",
            en="Who debates together: four by four in running order, in the order of a draw, or of the standings",
        ),
    )
    seats: Seats = shape(
        default="drawn",
        help=both(
            zh="谁坐哪里: drawn 抽签；by_order 按 正方上院、反方上院、正方下院、反方下院 的顺序",
            en="Who sits where: drawn by lot, or by_order: opening government and opposition, then the closing ones",
        ),
    )
    motions: tuple[Words, ...] = shape(
        default=(),
        sealed=True,
        include=True,
        help=both(
            zh="辩题: 第几场用第几题，只有一题就各场都用；不写就临场录入",
            en="Motions: the first room debates the first, and so on, a single one serves all; typed in, if left out",
        ),
    )
    prepare_time: Seconds = shape(
        default=900,
        validator=ge(0),
        help=both(zh="公布辩题后的准备时间", en="Time to prepare once the motion is shown"),
    )
    speech_time: Seconds = shape(default=420, validator=ge(1), help=both(zh="每人发言时间", en="The time of a speech"))
    protected: Seconds = shape(
        default=60,
        validator=ge(0),
        help=both(
            zh="开头和结尾多少秒内不得质询 (POI)；铃声提示",
            en="No points of information in so many seconds at either end of a speech; a bell marks both",
        ),
    )
    grace: Seconds = shape(
        default=15,
        validator=ge(0),
        help=both(zh="到时后再宽限几秒，之后的话评委不听", en="Seconds past time that judges still hear"),
    )
    points: tuple[Decimal, ...] = scoring(
        default=(Decimal(3), Decimal(2), Decimal(1), Decimal(0)),
        validator=_falling,
        help=both(zh="第一到第四名各得几分", en="Points of the first to the fourth of a room"),
    )
    lowest: Decimal = shape(default=Decimal(50), help=both(zh="辩手最低分", en="The lowest speaker score"))
    highest: Decimal = shape(default=Decimal(100), help=both(zh="辩手最高分", en="The highest speaker score"))
    step: Decimal = shape(default=Decimal(1), help=both(zh="打分的最小单位", en="The step of the scores"))
    best_speaker: Words | None = shape(
        default=None, help=both(zh="最佳辩手的奖名；不写就不评", en="The award of the best speaker; none, if left out")
    )
