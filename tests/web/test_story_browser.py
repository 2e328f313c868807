"""The Yingbin story from draw to signature: judges on phones, at terminals, on paper; all pages open and compared."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.contest.facts import Corrected
from quizarena.facts import Fact, Intent, Record
from quizarena.journal import open_journal
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.judge.session import JudgeSession
from quizarena.sessions.keys import press
from quizarena.web.drawing import Joining
from tests.contest.telling import told
from tests.machines import two_machines

from .browsers import PHONE, PROJECTOR, cards, chromium, page_at, serving, sit_down
from .halls import story_file
from .test_accessible_browser import TABLET
from .test_cards import sign
from .test_hostile_browser import follow

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
PHONES, TERMINALS = ("j1", "j2", "j3"), ("j4", "j5")
"""The other judges write on paper."""


def figures(fact: Any) -> dict[str, str]:
    """Return the figures of a ballot by their paths, in the order of its sheet."""
    speakers = getattr(fact, "speakers", {})
    return {f"marks.{key}": str(each) for key, each in fact.marks.items()} | {
        f"speakers.{key}": str(each) for key, each in speakers.items()
    }


def fill_in(page: Any, ballot: dict[str, str], number: int) -> None:
    """Type a sheet on a phone, say yes where a figure is doubted, and hand it in by the team's number."""
    page.wait_for_selector(".ballot:not([hidden])")
    for path, mark in ballot.items():
        page.wait_for_selector(f'.ballot:not([hidden]) .cr.on[data-path="{path}"]')
        page.keyboard.type(mark)
        page.keyboard.press("Enter")
        page.wait_for_selector(f'.ask:not([hidden]), .cr:not(.on)[data-path="{path}"]')
        if page.is_visible(".ask"):
            page.wait_for_timeout(800)
            page.keyboard.press("+")
    page.click(f'.ballot:not([hidden]) .handing:not([hidden]) [data-number="{number}"]')


def moved(fact: Fact, by: timedelta, arena: Arena) -> Fact:
    """Return a fact of the story as it happens today."""
    if isinstance(fact, Corrected):
        book, records = arena.contest.book, arena.contest.records
        items = tuple(
            attrs.evolve(each, fact={**each.fact, "at": book.to_mapping(records[each.seq].fact)["at"]})
            for each in fact.items
        )
        return attrs.evolve(fact, items=items)
    fields = {each.name: getattr(fact, each.name) for each in attrs.fields(type(fact))}
    return attrs.evolve(fact, **{name: at + by for name, at in fields.items() if isinstance(at, datetime)})


def type_papers(session: DeskSession, ballots: list[Record], number: int) -> None:
    """Type sheets of paper into the desk's grid, each with the sum that stands on it, and hand them in for a team."""
    keys = ["p"]
    for record in ballots:
        marks = tuple(record.fact.marks.values())  # type: ignore[attr-defined]
        keys += [key for mark in (*marks, sum(marks)) for key in (*str(mark), "enter")]
    session.refresh()
    for key in (*keys, str(number)):
        session.press(press(key, key if len(key) == 1 else None), datetime.now(UTC))


def collect(ballots: list[Record], desk: Arena, phones: dict[str, Any], terminals: dict[str, JudgeSession]) -> None:
    """Take in the ballots of a performance or a match, each the way of its judge."""
    papers = [each for each in ballots if getattr(each.fact, "judge", "") not in (*phones, *terminals)]
    # A match has sheets of two teams: there the desk enters each as it comes.
    in_grid = papers if papers[0].type == "scenario.ballot" else []
    for record in (each for each in ballots if each not in in_grid):
        fact: Any = record.fact
        before, now = len(desk.contest.records), datetime.now(UTC)
        if fact.judge in phones:
            fill_in(phones[fact.judge], figures(fact), dict(desk.contest.podiums)[fact.team])
        elif fact.judge in terminals:
            session = terminals[fact.judge]
            session.refresh()
            bundle = session.view().bundle
            assert bundle is not None
            sheet = next(each for each in bundle.sheets if each.team == fact.team)
            assert session.submit(sheet.key, figures(fact), sheet.id, now) is not None
        else:
            desk.push(fact, seat="desk", person="计分员", at=now)
        while len(desk.contest.records) == before:
            desk.journal.wait(1.0)
            desk.refresh()
    if in_grid:
        team = in_grid[0].fact.subject.team
        type_papers(DeskSession(desk, file="story.qa", person="计分员"), in_grid, dict(desk.contest.podiums)[team])
        assert [each.seat for each in desk.contest.records[-len(in_grid) :]] == ["desk"] * len(in_grid)


def test_an_afternoon_in_browsers(tmp_path: Path) -> None:
    afternoon(story_file(tmp_path / "story.qa", 1))


@pytest.mark.machines
@pytest.mark.timeout(1_200)
def test_an_afternoon_in_browsers_on_two_machines(tmp_path: Path) -> None:
    """The desk beside the server, the hall's own server at the other end of the cable."""
    with two_machines() as machines:
        address, story = machines.contest("yingbin"), story_file(tmp_path / "story.qa", 1)
        with closing(open_journal(story, read_only=True)) as journal:
            journal.copy_to(address)
        afternoon(address, machines.far, machines.there)


def afternoon(path: Path | str, far: Sequence[str] = (), host: str = "") -> None:
    """Play the story from its opening to the signature; `far` begins what serves the hall on another `host`."""
    faults = list[str]()
    with ExitStack() as held:
        browser = held.enter_context(chromium())
        address = held.enter_context(serving(path, far=far, host=host))
        desk = held.enter_context(Arena.open(path))
        joining = Joining(address if host else "")
        opened = lambda there, size: held.enter_context(page_at(browser, there, size, faults))  # noqa: E731
        *judges, host = cards(path, address, *PHONES, "host")
        phones = {judge: opened(card, PHONE) for judge, card in zip(PHONES, judges, strict=True)}
        for page in phones.values():
            sit_down(page)
        tablet = opened(host, TABLET)
        tablet.click("button.btn")
        pages = {"board": opened(f"{address}/board", PROJECTOR), "audience": opened(address, PHONE), "host": tablet}
        terminals = {judge: JudgeSession(held.enter_context(Arena.open(path))) for judge in TERMINALS}
        for judge, session in terminals.items():
            session.sit_down(judge)
        for is_ballot, stretch in groupby(told().records[2:], lambda record: record.fact.intent is Intent.BALLOT):
            records = list(stretch)
            if is_ballot:
                collect(records, desk, phones, terminals)
            else:
                by = datetime.now(UTC) - records[-1].at
                for record in records:
                    desk.push(moved(record.fact, by, desk), seat=record.seat, person=record.person)
                    if record.fact.cue or record.fact.intent is Intent.REVEAL:
                        follow(desk.contest, pages, joining)  # type: ignore[arg-type]
            follow(desk.contest, pages, joining)  # type: ignore[arg-type]
        assert "319.32" in pages["audience"].content()
        sign(desk)
        follow(desk.contest, pages, joining)  # type: ignore[arg-type]
        assert [(row.entrant, row.total) for row in desk.contest.standings("hall").rows] == [
            (row.entrant, row.total) for row in told().standings("hall").rows
        ]
        assert all(page.wait_for_selector("p.huge") for page in phones.values()), "their seats end with the signature"
    assert faults == []
