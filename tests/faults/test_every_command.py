"""Every command that the program has, found by asking it, so that a new one cannot be forgotten.

Each is given what is no file of its kind, and answers with a sentence; each that asks who is looking is given two
contests that differ in one sealed value, and says the same of both to everybody who may not know it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

import click
import pytest

from quizarena.arena import Arena
from quizarena.cli import root
from quizarena.journal import GENESIS, Row, linked
from quizarena.season import load_rules
from tests.cli.running import run
from tests.faults import contests, played
from tests.parts import part

CONTEXT = click.Context(root)
SEASON = Path(__file__).parents[2] / "examples" / "season" / "season.yaml"
COMMANDS = tuple(root.list_commands(CONTEXT))
READ = {"FILE": "good.qa", "A": "good.qa", "B": "good.qa", "SOURCE": "contest.yaml", "RULES": "contest.yaml"}
READ |= {"FACTS": "facts.jsonl", "LINES": "lines.jsonl", "SEASON": "points.qa"}
"""The arguments that name a file to read, each with one that is good."""
MADE = {("start", "FILE"), ("import", "FILE"), ("backup", "TARGET"), ("anonymize", "OUT"), ("new", "[PATH]")}
"""Those that name a file to be made."""
REST = {
    "TEAM": "yingbin",
    "TYPE": "round.begun",
    "SEQ": "1",
    "RULE": "rounds.quiz.points",
    "VALUE": "15",
    "WHAT": "tickets",
    "LABELS...": "red",
    "[JSON | FIELD=VALUE ...]": "round=quiz",
    "SEQ FIELD=VALUE ... [SEQ ...]": "14 verdict=wrong",
    "[USE]": "quiz/buzz",
    "[SEAT]...": "host",
    "ADDRESS": "http://127.0.0.1:8000",
    "bash|zsh|fish": "bash",
}
"""What the other arguments are filled with."""


def arguments(name: str) -> list[click.Argument]:
    command = root.get_command(CONTEXT, name)
    assert command is not None
    return [each for each in command.params if isinstance(each, click.Argument)]


def sees(name: str) -> bool:
    """Whether a command asks who is looking."""
    command = root.get_command(CONTEXT, name)
    assert command is not None
    return any("--as" in each.opts and each.name == "audience" for each in command.params)


def words(name: str, folder: Path, changed: str = "", path: str = "") -> list[str]:
    """Return the command's arguments: good ones, but `path` for the argument `changed`."""
    found: list[str] = []
    for each in arguments(name):
        metavar = each.metavar or ""
        if metavar == changed:
            found.append(path)
        elif (name, metavar) in MADE:
            found.append(str(folder / f"made-{os.urandom(4).hex()}"))
        elif metavar in READ:
            found.append(str(folder / READ[metavar]))
        else:
            found += REST[metavar].split()
    return found


# What is no file of that kind

ENDS_OF_FILES = {
    "nothing": b"",
    "no UTF-8": b"quizarena: \xff\xfe\x80\n",
    "UTF-16": "quizarena: 1\n".encode("utf-16"),
    "zeros": bytes(5_000),
    "noise": bytes(range(1, 256)) * 40,
    "a number of 10,000 digits": b'{"type":"quiz.asked","fact":{"number":' + b"9" * 10_000 + b"}}\n",
    "JSON, 100,000 deep": b'{"type":"x","fact":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
    "YAML, 100,000 deep": b"[" * 100_000,
    "a million laughs": b"a: &a [x, x]\n"
    + b"".join(f"{b}: &{b} [*{a}, *{a}, *{a}]\n".encode() for a, b in zip("abcdefghijk", "bcdefghijkl", strict=True)),
    "a tag that runs a program": b"!!python/object/apply:os.system ['exit 1']\n",
    "one line of 2 MB": b"x" * 2_000_000,
    "the head of a database": b"SQLite format 3\0",
}
PLACES = ("a folder", "a pipe", "a circle of links", "missing", "in no folder", "under a file", "another program's")
NOT_ON_WINDOWS = {"a pipe", "a circle of links", "a name that is no UTF-8"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with something good of each kind and everything bad."""
    made = tmp_path_factory.mktemp("commands")
    for name in ("contest.yaml", "questions.yaml", "topics.yaml"):
        shutil.copy(contests.YINGBIN / name, made / name)
    played.put(made / "good.qa", contests.played(60))
    (made / "facts.jsonl").write_text(
        "".join(f"{json.dumps(each)}\n" for each in contests.lines()[:10]), encoding="utf-8"
    )
    with Arena.open(made / "good.qa", read_only=True) as arena:
        (made / "lines.jsonl").write_text("".join(arena.export_lines()), encoding="utf-8", newline="\n")
    with Arena.create(made / "points.qa", load_rules(SEASON)):
        pass
    for name, content in ENDS_OF_FILES.items():
        (made / name).write_bytes(content)
    (made / "a folder").mkdir()
    with closing(sqlite3.connect(made / "another program's")) as shell:
        shell.executescript("CREATE TABLE records (seq)")
    if sys.platform != "win32":
        os.mkfifo(made / "a pipe")
        (made / "a circle of links").symlink_to(made / "a circle of links")
    return made


def bad(folder: Path) -> dict[str, str]:
    paths = {name: str(folder / name) for name in (*ENDS_OF_FILES, *PLACES)}
    paths |= {"in no folder": str(folder / "none" / "x"), "under a file": str(folder / "good.qa" / "x")}
    paths["a name that is no UTF-8"] = f"{folder / 'x'}\udcff"
    return {name: path for name, path in paths.items() if sys.platform != "win32" or name not in NOT_ON_WINDOWS}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_no_file_of_its_kind_is_refused_with_a_sentence(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback, no hang, nothing left behind: and nothing a terminal would obey."""
    monkeypatch.chdir(folder)
    before = {path.name for path in folder.iterdir()}
    for each in arguments(name):
        if each.metavar not in READ or (name, each.metavar) in MADE:
            continue
        for what, path in bad(folder).items():
            if (what, each.metavar) in {("nothing", "FACTS"), ("nothing", "LINES")}:
                continue  # no facts yet are facts
            result = run(name, *words(name, folder, each.metavar, path), "--lang", "en", status=None)
            assert result.exit_code in (1, 2, 3), (each.metavar, what, result.output)
            assert result.stderr.strip(), (each.metavar, what)
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", result.output), (each.metavar, what)
    left = {path.name.removesuffix("-queue") for path in folder.iterdir()} - before
    assert left - {"good.qa", *bad(folder)} == set()


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "serve"])  # that would serve it
def test_a_season_in_place_of_a_contest_is_shown_or_refused_with_a_sentence(
    name: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source in ("points.qa", "good.qa", "facts.jsonl", "lines.jsonl", "contest.yaml"):
        shutil.copy(folder / source, tmp_path / source)
    monkeypatch.chdir(tmp_path)
    for each in arguments(name):
        if (name, each.metavar) in MADE or each.metavar not in READ:
            continue
        given = str(SEASON) if READ[each.metavar] == "contest.yaml" else str(tmp_path / "points.qa")
        result = run(name, *words(name, tmp_path, each.metavar, given), "--lang", "en", status=None)
        assert result.exit_code in (0, 1, 2, 3), (each.metavar, result.output)
        assert result.output.strip(), each.metavar


@pytest.mark.parametrize(("name", "metavar"), sorted(MADE))
def test_where_no_file_can_be_made_none_is_and_a_sentence_says_why(name: str, metavar: str, folder: Path) -> None:
    for what in ("a folder", "noise", "in no folder", "under a file", "a circle of links"):
        if what in bad(folder):
            result = run(name, *words(name, folder, metavar, bad(folder)[what]), "--lang", "en", status=None)
            assert result.exit_code in (1, 2, 3), (what, result.output)
            assert result.stderr.strip()
    assert (folder / "noise").read_bytes() == ENDS_OF_FILES["noise"]


# Who may know what

WHO = ("hall", "host", "judge:j7")


@cache
def seq_of(type_name: str) -> int:
    return next(row.seq for row in played.rows(played.YINGBIN) if row.type == type_name)


def twin(rows: Sequence[Row], at: int, old: str, new: str) -> list[Row]:
    """Return rows that differ in one sealed value and all digests."""
    made, before = [], GENESIS
    assert old in rows[at].fact
    for row in rows:
        changed = row.fact.replace(old, new, 1) if row.seq == at else row.fact
        made.append(linked(before, row._replace(fact=changed)))
        before = made[-1].digest
    return made


SEALED = {
    "a motion": ("debate.motion_set", '"text":"', '"text":"另一个'),
    "a mark": ("scenario.ballot", "2", "1"),
    "a draw's secret": ("draw.committed", '"secret":"9', '"secret":"8'),
}


def said(name: str, path: Path, who: str, more: Sequence[str] = ()) -> str:
    """Return what a command tells somebody, without the digests and the file's name."""
    folder = path.parent
    given = [str(path) if each == str(folder / "good.qa") else each for each in words(name, folder)]
    result = run(name, *given, "--as", who, *more, "--lang", "en", status=None)
    text = result.output.replace(path.stem, "")
    for file in sorted(folder.glob(f"{path.stem}-*")):
        if file.name.endswith("-queue"):
            continue
        text += file.read_text(encoding="utf-8").replace(path.stem, "")
        file.unlink()
    without_code = re.sub(r"<svg.*?</svg>", "(digest)", text, flags=re.DOTALL)  # the QR code of the head
    return re.sub(r"[0-9a-f]{64}|(?:[0-9a-f]{4}\s*){4,}", "(digest)", without_code)


@pytest.mark.parametrize("name", [name for name in COMMANDS if sees(name) and name != "play"])
@pytest.mark.parametrize("what", SEALED)
def test_no_command_tells_a_sealed_value(what: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    type_name, old, new = SEALED[what]
    at = seq_of(type_name)
    rows = played.rows(played.YINGBIN)[: at + 1]
    one, two = played.put(tmp_path / "twin-a.qa", rows), played.put(tmp_path / "twin-b.qa", twin(rows, at, old, new))
    monkeypatch.chdir(tmp_path)
    command = root.get_command(CONTEXT, name)
    assert command is not None
    ways: list[tuple[str, ...]] = [()]
    ways += [("--json",)] if any("--json" in each.opts for each in command.params) else []
    for each in command.params:
        if "--form" in each.opts or "--format" in each.opts:
            ways += [(each.opts[0], choice) for choice in getattr(each.type, "choices", ())]
    trial = ("--dry-run",) if any("--dry-run" in each.opts for each in command.params) else ()
    others = part(WHO[1:], 2, sum(map(ord, what + name)))  # the host or a judge: the other at another command
    for who in (WHO[0], *others):
        for more in ways:
            told = said(name, one, who, (*trial, *more))
            assert told == said(name, two, who, (*trial, *more)), (who, more)
