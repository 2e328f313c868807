"""Two contests that differ in one sealed value give equal public output everywhere, until it is revealed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import Amended, BoardShows, HostNote, Replacement
from quizarena.contest.log import Reader
from quizarena.contest.reveal import next_step
from quizarena.errors import QuizArenaError
from quizarena.facts import Fact
from quizarena.scenes import Prizes, Ranking
from quizarena.testing import public
from tests.contest.telling import frozen, told
from tests.contest.test_keys_amended import BANK, Hall


def seq_of(type_name: str, nth: int = 0) -> int:
    return [record.seq for record in told().records if record.type == type_name][nth]


def twins(seq: int, **changed: object) -> tuple[Contest, Contest]:
    """Return the story up to the record `seq`, and the same with other values in that record."""
    one, two = told(seq - 1), told(seq - 1)
    record = told(seq).records[seq]
    other: Fact = attrs.evolve(record.fact, **changed)
    for contest, fact in ((one, record.fact), (two, other)):
        contest.push(fact, seat=record.seat, person=record.person, id=record.id, at=record.at)
    return one, two


MARKS = {"政策业务": Decimal("1.0"), "处置应变": Decimal("2.0"), "沟通表达": Decimal("3.0"), "团队配合": Decimal("4.0")}
SEALED = {
    "the secret of the draw": (
        "draw.committed",
        {"secret": "0123456789abcdef0123456789abcdef"},
        ("hall", "host", "judge:j1", "desk"),
    ),
    "a ballot before the reveal": ("scenario.ballot", {"marks": MARKS}, ("hall", "host", "desk", "judge:j7")),
    "a motion before it is shown": ("debate.motion_set", {"text": "另一个辩题"}, ("hall", "host", "desk", "judge:j1")),
}


@pytest.mark.parametrize(("type_name", "changed", "audiences"), SEALED.values(), ids=SEALED)
def test_a_sealed_value_cannot_be_told(type_name: str, changed: dict[str, object], audiences: tuple[str, ...]) -> None:
    one, two = twins(seq_of(type_name), **changed)
    assert one.export(audience=None) != two.export(audience=None), "the record's owner sees the difference"
    for audience in audiences:
        assert public(one, audience) == public(two, audience), audience


def test_a_note_to_the_host_cannot_be_told() -> None:
    def noted(text: str) -> Contest:
        contest = told(60)
        contest.push(HostNote(text), id="n", at=contest.records[-1].at)
        return contest

    one, two = noted("颁奖提前"), noted("评委三要走")
    for audience in ("hall", "judge:j1"):
        assert public(one, audience) == public(two, audience), audience
    for audience in ("desk", "host"):
        assert public(one, audience) != public(two, audience), audience


def test_a_motion_once_shown_is_there_for_all() -> None:
    shown = seq_of("debate.motion_shown")
    motion = told(shown).records[seq_of("debate.motion_set")].fact.text  # type: ignore[attr-defined]
    assert motion not in str(public(told(shown - 1), "hall"))
    assert motion in str(public(told(shown), "hall"))


def test_marks_open_for_the_hall_cue_by_cue() -> None:
    """The revealing fact alone opens nothing to the hall: its standings wait for the last step."""
    revealed = seq_of("scenario.revealed")
    before, after = told(revealed - 1), told(revealed)
    assert before.standings("hall").rows == after.standings("hall").rows
    assert after.standings("desk").rows != after.standings("hall").rows


def test_frozen_standings_cannot_be_told() -> None:
    one, two = frozen("-10"), frozen("-20")
    assert one.standings("desk").rows != two.standings("desk").rows
    assert public(one, "hall") == public(two, "hall")
    assert one.standings("hall").frozen


def test_answers_and_unused_questions_stay_with_the_owner() -> None:
    contest = told(7)
    hall = str(public(contest, "hall"))
    asked, *unused = contest.rulebook.rounds[0].rules.questions
    assert asked.text.in_language("zh") in hall, "the question that was asked is there"
    assert asked.answer.in_language("zh") not in hall
    for question in unused:
        assert question.text.in_language("zh") not in hall, question.id


def keyed(key: str) -> Hall:
    """Return a question with that key, put wrong by one team while the others may still answer."""
    bank = [{**each, "answer": key} for each in BANK]
    return Hall(questions=bank, second_chance="until_all_tried").play("ask buzz:a A")


def test_a_wrong_choice_does_not_tell_the_key_while_others_may_answer() -> None:
    one, two = keyed("B"), keyed("C")
    assert public(one.contest, "hall") == public(two.contest, "hall")
    for hall in (one, two):
        hall.make("quiz.ruled", verdict="void")
    assert public(one.contest, "hall") == public(two.contest, "hall")
    one, two = keyed("B"), keyed("C")
    for hall in (one, two):
        hall.make("quiz.ruled", verdict="nobody")
    assert public(one.contest, "hall") != public(two.contest, "hall"), "the answer is open once the question is over"


def test_a_corrected_ballot_stays_sealed() -> None:
    ballot = seq_of("scenario.ballot")
    one, two = told(ballot), told(ballot)
    for contest, first in ((one, "1.0"), (two, "9.0")):
        fact = attrs.evolve(contest.records[ballot].fact, marks={**MARKS, "政策业务": Decimal(first)})  # type: ignore[call-arg]
        contest.correct([(ballot, fact)], reason="纸上看错", id="c", at=contest.records[-1].at)
    for audience in ("hall", "host", "desk"):
        assert public(one, audience) == public(two, audience), audience


@pytest.mark.parametrize(
    ("path", "hidden"), [("rounds.quiz.points", ("items",)), ("rounds.quiz.questions.q1.answer", ("value", "items"))]
)
def test_what_an_amendment_makes_of_a_sealed_record_stays_sealed(path: str, hidden: tuple[str, ...]) -> None:
    """No kind at hand revises a sealed fact; one of a plug-in may."""
    ballot = seq_of("scenario.ballot")
    contest = told(ballot)
    item = Replacement(ballot, contest.book.to_mapping(contest.records[ballot].fact))
    amended = attrs.evolve(contest.records[ballot], fact=Amended(path, "15", "r", items=(item,)))
    assert Reader(contest.history, "hall").hidden(amended) == hidden
    ruling = attrs.evolve(amended, fact=Amended(path, "15", "r", items=(Replacement(seq_of("quiz.ruled"), {}),)))
    assert "items" not in Reader(contest.history, "hall").hidden(ruling)


def freeze(contest: Contest, on: str = "on") -> None:
    move = next(move for move in contest.moves() if move.fact.type == "cue.frozen")
    contest.push(move.fill(frozen=on), at=contest.records[-1].at)


def wrong_after_all(contest: Contest) -> None:
    ruling = next(record for record in contest.records if record.type == "quiz.ruled")
    fact = attrs.evolve(ruling.fact, verdict="wrong")  # type: ignore[call-arg]
    contest.correct([(ruling.seq, fact)], reason="upheld", at=contest.records[-1].at)


def fifteen_points(contest: Contest) -> None:
    contest.amend("rounds.quiz.points", "15", reason="misprint")


@pytest.mark.parametrize("change", [wrong_after_all, fifteen_points])
def test_a_change_of_the_past_moves_no_frozen_standings(change: Callable[[Contest], None]) -> None:
    """Neither totals nor explanations nor the log tell of it before the standings move again; the round runs live."""
    one, two = told(60), told(60)
    freeze(one)
    freeze(two)
    change(two)
    told_of_one, told_of_two = public(one, "hall"), public(two, "hall")
    for what in ("rows", "explained", "awards", "log"):
        assert told_of_one[what] == told_of_two[what], what
    rankings = [[block for block in each.scene("hall").blocks if isinstance(block, Ranking)] for each in (one, two)]
    assert rankings[0] == rankings[1]
    assert len(one.export("hall")) == len(two.export("hall"))
    assert one.standings("desk").rows != two.standings("desk").rows
    freeze(two, "off")
    assert two.standings("hall").rows == two.standings("desk").rows


def test_a_freeze_opens_no_marks_that_are_still_being_revealed() -> None:
    revealed = seq_of("scenario.revealed")
    before, frozen = told(revealed), told(revealed)
    freeze(frozen)
    assert frozen.standings("hall").rows == before.standings("hall").rows
    assert frozen.standings("hall").rows != before.standings("desk").rows


def test_a_ballot_after_a_reopening_is_sealed_until_the_marks_open_again() -> None:
    """The reveal before it opened what was there then."""
    start = told(seq_of("scenario.revealed") + 12)
    assert start.state.reveal is None, "the first reveal is told to its end"

    def remarked(mark: str) -> Contest:
        marks = {f"marks.{each}": mark for each in MARKS}
        contest = start.fork()
        at = contest.records[-1].at
        for type_name, seat, values in (
            ("scenario.reopened", "arbiter", {"team": "yingbin", "reason": "r"}),
            ("scenario.returned", "desk", {"judge": "j1", "reason": "r"}),
            (
                "scenario.ballot",
                "judge:j1",
                {"judge": "j1", **marks},
            ),
        ):
            move = next(move for move in contest.moves() if move.fact.type == type_name and move.closed is None)
            contest.push(move.fill(values), seat=seat, at=at)
        return contest

    one, two = remarked("1"), remarked("9")
    for audience in ("hall", "host", "desk", "judge:j2"):
        assert one.log(audience) == two.log(audience), audience


@pytest.mark.parametrize("audience", ["Hall", "public", "", "judge"])
def test_nobody_is_shown_anything_by_mistake(audience: str) -> None:
    contest = told(60)
    asks: list[Callable[[], object]] = [
        lambda: contest.standings(audience),
        lambda: contest.explain("yingbin", audience),
        lambda: contest.awards(audience),
        lambda: contest.scene(audience),
        lambda: contest.log(audience),
        lambda: contest.export(audience),
    ]
    for ask in asks:
        with pytest.raises(QuizArenaError, match="expected desk, host, hall or judge:ID"):
            ask()


def test_prizes_wait_for_the_end_of_a_freeze_which_is_then_the_next_step() -> None:
    frozen = told(278)
    freeze(frozen)
    assert next_step(frozen.state, frozen.scene("desk")) is None, "the hall would see an empty page"
    (move,) = [move for move in frozen.moves() if move.gesture == "next"]
    frozen.push(move.fill(), at=frozen.records[-1].at)
    assert next_step(frozen.state, frozen.scene("desk")) == BoardShows("prizes", 1)
    assert not [move for move in frozen.moves() if move.gesture == "next"]


@pytest.mark.parametrize("seq", range(276, len(told().records)))
def test_the_hall_knows_the_winners_the_board_has_shown_and_no_others(seq: int) -> None:
    contest = told(seq)
    rows = [row for block in contest.scene("hall").of(Prizes) for row in block.rows]
    found = contest.standings("hall").prizes
    names = [None if who is None else len(who) for _name, who in rows] or [None] * len(found)
    assert [len(each.entrants) if each.is_open else None for each in found] == names[: len(found)]
    assert [len(each.winners) for each in contest.awards("hall")] == [each for each in names[len(found) :] if each]
    assert all(each.is_open for each in contest.standings("desk").prizes)
