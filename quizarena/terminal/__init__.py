"""The screens on a terminal: board, host's monitor, desk and judge's sheet, drawn as rows of cells.

What they show and what a key does is the sessions' say. Only `window`, `follower`, `canvas_screen`, `surface`, `board`
and `board_widget` know Textual. `BoardWidget` and `DeskScreen` are for an app of one's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .board_widget import BoardWidget
    from .desk.screen import DeskScreen

__all__ = ["BoardWidget", "DeskScreen"]


if not TYPE_CHECKING:  # a type checker that saw this would accept any misspelt name

    def __getattr__(name: str) -> object:
        """Load what is for Textual on first use (PEP 562): pictures are drawn without it too."""
        if name == "BoardWidget":
            from .board_widget import BoardWidget

            return BoardWidget
        if name == "DeskScreen":
            from .desk.screen import DeskScreen

            return DeskScreen
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
