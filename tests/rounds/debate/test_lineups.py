"""`speakers: chosen`: a squad names who speaks, and who replies, in each match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from quizarena.roster import Roster
from quizarena.scenes import OnStage, Say, Versus
from quizarena.testing import check_kind
from quizarena.text import draw, plain
from quizarena_rounds.debate.kind import Debate
from quizarena_rounds.debate.rules import Segment
from tests.rounds.debate.play import INDIVIDUAL, debate, to_floor
from tests.rounds.driver import Table, hall, judges, teams

FIRST = Segment(name=plain("first"), side="affirmative", speaker=1, seconds=180)
SECOND = Segment(name=plain("second"), side="negative", speaker=2, seconds=180)
REPLY = Segment(name=plain("reply"), side="affirmative", speaker="reply", seconds=60)


def stage(segments: Sequence[Segment] = (FIRST, SECOND, REPLY), members: int = 4, **rules: Any) -> Table:
    """Return a debate of two squads of four."""
    given = {
        "segments": tuple(segments),
        "speakers": "chosen",
        "individual": INDIVIDUAL,
        "criteria": {},
        "verdict": "judges",
    }
    field = hall(teams("a", "b", members=members), judges(3))
    return Table(Debate(), debate(**(given | rules)), field)


def lined_up(**more: str) -> Table:
    """Return the debate with its line-ups: the third and first of a, the second and fourth of b."""
    board = stage()
    to_floor(board)
    board.make("debate.lined_up", order="a-3 a-1", reply="second")
    board.make("debate.lined_up", order="b-2 b-4", reply="first")
    return board


def said(board: Table) -> list[str]:
    [say] = board.kind.scene(board.state, board.moment, "host").of(Say)
    return [draw(line, "en") for line in say.now]


def test_nobody_speaks_before_both_sides_have_named_their_speakers() -> None:
    board = stage()
    to_floor(board)
    for team in ("a", "b"):
        [move] = [each for each in board.open() if not each.aside]
        assert (move.fact.type, move.identity["team"]) == ("debate.lined_up", team)
        board.make("debate.lined_up", order=f"{team}-1 {team}-2", reply="first")
    assert "debate.turn" in {move.fact.type for move in board.open()}
    assert board.refold() == board.state


def test_the_host_reads_the_line_ups_and_who_stands_up() -> None:
    board = lined_up()
    assert said(board) == ["Affirmative: a-3 and a-1; a-1 replies.", "Negative: b-2 and b-4; b-2 replies."]
    spoken = []
    for _segment in board.rules.segments:
        [versus] = board.kind.scene(board.state, board.moment, "hall").of(Versus)
        stages: list[OnStage] = [versus.affirmative, versus.negative]
        spoken.append([str(draw(each.member, "en")) for each in stages if each.member is not None])
        board.gesture("clock")
        board.gesture("clock")
        board.gesture("next")
    assert spoken == [["a-3"], ["b-4"], ["a-1"]]


def test_judges_mark_those_who_spoke() -> None:
    board = lined_up()
    for _segment in board.rules.segments:
        board.make("debate.segment_ended")
    ballots = [move for move in board.open() if move.fact.type == "debate.ballot"]
    paths = [[blank.path for blank in move.blanks if blank.path != "judge"] for move in ballots]
    assert paths == [["speakers.a-3", "speakers.a-1"], ["speakers.b-2", "speakers.b-4"]]


def test_sheets_printed_before_the_day_name_nobody() -> None:
    board = stage()
    ways = [next(iter(way)) for way in board.kind.upcoming(board.state, board.moment)]
    assert len({state.matches[0].lineups for state in ways}) == len(ways)


@pytest.mark.parametrize(
    ("segments", "members"),
    [((FIRST, SECOND), 1), ((REPLY,), 4)],
    ids=["a squad of one for two speakers", "no segment says how many"],
)
def test_what_cannot_be_chosen_is_refused(segments: Sequence[Segment], members: int) -> None:
    board = stage(segments, members)
    roster = Roster(board.field.teams, board.field.judges)
    assert "speakers" in [where for where, _why in board.kind.refuse(board.rules, roster, board.panel)]


def test_the_kit_finds_nothing() -> None:
    rules = {"use": "debate/world_schools", "speakers": "chosen"}
    check_kind(Debate(), [rules], examples=4, longest=40)
