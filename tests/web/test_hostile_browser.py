"""Names that are code, far too long, or written from the right, on every page of a hall in a real browser."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Any

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.facts import Record
from quizarena.rulebook import Rulebook
from quizarena.sessions.hall import feed_of
from quizarena.text import plain
from quizarena.web.drawing import Joining
from quizarena.web.pictures import picture
from quizarena.web.views import AUDIENCES, Page, view_of
from tests.contest.telling import rulebook, told

from .browsers import PHONE, PROJECTOR, cards, chromium, page_at, serving, sit_down
from .halls import file_of
from .seat_pages import hall_file, seat_pages

pytestmark = pytest.mark.browser
NAMES = (
    "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "</section></body><svg onload=alert(1)>",
    "\u202eمدرسة الأمل", "👨‍👩‍👧‍👦🏳️‍🌈" * 8, "长" * 200, "{{ 7 * 7 }}{% raw %}", "javascript:alert(1)//",
    "' style='color:red", "&lt;b&gt;&amp;\\u003c", "x" * 200,
)  # fmt: skip
FOREIGN = "script:not([src]), [onerror], [onload], [style*=red], svg[onload], a[href^=javascript]"
"""What of those names would stand on a page if one were taken for more than a name."""
STEPS = (4, 6, 7, 20, 55, 57, 65, 66, 71, 77, 79, 82, 91, 170, 172, 187, 211, 214, 231, 250, 262, 277, 280, 284)
"""The story's records with another picture each; between them it is told in one go."""


def hostile() -> Rulebook:
    """Return the story's rulebook with names like these for everybody and everything."""
    names, book = cycle(NAMES), rulebook()

    def renamed(each: Any) -> Any:
        members = {"members": tuple(map(renamed, each.members))} if hasattr(each, "members") else {}
        return attrs.evolve(each, name=plain(next(names)), **members)

    quiz, scenario, debate = book.rounds
    questions = tuple(
        attrs.evolve(each, text=plain(next(names)), answer=plain(next(names))) for each in quiz.rules.questions
    )
    topics = tuple(attrs.evolve(each, title=plain(next(names))) for each in scenario.rules.topics)
    return attrs.evolve(
        book,
        teams=tuple(map(renamed, book.teams)), judges=tuple(map(renamed, book.judges)),
        prizes=tuple(map(renamed, book.prizes)), contest=attrs.evolve(book.contest, title=plain(NAMES[0])),
        rounds=(
            attrs.evolve(quiz, title=plain(NAMES[1]), rules=attrs.evolve(quiz.rules, questions=questions)),
            attrs.evolve(scenario, title=plain(NAMES[2]), rules=attrs.evolve(scenario.rules, topics=topics)),
            attrs.evolve(debate, title=plain(NAMES[3])),
        ),
    )  # fmt: skip


def tell(push: Any, record: Record) -> None:
    """Record what the story has there, its words as hostile as the names."""
    changed = {name: NAMES[0] for name in ("text", "reason") if getattr(record.fact, name, "")}
    fact = attrs.evolve(record.fact, **changed)
    push(fact, seat=record.seat, person=record.person and NAMES[1], id=record.id, at=record.at)


def follow(contest: Contest, pages: dict[Page, Any], joining: Joining = Joining()) -> None:  # noqa: B008 (frozen)
    """Wait until each page shows the contest as it stands; `joining` is what the board says to phones."""
    for name, page in pages.items():
        shown = contest.posted() if name == "audience" else contest
        for _look in range(600):
            feed = feed_of(shown, AUDIENCES[name])  # clocks may run out meanwhile
            drawn = picture(name, feed, contest.rulebook, "zh", joining)
            if page.get_attribute("body", "data-digest") == view_of(drawn, None).digest:
                break
            page.wait_for_timeout(100)
        else:
            raise AssertionError(f"{name} does not follow")


def test_no_page_breaks_its_policy_and_no_name_is_run(tmp_path: Path) -> None:
    contest, faults = Contest(hostile(), at=told(0).records[0].at, id="0"), list[str]()
    story = told().records
    path = file_of(tmp_path / "hostile.qa", contest)
    with chromium() as browser, serving(path) as address, Arena.open(path) as desk:
        judge, host = cards(path, address, "j3", "host")
        with (
            page_at(browser, judge, PHONE, faults) as sheet, page_at(browser, host, PHONE, faults) as tablet,
            page_at(browser, address, PHONE, faults) as phone,
            page_at(browser, f"{address}/board", PROJECTOR, faults) as board,
        ):  # fmt: skip
            sit_down(sheet)
            tablet.click("button.btn")
            for page in (sheet, tablet, phone, board):
                page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
                page.wait_for_selector("body[data-line=up]")
            for seq in range(1, len(story)):
                tell(desk.push, story[seq])
                if seq in STEPS:
                    follow(desk.contest, {"board": board, "audience": phone, "host": tablet})
                    for page in (sheet, tablet, phone, board):
                        assert page.locator(FOREIGN).count() == 0, seq
            for where in ("/share", "/nowhere", *(f"/why/{team.id}" for team in contest.state.roster.teams)):
                phone.goto(address + where)
                assert phone.locator(FOREIGN).count() == 0, where
    assert faults == []


def test_nor_on_the_pages_of_teams_voters_and_the_desk(tmp_path: Path) -> None:
    faults, walked = list[str](), list[str]()
    path = hall_file(tmp_path / "hall.qa", (*NAMES[:3], *NAMES[6:10]))
    with chromium() as browser:
        for where, page in seat_pages(browser, path, faults):
            walked.append(where)
            assert page.locator(FOREIGN).count() == 0, where
    assert walked
    assert faults == []
