"""What the library offers is typed: every public name stands in a file that mypy and pyright read without a word."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import quizarena

from .npm import program_from_npm

HERE = Path(__file__).parent
USE, NAMES = HERE / "public_use.py", HERE / "public_names.py"
PACKAGES = (
    "contest", "draws", "journal", "panels", "rulebook", "scenes", "simulation", "standings", "tables", "terminal",
    "testing",
)  # fmt: skip
"""The packages of whose names others make use; those of `quizarena` itself are used one by one."""


def written() -> str:
    """Return the file of names as it is now: `python -m tests.test_public_typing` writes it."""
    head = (
        '"""Every public name of the packages, for type checkers to look at; written by tests/test_public_typing.py."""'
    )
    modules = "".join(f"    {package},\n" for package in PACKAGES)
    names = [
        f"    {package}.{name},\n"
        for package in PACKAGES
        for name in sorted(importlib.import_module(f"quizarena.{package}").__all__)
    ]
    return f"{head}\n\nfrom quizarena import (\n{modules})\n\nEVERY: tuple[object, ...] = (\n{''.join(names)})\n"


def test_every_public_name_is_listed() -> None:
    assert NAMES.read_text(encoding="utf-8") == written(), "run: python -m tests.test_public_typing"


def test_every_name_of_quizarena_itself_is_used() -> None:
    tree = ast.parse(USE.read_text(encoding="utf-8"))
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    read |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert set(quizarena.__all__) - read == set()


def test_pyright_has_nothing_to_say_of_them_and_of_the_examples() -> None:
    examples = HERE.parent / "examples"
    files = [USE, NAMES, *examples.glob("*.py"), *examples.glob("plugins/**/*.py")]
    command = [program_from_npm("pyright"), "--pythonpath", sys.executable, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


if __name__ == "__main__":
    NAMES.write_text(written(), encoding="utf-8", newline="\n")
