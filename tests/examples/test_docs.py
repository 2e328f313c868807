"""The pages of docs/ lead where they say, speak both languages to organisers, and what they tell to type works."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from quizarena import Arena, loads
from quizarena.cli import root
from tests.cli.running import run
from tests.examples.test_readme import READMES, ROOT, blocks, page

CHINESE = ".zh-CN.md"
DOCS = sorted(f"docs/{each.name}" for each in (ROOT / "docs").glob("*.md"))
PAGES = (*READMES, *DOCS, "CHANGELOG.md")
INDEXES = ("docs/index.md", f"docs/index{CHINESE}")
BILINGUAL = {"docs/glossary.md", "docs/host-lines.md", "docs/roles.md"}
# The rest of what organisers read is there in both languages, part for part.
TWINS = sorted(name for name in DOCS if name.endswith(CHINESE))
TUTORIALS = ("docs/organisers.md", f"docs/organisers{CHINESE}")
# What needs a terminal, a network or a table that somebody has filled in is only read, not run.
NOT_RUN = {"board", "demo", "desk", "judge", "questions", "serve"}


def links(name: str) -> list[str]:
    text = re.sub(r"^```.*?^```$", "", page(name), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)


def anchors(path: Path) -> set[str]:
    """The names that a code host gives to a page's headings; the site gives the same."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("name", PAGES)
def test_a_link_leads_somewhere(name: str) -> None:
    for link in links(name):
        target, _hash, anchor = link.partition("#")
        if not target.startswith("https://"):
            path = (ROOT / name).parent / target if target else ROOT / name
            assert path.exists(), link
            assert not anchor or anchor in anchors(path), link


@pytest.mark.parametrize("index", INDEXES)
def test_every_page_of_a_language_is_in_its_index(index: str) -> None:
    pages = {each for each in DOCS if each.endswith(CHINESE) is index.endswith(CHINESE) or each in BILINGUAL} - {index}
    assert sorted(pages - {f"docs/{link}" for link in links(index)}) == []


@pytest.mark.parametrize("name", TWINS)
def test_both_languages_have_the_same_parts(name: str) -> None:
    other = name.replace(CHINESE, ".md")
    assert f"]({Path(other).name})" in page(name)
    assert f"]({Path(name).name})" in page(other)
    if name != INDEXES[1]:  # what developers read is listed in English alone
        assert len(re.findall("^##", page(name), re.MULTILINE)) == len(re.findall("^##", page(other), re.MULTILINE))


def test_what_organisers_read_is_there_in_both_languages() -> None:
    part = page(INDEXES[0]).partition("## For developers")[0]
    names = {f"docs/{name}" for name in re.findall(r"^- \[.*?\]\(([^)]+)\)", part, re.MULTILINE)} - BILINGUAL
    assert sorted(name for name in names if name.replace(".md", CHINESE) not in TWINS) == []


def commands(name: str) -> list[list[str]]:
    """What a page tells to type after `quizarena`, without remarks, and without what is only a shell's."""
    lines = [line for block in blocks(name, "console") for line in block.splitlines()]
    lines += re.findall(r"^    (quizarena .*)$", page(name), re.MULTILINE)
    typed = (shlex.split(line.removeprefix("$ "), comments=True) for line in lines if "quizarena " in line)
    return [words[1 : words.index("<") if "<" in words else None] for words in typed if words[0] == "quizarena"]


@pytest.mark.parametrize("name", [name for name in PAGES if name != "CHANGELOG.md" and commands(name)])
def test_every_command_exists_and_takes_what_is_typed(name: str) -> None:
    for words in commands(name):
        made = click.Context(root)
        command = root.get_command(made, words[0])
        assert command is not None, words
        command.make_context(words[0], words[1:], parent=made)


def test_both_tutorials_tell_to_type_the_same() -> None:
    english, chinese = (commands(name) for name in TUTORIALS)
    own = {"pub": "school", "pub.qa": "school.qa"}
    assert [[own.get(word, word) for word in words] for words in english] == chinese


def test_a_contest_from_start_to_finish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in commands(TUTORIALS[0]):
        if words[0] not in NOT_RUN:
            run(*words)
    assert (tmp_path / "pub-results.html").exists()


@pytest.mark.parametrize("name", READMES)
def test_what_the_readme_tells_to_type(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (contest,) = [block for block in blocks(name, "yaml") if block.startswith("quizarena: 1")]
    Path("contest.yaml").write_text(contest, encoding="utf-8")
    for words in commands(name):
        if words[0] not in NOT_RUN | {"explain"}:  # that one has a test of its own
            run(*words)


@pytest.mark.parametrize("name", ["docs/tutorial.md", "docs/how-to.md", "docs/reference.md"])
def test_the_programs_of_a_page_run(name: str, tmp_path: Path) -> None:
    program = tmp_path / "page.py"
    program.write_text("\n".join(blocks(name, "python")), encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-W", "error", str(program)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    printed = iter(done.stdout.splitlines())
    for line in "".join(blocks(name, "text")).splitlines():
        assert line in printed, f"{line} is not printed, or not then"


def test_the_web_form_takes_a_ballot_once(tmp_path: Path) -> None:
    names: dict[str, Any] = {}
    exec(blocks("docs/how-to.md", "python")[0], names)
    rules = re.search(r'RULES = """(.*?)"""', page("docs/tutorial.md"), re.DOTALL)
    assert rules is not None
    with Arena.create(tmp_path / "song.qa", loads(re.sub(r".*quiz/.*\n", "", rules[1]))) as arena:
        form = names["judges_form"](arena, "judge:j1")
        assert "Nothing to mark" in _ask(form)
        arena.do("contest.opened", mode="live")
        for step in ("round.begun", "scenario.entered", "scenario.entered"):
            arena.do(step)
        assert "voice, 0 to 60" in _ask(form)
        assert "at most 60, found 70" in _ask(form, "id=a&marks.voice=70&marks.stage=30")
        for _twice in range(2):
            assert "Nothing to mark" in _ask(form, "id=b&marks.voice=50&marks.stage=30")
        assert [each.type for each in arena.contest.records].count("scenario.ballot") == 1


def _ask(form: Any, sent: str = "") -> str:
    method = "POST" if sent else "GET"
    request = {"REQUEST_METHOD": method, "CONTENT_LENGTH": str(len(sent)), "wsgi.input": io.BytesIO(sent.encode())}
    return b"".join(form(request, lambda *_answer: None)).decode()
