"""A contest's file of each format: what was once written must be read for ever, or be refused by one sentence.

`python -m tests.journal.formats` makes that of today's format anew. That is right only until it is in a release.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from quizarena.arena import Arena
from quizarena.contest.facts import FORMAT, Adjusted, ContestOpened, DrawEntered
from quizarena.moves import Move
from quizarena.points import parse_number
from quizarena.rulebook import loads

FOLDER = Path(__file__).parent / "files"
RULES = """
quizarena: 1
contest: {title: Two teams, language: en}
teams: [{id: red, name: Red, members: [R]}, {id: blue, name: Blue, members: [B]}]
order: drawn
rounds: [{id: quiz, use: quiz/required, per_team: 2}]
"""


def tell(path: Path) -> None:
    """Write a small contest: a draw, a deduction that is corrected, four questions, the end."""
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    with Arena.create(path, loads(RULES)) as arena:
        arena.push(ContestOpened("live"))
        arena.push(DrawEntered("order", ("blue", "red"), "the host"))
        late = arena.push(Adjusted("red", parse_number("-5"), "late"), seat="arbiter")
        while (move := _next(arena)) is not None:
            arena.push(move.fill({blank.path: "right" for blank in move.decisions}), seat=move.seat)
        arena.correct([(late.seq, Adjusted("red", parse_number("-2"), "late"))], reason="misread")
    with closing(sqlite3.connect(path)) as shell:
        shell.execute("VACUUM")
    for each in path.parent.glob(f"{path.name}-*"):
        each.unlink()


def _next(arena: Arena) -> Move | None:
    moves = (move for move in arena.contest.moves() if not move.aside and move.closed is None)
    return next((move for move in moves if move.fact.type.partition(".")[0] in ("round", "quiz")), None)


if __name__ == "__main__":
    tell(FOLDER / f"{FORMAT}.qa")
