"""Where in an author's file something stands: a class, a field, a method, a move that was yielded, a line run.

What is wrong there is for the checks to say; they raise it as a `Slip`.
"""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Any

Place = tuple[str, int]
"""A file and a line of it, counted from 1."""
_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Slip(AssertionError):
    """An author's slip in one sentence, the file and line before it: `round_kind.py:41: ...`.

    Where a random play found it, the play stands in its notes.
    """

    def __init__(self, place: Place, sentence: str) -> None:
        self.file, self.line, self.sentence = *place, sentence
        super().__init__(f"{shown(place)}: {sentence}")


def shown(place: Place) -> str:
    """Return FILE:LINE, the file as seen from the folder one works in."""
    path = Path(place[0])
    return f"{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}:{place[1]}"


def package_of(thing: object) -> str:
    """Return the package an author's object comes from: whatever else stands in it is the author's as well."""
    return (thing if isinstance(thing, type) else type(thing)).__module__.partition(".")[0]


def class_place(cls: type) -> Place:
    """Return where a class begins."""
    found = _class_node(cls)
    return _file_of(cls), 1 if found is None else found.lineno


def field_place(cls: type, name: str) -> Place:
    """Return where a class, or a base of it, says what it has under `name`; where nothing does, its own place."""
    for each in cls.__mro__:
        found = _class_node(each) if each is not object else None
        for node in found.body if found is not None else ():
            if name in _named(node):
                return _file_of(each), node.lineno
    return class_place(cls)


def method_place(owner: object, name: str) -> Place:
    """Return where the method or property `name` of an object begins, or its class where the author wrote none."""
    cls = type(owner)
    home = next((each for each in cls.__mro__ if name in vars(each)), cls)
    if package_of(home) != package_of(cls):
        return class_place(cls)
    code = _code(vars(home).get(name))
    return field_place(cls, name) if code is None else (code.co_filename, _line_of(code))


def raised_at(traceback: TracebackType | None, package: str) -> Place | None:
    """Return the innermost of the author's lines that an error went through, None where it went through none."""
    found = None
    while traceback is not None:
        if _is_of(traceback.tb_frame, package):
            found = traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
    return found


def yielded(values: Iterable[Any], package: str, otherwise: Place) -> Iterator[tuple[Any, Place]]:
    """Yield each value with the author's line that yielded it; `otherwise` where no generator did."""
    if not inspect.isgenerator(values):
        yield from ((value, otherwise) for value in values)
        return
    for value in values:
        yield value, _waiting_at(values, package) or otherwise


def _waiting_at(generator: Generator[Any, Any, Any], package: str) -> Place | None:
    found = None
    inner: object = generator
    while inspect.isgenerator(inner):
        if inner.gi_frame is not None and _is_of(inner.gi_frame, package):
            found = inner.gi_frame.f_code.co_filename, inner.gi_frame.f_lineno
        inner = inner.gi_yieldfrom
    return found


def lines_run(call: Callable[[], object], package: str) -> list[Place]:
    """Return the author's lines that `call` goes through, each once, in their order; an error ends them."""
    found: dict[Place, None] = {}

    def local(frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line":
            found.setdefault((frame.f_code.co_filename, frame.f_lineno))
        return local

    _traced(call, local, package)
    return [*found]


def returned_at(call: Callable[[], object], package: str) -> Place | None:
    """Return the author's line from which the outermost of their functions in `call` returns."""
    found: list[Place] = []

    def local(frame: FrameType, event: str, _argument: object) -> Any:
        if event == "return":
            found.append((frame.f_code.co_filename, frame.f_lineno))
        return local

    _traced(call, local, package)
    return found[-1] if found else None


def _traced(call: Callable[[], object], local: Callable[[FrameType, str, object], Any], package: str) -> None:
    """Call under a trace of the author's functions; an error ends it."""
    before = sys.gettrace()
    sys.settrace(lambda frame, _event, _argument: local if _is_of(frame, package) else None)
    try:
        call()
    except Exception:
        return
    finally:
        sys.settrace(before)


def reading(places: Iterable[Place], name: str) -> Place | None:
    """Return the last of these lines that reads the attribute `name`, first of those that read it in any case.

    A line that reads it under a condition of its own, `x.name if x.shown else ...`, is the likelier one to be right.
    """
    found = [place for place in places if name in _attributes(place[0]).get(place[1], {})]
    always = [place for place in found if _attributes(place[0])[place[1]][name]]
    return next(iter([*always[::-1], *found[::-1]]), None)


@functools.lru_cache(maxsize=64)
def _attributes(file: str) -> dict[int, dict[str, bool]]:
    """Return the attributes that are read in each line, and whether they are whatever else holds."""
    guarded = {id(inner) for node in ast.walk(_tree(file)) for inner in _guarded(node)}
    found: dict[int, dict[str, bool]] = {}
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Attribute):
            in_line = found.setdefault(node.lineno, {})
            in_line[node.attr] = in_line.get(node.attr, False) or id(node) not in guarded
    return found


def _guarded(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.IfExp):
        for branch in (node.body, node.orelse):
            yield from ast.walk(branch)


def names_read(cls: type) -> Iterator[tuple[str, Place]]:
    """Yield the plain names that the body of a class reads, each with its line."""
    found = _class_node(cls)
    for node in ast.walk(found) if found is not None else ():
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id, (_file_of(cls), node.lineno)


def _is_of(frame: FrameType, package: str) -> bool:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] == package


def _file_of(cls: type) -> str:
    return getattr(sys.modules.get(cls.__module__), "__file__", None) or cls.__module__


@functools.lru_cache(maxsize=64)
def _tree(file: str) -> ast.Module:
    try:
        return ast.parse(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError):  # typed in at a prompt: there is no file
        return ast.parse("")


def _class_node(cls: type) -> ast.ClassDef | None:
    node: ast.AST | None = _tree(_file_of(cls))
    for name in cls.__qualname__.split("."):
        if node is not None and name != "<locals>":
            node = next((each for each in ast.walk(node) if isinstance(each, _Definition) and each.name == name), None)
    return node if isinstance(node, ast.ClassDef) else None


def _named(node: ast.stmt) -> list[str]:
    match node:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.FunctionDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [each.id for each in targets if isinstance(each, ast.Name)]
        case _:
            return []


def _code(found: object) -> CodeType | None:
    if isinstance(found, property):
        found = found.fget
    inner = getattr(found, "func", found)  # a cached property's
    return getattr(inspect.unwrap(inner) if callable(inner) else inner, "__code__", None)


def _line_of(code: CodeType) -> int:
    """Return the line of `def`: that of a code is its first decorator's."""
    for node in ast.walk(_tree(code.co_filename)):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if first == code.co_firstlineno:
                return node.lineno
    return code.co_firstlineno
