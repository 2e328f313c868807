"""People of the day: names put right, substitutes, a late team, a turn put off; what hall and host are told of it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.contest.legality import ConflictError
from quizarena.contest.standings import changed_totals
from quizarena.moves import IllegalFact, Move
from quizarena.rulebook import loads
from quizarena.scenes import OnStage, Paragraph, Role, Say
from quizarena.testing import START, opened
from tests.contest.telling import make

BOOK = """
quizarena: 1
contest: {title: Day, language: en}
teams:
  - {id: red, name: Reds, members: [Ann, Bob]}
  - {id: blue, name: Blues, members: [Cid, Dan]}
  - {id: gold, name: Golds, members: [Eve, Fay]}
judges: [{id: j1, name: J One}, {id: j2, name: J Two}]
order: roster
panel: {rule: mean, places: 2, rounding: half_up}
rounds:
  - {id: quiz, use: quiz/required, per_team: 2, individual: true}
  - {id: scene, use: scenario/talent, criteria: {content: 10}, play_time: 0}
"""


def day() -> Contest:
    return opened(loads(BOOK))


def move(contest: Contest, type_name: str) -> Move:
    return next(each for each in contest.moves() if each.fact.type == type_name)


def push(contest: Contest, type_name: str, **values: Any) -> None:
    contest.push(move(contest, type_name).fill(values, now=START), seat="arbiter", at=START)


def step(contest: Contest, type_name: str, **values: Any) -> Any:
    return contest.push(move(contest, type_name).fill(values, now=START), at=START).fact


def answer(contest: Contest, verdict: str = "right") -> Any:
    """Put the next question and rule on it; return what was asked."""
    asked = step(contest, "quiz.asked")
    step(contest, "quiz.ruled", verdict=verdict)
    return asked


def announced(contest: Contest, audience: str) -> list[str]:
    return [each.text.in_language("en") for each in contest.scene(audience).of(Paragraph) if each.role is Role.NOTICE]


def says(contest: Contest) -> str:
    (say, *_others) = contest.scene("host").of(Say)
    return str(say.now[0].in_language("en"))


def test_a_misspelt_member_keeps_the_points() -> None:
    contest = day()
    step(contest, "round.begun")
    answer(contest)
    push(contest, "member.renamed", member="red-1", name="Anna", reason="misspelt")
    assert contest.state.roster.name("red-1").in_language("en") == "Anna"
    assert contest.standings(audience=None).totals["red"].value == 10
    assert announced(contest, "hall") == announced(contest, "host") == ["The name is Anna, not Ann."]
    assert says(contest) == "The name is Anna, not Ann."
    answer(contest)
    assert announced(contest, "hall") == []


def test_a_judges_name_is_put_right() -> None:
    contest = day()
    push(contest, "judge.renamed", judge="j1", name="J Uno", reason="misspelt")
    assert [each.name.in_language("en") for each in contest.state.roster.judges] == ["J Uno", "J Two"]


def test_a_substitute_answers_from_now_on_and_what_was_done_stays() -> None:
    contest = day()
    step(contest, "round.begun")
    assert answer(contest).member == "red-1"
    push(contest, "member.replaced", member="red-2", by="red-9", name="Gus", reason="ill")
    push(contest, "member.replaced", member="red-1", by="red-8", name="Hal", reason="hoarse")
    answer(contest)
    answer(contest)
    assert answer(contest).member == "red-9"
    team = contest.state.roster.team("red")
    assert [each.id for each in team.members] == ["red-8", "red-9"]
    assert [each.id for each in team.former] == ["red-2", "red-1"]
    assert contest.standings(audience=None).totals["red"].value == 20, "Ann's points stay the team's"
    contest.verify()


def test_a_late_team_plays_from_its_next_round_on() -> None:
    contest = day()
    step(contest, "round.begun")
    push(contest, "team.added", team="late", name="Lates", members="Ida, Jon、Kay", reason="the bus")
    assert {answer(contest).team for _turn in range(6)} == {"red", "blue", "gold"}
    assert step(contest, "round.begun").order == ("red", "blue", "gold", "late")
    assert contest.standings(audience=None).totals["late"].value == 0
    members = contest.state.roster.team("late").members
    assert [(each.id, each.name.in_language("en")) for each in members] == [
        ("late-1", "Ida"), ("late-2", "Jon"), ("late-3", "Kay"),
    ]  # fmt: skip


def test_a_late_team_waits_for_a_draw_under_way() -> None:
    contest = opened(loads(BOOK.replace("order: roster", "order: tickets")))
    step(contest, "draw.committed", date="2026-11-23", secret="0123456789abcdef0123456789abcdef")
    closed = move(contest, "team.added").closed
    assert closed is not None
    assert closed.in_language("en") == "a draw is under way; open it first"


def test_the_next_team_is_called_first_and_back() -> None:
    contest = day()
    step(contest, "round.begun")
    for _turn in range(6):
        answer(contest)
    step(contest, "round.begun")
    push(contest, "round.deferred", team="red", behind="blue", reason="stuck in traffic")
    assert says(contest) == "Reds have their turn after Blues."
    assert [stage.team for stage in contest.scene("hall").of(OnStage)] in ([], ["blue"])
    assert step(contest, "scenario.entered").team == "blue"
    assert contest.state.running is not None
    assert contest.state.running.order == ("blue", "red", "gold")
    contest.undo()
    contest.undo(seat="arbiter")
    assert step(contest, "scenario.entered").team == "red"


def test_a_turn_of_the_quiz_is_put_off_within_its_pass() -> None:
    contest = day()
    step(contest, "round.begun")
    assert answer(contest).team == "red"
    push(contest, "round.deferred", team="blue", behind="gold", reason="a lost badge")
    assert [answer(contest).team for _turn in range(5)] == ["gold", "blue", "red", "gold", "blue"]


@pytest.mark.parametrize(
    ("type_name", "values", "reason"),
    [
        ("round.deferred", {"team": "blue", "behind": "blue"}, "comes before"),
        ("member.replaced", {"member": "red-1", "by": "red-2", "name": "Gus"}, "expected a new id"),
        ("member.replaced", {"member": "red-1", "by": "red-9", "name": "Bob"}, "looks the same"),
        ("member.renamed", {"member": "red-1", "name": "Bob"}, "looks the same"),
        ("judge.renamed", {"judge": "j1", "name": "J Two"}, "looks the same"),
        ("team.added", {"team": "j1", "name": "Lates"}, "expected a new id"),
        ("team.added", {"team": "late", "name": "Reds"}, "looks the same"),
        ("member.renamed", {"member": "red-1", "name": "Anna", "reason": ""}, "expected some text"),
    ],
)
def test_what_would_confuse_people_is_refused(type_name: str, values: dict[str, str], reason: str) -> None:
    contest = day()
    step(contest, "round.begun")
    with pytest.raises(IllegalFact, match=reason):
        push(contest, type_name, **{"reason": "so", **values})


def test_a_deed_about_people_is_corrected_like_any_record() -> None:
    contest = day()
    step(contest, "round.begun")
    answer(contest)
    push(contest, "member.replaced", member="red-2", by="red-9", name="Gus", reason="ill")
    seq = contest.records[-1].seq
    answer(contest)
    made = contest.records[seq].fact
    other = type(made)(member="red-2", by="red-9", name="Guy", reason="ill")  # type: ignore[call-arg]
    contest.correct([(seq, other)], reason="misheard")
    assert contest.state.roster.name("red-9").in_language("en") == "Guy"
    contest.correct([(seq, made)], reason="it was right")
    assert contest.state.roster.name("red-9").in_language("en") == "Gus"
    contest.verify()


def late_scene() -> tuple[Contest, int]:
    """Return a contest in whose scene a late team performs first, and the record that let the team in."""
    contest = day()
    push(contest, "team.added", team="late", name="Lates", members="Ida", reason="the bus")
    let_in = contest.records[-1].seq
    step(contest, "round.begun")
    for _turn in range(8):
        answer(contest)
    step(contest, "round.begun")
    return contest, let_in


def test_a_late_team_stays_in_while_a_round_was_begun_with_it() -> None:
    contest, let_in = late_scene()
    added = contest.records[let_in].fact
    with pytest.raises(ConflictError) as struck:
        contest.strike(let_in, reason="another contest")
    with pytest.raises(ConflictError) as renamed:
        contest.correct([(let_in, attrs.evolve(added, team="later"))], reason="typed wrong")
    for error in (struck.value, renamed.value):
        assert (error.roots[0].seq, error.roots[0].type) == (let_in + 1, "round.begun")
        assert "order: late is not in the contest at that moment" in str(error)


def test_rounds_begun_with_a_late_team_go_with_it() -> None:
    contest, let_in = late_scene()
    items = [(let_in, attrs.evolve(contest.records[let_in].fact, team="later"))]
    misfits = contest.misfits(items)
    assert misfits == tuple(range(let_in + 1, len(contest.records)))
    contest.correct(items, reason="typed wrong", take_out=misfits)
    assert step(contest, "round.begun").order == ("red", "blue", "gold", "later")


def test_a_substitute_stays_while_a_later_record_is_about_them() -> None:
    contest = day()
    push(contest, "member.replaced", member="red-2", by="red-9", name="Gus", reason="ill")
    seq = contest.records[-1].seq
    push(contest, "member.renamed", member="red-9", name="Guy", reason="misheard")
    with pytest.raises(ConflictError, match=f"#{seq + 1} member.renamed"):
        contest.strike(seq, reason="came after all")


def test_a_team_that_came_has_no_total_that_differs() -> None:
    contest = opened(loads(BOOK))
    before = contest.standings(audience=None)
    seq = make(contest, "team.added", "arbiter", team="late", name="后来街道", reason="stuck in traffic")
    assert changed_totals(before, contest.standings(audience=None)) == ()
    fact: Any = contest.records[seq].fact
    contest.correct([(seq, attrs.evolve(fact, team="later"))], reason="the id")
    assert contest.scene("hall").to_json("zh")
    assert changed_totals(before, contest.standings(audience=None)) == ()
