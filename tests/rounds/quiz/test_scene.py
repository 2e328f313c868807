"""What each audience sees of a section, and what the host reads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quizarena.rounds import RoundKind
from quizarena.scenes import Clocks, Headline, OnStage, Question, Ruling, Say, Scene, Steps
from quizarena.scenes import Table as Rows
from quizarena.text import Text
from quizarena_rounds.quiz.sections.buzz import Buzz
from quizarena_rounds.quiz.sections.required import Required
from quizarena_rounds.quiz.sections.risk import HandOn, Risk, Shares
from quizarena_rounds.quiz.sections.speed import Speed
from tests.rounds.driver import Table
from tests.rounds.quiz.play import bank, play, table

STAGE = ("yingbin", "kaiyuan", "daqinglu", "yongtai")


def scene(played: Table, audience: str | None) -> Scene:
    return played.kind.scene(played.state, played.moment, audience)


def zh(text: Text | None) -> str:
    return text.in_language("zh") if text else ""


def read_now(played: Table) -> str:
    (say,) = scene(played, "host").of(Say)
    return "".join(map(zh, say.now))


def on_the_seventh() -> Table:
    """The moment of the drawings D2, B2 and P2: question 7, desk 3, the clock runs."""
    return play(table(Required(), *STAGE, questions=bank(16)), "ask + " * 6 + "ask go@0")


def test_the_seventh_question_as_drawn() -> None:
    hall = scene(on_the_seventh(), "hall")
    (headline,), (stage,), (question,) = hall.of(Headline), hall.of(OnStage), hall.of(Question)
    assert (zh(headline.text), zh(headline.aside)) == ("第 7 题", "共 16 题")
    assert (stage.podium, stage.team, zh(stage.member)) == (3, "daqinglu", "2 号 daqinglu-2")
    assert (zh(question.text), question.answer, question.accepted) == ("text of q7", None, ())
    assert hall.of(Clocks)[0].faces[0].clock.limit_ms == 30_000


def test_the_rail_and_what_comes_next() -> None:
    desk = scene(on_the_seventh(), "desk")
    (rail,) = desk.of(Steps)
    assert [zh(name) for name in rail.names] == ["出题", "请作答", "回答完毕", "亮答案", "判定", "下一题"]
    assert zh(rail.names[rail.current]) == "请作答"
    record, coming = desk.of(Rows)
    assert [zh(row[2]) for row in record.rows] == ["对对..", "对对..", "对>..", "对..."]
    assert [tuple(map(zh, row)) for row in coming.rows] == [
        ("第 8 题", "4 台 yongtai", "2 号 yongtai-2"),
        ("第 9 题", "1 台 yingbin", "3 号 yingbin-3"),
    ]


@pytest.mark.parametrize(
    ("steps", "seen"),
    [("", False), ("done@9", False), ("done@9 show", True), ("+", True), ("-", True), ("void", False)],
)
def test_when_the_hall_sees_the_answer(steps: str, seen: bool) -> None:
    played = play(on_the_seventh(), steps)
    assert (scene(played, "hall").of(Question)[0].answer is not None) == seen
    assert scene(played, "judge:j1") == scene(played, "hall")
    assert zh(scene(played, "host").of(Question)[0].answer) == "answer of q7"


def test_the_hall_does_not_see_the_answer_while_others_may_still_try() -> None:
    played = play(table(Buzz(), "a", "b", "c", questions=bank(20), second_chance="rebuzz"), "ask go buzz:a go done")
    assert "quiz.answer_shown" not in [move.fact.type for move in played.moves()]
    play(played, "-")
    assert scene(played, "hall").of(Question)[0].answer is None
    play(played, "go buzz:b go done show")
    assert scene(played, "hall").of(Question)[0].answer is not None


def test_a_bank_asked_later_is_in_no_public_scene() -> None:
    played = on_the_seventh()
    for audience in ("hall", "judge:j1"):
        assert "q8" not in str(scene(played, audience).to_json("zh"))


@pytest.mark.parametrize(
    ("kind", "steps", "line"),
    [
        (Required(), "", "第 1 题，10 分。请 1 号台a，1 号选手a-1听题。"),
        (Required(), "ask", "请作答。"),
        (Required(), "ask go", "回答完毕？"),
        (Required(), "ask go done", "请看正确答案。"),
        (Required(), "ask go done show", "answer of q1"),
        (Required(), "ask +", "回答正确，请为 1 号台加 10 分！"),
        (Required(), "ask go done show -", "很遗憾，此题不得分。"),
        (Required(), "ask -", "很遗憾，此题不得分。正确答案是: answer of q1。"),
        (Required(), "ask void", "此题作废，另出一题。"),
        (Buzz(), "", "第 1 题，10 分，抢答题，请听题。"),
        (Buzz(), "ask", "请抢答！"),
        (Buzz(), "ask early:b early:a", "1 号台抢答犯规，扣 10 分，其余各队继续。"),
        (Buzz(), "ask go buzz:b", "2 号台抢到，请作答。"),
        (Buzz(), "ask go buzz:b -", "回答错误，2 号台扣 10 分。正确答案是: answer of q1。"),
        (Buzz(), "ask go 0", "没有队抢答，此题过。正确答案是: answer of q1。"),
        (Risk(), "", "请 1 号台a选择分值。"),
        (Risk(), "risk:20", "a选 20 分题，答对加 20，答错扣 20。请听题。"),
        (Risk(), "risk:20 ask -", "回答错误，1 号台扣 20 分。正确答案是: answer of q1。"),
    ],
)
def test_what_the_host_reads(kind: RoundKind, steps: str, line: str) -> None:
    assert read_now(play(table(kind, "a", "b", "c", questions=bank(30)), steps)) == line


def test_a_question_that_no_bank_has_is_read_from_the_hosts_card() -> None:
    (say,) = scene(play(table(Required(), "a", "b"), "ask"), "host").of(Say)
    assert (say.now, [zh(line) for line in say.then]) == ((), ["请作答。"])
    assert say.remark is not None
    assert zh(say.remark) == "请照题卡读题"


def test_in_english_points_are_words() -> None:
    """Who is asked by desk, team and contestant, and what a ruling gives."""
    required = play(table(Required(), "a", "b"), "")
    (say,) = scene(required, "host").of(Say)
    assert [line.in_language("en") for line in say.now] == ["Question 1, ten points: desk 1, a, member 1, a-1."]
    (ruling,) = scene(play(required, "ask +"), "hall").of(Ruling)
    assert ruling.line.in_language("en") == "Correct! Ten points to desk 1."
    risk = scene(play(table(Risk(), "a", "b"), "risk:20"), "host").of(Say)
    english = "a go for twenty: right plus twenty, wrong minus twenty. Listen, please."
    assert [line.in_language("en") for say in risk for line in say.now] == [english]


def test_a_wrong_answer_leaves_the_question_to_the_others() -> None:
    played = play(table(Buzz(), "a", "b", "c", second_chance="rebuzz"), "ask go buzz:b -")
    assert read_now(played) == "回答错误，2 号台扣 10 分。其余各队可以补抢。"
    assert [zh(line) for line in scene(played, "host").of(Say)[0].then] == ["请抢答！"]


def test_a_false_start_is_read_with_its_cost() -> None:
    played = play(table(Buzz(), "a", "b", "c"), "ask")
    (move,) = [move for move in played.moves() if move.fact.type == "quiz.false_start"]
    lines = [zh(option.say) for option in move.blank("team").options]  # type: ignore[union-attr]
    assert lines[2] == "3 号台抢答犯规，扣 10 分，其余各队继续。"
    void = play(table(Buzz(), "a", "b", early_buzz="question_void"), "ask early:a")
    (ruling,) = scene(void, "hall").of(Ruling)
    assert (zh(ruling.line), ruling.team, ruling.gain) == ("1 号台抢答犯规，扣 10 分，此题作废。", "a", -10)


@pytest.mark.parametrize(
    ("steps", "verdict", "team", "gain"),
    [
        ("ask go buzz:b +", "RIGHT", "b", 10),
        ("ask go buzz:b -", "WRONG", "b", -5),
        ("ask void", "This question is void; another will be asked in its place.", "", 0),
    ],
)
def test_a_ruling_says_whom_it_gives_what(steps: str, verdict: str, team: str, gain: int) -> None:
    played = play(table(Buzz(), "a", "b", points=Decimal(10), wrong=Decimal(-5)), steps)
    (ruling,) = scene(played, "hall").of(Ruling)
    assert (ruling.verdict.in_language("en"), ruling.team, ruling.gain) == (verdict, team, gain)


@pytest.mark.parametrize(
    ("steps", "out"),
    [
        ("ask go", {}),
        ("ask go buzz:b", {}),
        ("ask go buzz:b -", {"b": "answered"}),
        ("ask early:a", {"a": "false start"}),
        ("ask early:a go buzz:b -", {"a": "false start", "b": "answered"}),
        ("ask early:a go buzz:b + ask", {}),
        ("ask early:a go buzz:b + ask early:a go buzz:b + ask go", {"a": "out of buzzing"}),
    ],
)
def test_a_question_says_what_is_at_stake_and_who_is_out_of_it(steps: str, out: dict[str, str]) -> None:
    rules = {"points": Decimal(10), "wrong": Decimal(-5), "questions": bank(3), "second_chance": "until_all_tried"}
    rules["early_out_after"] = 2
    played = scene(play(table(Buzz(), "a", "b", "c", **rules), steps), "hall")
    (question,) = played.of(Question)
    assert (question.points, question.stake) == (10, 5)
    assert {team: why.in_language("en") for team, why in question.out} == out
    since = steps.rpartition("ask")[2]
    assert [stage.buzzed for stage in played.of(OnStage)] == [True] * ("buzz" in since or "early" in since)


@pytest.mark.parametrize(
    ("steps", "stage", "line"),
    [
        ("ask early:a", ["a"], "1 号台抢答犯规，扣 10 分，其余各队继续。"),
        ("ask early:a go", [], ""),
        ("ask early:a go buzz:b", ["b"], "2 号台抢到，请作答。"),
        ("ask go buzz:b -", ["b"], "回答错误，2 号台扣 10 分。其余各队可以补抢。"),
        ("ask go buzz:b - go", [], ""),
        (
            "ask early:a go buzz:b + ask early:a",
            ["a"],
            "1 号台抢答犯规，扣 10 分，其余各队继续。第 2 次抢答犯规，1 号台退出本环节抢答。",
        ),
        ("ask go buzz:b - go 0", ["b"], "没有队补抢，此题过。正确答案是: answer of q1。"),
    ],
)
def test_who_is_out_of_a_question_leaves_the_stage_once_the_others_may_buzz(
    steps: str, stage: list[str], line: str
) -> None:
    """The team stood there, and the host's monitor kept its line, while the others were at their buzzers."""
    rules = {"second_chance": "rebuzz", "early_out_after": 2}
    played = play(table(Buzz(), "a", "b", "c", questions=bank(3), **rules), steps)
    assert [each.team for each in scene(played, "hall").of(OnStage)] == stage
    assert read_now(played) == line


def test_a_question_of_one_team_was_not_buzzed_for() -> None:
    (stage,) = scene(play(table(Required(), *STAGE), "ask"), "hall").of(OnStage)
    assert not stage.buzzed


def test_whoever_handed_a_question_on_hears_what_it_means() -> None:
    rules = {"hand_on": HandOn(wrong=Shares(receiver=Decimal(-1), giver=Decimal(1)))}
    played = play(table(Risk(), "a", "b", **rules), "risk:20 ask hand:b")
    assert read_now(played) == "1 号台把题转给 2 号台b，请作答。"
    assert [each.team for each in scene(played, "hall").of(OnStage)] == ["b"]
    assert read_now(play(played, "-")) == "回答错误，2 号台扣 20 分。转题的 1 号台得 20 分。"


def test_who_passed_is_out_of_the_risk_questions() -> None:
    played = play(table(Risk(), "a", "b", questions=bank(4)), "pass risk:20 ask")
    (question,) = scene(played, "hall").of(Question)
    assert {team: why.in_language("en") for team, why in question.out} == {"a": "passed"}
    assert (question.points, question.stake) == (20, 20)


@pytest.mark.parametrize(
    ("kind", "rules"), [(Speed(), {}), (Required(), {"partial": "graded"}), (Required(), {"partial": "proportional"})]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_rows_of_the_menu_have_one_name(kind: RoundKind, rules: dict[str, str], language: str) -> None:
    """A speed round had "rule on question 1" twice: for its marks, and to void it."""
    played = play(table(kind, "a", "b", **rules), "ask go")
    names = [move.label.in_language(language) for move in played.moves()]
    assert len(names) == len(set(names)), names


def test_where_all_have_passed_no_question_was_asked() -> None:
    """The headline was "all 0 questions are done"."""
    (headline,) = scene(play(table(Risk(), "a", "b", per_team=1), "pass pass"), "hall").of(Headline)
    assert (zh(headline.text), headline.text.in_language("en")) == ("没有出题", "no question was asked")


def test_the_end_of_the_round() -> None:
    played = play(table(Required(), *STAGE), "ask + " * 16)
    (headline,) = scene(played, "hall").of(Headline)
    (say,) = scene(played, "desk").of(Say)
    assert zh(headline.text) == "16 题全部完成"
    assert [zh(line) for line in say.then] == ["round环节到此结束。来看看各队目前的得分。"]
    assert scene(played, "hall").of(Steps)[0].current is None
