"""The command that is offered to copy: it runs from any folder, on the PATH or not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quizarena.terminal import shell
from quizarena.terminal.shell import program, typed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")


def test_it_runs_as_printed_where_the_path_does_not_know_it(tmp_path: Path) -> None:
    surroundings = {**os.environ, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        f"{program()} --version",
        check=False,
        shell=True,
        cwd=tmp_path,
        env=surroundings,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_it_is_called_by_its_name_where_that_is_this_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = Path(sys.executable).with_name("quizarena")
    if not own.exists():
        pytest.skip("not installed as a program")
    monkeypatch.setenv("PATH", str(own.parent))
    assert program() == "quizarena"
    other = tmp_path / "quizarena"
    shutil.copy(own, other)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program().endswith("/quizarena")


def test_a_folder_with_spaces_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "my contests"
    folder.mkdir()
    (folder / "quizarena").touch()
    monkeypatch.setattr(shell.sys, "executable", str(folder / "python"))  # type: ignore[attr-defined]
    assert program() == f"'{folder}/quizarena'"


@pytest.mark.parametrize("name", ["contest.yaml", "竞赛/规程.yaml", "my quiz.yaml", "it's.yaml", "a;b$c&d.yaml"])
def test_a_file_is_typed_as_the_shell_takes_it(name: str) -> None:
    done = subprocess.run(f"printf %s {typed(name)}", check=True, shell=True, capture_output=True, encoding="utf-8")
    assert done.stdout == name
