"""What a season's records come to, what is refused with which sentence, and how it rests in a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.contest.facts import Struck
from quizarena.documents import document_of, judged_document_of, read_rows
from quizarena.errors import DocumentError, JournalError
from quizarena.journal import GENESIS, MemoryJournal, linked
from quizarena.moves import IllegalFact
from quizarena.points import show
from quizarena.records import to_row
from quizarena.season import Season
from quizarena.season.facts import (
    ContestCredited,
    DeedChecked,
    DeedClaimed,
    EntryReversed,
    GoodsCounted,
    GoodsStocked,
    MemberEnrolled,
    MemberLeft,
    MemberMoved,
    PeriodClosed,
    Placed,
    SeasonAmended,
)
from quizarena.season.league import league
from quizarena.season.narration import describe
from quizarena.season.rules import resolved
from quizarena.season.statements import explain, honours, passbook, posted, stock

from .book import claim, credit, done, recorded_in, redeemed, rules, season, stocked


@pytest.fixture(scope="module", autouse=True)
def clock() -> Iterator[None]:
    with recorded_in(2027):
        yield


def lines(made: Season, member: str) -> list[tuple[str, str]]:
    """Return the working of a member's points, as a terminal prints it."""
    return [(number.strip(), words.in_language("zh")) for number, words in explain(made, member).lines({})]


def test_points_are_told_with_day_claim_and_record() -> None:
    made = season()
    done(made, "m1", "参加主题党日", "2026-01-15")
    done(made, "m1", "志愿服务", "2026-01-20", "12")
    wrong = done(made, "m1", "无故缺席", "2026-02-02")
    stocked(made)
    redeemed(made, "m1", "2026-03-28")
    made.push(EntryReversed(wrong.seq, "请过假"))
    assert lines(made, "m1") == [
        ("12", "张三 可用积分 = 2 + 20 + (-10)"),
        ("2", "2026-01-15 参加主题党日 ×1（申报 #003） #004"),
        ("20", "2026-01-20 志愿服务 12 小时（申报 #005） #006 [已封顶，不封顶为 24 分]"),
        ("(-5)", "2026-02-02 无故缺席 ×1（申报 #007） #008 [已由 #011 冲销：请过假] （不计）"),
        ("-10", "2026-03-28 兑换 洗衣液 ×1 #010"),
    ]
    rows = [(row.seq, show(row.points), show(row.balance)) for row in passbook(made, "m1").rows]
    assert rows == [(4, "2", "2"), (6, "20", "22"), (8, "-5", "17"), (10, "-10", "7"), (11, "5", "12")]


def test_a_cap_of_the_year_holds_beside_that_of_the_month_and_a_reversal_makes_room() -> None:
    made = season()
    first = done(made, "m1", "志愿服务", "2026-01-20", "9")
    done(made, "m1", "志愿服务", "2026-02-20", "9")
    assert made.ledger.balance("m1") == 30
    made.push(EntryReversed(first.seq, "重复"))
    done(made, "m1", "志愿服务", "2026-02-21", "9")
    assert made.ledger.balance("m1") == 12 + 8, "the month of February has room for 8, the year for 18"
    done(made, "m1", "志愿服务", "2027-01-21", "1")
    assert made.ledger.balance("m1") == 22


def test_an_amended_rule_counts_from_its_record_on_and_for_claims_made_after_it() -> None:
    made = season()
    done(made, "m1", "参加主题党日", "2026-01-15")
    waiting = claim(made, "m1", "参加主题党日", "2026-01-16")
    made.push(SeasonAmended(resolved(rules(goods="{洗衣液: 12}", deeds="{参加主题党日: {points: 3}}")), "支部大会"))
    made.push(DeedChecked(waiting.seq, "yes"), person="书记")
    assert made.ledger.balance("m1") == 4
    done(made, "m1", "参加主题党日", "2026-02-15")
    assert made.ledger.balance("m1") == 7
    assert stock(made.ledger)[0].price == 12


def test_the_best_results_count_and_a_withdrawn_contest_lets_another_count_again() -> None:
    made = season()
    credit(made, "三月", "2026-03-01", m1=2, m2=1)
    credit(made, "四月", "2026-04-01", m1=3, m2=2)
    best = credit(made, "五月", "2026-05-01", m1=1, m2=9)
    rows = {row.name: row for row in league(made.ledger, "2026")}
    assert {name: show(row.score.value) for name, row in rows.items()} == {"张三": "21", "李四": "21"}
    assert [(part.record, part.counted) for part in rows["张三"].score.parts] == [(3, True), (4, False), (5, True)]
    assert [row.name for row in league(made.ledger, "2026")] == ["张三", "李四"], (
        "both won once; the last contest parts them"
    )
    made.push(EntryReversed(best.seq, "更正"))
    assert [(row.name, row.place, show(row.score.value)) for row in league(made.ledger, "2026")] == [
        ("李四", 1, "21"),
        ("张三", 2, "16"),
    ]
    assert made.ledger.balance("m1") == 16
    credit(made, "五月", "2026-05-01", head="b", m1=1)
    assert made.ledger.balance("m1") == 21


@pytest.mark.parametrize(("kept", "left"), [("keep", "22"), ("half", "11"), ("zero", "0")])
def test_a_closed_year_keeps_what_the_rules_say(kept: str, left: str) -> None:
    made = season(close=f"{{year: {kept}}}", redeem="{when: always}")
    done(made, "m1", "志愿服务", "2026-12-20", "10")
    done(made, "m1", "参加主题党日", "2026-12-21")
    done(made, "m1", "参加主题党日", "2027-01-05")
    closed = made.push(PeriodClosed("2026"))
    assert show(made.ledger.balance("m1") - 2) == left, "what the new year brought already stays"
    assert made.ledger.earned("m1", "2026") == 22, "earned is earned, whatever expires"
    explain(made, "m1").check()
    made.push(EntryReversed(closed.seq, "日期错了"))
    assert made.ledger.balance("m1") == 24
    made.push(PeriodClosed("2026"))


def test_what_was_redeemed_after_a_year_used_up_its_points_first() -> None:
    made = season(close="{year: zero}", redeem="{when: always}")
    done(made, "m1", "志愿服务", "2026-12-20", "10")
    done(made, "m1", "参加主题党日", "2027-01-05")
    stocked(made)
    redeemed(made, "m1", "2027-01-06")
    made.push(PeriodClosed("2026"))
    assert made.ledger.balance("m1") == 2


def test_the_list_to_post_goes_by_points_earned_and_masks_names() -> None:
    made = season(redeem="{when: always}")
    done(made, "m1", "志愿服务", "2026-01-20", "10")
    done(made, "m2", "参加主题党日", "2026-01-20")
    stocked(made)
    redeemed(made, "m1", "2026-03-28")
    made.push(MemberEnrolled("m3", "王小五", "无职"))
    made.push(MemberLeft("m3"))
    rows = posted(made, "2026", is_masked=True)
    assert [(row.place, row.name, show(row.earned), show(row.balance), row.honours) for row in rows] == [
        (1, "张*", "20", "10", ("先锋党员", "五星党员")),
        (2, "李*", "2", "2", ()),
    ]
    assert dict(honours(made.ledger, "2027")) == {"先锋党员": (), "五星党员": ()}
    assert [(row.good, row.left, row.redeemed) for row in stock(made.ledger)] == [("洗衣液", 4, 1), ("毛巾", 0, 0)]


def test_who_left_may_come_back_and_a_counted_shelf_is_the_stock() -> None:
    made = season()
    done(made, "m1", "参加主题党日", "2026-01-15")
    made.push(MemberLeft("m1", "迁出"))
    made.push(MemberEnrolled("m1", "张三", "流动"))
    done(made, "m1", "志愿服务", "2026-02-15", "1")
    assert made.ledger.balance("m1") == Fraction(7, 2)
    made.push(MemberMoved("m1", "无职", "张叁"))
    assert (made.ledger.members["m1"].name, made.ledger.members["m1"].category) == ("张叁", "无职")
    stocked(made)
    made.push(GoodsCounted("洗衣液", 3, "破损"))
    assert made.ledger.stock == {"洗衣液": 3}


def test_a_debt_is_not_forgiven_by_a_closing_and_who_loses_how_much_is_told() -> None:
    made = season(close="{year: zero}")
    done(made, "m1", "无故缺席", "2026-02-02")
    done(made, "m2", "志愿服务", "2026-02-02", "2")
    closed = made.push(PeriodClosed("2026"))
    assert (made.ledger.balance("m1"), made.ledger.balance("m2")) == (-5, 0)
    assert describe(made, closed).in_language("zh") == "2026 年结转，作废 6 分，涉及 1 人"


def test_what_a_closing_reckoned_with_is_reversed_after_it() -> None:
    made = season(close="{year: zero}", redeem="{when: always}")
    held = done(made, "m1", "志愿服务", "2026-02-02", "9")
    place = credit(made, "三月", "2026-03-01", m2=1)
    stocked(made)
    taken = redeemed(made, "m1", "2027-01-05")
    new = done(made, "m1", "参加主题党日", "2027-01-06")
    closed = made.push(PeriodClosed("2026"))
    for seq in (held.seq, place.seq, taken.seq):
        with pytest.raises(IllegalFact, match=f"reverse #{closed.seq:03} first, then #{seq:03}, and close 2026 again"):
            made.push(EntryReversed(seq, "错"))
    made.push(EntryReversed(new.seq, "错"))
    for seq in (closed.seq, taken.seq, held.seq):
        made.push(EntryReversed(seq, "错"))
    assert made.ledger.balance("m1") == 0
    made.push(PeriodClosed("2026"))
    assert (made.ledger.balance("m1"), made.ledger.balance("m2")) == (0, 0)


def test_years_are_closed_in_order_by_the_moment_of_the_record() -> None:
    with recorded_in(2026):
        made = season()
        done(made, "m1", "参加主题党日", "2025-12-05")
        claim(made, "m1", "参加主题党日", "2026-01-05")
        with pytest.raises(IllegalFact, match="2026 is not over"):
            made.push(PeriodClosed("2026"))
    with pytest.raises(IllegalFact, match="2025 is still open; close it first, then 2026"):
        made.push(PeriodClosed("2026"))
    made.push(PeriodClosed("2025"))
    with recorded_in(2026):
        assert judged_document_of([to_row(record, made.book) for record in made.records]) == made


def test_a_check_says_what_the_cap_cut() -> None:
    made = season()
    told = describe(made, done(made, "m1", "志愿服务", "2026-01-20", "13.5"))
    assert told.in_language("zh") == "张三 的申报 #003 通过：+20 分，封顶，不封顶为 27 分"


# What is refused

HELP, DAY = "志愿服务", "2026-01-01"
Make = Callable[[Season], object]
YEAR_CLOSED = "2026 was closed at #003, and 2026-05-01 lies in it"
REFUSED: list[tuple[str, Make]] = [
    ("'m9'; enrol them first", lambda s: claim(s, "m9", "参加主题党日", DAY)),
    ("m1 is 张三 already; take another id", lambda s: s.push(MemberEnrolled("m1", "王五", "在职"))),
    (
        "no category is called '在岗'; known are 在职, 无职, 流动, 年老体弱",
        lambda s: s.push(MemberEnrolled("m3", "王五", "在岗")),
    ),
    ("张三 is of the category 在职 already", lambda s: s.push(MemberMoved("m1", "在职"))),
    (
        "the rules have no deed '志愿服物'; did you mean '志愿服务'?",
        lambda s: claim(s, "m1", "志愿服物", DAY),
    ),
    ("expected a day such as 2026-11-28, found '2026-02-30'", lambda s: claim(s, "m1", HELP, "2026-02-30")),
    (
        "志愿服务 is not for the category 无职, which 王五 is of; it is for 在职, 流动, 年老体弱",
        lambda s: (s.push(MemberEnrolled("m3", "王五", "无职")), claim(s, "m3", HELP, DAY)),
    ),
    ("expected a number above 0, at most 1000, found 0", lambda s: claim(s, "m1", HELP, DAY, "0")),
    ("参加主题党日 is counted in times, and 1.5", lambda s: claim(s, "m1", "参加主题党日", DAY, "1.5")),
    ("say who enters the claim", lambda s: s.push(DeedClaimed("m1", "参加主题党日", DAY))),
    (
        "网格员甲 entered claim #003; somebody else has to check it",
        lambda s: s.push(DeedChecked(claim(s, "m1", HELP, DAY).seq, "yes"), person="网格员甲"),
    ),
    (
        "claim #003 is 张三's own; somebody else has to check it",
        lambda s: s.push(DeedChecked(claim(s, "m1", HELP, DAY).seq, "yes"), person="张 三"),
    ),
    (
        "say why claim #003 does not hold",
        lambda s: s.push(DeedChecked(claim(s, "m1", HELP, DAY).seq, "no"), person="书记"),
    ),
    (
        "claim #003 was checked already, at #004",
        lambda s: s.push(DeedChecked(done(s, "m1", HELP, DAY).seq - 1, "yes"), person="书记"),
    ),
    ("#001 is no claim; those that wait are -", lambda s: s.push(DeedChecked(1, "yes"), person="书记")),
    ("the rules have no goods called '毛毯'", lambda s: stocked(s, "毛毯")),
    ("expected 1 to 1000000 pieces, found 0", lambda s: stocked(s, count=0)),
    (
        "张三 has 4, this costs 20 and has to leave 1: short by 17",
        lambda s: (
            stocked(s),
            done(s, "m1", HELP, DAY, "2"),
            redeemed(s, "m1", "2026-01-02", count=2),
        ),
    ),
    ("洗衣液 is marked at 10, not 9.5", lambda s: (stocked(s), redeemed(s, "m1", "2026-01-02", price="9.5"))),
    (
        "洗衣液: 5 left, 6 asked for",
        lambda s: (stocked(s), redeemed(s, "m1", "2026-01-02", count=6)),
    ),
    (
        "张三 redeemed on 2026-01-10 already, at #007; the rules have one day in 2026-Q1",
        lambda s: (
            stocked(s),
            done(s, "m1", HELP, DAY, "10"),
            stocked(s, "毛巾"),
            redeemed(s, "m1", "2026-01-10", "毛巾", 1, "4.5"),
            redeemed(s, "m1", "2026-01-10", "毛巾", 1, "4.5"),
            redeemed(s, "m1", "2026-03-31", "毛巾", 1, "4.5"),
        ),
    ),
    (
        "三月 was credited already, at #003",
        lambda s: (credit(s, "三月", "2026-03-01", m1=1), credit(s, "三月", "2026-03-01", m1=1)),
    ),
    (
        "三月 was credited at #003 as it stood at the head aaaaaaaaaaaaaaaa; it has gone on since and is at"
        " bbbbbbbbbbbbbbbb: reverse #003, then credit it anew",
        lambda s: (credit(s, "三月", "2026-03-01", m1=1), credit(s, "三月", "2026-03-01", "b", m1=1)),
    ),
    (
        "the rules have 3 contests a year, and 2026 has had them",
        lambda s: [credit(s, title, "2026-03-01", m1=1) for title in ("三月", "四月", "五月", "六月")],
    ),
    ("none of our members has a place in 三月", lambda s: credit(s, "三月", "2026-03-01")),
    (
        "张三 has two places in 三月",
        lambda s: s.push(ContestCredited("c", "d", "三月", "2026-03-01", (Placed("m1", 1), Placed("m1", 2)))),
    ),
    (
        "#004 was reversed already, at #005",
        lambda s: [s.push(EntryReversed(seq, "错")) for seq in [done(s, "m1", HELP, DAY).seq] * 2],
    ),
    ("#001 moved nothing", lambda s: s.push(EntryReversed(1, "错"))),
    (
        "#003 is a claim that waits",
        lambda s: s.push(EntryReversed(claim(s, "m1", HELP, DAY).seq, "错")),
    ),
    (
        "say why #004 is reversed",
        lambda s: s.push(EntryReversed(done(s, "m1", HELP, DAY).seq, " ")),
    ),
    (
        "claims of up to 2026 wait for their check: #003",
        lambda s: (claim(s, "m1", HELP, DAY), s.push(PeriodClosed("2026"))),
    ),
    (
        "2026 was closed already, at #003",
        lambda s: (s.push(PeriodClosed("2026")), s.push(PeriodClosed("2026"))),
    ),
    (
        "2026 is closed, so 2025 is as well",
        lambda s: (s.push(PeriodClosed("2026")), s.push(PeriodClosed("2025"))),
    ),
    ("2027 is not over; it may be closed from 2028-01-01 on", lambda s: s.push(PeriodClosed("2027"))),
    ("2027-02-03 is still to come; enter it on that day or later", lambda s: claim(s, "m1", HELP, "2027-02-03")),
    ("2025-12-31 is too long ago; days from 2026-01-01", lambda s: (stocked(s), redeemed(s, "m1", "2025-12-31"))),
    (YEAR_CLOSED, lambda s: (s.push(PeriodClosed("2026")), claim(s, "m1", HELP, "2026-05-01"))),
    (YEAR_CLOSED, lambda s: (s.push(PeriodClosed("2026")), credit(s, "五月", "2026-05-01", m1=1))),
    (
        "张三 has left; enrol them again under the id m1",
        lambda s: (s.push(MemberLeft("m1")), s.push(MemberLeft("m1"))),
    ),
    (
        "the category 在职 has members: 张三; move them first",
        lambda s: s.push(SeasonAmended(resolved(rules(categories="[无职, 流动, 年老体弱]", deeds="{}")), "改")),
    ),
    ("these are the rules that hold already", lambda s: s.push(SeasonAmended(resolved(rules()), "改"))),
    (
        "how many results count may not change once a contest is credited; the first was at #003",
        lambda s: (
            credit(s, "三月", "2026-03-01", m1=1),
            s.push(SeasonAmended(resolved(rules(contests="{points: {1: 10}}")), "改")),
        ),
    ),
    (
        "the counter hands out goods and does nothing else",
        lambda s: s.push(GoodsStocked("洗衣液", 1), seat="counter"),
    ),
    (
        "kept by the seats desk and counter; found 'judge:j1'",
        lambda s: s.push(GoodsStocked("洗衣液", 1), seat="judge:j1"),
    ),
    ("contest.struck is nothing that happens in a season", lambda s: s.push(Struck(1, "错"))),
]


@pytest.mark.parametrize(("sentence", "deeds"), REFUSED, ids=[sentence for sentence, _deeds in REFUSED])
def test_what_is_refused_says_why_with_the_figure(sentence: str, deeds: Make) -> None:
    made = season()
    with pytest.raises(IllegalFact) as caught:
        deeds(made)
    assert sentence in str(caught.value)
    assert sentence not in caught.value.sentence("zh")


def test_a_redemption_that_was_reversed_gives_back_goods_points_and_the_day() -> None:
    made = season()
    stocked(made)
    done(made, "m1", HELP, DAY, "10")
    wrong = redeemed(made, "m1", "2026-01-10")
    made.push(EntryReversed(wrong.seq, "拿错"))
    assert (made.ledger.stock["洗衣液"], made.ledger.balance("m1")) == (5, 20)
    redeemed(made, "m1", "2026-03-31")


# In a journal


def test_a_season_rests_in_a_file_and_an_arena_tells_it_from_a_contest(tmp_path: Path) -> None:
    file = tmp_path / "season.qa"
    with Arena.create(file, rules()) as arena, Arena.open(file) as other:
        first = arena.push(MemberEnrolled("m1", "张三", "在职"), id="one")
        assert arena.push(MemberEnrolled("m1", "张三", "在职"), id="one") == first, "a retry counts once"
        other.push(MemberEnrolled("m2", "李四", "流动"))
        assert arena.refresh()
        assert isinstance(arena.document, Season)
        assert list(arena.document.ledger.members) == ["m1", "m2"]
        assert not hasattr(arena.document, "push")
        for ask in (lambda: arena.contest, lambda: arena.position, arena.undo, lambda: arena.do("quiz.ruled")):
            with pytest.raises(DocumentError, match="holds a season and no contest"):
                ask()
        with pytest.raises(IllegalFact, match="m1 is 张三 already"):
            arena.push(MemberEnrolled("m1", "王五", "在职"))
    assert judged_document_of(read_rows(file)) == document_of(read_rows(file))


def test_a_season_of_rows_that_were_never_legal_names_the_record() -> None:
    forged = season().fork()
    forged.accept(forged._record_of(GoodsStocked("毛毯", 1), "desk", "", None, None))
    rows = [to_row(record, forged.book) for record in forged.records]
    with pytest.raises(JournalError, match="record 3 was not legal when it was recorded: the rules have no goods"):
        judged_document_of(rows)
    journal = MemoryJournal()
    with journal.writing() as writer:
        for row in rows:
            writer.append(row)
    assert Arena(journal).document.head == forged.head, "its own journal is trusted, as a contest's is"


def test_a_format_of_a_later_program_is_refused_by_one_sentence() -> None:
    made = season()
    start = made.records[0]
    later = attrs.evolve(start, fact=attrs.evolve(start.fact, format=2))
    row = linked(GENESIS, to_row(later, made.book))
    for read in (document_of, judged_document_of):
        with pytest.raises(JournalError, match="told in format 2, and this QuizArena reads format 1"):
            read([row])
