"""A correction after which later records fit no more takes them out with it, once they were named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.contest import ConflictError, Contest
from quizarena.facts import Fact
from quizarena.moves import IllegalFact
from quizarena.rulebook import loads
from quizarena.testing import START
from tests.cli.running import run
from tests.contest.telling import make
from tests.contest.test_ceremonies import file_of

BUZZ = {"id": "buzz", "use": "quiz/buzz", "items": 3, "points": 10, "wrong": -10, "second_chance": "until_all_tried"}


def rebuzzed() -> tuple[Contest, int]:
    """Return a contest in which Reds were ruled wrong and Blues, with the second chance, right; and Reds' ruling."""
    head = {"quizarena": 1, "contest": {"title": "T", "language": "en"}, "order": "roster"}
    teams = [{"id": team, "name": team} for team in ("red", "blue", "green")]
    contest = Contest(loads(json.dumps({**head, "teams": teams, "rounds": [BUZZ]})), at=START)
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    make(contest, "quiz.asked")
    make(contest, "quiz.buzzed", team="red")
    ruled = make(contest, "quiz.ruled", verdict="wrong")
    make(contest, "quiz.buzzed", team="blue")
    make(contest, "quiz.ruled", verdict="right")
    make(contest, "quiz.asked")
    return contest, ruled


def totals(contest: Contest) -> dict[str, int]:
    return {team: int(score.value) for team, score in contest.standings(audience=None).totals.items()}


def upheld(contest: Contest, seq: int) -> list[tuple[int, Fact]]:
    fact: Any = contest.records[seq].fact
    return [(seq, attrs.evolve(fact, verdict="right"))]


def test_a_ruling_before_a_second_chance_is_put_right() -> None:
    contest, seq = rebuzzed()
    assert totals(contest) == {"red": -10, "blue": 10, "green": 0}
    items = upheld(contest, seq)
    with pytest.raises(ConflictError, match="take them out with it"):
        contest.correct(items, reason="protest upheld")
    out = contest.misfits(items)
    assert [contest.records[each].type for each in out] == ["quiz.buzzed", "quiz.ruled"]
    before = contest.state
    record = contest.correct(items, reason="protest upheld", ruled_by="the jury", take_out=out)
    assert totals(contest) == {"red": 10, "blue": 0, "green": 0}
    assert {each: contest.resolution.gone[each] for each in out} == dict.fromkeys(out, record.seq)
    assert [each.type for each in contest.resolution.facts][-1] == "quiz.asked", "the next question stands"
    contest.verify()
    contest.undo()
    assert contest.state == before
    contest.redo()
    assert totals(contest) == {"red": 10, "blue": 0, "green": 0}


@pytest.mark.parametrize("more", [(), (0,), (1,), (2,)], ids=["one too few", "another", "one that fits", "two"])
def test_only_what_fits_no_more_is_taken_out(more: tuple[int, ...]) -> None:
    contest, seq = rebuzzed()
    items = upheld(contest, seq)
    first, second = contest.misfits(items)
    wrong = {(): (first,), (0,): (first, second, 1), (1,): (first, second, second + 1), (2,): (second,)}[more]
    before = contest.state
    with pytest.raises(IllegalFact, match=f"#{first}, #{second}"):
        contest.correct(items, reason="protest upheld", take_out=wrong)
    assert contest.state == before


def test_the_command_line_names_what_it_takes_out(tmp_path: Path) -> None:
    contest, seq = rebuzzed()
    file = file_of(contest, tmp_path / "a.qa")
    words = ("correct", file, seq, "verdict=right", "--reason", "protest upheld")
    assert "with --take-out" in run(*words, status=1, lang="en").output
    done = run(*words, "--take-out", lang="en")
    assert f"taken out: #{seq + 1:03}, #{seq + 2:03}" in done.output
    run("verify", file)


TOSS = {"id": "toss", "use": "quiz/tossup", "items": 3, "individual": True, "bonus": [10, 10, 5], "wrong": -1}


def tossup(*, bounce_back: bool, named: bool = True) -> tuple[Contest, int]:
    """Return a contest in which Red was ruled right on toss-up 1 and two bonus parts, and the next was answered."""
    head = {"quizarena": 1, "contest": {"title": "T", "language": "en"}, "order": "roster"}
    teams = [{"id": "red", "name": "Reds", "members": ["Ann"]}, {"id": "blue", "name": "Blues", "members": ["Cem"]}]
    book = {**head, "teams": teams, "rounds": [{**TOSS, "bounce_back": bounce_back}]}
    contest = Contest(loads(json.dumps(book)), at=START)
    for type_, values in (
        ("contest.opened", {"mode": "live"}),
        ("round.begun", {}),
        ("quiz.asked", {}),
        ("quiz.buzzed", {"team": "red"}),
        ("quiz.named", {"member": "red-1"}),
        ("quiz.ruled", {"verdict": "right"}),
        ("quiz.bonus_ruled", {"winner": "red"}),
        ("quiz.bonus_ruled", {"winner": "blue" if bounce_back else "nobody"}),
        ("quiz.bonus_ruled", {"winner": "red"}),
        ("quiz.asked", {}),
        ("quiz.buzzed", {"team": "blue"}),
        ("quiz.named", {"member": "blue-1"}),
        ("quiz.ruled", {"verdict": "power"}),
    ):
        if named or type_ != "quiz.named":
            make(contest, type_, **values)
    return contest, next(record.seq for record in contest.records if record.type == "quiz.ruled")


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("verdict", "bounce_back", "then"),
    [
        ("wrong_last", False, {"red": -1, "blue": 15}),
        ("wrong_last", True, {"red": -1, "blue": 15}),
        ("neg_last", False, {"red": -5, "blue": 15}),
        ("void", True, {"red": 0, "blue": 15}),
    ],
)
def test_a_toss_up_ruled_right_by_mistake_takes_its_bonus_parts_out(
    verdict: str, bounce_back: bool, then: dict[str, int], named: bool
) -> None:
    contest, seq = tossup(bounce_back=bounce_back, named=named)
    assert totals(contest) == {"red": 25, "blue": 25 if bounce_back else 15}
    fact: Any = contest.records[seq].fact
    items = [(seq, attrs.evolve(fact, verdict=verdict))]
    out = contest.misfits(items)
    assert [contest.records[each].type for each in out] == ["quiz.bonus_ruled"] * 3, "the next toss-up stays"
    with pytest.raises(ConflictError) as refused:
        contest.correct(items, reason="misheard")
    assert {root.seq for root in refused.value.roots} <= set(out)
    before = contest.state
    contest.correct(items, reason="misheard", take_out=out)
    assert totals(contest) == then
    contest.verify()
    contest.undo()
    assert contest.state == before


def corrected(contest: Contest, words: str, path: Path, status: int = 0) -> str:
    """Return what `quizarena correct` prints for words such as "4 team=blue"."""
    file = file_of(contest, path)
    return run("correct", file, *words.split(), "--reason", "wrong light", status=status, lang="en").output


@pytest.mark.parametrize(
    "words",
    [
        "4 team=blue 5 member=blue-1 7 winner=blue 9 winner=blue",
        "4 team=blue 5 team=blue member=blue-1 7 winner=blue 9 winner=blue",
        "9 winner=blue 7 winner=blue 5 member=blue-1 4 team=blue",
    ],
)
def test_who_buzzed_is_corrected_together_with_who_answered(words: str, tmp_path: Path) -> None:
    """The team of who answered follows from the buzz; it may be said, and nothing else."""
    contest, _seq = tossup(bounce_back=False)
    corrected(contest, words, tmp_path / "a.qa")
    with Arena.open(tmp_path / "a.qa", read_only=True) as arena:
        assert totals(arena.contest) == {"red": 0, "blue": 40}
        assert arena.contest.resolution.fact(5) == attrs.evolve(
            contest.records[5].fact,
            team="blue",
            member="blue-1",  # type: ignore[call-arg]
        )
        arena.contest.verify()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("5 team=blue member=blue-1", "team: it is red, from the records before; correct those"),
        (
            "4 team=blue 5 team=red 7 winner=blue 9 winner=blue",
            "team: it is blue, from the records before; correct those",
        ),
        ("4 team=blue 5 points=3", "points: not asked for here; asked are member"),
        ("4 team=blue 5 team=blue", "member: expected one of blue-1, found red-1"),
        ("4 team=blue", "#5 quiz.named: member: expected one of blue-1, found red-1"),
    ],
)
def test_a_correction_that_does_not_fit_says_one_thing(words: str, said: str, tmp_path: Path) -> None:
    assert said in corrected(tossup(bounce_back=False)[0], words, tmp_path / "a.qa", status=1)
