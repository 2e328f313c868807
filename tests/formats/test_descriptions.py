"""What `quizarena formats USE` prints of a format is a round that loads and has the format's rules."""

from __future__ import annotations

import textwrap

import pytest
from click.testing import CliRunner

from quizarena.cli import root
from quizarena.rulebook import Rulebook, formats, loads

HEAD = """\
quizarena: 1
contest: {title: Told, language: LANGUAGE}
teams:
  - {id: t1, name: T1, members: [a, b, c, d]}
  - {id: t2, name: T2, members: [a, b, c, d]}
  - {id: t3, name: T3, members: [a, b, c, d]}
  - {id: t4, name: T4, members: [a, b, c, d]}
judges: [{id: j1, name: J1}, {id: j2, name: J2}, {id: j3, name: J3}]
panel: {rule: mean}
rounds:
"""
OWN = ("quiz", "scenario", "debate", "parliament", "placing")
USES = [each.use for each in formats() if each.use.partition("/")[0] in OWN]


def book(rounds: str, language: str = "zh") -> Rulebook:
    """Return the rulebook with these rounds."""
    return loads(HEAD.replace("LANGUAGE", language) + textwrap.indent(textwrap.dedent(rounds), "  "))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("use", USES)
def test_what_is_told_of_a_format_is_the_format(use: str, language: str) -> None:
    told = CliRunner().invoke(root, ["formats", use, "--lang", language], catch_exceptions=False).stdout
    assert told.count(f"{use}  ") == 1, "a whole name is that format alone"
    bare = f"- {{id: {use.partition('/')[2]}, use: {use}}}"
    assert book(told, language).rounds == book(bare, language).rounds, "it may be pasted as a whole, head and all"


def test_what_any_round_may_say_is_told_as_it_would_be_written() -> None:
    told = CliRunner().invoke(root, ["formats", "quiz/vote", "--lang", "zh"], catch_exceptions=False).stdout
    (round_,) = book(told.replace("# weight: 1 ", "weight: 0.6 ").replace("# teams: null ", "teams: [t1, t2] ")).rounds
    assert (str(round_.weight), round_.listed) == ("0.6", ("t1", "t2"))


@pytest.mark.parametrize("use", USES)
def test_a_contest_in_english_has_no_chinese_word_of_a_format_on_its_sheets(use: str) -> None:
    [entry] = book(f"- {{id: one, use: {use}}}", "en").rounds
    sheets = [getattr(entry.rules, "criteria", {}), getattr(getattr(entry.rules, "individual", None), "criteria", {})]
    words = [name for sheet in sheets if isinstance(sheet, dict) for name in sheet]
    assert [word for word in words if not word.isascii()] == []
    [chinese] = book(f"- {{id: one, use: {use}}}").rounds
    assert list(getattr(chinese.rules, "criteria", {}).values()) == list(getattr(entry.rules, "criteria", {}).values())
