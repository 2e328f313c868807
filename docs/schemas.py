"""Writes quizarena/web/schemas/schema.json, what scenes and standings look like as JSON: `python docs/schemas.py`.

The blocks are read off their classes, as `Scene.to_json` writes them; what stands around them is said here. A test
compares the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from fractions import Fraction
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from quizarena.roster import Standing
from quizarena.scenes import SCENE_VERSION, Block
from quizarena.scores import Op
from quizarena.text import Text

FILE = Path(__file__).parents[1] / "quizarena" / "web" / "schemas" / "schema.json"
NUMBER = {"type": "string", "pattern": r"^-?\d+(\.\d+|/\d+)?$"}
"""A score: exact text, a fraction where no decimals are exact."""
INSTANT = {"type": "string", "format": "date-time"}
TEXT = {"type": "string"}
PLAIN: dict[Any, dict[str, Any]] = {
    Text: TEXT, str: TEXT, bool: {"type": "boolean"}, int: {"type": "integer"}, type(None): {"type": "null"},
    Fraction: {"$ref": "#/$defs/Number"}, datetime: INSTANT, Op: {"$ref": "#/$defs/Operation"},
}  # fmt: skip


class Definitions:
    """The schemas of classes by their names, made as they are met."""

    def __init__(self) -> None:
        """Begin with none."""
        self.found: dict[str, dict[str, Any]] = {}

    def of(self, kind: Any) -> dict[str, Any]:
        """Return the schema of a field's type."""
        if kind in PLAIN:
            return PLAIN[kind]
        origin, inner = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            return {"anyOf": [self.of(each) for each in inner]}
        if origin is Literal:
            return {"enum": list(inner)}
        if origin is tuple:
            return self._tuple(inner)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"enum": [each.value for each in kind]}
        if attrs.has(kind):
            return self.named(kind)
        raise TypeError(f"say in docs/schemas.py how {kind} is written as JSON")

    def _tuple(self, inner: tuple[Any, ...]) -> dict[str, Any]:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return {"type": "array", "items": self.of(inner[0])}
        parts = [self.of(each) for each in inner]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}

    def named(self, kind: Any, block: str = "") -> dict[str, Any]:
        """Return the reference to a class's schema; a block says which it is, but not as a part of another."""
        name = f"{kind.__name__}Part" if kind in get_args(Block) and not block else kind.__name__
        if name not in self.found:
            made = self.found[name] = {"description": about(kind), "type": "object"}
            hints = get_type_hints(kind)
            fields = {field.name: self.of(hints[field.name]) for field in attrs.fields(kind)}
            made["properties"] = {**({"block": {"const": block}} if block else {}), **fields}
            made["required"] = list(made["properties"])
        return {"$ref": f"#/$defs/{name}"}


def about(kind: Any) -> str:
    """Return what a class says of itself first."""
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


def said(description: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object's schema, all of whose fields are there."""
    return {"description": description, "type": "object", "properties": properties, "required": list(properties)}


def listed(of: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a list."""
    return {"type": "array", "items": of}


OR_NULL = {"anyOf": [listed(TEXT), {"type": "null"}]}
VERSION = {"version": {"const": SCENE_VERSION}, "language": {"enum": ["zh", "en"]}}
FRAME = {
    "Number": {"description": "Points, exact: decimals, or a fraction that no decimals are equal to.", **NUMBER},
    "Operation": {
        "description": "How a score follows from its parts, by its stable name.",
        "type": "object", "properties": {"name": TEXT}, "required": ["name"], "additionalProperties": True,
    },
    "Row": said("A team's row of the standings; `rounds` are its points by the round's id.", {
        "place": {"anyOf": [{"type": "integer"}, {"type": "null"}]}, "team": TEXT, "name": TEXT,
        "podium": {"type": "integer"},
        "rounds": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Number"}},
        "adjustments": {"$ref": "#/$defs/Number"}, "total": {"$ref": "#/$defs/Number"},
        "tied": listed(TEXT), "broken_by": {"anyOf": [TEXT, {"type": "null"}]},
        "standing": {"enum": list(get_args(Standing))},
    }),
    "Prize": said("A prize; its winners are null until the board has shown them.", {
        "prize": TEXT, "winners": OR_NULL, "names": OR_NULL,
    }),
    "Award": said("An honour; its winners are null until the board has shown them.", {
        "award": TEXT, "winners": OR_NULL, "names": OR_NULL,
    }),
    "Standings": said("The standings as the hall knows them, the first first.", {
        **VERSION, "standings": listed({"$ref": "#/$defs/Row"}), "prizes": listed({"$ref": "#/$defs/Prize"}),
        "awards": listed({"$ref": "#/$defs/Award"}), "open_ties": listed(listed(TEXT)),
        **{name: {"type": "boolean"} for name in ("rehearsal", "provisional", "frozen", "complete")},
    }),
}  # fmt: skip


def written() -> str:
    """Return the file as it is now."""
    found = Definitions()
    blocks = [found.named(block, block.__name__.lower()) for block in get_args(Block)]
    scene = said(
        "What the hall sees: a title and blocks, top to bottom. The digest is that of the content.",
        {**VERSION, "digest": TEXT, "title": TEXT, "blocks": listed({"oneOf": blocks})},
    )
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:quizarena:schema:{SCENE_VERSION}",
        "title": f"QuizArena: scenes and standings, version {SCENE_VERSION}",
        "$defs": {"Scene": scene, **FRAME, **dict(sorted(found.found.items()))},
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(written(), encoding="utf-8", newline="\n")
