"""Tables as the fields of a rulebook take them: ids that no two rounds share, packs by their ids, slips to draw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from quizarena import tables
from quizarena.nodes import Broken, Entries, Items, Node, Place, Scalar
from quizarena.rules import Include
from quizarena.tables.cells import problem
from quizarena.tables.rows import Reading, with_id

from .listed import complete, ids_of, in_file
from .problems import At
from .words import _

_ID = re.compile("[a-z0-9][a-z0-9_-]{0,39}")


@attrs.define
class TableFields:
    """The tables of one rulebook: each counts its questions from 1, and a contest needs ids of its own for all."""

    _taken: set[str] = attrs.field(factory=set, init=False)
    _count: int = attrs.field(default=0, init=False)

    def tree(self, content: bytes, name: str, kind: Include) -> tuple[Node, Reading]:
        """Return a file as the field of `kind` takes it, and its reading; `Broken` where nothing can be made of it."""
        match kind:
            case "questions" | "teams" | "judges":
                reading = tables.read(content, name, kind)
            case _:
                reading = tables.read(content, name, "topics")
        if reading.problems:
            return Broken(Place(name)), reading
        if reading.ignored:
            columns = ", ".join(reading.ignored)
            reading.hints.append(problem(Place(name), _("columns that were not used: {columns}", columns=columns)))
        found = self.field(reading, kind, name)
        if not found.items and kind == "topics":
            reading.refuse(Place(name), _("all slips are spare, and none is left to draw; keep some that are not"))
            return Broken(Place(name)), reading
        return found, reading

    def field(self, reading: Reading, kind: Include, name: str) -> Items:
        """Return what was read as the list that the field of `kind` takes."""
        match kind:
            case "teams":
                rows: Iterable[Node] = (with_id(row, f"t{number}") for number, row in enumerate(reading.rows, 1))
            case "judges":
                rows = (with_id(row, f"j{number}") for number, row in enumerate(reading.rows, 1))
            case "questions":
                packs = _packs(reading)
                rows = [_as_question(row, packs) for row in self._with_own_ids(reading.rows)]
            case _:
                rows = self._with_own_ids([_as_topic(row) for row in _drawn(reading)])
        return Items(tuple(rows), Place(name))

    def completed(self, node: Items, at: At, kind: Include) -> Items:
        """Return the list of a YAML file with all its ids: those made for it are none that a file before it has."""
        self._count += 1
        found = complete(node, at.apart(), kind, in_file(kind))
        before = f"{self._count}-" if self._taken & (ids_of(found) - ids_of(node)) else ""
        found = complete(node, at, kind, in_file(kind, before))
        self._taken |= ids_of(found)
        return found

    def _with_own_ids(self, rows: Iterable[Entries]) -> list[Entries]:
        """Return questions or topics with ids that no file before this one used."""
        self._count += 1
        given = {_text(row, "id"): row for row in rows}
        if self._taken & given.keys():
            given = {f"{self._count}-{number}": row for number, row in given.items()}
        self._taken |= given.keys()
        return [with_id(row, number) for number, row in given.items()]


def _text(row: Entries, field: str) -> str:
    node = row.get(field)
    return node.text if isinstance(node, Scalar) else ""


def _packs(reading: Reading) -> dict[str, str]:
    """Return an id for each pack by its name; where names are no ids, a hint says which is which."""
    found = [(_text(row, "pack"), row.place) for row in reading.rows if row.get("pack") is not None]
    names = list(dict.fromkeys(name for name, _place in found))
    if all(_ID.fullmatch(name) for name in names):
        return {name: name for name in names}
    packs = {name: f"p{number}" for number, name in enumerate(names, 1)}
    written = ", ".join(f"{{id: {key}, title: {name}}}" for name, key in packs.items())
    reading.hint(found[0][1], _("the packs by name; a round of packs takes them as packs: [{packs}]", packs=written))
    return packs


def _as_question(row: Entries, packs: Mapping[str, str]) -> Entries:
    pack = row.get("pack")
    return row.with_entry("pack", Scalar(packs[pack.text], place=pack.place)) if isinstance(pack, Scalar) else row


def _drawn(reading: Reading) -> list[Entries]:
    """Return the slips that are drawn; spare ones are named in a hint."""
    for row in reading.rows:
        if row.get("spare") is not None:
            reading.hint(row.place, _("a spare slip takes no part in the draw and was left out"))
    return [row for row in reading.rows if row.get("spare") is None]


def _as_topic(row: Entries) -> Entries:
    entries = tuple(
        (key, value) if key.text != "text" else (Scalar("title", place=key.place), value) for key, value in row.entries
    )
    return with_id(Entries(entries, row.place), f"topic-{_text(row, 'id')}")
