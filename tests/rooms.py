"""The house as a graph: which module imports which, typing imports and late ones included."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = {"quizarena": ROOT / "quizarena", "quizarena_rounds": ROOT / "rounds" / "quizarena_rounds"}


def modules() -> dict[str, Path]:
    """Return each module's file by its dotted name; a package stands for its `__init__`."""
    found = {}
    for package, folder in PACKAGES.items():
        for path in sorted(folder.rglob("*.py")):
            parts = (package, *path.relative_to(folder).with_suffix("").parts)
            found[".".join(part for part in parts if part != "__init__")] = path
    return found


@functools.cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a module's tree."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(names: dict[str, Path]) -> dict[str, set[str]]:
    """Return what each module imports of the house, wherever in its file it does."""
    return {name: set(_imported(name, path, names)) for name, path in names.items()}


def _imported(name: str, path: Path, names: dict[str, Path]) -> Iterator[str]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names and alias.name != name)
        elif isinstance(node, ast.ImportFrom):
            yield from (each for each in _from(node, package, names) if each != name)


def _from(node: ast.ImportFrom, package: str, names: dict[str, Path]) -> Iterator[str]:
    base = package.rsplit(".", node.level - 1)[0] if node.level else ""
    home = ".".join(filter(None, (base, node.module or "")))
    inside = [f"{home}.{alias.name}" for alias in node.names]
    yield from (each for each in inside if each in names)
    if home in names and any(each not in names for each in inside):
        yield home


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """Return the groups of modules that reach one another (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in graph[name]:
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            group = set(stack[stack.index(name) :])
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(group)

    for name in graph:
        if name not in index:
            visit(name)
    return found
