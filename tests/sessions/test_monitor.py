"""What the host is told beside the scene: above all what must not be said yet."""

from __future__ import annotations

import pytest

from quizarena.contest.facts import BoardShows
from quizarena.scenes import OnAir
from quizarena.sessions.monitor import not_yet
from quizarena.text import draw
from tests.contest.telling import told


@pytest.mark.parametrize(
    ("seq", "programme", "said"),
    [
        (78, "", None),
        (79, "", "还有 7 张没亮；得分、总分、名次"),
        (82, "", "还有 4 张没亮；得分、总分、名次"),
        (82, "standings", "还有 4 张没亮；得分、总分、名次"),
        (4, "", "还有 4 支签没开"),
        (6, "", None),
    ],
)
def test_the_host_is_told_what_the_board_has_not_opened_whatever_it_shows(
    seq: int, programme: str, said: str | None
) -> None:
    """Marks that are asked for wait from the first; the hall is not told how many steps there are to come."""
    contest = told(seq)
    if programme:
        contest.push(BoardShows(programme, 0))
    hushed = not_yet(contest.scene("host"))
    assert (None if hushed is None else draw(hushed, "zh")) == said
    assert contest.scene("hall").of(OnAir)[-1].waits is None
