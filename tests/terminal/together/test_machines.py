"""A board on another machine than the desk, both on one PostgreSQL server: it follows, and comes back after a cut."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals", allow_module_level=True)

from quizarena.arena import Arena
from quizarena.rulebook import loads
from tests.cli.running import TWO_TEAMS
from tests.machines import Machines, two_machines
from tests.terminal.together.terminal import Hall


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    with two_machines() as found:
        yield found


def test_a_board_on_another_machine_follows(machines: Machines) -> None:
    address = machines.contest("short")
    with Arena.create(address, loads(TWO_TEAMS)) as arena, Hall(far=machines.far) as hall:
        board = hall.open("board", address, far=True)
        board.sees("Two teams")
        arena.do("contest.opened", mode="live")
        arena.do("round.begun")
        arena.do("quiz.asked")
        board.sees("Question 1")


@pytest.mark.machines
def test_screens_come_back_after_the_cable_was_pulled(machines: Machines) -> None:
    address = machines.contest("cut")
    with Arena.create(address, loads(TWO_TEAMS)) as arena, Hall(far=machines.far) as hall:
        board = hall.open("board", address, far=True)
        arena.do("contest.opened", mode="live")
        arena.do("round.begun")
        board.sees("#002")
        machines.pull()
        arena.do("quiz.asked")
        board.sees("the record cannot be read")
        machines.plug()
        board.sees("Question 1", lacks="cannot be read")
        assert arena.lacking() == 0
