"""The screen over many halls: its picture, its pages and its keys."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.sessions.halls import HallState, state_of
from quizarena.terminal.halls import draw_halls, pages_of
from quizarena.text import plain
from tests.contest.telling import told
from tests.terminal.golden import check, masked
from tests.terminal.golden import plain as shown

NOW = told(40).records[-1].at + timedelta(seconds=4)


def hall(contest: Contest, number: int) -> HallState:
    return state_of(contest, f"hall-{number}.qa", ())


@pytest.mark.parametrize(("language", "size"), [("en", (120, 24)), ("zh", (80, 24))])
def test_two_rows_a_hall(language: str, size: tuple[int, int]) -> None:
    halls = [hall(told(seq), number) for number, seq in enumerate((40, 75, 0), 1)]
    lost = attrs.evolve(halls[2], address="postgresql://db/district#hall-4", trouble=plain("no answer from db"))
    check(f"halls-{language}", draw_halls([*halls, lost], size, NOW, language))


def test_more_than_there_is_room_for_are_on_pages() -> None:
    state = hall(told(0), 1)
    halls = [attrs.evolve(state, address=f"hall-{number}.qa") for number in range(1, 13)]
    assert pages_of(halls, 24) == 2
    rows = masked(shown(draw_halls(halls, (80, 24), NOW, "en", page=1)))
    assert sum("hall-" in row for row in rows) == 2
    assert "page 2 of 2" in rows[0]
