"""What a season says of its members, goods and records: why somebody has so many points, passbook, lists, stock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import attrs

from ..points import exact, show
from ..roster import masked
from ..scores import SUM, Score, combine, leaf
from ..standings import places
from ..text import Text
from .facts import (
    ContestCredited,
    DeedChecked,
    EntryReversed,
    GoodsRedeemed,
    PeriodClosed,
)
from .league import league_score
from .ledger import CONTESTS, Claim, Entry, Ledger, Member, account_of, year_of
from .refusals import refusal
from .rules import Unit
from .season import Season
from .words import _, record_number


@attrs.frozen
class PassbookRow:
    """A movement of a member's account: its record, its day, what it was, the points, and what was left then."""

    seq: int
    day: str
    what: Text
    points: Fraction
    balance: Fraction


@attrs.frozen
class Passbook:
    """A member's account: the movements in the order of their records, what is left, and what was earned by year."""

    member: Member
    rows: tuple[PassbookRow, ...]
    balance: Fraction
    earned: tuple[tuple[str, Fraction], ...]


@attrs.frozen
class PostedRow:
    """A member's row of the list to post: place by points earned in the year, what is left, and honours."""

    place: int
    member: str
    name: str
    category: str
    earned: Fraction
    balance: Fraction
    honours: tuple[str, ...]


@attrs.frozen
class StockRow:
    """Goods: the price as marked, None where the rules have them no more; how many are left and were redeemed."""

    good: str
    price: Fraction | None
    left: int
    redeemed: int


def explain(season: Season, member: str) -> Score:
    """Return why a member has so many points: every deed, contest, redemption and closing, each with its record.

    What was reversed is struck, and so are results of contests that others pushed out.
    """
    ledger = season.ledger
    parts: list[Score] = []
    years: set[str] = set()
    for entry in ledger.entries_of(member):
        if CONTESTS in (entry.debit, entry.credit):
            year = year_of(entry.day)
            if year not in years and ledger.results_of(member, year):
                parts.append(league_score(ledger, member, year))
            years.add(year)
        elif entry.reverses is None:
            parts.append(_part(season, entry, account_of(member)))
    return combine(SUM, _("{name}: points left", name=ledger.members[member].name), parts)


def _part(season: Season, entry: Entry, account: str) -> Score:
    note = None if entry.full is None else _("capped: {full} without the cap", full=abs(entry.full))
    part = leaf(entry.effect(account), what_moved(season, entry), record=entry.seq, note=note)
    back = season.ledger.reversals.get(entry.seq)
    return part if back is None else part.struck(_reversal(season, back))


def _reversal(season: Season, seq: int) -> Text:
    fact = season.fact(seq)
    assert isinstance(fact, EntryReversed)
    return _("reversed by #{seq}: {reason}", seq=record_number(seq), reason=fact.reason)


def what_moved(season: Season, entry: Entry) -> Text:
    """Return what a movement was: the deed with its day and claim, the goods, the contest, what it reverses."""
    match season.fact(entry.seq):
        case DeedChecked(claim=claim):
            return _of_deed(season.ledger.claimed[claim])
        case ContestCredited() as fact:
            return _("{day} {title}: places", day=fact.day, title=fact.title)
        case GoodsRedeemed() as fact:
            return _("{day} redeemed {good} x{count}", day=fact.day, good=fact.good, count=fact.count)
        case EntryReversed() as fact:
            return _("reversed #{seq}: {reason}", seq=record_number(fact.seq), reason=fact.reason)
        case PeriodClosed() as fact:
            return _("{year} closed: expired", year=fact.period)
        case fact:
            raise TypeError(f"{fact.type} moves no points")


def _of_deed(claim: Claim) -> Text:
    return _(
        "{day} {deed} {amount} (claim #{claim})",
        day=claim.fact.day,
        deed=claim.fact.deed,
        amount=amount_of(claim.fact.times, claim.deed.per),
        claim=record_number(claim.seq),
    )


def amount_of(times: Decimal, per: Unit) -> Text:
    """Return how often or how long, as a list says it."""
    match per:
        case "hour":
            return _("{times} h", times=times)
        case "day":
            return _("{times} d", times=times)
        case "time":
            return _("x{times}", times=times)


def passbook(season: Season, member: str) -> Passbook:
    """Return a member's account, movement by movement."""
    ledger, account = season.ledger, account_of(member)
    rows: list[PassbookRow] = []
    left = Fraction(0)
    for entry in ledger.entries_of(member):
        left += entry.effect(account)
        rows.append(PassbookRow(entry.seq, entry.day, what_moved(season, entry), entry.effect(account), left))
    earned = tuple((year, ledger.earned(member, year)) for year in ledger.years)
    return Passbook(ledger.members[member], tuple(rows), left, earned)


def posted(season: Season, year: str, *, is_masked: bool = False) -> tuple[PostedRow, ...]:
    """Return the list to post for a year: who earned how much, most first; `is_masked` makes 张三 张*.

    Members who left stand on it only where they earned something in that year.
    """
    ledger = season.ledger
    shown = [each for each in ledger.members.values() if not each.has_left or ledger.earned(each.id, year)]
    earned = {each.id: ledger.earned(each.id, year) for each in shown}
    honoured = dict(honours(ledger, year))
    order = sorted(shown, key=lambda each: (-earned[each.id], each.name))
    return tuple(
        PostedRow(
            place,
            member.id,
            masked(member.name) if is_masked else member.name,
            member.category,
            earned[member.id],
            ledger.balance(member.id),
            tuple(name for name, winners in honoured.items() if member.id in winners),
        )
        for member, place in zip(order, places([earned[each.id] for each in order]), strict=True)
    )


def honours(ledger: Ledger, year: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each honour of a year and the members who have it, by what they earned; equal ones share the last place."""
    earned = {each.id: ledger.earned(each.id, year) for each in ledger.members.values() if not each.has_left}
    order = sorted(earned, key=lambda member: -earned[member])
    for name, rule in ledger.rules.honours.items():
        if rule.points is not None:
            least = exact(rule.points)
        else:
            best = order[: rule.top]
            least = min((earned[member] for member in best), default=Fraction(0))
        yield name, tuple(member for member in order if earned[member] >= least and earned[member] > 0)


def stock(ledger: Ledger) -> tuple[StockRow, ...]:
    """Return all goods of the rules, then those that are only left over, each with what there is of it."""
    prices = ledger.rules.goods
    known = (*prices, *(good for good in ledger.stock if good not in prices))
    return tuple(
        StockRow(
            good,
            exact(prices[good]) if good in prices else None,
            ledger.stock.get(good, 0),
            ledger.redeemed_count(good),
        )
        for good in known
    )


@attrs.frozen
class Redemption:
    """Goods for a member: the fact, what they cost, what the member has now and would have left, and why not."""

    fact: GoodsRedeemed
    cost: Fraction
    have: Fraction
    refusal: Text | None

    @property
    def lines(self) -> Iterator[Text]:
        """What is read back before it is recorded."""
        yield _(
            "{good} x{count} at {price}: {cost} points",
            good=self.fact.good,
            count=self.fact.count,
            price=self.fact.price,
            cost=show(self.cost),
        )
        yield _("has {have}, left then: {left}", have=show(self.have), left=show(self.have - self.cost))


def redemption(
    season: Season, member: str, good: str, count: int, *, day: str, seat: str, person: str, at: datetime
) -> Redemption:
    """Return what the redemption of goods at the price as marked would come to at a moment; nothing is recorded."""
    price = season.rules.goods[good]
    fact = GoodsRedeemed(member, good, count, price, day)
    cost = exact(price) * count
    return Redemption(fact, cost, season.ledger.balance(member), refusal(season.ledger, fact, seat, person, at))


def on_offer(season: Season) -> tuple[StockRow, ...]:
    """Return the goods that may be redeemed: those with a price, whether or not there are any left."""
    return tuple(row for row in stock(season.ledger) if row.price is not None)
