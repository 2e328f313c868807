"""Votes from phones: of each card and device the latest, before the close, and of nobody who has none."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quizarena.arena import Arena
from quizarena.sessions.cards import print_voters
from quizarena.sessions.votes import open_poll, pause, tally
from quizarena.web.app import Hall
from quizarena.web.votes import GUESSES
from quizarena.web.worker import Worker
from tests.cli.running import run

from .halls import HERE, HOST, ORIGIN
from .polls import cards, close, close_in, counts, poll_file, poll_key, scores, vote, voting


def test_a_voter_votes_changes_and_votes_no_more_after_the_close(tmp_path: Path) -> None:
    with voting(tmp_path, collect="cards", jurors=10, each=1) as hall, hall.browser() as phone:
        (code, *_others), key = cards(hall, 10), poll_key(hall)
        page = phone.get(f"/v/{code}")
        assert page.status_code == 200
        assert f'data-poll="{key}"' in page.text
        assert "投票卡 1 号" in page.text
        address = f"/v/{code.lower()}/vote"
        assert vote(phone, address, key, "t2") == {"state": "in"}
        assert vote(phone, address, key, "t3", nth=2) == {"state": "in"}
        assert counts(hall) == {"t1": 0, "t2": 0, "t3": 1, "t4": 0}
        assert phone.get(address).json() == {"state": "", "poll": key, "nth": 2, "choices": ["t3"]}
        close_in(hall)
        late = vote(phone, address, key, "t1", nth=3)
        assert late["state"] == "closed"
        assert "没有计入" in late["words"]
        assert hall.worker.ask(lambda arena: scores(arena.contest)).result() == ["0", "0", "1", "0"]
        assert "现在没有投票" in phone.get(f"/v/{code}").text


def test_a_card_votes_from_any_phone_and_once(tmp_path: Path) -> None:
    with voting(tmp_path, collect="cards", each=1) as hall, hall.browser() as one, hall.browser() as other:
        (code,), key = cards(hall, 1), poll_key(hall)
        address = f"/v/{code}/vote"
        assert vote(one, address, key, "t1")["state"] == "in"
        found = vote(other, address, key, "t2")
        assert (found["state"], found["choices"], found["nth"]) == ("older", ["t1"], 1)
        assert vote(other, address, key, "t2", nth=2)["state"] == "in"
        assert vote(one, address, key, "t1")["state"] == "older", "an old request that is sent again changes nothing"
        assert counts(hall) == {"t1": 0, "t2": 1, "t3": 0, "t4": 0}


def test_cards_printed_anew_vote_in_place_of_the_old(tmp_path: Path) -> None:
    with voting(tmp_path, collect="cards", each=1) as hall, hall.browser() as phone:
        (old, *_rest), key = cards(hall, 3), poll_key(hall)
        vote(phone, f"/v/{old}/vote", key, "t1")
        new, *_rest = cards(hall, 3)
        assert phone.get(f"/v/{old}").status_code == 410
        assert vote(phone, f"/v/{old}/vote", key, "t1", nth=2)["state"] == "no_card"
        assert vote(phone, f"/v/{new}/vote", key, "t4", nth=2)["state"] == "in"
        assert counts(hall) == {"t1": 0, "t2": 0, "t3": 0, "t4": 1}


def test_a_vote_of_so_many_jurors_takes_no_more_cards(tmp_path: Path) -> None:
    with voting(tmp_path, collect="cards", jurors=2) as hall, hall.browser() as phone:
        codes, key = cards(hall, 3), poll_key(hall)
        found = [vote(phone, f"/v/{code}/vote", key, "t1")["state"] for code in codes]
        assert found == ["in", "in", "not_yours"]


@pytest.mark.parametrize("collect", ["cards", "devices"])
def test_each_way_of_voting_is_closed_to_the_other(tmp_path: Path, collect: str) -> None:
    with voting(tmp_path, collect=collect) as hall, hall.browser() as phone:
        (code,), key = cards(hall, 1), poll_key(hall)
        phone.get("/vote")
        found = {path: vote(phone, path, key, "t1")["state"] for path in (f"/v/{code}/vote", "/vote")}
        assert list(found.values()) == (["in", "not_yours"] if collect == "cards" else ["not_yours", "in"])
        assert ("data-poll" in phone.get("/").text) == (collect == "devices")
        assert ("data-poll" in phone.get(f"/v/{code}").text) == (collect == "cards")


def test_one_vote_a_device_which_has_its_name_before_it_votes(tmp_path: Path) -> None:
    with voting(tmp_path, collect="devices", each=1) as hall, hall.browser() as one, hall.browser() as other:
        key = poll_key(hall)
        assert vote(one, "/vote", key, "t1")["state"] == "no_device", "a lost reply must not make two devices of one"
        named = one.get("/vote").headers["set-cookie"]
        assert "HttpOnly" in named
        assert "SameSite=lax" in named
        assert "set-cookie" not in one.get("/vote").headers
        other.get("/vote")
        assert [vote(one, "/vote", key, "t1"), vote(one, "/vote", key, "t1")] == [{"state": "in"}] * 2
        assert vote(other, "/vote", key, "t1")["state"] == "in"
        assert vote(one, "/vote", key, "t2", nth=2)["state"] == "in"
        assert counts(hall) == {"t1": 1, "t2": 1, "t3": 0, "t4": 0}
        assert "没有核对身份" in one.get("/").text


NONSENSE: tuple[Any, ...] = (
    None, [], {}, {"poll": "x"}, {"poll": "KEY", "choices": "t1", "nth": 1},
    {"poll": "KEY", "choices": ["t1"], "nth": "1"}, {"poll": "KEY", "choices": ["t1"], "nth": True},
    {"poll": "KEY", "choices": [["t1"]], "nth": 1}, {"poll": "KEY", "choices": ["t1"], "nth": 0},
    {"poll": "KEY", "choices": ["t1"], "nth": -(10**400)}, {"poll": "KEY", "choices": [], "nth": 1},
    {"poll": "KEY", "choices": ["t1"] * 5_000, "nth": 1}, {"poll": "KEY", "choices": ["t1", "t2"], "nth": 1},
    {"poll": "KEY", "choices": ["<b>"], "nth": 1}, {"poll": "../x", "choices": ["t1"], "nth": 1},
)  # fmt: skip


def test_nonsense_is_no_vote(tmp_path: Path) -> None:
    with voting(tmp_path, collect="cards", each=1) as hall, hall.browser() as phone:
        (code,), key = cards(hall, 1), poll_key(hall)
        for body in NONSENSE:
            sent = json.dumps(body).replace("KEY", key)
            answer = phone.post(f"/v/{code}/vote", headers=ORIGIN, content=sent)
            assert answer.json()["state"] in ("unfit", "closed"), body
        assert phone.post(f"/v/{code}/vote", headers=ORIGIN, content=b"[" * 60_000).json()["state"] == "unfit"
        assert counts(hall) == dict.fromkeys(("t1", "t2", "t3", "t4"), 0)
        assert vote(phone, f"/v/{code}/vote", key, "t1")["state"] == "in"


def test_a_foreign_page_votes_for_nobody(tmp_path: Path) -> None:
    with voting(tmp_path, collect="devices") as hall, hall.browser() as phone:
        key = poll_key(hall)
        phone.get("/vote")
        body = {"poll": key, "choices": ["t1"], "nth": 1}
        for headers in ({}, {"origin": "http://evil.example"}, {**ORIGIN, "sec-fetch-site": "cross-site"}):
            assert phone.post("/vote", headers=headers, json=body).status_code == 403
        assert counts(hall)["t1"] == 0


def test_forged_codes_are_refused_and_silence_nobody_else(tmp_path: Path) -> None:
    with voting(tmp_path, collect="cards") as hall:
        (code,), key = cards(hall, 1), poll_key(hall)

        async def asked() -> list[int]:
            app = hall.hall.app
            found = [(await get(app, f"/v/GUESS{n:05}/vote", "10.0.0.9"))[0] for n in range(int(GUESSES) + 2)]
            found.append((await get(app, f"/v/{code}/vote", "10.0.0.9"))[0])
            return [*found, (await post(app, f"/v/{code}/vote", voted(key, "t1"), "10.0.0.8"))[0]]

        *guesses, own, others = asyncio.run(asked())
        assert set(guesses[: int(GUESSES)]) == {410}
        assert (guesses[-1], own, others) == (429, 429, 200)


def test_nobody_sees_a_count_before_the_close_but_the_desk(tmp_path: Path) -> None:
    with voting(tmp_path, collect="cards", jurors=60) as hall, hall.browser() as one, hall.browser() as host:
        codes, key = cards(hall, 40), poll_key(hall)
        hall.sit_down(host, "host")
        paths = ("/", "/board", "/host", f"/v/{codes[0]}", f"/v/{codes[39]}/vote", "/why/t1", "/why/t2")
        before = [host.get(path).text for path in paths]
        for code in codes[:37]:
            assert vote(one, f"/v/{code}/vote", key, "t2")["state"] == "in"
        assert [host.get(path).text for path in paths] == before
        assert counts(hall)["t2"] == 37
        close_in(hall)
        assert [path for path in ("/", "/host", "/board") if "37" not in host.get(path).text] == []
        assert host.get("/").text.count('<p class="big">大众评审') == 1
        assert "大众评审　大众评审" not in host.get("/host").text


def test_while_votes_are_read_back_a_phone_is_told_to_wait(tmp_path: Path) -> None:
    with voting(tmp_path, collect="cards") as hall, hall.browser() as phone:
        (code,), key = cards(hall, 1), poll_key(hall)
        with Arena.open(hall.path) as desk:
            poll = open_poll(desk.contest)
            assert poll is not None
            pause(desk, poll)
            waits = vote(phone, f"/v/{code}/vote", key, "t1")
            assert waits["state"] == "counting"
            assert "正在计票" in waits["words"]
            close(desk)
        assert vote(phone, f"/v/{code}/vote", key, "t1")["state"] == "closed"


async def get(app: Any, path: str, host: str) -> tuple[int, Any]:
    """Ask for a path from an address."""
    return await _asked(app, "GET", path, b"", host)


async def post(app: Any, path: str, body: Any, host: str) -> tuple[int, Any]:
    """Send JSON from an address."""
    return await _asked(app, "POST", path, json.dumps(body).encode(), host)


def voted(key: str, *choices: str, nth: int = 1) -> dict[str, Any]:
    """Return what a page sends."""
    return {"poll": key, "choices": choices, "nth": nth}


async def _asked(app: Any, method: str, path: str, body: bytes, host: str) -> tuple[int, Any]:
    status, parts = 0, list[bytes]()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)
        parts.append(message.get("body", b""))

    headers = [(b"host", HOST.encode()), (b"origin", HERE.encode()), (b"content-length", str(len(body)).encode())]
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": headers, "client": (host, 1), "scheme": "http", "http_version": "1.1", "server": ("hall", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    return status, json.loads(b"".join(parts) or b"null")


def test_a_thousand_vote_at_once_and_the_pages_go_on(tmp_path: Path) -> None:
    with voting(tmp_path, collect="cards", jurors=1_000, each=1) as hall:
        codes, key = cards(hall, 1_000), poll_key(hall)

        async def hall_votes() -> list[tuple[int, Any]]:
            app = hall.hall.app
            votes = [
                post(app, f"/v/{code}/vote", voted(key, f"t{1 + nth % 4}"), f"10.0.{nth // 250}.{nth % 250}")
                for nth, code in enumerate(codes)
            ]
            return await asyncio.gather(*votes)

        assert asyncio.run(hall_votes()) == [(200, {"state": "in"})] * 1_000
        assert counts(hall) == dict.fromkeys(("t1", "t2", "t3", "t4"), 250)
        close_in(hall)
        assert hall.worker.ask(lambda arena: scores(arena.contest)).result() == ["250"] * 4


def test_a_server_that_is_killed_has_lost_no_vote_it_answered(tmp_path: Path) -> None:
    path = poll_file(tmp_path / "vote.qa", collect="cards", each=1)
    with Arena.open(path) as arena:
        codes = print_voters(arena, 30)
        poll = open_poll(arena.contest)
    assert poll is not None
    program = (
        "import asyncio, os, sys\n"
        "from tests.web.test_votes import killed_in_the_middle\n"
        "killed_in_the_middle(sys.argv[1], sys.argv[2], sys.argv[3:])"
    )
    command = [sys.executable, "-c", program, str(path), poll.key, *codes]
    killed = subprocess.run(command, check=False, capture_output=True, text=True)
    assert killed.returncode == 1
    answered = killed.stdout.split()
    assert len(answered) >= 10
    with Arena.open(path) as arena:
        assert tally(arena, poll).voters >= len(answered)


def killed_in_the_middle(path: str, key: str, codes: list[str]) -> None:
    """Serve votes one after the other and end without a word after the tenth, the next ones on their way."""
    worker = Worker(path)
    worker.start()
    app = Hall(worker, {HOST}, "gala", HERE).app

    async def one(code: str) -> None:
        status, _said = await post(app, f"/v/{code}/vote", voted(key, "t1"), "10.0.0.1")
        os.write(1, f"{status}\n".encode())

    async def votes() -> None:
        for code in codes[:10]:
            await one(code)
        await asyncio.wait([asyncio.ensure_future(one(code)) for code in codes[10:]], return_when="FIRST_COMPLETED")
        os._exit(1)

    asyncio.run(votes())


def test_the_command_prints_cards_a_sheet_of_them_and_voids_the_old(tmp_path: Path) -> None:
    path = poll_file(tmp_path / "vote.qa", collect="cards")
    asked = ("seats", path, "--at", "192.168.1.5:8000", "--voters")
    first = run(*asked, "20", "--cards", tmp_path / "cards.html", lang="zh")
    rows = [line.split("\t") for line in first.stdout.splitlines()]
    assert [row[0] for row in rows] == [str(n) for n in range(1, 21)]
    assert len({row[2] for row in rows}) == 20
    assert all(row[2].startswith("http://192.168.1.5:8000/v/") for row in rows)
    page = (tmp_path / "cards.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 20
    assert "投票卡 20 号" in page
    with Arena.open(path) as arena:
        stored = arena.journal.drafts("web:voter:")
        assert len(stored) == 20
        assert not any(row[2].rpartition("/")[2] in f"{stored}" for row in rows), "what is stored are hashes"
    run(*asked, "5")
    with Arena.open(path) as arena:
        assert sorted(arena.journal.drafts("web:voter:").values()) == list("12345")
    refused = run(*asked, "5", "host", status=2)
    assert "--voters" in refused.stderr
