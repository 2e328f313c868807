"""Two copies of one contest's file: which is ahead, or where they part.

Decides by the digests alone: each stands for all that went before it. Leaves checking the chains to `first_bad` and
what to do about two copies that part to people.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import attrs

from .row import Row

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
