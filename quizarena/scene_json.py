"""Scenes as JSON, written for a language and read back: by the fields of the classes, no class by its name."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import attrs

from . import scores
from .errors import FactError, RuleError, SceneError, ScoreError
from .facts import instant_text, parse_instant
from .points import Points, show
from .scores import Op
from .text import FRAME, Text, draw_lines, placed, plain

_ = FRAME
Read: TypeAlias = Callable[[Any, str], Any]
"""Reads a JSON value; the text says where it stands, for whoever has to mend it."""
_NUMBER = re.compile(r"-?\d+(\.\d+|/\d+)?", re.ASCII)
_OPS: Mapping[str, type] = {
    "sum": scores.Sum, "mean": scores.Mean, "median": scores.Median, "round": scores.Round,
    "factor": scores.Factor, "cap": scores.Cap, "leaf": scores.Leaf,
}  # fmt: skip


@attrs.frozen
class ForeignOp:
    """An operation of a plug-in, of which a scene holds the name and the numbers; it cannot be worked out again."""

    name: str
    fields: Mapping[str, Any] = attrs.field(hash=False)

    def value(self, parts: Sequence[Points]) -> Points:
        """Raise: what it makes of its parts only its plug-in knows."""
        raise ScoreError(f"the operation {self.name!r} was read from JSON and cannot be worked out here")


def write(value: Any, language: str) -> Any:
    """Return a value of a scene as JSON: texts drawn in `language`, numbers as exact text."""
    return _writer(value.__class__)(value, language)


@functools.cache
def _writer(kind: type) -> Callable[[Any, str], Any]:
    """Return what writes the values of a class: a scene has thousands, of a few dozen classes."""
    if kind is type(None) or issubclass(kind, (int, str)):
        return lambda value, _language: value
    if issubclass(kind, Fraction):
        return lambda value, _language: show(value)
    if issubclass(kind, datetime):
        return lambda value, _language: instant_text(value)
    if issubclass(kind, Enum):
        return lambda value, _language: value.value
    if issubclass(kind, ForeignOp):
        return lambda value, _language: {"name": value.name, **value.fields}
    if hasattr(kind, "in_language"):
        return lambda value, language: "\n".join(draw_lines(value, language))
    if issubclass(kind, Mapping):
        return lambda value, language: {key: write(each, language) for key, each in value.items()}
    if issubclass(kind, (tuple, list)):
        return lambda values, language: [write(each, language) for each in values]
    return _field_writer(kind)


def _field_writer(kind: type) -> Callable[[Any, str], Any]:
    names = tuple(field.name for field in attrs.fields(kind))
    return lambda value, language: {name: write(getattr(value, name), language) for name in names}


def read(kind: Any, value: Any, where: str) -> Any:
    """Return the value of a declared type that `write` wrote as `value`.

    Raises:
        SceneError: It is none; the sentence begins with `where`, and where in it.
    """
    return _reader(kind)(value, where)


@functools.cache
def _reader(kind: Any) -> Read:
    """Return what reads values of a declared type."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _union_reader(inside)
    if origin is Literal:
        return _checked(lambda value: value in inside, ", ".join(map(repr, inside)))
    if origin is tuple:
        return _list_reader(inside[0]) if inside[1:] == (Ellipsis,) else _tuple_reader(inside)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if issubclass(kind, Enum):
        known = {each.value: each for each in kind}
        return _checked(lambda value: value in known, ", ".join(map(repr, known)), known.__getitem__)
    return _object_reader(kind)


def _checked(fits: Callable[[Any], bool], expected: Text | str, made: Callable[[Any], Any] | None = None) -> Read:
    def read(value: Any, where: str) -> Any:
        if isinstance(value, (dict, list)) or not fits(value):
            raise _misfit(where, expected, value)
        return value if made is None else made(value)

    return read


def _misfit(where: str, expected: Text | str, value: Any) -> SceneError:
    found = repr(value) if len(repr(value)) < 60 else f"{repr(value)[:60]}..."
    return SceneError(_("{where}: expected {expected}, found {found}", where=where, expected=expected, found=found))


def _number(value: Any, where: str) -> Fraction:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value) or value.endswith("/0"):
        raise _misfit(where, _('a number in quotes, as "9.25"'), value)
    return Fraction(value)


def _instant(value: Any, where: str) -> datetime:
    try:
        return parse_instant(value)
    except FactError:
        raise _misfit(where, _("an instant as text"), value) from None


def _op(value: Any, where: str) -> Op:
    fields = dict(_mapping(value, where))
    name = fields.pop("name", None)
    if not isinstance(name, str):
        raise _misfit(f"{where}.name", _("text"), name)
    if name not in _OPS:
        return ForeignOp(name, fields)
    try:
        op: Op = _object_reader(_OPS[name])(fields, where)
    except RuleError as error:
        raise SceneError(placed(where, error.message)) from None
    return op


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _misfit(where, _("a JSON object"), value)
    return value


def _is(kind: type) -> Callable[[Any], bool]:
    return lambda value: type(value) is kind


_PLAIN: Mapping[Any, Read] = {
    Text: _checked(_is(str), _("text"), plain),
    str: _checked(_is(str), _("text")),
    int: _checked(_is(int), _("a whole number")),
    bool: _checked(_is(bool), _("true or false")),
    type(None): _checked(lambda value: value is None, "null"),
    Fraction: _number,
    datetime: _instant,
    Op: _op,
}


def _list_reader(kind: Any) -> Read:
    def read(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _misfit(where, _("a list"), value)
        one = _reader(kind)
        return tuple(one(each, f"{where}[{number}]") for number, each in enumerate(value))

    return read


def _tuple_reader(kinds: Sequence[Any]) -> Read:
    def read(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) != len(kinds):
            raise _misfit(where, _("a list of {count}", count=len(kinds)), value)
        pairs = enumerate(zip(kinds, value, strict=True))
        return tuple(_reader(kind)(each, f"{where}[{number}]") for number, (kind, each) in pairs)

    return read


def _union_reader(kinds: Sequence[Any]) -> Read:
    """Return what reads the first of the types that can be meant: null, a whole number, text, a block by its name."""
    blocks = {kind.__name__.lower(): kind for kind in kinds if attrs.has(kind)}
    of_text = next((kind for kind in (Text, str, Fraction) if kind in kinds), None)

    def read(value: Any, where: str) -> Any:
        if value is None and type(None) in kinds:
            return None
        if type(value) is int and int in kinds:
            return value
        if isinstance(value, str) and of_text is not None:
            return _reader(of_text)(value, where)
        if isinstance(value, Mapping) and len(blocks) > 1:
            return _block(blocks, value, where)
        return _reader(next(kind for kind in kinds if kind is not type(None)))(value, where)

    return read


def _block(blocks: Mapping[str, type], value: Mapping[str, Any], where: str) -> Any:
    name = value.get("block")
    if not isinstance(name, str) or name not in blocks:
        raise _misfit(f"{where}.block", _("one of {known}", known=", ".join(blocks)), name)
    return _reader(blocks[name])({key: each for key, each in value.items() if key != "block"}, where)


def _object_reader(kind: Any) -> Read:
    fields, hints = attrs.fields(kind), get_type_hints(kind)
    names = [field.name for field in fields if field.init]
    known = {field.name for field in fields}

    def read(value: Any, where: str) -> Any:
        found = _mapping(value, where)
        stray = next((name for name in found if name not in known), None)
        if stray is not None:
            raise SceneError(_("{where}: there is no {name} in it; take it out", where=where, name=repr(stray)))
        missing = next((name for name in names if name not in found), None)
        if missing is not None:
            raise SceneError(_("{where} needs the field {name}", where=where, name=repr(missing)))
        return kind(**{name: _reader(hints[name])(found[name], f"{where}.{name}") for name in names})

    return read
