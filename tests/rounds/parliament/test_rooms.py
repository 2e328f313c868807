"""Rooms, seats, speeches, the one ballot and the points by place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from quizarena.moves import IllegalFact
from quizarena.roster import Roster
from quizarena.scenes import Say
from quizarena.text import both, plain
from quizarena_rounds.lots import Topic
from quizarena_rounds.parliament.kind import Parliament
from quizarena_rounds.parliament.rules import ParliamentRules
from tests.rounds.driver import NOON, Table, hall, judges, teams

D = Decimal
SEED = "2023-01-11|3 17 8 22|9f2c51d07ae64b1f8d3e0c6a5b7f4e21"


def table(playing: str = "abcd", panel: int = 3, *, seed: str | None = None, **rules: Any) -> Table:
    """Return a table of one-letter teams with two members each, seated as they come."""
    made = ParliamentRules(**{"seats": "by_order", "best_speaker": both(zh="最佳辩手", en="Best speaker"), **rules})
    return Table(Parliament(), made, hall(teams(*playing, members=2), judges(panel)), seed=seed)


def to_ballot(board: Table) -> None:
    """Go on until the ballot of the next room is due, all speeches left out."""
    if board.state.order is None:
        board.make("parliament.formed")
    board.make("parliament.seated")
    if not board.rules.motions:
        board.make("parliament.motion_set", text="a motion")
    board.make("parliament.motion_shown")
    while any(move.fact.type == "parliament.speech_ended" for move in board.open()):
        board.make("parliament.speech_ended")


def sheet(board: Table, marks: str) -> dict[str, str]:
    """Return what fills the ballot: a mark for each speaker of the room, seat by seat."""
    room = board.state.running
    crew = [member.id for team in room.order if board.field.team(team).plays for member in members(board, team)]
    return {f"speakers.{each}": mark for each, mark in zip(crew, marks.split(), strict=True)}


def members(board: Table, team: str) -> Sequence[Any]:
    """Return a team's members."""
    return board.field.team(team).members


def decide(board: Table, marks: str, judge: str = "j1") -> None:
    """Hand in the ballot and open it."""
    board.make("parliament.ballot", sheet(board, marks), judge=judge)
    board.gesture("next")


def leaves(board: Table, *gone: str) -> None:
    """Let teams withdraw."""
    now = (attrs.evolve(team, standing="withdrawn") if team.id in gone else team for team in board.field.teams)
    board.field = attrs.evolve(board.field, teams=tuple(now))


def points(board: Table) -> dict[str, Any]:
    """Return every team's points."""
    return {team: score.value for team, score in board.scores().items()}


def test_the_totals_of_the_speakers_place_the_teams() -> None:
    board = table()
    to_ballot(board)
    decide(board, "75 76 78 77 74 74 77 76")  # 151, 155, 148, 153
    assert points(board) == {"b": 3, "d": 2, "a": 1, "c": 0}
    told = {team: score.find("speakers") for team, score in board.scores().items()}
    assert {team: score.value for team, score in told.items() if score} == {"a": 151, "b": 155, "c": 148, "d": 153}
    (award,) = board.kind.awards(board.state, board.moment)
    assert award.winners == ("b-1",)
    assert board.refold() == board.state
    assert board.over


def test_the_ballot_names_role_seat_and_team() -> None:
    """It listed names without a role, and totals without a seat."""
    board = table(seats="by_order")
    to_ballot(board)
    (ballot,) = (move for move in board.moves() if move.fact.type == "parliament.ballot")
    labels = [blank.label.in_language("en") for blank in ballot.blanks if blank.path.startswith("speakers.")]
    assert labels[:3] == ["Prime Minister a a-1", "Deputy Prime Minister a a-2", "Leader of the Opposition b b-1"]
    assert labels[-1] == "Opposition Whip d d-2"
    named = [each.label.in_language("en") for each in ballot.sums]
    assert named[1:] == [
        "Opening Government a",
        "Opening Opposition b",
        "Closing Government c",
        "Closing Opposition d",
    ]


def test_two_teams_may_not_have_the_same_total() -> None:
    board = table()
    to_ballot(board)
    with pytest.raises(IllegalFact, match="both have 150; no two teams may be level"):
        decide(board, "75 75 74 76 70 70 80 80")


def test_points_may_be_amended_afterwards() -> None:
    board = table()
    to_ballot(board)
    decide(board, "75 76 78 77 74 74 77 76")
    board.rules = attrs.evolve(board.rules, points=(D(4), D(3), D(2), D(1)))
    assert points(board) == {"b": 4, "d": 3, "a": 2, "c": 1}


def test_eight_teams_debate_in_two_rooms_drawn_by_lot() -> None:
    board = table("abcdefgh", seed=SEED, rooms="drawn", seats="drawn")
    board.make("parliament.formed")
    first, second = board.state.planned
    assert sorted((*first, *second)) == list("abcdefgh")
    to_ballot(board)
    decide(board, "80 80 75 75 70 70 65 65")
    assert not board.over
    to_ballot(board)
    decide(board, "65 65 70 70 75 75 80 80")
    assert board.over
    assert sorted(points(board).values()) == [0, 0, 1, 1, 2, 2, 3, 3]
    assert [sorted(room.order) for room in board.state.rooms] == [sorted(first), sorted(second)]


def test_the_best_of_the_standings_meet() -> None:
    board = table("abcdefgh", rooms="by_standings")
    board.totals = {team: D(place) for place, team in enumerate("abcdefgh")}  # type: ignore[assignment]
    board.make("parliament.formed")
    assert board.state.planned == (tuple("hgfe"), tuple("dcba"))


def test_a_speech_has_its_clock_and_its_bells() -> None:
    board = table(motions=(Topic(id="m", title=plain("one motion")),))
    board.make("parliament.formed")
    board.make("parliament.seated")
    board.gesture("next")
    board.gesture("clock")
    assert board.reason("parliament.speech_ended") == "stop the clock first"
    board.gesture("clock", at=NOON + timedelta(minutes=15))
    board.gesture("next")
    board.gesture("clock", at=NOON + timedelta(minutes=16))
    (clocks,) = [
        block
        for block in board.kind.scene(board.state, board.moment, "hall").to_json("en")["blocks"]
        if block["block"] == "clocks"
    ]
    (face,) = clocks["faces"]
    assert (face["label"], face["clock"]["limit_ms"]) == ("Prime Minister", 420_000)
    assert face["bells"] == [{"left": left, "strokes": strokes} for left, strokes in ((360, 1), (60, 1), (0, 2))]


def test_the_speeches_of_a_team_that_leaves_are_passed_over_and_the_rest_move_up() -> None:
    board = table()
    board.make("parliament.formed")
    board.make("parliament.seated")
    board.make("parliament.motion_set", text="a motion")
    board.make("parliament.motion_shown")
    board.make("parliament.speech_ended")
    leaves(board, "b")
    spoken = 0
    while any(move.fact.type == "parliament.speech_ended" for move in board.open()):
        spoken += 1
        board.make("parliament.speech_ended")
    assert spoken == 6
    decide(board, "75 76 74 74 77 76")
    assert points(board) == {"d": 3, "a": 2, "c": 1}


def test_a_speaker_who_leaves_while_the_clock_runs_leaves_a_scene_behind() -> None:
    board = table(motions=(Topic(id="m", title=plain("one motion")),), prepare_time=0)
    board.make("parliament.formed")
    board.make("parliament.seated")
    board.gesture("next")
    for _speech in range(7):
        board.make("parliament.speech_ended")
    board.gesture("clock")
    (say,) = board.kind.scene(board.state, board.moment, "host").of(Say)
    assert [line.in_language("en") for line in say.over] == ["Time, Opposition Whip."]
    leaves(board, board.state.running.order[3])
    says = board.kind.scene(board.state, board.moment, "host").of(Say)
    assert [line for say in says for line in say.over] == []


def test_a_room_with_one_team_left_closes_without_places() -> None:
    board = table()
    board.make("parliament.formed")
    board.make("parliament.seated")
    leaves(board, "a", "b", "c")
    board.make("parliament.unmarked", reason="nobody to debate with")
    assert points(board) == {}
    assert board.over


def test_the_chief_hands_in_the_ballot_and_another_judge_if_the_chief_cannot() -> None:
    board = table()
    to_ballot(board)
    (ballot,) = [move for move in board.open() if move.fact.type == "parliament.ballot"]
    assert [option.value for option in ballot.blanks[0].options] == ["j1"]  # type: ignore[union-attr]
    assert board.reason("parliament.revealed") == "the marks cannot open yet: waiting for j1"
    board.make("parliament.absent", judge="j1", reason="taken ill")
    decide(board, "75 76 78 77 74 74 77 76", judge="j2")
    assert points(board)["b"] == 3


def test_a_ballot_may_be_returned_and_a_room_reopened() -> None:
    board = table()
    to_ballot(board)
    board.make("parliament.ballot", sheet(board, "75 76 78 77 74 74 77 76"), judge="j1")
    board.make("parliament.returned", judge="j1", reason="a slip")
    decide(board, "80 76 78 76 74 74 77 76")
    assert points(board)["a"] == 3
    board.make("parliament.reopened", room=1, reason="protest")
    assert points(board) == {}
    board.gesture("next")
    assert points(board)["a"] == 3


@pytest.mark.parametrize(
    ("playing", "panel", "rules", "path"),
    [
        ("abc", 3, {}, "rooms"),
        ("abcde", 3, {}, "rooms"),
        ("abcd", 0, {}, "rooms"),
        ("abcd", 3, {"step": D(0)}, "step"),
        ("abcd", 3, {"lowest": D("50.5")}, "lowest"),
        ("abcd", 3, {"lowest": D(98)}, "highest"),
    ],
)
def test_what_cannot_be_played_is_refused(playing: str, panel: int, rules: dict[str, Any], path: str) -> None:
    board = table(playing, panel, **rules)
    roster = Roster(board.field.teams, board.field.judges)
    assert path in [where for where, _why in board.kind.refuse(board.rules, roster, None)]


def test_advice_where_a_team_has_more_members_than_speak() -> None:
    """Of three members the first two spoke, and nothing said so."""
    field = hall((*teams("abc", members=2), *teams("d", members=3)), judges(3))
    found = table().kind.advise(table().rules, Roster(field.teams, field.judges))
    (advice,) = (each for each in found if each.where == "rooms")
    assert advice.why.in_language("en") == "two of a team speak: of d the first two listed"


def test_advice_for_two_rooms_with_one_motion() -> None:
    board = table("abcdefgh", 1, motions=(Topic(id="m", title=plain("one motion")),))
    roster = Roster(board.field.teams, board.field.judges)
    assert [each.where for each in board.kind.advise(board.rules, roster)] == ["rooms", "motions"]
