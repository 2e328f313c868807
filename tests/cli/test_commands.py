"""What the commands do, and what they say when it cannot be done: one sentence, a status, and nothing half done."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.shell_completion import ShellComplete

from quizarena.cli import root
from quizarena.languages import LANGUAGES
from quizarena.rulebook import load
from tests.cli.running import TWO_TEAMS, run, started
from tests.forgery import forge

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "yingbin"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "contest.yaml"
    path.write_text(TWO_TEAMS, encoding="utf-8")
    return path


@pytest.fixture
def file(rules: Path) -> Path:
    path = rules.with_name("two.qa")
    run("start", rules, path)
    return path


# A contest by hand


def test_a_contest_is_run_from_the_command_line(file: Path) -> None:
    run("push", file, "contest.opened", "mode=live")
    run("push", file, "round.begun")
    run("push", file, "quiz.asked")
    assert "recorded #004 quiz.ruled" in run("push", file, "quiz.ruled", "verdict=right", "--person", "scorer").stdout
    run("push", file, "score.adjusted", "team=blue", "points=-5.5", "reason=late", "--seat", "arbiter")
    rows = json.loads(run("standings", file, "--json").stdout)["standings"]
    assert [(row["team"], row["total"]) for row in rows] == [("red", "10"), ("blue", "-5.5")]
    run("undo", file, "--seat", "arbiter")
    run("redo", file, "--seat", "arbiter")
    run("strike", file, "5", "--reason", "was in time after all")
    run("amend", file, "rounds.quiz.points", "15", "--reason", "misprint")
    assert json.loads(run("explain", file, "red", "--json").stdout)["total"] == "15"
    run("amend", file, "rounds.quiz.points", "20", "--from-now", "--reason", "as announced")
    assert json.loads(run("explain", file, "red", "--json").stdout)["total"] == "15"
    assert "by the rules before #010" in run("explain", file, "red").stdout
    assert [line["type"] for line in json.loads(run("log", file, "--json").stdout)][6:] == [
        *("contest.undone", "contest.redone", "contest.struck", "contest.amended", "contest.amended"),
    ]
    assert "11 records" in run("verify", file).stdout


def test_what_a_blank_offers_may_be_called_as_it_is_labelled(file: Path) -> None:
    run("push", file, "contest.opened", "mode=Live", status=1)
    run("push", file, "contest.opened", "mode=live")
    adjusted = ["score.adjusted", "points=5", "reason=late", "--seat", "arbiter"]
    for name in ("Red", "red"):
        run("push", file, *adjusted, f"team={name}")
    assert json.loads(run("standings", file, "--json").stdout)["standings"][0]["total"] == "10"
    assert "expected one of red, blue" in run("push", file, *adjusted, "team=e", status=1).stderr
    run("push", file, "round.begun")
    told = run("moves", file).stdout
    assert "team=red" in told
    assert "=\n" not in told
    assert "False" not in told


def test_the_standings_say_by_what_a_round_is_weighed(rules: Path, tmp_path: Path) -> None:
    rules.write_text(TWO_TEAMS.replace("per_team: 1", "per_team: 1, weight: 0.6"), encoding="utf-8")
    run("start", rules, tmp_path / "weighed.qa")
    for words in (["contest.opened", "mode=live"], ["round.begun"], ["quiz.asked"], ["quiz.ruled", "verdict=right"]):
        run("push", tmp_path / "weighed.qa", *words)
    assert "×0.6" in run("standings", tmp_path / "weighed.qa").stdout


def test_a_fact_may_be_given_as_json(file: Path) -> None:
    run("push", file, "contest.opened", '{"mode": "live"}')
    found = run(
        "push", file, "score.adjusted", '{"team":"red","points":"2","reason":"r"}', "--seat", "arbiter", "--json"
    )
    assert json.loads(found.stdout)["seq"] == 2
    run("correct", file, "2", '{"points": "3"}', "--reason", "misread")
    assert json.loads(run("explain", file, "red", "--json").stdout)["total"] == "3"


def test_a_retry_counts_once(file: Path) -> None:
    first = run("push", file, "contest.opened", "mode=live", "--id", "mine", "--json").stdout
    assert run("push", file, "contest.opened", '{"mode":"live"}', "--id", "mine", "--json").stdout == first
    assert run("push", file, "contest.opened", "mode=live", "--id", "mine", "--json").stdout == first
    other = run("push", file, "contest.opened", "mode=rehearsal", "--id", "mine", status=1)
    assert "stands for record #1" in other.stderr


def test_a_secret_is_not_rolled_again_for_a_retry(rules: Path) -> None:
    rules.write_text(TWO_TEAMS + "order: drawn\n", encoding="utf-8")
    file = rules.with_name("drawn.qa")
    run("start", rules, file)
    run("push", file, "contest.opened", "mode=live")
    words = ["draw.committed", "date=2026-11-23", "--id", "mine", "--json"]
    assert run("push", file, *words).stdout == run("push", file, *words).stdout
    other = run("push", file, "draw.committed", "date=2026-11-24", "--id", "mine", status=1)
    assert "stands for record #2" in other.stderr


def test_a_record_there_is_not_is_no_record_that_does_not_count(file: Path) -> None:
    refused = run("correct", file, "99", "mode=live", "--reason", "r", status=1)
    assert "there is no record #99; the last is #0" in refused.stderr


def test_a_bare_value_is_told_which_field_it_is(file: Path) -> None:
    refused = run("push", file, "contest.opened", "live", status=2)
    assert "live names no field; write mode=live" in refused.stderr


def test_a_dry_run_records_nothing(file: Path) -> None:
    run("push", file, "contest.opened", "mode=live")
    before = file.read_bytes()
    words = ["score.adjusted", "team=red", "points=7", "reason=r", "--seat", "arbiter", "--dry-run"]
    assert "+7" in run("push", file, *words).stdout
    assert file.read_bytes() == before


def test_export_and_import_carry_everything_over(file: Path, tmp_path: Path) -> None:
    run("push", file, "contest.opened", "mode=live")
    run("export", file, "--output", tmp_path / "two.jsonl")
    run("import", tmp_path / "two.jsonl", tmp_path / "again.qa")
    assert run("export", tmp_path / "again.qa").stdout == (tmp_path / "two.jsonl").read_text(encoding="utf-8")
    run("import", "-", tmp_path / "third.qa", stdin=(tmp_path / "two.jsonl").read_bytes())
    assert run("verify", tmp_path / "third.qa").stdout == run("verify", file).stdout


# Rules


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_rulebook_loads_as_it_is_and_explains_itself(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "contest.yaml"
    run("new", path, lang=lang)
    rulebook = load(path)
    assert (rulebook.language, len(rulebook.rounds)) == (lang, 3)
    assert path.read_text(encoding="utf-8").count("#") > 20
    path.write_text("mine", encoding="utf-8")
    assert "never overwritten" in run("new", path, status=3).stderr
    assert path.read_text(encoding="utf-8") == "mine"


def test_check_prints_every_problem_with_its_place(rules: Path) -> None:
    found = run("check", rules).stdout
    assert "valid: 2 teams, 0 judges, 1 rounds" in found
    assert "% of what separates the teams" in found
    assert "expected length: about 1 minutes" in found
    expected = json.loads(run("check", rules, "--json").stdout)["forecast"]
    assert expected["rounds"]["quiz"]["pull_percent"] == 100
    rules.write_text(TWO_TEAMS.replace("per_team: 1", "per_taem: 1, points: ten"), encoding="utf-8")
    lines = run("check", rules, status=1).stderr.splitlines()
    assert [line.startswith(f"{rules}:5:") for line in lines] == [True, True]
    assert "per_team" in lines[0]
    found = json.loads(run("check", rules, "--json", status=1).stdout)
    assert [problem["line"] for problem in found["problems"]] == [5, 5]


def test_check_shows_the_rules_complete_and_the_schema(rules: Path) -> None:
    resolved = yaml.safe_load(run("check", rules, "--resolved").stdout)
    assert resolved["rounds"][0]["points"] == 10
    assert json.loads(run("check", "--schema").stdout)["title"] == "QuizArena contest"


def test_formats_are_listed(rules: Path) -> None:
    uses = {each["use"] for each in json.loads(run("formats", "--json").stdout)}
    assert {"quiz/required", "scenario/staged", "debate/pairs"} <= uses
    assert "Required questions" in run("formats", "quiz/required").stdout


# Playing from facts

OPENED = '{"type": "contest.opened", "fact": {"mode": "live"}}\n'


def test_play_reads_facts_as_people_write_them(rules: Path, tmp_path: Path) -> None:
    late = {"team": "red", "points": "-2", "reason": "late"}
    line = {"at": "2026-11-23T14:00:00+08:00", "seat": "arbiter", "type": "score.adjusted", "fact": late}
    text = OPENED + "\n" + json.dumps(line)
    assert '"-2"' in run("play", rules, "-", "--json", stdin=text).stdout
    run("play", rules, "-", "--save", tmp_path / "kept.qa", stdin=text)
    assert json.loads(run("log", tmp_path / "kept.qa", "--json").stdout)[-1]["at"] == "2026-11-23T06:00:00.000Z"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nonsense", "1: expected a JSON object"),
        (OPENED + "[]", "2: expected a JSON object"),
        (OPENED * 2, "2: the contest is open already"),
        ('{"type": "contest.openend"}', "1: no fact is called 'contest.openend' here; did you mean 'contest.opened'?"),
        ('{"type": "contest.opened", "mode": "live"}', "1: a line has no key 'mode'; known are type, fact, seat"),
        ('{"type": "contest.opened", "fact": {"mode": 1}}', "1: contest.opened: expected text, found 1"),
        ('{"type": "contest.opened", "fact": 1}', "1: fact: expected an object, found 1"),
        ('{"type": 1}', "1: type: expected text, found 1"),
        ('{"type": "contest.opened", "fact": {"mode": "live"}, "at": "noon"}', "1: expected an instant such as"),
        (b"\xff\xfe", "1: expected UTF-8 text"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_kept(rules: Path, tmp_path: Path, text: str | bytes, reason: str) -> None:
    found = run("play", rules, "-", "--save", tmp_path / "kept.qa", stdin=text, status=1)
    assert f"Error: -:{reason}" in found.stderr
    assert found.stderr.count("\n") == 1
    assert not (tmp_path / "kept.qa").exists()


# What cannot be done


@pytest.mark.parametrize(
    ("args", "status", "reason"),
    [
        (["frob"], 2, "No such command 'frob'."),
        ([], 2, "Usage:"),
        (["push"], 2, "Missing argument 'FILE'."),
        (["push", "FILE", "contest.opened", "live"], 2, "live names no field; write mode=live"),
        (["push", "FILE", "contest.opened", "mode=live", "mode=live"], 2, "each field once, found mode=live"),
        (["push", "FILE", "contest.opened", "{}", "mode=live"], 2, "expected one JSON object, or field=value words"),
        (["push", "FILE", "contest.opened", "mode=livid"], 1, "mode: expected one of live, rehearsal, found livid"),
        (["push", "FILE", "contest.opened", "mood=live"], 1, "mood: not asked for here; asked are mode"),
        (["push", "FILE", "contest.opened"], 1, "mode: expected one of live, rehearsal, found nothing"),
        (["push", "FILE", "contest.opened", "mode=live", "--seat", "hall"], 1, "the seat hall may not do this"),
        (["push", "FILE", "round.begun"], 1, "round.begun cannot happen now; possible are contest.opened"),
        (["push", "FILE", "round.begum"], 1, "no fact is called 'round.begum' here; did you mean 'round.begun'?"),
        (["push", "FILE", "contest.opened", '{"mode":1.5}'], 1, "has to stand in quotes"),
        (["correct", "FILE", "9", "a=b", "--reason", "r"], 1, "there is no record #9"),
        (["correct", "FILE", "a=b", "--reason", "r"], 2, "expected a record's number before a=b"),
        (["correct", "FILE", "1"], 2, "Missing option '--reason'."),
        (["undo", "FILE"], 1, "there is nothing of this seat to undo"),
        (["redo", "FILE"], 1, "there is nothing of this seat to redo"),
        (["amend", "FILE", "rounds.quiz.pionts", "1", "--reason", "r"], 1, "did you mean rounds.quiz.points?"),
        (["explain", "FILE", "rad"], 1, "expected a team, such as red, found rad"),
        (["explain", "FILE", "97"], 1, "expected a team, such as 1 Red, 2 Blue, found 97"),
        (["standings", "FILE", "--at", "7"], 1, "expected a record from 0 to 0, found 7"),
        (["standings", "FILE", "--as", "me"], 2, "expected desk, host, hall or judge:ID, found me"),
        (["formats", "quiz/requierd"], 2, "no format is called quiz/requierd; known are "),
        (["check"], 2, "expected the file to check"),
        (["check", "missing.yaml"], 3, "missing.yaml"),
        (["start", "missing.yaml", "x.qa"], 3, "missing.yaml"),
        (["play", "FILE", "x"], 1, "two.qa"),
        (["import", "missing.jsonl", "x.qa"], 3, "missing.jsonl: there is no such file or folder"),
        (["export", "FILE", "--output", "FILE"], 3, "exists already and is never overwritten; choose another name"),
        (["start", "RULES", "FILE"], 3, "exists already and is never overwritten; choose another name"),
        (["completion", "cmd"], 2, "expected one of bash, zsh, fish, found cmd"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    file: Path, rules: Path, args: list[str], status: int, reason: str
) -> None:
    before = file.read_bytes()
    places = {"FILE": file, "RULES": rules}
    found = run(*(places.get(each, each) for each in args), status=status)
    assert reason in found.stderr
    assert file.read_bytes() == before


def _sql(statement: str) -> Callable[[Path], None]:
    def alter(file: Path) -> None:
        connection = sqlite3.connect(file)
        connection.executescript(statement)
        connection.close()

    return alter


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


TAMPERED = """UPDATE records SET person = 'x' WHERE seq = 0;"""


@pytest.mark.parametrize("command", [["standings"], ["push"], ["verify"], ["export"]], ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (Path.unlink, "{file}: there is no such file"),
        (_folder, "{file}: is a folder; name the contest's file"),
        (lambda file: file.write_bytes(b"junk" * 2000), "{file}: is no journal of QuizArena"),
        (lambda file: file.write_bytes(b""), "{file}: is empty"),
        (lambda file: file.write_bytes(file.read_bytes()[:6000]), "{file}: is truncated or damaged"),
        (_sql("PRAGMA application_id = 1"), "{file}: belongs to another program"),
        (_sql("PRAGMA user_version = 2"), "{file}: is a journal of version 2, this program knows 1; update QuizArena"),
    ],
)
def test_a_file_that_is_no_contest(file: Path, spoil: Callable[[Path], Any], reason: str, command: list[str]) -> None:
    spoil(file)
    more = ["contest.opened", "mode=live"] if command == ["push"] else []
    found = run(*command, file, *more, status=3)
    assert found.stderr.startswith("Error: " + reason.format(file=file))
    assert found.stderr.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_file_is_read_and_not_written(file: Path) -> None:
    file.chmod(0o444)
    run("standings", file)
    assert "read-only" in run("push", file, "contest.opened", "mode=live", status=3).stderr


def test_verify_names_the_first_bad_record(file: Path) -> None:
    run("push", file, "contest.opened", "mode=live")
    run("push", file, "round.begun")
    forge(file, TAMPERED.replace("seq = 0", "seq = 1"))
    assert "record 1 does not follow" in run("verify", file, status=1).stderr
    assert "record 1 does not follow" in run("standings", file, status=3).stderr
    assert run("export", file).stdout.count("\n") == 3


def test_verify_judges_every_record_again(file: Path) -> None:
    from quizarena.contest import Contest
    from quizarena.contest.facts import RoundBegun
    from quizarena.journal import SqliteJournal, linked
    from quizarena.records import to_row

    journal = SqliteJournal(file)
    contest = Contest.of_rows(list(journal.read()))
    template = to_row(contest.records[0], contest.book)
    fact = contest.book.write(RoundBegun("quiz", ("blue", "red")))
    with journal.writing() as writer:
        row = template._replace(seq=1, id="forged", type="round.begun", fact=fact, digest="")
        writer.append(linked(writer.head().digest, row))
    journal.close()
    assert "record 1 was not legal when it was recorded" in run("verify", file, status=1).stderr


# The process

WEIGHT = """
import sys
sys.argv = ["quizarena", "--version"]
from quizarena.cli import main
try:
    main()
except SystemExit:
    pass
heavy = "attrs cattrs yaml sqlite3 textual hypothesis wcwidth importlib.metadata".split()
print([name for name in sys.modules if name in heavy or name.startswith("quizarena.")])
"""


def test_the_version_loads_nothing_but_click() -> None:
    done = subprocess.run([sys.executable, "-c", WEIGHT], capture_output=True, check=True, encoding="utf-8")
    version, loaded = done.stdout.splitlines()
    assert version.startswith("quizarena 0.")
    assert loaded == "['quizarena.cli']"


def test_output_is_utf8_on_any_terminal_and_a_closed_pipe_is_no_error() -> None:
    command = [sys.executable, "-c", "from quizarena.cli import main; main()", "demo"]
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, check=True, env=env)
    assert "开源街道" in done.stdout.decode()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.wait(60)
    process.stderr.close()


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    assert "_QUIZARENA_COMPLETE" in run("completion", shell).stdout


def test_commands_complete() -> None:
    found = ShellComplete(root, {}, "quizarena", "_QUIZARENA_COMPLETE").get_completions([], "st")
    assert [each.value for each in found] == ["start", "strike", "standings"]


TWISTED = """
quizarena: 1
contest: {title: Twisted, language: en}
teams: [{id: "2", name: Reds}, {id: blue, name: "1"}, {id: green, name: Greens}]
judges: [{id: j1, name: J One}, {id: "1", name: J Two}]
order: roster
podium_numbers: roster
panel: {rule: mean, places: 2}
rounds:
  - {id: quiz, use: quiz/team_required, per_team: 1, points: 10}
  - {id: scene, use: scenario/talent, criteria: {content: 10}, play_time: 0}
withdrawal: {place: as_scored}
"""


@pytest.fixture
def twisted(tmp_path: Path) -> Path:
    """A contest in which ids, names and numbers of teams are the same words for different teams."""
    return started(tmp_path, TWISTED, is_open=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2", "2 may mean one or the other; write Reds, blue"),
        ("1", "1 may mean one or the other; write Reds, blue"),
    ],
)
def test_a_word_that_may_mean_two_teams_is_refused(twisted: Path, text: str, said: str) -> None:
    assert said in run("explain", twisted, text, status=1).stderr


@pytest.mark.parametrize(("text", "team"), [("Reds", "2"), ("blue", "blue"), ("3", "green"), ("Greens", "green")])
def test_a_word_that_means_one_team_is_enough(twisted: Path, text: str, team: str) -> None:
    assert json.loads(run("explain", twisted, text, "--json").stdout)["team"] == team


def test_a_word_that_may_mean_two_judges_is_refused(twisted: Path) -> None:
    refused = run("paper", twisted, "-o", "-", "--judge", "1", status=1).stderr
    assert "1 may mean one or the other; write j1, 2" in refused
