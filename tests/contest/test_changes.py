"""Changes of the past, case by case: which are refused, in which words, and whose record an undo takes back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any, cast

import attrs
import pytest

from quizarena.contest import ConflictError, Contest
from quizarena.contest.facts import ContestOpened, ProtestDecided, ProtestLodged, Redone
from quizarena.errors import QuizArenaError
from quizarena.journal import jsonl
from quizarena.moves import IllegalFact
from quizarena.records import of_row, to_row
from quizarena.rounds import RoundKind
from quizarena.rulebook import loads, resolved_mapping
from quizarena.testing import START
from quizarena_rounds.quiz.sections.required import Required
from tests.contest.telling import make, rule, told
from tests.contest.test_legality import at_ballots
from tests.contest.test_taking_out import rebuzzed

RULES = {
    "quizarena": 1,
    "contest": {"title": "T", "language": "en"},
    "order": "roster",
    "seats": {"desk": ["arbiter", "judge"], "host": ["desk"]},
    "teams": [{"id": "red", "name": "Reds"}, {"id": "blue", "name": "Blues"}],
    "rounds": [
        {"id": "one", "use": "quiz/team_required", "title": "One", "per_team": 1},
        {"id": "two", "use": "quiz/team_required", "title": "Two", "per_team": 1, "order": "drawn"},
    ],
}


def begun() -> Contest:
    """Return a contest whose rule was amended (2) before the host began the first round (3)."""
    contest = Contest(loads(json.dumps(RULES)), at=START)
    make(contest, "contest.opened", mode="live")
    contest.amend("rounds.one.per_team", "2", reason="as printed")
    make(contest, "round.begun", seat="host")
    return contest


def ruled() -> Contest:
    """Return that contest after its first question (4, 5)."""
    contest = begun()
    rule(contest, "+")
    return contest


def drawing() -> Contest:
    """Return that contest when its first round is over and the draw of the second is under way."""
    contest = ruled()
    rule(contest, "+++")
    make(contest, "draw.committed", date="2026-11-28")
    return contest


def signed() -> Contest:
    """Return that contest closed and signed, its second round cut."""
    contest = ruled()
    rule(contest, "+++")
    make(contest, "draw.entered", order=("red", "blue"), drawn_by="J")
    make(contest, "round.begun")
    make(contest, "round.cut", reason="the hall closes")
    make(contest, "contest.signed", by="J")
    return contest


def corrected(seq: int, **values: Any) -> Callable[[Contest], object]:
    def change(contest: Contest) -> object:
        fact: Any = contest.records[seq].fact
        return contest.correct([(seq, attrs.evolve(fact, **values))], reason="misheard")

    return change


def amended(path: str, value: str, **how: Any) -> Callable[[Contest], object]:
    return lambda contest: contest.amend(path, value, reason="as printed", **how)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (corrected(4, team="nobody"), "team: expected one of red, blue, green, found nobody"),
        (corrected(5, number=2, verdict="right"), "number: expected 1, found 2"),
        (corrected(1, mode="rehearsal"), "this contest is live and takes no rehearsal"),
        (lambda c: c.correct([], reason="r"), "expected at least one record to correct, found none"),
        (lambda c: c.correct([(99, c.records[5].fact)], reason="r"), "record #99 does not count or is named twice"),
        (lambda c: c.correct([(5, c.records[5].fact)] * 2, reason="r"), "record #5 does not count or is named twice"),
        (lambda c: c.correct([(5, c.records[5].fact)], reason=" "), "reason: expected some text, found none"),
        (lambda c: c.strike(8, reason=""), "reason: expected some text, found none"),
        (lambda c: c.amend("rounds.buzz.points", "5", reason=""), "reason: expected some text, found none"),
        (lambda c: c.strike(99, reason="r"), "record #99 does not count; it cannot be struck"),
        (lambda c: c.strike(5, reason="r"), "record #5 is no aside and not the last; correct it"),
        (lambda c: c.strike(8, reason="r", seat="host"), "the seat host may not do this; it takes desk"),
        (lambda c: c.strike(8, reason="r", seat=""), "the seat - may not do this; it takes desk"),
        (lambda c: c.undo(seat="host"), "there is nothing of this seat to undo"),
        (lambda c: c.redo(), "there is nothing of this seat to redo"),
    ],
)
def test_what_is_refused(change: Callable[[Contest], object], said: str) -> None:
    contest, _seq = rebuzzed()
    before = contest.state
    with pytest.raises(IllegalFact) as refused:
        change(contest)
    assert said in str(refused.value)
    assert (contest.state, len(contest.records)) == (before, 9)


@pytest.mark.parametrize(
    ("change", "roots", "followers"),
    [
        (corrected(5, verdict="right"), "#6 quiz.buzzed: quiz.buzzed cannot happen now; possible are quiz.asked", 1),
        (corrected(4, team="blue"), "#6 quiz.buzzed: team: expected one of red, green, found blue", 2),
    ],
)
def test_what_no_longer_fits_is_named_and_what_hangs_on_it_counted(
    change: Callable[[Contest], object], roots: str, followers: int
) -> None:
    contest, _seq = rebuzzed()
    with pytest.raises(ConflictError) as refused:
        change(contest)
    assert str(refused.value) == (
        f"later records no longer fit: {roots} ({followers} more follow from them);"
        " correct them together, or take them out with it"
    )
    assert refused.value.followers == followers


def test_what_no_longer_fits_may_have_no_followers() -> None:
    contest = ruled()
    contest.push(ProtestLodged("red", "the clock", 5), at=START)
    contest.push(ProtestDecided(6, "upheld", "the video"), seat="arbiter", at=START)
    with pytest.raises(ConflictError) as refused:
        contest.strike(6, reason="another team's")
    assert str(refused.value) == (
        "later records no longer fit: #7 protest.decided: protest.decided cannot happen now; possible are quiz.asked;"
        " correct them together, or take them out with it"
    )
    contest.strike(7, reason="another ruling")
    contest.strike(6, reason="another team's")
    assert not contest.standings(audience=None).provisional


def test_the_opening_is_corrected_to_what_it_was() -> None:
    contest = Contest(loads(json.dumps(RULES)), at=START)
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    with pytest.raises(IllegalFact, match="this contest is live and takes no rehearsal"):
        corrected(1, mode="rehearsal")(contest)
    contest.correct([(1, ContestOpened("live"))], reason="read again")
    assert contest.state.mode == "live"


def test_what_is_signed_stays() -> None:
    contest = signed()
    assert (contest.undoable(), contest.undoable("host")) == (None, None)
    for change in (corrected(5, verdict="wrong"), amended("rounds.one.points", "20")):
        with pytest.raises(
            IllegalFact, match="the contest is closed and signed; nothing changes before a ruling opens"
        ):
            change(contest)


class TestUndo:
    def test_each_seat_takes_back_its_own(self) -> None:
        contest = ruled()
        make(contest, "cue.message", text="welcome")
        assert (contest.undoable(), contest.undoable("host"), contest.undoable("arbiter")) == (5, 3, None)

    def test_the_opening_of_the_file_is_nobodys(self) -> None:
        assert Contest(loads(json.dumps(RULES)), at=START).undoable() is None

    def test_a_rule_amended_before_the_opening_is_taken_back(self) -> None:
        contest = Contest(loads(json.dumps(RULES)), at=START)
        contest.amend("rounds.one.per_team", "2", reason="as printed")
        assert contest.undoable() == 1
        contest.undo()
        assert contest.rulebook == loads(json.dumps(RULES))

    def test_cues_neither_are_taken_back_nor_end_a_redo(self) -> None:
        contest = ruled()
        make(contest, "cue.message", text="welcome")
        undone = contest.undo().seq
        make(contest, "cue.message", text="welcome again")
        assert (contest.redoable(), contest.undoable()) == (undone, 4)
        contest.redo()
        assert (contest.redoable(), contest.undoable()) == (None, 5)

    def test_undos_are_redone_last_first_and_each_once(self) -> None:
        contest = ruled()
        first, second = contest.undo().seq, contest.undo().seq
        assert contest.redoable() == second
        contest.redo()
        assert contest.redoable() == first
        contest.redo()
        assert contest.redoable() is None
        assert contest.undoable() == 5

    def test_it_is_the_same_in_a_contest_that_was_read(self) -> None:
        contest = told(260)
        contest.undo()
        contest.redo()
        contest.undo()
        text = "".join(f"{line}\n" for line in jsonl.export(to_row(each, contest.book) for each in contest.records))
        rows = jsonl.read_lines(io.BytesIO(text.encode()))
        read = Contest.of_records([of_row(row, contest.book) for row in rows])
        read.verify()
        assert read.redoable() == 263
        assert read.redo().fact == Redone(263)
        assert read.undoable() == 260
        read.strike(260, reason="typed by mistake")
        assert read.resolution.gone == {260: 265}

    def test_a_ballot_is_nobodys_to_take_back(self) -> None:
        contest = at_ballots()
        make(contest, "scenario.ballot", seat="judge:j2", **{"judge": "j2", "marks.content": "9"})
        assert contest.undoable("judge:j2") is None
        with pytest.raises(IllegalFact, match="a ballot is returned, not undone"):
            contest.undo(seat="judge:j2")

    def test_a_rule_that_shaped_what_has_begun_stays(self) -> None:
        contest = begun()
        with pytest.raises(IllegalFact, match=r"rounds\.one\.per_team shapes what has begun already"):
            contest.undo()
        contest.undo(seat="host")
        undone = contest.undo().seq
        contest.redo(seat="host")
        assert contest.redoable() == undone
        with pytest.raises(IllegalFact, match=r"rounds\.one\.per_team shapes what has begun already"):
            contest.redo()


@pytest.mark.parametrize(
    ("at", "path", "value", "from_now", "said"),
    [
        (ruled, "rounds.one.points", "20", False, None),
        (ruled, "rounds.one.points", "20", True, None),
        (ruled, "rounds.one.per_team", "3", False, "rounds.one.per_team shapes what has begun already"),
        (ruled, "rounds.one.per_team", "3", True, "rounds.one.per_team shapes what has begun already"),
        (ruled, "rounds.two.per_team", "3", False, None),
        (ruled, "rounds.two.points", "3", True, None),
        (ruled, "rounds.two.order", "roster", False, None),
        (ruled, "rounds.one.cap", "5", True, "rounds.one.cap counts for One as a whole, and that has begun"),
        (ruled, "rounds.one.cap", "5", False, None),
        (ruled, "prizes", "[]", True, "prizes counts for the contest as a whole, not from a moment on"),
        (ruled, "play_off.points", "3", True, None),
        (ruled, "play_off.weight", "3", True, None),
        (ruled, "play_off.passes", "3", False, "play_off.passes shapes what has begun already"),
        (ruled, "play_off.passes", "3", True, None),
        (ruled, "order", "drawn", True, "order shapes what has begun already"),
        (ruled, "teams", "[red]", False, "teams"),
        (drawing, "rounds.one.points", "3", True, "One is over, and nothing begins there any more"),
        (drawing, "rounds.one.points", "3", False, None),
        (drawing, "rounds.two.order", "roster", False, "rounds.two.order shapes a round that is being drawn for"),
        (drawing, "rounds.two.order.method", "roster", False, "rounds.two.order.method shapes a round that is being"),
        (drawing, "rounds.two.teams", "[red]", False, "rounds.two.teams shapes a round that is being drawn for"),
        (drawing, "rounds.two.order", "roster", True, "rounds.two.order shapes a round that is being drawn for"),
        (drawing, "rounds.one.order", "drawn", False, "rounds.one.order shapes what has begun already"),
        (drawing, "rounds.two.per_team", "3", False, None),
    ],
)
def test_when_a_rule_may_be_amended(
    at: Callable[[], Contest], path: str, value: str, from_now: bool, said: str | None
) -> None:
    contest = at()
    change = amended(path, value, from_now=from_now)
    if said is None:
        change(contest)
        contest.verify()
        return
    with pytest.raises(QuizArenaError) as refused:
        change(contest)
    assert said in str(refused.value)


def test_a_change_of_how_play_offs_go_is_taken_back_until_the_next_one_began() -> None:
    """The play-off before it keeps its shape either way."""
    rules = {
        **RULES,
        "teams": [{"id": team, "name": team} for team in ("red", "blue", "green")],
        "rounds": [{"id": "one", "use": "quiz/team_required", "title": "One", "per_team": 1}],
        "ties": {"when": "a_prize_depends", "by": ["sudden_death"]},
        "prizes": [{"name": "gold", "places": 1}, {"name": "silver", "places": 1}],
    }
    contest = Contest(loads(json.dumps(rules)), at=START)
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    rule(contest, "+++")
    make(contest, "playoff.called")
    rule(contest, "+--")
    contest.amend("play_off.passes", "3", reason="it is late", from_now=True)
    contest.undo()
    contest.redo()
    make(contest, "playoff.called", seat="host")
    with pytest.raises(IllegalFact, match=r"play_off\.passes shapes what has begun already"):
        contest.undo()
    contest.undo(seat="host")
    contest.undo()
    assert resolved_mapping(contest.rulebook)["play_off"]["passes"] == 10
    contest.verify()


class Stumbling:
    """A quiz that cannot count by 13 points from the question on that the record `since` asked."""

    def __init__(self, since: int) -> None:
        self._kind, self._since = Required(), since

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kind, name)

    def scores(self, state: Any, moment: Any) -> Any:
        if moment.rules.points == 13 and (self._kind.begun(state) or 0) >= self._since:
            raise ZeroDivisionError("thirteen")
        return self._kind.scores(state, moment)


@pytest.mark.parametrize(
    ("signs", "is_asked", "since", "named"),
    [("+-", False, 0, 2), ("+-", False, 3, 3), ("+-+", True, 5, 5), ("+", True, 5, 5), ("+-", True, 7, 7)],
)
def test_the_first_record_that_a_rule_cannot_count_is_named(signs: str, is_asked: bool, since: int, named: int) -> None:
    kinds = {"quiz.required": cast("RoundKind", Stumbling(since))}
    rounds = [{"id": "one", "use": "quiz/required", "title": "One", "per_team": 3}]
    contest = Contest(loads(json.dumps({**RULES, "rounds": rounds})), kinds=kinds, at=START)
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    rule(contest, signs)
    if is_asked:
        make(contest, "quiz.asked")
    with pytest.raises(IllegalFact, match=f"record #{named} cannot be counted by this rule; correct it first"):
        contest.amend("rounds.one.points", "13", reason="as printed")
    contest.amend("rounds.one.points", "12", reason="as printed")
