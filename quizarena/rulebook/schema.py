"""The JSON Schema of a contest's file, for editors that complete and underline while one writes.

Everything comes from the classes of the rulebook, the installed kinds and their formats; `load` checks more than this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizarena.languages import SOURCE
from quizarena.rounds import RoundKind

from .brackets import BRACKET, FORM
from .entries import FRAME, rules_form_beside_frame
from .format_files import Format, format_named, format_names
from .forms import Schema
from .heats import FORM as WINNERS
from .kinds import Kinds
from .model import Rulebook
from .structure import RecordForm, form_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def contest_schema(kinds: Mapping[str, RoundKind] | None = None) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a contest's file; `kinds` stand beside the installed ones.

    Raises:
        PluginError, RulebookError: A kind or one of its formats is broken.
    """
    rounds = {**dict(_rounds(Kinds(kinds or {}))), BRACKET: FORM.schema()}
    schema = form_of(Rulebook).schema()
    one_of_them = _by_name(rounds)
    schema["properties"]["rounds"]["items"] = one_of_them | {"required": ["id"]}
    schema["properties"]["play_off"] = one_of_them
    schema["properties"]["teams"]["anyOf"].append(WINNERS.schema())
    schema["required"].remove("play_off")
    return {"$schema": DIALECT, "title": "QuizArena contest", **schema, "$defs": rounds}


def _by_name(rounds: Mapping[str, Schema]) -> Schema:
    """A round is told by the format it uses, or by its kind where it uses none."""
    chosen = [
        {
            "if": {"required": [key], "properties": {key: {"const": name}}},
            "then": {"$ref": f"#/$defs/{name.replace('/', '~1')}"},
        }
        for name in rounds
        for key in ("use" if _is_used(name) else "kind",)
    ]
    names = {"use": list(filter(_is_used, rounds)), "kind": [name for name in rounds if not _is_used(name)]}
    properties = {key: {"enum": known} for key, known in names.items()}
    return {
        "type": "object",
        "properties": properties,
        "allOf": chosen,
        "anyOf": [{"required": [key]} for key in names],
    }


def _is_used(name: str) -> bool:
    return "/" in name or name == BRACKET


def _rounds(kinds: Kinds) -> Iterator[tuple[str, Schema]]:
    """Yield what a round may hold, for each kind by itself and for each format."""
    for name in kinds.names():
        yield name, _round(rules_form_beside_frame(kinds.get(name)), None)
    for family in kinds.families():
        for each in format_names(family, kinds):
            found = format_named(family, each, kinds)
            yield found.use, _round(rules_form_beside_frame(kinds.get(found.kind)), found)


def _round(rules: RecordForm, started_from: Format | None) -> Schema:
    frame, own = FRAME.schema(), rules.schema()
    given = {key.text for key, _value in started_from.rules.entries} | {"title", "kind"} if started_from else set()
    about = {"description": started_from.about.in_language(SOURCE)} if started_from else {}
    return {
        "type": "object",
        **about,
        "properties": {**frame["properties"], **own["properties"]},
        "required": [key for key in (*frame["required"], *own["required"]) if key not in {"id", *given}],
        "additionalProperties": False,
    }
