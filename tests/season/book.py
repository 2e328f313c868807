"""A season to test with, and deeds in it by few words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from unittest import mock

from quizarena.facts import Record
from quizarena.season import Season, loads_rules
from quizarena.season.facts import (
    ContestCredited,
    DeedChecked,
    DeedClaimed,
    GoodsRedeemed,
    GoodsStocked,
    MemberEnrolled,
    Placed,
)
from quizarena.season.rules import SeasonRules

RULES = """\
quizarena: 1
season: {title: 泰和里社区党员积分}
categories: [在职, 无职, 流动, 年老体弱]
deeds:
  参加主题党日: {points: 2}
  志愿服务: {points: {在职: 2, 流动: 1.5, 年老体弱: 3}, per: hour, cap: {month: 20, year: 30}}
  无故缺席: {points: -5}
goods: {洗衣液: 10, 毛巾: 4.5}
redeem: {when: quarter, floor: 1}
close: {year: half}
honours: {先锋党员: {top: 1}, 五星党员: {points: 20}}
contests: {points: {1: 10, 2: 7, 3: 5}, attend: 2, best: 2 of 3, ties: [wins, last]}
"""


@contextmanager
def recorded_in(year: int) -> Iterator[None]:
    """Let records be written at the beginning of February of a year, whatever the clock says."""
    with mock.patch("quizarena.season.season._now", return_value=datetime(year, 2, 1, 12, tzinfo=UTC)):
        yield


def rules(**changed: str) -> SeasonRules:
    """Return the rules with other lines under some keys."""
    text = RULES
    for key, value in changed.items():
        text = re.sub(rf"^{key}:.*\n(?: .*\n)*", f"{key}: {value}\n", text, flags=re.MULTILINE)
    return loads_rules(text)


def season(**changed: str) -> Season:
    """Return a season with two members: 张三 (m1) of 在职, 李四 (m2) of 年老体弱."""
    made = Season(rules(**changed))
    made.push(MemberEnrolled("m1", "张三", "在职"))
    made.push(MemberEnrolled("m2", "李四", "年老体弱"))
    return made


def claim(made: Season, member: str, deed: str, day: str, times: str = "1") -> Record:
    """Enter a claim."""
    return made.push(DeedClaimed(member, deed, day, Decimal(times)), person="网格员甲")


def done(made: Season, member: str, deed: str, day: str, times: str = "1") -> Record:
    """Enter a claim and let it hold; return the record of the check."""
    return made.push(DeedChecked(claim(made, member, deed, day, times).seq, "yes"), person="书记")


def credit(made: Season, title: str, day: str, head: str = "a", **places: int) -> Record:
    """Credit a contest."""
    placed = tuple(Placed(member, place) for member, place in places.items())
    return made.push(ContestCredited(title * 8, head * 64, title, day, placed))


def stocked(made: Season, good: str = "洗衣液", count: int = 5) -> Record:
    """Let goods come in."""
    return made.push(GoodsStocked(good, count))


def redeemed(made: Season, member: str, day: str, good: str = "洗衣液", count: int = 1, price: str = "10") -> Record:
    """Let a member redeem."""
    return made.push(GoodsRedeemed(member, good, count, Decimal(price), day))
