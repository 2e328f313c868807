"""The scorer's page with seats and cards, which the desk's own card alone opens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from quizarena.arena import Arena
from quizarena.rulebook import loads
from quizarena.sessions.cards import seats_of, team_seats
from quizarena.web.drawing import Joining, WiFi
from tests.contest.telling import told

from .browsers import cards, chromium, page_at, serving
from .halls import HERE, LAST, ORIGIN, Served, served, serving_file, story_file
from .polls import poll_file

SMALL = {
    "quizarena": 1, "contest": {"title": "X"}, "ties": {"by": ["lot"]},
    "teams": [{"id": f"t{nth}", "name": f"T{nth}", "members": ["a", "b"]} for nth in range(2)],
}  # fmt: skip
VOTER = re.compile(r"http://hall\.local:8000/v/([A-Z2-7]{10})<")
CODE = re.compile(r"http://hall\.local:8000/s/([A-Z2-7]{10})<")


@contextmanager
def desk_of(hall: Served) -> Iterator[TestClient]:
    """Be the scorer, who has the desk's card."""
    hall.worker.ask(lambda _arena: hall.worker.attendance.open(HERE)).result()
    with hall.browser() as scorer:
        hall.sit_down(scorer, "desk")
        yield scorer


def tiles(page: str) -> dict[str, bool]:
    return {seat: state == "on" for state, seat in re.findall(r'class="sc (on)?" data-seat="([^"]+)"', page)}


def test_the_card_leads_to_the_page(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, hall.browser() as scorer:
        taken = scorer.post(f"/s/{hall.card('desk')}", headers=ORIGIN)
        assert taken.headers["location"] == "/desk"
        page = scorer.get("/desk").text
        assert tiles(page) == dict.fromkeys(seats_of(told(20)), False)
        assert "还没有卡" in page


@pytest.mark.parametrize("seat", ["", "host", "judge:j3"])
def test_nobody_else_opens_it(tmp_path: Path, seat: str) -> None:
    with served(tmp_path, 20) as hall, hall.browser() as other:
        if seat:
            hall.sit_down(other, seat)
        before = hall.card("judge:j1")
        refused = [other.get("/desk"), other.get("/desk/seats"), other.post("/desk/cards", headers=ORIGIN)]
        assert [each.status_code for each in refused] == [401, 401, 401]
        assert "评委一" not in "".join(each.text for each in refused)
        with hall.browser() as phone:
            assert phone.get(f"/s/{before}").status_code == 200, "no card was made void"


def test_it_says_who_is_there(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, desk_of(hall) as scorer, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        hall.card("judge:j4")
        hall.worker.ask(lambda _arena: hall.worker.attendance.come("judge:j2")).result()
        found = scorer.get("/desk/seats?lang=en").json()
        assert found["count"] == "1 of 8 there"
        said = {seat: (each["there"], each["words"]) for seat, each in found["seats"].items()}
        assert said["judge:j2"] == (True, "there")
        assert said["judge:j3"] == (False, "has the seat, not connected now")
        assert said["judge:j4"] == (False, "card not used yet")
        assert said["host"] == (False, "no card yet")
        assert [seat for seat, is_there in tiles(scorer.get("/desk").text).items() if is_there] == ["judge:j2"]


def test_cards_for_all_and_a_new_one_for_a_seat(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, desk_of(hall) as scorer, hall.browser() as phone, hall.browser() as other:
        page = scorer.post("/desk/cards", headers=ORIGIN)
        assert "style=" not in page.text
        assert "<style" not in page.text, "the content policy takes none"
        codes = CODE.findall(page.text)
        assert len(codes) == len(seats_of(told(20)))
        (new,) = CODE.findall(scorer.post("/desk/cards", headers=ORIGIN, data={"seat": "judge:j3"}).text)
        assert phone.get(f"/s/{codes[3]}").status_code == 410, "the card that got out is void at once"
        assert other.get(f"/s/{new}").status_code == 200
        assert other.get(f"/s/{codes[1]}").status_code == 200, "the others' are not"
        assert CODE.findall(scorer.post("/desk/cards", headers=ORIGIN, data={"seat": "judge:nobody"}).text) == []


def test_a_page_from_elsewhere_prints_nothing(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, desk_of(hall) as scorer:
        assert scorer.post("/desk/cards", headers={"origin": "http://evil.example"}).status_code == 403


def test_it_stays_open_when_the_results_are_signed(tmp_path: Path) -> None:
    with served(tmp_path, LAST) as hall, desk_of(hall) as scorer:
        assert scorer.get("/desk").status_code == 200


def test_it_shows_the_wifi_it_was_told(tmp_path: Path) -> None:
    path = story_file(tmp_path / "story.qa", 20)
    with serving_file(path, Joining(HERE, WiFi("<擂台>", "yingbin"))) as hall, desk_of(hall) as scorer:
        assert "&lt;擂台&gt;" in scorer.get("/desk").text
        assert "yingbin" in scorer.post("/desk/cards", headers=ORIGIN).text


def test_a_team_has_a_tile_once_a_card_was_made_for_it(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall, desk_of(hall) as scorer:
        team = team_seats(told(20))[0]
        assert team not in tiles(scorer.get("/desk").text)
        hall.card(team)
        assert team in tiles(scorer.get("/desk").text)
        assert len(CODE.findall(scorer.post("/desk/cards", headers=ORIGIN, data={"seat": team}).text)) == 1


def test_voters_cards_are_offered_where_a_round_votes_by_them_and_never_lost_by_one_click(tmp_path: Path) -> None:
    path = poll_file(tmp_path / "vote.qa", collect="cards", jurors=3)
    with serving_file(path) as hall, desk_of(hall) as scorer, hall.browser() as phone:
        shown = scorer.get("/desk").text
        assert ("1 到 3 号投票卡" in shown, 'name="anew"' in shown) == (True, False)
        page = scorer.post("/desk/voters", headers=ORIGIN).text
        assert ("<style" in page, "投票卡 3 号" in page) == (False, True)
        codes = VOTER.findall(page)
        assert len(codes) == 3
        assert 'name="anew"' in scorer.get("/desk").text
        again = scorer.post("/desk/voters", headers=ORIGIN)
        assert (again.status_code, VOTER.findall(again.text)) == (409, [])
        assert phone.get(f"/v/{codes[0]}").status_code == 200, "the cards given out are good"
        assert len(VOTER.findall(scorer.post("/desk/voters", headers=ORIGIN, data={"anew": "yes"}).text)) == 3
        assert phone.get(f"/v/{codes[0]}").status_code != 200
        assert phone.post("/desk/voters", headers=ORIGIN).status_code == 401


@pytest.mark.parametrize(
    ("entry", "buzzers", "voters"),
    [
        ({"use": "quiz/vote", "collect": "devices"}, False, False),
        ({"use": "quiz/star", "award": "x", "collect": "cards"}, False, True),
        ({"use": "quiz/buzz"}, True, False),
        ({"use": "quiz/buzz", "buzzers": "hand"}, False, False),
    ],
    ids=["devices", "star", "buzz", "by hand"],
)
def test_the_rounds_say_what_the_page_offers(
    tmp_path: Path, entry: dict[str, Any], buzzers: bool, voters: bool
) -> None:
    rulebook = loads(json.dumps({**SMALL, "rounds": [{"id": "r1", **entry}]}))
    Arena.create(tmp_path / "x.qa", rulebook).close()
    with serving_file(tmp_path / "x.qa") as hall, desk_of(hall) as scorer:
        shown = scorer.get("/desk").text
        assert ("/desk/boxes" in shown, "/desk/voters" in shown) == (buzzers, voters)
        assert (scorer.post("/desk/voters", headers=ORIGIN).status_code == 200) == voters


@pytest.mark.browser
def test_the_page_keeps_itself_true(tmp_path: Path) -> None:
    path, faults = story_file(tmp_path / "story.qa", 20), list[str]()
    with chromium() as browser, serving(path) as address:
        card, host = cards(path, address, "desk", "host")
        with page_at(browser, card, {"width": 1280, "height": 800}, faults) as page:
            page.click("button.btn")
            page.wait_for_selector("[data-seat=host]:not(.on)")
            with page_at(browser, host, {"width": 1024, "height": 768}, faults) as tablet:
                tablet.click("button.btn")
                page.wait_for_selector("[data-seat=host].on")
            page.wait_for_selector("[data-seat=host]:not(.on)")
            with page.context.expect_page() as opened:
                page.click("[data-seat='judge:j3'] button")
            opened.value.wait_for_selector(".back")
            assert opened.value.evaluate("getComputedStyle(document.querySelector('.back')).transform") != "none"
    assert faults == []
