"""A hall with a question for buzzers and a vote, and every state of the pages that teams, voters and the desk have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from quizarena.arena import Arena
from quizarena.contest.facts import ContestOpened
from quizarena.rulebook import loads
from quizarena.sessions.cards import print_voters
from quizarena.sessions.votes import open_poll

from .browsers import PHONE, cards, page_at, serving

TABLET = {"width": 1024, "height": 768}


def hall_file(path: Path, names: Sequence[str]) -> Path:
    """Write a contest whose teams, rounds and first question have these names; the question has been asked."""
    title, first, second, asked, *teams = names
    rulebook = {
        "quizarena": 1, "order": "roster", "contest": {"title": title, "language": "zh"},
        "teams": [{"id": f"t{nth}", "name": name, "members": [name]} for nth, name in enumerate(teams, 1)],
        "rounds": [
            {
                "id": "buzz", "title": first, "use": "quiz/buzz", "items": 1, "buzz_time": 3_600,
                "questions": [{"id": "q1", "text": asked, "answer": asked}],
            },
            {"id": "vote", "title": second, "use": "quiz/vote", "collect": "cards", "each": 1},
        ],
    }  # fmt: skip
    with Arena.create(path, loads(json.dumps(rulebook, ensure_ascii=False))) as desk:
        desk.push(ContestOpened("live"))
        _make(desk, "round.begun")
        _make(desk, "quiz.asked")
    return path


def _make(desk: Arena, type_: str, **values: Any) -> None:
    desk.push(next(move for move in desk.contest.moves() if move.fact.type == type_ and not move.closed).fill(values))


def seat_pages(browser: Any, path: Path, faults: list[str]) -> Iterator[tuple[str, Any]]:
    """Serve the hall and yield each state in turn with the page that shows it; `faults` is what pages complain of."""
    with serving(path) as address, Arena.open(path) as desk:
        team_card, desk_card = cards(path, address, "team:t1", "desk")
        code, *_others = print_voters(desk, 2)
        with (
            page_at(browser, team_card, PHONE, faults) as team,
            page_at(browser, f"{address}/v/{code}", PHONE, faults) as voter,
            page_at(browser, desk_card, TABLET, faults) as seats,
        ):
            for page in (team, voter, seats):
                page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
            team.click("button.btn")
            seats.click("button.btn")
            seats.wait_for_selector(".grid .sc")
            yield "desk", seats
            yield from _of_team(desk, team)
            voter.wait_for_selector("body[data-line=up]")
            yield "voter, no vote", voter
            yield from _of_voter(desk, voter)
            seats.goto(address + "/desk?lang=en")
            yield "desk, English", seats
            with seats.context.expect_page() as opened:
                seats.click(".print button")
            opened.value.wait_for_selector("article")
            yield "printed cards", opened.value


def _of_team(desk: Arena, page: Any) -> Iterator[tuple[str, Any]]:
    page.wait_for_selector("body[data-state=wait]")
    yield "team waits", page
    _make(desk, "quiz.clock")
    page.wait_for_selector("body[data-state=armed]")
    yield "team buzzes", page
    _make(desk, "quiz.buzzed", team="t2")
    page.wait_for_selector("body[data-state=wait]")
    yield "another answers", page


def _of_voter(desk: Arena, page: Any) -> Iterator[tuple[str, Any]]:
    _make(desk, "quiz.ruled", verdict="right")
    while open_poll(desk.contest) is None:
        desk.push(next(move for move in desk.contest.moves() if not move.aside).fill({}))
    page.wait_for_selector(".poll .send:disabled")
    yield "voter chooses", page
    page.click(".pick")
    page.click(".send")
    page.wait_for_selector(".voted:not([hidden])")
    yield "voter has voted", page
