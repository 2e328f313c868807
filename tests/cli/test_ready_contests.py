"""The ready contests of `quizarena new --from`: in order as they are, and played to the end by robots."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizarena.advice import advise
from quizarena.cli.new import READY
from quizarena.errors import Problem
from quizarena.rulebook import Rulebook, load
from quizarena.simulation import forecast
from tests.cli.running import run

TAKEN = "contest.yaml", "questions.yaml"
"""Files that may lie in the folder already."""


@pytest.fixture(params=[name for name in READY if READY[name].rules == "contest.yaml"])
def rules(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "contest.yaml"
    run("new", path, "--from", request.param)
    return path


def test_there_is_nothing_to_mend_and_nothing_to_consider(rules: Path) -> None:
    hints: list[Problem] = []
    rulebook = load(rules, hints=hints)
    assert hints == []
    assert list(advise(rulebook, forecast(rulebook))) == []


def test_robots_play_it_to_the_end_and_its_file_is_whole(rules: Path) -> None:
    run("rehearse", rules, "--plain")
    said = run("verify", rules.with_suffix(".rehearsal.qa"), "--lang", "en").stdout
    assert "each follows from the one before" in said


def banks(rulebook: Rulebook) -> list[list[object]]:
    return [list(found) for entry in rulebook.rounds if (found := getattr(entry.rules, "questions", ()))]


def test_there_are_spare_questions_and_none_twice(rules: Path) -> None:
    found = banks(load(rules))
    texts = [each.text.in_language("zh") for bank in found for each in bank]  # type: ignore[attr-defined]
    assert len(set(texts)) == len(texts)
    assert all(any(each.spare for each in bank) for bank in found)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["party", "community"])
def test_where_a_fact_could_be_doubted_its_source_is_named(tmp_path: Path, name: str) -> None:
    run("new", tmp_path / "contest.yaml", "--from", name)
    assert all(each.source for bank in banks(load(tmp_path / "contest.yaml")) for each in bank)  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("words", [["--list"], ["--from"]])
def test_they_are_listed_with_a_sentence_each(words: list[str], lang: str) -> None:
    lines = run("new", *words, lang=lang).stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(READY)
    assert all(len(line.split(maxsplit=1)[1]) > 10 for line in lines)


def test_a_wrong_name_lists_them_and_writes_nothing(tmp_path: Path) -> None:
    said = run("new", tmp_path / "contest.yaml", "--from", "skool", status=2).stderr
    assert all(name in said for name in ("skool", *READY))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("taken", TAKEN)
def test_a_file_that_is_there_is_left_alone_with_all_the_others(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("mine", encoding="utf-8")
    said = run("new", tmp_path / "contest.yaml", "--from", "yingbin", status=3).stderr
    assert [each.name for each in tmp_path.iterdir()] == [taken]
    command = said.partition("quizarena ")[2].split()
    run(*command)
    assert (tmp_path / "yingbin" / "contest.yaml").is_file()


@pytest.mark.parametrize("name", ["contest.yaml", "spring quiz.yaml"])
def test_what_comes_next_is_said_in_commands_that_run(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shlex

    monkeypatch.chdir(tmp_path)
    lines = run("new", name, "--from", "pub").stdout.splitlines()
    commands = [shlex.split(line.partition("quizarena ")[2]) for line in lines if "quizarena " in line]
    assert [words[0] for words in commands] == ["check", "rehearse", "start", "desk"]
    for words in commands[:3]:
        run(*words, *(["--plain"] if words[0] == "rehearse" else []))
    assert Path(commands[3][1]).is_file()


def test_a_season_is_started_from_its_ready_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = run("new", "--from", "season").stdout.splitlines()
    assert [each.name for each in tmp_path.iterdir()] == ["season.yaml"]
    commands = [line.partition("quizarena ")[2].split() for line in lines if "quizarena " in line]
    assert [words[0] for words in commands] == ["check", "start", "season"]
    for words in commands:
        run(*words)
