"""`judges: allotted`: each judge judges one match, as the rules allot them or as a person says."""

from __future__ import annotations

from random import Random
from typing import Any

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.errors import RulebookError
from quizarena.moves import IllegalFact
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rulebook import loads
from quizarena.scenes import Say
from quizarena.scenes import Table as Grid
from quizarena.simulation.robot import AVERAGE, play
from quizarena.testing import check_kind, opened
from quizarena.text import Text, draw
from quizarena_rounds.debate.facts import JudgesAllotted
from quizarena_rounds.debate.kind import Debate
from tests.contest import telling
from tests.rounds.debate.play import debate, excuse, leaves, sheet, to_ballots
from tests.rounds.driver import Table, hall, judges, teams


def stage(units: str = "j1=north j3=south", count: int = 4, playing: str = "abcd", **rules: Any) -> Table:
    """Return a debate of teams, a of the north and c of the south, and judges with these units."""
    own = dict(each.split("=") for each in units.split())
    known = {"a": "north", "c": "south"}
    panel = tuple(attrs.evolve(judge, unit=own.get(judge.id)) for judge in judges(count))
    field = hall(tuple(attrs.evolve(team, unit=known.get(team.id)) for team in teams(*playing, members=2)), panel)
    given = {"judges": "allotted"} | rules
    board = Table(Debate(), debate(**given), field, Panel.of_mapping({"rule": "sum"}).seated(panel, count))
    board.make("debate.paired")
    return board


def rows(board: Table, audience: str) -> list[list[str]]:
    """Return the rows of every table that an audience sees, as text."""
    blocks = board.kind.scene(board.state, board.moment, audience).of(Grid)
    return [[_shown(cell) for cell in row] for block in blocks for row in block.rows]


def _shown(cell: Any) -> str:
    return cell.in_language("en") if isinstance(cell, Text) else str(cell)


def test_each_judge_judges_one_match_and_no_team_of_the_own_unit() -> None:
    board = stage()
    [say] = board.kind.scene(board.state, board.moment, "host").of(Say)
    line = "Match 1 is judged by j2 and j3. Match 2 is judged by j1 and j4."
    assert [draw(each, "en") for each in (*say.now, *say.then)] == [line]
    board.gesture("next")
    pairs = [["1", "a", "b", "j2 and j3"], ["2", "c", "d", "j1 and j4"]]
    assert rows(board, "hall") == pairs
    assert rows(board, "desk")[2:] == [
        ["j1, match 2: not match 1, for a team of north is there"],
        ["j2, match 1: shares a unit with no team, and a judge was wanted there"],
        ["j3, match 1: not match 2, for a team of south is there"],
        ["j4, match 2: shares a unit with no team, and a judge was wanted there"],
    ]
    for wanted in (["j2", "j3"], ["j1", "j4"]):
        to_ballots(board)
        asked = [option.value for move in board.open() if move.fact.type == "debate.ballot" for option in _judges(move)]
        assert sorted(set(asked)) == wanted
        with pytest.raises(IllegalFact):
            board.make("debate.absent", judge="j2" if "j1" in wanted else "j1")
        for judge in wanted:
            for team in board.state.running.teams:
                board.make("debate.ballot", sheet("20 10 20 10"), team=team, judge=judge)
        board.make("debate.revealed")
    assert {team: score.value for team, score in board.scores().items()} == dict.fromkeys("abcd", 120), "of two judges"
    met = board.kind.meetings(board.state, board.moment)
    assert [meeting.judges for meeting in met] == [("j2", "j3"), ("j1", "j4")]
    assert board.refold() == board.state


def _judges(move: Any) -> Any:
    return next(blank for blank in move.blanks if blank.path == "judge").options


def test_a_person_may_say_who_judges_where_but_nobody_judges_the_own_unit() -> None:
    board = stage()
    _auto, by_hand = [move for move in board.open() if move.fact.type == "debate.allotted"]
    offered = {blank.path: [option.value for option in blank.options] for blank in by_hand.blanks}
    anywhere = ["1", "2", "0"]
    expected = {"j1": ["2", "0"], "j2": anywhere, "j3": ["1", "0"], "j4": anywhere}
    assert offered == {f"matches.{judge}": numbers for judge, numbers in expected.items()}
    for wrong in ({"j1": "1"}, {"j2": "3"}, {"j9": "1"}):
        with pytest.raises(IllegalFact):
            board.push(by_hand.fact({"j1": "2", "j2": "1", "j3": "1", "j4": "0"} | wrong))
    board.push(by_hand.fact({"j1": "2", "j2": "1", "j3": "0", "j4": "0"}))
    assert rows(board, "desk") == [["1", "a", "b", "j2"], ["2", "c", "d", "j1"]], "no reasons: a person decided"


def test_who_cannot_be_allotted_is_said_and_a_person_goes_on() -> None:
    board = stage("j1=north j2=north", count=2)
    why = "cannot be allotted: match 1, a and b: every judge who is left is of a unit of its teams, or stands down"
    assert board.reason("debate.allotted") == why
    board.make("debate.allotted", {"matches.j1": "2", "matches.j2": "0"})
    to_ballots(board)
    assert [move.fact.type for move in board.open() if not move.aside] == ["debate.unmarked"]


def test_judges_are_allotted_anew_between_matches() -> None:
    board = stage("", playing="abcdef", count=3)
    board.gesture("next")
    to_ballots(board)
    assert not [move for move in board.moves() if move.fact.type == "debate.allotted"]
    for team in "ab":
        board.make("debate.ballot", sheet("20 10 20 10"), team=team, judge="j1")
    board.make("debate.revealed")
    assert [bool(move.blanks) for move in board.open() if move.fact.type == "debate.allotted"] == [False, True]
    excuse(board, "j2")
    board.push(JudgesAllotted({"j1": "2", "j3": "3"}))
    assert board.state.panel_of(2) == ("j1",)
    assert board.state.matches[0].judges == ("j1",)
    leaves(board, "c", "e")
    assert not [move for move in board.moves() if move.fact.type == "debate.allotted"], "no match comes any more"


ROUND = (
    "{id: NAME, use: debate/pairs, title: NAME, judges: allotted, sides: by_order, criteria: {content: 20},"
    " segments: [{name: Case, seconds: 60}]}"
)
RULES = f"""
quizarena: 1
contest: {{title: Debates, language: en}}
teams: [{{id: a, name: A}}, {{id: b, name: B}}, {{id: c, name: C}}, {{id: d, name: D}}]
judges: [J, K, {{id: l, name: L, stands_down: [a]}}, {{id: m, name: M}}]
order: roster
panel: {{rule: mean}}
rounds: [{ROUND.replace("NAME", "r1")}, {ROUND.replace("NAME", "r2")}]
"""
"""Two rounds of the same pairs: whoever can change the match does."""


def test_in_the_next_round_a_judge_meets_other_teams() -> None:
    *_before, last = play(Contest(loads(RULES)).position, AVERAGE, Random(1))
    first, second = (played.state.matches for played in last.after.state.rounds)
    assert [match.judges for match in first] == [("j1", "m"), ("j2", "l")]
    assert [match.judges for match in second] == [("j2", "m"), ("j1", "l")]
    for played in last.after.state.rounds:
        for score in last.after.scores(played).values():
            score.check()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("allotted", "alloted", "rounds.0.judges: expected one of all, allotted, got 'alloted'; did you mean"),
        ("judges: [J, K, ", "judges: [", "rounds.0.judges: there are fewer judges than matches; add judges, or write"),
    ],
)
def test_a_rulebook_that_cannot_allot_is_refused(old: str, new: str, problem: str) -> None:
    rules = RULES.replace(", {id: m, name: M}", "") if "J" in old else RULES
    with pytest.raises(RulebookError) as caught:
        loads(rules.replace(old, new, 1))
    assert str(caught.value.problems[0]).startswith(f"contest.yaml:8:57: {problem}")


def test_uneven_matches_are_advised_about() -> None:
    board = stage(count=5)
    advices = board.kind.advise(board.rules, Roster(board.field.teams, board.field.judges))
    assert [(each.where, draw(each.why, "en")) for each in advices] == [
        ("judges", "some matches have 2 judges, others 3"),
    ]


def test_a_correction_of_the_allotment_names_the_ballots_that_go_with_it() -> None:
    contest = opened(loads(RULES))
    for fact in ("round.begun", "debate.paired", "debate.allotted", "debate.sided"):
        telling.make(contest, fact)
    telling.make(contest, "debate.motion_set", text="x")
    for fact in ("debate.motion_shown", "debate.segment_ended"):
        telling.make(contest, fact)
    for judge in ("j1", "m"):
        telling.make(contest, "debate.ballot", judge=judge, **{"marks.content": "15"})
    (seq,) = (record.seq for record in contest.records if record.fact.type == "debate.allotted")
    changed = JudgesAllotted({"j1": "1", "j2": "1", "l": "2", "m": "2"})
    (ballot,) = contest.misfits([(seq, changed)])
    assert contest.records[ballot].fact.subject.judge == "m"
    contest.correct([(seq, changed)], reason="misread", take_out=[ballot])
    telling.make(contest, "debate.ballot", judge="j2", **{"marks.content": "15"})
    with pytest.raises(IllegalFact, match="judge: expected one of j1, j2, found m"):
        telling.make(contest, "debate.ballot", judge="m", **{"marks.content": "15"})


def test_the_kind_keeps_its_promises_with_judges_allotted() -> None:
    check_kind(Debate(), [{"use": "debate/pairs", "judges": "allotted"}], examples=2, longest=30)
