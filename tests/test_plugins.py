"""Registries: names without imports, and clear words for what is missing or broken."""

from __future__ import annotations

import sys
from fractions import Fraction
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from quizarena import plugins
from quizarena.errors import PluginError, RuleError
from quizarena.parameters import make
from quizarena.plugins import Registry, nearest

RULES = Registry("quizarena.tests", "rule")


def install(monkeypatch: pytest.MonkeyPatch, **values: str | list[str]) -> None:
    points = [
        EntryPoint(name, value, RULES.group)
        for name, said in values.items()
        for value in ([said] if isinstance(said, str) else said)
    ]
    plugins._installed.cache_clear()
    monkeypatch.setattr(plugins, "entry_points", lambda group: points)


@pytest.fixture(autouse=True)
def _forget() -> Any:
    yield
    plugins._installed.cache_clear()


def test_names_are_listed_without_importing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "this", raising=False)
    install(monkeypatch, zen="this:s", fraction="fractions:Fraction")
    assert RULES.names() == ("fraction", "zen")
    assert "this" not in sys.modules


def test_a_name_loads_what_it_stands_for(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, fraction="fractions:Fraction")
    assert make(RULES, "fraction", {"numerator": 3}) == 3


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("fractoin", "no rule is called 'fractoin'; did you mean 'fraction'?"),
        ("zzz", "no rule is called 'zzz'; known are fraction, gone, lost"),
        ("gone", "the rule 'gone' (no_such_module:X) cannot be loaded"),
        ("lost", "the rule 'lost' (fractions:Lost) cannot be loaded"),
    ],
)
def test_what_cannot_be_loaded_is_said(monkeypatch: pytest.MonkeyPatch, name: str, sentence: str) -> None:
    install(monkeypatch, fraction="fractions:Fraction", gone="no_such_module:X", lost="fractions:Lost")
    with pytest.raises(PluginError) as caught:
        RULES.load(name)
    assert sentence in str(caught.value)


def test_two_plug_ins_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, fraction=["fractions:Fraction", "decimal:Decimal"])
    with pytest.raises(PluginError, match="two plug-ins call themselves 'fraction'"):
        RULES.names()


def test_parameters_are_checked_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, textwrap="textwrap:indent")
    with pytest.raises(RuleError, match="the rule 'textwrap' has no parameter 'prefx'; did you mean 'prefix'"):
        make(RULES, "textwrap", {"prefx": ">"})
    with pytest.raises(RuleError, match="the rule 'textwrap' needs text, prefix"):
        make(RULES, "textwrap", {})


def test_the_distribution_of_a_plug_in_is_named() -> None:
    panels = Registry("quizarena.panels", "panel rule")
    assert panels.version("trimmed").startswith("quizarena ")
    assert panels.version("nothing") == "unknown"


def test_the_nearest_word_is_suggested_only_when_near() -> None:
    assert nearest("trimed", ["mean", "trimmed"]) == "trimmed"
    assert nearest("skating", ["mean", "trimmed"]) is None


def test_a_rule_is_tried_before_it_is_packaged(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, fraction="fractions:Fraction")
    tried = Registry("quizarena.tests", "rule")
    tried.add("whole", Fraction)
    assert tried.names() == ("fraction", "whole")
    assert make(tried, "whole", {"numerator": 3}) == 3
    for taken in ("whole", "fraction"):
        with pytest.raises(PluginError, match=f"the rule '{taken}' is there already"):
            tried.add(taken, float)
