"""Tables as CSV: exact numbers, what the audience may see, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.report import tables
from quizarena.rulebook import loads
from quizarena.simulation.robot import AVERAGE, play
from quizarena.testing import START
from quizarena.testing.play import seat_of
from quizarena.text import draw, plain
from tests.cli.running import run
from tests.contest.telling import told
from tests.story import load as story

FORMULA = tuple("=+-@|%\t\r\n＝＋－＠")  # noqa: RUF001


def read(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def table(name: str, contest: Contest, audience: str | None = None, language: str = "en") -> list[dict[str, str]]:
    return read(tables.to_csv(tables.TABLES[name](contest, audience), language))


def test_the_standings_are_those_of_the_story() -> None:
    for row in table("standings", told()):
        wanted = story().expected[row["Id"]]
        assert (row["Place"], row["Total"], row["Joint"]) == (str(wanted.place), wanted.total, "")
        assert Fraction(row["Debate"]) == Fraction(wanted.debate)
    assert table("standings", told(), language="zh")[0]["队名"] == "开源街道"


def test_every_row_of_a_rehearsal_says_so() -> None:
    contest = Contest(told(0).rulebook)
    contest.push(ContestOpened("rehearsal"))
    assert [row["REHEARSAL"] for row in table("standings", contest)] == ["REHEARSAL"] * 4
    assert {row["彩排"] for row in table("standings", contest, language="zh")} == {"彩排"}
    assert "REHEARSAL" not in table("standings", told())[0]


def test_the_marks_are_those_of_the_story() -> None:
    rows = table("marks", told())
    scenario = [row for row in rows if row["Round"] == "Scenario simulation"]
    sheets = [sheet for by_judge in story().scenario.ballots.values() for sheet in by_judge.values()]
    told_marks = [mark for sheet in sheets for mark in sheet]
    assert sorted(Decimal(row["Mark"]) for row in scenario) == sorted(map(Decimal, told_marks))
    (speaker,) = [row["Mark"] for row in rows if row["What"] == "大庆三" and row["Judge id"] == "j2"]
    assert speaker == "46"
    assert len(rows) == 27 * 4 + 28 * 8


def test_a_corrected_mark_stands_as_corrected() -> None:
    contest = told()
    ballot = next(r for r in contest.records if r.type == "scenario.ballot")
    marks = {**ballot.fact.marks, "政策业务": Decimal("20.5")}  # type: ignore[attr-defined]
    contest.correct([(ballot.seq, attrs.evolve(ballot.fact, marks=marks))], reason="r")
    (found,) = [
        row for row in table("marks", contest) if row["Record"] == str(ballot.seq) and row["What"] == "政策业务"
    ]
    assert found["Mark"] == "20.5"


def test_a_ballot_that_went_back_to_its_judge_is_not_in_the_table() -> None:
    ballots = [r for r in told().records if r.type == "scenario.ballot"][:2]
    contest = told(ballots[1].seq)
    move = next(move for move in contest.moves() if move.fact.type == "scenario.returned")
    contest.push(move.fill(judge=ballots[0].fact.subject.judge, reason="r"))
    assert {row["Record"] for row in table("marks", contest)} == {str(ballots[1].seq)}


def test_the_hall_reads_marks_once_they_are_told() -> None:
    revealed = next(r.seq for r in told().records if r.type == "scenario.revealed")
    for audience in ("hall", "desk", "host"):
        assert table("marks", told(revealed - 1), audience) == [], audience
    assert table("marks", told(revealed), "hall") == [], "the board has not opened them yet"
    assert len(table("marks", told(revealed), "desk")) == 7 * 4
    second = [r.seq for r in told().records if r.type == "scenario.revealed"][1]
    own = [row for row in table("marks", told(second - 1), "judge:j3") if row["Desk"] == "2"]
    assert {row["Judge id"] for row in own} == {"j3"}, "a judge reads their own ballot"


@given(st.text(st.one_of(st.sampled_from([*FORMULA, " ", '"', ",", "'", "1"]), st.characters())))
def test_no_cell_of_text_begins_like_a_formula_and_none_is_lost(text: str) -> None:
    line = tables.to_csv([[plain(text), "x"]], "en")[1:]
    ((cell, after),) = csv.reader(io.StringIO(line, newline=""))
    assert after == "x"
    assert not cell.startswith(FORMULA)
    assert not cell.strip().startswith(FORMULA)
    shown = draw(plain(text), "en")  # of several lines one
    assert cell in (shown, "'" + shown)


@given(st.fractions())
def test_a_number_stays_a_number_and_is_exact(value: Fraction) -> None:
    shown = tables.digits(value)
    whole, _, rest = shown.lstrip("-").partition(" ")
    found = Fraction(whole) + (Fraction(rest) if rest else 0)
    assert (-found if shown.startswith("-") else found) == value
    assert shown.count("/") == (1 if rest else 0), "without the whole before it a fraction would become a date"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("-2.50"), "-2.5"), (Fraction(256, 3), "85 1/3"), (Fraction(-1, 3), "-0 1/3"), (7, "7"), (0, "0")],
)
def test_numbers(value: Decimal | Fraction | int, shown: str) -> None:
    assert tables.digits(value) == shown


def test_the_command_writes_bytes_excel_reads(tmp_path: Path) -> None:
    file, out = tmp_path / "demo.qa", tmp_path / "out.csv"
    run("demo", "--plain", "--save", file)
    run("export", file, "--csv", "standings", "-o", out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert out.read_bytes().count(b"\r\n") == 5
    assert "never overwritten" in run("export", file, "--csv", "marks", "-o", out, "--lang", "en", status=3).output
    assert read(run("export", file, "--csv", "marks", "--as", "hall", "--lang", "en").stdout)[0]["Mark"] == "25.5"


MEMBERS = """
quizarena: 1
contest: {title: One by one, language: en}
teams:
  - {id: a, name: A, members: [Ann, Abe, Ada]}
  - {id: b, name: B, members: [Ben, Bea, Bob]}
judges: [J One]
order: roster
panel: {rule: mean, places: 2}
rounds:
  - {id: solo, use: scenario/talent, title: Solo, performers: members, criteria: {all: 10}, best_members: 2}
  - {id: quiz, use: quiz/required, title: Quiz, per_team: 3, individual: true}
honours: [{name: Best, rounds: [solo, quiz]}]
"""


def test_the_members_points_are_a_table_and_only_the_best_of_them_count() -> None:
    contest = Contest(loads(MEMBERS))
    for step in play(contest.position, AVERAGE, Random(1)):
        contest.push(step.fact, seat=seat_of(step.move, step.fact), at=START)
    rows = table("members", contest)
    totals = [Fraction(row["Total"]) for row in rows]
    assert totals == sorted(totals, reverse=True)
    assert len(rows) == 6
    found = contest.standings(audience=None)
    for team in "ab":
        own = [row for row in rows if row["Id"].startswith(f"{team}-")]
        best = sorted((Fraction(row["Solo"]) for row in own), reverse=True)[:2]
        assert sum(best) == found.rounds["solo"][team].value
        assert sum(Fraction(row["Quiz"]) for row in own if row["Quiz"]) == found.rounds["quiz"][team].value
    (award,) = contest.awards(audience=None)
    assert award.score is not None
    assert award.score.value == totals[0]
    assert table("members", contest, "hall") == [], "the honour is not given yet"
