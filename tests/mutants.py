"""Mutants of a module: its text with one operator, number or condition changed, but for those that matter to nobody.

Those that change nothing anybody could see stand in `equivalent_mutants.yaml`, each with the reason.
"""

from __future__ import annotations

import ast
import difflib
import importlib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import attrs
import yaml

ROOT = Path(__file__).parent.parent


@attrs.frozen
class Mutant:
    """A module with one place changed: its whole text, and the lines of the statement that is changed."""

    path: str
    name: str
    text: str
    lines: frozenset[int]

    @property
    def file(self) -> str:
        """The file it is a change of."""
        return str(ROOT / self.path)

    @property
    def before(self) -> str:
        """The text of the module without the change."""
        return Path(self.file).read_text(encoding="utf-8")

    def code(self, text: str) -> CodeType:
        """Compile a text of the module; an odd comparison is none of our mistakes."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(text, self.file, "exec", dont_inherit=True)

    @property
    def changed(self) -> str:
        """The lines that are not as before, "+" before each; "-" before one that is gone."""
        lines = difflib.unified_diff(self.before.splitlines(), self.text.splitlines(), n=0, lineterm="")
        return "\n".join(line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---"))

    @property
    def diff(self) -> str:
        """What is changed, as a patch."""
        texts = self.before.splitlines(), self.text.splitlines()
        return "\n".join(difflib.unified_diff(*texts, self.path, self.name, n=1, lineterm=""))


def mutants(path: str) -> Iterator[Mutant]:
    """Yield the mutants of a module that compile without a warning and might matter.

    An annotation is never read, so it has none. Nobody orders words, takes arguments by place alone, or asks whether
    equal texts and numbers are one object: what becomes of that is chance.
    """
    names = ("commands.init", "mutating", "plugins")
    init, mutating, plugins = (importlib.import_module(f"cosmic_ray.{name}") for name in names)
    source = (ROOT / path).read_text(encoding="utf-8")
    tree = ast.parse(source)
    unread = [_span(note) for note in _annotations(tree)]
    for item in init._all_work_items([ROOT / path], {}):
        [spec] = item.mutations
        is_unread = any(start <= spec.start_pos and spec.end_pos <= end for start, end in unread)
        if is_unread or spec.operator_name.endswith(("Eq_Is", "NotEq_IsNot")):
            continue
        text = mutating.mutate_code(source, plugins.get_operator(spec.operator_name)(), spec.occurrence)
        if text is not None and _is_fit(text):
            name = f"{spec.operator_name.removeprefix('core/')} {spec.occurrence}"
            yield Mutant(path, name, text, _statement(tree, spec.start_pos[0]))


def _is_fit(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(text, "a mutant", "exec", dont_inherit=True)
        except SyntaxError:
            return False
    return not any(map(_is_by_chance, ast.walk(ast.parse(text))))


def _is_by_chance(node: ast.AST) -> bool:
    """Whether words are ordered or arguments taken by place alone."""
    if isinstance(node, ast.Compare):
        is_order = any(isinstance(each, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for each in node.ops)
        sides = (node.left, *node.comparators)
        return is_order and any(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in sides)
    return isinstance(node, ast.arguments) and bool(node.posonlyargs)


def _span(node: Any) -> tuple[tuple[int, int], tuple[int, int]]:
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def _annotations(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        for note in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(note, ast.expr):
                yield note


def _statement(tree: ast.AST, line: int) -> frozenset[int]:
    """Return the lines of the innermost statement at a line; of one that holds others, its head."""
    found: list[frozenset[int]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt):
            continue
        body = getattr(node, "body", None) or getattr(node, "cases", None)
        inner = body[0].pattern if body and isinstance(body[0], ast.match_case) else body[0] if body else None
        end = max(inner.lineno, node.lineno + 1) if inner is not None else (node.end_lineno or node.lineno) + 1
        if node.lineno <= line < end:
            found.append(frozenset(range(node.lineno, end)))
    return min(found, key=len, default=frozenset({line}))


@cache
def equivalents() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return for each module, "*" for all, why mutants are equivalent, each reason with what is in changed lines."""
    text = (Path(__file__).parent / "equivalent_mutants.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Mapping[str, Sequence[str]]] = yaml.load(text, Loader=yaml.BaseLoader)
    return read


def tried(chosen: Sequence[Mutant]) -> list[Mutant]:
    """Return the mutants of a module that are not judged to be equivalent.

    Raises:
        SystemExit: Something is judged that is no mutant any more.
    """
    lines = {mutant: mutant.changed for mutant in chosen}
    path = chosen[0].path if chosen else ""
    anywhere, own = ([each for found in equivalents().get(key, {}).values() for each in found] for key in ("*", path))
    gone = [each for each in own if not any(each in line for line in lines.values())]
    if gone:
        raise SystemExit(f"equivalent_mutants.yaml: no mutant of {path} has {gone}; take it out")
    return [mutant for mutant, line in lines.items() if not any(each in line for each in (*anywhere, *own))]
