"""The demo as a command: what it does on a terminal, with the screens and without them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from quizarena.arena import Arena
from quizarena.cli import plays, windows
from quizarena.terminal.guided import run as screens

from .running import run


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command believe that it has a terminal."""
    monkeypatch.setattr(plays, "on_terminal", lambda: True)


def opened(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Note what would be opened."""
    found: list[object] = []

    def run_demo(*args: object) -> tuple[str, ...]:
        found.append(args)
        return ("quizarena new contest.yaml",)

    monkeypatch.setattr(screens, "run_demo", run_demo)
    monkeypatch.setattr(screens, "run_story", lambda *args: found.append(args))
    return found


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--lang", "zh"], ("zh", plays._serve_story, None)),
        (["--lang", "en", "--save", "a.qa"], ("en", plays._serve_story, "a.qa")),
        (["--lang", "en", "--auto"], ("en",)),
    ],
)
def test_on_a_terminal_the_screens_open(
    monkeypatch: pytest.MonkeyPatch, args: list[str], expected: tuple[object, ...]
) -> None:
    found = opened(monkeypatch)
    result = run("demo", *args)
    assert (result.exit_code, found) == (0, [expected])
    assert ("quizarena new contest.yaml" in result.stdout) == ("--auto" not in args)


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("args", [["--plain"], ["--json"]])
def test_plain_and_json_open_nothing(monkeypatch: pytest.MonkeyPatch, args: list[str]) -> None:
    found = opened(monkeypatch)
    assert "迎宾" in run("demo", *args).stdout
    assert not found


@pytest.mark.usefixtures("terminal")
def test_without_the_extra_the_standings_are_printed_and_the_way_to_the_screens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plays, "has_screens", lambda: False)
    printed = run("demo", "--lang", "en").stdout
    assert printed.startswith(run("demo", "--plain", "--lang", "en").stdout)
    assert printed.endswith("the screens need Textual; install it with: pipx install 'quizarena[tui]'\n")


def test_without_the_extra_a_replay_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(windows, "has_screens", lambda: False)
    assert "pipx install" in run("replay", tmp_path / "a.qa", status=1).stderr


def test_a_replay_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "there is no such file" in run("replay", tmp_path / "a.qa", status=3).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_the_hall_in_browsers_plays_by_itself_until_it_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "demo.qa"
    command = [sys.executable, "-m", "quizarena", "demo", "--web", "--lang", "en", "--save", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        printed = [process.stdout.readline()]
        while "judge's phone" not in printed[-1]:
            assert printed[-1], "it has ended"
            printed.append(process.stdout.readline())
        addresses = [line.rpartition(" ")[2].strip() for line in printed if "http" in line and "quizarena" not in line]
        for address in addresses:
            with urlopen(address, timeout=20) as page:
                assert page.status == 200
        with Arena.open(path, read_only=True) as arena:
            begun = len(arena.contest.records)
            while len(arena.contest.records) == begun:
                arena.journal.wait(1.0)
                arena.refresh()
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60)[1] == ""
        assert process.returncode == 0
    assert any(address.endswith("/board") for address in addresses)
