"""Copies of one contest, checked and compared by their digests: each stands for all that went before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Literal, TypeAlias

import attrs

from ..errors import JournalError
from ..text import FRAME
from .addresses import without_password
from .protocol import Journal, Writer
from .row import Head, Row, first_bad
from .schemes import kind_of

_ = FRAME
Relation: TypeAlias = Literal["same", "ahead", "behind", "parted", "strangers"]


@attrs.frozen
class Comparison:
    """How two copies stand to each other; `common` is the number of records both have.

    The first is "ahead" of the second or "behind" it where one goes on from the other; they have "parted" where each
    has records of its own, and are "strangers" where not even record 0 is the same.
    """

    common: int
    first: int
    second: int

    @property
    def relation(self) -> Relation:
        """What the first is to the second."""
        if not self.common:
            return "strangers"
        if self.common not in (self.first, self.second):
            return "parted"
        if self.first == self.second:
            return "same"
        return "ahead" if self.first > self.second else "behind"


def compare(first: Sequence[Row], second: Sequence[Row]) -> Comparison:
    """Compare two journals, each whole in itself."""
    common = 0
    for one, other in zip(first, second, strict=False):
        if one.digest != other.digest:
            break
        common += 1
    return Comparison(common, len(first), len(second))


def copy_records(
    journal: Journal, drafts: Mapping[str, str], create: Callable[[Callable[[Writer], object]], Journal]
) -> Head:
    """Copy records and drafts to the new journal that `create` makes, and return its head, the chain checked."""

    def fill(writer: Writer) -> None:
        for row in journal.read():
            writer.append(row)

    with closing(create(fill)) as copy:
        if drafts:
            copy.write_drafts(drafts, {})
        return checked_head(copy)


def copy_to_server(journal: Journal, drafts: Mapping[str, str], target: str) -> Head:
    """Copy records and drafts to the new journal at an address of a plug-in's scheme; raises like `Journal.copy_to`."""
    kind = kind_of(target)
    assert kind is not None
    return copy_records(journal, drafts, lambda fill: kind.create(without_password(target), fill))


def checked_head(copy: Journal) -> Head:
    """Return the head of a copy.

    Raises:
        JournalError: Its chain is broken, as the original's is; a broken copy is kept, for it may be all there is.
    """
    fault = first_bad(copy.read())
    if fault is None:
        return copy.head()
    problem = _("{file}: was copied, but its chain is broken: {problem}", file=copy.address, problem=fault.reason)
    raise JournalError(problem)
