"""What the READMEs and docs/ say is true, and both languages say the same."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import attrs
import pytest
from keys import written

from quizarena.cli import root
from quizarena.rulebook import RoundEntry, Rulebook, loads
from tests.cli.running import run

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
RULEBOOKS = ("docs/rulebook.md", "docs/rulebook.zh-CN.md")
TABLES = ("docs/tables.md", "docs/tables.zh-CN.md")
BROWSERS = ("docs/browsers.md", "docs/browsers.zh-CN.md")


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_the_library_in_fifteen_lines(name: str) -> None:
    (code,) = blocks(name, "python")
    assert len(code.splitlines()) <= 15
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, name, "exec"), {})
    lines = printed.getvalue().splitlines()
    assert lines == ["1 red 10", "2 blue 0"]
    assert all(f"`{line}`" in page(name) for line in lines)


@pytest.mark.parametrize("name", [*READMES, *RULEBOOKS])
def test_a_contest_of_the_page_is_in_order(name: str) -> None:
    found = [block for block in blocks(name, "yaml") if block.startswith("quizarena: 1")]
    assert found
    for block in found:
        loads(block)


@pytest.mark.parametrize("name", READMES)
def test_every_command_stands_in_the_table_and_no_other(name: str) -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", page(name), re.MULTILINE)
    named = [command for row in rows for command in re.findall(r"`([a-z-]+)`", row)]
    assert named == root.list_commands(None)  # type: ignore[attr-defined]


def test_both_languages_have_the_same_parts() -> None:
    one, two = ([len(re.findall(rf"^{sign}", page(name), re.MULTILINE)) for sign in SIGNS] for name in READMES)
    assert one == two
    assert blocks(READMES[0], "python") == blocks(READMES[1], "python")


def test_both_pages_on_tables_say_the_same() -> None:
    """Parts, rows and commands are as many, and every heading, ending and number of the one stands in the other."""
    one, two = (page(name) for name in TABLES)
    assert [len(re.findall(rf"^{sign}", one, re.MULTILINE)) for sign in (*SIGNS, r"\|")] == [
        len(re.findall(rf"^{sign}", two, re.MULTILINE)) for sign in (*SIGNS, r"\|")
    ]
    words = re.compile(r"`[^`\n]+`|[0-9][0-9,]*")
    assert set(words.findall(one)) == set(words.findall(two))


def test_both_pages_on_browsers_say_the_same() -> None:
    """Parts and rows are as many, and every address, option and key of the one stands in the other."""
    one, two = (page(name) for name in BROWSERS)
    assert [len(re.findall(rf"^{sign}", one, re.MULTILINE)) for sign in (*SIGNS, r"\|")] == [
        len(re.findall(rf"^{sign}", two, re.MULTILINE)) for sign in (*SIGNS, r"\|")
    ]
    words = re.compile(r"`[^`\n]+`")
    assert set(words.findall(one)) == set(words.findall(two))


def options_of(name: str) -> set[str]:
    command = root.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    return {each for option in command.params for each in option.opts if each.startswith("--")} - {"--help", "--lang"}


def test_every_option_of_serve_is_explained() -> None:
    """Those of the command that prints cards may stand beside them, and no other."""
    explained = set(re.findall(r"`(--[a-z-]+)`", page(BROWSERS[0])))
    assert sorted(options_of("serve") - explained) == []
    assert sorted(explained - options_of("serve") - options_of("seats")) == []


SIGNS = ("## ", "```", r"\| `", "- ")


@pytest.mark.parametrize("name", READMES)
def test_the_ticket_of_the_page_is_right(name: str) -> None:
    ((text, ticket),) = re.findall(r"printf '%s' '([^']+)' \| sha256sum\n([0-9a-f]{64})", page(name))
    assert sha256(text.encode()).hexdigest() == ticket


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("readme") / "demo.qa"
    assert run("demo", "--save", file).stdout
    return file


@pytest.mark.parametrize(("name", "language"), [*zip(READMES, ("en", "zh"), strict=True)])
def test_the_explanation_of_the_page_is_what_is_printed(name: str, language: str, journal: Path) -> None:
    (block,) = [block for block in blocks(name, "console") if "explain" in block]
    said = [line for line in block.splitlines() if line and not line.startswith("$") and line.strip() != "..."]
    printed = run("explain", journal, "3", "--lang", language).stdout.splitlines()
    assert [line for line in said if line not in printed] == []


@pytest.mark.parametrize("name", RULEBOOKS)
def test_every_key_of_the_frame_is_explained(name: str) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", page(name)))
    frame = {each.alias or each.name for made in (Rulebook, RoundEntry) for each in attrs.fields(made)} - {"rules"}
    assert sorted(frame - explained) == []


@pytest.mark.parametrize(("name", "language"), [*zip(RULEBOOKS, ("en", "zh"), strict=True)])
def test_the_tables_of_rules_are_those_of_the_program(name: str, language: str) -> None:
    assert page(name) == written(page(name), language), "run: python docs/keys.py"


@pytest.mark.skipif(not all(map(shutil.which, ("sh", "sqlite3", "sha256sum"))), reason="no such shell here")
def test_a_journal_is_verified_by_shell(journal: Path) -> None:
    (code,) = [block for block in blocks("docs/journal.md", "sh") if "sha256sum" in block]
    command = ["sh", "-eu", "-c", code]
    done = subprocess.run(command, cwd=journal.parent, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "the chain is whole"
