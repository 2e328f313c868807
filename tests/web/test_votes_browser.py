"""Voters with nothing but a phone, in a real browser: by a card, and without network; the second story has devices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizarena.arena import Arena
from quizarena.blanks import Poll
from quizarena.sessions.cards import print_voters
from quizarena.sessions.votes import open_poll, pause, resume, tally

from .browsers import PHONE, chromium, free_port, page_at, serving
from .polls import close, poll_file

pytestmark = pytest.mark.browser


def seen(path: Path) -> list[int]:
    """Return what the desk would read back, by team."""
    with Arena.open(path, read_only=True) as arena:
        poll = open_poll(arena.contest)
        return [] if poll is None else list(tally(arena, poll).counts.values())


def choose(page: Any, *teams: str) -> None:
    for team in teams:
        page.click(f'.pick[data-value="{team}"]')
    page.click(".send")


def poll_in(arena: Arena) -> Poll:
    found = open_poll(arena.contest)
    assert found is not None
    return found


def test_a_voter_with_nothing_but_the_card(tmp_path: Path) -> None:
    path, faults = poll_file(tmp_path / "vote.qa", collect="cards", each=1, jurors=9), list[str]()
    with Arena.open(path) as arena:
        code, *_others = print_voters(arena, 9)
    with chromium() as browser, serving(path) as at, page_at(browser, f"{at}/v/{code}", PHONE, faults) as page:
        page.wait_for_selector(".poll .send:disabled")
        page.click('.pick[data-value="t1"]')
        choose(page, "t2")
        page.wait_for_selector(".voted:not([hidden])")
        assert "开源街道" in page.inner_text(".voted .who")
        assert seen(path) == [0, 1, 0, 0]
        page.reload()
        page.wait_for_selector(".voted:not([hidden])")
        page.click(".change")
        choose(page, "t4")
        page.wait_for_selector('.voted:not([hidden]) .who:text("永泰街道")')
        assert seen(path) == [0, 0, 0, 1]
        with page_at(browser, f"{at}/v/{code}", PHONE, faults) as other:
            other.wait_for_selector('.voted:not([hidden]) .who:text("永泰街道")')
            other.click(".change")
            choose(other, "t3")
            other.wait_for_selector('.voted:not([hidden]) .who:text("大庆路街道")')
        page.click(".change")
        choose(page, "t1")
        page.wait_for_selector('.voted:not([hidden]) .said:text("另一部手机")')
        assert "大庆路街道" in page.inner_text(".voted .who"), "what stands is shown"
        with Arena.open(path) as desk:
            close(desk)
        page.wait_for_selector(".receipt:has-text('现在没有投票')")
    assert faults == []


def test_a_vote_waits_for_network_server_and_desk_and_counts_once(tmp_path: Path) -> None:
    path, port, faults = poll_file(tmp_path / "vote.qa", collect="devices", each=1), free_port(), list[str]()
    with chromium() as browser, serving(path, port) as address, page_at(browser, address, PHONE, faults) as page:
        page.wait_for_selector(".poll")
        lost = []

        def lose(route: Any) -> None:
            if route.request.method != "POST":
                route.continue_()
                return
            answer = route.fetch()
            lost.append(answer.status)
            route.abort() if len(lost) == 1 else route.fulfill(response=answer)

        page.route("**/vote?*", lose)
        choose(page, "t2")
        page.wait_for_selector(".voted:not([hidden])")
        assert (lost, seen(path)) == ([200, 200], [0, 1, 0, 0])
        page.click(".change")
        page.unroute("**/vote?*")
        page.context.set_offline(True)
        choose(page, "t3")
        page.wait_for_selector(".said:text('正在重试'):visible")
        page.context.set_offline(False)
        page.wait_for_selector('.voted:not([hidden]) .who:text("大庆路街道")')
        page.click(".change")
        with Arena.open(path) as desk:
            pause(desk, poll_in(desk))
            choose(page, "t4")
            page.wait_for_selector(".said:text('正在计票'):visible")
            assert seen(path) == [0, 0, 1, 0]
            resume(desk, poll_in(desk))
        page.wait_for_selector('.voted:not([hidden]) .who:text("永泰街道")')
        assert seen(path) == [0, 0, 0, 1]
    assert faults == []
