"""A lettering of the tests' own: each character a solid block, so that places can be compared."""

from __future__ import annotations

import attrs

from quizarena.terminal.lettering import Dots, is_wide


@attrs.frozen
class Blocks:
    """Solid blocks: a Chinese character as wide as asked for, Latin letters by one advance for all."""

    def wide(self, text: str, across: int, down: int) -> tuple[Dots, ...] | None:
        """Return a block a character."""
        return tuple(("#" * across,) * down for _char in text) if is_wide(text) else None

    def line(self, text: str, down: int, most: int) -> Dots | None:
        """Return one block."""
        return ("#" * min(most, self.columns(text, down)),) * down

    def columns(self, text: str, down: int) -> int:
        """Return a column a letter and row, as narrow letters are."""
        return len(text) * down


BLOCKS = Blocks()
