"""What the numbers of a ballot add up to, wherever it is typed, printed or read back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from .blanks import EMPTY
from .points import exact, total
from .text import Text
from .values import fast_init


@fast_init
@attrs.frozen
class Sum:
    """Numbers that are added up where a ballot is typed and read back: the paths of their blanks, and their name.

    Each counts times its factor, in the order of `paths`, once where there are none; `base` is added to them.
    """

    paths: tuple[str, ...]
    label: Text = EMPTY
    factors: tuple[Decimal, ...] = ()
    base: Decimal = Decimal(0)

    @property
    def is_plain(self) -> bool:
        """Whether the numbers are added as they stand."""
        return not self.base and set(self.factors) <= {Decimal(1)}

    def of(self, numbers: Sequence[Decimal | int]) -> Fraction:
        """Return the sum of the first `numbers` of the paths."""
        factors = self.factors or (Decimal(1),) * len(numbers)
        counted = (exact(number) * exact(factor) for number, factor in zip(numbers, factors, strict=False))
        return total((exact(self.base), *counted))
