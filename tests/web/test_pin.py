"""A judge's four digits on a phone: asked with every card, the same as at a window; five wrong ones shut the seat."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from quizarena.sessions.judge import pin
from quizarena.web.app import PINS

from .browsers import PHONE, cards, chromium, page_at, serving
from .halls import FIRST_BALLOT, MARKS, ORIGIN, Served, form, give_pin, post, served, serving_file, sheet_on, story_file

JUDGE = "judge:j3"


def claims(hall: Served, client: TestClient) -> None:
    assert client.post(f"/s/{hall.card(JUDGE)}", headers=ORIGIN).status_code == 303


def types(client: TestClient, digits: str) -> tuple[str, str]:
    said = post(client, "/sheet/pin?lang=en", {"digits": digits})
    return said["state"], said["words"]


def chosen(hall: Served, digits: str = "1357") -> None:
    hall.worker.ask(lambda arena: pin.choose(arena.journal, "j3", digits)).result()


def test_a_pin_is_chosen_by_typing_it_twice(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        claims(hall, phone)
        page = phone.get("/sheet").text
        assert "请定一个密码" in page
        assert 'data-key="3"' in page
        assert "ballot" not in page, "nothing of the sheet is seen before"
        assert types(phone, "2468") == ("pin", "")
        assert types(phone, "2469") == ("pin", "They differ. Choose again.")
        assert types(phone, "2468") == ("pin", "")
        assert types(phone, "2468") == ("entry", "")
        assert "ballot" in phone.get("/sheet").text
        assert hall.worker.ask(lambda arena: pin.is_right(arena.journal, "j3", "2468")).result()


def test_a_seat_that_is_shut_gives_and_takes_nothing(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone, hall.browser() as thief:
        hall.sit_down(phone, JUDGE)
        sheet = sheet_on(phone)
        claims(hall, thief)
        before = hall.records()
        body = form(sheet, MARKS, number=1)
        assert thief.get(f"/sheet/draft?key={sheet['key']}").json() == {}
        assert post(thief, "/sheet/mark", {**body, "path": "marks.政策业务"})["state"] == "closed"
        assert post(thief, "/sheet/hand-in", body)["state"] == "pin", "it is sent again once the digits are right"
        assert hall.records() == before


def test_another_phone_is_asked_for_the_pin_of_the_first(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as first, hall.browser() as second:
        hall.sit_down(first, JUDGE)
        claims(hall, second)
        assert types(second, "1111") == ("pin", "Wrong PIN; 4 tries left.")
        give_pin(second)
        assert "ballot" in second.get("/sheet").text


def test_it_is_not_asked_again_when_the_server_comes_back(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, JUDGE)
        cookies = dict(phone.cookies)
    with serving_file(hall.path) as again, again.browser() as phone:
        phone.cookies.update(cookies)
        assert "ballot" in phone.get("/sheet").text


def test_five_wrong_ones_shut_the_seat_until_the_desk_clears_it(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        chosen(hall)
        claims(hall, phone)
        for _try in range(pin.TRIES):
            hall.worker.ask(lambda arena: pin.is_right(arena.journal, "j3", "0000")).result()
        assert types(phone, "1357") == ("pin", ""), "not even the right one"
        assert "Ask the desk to clear the PIN" in phone.get("/sheet?lang=en").text
        hall.worker.ask(lambda arena: pin.clear(arena.journal, "j3")).result()
        assert types(phone, "2468") == ("pin", "")
        assert types(phone, "2468")[0] == "entry"


def test_guesses_are_slowed(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        chosen(hall)
        claims(hall, phone)
        said = [phone.post("/sheet/pin", headers=ORIGIN, json={"digits": "0000"}).status_code for _try in range(6)]
        assert said[: int(PINS)] == [200] * int(PINS)
        assert said[-1] == 429
        assert "太快" in post(phone, "/sheet/pin", {"digits": "1357"})["words"]


@pytest.mark.parametrize(
    "body", [{}, [], None, {"digits": "123"}, {"digits": "12345"}, {"digits": "１２３４"}, {"digits": 1234}]
)
def test_what_are_not_four_digits_is_no_try(tmp_path: Path, body: object) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        chosen(hall)
        claims(hall, phone)
        assert phone.post("/sheet/pin", headers=ORIGIN, json=body).status_code == 400
        assert types(phone, "1111") == ("pin", "Wrong PIN; 4 tries left.")


@pytest.mark.browser
def test_a_pin_by_keyboard_and_by_thumb(tmp_path: Path) -> None:
    path, faults = story_file(tmp_path / "story.qa", FIRST_BALLOT - 1), list[str]()
    with (
        chromium() as browser,
        serving(path) as address,
        page_at(browser, cards(path, address, "j3")[0], PHONE, faults) as page,
    ):
        page.click("button.btn")
        page.wait_for_selector(".pin")
        asked = page.inner_text(".pin .big")
        page.keyboard.type("24x6")
        assert page.get_attribute(".dots", "aria-label") == "已输 3 位，共 4 位"
        page.keyboard.press("Enter")
        page.keyboard.press("Backspace")
        page.keyboard.type("68")
        assert page.locator(".dots .on").count() == 4
        page.keyboard.press("Enter")
        page.wait_for_selector(f'.pin .big:not(:text-is("{asked}"))')
        for key in ("2", "4", "6", "8", "Enter"):
            page.click(f'.pin [data-key="{key}"]')
        page.wait_for_selector(".ballot")
    assert faults == []
