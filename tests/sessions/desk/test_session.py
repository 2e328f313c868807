"""A desk's session by its values: what is seen of it, what its keys do, and forms that are posted."""

from __future__ import annotations

import pytest

from quizarena.contest.facts import HostNote
from quizarena.moves import Move
from quizarena.sessions.bindings import move_key
from quizarena.sessions.desk.entry import ABSENCES, FOULS, LEAVING, REASONS, STOPS, reasons_for
from quizarena.sessions.desk.session import DeskSession, View
from tests.terminal.desk.hand import Hand, at

QUESTION, MARKING = 25, 132


def view(hand: Hand) -> View:
    return hand.desk.view(hand.now)


def the_move(desk: DeskSession, type_: str) -> Move:
    return next(move for move in desk.contest.moves("desk") if move.fact.type == type_)


def test_a_view_is_of_one_position_and_speaks_every_language() -> None:
    hand = at(QUESTION)
    seen = view(hand)
    assert seen.position is hand.contest.position
    assert (seen.bindings.head, seen.dialog) == (hand.contest.head, None)
    ruling = next(each for each in seen.actions if each.presses and each.presses[0].press == "+")
    assert [ruling.label.in_language(each) for each in ("zh", "en")] == ["判对", "right"]
    assert [each.in_language("zh") for each in ruling.effects] == ["+10  总分 120"]


@pytest.mark.parametrize("seq", [0, 2, QUESTION, 54, 71, MARKING, 236, 260])
def test_a_key_of_the_moment_does_something(seq: int) -> None:
    for each in view(at(seq)).keys:
        twin = at(seq).press(*each.press.split())
        assert twin.last.seq > seq or twin.desk.overlay is not None, each.press


def test_with_a_dialog_the_keys_are_the_dialogs() -> None:
    hand = at(QUESTION).press("+", "backspace")
    seen = view(hand)
    assert seen.dialog is not None
    assert seen.keys == seen.dialog.foot
    assert [each.press for each in seen.keys] == ["enter", "", "escape"]


def test_a_press_asks_of_whoever_looks() -> None:
    hand = at(QUESTION)
    assert hand.screen.language == "zh"
    hand.press("g")
    assert hand.screen.language == "en"
    assert not hasattr(hand.desk, "language")


VALUES = {"text": "请把手机关掉"}


class TestForms:
    """A form: what a page posts of a move it painted."""

    def posted(self, hand: Hand, id: str = "a" * 32, **values: str) -> str:
        move = the_move(hand.desk, HostNote.type)
        hand.desk.submit(hand.contest.head, move_key(move), {**VALUES, **values}, id, hand.now)
        return hand.said

    def test_one_is_recorded_in_the_desks_name(self) -> None:
        hand = at(MARKING)
        self.posted(hand)
        assert (hand.last.seq, hand.last.seat, hand.last.person) == (MARKING + 1, "desk", "计分员")

    def test_posted_twice_it_counts_once(self) -> None:
        hand = at(MARKING)
        self.posted(hand)
        self.posted(hand)
        assert hand.last.seq == MARKING + 1

    def test_a_value_that_does_not_fit_is_refused_by_its_name(self) -> None:
        hand = at(MARKING)
        assert self.posted(hand, text="字" * 5_000)
        assert hand.last.seq == MARKING

    def test_a_move_that_is_gone_is_refused(self) -> None:
        hand = at(QUESTION)
        head, move = hand.contest.head, the_move(hand.desk, "quiz.ruled")
        hand.press("+")
        assert hand.desk.submit(head, move_key(move), {"verdict": "wrong"}, "b" * 32, hand.now) is None
        assert (hand.last.seq, hand.said) == (QUESTION + 1, "画面刚变，请再看一眼。")

    @pytest.mark.parametrize(("head", "key"), [("0" * 64, None), (None, "[]")])
    def test_a_head_or_a_key_nobody_painted_is_refused(self, head: str | None, key: str | None) -> None:
        hand = at(MARKING)
        move = the_move(hand.desk, HostNote.type)
        done = hand.desk.submit(head or hand.contest.head, key or move_key(move), VALUES, "c" * 32, hand.now)
        assert (done, hand.last.seq) == (None, MARKING)


def test_the_reasons_to_pick_from_are_those_of_what_happens() -> None:
    offered = {move.fact.type: reasons_for(move) for move in at(QUESTION).contest.moves()}
    expected = {
        "team.left": LEAVING,
        "judge.excused": ABSENCES,
        "judge.stood_down": ABSENCES,
        "judge.renamed": REASONS,
        "member.replaced": REASONS,
        "contest.interrupted": STOPS,
        "score.adjusted": FOULS,
    }
    assert {name: offered[name] for name in expected} == expected
