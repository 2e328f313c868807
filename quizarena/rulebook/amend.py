"""Amending one rule: finding it by its path ("rounds.quiz.points", "prizes.0.places"), its role, the new rulebook.

In a list an id or a number counted from 0 names the element. Whether an amendment comes too late the contest decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from quizarena.errors import Problem, RulebookError
from quizarena.nodes import Broken, Entries, Items, Node, Scalar, shown
from quizarena.plugins import nearest
from quizarena.rounds import RoundKind
from quizarena.rules import Role, is_sealed, role_of
from quizarena.text import Text, plain

from .describe import flow
from .entries import RoundEntry
from .loading import of_tree, of_tree_plain
from .model import Reach, Rulebook, RuleInForce
from .plugged import child
from .reader import read_text
from .words import _
from .write import resolved_mapping


@attrs.frozen
class _Found:
    """A rule: its steps through the tree of the file, and what its field says of itself."""

    steps: tuple[str, ...]
    role: Role


def rules_in_force(rulebook: Rulebook) -> Iterator[RuleInForce]:
    """Yield every rule that may be amended, those that hold others too: none of teams and judges, nothing sealed."""
    yield from _all_below(_At(rulebook, _tree(rulebook), _Declared(rulebook)))


def rule_in_force(rulebook: Rulebook, path: str) -> RuleInForce | None:
    """Return the rule at `path`, None where there is none that may be amended in the open."""
    at: _At | None = _At(rulebook, _tree(rulebook), _Declared(rulebook))
    for segment in path.split("."):
        at = None if at is None else at.below(segment, _step(at.node, segment))
    return None if at is None else at.rule


def rules_below(rulebook: Rulebook, path: str) -> Iterator[RuleInForce]:
    """Yield the rules below `path` that may be amended, those kept from the hall too: for the desk alone."""
    at: _At | None = _At(rulebook, _tree(rulebook), _Declared(rulebook), closed=True)
    for segment in path.split("."):
        at = None if at is None else at.below(segment, _step(at.node, segment))
    if at is not None:
        yield from _all_below(at)


def _all_below(at: _At) -> Iterator[RuleInForce]:
    for segment, step in _steps(at.node):
        below = at.below(segment, step)
        if below is not None:
            yield below.rule
            yield from _all_below(below)


@attrs.frozen
class _At:
    """A place in the rulebook: the steps to it, what they are called in a path, and to people.

    `closed` says that what is kept from the hall is looked at too.
    """

    rulebook: Rulebook
    node: Node
    declared: _Declared
    steps: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    name: tuple[Text, ...] = ()
    closed: bool = False

    def below(self, segment: str, step: str) -> _At | None:
        """Return the place one step on, None where there is none that may be amended in the open."""
        node, declared = child(self.node, step), self.declared.below(step)
        kept = declared.sealed and not self.closed
        if node is None or declared.fixed or kept or (not self.steps and step in _PEOPLE):
            return None
        own: Text = _Brief(declared.help) if declared.help is not None else plain(segment)
        name = (*self.name, own)
        if self.steps == ("rounds",):
            name = (self.rulebook.rounds[int(step)].title,)
        return _At(self.rulebook, node, declared, (*self.steps, step), (*self.segments, segment), name, self.closed)

    @property
    def rule(self) -> RuleInForce:
        """The rule that stands here."""
        about = _reach(self.rulebook, _Found(self.steps, self.declared.role))
        return RuleInForce(".".join(self.segments), flow(self.node), self.name, about, _is_single(self.node))


def _is_single(node: Node) -> bool:
    """Whether a rule is one value, or a list of such, and no mapping that holds others."""
    inside = node.items if isinstance(node, Items) else (node,)
    return not any(isinstance(each, Entries) for each in inside)


@attrs.frozen
class _Brief:
    """What a rule is called: its help up to where its explanation begins."""

    help: Text

    def in_language(self, language: str) -> str:
        """Return the name in `language`."""
        return _EXPLAINED.split(self.help.in_language(language), maxsplit=1)[0].strip()


_EXPLAINED = re.compile(r"[:：;；，(（]|, ")
_PEOPLE = ("teams", "judges")


def _steps(node: Node) -> list[tuple[str, str]]:
    """Return the steps down from a node, each after what a path calls it."""
    if isinstance(node, Items):
        return [
            (_id_of(each) or str(nth), str(nth)) for nth, each in enumerate(node.items) if isinstance(each, Entries)
        ]
    return [(name, name) for name in _names(node)]


def role_of_rule(rulebook: Rulebook, path: str) -> Role:
    """Return whether the rule at `path` ("rounds.quiz.points") is scoring or shape.

    Raises:
        RulebookError: There is no such rule (the nearest is named), or it names something and may not change.
    """
    return _found(rulebook, _tree(rulebook), path).role


def reach_of_rule(rulebook: Rulebook, path: str) -> Reach:
    """Return what the rule at `path` is about: scoring rules of a kind, and panels, are looked up anew by each part.

    Raises like `role_of_rule`.
    """
    return _reach(rulebook, _found(rulebook, _tree(rulebook), path))


def _reach(rulebook: Rulebook, found: _Found) -> Reach:
    match found.steps:
        case ("rounds", place, *rest):
            entry = rulebook.rounds[int(place)]
            return Reach(found.role, entry.id, each=found.role == "scoring" and _is_looked_up(entry, rest))
        case ("play_off", *rest):
            each = found.role == "scoring" and _is_looked_up(rulebook.play_off, rest)
            return Reach(found.role, play_off=True, each=each)
        case (first, *_rest):
            return Reach(found.role, each=first == "panel")
    return Reach(found.role)


def _is_looked_up(entry: RoundEntry, steps: list[str]) -> bool:
    if not steps:
        return False
    return steps[0] == "panel" or steps[0] in {field.alias for field in attrs.fields(type(entry.rules))}


def with_rule(rulebook: Rulebook, path: str, value: str, kinds: Mapping[str, RoundKind] | None = None) -> Rulebook:
    """Return the rulebook with the rule at `path` saying `value`, written as in the file.

    Raises:
        RulebookError: As `role_of_rule`, or the value does not belong there, or contradicts another rule.
    """
    tree = _tree(rulebook)
    found = _found(rulebook, tree, path)
    problems: list[Problem] = []
    node = read_text(value or "null", "", problems)
    if isinstance(node, Broken):
        raise RulebookError(attrs.evolve(problem, where=path) for problem in problems)
    return of_tree(_replaced(tree, found.steps, node), kinds)


def _tree(rulebook: Rulebook) -> Node:
    return of_tree_plain(resolved_mapping(rulebook))


def _found(rulebook: Rulebook, tree: Node, path: str) -> _Found:
    segments, steps = path.split("."), []
    node, declared = tree, _Declared(rulebook)
    for depth, segment in enumerate(segments):
        step = _step(node, segment)
        below = child(node, step)
        if below is None:
            inside = () if depth else tuple(_of_rounds(node, segment))
            raise _refused(path, _in_rounds(segment, inside) or _no_rule(segments[:depth], segment, _names(node)))
        node, declared = below, declared.below(step)
        steps.append(step)
    if declared.fixed:
        raise _refused(path, _("an id cannot be amended, for other rules refer to it"))
    return _Found(tuple(steps), declared.role)


def _step(node: Node, segment: str) -> str:
    """Return the key or index that `segment` means in `node`."""
    if not isinstance(node, Items):
        return segment
    for index, each in enumerate(node.items):
        if _id_of(each) == segment:
            return str(index)
    return segment


def _id_of(node: Node) -> str | None:
    key = node.get("id") if isinstance(node, Entries) else None
    return key.text if isinstance(key, Scalar) else None


def _names(node: Node) -> list[str]:
    if isinstance(node, Entries):
        return [key.text for key, _value in node.entries]
    if isinstance(node, Items):
        return [_id_of(each) or str(index) for index, each in enumerate(node.items)]
    return []


@attrs.frozen
class _Declared:
    """What the fields on the way to a rule say of themselves: the last one that says something holds."""

    value: Any
    role: Role = "shape"
    fixed: bool = False
    sealed: bool = False
    help: Text | None = None

    def below(self, step: str) -> _Declared:
        """Return what holds one step on."""
        field = _field(self.value, step)
        if field is None:
            return attrs.evolve(self, value=_element(self.value, step), help=None)
        owner, attribute = field
        said = "role" in attribute.metadata
        return _Declared(
            getattr(owner, attribute.name),
            role_of(attribute) if said else self.role,
            bool(attribute.metadata.get("fixed")) or attribute.name == "id",
            is_sealed(attribute),
            attribute.metadata.get("help"),
        )


def _field(value: Any, step: str) -> tuple[Any, attrs.Attribute[Any]] | None:
    owners = (value, value.rules) if isinstance(value, RoundEntry) else (value,)
    for owner in owners:
        for attribute in attrs.fields(type(owner)) if attrs.has(type(owner)) else ():
            if attribute.alias == step:
                return owner, attribute
    return None


def _element(value: Any, step: str) -> Any:
    if isinstance(value, tuple) and step.isdecimal() and int(step) < len(value):
        return value[int(step)]
    return value.get(step) if isinstance(value, Mapping) else None


def _replaced(node: Node, steps: tuple[str, ...], value: Node) -> Node:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    below = child(node, step)
    assert below is not None
    if isinstance(node, Items):
        index = int(step)
        items = (*node.items[:index], _replaced(below, rest, value), *node.items[index + 1 :])
        return attrs.evolve(node, items=items)
    assert isinstance(node, Entries)
    return node.with_entry(step, _replaced(below, rest, value))


def _refused(path: str, message: Text) -> RulebookError:
    return RulebookError([Problem("", 0, 0, path, message)])


def _of_rounds(rulebook: Node, key: str) -> Iterator[str]:
    """Yield the path of the rule `key` in each round that has it: people say `points` and mean a round's."""
    rounds = child(rulebook, "rounds")
    for each in rounds.items if isinstance(rounds, Items) else ():
        if child(each, key) is not None:
            yield f"rounds.{_id_of(each)}.{key}"


def _in_rounds(key: str, paths: tuple[str, ...]) -> Text | None:
    return _("{name} is a rule of a round; write {paths}", name=shown(key), paths=", ".join(paths)) if paths else None


def _no_rule(before: list[str], segment: str, known: list[str]) -> Text:
    close = nearest(segment, known)
    if close:
        meant = ".".join((*before, close))
        return _("no rule is called {name} here; did you mean {close}?", name=shown(segment), close=meant)
    return _("no rule is called {name} here; known are {known}", name=shown(segment), known=", ".join(known) or "-")
