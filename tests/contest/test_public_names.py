"""What is posted names members as the rulebook's `public_names` says, whoever came, went or was called otherwise."""

from __future__ import annotations

import json

import pytest

from quizarena.contest import Contest
from quizarena.report import bulletin, results
from quizarena.roster import masked
from quizarena.rulebook import loads
from quizarena.testing import START
from quizarena.text import draw
from tests.contest.telling import make, rule

RULES = {
    "quizarena": 1,
    "contest": {"title": "少年竞赛", "language": "zh"},
    "order": "roster",
    "teams": [
        {"id": "a", "name": "一中", "members": ["欧阳小明", "张三"], "leader": "赵老师"},
        {"id": "b", "name": "二中", "members": ["张四", "Mary Smith"]},
        {"id": "c", "name": "李独", "members": ["李独"]},
    ],
    "rounds": [{"id": "quiz", "use": "quiz/required", "per_team": 2, "individual": True, "wrong": -5}],
    "honours": [{"name": "最佳个人", "rounds": ["quiz"]}],
}
PEOPLE = ("欧阳小明", "张三", "张四", "Mary Smith", "李独", "赵老师", "王替补", "欧阳晓明")


def played(how: str) -> Contest:
    """Return the contest with a substitute and a name put right, a rule amended, and all questions asked."""
    contest = Contest(loads(json.dumps({**RULES, "public_names": how})), at=START)
    make(contest, "contest.opened", mode="live")
    make(contest, "member.replaced", member="b-1", by="b-3", name="王替补", reason="张四发烧，由王替补上场")
    make(contest, "round.begun")
    rule(contest, "+")
    make(contest, "member.renamed", member="a-1", name="欧阳晓明", reason="写错了，不是欧阳小明")
    contest.amend("rounds.quiz.points", "20", reason="按张三的申诉", at=START)
    rule(contest, "-++-+")
    return contest


def posted(contest: Contest) -> str:
    """Return all that is posted of it."""
    lines = [draw(each, "zh") for each in bulletin.lines(contest, "hall")]
    rows = json.dumps(contest.export("hall"), ensure_ascii=False)
    return "\n".join((*lines, results.page(contest, "hall", "zh"), rows, repr(contest.at(4).scene("hall"))))


@pytest.mark.parametrize(("how", "there"), [("masked", ("欧***", "张*", "M*** S****", "李*", "赵**")),
                                            ("number", ("1 号队员", "3 号队员", "领队"))])  # fmt: skip
def test_nobody_is_named_in_full_in_what_is_posted(how: str, there: tuple[str, ...]) -> None:
    contest = played(how)
    said = posted(contest.posted())
    assert [name for name in PEOPLE if name in said] == []
    assert [word for word in there if word not in said] == []


def test_scores_places_and_the_head_are_those_of_the_contest() -> None:
    contest = played("masked")
    public = contest.posted()
    assert public.head == contest.head
    assert [(row.entrant, row.total, row.place) for row in public.standings(audience=None).rows] == [
        (row.entrant, row.total, row.place) for row in contest.standings(audience=None).rows
    ]


def test_full_names_are_posted_where_nothing_is_said() -> None:
    assert "欧阳晓明" in posted(played("full").posted())


def test_in_a_freeze_the_names_are_hidden_too() -> None:
    contest = played("masked")
    make(contest, "cue.frozen", frozen="on")
    said = posted(contest.posted())
    assert [name for name in PEOPLE if name in said] == []


@pytest.mark.parametrize(("name", "public"), [("张三", "张*"), ("李", "李*"), ("欧阳小明", "欧***"),
                                              ("Mary Smith", "M*** S****")])  # fmt: skip
def test_a_masked_name_keeps_the_first_letter_of_each_word(name: str, public: str) -> None:
    assert masked(name) == public
