"""Classes that read themselves, such as a panel with the parameters of its rule.

Their refusals may begin with the path of a key ("round_at.judge: ..."), and then that is the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import attrs

from quizarena.errors import NumberError, QuizArenaError, Sentence, message_of
from quizarena.languages import SOURCE
from quizarena.nodes import Broken, Entries, Items, Node, Place, Plain, Scalar
from quizarena.points import parse_number
from quizarena.text import Text

from .forms import Schema, is_one_line, refuse, refuse_lines
from .problems import BAD, At
from .words import _


@attrs.frozen
class PluggedForm:
    """A class that reads itself: `of_mapping` raises RuleError, `to_mapping` writes what it reads."""

    made: Any
    expected: Text = _("keys with values")

    def fits(self, node: Node) -> bool:
        """Whether it is a mapping."""
        return isinstance(node, Entries)

    def holds(self, value: Any) -> bool:
        """Whether it is such a value."""
        return isinstance(value, self.made)

    def read(self, node: Node, at: At) -> Any:
        """Return the instance, the class's refusal placed at the key that it names."""
        if not isinstance(node, Entries):
            return refuse(self, node, at)
        if _has_broken(node):
            return BAD
        several = _several_lines(node, at)
        if several is not None:
            return refuse_lines(several, at)
        try:
            return self.made.of_mapping(loose(node))
        except (QuizArenaError, ValueError, TypeError) as error:
            return blame_key(message_of(error), node, at)

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return what the class writes."""
        mapping: Plain = value.to_mapping()
        return mapping

    def schema(self) -> Schema:
        """An object; what the class says of itself, if it does."""
        said: Schema | None = self.made.schema() if hasattr(self.made, "schema") else None
        return said or {"type": "object"}


def loose(node: Node) -> Plain:
    """Return plain values without knowing types: true and false, null, whole and decimal numbers, else text."""
    match node:
        case Scalar():
            return _loose_scalar(node)
        case Items():
            return [loose(each) for each in node.items]
        case Entries():
            return {key.text: loose(value) for key, value in node.entries}
        case _:
            return None


def _loose_scalar(node: Scalar) -> Plain:
    if node.is_null or node.style != "plain":
        return None if node.is_null else node.text
    if node.text in {"true", "false"}:
        return node.text == "true"
    try:
        number = parse_number(node.text)
    except NumberError:
        return node.text
    return number if "." in node.text else int(number)


def _has_broken(node: Node) -> bool:
    if isinstance(node, Items):
        return any(map(_has_broken, node.items))
    if isinstance(node, Entries):
        return any(_has_broken(value) for _key, value in node.entries)
    return isinstance(node, Broken)


def _several_lines(node: Node, at: At) -> Scalar | None:
    """Return the first text of several lines where one is expected, None if there is none."""
    if isinstance(node, Scalar):
        return None if is_one_line(node, at) else node
    inside = node.items if isinstance(node, Items) else ()
    inside = tuple(value for _key, value in node.entries) if isinstance(node, Entries) else inside
    return next(filter(None, (_several_lines(each, at) for each in inside)), None)


@attrs.frozen
class Rest:
    """What a sentence says after the path it may begin with, the same in every language."""

    whole: Sentence
    path: str

    def in_language(self, language: str) -> str:
        """Return the rest in `language`."""
        return self.whole.in_language(language).removeprefix(self.path)


def blame_key(message: Sentence, node: Entries, at: At) -> Any:
    """Refuse with a rule's sentence, at the key it begins with or, failing that, the first key it quotes."""
    own = Rest(message, f"{at.path[-1]}: " if at.path else "")
    sentence = own.in_language(SOURCE)
    path, colon, rest = sentence.partition(": ")
    found, below = _descend(node, path.split("."), at)
    if below is not at and rest:
        return below.refuse(found, Rest(own, path + colon))
    quoted = next((key for key in re.findall(r"'([^']+)'", sentence) if node.key(key)), None)
    return at.refuse(place_in(node, quoted), own)


def _descend(node: Node, steps: list[str], at: At) -> tuple[Place, At]:
    """Return the place of the value at `steps` below `node`, as far as there is one, and its path."""
    place = node.place
    for step in steps:
        below = child(node, step)
        if below is None:
            break
        node, place, at = below, below.place, at.down(step)
    return place, at


def child(node: Node, step: str) -> Node | None:
    """Return what stands under a key of a mapping or at an index of a list, None if nothing does."""
    if isinstance(node, Entries):
        return node.get(step)
    if isinstance(node, Items) and step.isdecimal() and step.isascii() and len(step) < 6:
        return node.items[int(step)] if int(step) < len(node.items) else None
    return None


def node_at(node: Node, path: Iterable[str]) -> Node:
    """Return what stands at `path`, or the nearest value around it."""
    for step in path:
        below = child(node, step)
        if below is None:
            break
        node = below
    return node


def place_in(node: Entries, key: str | None) -> Place:
    """Return where the value of `key` stands, or the mapping itself."""
    value = node.get(key) if key else None
    return value.place if value else node.place
