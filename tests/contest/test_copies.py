"""A contest as a value of Python's: copied, compared, pickled."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizarena import Arena, Contest, QuizArenaError, load, loads

EXAMPLE = Path(__file__).parents[2] / "examples" / "yingbin"


@pytest.fixture(scope="module")
def halfway() -> Contest:
    contest = Contest(load(EXAMPLE / "contest.yaml"))
    contest.replay((EXAMPLE / "facts.jsonl").read_bytes().splitlines()[:150])
    return contest


def again(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


def test_a_copy_goes_on_by_itself_and_is_no_longer_equal(halfway: Contest) -> None:
    for made in (copy.copy(halfway), copy.deepcopy(halfway)):
        assert made == halfway
        made.do("cue.frozen", frozen="on")
        assert made != halfway
        assert len(made.records) == len(halfway.records) + 1
    assert halfway != "a contest"
    with pytest.raises(TypeError, match="unhashable"):
        hash(halfway)


def test_a_contest_is_the_same_in_another_process(halfway: Contest) -> None:
    for contest in (halfway, halfway.before(100), halfway.posted(), halfway.at(60)):
        back = again(contest)
        assert back == contest
        assert back.state == contest.state
        for audience in (None, "desk", "hall"):
            assert back.scene(audience) == contest.scene(audience)


@pytest.mark.parametrize(
    "ask",
    [
        lambda contest: contest.records,
        lambda contest: contest.rulebook,
        lambda contest: contest.state,
        lambda contest: contest.standings(audience=None),
        lambda contest: contest.explain("daqinglu", audience=None),
        lambda contest: contest.scene("host"),
        lambda contest: contest.log(audience=None),
    ],
)
def test_what_a_contest_answers_can_be_pickled(halfway: Contest, ask: Callable[[Contest], object]) -> None:
    assert again(ask(halfway)) == ask(halfway)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda contest: contest.do("round.begun"),
        lambda contest: contest.push(contest.records[5].fact),
        lambda contest: contest.do("quiz.rulled"),
        lambda contest: contest.scene("judge:nobody"),
        lambda contest: contest.strike(3, reason="-"),
        lambda contest: loads("quizarena: 1"),
    ],
)
def test_errors_come_back_from_another_process(halfway: Contest, wrong: Callable[[Contest], object]) -> None:
    with pytest.raises(QuizArenaError) as info:
        wrong(halfway)
    back = again(info.value)
    assert type(back) is type(info.value)
    assert [back.sentence(language) for language in ("zh", "en")] == [
        info.value.sentence(language) for language in ("zh", "en")
    ]


def test_an_arena_is_not_pickled_and_its_contest_is_free_once_copied(tmp_path: Path) -> None:
    with Arena.create(tmp_path / "c.qa", load(EXAMPLE / "contest.yaml")) as arena:
        for refused in (pickle.dumps, copy.copy):
            with pytest.raises(TypeError, match="an arena has its journal open"):
                refused(arena)
        for recording in ("push", "do", "replay", "accept", "undo"):
            with pytest.raises(AttributeError, match="record with the arena's own"):
                getattr(arena.contest, recording)
        free = copy.copy(arena.contest)
        assert free == arena.contest == again(arena.contest)
        free.do("contest.opened", mode="live")
        assert len(arena.contest.records) == 1
