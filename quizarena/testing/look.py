"""What a look at a kind's classes tells, before anything is played: facts, fields, rules, what is listed nowhere."""

from __future__ import annotations

import sys
import types
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from ..contest import facts as frame
from ..errors import PluginError
from ..fact_book import FactBook
from ..facts import Fact
from ..rounds import RoundKind
from ..rules import opened_by
from .places import Slip, class_place, field_place, names_read

_PLAIN = (str, int, bool, Decimal, datetime, type(None))
_MAY_HOLD = "str, int, bool, Decimal, datetime, a tuple or a mapping of these, or None"
_FRAME = frozenset(each.type for each in frame.FRAME_FACTS)


def look_at_kind(kind: RoundKind) -> None:
    """Look at what a kind declares; Slip at the first thing that cannot be right."""
    _look_for_members(kind)
    for fact in kind.facts:
        _look_at_fact(kind, fact)
    _look_at_book(kind)
    _look_for_unlisted(kind)
    for fact in kind.facts:
        _look_at_fields(fact)
        _look_at_words(kind, fact)
    _look_at_rules(kind)


def _look_for_members(kind: object) -> None:
    wanted = [name for name in vars(RoundKind) if not name.startswith("_")]
    missing = [name for name in wanted if not hasattr(kind, name)]
    if missing:
        found = f"{type(kind).__qualname__} has no {', '.join(missing)}"
        raise Slip(class_place(type(kind)), f"{found}, which every round kind has; see quizarena.rounds.RoundKind")


def _look_at_fact(kind: RoundKind, fact: type[Fact]) -> None:
    if "__attrs_attrs__" not in vars(fact):
        raise Slip(class_place(fact), f"{fact.__qualname__} is no attrs class; write @attrs.frozen above it")
    try:
        FactBook.of_kinds(frame.FRAME_FACTS, {kind.name: (fact,)})
    except PluginError as error:
        raise Slip(class_place(fact), str(error)) from None


def _look_at_book(kind: RoundKind) -> None:
    """Each fact is right by itself; together no two may have one type."""
    for count in range(2, len(kind.facts) + 1):
        try:
            FactBook.of_kinds(frame.FRAME_FACTS, {kind.name: kind.facts[:count]})
        except PluginError as error:
            raise Slip(class_place(kind.facts[count - 1]), str(error)) from None


def _look_at_fields(cls: type) -> None:
    """Look whether a fact's fields, and those of the values in it, can be written and read back."""
    for name, declared in _hints(cls).items():
        wrong = _wrong(declared)
        if wrong is not None:
            raise Slip(field_place(cls, name), f"{cls.__qualname__}.{name} is {_told(wrong)}")


def _told(wrong: Any) -> str:
    if wrong is float:
        return "a float, and nothing here is rounded by a machine; make it a Decimal"
    name = getattr(wrong, "__name__", None) or str(wrong)
    return f"{name}, which cannot be read back for certain; a fact holds {_MAY_HOLD}"


def _hints(cls: type) -> Mapping[str, Any]:
    names = {field.name for field in attrs.fields(cls)}
    try:
        hints = get_type_hints(cls)
    except Exception as error:
        sentence = f"the annotations of {cls.__qualname__} cannot be read: {error}"
        raise Slip(class_place(cls), sentence) from None
    return {name: declared for name, declared in hints.items() if name in names}


def _wrong(declared: Any) -> Any:
    """Return the part of a declared type that no fact may hold, None if there is none."""
    origin, inside = get_origin(declared), get_args(declared)
    if declared in _PLAIN or origin is Literal:
        return None
    if origin in (Union, types.UnionType):
        return next((wrong for each in inside if (wrong := _wrong(each)) is not None), None)
    if origin is tuple:
        return next((wrong for each in inside if each is not Ellipsis and (wrong := _wrong(each)) is not None), None)
    if origin is not None and issubclass(origin, Mapping) and inside[:1] == (str,):
        return _wrong(inside[1])
    if isinstance(declared, type) and attrs.has(declared):
        return next((wrong for each in _hints(declared).values() if (wrong := _wrong(each)) is not None), None)
    return declared


def _look_at_words(kind: RoundKind, fact: type[Fact]) -> None:
    """What a fact seals and where names stand are fields of it, and what reveals it is a fact there is."""
    fields = {field.name for field in attrs.fields(fact)}
    known = {"", *_FRAME, *(each.type for each in kind.facts)}
    own = vars(fact)
    said = {**dict.fromkeys(own.get("names", ()), "names"), **dict.fromkeys(own.get("remarks", ()), "remarks")}
    for name, where in {**said, **dict.fromkeys(fact.sealed, "sealed")}.items():
        if name not in fields:
            sentence = f"`{where}` of {fact.__qualname__} names {name!r}, which is no field of it"
            raise Slip(field_place(fact, where), sentence)
    for name, reveals in fact.sealed.items():
        if reveals not in known:
            sentence = (
                f"{fact.__qualname__}.{name} is to be revealed by {reveals!r}, and no fact of the kind is called so"
            )
            raise Slip(field_place(fact, "sealed"), sentence)


def _look_at_rules(kind: RoundKind) -> None:
    rules = kind.rules
    if not attrs.has(rules):
        raise Slip(class_place(rules), f"{rules.__qualname__} is no attrs class; write @attrs.frozen above it")
    for name, declared in _hints(rules).items():
        if declared is float or declared is Any:
            found = "a float; make it a Decimal" if declared is float else "Any; say what a rulebook writes there"
            raise Slip(field_place(rules, name), f"{rules.__qualname__}.{name} is {found}")
    types = {"", *(fact.type for fact in kind.facts)}
    for field in attrs.fields(rules):
        by = opened_by(field)
        if by not in types:
            sentence = (
                f"{rules.__qualname__}.{field.name} is to be opened by {by!r}, and no fact of the kind is called so"
            )
            raise Slip(field_place(rules, field.name), sentence)


def _look_for_unlisted(kind: RoundKind) -> None:
    """Look for a fact class of the kind's own that its code names and its `facts` do not list."""
    prefix = f"{kind.name.partition('.')[0]}."
    for cls in _own_classes(kind):
        home = vars(sys.modules[cls.__module__])
        known = {*kind.facts, *listed(cls)}  # what a base makes and lists, a subclass may have done with
        for name, place in names_read(cls):
            found: Any = home.get(name)
            if _is_fact(found) and found.type.startswith(prefix) and found not in known:
                where = f"`facts` of {type(kind).__qualname__}"
                raise Slip(place, f"{name} ({found.type}) is not listed in {where}, so nobody can record it; add it")


def _own_classes(kind: RoundKind) -> Sequence[type]:
    package = type(kind).__module__.partition(".")[0]
    return [each for each in type(kind).__mro__ if each.__module__.partition(".")[0] == package]


def listed(cls: type) -> tuple[type[Fact], ...]:
    """Return the facts that a class itself lists, whatever its bases do."""
    found = vars(cls).get("facts", ())
    return found if isinstance(found, tuple) else ()


def _is_fact(found: Any) -> bool:
    return isinstance(found, type) and issubclass(found, Fact) and bool(getattr(found, "type", ""))
