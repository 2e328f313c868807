"""Sounds and films of questions: played by cues, at the instant they were started, while their question is on."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from quizarena.clocks import Clock
from quizarena.contest import Contest
from quizarena.contest.facts import MediaPlayed
from quizarena.moves import IllegalFact
from quizarena.rulebook import load
from quizarena.scenes import MediaShown, Question
from quizarena.testing import START
from tests.media import png, wav

RULES = """\
quizarena: 1
contest: {title: Small, language: en}
teams: [{id: a, name: A}, {id: b, name: B}]
order: roster
rounds:
  - id: one
    use: quiz/required
    per_team: 2
    questions:
      - {id: q1, text: What do you hear?, media: call.wav}
      - {id: q2, text: And who is calling?, media: call.wav}
      - {id: q3, text: What is this?, media: sign.png}
      - {id: q4, text: And this?, media: other.wav}
"""


@pytest.fixture
def contest(tmp_path: Path) -> Contest:
    """Return a contest whose first question is on."""
    (tmp_path / "contest.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "sign.png").write_bytes(png())
    (tmp_path / "call.wav").write_bytes(wav())
    (tmp_path / "other.wav").write_bytes(wav(200))
    found = Contest(load(tmp_path / "contest.yaml"), at=START)
    for type_ in ("contest.opened", "round.begun", "quiz.asked"):
        go_on(found, type_)
    return found


def go_on(contest: Contest, type_: str, **values: str) -> None:
    move = next(each for each in contest.moves() if each.fact.type == type_ and each.closed is None)
    missing = [blank.path for blank in move.decisions if blank.path not in values]
    contest.push(move.fill({**{path: move.choices(path)[0].value for path in missing}, **values}, now=START), at=START)


def next_question(contest: Contest) -> None:
    go_on(contest, "quiz.ruled", verdict="right")
    go_on(contest, "quiz.asked")


def media(contest: Contest, audience: str = "hall") -> MediaShown:
    (asked,) = contest.scene(audience).of(Question)
    assert asked.media is not None
    shown: MediaShown = asked.media
    return shown


def cue(contest: Contest, action: str, seconds: int) -> None:
    """Play what the question that is on plays, so many seconds after the start."""
    at = later(seconds)
    contest.push(MediaPlayed(media(contest).stored_name, action, at), at=at)


def later(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("cues", "clock"),
    [
        ([], None),
        ([("start", 0)], Clock(0, 0, later(0))),
        ([("start", 0), ("start", 5)], Clock(0, 0, later(5))),
        ([("start", 0), ("stop", 8)], Clock(0, 8_000)),
        ([("start", 0), ("stop", 8), ("stop", 9)], Clock(0, 8_000)),
        ([("start", 0), ("stop", 8), ("resume", 20)], Clock(0, 8_000, later(20))),
        ([("start", 0), ("resume", 5)], Clock(0, 0, later(0))),
        ([("start", 0), ("stop", 8), ("start", 20)], Clock(0, 0, later(20))),
        ([("stop", 1)], None),
        ([("resume", 1)], None),
    ],
)
def test_how_far_it_is_follows_from_the_cues(
    contest: Contest, cues: list[tuple[str, int]], clock: Clock | None
) -> None:
    for each in cues:
        cue(contest, *each)
    assert [media(contest, audience).clock for audience in ("hall", "host", "desk")] == [clock] * 3


def test_the_same_sound_in_the_next_question_has_not_been_played_there(contest: Contest) -> None:
    cue(contest, "start", 0)
    next_question(contest)
    assert media(contest).clock is None
    cue(contest, "start", 60)
    assert media(contest).clock == Clock(0, 0, later(60))


def test_a_picture_is_not_played_and_a_sound_that_is_not_on_is_not_heard(contest: Contest) -> None:
    (move,) = (each for each in contest.moves() if each.fact is MediaPlayed)
    assert [option.label.in_language("en") for option in move.choices("file")] == ["call.wav", "other.wav"]
    call, other = (option.value for option in move.choices("file"))
    contest.push(MediaPlayed(other, "start", START), at=START)
    assert media(contest).clock is None
    cue(contest, "start", 0)
    contest.push(MediaPlayed(other, "stop", later(3)), at=later(3))
    assert media(contest).clock == Clock(0, 0, later(0)), "another's stop is not this one's"
    next_question(contest)
    next_question(contest)
    picture = media(contest).stored_name
    with pytest.raises(IllegalFact):
        contest.push(MediaPlayed(picture, "start", START), at=START)
    assert call != picture


def test_the_hall_reads_nowhere_which_file_is_played_before_its_question(contest: Contest) -> None:
    other = next(move for move in contest.moves() if move.fact is MediaPlayed).choices("file")[1].value
    contest.push(MediaPlayed(other, "start", START), at=START)
    known = {each: contest.log(each)[-1].fields.get("file") for each in ("hall", "host", "desk")}
    assert known == {"hall": None, "host": other, "desk": other}
    assert other not in str(contest.scene("hall").to_json("en"))


def test_an_undo_passes_over_it_and_no_score_moves(contest: Contest) -> None:
    cue(contest, "start", 0)
    undo = contest.undoable("desk")
    assert undo is not None
    assert contest.records[undo].type == "quiz.asked"
    assert {total.value for total in contest.standings(audience=None).totals.values()} == {0}


def test_a_contest_without_sounds_has_no_such_move(tmp_path: Path) -> None:
    (tmp_path / "contest.yaml").write_text(RULES.replace(", media: call.wav", "").replace(", media: other.wav", ""))
    (tmp_path / "sign.png").write_bytes(png())
    quiet = Contest(load(tmp_path / "contest.yaml"), at=START)
    assert not [move for move in quiet.moves() if move.fact is MediaPlayed]
