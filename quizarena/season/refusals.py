"""Why something may not be recorded in a season: what is wrong, the figure, and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from ..errors import QuizArenaError, RulebookError
from ..facts import Fact
from ..plugins import hint
from ..points import exact
from ..rulebook.forms import is_id
from ..text import Text, likeness, plain
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
from .ledger import Ledger, Member, interval_of, year_of
from .rules import SeasonRules, of_resolved
from .words import _, listed
from .words import record_number as _seq
from .years import refusals_of_closing, refusals_of_day, refusals_of_late_reversal

DESK, COUNTER = "desk", "counter"
"""The seats of a season: the counter hands out goods and does nothing else."""
_MOST_TIMES, _MOST_PIECES = 1_000, 1_000_000


def refusal(ledger: Ledger, fact: Fact, seat: str, person: str, at: datetime) -> Text | None:
    """Return why `fact` may not be recorded at the moment `at` in the name of `seat` by `person`, None where it may."""
    if seat not in (DESK, COUNTER):
        return _("a season is kept by the seats desk and counter; found {seat}", seat=repr(seat))
    if seat == COUNTER and not isinstance(fact, GoodsRedeemed):
        return _("the counter hands out goods and does nothing else; that is the desk's")
    return next(iter(_refusals(ledger, fact, person, at)), None)


def _refusals(  # noqa: C901  # a case a fact
    ledger: Ledger, fact: Fact, person: str, at: datetime
) -> Iterable[Text]:
    match fact:
        case MemberEnrolled():
            return _of_enrolment(ledger, fact)
        case MemberMoved():
            return _of_move(ledger, fact)
        case MemberLeft():
            return _of_member(ledger, fact.member)
        case DeedClaimed():
            return _of_claim(ledger, fact, person, at)
        case DeedChecked():
            return _of_check(ledger, fact, person)
        case ContestCredited():
            return _of_credit(ledger, fact, at)
        case GoodsStocked() | GoodsCounted():
            return _of_stock(ledger, fact)
        case GoodsRedeemed():
            return _of_redemption(ledger, fact, at)
        case EntryReversed():
            return _of_reversal(ledger, fact)
        case PeriodClosed():
            return refusals_of_closing(ledger, fact.period, at)
        case SeasonAmended():
            return _of_amendment(ledger, fact)
        case SeasonStarted():
            return [_("the season has begun; another one begins in a new file")]
    return [
        _(
            "{type} is nothing that happens in a season; what was entered wrongly is reversed by its record's number",
            type=fact.type,
        )
    ]


# Members


def _of_enrolment(ledger: Ledger, fact: MemberEnrolled) -> Iterator[Text]:
    known = ledger.members.get(fact.member)
    if not is_id(fact.member):
        yield _("expected an id of a to z, 0 to 9, - and _, found {found}", found=repr(fact.member))
    if known is not None and not known.has_left:
        yield _("{member} is {name} already; take another id", member=fact.member, name=known.name)
    if not fact.name.strip():
        yield _("a member needs a name")
    yield from _of_category(ledger, fact.category)


def namesake(ledger: Ledger, name: str, category: str) -> Member | None:
    """Return who is called so already, in the category or no more here: a second enrolment is likely a slip."""
    found = [each for each in ledger.members.values() if likeness(each.name) == likeness(name)]
    return next((each for each in found if each.has_left or each.category == category), None)


def _of_category(ledger: Ledger, category: str) -> Iterator[Text]:
    if category not in ledger.rules.categories:
        known = hint(category, ledger.rules.categories)
        yield _("no category is called {name}; {hint}", name=repr(category), hint=known)


def _of_move(ledger: Ledger, fact: MemberMoved) -> Iterator[Text]:
    yield from _of_member(ledger, fact.member)
    yield from _of_category(ledger, fact.category)
    known = ledger.members[fact.member]
    if fact.category == known.category and fact.name in ("", known.name):
        yield _("{name} is of the category {category} already", name=known.name, category=known.category)


def _of_member(ledger: Ledger, member: str) -> Iterator[Text]:
    known = ledger.members.get(member)
    if known is None:
        yield _("nobody here has the id {member}; enrol them first, or look in the list", member=repr(member))
    elif known.has_left:
        yield _("{name} has left; enrol them again under the id {member}", name=known.name, member=member)


# Deeds


def _of_claim(ledger: Ledger, fact: DeedClaimed, person: str, at: datetime) -> Iterator[Text]:
    yield from _of_member(ledger, fact.member)
    member, rules = ledger.members[fact.member], ledger.rules
    if fact.deed not in rules.deeds:
        yield _("the rules have no deed {name}; {hint}", name=repr(fact.deed), hint=hint(fact.deed, rules.deeds))
    yield from refusals_of_day(ledger, fact.day, at)
    deed = rules.deeds[fact.deed]
    if deed.points_of(member.category) is None:
        yield _(
            "{deed} is not for the category {category}, which {name} is of; it is for {known}",
            deed=fact.deed,
            category=member.category,
            name=member.name,
            known=listed(deed.points if isinstance(deed.points, Mapping) else ()),
        )
    if not 0 < fact.times <= _MOST_TIMES:
        yield _("expected a number above 0, at most {most}, found {found}", most=_MOST_TIMES, found=fact.times)
    if deed.per == "time" and fact.times != int(fact.times):
        yield _("{deed} is counted in times, and {found} is no whole number", deed=fact.deed, found=fact.times)
    if not person.strip():
        yield _("say who enters the claim; somebody else has to check it")


def _of_check(ledger: Ledger, fact: DeedChecked, person: str) -> Iterator[Text]:
    claim = ledger.claims.get(fact.claim)
    if fact.claim in ledger.checked:
        yield _(
            "claim #{claim} was checked already, at #{seq}",
            claim=_seq(fact.claim),
            seq=_seq(ledger.checked[fact.claim]),
        )
    if claim is None:
        yield _("#{claim} is no claim; those that wait are {known}", claim=_seq(fact.claim), known=_seqs(ledger.claims))
        return
    if not person.strip():
        yield _("say who checks claim #{claim}; {person} entered it", claim=_seq(fact.claim), person=claim.person)
    if likeness(person) == likeness(claim.person):
        yield _("{person} entered claim #{claim}; somebody else has to check it", person=person, claim=_seq(fact.claim))
    member = ledger.members[claim.fact.member]
    if likeness(person) == likeness(member.name):
        yield _(
            "claim #{claim} is {person}'s own; somebody else has to check it",
            person=member.name,
            claim=_seq(fact.claim),
        )
    if fact.verdict == "no" and not fact.reason.strip():
        yield _("say why claim #{claim} does not hold", claim=_seq(fact.claim))


# Contests


def _of_credit(ledger: Ledger, fact: ContestCredited, at: datetime) -> Iterator[Text]:
    rules = ledger.rules.contests
    if rules is None:
        yield _("the rules give no points for contests; put contests: into them")
        return
    known = ledger.credit_of(fact.contest)
    if known is not None:
        yield _of_known_contest(known.fact.title, known.seq, known.fact.head, fact.head)
    yield from refusals_of_day(ledger, fact.day, at)
    held = len(ledger.credits_in(year_of(fact.day)))
    if rules.held is not None and held >= rules.held:
        yield _(
            "the rules have {held} contests a year, and {year} has had them", held=rules.held, year=year_of(fact.day)
        )
    if not fact.places:
        yield _("none of our members has a place in {title}", title=fact.title)
    yield from _of_places(ledger, fact)


def _of_known_contest(title: str, seq: int, before: str, now: str) -> Text:
    if before == now:
        return _("{title} was credited already, at #{seq}", title=title, seq=_seq(seq))
    return _(
        "{title} was credited at #{seq} as it stood at the head {before}; it has gone on since and is at {now}: reverse"
        " #{seq}, then credit it anew",
        title=title,
        seq=_seq(seq),
        before=before[:16],
        now=now[:16],
    )


def _of_places(ledger: Ledger, fact: ContestCredited) -> Iterator[Text]:
    members = [each.member for each in fact.places]
    for each in fact.places:
        yield from _of_member(ledger, each.member)
        if members.count(each.member) > 1:
            yield _("{name} has two places in {title}", name=ledger.members[each.member].name, title=fact.title)
        if each.place < 1:
            yield _("expected a place from 1 on, found {found}", found=each.place)


# Goods


def _of_good(rules: SeasonRules, good: str) -> Iterator[Text]:
    if good not in rules.goods:
        yield _("the rules have no goods called {name}; {hint}", name=repr(good), hint=hint(good, rules.goods))


def _of_stock(ledger: Ledger, fact: GoodsStocked | GoodsCounted) -> Iterator[Text]:
    least = 1 if isinstance(fact, GoodsStocked) else 0
    if fact.good not in ledger.stock:
        yield from _of_good(ledger.rules, fact.good)
    if not least <= fact.count <= _MOST_PIECES:
        yield _("expected {least} to {most} pieces, found {found}", least=least, most=_MOST_PIECES, found=fact.count)


def _of_redemption(ledger: Ledger, fact: GoodsRedeemed, at: datetime) -> Iterator[Text]:
    yield from _of_member(ledger, fact.member)
    yield from _of_good(ledger.rules, fact.good)
    if fact.count < 1:
        yield _("expected at least 1 piece, found {found}", found=fact.count)
    yield from refusals_of_day(ledger, fact.day, at)
    marked = ledger.rules.goods[fact.good]
    if fact.price != marked:
        yield _("{good} is marked at {marked}, not {price}", good=fact.good, marked=marked, price=fact.price)
    left = ledger.stock.get(fact.good, 0)
    if left < fact.count:
        yield _("{good}: {left} left, {count} asked for", left=left, good=fact.good, count=fact.count)
    yield from _of_interval(ledger, fact)
    yield from _of_balance(ledger, fact)


def _of_interval(ledger: Ledger, fact: GoodsRedeemed) -> Iterator[Text]:
    when = ledger.rules.redeem.when
    interval = interval_of(fact.day, when)
    before = None if when == "always" else ledger.redeemed_on(fact.member, interval, when)
    if before is not None and before[1] != fact.day:
        yield _(
            "{name} redeemed on {day} already, at #{seq}; the rules have one day in {interval}",
            name=ledger.members[fact.member].name,
            day=before[1],
            seq=_seq(before[0]),
            interval=interval,
        )


def _of_balance(ledger: Ledger, fact: GoodsRedeemed) -> Iterator[Text]:
    need, have = exact(fact.price) * fact.count, ledger.balance(fact.member)
    floor = exact(ledger.rules.redeem.floor)
    short = need + floor - have
    name = ledger.members[fact.member].name
    if short > 0 and floor:
        yield _(
            "{name} has {have}, this costs {need} and has to leave {floor}: short by {short}",
            name=name,
            have=have,
            need=need,
            floor=floor,
            short=short,
        )
    elif short > 0:
        yield _("{name} has {have}, this costs {need}: short by {short}", name=name, have=have, need=need, short=short)


# Reversals, rules


def _of_reversal(ledger: Ledger, fact: EntryReversed) -> Iterator[Text]:
    if fact.seq in ledger.reversals:
        back = ledger.reversals[fact.seq]
        yield _("#{seq} was reversed already, at #{back}", seq=_seq(fact.seq), back=_seq(back))
    if fact.seq in ledger.claims:
        yield _("#{seq} is a claim that waits; check it with no instead", seq=_seq(fact.seq))
    if fact.seq not in ledger.reversible:
        yield _("#{seq} moved nothing, so there is nothing to reverse", seq=_seq(fact.seq))
    yield from refusals_of_late_reversal(ledger, fact.seq)
    if not fact.reason.strip():
        yield _("say why #{seq} is reversed", seq=_seq(fact.seq))


def _of_amendment(ledger: Ledger, fact: SeasonAmended) -> Iterator[Text]:
    try:
        rules = of_resolved(fact.resolved)
    except RulebookError as error:
        yield _("these are no rules of a season: {problem}", problem=_as_text(error))
        return
    if rules == ledger.rules:
        yield _("these are the rules that hold already")
    for member in ledger.members.values():
        if not member.has_left and member.category not in rules.categories:
            yield _of_lost_category(ledger, member.category)
            return
    if ledger.credits and _counted(rules) != _counted(ledger.rules):
        yield _(
            "how many results count may not change once a contest is credited; the first was at #{seq}",
            seq=_seq(min(ledger.credits)),
        )
    if not fact.reason.strip():
        yield _("say why the rules change")


def _counted(rules: SeasonRules) -> int | None:
    return rules.contests.counted if rules.contests is not None else 0


def _of_lost_category(ledger: Ledger, category: str) -> Text:
    names = [each.name for each in ledger.members.values() if each.category == category and not each.has_left]
    return _("the category {category} has members: {names}; move them first", category=category, names=listed(names))


def _as_text(error: QuizArenaError) -> Text:
    return plain(str(error))


def _seqs(seqs: Collection[int]) -> Text:
    return listed([f"#{_seq(each)}" for each in sorted(seqs)])
