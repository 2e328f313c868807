"""The desk as it is painted: moments of the Yingbin story, and the drawings they match."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from quizarena.contest.roster_facts import TeamRenamed
from quizarena.terminal.desk.painter import paint
from quizarena.terminal.desk.terminal import DeskTerminal
from tests.story import load

from ..golden import check, drawing, masked, plain
from .hand import Hand, at, small_hall


def numbers_called() -> Hand:
    """Drawing D1: three numbers are in, the fourth is being typed."""
    hand = at(2).press("enter")
    for number in ("3", "17", "8"):
        hand.type(number).press("enter")
    return hand.type("22")


def correcting() -> Hand:
    """Drawing D5: question 13 becomes right, after a recheck."""
    return at(54).press("l").type("44").press("enter", "enter", "1", "down", "2", "down", "1", "up")


def amending() -> Hand:
    """Drawing D15: a wrong answer is to cost 5 points, in the whole round."""
    hand = at(25).press("m")
    hand.type(hand.row("改规则")).press("enter")
    hand.press(hand.row("有问必答"))
    hand.type(hand.row("答错得几分")).press("enter").type("-5")
    return hand.press("enter", "2", "down", "1", "down", "1")


def mending() -> Hand:
    """The buzz of desk 2 was desk 3's, and so the second one was of desk 2: both in one correction."""
    hand = small_hall({"use": "quiz/tossup", "items": 2}).press("enter", "space", "2", "-", "3", "+")
    return hand.press("l").type("5").press("enter", "enter", "3", "enter", "2", "down", "1")


def sheets() -> Hand:
    """Drawings D9, D10: five sheets are typed, the fourth adds up wrongly, the sixth has a slip of the point."""
    hand = at(71).press("p")
    for judge in ("j1", "j2", "j3", "j4", "j5"):
        marks = load().scenario.ballots["yingbin"][judge]
        paper = "88.7" if judge == "j4" else str(sum(map(Decimal, marks)))
        for mark in (*marks, paper):
            hand.type(mark).press("enter")
        if judge == "j4":
            hand.press("tab")
    hand.type("29.0").press("enter").type("272")
    return hand.press("enter").type("16.8").press("enter")


def second_pass() -> Hand:
    """Both passes are typed, one cell differs."""
    hand = at(71).press("p")
    for name, slip in (("", "18.9"), ("李", "19.8")):
        if name:
            hand.press("tab").type(name).press("enter")
        for judge in range(7):
            for mark in ("26.5", "27.2", slip if judge == 2 else "17.8", "16.3", ""):
                hand.type(mark).press("enter")
    return hand


def revealing() -> Hand:
    """Three marks of the third team are open."""
    return at(138)


MOMENTS: dict[str, Callable[[], Hand]] = {
    "before": lambda: at(0),
    "numbers": numbers_called,
    "drawn": lambda: at(4),
    "lots": lambda: at(4).press("enter", "enter"),
    "question": lambda: at(25),
    "late": lambda: at(25, seconds=100),
    "undo": lambda: at(25).press("+", "backspace"),
    "correcting": correcting,
    "mending": mending,
    "amending": amending,
    "sheets": sheets,
    "second-pass": second_pass,
    "debate-sheets": lambda: at(197).press("p", "8"),
    "marking": lambda: at(132),
    "judge": lambda: at(132).press("j", "6"),
    "revealing": revealing,
    "motion": lambda: at(218).press("enter"),
    "free-debate": lambda: at(236, seconds=12),
    "why": lambda: at(212).press("w", "1"),
    "menu": lambda: at(236).press("m"),
    "prizes": lambda: at(283),
}


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
@pytest.mark.parametrize("name", MOMENTS)
def test_a_moment_is_painted_as_it_was_looked_at(name: str, size: tuple[int, int]) -> None:
    check(f"desk-{name}", MOMENTS[name]().canvas(*size))


def test_the_desk_on_the_largest_of_usual_terminals() -> None:
    check("desk-marking", MOMENTS["marking"]().canvas(200, 60))


@pytest.mark.parametrize("seq", [3, 25, 132, 236])
def test_the_desk_speaks_english(seq: int) -> None:
    check(f"desk-en-{seq}", at(seq, language="en").canvas())


# What each drawing says, where the desk says it in the very place: rows from 0, columns up to the right column's rule.
LIKE: dict[str, tuple[Callable[[], Hand], tuple[int, ...]]] = {
    "D1-120x40": (numbers_called, (6, 27)),
    "D2-120x40": (lambda: at(25), (4, 8, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 25, 27)),
    "D3-120x40": (lambda: at(132), (7, 24)),
    "D4-120x40": (lambda: at(236, seconds=12), (4, 8, 9)),
}


@pytest.mark.parametrize("name", LIKE)
def test_the_drawing_is_matched_row_by_row(name: str) -> None:
    hand, rows = LIKE[name]
    found, drawn = masked(plain(hand().canvas())), drawing(name)
    assert [found[row][:50].rstrip() for row in rows] == [drawn[row][:50].rstrip() for row in rows]


@pytest.mark.parametrize("seq", [0, 2, 4, 25, 54, 71, 132, 138, 218, 236, 283])
def test_the_zones_keep_their_rows_in_every_round(seq: int) -> None:
    rows = plain(at(seq).canvas())
    zones = {2: "-- 现在 ", 24: "-- 可以做 ", 31: "-- 记录 ", 38: " > "}
    assert [rows[row][: len(zone)] for row, zone in zones.items()] == list(zones.values())
    assert "总分 (按台号, 不跳动)" in rows[2]
    assert "大屏正在显示" in rows[10]


HOSTILE = (
    "[bold]红[/bold]队",
    "\u202e反\u202c队".replace("\u202e", "").replace("\u202c", ""),
    "e\u0301\u0301\u0301\u0301",
    "😀👨‍👩‍👧",
    "“‘·—…’”×",
    "A" * 40,
)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (200, 60)])
def test_hostile_names_break_no_row(name: str, size: tuple[int, int]) -> None:
    hand = small_hall({"use": "quiz/required", "per_team": 1}, teams=4)
    hand.desk.arena.push(TeamRenamed("t1", name), at=hand.now)
    for keys in ((), ("enter",), ("enter",), ("l",), ("escape", "w", "1"), ("escape", "m"), ("escape", "a")):
        hand.press(*keys)
        plain(hand.canvas(*size))


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (79, 24), (80, 23)])
def test_a_window_too_small_says_so(size: tuple[int, int]) -> None:
    rows = plain(at(25).canvas(*size))
    assert size[0] < 20 or "".join(rows).startswith("请把窗口拉大到 80x24")


def test_several_languages_look_at_one_session_at_once() -> None:
    hand = at(25).press("m")
    english, ids = DeskTerminal(hand.desk, "en"), DeskTerminal(hand.desk, "zh", names={"迎宾街道": "yingbin"})
    seen = [paint(screen, 120, 40, hand.now) for screen in (hand.screen, english, ids, hand.screen)]
    chinese, spoken, spelt, again = ("\n".join(plain(canvas)) for canvas in seen)
    assert chinese == again
    assert ("菜单: 全部操作" in chinese, "Menu: every action" in spoken) == (True, True)
    assert ("迎宾街道" in chinese, "迎宾街道" in spelt, "yingbin" in spelt) == (True, False, True)
