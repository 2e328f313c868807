"""The screens on a terminal: board, host's monitor, desk and judge's sheet, drawn as rows of cells.

What they show and what a key does is the sessions' say; only `window`, `surface`, `board`, `board_widget` and
`desk.app` know Textual. `BoardWidget` is for an app of one's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .board_widget import BoardWidget

__all__ = ["BoardWidget"]


if not TYPE_CHECKING:  # a type checker that saw this would accept any misspelt name

    def __getattr__(name: str) -> object:
        """Load the widget on first use (PEP 562): pictures are drawn without Textual too."""
        if name != "BoardWidget":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from .board_widget import BoardWidget

        return BoardWidget
