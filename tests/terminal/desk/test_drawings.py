"""The desk against its drawings D1 to D5 and D14, row by row: what is not as drawn stands here with its reason.

Left of the rule every row is compared at its place; right of it every panel by its title, for a panel stands higher or
lower with what is above it. Whatever a reason is given for must really differ, so that a reason goes when it has gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from quizarena.journal import Presence
from quizarena.terminal.desk.layout import Layout
from quizarena.terminal.wide import width

from ..golden import drawing, masked, plain
from ..judge.booth import Booth
from .hand import Hand, at
from .test_pictures import correcting, numbers_called

LEFT = Layout(120, 40).left
LABELS = (
    "a key says its move's own words, as the menu, the keys row and the log do, so that a third party's round has them"
)
TOLD = "a record is told by its move's words and what was chosen, for a round of any kind"
OPEN = "the keys row names what is open, by its move's words"
CLEARED = "a press takes away what was said of the press before it"
HEADER = "the header says which round it is"
CLOCK_KEY = "T always mends a clock in the same three ways"


class Company:
    """Who sits there in the drawings: a board, and judges."""

    def __init__(self, *judges: int) -> None:
        """Let these judges sit."""
        self._seats = [Presence("board", "120x34"), *(Presence(f"judge:j{number}") for number in judges)]

    def others(self) -> list[Presence]:
        """Return the others."""
        return self._seats


def seated(hand: Hand, *judges: int) -> Hand:
    """Let a board and judges be there."""
    hand.desk.seats = Company(*(judges or range(1, 8)))  # type: ignore[assignment]
    return hand


def marking() -> Hand:
    """D3: five ballots are in, the fourth judge has left, the sixth has filled three fields of four."""
    hand = at(132, seconds=9)
    Booth(hand.desk.arena, "j6").marks("26.0", "26.0", "17.5")
    return seated(hand, 1, 2, 3, 5, 6, 7)


def protesting() -> Hand:
    """D14: the first desk's team protests against the ruling on question 13."""
    hand = at(54).press("m")
    hand.press(*hand.row("申诉"), "enter", "1")
    return seated(hand.press(hand.row("#044"), "enter").type("选手答「一周」，应与「七日内」同义").press("enter"))


MOMENTS: Mapping[str, Callable[[], Hand]] = {
    "D1": lambda: seated(numbers_called()),
    "D2": lambda: seated(at(25)),
    "D3": marking,
    "D4": lambda: seated(at(236, seconds=12)),
    "D5": lambda: seated(correcting()),
    "D14": protesting,
}

ROWS: Mapping[str, Mapping[int, str]] = {
    "D1": {
        0: "the age of the last record depends on how long the numbers take to type",
        3: "the row below says which step it is",
        19: "how numbers are typed stands in the keys row, which every overlay has",
        21: "two columns between a value and its note, as everywhere",
        22: "it was published then; what is on the board the panel says",
        25: "a known slip: Enter notes the number being typed (SCREENS 8)",
        28: "the menu is closed while numbers are typed: Esc, then M",
        **dict.fromkeys((32, 33, 34), TOLD),
        38: CLEARED,
        39: "only what acts while numbers are typed",
    },
    "D2": {
        3: "a member is called as on the board and on the answer sheet",
        6: "what has been read needs no reading; the log has it",
        26: "points are given with a cheer, as the host reads it on the day",
        28: LABELS,
        29: LABELS,
        30: CLOCK_KEY,
        **dict.fromkeys(range(32, 38), TOLD),
        38: CLEARED,
        39: OPEN,
    },
    "D3": {
        3: HEADER,
        4: "the time used stands below, with what it costs",
        6: "what is read next is read next in every round",
        8: "a judge's number is that of the seat, as D7 has it",
        12: "who recorded it stands in the log",
        14: "a draft does not say when it was touched, only how far it is",
        20: "the panel rule's own words, which a rule of another maker has too",
        25: "a digit is a mark and opens the sheets; it names no judge",
        26: "one judge is J, then the seat",
        27: LABELS,
        28: CLOCK_KEY,
        29: "four rows stand where three were drawn",
        **dict.fromkeys(range(32, 38), TOLD),
        38: "said when the ballot comes in while the desk is open, as test_mistakes shows",
        39: OPEN,
    },
    "D4": {
        3: HEADER,
        6: "one sentence; what is read next is read next in every round",
        22: "the rule stands on a row of its own, so that neither is cut in English",
        23: "see the row above",
        **dict.fromkeys(
            range(25, 29), "Enter first, as everywhere; each key by its move's words, with the line to read"
        ),
        29: CLOCK_KEY,
        **dict.fromkeys(range(32, 36), "the clocks stand above, for every moment under T"),
        36: TOLD,
        37: "there is a record before it",
        38: CLEARED,
        39: "the side that speaks has no key: pressing it would change nothing",
    },
    "D14": {
        0: "which round it is; a badge stands without brackets, as all do",
        3: "the last question is on until the round begins; which protest it is stands below what is read",
        4: "the steps of the round, until the next begins",
        5: "a row is left free before what is read",
        6: "what is read stands a row lower",
        7: "which protest, of whom and when: who of the team spoke is not recorded",
        8: "two rows lower",
        9: "the ruling is called by its whole record, and so is what it might become",
        10: "see the row above",
        11: "three rows lower",
        **dict.fromkeys((13, 14, 15), "the question stays until the next step"),
        25: "two columns before the tag",
        26: "the decisions by the words they are recorded in",
        **dict.fromkeys((27, 28), "L and A stand in the keys row"),
        **dict.fromkeys(range(32, 38), TOLD),
        39: OPEN,
    },
}
"""Rows that are not as drawn, and why."""

PANELS: Mapping[str, Mapping[str, str]] = {
    "D1": {
        "大屏正在显示": "a known slip: the numbers are on the board once they are recorded (SCREENS 8)",
        "下一步会怎样": "the example is the first of the roster",
        "提醒": "there is room for it",
        "开赛前自查": "it stands there until the contest is opened; here it is open",
    },
    "D2": {
        "大屏正在显示": "two columns between what is shown, as everywhere",
        "接下来": "the pace is that of the whole round: sixteen questions at 63 s; of any round, so it says 9/16",
        "悬念 (只用已公布的分)": "there is room for it, and it is what the hall wonders about",
        "刚才": "Backspace would take back the start of the clock first, so that is not promised",
        "席位": "who marks in which round the judges' own sheets say",
    },
    "D3": {
        "大屏正在显示": "the story's board shows the running round, chosen by hand",
        "亮分 (Enter 或翻页笔 PgDn 一步一步)": "the judges stand on the left, what over time costs below them",
        "亮分后读 (现在还不知道)": "all that will be read, in the kind's own lines",
        "提醒": "there is room for it",
    },
    "D14": {
        "总分 (按台号, 不跳动)": "a star says provisional, so that the column of the round stays; the last on stage",
        "大屏正在显示": "standings were put on the board by hand: nothing follows the desk",
        "悬念 (只用已公布的分)": "there is room for it",
        "刚才": "what was done just now",
        "席位": "who is there",
        "提醒": "there is room for it",
    },
    "D4": {
        "总分 (按台号, 不跳动)": "on stage, whatever they do there",
        "大屏正在显示": "the clocks with their seconds: what the hall really sees",
        "接下来": "a measure word, as it is spoken",
        "悬念 (只用已公布的分)": "the other side has a team before it too",
    },
}
"""Panels that are not as drawn, and why."""


WHOLE = (0, 1, 38, 39)
"""Rows without a right column: header, rail, message, keys."""


def split(row: str) -> tuple[str, str]:
    """Cut a row at the right column's rule."""
    own = next((row[:end] for end in range(len(row)) if width(row[:end]) == LEFT), row)
    return own.rstrip(), row[len(own) :]


def panels(rows: list[str]) -> dict[str, list[str]]:
    """Return the lines of the right column by the title of their panel."""
    found: dict[str, list[str]] = {}
    for number, row in enumerate(rows):
        line = split(row)[1] if number not in WHOLE else ""
        if line.startswith("+--"):
            found[line.strip("+- ")] = []
        elif found and line[1:].strip():
            found[next(reversed(found))].append(" ".join(line[1:].split()))
    return found


def differing(found: list[str], drawn: list[str]) -> set[int]:
    """Return the rows that differ left of the rule."""
    pairs = enumerate(zip(found, drawn, strict=True))
    return {n for n, (one, two) in pairs if (one != two if n in WHOLE else split(one)[0] != split(two)[0])}


@pytest.mark.parametrize("name", ["D1", "D2", "D3", "D4", "D14"])
def test_a_row_is_as_drawn_or_says_why_not(name: str) -> None:
    found, drawn = masked(plain(MOMENTS[name]().canvas())), drawing(f"{name}-120x40")
    assert differing(found, [*drawn, *[""] * (40 - len(drawn))]) == set(ROWS[name])


@pytest.mark.parametrize("name", ["D1", "D2", "D3", "D4", "D14"])
def test_a_panel_is_as_drawn_or_says_why_not(name: str) -> None:
    found, drawn = panels(masked(plain(MOMENTS[name]().canvas()))), panels(drawing(f"{name}-120x40"))
    assert {title for title in found | drawn if found.get(title) != drawn.get(title)} == set(PANELS[name])


CORRECTED = {
    "题 「社区矫正对象外出，几天以内可由司法所批准？」 答 「七日内」，选手答「一周」": "an answer is not recorded",
    "1 迎宾街道 120.00 4 130.00 并2 +10 升两位": "places as the board says them: 升 2",
    "3 大庆路街道 130.00 并2 130.00 并2 不变 (并列变三队)": "how many share it now",
    "4 永泰街道 130.00 并2 130.00 并2 不变 (并列变三队)": "how many share it now",
    "后面 10 条记录 #045 到 #054 照样成立。奖项: 还没有受影响的奖。": "prizes are spoken of once all rounds are over",
    "大屏 --:--:-- 已公布过旧排名。更正后大屏底部出现一行「更正」，停 15 秒。": "marks and prizes as well as standings",
    "「经复核，第 13 题 1 号台的回答成立，更正为得 10 分。": "said by the points, for a round of any kind",
    "1 号台现在 130 分，与 3 号台、4 号台并列第二。」": "said by the points, for a round of any kind",
    "原记录 --:--:-- 计分员 第 13 题 1 台 迎宾街道 4 号 迎宾四 判错 0 分": TOLD,
    "改为 [1 判对 +10] 2 判错 0 (原来) 3 此题作废重出": "the points stand below, in the preview",
    "谁裁定 [1 仲裁] 2 主评委 3 主持人 谁操作 计分员 (本机)": "who types stands in every record",
    "改前 改后": "one row of heads",
    "台 队 总分 名次 总分 名次": "one row of heads",
}
"""Lines of the correction (D5) that are not as drawn, and why; its lower zones stand a row low (SCREENS 8)."""


def box(rows: list[str]) -> list[str]:
    """Return the lines of an overlay, one space between words."""
    lines = (row.split("|") for row in rows if row.count("|") >= 2)
    words = (" ".join(max(parts, key=len).split()).removeprefix("> ").removeprefix(">") for parts in lines)
    return [each for each in words if each]


def test_a_correction_is_as_drawn_or_says_why_not() -> None:
    found = box(masked(plain(MOMENTS["D5"]().canvas())))
    drawn = box(drawing("D5-120x40")[8:32])
    assert {line for line in drawn if line not in found} == set(CORRECTED)
