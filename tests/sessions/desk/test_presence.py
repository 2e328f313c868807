"""The desk's seat goes where the desk records."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from quizarena.arena import Arena
from quizarena.contest.facts import BoardMessage, ContestOpened
from quizarena.rulebook import loads
from quizarena.sessions.desk.desk import Unsaved
from quizarena.sessions.desk.presence import join, leave
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.desk.trouble import Trouble
from quizarena.sessions.keys import press
from quizarena.text import plain
from tests.presence import sit

NOON = datetime.fromisoformat("2026-11-28T12:00:00+08:00")
RULES = """
quizarena: 1
contest: {title: Small, language: en}
teams: [{id: red, name: Red}, {id: blue, name: Blue}]
rounds: [{id: one, use: quiz/team_required, per_team: 1}]
"""


def test_a_desk_that_saves_in_another_place_leaves_its_seat_and_sits_there(tmp_path: Path) -> None:
    with Arena.create(tmp_path / "a.qa", loads(RULES)) as arena:
        arena.push(ContestOpened("live"))
        desk = DeskSession(arena, file=arena.journal.address)
        join(desk, arena.journal.sit("desk"), NOON)
        there = sit(tmp_path / "a.qa", "board")
        assert there is not None
        assert [each.acting for each in there.others()] == [NOON]
        again = Unsaved(plain("a message"), lambda: desk.arena.push(BoardMessage("hello")), plain("the disk is full"))
        desk.open(Trouble(desk, again))
        desk.paint()
        desk.press(press("2", "2"), NOON + timedelta(seconds=5))
        assert Path(desk.file).name == "a-2.qa"
        assert there.others() == [], "nobody records in the old file"
        here = sit(desk.file, "board")
        assert here is not None
        assert [(each.role, each.acting) for each in here.others()] == [("desk", NOON + timedelta(seconds=5))]
        leave(desk)
        assert here.others() == []
        for each in (there, here):
            each.close()
        desk.arena.close()
