"""A correction after which later records fit no more takes them out with it, once they were named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from quizarena.contest import ConflictError, Contest
from quizarena.facts import Fact
from quizarena.moves import IllegalFact
from quizarena.rulebook import loads
from quizarena.testing import START
from tests.cli.running import run
from tests.contest.test_ceremonies import file_of, make

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
    return {team: int(score.value) for team, score in contest.standings().totals.items()}


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
    run(*words, status=1)
    done = run(*words, "--take-out", lang="en")
    assert f"taken out: #{seq + 1:03}, #{seq + 2:03}" in done.output
    run("verify", file)
