"""Play a contest in memory: whatever may happen next is a move, and `do` records the one that is meant."""

from __future__ import annotations

from quizarena import Contest, loads

RULES = """
quizarena: 1
contest: {title: Friday quiz, language: en}
teams: [{id: red, name: Red}, {id: blue, name: Blue}]
order: roster
rounds: [{id: quiz, use: quiz/team_required, per_team: 2, points: 10}]
"""
contest = Contest(loads(RULES))

contest.do("contest.opened", mode="live")
contest.do("round.begun")
for verdict in ("right", "wrong", "right", "right"):
    contest.do("quiz.asked")
    contest.do("quiz.ruled", verdict=verdict)

print(contest.standings(audience=None))
print(contest.outcome())
