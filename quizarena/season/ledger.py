"""The fold of a season: every entry moves points from one account to another, so that all of them together are 0.

Judges nothing; what may be recorded is in `refusals`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count

import attrs

from ..facts import Record
from ..points import exact
from ..text import likeness
from ..values import evolve, fast_init
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
from .rules import Deed, Interval, SeasonRules, of_resolved

DEEDS, CONTESTS, SHOP, EXPIRED = "fund:deeds", "fund:contests", "shop", "expired"
"""The accounts that are no member's."""
_FUNDS = (DEEDS, CONTESTS)


def account_of(member: str) -> str:
    """Return the account of a member."""
    return f"member:{member}"


def year_of(day: str) -> str:
    """Return the year of a day, as periods are called."""
    return day[:4]


def interval_of(day: str, when: Interval) -> str:
    """Return the stretch of the calendar that a day lies in: "2026-03", "2026-Q1", "2026"; "" where there is none."""
    match when:
        case "always":
            return ""
        case "month":
            return day[:7]
        case "quarter":
            return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
        case "year":
            return day[:4]


@attrs.frozen
class Member:
    """Somebody who collects points; who `has_left` does so no more."""

    id: str
    name: str
    category: str
    has_left: bool = False


@fast_init
@attrs.frozen
class Entry:
    """Points, never below 0, that the record `seq` moved from `debit` to `credit`; `day` is when they came or went.

    `reverses` is the record it takes back; `full` what a deed would have brought without its cap.
    """

    seq: int
    day: str
    debit: str
    credit: str
    points: Fraction
    reverses: int | None = None
    full: Fraction | None = None

    def effect(self, account: str) -> Fraction:
        """Return what it means for one of its two accounts."""
        return self.points if self.credit == account else -self.points


@attrs.frozen
class Claim:
    """A claim: who entered it, and the deed and its points for one time by the rules of that moment."""

    seq: int
    fact: DeedClaimed
    person: str
    deed: Deed
    points: Fraction


@attrs.frozen
class Credit:
    """A contest whose places count: the record that credited it, and the points of each member by the rules then."""

    seq: int
    fact: ContestCredited
    points: Mapping[str, Fraction] = attrs.field(hash=False)


class Ledger:
    """What the records of a season come down to: members, entries, balances, stock, claims, contests."""

    def __init__(self) -> None:
        """Begin with nothing; the first record to apply is that of the rules."""
        self.rules: SeasonRules
        self.members: dict[str, Member] = {}
        self.entries: list[Entry] = []
        self.balances: dict[str, Fraction] = {}
        self.stock: dict[str, int] = {}
        self.claimed: dict[int, Claim] = {}
        """All claims there ever were, by their records."""
        self.claims: dict[int, Claim] = {}
        """Those that wait for their check."""
        self.checked: dict[int, int] = {}
        """The record that checked each claim."""
        self.credits: dict[int, Credit] = {}
        self.closings: dict[str, int] = {}
        """The record that closed each year."""
        self.let_expire: dict[int, Fraction] = {}
        """The part of the points that each closing let expire, by its record."""
        self.reversals: dict[int, int] = {}
        """The record that took back each one that was taken back."""
        self.reversible: set[int] = set()
        """The records that moved points and stand."""
        self._of_account: dict[str, list[Entry]] = {}
        self._of_record: dict[int, list[Entry]] = {}
        self._redeemed: dict[int, GoodsRedeemed] = {}
        self._granted: dict[tuple[str, str, str], Fraction] = {}
        self._grants: dict[int, Claim] = {}
        self._earned: dict[tuple[str, str], Fraction] = {}
        self._results: dict[tuple[str, str], dict[int, Fraction]] = {}
        self._league: dict[tuple[str, str], Fraction] = {}

    # What is asked

    def balance(self, member: str) -> Fraction:
        """Return the points a member has left."""
        return self.balances.get(account_of(member), Fraction(0))

    def earned(self, member: str, year: str) -> Fraction:
        """Return what deeds and contests of a year brought a member, whatever was redeemed of it."""
        return self._earned.get((member, year), Fraction(0))

    @property
    def years(self) -> tuple[str, ...]:
        """The years of which anybody earned something, in order."""
        return tuple(sorted({year for _member, year in self._earned}))

    def entries_of(self, member: str) -> tuple[Entry, ...]:
        """Return the entries of a member's account, in the order of their records."""
        return tuple(self._of_account.get(account_of(member), ()))

    def results_of(self, member: str, year: str) -> Mapping[int, Fraction]:
        """Return the points of a member's contests of a year, by the record that credited each."""
        return self._results.get((member, year), {})

    def redeemed_on(self, member: str, interval: str, when: Interval) -> tuple[int, str] | None:
        """Return the record and the day of what a member redeemed within a stretch of the calendar, if anything."""
        for entry in self._of_account.get(account_of(member), ()):
            fact = self._redeemed.get(entry.seq)
            if fact is not None and entry.seq in self.reversible and interval_of(fact.day, when) == interval:
                return entry.seq, fact.day
        return None

    def redeemed_count(self, good: str) -> int:
        """Return how many pieces of a good were redeemed, without those that came back."""
        return sum(fact.count for seq, fact in self._redeemed.items() if fact.good == good and seq in self.reversible)

    def expiring(self, year: str) -> dict[str, Fraction]:
        """Return what each member would lose if a year were closed by the rules in force; debts stay as they are."""
        lost = 1 - self.rules.close.kept
        left = {member: self._left_of(member, year) * lost for member in self.members}
        return {member: points for member, points in left.items() if points}

    def entries_at(self, seq: int) -> tuple[Entry, ...]:
        """Return the entries that a record made."""
        return tuple(self._of_record.get(seq, ()))

    def closed_with(self, year: str) -> tuple[str, int] | None:
        """Return the closed year that closed `year` as well, itself or a later one, and its record; None if open."""
        return min(((each, seq) for each, seq in self.closings.items() if each >= year), default=None)

    def credit_of(self, contest: str) -> Credit | None:
        """Return how a contest counts, None if it does not."""
        return next((credit for credit in self.credits.values() if credit.fact.contest == contest), None)

    def credits_in(self, year: str) -> tuple[Credit, ...]:
        """Return the contests of a year that count, by day."""
        found = (credit for credit in self.credits.values() if year_of(credit.fact.day) == year)
        return tuple(sorted(found, key=lambda credit: (credit.fact.day, credit.seq)))

    def called(self, text: str) -> tuple[Member, ...]:
        """Return the members that `text` names, by id or else by name; who left only where nobody else is called so."""
        if text in self.members:
            return (self.members[text],)
        found = [each for each in self.members.values() if likeness(each.name) == likeness(text)]
        present = [each for each in found if not each.has_left]
        return tuple(present or found)

    @property
    def free_id(self) -> str:
        """An id that no member has: m1, m2 and so on."""
        return next(name for nth in count(len(self.members) + 1) if (name := f"m{nth}") not in self.members)

    def year_shown(self, today: str) -> str:
        """Return the last year of which anybody earned something; before the first that of the day."""
        return max((year for _member, year in self._earned), default=year_of(today))

    # The fold

    def apply(self, record: Record) -> None:  # noqa: C901, PLR0912  # a case a fact
        """Take in one more record, which was judged."""
        match record.fact:
            case SeasonStarted() | SeasonAmended() as fact:
                self.rules = of_resolved(fact.resolved)
            case MemberEnrolled() as fact:
                self.members[fact.member] = Member(fact.member, fact.name, fact.category)
            case MemberMoved() as fact:
                self._move(fact)
            case MemberLeft() as fact:
                self.members[fact.member] = evolve(self.members[fact.member], has_left=True)
            case DeedClaimed() as fact:
                self._claim(record, fact)
            case DeedChecked() as fact:
                self._check(record.seq, fact)
            case ContestCredited() as fact:
                self._credit(record.seq, fact)
            case GoodsStocked() as fact:
                self.stock[fact.good] = self.stock.get(fact.good, 0) + fact.count
            case GoodsCounted() as fact:
                self.stock[fact.good] = fact.count
            case GoodsRedeemed() as fact:
                self._redeem(record.seq, fact)
            case EntryReversed() as fact:
                self._reverse(record.seq, fact.seq)
            case PeriodClosed() as fact:
                self._close(record.seq, fact.period)
            case fact:
                raise TypeError(f"{fact.type} is no fact of a season")

    def _post(self, entry: Entry) -> None:
        """Enter a movement; one of less than 0 goes the other way."""
        if entry.points < 0:
            entry = evolve(entry, debit=entry.credit, credit=entry.debit, points=-entry.points)
        self.entries.append(entry)
        self._of_record.setdefault(entry.seq, []).append(entry)
        for account in (entry.debit, entry.credit):
            self.balances[account] = self.balances.get(account, Fraction(0)) + entry.effect(account)
            self._of_account.setdefault(account, []).append(entry)
        if entry.reverses is None:
            self.reversible.add(entry.seq)

    def _earn(self, member: str, entry: Entry) -> None:
        """Enter what a fund gives a member, or takes, and count it to the year of its day."""
        self._post(entry)
        key = member, year_of(entry.day)
        self._earned[key] = self._earned.get(key, Fraction(0)) + entry.points

    def _move(self, fact: MemberMoved) -> None:
        known = self.members[fact.member]
        self.members[fact.member] = evolve(known, category=fact.category, name=fact.name or known.name)

    def _claim(self, record: Record, fact: DeedClaimed) -> None:
        deed = self.rules.deeds[fact.deed]
        points = deed.points_of(self.members[fact.member].category)
        assert points is not None
        claim = Claim(record.seq, fact, record.person, deed, points)
        self.claimed[record.seq] = self.claims[record.seq] = claim

    def _check(self, seq: int, fact: DeedChecked) -> None:
        claim = self.claims.pop(fact.claim)
        self.checked[fact.claim] = seq
        if fact.verdict == "no":
            return
        member, day = claim.fact.member, claim.fact.day
        full = claim.points * exact(claim.fact.times)
        points = self._within_caps(claim, full)
        self._grant(claim, points)
        self._grants[seq] = claim
        self._earn(member, Entry(seq, day, DEEDS, account_of(member), points, full=full if full != points else None))

    def _within_caps(self, claim: Claim, full: Fraction) -> Fraction:
        caps = claim.deed.cap
        if caps.month is None and caps.year is None:
            return full
        room = [abs(full)]
        for cap, key in zip((caps.month, caps.year), _cap_keys(claim), strict=True):
            if cap is not None:
                room.append(max(Fraction(0), exact(cap) - abs(self._granted.get(key, Fraction(0)))))
        return min(room) if full >= 0 else -min(room)

    def _grant(self, claim: Claim, points: Fraction) -> None:
        for key in _cap_keys(claim):
            self._granted[key] = self._granted.get(key, Fraction(0)) + points

    def _credit(self, seq: int, fact: ContestCredited) -> None:
        rules = self.rules.contests
        assert rules is not None
        points = {each.member: rules.points_of(each.place) for each in fact.places}
        self.credits[seq] = Credit(seq, fact, points)
        self.reversible.add(seq)
        for member, value in points.items():
            self._results.setdefault((member, year_of(fact.day)), {})[seq] = value
            self._settle(seq, member, fact.day)

    def _settle(self, seq: int, member: str, day: str, reverses: int | None = None) -> None:
        """Enter the difference that a contest makes to a member's total of the year: a result may push another out."""
        key = member, year_of(day)
        total = sum((points for _seq, points in self.counted(*key)), Fraction(0))
        points = total - self._league.get(key, Fraction(0))
        self._league[key] = total
        self._earn(member, Entry(seq, day, CONTESTS, account_of(member), points, reverses))

    def counted(self, member: str, year: str) -> Iterator[tuple[int, Fraction]]:
        """Yield the results of a member's year that count, the best first, each with the record that credited it."""
        found = sorted(self.results_of(member, year).items(), key=lambda result: (-result[1], result[0]))
        most = self.rules.contests.counted if self.rules.contests is not None else None
        yield from found[:most]

    def _redeem(self, seq: int, fact: GoodsRedeemed) -> None:
        self.stock[fact.good] -= fact.count
        self._redeemed[seq] = fact
        self._post(Entry(seq, fact.day, account_of(fact.member), SHOP, exact(fact.price) * fact.count))

    def _reverse(self, seq: int, target: int) -> None:
        self.reversals[target] = seq
        self.reversible.discard(target)
        credit = self.credits.pop(target, None)
        if credit is not None:
            self._withdraw(seq, credit)
            return
        if target in self._redeemed:
            fact = self._redeemed[target]
            self.stock[fact.good] = self.stock.get(fact.good, 0) + fact.count
        self.closings = {year: closed for year, closed in self.closings.items() if closed != target}
        for entry in self.entries_at(target):
            self._undo(seq, entry)

    def _undo(self, seq: int, entry: Entry) -> None:
        """Enter the opposite of an entry; what a deed brought makes room under its caps again."""
        back = Entry(seq, entry.day, entry.credit, entry.debit, entry.points, entry.seq)
        claim = self._grants.get(entry.seq)
        if claim is None:
            self._post(back)
            return
        member = claim.fact.member
        points = entry.effect(account_of(member))
        self._grant(claim, -points)
        self._earn(member, evolve(back, debit=DEEDS, credit=account_of(member), points=-points))

    def _withdraw(self, seq: int, credit: Credit) -> None:
        """Take a contest's places back; a result that it had pushed out counts again."""
        for member in credit.points:
            del self._results[member, year_of(credit.fact.day)][credit.seq]
            self._settle(seq, member, credit.fact.day, credit.seq)

    def _close(self, seq: int, year: str) -> None:
        self.closings[year] = seq
        self.let_expire[seq] = 1 - self.rules.close.kept
        self.reversible.add(seq)
        for member, points in self.expiring(year).items():
            self._post(Entry(seq, f"{year}-12-31", account_of(member), EXPIRED, points))

    def _left_of(self, member: str, year: str) -> Fraction:
        """Return what a member has left of points up to the end of a year, never below 0; redemptions since count."""
        account, left, spent = account_of(member), Fraction(0), Fraction(0)
        for entry in self._of_account.get(account, ()):
            if year_of(entry.day) <= year:
                left += entry.effect(account)
            elif SHOP in (entry.debit, entry.credit):
                spent -= entry.effect(account)
        return max(left - spent, Fraction(0))


def _cap_keys(claim: Claim) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    member, deed, day = claim.fact.member, claim.fact.deed, claim.fact.day
    return (member, deed, day[:7]), (member, deed, day[:4])
