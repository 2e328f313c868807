"""How the house is divided: no circles, no module too large, none too small to be looked for by its name."""

from __future__ import annotations

import ast
import functools
import importlib
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.rooms import circles, imports, modules, nodes

NAMES = modules()
MAY_BE_SMALL = ("_forms", "pictures.", "cli.", "sessions.desk.", "sessions.judge.", ".words", ".app")
"""Forms, dialogs, pictures, commands and windows are looked for by their names, however small."""
LATE = {
    "PIL",
    "asyncio",
    "cattrs",
    "concurrent",
    "defusedxml",
    "openpyxl",
    "quizarena",
    "quizarena_rounds",
    "resource",
    "secrets",
    "sqlite3",
    "wave",
    "xlsxwriter",
    "yaml",
}
"""What is imported inside a function: optional or heavy libraries, and of the house what loads them."""


@functools.cache
def graph() -> dict[str, set[str]]:
    return imports(NAMES)


def lines(name: str) -> int:
    return len(NAMES[name].read_text(encoding="utf-8").splitlines())


def test_nothing_imports_itself_by_a_detour() -> None:
    assert [sorted(group) for group in circles(graph())] == []


PUBLIC = [name for name, path in NAMES.items() if path.name == "__init__.py"]


@pytest.mark.parametrize("package", PUBLIC)
def test_a_name_in_a_package_is_its_module_or_something_else_but_not_both(package: str) -> None:
    home = importlib.import_module(package)
    offered = {name: getattr(home, name) for name in {*vars(home), *getattr(home, "__all__", ())}}
    inside = {name.rpartition(".")[2] for name in NAMES if name.rpartition(".")[0] == package}
    assert {name: offered[name] for name in inside & set(offered) if not isinstance(offered[name], ModuleType)} == {}


def test_a_circle_is_found() -> None:
    small = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a", "c"}, "e": {"e"}}
    assert circles(small) == [{"b", "c"}]


@pytest.mark.parametrize("name", [name for name in NAMES if lines(name) > 350])
def test_no_module_is_longer_than_anybody_reads(name: str) -> None:
    assert lines(name) <= 400


def test_a_small_module_with_one_reader_lives_with_that_reader() -> None:
    readers = {name: [each for each, used in graph().items() if name in used] for name in NAMES}
    faces = {name for name, path in NAMES.items() if path.name == "__init__.py"}
    lonely = {
        name: of
        for name, of in readers.items()
        if len(of) == 1 and lines(name) < 80 and name not in faces and of[0] not in faces
    }
    allowed = {name for name in lonely if any(part in name for part in MAY_BE_SMALL)}
    assert {name: of for name, of in lonely.items() if name not in allowed} == {}


def calls(name: str) -> Iterator[str]:
    for node in nodes(NAMES[name]):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_modules_are_imported_by_name_alone() -> None:
    assert {name for name in NAMES if "import_module" in set(calls(name))} == {"quizarena", "quizarena.cli"}


def late(name: str) -> Iterator[str]:
    """Yield what a module imports inside its functions, by the first name."""
    for function in nodes(NAMES[name]):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Import):
                    yield from (alias.name.partition(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom):
                    yield name.partition(".")[0] if node.level else str(node.module).partition(".")[0]


def test_what_is_imported_late_is_listed() -> None:
    assert {each for name in NAMES for each in late(name)} <= LATE
