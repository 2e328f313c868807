"""Draws without a contest: the same rows for the same question, and a check that finds what was changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quizarena.draws import tickets
from tests.cli.running import run

SEED = "2026-11-23|3 17 8 22|9f2c51d0"
FOUR = ("red", "blue", "green", "gold")


def drawn(what: str, *args: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(run("draw", what, *args, "--json").stdout)
    return value


def test_tickets_are_those_of_the_library_with_their_proof() -> None:
    found = drawn("tickets", *FOUR, "--seed", SEED, "--purpose", "order")
    expected = tickets(FOUR, seed=SEED, purpose="order")
    assert [row[0] for row in found["drawn"]] == list(expected.order)
    assert found["proof"] == list(expected.proof)
    text = run("draw", "tickets", *FOUR, "--seed", SEED, "--purpose", "order").stdout
    assert f"1  {expected.order[0]}" in text
    assert expected.proof[0] in text


def test_a_draw_by_rfc_3797() -> None:
    found = drawn("rfc3797", *FOUR, "--source", "9319", "--source", "2, 5 12,8,10")
    assert found["proof"][0] == "key 9319./2.5.8.10.12./"
    assert sorted(row[0] for row in found["drawn"]) == sorted(FOUR)


ROWS = [
    ("pairs by standings", ["pairs", "a", "b", "c", "d", "--by", "fold"], [["a", "d"], ["b", "c"]]),
    ("pairs by halves", ["pairs", "a", "b", "c", "d", "--by", "slide"], [["a", "c"], ["b", "d"]]),
    ("everybody meets everybody", ["berger", "a", "b", "c"], [[["b", "c"]], [["a", "b"]], [["c", "a"]]]),
    ("groups of equal strength", ["teams", "a", "b", "c", "d", "--snake"], [["a", "d"], ["b", "c"]]),
    ("running orders", ["orders", "a", "b", "--rounds", "2"], [["a", "b"], ["b", "a"]]),
    ("who follows whom", ["williams", "a", "b"], [["a", "b"], ["b", "a"]]),
]


@pytest.mark.parametrize(("args", "rows"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_labels_stay_in_the_order_given_without_a_seed(args: list[str], rows: list[Any]) -> None:
    found = drawn(*args)
    assert (found["drawn"], found["proof"]) == (rows, [])


@pytest.mark.parametrize("what", ["tickets", "pairs", "sides", "orders", "berger", "williams", "teams"])
def test_every_draw_is_done_again_and_a_changed_one_is_found(tmp_path: Path, what: str) -> None:
    found = drawn(what, *FOUR, "--seed", SEED)
    assert found["proof"]
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    assert what in run("verify-draw", path).stdout
    again = json.loads(run("verify-draw", "-", "--json", stdin=path.read_bytes()).stdout)
    assert again == {"ok": True, "draws": [what]}
    path.write_text(json.dumps(found | {"drawn": found["drawn"][::-1]}), encoding="utf-8")
    assert "row 1 is not what comes out again" in run("verify-draw", path, status=1).stderr


def test_who_sits_out_is_named() -> None:
    assert drawn("pairs", "a", "b", "c", "--by", "slide")["sits_out"] == ["c"]
    assert "c sits out" in run("draw", "pairs", "a", "b", "c", "--by", "slide").stdout
    assert "c 轮空" in run("draw", "pairs", "a", "b", "c", "--by", "slide", lang="zh").stdout


def test_judges_are_allotted_to_rooms_each_with_a_reason(tmp_path: Path) -> None:
    asked = (
        "judges",
        "--room",
        "red=north:blue",
        "--room",
        "green:yellow",
        "Ann=north",
        "Bo",
        "Cem",
        "--met",
        "Bo:red",
    )
    found = drawn(*asked)
    assert found["drawn"] == [[["red", "blue"], "Cem"], [["green", "yellow"], "Ann", "Bo"]]
    said = run("draw", *asked).stdout
    assert "Ann, room 2: not room 1, for a team of north is there" in said
    assert "red - blue" in said
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    assert "the same comes out again" in run("verify-draw", path).stdout


def test_a_knock_out_of_six_needs_byes(tmp_path: Path) -> None:
    six = ("pairs", *"abcdef", "--by", "fold")
    assert "let the first 2 sit out (byes), or take 4" in run("draw", *six, status=1).stderr
    found = drawn(*six, "--byes")
    assert (found["drawn"], found["sits_out"]) == ([["c", "f"], ["d", "e"]], ["a", "b"])
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    assert "the same comes out again" in run("verify-draw", path).stdout
    path.write_text(json.dumps(found | {"sits_out": ["c", "f"]}), encoding="utf-8")
    assert "sits_out is not what comes out again" in run("verify-draw", path, status=1).stderr


def test_a_contest_s_own_draw_is_done_again(tmp_path: Path) -> None:
    file = tmp_path / "demo.qa"
    run("demo", "--save", file)
    said = json.loads(run("verify-draw", file, "--json").stdout)
    drawn = ["order", "sides/debate/1", "sides/debate/2"]
    assert said == {"ok": True, "draws": drawn, "abandoned": [], "typed_in": []}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["tickets", "a", "b"], "expected a seed"),
        (["pairs", "a", "b"], "expected a seed"),
        (["pairs", "a", "b", "--by", "luck"], "expected one of lot, fold, slide"),
        (["sides", "a", "b", "c", "--seed", "s"], "expected pairs, one after the other; found 3"),
        (["paper", "a", "b"], "expected one of rfc3797, tickets, pairs"),
        (["tickets", "a", "a", "--seed", "s"], "'a'"),
        (["tickets", "Red", "red", "--seed", "s"], "'Red' and 'red' look the same"),
        (["berger", "a"], "at least two"),
        (["judges", "Ann"], "a judge or more for each room"),
        (["judges", "Ann", "Ann=x", "--room", "a:b"], "name each judge once"),
        (["judges", "Ann", "--room", "a:b", "--met", "Ann:c"], "expected --met ANN:RED"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_sentence(args: list[str], said: str) -> None:
    message = run("draw", *args, status=1).stderr
    assert said in message
    assert message.count("\n") == 1


@pytest.mark.parametrize(
    "text",
    ["{", "{}", '{"what": "tickets", "labels": 3, "drawn": []}', '{"what": "dice", "labels": ["a"], "drawn": []}'],
)
def test_what_is_no_draw_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "draw.json"
    path.write_text(text, encoding="utf-8")
    assert "expected" in run("verify-draw", path, status=1).stderr
    assert run("draw", "rfc3797", "a", "--source", "x", status=2).stderr.count("whole numbers") == 1
