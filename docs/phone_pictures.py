"""Photographs the pages of phones, the host's tablet and the scorer: a picture a state, from real records.

Usage: python docs/phone_pictures.py FOLDER [NAME ...] [--size 390x844]

Needs chromium and playwright. Pages, scripts and a judge's sheet are the server's own; what they ask is answered here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, Route, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from quizarena.web.sheets import Form
from tests.web.phone_moments import PHONES, Shown

CHROMIUM = "/usr/bin/chromium"
SIZES: Mapping[str, tuple[str, ...]] = {
    "judge": ("390x844", "360x640"), "host": ("1024x768",), "audience": ("390x844",), "team": ("390x844",),
    "desk": ("1280x800",),
}  # fmt: skip
"""The sizes of pages by the first word of their names."""
_TYPES = {"js": "text/javascript", "css": "text/css"}


def answers(moment: Shown) -> Callable[[Route], None]:
    """Return who answers what the page asks for."""

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        said = _said(moment, asked.path, parse_qs(asked.query), route.request.post_data)
        if asked.path == "/":
            route.fulfill(body=moment.html, content_type="text/html; charset=utf-8")
        elif asked.path.startswith("/static/"):
            name = asked.path.rpartition("/")[2]
            content = (files("quizarena.web") / "static" / name).read_bytes()
            route.fulfill(body=content, content_type=_TYPES[name.rpartition(".")[2]])
        elif asked.path == "/events":
            route.fulfill(body="retry: 600000\n\n", content_type="text/event-stream")
        elif said is not None:
            route.fulfill(body=json.dumps(said), content_type="application/json")
        else:
            route.fulfill(status=404, body="")

    return answer


def _said(moment: Shown, path: str, query: Mapping[str, list[str]], sent: str | None) -> Any:
    """Return what a judge's desk answers, or a vote gets; None for anything else."""
    phone, body = moment.phone, json.loads(sent) if sent else {}
    if path == "/now":
        return 0
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


def photograph(browser: Browser, name: str, to: Path, size: str) -> list[str]:
    """Write a picture, and return what the page complained of."""
    said, moment = list[str](), PHONES[name]()
    width, height = map(int, size.split("x"))
    scheme = "dark" if name == "judge-night" else "light"
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme=scheme
    )
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/*", answers(moment))
    if name.startswith("team-") and name != "team-off":
        shown = [json.dumps({"ping": 1, "trip": 18}), json.dumps(moment.said)]
        page.route_web_socket("**/team/line*", lambda line: [line.send(each) for each in shown])
    page.goto("http://hall.test/", wait_until="load")
    page.wait_for_timeout(600)
    if name.startswith("team-"):
        page.wait_for_selector(f"body[data-state={moment.said['show']['state'] if name != 'team-off' else 'off'}]")
    elif page.query_selector("body[data-line]"):
        page.evaluate("document.body.dataset.line = 'up'; document.querySelector('#stale').hidden = true")
    ACTS.get(name, lambda _page: None)(page)
    page.wait_for_timeout(200)
    page.screenshot(path=to)
    context.close()
    return said


def main() -> Iterator[str]:
    """Photograph what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--size", default="", help="instead of the page's own")
    told = asked.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in told.names or PHONES:
            for size in [told.size] if told.size else SIZES[name.partition("-")[0]]:
                for line in photograph(browser, name, told.folder / f"{name}-{size}.png", size):
                    yield f"{name}: {line}"
        browser.close()


if __name__ == "__main__":
    for complaint in main():
        sys.stdout.write(f"{complaint}\n")
