"""Honours to members over several rounds: own points added up, uncapped, once the rounds are over (CN14)."""

from __future__ import annotations

from random import Random

import pytest

from quizarena.contest import Contest
from quizarena.contest.standings import awards
from quizarena.errors import RulebookError
from quizarena.report.winners import winners
from quizarena.rulebook import loads
from quizarena.scenes import Prizes, Say
from quizarena.simulation.robot import AVERAGE, play
from quizarena.testing import Clockwork, opened

from . import telling

RULES = """
quizarena: 1
contest: {title: Honours}
teams:
  - {id: a, name: A, members: [A1, A2]}
  - {id: b, name: B, members: [B1, B2]}
rounds:
  - {id: first, use: quiz/required, per_team: 2, points: 10, individual: true, cap: 10}
  - {id: second, use: quiz/required, per_team: 2, points: 15, individual: true, counts: false}
honours: [{name: 全能之星, rounds: [ROUNDS]}]
"""
RIGHT = {"a-1": (True, False), "a-2": (True, True), "b-1": (False, True), "b-2": (True, False)}


def played(rounds: str, *, until: str = "second") -> Contest:
    """Play both rounds, or the first alone; the honour is over `rounds`."""
    contest, clock = Contest(loads(RULES.replace("ROUNDS", rounds))), Clockwork()
    make(contest, clock, "contest.opened", mode="live")
    for nth, name in enumerate(("first", "second")):
        make(contest, clock, "round.begun")
        while any(move.fact.type == "quiz.asked" for move in contest.moves()):
            member = make(contest, clock, "quiz.asked")
            make(contest, clock, "quiz.ruled", verdict="right" if RIGHT[member][nth] else "wrong")
        if name == until:
            break
    return contest


def make(contest: Contest, clock: Clockwork, type_: str, **values: str) -> str:
    """Push the first open move of a type and return the member it names, if any."""
    move = next(move for move in contest.moves() if move.fact.type == type_ and move.closed is None)
    fact = move.fill(values, now=clock())
    contest.push(fact)
    return str(getattr(fact, "member", ""))


@pytest.mark.parametrize(
    ("rounds", "winners", "points"),
    [
        ("first, second", ("a-2",), 25),  # 10 + 15, although the team's first round is capped at 10
        ("first", ("a-1", "a-2", "b-2"), 10),
        ("second", ("a-2", "b-1"), 15),
    ],
)
def test_the_members_own_points_are_added_up(rounds: str, winners: tuple[str, ...], points: int) -> None:
    (award, *others) = [
        each for each in played(rounds).awards(audience=None) if each.name.in_language("zh") == "全能之星"
    ]
    assert (award.winners, others) == (winners, [])
    assert award.score is not None
    award.score.check()
    assert award.score.value == points
    assert award.score == award.scores[winners[0]], "the working shown is that of the first"


def test_the_rounds_named_give_no_honour_of_their_own() -> None:
    names = [award.name.in_language("en") for award in played("first").awards(audience=None)]
    assert names == ["Best individual", "全能之星"]  # the second round's own, and the rulebook's


def test_nothing_is_said_before_the_last_of_the_rounds_is_over() -> None:
    assert played("first, second", until="first").awards(audience=None) == ()


def test_a_round_that_is_not_there_is_refused() -> None:
    with pytest.raises(RulebookError, match="no round has the id 'secund'; did you mean 'second'") as caught:
        loads(RULES.replace("ROUNDS", "first, secund"))
    assert "honours.0.rounds.1" in str(caught.value)


SPEAKERS = """
quizarena: 1
contest: {title: Speakers, language: en}
teams: [TEAMS]
judges: [J One, J Two, J Three]
order: roster
panel: {rule: mean, places: 2}
rounds: [ROUND1, ROUND2]
"""
DEBATE = (
    "{id: NAME, use: debate/pairs, title: NAME, pairs: drawn, sides: by_order, criteria: {content: 20},"
    " segments: [{name: Case, seconds: 60}], individual: {award: Best speaker, out_of: 100}}"
)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("more", ["", ", by: mean, least: 2"])
def test_speakers_are_ranked_by_their_marks_over_all_debates(seed: int, more: str) -> None:
    """The total, or the average, of all speaker scores of a speaker, as speakers' tabs rank them.

    TabbycatDebate/tabbycat docs/features/standings-rules.rst, speaker standings rules.
    """
    teams = ", ".join(f"{{id: {team}, name: Team {team}, members: [{team}x, {team}y]}}" for team in "abcd")
    text = SPEAKERS.replace("TEAMS", teams)
    for nth in ("1", "2"):
        text = text.replace(f"ROUND{nth}", DEBATE.replace("NAME", f"r{nth}"))
    *_before, last = play(
        Contest(loads(f"{text}honours: [{{name: Speaker, rounds: [r1, r2]{more}}}]")).position, AVERAGE, Random(seed)
    )
    rounds = [
        next(iter(last.after.kind(each).awards(each.state, last.after.moment(each)))).scores
        for each in last.after.state.rounds
    ]
    points = {member: sum(each[member].value for each in rounds) for member in rounds[0]}
    (award,) = awards(last.after)
    assert award.winners == tuple(member for member, value in points.items() if value == max(points.values()))
    assert award.score is not None
    award.score.check()
    assert award.score.value == max(points.values()) / (2 if more else 1)


RANKS = """
quizarena: 1
contest: {title: Places, language: en}
teams: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}, {id: d, name: D}]
order: roster
rounds: [{id: quiz, use: quiz/team_required, per_team: 2}]
announce: places
prizes: [{name: First prize}, {name: Courage, given: to_last}]
"""


def test_places_without_a_prize_are_announced_from_the_last_up() -> None:
    contest = opened(loads(RANKS))
    telling.make(contest, "round.begun")
    telling.rule(contest, "+++-" + "+---")  # a 20, b and c 10, d 0
    found = contest.scene("desk").of(Prizes)[-1]
    assert [name.in_language("zh") for name, _winners in found.rows] == ["First prize", "Courage", "第二名"]
    lines, known = [], []
    for step in range(2, 7):
        telling.make(contest, "cue.board", programme="prizes", step=step)
        lines.append(contest.scene("host").of(Say)[-1].now[0].in_language("en"))
        shown = contest.standings("hall").prizes
        known.append([("".join(each.entrants), each.is_open) for each in shown])
    assert lines[:4] == [
        "Second place: B, 10!",
        "And also, on the same 10: C!",
        "Courage: D, 0!",
        "First prize: A, 20!",
    ]
    assert known[0] == [("", False), ("", False), ("b", True)]
    assert known[3] == [("a", True), ("d", True), ("bc", True)]
    assert [each.prize.in_language("en") for each in winners(contest, None)] == ["First prize", "Courage"]
