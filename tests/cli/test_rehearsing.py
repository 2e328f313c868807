"""Rehearsing as a command: where it is kept, that it ends, and that nothing of it becomes the contest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.cli import rehearsing
from quizarena.terminal.guided import run as screens

from .running import run

RULES = """
quizarena: 1
contest: {title: Spring, language: en}
teams: [{id: red, name: Red, members: [Ann, Bea]}, {id: blue, name: Blue, members: [Cid, Dot]}]
order: roster
rounds: [{id: quiz, use: quiz/required, per_team: 2, points: 10}]
ties: {by: [share]}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "spring.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_it_is_played_to_its_end_and_says_so(rules: Path) -> None:
    said = run("rehearse", rules).stdout
    kept = rules.with_name("spring.rehearsal.qa")
    assert said.splitlines()[0] == "*** REHEARSAL, not the contest ***"
    assert said.splitlines()[-1].startswith("It can be played to its end: ")
    run("verify", kept)
    for view in (["standings"], ["log"], ["log", "--as", "hall"], ["explain", "red"]):
        found = run(view[0], kept, *view[1:]).stdout
        assert found.startswith("*** REHEARSAL, not the contest ***"), view
    assert json.loads(run("standings", kept, "--json").stdout)["rehearsal"] is True


def test_what_has_ended_stays_and_the_next_one_lies_beside_it(rules: Path) -> None:
    first = json.loads(run("rehearse", rules, "--json").stdout)
    second = json.loads(run("rehearse", rules, "--json").stdout)
    names = [Path(each["file"]).name for each in (first, second)]
    assert names == ["spring.rehearsal.qa", "spring.rehearsal-2.qa"]
    assert first["ended"]
    assert first["records"] == len(run("export", first["file"]).stdout.splitlines())


def test_one_that_is_under_way_is_gone_on_with_until_the_rules_change(rules: Path) -> None:
    kept = rules.with_name("spring.rehearsal.qa")
    run("rehearse", rules)
    with Arena.open(kept) as arena:
        rulebook = arena.contest.rulebook
    kept.unlink()
    Arena.create(kept, rulebook).close()
    run("push", kept, "contest.opened", "mode=rehearsal")
    assert json.loads(run("rehearse", rules, "--json").stdout)["file"] == str(kept)
    kept.unlink()
    Arena.create(kept, rulebook).close()
    rules.write_text(RULES.replace("points: 10", "points: 5"), encoding="utf-8")
    assert json.loads(run("rehearse", rules, "--json").stdout)["file"].endswith("spring.rehearsal-2.qa")


def test_the_rules_of_a_contest_are_rehearsed_as_they_are_now(rules: Path) -> None:
    live = rules.with_name("live.qa")
    run("start", rules, live)
    run("push", live, "contest.opened", "mode=live")
    run("amend", live, "rounds.quiz.points", "15", "--reason", "misprint")
    before = live.read_bytes()
    found = json.loads(run("rehearse", live, "--json").stdout)
    assert Path(found["file"]).name == "live.rehearsal.qa"
    assert live.read_bytes() == before, "the contest's own file is not touched"
    totals = {float(row["total"]) for row in found["standings"]}
    assert totals <= {0, 15, 30}


@pytest.fixture
def rehearsal(rules: Path) -> Path:
    run("rehearse", rules)
    return rules.with_name("spring.rehearsal.qa")


REFUSED: dict[str, tuple[list[str], str]] = {
    "a start over it": (["start", "RULES", "COPY"], "is a rehearsal, which stays; start the contest in a new file"),
    "a start under its name": (
        ["start", "RULES", "NEW.rehearsal.qa"],
        "is a rehearsal's name; rehearse with: quizarena rehearse RULES",
    ),
    "opening it for real": (["push", "UNDER_WAY", "contest.opened", "mode=live"], "stays one; a live contest is a new"),
    "opening it for real, as JSON": (
        ["push", "UNDER_WAY", "contest.opened", '{"mode":"live"}'],
        "a rehearsal and stays",
    ),
    "calling it live afterwards": (
        ["correct", "UNDER_WAY", "1", "mode=live", "--reason", "r"],
        "a rehearsal and stays",
    ),
    "its facts in a live contest": (
        ["push", "LIVE", "contest.opened", "mode=rehearsal"],
        "is live and takes no rehearsal",
    ),
    "calling what was live a rehearsal": (
        ["correct", "LIVE", "1", "mode=rehearsal", "--reason", "r"],
        "is live and takes no rehearsal",
    ),
    "rehearsing in a live file": (["rehearse", "OTHER"], "is a live contest, not a rehearsal"),
}


@pytest.mark.parametrize(("args", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_rehearsal_never_becomes_the_contest(
    rules: Path, rehearsal: Path, tmp_path: Path, args: list[str], reason: str
) -> None:
    copy = tmp_path / "copy.qa"
    copy.write_bytes(rehearsal.read_bytes())
    files = {"RULES": rules, "COPY": copy, "NEW.rehearsal.qa": tmp_path / "new.rehearsal.qa"}
    for name, mode in (("UNDER_WAY", "rehearsal"), ("LIVE", "live")):
        files[name] = tmp_path / f"{mode}.qa"
        run("start", rules, files[name])
        run("push", files[name], "contest.opened", f"mode={mode}")
        run("push", files[name], "round.begun")
    files["OTHER"] = tmp_path / "other.yaml"
    files["OTHER"].write_bytes(rules.read_bytes())
    (tmp_path / "other.rehearsal.qa").write_bytes(files["LIVE"].read_bytes())
    status = 3 if args[0] == "rehearse" else 1
    found = run(*(str(files.get(each, each)) for each in args), status=status)
    assert reason.replace("RULES", str(rules)) in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_who_opened_it_wrongly_puts_it_right_at_once(rules: Path) -> None:
    live = rules.with_name("live.qa")
    run("start", rules, live)
    run("push", live, "contest.opened", "mode=rehearsal")
    run("correct", live, "1", "mode=live", "--reason", "slip")
    assert json.loads(run("standings", live, "--json").stdout)["rehearsal"] is False


def test_lines_of_a_rehearsal_make_a_rehearsal(rehearsal: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    run("export", rehearsal, "--output", lines)
    said = run("import", lines, tmp_path / "again.qa").stdout
    assert "It is a rehearsal and stays one" in said
    assert run("standings", tmp_path / "again.qa").stdout.startswith("*** REHEARSAL")


def test_robots_that_come_to_no_end_say_where_they_stand(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizarena.simulation.rehearsal.MOST", 3)
    found = run("rehearse", rules, status=1)
    assert "the robots came to no end" in found.stderr
    assert "stands at #004, possible are quiz." in found.stderr


@pytest.mark.parametrize(
    ("args", "opened"),
    [([], ["desk", False]), (["--by-hand"], ["desk", True]), (["--auto"], ["replay"])],
)
def test_on_a_terminal_the_desk_opens(
    rules: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], opened: list[object]
) -> None:
    found: list[object] = []
    monkeypatch.setattr(rehearsing, "on_terminal", lambda: True)
    monkeypatch.setattr(screens, "run_rehearsal", lambda path, language, by_hand: found.extend(["desk", by_hand]))
    monkeypatch.setattr(screens, "run_replay", lambda path, language: found.append("replay"))
    said = run("rehearse", rules, *args).stdout
    assert found == opened
    assert "go on with the same command" in said
