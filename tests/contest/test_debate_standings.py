"""A tournament of debates: wins, then speaker points, margins and the opponents, reckoned from its records."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from quizarena.contest import Contest
from quizarena.contest.standings import rows
from quizarena.errors import RulebookError
from quizarena.rulebook import loads
from quizarena.simulation.robot import AVERAGE, play

ROUND = """
  - id: r{n}
    use: debate/pairs
    pairs: drawn
    sides: by_order
    segments: [{{name: Case, seconds: 60}}]
    verdict: judges
    criteria: {{content: 20}}
    votes: {{dissent: drop}}
"""
RULES = f"""
quizarena: 1
contest: {{title: T, language: en}}
teams: [{", ".join(f"{{id: {team}, name: {team.upper()}}}" for team in "abcdef")}]
judges: [J One, J Two, J Three]
order: roster
ties: {{when: always, by: [wins, {{sum: speakers}}, margin, opponents]}}
rounds:{"".join(ROUND.format(n=n) for n in (1, 2, 3))}
"""


@pytest.mark.parametrize("seed", range(6))
def test_the_order_is_wins_then_speakers_then_margins_then_opponents(seed: int) -> None:
    *_before, last = play(Contest(loads(RULES)).position, AVERAGE, Random(seed))
    state = last.after.state
    wins, points, margins = ({team: Fraction(0) for team in "abcdef"} for _what in range(3))
    met: dict[str, list[str]] = {team: [] for team in "abcdef"}
    for played in state.rounds:
        for match in played.state.matches:
            marks = {
                team: {b.judge: sum(b.fact.marks.values()) for b in match.sheet(team).ballots} for team in match.teams
            }
            one, other = match.teams
            votes = {judge: one if marks[one][judge] > marks[other][judge] else other for judge in marks[one]}
            winner = max(match.teams, key=list(votes.values()).count)
            heard = [judge for judge, vote in votes.items() if vote == winner]
            means = {team: Fraction(sum(marks[team][judge] for judge in heard)) / len(heard) for team in match.teams}
            wins[winner] += 1
            for own, opponent in ((one, other), (other, one)):
                points[own] += means[own]
                margins[own] += means[own] - means[opponent]
                met[own].append(opponent)
    strength = {team: sum(wins[other] for other in met[team]) for team in met}
    key = {team: (wins[team], points[team], margins[team], strength[team]) for team in wins}
    found = rows(last.after)
    assert [key[row.entrant] for row in found] == sorted(key.values(), reverse=True)
    assert {row.entrant: row.total for row in found} == wins


@pytest.mark.parametrize("seed", range(4))
def test_rounds_are_paired_by_wins_without_a_second_meeting_and_sides_even_out(seed: int) -> None:
    rules = RULES.replace("pairs: drawn", "pairs: power").replace("sides: by_order", "sides: balanced")
    *_before, last = play(Contest(loads(rules)).position, AVERAGE, Random(seed))
    wins, lead, met = Counter[str](), Counter[str](), set[frozenset[str]]()
    for played in last.after.state.rounds:
        pairs = [(match.affirmative, match.negative) for match in played.state.matches]
        assert met.isdisjoint(map(frozenset, pairs))
        assert sum(abs(wins[one] - wins[other]) for one, other in pairs) <= 2  # one or two are pulled up
        for one, other in pairs:
            assert lead[one] <= lead[other]
            lead[one] += 1
            lead[other] -= 1
        met |= set(map(frozenset, pairs))
        wins.update(team for team, score in last.after.team_scores(played).items() if score.value == 1)


def test_a_part_that_no_round_gives_is_refused() -> None:
    with pytest.raises(RulebookError, match="did you mean 'speakers'"):
        loads(RULES.replace("sum: speakers", "sum: speaker"))
