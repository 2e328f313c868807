"""What a team chooses in turn: opponent, member and value by one key; who scores, who answers, who is asked anew."""

from __future__ import annotations

import pytest

from quizarena import Contest, loads
from quizarena.errors import RulebookError
from quizarena.roster import Roster
from quizarena.scenes import OnStage, Question, Say
from quizarena.testing import START
from quizarena_rounds.quiz.sections.risk import Risk

TEAMS = ", ".join(
    f"{{id: {team}, name: {team.upper()}, members: [{team.upper()}1, {team.upper()}2]}}" for team in "abc"
)
BOOK = f"""\
quizarena: 1
contest: {{title: Told, language: en}}
order: roster
teams: [{TEAMS}]
rounds:
  - {{id: r, use: quiz/risk, """
ALL = "levels: [10, 20, 30], wrong: none, choose: [opponent, member, value]"


def begun(rules: str = ALL) -> Contest:
    """Return the contest in its round."""
    contest = Contest(loads(f"{BOOK}{rules}}}"))
    contest.do("contest.opened", mode="live", at=START)
    contest.do("round.begun", at=START)
    return contest


def do(contest: Contest, steps: str) -> Contest:
    """Do steps: `>b` names team b, `b.2` its second member, `20` the points, `=` the only ones, `ask`, `+` and `-`."""
    for step in steps.split():
        if step.startswith(">"):
            contest.do("quiz.nominated", opponent=step[1:], at=START)
        elif "." in step:
            contest.do("quiz.named", member=contest.state.roster.team(step[0]).members[int(step[2:]) - 1].id, at=START)
        elif step in ("+", "-"):
            contest.do("quiz.ruled", verdict="right" if step == "+" else "wrong", at=START)
        elif step == "ask":
            contest.do("quiz.asked", at=START)
        else:
            contest.do("quiz.chosen", at=START, **({} if step == "=" else {"level": step}))
    return contest


def points(contest: Contest) -> list[int]:
    return [int(score.value) for score in contest.standings(audience=None).rounds["r"].values()]


@pytest.mark.parametrize(
    ("rules", "steps", "found"),
    [
        # 360docs.net/doc/13233158.html: each desk names who answers for the next, and 10, 20 or 30 points
        (ALL, ">b b.1 30 ask + >c c.2 10 ask - >a a.1 20 ask +", [20, 30, 0]),
        ("choose: [opponent, value]", ">c 20 ask - >c 10 ask + >a 30 ask -", [-30, 0, -10]),
        ("choose: [member, value]", "a.2 10 ask + b.1 20 ask - c.1 30 ask +", [10, -20, 30]),
        ("choose: [value]", "10 ask + 20 ask - pass", [10, -20, 0]),
        ("levels: [15], choose: [opponent]", ">c = ask + >a = ask - >b = ask +", [-15, 15, 15]),
        ("choose: [opponent, value], hand_on: {}", ">b 20 ask", [0, 0, 0]),
    ],
)
def test_who_was_named_answers_and_scores(rules: str, steps: str, found: list[int]) -> None:
    contest = do(begun(rules), steps)
    assert points(contest) == found
    contest.verify()


def kinds(contest: Contest) -> set[str]:
    return {move.fact.type for move in contest.moves() if not move.aside and move.fact.type.startswith("quiz.")}


def options(contest: Contest, kind: str, path: str) -> list[str]:
    (move,) = [move for move in contest.moves() if move.fact.type == kind]
    return [option.value for option in move.choices(path)]


def test_one_is_chosen_after_the_other_and_only_of_those_there_are() -> None:
    contest = begun(ALL + ", stock: 1")
    assert (kinds(contest), options(contest, "quiz.nominated", "opponent")) == ({"quiz.nominated"}, ["b", "c"])
    do(contest, ">b")
    assert (kinds(contest), options(contest, "quiz.named", "member")) == ({"quiz.named"}, ["b-1", "b-2"])
    do(contest, "b.2 30")
    assert kinds(contest) == {"quiz.asked"}
    (stage,) = do(contest, "ask").scene("hall").of(OnStage)
    assert (stage.team, stage.member is not None) == ("b", True)
    do(contest, "+ >a a.1")
    assert options(contest, "quiz.chosen", "level") == ["10", "20", "pass"]


def test_another_is_named_for_a_team_that_leaves() -> None:
    contest = do(begun(), ">b b.1 30")
    contest.do("team.left", team="b", mode="withdrawn", reason="ill", at=START)
    assert options(contest, "quiz.nominated", "opponent") == ["c"]
    assert points(do(contest, ">c c.1 ask +")) == [0, 0, 30]
    contest.verify()


@pytest.mark.parametrize(
    ("steps", "lines"),
    [
        ("", ["Desk 1, A: which team is to answer?"]),
        (">b", ["Desk 1, please name who answers for desk 2."]),
        (">b b.1", ["Desk 1, A: how many points?"]),
        (">b b.1 20", ["Question 1, twenty points: desk 2, B, member 1, B1."]),
    ],
)
def test_the_host_reads_what_is_to_be_chosen(steps: str, lines: list[str]) -> None:
    (say,) = do(begun(), steps).scene("host").of(Say)
    assert [line.in_language("en") for line in (*say.now, *say.then)] == lines


def test_the_question_is_of_the_level_and_the_hall_reads_none_before_it_is_asked() -> None:
    bank = "[{text: one, level: 10}, {text: two, level: 20}, {text: more}, {text: most}]"
    contest = do(begun(f"levels: [10, 20], choose: [opponent, value], questions: {bank}"), ">b 20")
    assert not contest.scene("hall").of(Question)
    assert [block.text.in_language("en") for block in do(contest, "ask").scene("hall").of(Question)] == ["two"]


def test_a_correction_names_another_member_and_re_scores_nothing() -> None:
    contest = do(begun(), ">b b.1 30 ask +")
    seq = next(each.seq for each in contest.records if each.fact.type == "quiz.named")
    fact = contest.records[seq].fact
    contest.correct([(seq, type(fact)(1, "b", "b-2", "a"))], reason="misheard")  # type: ignore[call-arg]
    assert points(contest) == [0, 30, 0]
    contest.amend("rounds.r.wrong", "full", reason="misprint")
    assert points(contest) == [0, 30, 0]


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        ("choose: []", "6:37: rounds.0.choose: expected some of opponent, member, value, each once"),
        ("choose: [value, value]", "6:37: rounds.0.choose: expected some of opponent, member, value, each once"),
        ("choose: [rival]", "6:38: rounds.0.choose.0: expected one of opponent, member, value, got 'rival'"),
        ("choose: [opponent]", "rounds.0.levels: nobody chooses the points (choose): expected one level, found 3"),
    ],
)
def test_what_nobody_could_choose_is_refused_where_it_stands(rules: str, line: str) -> None:
    with pytest.raises(RulebookError) as caught:
        begun(rules)
    assert line in str(caught.value)


def test_a_team_without_members_cannot_be_named_from() -> None:
    book = f"{BOOK}{ALL}}}".replace(", members: [C1, C2]", "")
    with pytest.raises(RulebookError, match=r"6:\d+: rounds\.0\.choose: C has no members to be named; list them"):
        loads(book)


def test_paying_for_points_that_another_chose_is_advised_against() -> None:
    why = "a team that is named pays for a wrong answer, though another chose the points"

    def said(rules: str) -> list[str]:
        book = loads(f"{BOOK}{rules}}}")
        return [each.why.in_language("en") for each in Risk().advise(book.rounds[0].rules, Roster(book.teams))]

    assert why not in said(ALL)
    assert why in said("choose: [opponent, value]")
