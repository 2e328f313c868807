"""What a screen shows, as data.

A scene is a frozen value made of a closed set of blocks; terminal, web page and paper draw the same one. Decides the
vocabulary; leaves to the kinds what stands in it and to screens how it looks. What an audience may not know is not in
its scene.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from .clocks import Clock
from .facts import instant_text
from .points import show
from .text import Text, draw

Audience: TypeAlias = str | None
"""None is the record's owner and sees all; else "desk", "judge:ID", "host" or "hall"."""

MarkState: TypeAlias = Literal["waiting", "in", "shown", "struck_high", "struck_low", "absent", "barred"]


def behind_the_curtain(audience: Audience) -> bool:
    """Whether the audience may read what is kept from the hall: answers, accepted variants, the host's line."""
    return audience in (None, "desk", "host")


@attrs.frozen
class Headline:
    """The large line of a scene, with what stands on the right of it."""

    text: Text
    aside: Text | None = None


@attrs.frozen
class Paragraph:
    """A line of text. `role` says what it is: a topic, a motion, a note, an explanation of a rule."""

    text: Text
    role: str = "note"


@attrs.frozen
class Say:
    """The lines the host reads now and next; present for host and desk only."""

    now: tuple[Text, ...]
    then: tuple[Text, ...] = ()


@attrs.frozen
class Steps:
    """The rail: the steps of this part and where it stands (0-based; None before the first or after the last)."""

    names: tuple[Text, ...]
    current: int | None


@attrs.frozen
class Question:
    """A question, and for those who may know it, its answer."""

    text: Text
    answer: Text | None = None
    accepted: tuple[Text, ...] = ()


@attrs.frozen
class OnStage:
    """Who is on stage now: the entrant's team, its desk number, and the member who speaks."""

    team: str
    name: Text
    desk: int
    member: Text | None = None
    role: Literal["", "affirmative", "negative"] = ""


@attrs.frozen
class Face:
    """A clock as it is shown: whose it is, and the seconds at which a bell rings."""

    clock: Clock
    label: Text
    role: Literal["", "affirmative", "negative"] = ""
    bells: tuple[int, ...] = ()


@attrs.frozen
class Clocks:
    """One clock, or two of a debate."""

    faces: tuple[Face, ...]


@attrs.frozen
class Mark:
    """One judge's cell: the state of the ballot and, once shown, its number."""

    judge: str
    name: Text
    state: MarkState
    value: Fraction | None = None
    record: int | None = None


@attrs.frozen
class Marks:
    """The judges' marks for one performance, in the order they open."""

    entrant: str
    cells: tuple[Mark, ...]


@attrs.frozen
class Versus:
    """Two sides of a debate and what they debate."""

    affirmative: OnStage
    negative: OnStage
    motion: Text | None = None
    speaking: Literal["", "affirmative", "negative"] = ""


@attrs.frozen
class Table:
    """Rows of text and numbers under heads; a number stays a number until it is drawn."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[Text | Fraction | int | None, ...], ...]
    title: Text | None = None


@attrs.frozen
class Lots:
    """A draw as it opens: what was drawn so far, and the lines anybody can check."""

    order: tuple[Text | None, ...]
    proof: tuple[str, ...] = ()


@attrs.frozen
class Prizes:
    """The prizes from the last place up; None for those not opened yet."""

    rows: tuple[tuple[Text, tuple[Text, ...] | None], ...]


Block: TypeAlias = (
    Headline | Paragraph | Say | Steps | Question | OnStage | Clocks | Marks | Versus | Table | Lots | Prizes
)


@attrs.frozen
class Scene:
    """What a screen shows: a title and blocks, top to bottom."""

    title: Text
    blocks: tuple[Block, ...] = ()

    def of(self, *kinds: type) -> tuple[Any, ...]:
        """Return the blocks of these kinds, in order."""
        return tuple(block for block in self.blocks if isinstance(block, kinds))

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the scene as JSON values, its texts drawn in `language`, its numbers as exact text."""
        return {
            "title": draw(self.title, language),
            "blocks": [{"block": type(b).__name__.lower(), **_fields(b, language)} for b in self.blocks],
        }


def _fields(value: Any, language: str) -> dict[str, Any]:
    return {field.name: _json(getattr(value, field.name), language) for field in attrs.fields(type(value))}


def _json(value: Any, language: str) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Fraction):
        return show(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Text):
        return draw(value, language)
    if isinstance(value, Mapping):
        return {key: _json(each, language) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_json(each, language) for each in value]
    return _fields(value, language)
