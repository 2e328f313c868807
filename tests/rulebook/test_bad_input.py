"""Everything an organiser may get wrong, each with the exact line that says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizarena.errors import RulebookError
from quizarena.rulebook import load, loads
from tests.rulebook.books import SMALL, problems, read, small
from tests.rulebook.kinds.every import KINDS

TEAMS = """\
teams:
  - {id: a, name: Team A, members: [Ann, Bea]}
  - {id: b, name: Team B}
"""
PANEL = "panel: {rule: trimmed, drop_low: 1, drop_high: 1, places: 2, rounding: half_up}\n"
KEYS = ["quizarena", "contest", "teams", "heats", "judges", "base_score", "floor", "presets", "helps", "order",
        "podium_numbers", "numbers_called", "panel", "rounds", "play_off", "ties", "prizes", "announce", "honours",
        "seats", "reveal", "withdrawal", "look", "certificate", "public_names", "public_reasons"]  # fmt: skip
TIME = 'expected a time such as "3:00" or whole seconds such as 180'

CASES = [
    # What issue 2 lists at its end, as far as it concerns rulebooks.
    ("points: 10", "poinst: 10", "11:5: rounds.0: unknown key 'poinst'; did you mean 'points'?"),
    ("id: quiz\n    ", "", "9:5: rounds.0: missing key 'id'"),
    ("    use: quiz/required\n", "", "9:5: rounds.0: missing key 'use'"),
    (TEAMS, "", "1:1: missing key 'teams'"),
    ("points: 10", "points: 10\n    points: 20", "12:5: the key 'points' appears twice, first in line 11"),
    ("points: 10", "points: ten", "11:13: rounds.0.points: expected a number, got 'ten'"),
    ("max: 60", "max: ten", "15:35: rounds.1.criteria.0.max: expected a number, got 'ten'"),
    ("points: 10", "points: [10]", "11:13: rounds.0.points: expected a number, got a list"),
    ("points: 10", "points: {is: 10}", "11:13: rounds.0.points: expected a number, got a mapping"),
    ("points: 10", "points:", "11:12: rounds.0.points: expected a number, got nothing"),
    ("points: 10", "aloud: no", "11:12: rounds.0.aloud: expected true or false, got 'no'"),
    (
        "points: 10",
        "answer_time: 3:00",
        '11:18: rounds.0.answer_time: got the time 3:00 without quotes; write "3:00"',
    ),
    ("points: 10", "points: 010", "11:13: rounds.0.points: expected a number, got '010'; write 10"),
    ("points: 10", "answer_time: 030", f"11:18: rounds.0.answer_time: {TIME}, got '030'; write 30"),
    ("points: 10", "points: NaN", "11:13: rounds.0.points: expected a number, got 'NaN'"),
    ("points: 10", "points: .inf", "11:13: rounds.0.points: expected a number, got '.inf'"),
    ("points: 10", "points: １０", "11:13: rounds.0.points: expected a number, got '１０'; write 10"),
    ("points: 10", "points: 1_000", "11:13: rounds.0.points: expected a number, got '1_000'; write 1000"),
    ("points: 10", "points: 10分", "11:13: rounds.0.points: expected a number, got '10分'; write 10"),
    (
        "points: 10",
        'points: "10"',
        "11:13: rounds.0.points: expected a number, got the text '10'; remove the quotes",
    ),
    ("points: 10", "points: -5", "11:13: rounds.0.points: expected at least 0, got -5"),
    ("id: b,", "id: a,", "5:10: teams.1.id: the id 'a' is taken by teams.0; choose another"),
    ("id: b,", "id: j1,", "6:10: judges.0.id: the id 'j1' is taken by teams.1; choose another"),
    ("id: b,", "id: a-2,", "5:10: teams.1.id: the id 'a-2' is taken by teams.0.members.1; choose another"),
    ("id: scene", "id: quiz", "12:9: rounds.1.id: the id 'quiz' is taken by rounds.0; choose another"),
    (TEAMS, "teams: []\n", "3:8: teams: expected at least two teams, got 0"),
    ("  - {id: b, name: Team B}\n", "", "4:3: teams: expected at least two teams, got 1"),
    (
        "judges: [One, Two, Three]\n",
        "",
        "6:8: panel: a panel needs judges and the rulebook lists none; add judges or take the panel out",
    ),
    (
        PANEL,
        "",
        "14:15: rounds.1.criteria: judges' marks need a panel; declare panel:",
    ),
    (PANEL, "panel:\n", "15:15: rounds.1.criteria: judges' marks need a panel; declare panel:"),
    (PANEL, "panel: null\n", "15:15: rounds.1.criteria: judges' marks need a panel; declare panel:"),
    ("[One, Two, Three]", "[One, Two]", "7:8: panel: the panel rule 'trimmed' needs at least 3 judges, found 2"),
    # Values of other kinds.
    ("points: 10", "per_team: 1.5", "11:15: rounds.0.per_team: expected a whole number, got '1.5'"),
    ("points: 10", 'answer_time: "3:75"', f"11:18: rounds.0.answer_time: {TIME}, got '3:75'"),
    ("points: 10", "answer_time: -3", f"11:18: rounds.0.answer_time: {TIME}, got '-3'"),
    ("id: b,", "id: B,", "5:10: teams.1.id: expected an id of a to z, 0 to 9, - and _, got 'B'; write b"),
    ("name: Team B", "name: ~", "5:19: teams.1.name: expected a text, or {zh: text, en: text}, got nothing"),
    ("name: Team B", "name: {fr: B}", "5:20: teams.1.name: expected one of zh, en, got 'fr'"),
    ("contest: {title: Small}", "contest: Small",
     "2:10: contest: expected the keys title, language, date, got 'Small'; write contest: {title: Small}"),
    ("quizarena: 1", "quizarena: 2", "1:12: quizarena: expected 1, got '2'"),
    ("quiz/required", "quizz/required",
     "10:10: rounds.0.use: no format is called 'quizz/required'; did you mean 'quiz/required'?"),
    ("use: quiz/required", "kind: quizz",
     "10:11: rounds.0.kind: no round kind is called 'quizz'; did you mean 'quiz'?"),
    ("quiz/required", "quiz/required\n    kind: debate", "11:11: rounds.0.kind: expected quiz, got 'debate'"),
    (
        "quiz/required",
        "quiz/requierd",
        "10:10: rounds.0.use: no format is called 'quiz/requierd'; did you mean 'quiz/required'?",
    ),
    ("points: 10", "points: 10\n    weight: -1", "12:13: rounds.0.weight: expected at least 0, got -1"),
    ("points: 10", "points: 10\n    cap: -1", "12:10: rounds.0.cap: expected at least 0, got -1"),
    # A rule of several fields, refused at the field whose validator it is.
    (
        "points: 10",
        "wrong: -101",
        "11:12: rounds.0.wrong: expected no more than ten times the points of a right answer",
    ),
    # Classes that read themselves.
    ("drop_low", "drop_lo", "7:33: panel: unknown key 'drop_lo'; did you mean 'drop_low'?"),
    ("drop_low: 1", "drop_low: x", "7:34: panel.drop_low: expected a whole number from 0 to 1000, found 'x'"),
    ("rule: trimmed", "rule: trimed", "7:15: panel.rule: no panel rule is called 'trimed'; did you mean 'trimmed'?"),
    ("round: quiz", "round: quizz", "16:21: ties.by.0.round: no round has the id 'quizz'; did you mean 'quiz'?"),
    ("points: 10", "order: papr",
     "11:12: rounds.0.order.method: no running order is called 'papr'; did you mean 'paper'?"),
    ("points: 10", "teams: [a, c]", "11:16: rounds.0.teams.1: no team has the id 'c'; known are a, b"),
    (
        "[One, Two, Three]",
        "[One, Two, Three, {id: d, name: Four, stands_down: [bb]}]",
        "6:61: judges.3.stands_down.0: no team has the id 'bb'; did you mean 'b'?",
    ),
    ("points: 10", "decides: final", "11:14: rounds.0.decides: expected true or false, got 'final'"),
    ("points: 10", "best_members: 0", "11:19: rounds.0.best_members: expected at least 1, got 0"),
    ("points: 10", "start_from: zero", "11:17: rounds.0.start_from: expected a number, got 'zero'"),
    ("prizes:", "announce: place\nprizes:", "17:11: announce: expected one of prizes, places, got 'place'; did you "
     "mean 'places'? (what is announced at the prize giving: prizes alone, or the places without one too, from the "
     "last up)"),
    ("places: 1}", "places: 2, given: to_last}", "17:32: prizes.0.places: expected 1 for given: to_last, found 2"),
    ("prizes:", "honours: [{name: Best, rounds: [quiz], least: 2}]\nprizes:",
     "17:47: honours.0.least: expected 1 to 1, as many as rounds, found 2"),
    # What YAML would allow and a rulebook does not.
    ("points: 10", "points: &ten 10", "11:13: anchors (&name) are not allowed; remove it"),
    ("points: 10", "points: *ten", "11:13: aliases (*name) are not allowed; write the value out"),
    (
        "points: 10",
        "points: !!int 10",
        "11:13: tags ('tag:yaml.org,2002:int') are not allowed; remove it or put the text in quotes",
    ),
    ("points: 10", "? [points]\n    : 10", "11:7: a key has to be a text"),
    ("points: 10", "<<: {points: 1}", "11:5: rounds.0: unknown key '<<'; known are id, use, kind, title, weight, "
     "counts, cap, floor, decides, table, best_members, start_from, helps, order, draws, teams, bracket, panel, "
     "questions, per_team, points, wrong, answer_time, aloud"),
    ("prizes:", "---\nprizes:", "17:1: a second document begins here; one file holds one"),
    ("contest:", "\tcontest:", "2:1: there is a tab here; indent with spaces"),
    ("name: Team B}", 'name: "Team B}', "5:19: a quotation mark or a bracket is not closed"),
    ("id: quiz", "id：quiz", '9:7: a full-width colon; write ": "'),
    ("use: quiz/required", "use: quiz: required", '10:14: a second ": " on one line; put the text in quotes'),
    # Text is hostile.
    ("Team B", "Team\u202eB", "5:23: control character U+202E; remove it"),
    ("Team B", "Team\x1b]0;B", "5:23: control character U+001B; remove it"),
    (
        "name: Team B",
        'name: "a\\eb"',
        "5:19: expected text without control characters, found U+001B as character 2; remove it",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "line"), CASES, ids=[case[2][:60] for case in CASES])
def test_a_mistake_has_one_line_that_says_where_and_what(right: str, wrong: str, line: str) -> None:
    assert problems(small((right, wrong)))[0] == f"contest.yaml:{line}"


def test_the_small_rulebook_itself_is_right() -> None:
    assert [entry.id for entry in read(SMALL).rounds] == ["quiz", "scene"]


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    text = small(
        ("id: b,", "id: B,"),
        ("drop_low: 1", "drop_low: x"),
        ("points: 10", "points: ten\n    poinst: 3"),
        ("[{id: t1, title: Topic}]", "topics.yaml"),
        ("max: 40", "max: 0"),
    )
    (tmp_path / "topics.yaml").write_text("- {id: t1}\n- {id: t2, title: T, titel: U}\n", encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        loads(text, folder=tmp_path, kinds=KINDS)
    assert [str(problem).replace(str(tmp_path) + os.sep, "") for problem in caught.value.problems] == [
        "contest.yaml:5:10: teams.1.id: expected an id of a to z, 0 to 9, - and _, got 'B'; write b",
        "contest.yaml:7:34: panel.drop_low: expected a whole number from 0 to 1000, found 'x'",
        "contest.yaml:11:13: rounds.0.points: expected a number, got 'ten'",
        "contest.yaml:12:5: rounds.0: unknown key 'poinst'; did you mean 'points'?",
        "contest.yaml:16:58: rounds.1.criteria.1.max: expected more than 0, got 0",
        "topics.yaml:1:3: rounds.1.topics.0: missing key 'title'",
        "topics.yaml:2:22: rounds.1.topics.1: unknown key 'titel'; did you mean 'title'?",
    ]


def test_problems_are_told_in_chinese_too() -> None:
    with pytest.raises(RulebookError) as caught:
        read(small(("points: 10", "points: ten")))
    problem = caught.value.problems[0]
    assert (problem.line, problem.column, problem.where) == (11, 13, "rounds.0.points")
    assert "ten" in problem.in_language("zh")


FILES = [
    (b"\x89PNG\r\n\x1a\n\x00\x00", ":1:1: expected text in UTF-8, found byte 89; this is no text file in UTF-8"),
    (b"SQLite format 3\x00rest", ":1:1: expected a rulebook in YAML, found an SQLite file such as a contest's journal"),
    (
        "quizarena: 1\ncontest: {title: 擂台}".encode("gbk"),
        ":2:18: expected text in UTF-8, found byte C0; save the file as UTF-8 (it may be GBK now)",
    ),
    (SMALL.encode("utf-16"), ":1:1: expected text in UTF-8, found byte FF; this is no text file in UTF-8"),
    (b"", ":1:1: the file is empty"),
    (b"# nothing\n", ":1:1: the file is empty"),
    (b"just words", f":1:1: expected the keys {', '.join(KEYS)}, got 'just words'"),
    (b"[" * 40, ":1:26: nested more than 24 deep"),
    (b"- 1\n" * 21_000, ":20000:3: more than 20000 values, too many for a rulebook"),
    (b"x" * (1024 * 1024 + 1), ": the file is larger than 1 MiB, more than any rulebook needs; is it the right file?"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "line"), FILES, ids=[case[1][:40] for case in FILES])
def test_a_file_that_is_no_rulebook_is_refused(content: bytes, line: str, tmp_path: Path) -> None:
    path = tmp_path / "contest.yaml"
    path.write_bytes(content)
    with pytest.raises(RulebookError) as caught:
        load(path, KINDS)
    assert str(caught.value) == f"{path}{line}"


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))
    told = problems(bomb)
    places, _colon, anchors = next(line for line in told if "anchors" in line).rpartition(": ")
    assert (places, anchors) == (
        "contest.yaml:1:4, 2:4, 3:4, 4:4, 5:4, 6:4, 7:4, 8:4",
        "anchors (&name) are not allowed; remove it",
    )
    assert any(line.startswith("contest.yaml:2:8, ") and "aliases (*name) are not allowed" in line for line in told)


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "contest.yaml"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    with pytest.raises(RulebookError, match="larger than 1 MiB"):
        load(path, KINDS)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError) as caught:
        load(tmp_path, KINDS)
    assert (
        str(caught.value) == f"{tmp_path}: expected a file, found a folder; name the file in it, such as contest.yaml"
    )
    with pytest.raises(RulebookError) as caught:
        load(tmp_path / "none.yaml", KINDS)
    assert str(caught.value) == f"{tmp_path / 'none.yaml'}: there is no such file; check its name and folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no pipes in folders")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "contest.yaml")
    with pytest.raises(RulebookError, match="a device or a pipe"):
        load(tmp_path / "contest.yaml", KINDS)


INCLUDES = [
    ("none.yaml", "none.yaml: there is no such file; check its name and folder"),
    ("../topics.yaml", "a file inside the folder of the rulebook is expected, got '../topics.yaml'"),
    ("/etc/topics.yaml", "a file inside the folder of the rulebook is expected, got '/etc/topics.yaml'"),
    ("C:/topics.yaml", "a file inside the folder of the rulebook is expected, got 'C:/topics.yaml'"),
    ("a\\topics.yaml", "a file inside the folder of the rulebook is expected, got 'a\\\\topics.yaml'"),
    ("link.yaml", "'link.yaml' is a link that leads out of the rulebook's folder"),
    ("folder.yaml", "folder.yaml: expected a file, found a folder; name the file in it, such as contest.yaml"),
]


@pytest.mark.parametrize(("name", "message"), INCLUDES)
def test_only_files_inside_the_folder_are_included(name: str, message: str, tmp_path: Path) -> None:
    folder = tmp_path / "contest"
    (folder / "folder.yaml").mkdir(parents=True)
    (tmp_path / "topics.yaml").write_text("[]", encoding="utf-8")
    (folder / "link.yaml").symlink_to(tmp_path / "topics.yaml")
    with pytest.raises(RulebookError) as caught:
        loads(small(("[{id: t1, title: Topic}]", name)), folder=folder, kinds=KINDS)
    assert str(caught.value) == f"contest.yaml:14:13: rounds.1.topics: {message}"


def test_a_text_without_a_folder_includes_nothing() -> None:
    assert problems(small(("[{id: t1, title: Topic}]", "topics.yaml"))) == [
        "contest.yaml:14:13: rounds.1.topics: a text without a folder cannot include files; "
        "load the rulebook from its folder"
    ]


def test_an_id_that_stands_twice_is_told_with_the_other_mistakes() -> None:
    with pytest.raises(RulebookError) as caught:
        loads(small(("id: b,", "id: a,"), ("drop_low: 1", "drop_low: x")), kinds=KINDS)
    assert [problem.where for problem in caught.value.problems] == ["teams.1.id", "panel.drop_low"]
