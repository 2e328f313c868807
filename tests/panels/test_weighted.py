"""Weighted panels and votes."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.errors import RuleError
from quizarena.panels import Panel, panel_rule
from quizarena.points import show
from quizarena.roster import Judge
from quizarena.text import plain

GROUPS = {"experts": ["j1", "j2"], "residents": ["r1", "r2", "r3"]}
MARKS = {"j1": "90", "j2": "92", "r1": "80", "r2": "85", "r3": "96"}
JUDGES = [
    Judge("j1", plain("j1"), group="experts"),
    Judge("j2", plain("j2"), group="experts"),
    Judge("r1", plain("r1"), group="residents"),
    Judge("r2", plain("r2"), group="residents"),
    Judge("r3", plain("r3"), group="residents"),
]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        # experts 91 x 0.7, residents 87 x 0.3
        ({"weights": {"experts": "0.7", "residents": "0.3"}, "groups": GROUPS}, "89.8"),
        # the same shares, said as whole numbers
        ({"weights": {"experts": 7, "residents": 3}, "groups": GROUPS}, "89.8"),
        # (2 x 90 + 92 + 80 + 85 + 96) / 6
        ({"weights": {"j1": 2, "j2": 1, "r1": 1, "r2": 1, "r3": 1}}, "533/6"),
        # a judge's own weight wins over the group's: (90 x 2 + 92 x 1 + 87 x 1) / 4
        ({"weights": {"j1": 2, "experts": 1, "residents": 1}, "groups": GROUPS}, "89.75"),
    ],
)
def test_weights(parameters: dict[str, Any], expected: str) -> None:
    rule = panel_rule("weighted", **parameters)
    score = rule.score(MARKS)
    score.check()
    assert show(rule.value(MARKS)) == show(score.value) == expected


def test_a_group_nobody_marked_for_gives_its_weight_to_the_others() -> None:
    rule = panel_rule("weighted", weights={"experts": "0.7", "residents": "0.3"}, groups=GROUPS)
    assert rule.value({"r1": "80", "r2": "90"}) == 85


def test_groups_come_from_the_roster() -> None:
    panel = Panel.of_mapping({"rule": "weighted", "weights": {"experts": "0.7", "residents": "0.3"}, "places": 2})
    assert Panel.of_mapping(panel.to_mapping()) == panel
    assert panel.seated(JUDGES).rule.value(MARKS) == Fraction("89.8")
    with pytest.raises(RuleError, match="expected a weight for the judge 'j9' or a group of that judge"):
        panel.seated([*JUDGES, Judge("j9", plain("j9"))])
    plain_panel = Panel.of_mapping({"rule": "mean"})
    assert plain_panel.seated(JUDGES) == plain_panel


def test_one_group_of_the_roster_is_filled_beside_a_judge_of_none() -> None:
    """A word of a file is another object than the same word elsewhere in it."""
    weights = json.loads('{"experts": 1, "j3": 1}')
    judges = [Judge(each, plain(each), group=json.loads('"experts"')) for each in ("j1", "j2")]
    rule = panel_rule("weighted", weights=weights).seated([Judge("j3", plain("j3")), *judges])
    assert rule.value({"j1": "90", "j2": "92", "j3": "81"}) == 86
    assert panel_rule("weighted", weights=weights).seated(judges).value({"j1": "90", "j2": "92"}) == 91
    assert panel_rule("weighted", weights={"experts": 1}).seated(JUDGES[:2]).value({"j1": "90", "j2": "92"}) == 91


@pytest.mark.parametrize(
    ("weights", "groups", "sentence"),
    [
        ({"j1": 1, "experts": 1}, {"experts": ["j2"]}, None),
        ({"experts": 1}, {"experts": ["j1", "j8"]}, "groups.experts: no judge and no group of judges is called 'j8'"),
        ({"j8": 1}, {}, "weights: no judge and no group of judges is called 'j8'"),
        ({"experts": 1}, {"experts": []}, "weights: no judge and no group of judges is called 'experts'"),
    ],
)
def test_a_weight_or_a_group_of_nobody_is_named(weights: Any, groups: Any, sentence: str | None) -> None:
    rule = panel_rule("weighted", weights=weights, groups=groups)
    assert isinstance(hash(rule), int)
    if sentence is None:
        rule.refuse_strangers(["j1", "j2"])
    else:
        with pytest.raises(RuleError, match=sentence):
            rule.refuse_strangers(["j1", "j2"])


@given(marks=st.dictionaries(st.sampled_from("abcde"), st.decimals(0, 100, places=1), min_size=1), half=st.booleans())
def test_equal_weights_are_a_mean(marks: dict[str, Decimal], half: bool) -> None:
    rule = panel_rule("weighted", weights=dict.fromkeys("abcde", "0.5" if half else "3"))
    assert rule.value(marks) == panel_rule("mean").value(marks)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "needs weights"),
        ({"weights": {}}, "weights: expected weights by judge or group"),
        ({"weights": {"j1": "much"}}, "expected a number such as 0.6, found 'much'"),
        ({"weights": {"j1": 0.5}}, "expected a number such as 0.6, found 0.5"),
        ({"weights": {"j1": "0"}}, "weights.j1: expected a weight above 0, found 0"),
        ({"weights": {"j1": "-1"}}, "weights.j1: expected a weight above 0, found -1"),
        ({"weights": {"a": 1}, "groups": {"a": "j1"}}, "groups.a: expected a list of judges, found 'j1'"),
        ({"weights": {"experts": 1}, "groups": {"experts": 3}}, "groups.experts: expected a list of judges, found 3"),
    ],
)
def test_wrong_weights_are_named(parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RuleError) as caught:
        panel_rule("weighted", **parameters)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        (["1", "1", "0"], "1"),
        (["1", "0", "0"], "0"),
        (["1", "0"], "0.5"),
        # nine votes with halves: 4.5 to 4.5
        (["1", "1", "1", "1", "0.5", "0", "0", "0", "0"], "0.5"),
        (["1", "1", "1", "1", "0.5", "0.5", "0", "0", "0"], "1"),
    ],
)
def test_more_than_half_of_the_votes_decide(votes: list[str], expected: str) -> None:
    marks = dict(zip("abcdefghi", votes, strict=False))
    score = panel_rule("majority").score(marks)
    score.check()
    assert show(panel_rule("majority").value(marks)) == show(score.value) == expected


def test_a_vote_is_between_against_and_for() -> None:
    for give in (panel_rule("majority").value, panel_rule("majority").score):
        for vote in ("2", "-0.5", "1.5"):
            with pytest.raises(RuleError, match=rf"expected a vote from 0 .* found {vote}"):
                give({"a": "1", "b": vote})


def test_a_score_says_what_it_is_unless_it_is_told() -> None:
    rule = panel_rule("weighted", weights={"experts": "0.7", "residents": "0.3"}, groups=GROUPS)
    assert rule.score(MARKS).label.in_language("en") == "weighted panel"
    assert rule.score(MARKS, plain("stage")).label == plain("stage")
