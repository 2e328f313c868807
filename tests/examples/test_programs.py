"""The programs of examples/ run as their readers run them, and say what is true."""

from __future__ import annotations

import io
import os
import re
import runpy
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest

from tests.cli import running
from tests.web.browsers import serving

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


def run(program: str, *arguments: str, status: int = 0) -> str:
    """Run an example in a process of its own and return what it prints."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "rounds")]),
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "error",
    }
    command = [sys.executable, str(EXAMPLES / program), *arguments]
    done = subprocess.run(command, capture_output=True, env=environment, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == status, done.stderr
    return done.stdout if status == 0 else done.stderr


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("journal") / "demo.qa"
    running.run("demo", "--save", file)
    return file


def test_a_contest_that_several_processes_share() -> None:
    said = run("several_processes.py").splitlines()
    assert [line.split()[0::4] for line in said[1:3]] == [["=1", "75"], ["=1", "75"]]
    assert said[-1] == "15 records by desk judge:j1 judge:j2 judge:j3"


def test_a_contest_in_memory() -> None:
    rows = [line.split() for line in run("play_in_memory.py").splitlines()[1:3]]
    assert rows == [["1", "1", "Red", "20", "20"], ["2", "2", "Blue", "10", "10"]]


def test_a_panel_rule() -> None:
    # (9.25 + 8.5 + 9.75 + 9.75) / 4 = 37.25 / 4 = 149/16
    assert run("panel_rule.py").startswith("149/16 ['37/4', '17/2', '39/4', '39/4']")


def test_a_round_kind_passes_the_kit() -> None:
    assert run("round_kind.py") == "check_kind found nothing\n"


def test_a_round_kind_is_short() -> None:
    assert len((EXAMPLES / "round_kind.py").read_text(encoding="utf-8").splitlines()) < 120


def test_a_score_says_why() -> None:
    said = run("why_this_score.py").splitlines()
    assert said[1] == "301.65          Total = 100 + 30 + 83.63 + 88.02"
    assert "    85.63       marks of the panel = 85.625 rounded to 2 decimals, half up" in said
    assert "        (89.9)  评委三 = 26.6 + 26.6 + 18 + 18.7 [dropped: highest] (not counted)" in said
    assert "    0           Question 7: wrong #026" in said


def test_a_journal_is_read_without_the_library(journal: Path) -> None:
    said = run("read_journal.py", str(journal))
    assert "   16 quiz.ruled" in said.splitlines()
    assert said.endswith("records, the chain is whole\n")


def test_a_changed_record_breaks_the_chain(journal: Path, tmp_path: Path) -> None:
    changed = shutil.copy(journal, tmp_path / "changed.qa")
    with sqlite3.connect(changed) as file:
        file.execute("DROP TRIGGER records_are_not_changed")
        file.execute("""UPDATE records SET fact = replace(fact, 'wrong', 'right') WHERE seq = 26""")
    file.close()
    assert "record 26 does not follow" in run("read_journal.py", str(changed), status=1)


def test_a_robot_rehearses_a_contest() -> None:
    paths = [str(EXAMPLES / each) for each in ("yingbin/contest.yaml", "rulesets/cn04-party-youth.yaml")]
    said = run("rehearse.py", *paths)
    assert [path in said for path in paths] == [True, True]
    assert said.endswith(run("rehearse.py", paths[1])), "the same luck plays the same contest"


def test_a_ticker_says_what_the_hall_sees(journal: Path) -> None:
    with serving(journal) as address:
        (said,) = run("ticker.py", address, "1").splitlines()
    title, places = said.split(" | ")
    assert title.startswith("迎宾大擂台")
    assert places.startswith("1. 开源街道 319.32  2. ")
    assert len((EXAMPLES / "ticker.py").read_text(encoding="utf-8").splitlines()) <= 40


def test_a_round_kind_is_played_in_a_page_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    program = runpy.run_path(str(EXAMPLES / "own_page.py"))
    with program["opened"](str(tmp_path / "beans.qa")) as arena:
        application = program["page"](arena)

        def ask(**form: str) -> str:
            environ: dict[str, Any] = {"wsgi.input": io.BytesIO(urlencode(form).encode())}
            environ |= {"REQUEST_METHOD": "POST" if form else "GET", "CONTENT_LENGTH": str(len(urlencode(form)))}
            setup_testing_defaults(environ)
            return b"".join(application(environ, lambda *_said: None)).decode()

        def sent(page: str, **values: str) -> dict[str, str]:
            """Return the first form filled in: what it hides, what is first in each list, and `values`."""
            first = page[page.index("<form") : page.index("</form>")]
            hidden = re.findall(r'type="hidden" name="(\w+)" value="(.*?)"', first)
            listed = re.findall(r'<select name="(\w+)"><option value="(\w+)"', first)
            return {**dict(hidden), **dict(listed), **values}

        page = ask()
        for values in ({}, {}, {"number": "400"}, {"number": "1x"}, {"number": "420"}, {}):
            page = ask(**sent(page, **values))
            assert ("1x" in page) == (values == {"number": "1x"}), "a refusal names what was typed"
        assert "<h2>412</h2>" in page
        assert [str(row.total) for row in arena.contest.standings(audience=None).rows] == ["10", "0"]
