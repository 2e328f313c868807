"""Lists of questions, topics and motions: texts and mappings alike, in every kind and file, with ids or without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizarena.errors import RulebookError
from quizarena.rulebook import Rulebook, contest_schema, load, loads, resolved_yaml, with_rule

PLAYED = {
    "questions": "use: quiz/required, per_team: 1",
    "topics": "use: scenario/staged, criteria: {内容: 100}, panel: {rule: mean}",
    "motions": "use: debate/pairs, motion: drawn, criteria: {内容: 100}, panel: {rule: mean}",
    "rooms": "use: parliament/british",
}
"""A round of each kind that takes such a list, by the list; parliament's are motions too."""
WORDS = {"questions": "text", "topics": "title", "motions": "title", "rooms": "title"}
HEAD = """\
quizarena: 1
contest: {{title: Small, language: en}}
teams: [{teams}]
judges: [One, Two, Three]
rounds:
"""
TEAMS = ", ".join(f"{{id: {each}, name: Team {each}, members: [A {each}, B {each}]}}" for each in "abcd")


def contest(*rounds: tuple[str, str, str]) -> str:
    """Return a contest with rounds of (id, what it lists, how that is written)."""
    lines = [
        f"  - {{id: {name}, {PLAYED[what]}, {'motions' if what == 'rooms' else what}: {written}}}\n"
        for name, what, written in rounds
    ]
    return HEAD.format(teams=TEAMS) + "".join(lines)


def listed(book: Rulebook) -> list[tuple[str, str]]:
    """Return (id, words) of all that the rounds list."""
    rules = [entry.rules for entry in book.rounds]
    items = [each for rule in rules for key in ("questions", "topics", "motions") for each in getattr(rule, key, ())]
    words = [each.text if hasattr(each, "text") else each.title for each in items]
    return [(each.id, text.in_language("en")) for each, text in zip(items, words, strict=True)]


def refused(text: str) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        loads(text)
    return [line.removeprefix("contest.yaml:") for line in str(caught.value).splitlines()]


@pytest.mark.parametrize("what", PLAYED)
def test_texts_and_mappings_stand_side_by_side_and_ids_come_from_the_place(what: str) -> None:
    words = WORDS[what]
    written = f'[One, {{id: own, {words}: Two}}, {{{words}: Three}}, {{zh: 四, en: Four}}, "42", "Five: or six"]'
    book = loads(contest(("final", what, written)))
    assert listed(book) == [
        ("final-1", "One"),
        ("own", "Two"),
        ("final-3", "Three"),
        ("final-4", "Four"),
        ("final-5", "42"),
        ("final-6", "Five: or six"),
    ]
    assert loads(resolved_yaml(book)) == book
    assert loads(contest(("final", what, written))) == book


def test_two_rounds_without_ids_share_none() -> None:
    book = loads(contest(("one", "topics", "[A, B, C, D]"), ("two", "topics", "[E, F, G, H]")))
    assert [key for key, _words in listed(book)] == [f"{name}-{n}" for name in ("one", "two") for n in (1, 2, 3, 4)]


def test_a_play_off_makes_ids_of_its_own() -> None:
    text = contest(("one", "questions", "[A, B, C, D]")) + "play_off: {use: quiz/sudden_death, questions: [E, F]}\n"
    assert [each.id for each in loads(text).play_off.rules.questions] == ["play-off-1", "play-off-2"]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("[{id: x, %s: A}, {id: x, %s: B}, C, D]", "number 1 has the id 'x' already; write another"),
        (
            "[{id: r-2, %s: A}, B, C, D]",
            "without an id this is called 'r-2', as number 1 is already; write another id",
        ),
        ("[A, AI: friend or foe, C, D]", 'a text with ": " in it stands in quotes; write "AI: friend or foe"'),
        ("[A, 'id：x', C, D]", "there is a full-width colon in 'id：x'; write \": \""),
        ("[A, [B], C, D]", "got a list"),
        ("[A, null, C, D]", "got nothing"),
    ],
)
@pytest.mark.parametrize("what", PLAYED)
def test_what_is_wrong_is_named_with_its_place(what: str, written: str, line: str) -> None:
    text = contest(("r", what, written.replace("%s", WORDS[what])))
    (found,) = refused(text)
    row, column, _rest = found.split(":", 2)
    assert int(row) == text.count("\n")
    second = text.splitlines()[-1][int(column) - 1 :]
    assert second.startswith(("x, ", "B, C", "AI: ", "'id", "[B]", "null")), second
    assert found.endswith(line)


def test_one_id_for_two_motions_of_two_rounds_is_refused_at_the_second() -> None:
    one, two = "[{id: m, title: A}, B]", "[{id: m, title: C}, D]"
    text = contest(("one", "motions", one), ("two", "motions", two))
    (found,) = refused(text)
    column = text.splitlines()[6].index("{id: m,") + 1
    assert found == f"7:{column}: rounds.1.motions.0: 'm' is in the round one too; give it another id"


FILES = {
    "questions.yaml": "- One\n- {id: own, text: Two}\n- text: Three\n",
    "more.yaml": "- Four\n- Five\n",
    "bank.csv": "question,answer\nSix,6\nSeven,7\n",
    "topics.yaml": "- A\n- B\n- C\n- D\n",
    "topics.csv": "no,topic\n1,E\n2,F\n3,G\n4,H\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("rounds", "ids"),
    [
        ([("r", "questions", "questions.yaml")], ["q1", "own", "q3"]),
        (
            [("r", "questions", "questions.yaml"), ("s", "questions", "more.yaml"), ("t", "questions", "bank.csv")],
            ["q1", "own", "q3", "2-q1", "2-q2", "3-q1", "3-q2"],
        ),
        ([("r", "topics", "topics.yaml"), ("s", "topics", "topics.csv")],
         [*(f"topic-{n}" for n in (1, 2, 3, 4)), *(f"2-topic-{n}" for n in (1, 2, 3, 4))]),
        ([("r", "rooms", "topics.csv")], [f"topic-{n}" for n in (1, 2, 3, 4)]),
        ([("r", "motions", "topics.yaml")], [f"topic-{n}" for n in (1, 2, 3, 4)]),
    ],
)  # fmt: skip
def test_files_number_what_they_list_and_no_two_alike(folder: Path, rounds: Any, ids: list[str]) -> None:
    rounds = [(name, what, written) for name, what, written in rounds]
    text = contest(*rounds).replace("per_team: 1", "per_team: 1, teams: [a, b]")
    (folder / "contest.yaml").write_text(text, encoding="utf-8")
    book = load(folder / "contest.yaml")
    assert [key for key, _words in listed(book)] == ids
    assert loads(resolved_yaml(book)) == book


def test_a_file_that_serves_two_rounds_has_one_id_for_each_question(folder: Path) -> None:
    (folder / "bank.yaml").write_text("".join(f"- Question {n}\n" for n in range(8)), encoding="utf-8")
    text = contest(("one", "questions", "bank.yaml"), ("two", "questions", "bank.yaml"))
    (folder / "contest.yaml").write_text(text, encoding="utf-8")
    keys = [key for key, _words in listed(load(folder / "contest.yaml"))]
    assert keys == [f"q{n}" for n in range(1, 9)] * 2


def test_a_fault_in_a_file_has_the_file_s_place(folder: Path) -> None:
    (folder / "motions.yaml").write_text("- {id: a, title: A}\n- B\n- id: a\n  title: C\n", encoding="utf-8")
    (folder / "contest.yaml").write_text(contest(("r", "motions", "motions.yaml")), encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load(folder / "contest.yaml")
    (problem,) = caught.value.problems
    assert (Path(problem.file).name, problem.line, problem.column) == ("motions.yaml", 3, 7)


def test_an_amendment_may_list_texts_too() -> None:
    book = loads(contest(("r", "motions", "[A, B]")))
    amended = with_rule(book, "rounds.r.motions", "[C, {id: r-2, title: D}, E]", None)
    assert listed(amended) == [("r-1", "C"), ("r-2", "D"), ("r-3", "E")]
    one = with_rule(amended, "rounds.r.motions.r-3.title", "F", None)
    assert listed(one)[2] == ("r-3", "F")


@pytest.mark.parametrize(("what", "use"), [("motions", "debate/pairs"), ("motions", "parliament/british"),
                                           ("topics", "scenario/staged"), ("questions", "quiz/buzz")])  # fmt: skip
def test_an_editor_is_told_that_texts_may_stand_alone(what: str, use: str) -> None:
    schema: Any = contest_schema()["$defs"][use]["properties"][what]
    listed_form = next(each for each in schema["anyOf"] if each.get("type") == "array")
    text, one = listed_form["items"]["anyOf"]
    assert {"type": "string", "minLength": 1} in text["anyOf"]
    assert "id" in one["properties"]
    assert "id" not in one["required"]
