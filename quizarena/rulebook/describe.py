"""The rules of a format one by one, for people who choose one: key, value as a rulebook writes it, help."""

from __future__ import annotations

import attrs

from quizarena.nodes import Entries, Items, Node, Scalar, of_plain
from quizarena.rules import Include, Role, role_of
from quizarena.text import Text, Words
from quizarena.values import default_of

from .entries import FRAME
from .format_files import Format, form_of_rules
from .kinds import Kinds
from .structure import Slot

_QUOTED = ":#{}[],&*!|>'\"%@`"


@attrs.frozen
class RuleDescription:
    """A rule of a format: its key, its value as lines (none, where a round has to say it), its help, its role, and what
    the file may hold whose name stands in its place.
    """

    key: str
    value: tuple[str, ...]
    help: Text
    role: Role
    include: Include = ""


def rules_of(form: Format, language: str) -> tuple[RuleDescription, ...]:
    """Return every rule of a format in contests of `language`, in the order of its kind: what the format sets, else the
    kind's default.

    Raises:
        PluginError: The kind behind it is broken.
    """
    return tuple(_described(slot, form.rules_in(language)) for slot in form_of_rules(Kinds().get(form.kind)).slots)


def rules_of_all() -> tuple[RuleDescription, ...]:
    """Return the rules that a round of any format may set besides: weight, cap, teams and the like."""
    return tuple(_described(slot, Entries(())) for slot in FRAME.slots if not slot.required and slot.key != "use")


def _described(slot: Slot, given: Entries) -> RuleDescription:
    return RuleDescription(slot.key, _value(slot, given), slot.help or Words({}), role_of(slot.attribute), slot.include)


def _value(slot: Slot, given: Entries) -> tuple[str, ...]:
    node = given.get(slot.key)
    if node is None and slot.required:
        return ()
    return _lines(node if node is not None else of_plain(slot.form.write(default_of(slot.attribute), True)))


def _lines(node: Node) -> tuple[str, ...]:
    if isinstance(node, Items) and any(isinstance(each, Entries) for each in node.items):
        return tuple(f"- {flow(each)}" for each in node.items)
    return (flow(node),)


def flow(node: Node) -> str:
    """Return `node` as YAML on one line."""
    if isinstance(node, Items):
        return f"[{', '.join(map(flow, node.items))}]"
    if isinstance(node, Entries):
        return "{" + ", ".join(f"{_scalar(key)}: {flow(value)}" for key, value in node.entries) + "}"
    return _scalar(node) if isinstance(node, Scalar) else ""


def _scalar(scalar: Scalar) -> str:
    if scalar.style == "quoted" or any(char in _QUOTED for char in scalar.text):
        escaped = scalar.text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return scalar.text
