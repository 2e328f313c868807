"""Helps over all rounds (求助): who has which left, where they are allowed, and how one is given back."""

from __future__ import annotations

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import HelpUsed
from quizarena.errors import RulebookError
from quizarena.moves import IllegalFact
from quizarena.rulebook import loads
from quizarena.scenes import Paragraph, Ranking, Role, Say
from quizarena.testing import START, opened

ROOM, FEWER = "Ask the room", "Two away"
BOOK = """
quizarena: 1
contest: {title: Day, language: en}
teams: [{id: red, name: Reds}, {id: blue, name: Blues}]
order: roster
helps: {Ask the room: 1, Two away: 2}
rounds:
  - {id: one, use: quiz/team_required, per_team: 1}
  - {id: two, use: quiz/team_required, per_team: 1, helps: [Ask the room]}
  - {id: three, use: quiz/team_required, per_team: 1, helps: []}
"""


def begun(rounds: int = 1) -> Contest:
    """Return the contest in that round, those before it played."""
    contest = opened(loads(BOOK))
    for nth in range(rounds):
        contest.do("round.begun", at=START)
        for _team in "ab" if nth + 1 < rounds else "":
            contest.do("quiz.asked", at=START)
            contest.do("quiz.ruled", verdict="right", at=START)
    return contest


def used(contest: Contest, name: str, team: str) -> None:
    contest.do("help.used", help=name, team=team, at=START)


def left(contest: Contest, audience: str = "hall") -> dict[str, list[tuple[str, int]]]:
    (block,) = contest.scene(audience).of(Ranking)
    return {row.team: [(name.in_language("en"), count) for name, count in row.helps] for row in block.rows}


def on_offer(contest: Contest) -> dict[str, list[str]]:
    found = [move for move in contest.moves() if move.fact is HelpUsed]
    return {str(move.identity["help"]): [option.value for option in move.choices("team")] for move in found}


def test_each_is_used_as_often_as_the_rules_say_over_all_rounds() -> None:
    """As in tests/rulesets, CN03: each team may ask anybody in the room once in the whole contest."""
    contest = begun()
    assert left(contest) == {team: [(ROOM, 1), (FEWER, 2)] for team in ("red", "blue")}
    used(contest, ROOM, "red")
    used(contest, FEWER, "red")
    assert left(contest, "host")["red"] == [(ROOM, 0), (FEWER, 1)]
    assert on_offer(contest) == {ROOM: ["blue"], FEWER: ["red", "blue"]}
    with pytest.raises(IllegalFact):
        used(contest, ROOM, "red")
    assert contest.position.totals == {"red": 0, "blue": 0}


def test_a_round_says_which_it_allows_and_what_was_used_before_is_gone() -> None:
    contest = begun()
    assert on_offer(opened(loads(BOOK))) == {}
    used(contest, ROOM, "red")
    for _team in "ab":
        contest.do("quiz.asked", at=START)
        contest.do("quiz.ruled", verdict="right", at=START)
    assert on_offer(contest) == {}  # the round is over
    contest.do("round.begun", at=START)
    assert on_offer(contest) == {ROOM: ["blue"]}
    assert left(contest)["red"] == [(ROOM, 0)]
    assert on_offer(begun(3)) == {}


def test_hall_and_host_are_told_until_play_goes_on() -> None:
    contest = begun()
    used(contest, ROOM, "blue")
    said = [each.text.in_language("en") for each in contest.scene("hall").of(Paragraph) if each.role is Role.NOTICE]
    (say, *_others) = contest.scene("host").of(Say)
    assert said == [say.now[0].in_language("en")] == ["Blues use their help: Ask the room."]
    contest.do("quiz.asked", at=START)
    assert not [each for each in contest.scene("hall").of(Paragraph) if each.role is Role.NOTICE]


def test_a_correction_and_a_strike_give_it_back() -> None:
    contest = begun()
    used(contest, ROOM, "blue")
    seq = contest.records[-1].seq
    contest.correct([(seq, HelpUsed("red", ROOM))], reason="misheard")
    assert on_offer(contest)[ROOM] == ["blue"]
    contest.strike(seq, reason="never asked")
    assert on_offer(contest)[ROOM] == ["red", "blue"]
    contest.verify()


def test_an_amendment_changes_what_is_left_and_what_was_used_stays() -> None:
    contest = begun()
    used(contest, ROOM, "blue")
    contest.amend("helps", "{Ask the room: 3}", reason="the jury says so")
    assert left(contest) == {"red": [(ROOM, 3)], "blue": [(ROOM, 2)]}
    used(contest, ROOM, "blue")
    contest.amend("helps", "{Ask the room: 1}", reason="once is enough")
    assert left(contest) == {"red": [(ROOM, 1)], "blue": [(ROOM, 0)]}
    contest.verify()
    with pytest.raises(RulebookError, match=r"rounds\.1\.helps\.0: no help has the id 'Ask the room'"):
        contest.amend("helps", "{}", reason="no more helps")


@pytest.mark.parametrize(
    ("key", "written", "line"),
    [
        ("helps", "{Ask: 0}", ":6:8: helps: Ask: expected 1 to 20 times, found 0"),
        ("helps", "{Ask: once}", ":6:14: helps.Ask: expected a whole number"),
        ("helps", "[Ask]", ":6:8: helps: expected names with values"),
        ("    helps", "[Ask teh room]", "did you mean 'Ask the room'?"),
    ],
)
def test_helps_that_cannot_be_are_refused_where_they_stand(key: str, written: str, line: str) -> None:
    book = BOOK.replace("helps: {Ask the room: 1, Two away: 2}", f"helps: {written}")
    if key.startswith(" "):
        book = BOOK.replace("helps: [Ask the room]", f"helps: {written}")
    with pytest.raises(RulebookError) as caught:
        loads(book)
    assert line in str(caught.value)
