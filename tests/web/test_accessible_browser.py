"""Pages for people who see little, hear pages read, or use keys alone: axe-core finds nothing serious."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from quizarena.arena import Arena
from tests.contest.telling import told
from tests.npm import from_npm

from .browsers import PHONE, cards, chromium, page_at, serving, sit_down
from .halls import FIRST_BALLOT, story_file
from .seat_pages import TABLET, hall_file, seat_pages
from .test_hostile_browser import follow

pytestmark = pytest.mark.browser
STEPS = (20, 57, 71, 82, 187, 245, 285)
"""Records of the story after which the pages are looked at."""
SERIOUS = """
(async () => (await axe.run(document)).violations
  .filter(each => ["serious", "critical"].includes(each.impact))
  .map(each => `${each.id}: ${each.help}: ${each.nodes.map(node => node.html.slice(0, 150)).join(" | ")}`))()
"""


def faults_of(page: Any) -> list[str]:
    """Return what axe-core finds serious on a page."""
    page.evaluate(from_npm("axe-core/axe.min.js").read_text(encoding="utf-8"))
    return list(page.evaluate(SERIOUS))


def test_no_page_has_a_serious_fault(tmp_path: Path) -> None:
    from_npm("axe-core/axe.min.js")
    path, story, found = story_file(tmp_path / "story.qa", 1), told().records, dict[str, list[str]]()
    with chromium() as browser, serving(path) as address, Arena.open(path) as desk:
        judge, host = cards(path, address, "j3", "host")
        with (
            page_at(browser, judge, PHONE, []) as sheet, page_at(browser, host, TABLET, []) as tablet,
            page_at(browser, address, PHONE, []) as phone,
        ):  # fmt: skip
            found["card"] = faults_of(sheet)
            sheet.click("button.btn")
            sheet.wait_for_selector(".pin .pad")
            found["pin"] = faults_of(sheet)
            sheet.goto(cards(path, address, "j3")[0])
            sit_down(sheet)
            tablet.click("button.btn")
            for record in story[2:]:
                desk.push(record.fact, seat=record.seat, person=record.person, id=record.id, at=record.at)
                if record.seq in STEPS:
                    follow(desk.contest, {"audience": phone, "host": tablet})
                    for name, page in (("sheet", sheet), ("host", tablet), ("audience", phone)):
                        found[f"{name} {record.seq}"] = faults_of(page)
            for where in ("/share", "/nowhere", "/why/kaiyuan", "/?lang=en"):
                phone.goto(address + where)
                found[where] = faults_of(phone)
        names = ("迎宾大擂台", "抢答", "大众评审", "谁先写下《论语》？", "迎宾街道", "开源街道", "大庆路街道")
        for where, page in seat_pages(browser, hall_file(tmp_path / "hall.qa", names), []):
            found[where] = faults_of(page)
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_a_judges_sheet_by_keys_alone_and_by_the_names_that_are_read_out(tmp_path: Path) -> None:
    path = story_file(tmp_path / "story.qa", FIRST_BALLOT - 1)
    with (
        chromium() as browser, serving(path) as address,
        page_at(browser, cards(path, address, "j3")[0], PHONE, []) as page,
    ):  # fmt: skip
        focus(page, re.compile("评委三")).press("Enter")
        page.wait_for_selector("body[data-line=up] .pin .pad")  # its script is there, so no key is lost
        page.keyboard.type("24")
        page.keyboard.press("Enter")
        page.wait_for_selector(".pin .said:not([hidden])")
        for _digit in range(2):
            page.keyboard.press("Backspace")
        for _time in range(2):
            asked = page.inner_text(".pin .big")
            page.keyboard.type("2468")
            page.keyboard.press("Enter")
            page.wait_for_selector(f'.pin .big:not(:text-is("{asked}")), .ballot')
        page.wait_for_selector("body[data-line=up] .ballot")
        for name, mark in (("政策业务", "27"), ("处置应变", "26.5"), ("沟通表达", "18"), ("团队配合", "19.8")):
            page.wait_for_selector(f'[aria-current=true]:has-text("{name}")')
            page.keyboard.type(mark)
            page.get_by_role("button", name=re.compile(rf"{name}.*\b{mark}$")).wait_for()
            page.keyboard.press("Enter")
        page.wait_for_selector(".handing:not([hidden])")
        page.reload()
        page.wait_for_selector("body[data-line=up] .handing:not([hidden])")
        focus(page, re.compile("^1$")).press("Enter")
        page.wait_for_selector(".receipt")
    with Arena.open(path, read_only=True) as arena:
        assert (arena.contest.records[-1].type, arena.contest.records[-1].seat) == ("scenario.ballot", "judge:j3")


def focus(page: Any, name: re.Pattern[str]) -> Any:
    """Go by Tab to the button of that name, as it is read out."""
    wanted = page.get_by_role("button", name=name).first
    for _press in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("button => button === document.activeElement"):
            return wanted
    raise AssertionError(f"Tab leads to no button {name.pattern}")
