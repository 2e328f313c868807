"""Teams, their members, and judges as a rulebook writes them.

Members and judges may be given as names only, and then get ids in the order listed (`yongtai-1`, `j1`).
"""

from __future__ import annotations

from typing import Any

import attrs

from quizarena.nodes import Entries, Items, Node, Scalar
from quizarena.roster import Contestant, Judge, Team

from .forms import IdForm, Schema, is_id
from .hints import in_mapping
from .problems import At
from .structure import RecordForm, Slot, special
from .words import _

_UNNAMED = "team-at-line-"
"""What the ids of members begin with where their team's own id is none."""


@attrs.frozen
class _PersonForm(RecordForm):
    """An id, a name, and what else the class says."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The fields of the file; `id` is an id, whatever the class calls its type."""
        known = RecordForm(self.made, self.without).slots
        return tuple(attrs.evolve(slot, form=IdForm()) if slot.key == "id" else slot for slot in known)


@attrs.frozen
class _TeamForm(_PersonForm):
    """A team."""

    def read(self, node: Node, at: At) -> Any:
        """Return the team, its members with their ids."""
        if isinstance(node, Scalar) and not node.is_null and in_mapping(node.text) is None:
            meant = f"{{id: t{int(at.path[-1]) + 1}, name: {node.text}}}"
            return at.refuse(node.place, _("a team needs an id and a name; write {meant}", meant=meant))
        return super().read(_with_member_ids(node) if isinstance(node, Entries) else node, at)


def _with_member_ids(team: Entries) -> Entries:
    key, members = team.get("id"), team.get("members")
    if not isinstance(key, Scalar) or not isinstance(members, Items):
        return team
    if not is_id(key.text):  # reported once, at the team
        key = Scalar(f"{_UNNAMED}{key.place.line}", place=key.place)
    named = tuple(_named(each, f"{key.text}-{number}") for number, each in enumerate(members.items, 1))
    return team.with_entry("members", attrs.evolve(members, items=named))


def _named(node: Node, key: str) -> Node:
    """Return a name as the mapping it is short for; anything else unchanged."""
    if not isinstance(node, Scalar) or node.is_null:
        return node
    entries = (
        (Scalar("id", place=node.place), Scalar(key, place=node.place)),
        (Scalar("name", place=node.place), node),
    )
    return Entries(entries, node.place)


@attrs.frozen
class _NameOrPersonForm(_PersonForm):
    """A member or a judge, perhaps by name only."""

    def schema(self) -> Schema:
        """A name, or an object."""
        return {"anyOf": [{"type": "string", "minLength": 1}, RecordForm.schema(self)]}


@attrs.frozen
class _JudgeForm(_NameOrPersonForm):
    """A judge."""

    def read(self, node: Node, at: At) -> Any:
        """Return the judge; the place in the list gives an id where only a name is said."""
        return super().read(_named(node, f"j{int(at.path[-1]) + 1}"), at)


def register() -> None:
    """Let the classes of `quizarena.roster` be read this way wherever a field is annotated with them."""
    special(Contestant, _NameOrPersonForm(Contestant))
    special(Team, _TeamForm(Team, frozenset({"standing"})))
    special(Judge, _JudgeForm(Judge, frozenset({"away"})))
