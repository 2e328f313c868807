"""The Yingbin story through the contest's public face: results, corrections, amendments, looking back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from quizarena.contest import ConflictError, Contest
from quizarena.contest.facts import BoardShows
from quizarena.errors import QuizArenaError, RulebookError
from quizarena.moves import IllegalFact
from tests import story
from tests.contest.telling import told

STORY = story.load()


@pytest.fixture(scope="module")
def whole() -> Contest:
    """The contest at the end of the story; tests fork it before they push."""
    return told()


def totals(contest: Contest) -> dict[str, Fraction]:
    return {team: score.value for team, score in contest.standings(audience=None).totals.items()}


def test_the_standings_come_out_to_the_cent(whole: Contest) -> None:
    rows = whole.standings(audience=None).rows
    assert [(row.entrant, row.place, row.total) for row in rows] == [
        ("kaiyuan", 1, Fraction("319.32")),
        ("yingbin", 2, Fraction("308.96")),
        ("daqinglu", 3, Fraction("301.65")),
        ("yongtai", 4, Fraction("301.64")),
    ]


def test_every_score_recomputes(whole: Contest) -> None:
    for score in whole.standings(audience=None).totals.values():
        score.check()


def test_prizes_and_the_best_debater(whole: Contest) -> None:
    given = [(each.prize.name.in_language("zh"), each.entrants) for each in whole.standings(audience=None).prizes]
    assert given == [("一等奖", ("kaiyuan",)), ("二等奖", ("yingbin",)), ("三等奖", ("daqinglu", "yongtai"))]
    assert [award.winners for award in whole.awards(audience=None)] == [("daqinglu-3",)]


def test_the_outcome_says_why(whole: Contest) -> None:
    outcome = whole.outcome()
    assert outcome is not None
    assert (outcome.winners, outcome.why.value) == (("kaiyuan",), "rounds over")


def test_it_verifies(whole: Contest) -> None:
    whole.verify()


def ruling(contest: Contest, seq: int, verdict: str) -> object:
    fact = contest.resolution.fact(seq)
    assert fact is not None
    return attrs.evolve(fact, verdict=verdict)


def test_correcting_a_ruling_changes_exactly_its_team_and_back_is_identity() -> None:
    contest = told(54)
    before, state = totals(contest), contest.state
    contest.correct([(44, ruling(contest, 44, "right"))], reason="复核", seat="desk", person="计分员", ruled_by="仲裁")
    changed = totals(contest)
    assert {team: changed[team] - before[team] for team in before if changed[team] != before[team]} == {"yingbin": 10}
    contest.correct([(44, ruling(contest, 44, "wrong"))], reason="更正有误", person="计分员")
    assert contest.state == state
    assert totals(contest) == before
    log = contest.log(audience=None)
    assert [(line.seq, line.person, line.fields["reason"]) for line in log[55:]] == [
        (55, "计分员", "复核"),
        (56, "计分员", "更正有误"),
    ]
    assert log[44].fields["verdict"] == "wrong"
    assert log[44].corrected_by == (55, 56)


def test_the_hall_saw_the_old_standings_then(whole: Contest) -> None:
    """`at` is the moment as it was seen; `before` is that moment with today's corrections."""
    assert totals(whole.at(54))["yingbin"] == 120
    assert totals(whole.before(54))["yingbin"] == 130


def first(contest: Contest, type_name: str, **fields: str) -> int:
    return next(
        record.seq
        for record in contest.records
        if record.type == type_name and all(getattr(record.fact, name) == value for name, value in fields.items())
    )


def test_a_topic_corrected_onto_one_drawn_later_is_refused_with_that_conflict(whole: Contest) -> None:
    mine, theirs = (
        first(whole, "scenario.topic_drawn", team="yingbin"),
        first(whole, "scenario.topic_drawn", team="daqinglu"),
    )
    taken = attrs.evolve(whole.records[mine].fact, topic="medicine")
    contest = whole.fork()
    with pytest.raises(ConflictError) as refused:
        contest.correct([(mine, taken)], reason="slip misread")
    assert [conflict.seq for conflict in refused.value.roots] == [theirs]
    assert refused.value.followers > 0
    assert contest.state == whole.state
    assert len(contest.records) == len(whole.records)


def test_two_topics_swapped_in_one_correction(whole: Contest) -> None:
    mine, theirs = (
        first(whole, "scenario.topic_drawn", team="yingbin"),
        first(whole, "scenario.topic_drawn", team="daqinglu"),
    )
    contest = whole.fork()
    swap = [
        (mine, attrs.evolve(whole.records[mine].fact, topic="medicine")),
        (theirs, attrs.evolve(whole.records[theirs].fact, topic="vendors")),
    ]
    contest.correct(swap, reason="slips swapped")
    assert totals(contest) == totals(whole)


def test_amending_the_points_rescores_the_past_both_ways(whole: Contest) -> None:
    contest = whole.fork()
    before = totals(contest)
    contest.amend("rounds.quiz.points", "15", reason="as announced")
    right = {"yongtai": 3, "kaiyuan": 4, "daqinglu": 3, "yingbin": 3}
    assert totals(contest) == {team: total + 5 * right[team] for team, total in before.items()}
    contest.amend("rounds.quiz.points", "10", reason="as printed")
    assert totals(contest) == before


def test_amending_the_number_of_questions_is_refused_once_the_round_began(whole: Contest) -> None:
    with pytest.raises(IllegalFact, match=r"rounds\.quiz\.per_team shapes what has begun"):
        whole.fork().amend("rounds.quiz.per_team", "3", reason="too long")
    early = told(1)
    early.amend("rounds.quiz.per_team", "3", reason="too long")
    assert early.rulebook.rounds[0].rules.per_team == 3


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("rounds.quiz.point", "15", "did you mean"),
        ("rounds.quiz.points", "ten", "expected a number"),
        ("teams.yongtai.id", "other", "cannot be amended"),
    ],
)
def test_a_bad_amendment_says_so_and_changes_nothing(whole: Contest, path: str, value: str, said: str) -> None:
    contest = whole.fork()
    with pytest.raises(RulebookError, match=said):
        contest.amend(path, value, reason="r")
    assert contest.records == whole.records


def test_undo_names_its_own_last_and_redo_brings_it_back() -> None:
    contest = told(23)
    state = contest.state
    assert contest.undoable() == 23
    contest.undo()
    assert totals(contest)["kaiyuan"] == 110
    contest.redo()
    assert contest.state == state
    with pytest.raises(IllegalFact, match="nothing of this seat to redo"):
        contest.redo()


def test_a_ballot_is_returned_never_undone() -> None:
    contest = told()
    ballot = first(contest, "scenario.ballot", team="yingbin", judge="j1")
    early = told(ballot)
    with pytest.raises(IllegalFact, match="a ballot is returned, not undone"):
        early.undo(seat=early.records[ballot].seat)


def test_preview_is_the_deed_without_the_deed() -> None:
    contest = told(22)
    move = next(move for move in contest.moves() if move.fact.type == "quiz.ruled")
    fact = move.fill(verdict="right")
    seen = contest.preview(fact)
    assert seen.after.totals["kaiyuan"].value - seen.before.totals["kaiyuan"].value == 10
    assert len(contest.records) == 23
    contest.push(fact)
    assert contest.standings(audience=None).totals["kaiyuan"].value == seen.after.totals["kaiyuan"].value


def test_penalty_rename_withdrawal_protest_and_signing(whole: Contest) -> None:
    contest = whole.fork()
    asides = {move.fact.type: move for move in contest.moves()}
    contest.push(asides["score.adjusted"].fill(team="kaiyuan", points="-20", reason="场外提示"), seat="arbiter")
    assert totals(contest)["kaiyuan"] == Fraction("299.32")
    contest.push(asides["team.renamed"].fill(team="yongtai", name="永泰街道办"))
    assert contest.state.roster.team("yongtai").name.in_language("zh") == "永泰街道办"
    contest.push(asides["protest.lodged"].fill(team="kaiyuan", about="扣分", record=len(contest.records) - 2))
    assert contest.standings(audience=None).provisional
    sign = next(move for move in contest.moves() if move.fact.type == "contest.signed")
    with pytest.raises(IllegalFact, match="protest is pending"):
        sign.fill(by="总裁判")
    decide = next(move for move in contest.moves() if move.fact.type == "protest.decided")
    contest.push(decide.fill(decision="rejected", reason="录像"), seat="arbiter")
    contest.push(asides["team.left"].fill(team="yingbin", mode="withdrawn", reason="急事"), seat="arbiter")
    assert contest.standings(audience=None).row("yingbin").place == 4
    sign = next(move for move in contest.moves() if move.fact.type == "contest.signed")
    contest.push(sign.fill(by="总裁判"))
    assert [move.fact.type for move in contest.moves() if not move.fact.cue] == ["contest.reopened"]
    contest.push(BoardShows("black"))
    assert contest.state.board.programme == "black", "the board can still be steered"
    for change in (contest.undo, lambda: contest.amend("base_score", "0", reason="r")):
        with pytest.raises(QuizArenaError, match="closed and signed"):
            change()
    assert contest.undoable() is None
    reopen = next(iter(contest.moves()))
    contest.push(reopen.fill(by="总裁判", reason="核对有误"), seat="arbiter")
    contest.amend("base_score", "0", reason="r")
    sign = next(move for move in contest.moves() if move.fact.type == "contest.signed")
    contest.push(sign.fill(by="总裁判"))
    contest.verify()


def test_marks_are_kept_as_they_were_typed(whole: Contest) -> None:
    ballot = whole.records[first(whole, "scenario.ballot", team="yongtai", judge="j1")].fact
    assert tuple(map(str, ballot.marks.values())) == ("27.1", "25.9", "17.0", "18.3")  # type: ignore[attr-defined]
    assert all(isinstance(mark, Decimal) for mark in ballot.marks.values())  # type: ignore[attr-defined]


def test_a_team_sent_away_by_mistake_comes_back_and_plays_on() -> None:
    """Striking the record would conflict with what was played without the team; it comes back from now on."""

    def next_asked() -> str:
        return str(next(move for move in contest.moves() if move.fact.type == "quiz.asked").identity["team"])

    contest = told(8)
    assert next_asked() == "kaiyuan"
    leave = next(move for move in contest.moves() if move.fact.type == "team.left")
    contest.push(leave.fill(team="kaiyuan", mode="withdrawn", reason="误报"), seat="arbiter")
    assert next_asked() == "daqinglu"
    back = next(move for move in contest.moves() if move.fact.type == "team.rejoined")
    contest.push(back.fill(team="kaiyuan", reason="还在场"), seat="arbiter")
    assert next_asked() == "kaiyuan"
    assert not [move for move in contest.moves() if move.fact.type == "team.rejoined"]
