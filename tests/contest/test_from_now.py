"""Amending from now on: what has begun keeps the rules of its beginning, what begins later goes by the new ones."""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizarena.contest import Contest
from quizarena.contest.facts import Amended
from quizarena.errors import QuizArenaError
from quizarena.facts import parse_instant
from quizarena.journal import jsonl
from quizarena.moves import IllegalFact
from quizarena.records import of_row, to_row
from quizarena.rulebook import Reach, Rulebook, reach_of_rule, resolved_mapping, with_rule
from quizarena.scores import Score
from tests.contest.telling import FOLDER, rulebook
from tests.contest.test_amending_anything import STORIES, VALUES, bears, paths
from tests.formats.story import play
from tests.parts import tries

Said = tuple[int, str, str, bool]
"""An amendment: before which line of the story, which rule, its value, and whether from now on."""
LINES = [json.loads(line) for line in (FOLDER / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
QUIZ, SCENE, DEBATE = "rounds.quiz", "rounds.scenario", "rounds.debate"
QUIZ_BEGINS, SIXTH_ASKED, SECOND_DRAWN, THIRD_DRAWN, DEBATE_BEGINS, SECOND_SIDED = 5, 21, 92, 120, 168, 217
MEAN = "{rule: mean, of: judge_total, places: 2}"


def retold(*said: Said, until: int = len(LINES)) -> Contest:
    """Return the story of the example with these amendments in it; corrections name the records as they are then."""
    contest = Contest(rulebook(), at=parse_instant("2023-01-11T14:00:05+08:00"), id="0")
    numbers: dict[int, int] = {}
    for nth, line in enumerate(LINES[:until], 1):
        at = parse_instant(line["at"])
        for before, path, value, from_now in said:
            if before == nth:
                contest.amend(path, value, reason="as announced", from_now=from_now, at=at)
        mapping = line["fact"]
        if line["type"] == "contest.corrected":
            mapping = {**mapping, "items": [{**item, "seq": numbers[item["seq"]]} for item in mapping["items"]]}
        fact = contest.book.of_mapping(line["type"], mapping)
        numbers[nth] = contest.push(fact, seat=line.get("seat", "desk"), id=f"line-{nth}", at=at).seq
    return contest


def scores(contest: Contest, round_id: str) -> dict[str, Fraction]:
    """Return what each team has from a round, weighted."""
    return {team: score.value for team, score in worth(contest, round_id).items()}


def worth(contest: Contest, round_id: str) -> Mapping[str, Score]:
    played = contest.state.played(round_id)
    assert played is not None
    return contest.position.worth(played)


def test_the_lines_named_here_are_what_they_are_called() -> None:
    named = [
        LINES[nth - 1]["type"]
        for nth in (QUIZ_BEGINS, SIXTH_ASKED, SECOND_DRAWN, THIRD_DRAWN, DEBATE_BEGINS, SECOND_SIDED)
    ]
    assert named == [
        "round.begun",
        "quiz.asked",
        "scenario.topic_drawn",
        "scenario.topic_drawn",
        "round.begun",
        "debate.sided",
    ]
    assert LINES[SIXTH_ASKED - 1]["fact"]["number"] == 6


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (SIXTH_ASKED, {"yingbin": 40, "kaiyuan": 55, "daqinglu": 40, "yongtai": 40}),
        (SIXTH_ASKED + 1, {"yingbin": 40, "kaiyuan": 50, "daqinglu": 40, "yongtai": 40}),  # the sixth was asked by then
        (QUIZ_BEGINS, {"yingbin": 45, "kaiyuan": 60, "daqinglu": 45, "yongtai": 45}),
    ],
)
def test_points_from_now_on_count_for_the_questions_asked_after_it(before: int, expected: dict[str, int]) -> None:
    assert scores(retold((before, f"{QUIZ}.points", "15", True), until=63), "quiz") == expected


WORKED = [
    ("scenario", SECOND_DRAWN, "panel", MEAN, {"kaiyuan", "daqinglu", "yongtai"}),
    ("scenario", THIRD_DRAWN, f"{SCENE}.panel", MEAN, {"daqinglu", "yongtai"}),
    ("scenario", THIRD_DRAWN + 1, f"{SCENE}.panel", MEAN, {"yongtai"}),  # its topic was drawn by then: it had begun
    ("scenario", SECOND_DRAWN, f"{SCENE}.overtime.points", "-2", {"kaiyuan", "daqinglu", "yongtai"}),
    ("scenario", SECOND_DRAWN, f"{SCENE}.play_time", "60", {"kaiyuan", "daqinglu", "yongtai"}),
    ("debate", SECOND_SIDED, "panel", MEAN, {"daqinglu", "yongtai"}),
    ("debate", SECOND_SIDED + 1, "panel", MEAN, set()),
    ("debate", DEBATE_BEGINS, f"{DEBATE}.panel", MEAN, {"yingbin", "kaiyuan", "daqinglu", "yongtai"}),
    ("debate", DEBATE_BEGINS, f"{DEBATE}.weight", "0.5", {"yingbin", "kaiyuan", "daqinglu", "yongtai"}),
    ("quiz", DEBATE_BEGINS, f"{DEBATE}.weight", "0.5", set()),
]


@pytest.mark.parametrize(("round_id", "before", "path", "value", "anew"), WORKED)
def test_only_what_began_after_it_goes_by_the_new_rule(
    round_id: str, before: int, path: str, value: str, anew: set[str]
) -> None:
    until = len(LINES) - 1
    old, new = old_scores(round_id), scores(retold((before, path, value, False), until=until), round_id)
    now = scores(retold((before, path, value, True), until=until), round_id)
    assert now == {team: (new if team in anew else old)[team] for team in now}
    assert not anew or now != old


@functools.cache
def old_scores(round_id: str) -> dict[str, Fraction]:
    return scores(retold(until=len(LINES) - 1), round_id)


def notes(score: Score, language: str) -> set[str]:
    return {node.note.in_language(language) for node in score.walk() if node.note is not None}


def test_an_explanation_says_by_which_rules_each_part_went() -> None:
    contest = retold((SIXTH_ASKED, f"{QUIZ}.points", "15", True), until=63)
    (record,) = [each for each in contest.records if isinstance(each.fact, Amended)]
    said = [(part.value, part.note and part.note.in_language("en")) for part in parts_of(contest, "yongtai", "quiz")]
    before, since = (f"by the rules {word} #{record.seq:03}" for word in ("before", "since"))
    assert said == [(10, before), (15, since), (0, since), (15, since)]
    (chinese,) = {part.note.in_language("zh") for part in parts_of(contest, "yongtai", "quiz")[1:] if part.note}
    assert chinese == f"按 #{record.seq:03} 以后的规则"


def parts_of(contest: Contest, team: str, round_id: str) -> tuple[Score, ...]:
    return contest.standings(audience=None).rounds[round_id][team].parts


def test_a_round_that_began_under_other_rules_says_so_as_a_whole() -> None:
    contest = retold((DEBATE_BEGINS, f"{DEBATE}.weight", "0.5", True), until=len(LINES) - 1)
    assert f"by the rules since #{DEBATE_BEGINS:03}" in notes(worth(contest, "debate")["yongtai"], "en")
    assert not any("by the rules" in note for note in notes(worth(contest, "quiz")["yongtai"], "en"))


REFUSED = [
    (30, "base_score", "50", "base_score counts for the contest as a whole, not from a moment on"),
    (30, "prizes.0.places", "2", "prizes.0.places counts for the contest as a whole"),
    (30, "ties.when", "always", "ties.when counts for the contest as a whole"),
    (30, f"{QUIZ}.weight", "2", "rounds.quiz.weight counts for Question and answer as a whole, and that has begun"),
    (30, "rounds.0.weight", "2", "rounds.0.weight counts for Question and answer as a whole, and that has begun"),
    (30, f"{QUIZ}.title", "Q", "rounds.quiz.title counts for Question and answer as a whole"),
    (30, f"{QUIZ}.per_team", "3", "rounds.quiz.per_team shapes what has begun already"),
    (30, "rounds.0.per_team", "3", "rounds.0.per_team shapes what has begun already"),
    (64, f"{QUIZ}.points", "15", "Question and answer is over, and nothing begins there any more"),
]


@pytest.mark.parametrize(("before", "path", "value", "sentence"), REFUSED)
def test_from_now_on_is_refused_where_it_means_nothing(before: int, path: str, value: str, sentence: str) -> None:
    contest = retold(until=before - 1)
    with pytest.raises(IllegalFact) as caught:
        contest.amend(path, value, reason="as announced", from_now=True)
    assert sentence in str(caught.value)
    assert len(contest.records) == before


def test_a_shape_counted_from_0_is_as_late_as_one_by_name() -> None:
    contest = retold(until=30)
    with pytest.raises(IllegalFact, match="shapes what has begun already"):
        contest.amend("rounds.0.per_team", "3", reason="too long")


def test_amending_the_whole_contest_afterwards_holds_for_all_of_it() -> None:
    said = ((SIXTH_ASKED, f"{QUIZ}.points", "15", True), (40, f"{QUIZ}.points", "20", False))
    assert scores(retold(*said, until=63), "quiz") == scores(retold(said[1], until=63), "quiz")


def test_one_from_now_on_after_another_gives_three_sets_of_rules() -> None:
    contest = retold((SIXTH_ASKED, f"{QUIZ}.points", "15", True), (39, f"{QUIZ}.points", "20", True), until=63)
    assert [part.value for part in parts_of(contest, "yongtai", "quiz")] == [10, 15, 0, 20]
    assert [part.value for part in parts_of(contest, "yingbin", "quiz")] == [10, 0, 15, 20]


def test_undoing_it_leaves_no_trace_in_the_standings_and_redoing_it_does() -> None:
    contest = retold(until=SIXTH_ASKED + 1)
    before = contest.standings(audience=None)
    contest.amend(f"{QUIZ}.points", "15", reason="as announced", from_now=True)
    assert contest.standings(audience=None).rows == before.rows
    assert contest.rulebook.rounds[0].rules.points == 15
    contest.undo()
    assert contest.rulebook.rounds[0].rules.points == 10
    contest.redo()
    assert contest.rulebook.rounds[0].rules.points == 15


def test_a_correction_of_an_earlier_question_is_judged_and_counted_by_its_own_rules() -> None:
    contest = retold((SIXTH_ASKED, f"{QUIZ}.points", "15", True), until=54)
    (fifth,) = (each for each in contest.records if each.type == "quiz.ruled" and getattr(each.fact, "number", 0) == 5)
    contest.correct(
        [(fifth.seq, contest.book.of_mapping("quiz.ruled", {**mapping(contest, fifth.seq), "verdict": "right"}))],
        reason="misheard",
    )
    assert [part.value for part in parts_of(contest, "yingbin", "quiz")] == [10, 10, 15, 0]


def mapping(contest: Contest, seq: int) -> Mapping[str, Any]:
    return contest.book.to_mapping(contest.records[seq].fact)


def test_the_journal_holds_it_and_older_records_mean_the_whole_contest() -> None:
    contest = retold((SIXTH_ASKED, f"{QUIZ}.points", "15", True), until=63)
    contest.verify()
    rows = [to_row(record, contest.book) for record in contest.records]
    text = "".join(line.rstrip("\n") + "\n" for line in jsonl.export(rows)).encode()
    back = Contest.of_records([of_row(row, contest.book) for row in jsonl.read_lines(io.BytesIO(text))])
    assert back.state == contest.state
    assert back.standings(audience=None) == contest.standings(audience=None)
    assert contest.book.of_mapping("contest.amended", {"path": "p", "value": "1", "reason": "r"}) == Amended(
        "p", "1", "r"
    )


# Over every format: any scoring rule, amended at any record


@functools.cache
def story(path: Path) -> Contest:
    return play(yaml.safe_load(path.read_text(encoding="utf-8")))


@functools.cache
def scoring(path: Path) -> dict[str, Reach]:
    """Return what each scoring rule of the round, of its panel and of play-offs is about, but for the deepest."""
    book = story(path).rulebook
    own = (
        each
        for each in paths(resolved_mapping(book))
        if each.count(".") < 4 and not each.startswith("rounds.0.questions")
    )
    found = {each: reach(book, each) for each in own if each.partition(".")[0] in ("rounds", "panel", "play_off")}
    return {each: about for each, about in found.items() if about is not None and about.role == "scoring"}


def reach(book: Rulebook, path: str) -> Reach | None:
    try:
        return reach_of_rule(book, path)
    except QuizArenaError:
        return None  # it names something


def looked_up(path: Path) -> tuple[str, ...]:
    """Return the rules that each question, performance or match looks up when it begins."""
    return tuple(each for each, about in scoring(path).items() if about.each and not about.play_off)


@functools.cache
def values(path: Path, rule: str) -> tuple[str, ...]:
    """Return the values that the rule may be given."""
    return tuple(value for value in PLAIN if takes(story(path), rule, value))


def takes(contest: Contest, rule: str, value: str) -> bool:
    try:
        return with_rule(contest.rulebook, rule, value, contest.kinds) != contest.rulebook
    except QuizArenaError:
        return False


@st.composite
def amendments(draw: st.DrawFn, path: Path) -> tuple[str, str]:
    rule = draw(st.sampled_from(looked_up(path)))
    assume(values(path, rule))
    return rule, draw(st.sampled_from(values(path, rule)))


def on_at(contest: Contest, seq: int) -> int | None:
    """Return what was on, or was last, before the record `seq`: by the record that began it."""
    position = contest.history.position_before(seq)
    running = position.state.running
    return None if running is None else position.kind(running).begun(running.state)


@functools.cache
def beginnings(path: Path) -> tuple[int, ...]:
    """Return the records that begin a question, performance or match."""
    contest = story(path)
    return tuple(seq for seq in range(3, len(contest.records)) if on_at(contest, seq + 1) == seq)


def replayed(whole: Contest, before: int, until: int, amendment: tuple[str, str, bool]) -> Contest:
    """Return the first records with an amendment in front of the record `before`."""
    contest, (path, value, from_now) = Contest.of_records(whole.records[:before]), amendment
    contest.amend(path, value, reason="as announced", from_now=from_now)
    for record in whole.records[before:until]:
        contest.push(record.fact, seat=record.seat, at=record.at)
    return contest


def round_scores(contest: Contest) -> dict[str, Fraction]:
    (played,) = contest.state.rounds
    return {entrant: score.value for entrant, score in contest.position.scores(played).items()}


@functools.cache
def parted() -> list[Path]:
    return [path for path in STORIES if looked_up(path) and beginnings(path)]


PLAIN = ("0", "1", "-1", "3", "20", "-20", "null", "half", "[9, 7, 5, 3]", "{rule: median}", "{rule: sum}")


@settings(max_examples=tries(12), deadline=None)
@given(st.data())
def test_the_scores_of_what_has_begun_never_change(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(parted()))
    whole = story(path)
    before = data.draw(st.integers(beginnings(path)[0] + 1, len(whole.records) - 1))
    until = next((seq for seq in beginnings(path) if seq >= before), len(whole.records))
    try:
        amended = replayed(whole, before, until, (*data.draw(amendments(path)), True))
    except QuizArenaError:
        assume(False)
    assert round_scores(amended) == round_scores(Contest.of_records(whole.records[:until]))
    amended.verify()
    assert Contest.of_records(amended.records).standings(audience=None) == amended.standings(audience=None)


@settings(max_examples=tries(12), deadline=None)
@given(st.data())
def test_before_a_beginning_it_is_the_whole_amendment_for_what_comes(data: st.DataObject) -> None:
    """Scores are sums over what was played: the old ones up to there, and what the whole amendment gives from there."""
    path = data.draw(st.sampled_from(parted()))
    whole, before = story(path), data.draw(st.sampled_from(beginnings(path)))
    said = data.draw(amendments(path))
    end = len(whole.records)
    try:
        anew, anew_then = (round_scores(replayed(whole, before, until, (*said, False))) for until in (end, before))
        found = round_scores(replayed(whole, before, end, (*said, True)))
    except QuizArenaError:
        assume(False)
    then = round_scores(Contest.of_records(whole.records[:before]))
    assert found == {each: then.get(each, 0) + anew[each] - anew_then.get(each, 0) for each in found}


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_no_value_from_now_on_leaves_a_contest_that_cannot_be_shown(path: Path) -> None:
    contest, chance = story(path), Random(path.stem)
    half = Contest.of_records(contest.records[: chance.randint(3, len(contest.records))])
    for each in chance.sample(sorted(scoring(path)), min(tries(6), len(scoring(path)))):
        bears(half, each, chance.choice(("null", *VALUES)), from_now=True)


def test_parts_of_all_kinds_of_rounds_are_tried() -> None:
    assert {path.stem.partition("-")[0] for path in parted()} == {"quiz", "scenario", "debate", "parliament"}
    assert len(parted()) > 20
