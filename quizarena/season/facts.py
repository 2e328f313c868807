"""The facts of a season: what happened to members, deeds, contests and goods; points follow from the rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

import attrs

from ..fact_book import FactBook
from ..facts import Fact, Intent

FORMAT = 1
"""The format of the records a season is told in; record 0 says it."""


@attrs.frozen
class SeasonStarted(Fact, type="season.started", intent=Intent.STEP):
    """Record 0: the complete rules, and the records' format."""

    resolved: Mapping[str, Any] = attrs.field(hash=False)
    format: int = FORMAT


@attrs.frozen
class SeasonAmended(Fact, type="season.amended", intent=Intent.CHANGE):
    """Other rules, complete, which count from this record on; what was entered before keeps its points."""

    resolved: Mapping[str, Any] = attrs.field(hash=False)
    reason: str


@attrs.frozen
class MemberEnrolled(Fact, type="member.enrolled", intent=Intent.ROSTER):
    """Somebody collects points from now on; who has left comes back so, with the points of then."""

    names: ClassVar[tuple[str, ...]] = ("name",)
    member: str
    name: str
    category: str


@attrs.frozen
class MemberMoved(Fact, type="member.moved", intent=Intent.ROSTER):
    """A member is of another category from now on, or called otherwise; an empty name is the one of before."""

    names: ClassVar[tuple[str, ...]] = ("name",)
    member: str
    category: str
    name: str = ""


@attrs.frozen
class MemberLeft(Fact, type="member.left", intent=Intent.ROSTER):
    """A member collects and redeems no more; the points stay in the book."""

    member: str
    reason: str = ""


@attrs.frozen
class DeedClaimed(Fact, type="deed.claimed", intent=Intent.STEP):
    """Somebody enters what a member did on a day, so many times or hours; it waits for its check."""

    remarks: ClassVar[tuple[str, ...]] = ("evidence",)
    member: str
    deed: str
    day: str
    times: Decimal = Decimal(1)
    evidence: str = ""


@attrs.frozen
class DeedChecked(Fact, type="deed.checked", intent=Intent.RULING):
    """Somebody else than who entered it says whether the claim with that record number holds."""

    claim: int
    verdict: Literal["yes", "no"]
    reason: str = ""


@attrs.frozen
class Placed:
    """A member's place in a contest, and what they were called there."""

    member: str
    place: int
    entrant: str = ""


@attrs.frozen
class ContestCredited(Fact, type="contest.credited", intent=Intent.STEP):
    """The places of a contest count: `contest` is the digest of its record 0, `head` the one it stood at then."""

    contest: str
    head: str
    title: str
    day: str
    places: tuple[Placed, ...]


@attrs.frozen
class GoodsStocked(Fact, type="goods.stocked", intent=Intent.STEP):
    """Goods came in."""

    good: str
    count: int


@attrs.frozen
class GoodsCounted(Fact, type="goods.counted", intent=Intent.STEP):
    """Goods on the shelf were counted: that is the stock from now on."""

    good: str
    count: int
    reason: str = ""


@attrs.frozen
class GoodsRedeemed(Fact, type="goods.redeemed", intent=Intent.STEP):
    """A member takes goods for points, each at the price as it is marked."""

    member: str
    good: str
    count: int
    price: Decimal
    day: str


@attrs.frozen
class EntryReversed(Fact, type="entry.reversed", intent=Intent.CHANGE):
    """What a record moved goes back: points, goods, a contest's places, a closing."""

    seq: int
    reason: str


@attrs.frozen
class PeriodClosed(Fact, type="period.closed", intent=Intent.SIGNING):
    """A year is closed, such as "2026": what the rules do not carry over expires."""

    period: str


FACTS: tuple[type[Fact], ...] = (
    SeasonStarted,
    SeasonAmended,
    MemberEnrolled,
    MemberMoved,
    MemberLeft,
    DeedClaimed,
    DeedChecked,
    ContestCredited,
    GoodsStocked,
    GoodsCounted,
    GoodsRedeemed,
    EntryReversed,
    PeriodClosed,
)
BOOK = FactBook(FACTS)
