"""A stateful machine that plays random legal contests from their moves alone, and breaks into them in every way."""

from __future__ import annotations

import io
import json
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from quizarena.contest import Contest
from quizarena.contest.facts import ProtestLodged
from quizarena.errors import QuizArenaError
from quizarena.journal import jsonl
from quizarena.moves import Move
from quizarena.records import of_row, to_row
from quizarena.rulebook import Rulebook, of_resolved, resolved_mapping
from quizarena.testing import (
    Clockwork,
    can_be_filled,
    check_moves,
    check_records,
    check_state,
    fillings,
    forward_moves,
    step,
)
from quizarena.values import evolve
from tests.parts import tries

from .rulebooks import rulebooks

QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


AMENDED = [
    ("rounds.required.points", "15"),
    ("rounds.required.wrong", "-5"),
    ("rounds.buzz.points", "20"),
    ("rounds.risk.wrong", "half"),
    ("rounds.scenario.overtime", "{points: -1}"),
    ("rounds.debate.weight", "2"),
    ("panel.places", "1"),
    ("panel", "{rule: median, of: judge_total}"),
    ("play_off.points", "3"),
]
"""Rules that may be amended from now on, where the contest has them."""


def totals_of(contest: Contest) -> dict[str, Fraction]:
    """Return the totals without their working, which says by which rules each part went."""
    return {team: score.value for team, score in contest.standings(audience=None).totals.items()}


def through_lines(contest: Contest) -> Contest:
    """Return the contest exported to JSON Lines and read back."""
    rows = [to_row(record, contest.book) for record in contest.records]
    stream = io.BytesIO("".join(line.rstrip("\n") + "\n" for line in jsonl.export(rows)).encode())
    back = [of_row(row, contest.book) for row in jsonl.read_lines(stream)]
    return Contest.of_records(back)


def with_judges_reversed(contest: Contest) -> Contest:
    """Return the same records played under a rulebook that lists its judges in the opposite order."""
    resolved = json.loads(json.dumps(resolved_mapping(contest.rulebook_at_start)))
    resolved["judges"] = resolved["judges"][::-1]
    other = Contest(of_resolved(resolved))
    for record in contest.records[1:]:
        other.push(record.fact, seat=record.seat, person=record.person, id=record.id, at=record.at)
    return other


def names_a_record(move: Move) -> bool:
    """Whether it is a protest against a record."""
    return move.fact is ProtestLodged and any(blank.path == "record" for blank in move.blanks)


class Contests(RuleBasedStateMachine):
    """One random contest, poked."""

    def __init__(self) -> None:
        super().__init__()
        self.contest: Contest
        self.clock = Clockwork()

    @initialize(rulebook=rulebooks())
    def open(self, rulebook: Rulebook) -> None:
        self.contest = Contest(rulebook, at=self.clock())

    def forward(self) -> list[Move]:
        return forward_moves(self.contest)

    @rule(data=st.data(), times=st.integers(1, 15))
    def play_on(self, data: st.DataObject, times: int) -> None:
        for _time in range(times):
            step(self.contest, data, self.clock, self.forward())

    @rule(data=st.data())
    def step_aside(self, data: st.DataObject) -> None:
        step(self.contest, data, self.clock, [m for m in self.contest.moves() if m.aside and not names_a_record(m)])

    @precondition(lambda self: any(map(names_a_record, self.contest.moves())))
    @rule(data=st.data())
    def protest_against_a_record(self, data: st.DataObject) -> None:
        """A protest may name any record that is there, and no other: how many there are no move can know."""
        move = next(filter(names_a_record, self.contest.moves()))
        count = len(self.contest.records)
        seq = data.draw(st.integers(0, count + 2))
        fact = evolve(data.draw(fillings(move, self.clock())), record=seq)
        try:
            self.contest.push(fact, at=self.clock())
        except QuizArenaError:
            assert not 1 <= seq < count
            assert len(self.contest.records) == count

    @precondition(lambda self: len(self.contest.records) > 2)
    @rule(data=st.data())
    def correct_and_back(self, data: st.DataObject) -> None:
        """Correct then correct back is identity; a refused correction changes nothing."""
        seq = data.draw(st.integers(1, len(self.contest.records) - 1))
        original = self.contest.resolution.fact(seq)
        if original is None:
            return
        now = [move for move in self.contest.before(seq).moves() if move.fits(original) and can_be_filled(move)]
        if not now:
            return
        other = data.draw(fillings(data.draw(st.sampled_from(now)), self.clock()))
        before, count = self.contest.state, len(self.contest.records)
        try:
            self.contest.correct([(seq, other)], reason="recheck", seat="desk")
        except QuizArenaError:
            assert self.contest.state == before
            assert len(self.contest.records) == count
            return
        if data.draw(st.booleans()):
            self.contest.correct([(seq, original)], reason="as it was")
            assert self.contest.state == before

    @rule(seat=st.sampled_from(["desk", "judge:j1", "arbiter"]))
    def undo_and_redo(self, seat: str) -> None:
        before, target = self.contest.state, self.contest.undoable(seat)
        try:
            self.contest.undo(seat=seat)
        except QuizArenaError:
            assert self.contest.state == before
            return
        assert target not in [each.seq for each in self.contest.resolution.facts]
        self.contest.redo(seat=seat)
        assert self.contest.state == before

    @rule()
    def undo(self) -> None:
        try:
            self.contest.undo()
        except QuizArenaError as error:
            assert str(error)  # noqa: PT017

    @precondition(lambda self: len(self.contest.records) > 2)
    @rule(data=st.data())
    def strike(self, data: st.DataObject) -> None:
        seq = data.draw(st.integers(1, len(self.contest.records) - 1))
        before = self.contest.state
        try:
            self.contest.strike(seq, reason="recheck")
        except QuizArenaError:
            assert self.contest.state == before

    @rule(value=st.integers(0, 100))
    def amend_and_back(self, value: int) -> None:
        """Amending a scoring rule changes no state but totals in a notice; amending it back restores them."""
        if self.contest.state.signed is not None:
            return
        before, totals = self.contest.state, self.contest.standings(audience=None).totals
        original = str(self.contest.rulebook.base_score)
        self.contest.amend("base_score", str(value), reason="as announced")
        assert evolve(self.contest.state, notice=before.notice) == before
        self.contest.amend("base_score", original, reason="as it was")
        assert self.contest.standings(audience=None).totals == totals

    @rule(data=st.data())
    def amend_from_now(self, data: st.DataObject) -> None:
        """Amending from now on changes neither the state nor a total, though what begins next goes by it."""
        path, value = data.draw(st.sampled_from(AMENDED))
        before, totals = self.contest.state, totals_of(self.contest)
        try:
            self.contest.amend(path, value, reason="as announced", from_now=True)
        except QuizArenaError:
            assert self.contest.state == before
            return
        assert self.contest.state == before
        assert totals_of(self.contest) == totals
        if data.draw(st.booleans()):
            self.contest.undo()
            assert totals_of(self.contest) == totals

    @rule()
    def retry(self) -> None:
        last = self.contest.records[-1]
        assert self.contest.push(last.fact, seat=last.seat, id=last.id) is last

    @rule(data=st.data())
    def wrong_seat(self, data: st.DataObject) -> None:
        """A judge who is not asked may do nothing at all."""
        able = [move for move in self.contest.moves() if can_be_filled(move)]
        if not able:
            return
        fact = data.draw(fillings(data.draw(st.sampled_from(able)), self.clock()))
        before = self.contest.state
        try:
            self.contest.push(fact, seat="judge:nobody")
        except QuizArenaError:
            assert self.contest.state == before
        else:
            raise AssertionError(f"judge:nobody may push {fact.type}")

    @rule()
    def close_and_reopen(self) -> None:
        self.contest = Contest.of_records(self.contest.records)

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "contest"):
            check_moves(self.contest)

    def teardown(self) -> None:
        if not hasattr(self, "contest"):
            return
        check_state(self.contest)
        check_records(self.contest)
        assert through_lines(self.contest).state == self.contest.state
        self.contest.verify()
        mirrored, mine = (
            with_judges_reversed(self.contest).standings(audience=None),
            self.contest.standings(audience=None),
        )
        assert [(row.entrant, row.place, row.total) for row in mirrored.rows] == [
            (row.entrant, row.place, row.total) for row in mine.rows
        ]


TestContests = Contests.TestCase
TestContests.settings = settings(
    max_examples=tries(10), stateful_step_count=30, deadline=None, suppress_health_check=QUIET
)


@settings(max_examples=tries(8), deadline=None, suppress_health_check=QUIET)
@given(rulebooks(teams=4, judges=3, rounds=3), st.data())
def test_any_sequence_of_moves_ends_in_a_contest_that_verifies(rulebook: Rulebook, data: st.DataObject) -> None:
    """Forward moves alone carry every contest to its end, whatever is chosen; sudden deaths stop by sharing."""
    contest, clock = Contest(rulebook), Clockwork()
    for _turn in range(400):
        if contest.outcome() is not None:
            break
        assert step(contest, data, clock, forward_moves(contest)) is not None
    if contest.outcome() is not None:
        check_records(contest)
        contest.verify()
