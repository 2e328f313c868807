"""Matches: who meets whom, overtime only on a tie, what a match counts, who has left, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import attrs
import pytest

from quizarena import Contest, loads
from quizarena.advice import advise
from quizarena.errors import RulebookError
from quizarena.rounds import Meeting
from quizarena.scenes import Question, Say, Table
from quizarena.simulation.robot import AVERAGE, PERFECT
from quizarena.simulation.robot import play as play_out
from quizarena.testing import START, check_kind
from quizarena_rounds.quiz.matches import Overtime, fixtures
from quizarena_rounds.quiz.sections.match import Match
from tests.rounds import driver
from tests.rounds.quiz.play import asked, play, points, table

D, F = Decimal, Fraction


def meet(ids: str = "ab", **rules: Any) -> driver.Table:
    """Return the first match, begun."""
    return play(table(Match(), *ids, **{"items": 2, **rules}), "meet" if len(ids) == 2 else "pair meet")


def met(played: driver.Table) -> list[str]:
    """Return the matches that are over: "a:b 1 20" is won by a with 20 points more."""
    found: list[Meeting] = list(played.kind.meetings(played.state, played.moment))
    return [f"{each.first}:{each.second} {each.won} {each.margin}" for each in found]


def due(played: driver.Table) -> list[str]:
    return [move.fact.type.removeprefix("quiz.") for move in played.open() if not move.aside]


NAQT = {"overtime": Overtime(items=3, sudden_death=20), "early_points": D(0), "wrong": D(-5)}
"""qbwiki.com, "Overtime": three questions more, then the first change of score ends it; interruptions cost 5."""
ACF = {"overtime": Overtime(sudden_death=20), "wrong": D(-5)}
"""The same page: sudden death at once; a question nobody gets changes nothing."""
LEAGUE = {"answers": "in_turn", "points": D(1), "wrong": D(0), "second_chance": "rebuzz"}
"""merseysummerquiz.org.uk: one point a question, the other side may answer what one could not; a draw is a draw."""
A, B, NOBODY = "ask go buzz:a + ", "ask go buzz:b + ", "ask 0 "


@pytest.mark.parametrize(
    ("rules", "steps", "result", "scores"),
    [
        ({}, A + B + "end", "a:b 1/2 0", "10 10"),
        (NAQT, A + A + "end", "a:b 1 20", "20 0"),
        (NAQT, A + B + A + B + NOBODY + A + "end", "a:b 1 10", "30 20"),
        (NAQT, A + B + A + A + B + "end", "a:b 1 10", "30 20"),
        (NAQT, A + B + NOBODY * 3 + NOBODY + "ask go buzz:a - end", "a:b 0 -5", "5 10"),
        (ACF, A + B + NOBODY + B + "end", "a:b 0 -10", "10 20"),
        (ACF, A + B + "ask go buzz:b - end", "a:b 1 5", "10 5"),
        (ACF, NOBODY * 22 + "end", "a:b 1/2 0", "0 0"),
        (LEAGUE, "ask + ask + end", "a:b 1/2 0", "1 1"),
        (LEAGUE, "ask - buzz:b + ask - 0 end", "a:b 0 -1", "0 1"),
        (
            {**LEAGUE, "overtime": Overtime(sudden_death=3)},
            "ask + ask + ask + ask + ask + ask - 0 end",
            "a:b 1 1",
            "3 2",
        ),
    ],
)
def test_overtime_is_played_on_a_tie_alone(rules: dict[str, Any], steps: str, result: str, scores: str) -> None:
    played = play(meet(**rules), steps.removesuffix("end"))
    assert due(played) == ["match_over"]
    play(played, "end")
    assert met(played) == [result]
    assert [points(played)[team] for team in "ab"] == [D(each) for each in scores.split()]
    assert played.over
    assert played.refold() == played.state


def test_a_tie_that_is_not_to_be_broken_is_closed_as_a_draw() -> None:
    played = play(meet(**NAQT), A + B)
    assert due(played) == ["asked", "match_over"]
    play(played, "end")
    assert met(played) == ["a:b 1/2 0"]


@pytest.mark.parametrize(
    ("ids", "plan", "pairs"),
    [
        ("abcd", "all", "ad bc dc ab bd ca"),  # FIDE Handbook C.05, annex 1
        ("abc", "all", "bc ab ca"),
        ("abcde", "by_order", "ab cd"),
        ("ab", "all", "ab"),
        ("a", "all", ""),
    ],
)
def test_who_meets_whom(ids: str, plan: Any, pairs: str) -> None:
    assert ["".join(each) for each in fixtures(tuple(ids), plan)] == pairs.split()


def test_matches_follow_each_other_and_only_two_sides_may_buzz() -> None:
    played = meet("abc", items=1)
    play(played, "ask go")
    (buzz,) = (move for move in played.open() if move.fact.type == "quiz.buzzed")
    assert [option.value for option in buzz.blanks[0].options] == ["b", "c"]  # type: ignore[union-attr]
    play(played, "buzz:c + end meet ask go buzz:a + end meet ask go buzz:a + end")
    assert met(played) == ["b:c 0 -10", "a:b 1 10", "c:a 0 -10"]
    assert points(played) == {"a": 20, "b": 0, "c": 10}
    assert asked(played) == ["1", "2", "3"]
    assert played.over


@pytest.mark.parametrize(
    ("steps", "result", "left"),
    [
        ("out:c end", ["b:c 1 0"], ["match_begun"]),
        ("meet ask go buzz:c + out:c end", ["b:c 1 0"], ["match_begun"]),
        ("out:c end meet " + A + A + "end end", ["b:c 1 0", "a:b 1 20", "c:a 0 0"], []),
        ("out:b out:c", [], ["match_over"]),
    ],
)
def test_who_leaves_has_lost(steps: str, result: list[str], left: list[str]) -> None:
    played = play(table(Match(), *"abc", items=2), "pair " + steps)
    assert met(played) == result
    assert due(played) == left


BOOK = """\
quizarena: 1
contest: {title: League, language: en}
teams: [{id: a, name: Ash}, {id: b, name: Birch}, {id: c, name: Cedar}, {id: d, name: Dogwood}]
order: roster
rounds:
  - {id: m, use: quiz/match, items: 2, overtime: {items: 1}}
ties: {when: always, by: [head_to_head]}
"""
TABLE = BOOK.replace("overtime:", "table: {win: 2, draw: 1}, pairs: by_order, second_chance: none, overtime:")


def right(contest: Contest, *teams: str) -> None:
    """Play a match: who is right at each question, "-" for nobody; then close it."""
    contest.do("quiz.match_begun", at=START)
    for team in teams:
        contest.do("quiz.asked", at=START)
        contest.do("quiz.clock", action="start", at=START)
        if team == "-":
            contest.do("quiz.ruled", verdict="nobody", at=START)
        else:
            contest.do("quiz.buzzed", team=team, at=START)
            contest.do("quiz.ruled", verdict="right", at=START)
    contest.do("quiz.match_over", at=START)


def begun(text: str) -> Contest:
    contest = Contest(loads(text))
    contest.do("contest.opened", mode="live", at=START)
    contest.do("round.begun", at=START)
    contest.do("quiz.paired", at=START)
    return contest


def totals(contest: Contest) -> dict[str, str]:
    return {team: str(score.value) for team, score in contest.standings(audience=None).totals.items()}


def correct(contest: Contest, nth: int, verdict: str) -> None:
    """Put the ruling number `nth` right, with what then fits no more taken out."""
    record = [each for each in contest.records if each.fact.type == "quiz.ruled"][nth]
    items: Any = [(record.seq, attrs.evolve(record.fact, verdict=verdict))]  # type: ignore[call-arg]
    contest.correct(items, reason="misheard", take_out=contest.misfits(items))


def test_a_table_counts_and_a_correction_and_an_amendment_go_through_it() -> None:
    """Two points a win and one a draw, as the leagues of ftql.com and merseysummerquiz.org.uk count."""
    contest = begun(TABLE)
    right(contest, "a", "b", "a")
    right(contest, "c", "-")
    assert totals(contest) == {"a": "2", "b": "0", "c": "2", "d": "0"}
    correct(contest, 2, "wrong")
    assert totals(contest) == {"a": "1", "b": "1", "c": "2", "d": "0"}
    contest.amend("rounds.m.wrong", "-5", reason="as announced")
    assert totals(contest) == {"a": "0", "b": "2", "c": "2", "d": "0"}, "overtime is -5 to 0 now"
    contest.amend("rounds.m.points", "0", reason="to see it")
    assert totals(contest) == {"a": "0", "b": "2", "c": "1", "d": "1"}
    contest.verify()


def test_overtime_that_no_tie_came_before_is_taken_out_by_a_correction() -> None:
    contest = begun(TABLE)
    right(contest, "a", "b", "b")
    right(contest, "c", "d", "d")
    assert totals(contest) == {"a": "0", "b": "2", "c": "0", "d": "2"}
    correct(contest, 1, "wrong")
    assert totals(contest) == {"a": "2", "b": "0", "c": "0", "d": "2"}, "the next match stands as it was"


def test_overtime_that_no_tie_came_before_is_struck_out_by_an_amendment() -> None:
    contest = begun(TABLE)
    contest.do("quiz.match_begun", at=START)
    for team, verdict in (("a", "wrong"), ("", "nobody"), ("a", "right")):
        contest.do("quiz.asked", at=START)
        contest.do("quiz.clock", action="start", at=START)
        if team:
            contest.do("quiz.buzzed", team=team, at=START)
        contest.do("quiz.ruled", verdict=verdict, at=START)
    contest.do("quiz.match_over", at=START)
    assert totals(contest)["a"] == "2"
    contest.amend("rounds.m.wrong", "-5", reason="as announced")
    assert totals(contest)["b"] == "2", "b was ahead, and no overtime was due"
    score = contest.standings(audience=None).rounds["m"]["a"]
    struck = [part.note.in_language("en") for part in score.walk() if part.note is not None]
    assert "does not count: there was no tie before it" in struck
    score.check()


def test_groups_go_on_to_a_knock_out_of_matches() -> None:
    groups = """
rounds:
  - {id: g1, use: quiz/match, teams: [a, b], items: 2, overtime: null, table: {win: 2, draw: 1}}
  - {id: g2, use: quiz/match, teams: [c, d], items: 2, overtime: null, table: {win: 2, draw: 1}}
  - {id: cup, use: bracket, by: [g1, g2], match: {use: quiz/match, items: 2, overtime: {items: 2, sudden_death: 9}}}
"""
    head, _, tail = BOOK.partition("rounds:")
    book = loads(head + groups.strip() + "\nties:" + tail.partition("ties:")[2].replace("head_to_head", "sudden_death"))
    assert [entry.id for entry in book.rounds][2:] == ["cup-4-1", "cup-4-2", "cup-final"]
    for seed in range(3):
        *_before, last = play_out(Contest(book).position, AVERAGE, Random(seed))
        position = last.after
        final = position.state.played("cup-final")
        assert final is not None
        (result,) = position.meetings(final)
        assert result.margin, "somebody has won"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("answers", ["buzzer", "in_turn"])
def test_the_robot_plays_every_plan_to_its_end(seed: int, answers: str) -> None:
    for plan, hand in (("all", AVERAGE), ("by_order", PERFECT), ("drawn", AVERAGE), ("by_standings", AVERAGE)):
        rules = f"pairs: {plan}, answers: {answers}, overtime: {{items: 2, sudden_death: 3}}, table: {{win: 2}}"
        text = BOOK.replace("items: 2, overtime: {items: 1}", rules + ", items: 2")
        *_before, last = play_out(Contest(loads(text)).position, hand, Random(seed))
        count = len(last.after.meetings(last.after.state.rounds[0]))
        assert count == (6 if plan == "all" else 2)


@pytest.mark.parametrize(
    ("rule", "where", "reason"),
    [
        ("pairs: everyone", ":6:37: rounds.0.pairs", "expected one of all, by_order, drawn, by_standings, power"),
        ("answers: turns", ":6:39: rounds.0.answers", "expected one of in_turn, buzzer"),
        ("overtime: {}", ":6:40: rounds.0.overtime", "expected items or sudden_death above 0"),
        ("overtime: {items: -1}", ":6:48: rounds.0.overtime.items", "at least 0"),
        ("overtime: {items: 1, length: 3}", ":6:51: rounds.0.overtime", "unknown key 'length'"),
        ("answers: in_turn, overtime: {items: 3, sudden_death: 1}", ":6:66: rounds.0.overtime.items", "found 3"),
        ("answers: in_turn, items: 5", ":6:55: rounds.0.items", "an even number"),
        ("answers: in_turn, early_points: -5", ":6:62: rounds.0.early_points", "nobody presses a buzzer"),
        ("answers: in_turn, while_reading: allowed", ":6:63: rounds.0.while_reading", "or write answers: buzzer"),
        ("answers: in_turn, wrong_out_after: 2", ":6:65: rounds.0.wrong_out_after", "nobody presses a buzzer"),
        ("wrong_out_after: 2", ":6:47: rounds.0.wrong_out_after", "in all others too"),
        ("teams: [a]", ":6:5: rounds.0", "a match takes two teams"),
        ("questions: [{id: q1, text: x}]", ":6:41: rounds.0.questions", "60 questions needed"),
    ],
)
def test_what_cannot_be_played_is_refused_where_it_stands(rule: str, where: str, reason: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loads(BOOK.replace("items: 2, overtime: {items: 1}", rule))
    assert where in str(caught.value)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("rules", "advice"),
    [
        ("overtime: {items: 3}", {"overtime"}),
        ("overtime: {sudden_death: 9}", set()),
        ("overtime: null, pairs: by_order", {"pairs"}),
        ("overtime: {sudden_death: 9}, pairs: by_order, items: 1, questions: [{id: q1, text: x}, {id: q2, text: y}]",
         {"questions"}),
    ],
)  # fmt: skip
def test_what_may_surprise_is_said_before_the_day(rules: str, advice: set[str]) -> None:
    teams = BOOK if "pairs" not in advice else BOOK.replace(", {id: d, name: Dogwood}", "")
    book = loads(teams.replace("items: 2, overtime: {items: 1}", rules))
    wanted = {f"rounds.m.{each}" for each in ("overtime", "pairs", "questions")}
    assert {each.where for each in advise(book, None)} & wanted == {f"rounds.m.{each}" for each in advice}


def shown(played: driver.Table, audience: str) -> list[Any]:
    return list(played.kind.scene(played.state, played.moment, audience).blocks)


def test_the_hall_sees_the_matches_then_the_score_of_the_one_that_is_on() -> None:
    played = play(table(Match(), *"abcd", items=2), "pair")
    (matches,) = [block for block in shown(played, "hall") if isinstance(block, Table)]
    assert [row[0] for row in matches.rows] == [1, 2, 3, 4, 5, 6]
    assert {row[2] for row in matches.rows} == {None}
    play(played, "meet ask go buzz:a +")
    (score,) = [block for block in shown(played, "hall") if isinstance(block, Table)]
    assert [(row[0], row[2]) for row in score.rows] == [(1, 10), (4, 0)]
    play(played, "ask go 0 end")
    (matches,) = [block for block in shown(played, "hall") if isinstance(block, Table)]
    assert matches.rows[0][2].in_language("en") == "10 : 0"  # type: ignore[union-attr]
    assert not [block for block in shown(played, "hall") if isinstance(block, Question)]


@pytest.mark.parametrize(
    ("rules", "steps", "language", "line"),
    [
        ({}, "", "en", "Match 1: desk 1, a, against desk 2, b."),
        ({}, "meet " + A + A, "zh", "第 1 场，1 号台a获胜，20 比 0。"),
        ({"overtime": Overtime(items=3)}, "meet " + A + B, "en",
         "It is a tie, ten points each. Overtime: three more questions."),
        ({"overtime": Overtime(sudden_death=3)}, "meet " + A + B, "zh", "双方打平，都是 10 分。一题定胜负"),
        (LEAGUE, "meet ask -", "en", "I'm sorry, no points. Desk 2, do you know?"),
        ({}, "meet out:b", "en", "Match 1 goes to desk 1, a, as the other side has left."),
    ],
)  # fmt: skip
def test_what_the_host_reads(rules: dict[str, Any], steps: str, language: str, line: str) -> None:
    played = play(table(Match(), "a", "b", **{"items": 2, **rules}), steps)
    (say,) = [block for block in shown(played, "host") if isinstance(block, Say)]
    assert any(each.in_language(language).startswith(line) for each in (*say.now, *say.then))


@pytest.mark.parametrize(
    ("ids", "rules", "line"),
    [
        ("abcd", {}, "Every team meets every other: 6 matches."),
        ("abcde", {"pairs": "by_order"}, "The pairs are, by desk: 1 : 2, 3 : 4. Desk 5 has no match."),
    ],
)
def test_the_host_announces_the_pairs(ids: str, rules: dict[str, Any], line: str) -> None:
    (move,) = table(Match(), *ids, **rules).open()
    assert move.say is not None
    assert move.say.in_language("en") == line


def test_the_kit_finds_nothing() -> None:
    check_kind(Match(), [{"use": "quiz/match"}], examples=4, longest=40)
