"""The hall in a real browser: a judge's phone, the audience's, and a server that goes away and comes back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from quizarena.arena import Arena
from quizarena.contest.facts import ContestOpened
from quizarena.facts import Intent
from quizarena.rulebook import loads
from quizarena.sessions.judge.session import JudgeSession
from tests.terminal.judge.test_sheet import CHIEF

from .browsers import BROKEN, PHONE, cards, chromium, free_port, page_at, serving, sit_down
from .halls import FIRST_BALLOT, story_file

pytestmark = pytest.mark.browser
DEBATED = 245
"""The record after which the judges of the second debate fill in sheets of many lines."""


def tap(page: Any, keys: str) -> None:
    """Tap figures on the pad, then go on."""
    for key in keys:
        page.click(f'.pad [data-key="{key}"]')
    page.click('.pad [data-key="Enter"]')


def recorded(path: Path) -> list[tuple[str, str]]:
    with Arena.open(path, read_only=True) as arena:
        return [(record.type, record.seat) for record in arena.contest.records[FIRST_BALLOT:]]


def test_a_judge_with_nothing_but_the_card(tmp_path: Path) -> None:
    """Tenfold is asked, a wrong number hands nothing in, a reload keeps the draft, a lost reply counts once."""
    path, faults = story_file(tmp_path / "story.qa", FIRST_BALLOT - 1), list[str]()
    with chromium() as browser, serving(path) as address:
        card = cards(path, address, "j3")[0]
        with page_at(browser, card, PHONE, faults) as page:
            sit_down(page)
            page.wait_for_selector(".ballot")
            tap(page, "266")
            page.wait_for_selector(".ask:not([hidden])")
            page.click(".ask .yes")
            assert page.is_visible(".ask"), "an answer in the first moment is none"
            page.wait_for_timeout(800)
            page.click(".ask .yes")
            page.wait_for_selector('[data-path="marks.处置应变"].on')
            assert page.inner_text('[data-path="marks.政策业务"] .v') == "26.6"
            tap(page, "26")
            page.wait_for_selector('[data-path="marks.沟通表达"].on')
            page.reload()
            page.wait_for_selector('[data-path="marks.沟通表达"].on')
            tap(page, "18")
            page.wait_for_selector('[data-path="marks.团队配合"].on')
            tap(page, "18.7")
            page.wait_for_selector(".handing:not([hidden])")
            page.wait_for_selector('.sum b:text-is("89.3")')
            page.click('.handing [data-number="2"]')
            page.wait_for_selector(".said:not([hidden])")
            assert recorded(path) == []
            lost = []

            def lose(route: Any) -> None:
                answer = route.fetch()
                lost.append(answer.status)
                route.abort() if len(lost) == 1 else route.fulfill(response=answer)

            page.route("**/sheet/hand-in*", lose)
            page.click('.handing [data-number="1"]')
            page.wait_for_selector(".receipt")
            page.wait_for_timeout(1_500)
            assert recorded(path) == [("scenario.ballot", "judge:j3")]
            assert "89.3" in page.inner_text(".receipt")
    assert faults == []


def test_a_page_follows_and_comes_back_by_itself(tmp_path: Path) -> None:
    path, port, faults = story_file(tmp_path / "story.qa", 20), free_port(), list[str]()
    with chromium() as browser, serving(path, port) as address, page_at(browser, address, PHONE, faults) as page:
        page.wait_for_selector("body[data-line=up]")
        before = page.get_attribute("body", "data-digest")
        _next(path)
        page.wait_for_selector(f'body:not([data-digest="{before}"])')
        seen = page.get_attribute("body", "data-digest")
        page.context.set_offline(True)
        _next(path)
        page.context.set_offline(False)
        page.wait_for_selector(f'body:not([data-digest="{seen}"])')
        assert page.get_attribute("body", "data-line") == "up"
    assert faults == []


def _next(path: Path) -> None:
    """Record what comes next, as the desk in its own process does."""
    with Arena.open(path) as desk:
        move = next(move for move in desk.contest.moves() if not move.aside and move.closed is None)
        chosen = {blank.path: blank.options[0].value for blank in move.decisions if hasattr(blank, "options")}
        desk.push(move.fill(chosen))


def test_a_phone_hears_at_once_that_it_is_offline_and_that_another_took_its_seat(tmp_path: Path) -> None:
    path, faults = story_file(tmp_path / "story.qa", FIRST_BALLOT - 1), list[str]()
    with chromium() as browser, serving(path) as address, page_at(browser, address, PHONE, faults) as page:
        page.goto(cards(path, address, "j3")[0])
        sit_down(page)
        page.wait_for_selector("body[data-line=up] .ballot")
        page.context.set_offline(True)
        page.wait_for_selector("#stale:not([hidden])")
        page.context.set_offline(False)
        page.wait_for_selector("body[data-line=up] .ballot")
        with page_at(browser, cards(path, address, "j3")[0], PHONE, faults) as other:
            sit_down(other)
            other.wait_for_selector(".ballot")
            page.wait_for_selector("p.huge", timeout=5_000)
            assert "座位" in page.inner_text("p.huge")
    assert faults == []


def test_a_ballot_that_was_on_its_way_is_sent_again_once_the_seat_is_regained(tmp_path: Path) -> None:
    path, faults = story_file(tmp_path / "story.qa", FIRST_BALLOT - 1), list[str]()
    with chromium() as browser, serving(path) as address, page_at(browser, address, PHONE, faults) as page:
        page.goto(cards(path, address, "j3")[0])
        sit_down(page)
        page.wait_for_selector(".ballot")
        for mark in ("26.6", "26", "18", "18.7"):
            tap(page, mark)
            page.wait_for_timeout(300)
        page.wait_for_selector(".handing:not([hidden])")
        page.route("**/sheet/hand-in*", lambda route: route.abort())
        page.click('.handing [data-number="1"]')
        with page_at(browser, cards(path, address, "j3")[0], PHONE, faults) as other:
            sit_down(other)
            other.wait_for_selector(".ballot")
            page.wait_for_selector("p.huge")
        page.unroute("**/sheet/hand-in*")
        page.goto(cards(path, address, "j3")[0])
        sit_down(page)
        page.wait_for_selector(".receipt")
        assert recorded(path) == [("scenario.ballot", "judge:j3")]
    assert faults == []


def test_a_page_takes_in_what_another_window_has_filled(tmp_path: Path) -> None:
    path, faults = story_file(tmp_path / "story.qa", FIRST_BALLOT - 1), list[str]()
    with chromium() as browser, serving(path) as address, page_at(browser, address, PHONE, faults) as page:
        page.goto(cards(path, address, "j3")[0])
        sit_down(page)
        page.wait_for_selector(".ballot")
        tap(page, "26.6")
        page.wait_for_selector('[data-path="marks.处置应变"].on')
        with Arena.open(path) as arena:
            window = JudgeSession(arena)
            window.sit_down("j3")
            (sheet,) = window.view().bundle.sheets  # type: ignore[union-attr]
            now, filled = arena.contest.records[-1].at, {"marks.政策业务": "25", "marks.团队配合": "19"}
            assert window.fill(sheet.key, filled, sheet.id, now)
        tap(page, "26")
        page.wait_for_selector('[data-path="marks.团队配合"] .v:text-is("19")')
        page.wait_for_selector('[data-path="marks.政策业务"] .v:text-is("25")')
        assert page.inner_text('[data-path="marks.处置应变"] .v') == "26"
    assert faults == []


def test_the_line_that_is_filled_is_never_under_the_pad_and_no_number_is_broken(tmp_path: Path) -> None:
    path, faults = story_file(tmp_path / "story.qa", DEBATED), list[str]()
    with chromium() as browser, serving(path) as address:
        card = cards(path, address, "j2")[0]
        with page_at(browser, card, {"width": 390, "height": 740}, faults) as page:
            sit_down(page)
            page.wait_for_selector(".ballot")
            lines = page.locator("#ballot-1 button.cr")
            for nth in range(lines.count()):
                lines.nth(nth).evaluate("line => line.click()")
                line, pad = lines.nth(nth).bounding_box(), page.locator("#ballot-1 .pad").bounding_box()
                assert line["y"] + line["height"] <= pad["y"] + 1, nth
            page.goto(f"{address}/why/kaiyuan?lang=en")
            assert page.evaluate(BROKEN) == []
    assert faults == []


def test_the_chief_judge_does_what_else_may_be_done(tmp_path: Path) -> None:
    """An adjustment: closed again, then a team, a number below 0 and a reason in words."""
    path, faults = tmp_path / "chief.qa", list[str]()
    with Arena.create(path, loads(CHIEF)) as arena:
        arena.push(ContestOpened("live"))
        while not any(move.aside and move.seat == "judge:j1" for move in arena.contest.moves("judge:j1")):
            _step(arena)
    with chromium() as browser, serving(path) as address, page_at(browser, address, PHONE, faults) as page:
        page.goto(cards(path, address, "j1")[0])
        sit_down(page)
        page.click('.asides [data-aside="1"]')
        page.click('.ballot [data-aside="0"]')
        page.click('.asides [data-aside="1"]')
        page.click('.ballot .pick[data-value="t1"]')
        for key in ("ArrowUp", *"1.5", "Enter"):
            page.click(f'.pad [data-key="{key}"]')
        page.wait_for_selector(".ballot .btn.on:not([hidden])")
        page.fill(".ballot textarea", "场下提示")
        page.click(".ballot .btn.on")
        page.click('.handing [data-number="1"]')
        page.wait_for_selector(".asides")
        with Arena.open(path, read_only=True) as arena:
            record = arena.contest.records[-1]
        assert (record.seat, record.fact.points, record.fact.reason) == ("judge:j1", Decimal("-1.5"), "场下提示")  # type: ignore[attr-defined]
    assert faults == []


def _step(arena: Arena) -> None:
    """Make the next step, or give a judge's ballot where one is awaited."""
    move = next((each for each in arena.contest.moves("desk") if each.gesture == "next" and each.closed is None), None)
    if move is not None:
        arena.push(move.fill({}))
        return
    for judge in ("j1", "j2"):
        ballot = next(each for each in arena.contest.moves(f"judge:{judge}") if each.fact.intent is Intent.BALLOT)
        arena.push(ballot.fill({"judge": judge, "marks.一": "8", "marks.二": "8"}), seat=f"judge:{judge}")
