"""A card lets one device in, once; who sits where is nobody else's to say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.sessions.cards import AGAIN, LASTS, claim, print_cards, seat_of_code, seat_of_cookie
from quizarena.web.entrance import GUESSES
from quizarena.web.reception import COOKIE
from tests.cli.running import run

from .halls import FIRST_BALLOT, LAST, ORIGIN, Served, served, story_file

NOW = datetime(2026, 11, 28, 14, tzinfo=UTC)


def seat_after(hall: Served, cookie: str, after: timedelta = timedelta()) -> str | None:
    return hall.worker.ask(lambda arena: seat_of_cookie(arena, cookie, NOW + after)).result()


def sign(arena: Arena) -> None:
    """Sign the results."""
    move = next(move for move in arena.contest.moves() if move.fact.type == "contest.signed" and move.closed is None)
    arena.push(move.fill({blank.path: "总监督" for blank in move.decisions}, now=NOW))


def test_looking_at_a_card_does_not_use_it_up(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as chat, hall.browser() as phone:
        code = hall.card("judge:j3")
        for _preview in range(3):
            looked = chat.get(f"/s/{code}")
            assert looked.status_code == 200
            assert "评委三" in looked.text
            assert "set-cookie" not in looked.headers
        taken = phone.post(f"/s/{code.lower()}", headers=ORIGIN)
        assert (taken.status_code, taken.headers["location"]) == (303, "/sheet")
        assert code not in taken.headers["location"]
        cookie = taken.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert phone.get("/sheet").status_code == 200


def test_a_used_card_says_so_and_gives_nothing(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as phone, hall.browser() as other:
        code = hall.card("judge:j3")
        phone.post(f"/s/{code}", headers=ORIGIN)
        for answer in (other.get(f"/s/{code}"), other.post(f"/s/{code}", headers=ORIGIN)):
            assert answer.status_code == 410
            assert "请控制台再给一张" in answer.text
            assert "set-cookie" not in answer.headers
        assert other.get("/sheet").status_code == 401


def test_a_new_card_ends_the_old_device_once_it_is_used(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as first, hall.browser() as second:
        hall.sit_down(first, "judge:j3")
        code = hall.card("judge:j3")
        assert first.get("/sheet").status_code == 200, "a card that lies on the table takes nobody's seat"
        second.post(f"/s/{code}", headers=ORIGIN)
        assert first.get("/sheet").status_code == 401
        assert second.get("/sheet").status_code == 200


def test_printing_anew_voids_cards_nobody_used(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall:
        old, new = hall.card("judge:j3"), hall.card("judge:j3")
        found = [hall.worker.ask(lambda arena, code=code: seat_of_code(arena, code)).result() for code in (old, new)]  # type: ignore[misc]
        assert found == [None, "judge:j3"]


def test_a_lost_reply_locks_nobody_out(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall:
        code = hall.card("judge:j3")

        def again(device: str, after: timedelta) -> tuple[str, str] | None:
            return hall.worker.ask(lambda arena: claim(arena, code, device, NOW + after)).result()

        assert again("phone", timedelta()) is not None
        assert again("another", timedelta(minutes=1)) is None
        assert again("", timedelta(minutes=1)) is None
        found = again("phone", timedelta(minutes=1))
        assert found is not None
        assert found[0] == "judge:j3"
        assert again("phone", timedelta(minutes=1) + AGAIN) is None


def test_a_seat_ends_after_two_days_and_a_judges_with_the_signature(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall:
        seats = {}
        for seat in ("host", "judge:j3"):
            code = hall.card(seat)
            taken = hall.worker.ask(lambda arena, code=code: claim(arena, code, "", NOW)).result()  # type: ignore[misc]
            assert taken is not None
            seats[seat] = taken[1]
        assert [seat_after(hall, cookie) for cookie in seats.values()] == ["host", "judge:j3"]
        assert seat_after(hall, seats["host"], LASTS) is None
        assert seat_after(hall, "") is None
        assert seat_after(hall, "x" * 32) is None
    with served(tmp_path / "over", LAST) as over:
        code = over.worker.ask(lambda arena: print_cards(arena, ["judge:j3"])["judge:j3"]).result()
        taken = over.worker.ask(lambda arena: claim(arena, code, "", NOW)).result()
        assert taken is not None
        assert seat_after(over, taken[1]) == "judge:j3"
        over.worker.ask(sign).result()
        assert seat_after(over, taken[1]) is None


def test_guesses_come_to_an_end(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as phone:
        code = hall.card("judge:j3")
        found = [phone.get(f"/s/WRONG{guess:05}").status_code for guess in range(int(GUESSES) + 5)]
        assert set(found[: int(GUESSES)]) == {410}
        assert found[-1] == 429
        assert phone.get(f"/s/{code}").status_code == 429, "whoever guesses learns nothing more, not even a right one"


def test_pages_of_a_seat_open_to_that_seat_alone(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as nobody, hall.browser() as judge:
        hall.sit_down(judge, "judge:j3")
        answers = {
            (who, path): client.get(path).status_code
            for who, client in (("nobody", nobody), ("judge", judge))
            for path in ("/", "/board", "/host", "/sheet")
        }
        assert {where for where, status in answers.items() if status != 200} == {
            ("nobody", "/host"), ("nobody", "/sheet"), ("judge", "/host"),
        }  # fmt: skip
        for page in ("host", "sheet"):
            assert nobody.get(f"/events?page={page}").status_code == 404
        nobody.cookies.set(COOKIE, "x" * 32)
        assert nobody.get("/host").status_code == 401


def test_a_judge_who_scans_the_own_card_again_comes_back_to_the_sheet(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as phone, hall.browser() as other:
        code = hall.card("judge:j3")
        phone.post(f"/s/{code}", headers=ORIGIN, data={"device": "phone"})
        again = phone.get(f"/s/{code}")
        assert (again.status_code, again.headers["location"]) == (303, "/sheet")
        assert other.get(f"/s/{code}").status_code == 410
        hall.sit_down(other, "host", "tablet")
        assert other.get(f"/s/{code}").status_code == 410, "another's card leads nobody anywhere"


def test_of_two_who_take_one_card_at_two_servers_one_gets_the_seat(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall:
        code = hall.card("judge:j3")
        with Arena.open(hall.path) as other:
            found = hall.worker.ask(lambda arena: claim(arena, code, "one", NOW)).result()
            assert found is not None
            assert claim(other, code, "two", NOW) is None
            assert seat_of_cookie(other, found[1], NOW) == "judge:j3"


def test_a_card_in_english_leads_to_a_page_in_english(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as phone:
        taken = phone.post(f"/s/{hall.card('judge:j3')}?lang=en", headers=ORIGIN)
        assert taken.headers["location"] == "/sheet?lang=en"


def test_a_code_may_be_typed_as_it_looks(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall:
        for _card in range(20):
            code = hall.card("judge:j3")
            typed = code.lower().replace("o", "0").replace("i", "1")
            assert hall.worker.ask(lambda arena, typed=typed: seat_of_code(arena, typed)).result() == "judge:j3"  # type: ignore[misc]


def test_the_command_prints_whole_addresses_and_says_which_no_phone_reaches(tmp_path: Path) -> None:
    path = story_file(tmp_path / "story.qa", 1)
    here = run("seats", path, "--at", "127.0.0.1:8000", "j3")
    assert "http://127.0.0.1:8000/s/" in here.stdout
    assert "--lan" in here.stderr
    there = run("seats", path, "--at", "http://192.168.1.5:8000", "j3")
    assert there.stderr == ""
    (found,) = json.loads(run("seats", path, "--at", "http://192.168.1.5:8000", "j3", "--json").stdout)
    code = found.pop("address").removeprefix("http://192.168.1.5:8000/s/")
    assert found == {"seat": "judge:j3", "name": "评委三"}
    with Arena.open(path, read_only=True) as arena:
        assert seat_of_code(arena, code) == "judge:j3"
    voters = json.loads(run("seats", path, "--at", "http://192.168.1.5:8000", "--voters", "2", "--json").stdout)
    assert [each["number"] for each in voters] == [1, 2]
    assert all(each["address"].startswith("http://192.168.1.5:8000/v/") for each in voters)


@pytest.mark.parametrize(
    "draft", ["", "no json", '{"code": 1}', '{"code":"a","cookie":"b","device":"","claimed":"noon"}']
)
def test_a_damaged_card_is_none_and_harms_no_other_seat(tmp_path: Path, draft: str) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as phone, hall.browser() as other:
        hall.sit_down(phone, "judge:j3")
        hall.worker.ask(lambda arena: arena.journal.write_draft("web:seat:judge:j1", draft, None)).result()
        assert phone.get("/sheet").status_code == 200
        hall.sit_down(other, "judge:j1")
        assert other.get("/sheet").status_code == 200
