"""A third language needs catalogues and a table, and no code: the story in one that nobody speaks."""

from __future__ import annotations

import ast
import html
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import attrs
import click
import pytest

from quizarena.cli import root
from quizarena.languages import LANGUAGES, next_language, of_locale, others
from quizarena.report import bulletin_page, paper, results
from quizarena.terminal.canvas import Canvas
from quizarena.terminal.desk.painter import paint
from quizarena.text import draw, joint, listed, ordinal, plain, spoken_place
from tests import pseudo
from tests.terminal.afternoon import EXAMPLE, board, monitor, until
from tests.terminal.desk.hand import at as desk_at
from tests.terminal.golden import plain as rows_of
from tests.terminal.judge.booth import MARKS
from tests.terminal.judge.booth import at as judge_at
from tests.web.halls import HERE, served

_LATIN = re.compile(r"[A-Za-z]{2,}")
_CHINESE = re.compile(r"[\u3001-\u30ff\u3400-\u9fff\uff00-\uffef]+")
_CODE = re.compile(r"\w*[0-9]\w*|\b[a-f]{3,}\b|\.\w+|--[a-z-]+|http://[a-z.]+")
"""Digests, ids, endings of files, options."""
_OURS = {"QuizArena", "quizarena", "Enter", "Esc", "Tab", "Home", "End", "PgUp", "PgDn", "printf", "FILE", "verify"}
"""What stands in every language: our name, keys, commands to type."""


@pytest.fixture(scope="module", autouse=True)
def _spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("catalogues")
    pseudo.write_catalogues(folder)
    LANGUAGES["qps"] = pseudo.language(folder)
    yield
    del LANGUAGES["qps"]


@cache
def _data() -> str:
    """Return all that the contest itself says: its files, and what was typed on the day."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.iterdir()) if path.is_file())


def left_over(text: str) -> set[str]:
    """Return the Latin words and Chinese runs in `text` that the contest does not say; languages name themselves."""
    for each in LANGUAGES.values():
        text = text.replace(each.name, "")
    found = {word for word in _LATIN.findall(_CODE.sub(" ", text)) if word not in _OURS and word not in _data()}
    runs = {run for run in _CHINESE.findall(text) if run not in _data()}
    return found | {run for run in runs if not all(part in _data() for part in re.findall(r"[\u3400-\u9fff]+", run))}


def drawn(canvas: Canvas) -> str:
    return "\n".join(rows_of(canvas))


def _desk(seq: int, *keys: str) -> Callable[[], str]:
    def shown() -> str:
        hand = desk_at(seq).press(*keys)
        return drawn(paint(attrs.evolve(hand.screen, language="qps"), 120, 40, hand.now))

    return shown


def _words_of(page: str) -> str:
    shown = re.sub(r"(?s)<(style|script|title|svg)\b.*?</\1>", " ", page)
    return html.unescape(re.sub(r"(?s)<[^>]*>", " ", shown))


PICTURES: dict[str, Callable[[], str]] = {
    "board-question": lambda: drawn(board(25, "120x34", "qps")),
    "board-marks": lambda: drawn(board(134, "120x34", "qps")),
    "board-debate": lambda: drawn(board(236, "120x34", "qps")),
    "board-prizes": lambda: drawn(board(285, "120x34", "qps")),
    "host-question": lambda: drawn(monitor(26, "120x34", "qps")),
    "host-debate": lambda: drawn(monitor(236, "120x34", "qps")),
    "desk-draw": _desk(2),
    "desk-question": _desk(25),
    "desk-menu": _desk(25, "m"),
    "desk-marks": _desk(131),
    "desk-debate": _desk(214),
    "judge": lambda: drawn(attrs.evolve(judge_at(127).marks(*MARKS).viewer, language="qps").paint(120, 34)),
    "paper": lambda: _words_of(paper.page(until(71), paper.sheets(until(71)), "qps")),
    "results": lambda: _words_of(results.page(until(285), "hall", "qps")),
    "bulletin": lambda: _words_of(bulletin_page.page(until(285), "hall", "qps")),
}


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_but_the_contest_is_in_another_language(name: str) -> None:
    text = PICTURES[name]()
    assert re.search("[\u0531-\u0586]{3}", text), "nothing is in the language"
    assert left_over(text) == set()


def test_pages_in_browsers_too(tmp_path: Path) -> None:
    with served(tmp_path, 143) as hall, hall.browser() as client:
        for path in ("/", "/board", "/share", "/why/daqinglu"):
            text = _words_of(client.get(f"{path}?lang=qps").text).replace(HERE.removeprefix("http://"), "")
            assert re.search("[\u0531-\u0586]{3}", text), path
            assert left_over(text) == set(), path


_TYPED = """
import sys
from pathlib import Path
from quizarena.languages import LANGUAGES
from tests import pseudo
LANGUAGES["qps"] = pseudo.language(Path(sys.argv[1]))
from quizarena.cli import root
for arguments in (["--lang", "qps", "--help"], ["play", "--help", "--lang", "qps"], ["check", sys.argv[2]]):
    root(arguments, prog_name="quizarena", standalone_mode=False)
"""


_CONTEST = """
quizarena: 1
contest: {title: 迎宾大擂台, language: qps}
teams: [{id: t1, name: 大庆路街道}, {id: t2, name: 迎宾街道}]
rounds: [{id: required, use: quiz/required, title: 有问必答}]
"""


def test_so_does_the_command_line(tmp_path: Path) -> None:
    contest = tmp_path / "contest.yaml"
    contest.write_text(_CONTEST, encoding="utf-8")
    command = [sys.executable, "-c", _TYPED, str(LANGUAGES["qps"].catalogues), str(contest)]
    done = subprocess.run(command, cwd=pseudo.ROOT, capture_output=True, check=False, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    said = re.sub(r"\b[A-Z]{3,}\b", "", done.stdout.replace(str(tmp_path), ""))
    assert left_over(said) - {*root.list_commands(click.Context(root)), "qps", "facts"} == set()
    assert re.search("[\u0531-\u0586]{3}", said.splitlines()[-1]), "the rulebook chooses the language"


def test_its_own_signs_and_numbers_stand_in_sentences() -> None:
    names = listed([plain("1"), plain("2"), plain("3")])
    assert [draw(each, "qps") for each in (names, ordinal(2), spoken_place(2), joint(2))] == [
        "1& 2&& 3",
        "#2",
        "##2",
        "= #2",
    ]


def test_switches_of_language_offer_it() -> None:
    assert [next_language(code) for code in ("zh", "en", "qps", "")] == ["en", "qps", "zh", "en"]
    assert [each.code for each in others("en")] == ["zh", "qps"]
    assert [of_locale(name) for name in ("zh_CN.UTF-8", "qps_PLOC", "de_DE", "Chinese (Simplified)_China")] == [
        "zh",
        "qps",
        "en",
        "zh",
    ]


# Code knows no language by its name


_NAMED = {
    "quizarena/languages.py": "the tables themselves",
    "quizarena/text.py": "both() and sentence() are for plug-ins that bring Chinese and English in their sources",
}


def test_code_knows_no_language_by_name() -> None:
    for path in sorted([*pseudo.ROOT.glob("quizarena/**/*.py"), *pseudo.ROOT.glob("rounds/**/*.py")]):
        name = str(path.relative_to(pseudo.ROOT))
        if name not in _NAMED:
            faults = [node.lineno for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if _names(node)]
            assert not faults, f"{name}, lines {faults}: say it through a catalogue, or ask quizarena.languages"


def _names(node: ast.AST) -> bool:
    """Whether it is a language's code, or a text said in two languages."""
    match node:
        case ast.Constant(value="zh" | "en") | ast.keyword(arg="zh" | "en") | ast.Call(func=ast.Name(id="both")):
            return True
    return False


def test_no_page_knows_one_either() -> None:
    for path in sorted(
        [*pseudo.ROOT.glob("quizarena/**/*.css"), *pseudo.ROOT.glob("quizarena/**/templates/**/*.html")]
    ):
        found = re.findall(r"""["'](?:zh|en)["']|:lang\(|中文|English""", path.read_text(encoding="utf-8"))
        assert not found, path.name
