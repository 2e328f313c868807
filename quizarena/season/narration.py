"""What the records of a season say, one by one, in words: for the log and for what was recorded just now."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from ..facts import Record
from ..points import show, show_signed
from ..text import Text, plain
from .facts import (
    ContestCredited,
    DeedChecked,
    DeedClaimed,
    EntryReversed,
    GoodsCounted,
    GoodsRedeemed,
    GoodsStocked,
    MemberEnrolled,
    MemberLeft,
    MemberMoved,
    PeriodClosed,
    SeasonAmended,
    SeasonStarted,
)
from .ledger import account_of
from .season import Season
from .statements import amount_of
from .words import _, record_number


def describe(season: Season, record: Record) -> Text:  # noqa: C901, PLR0912  # a case a fact
    """Return what a record says; members are called as they are today."""
    match record.fact:
        case SeasonStarted():
            return _("the season begins: {title}", title=season.rules.title)
        case SeasonAmended() as fact:
            return _("the rules change: {reason}", reason=fact.reason)
        case MemberEnrolled() as fact:
            return _("{name} ({category}) is enrolled as {member}", name=fact.name, category=fact.category,
                     member=fact.member)  # fmt: skip
        case MemberMoved() as fact:
            return _(
                "{name} is of the category {category} now", name=_name(season, fact.member), category=fact.category
            )
        case MemberLeft() as fact:
            return _("{name} leaves", name=_name(season, fact.member))
        case DeedClaimed() as fact:
            return _claimed(season, record, fact)
        case DeedChecked() as fact:
            return _checked(season, record, fact)
        case ContestCredited() as fact:
            return _("{title} of {day} is credited to {count}", title=fact.title, day=fact.day, count=len(fact.places))
        case GoodsStocked() as fact:
            return _("{count} {good} come in", count=fact.count, good=fact.good)
        case GoodsCounted() as fact:
            return _("{count} {good} are counted on the shelf", count=fact.count, good=fact.good)
        case GoodsRedeemed() as fact:
            return _("{name} redeems {count} {good} at {price}", name=_name(season, fact.member), count=fact.count,
                     good=fact.good, price=fact.price)  # fmt: skip
        case EntryReversed() as fact:
            return _("#{seq} is reversed: {reason}", seq=record_number(fact.seq), reason=fact.reason)
        case PeriodClosed() as fact:
            return _closed(fact.period, [each.points for each in season.ledger.entries_at(record.seq)])
    return plain(record.type)


def _closed(year: str, lost: Collection[Fraction]) -> Text:
    if not lost:
        return _("{year} is closed; nothing expires", year=year)
    return _(
        "{year} is closed; expired: {points} points, members: {count}",
        year=year,
        points=show(sum(lost)),
        count=len(lost),
    )


def _name(season: Season, member: str) -> str:
    return season.ledger.members[member].name


def _claimed(season: Season, record: Record, fact: DeedClaimed) -> Text:
    claim = season.ledger.claimed[record.seq]
    return _(
        "{name}: {day} {deed} {amount}, entered by {person}",
        name=_name(season, fact.member),
        day=fact.day,
        deed=fact.deed,
        amount=amount_of(fact.times, claim.deed.per),
        person=record.person,
    )


def _checked(season: Season, record: Record, fact: DeedChecked) -> Text:
    claim = season.ledger.claimed[fact.claim]
    name, seq = _name(season, claim.fact.member), record_number(fact.claim)
    if fact.verdict == "no":
        return _("claim #{claim} of {name} does not hold: {reason}", claim=seq, name=name, reason=fact.reason)
    account = account_of(claim.fact.member)
    own = [each for each in season.ledger.entries_of(claim.fact.member) if each.seq == record.seq]
    points = sum(each.effect(account) for each in own)
    full = next((each.full for each in own if each.full is not None), None)
    if full is not None:
        return _(
            "claim #{claim} of {name} holds: {points}, capped, {full} without the cap",
            claim=seq,
            name=name,
            points=show_signed(points),
            full=show(abs(full)),
        )
    return _("claim #{claim} of {name} holds: {points}", claim=seq, name=name, points=show_signed(points))
