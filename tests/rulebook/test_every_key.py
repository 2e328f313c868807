"""Every key of every form, with wrong values of each type: one sentence each, at its line and column, no traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from quizarena.errors import Problem, RulebookError
from quizarena.languages import LANGUAGES
from quizarena.rounds import KINDS
from quizarena.rulebook import formats, loads
from quizarena.rulebook.composites import EitherForm, ListForm, MaybeForm
from quizarena.rulebook.entries import FRAME
from quizarena.rulebook.format_files import form_of_rules
from quizarena.rulebook.kinds import Kinds
from quizarena.rulebook.model import Rulebook
from quizarena.rulebook.structure import RecordForm, form_of

WRONG: Mapping[str, Any] = {
    "a list in a list": [[["x"]]],
    "a mapping": {"no such": {"key": 1}},
    "nothing": None,
    "a text": "no such thing",
    "a negative number": -7,
    "a huge number": 10**15,
    "a long text": "长" * 3_000,
}
FEW = {what: WRONG[what] for what in ("a list in a list", "nothing", "a negative number")}
MISSHAPEN = ("a list in a list", "a mapping")
"""What no key takes but one that takes anything."""
ANYTHING = {"quizarena", "use", "kind", "id", "contest", "teams", "rounds"}
"""Keys without which nothing else is read, so that they are wrong one by one."""


def book(**more: Any) -> dict[str, Any]:
    """Return a small contest as its file would hold it."""
    judges = [{"id": f"j{nth}", "name": f"评委{nth}"} for nth in range(1, 6)]
    teams = [{"id": f"t{nth}", "name": f"第{nth}队", "members": ["甲", "乙"]} for nth in range(1, 5)]
    whole: dict[str, Any] = {"quizarena": 1, "contest": {"title": "试"}, "teams": teams, "judges": judges}
    return whole | {"rounds": [{"id": "r", "use": "quiz/required"}]} | more


def refused(whole: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return the problems of a contest's file, none where it is taken, and look at each."""
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    problems = problems_of(text)
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
        for language in LANGUAGES:
            said = problem.message.in_language(language)
            assert said.strip(), problem
            assert not re.search(r"\n|Error\b|object at 0x", said), problem
    return problems


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a contest's file."""
    try:
        loads(text)
    except RulebookError as error:
        return error.problems
    return ()


def rounds() -> Iterator[tuple[str, dict[str, str], RecordForm]]:
    """Yield a format of each kind, or the kind that has none, with what chooses it and the form of its rules."""
    known = Kinds({})
    for each in {each.kind: each for each in formats()}.values():
        yield each.use, {"use": each.use}, form_of_rules(known.get(each.kind))
    for name in set(KINDS.names()) - {each.kind for each in formats()}:
        yield name, {"kind": name}, form_of_rules(known.get(name))


ROUNDS = {name: (chosen, form) for name, chosen, form in rounds()}


@pytest.mark.parametrize("name", sorted(ROUNDS))
def test_wrong_values_in_the_rules_of_a_round(name: str) -> None:
    chosen, form = ROUNDS[name]
    keys = [slot.key for slot in (*form.slots, *FRAME.slots) if slot.key not in ANYTHING]
    for what, value in WRONG.items():
        found = refused(book(rounds=[{"id": "r", **chosen, **dict.fromkeys(keys, value)}]))
        if what in MISSHAPEN:
            blamed = {problem.where.split(".")[2] for problem in found if problem.where.startswith("rounds.0.")}
            assert set(keys) <= blamed, f"{what}: nothing is said of {sorted(set(keys) - blamed)}"


FORMS = {slot.key: slot.form for slot in form_of(Rulebook).slots}


@pytest.mark.parametrize("key", FORMS)
def test_wrong_values_in_a_key_of_the_contest(key: str) -> None:
    for what, value in WRONG.items():
        found = refused(book(**{key: value}))
        if what in MISSHAPEN:
            assert any(problem.where.split(".")[0] == key for problem in found), what


def inside(form: Any, wrap: Callable[[Any], Any]) -> Iterator[tuple[RecordForm, Callable[[Any], Any]]]:
    """Yield the forms of mappings in a form, each with what puts such a mapping in its place."""
    match form:
        case RecordForm():
            yield form, wrap
            for slot in form.slots:
                yield from inside(slot.form, lambda value, key=slot.key: wrap({key: value}))
        case MaybeForm():
            yield from inside(form.inner, wrap)
        case ListForm():
            yield from inside(form.inner, lambda value: wrap([value]))
        case EitherForm():
            for each in form.forms:
                yield from inside(each, wrap)


@pytest.mark.parametrize("key", sorted(FORMS.keys() - {"rounds", "play_off"}))
def test_wrong_values_in_the_keys_inside(key: str) -> None:
    for form, wrap in inside(FORMS[key], lambda value: value):
        keys = [slot.key for slot in form.slots]
        for what, value in FEW.items():
            for mistaken in ([each] for each in keys) if form.slots[0].required else (keys,):
                found = refused(book(**{key: wrap(dict.fromkeys(mistaken, value))}))
                assert found or what not in MISSHAPEN, mistaken


PLUGGED = {
    "panel": [
        {"rule": "trimmed", key: value}
        for key in ("rule", "of", "places", "rounding", "round_at", "missing", "chief", "drop_low")
        for value in FEW.values()
    ],
    "order": [{"by": "standings", key: value} for key in ("by", "descending") for value in FEW.values()],
    "ties": [{key: value} for key in ("by", "when", "after_partial") for value in FEW.values()]
    + [
        {"by": [{name: value}]}
        for name in ("round", "sub_score", "chief_judge", "sum", "mean", "margin", "nearest", "share", "nonesuch")
        for value in FEW.values()
    ],
}


@pytest.mark.parametrize("key", PLUGGED)
def test_wrong_values_in_what_reads_itself(key: str) -> None:
    for value in PLUGGED[key]:
        refused(book(**{key: value}))


DOCS = Path(__file__).parents[2] / "docs"
WITHOUT_EXAMPLE = {"kind", "bracket"}
"""Keys that nobody writes where there is a format, or `use: bracket`."""


@pytest.mark.parametrize("name", ["rulebook.md", "rulebook.zh-CN.md"])
def test_the_page_explains_the_keys_there_are_and_shows_each(name: str) -> None:
    page = (DOCS / name).read_text(encoding="utf-8").partition("<!-- from here on")[0]
    whole, round_ = (
        dict(ROW.findall(part)) for part in re.split("(?m)^## (?:A round|一个环节|环节)$", page, maxsplit=1)
    )
    assert (whole.keys(), round_.keys()) == (FORMS.keys(), {slot.key for slot in FRAME.slots})
    for key in FORMS.keys() - {"rounds", "play_off"}:
        for form, _wrap in inside(FORMS[key], lambda value: value):
            unsaid = [each.key for each in form.slots if not re.search(rf"\b{each.key}\b", whole[key])]
            assert not unsaid, f"{key}: {unsaid}"
    block = re.search(r"```yaml\n(quizarena: 1.*?)```", page, re.DOTALL)
    assert block
    shown = block.group(1)
    assert not problems_of(shown)
    for key in FORMS.keys() | round_.keys():
        places = [table[key] for table in (whole, round_) if key in table]
        assert key in WITHOUT_EXAMPLE or re.search(rf"\b{key}:", shown) or any(map(_shows(key), places)), key


ROW = re.compile(r"^\| `([a-z_]+)` \|(.*)\|$", re.MULTILINE)


def _shows(key: str) -> Callable[[str], bool]:
    """Return whether a row of the page has, in backticks, a value that the key takes."""

    def shows(row: str) -> bool:
        ids = ("quiz", "east", "heat-1", "heat-2")
        for span in re.findall("`([^`]+)`", row):
            value = span.removeprefix(f"{{{key}: ").removesuffix("}") if span.startswith(f"{{{key}: ") else span
            rounds = "[" + ", ".join(f"{{id: {each}, use: quiz/required}}" for each in ids) + "]"
            head = "quizarena: 1\ncontest: {title: T}\nteams: [{id: east, name: E}, {id: west, name: W}]\n"
            if key in FORMS and not problems_of(f"{head}rounds: {rounds}\n{key}: {value}\n"):
                return True
            if key not in FORMS and not problems_of(f"{head}rounds: [{{id: r, use: quiz/required, {key}: {value}}}]\n"):
                return True
        return False

    return shows
