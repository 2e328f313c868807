"""Amending one rule: its role, the new rulebook, and what is refused."""

from __future__ import annotations

import pytest

from quizarena.rulebook import (
    Reach,
    RulebookError,
    reach_of_rule,
    role_of_rule,
    rule_in_force,
    rules_in_force,
    with_rule,
)
from quizarena.rules import Role
from tests.rulebook.books import SMALL, read, small
from tests.rulebook.kinds.every import KINDS

ROLES: list[tuple[str, Role]] = [
    ("rounds.quiz.points", "scoring"),
    ("rounds.0.points", "scoring"),
    ("rounds.quiz.per_team", "shape"),
    ("rounds.quiz.weight", "scoring"),
    ("rounds.scene.criteria.1.max", "shape"),
    ("base_score", "scoring"),
    ("panel.drop_low", "scoring"),
    ("ties.when", "scoring"),
    ("prizes.0.places", "scoring"),
    ("order", "shape"),
    ("contest.title", "scoring"),
    ("withdrawal.points", "scoring"),
]


@pytest.mark.parametrize(("path", "role"), ROLES)
def test_each_rule_has_a_role(path: str, role: Role) -> None:
    assert role_of_rule(read(SMALL), path) == role


def test_a_rule_amended_and_amended_back_gives_an_equal_rulebook() -> None:
    book = read(SMALL)
    amended = with_rule(book, "rounds.quiz.points", "15", KINDS)
    assert amended.rounds[0].rules.points == 15
    assert amended != book
    assert with_rule(amended, "rounds.quiz.points", "10", KINDS) == book


@pytest.mark.parametrize(
    ("path", "value", "after"),
    [
        ("rounds.quiz.answer_time", '"1:00"', ("points: 10", "points: 10\n    answer_time: 60")),
        ("panel.drop_high", "0", ("drop_high: 1", "drop_high: 0")),
        ("ties.when", "always", ("ties: {by", "ties: {when: always, by")),
        ("prizes.0.places", "2", ("places: 1}", "places: 2}")),
        ("rounds.scene.criteria", "{Clear: 50}", ("[{name: Clear, max: 60}, {name: Kind, max: 40}]", "{Clear: 50}")),
        ("rounds.quiz.cap", "20", ("points: 10", "points: 10\n    cap: 20")),
    ],
)
def test_an_amended_rulebook_equals_one_written_so(path: str, value: str, after: tuple[str, str]) -> None:
    assert with_rule(read(SMALL), path, value, KINDS) == read(small(after))


def test_an_optional_rule_is_taken_back_with_nothing() -> None:
    capped = with_rule(read(SMALL), "rounds.quiz.cap", "20", KINDS)
    assert with_rule(capped, "rounds.quiz.cap", "", KINDS) == read(SMALL)


REFUSED = [
    ("rounds.quiz.points", "ten", "rounds.0.points: expected a number, got 'ten'"),
    (
        "rounds.quiz.points",
        "[1",
        "rounds.quiz.points: a comma or a closing bracket is missing, or a text with a comma or a colon needs quotes",
    ),
    ("rounds.quiz.points", "-1", "rounds.0.points: expected at least 0, got -1"),
    ("rounds.quiz.pionts", "1",
     "rounds.quiz.pionts: no rule is called 'pionts' here; did you mean rounds.quiz.points?"),
    ("rounds.quizz.points", "1", "rounds.quizz.points: no rule is called 'quizz' here; did you mean rounds.quiz?"),
    ("points", "1", "points: 'points' is a rule of a round; write rounds.quiz.points"),
    ("base_score.x", "1", "base_score.x: no rule is called 'x' here; known are -"),
    ("", "1", "no rule is called '' here; known are quizarena, contest, teams, heats, judges, base_score, floor, "
     "presets, helps, order, podium_numbers, numbers_called, panel, rounds, play_off, ties, prizes, announce, honours, "
     "seats, reveal, withdrawal, look, certificate, public_names, public_reasons"),
    ("rounds.quiz.id", "other", "rounds.quiz.id: an id cannot be amended, for other rules refer to it"),
    ("teams.a.id", "other", "teams.a.id: an id cannot be amended, for other rules refer to it"),
    ("panel.drop_low", "9", "panel: the panel rule 'trimmed' needs at least 11 judges, found 3"),
    ("ties.by.0.round", "talk", "ties.by.0.round: no round has the id 'talk'; known are quiz, scene"),
    ("rounds.scene.topics", "topics.yaml",
     "rounds.1.topics: a text without a folder cannot include files; load the rulebook from its folder"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "line"), REFUSED)
def test_an_amendment_that_does_not_fit_is_refused(path: str, value: str, line: str) -> None:
    with pytest.raises(RulebookError) as caught:
        with_rule(read(SMALL), path, value, KINDS)
    assert str(caught.value) == line


def test_every_rule_in_force_reads_back_as_it_is_written() -> None:
    book = read(SMALL)
    rules = list(rules_in_force(book))
    assert {"base_score", "rounds.quiz.points", "panel.drop_low", "prizes.0.places"} <= {rule.path for rule in rules}
    assert not [rule.path for rule in rules if rule.path.startswith(("teams", "judges"))]
    for rule in rules:
        assert with_rule(book, rule.path, rule.value, KINDS) == book, rule.path
        assert rule_in_force(book, rule.path) == rule


@pytest.mark.parametrize("path", ["teams.a.name", "rounds.quiz.id", "rounds.scene.topics", "nothing", "base_score.x"])
def test_what_may_not_be_amended_in_the_open_is_no_rule_in_force(path: str) -> None:
    assert rule_in_force(read(SMALL), path) is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("base_score", "the points each team begins with"),
        ("rounds.quiz.points", "Required questions > points of a right answer"),
        ("panel.drop_low", "how judges' marks become a score > drop_low"),
    ],
)
def test_a_rule_is_called_by_its_round_and_its_help(path: str, name: str) -> None:
    rule = rule_in_force(read(SMALL), path)
    assert rule is not None
    assert rule.called.in_language("en") == name


REACHES = [
    ("rounds.quiz.points", Reach("scoring", "quiz", each=True)),
    ("rounds.0.points", Reach("scoring", "quiz", each=True)),
    ("rounds.quiz.per_team", Reach("shape", "quiz")),
    ("rounds.quiz.weight", Reach("scoring", "quiz")),
    ("rounds.quiz.panel", Reach("scoring", "quiz", each=True)),
    ("panel.drop_low", Reach("scoring", each=True)),
    ("play_off.points", Reach("scoring", play_off=True, each=True)),
    ("play_off.per_team", Reach("shape", play_off=True)),
    ("base_score", Reach("scoring")),
    ("ties.when", Reach("scoring")),
    ("order", Reach("shape")),
]


@pytest.mark.parametrize(("path", "reach"), REACHES)
def test_each_rule_is_about_a_round_its_parts_or_the_contest(path: str, reach: Reach) -> None:
    assert reach_of_rule(read(SMALL), path) == reach
