"""A third party's judged round: desk, grid, judge's sheet and board by nothing but its one file."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import quizarena_extras.showcase
from quizarena_extras.showcase import Showcase

from quizarena.errors import RulebookError
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_board
from quizarena.testing import check_kind, opened, rulebook_of
from tests.examples.hands import make
from tests.terminal.desk.hand import Hand, small_hall
from tests.terminal.golden import plain
from tests.terminal.judge.booth import Booth

RULES: dict[str, Any] = {"kind": "showcase", "criteria": {"创意": 60, "做工": 40}}


def hall(judges: int = 3) -> Hand:
    """Return the desk of a small hall whose first team was called."""
    return small_hall(RULES, judges=judges, kinds={"showcase": Showcase()}).press("enter")


def booth(hand: Hand, judge: str) -> Booth:
    found = Booth(hand.desk.arena, judge)
    found.now = hand.now + timedelta(seconds=2)
    return found


def hand_in(hand: Hand, judge: str, *marks: str) -> str:
    """Type a judge's marks on the judge's own sheet, hand them in, and return the sheet as it asked."""
    sheet = booth(hand, judge)
    asked = sheet.picture()
    for mark in marks:
        sheet.type(mark).press("enter")
    sheet.press("1")
    assert sheet.said.startswith("已交"), sheet.picture()
    return asked


def board(hand: Hand) -> str:
    return "\n".join(plain(draw_board(feed_of(hand.contest, "hall"), Look(100, 30, "zh", hand.now))))


def test_it_is_one_file_of_at_most_90_lines() -> None:
    assert len(Path(quizarena_extras.showcase.__file__).read_text(encoding="utf-8").splitlines()) <= 90


def test_the_kit_finds_nothing() -> None:
    check_kind(Showcase(), [{"criteria": {"idea": 60, "craft": 40}}], examples=4, longest=30)


def test_a_judge_marks_on_the_sheet_and_the_board_shows_the_mean() -> None:
    hand = hall()
    asked = hand_in(hand, "j1", "50", "30")
    assert all(words in asked for words in ("创意", "做工", "60", "40"))
    hand_in(hand, "j2", "55", "35.5")
    assert "还不能亮分: 等评委3" in hand.press("enter").said
    assert "80" not in board(hand)
    hand_in(hand, "j3", "40", "30")
    hand.press("enter")
    assert hand.last.type == "showcase.revealed"
    while hand.contest.state.reveal is not None:
        hand.press("enter")
    shown = board(hand)
    assert all(mark in shown for mark in ("80", "90.5", "70")), shown
    assert hand.contest.standings(audience=None).totals["t1"].value == Fraction("80.17")


def test_the_desk_types_paper_sheets_in_the_grid() -> None:
    hand = hall(judges=2).press("p")
    for mark in ("50", "30", "", "45", "35", ""):
        hand.type(mark).press("enter")
    hand.press("1")
    assert [(record.type, record.fact.judge) for record in hand.contest.records[-2:]] == [
        ("showcase.ballot", "j1"),
        ("showcase.ballot", "j2"),
    ]


def test_an_absence_a_return_and_a_reopening() -> None:
    rules = {"criteria": {"idea": 60, "craft": 40}}
    rulebook = rulebook_of(Showcase(), rules, 2, 3, extra={"order": "roster"})
    contest = opened(rulebook, {"showcase": Showcase()})
    make(contest, "round.begun")
    make(contest, "showcase.called")
    for judge, marks in (("j1", (50, 30)), ("j2", (40, 20))):
        make(contest, "showcase.ballot", {"judge": judge, "marks.idea": marks[0], "marks.craft": marks[1]})
    make(contest, "showcase.absent", judge="j3", reason="ill")
    make(contest, "showcase.returned", judge="j2", reason="a slip of the pen")
    judge = contest.scene("judge:j2").to_json("en")
    assert "returned for changes: a slip of the pen" in str(judge)
    make(contest, "showcase.ballot", {"judge": "j2", "marks.idea": 50, "marks.craft": 20})
    make(contest, "showcase.revealed")
    assert contest.standings(audience=None).totals["t1"].value == Fraction(75), "the mean of 80 and 70"
    make(contest, "showcase.reopened", reason="j3 is here after all")
    make(contest, "showcase.ballot", {"judge": "j3", "marks.idea": 60, "marks.craft": 30})
    make(contest, "showcase.revealed")
    assert contest.standings(audience=None).totals["t1"].value == Fraction(80)


@pytest.mark.parametrize(
    ("rules", "judges", "sentence"),
    [
        ({"criteria": {}}, 3, "at least one criterion"),
        ({"criteria": {"a": 10.3}}, 3, "no multiple of the step"),
        ({"criteria": {"a": 10}}, 0, "at least 1 judges"),
    ],
)
def test_what_cannot_be_marked_is_refused(rules: dict[str, Any], judges: int, sentence: str) -> None:
    with pytest.raises(RulebookError, match=sentence):
        rulebook_of(Showcase(), rules, 3, judges)
