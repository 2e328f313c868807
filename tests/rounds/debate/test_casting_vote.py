"""The chief judge's casting vote on level votes: when it is awaited, what it gives, what a correction makes of it."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows
from quizarena.contest.legality import ConflictError
from quizarena.contest.reveal import next_step
from quizarena.roster import Roster
from quizarena.rulebook import loads
from quizarena.scenes import Decision, OnAir, Say, Stage
from quizarena.testing import START
from quizarena_rounds.debate.facts import Voted
from quizarena_rounds.debate.rules import VotePoints
from tests.contest.telling import make
from tests.rounds.debate.play import CRITERIA, sheet, table, to_ballots, to_floor
from tests.rounds.driver import Table

CHAIR = VotePoints(casting="chair")
SIDES = {"a": "affirmative", "n": "negative"}


def chaired(playing: str, judges: int, **rules: Any) -> Table:
    """Return a table by votes at which j1 is the chief judge and has a casting vote."""
    return table(playing, judges, **{"verdict": "votes", "criteria": {}, "votes": CHAIR, **rules})


def vote(board: Table, cast: str) -> None:
    """Open the votes of the next match: a and n by judge, - for one who is absent."""
    to_ballots(board)
    for nth, side in enumerate(cast, 1):
        if side == "-":
            board.make("debate.absent", judge=f"j{nth}", reason="ill")
        else:
            board.make("debate.voted", judge=f"j{nth}", side=SIDES[side])
    board.make("debate.revealed")


def offered(board: Table) -> list[str]:
    return [move.fact.type for move in board.moves() if not move.aside]


def read(board: Table, language: str) -> list[tuple[Stage, str]]:
    (say,) = board.kind.scene(board.state, board.moment, "host").of(Say)
    return [(stage, line.in_language(language)) for stage, line in say.opening]


@pytest.mark.parametrize(("side", "points"), [("affirmative", (1, 0)), ("negative", (0, 1))])
def test_three_to_three_is_decided_by_the_chief_judge(side: str, points: tuple[int, int]) -> None:
    board = chaired("ab", 7)
    vote(board, "anan-an")
    assert offered(board) == ["debate.casting_vote"]
    cast = board.make("debate.casting_vote", side=side)
    scores = board.scores()
    assert (scores["a"].value, scores["b"].value) == points
    assert scores["a"].note is not None
    assert scores["a"].note.in_language("en") == f"votes 3 to 3; casting vote of j1 for the {side}"
    assert scores["a"].record == cast
    assert offered(board) == []
    assert board.refold() == board.state


@pytest.mark.parametrize(
    ("playing", "cast", "votes", "notes"),
    [
        ("ab", "aan", CHAIR, ["votes 2 to 1", "votes 1 to 2"]),
        ("ab", "ann", CHAIR, ["votes 1 to 2", "votes 2 to 1"]),
        ("ab", "an", CHAIR, ["votes 1 to 1; no casting vote yet"] * 2),
        ("ab", "an", VotePoints(), ["votes 1 to 1"] * 2),
        ("ab", "aan", VotePoints(), ["votes 2 to 1", "votes 1 to 2"]),
    ],
)
def test_a_level_count_says_that_a_casting_vote_is_missing(
    playing: str, cast: str, votes: VotePoints, notes: list[str]
) -> None:
    board = chaired(playing, len(cast), votes=votes)
    vote(board, cast)
    assert [score.note and score.note.in_language("en") for score in board.scores().values()] == notes


def test_a_casting_vote_decides_whichever_team_is_named_first() -> None:
    board = chaired("ba", 2)
    vote(board, "an")
    board.make("debate.casting_vote", side="negative")
    assert {team: score.value for team, score in board.scores().items()} == {"a": 1, "b": 0}


def test_until_it_is_given_the_match_counts_as_drawn_and_waits() -> None:
    board = chaired("abcd", 2)
    vote(board, "an")
    assert {team: score.value for team, score in board.scores().items()} == {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    (decision,) = board.kind.scene(board.state, board.moment, "hall").of(Decision)
    assert decision.winner is None
    assert decision.casting is not None
    forward = [move for move in board.moves() if not move.aside]
    assert forward[0].fact.type == "debate.casting_vote"
    assert {move.gesture for move in forward} == {None}, "Enter begins no other match"


def test_one_that_was_left_out_may_be_given_later() -> None:
    board = chaired("abcd", 2)
    vote(board, "an")
    to_floor(board)
    assert "debate.casting_vote" not in offered(board)
    board.make("debate.casting_vote", side="negative", match=1)
    assert board.scores()["b"].value == 1


def test_the_host_asks_for_it_once_the_count_is_level_and_reads_it_with_the_winner() -> None:
    board = chaired("ab", 7)
    vote(board, "anan-an")
    assert read(board, "zh") == [("panel", "三比三。"), ("panel", "请主评委投决定票。")]
    assert read(board, "en") == [("panel", "Three votes each."), ("panel", "The chief judge has the casting vote.")]
    board.make("debate.casting_vote", side="negative")
    assert read(board, "zh")[2:] == [("whole", "决定票，投反方。"), ("whole", "反方，b获胜！")]
    assert read(board, "en")[2:] == [
        ("whole", "The casting vote is for the negative."),
        ("whole", "The negative, b, win the debate!"),
    ]


def test_where_the_chief_judge_was_absent_the_first_who_voted_gives_it() -> None:
    board = chaired("ab", 5)
    vote(board, "-aann")
    assert read(board, "en")[1] == ("panel", "j2 has the casting vote.")
    board.make("debate.casting_vote", judge="j2", side="affirmative")
    assert board.scores()["a"].value == 1


@pytest.mark.parametrize(("cast", "rules"), [("ann", {}), ("an", {"votes": VotePoints()})])
def test_none_is_asked_for_where_a_side_has_more_votes_or_the_rules_know_none(cast: str, rules: dict[str, Any]) -> None:
    board = chaired("ab", len(cast), **rules)
    vote(board, cast)
    assert offered(board) == []
    (decision,) = board.kind.scene(board.state, board.moment, "hall").of(Decision)
    assert decision.casting is None
    assert decision.winner is not None


def test_it_decides_level_judges_and_level_deciding_ballots_too() -> None:
    board = chaired("ab", 2, verdict="judges", criteria=CRITERIA)
    to_ballots(board)
    for judge, marks in (("j1", ("20", "21")), ("j2", ("21", "20"))):
        for team, mark in zip("ab", marks, strict=True):
            board.make("debate.ballot", sheet(f"{mark} 10 20 10"), team=team, judge=judge)
    board.make("debate.revealed")
    assert read(board, "zh")[0] == ("panel", "一比一。")
    assert read(board, "en")[0] == ("panel", "One judge each.")
    board.make("debate.casting_vote", side="affirmative")
    scores = board.scores()
    ballots = scores["a"].find("ballots")
    assert scores["a"].value == 1
    assert ballots is not None
    assert ballots.value == 1, "the judges are counted without it"


def test_votes_that_are_collected_again_take_it_with_them() -> None:
    board = chaired("ab", 2)
    vote(board, "an")
    board.make("debate.casting_vote", side="affirmative")
    board.make("debate.reopened", match=1, reason="a wrong vote")
    board.make("debate.vote_returned", judge="j2", reason="a wrong vote")
    board.make("debate.voted", judge="j2", side="negative")
    board.make("debate.revealed")
    assert offered(board) == ["debate.casting_vote"]
    assert board.refold() == board.state


@pytest.mark.parametrize(
    ("rules", "chief", "reason"),
    [
        ({"verdict": "points"}, True, "a casting vote decides level votes"),
        ({"verdict": "votes", "criteria": {}}, False, "the casting vote is the chief judge's"),
    ],
)
def test_a_casting_vote_that_nobody_could_give_is_refused(rules: dict[str, Any], chief: bool, reason: str) -> None:
    board = table("ab", 3, votes=CHAIR, **rules)
    panel = tuple(attrs.evolve(each, chief=each.chief and chief) for each in board.field.judges)
    refused = dict(board.kind.refuse(board.rules, Roster(board.field.teams, panel), board.panel))
    assert refused["votes.casting"].in_language("en").startswith(reason)


def test_an_even_panel_is_no_worry_with_a_casting_vote() -> None:
    for votes, worried in ((VotePoints(), True), (CHAIR, False)):
        board = chaired("ab", 2, votes=votes)
        advices = board.kind.advise(board.rules, Roster(board.field.teams, board.field.judges))
        assert ("votes.draw" in [each.where for each in advices]) == worried


# In a contest


def contest(cast: str) -> Contest:
    """Return a contest of two debates, one match each, the votes of the first open."""
    match = {
        "kind": "debate",
        "sides": "by_order",
        "verdict": "votes",
        "votes": {"casting": "chair"},
        "segments": [{"name": "opening", "side": "affirmative", "seconds": 60}],
    }
    rules = {
        "quizarena": 1,
        "contest": {"title": "T", "language": "en"},
        "order": "roster",
        "teams": [{"id": team, "name": team.upper()} for team in "ab"],
        "judges": [{"id": f"j{nth}", "name": f"Judge {nth}", "chief": nth == 1} for nth in range(1, len(cast) + 1)],
        "rounds": [{"id": "first", "title": "First", **match}, {"id": "second", "title": "Second", **match}],
    }
    found = Contest(loads(json.dumps(rules)), at=START)
    make(found, "contest.opened", mode="live")
    for type_ in ("round.begun", "debate.paired", "debate.sided"):
        make(found, type_)
    make(found, "debate.motion_set", text="x")
    make(found, "debate.motion_shown")
    make(found, "debate.segment_ended")
    for nth, side in enumerate(cast, 1):
        make(found, "debate.voted", f"judge:j{nth}", judge=f"j{nth}", side=SIDES[side])
    make(found, "debate.revealed")
    return found


def corrected(found: Contest, judge: str, side: str, out: tuple[int, ...] = ()) -> None:
    """Correct a judge's vote, and take records out with it."""
    record = next(each for each in found.records if isinstance(each.fact, Voted) and each.fact.judge == judge)
    changed = attrs.evolve(record.fact, side=side)
    found.correct([(record.seq, changed)], reason="misheard", take_out=out, at=START)


def test_a_corrected_casting_vote_scores_anew() -> None:
    found = contest("an")
    seq = make(found, "debate.casting_vote", side="affirmative")
    assert found.standings(audience=None).totals["a"].value == 1
    found.correct([(seq, attrs.evolve(found.records[seq].fact, side="negative"))], reason="misheard", at=START)
    assert (found.standings(audience=None).totals["a"].value, found.standings(audience=None).totals["b"].value) == (
        0,
        1,
    )
    found.verify()


def test_a_vote_corrected_so_that_nothing_is_level_takes_the_casting_vote_out() -> None:
    found = contest("an")
    seq = make(found, "debate.casting_vote", side="affirmative")
    with pytest.raises(ConflictError, match=r"debate\.casting_vote"):
        corrected(found, "j1", "negative")
    corrected(found, "j1", "negative", (seq,))
    assert found.standings(audience=None).totals["b"].value == 1
    found.verify()


@pytest.mark.parametrize("begun", [False, True])
def test_a_vote_corrected_so_that_the_count_is_level_calls_for_one(begun: bool) -> None:
    """Once the next round has begun it stands as it was begun, and the match counts as drawn."""
    found = contest("annn")
    assert "debate.casting_vote" not in {move.fact.type for move in found.moves()}
    if begun:
        make(found, "round.begun")
    corrected(found, "j2", "affirmative")
    assert ("debate.casting_vote" in {move.fact.type for move in found.moves()}) != begun
    assert {score.value for score in found.standings(audience=None).totals.values()} == {Fraction(1, 2)}
    found.verify()


def test_the_reveal_goes_on_with_it() -> None:
    """The board has the count and waits; what the casting vote gives is one step more."""
    found = contest("an")
    for step, most in ((1, 3), (2, 3), (3, 3)):
        found.push(BoardShows("marks", step), at=START)
        (air,) = found.scene("hall").of(OnAir)
        assert (air.step, air.steps) == (step, most)
    assert found.state.reveal is not None, "the hall has not seen who won"
    assert next_step(found.state, found.scene("desk")) is None
    make(found, "debate.casting_vote", side="negative")
    (counted,) = found.scene("hall").of(Decision)
    assert counted.winner is None
    cue = next_step(found.state, found.scene("desk"))
    assert cue == BoardShows("marks", 4)
    found.push(cue, at=START)
    (decided,) = found.scene("hall").of(Decision)
    assert decided.winner == "negative"
    assert found.state.reveal is None


def test_a_round_that_is_cut_waits_for_none() -> None:
    found = contest("an")
    for step in (1, 2, 3):
        found.push(BoardShows("marks", step), at=START)
    make(found, "round.cut", "arbiter", reason="power cut")
    assert found.state.reveal is None
    assert {score.value for score in found.standings(audience=None).totals.values()} == {Fraction(1, 2)}
