"""What an organiser may set for a game of spot the mistake, and the pictures."""

from __future__ import annotations

from decimal import Decimal

import attrs
from attrs.validators import ge, le

from quizarena.rules import Id, Seconds, scoring, shape
from quizarena.text import Words, both


@attrs.frozen(cache_hash=True)
class Mistake:
    """A mistake that was drawn into a picture."""

    id: Id = shape(help=both("错处的代号，图内唯一", "what names the mistake within its picture"))
    text: Words = shape(help=both("错在哪里", "what is wrong"))


@attrs.frozen(cache_hash=True)
class Picture:
    """A picture and the mistakes in it; the picture itself is shown by other means, such as a slide."""

    id: Id = shape(help=both("图的代号，全场唯一", "what names the picture, unique in the event"))
    caption: Words = shape(help=both("图的名称", "the picture's name"))
    mistakes: tuple[Mistake, ...] = shape(help=both("图中的错处", "the mistakes in it"))


@attrs.frozen(cache_hash=True)
class SpotRules:
    """The keys a round of this kind takes beside the frame's. Without pictures the desk only counts."""

    pictures: tuple[Picture, ...] = shape(
        default=(), sealed=True, include="yaml", help=both("图和标准答案，或文件名", "the pictures, or their file")
    )
    points: Decimal = scoring(default=Decimal(1), validator=ge(0), help=both("每处几分", "points for a mistake found"))
    most: int = scoring(default=10, validator=ge(1), help=both("最多算几处", "the most that count"))
    false_claim: Decimal = scoring(
        default=Decimal(0),
        validator=le(0),
        help=both("指错得几分: 0 或负数", "points for a false claim: 0, or negative"),
    )
    time: Seconds = scoring(default=60, validator=ge(1), help=both("每幅图的时间", "time for a picture"))
    extra_found: bool = shape(
        default=True,
        help=both("答案以外的错处可否由评委裁定", "whether judges may accept a mistake that is not listed"),
    )
