"""The board's pictures beside the drawings of their second part; a name's dots are a font's, so its place counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import attrs
import pytest

from quizarena.clocks import Clock
from quizarena.contest.facts import BoardShows, ContestSigned, HostNote
from quizarena.media import MediaKind
from quizarena.scenes import (
    Buzz,
    BuzzerPress,
    Clocks,
    Face,
    Headline,
    Mark,
    Marks,
    MediaShown,
    OnAir,
    OnStage,
    Prizes,
    Question,
    Ranked,
    Ranking,
    Ruling,
    Scene,
    Winner,
)
from quizarena.sessions.hall import Feed, feed_of
from quizarena.terminal.canvas import Canvas
from quizarena.terminal.lettering import shipped
from quizarena.terminal.pictures import Look, Motion, draw_board, draw_host
from quizarena.terminal.wide import cell_width
from quizarena.text import Text, both
from quizarena.text import plain as words

from .afternoon import feed, look, until
from .golden import drawing, masked, plain
from .lettering import BLOCKS

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FOUR = ("迎宾街道", "开源街道", "大庆路街道", "永泰街道")


def looking(size: str, before: Feed | None = None, *, font: bool = True, language: str = "zh") -> Look:
    across, down = map(int, size.split("x"))
    motion = None if before is None else Motion(before, 300)
    return Look(across, down, language, NOON, motion, letters=BLOCKS if font else shipped())


def recorded(seq: int, size: str, *, moved: bool = False) -> Canvas:
    """Return the board after a record of the afternoon, `moved` in the moment it came."""
    found = attrs.evolve(look(seq, size), letters=BLOCKS)
    return draw_board(feed(seq), attrs.evolve(found, motion=Motion(feed(seq - 1), 300)) if moved else found)


def ruled_right(size: str, *, moved: bool) -> Canvas:
    """Return the board after question 7 was ruled right."""
    contest = until(25).fork()
    move = next(move for move in contest.moves() if move.fact.type == "quiz.ruled")
    contest.push(move.fill({"verdict": "right"}, now=contest.records[-1].at), at=contest.records[-1].at)
    return draw_board(feed_of(contest, "hall"), looking(size, feed(25) if moved else None))


def protested(size: str) -> Canvas:
    """Return the standings while a protest is pending."""
    contest = until(166).fork()
    *_others, move = (move for move in contest.moves() if move.fact.type == "protest.lodged")
    lodged = move.fill({"team": "yingbin", "about": "第 13 题", "record": 44})
    contest.push(lodged, at=contest.records[-1].at)
    return draw_board(feed_of(contest, "hall"), looking(size))


def noted(size: str) -> Canvas:
    """Return the host's monitor with a note from the desk on it, at the last mark."""
    contest = until(139).fork()
    contest.push(HostNote("嘉宾 16:30 要走，颁奖提前"), at=contest.records[-1].at)
    return draw_host(feed_of(contest, "host"), look(139, size, clock="15:09:44"))


def asked(size: str) -> Canvas:
    """Return the host's monitor while question 7 is answered."""
    contest = until(25).fork()
    contest.push(HostNote("此题 10 分，答错不扣"), at=contest.records[-1].at)
    return draw_host(feed_of(contest, "host"), look(25, size, clock="14:21:36"))


def looked_at(size: str) -> Canvas:
    """Return the host's monitor while the arbiters look at a protest, the standings on the board."""
    contest = until(54).fork()
    at = contest.records[-1].at
    contest.push(BoardShows("standings"), at=at)
    *_others, move = (move for move in contest.moves() if move.fact.type == "protest.lodged")
    contest.push(move.fill({"team": "yingbin", "about": "第 13 题", "record": 44}), at=at)
    contest.push(HostNote("仲裁在看录像，约 3 分钟"), at=at)
    return draw_host(feed_of(contest, "host"), look(54, size, clock="14:36:40"))


def out_of_time(size: str) -> Canvas:
    """Return the host's monitor when the affirmative has no time left and the negative 41 seconds."""
    contest = until(236).fork()
    at = contest.records[-1].at + timedelta(seconds=173)
    turns = (move for move in contest.moves() if move.fact.type == "debate.turn" and move.closed is None)
    contest.push(next(turns).fill({"side": "negative"}, now=at), at=at)
    return draw_host(feed_of(contest, "host"), attrs.evolve(look(236, size), now=at + timedelta(seconds=148)))


def drawn(
    *blocks: object, size: str, font: bool = True, language: str = "zh", before: tuple[object, ...] = ()
) -> Canvas:
    title = both("迎宾大擂台", "The Yingbin Grand Arena")
    now, was = (Feed(Scene(title, each), 1, "0" * 64) for each in (blocks, before))  # type: ignore[arg-type]
    return draw_board(now, looking(size, was if before else None, font=font, language=language))


def standing(*totals: int | str, names: tuple[str, ...] = FOUR) -> Ranking:
    """Return standings in which the teams sit in this order."""
    values = [Fraction(total) for total in totals]
    rows = [
        Ranked(
            f"t{nth}",
            words(name),
            nth,
            1 + sum(other > total for other in values),
            total,
            tied=values.count(total) > 1,
        )
        for nth, (name, total) in enumerate(zip(names, values, strict=True), 1)
    ]
    rows.sort(key=lambda row: (-row.total, row.podium))
    behind = (None, *(above.total - row.total for above, row in pairwise(rows)))
    return Ranking(tuple(attrs.evolve(row, behind=gap) for row, gap in zip(rows, behind, strict=True)))


def false_start(size: str) -> Canvas:
    asked = Question(words("政务服务便民热线的号码是多少？"), out=(("t2", words("犯规")),))
    line = words("其余三队继续")
    ruling = Ruling(words("犯规"), line, "t2", "", Fraction(-10), Fraction(120), Fraction(110))
    head = (Headline(words("抢答")), Headline(words("第 2 题"), words("共 10 题")))
    now = standing(110, 110, 110, 110)
    return drawn(*head, asked, ruling, now, OnAir(), size=size, before=(*head, asked, now, OnAir()))


def buzzed(size: str) -> Canvas:
    asked = Question(words("政务服务便民热线的号码是多少？"), points=Fraction(10), stake=Fraction(10))
    stage = OnStage("t2", words("开源街道"), 2, buzzed=True)
    head = (Headline(words("抢答")), Headline(words("第 3 题"), words("共 10 题")))
    clock = Clocks((Face(Clock(30_000), words("")),))
    order = BuzzerPress("t2", stage.name, 2), BuzzerPress("t4", words("永泰街道"), 4, behind_ms=340)
    return drawn(*head, asked, stage, Buzz(order), clock, standing(110, 110, 110, 110), OnAir(), size=size)


def chosen_from(
    size: str,
    head: tuple[Headline, ...],
    asked: Question,
    stage: OnStage | None,
    clock: Clock,
    totals: Ranking,
) -> Canvas:
    """Return the board while a question with options, or with something to look at or to hear, is on."""
    stages = () if stage is None else (stage,)
    return drawn(*head, *stages, asked, Clocks((Face(clock, words("")),)), totals, OnAir(), size=size)


def asking(section: str, number: int, count: int) -> tuple[Headline, ...]:
    return Headline(words(section)), Headline(words(f"第 {number} 题"), words(f"共 {count} 题"))


def left(seconds: int, limit: int) -> Clock:
    return Clock(1_000 * limit, 1_000 * (limit - seconds))


def options(*said: str) -> tuple[tuple[str, Text], ...]:
    return tuple((letter, words(each)) for letter, each in zip("ABCD", said, strict=False))


FIRE = Question(
    words("个人占用、堵塞消防车通道，妨碍消防车通行，罚款最多多少元？"),
    points=Fraction(10),
    form="single",
    options=options("一百元", "二百元", "五百元", "一千元"),
)
HOMES = Question(
    words("业主想把住宅改成经营性用房，除了守法守约，还要经谁同意？"),
    points=Fraction(20),
    stake=Fraction(20),
    out=(("t5", words("已过")),),
    form="single",
    options=options("物业服务人", "有利害关系的业主", "居民委员会", "业主委员会"),
)
HOTLINE = Question(
    words("政务服务便民热线的号码是多少？"),
    points=Fraction(10),
    stake=Fraction(10),
    out=(("t7", words("犯规")),),
    form="single",
    options=options("12315", "12345", "12348", "12388"),
)
SIX = (*FOUR, "人民街道", "新华街道")
TWELVE = (*SIX, "东风街道", "橡林街道", "前进街道", "南海街道", "西园街道", "老街街道")


def single_choice(size: str) -> Canvas:
    stage = OnStage("t3", words("大庆路街道"), 3, words("1 号  大庆一"))
    return chosen_from(size, asking("有问必答", 3, 16), FIRE, stage, left(23, 30), standing(110, 110, 100, 100))


def risked(size: str) -> Canvas:
    stage = OnStage("t4", words("永泰街道"), 4, words("3 号  永泰三"))
    totals = standing(130, 150, 120, 110, 140, 90, names=SIX)
    return chosen_from(size, asking("风险题", 4, 6), HOMES, stage, left(17, 30), totals)


def buzzing(size: str) -> Canvas:
    totals = standing(130, 150, 120, 110, 140, 90, 100, 120, 80, 110, 100, 60, names=TWELVE)
    return chosen_from(size, asking("抢答", 2, 20), HOTLINE, None, left(8, 10), totals)


def beside(size: str, kind: MediaKind, text: str, alt: str = "") -> Canvas:
    shown = MediaShown(kind, 10, f"{'0' * 64}.png", alt=words(alt) if alt else None)
    stage = OnStage("t2", words("开源街道"), 2, words("3 号  开源三"))
    asked = Question(words(text), points=Fraction(10), media=shown)
    seconds = left(28, 30) if kind is MediaKind.PICTURE else left(30, 30)
    return chosen_from(size, asking("有问必答", 10, 16), asked, stage, seconds, standing(110, 120, 110, 110))


@pytest.mark.parametrize(("size", "end"), [("80x24", "一道红杠，.."), ("120x34", "杠，")])
def test_what_a_picture_shows_in_words_stands_in_its_frame_as_far_as_there_is_room(size: str, end: str) -> None:
    said = "一块圆牌，红边白底，中间一道红杠，" * 12
    rows = [row.strip("# ") for row in plain(beside(size, MediaKind.PICTURE, "这是什么？", said))]
    assert [row for row in rows if "红杠" in row][-1].endswith(end)
    short = plain(beside(size, MediaKind.PICTURE, "这是什么？", "一块圆牌"))
    assert [row for row in short if "一块圆牌" in row]
    assert [row for row in short if "图 10" in row], "where to look still stands there"


def nine_judges(size: str) -> Canvas:
    values = ("91.1", "91.1", "92.6", "86.0", "92.0", "90.8", "84.0", "90.4")
    names = [words(f"评委{number}") for number in "一二三四五六七八九"]
    cells = [Mark(f"j{nth}", names[nth], "shown", Fraction(value)) for nth, value in enumerate(values)]
    cells.append(Mark("j8", words("评委九"), "in"))
    marks = Marks("t1", tuple(cells), "j7", (Fraction("89.83"), Fraction("90.84")), None, Fraction(1), 2)
    head = (Headline(words("情景模拟")), Headline(words("第 1 场")))
    return drawn(*head, OnStage("t1", words("迎宾街道"), 1), marks, OnAir("marks"), size=size)


def twelve(size: str) -> Canvas:
    names = ("迎宾", "开源", "大庆路", "永泰", "人民", "新华", "东风", "橡林", "前进", "南海", "西园", "老街")
    totals = (130, 150, 120, 110, 140, 90, 100, 120, 80, 110, 100, 60)
    found = standing(*totals, names=tuple(f"{name}街道" for name in names))
    return drawn(found, OnAir("standings"), size=size)


def winner(name: str, podium: int, place: int, total: str, *parts: str, ahead: str = "0") -> Winner:
    return Winner(words(name), podium, None, place, Fraction(total), tuple(map(Fraction, parts)), Fraction(ahead))


def prize(name: str, size: str, *, font: bool = True, language: str = "zh") -> Canvas:
    """Return the board when the first prize opens, after the second and the third."""
    winners = (
        (winner(name, 2, 1, "319.32", "100", "40", "88.60", "90.72", ahead="10.36"),),
        (winner("迎宾街道", 1, 2, "308.96", "100", "30", "90.52", "88.44"),),
        (
            winner("大庆路街道", 3, 3, "301.65", "100", "30", "83.63", "88.02"),
            winner("永泰街道", 4, 4, "301.64", "100", "30", "87.50", "84.14"),
        ),
    )
    titles = (both("一等奖", "First Prize"), words("二等奖"), words("三等奖"))
    rows = tuple((title, tuple(each.name for each in who)) for title, who in zip(titles, winners, strict=True))
    return drawn(
        Prizes(rows, winners, (2, 2, 1, 0), 0, winners[0][0]), OnAir("prizes"), size=size, font=font, language=language
    )


def sealed(size: str) -> Canvas:
    """Return the board once the result is signed."""
    contest = until(285).fork()
    contest.push(ContestSigned("总裁判"), at=contest.records[-1].at)
    return draw_board(feed_of(contest, "hall"), looking(size))


def honoured(name: str, size: str) -> Canvas:
    """Return the board when the best debater opens, after the prizes."""
    best = Winner(words(name), 3, words("大庆路街道"), total=Fraction("42.8"))
    rows = ((words("一等奖"), (words("开源街道"),)), (words("最佳辩手"), (best.name,)))
    winners = ((winner("开源街道", 2, 1, "319.32"),), (best,))
    return drawn(Prizes(rows, winners, (0, 1), 1, best), OnAir("prizes"), size=size)


_STRIP = "the strip of P6 and B6 stands at the foot, names and totals in two rows"
_BRACKETS = "who answers stands in brackets, a member as on the desk, what is at stake on the right, as in P6"
_WORD = "one word for the hall, large for two seconds and here: 正确"
_LEVEL = "the place after it and whom it is level with; what the false start means is the host's line below"
_SUM = "the end of the whole working that a line holds, as on desk and paper; the marks stand above it"
_MIDDLE = "what is on within a round is not said on the standings; what is to come stands at the foot"
_SLOT = "below a frame everything stands where it does below a lettered name"
_OF = "how a best member's mark was made is not in the scene"
_AHEAD = "how far it is ahead stands here as beside a name of one line"
_OTHERS = "there were other prizes before this one"
_ROUNDED = "the bar is cut at the nearest cell"
_WORTH = "what is at stake is said the same way whatever the section: 此题 20 分; who may buzz is the clock's label"
_SHORT = "all names are shortened alike, none alone"
_DIGITS = "the digits of the clock are as large as without options"
_BAR = "bar and strip stand where they do without options"
_PLAYED = "what plays on the desk's machine is not known here; the board asks to listen, with the number"
_OTHER_NAME = "the other name of the prize has a step of its own, and how far it is behind is read with it"
_AT = "signed at the moment of the last record"
_A_ROW_EACH = "each prize has a row of its own, the best member with the team, the row of the seal ends with the head"
CHANGED: Mapping[str, Mapping[str, str]] = {
    "B2-80x24": {"2": _BRACKETS, "19": _STRIP, "21": _STRIP, "22": _STRIP},
    "P2-120x34": {"2": _BRACKETS, "29": _STRIP, "30": _STRIP},
    "P6-120x34": {"27": _ROUNDED, "lit": _DIGITS},
    "B6-80x24": {"20": _ROUNDED},
    "P7-120x34": {"2": _WORTH, "lit": _DIGITS},
    "B7-80x24": {"2": _WORTH, "21": _SHORT},
    "P8-120x34": {"2": _WORTH, "lit": _DIGITS, **dict.fromkeys(map(str, range(24, 32)), _BAR)},
    "B8-80x24": {"2": _WORTH, "lit": _BAR, **dict.fromkeys(("15", "17", "18", "19", "20", "21", "22"), _BAR)},
    "P25-120x34": dict.fromkeys(("9", "11", "13", "16", "lit"), _PLAYED),
    "B25-80x24": dict.fromkeys(("8", "9", "10", "11", "12", "lit"), _PLAYED),
    "B26-80x24": {"0": "the same words as the host reads: 提出申诉"},
    "P26-120x34": {"32": _MIDDLE},
    "B27-80x24": {"2": _WORD},
    "P27-120x34": {"2": _WORD},
    "B11-80x24": {"16": _LEVEL, "18": _LEVEL},
    "P11-120x34": {"19": _LEVEL, "22": _LEVEL},
    "B15-80x24": {"4": _SUM},
    "P15-120x34": {"8": _SUM},
    "B17-80x24": {"0": _MIDDLE, "lit": "digits begin and end where they do with four teams"},
    "P17-120x34": {"0": _MIDDLE, "31": _MIDDLE},
    "B20-80x24": {"22": _OTHER_NAME},
    "P20-120x34": {"26": _OTHER_NAME, "28": _OTHER_NAME},
    "B23-80x24": {"0": _AT, "20": _A_ROW_EACH, "21": _A_ROW_EACH},
    "P23-120x34": {"0": _AT, "26": _A_ROW_EACH, "28": _A_ROW_EACH, "30": _A_ROW_EACH, "32": _A_ROW_EACH},
    "B28-80x24": {"22": _OF},
    "P28-120x34": {"28": _OF, "30": _OTHERS},
    "B19-80x24": {"21": _SLOT, "22": _SLOT},
    "B21-80x24": {"21": _SLOT, "22": _SLOT},
    "B29-80x24": {"21": _SLOT, "22": _SLOT},
    "P21-120x34": {"30": _AHEAD},
    "P29-120x34": {"30": _AHEAD},
    "B22-80x24": {"22": _OF},
    "P22-120x34": {"28": _OF},
    "P30-120x34": {"28": _OTHERS, "30": _OTHERS},
}
"""What is not as drawn, rows or the place of lit cells, and why."""

PICTURES: Mapping[str, Callable[[str], Canvas]] = {
    "2": lambda size: recorded_at(25, size, "14:21:36"),
    "6": single_choice,
    "7": risked,
    "8": buzzing,
    "24": lambda size: beside(size, MediaKind.PICTURE, "图上的标志是什么意思？"),
    "25": lambda size: beside(size, MediaKind.SOUND, "这段广播提醒居民做什么？"),
    "9": lambda size: ruled_right(size, moved=True),
    "26": protested,
    "27": lambda size: ruled_right(size, moved=False),
    "10": lambda size: recorded(44, size, moved=True),
    "11": false_start,
    "12": buzzed,
    "13": lambda size: recorded(138, size),
    "14": nine_judges,
    "15": lambda size: recorded(142, size),
    "16": lambda size: recorded(166, size),
    "17": twelve,
    "18": lambda size: recorded(284, size),
    "19": lambda size: prize("开源街道", size, font=False),
    "20": lambda size: recorded(281, size),
    "21": lambda size: prize("第一小学代表一队", size, font=size == "120x34"),
    "22": lambda size: recorded(285, size),
    "23": sealed,
    "28": lambda size: honoured("王芳", size),
    "29": lambda size: prize("驿城区代表队", size, font=size == "120x34"),
    "30": lambda size: prize("Kaiyuan", size, language="en"),
}


def recorded_at(seq: int, size: str, clock: str) -> Canvas:
    return draw_board(feed(seq), attrs.evolve(look(seq, size, clock=clock), letters=BLOCKS))


TOLERANCE = (1, 1, 3, 3)
"""Rows and columns by which the edges of lit cells may lie beside the drawn ones: a name's dots are a font's."""


def differences(found: list[str], expected: list[str]) -> dict[str, tuple[object, object]]:
    """Return the rows whose words differ, and the stretches of rows whose lit cells begin or end elsewhere."""
    found_rows, drawn_rows = (["" if "#000" in row else row for row in rows] for rows in (found, expected))
    rows = enumerate(zip(found_rows, drawn_rows, strict=True))
    other: dict[str, tuple[object, object]] = {str(y): pair for y, pair in rows if said(pair[0]) != said(pair[1])}
    stretches = lit(found_rows), lit(drawn_rows)
    if len(stretches[0]) != len(stretches[1]) or not all(map(alike, *stretches)):
        other["lit"] = stretches
    return other


def alike(ours: tuple[int, ...], drawn: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= most for one, other, most in zip(ours, drawn, TOLERANCE, strict=True))


def said(row: str) -> list[str]:
    """Return the words of a row, without the dots that lead to a total."""
    return [word for word in row.replace("#", " ").split() if word != "."]


def lit(rows: list[str]) -> list[tuple[int, int, int, int]]:
    """Return first and last row, first and last column of each stretch of rows with lit cells."""
    found: list[tuple[int, int, int, int]] = []
    for y, row in enumerate(rows):
        if "#" not in row:
            continue
        cells = "".join(char * cell_width(char) for char in row)
        left, right = cells.find("#"), cells.rfind("#")
        if found and found[-1][1] == y - 1:
            top, _bottom, least, most = found.pop()
            found.append((top, y, min(least, left), max(most, right)))
        else:
            found.append((y, y, left, right))
    return found


_TIME = "the time played against its limit; what over time costs is read with the final mark"
_ALL_IN = "the newest mark; who was absent was read before the first"
HOST_CHANGED: Mapping[str, Mapping[str, str]] = {
    "80x24": {"2": "the whole topic", "13": _TIME},
    "120x34": {"2": "the whole topic", "10": _ALL_IN, "16": _TIME},
}


@pytest.mark.parametrize("size", ["80x24", "120x34"])
def test_the_host_as_drawn(size: str) -> None:
    found = differences(masked(plain(noted(size))), drawing(f"HM2-{size}"))
    assert found.keys() == HOST_CHANGED[size].keys()


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("size", ["80x24", "120x34"])
def test_the_drawings(name: str, size: str) -> None:
    full = f"{'P' if size == '120x34' else 'B'}{name}-{size}"
    found = differences(masked(plain(PICTURES[name](size))), drawing(full))
    assert found.keys() == CHANGED.get(full, {}).keys()


# The host's monitor by its zones, for those that have a zone more than was drawn

ZONES = ("谁", "现在读", "题目", "辩题", "大屏上", "还没上屏，先别念", "时间", "控制台")
_MEMBER = "a member as on the desk, 2 号; the side that speaks as on the board, 发言中"
_SUBJECT = "what the host reads out beside the lines has its own zone"
_SHOWN = "what the board shows in its own words"
_NEXT = "a line that hangs on the ruling is given with the ruling; what follows is not told in advance"
_CLOCKS = "both clocks, as on the board"
_QUOTED = "the desk's words stand in quotes"
ZONES_CHANGED: Mapping[str, Mapping[str, str]] = {
    "HM3": {"谁": _MEMBER, "题目": _SUBJECT, "大屏上": _SHOWN, "还没上屏，先别念": _NEXT, "控制台": _QUOTED},
    "HM4": {"大屏上": _SHOWN, "还没上屏，先别念": _NEXT, "控制台": _QUOTED},
    "HM5": {"谁": _MEMBER, "辩题": _SUBJECT, "大屏上": _SHOWN, "还没上屏，先别念": _NEXT, "时间": _CLOCKS},
}
MONITORS: Mapping[str, Callable[[str], Canvas]] = {"HM3": asked, "HM4": looked_at, "HM5": out_of_time}


def zones(rows: list[str]) -> dict[str, list[str]]:
    """Return the words of each zone of the host's monitor, in the order of the zones."""
    found: dict[str, list[str]] = {}
    for row in rows[1:-1]:
        title = next((zone for zone in ZONES if row.strip().startswith(zone)), None)
        if title is not None:
            found[title] = row.strip().removeprefix(title).split()
        elif row.strip():
            found[next(reversed(found))] += row.split()
    return found


@pytest.mark.parametrize("name", MONITORS)
@pytest.mark.parametrize("size", ["80x24", "120x34"])
def test_the_zones_of_the_host_as_drawn(name: str, size: str) -> None:
    found, expected = zones(masked(plain(MONITORS[name](size)))), zones(drawing(f"{name}-{size}"))
    assert {zone for zone in {**found, **expected} if found.get(zone) != expected.get(zone)} == ZONES_CHANGED[
        name
    ].keys()
    drawn_order = [zone for zone in found if zone in expected]
    assert drawn_order == list(expected)
    assert drawing(f"{name}-{size}")[-1].split() == masked(plain(MONITORS[name](size)))[-1].split() or name == "HM4"
