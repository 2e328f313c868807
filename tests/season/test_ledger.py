"""What holds for every season there may be: accounts together 0, points explained, records judged again the same."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from quizarena.documents import judged_document_of
from quizarena.facts import Fact
from quizarena.moves import IllegalFact
from quizarena.records import to_row
from quizarena.season import Season
from quizarena.season.facts import (
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
    Placed,
    SeasonAmended,
)
from quizarena.season.league import league
from quizarena.season.rules import resolved
from quizarena.season.statements import explain, passbook

from .book import recorded_in, rules, season

MEMBERS = st.sampled_from(["m1", "m2", "m3"])
DAYS = st.sampled_from(["2027-01-02", "2026-01-05", "2026-01-20", "2026-04-01", "2026-12-31"])
CATEGORIES = st.sampled_from(["在职", "流动", "年老体弱"])
SEQS = st.integers(0, 40)
GOODS = st.sampled_from([("洗衣液", Decimal(10)), ("毛巾", Decimal("4.5"))])
OTHER = SeasonAmended(
    resolved(rules(deeds="{志愿服务: {points: {在职: 2.75, 流动: -1}, cap: {month: 3}}}", redeem="{floor: -100}")), "改"
)
FACTS: st.SearchStrategy[Fact] = st.one_of(
    st.builds(MemberEnrolled, MEMBERS, st.just("王五"), CATEGORIES),
    st.builds(MemberMoved, MEMBERS, CATEGORIES),
    st.builds(MemberLeft, MEMBERS),
    st.builds(
        DeedClaimed,
        MEMBERS,
        st.sampled_from(["参加主题党日", "志愿服务", "无故缺席"]),
        DAYS,
        st.sampled_from([Decimal(1), Decimal(9), Decimal("0.5")]),
    ),
    st.builds(DeedChecked, SEQS, st.sampled_from(["yes", "yes", "no"]), st.just("r")),
    st.builds(
        lambda title, head, day, places: ContestCredited(
            title, head, title, day, tuple(Placed(member, place) for member, place in places.items())
        ),
        st.sampled_from("abcd"),
        st.sampled_from("xy"),
        DAYS,
        st.dictionaries(MEMBERS, st.integers(1, 4), min_size=1),
    ),
    st.builds(GoodsStocked, st.sampled_from(["洗衣液", "毛巾"]), st.integers(1, 3)),
    st.builds(GoodsCounted, st.sampled_from(["洗衣液", "毛巾"]), st.integers(0, 3)),
    st.builds(
        lambda member, good, count, day: GoodsRedeemed(member, good[0], count, good[1], day),
        MEMBERS,
        GOODS,
        st.integers(1, 2),
        DAYS,
    ),
    st.builds(EntryReversed, SEQS, st.just("r")),
    st.builds(PeriodClosed, st.sampled_from(["2025", "2026"])),
    st.just(OTHER),
)


def told(facts: list[Fact], then: Callable[[Season], None]) -> Season:
    """Return a season in which those of the facts happened that may, each told to `then` after it."""
    with recorded_in(2027):
        made = season(redeem="{when: month, floor: -50}")
        for fact in facts:
            person = "书记" if isinstance(fact, DeedChecked) else "网格员甲"
            with suppress(IllegalFact):
                made.push(fact, person=person)
                then(made)
    return made


def check(made: Season) -> None:
    ledger = made.ledger
    assert sum(ledger.balances.values(), Fraction(0)) == 0
    assert all(entry.points >= 0 for entry in ledger.entries)
    for member in ledger.members:
        score = explain(made, member)
        score.check()
        assert score.value == ledger.balance(member) == passbook(made, member).balance
    for year in ledger.years:
        for row in league(ledger, year):
            row.score.check()
    assert all(count >= 0 for count in ledger.stock.values())


@settings(max_examples=15, deadline=None)
@given(st.lists(FACTS, max_size=40))
def test_all_accounts_together_are_0_and_every_balance_is_explained(facts: list[Fact]) -> None:
    made = told(facts, check)
    again = judged_document_of([to_row(record, made.book) for record in made.records])
    assert isinstance(again, Season)
    assert (again.ledger.balances, again.ledger.stock) == (made.ledger.balances, made.ledger.stock)


@settings(max_examples=15, deadline=None)
@given(st.lists(FACTS, max_size=30))
def test_reversing_everything_that_moved_leaves_nothing(facts: list[Fact]) -> None:
    made = told(facts, lambda made: None)
    for seq in sorted(made.ledger.reversible, reverse=True):
        made.push(EntryReversed(seq, "r"))
    assert {account: value for account, value in made.ledger.balances.items() if value} == {}
    assert not made.ledger.reversible
