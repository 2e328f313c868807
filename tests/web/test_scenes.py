"""The hall's scene as files: which one is on, each under its digest for ever, and pages that live on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.web.views import SCENES_KEPT, Picture, Scenes, data_view, view_of

from .browsers import PHONE, cards, chromium, page_at, serving
from .halls import served, story_file


def go_on(path: Path) -> None:
    """Record what comes next, as the desk in its own process does."""
    with Arena.open(path) as desk:
        move = next(move for move in desk.contest.moves() if not move.aside and move.closed is None)
        chosen = {blank.path: blank.options[0].value for blank in move.decisions if hasattr(blank, "options")}
        desk.push(move.fill(chosen))


def scenes(*titles: str) -> Scenes:
    """Return the scenes after these, one after the other."""
    found = Scenes()
    for title in titles:
        found = found.after(data_view({"title": title, "blocks": []}, "en", None), view_of(Picture("", {}, {}), None))
    return found


def test_the_head_names_the_scene_and_its_file_stays(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, hall.browser() as client:
        head = client.get("/head")
        assert head.headers["cache-control"] == "public, max-age=1"
        assert set(head.json()) == {"digest", "seq", "now"}
        assert head.json()["seq"] == 20
        first = f"/scene/{head.json()['digest']}.json"
        answer = client.get(first)
        assert "immutable" in answer.headers["cache-control"]
        assert answer.json()["digest"] == head.json()["digest"]
        assert answer.json()["language"] == "zh"
        assert answer.json()["page"]["layout"] == "audience"
        go_on(hall.path)
        for _deed in range(2):  # by the second what the first took in is published
            hall.worker.ask(lambda arena: arena.refresh()).result()
        later = client.get("/head").json()
        assert later["digest"] != head.json()["digest"]
        assert client.get(first).content == answer.content
        assert client.get("/scene/0123456789abcdef0123456789abcdef.json").status_code == 404


def test_pages_anywhere_may_read_what_is_the_hall_s(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, hall.browser() as client:
        head = client.get("/head", headers={"origin": "http://overlay.example"})
        scene = client.get(f"/scene/{head.json()['digest']}.json")
        assert head.headers["access-control-allow-origin"] == scene.headers["access-control-allow-origin"] == "*"


def test_the_last_scenes_stay_and_one_that_comes_back_is_the_newest() -> None:
    titles = [str(number) for number in range(SCENES_KEPT + 3)]
    found = scenes(*titles)
    assert list(found.bodies) == [scenes(title).current for title in titles[3:]]
    assert scenes("a", "a").bodies == scenes("a").bodies
    again = scenes("a", "b", "a")
    assert again.current == scenes("a").current
    assert len(again.bodies) == 2


STREAMS = "**/events*"
WAYS = {"/": "/scene/", "/?lang=en": "/?lang=en", "/host": "/host"}
"""Pages, and what each asks for when its stream is blocked: files that any cache keeps, or the page itself."""


@pytest.mark.browser
def test_pages_without_their_stream_ask_instead(tmp_path: Path) -> None:
    path, faults = story_file(tmp_path / "story.qa", 20), list[str]()
    with chromium() as browser, serving(path) as address, page_at(browser, "about:blank", PHONE, faults) as tablet:
        context, asked, pages = tablet.context, dict[str, list[str]](), {}
        context.set_default_timeout(50_000)  # three tries on a busy machine
        context.route(STREAMS, lambda route: route.abort())
        tablet.goto(cards(path, address, "host")[0])
        tablet.click("button.btn")
        tablet.wait_for_selector("body[data-page=host]")
        for way in WAYS:
            page, asked[way] = context.new_page(), []
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("request", lambda request, way=way: asked[way].append(request.url.removeprefix(address)))
            page.goto(address + way)
            page.wait_for_selector("body[data-line=up]")
            pages[page] = page.get_attribute("body", "data-digest")
        go_on(path)
        for page, before in pages.items():
            page.wait_for_selector(f'body:not([data-digest="{before}"])')
        for way, wanted in WAYS.items():
            assert [url for url in asked[way][1:] if url.startswith(wanted)], (way, asked[way])
    assert faults == []
