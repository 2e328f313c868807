"""Every ballot of every kind can be typed: a robot plays published rule-sets, one judge's ballots go through the keys.

The rule-sets hold marks with and without decimals, speakers' marks, votes for a side, nominations, votes for a team,
a panel that confers and plug-ins' ballots; nothing here knows which.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizarena.arena import Arena
from quizarena.blanks import Choice, Number
from quizarena.contest import Contest
from quizarena.contest.position import start_of
from quizarena.facts import Intent
from quizarena.moves import seat_of
from quizarena.rulebook import Rulebook, load, loads
from quizarena.sessions.judge.duties import typed_before
from quizarena.sessions.judge.sheet import Sheet, is_typed, sheet_key
from quizarena.simulation.robot import AVERAGE, Step, play

from ..desk.hand import Hand, arena_of
from .booth import Booth

ROOT = Path(__file__).parents[3]
RULESETS = sorted(
    path for path in (ROOT / "examples" / "rulesets").glob("*.yaml") if "judges:" in path.read_text(encoding="utf-8")
)
BUNDLES = 2
"""How many times the judge sits down to mark in each."""

SMALL = """
quizarena: 1
contest: {{title: Small, language: en}}
teams:
  - {{id: t1, name: One, members: [A1, A2, A3, A4]}}
  - {{id: t2, name: Two, members: [B1, B2, B3, B4]}}
  - {{id: t3, name: Three, members: [C1, C2, C3, C4]}}
  - {{id: t4, name: Four, members: [D1, D2, D3, D4]}}
judges: [{{id: j1, name: J1, chief: true}}, {{id: j2, name: J2}}, {{id: j3, name: J3}}]
order: roster
panel: {{rule: mean, of: judge_total, places: 2, rounding: half_up}}
rounds:
  - {{id: r, title: R, {round}}}
"""
FORMATS = {
    "nine votes": "use: debate/nine_votes, sides: by_order",
    "votes and nominations": "use: debate/chinese_4v4, sides: by_order",
    "world schools": "use: debate/world_schools, sides: by_order",
    "parliament": "use: parliament/british",
}


def books() -> Iterator[Any]:
    """Yield the rulebooks that judges mark."""
    for path in RULESETS:
        yield pytest.param(lambda path=path: load(path), id=path.stem)
    for name, entry in FORMATS.items():
        yield pytest.param(lambda entry=entry: loads(SMALL.format(round=entry)), id=name)


def judge_of(step: Step) -> str | None:
    """Return whose ballot a step is, None if it is none."""
    if not step.move.seat.startswith("judge") or step.move.aside:
        return None
    seat = seat_of(step.move, step.fact)
    return seat.removeprefix("judge:") if ":" in seat else None


@pytest.mark.parametrize("book", list(books()))
def test_a_judges_ballots_are_typed(book: Any) -> None:
    rulebook: Rulebook = book()
    arena = arena_of(Contest(rulebook))
    steps = list(play(start_of(rulebook), AVERAGE, Random(1)))
    judge = next((found for step in steps if (found := judge_of(step)) is not None), None)
    if judge is None:
        pytest.skip("no ballots are asked for")
    assert played(arena, steps, judge) > 0


def played(arena: Arena, steps: list[Step], judge: str) -> int:
    """Play the steps, the judge's ballots by keys; return how often the judge marked."""
    booth, marked = Booth(arena, judge), 0
    for place, step in enumerate(steps):
        if judge_of(step) != judge:
            arena.push(step.fact, seat=seat_of(step.move, step.fact))
        elif not any(record.fact == step.fact for record in arena.contest.records):
            fill(booth, steps[place:], judge)
            marked += 1
        if marked == BUNDLES:
            break
    return marked


def fill(booth: Booth, coming: list[Step], judge: str) -> None:
    """Type the figures the robot gives on all sheets that are open, and hand each in."""
    booth.session.refresh()
    bundle = booth.bundle
    wanted = {sheet_key(step.move): step.fact for step in reversed(coming) if judge_of(step) == judge}
    sheets = list(bundle.sheets)
    facts = [wanted[sheet.key] for sheet in sheets]
    for sheet, fact in zip(sheets, facts, strict=True):
        type_sheet(booth, sheet, typed_before(sheet.move, fact))
    booth.picture()
    assert booth.page == "check", booth.picture()
    since = booth.last.seq
    for sheet in sheets:
        hand_in(booth, sheet)
    assert {repr(fact) for _seat, fact in booth.made(since)} == {repr(fact) for fact in facts}, booth.said


def type_sheet(booth: Booth, sheet: Sheet, texts: dict[str, str]) -> None:
    """Type one sheet, an answered doubt kept."""
    for blank in sheet.fields:
        booth.picture()
        text = texts[blank.path]
        if is_typed(blank):
            booth.marks(text)
            bundle = booth.view.bundle
            while bundle is not None and bundle.question is not None and bundle.question.typed == text:
                bundle = booth.press("+").view.bundle
            continue
        by_value = {option.value: number for number, option in sheet.options(blank)}  # type: ignore[arg-type]
        for value in text.split() if not isinstance(blank, Choice) else [text]:
            many = len(by_value) >= 10
            booth.type(str(by_value[value])).press(*(["enter"] if many else []))


def hand_in(booth: Booth, sheet: Sheet) -> None:
    """Press the number that stands on the page."""
    filled = next(each for each in booth.bundle.sheets if each.key == sheet.key)
    booth.type(str(filled.number))
    bundle = booth.view.bundle
    if bundle is not None and bundle.typed:
        booth.press("enter")
    booth.press("x")  # a moment passes


def test_a_ballot_is_the_judges_own() -> None:
    rulebook = loads(SMALL.format(round=FORMATS["nine votes"]))
    steps = list(play(start_of(rulebook), AVERAGE, Random(1)))
    ballots = [step for step in steps if judge_of(step) == "j2"]
    assert ballots
    assert all(step.move.fact.intent is Intent.BALLOT and "j2" in step.move.judges for step in ballots)


def test_the_desk_types_the_ballot_of_a_room_speaker_by_speaker_in_their_roles() -> None:
    """P was offered and refused, and no row said who spoke as what."""
    rulebook = loads(SMALL.format(round=FORMATS["parliament"]))
    arena = arena_of(Contest(rulebook))
    for step in play(start_of(rulebook), AVERAGE, Random(1)):
        if judge_of(step) is not None:
            break
        arena.push(step.fact, seat=seat_of(step.move, step.fact))
    hand = Hand(arena.contest, language="en")
    assert "P ballots" in hand.picture().splitlines()[-1]
    hand.press("p", "1").press(hand.row("Type the paper sheet in"))
    move = step.move
    asked = [blank.label.in_language("en") for blank in move.blanks if isinstance(blank, Number)]
    assert [label.split(" ")[0] for label in asked] == [
        "Prime", "Deputy", "Leader", "Deputy", "Member", "Government", "Member", "Opposition"
    ]  # fmt: skip
    for label, mark in zip(asked, range(70, 78), strict=True):
        assert label in hand.picture()
        hand.type(str(mark)).press("enter")
    assert hand.last.type == "parliament.ballot"
    assert [str(each) for each in hand.last.fact.speakers.values()] == [str(each) for each in range(70, 78)]
