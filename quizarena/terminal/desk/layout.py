"""Where the desk's zones are: the same rows in every round, at 120x40 and down to 80x24.

On a small window the score strip takes the place of the right column.
"""

from __future__ import annotations

from functools import cached_property

import attrs

SIDE = 42
"""Columns of the right column with its rule."""
_FULL = (110, 36)


@attrs.frozen
class Layout:
    """The zones of a window: each `*_top` is the row of a zone's rule, its lines are below it up to the next rule."""

    width: int
    height: int

    @cached_property
    def full(self) -> bool:
        """Whether there is room for the right column."""
        return self.width >= _FULL[0] and self.height >= _FULL[1]

    @cached_property
    def left(self) -> int:
        """The columns of the left zones."""
        return self.width - SIDE if self.full else self.width

    @cached_property
    def strip(self) -> int:
        """The rows of the score strip above the zones, where there is no right column."""
        return 0 if self.full else 1

    @cached_property
    def now_top(self) -> int:
        """The rule of 现在."""
        return 2 + self.strip

    @cached_property
    def do_top(self) -> int:
        """The rule of 可以做."""
        return self.log_top - (7 if self.full else 6)

    @cached_property
    def log_top(self) -> int:
        """The rule of 记录."""
        return self.message - (7 if self.full else 3)

    @cached_property
    def message(self) -> int:
        """The row of the message."""
        return self.height - 2

    @cached_property
    def keys(self) -> int:
        """The row of the keys."""
        return self.height - 1
