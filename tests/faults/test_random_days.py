"""Every example and every format is played to its end on days on which anything happens; `make faults` lives more."""

from __future__ import annotations

from typing import Any

import pytest

from quizarena.contest import Contest
from quizarena.contest.flow import moves
from quizarena.moves import Move
from tests.faults import random_day
from tests.parts import tries

SEEDS, LONGEST = range(0, tries(6), 2), 24
YINGBIN = "examples/yingbin/contest.yaml"
DEEDS = {
    "contest.interrupted", "contest.reopened", "correction", "judge.excused", "member.renamed", "member.replaced",
    "protest.lodged", "round.cut", "score.adjusted", "team.added", "team.left", "undo",
}  # fmt: skip


@pytest.mark.parametrize("name", random_day.NAMES)
def test_whatever_happens_a_contest_comes_to_its_end(name: str) -> None:
    counts = random_day.live(name, SEEDS, LONGEST)
    assert counts.wrong == ()
    assert counts.done + counts.refused, "days on which nothing is tried show nothing"


def test_the_days_have_what_days_may_bring() -> None:
    assert random_day.live("tests/formats/quiz-buzz.yaml", range(50), LONGEST).kinds >= DEEDS


def _no_scene(contest: Contest, audience: Any = None) -> Any:
    raise LookupError("no scene")


def _only_asides(contest: Contest, seat: str | None = None) -> list[Move]:
    return [move for move in moves(contest.position) if move.aside]


def _as_it_stands(contest: Contest, seq: int) -> Contest:
    return contest.before(1)


@pytest.mark.parametrize(
    ("name", "broken", "fault"),
    [
        ("scene", _no_scene, "no scene"),
        ("moves", _only_asides, "nothing can be done any more"),
        ("at", _as_it_stands, "assert"),
        ("outcome", lambda contest: None, "outcome"),
    ],
)
def test_a_fault_would_be_found(name: str, broken: Any, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Contest, name, broken)
    assert fault in "".join(random_day.live(YINGBIN, range(2), LONGEST).wrong)
