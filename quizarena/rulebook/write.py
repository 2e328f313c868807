"""Writing a rulebook out complete, included files too: as JSON for a journal, as YAML for people; both read back."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from quizarena.errors import NumberError
from quizarena.nodes import Entries, Items, Node, Plain, Scalar
from quizarena.points import parse_number
from quizarena.tables import Reading

from .model import Rulebook
from .structure import form_of
from .table_fields import TableFields

if TYPE_CHECKING:
    from collections.abc import Hashable

    from yaml import SafeDumper


def resolved_mapping(rulebook: Rulebook, *, with_sealed: bool = True) -> dict[str, Any]:
    """Return everything explicit, as JSON holds it: decimals as text, no floats; `of_resolved` reads it back.

    Without `with_sealed` the fields that the hall may not read (answers, topics) are left out.
    """
    return plain_mapping(rulebook, with_sealed=with_sealed)


def plain_mapping(value: Any, *, with_sealed: bool = True) -> dict[str, Any]:
    """Return a value that its class's form read, as JSON holds it: decimals as text, no floats."""
    mapping: dict[str, Any] = _without_decimals(form_of(cast("Hashable", type(value))).write(value, with_sealed))
    return mapping


def resolved_yaml(rulebook: Rulebook) -> str:
    """Return the complete rulebook as YAML that loads to an equal one."""
    return plain_yaml(rulebook)


def plain_yaml(value: Any) -> str:
    """Return a value that its class's form read as YAML that reads as an equal one."""
    return _yaml(form_of(cast("Hashable", type(value))).write(value, True))


def questions_yaml(reading: Reading) -> str:
    """Return the questions of a table as YAML that reads as the same ones."""
    return _yaml(_plain(TableFields().field(reading, "questions", "")))


def _yaml(value: Plain) -> str:
    import yaml

    return yaml.dump(value, Dumper=_dumper(), allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)


def _plain(node: Node) -> Plain:
    match node:
        case Entries():
            return {key.text: _plain(value) for key, value in node.entries}
        case Items():
            return [_plain(each) for each in node.items]
        case Scalar(style="plain"):
            return _typed(node.text)
        case Scalar():
            return node.text
    return None


def _typed(text: str) -> Plain:
    """Return what a text without quotes means to YAML."""
    if text in {"true", "false"}:
        return text == "true"
    try:
        return parse_number(text)
    except NumberError:
        return text


@functools.cache
def _dumper() -> type[SafeDumper]:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes no aliases, which the reader refuses."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    Dumper.add_representer(Decimal, _decimal)
    Dumper.add_representer(str, _text)
    return Dumper


def _decimal(dumper: SafeDumper, value: Decimal) -> Any:
    """Write the digits as they were given."""
    text = f"{value:f}"
    return dumper.represent_scalar("tag:yaml.org,2002:" + ("float" if "." in text else "int"), text)


def _text(dumper: SafeDumper, value: str) -> Any:
    """Put in quotes what a person or a program might take for a number or a time."""
    style = "|" if "\n" in value else '"' if value[:1].isdigit() or ":" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _without_decimals(value: Plain) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return {key: _without_decimals(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_decimals(each) for each in value]
    return value
