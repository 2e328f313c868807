"""Rulings by the letters chosen: the verdict is the key's, part marks are exact, explanations name both."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from quizarena.media import Media, MediaKind
from quizarena.moves import IllegalFact
from quizarena.roster import Roster
from quizarena.scenes import Clocks, MediaShown, Question, Ruling, Scene
from quizarena.text import plain
from quizarena_rounds.quiz.facts import Ruled
from quizarena_rounds.quiz.question import QuestionItem
from quizarena_rounds.quiz.section import Section
from quizarena_rounds.quiz.sections.buzz import Buzz
from quizarena_rounds.quiz.sections.required import Required, RequiredRules
from quizarena_rounds.quiz.words import _ as quiz_words
from tests.rounds.driver import NOON, Table
from tests.rounds.quiz.play import play, table

SINGLE = QuestionItem(
    id="s",
    text=plain("山西的省会？"),
    type="single",
    options=tuple(map(plain, ("大同", "太原", "临汾"))),
    answer=plain("B"),
)
MULTIPLE = QuestionItem(
    id="m", text=plain("哪些可回收？"), type="multiple", options=tuple(map(plain, "纸饭瓶罐")), answer=plain("ACD")
)
JUDGED = QuestionItem(id="t", text=plain("一年有十三个月。"), type="true_false", answer=plain("错"))
OPEN = QuestionItem(id="o", text=plain("为什么？"), answer=plain("因为"))


def asked(item: QuestionItem, kind: Section | None = None, **rules: Any) -> Table:
    """Return a round whose first question, which is on, is `item`; the others are like it."""
    others = tuple(attrs.evolve(item, id=f"{item.id}{nth}") for nth in range(9))
    return play(table(kind or Required(), "a", "b", questions=(item, *others), **rules), "ask")


def rule(played: Table, chosen: str, verdict: str = "") -> Ruled:
    """Rule on what was chosen, and return the ruling."""
    move = next(each for each in played.open() if any(blank.path == "chosen" for blank in each.blanks))
    played.push(move.fill({"chosen": chosen, **({"verdict": verdict} if verdict else {})}, now=NOON))
    ruling = played.record[-1]
    assert isinstance(ruling, Ruled)
    return ruling


POINTS = [
    (SINGLE, "none", "B", "right", 10),
    (SINGLE, "none", "A", "wrong", 0),
    (JUDGED, "none", "B", "right", 10),
    (JUDGED, "none", "A", "wrong", 0),
    (MULTIPLE, "none", "ACD", "right", 10),
    (MULTIPLE, "none", "AC", "wrong", 0),
    (MULTIPLE, "missed_only", "AC", "partial", Fraction(20, 3)),
    (MULTIPLE, "missed_only", "ABC", "wrong", 0),
    (MULTIPLE, "missed_only", "ABCD", "wrong", 0),
    (MULTIPLE, "proportional", "AC", "partial", Fraction(20, 3)),
    (MULTIPLE, "proportional", "ABC", "partial", Fraction(10, 3)),
    (MULTIPLE, "proportional", "AB", "wrong", 0),
    (MULTIPLE, "proportional", "ABCD", "partial", Fraction(20, 3)),
    (MULTIPLE, "graded", "AC", "wrong", 0),
]


@pytest.mark.parametrize(("item", "partial", "chosen", "verdict", "points"), POINTS)
def test_the_verdict_follows_from_the_key(
    item: QuestionItem, partial: str, chosen: str, verdict: str, points: int | Fraction
) -> None:
    played = asked(item, partial=partial)
    fact = rule(played, chosen)
    assert (fact.chosen, fact.verdict) == (tuple(chosen), verdict)
    assert played.scores()["a"].value == points


def test_a_verdict_against_the_key_is_refused() -> None:
    played = asked(SINGLE)
    with pytest.raises(IllegalFact) as caught:
        rule(played, "B", "wrong")
    assert str(caught.value) == "chosen: B, the answer: B; that is right, not wrong"
    assert caught.value.message.in_language("zh") == "所选 B，答案 B；应判对，不能判错"


LETTERS = [
    ("D", "chosen: expected some of A, B, C in this order, found D"),
    ("", "chosen: expected some of A, B, C in this order, found nothing"),
    ("BB", "chosen: expected some of A, B, C in this order, found B, B"),
]


@pytest.mark.parametrize(("chosen", "reason"), LETTERS)
def test_only_letters_of_the_options_are_taken(chosen: str, reason: str) -> None:
    with pytest.raises(IllegalFact) as caught:
        rule(asked(SINGLE), chosen)
    assert str(caught.value) == reason


def test_letters_are_read_however_they_are_written() -> None:
    assert rule(asked(MULTIPLE), "d, a C").chosen == ("A", "C", "D")


@pytest.mark.parametrize("item", [SINGLE, OPEN])
def test_a_spoken_answer_is_ruled_on_without_letters(item: QuestionItem) -> None:
    played = asked(item)
    played.make("quiz.ruled", verdict="wrong")
    assert played.record[-1] == Ruled(1, "wrong", NOON)


def test_nothing_is_to_be_chosen_where_there_is_no_key() -> None:
    ruled = [move for move in asked(OPEN).moves() if move.fact.type == "quiz.ruled"]
    assert all("chosen" not in [blank.path for blank in move.blanks] for move in ruled)


@pytest.mark.parametrize(
    ("chosen", "zh", "en"),
    [
        ("A", "第 1 题 选 A，答案 B", "Question 1: chose A, the answer is B"),
        ("B", "第 1 题 选 B，答对", "Question 1: chose B, right"),
    ],
)
def test_the_explanation_names_choice_and_key(chosen: str, zh: str, en: str) -> None:
    played = asked(SINGLE)
    rule(played, chosen)
    (leaf,) = played.scores()["a"].parts
    assert (leaf.label.in_language("zh"), leaf.label.in_language("en")) == (zh, en)
    assert leaf.record == len(played.record)


CLOSED = [
    ("others may still answer", "", "第 1 题 判错（选 A）"),
    ("shown to the hall", "go buzz:b go done show", "第 1 题 选 A，答案 B"),
    ("over", "go buzz:b -", "第 1 题 选 A，答案 B"),
    ("void: the question may come again", "go buzz:b void", "第 1 题 判错（选 A）"),
]


@pytest.mark.parametrize(("steps", "zh"), [case[1:] for case in CLOSED], ids=[case[0] for case in CLOSED])
def test_the_explanation_keeps_the_key_until_the_hall_may_read_it(steps: str, zh: str) -> None:
    played = play(asked(SINGLE, Buzz(), second_chance="until_all_tried", items=2), "go buzz:a")
    rule(played, "A")
    play(played, steps)
    leaf = played.scores()["a"].parts[0]
    assert leaf.label.in_language("zh") == zh
    assert ("B" in leaf.label.in_language("en")) == ("B" in zh)


def test_a_wrong_choice_may_end_a_question_that_others_could_have_tried() -> None:
    played = play(asked(SINGLE, Buzz(), second_chance="until_all_tried", items=2), "go buzz:a")
    rule(played, "A", "wrong_last")
    assert played.scores()["a"].value == -10
    play(played, "ask")
    assert played.state.current is not None
    assert played.state.current.number == 2


def test_a_question_may_have_a_time_of_its_own() -> None:
    played = asked(attrs.evolve(SINGLE, time=45), answer_time=30)
    (clock,) = played.kind.scene(played.state, played.moment, "hall").of(Clocks)
    assert [face.clock.limit_ms for face in clock.faces] == [45_000]


@pytest.mark.parametrize(("audience", "known"), [("hall", False), ("desk", True), ("host", True)])
def test_the_hall_sees_options_and_no_key(audience: str, known: bool) -> None:
    item = attrs.evolve(
        SINGLE, explanation=plain("在汾河边"), media=Media("answer-is-b.png", "0" * 64), alt=plain("地图")
    )
    played = asked(item)
    (shown,) = played.kind.scene(played.state, played.moment, audience).of(Question)
    assert (shown.form, [letter for letter, _words in shown.options]) == ("single", ["A", "B", "C"])
    assert shown.media == MediaShown(MediaKind.PICTURE, 1, f"{'0' * 64}.png", alt=plain("地图"))
    assert (shown.key, shown.explanation) == ((("B",), plain("在汾河边")) if known else ((), None))
    assert "answer-is-b" not in str(Scene(plain(""), (shown,)).to_json("zh"))


@pytest.mark.parametrize(("alt", "tells"), [("红边圆牌，写着禁止驶入", True), ("红边圆牌，中间一道白杠", False)])
def test_words_that_name_the_answer_are_pointed_out(alt: str, tells: bool) -> None:
    item = QuestionItem(
        id="q1", text=plain("？"), answer=plain("禁止驶入"), alt=plain(alt), media=Media("a.png", "0" * 64)
    )
    advice = Required().advise(RequiredRules(questions=(item,)), Roster(teams=()))
    assert ("questions.q1.alt" in [each.where for each in advice]) == tells


def test_the_answer_comes_with_its_letter_and_the_ruling_with_what_was_chosen() -> None:
    played = asked(SINGLE)
    rule(played, "A")
    found = played.kind.scene(played.state, played.moment, "hall")
    (shown,), (ruling,) = found.of(Question), found.of(Ruling)
    assert shown.answer is not None
    assert (shown.answer.in_language("zh"), shown.key, ruling.chosen) == ("B 太原", ("B",), ("A",))


def test_what_was_chosen_is_read_with_its_letters() -> None:
    assert MULTIPLE.chosen_text(("A", "C")).in_language("zh") == "A 纸；C 瓶"
    assert JUDGED.answer_text == quiz_words("False")
