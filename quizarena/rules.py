"""How a rule is declared: fields of attrs classes that the rulebook reads, checks, shows and amends.

Decides what a field says about itself: whether it is *scoring* (always amendable, re-scores the past) or *shape* (only
until its round begins), whether it is sealed from the hall, whether a file may stand in its place. Leaves reading to
the rulebook and meaning to the kinds. No YAML in here, so kinds stay light.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import attrs

from .text import Text, Words

Role: TypeAlias = Literal["scoring", "shape"]
Include: TypeAlias = Literal["", "yaml", "questions", "topics", "teams", "judges"]
"""What a file may hold whose name stands in place of a field: YAML, and for all but "yaml" a table of that kind too.

A list of "questions" (`id`, `text` and more) or "topics" (`id`, `title`) may hold texts alone, and leave ids out.
"""
Seconds: TypeAlias = Annotated[int, "seconds"]
"""A duration in whole seconds; the file says "3:00" (quoted) or 180."""
Id: TypeAlias = Annotated[str, "id"]
"""A name that programs use: a to z, 0 to 9, `-` and `_`, at most 40 of them; words for people stand beside it."""

Lines: TypeAlias = Annotated[Words, "lines"]
"""Words that may stand on several lines, such as a question with what is given below each other."""
LanguageCode: TypeAlias = Annotated[str, "language"]
"""One of the languages there are, such as zh."""
TeamId: TypeAlias = Annotated[str, "team"]
"""The id of a team of the contest; a rulebook that names another is refused."""


def scoring(*, help: Text, sealed: bool | str = False, include: Include = "", **options: Any) -> Any:
    """Return an attrs field for a rule that may be amended at any time.

    Args:
        help: What it is, for organisers.
        sealed: Whether the hall may not read it, or the type of the fact from which on it may, such as "relay.opened".
        include: What a file may hold whose name stands in its place.
        options: For `attrs.field`.
    """
    return _field("scoring", help, sealed, include, options)


def shape(*, help: Text, sealed: bool | str = False, include: Include = "", **options: Any) -> Any:
    """Return an attrs field for a rule that may be amended only until its round begins; else as `scoring`."""
    return _field("shape", help, sealed, include, options)


def _field(role: Role, help: Text, sealed: bool | str, include: Include, options: dict[str, Any]) -> Any:
    metadata = {
        "role": role,
        "help": help,
        "sealed": sealed,
        "include": include,
        **options.pop("metadata", {}),
    }
    return attrs.field(metadata=metadata, kw_only=True, **options)


def role_of(field: attrs.Attribute[Any]) -> Role:
    """Return the field's role; a field that declares none is shape, the safe side."""
    role: Role = field.metadata.get("role", "shape")
    return role


def is_sealed(field: attrs.Attribute[Any]) -> bool:
    """Whether the hall may not read the field."""
    return bool(field.metadata.get("sealed", False))


def opened_by(field: attrs.Attribute[Any]) -> str:
    """Return the type of the fact from which on the hall may read a sealed field, empty where none is named."""
    sealed = field.metadata.get("sealed", False)
    return sealed if isinstance(sealed, str) else ""
