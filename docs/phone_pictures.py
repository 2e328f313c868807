"""Photographs the pages of phones, the host's tablet and the scorer: a picture a state, from real records.

Usage: python docs/phone_pictures.py FOLDER [NAME ...] [--size 390x844]

Needs chromium and playwright. Pages, scripts and a judge's sheet are the server's own; what they ask is answered here.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from photographing import SITE, answer, page_of, run
from playwright.sync_api import Browser, Page, Route

from quizarena.web.sheets import Form
from tests.web.phone_moments import PHONES, Shown

SIZES: Mapping[str, tuple[str, ...]] = {
    "judge": ("390x844", "360x640"), "host": ("1024x768",), "audience": ("390x844",), "team": ("390x844",),
    "desk": ("1280x800",),
}  # fmt: skip
"""The sizes of pages by the first word of their names."""


def answers(moment: Shown) -> Callable[[Route], None]:
    """Return who answers what the page asks for."""

    def answers_one(route: Route) -> None:
        asked = urlsplit(route.request.url)
        if answer(route, moment.html):
            return
        said = _said(moment, asked.path, parse_qs(asked.query), route.request.post_data)
        if said is None:
            route.fulfill(status=404, body="")
        else:
            route.fulfill(body=json.dumps(said), content_type="application/json")

    return answers_one


def _said(moment: Shown, path: str, query: Mapping[str, list[str]], sent: str | None) -> Any:
    """Return what a judge's desk answers, or a vote gets; None for anything else."""
    phone, body = moment.phone, json.loads(sent) if sent else {}
    if path == "/vote":
        return {"state": "in"} if sent else {"state": "", "poll": "", "nth": 0, "choices": []}
    if phone is None:
        return None
    form = Form.of(body) if sent else None
    if path == "/sheet/draft":
        return phone.desk.draft("j3", query["key"][0])
    if path == "/sheet/mark" and form is not None:
        return phone.desk.mark("j3", form, body["path"], "zh")
    return phone.desk.hand_in("j3", form, "zh") if form is not None else None


def _check(page: Page) -> None:
    """Go on to the check of a sheet that is filled in."""
    page.wait_for_selector('.cr:has(.v:text-is("18.7"))')
    page.keyboard.press("Enter")
    page.wait_for_selector(".handing:not([hidden])")


def _pick(page: Page, *nths: int) -> None:
    for nth in nths:
        page.locator(".pick").nth(nth).click()


def _wrong(page: Page) -> None:
    _check(page)
    page.click('.handing [data-number="2"]')
    page.wait_for_selector(".said:not([hidden])")


def _tenfold(page: Page) -> None:
    page.keyboard.type("266")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ask:not([hidden])")
    page.wait_for_timeout(800)


def _voted(page: Page) -> None:
    _pick(page, 1)
    page.click(".send")
    page.wait_for_selector(".voted:not([hidden])")


def _off(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('offline'))")


ACTS: Mapping[str, Callable[[Page], object]] = {
    "judge-pin": lambda page: page.keyboard.type("24"),
    "judge-tenfold": _tenfold,
    "judge-check": _check,
    "judge-wrong": _wrong,
    "judge-offline": _off,
    "judge-vote": lambda page: _pick(page, 0),
    "judge-ranking": lambda page: _pick(page, 1, 0),
    "audience-vote": lambda page: _pick(page, 1),
    "audience-voted": _voted,
    "audience-stale": _off,
}
"""What is done on a page before its picture is taken."""


def photograph(browser: Browser, name: str, asked: Namespace) -> Iterator[str]:
    """Write a picture a size, and yield what the page complains of."""
    for size in [asked.size] if asked.size else SIZES[name.partition("-")[0]]:
        moment, scheme = PHONES[name](), "dark" if name == "judge-night" else "light"
        with page_of(browser, size, answers(moment), color_scheme=scheme) as (page, said):
            _open(page, name, moment)
            ACTS.get(name, lambda _page: None)(page)
            page.wait_for_timeout(200)
            page.screenshot(path=asked.folder / f"{name}-{size}.png")
            yield from said


def _open(page: Page, name: str, moment: Shown) -> None:
    """Open the page, and wait until it shows what it is told."""
    is_team, is_off = name.startswith("team-"), name == "team-off"
    if is_team and not is_off:
        shown = [json.dumps({"ping": 1, "trip": 18}), json.dumps(moment.said)]
        page.route_web_socket("**/team/line*", lambda line: [line.send(each) for each in shown])
    page.goto(f"{SITE}/", wait_until="load")
    page.wait_for_timeout(600)
    if is_team:
        page.wait_for_selector(f"body[data-state={'off' if is_off else moment.said['show']['state']}]")
    elif page.query_selector("body[data-line]"):
        page.evaluate("document.body.dataset.line = 'up'; document.querySelector('#stale').hidden = true")


if __name__ == "__main__":
    run(__doc__, PHONES, {"size": ("", "instead of the page's own")}, photograph)
