"""The judge's pages: the two drawings of the screens' design, and a golden file for every other state."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random

import attrs
import pytest

from quizarena.blanks import Number
from quizarena.contest import Contest
from quizarena.contest.position import start_of
from quizarena.contest.roster_facts import JudgeStoodDown
from quizarena.moves import seat_of
from quizarena.points import show
from quizarena.rulebook import Rulebook, loads
from quizarena.scenes import Marks
from quizarena.sessions.judge.duties import duties
from quizarena.simulation.robot import AVERAGE, play

from ..desk.hand import arena_of
from ..golden import check, drawing, masked, plain
from .booth import MARKS, PIN, SIDES, Booth, at, texts

BEFORE_PLAY, MARKING, ONE_IN, ALL_OPEN = 123, 127, 131, 142
DEBATING, DEBATE_MARKING = 231, 245
"""Records of the story: desk 3 acts; ballots awaited for it; j3's among those in; its marks open; the second match; its
ballots awaited."""


def entry(language: str = "zh") -> Booth:
    """Return J1: two marks taken, the third typed."""
    return at(MARKING, language=language).marks(*MARKS[:2]).type(MARKS[2])


def checking(language: str = "zh") -> Booth:
    """Return J2: all marks taken."""
    return at(MARKING, language=language).marks(*MARKS)


def test_entry_is_the_drawing() -> None:
    assert masked(plain(entry().canvas())) == drawing("J1-80x24")


def test_check_is_the_drawing() -> None:
    assert masked(plain(checking().canvas())) == drawing("J2-80x24")


def test_a_question_and_one_put_off() -> None:
    """O2: the keys that answer stand at the foot; a question put off leaves its ? in the field."""
    booth = at(MARKING).marks("272")
    check("judge-question", booth.canvas())
    check("judge-put-off", booth.press("tab").marks("26.6").canvas())


def test_seats() -> None:
    check("judge-seats", at(MARKING, None, sits=False).canvas())


def test_pin() -> None:
    booth = at(MARKING, sits=False).type("12")
    assert not any(digit in booth.picture() for digit in "12")
    check("judge-pin", booth.canvas())


def test_waiting() -> None:
    check("judge-waiting", at(BEFORE_PLAY).canvas())
    check("judge-waiting-match", at(DEBATING).canvas())


def test_locked() -> None:
    check("judge-locked", at(ONE_IN).canvas())


def test_returned() -> None:
    check("judge-returned", returned().canvas())


def test_revealed() -> None:
    check("judge-revealed", at(ALL_OPEN).canvas())


def returned(language: str = "zh") -> Booth:
    """Return a ballot that the desk gave back."""
    booth = at(ONE_IN, language=language)
    booth.desk("scenario.returned", judge="j3", reason="第 3 项看不清")
    return booth


STATES: Mapping[str, Callable[[str], Booth]] = {
    "entry": entry,
    "check": checking,
    "waiting": lambda language: at(BEFORE_PLAY, language=language),
    "locked": lambda language: at(ONE_IN, language=language),
    "returned": returned,
    "revealed": lambda language: at(ALL_OPEN, language=language),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_on_a_wide_terminal(state: str, language: str) -> None:
    name = f"judge-{state}" if language == "zh" else f"judge-{state}-en"
    check(name, STATES[state](language).canvas(120, 34))


def test_the_check_on_the_largest_of_usual_terminals() -> None:
    check("judge-check", checking().canvas(200, 60))


def test_standing_down() -> None:
    booth = at(MARKING)
    move = next(move for move in booth.contest.moves("arbiter") if move.fact is JudgeStoodDown)
    booth.arena.push(move.fill({"judge": "j3", "team": "daqinglu", "reason": "本单位"}), seat="arbiter")
    check("judge-barred", booth.canvas())


def test_both_sides_of_a_debate_on_one_check_page() -> None:
    booth = at(DEBATE_MARKING)
    check("judge-match-entry", booth.marks(*SIDES[:4]).canvas())
    check("judge-match-check", booth.marks(*SIDES[4:]).canvas())


VOTES = """
quizarena: 1
contest: {title: 小赛, language: zh}
teams:
  - {id: a, name: 迎宾街道, members: [迎一, 迎二, 迎三, 迎四]}
  - {id: b, name: 开源街道, members: [开一, 开二, 开三, 开四]}
judges: [{id: j1, name: 评委一}]
order: roster
panel: {rule: mean, of: judge_total, places: 2, rounding: half_up}
rounds: [{id: r, title: 辩论, use: debate/FORMAT, sides: by_order}]
"""


def voting(name: str) -> Booth:
    """Return the sheet of a judge who is asked for ballots in a debate of that format."""
    return marking(loads(VOTES.replace("FORMAT", name)))


def marking(rulebook: Rulebook) -> Booth:
    """Return the sheet of the first judge, at the first ballots asked for."""
    steps, arena = play(start_of(rulebook), AVERAGE, Random(1)), arena_of(Contest(rulebook))
    booth = Booth(arena, "j1", sits=False)
    for step in steps:
        arena.push(step.fact, seat=seat_of(step.move, step.fact))
        if duties(booth.contest, "j1").ballots:
            break
    return booth.type(PIN).type(PIN)


@pytest.mark.parametrize(
    ("language", "receipts"), [("zh", "已交 #247  87.3   #246  86.4，等待亮分"), ("en", "Handed in")]
)
def test_no_sum_of_a_match_is_cut(language: str, receipts: str) -> None:
    booth = at(DEBATE_MARKING, language=language).marks(*SIDES)
    assert all(total in booth.picture() for total in ("87.3", "173.5", "86.4", "166.5"))
    picture = booth.press("4", "3").picture()
    assert receipts in picture
    assert all(total in picture for total in ("#247  87.3", "173.5", "#246  86.4", "166.5"))


def test_sheets_and_votes_stand_whole_beside_each_other() -> None:
    """Three sheets of one judge on one check page: two teams' marks and the votes, read back as sentences."""
    booth = voting("nine_votes").marks(*["20", "20", "10", "30", "20"], *["18", "18", "9", "27", "18"])
    check("judge-votes-entry", booth.canvas())
    check("judge-votes-check", booth.type("2118").canvas())


def test_the_one_mark_of_a_sheet_is_read_back_large() -> None:
    round_ = "rounds: [{id: r, title: 演讲, use: scenario/staged, topics: [], criteria: {演讲: 100}}]"
    booth = marking(loads(VOTES[: VOTES.index("rounds:")] + round_)).marks("89.5")
    check("judge-one-mark", booth.canvas())


def test_long_names_of_lines_are_read_whole() -> None:
    """A format with nine lines, one of them long, in the contest's language."""
    booth = voting("chinese_4v4")
    check("judge-long-entry", booth.canvas())
    for _sheet, blank in booth.bundle.spots:
        booth.marks(str(getattr(blank, "high", 0)))
    check("judge-long-check", booth.canvas())


SCHOOLS = """
quizarena: 1
contest: {title: Schools, language: en}
teams:
  - {id: a, name: Oakhill Academy, members: [Amelia Watson-Brown, Oliver Fletcher, Priya Natarajan]}
  - {id: b, name: St Bride's School, members: [Harry Thornbury, Charlotte Eze, Zachary Montgomery]}
judges: [{id: j1, name: Dr Whitfield}]
order: roster
panel: {rule: mean, of: judge_total, places: 2, rounding: half_up}
rounds: [{id: r, title: Final, use: debate/world_schools, sides: by_order}]
"""


@pytest.fixture(scope="module")
def schools() -> Booth:
    """Return a check page with twelve lines a side, each with a mark of its own."""
    booth = marking(loads(SCHOOLS))
    for place, (_sheet, blank) in enumerate(booth.bundle.spots):
        assert isinstance(blank, Number)
        assert blank.high is not None
        booth.marks(str(blank.high - 8 + Decimal(place % 12) / 2))
    assert booth.page == "check"
    return booth


@pytest.mark.parametrize("size", [(80, 24), (100, 34), (120, 40), (200, 60)])
def test_no_hint_lies_over_a_mark(schools: Booth, size: tuple[int, int]) -> None:
    """N3: every line of every sheet can be read, its name too, and the hints stand below."""
    rows = schools.picture(*size).split("\n")
    for hint in ("交票: 按每支队的台号", "要改: Esc 回去", "交了就锁住"):
        (row,) = [row for row in rows if hint in row]
        assert not re.search(r"\d", row)
    for sheet in schools.bundle.sheets:
        for blank in sheet.fields:
            words, mark = blank.label.in_language("en").split(), sheet.texts[blank.path]
            assert any(re.search(rf"{words[-1][:5]}\S* +{mark}\b", row) for row in rows)
            assert size[0] < 100 or any(re.search(rf"{' '.join(words)} +{mark}\b", row) for row in rows)


def test_the_total_that_decides_stands_on_the_sheet(schools: Booth) -> None:
    """N4: what a judge gives one side in all, and what makes it."""
    rows = plain(attrs.evolve(schools.viewer, language="en").paint(100, 34))
    assert any(re.search(r"Total 287\.0 .* Total 287\.0", row) for row in rows)
    assert any(re.search(r"Team sheet 41\.0 .* Team sheet 41\.0", row) for row in rows)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 45), (240, 67)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_the_check_is_cut_at_any_size(size: tuple[int, int], language: str) -> None:
    picture = checking(language).picture(*size)
    assert all(mark in picture for mark in (*MARKS, "大庆路街道"))


def test_a_window_too_small_says_so() -> None:
    assert "请把窗口拉大到 80x24 (现在 72x20)" in at(MARKING).picture(72, 20)


@pytest.mark.parametrize("size", [(60, 20), (80, 23), (79, 24), (9, 2)])
def test_no_key_acts_that_cannot_be_seen(size: tuple[int, int]) -> None:
    booth = at(MARKING).type("26.")
    booth.canvas(*size)
    booth.type("6").press("enter", "ctrl+c")
    assert (booth.page, texts(booth)[0]) == ("entry", "")
    booth.canvas(80, 24)
    assert texts(booth.type("5").press("enter"))[0] == "26.5"


def test_a_window_too_small_for_the_pad_can_be_left() -> None:
    booth = at(MARKING, sits=False)
    booth.canvas(60, 20)
    assert booth.type("24").press("ctrl+c").session.ended


def test_marks_are_called_open_only_once_they_are() -> None:
    pages = {seq: at(seq) for seq in range(133, 146)}
    assert [booth.page for booth in pages.values()] == ["locked", *["opening"] * 5, *["revealed"] * 6, "waiting"]
    for booth in pages.values():
        assert ("还没亮" in booth.picture()) == (booth.page == "opening")
        assert ("已亮分" in booth.picture()) == (booth.page == "revealed")


@pytest.mark.parametrize("seq", range(134, 146))
def test_marks_of_others_are_seen_only_as_the_hall_saw_them(seq: int) -> None:
    booth = at(seq)
    picture = booth.picture()
    private = [cell for block in booth.contest.scene(None).of(Marks) for cell in block.cells if cell.value is not None]
    public = [cell for block in booth.contest.scene("hall").of(Marks) for cell in block.cells if cell.value is not None]
    shown = {show(cell.value, 2) for cell in public if cell.value is not None}
    assert all(mark in picture for mark in shown)
    assert not any(show(cell.value, 2) in picture for cell in private if show(cell.value, 2) not in shown)
