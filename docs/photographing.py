"""What the programs that photograph the hall's pages share: their command line, the browser, what every page asks for.

A page is answered from here, by no server; each program says what is on it.
"""

from __future__ import annotations

import argparse
import json
import mimetypes
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.web.browsers import chromium

SITE = "http://hall.test"


def answer(route: Route, html: str, now_ms: float = 0) -> bool:
    """Answer what every page asks for; return whether that was it. The page itself is at every short address."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        content = (files("quizarena.web") / "static" / path.rpartition("/")[2]).read_bytes()
        route.fulfill(body=content, content_type=mimetypes.guess_type(path)[0] or "text/plain")
    elif path in ("/", "/board"):
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif path == "/now":
        route.fulfill(body=json.dumps(now_ms), content_type="application/json")
    elif path == "/events":
        route.fulfill(body="retry: 600000\n\n", content_type="text/event-stream")
    else:
        return False
    return True


@contextmanager
def page_of(
    browser: Browser, size: str, answers: Callable[[Route], None], **look: Any
) -> Iterator[tuple[Page, list[str]]]:
    """Open a page of a size, such as 390x844, whose requests `answers` answers; yield its complaints beside it."""
    width, height = map(int, size.split("x"))
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **look)
    page, said = context.new_page(), list[str]()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/*", answers)
    try:
        yield page, said
    finally:
        context.close()


def run(
    about: str, names: Iterable[str], options: Mapping[str, tuple[str, str]],
    photograph: Callable[[Browser, str, argparse.Namespace], Iterable[str]],
) -> None:  # fmt: skip
    """Photograph what the command line asks for, all the `names` where it names none, and print what pages complain of.

    `options` are further ones, each with what it is where it is left out and what it says of itself.
    """
    asked = argparse.ArgumentParser(description=about)
    asked.add_argument("folder", type=Path)
    asked.add_argument("names", nargs="*")
    for option, (default, words) in options.items():
        asked.add_argument(f"--{option}", default=default, help=words)
    told = asked.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name in told.names or names:
            for line in photograph(browser, name, told):
                sys.stdout.write(f"{name}: {line}\n")
