"""Stored facts read many at once: what opening a journal does.

Decides a shorter way to the facts that `FactBook.read` reads one by one: the JSON of many texts in one call, and for
each class and set of fields one function, made to measure, that checks the values and stores them. It accepts nothing
the careful way would refuse and makes the same of what it accepts; where anything is unusual it gives up, and the
careful way decides and says what is wrong.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin, get_type_hints

import attrs

from .points import parse_number
from .text import LONGEST
from .values import Maker, is_made_anew, is_plain, maker

Structure = Callable[[Any], Callable[[Any, Any], Any]]
"""From a type to the careful way's function that reads a value of it."""


class Unusual(Exception):
    """Something the careful way has to look at."""


def _unusual(text: str) -> Any:
    raise Unusual


_DECODER = json.JSONDecoder(parse_float=_unusual, parse_constant=_unusual)
_BETWEEN = secrets.token_hex(16)
"""Stands between two texts and in none: they were written before it was chosen."""
_SPACES = " \t\r\n"


def objects(texts: Sequence[str]) -> list[dict[str, Any]] | None:
    """Return the JSON object in each text, None where one of them may be no strict JSON object.

    A text that is none, or more than one, moves what stands between. A key that stands twice is lost in reading: then
    fewer keys are read than quotes stand before a colon, for no space parts the two.
    """
    page = f',"{_BETWEEN}",'.join(texts)
    if any(space in page and f'"{space}' in page for space in _SPACES):
        return None
    try:
        found = _DECODER.decode(f"[{page}]")
    except (Unusual, ValueError, RecursionError):
        return None
    made, between = found[::2], found[1::2]
    whole = len(made) == len(texts) and between.count(_BETWEEN) == len(between) == len(texts) - 1
    if not whole or set(map(type, made)) != {dict}:
        return None
    written = page.count('":')
    return made if written == sum(map(len, made)) or written == sum(map(_keys, made)) else None


def _keys(value: Any) -> int:
    """Return how many keys there are in an object or array, those inside its values too."""
    inside = value.values() if type(value) is dict else value
    below = sum(_keys(each) for each in inside if type(each) is dict or type(each) is list)
    return below + (len(value) if type(value) is dict else 0)


def fact_maker(cls: type, given: tuple[str, ...], structure: Structure) -> Maker | None:
    """Return a function of the JSON values of the fields `given` that makes the fact, None where there is none.

    What it cannot be sure of it answers with Unusual, or an error of the function that reads the value. There is one
    for each choice of fields in the order of the class, as they are written: in any order a file could ask for many.
    """
    if not is_plain(cls):
        return None
    fields: Mapping[str, attrs.Attribute[Any]] = attrs.fields_dict(cls)
    if given != tuple(name for name in fields if name in given):
        return None
    kinds, known, before = get_type_hints(cls), dict[str, Any](_KNOWN), list[str]()
    for name in given:
        before += _reading(name, kinds[name], known, structure)
    stored = {name: name if name in given else f"_default_{name}" for name in fields}
    for name in fields.keys() - set(given):
        default: Any = fields[name].default
        if default is attrs.NOTHING:
            return None
        known[f"_default_{name}"] = default
        if is_made_anew(fields[name]):
            stored[name] = f"_default_{name}.factory()"
    return maker(cls, given, stored, before=before, known=known)


_KNOWN = {"_Unusual": Unusual, "_instant": datetime.fromisoformat, "_number": parse_number, "_LONGEST": LONGEST}


def _reading(name: str, kind: Any, known: dict[str, Any], structure: Structure) -> list[str]:
    """Return the statements that check and read the field `name`; what they need besides goes into `known`."""
    if kind in _READINGS:
        return [line.format(name=name) for line in _READINGS[kind]]
    if get_origin(kind) is Literal and all(type(each) is str for each in get_args(kind)):
        known[f"_words_{name}"] = frozenset(get_args(kind))
        return [f"if type({name}) is not str or {name} not in _words_{name}: raise _Unusual"]
    known[f"_read_{name}"], known[f"_kind_{name}"] = structure(kind), kind
    return [f"{name} = _read_{name}({name}, _kind_{name})"]


_READINGS: Mapping[Any, tuple[str, ...]] = {
    str: ("if type({name}) is not str or len({name}) > _LONGEST or not {name}.isprintable(): raise _Unusual",),
    int: ("if type({name}) is not int: raise _Unusual",),
    bool: ("if type({name}) is not bool: raise _Unusual",),
    Decimal: ("if type({name}) is not str: raise _Unusual", "{name} = _number({name})"),
    datetime: ("{name} = _instant({name})", "if {name}.tzinfo is None: raise _Unusual"),
}
