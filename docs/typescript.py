"""Writes quizarena/web/schemas/scenes.ts, the types of scenes and standings for programs in TypeScript.

`python docs/typescript.py`, after `python docs/schemas.py`: they are read off schema.json. A test compares the file.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "quizarena" / "web" / "schemas"
NAMES = {"Number": "ExactNumber", "Operation": "ScoreOperation"}
"""What is called otherwise in TypeScript, where the word has a meaning of its own."""
WIDE = 110


def type_of(schema: Mapping[str, Any]) -> str:
    """Return the type of what a schema describes."""
    if "$ref" in schema:
        return named(schema["$ref"].rpartition("/")[2])
    if "const" in schema:
        return json.dumps(schema["const"])
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " | ".join(dict.fromkeys(map(type_of, schema[union])))
    if "enum" in schema:
        return " | ".join(map(json.dumps, schema["enum"]))
    return _by_type(schema)


def _by_type(schema: Mapping[str, Any]) -> str:
    match schema["type"]:
        case "array" if "prefixItems" in schema:
            return f"[{', '.join(map(type_of, schema['prefixItems']))}]"
        case "array":
            return f"ReadonlyArray<{type_of(schema['items'])}>"
        case "object":
            return f"Readonly<Record<string, {type_of(schema['additionalProperties'])}>>"
        case "integer":
            return "number"
        case plain:
            return str(plain)


def named(name: str) -> str:
    """Return what a definition is called in TypeScript."""
    return NAMES.get(name, name)


def definition(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of one type, what it is in a comment above it."""
    yield from comment(schema.get("description", ""))
    if "properties" not in schema:
        yield f"export type {named(name)} = {type_of(schema)};"
        return
    yield f"export interface {named(name)} {{"
    for field, inner in schema["properties"].items():
        yield f"  readonly {field}: {type_of(inner)};"
    if schema.get("additionalProperties") is True:
        yield "  readonly [field: string]: unknown;"
    yield "}"


def comment(text: str) -> Iterator[str]:
    """Yield a comment's lines."""
    lines = textwrap.wrap(text.replace("*/", "* /"), WIDE)
    if len(lines) == 1:
        yield f"/** {lines[0]} */"
    elif lines:
        yield from ("/**", *(f" * {line}" for line in lines), " */")


def written() -> str:
    """Return the file as it is now."""
    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    head = f"// {schema['title']}. Written by docs/typescript.py from schema.json."
    blocks = schema["$defs"]["Scene"]["properties"]["blocks"]["items"]
    schema["$defs"]["Scene"]["properties"]["blocks"] = {"type": "array", "items": {"$ref": "#/$defs/Block"}}
    found = {"Block": {"description": "A block of a scene; `block` says which it is.", **blocks}, **schema["$defs"]}
    parts = ["\n".join(definition(name, each)) for name, each in found.items()]
    return "\n\n".join([head, *parts]) + "\n"


if __name__ == "__main__":
    (FOLDER / "scenes.ts").write_text(written(), encoding="utf-8", newline="\n")
