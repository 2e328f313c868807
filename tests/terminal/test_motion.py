"""What moves on the board: a function of before, after and the milliseconds since; it ends in the fresh picture."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizarena.clocks import countdown
from quizarena.contest.facts import Adjusted, BoardShows, Corrected, Replacement
from quizarena.scenes import Clocks, Correction, Face, Headline, Mark, Marks, OnAir, Ranked, Ranking, Scene
from quizarena.sessions.hall import Feed, feed_of
from quizarena.terminal.canvas import Canvas
from quizarena.terminal.pictures import Look, Motion, draw_board, motion_ms
from quizarena.terminal.pictures.motion import GAIN_MS, MOTION_MS, ROW_MS
from quizarena.text import plain as words
from tests.parts import tries

from .afternoon import feed, until
from .golden import check, plain

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def ranked(totals: dict[str, int], programme: str = "standings", was: dict[str, int] | None = None) -> Feed:
    """Return a board's feed: teams by their totals, best first."""
    order = sorted(totals, key=lambda team: (-totals[team], team))
    rows = tuple(
        Ranked(
            team,
            words(f"Team {team.upper()}"),
            ord(team) - 96,
            place,
            Fraction(totals[team]),
            was=(was or {}).get(team),
        )
        for place, team in enumerate(order, 1)
    )
    blocks = (Headline(words("Round")), Clocks((Face(countdown(30), words("")),)), Ranking(rows), OnAir(programme))
    return Feed(Scene(words("Arena"), blocks), 7, "0" * 64)


def at(before: Feed, after: Feed, since_ms: int, size: str = "80x24") -> Canvas:
    """Return the board so many milliseconds after `after` followed `before`."""
    across, down = map(int, size.split("x"))
    return draw_board(after, Look(across, down, "en", NOON, Motion(before, since_ms)))


def fresh(after: Feed, size: str = "80x24") -> list[str]:
    """Return what a board paints that has just started."""
    across, down = map(int, size.split("x"))
    return plain(draw_board(after, Look(across, down, "en", NOON)))


def names(canvas: Canvas) -> list[str]:
    """Return the teams on a canvas, from the top."""
    rows = plain(canvas)
    return [row[row.index("Team ") + 5] for row in rows if "Team " in row and not row.lstrip().startswith("Place")]


SIZES = ("80x24", "120x34", "240x67")
teams = st.integers(2, 14).map(lambda count: [chr(97 + nth) for nth in range(count)])


@st.composite
def changes(draw: st.DrawFn) -> tuple[Feed, Feed]:
    """Two moments of a board that may follow each other: totals, order, programme and who takes part may change."""
    before, after = ({team: draw(st.integers(-20, 200)) for team in draw(teams)} for _moment in range(2))
    programmes = [draw(st.sampled_from(["standings", "round", "follow", "black"])) for _moment in range(2)]
    was = {team: draw(st.integers(1, 14)) for team in after if draw(st.booleans())}
    return ranked(before, programmes[0]), ranked(after, programmes[1], was)


@settings(max_examples=tries(20))
@given(changes(), st.sampled_from(SIZES), st.integers(0, GAIN_MS + 500))
def test_every_motion_ends_in_the_fresh_picture(change: tuple[Feed, Feed], size: str, since: int) -> None:
    before, after = change
    across, down = map(int, size.split("x"))
    ends = motion_ms(after, Look(across, down, "en", NOON, Motion(before, 0)))
    assert ends <= MOTION_MS or ends == GAIN_MS
    canvas = at(before, after, since, size)
    assert (canvas.width, canvas.height) == (across, down)
    rows = plain(canvas)  # which checks the width of every row
    if since >= ends:
        assert rows == fresh(after, size)
        assert canvas.rows() == draw_board(after, Look(across, down, "en", NOON)).rows()
    elif since >= MOTION_MS:
        assert rows == plain(at(before, after, GAIN_MS - 1, size))


@settings(max_examples=tries(20))
@given(changes(), st.integers(0, MOTION_MS))
def test_no_row_is_lost_or_covered_while_rows_slide(change: tuple[Feed, Feed], since: int) -> None:
    before, after = change
    ranking = after.scene.of(Ranking)[-1]
    if after.scene.of(OnAir)[-1].programme == "standings":
        assert sorted(names(at(before, after, since))) == sorted(row.team.upper() for row in ranking.rows)


@settings(max_examples=tries(20))
@given(changes())
def test_from_one_frame_to_the_next_rows_only_climb_to_their_places(change: tuple[Feed, Feed]) -> None:
    before, after = (attrs.evolve(each, scene=standings_of(each)) for each in change)
    frames = [names(at(before, after, since)) for since in range(0, MOTION_MS + 1, 10)]
    wanted = frames[-1]
    for one, other in pairwise(frames):
        assert inversions(other, wanted) <= inversions(one, wanted)


def standings_of(fed: Feed) -> Scene:
    blocks = tuple(OnAir("standings") if isinstance(each, OnAir) else each for each in fed.scene.blocks)
    return attrs.evolve(fed.scene, blocks=blocks)


def inversions(order: list[str], wanted: list[str]) -> int:
    return sum(wanted.index(one) > wanted.index(other) for one, other in combinations(order, 2))


def test_a_row_takes_a_place_in_sixty_milliseconds() -> None:
    before, after = ranked({"a": 40, "b": 30, "c": 20, "d": 10}), ranked({"a": 40, "b": 30, "c": 20, "d": 50})
    seen = ["".join(names(at(before, after, nth * ROW_MS))) for nth in range(4)]
    assert seen == ["ABCD", "ABDC", "ADBC", "DABC"]


def test_the_climber_lies_on_the_surface_and_its_gain_stands_two_seconds() -> None:
    before, after = ranked({"a": 40, "b": 30, "c": 20}), ranked({"a": 40, "b": 30, "c": 45})
    for since, lit in ((10, [15, 16, 17, 18, 19]), (70, [8, 9, 10, 11, 12]), (2 * ROW_MS, [])):
        grounds = [{cell.pen.ground for cell in row} for row in at(before, after, since).rows()]
        assert [y for y, found in enumerate(grounds) if "surface" in found] == lit
    for since, stands in ((0, True), (MOTION_MS, True), (GAIN_MS - 1, True), (GAIN_MS, False)):
        assert any("+25" in row for row in plain(at(before, after, since))) is stands
    assert any("-25" in row for row in plain(at(after, before, 0)))


def test_a_gain_stands_beside_the_totals_of_a_running_round_too() -> None:
    before, after = ranked({"a": 40, "b": 30}, "round"), ranked({"a": 40, "b": 40}, "round")
    assert "40 +10" in "".join(plain(at(before, after, 500)))
    assert "+10" not in "".join(plain(at(before, after, GAIN_MS)))


def test_standings_that_come_on_slide_from_before_the_last_round() -> None:
    after = ranked({"a": 40, "b": 30, "c": 20}, was={"c": 1, "a": 2, "b": 3})
    assert names(at(ranked({"a": 40, "b": 30, "c": 20}, "round"), after, 0)) == ["C", "A", "B"]
    assert names(at(ranked({"a": 40, "b": 30, "c": 20}), after, 0)) == ["A", "B", "C"]


def test_a_mark_opens_once() -> None:
    """Another fact that changes nothing about the mark does not open it again."""
    first, second, third = (Mark(f"j{nth}", words(f"J{nth}"), "shown", Fraction(80 + nth)) for nth in (1, 2, 3))
    third = attrs.evolve(third, state="in", value=None)
    after = Marks("t", (first, second, third), opened="j2")
    closed = Marks("t", (first, attrs.evolve(second, state="in", value=None), third), opened="j1")

    def fed(block: Marks) -> Feed:
        return Feed(Scene(words("Arena"), (Headline(words("Round")), block, OnAir("marks"))), 7, "0" * 64)

    look = Look(80, 24, "en", NOON)
    assert motion_ms(fed(after), attrs.evolve(look, motion=Motion(fed(closed), 0))) == 480
    assert motion_ms(fed(after), attrs.evolve(look, motion=Motion(fed(after), 0))) == 0
    opening, opened = (plain(at(before, fed(after), 0)) for before in (fed(closed), fed(after)))
    assert "".join(opening).count(". . .") == 2, "the mark that opens, and the closed one"
    assert "".join(opened).count(". . .") == 1


MOMENTS = {"slide": 70, "slide-on": 130, "gain": 1_000}


@pytest.mark.parametrize("size", ["80x24", "120x34"])
@pytest.mark.parametrize("name", MOMENTS)
def test_moments_in_the_middle_of_a_slide(name: str, size: str) -> None:
    contest = until(166).fork()
    contest.push(BoardShows("standings"), at=contest.records[-1].at)
    before = feed_of(contest, "hall")
    contest.push(Adjusted("daqinglu", Decimal(120), "recheck"), at=contest.records[-1].at)
    across, down = map(int, size.split("x"))
    look = Look(across, down, "zh", contest.records[-1].at, Motion(before, MOMENTS[name]))
    check(f"motion-{name}", draw_board(feed_of(contest, "hall"), look))


@pytest.mark.parametrize(("seq", "since", "name"), [(138, 100, "dots"), (138, 300, "dashes"), (29, 1_000, "ruling")])
def test_moments_in_the_middle_of_a_round(seq: int, since: int, name: str) -> None:
    motion = Motion(feed(seq - 1), since)
    check(f"motion-{name}", draw_board(feed(seq), Look(80, 24, "zh", until(seq).records[-1].at, motion)))


def test_the_banner_of_a_correction_outlives_what_is_recorded_after_it() -> None:
    contest = until(27).fork()
    ruled = next(record for record in reversed(contest.records) if record.type == "quiz.ruled")
    fact = contest.book.to_mapping(attrs.evolve(ruled.fact, verdict="right"))  # type: ignore[type-var]
    at_noon = contest.records[-1].at
    contest.push(Corrected((Replacement(ruled.seq, fact),), "recheck"), at=at_noon)
    contest.push(BoardShows("standings"), at=at_noon + timedelta(seconds=5))
    (corrected,) = contest.scene("hall").of(Correction)
    assert (corrected.at, corrected.reason.in_language("zh")) == (at_noon, "第 7 题")
    assert [words.in_language("zh") for words in corrected.what] == ["判定 第 7 题  3 台 大庆路街道"]
    totals = contest.standings(audience=None).totals
    assert [(team, total, totals[team].value) for team, total in corrected.totals] == [("daqinglu", 120, 120)]
    contest.push(BoardShows("follow"), at=at_noon + timedelta(seconds=15))
    assert not contest.scene("hall").of(Correction)
