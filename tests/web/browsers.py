"""A real Chromium for tests that are marked `browser`: skipped where there is none, with the reason.

With QUIZARENA_BROWSER=1, as CI sets it, a missing one is an error.
"""

from __future__ import annotations

import base64
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 390, "height": 844}
PROJECTOR = {"width": 1280, "height": 720}
BROKEN = """() => {
  const found = [], walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.parentElement.closest("[hidden], .proof")) continue;
    for (const word of node.data.matchAll(/[A-Za-z0-9.]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
    }
  }
  return found;
}"""
"""Words and numbers of a page that stand in more than one line; hashes may."""


@contextmanager
def chromium() -> Iterator[Any]:
    """Run a Chromium without a window."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        if os.environ.get("QUIZARENA_BROWSER") == "1":
            pytest.fail("there is no Chromium, and QUIZARENA_BROWSER=1 asks for one")
        pytest.skip("no Chromium is installed (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def serving(path: Path | str, port: int = 0, far: Sequence[str] = (), host: str = "") -> Iterator[str]:
    """Run `quizarena serve` as a process of its own; yield its address. `far` begins what runs on another `host`."""
    port = port or free_port()
    command = [*far, sys.executable, "-m", "quizarena", "serve", str(path), "--port", str(port)]
    with subprocess.Popen([*command, *(["--lan"] if host else [])], stdout=subprocess.DEVNULL) as process:
        address = f"http://{host or '127.0.0.1'}:{port}"
        try:
            wait_for(address, process)
            yield address
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[Any]) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, "serve has ended"
        try:
            urlopen(f"{address}/now", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("serve answers nothing")


_FILM = """async seconds => {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d"), parts = [];
  canvas.width = 640;
  canvas.height = 360;
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/mp4" });
  recorder.ondataavailable = event => parts.push(event.data);
  const ended = new Promise(done => { recorder.onstop = done; });
  recorder.start();
  for (const begun = performance.now(); performance.now() - begun < 1000 * seconds;) {
    pen.fillStyle = "#31465a";
    pen.fillRect(0, 0, 640, 360);
    pen.fillStyle = "#ffd98a";
    pen.fillRect((performance.now() - begun) / 10 % 540, 130, 100, 100);
    await new Promise(requestAnimationFrame);
  }
  recorder.stop();
  await ended;
  const reader = new FileReader();
  await new Promise(done => { reader.onload = done; reader.readAsDataURL(new Blob(parts)); });
  return reader.result.split(",")[1];
}"""


def film(browser: Any, seconds: int) -> bytes:
    """Return a film that the browser recorded, so that no test needs anybody's."""
    return base64.b64decode(browser.new_page().evaluate(_FILM, seconds))


@contextmanager
def page_at(browser: Any, address: str, size: dict[str, int], faults: list[str]) -> Iterator[Any]:
    """Open a page as a device of its own; what its console complains of is added to `faults`."""
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    page.goto(address)
    try:
        yield page
    finally:
        context.close()


def cards(path: Path | str, address: str, *seats: str) -> list[str]:
    """Return the addresses of new cards."""
    command = [sys.executable, "-m", "quizarena", "seats", str(path), "--at", address, *seats]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [line.split("\t")[-1] for line in lines]


def sit_down(page: Any, pin: str = "2468") -> None:
    """Take the seat of a card that is open; a judge's asks for four digits, chosen by typing them twice."""
    page.click("button.btn")
    page.wait_for_selector("body[data-page]")
    if page.get_attribute("body", "data-page") != "sheet":
        return
    while page.query_selector(".pin .pad"):
        asked = page.inner_text(".pin .big")
        for key in (*pin, "Enter"):
            page.click(f'.pin [data-key="{key}"]')
        page.wait_for_selector(f'.pin .big:not(:text-is("{asked}")), #region-main:not(:has(.pin))')
