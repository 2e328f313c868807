"""Knock-outs: their matches with byes and seeds, who goes on, the places, the tree, and what is refused."""

from __future__ import annotations

from random import Random

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.errors import RulebookError
from quizarena.rulebook import loads, of_resolved, resolved_mapping
from quizarena.scenes import Bracket
from quizarena.sessions.hall import feed_of
from quizarena.simulation.robot import AVERAGE, play
from quizarena.terminal.pictures import Look, draw_board
from quizarena.testing import START, opened
from quizarena.web.pictures import picture
from tests.terminal.golden import plain

from . import telling

RULES = """
quizarena: 1
contest: {title: Cup, language: en}
teams: [TEAMS]
order: roster
rounds:
  - {id: cup, use: bracket, match: {use: quiz/team_required, per_team: 1}MORE}
ties: {by: [sudden_death]}
prizes: [{name: First}]
"""


def text(names: str, more: str = "") -> str:
    teams = ", ".join(f"{{id: {name.lower()}, name: {name}}}" for name in names.split())
    return RULES.replace("TEAMS", teams).replace("MORE", more)


@pytest.mark.parametrize(
    ("teams", "matches"),
    [
        ("A B", "final:1v2"),
        ("A B C", "4-1:2v3 final:1vW4-1"),
        ("A B C D", "4-1:1v4 4-2:2v3 third:L4-1vL4-2 final:W4-1vW4-2"),
        ("A B C D E F", "8-1:4v5 8-2:3v6 4-1:1vW8-1 4-2:2vW8-2 third:L4-1vL4-2 final:W4-1vW4-2"),
        (
            "A B C D E F G H",
            "8-1:1v8 8-2:4v5 8-3:2v7 8-4:3v6 4-1:W8-1vW8-2 4-2:W8-3vW8-4 third:L4-1vL4-2 final:W4-1vW4-2",
        ),
    ],
)
def test_seeds_meet_as_usual_and_the_first_have_the_byes(teams: str, matches: str) -> None:
    rulebook = loads(text(teams, ", third_place: true"))
    said = []
    for entry in rulebook.rounds:
        assert entry.advance is not None
        letter = "L" if entry.advance.skip else "W"
        sides = [*map(str, entry.advance.seeds), *(letter + each.removeprefix("cup-") for each in entry.advance.of)]
        said.append(f"{entry.id.removeprefix('cup-')}:{'v'.join(sides)}")
        assert (entry.bracket, entry.counts) == ("cup", False)
        assert entry.decides == (entry.id in ("cup-final", "cup-third"))
    assert " ".join(said) == matches
    assert of_resolved(resolved_mapping(rulebook)) == rulebook


def test_matches_are_called_by_how_many_are_left() -> None:
    rulebook = loads(text("A B C D E F G H I", ", third_place: true"))
    assert [entry.title.in_language("en") for entry in rulebook.rounds] == [
        "Last 16, match 1",
        *(f"Quarter-final {number}" for number in (1, 2, 3, 4)),
        "Semi-final 1",
        "Semi-final 2",
        "Match for third place",
        "Final",
    ]


def test_all_teams_may_take_part_and_third_place_is_played_for_where_it_is_said() -> None:
    rulebook = loads(text("A B C D", ", size: 4"))
    assert [entry.id for entry in rulebook.rounds] == ["cup-4-1", "cup-4-2", "cup-final"]


def test_three_teams_have_no_match_for_third_place_and_matches_may_count() -> None:
    rulebook = loads(
        text("A B C D E", ", size: 3, third_place: true").replace("per_team: 1", "per_team: 1, counts: true")
    )
    assert [(entry.id, entry.counts) for entry in rulebook.rounds] == [("cup-4-1", True), ("cup-final", True)]


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (", size: 9", "7:83: rounds.0.size: expected at most 4, as many as teams"),
        (", size: 1", "7:83: rounds.0.size: expected at least 2, got 1"),
        (", sizes: 3", "7:77: rounds.0: unknown key 'sizes'; did you mean 'size'?"),
        (", third_place: 1", "7:90: rounds.0.third_place: expected true or false, got '1'"),
        (", by: [quiz]", "7:82: rounds.0.teams.by.0: no earlier round has the id 'quiz'; known are -"),
    ],
)
def test_what_is_wrong_with_a_knock_out_has_its_line(more: str, line: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(text("A B C D", more).replace("per_team: 1", "per_team: 11"))
    assert f"contest.yaml:{line}" in [str(each) for each in caught.value.problems]


@pytest.mark.parametrize(
    ("match", "line"),
    [
        ("quiz/duel", "7:36: rounds.0.match: expected the rules of a match, got 'quiz/duel'"),
        (
            "{use: quiz/duel, title: X}",
            "7:53: rounds.0.match: a knock-out says title of its matches itself; leave it out",
        ),
        ("{use: quiz/duel, pints: 3}", "7:53: rounds.0: unknown key 'pints'; did you mean 'points'?"),
    ],
)
def test_what_is_wrong_with_all_matches_is_said_once(match: str, line: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(text("A B C D").replace("{use: quiz/team_required, per_team: 1}", match))
    assert [str(each) for each in caught.value.problems] == [f"contest.yaml:{line}"]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("{top: 1, skip: 1, of: [cup]}", "skip: expected less than top, 1, found 1"),
        ("{seeds: [1, 1]}", "seeds: expected places from 1, each once"),
        ("{seeds: [5]}", "seeds.0: expected at most 4, as many as teams"),
        ("{top: 1}", "expected at least one round to go on from"),
    ],
)
def test_teams_of_a_match_written_by_hand(said: str, problem: str) -> None:
    rules = text("A B C D").replace("use: bracket, match: {use: quiz/team_required, per_team: 1}", "use: quiz/risk")
    last = "  - {id: last, use: quiz/team_required, per_team: 1, teams: " + said + "}\nties"
    with pytest.raises(RulebookError) as caught:
        loads(rules.replace("ties", last, 1))
    assert problem in str(caught.value)


COPA = [
    ("cup-8-1", {"arg": 3, "ecu": 0}),
    ("cup-8-2", {"col": 3, "par": 0}),
    ("cup-8-3", {"chi": 4, "bra": 0}),
    ("cup-4-1", {"uru": 1, "arg": 0}),
    ("cup-4-2", {"chi": 2, "col": 1}),
    ("cup-third", {"arg": 1, "col": 2}),
    ("cup-final", {"uru": 1, "chi": 0}),
]
"""Copa America 1987: the holders come to the semi-finals; of each group the match that decided it.

martj42/international_results results.csv (CC0), 1987-07-02 to 1987-07-12; Chile beat Colombia in extra time.
"""


def score(contest: Contest, goals: dict[str, int]) -> None:
    """Play a match: as many right answers of four as a team has goals."""
    telling.make(contest, "round.begun")
    left = dict(goals)
    while any(move.fact.type == "quiz.asked" for move in contest.moves() if not move.aside):
        telling.make(contest, "quiz.asked")
        team = str(attrs.asdict(contest.records[-1].fact)["team"])
        telling.make(contest, "quiz.ruled", verdict="right" if left[team] > 0 else "wrong")
        left[team] -= 1


def test_the_copa_america_of_1987() -> None:
    rules = text("Uru Col Chi Arg Ecu Bra Par", ", third_place: true").replace("per_team: 1", "per_team: 4, points: 1")
    contest = opened(loads(rules))
    assert not contest.scene("hall").of(Bracket)
    for nth, (match, goals) in enumerate(COPA):
        coming = contest.position.coming
        assert coming is not None
        assert coming.id == match
        (move,) = (each for each in contest.moves() if each.fact.type == "round.begun")
        assert set(move.derived["order"]) == set(goals)
        assert move.say is not None
        assert " meet." in move.say.in_language("en")
        score(contest, goals)
        if nth == 3:
            (tree,) = contest.scene("hall").of(Bracket)
            shown = [
                [
                    [(each.name and each.name.in_language("en"), each.score, each.won) for each in match.sides]
                    for match in stage
                ]
                for stage in tree.stages
            ]
            assert shown[1:] == [
                [[("Uru", 1, True), ("Arg", 0, False)], [("Col", None, None), ("Chi", None, None)]],
                [[("Uru", None, None), (None, None, None)]],
            ]
    places = {row.entrant: row.place for row in contest.standings("hall").rows}
    assert places == {"uru": 1, "chi": 2, "col": 3, "arg": 4, "par": 5, "bra": 5, "ecu": 5}


def test_who_has_no_opponent_and_a_match_without_teams_are_announced() -> None:
    contest = opened(loads(text("A B C D")))
    lines = []
    for _time in range(3):
        (move,) = (each for each in contest.moves() if each.fact.type == "round.begun")
        assert move.say is not None
        lines.append(move.say.in_language("en"))
        assert contest.scene("host").to_json("en")
        for team in move.derived["order"][:1]:
            telling.make(contest, "team.left", team=team, mode="withdrawn", reason="ill")
    assert lines == [
        "And now: Semi-final 1. A and D meet.",
        "And now: Semi-final 1. D has no opponent.",
        "And now: Semi-final 1.",
    ]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("by", ["", ", by: [first]"])
def test_the_robot_plays_a_knock_out_to_its_end(seed: int, by: str) -> None:
    rules = text("A B C D E F", f", size: 5, third_place: true{by}")
    rules = rules.replace("rounds:", "rounds:\n  - {id: first, use: quiz/team_required, per_team: 3}")
    *_before, last = play(Contest(loads(rules)).position, AVERAGE, Random(seed))
    position = last.after
    held = {played.id: played for played in position.state.rounds if not played.play_off}
    assert [len(played.order) for played in held.values()] == [6, 2, 2, 2, 2, 2]
    assert set(held["cup-third"].order) | set(held["cup-final"].order) == (
        set(held["cup-4-1"].order) | set(held["cup-4-2"].order)
    )
    if by:
        scores = position.team_scores(held["first"])
        out = next(team for team in scores if all(team not in held[each].order for each in list(held)[1:]))
        assert scores[out].value == min(each.value for each in scores.values())


def test_the_tree_stands_on_the_board_of_terminals_and_browsers() -> None:
    contest = opened(loads(text("Uru Col Chi Arg Ecu", ", third_place: true")))
    telling.make(contest, "round.begun")
    telling.make(contest, "cue.board", programme="standings", step=0)
    shown = feed_of(contest, "hall")
    rows = plain(draw_board(shown, Look(80, 24, "en", START)))
    columns = {name: next(row.index(name) for row in rows if name in row) for name in ("Arg", "Uru", "Match for third")}
    assert columns["Arg"] < columns["Uru"] < columns["Match for third"]
    page = picture("board", shown, contest.rulebook, "en")
    html = "".join(page.region_html(name) for name in page.regions)
    assert [html.count(f">{name}<") for name in ("Arg", "Ecu", "Uru", "Match for third place")] == [1, 1, 1, 1]
