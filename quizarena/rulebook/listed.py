"""Lists of questions, topics and motions: each stands there as a text alone or as a mapping, with an id or without.

An id that is left out is made of the place: `final-2` is the second of the round `final`, in a file `q2` or `topic-2`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import attrs

from quizarena.languages import LANGUAGES
from quizarena.nodes import Broken, Entries, Items, Node, Place, Scalar, shown
from quizarena.rules import Include
from quizarena.tables.rows import with_id

from .forms import Schema, WordsForm, is_id
from .problems import At
from .words import _

WORDS_OF: Mapping[Include, str] = {"questions": "text", "topics": "title"}
"""The key that a text alone stands for, by what the list is of."""
_BEFORE: Mapping[Include, str] = {"questions": "q", "topics": "topic-"}
_ROOM = 30
"""As much of a round's id as leaves room for a number behind it."""
_LIKE_A_KEY = re.compile(r"[a-z_]+\s*[:\uff1a]")
_Naming: TypeAlias = Callable[[int], str]


def in_file(kind: Include, before: str = "") -> _Naming:
    """Return what makes the ids of a file's entries from their numbers, with `before` in front of them."""
    return lambda number: f"{before}{_BEFORE[kind]}{number}"


def in_round(at: At) -> _Naming:
    """Return what makes the ids of a list in the contest's own file: after the round that holds it."""
    match at.path:
        case ("rounds", place, *_rest) if int(place) < len(at.reading.rounds):
            owner = at.reading.rounds[int(place)]
        case (first, *_rest):
            owner = first.replace("_", "-")
        case _:
            owner = "list"
    return lambda number: f"{owner[:_ROOM]}-{number}"


def complete(listed: Items, at: At, kind: Include, naming: _Naming) -> Items:
    """Return the list with a mapping for each text and an id in each mapping; an id that stands twice is refused."""
    words = WORDS_OF[kind]
    items = tuple(
        each if _has_id(each) else _complete(each, at.down(nth - 1), words, naming(nth))
        for nth, each in enumerate(listed.items, 1)
    )
    first: dict[str, int] = {}
    for nth, each in enumerate(items):
        key = each.get("id") if isinstance(each, Entries) else None
        if isinstance(key, Scalar) and is_id(key.text) and first.setdefault(key.text, nth) != nth:
            _refuse_twice(key, first[key.text], at.down(nth), is_made=listed.items[nth] is not each)
    return attrs.evolve(listed, items=items)


def ids_of(listed: Items) -> frozenset[str]:
    """Return the ids in a list."""
    keys = [each.get("id") for each in listed.items if isinstance(each, Entries)]
    return frozenset(key.text for key in keys if isinstance(key, Scalar))


def _has_id(node: Node) -> bool:
    return isinstance(node, Entries) and node.key("id") is not None


def _complete(node: Node, at: At, words: str, name: str) -> Node:
    if isinstance(node, Scalar) and not node.is_null and not _LIKE_A_KEY.match(node.text):
        return _alone(node, node.place, words, name)
    if not isinstance(node, Entries) or not node.entries:
        return node
    if all(key.text in LANGUAGES for key, _value in node.entries):
        return _alone(node, node.place, words, name)
    [(key, value), *others] = node.entries
    if not others and isinstance(value, Scalar) and not re.fullmatch("[a-z_]+", key.text):
        meant = f'"{key.text}: {value.text}"'
        at.refuse(key.place, _('a text with ": " in it stands in quotes; write {meant}', meant=meant))
        return Broken(node.place)
    return with_id(node, name)


def _alone(node: Node, place: Place, words: str, name: str) -> Entries:
    return with_id(Entries(((Scalar(words, place=place), node),), place), name)


def _refuse_twice(key: Scalar, first: int, at: At, *, is_made: bool) -> None:
    found, number = shown(key.text), first + 1
    if is_made:
        message = _("without an id this is called {id}, as number {number} is already; write another id",
                    id=found, number=number)  # fmt: skip
        at.refuse(key.place, message)
    else:
        at.down("id").refuse(key.place, _("number {number} has the id {id} already; write another", id=found,
                                          number=number))  # fmt: skip


def schema_of(one: Schema) -> Schema:
    """Return the JSON Schema of an entry: a text, one in each language, or the mapping `one`, with an id or without."""
    required = [key for key in one["required"] if key != "id"]
    return {"anyOf": [WordsForm().schema(), one | {"required": required}]}
