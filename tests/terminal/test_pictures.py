"""The board's pictures: the drawings of the screens' design, and a golden file for every other programme."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import attrs
import pytest

from quizarena.clocks import Clock, countdown
from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows
from quizarena.journal import grouped, typed_digest
from quizarena.points import Rounding
from quizarena.report.arithmetic import Hand, pieces
from quizarena.rulebook import loads
from quizarena.scenes import (
    Clocks,
    Correction,
    Face,
    Headline,
    Mark,
    Marks,
    OnAir,
    OnStage,
    Paragraph,
    Prizes,
    Ranked,
    Ranking,
    Scene,
    Table,
    Versus,
)
from quizarena.scores import MEAN, SUM, Factor, Round, combine, leaf
from quizarena.sessions.hall import Feed, feed_of
from quizarena.terminal.canvas import Canvas
from quizarena.terminal.pictures import Look, Motion, draw_board, draw_host
from quizarena.terminal.pictures.card import card
from quizarena.terminal.wide import drawn
from quizarena.text import plain as words

from .afternoon import board, feed, look, monitor, until
from .desk.hand import small_hall
from .golden import check, drawing, masked, plain

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
CHOICES = [
    {"id": f"q{n}", "text": "省会？", "type": "single", "options": ["大同", "太原", "临汾", "运城"], "answer": "B"}
    for n in range(6)
]

DRAWN = {
    "P4-120x34": (236, "16:02:19"),
    "B4-80x24": (236, "16:02:19"),
    "B5-80x24": (282, None),
}
"""Which record each drawing shows, and the time of day where its clock runs."""

CHANGED = {
    # the title stands in the middle, not three cells left of it; no step is counted before the hall
    "B5-80x24": [(" " * 34 + "颁  奖", " " * 37 + "颁  奖"), ("颁奖  第 2 步 共 5 步", "                 颁奖")],
}
"""Where the board is not as drawn, and why."""


@pytest.mark.parametrize("name", DRAWN)
def test_the_drawings(name: str) -> None:
    seq, clock = DRAWN[name]
    size = name.split("-")[1]
    found = draw_board(_listed(feed(seq)), look(seq, size, clock=clock))
    expected = drawing(name)
    for old, new in CHANGED.get(name, []):
        assert any(old in row for row in expected)
        expected = [row.replace(old, new) for row in expected]
    assert masked(plain(found)) == expected


def _listed(given: Feed) -> Feed:
    """Return the feed with all prizes in a list, as it stands where no name is alone on the page."""
    blocks = tuple(attrs.evolve(each, newest=None) if isinstance(each, Prizes) else each for each in given.scene.blocks)
    return attrs.evolve(given, scene=attrs.evolve(given.scene, blocks=blocks))


MOMENTS = {
    "draw-numbers-called": 3,
    "round-begun": 5,
    "question-asked": 27,
    "question-ruled": 26,
    "performance": 124,
    "ballots-coming-in": 131,
    "marks-first": 134,
    "marks-struck": 140,
    "marks-placed": 143,
    "match-opening-marks": 265,
    "match-marks-open": 214,
    "prizes-begin": 280,
    "prizes-honours": 285,
}


@pytest.mark.parametrize("name", MOMENTS)
def test_moments_of_the_afternoon(name: str) -> None:
    check(name, board(MOMENTS[name], "80x24"))


@pytest.mark.parametrize("name", ["question-ruled", "marks-placed", "match-marks-open", "prizes-begin"])
def test_moments_in_english(name: str) -> None:
    check(f"{name}-en", board(MOMENTS[name], "120x34", "en"))


@pytest.mark.parametrize("size", ["80x24", "120x34", "160x45"])
def test_what_has_no_clock_below_it_takes_the_room_of_one(size: str) -> None:
    drawn = until(4).fork()
    drawn.push(BoardShows("draw", 4), at=drawn.records[-1].at)
    asked = small_hall({"use": "quiz/required", "per_team": 1, "questions": CHOICES}).press("enter")
    timed = feed_of(asked.contest, "hall")
    untimed = attrs.evolve(
        timed.scene, blocks=tuple(each for each in timed.scene.blocks if not isinstance(each, Clocks))
    )
    for shown in (feed_of(drawn, "hall"), attrs.evolve(timed, scene=untimed)):
        rows = plain(draw_board(shown, look(4, size, "zh")))
        assert any(row.strip() for row in rows[len(rows) // 2 : -6]), "the lower half is empty"


@pytest.mark.parametrize(
    ("name", "step", "size", "language"),
    [
        ("draw-opening", 0, "80x24", "zh"),
        ("draw-lots", 2, "80x24", "zh"),
        ("draw-lots-en", 3, "120x34", "en"),
        ("draw-opened", 4, "80x24", "zh"),
        ("draw-opened-en", 4, "120x34", "en"),
    ],
)
def test_lots_as_they_are_opened(name: str, step: int, size: str, language: str) -> None:
    contest = until(4).fork()
    contest.push(BoardShows("draw", step), at=contest.records[-1].at)
    check(name, draw_board(feed_of(contest, "hall"), look(4, size, language)))
    if step == 2:
        check("host-lots", draw_host(feed_of(contest, "host"), look(4, size, language)))


@pytest.mark.parametrize("name", ["round-begun", "performance", "ballots-coming-in", "prizes-honours"])
def test_moments_on_a_wide_screen(name: str) -> None:
    check(name, board(MOMENTS[name], "120x34"))


@pytest.mark.parametrize(("name", "seq", "clock"), [("standings", 166, None), ("debate", 236, "16:02:19")])
def test_programmes_in_english(name: str, seq: int, clock: str | None) -> None:
    check(f"{name}-en", board(seq, "120x34", "en", clock))


@pytest.mark.parametrize("seq", [138, 142])
def test_marks_on_the_largest_of_usual_screens(seq: int) -> None:
    check(f"record-{seq}", board(seq, "200x60"))


@pytest.mark.parametrize("size", ["160x45", "240x67"])
@pytest.mark.parametrize("seq", [25, 166, 236])
def test_large_screens(size: str, seq: int) -> None:
    check(f"record-{seq}", board(seq, size, clock={25: "14:21:36", 236: "16:02:19"}.get(seq)))


def test_the_host_while_a_clock_runs() -> None:
    check("host-question", monitor(25, "120x34", clock="14:21:36"))
    check("host-prizes", monitor(281, "80x24"))


def test_the_host_reads_one_line_when_the_free_debate_begins() -> None:
    said = "".join(plain(monitor(231, "120x34")))
    assert said.count("自由辩论开始") == 1
    assert "「自由辩论开始，正方先发言。」" in said


def test_pages_on_which_nothing_is_played() -> None:
    assert {row.strip() for row in plain(board(25, "80x24", programme="black"))} == {""}
    for size in ("80x24", "120x34"):
        check("title", board(25, size, programme="title"))
    tea = Clock(900_000, running_since=NOON - timedelta(seconds=61))
    shown = feed(166, programme="message", message=words("茶歇 15 分钟"), ends=tea)
    check("message", draw_board(shown, Look(80, 24, "zh", NOON)))
    check("message", draw_board(shown, Look(120, 34, "zh", NOON)))
    check("message-over", draw_board(shown, Look(80, 24, "zh", NOON + timedelta(minutes=14))))
    check("message-over-en", draw_board(shown, Look(120, 34, "en", NOON + timedelta(hours=9))))
    check("test-card", card(Look(80, 24, "zh", NOON)))
    check("test-card", card(Look(240, 67, "zh", NOON)))


def signed(seq: int, programme: str = "") -> Contest:
    """Return the contest signed after the record `seq`, the board on a programme."""
    contest = until(seq).fork()
    sign = next(move for move in contest.moves() if move.fact.type == "contest.signed")
    if programme:
        contest.push(BoardShows(programme), at=contest.records[-1].at)
    contest.push(sign.fill(by="仲裁"), at=contest.records[-1].at)
    return contest


def hall_of(contest: Contest, size: str) -> Canvas:
    return draw_board(feed_of(contest, "hall"), attrs.evolve(look(285, size), now=contest.records[-1].at))


@pytest.mark.parametrize("size", ["80x24", "120x34"])
def test_after_the_last_prize_the_first_comes_back_and_stays_when_it_is_signed(size: str) -> None:
    contest = until(285).fork()
    assert contest.scene("hall").of(Prizes)[-1].now == 3, "the best debater"
    contest.push(BoardShows("prizes", 7), at=contest.records[-1].at)
    assert contest.scene("hall").of(Prizes)[-1].now == 0
    before = plain(hall_of(contest, size))
    assert "签署" not in "".join(before)
    sign = next(move for move in contest.moves() if move.fact.type == "contest.signed")
    contest.push(sign.fill(by="仲裁"), at=contest.records[-1].at)
    after = plain(hall_of(contest, size))
    assert after[1:-1] == before[1:-1], "the photograph is taken under it"
    assert "成绩已签署" in after[0]
    check("signed", hall_of(contest, size))
    digest = grouped(contest.records[-1].digest[:16])
    assert f"{len(contest.records)} 条" in after[-1]
    assert digest in after[-1]
    contest.push(BoardShows("standings"), at=contest.records[-1].at)
    assert digest in plain(hall_of(contest, size))[-1], "the fingerprint is that of the signature, whatever is shown"


SIZES = [(160, 50), (120, 34), (80, 24)]


def with_air(seq: int, **said: object) -> Feed:
    shown = feed_of(until(seq), "hall")
    blocks = tuple(attrs.evolve(b, **said) if isinstance(b, OnAir) else b for b in shown.scene.blocks)
    return attrs.evolve(shown, scene=attrs.evolve(shown.scene, blocks=blocks))


@pytest.mark.parametrize("size", SIZES)
def test_the_title_says_who_holds_the_contest_and_when(size: tuple[int, int]) -> None:
    named, now = with_air(1, organiser=words("组委会")), until(1).records[-1].at
    rows = {language: plain(draw_board(named, Look(*size, language, now))) for language in ("zh", "en")}
    assert any("主办　组委会   2023年1月11日" in row for row in rows["zh"])
    assert any("Organised by 组委会   2023-01-11" in row for row in rows["en"])
    assert not any("主办" in row for row in plain(draw_board(feed_of(until(1), "hall"), Look(*size, "zh", now))))


@pytest.mark.parametrize("size", SIZES)
def test_a_terminal_says_where_the_code_for_phones_is(size: tuple[int, int]) -> None:
    drawn_rows = plain(draw_board(with_air(167, programme="join"), Look(*size, "zh", until(167).records[-1].at)))
    assert any("二维码在大屏上" in row for row in drawn_rows)


@pytest.mark.parametrize(("seq", "programme"), [(281, ""), (278, "follow"), (278, "prizes"), (285, "")])
def test_signed_before_all_was_given_out_the_winners_are_shown_all_the_same(seq: int, programme: str) -> None:
    contest = signed(seq, programme)
    block = contest.scene("hall").of(Prizes)[-1]
    assert (block.now, all(names for _name, names in block.rows)) == (0, True)
    assert any("开源街道" in row.replace(" ", "") for row in plain(hall_of(contest, "80x24")))


def test_a_contest_without_prizes_keeps_its_standings_when_it_is_signed() -> None:
    rules = """
    quizarena: 1
    contest: {title: 小赛, language: zh}
    teams: [{id: red, name: 红队}, {id: blue, name: 蓝队}]
    rounds: [{id: one, use: quiz/team_required, per_team: 1}]
    """
    contest = Contest(loads(rules), at=NOON)
    for values in ({"mode": "live"}, {}, {}, {"verdict": "right"}, {}, {"verdict": "wrong"}, {"by": "仲裁"}):
        move = next(move for move in contest.moves() if move.closed is None and not move.aside)
        contest.push(move.fill(values), at=NOON)
    assert contest.state.signed is not None
    rows = plain(hall_of(contest, "80x24"))
    assert "成绩已签署" in rows[0]
    assert any("红队" in row for row in rows)


@pytest.mark.parametrize("seq", range(124, 145, 4))
def test_no_screen_is_told_a_step_there_is_not(seq: int) -> None:
    """The board is left at the last step of the marks before, while the ballots for the next team come in."""
    contest = until(seq).fork()
    contest.push(BoardShows("marks", 11), at=contest.records[-1].at)
    for audience in ("hall", "host", "desk", None):
        cue = contest.scene(audience).of(OnAir)[-1]
        assert cue.step <= cue.steps, audience


def row_of(nth: int, total: Fraction, **more: object) -> Ranked:
    return Ranked(f"t{nth}", words(f"第{nth}小学代表队"), nth, nth, total, (Fraction(100), total - 100), **more)  # type: ignore[arg-type]


def ranking(count: int, **more: object) -> Scene:
    rows = tuple(row_of(nth, Fraction(1_000 - 7 * nth, 3 if nth == 5 else 2)) for nth in range(1, count + 1))
    return Scene(words("擂台"), (Ranking(rows, places=1, **more), OnAir("standings")))  # type: ignore[arg-type]


def shown(scene: Scene, size: str = "80x24", now: datetime = NOON) -> list[str]:
    across, down = map(int, size.split("x"))
    return plain(draw_board(Feed(scene, 7, "0" * 64), Look(across, down, "zh", now)))


def test_many_teams_turn_pages_with_the_first_three_on_each() -> None:
    assert "页" not in "".join(shown(ranking(18)))
    pages = [shown(ranking(40), now=NOON + timedelta(seconds=10 * turn)) for turn in range(3)]
    for page in pages:
        assert [f"第{nth}小学" in page[3 + nth] for nth in (1, 2, 3)] == [True] * 3
    seen = {nth for page in pages for nth in range(1, 41) if any(f" 第{nth}小学" in row for row in page)}
    assert seen == set(range(1, 41))
    check("standings-48", draw_board(Feed(ranking(48), 7, "0" * 64), Look(80, 24, "zh", NOON)))


def test_standings_say_whether_they_hold() -> None:
    foot = shown(ranking(4, frozen=True, provisional=True))[-1]
    assert "已封榜" in foot
    assert "暂定" in foot
    rehearsed = attrs.evolve(ranking(4), blocks=(*ranking(4).blocks[:1], OnAir("standings", rehearsal=True)))
    last = shown(rehearsed)[-1]
    strip, corner = last[: last.index("#")], last[last.index("#") :]
    assert strip.count("彩排") > 3
    assert strip.endswith("  "), "the strip ends before the record's number"
    assert corner.split() == ["#007", "0000"]


def test_ties_are_named() -> None:
    rows = (row_of(1, Fraction(120)), row_of(2, Fraction(120), tied=True, was=3, was_tied=True))
    rows = (attrs.evolve(rows[0], tied=True), attrs.evolve(rows[1], place=1))
    found = "\n".join(shown(Scene(words("擂台"), (Ranking(rows), OnAir("standings")))))
    assert "并列" in found
    assert "升 2" in found


def test_a_correction_stands_for_fifteen_seconds() -> None:
    corrected = Correction((words("第 13 题"),), words("第 13 题 1 号台的回答成立"), "", NOON)
    fed = Feed(attrs.evolve(ranking(4), blocks=(corrected, *ranking(4).blocks)), 55, "0" * 64)
    for seconds, stands in ((0, True), (14, True), (15, False)):
        canvas = draw_board(fed, Look(80, 24, "zh", NOON + timedelta(seconds=seconds)))
        assert ("更正: 第 13 题" in plain(canvas)[-1]) is stands


@pytest.mark.parametrize(
    ("left", "pen", "flashes"),
    [(11, "ink", False), (10, "wrong", False), (6, "wrong", False), (5, "ground", True), (4, "wrong", False)],
)
def test_the_last_seconds(left: int, pen: str, flashes: bool) -> None:
    scene = Scene(words("擂台"), (Headline(words("抢答")), Clocks((Face(countdown(left), words("")),)), OnAir()))
    cells = [cell.pen for row in draw_board(Feed(scene, 1, "00"), Look(80, 24, "zh", NOON)).rows() for cell in row]
    assert any(each.lit and each.ink == pen for each in cells)
    assert any(each.lit and each.ink == "ground" for each in cells) is flashes


def test_time_is_over_stays_in_words() -> None:
    spent = Clock(30_000, used_ms=31_000)
    scene = Scene(words("擂台"), (Headline(words("抢答")), Clocks((Face(spent, words("")),)), OnAir()))
    assert any("时间到" in row for row in shown(scene))


def test_a_mark_opens_through_dots_and_dashes() -> None:
    said = []
    for since in (0, 300, 600, None):
        motion = None if since is None else Motion(feed(137), since)
        rows = plain(draw_board(feed(138), attrs.evolve(look(138, "80x24"), motion=motion)))
        assert "[评委六]" in rows[12]
        said.append([row[22:41] for row in rows[13:18]])
    assert ". . ." in said[0][2]
    assert "- -" in said[1][2]
    assert "#" not in "".join(said[0] + said[1])
    assert said[2] == said[3]
    assert all("#" in row for row in said[2])


def test_the_board_says_nothing_the_cue_has_not_reached() -> None:
    for seq, hidden in ((135, "89.90"), (141, "83.63"), (280, "319.32"), (282, "大庆三")):
        assert hidden not in "".join(plain(board(seq, "120x34"))), seq


def test_a_third_partys_round_needs_no_code_of_its_own() -> None:
    blocks = (
        Headline(words("Karaoke")),
        Headline(words("Song 3"), words("of 9")),
        OnStage("a", words("Alpha"), 1, words("no. 2 Ann")),
        Paragraph(words("sings something by heart")),
        Table(
            (words("Team"), words("Votes")), ((words("Alpha"), 12), (words("Beta"), Fraction(7, 2))), words("So far")
        ),
        Clocks((Face(countdown(90), words("time to sing")),)),
        OnAir(),
    )
    check("third-party", draw_board(Feed(Scene(words("A show"), blocks), 3, "abcd"), Look(80, 24, "en", NOON)))


def test_eleven_judges_take_two_strips() -> None:
    cells = tuple(Mark(f"j{nth}", words(f"评委{nth}"), "shown", Fraction(80 + nth)) for nth in range(1, 12))
    blocks = (Headline(words("才艺")), Marks("t", cells, opened="j11"), OnAir("marks"))
    check("marks-eleven", draw_board(Feed(Scene(words("擂台"), blocks), 3, "abcd"), Look(80, 24, "zh", NOON)))


def test_one_side_speaks_alone() -> None:
    sides = (OnStage("a", words("甲队"), 1, role="affirmative"), OnStage("b", words("乙队"), 2, role="negative"))
    clock = Clock(180_000, 12_000, NOON)
    blocks = (
        Headline(words("辩论")),
        Versus(*sides, words("题目"), speaking="negative"),
        Clocks((Face(clock, words("反方"), "negative"),)),
        OnAir(),
    )
    check("debate-opening", draw_board(Feed(Scene(words("擂台"), blocks), 3, "abcd"), Look(80, 24, "zh", NOON)))


def test_bells_are_words_for_the_host() -> None:
    running = Clock(60_000, 0, NOON)
    blocks = (Headline(words("辩论")), Clocks((Face(running, words("正方"), "affirmative", (30, 0)),)), OnAir())
    for seconds, said in ((30, "铃 一声"), (60, "铃 两声"), (20, ""), (70, "")):
        now = NOON + timedelta(seconds=seconds)
        found = "".join(plain(draw_host(Feed(Scene(words("擂台"), blocks), 3, "abcd"), Look(80, 24, "zh", now))))
        assert ("铃" in found) is bool(said)
        assert said in found


def test_no_prizes_yet() -> None:
    blocks = (Prizes(()), OnAir("prizes"))
    assert any("颁" in row for row in shown(Scene(words("擂台"), blocks)))


def test_a_mean_that_never_ends_is_said_to_go_on() -> None:
    marks = [leaf(value, words("")) for value in ("8", "9", "9")]
    score = combine(Round(Rounding(2)), words(""), [combine(MEAN, words(""), marks)])
    hand = Hand(lambda text: drawn(text, "en"), places=2)
    assert pieces(score, hand) == [
        "8.00 + 9.00 + 9.00 = 26.00",
        "26.00 / 3 = 8.66666..",
        "rounded half up 8.67",
    ]
    weighted = combine(SUM, words(""), [combine(Factor("0.5"), words(""), [score]), leaf(-1, words("late"))])
    assert pieces(weighted, hand)[-2:] == ["late  1 off", "4.335 - 1 = 3.335"]


def test_a_small_window_asks_for_more_room() -> None:
    assert shown(ranking(4), "72x20")[0].strip() == "请把窗口拉大到 80x24 (现在 72x20)"


def test_the_head_between_rounds_is_what_verify_takes() -> None:
    between, during = (plain(draw_board(feed(seq), look(seq, "120x34")))[-1].rstrip() for seq in (166, 72))
    noted = between.partition("#166 ")[2]
    assert noted == grouped(until(166).head[:16])
    assert until(166).head.startswith(typed_digest(noted))
    assert during.endswith(f"#072 {until(72).head[:4]}")


@pytest.mark.parametrize("prizes", [[{"name": "一等奖", "places": 1}], []])
def test_the_last_ruling_stays_until_the_desk_shows_who_won(prizes: list[dict[str, object]]) -> None:
    """With the last ruling the standings would say who won before the prizes do, and while the host reads of it."""
    contest = small_hall({"use": "quiz/team_required", "per_team": 1}, prizes=prizes).contest.fork()
    for type_name in ("quiz.asked", "quiz.ruled") * 3:
        move = next(each for each in contest.moves() if each.fact.type == type_name)
        contest.push(move.fill({"verdict": "wrong"} if move.blanks else {}, now=NOON), at=NOON)
    pages = [draw_board(feed_of(contest, "hall"), Look(80, 24, "zh", NOON))]
    contest.push(BoardShows("standings"), at=NOON)
    pages.append(draw_board(feed_of(contest, "hall"), Look(80, 24, "zh", NOON)))
    assert ["排名" in "\n".join(plain(page)) for page in pages] == [False, True]
