"""Every sentence the program says is translated, with the same arguments; the checker sees a fault."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from hatch_build import compile_catalogue
from tests.catalogues import faults

ROOT = Path(__file__).parent.parent

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
RENAMED = "from .words import _ as TOY\n_ = TOY\n"
BINDING = 'from quizarena.text import catalogue\n_ = catalogue("toy", __file__)\n'


def package(folder: Path, code: str, po: str) -> Path:
    """Write a package with one module and one catalogue and return its `.po`."""
    target = folder / "locale" / "zh" / "LC_MESSAGES" / "toy.po"
    target.parent.mkdir(parents=True)
    target.write_text(HEADER + po, encoding="utf-8")
    (folder / "words.py").write_text(BINDING, encoding="utf-8")
    (folder / "toy.py").write_text(code, encoding="utf-8")
    return target


@pytest.mark.parametrize("folder", ["quizarena", "rounds", "examples"])
def test_every_sentence_is_translated(folder: str) -> None:
    assert faults(ROOT / folder) == []


ASKED = 'msgid "Question {number}."\nmsgstr "第{number}题。"\n'


@pytest.mark.parametrize(
    ("call", "po", "fault"),
    [
        ('_("Question {number}.", number=7)', ASKED, None),
        ('_("Question {number}.", **all)', ASKED, None),
        ('_("Question {number}.")', ASKED, "is given []"),
        (
            '_("Question {number}.", number=7)',
            ASKED.replace("{number}题", "{n}题"),
            "different arguments",
        ),
        ('_("Question {number}.", number=7)', ASKED.replace("第{number}题。", ""), "has no translation"),
        ('_("Question {number}.", number=7)', "#, fuzzy\n" + ASKED, "has no translation"),
        ('_("Next.")', "", "has no translation"),
        ("_(sentence)", "", "expected one literal sentence"),
        ('_(f"Question {number}.")', "", "expected one literal sentence"),
        ("", ASKED, "nothing says 'Question {number}.'"),
        ('_("Question {number}.", number=7)', ASKED + "\n" + ASKED, "'Question {number}.' stands twice"),
        ('_("Question {number}.", number=7)', ASKED + ASKED.replace('msgid "', 'msgid ""\n"'), "stands twice"),
    ],
)
@pytest.mark.parametrize("start", [BINDING, "from .words import _\n", RENAMED], ids=["bound", "imported", "renamed"])
def test_the_checker_sees_a_fault(tmp_path: Path, start: str, call: str, po: str, fault: str | None) -> None:
    package(tmp_path, start + call + "\n", po)
    found = faults(tmp_path)
    assert [fault in line for line in found] == [True] if fault else found == []


def test_the_checker_sees_a_name_it_does_not_know(tmp_path: Path) -> None:
    package(tmp_path, 'from elsewhere import _\n_("Next.")\n', "")
    assert faults(tmp_path) == ["toy.py:2: _ stands for no catalogue that can be found by reading"]


def test_the_checker_sees_a_missing_and_a_broken_catalogue(tmp_path: Path) -> None:
    target = package(tmp_path, BINDING, "garbage\n")
    assert "garbage" in target.read_text(encoding="utf-8")
    assert [line.startswith("toy.po: ") for line in faults(tmp_path)] == [True]
    target.unlink()
    (tmp_path / "toy.py").write_text(BINDING + '_("Next.")\n', encoding="utf-8")
    assert ["found no such file" in line for line in faults(tmp_path)] == [True]


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ('{{ _("Question {number}.", number=7) }}', None),
        ('{% if _("Question {number}.", number=7) %}{% endif %}', None),
        ('{{ _("Next.") }}', "'Next.' has no translation"),
        ("{{ _(sentence) }}", "expected one literal sentence"),
        ("<p>Question</p>", "nothing says"),
    ],
)
def test_the_checker_reads_templates(tmp_path: Path, template: str, fault: str | None) -> None:
    package(tmp_path, "", ASKED)
    (tmp_path / "templates" / "board").mkdir(parents=True)
    (tmp_path / "templates" / "board" / "toy.html").write_text(template, encoding="utf-8")
    found = faults(tmp_path)
    assert any(fault in line for line in found) if fault else found == []


def test_a_compiled_catalogue_translates_and_is_the_same_every_time(tmp_path: Path) -> None:
    source = package(tmp_path, "", ASKED)
    compiled = compile_catalogue(source)
    first = compiled.read_bytes()
    with compiled.open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Question {number}.") == "第{number}题。"
    assert compile_catalogue(source).read_bytes() == first
