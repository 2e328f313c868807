"""The desk of a season by its session's values: what keys do, what is read back, what is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import pytest

from quizarena.arena import Arena
from quizarena.journal import MemoryJournal
from quizarena.points import show
from quizarena.records import to_row
from quizarena.season import Season
from quizarena.season.facts import MemberEnrolled
from quizarena.sessions.dialog import Dialog, Entry, Line, Menu, Table
from quizarena.sessions.keys import press
from quizarena.sessions.season.desk import SeasonDesk
from quizarena.sessions.season.session import SeasonSession
from tests.season.book import claim, credit, done, recorded_in, season, stocked

NOW = datetime.fromisoformat("2026-03-20T10:00:00+08:00")
NEXT_YEAR = datetime.fromisoformat("2027-02-01T10:00:00+08:00")


@pytest.fixture(scope="module", autouse=True)
def clock() -> Iterator[None]:
    with recorded_in(2027):
        yield


def session_of(made: Season, person: str = "书记") -> SeasonSession:
    """Return a session at the desk of a season."""
    journal = MemoryJournal()
    with journal.writing() as writer:
        for record in made.records:
            writer.append(to_row(record, made.book))
    return SeasonSession(SeasonDesk(Arena(journal), person))


def filled() -> Season:
    """Return a season with members, goods, a claim and some points."""
    with recorded_in(2027):
        return _filled()


def _filled() -> Season:
    made = season(redeem="{when: always}")
    for number, name in enumerate(("王五", "赵六", "Ann Lee"), 3):
        made.push(MemberEnrolled(f"m{number}", name, "流动"))
    done(made, "m1", "志愿服务", "2026-03-05", "10")
    stocked(made)
    claim(made, "m2", "参加主题党日", "2026-03-08")
    return made


@pytest.fixture
def session() -> SeasonSession:
    return session_of(filled())


def keys(session: SeasonSession, *names: str) -> SeasonSession:
    """Press keys; of a word of more letters than a key's name each of them."""
    for name in names:
        known = name in ("enter", "escape", "backspace", "up", "down", "pagedown")
        for each in (name,) if known else name:
            session.press(press(each, each if len(each) == 1 else None), NOW)
    return session


def dialog(session: SeasonSession) -> Dialog:
    found = session.view(NOW).dialog
    assert found is not None
    return found


def read(session: SeasonSession) -> list[str]:
    """Return the lines of the dialog, in English."""
    return [text.in_language("en") for text in _texts(dialog(session))]


def _texts(shown: Dialog) -> Iterable:  # type: ignore[type-arg]
    for block in shown.blocks:
        match block:
            case Line():
                yield block.text
            case Menu():
                yield from (item.text for item in block.items)
            case Table():
                yield from (cell for row in block.rows for cell in row)


def said(session: SeasonSession) -> str:
    return session.view(NOW).message.text.in_language("en")


def left(session: SeasonSession, member: str) -> str:
    return show(session.desk.season.ledger.balance(member))


def test_who_types_is_asked_first_and_stands_in_the_records() -> None:
    session = session_of(season(), person="")
    session.begin(NOW)
    assert session.typing
    keys(session, "书记", "enter", "e", "孙八", "enter", "2", "+")
    last = session.desk.season.records[-1]
    assert (last.person, last.fact) == ("书记", MemberEnrolled("m3", "孙八", "无职"))
    assert said(session) == "#003  孙八 (无职) is enrolled as m3"


def test_goods_are_redeemed_at_the_price_shown(session: SeasonSession) -> None:
    keys(session, "enter", "3")
    assert read(session) == ["Goods", "洗衣液  10 points, 5 left", "毛巾  4.5 points, 0 left"]
    keys(session, "1", "3", "enter", "enter")
    assert read(session)[-2:] == ["has 20, left then: -10", "张三 has 20, this costs 30: short by 10"]
    keys(session, "+")
    assert "short by 10" in said(session)
    keys(session, "up", "up", "1", "enter", "enter")
    assert read(session)[-2:] == ["洗衣液 x1 at 10: 10 points", "has 20, left then: 10"]
    keys(session, "+")
    assert (left(session, "m1"), session.desk.season.ledger.stock["洗衣液"], session.desk.overlay) == ("10", 4, None)


def test_a_deed_is_claimed_and_checked_by_somebody_else(session: SeasonSession) -> None:
    keys(session, "enter", "2", "2", "1.5", "enter", "enter", "签到表", "enter", "+")
    assert said(session) == "#010  张三: 2026-03-20 志愿服务 1.5 h, entered by 书记"
    keys(session, "c")
    assert read(session)[0] == "#009  李四  2026-03-08  参加主题党日  x1  entered by 网格员甲"
    keys(session, "2", "1")
    assert read(session)[-1] == "书记 entered claim #010; somebody else has to check it"
    keys(session, "escape", "c", "1", "2", "没有签到", "enter", "+")
    assert said(session) == "#011  claim #009 of 李四 does not hold: 没有签到"
    keys(session, "p", "组织委员", "enter", "c", "1", "1", "+")
    assert said(session) == "#012  claim #010 of 张三 holds: 0, capped, 3 without the cap"


def test_numbers_that_are_none_are_told_before_anything_is_recorded(session: SeasonSession) -> None:
    count = len(session.desk.season.records)
    keys(session, "enter", "2", "2", "many", "enter", "enter", "enter")
    assert read(session)[-1] == "expected a number such as 9.25, found 'many'"
    keys(session, "+")
    assert said(session) == "expected a number such as 9.25, found 'many'"
    keys(session, "escape", "s", "1", "1", "x", "enter")
    assert read(session)[-1] == "x is no whole number"
    keys(session, "up", "7", "enter", "+")
    assert said(session) == "#010  7 洗衣液 come in"
    assert len(session.desk.season.records) == count + 1


def test_what_moved_is_reversed_with_a_reason_and_a_year_is_closed(session: SeasonSession) -> None:
    keys(session, "r")
    assert read(session) == ["#007  claim #006 of 张三 holds: +20"]
    keys(session, "1", "enter")
    assert said(session) == "Type it first: Why"
    keys(session, "重复申报", "enter", "+")
    assert left(session, "m1") == "0"
    keys(session, "y")
    session.press(press("enter"), NOW)
    assert read(session)[-1] == "Nothing expires."


def test_the_year_that_is_over_is_closed_once_it_is_read_whom_it_costs_how_much(session: SeasonSession) -> None:
    keys(session, "c", "1", "1", "+")
    for key in ("y", "enter"):
        session.press(press(key, key if len(key) == 1 else None), NEXT_YEAR)
    shown = session.view(NEXT_YEAR).dialog
    assert shown is not None
    assert [text.in_language("en") for text in _texts(shown)][-2:] == ["Year: 2026", "11 points expire, members: 2"]
    keys(session, "+")
    assert said(session) == "#011  2026 is closed; expired: 11 points, members: 2"


def test_a_name_that_is_there_is_not_enrolled_again_and_who_left_comes_back(session: SeasonSession) -> None:
    keys(session, "e", "张三", "enter", "1")
    assert "张三 (在职) is enrolled already as m1" in read(session)[-1]
    keys(session, "escape", "enter", "5", "enter", "+", "e", "张三", "enter", "2", "+")
    assert said(session) == "张三 has left as m1; Enter on their row takes them back."
    keys(session, "escape", "f", "m1", "enter", "enter", "2", "2", "+")
    assert said(session) == "#011  张三 (无职) is enrolled as m1"


def test_lists_and_passbook_are_read_page_by_page() -> None:
    made = filled()
    for number in range(20):
        done(made, "m1", "参加主题党日", f"2026-03-{number + 1:02}")
    credit(made, "三月", "2026-03-28", m1=1, m2=2)
    session = keys(session_of(made), "enter", "1")
    assert read(session)[0] == "张三 (在职): 72 left"
    assert read(session)[1:5] == ["#050", "+12", "72", "2026-03-28 三月: places"]
    assert "page 1 of 2" in dialog(session).keys[0].does.in_language("en")
    keys(session, "pagedown")
    assert read(session)[-4:] == ["#007", "+20", "20", "2026-03-05 志愿服务 10 h (claim #006)"]
    keys(session, "escape", "h")
    assert read(session)[1:5] == ["1", "张三", "72", "先锋党员, 五星党员"]
    keys(session, "pagedown")
    assert read(session)[1:5] == ["1", "张三", "12", "12"]


def test_somebody_is_found_by_name_or_id_and_moved(session: SeasonSession) -> None:
    keys(session, "王")
    assert [row.member.name for row in session.view(NOW).rows] == ["王五"]
    keys(session, "enter", "enter", "4", "4", "+", "escape")
    assert session.desk.season.ledger.members["m3"].category == "年老体弱"
    keys(session, "f", "m2", "enter")
    assert [row.member.name for row in session.view(NOW).rows] == ["李四"]
    keys(session, "escape", "f", "nobody", "enter", "enter")
    assert said(session) == "There is nobody in the list; E enrols somebody."
    keys(session, "f", "escape", "down", "enter", "5", "enter", "+")
    assert [row.member.has_left for row in session.view(NOW).rows] == [False] * 4 + [True]


def test_what_is_typed_is_no_key_of_the_desk(session: SeasonSession) -> None:
    keys(session, "e", "Quentin R", "backspace")
    (entry,) = [block for block in dialog(session).blocks if isinstance(block, Entry)]
    assert entry.typed == "Quentin "
    keys(session, "escape", "q")
    assert session.desk.has_ended
