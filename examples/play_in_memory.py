"""Play a contest in memory: whatever may happen next is a move, and pushing what a move makes is all there is."""

from __future__ import annotations

from quizarena import Contest, loads

RULES = """
quizarena: 1
contest: {title: Friday quiz}
teams: [{id: red, name: Red}, {id: blue, name: Blue}]
order: roster
rounds: [{id: quiz, use: quiz/team_required, per_team: 2, points: 10}]
"""
contest = Contest(loads(RULES))


def do(type_: str, **values: object) -> None:
    """Fill the move that makes a fact of this type, and record it."""
    move = next(move for move in contest.moves() if move.fact.type == type_)
    contest.push(move.fill(values))


do("contest.opened", mode="live")
do("round.begun")
for verdict in ("right", "wrong", "right", "right"):
    do("quiz.asked")
    do("quiz.ruled", verdict=verdict)

for row in contest.standings(audience=None).rows:
    print(row.place, row.entrant, row.total)
print(contest.outcome())
