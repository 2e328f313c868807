"""Teams' buzzers over real messages: who is told what, what is recorded by whom, and what counts for nothing."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest
from starlette.websockets import WebSocketDisconnect

from quizarena.web.buzzer_lines import ANOTHER, BURST, FLOOD, NO_SEAT
from quizarena.web.buzzers import KEYS_LINE

from .buzzing import TEAMS, Buzzing, Phone, buzzing


def everybody_answers(hall: Buzzing, *but: str) -> None:
    """Let the phones of those who did not press answer what they are asked."""
    for team, each in hall.phones.items():
        if team not in but:
            each.answer(2)


def call(hall: Buzzing, *but: str) -> None:
    """Have the host call, and every phone see it."""
    hall.push("quiz.clock")
    for team, each in hall.phones.items():
        if team not in but:
            each.until("armed")


def test_a_press_after_the_call_is_offered_to_the_desk_and_recorded_by_nobody(tmp_path: Path) -> None:
    with buzzing(tmp_path, *TEAMS) as hall:
        before = len(hall.records())
        call(hall)
        hall.phones["blue"].press()
        assert hall.phones["blue"].until("sent")["big"] == "Sent"
        everybody_answers(hall, "blue")
        while (offer := hall.offer()) is None:
            everybody_answers(hall)
        assert ([press.team for press in offer.presses], offer.sure, offer.missing) == (["blue"], True, ())
        assert len(hall.records()) == before + 1, "the call alone"
        hall.push("quiz.buzzed", team="blue", presses=offer.presses)
        assert hall.phones["blue"].until("first")["big"] == "You are first"
        hall.phones["red"].until("wait")


def test_what_is_sure_is_recorded_where_the_rules_say_so(tmp_path: Path) -> None:
    with buzzing(tmp_path, *TEAMS, buzzers="auto") as hall:
        call(hall)
        hall.phones["green"].press()
        everybody_answers(hall, "green")
        hall.phones["green"].until("first")
        assert hall.records()[-1] == ("quiz.buzzed", "buzzer")


def test_without_every_phone_nothing_is_sure_and_a_person_decides(tmp_path: Path) -> None:
    with buzzing(tmp_path, "red", "blue", buzzers="auto") as hall:
        call(hall)
        hall.phones["red"].press()
        everybody_answers(hall, "red")
        assert hall.phones["red"].until("sent")["small"] in ("watch the board", "too close")
        while (offer := hall.offer()) is None:
            everybody_answers(hall)
        assert (offer.sure, offer.missing) == (False, ("green",))
        assert hall.records()[-1] == ("quiz.clock", "desk")


def test_who_pressed_later_is_second_by_its_own_clock(tmp_path: Path) -> None:
    with buzzing(tmp_path, *TEAMS, buzzers="auto") as hall:
        call(hall)
        early = hall.phones["red"].stamp()
        everybody_answers(hall)
        hall.phones["blue"].press()
        hall.phones["red"].press(at=early)
        everybody_answers(hall, "blue", "red")
        hall.phones["red"].until("first")
        assert hall.phones["blue"].until("second")["foot"] == "Red was first"


@pytest.mark.parametrize(
    ("rules", "small", "offered"),
    [({}, "the desk decides", True), ({"early_buzz": "ignored"}, "it does not count", False)],
)
def test_a_press_before_the_call(tmp_path: Path, rules: dict[str, str], small: str, offered: bool) -> None:
    with buzzing(tmp_path, "red", **rules) as hall:
        red = hall.phones["red"]
        assert "false start" in red.until("wait")["foot"] or not offered
        red.press()
        assert red.until("false")["small"] == small
        offer = hall.offer()
        assert (offer is not None) is offered
        if offer is not None:
            assert (offer.early, offer.sure) == (True, False)
            hall.push("quiz.false_start", team="red")
            while red.until("false")["small"] != "10 off":
                red.hear()
        else:
            hall.push("quiz.clock")
            red.until("armed")
            red.press()
            red.until("sent")


def test_a_press_for_another_question_or_from_before_the_call_counts_for_nothing(tmp_path: Path) -> None:
    with buzzing(tmp_path, *TEAMS) as hall:
        red = hall.phones["red"]
        old = red.stamp()
        call(hall)
        red.press(key="another question")
        red.press(at=old - 100)
        everybody_answers(hall)
        assert hall.offer() is None
        assert red.shown["show"]["state"] == "armed"


def test_who_has_answered_wrong_is_locked_out(tmp_path: Path) -> None:
    with buzzing(tmp_path, "red", "blue", second_chance="rebuzz") as hall:
        call(hall)
        hall.push("quiz.buzzed", team="red")
        hall.phones["red"].until("first")
        assert hall.phones["blue"].until("wait")["foot"] == "Red answers"
        hall.push("quiz.ruled", verdict="wrong")
        shown = hall.phones["red"].until("locked")
        assert (shown["big"], shown["small"]) == ("Locked out", "answered")


def test_where_hands_are_raised_no_phone_is_heard(tmp_path: Path) -> None:
    with buzzing(tmp_path, "red", buzzers="hand") as hall:
        red = hall.phones["red"]
        hall.push("quiz.clock")
        while red.until("wait")["small"] != "raise your hand":
            red.hear()
        red.press()
        red.answer(2)
        assert hall.offer() is None


def ended(each: Phone) -> int:
    """Listen until a line is closed, and return why it was."""
    while True:
        try:
            each.hear()
        except WebSocketDisconnect as end:
            return end.code


def test_a_seat_has_one_line_and_a_second_page_ends_the_first(tmp_path: Path) -> None:
    with buzzing(tmp_path, "red") as hall, hall.connect():
        assert ended(hall.phones["red"]) == ANOTHER


def test_a_new_card_ends_the_line_of_the_phone_before(tmp_path: Path) -> None:
    with buzzing(tmp_path, "red") as hall:
        hall.hall.sit_down(hall.client, "team:red")
        assert ended(hall.phones["red"]) == NO_SEAT


def test_a_line_needs_the_seat_of_a_team_and_our_own_page(tmp_path: Path) -> None:
    with buzzing(tmp_path) as hall:
        assert hall.client.get("/team").status_code == 401
        with hall.connect() as socket:
            assert ended(Phone(socket, 0)) == NO_SEAT
        for headers in ({"x": "no origin"}, {"origin": "http://elsewhere"}):
            with pytest.raises(WebSocketDisconnect), hall.connect(**headers):
                pass
        hall.hall.sit_down(hall.client, "team:red")
        assert "Red" in hall.client.get("/team").text
        hall.hall.sit_down(hall.client, "host")
        assert hall.client.get("/team").status_code == 401, "the host has no buzzer"


@pytest.mark.parametrize("said", ["x" * 401, "again"])
def test_who_sends_too_much_is_cut_off(tmp_path: Path, said: str) -> None:
    with buzzing(tmp_path, "red") as hall:
        red = hall.phones["red"]
        for _message in range(int(BURST) + 40 if said == "again" else 1):
            red.socket.send_text(said)
        assert ended(red) == FLOOD


@pytest.mark.parametrize(
    "said", ["", "[]", "{", '{"press":1,"at":2}', '{"pong":1}', '{"pong":99,"at":1e999}', '{"press":"x","at":"y"}']
)
def test_nonsense_harms_no_line(tmp_path: Path, said: str) -> None:
    with buzzing(tmp_path, "red") as hall:
        hall.phones["red"].socket.send_text(said)
        hall.phones["red"].answer(2)


def test_boxes_that_act_as_keyboards_press_for_every_team(tmp_path: Path) -> None:
    with buzzing(tmp_path, "red", buzzers="auto") as hall:
        assert hall.client.get("/desk/boxes").status_code == 401
        hall.hall.sit_down(hall.client, "desk")
        assert "键盘" in hall.client.get("/desk/boxes?lang=zh").text
        with hall.connect(path=KEYS_LINE) as socket:
            keys = Phone(socket, 77.0)
            keys.answer(2)
            hall.push("quiz.clock")
            hall.phones["red"].until("armed")
            for number in (99, "3", 3):
                keys.press(key=number)
            hall.phones["red"].answer(2)
            while hall.records()[-1][0] != "quiz.buzzed":
                hall.phones["red"].answer(1)
                keys.answer(1)
        assert hall.phones["red"].until("wait")["foot"] == "Green answers"


def test_the_keyboards_line_is_the_desks_alone(tmp_path: Path) -> None:
    with buzzing(tmp_path, "red") as hall, hall.connect(path=KEYS_LINE) as socket:
        assert ended(Phone(socket, 0)) == NO_SEAT


def test_boxes_are_any_program_that_prints_presses(tmp_path: Path) -> None:
    program = tmp_path / "box.py"
    program.write_text(
        "import sys\nfor line in open(sys.argv[1]): print(line.strip(), flush=True)\nimport time; time.sleep(60)\n"
    )
    pipe = tmp_path / "presses"
    os.mkfifo(pipe)
    command = shlex.join([sys.executable, str(program), str(pipe)])
    with buzzing(tmp_path, "red", boxes=command, buzzers="auto") as hall, pipe.open("w") as box:
        hall.push("quiz.clock")
        red = hall.phones["red"]
        red.until("armed")
        red.answer(4)  # its clock is known since before the call, so the order will be certain
        box.write("hello\npress 99\npress 2\n")
        box.flush()
        red.answer(2)
        while hall.records()[-1][0] != "quiz.buzzed":
            red.answer(1)
        assert hall.records()[-1] == ("quiz.buzzed", "buzzer")
