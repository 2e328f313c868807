"""What every request passes before anything looks at it."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from quizarena.web.guard import BURST, HEADERS, LONGEST_BODY, Rate
from quizarena.web.serving import addresses, hosts

from .halls import HERE, HOST, ORIGIN, served

REFUSED = {
    "another name for this machine": ("GET", "/", {"host": "evil.example"}, 421),
    "the right name at another port": ("GET", "/board", {"host": "hall.local:9"}, 421),
    "a write from nowhere": ("POST", "/sheet/mark", {}, 403),
    "a write from another page": ("POST", "/sheet/mark", {"origin": "http://evil.example"}, 403),
    "a write from no origin at all": ("POST", "/sheet/mark", {"origin": "null"}, 403),
    "a write the browser calls foreign": ("POST", "/sheet/mark", {**ORIGIN, "sec-fetch-site": "cross-site"}, 403),
    "a card claimed from another page": ("POST", "/s/ABCDEFGHIJ", {"origin": "http://evil.example"}, 403),
}


@pytest.mark.parametrize(("method", "path", "headers", "status"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(tmp_path: Path, method: str, path: str, headers: dict[str, str], status: int) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as client:
        assert client.request(method, path, headers=headers).status_code == status


def test_a_long_body_is_refused_whatever_it_says_of_itself(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as client:
        long = b"x" * (LONGEST_BODY + 1)
        assert client.post("/sheet/mark", headers=ORIGIN, content=long).status_code == 413
        lying = {**ORIGIN, "content-length": "many"}
        assert client.post("/sheet/mark", headers=lying, content=b"{}").status_code == 413


def test_writes_are_counted_for_each_address_and_come_back_with_time() -> None:
    now = [0.0]
    rate = Rate(clock=lambda: now[0])
    assert all(rate.takes("phone") for _write in range(int(BURST)))
    assert not rate.takes("phone")
    assert rate.takes("another phone")
    now[0] = 0.1
    assert rate.takes("phone")
    assert rate.takes("phone")
    assert not rate.takes("phone")


PATHS = ("/", "/board", "/host", "/sheet", "/share", "/now", "/why/nobody", "/static/follow.js", "/nowhere", "/s/ABC")


def test_every_answer_has_the_headers_and_no_page_has_code_or_style_in_it(tmp_path: Path) -> None:
    with served(tmp_path, 30) as hall, hall.browser() as client:
        for path in PATHS:
            answer = client.get(path)
            for name, value in HEADERS:
                assert answer.headers[name.decode()] == value.decode(), path
            if answer.headers["content-type"].startswith("text/html"):
                assert " style=" not in answer.text, path
                assert "<script>" not in answer.text, path
                assert " onclick" not in answer.text, path


def test_the_address_that_is_handed_on_carries_its_port(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as client:
        assert HERE.removeprefix("http://") in client.get("/share").text
        assert HOST.rpartition(":")[2] in client.get("/share").text


def test_at_the_usual_port_browsers_leave_it_out() -> None:
    found = addresses(80, lan=False)
    assert {"127.0.0.1", "localhost", "127.0.0.1:80"} <= hosts(found, 80)
    assert "127.0.0.1" not in hosts(addresses(8000, lan=False), 8000)


def test_scripts_and_styles_have_their_types_on_every_machine(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as client:
        assert client.get("/static/follow.js").headers["content-type"].startswith("text/javascript")
        assert client.get("/static/phone.css").headers["content-type"].startswith("text/css")


NEWER = {
    "replaceChildren": "Safari 14", "timeOrigin": "Safari 15", "??=": "Safari 14", "||=": "Safari 14",
    "replaceAll": "Chrome 85", ".at(": "Chrome 92", "structuredClone": "Chrome 98", "randomUUID": "Chrome 92",
    "Promise.any": "Chrome 85", "static #": "Chrome 84", "hasOwn": "Chrome 93",
}  # fmt: skip
"""What Chrome 80 or Safari 13.1 have not, and what has it first."""


def test_no_script_asks_for_more_than_old_phones_have() -> None:
    for each in (files("quizarena.web") / "static").iterdir():
        if each.name.endswith(".js"):
            code = re.sub(r"//.*", "", each.read_text(encoding="utf-8"))
            assert [word for word in NEWER if word in code] == [], each.name


def test_no_style_is_laid_out_by_what_old_phones_have_not() -> None:
    for each in (files("quizarena.web") / "static").iterdir():
        if each.name.endswith(".css"):
            found = re.findall(r"[{;](inset|(?:margin|padding)-(?:block|inline))\s*:", each.read_text(encoding="utf-8"))
            assert found == [], each.name


def _rules(css: str) -> list[tuple[str, str]]:
    """Return the rules of a style sheet, each its selector and what it says."""
    return [(where.strip(), said) for where, said in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css))]


def test_what_a_row_parts_by_a_gap_margins_part_where_rows_know_none() -> None:
    """Chrome before 84 and Safari before 14.1 know gaps of grids alone; the page finds out and says `no-gap`."""
    parted = False
    for each in (files("quizarena.web") / "static").iterdir():
        if each.name.endswith(".css"):
            rules = _rules(each.read_text(encoding="utf-8"))
            spoken = "".join(where for where, _said in rules if ".no-gap" in where)
            rows = [where for where, said in rules if re.search(r"display:(inline-)?flex", said) and "gap:" in said]
            assert [one for row in rows for one in row.split(",") if f".no-gap {one}>" not in spoken] == [], each.name
            parted = parted or bool(rows)
    assert parted
    assert "no-gap" in (files("quizarena.web") / "static" / "follow.js").read_text(encoding="utf-8")


def test_colours_are_mixed_only_where_a_browser_can() -> None:
    """A mix of variables is taken by Chrome 80 and worth nothing then, so that no plain one before it helps."""
    for each in (files("quizarena.web") / "static").iterdir():
        if each.name.endswith(".css"):
            css = each.read_text(encoding="utf-8")
            rest = re.sub(r"@supports \(color:color-mix[^)]*\)\)\{(?:[^{}]*\{[^{}]*\})*\}", "", css.replace("\n", ""))
            assert "color-mix" not in rest, each.name
