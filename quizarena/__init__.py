"""QuizArena runs staged contests: facts go in through moves, exact scores come out with their working.

Decides which names are public and loads each only when it is first used, so that `import quizarena` stays
light. Leaves everything else to the modules the names come from.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .facts import Fact, Record
    from .moves import Move
    from .points import parse_number
    from .scores import Score
    from .text import Text, Words

__version__ = "0.1.0"

_HOMES = {
    "Fact": "facts",
    "Move": "moves",
    "Record": "facts",
    "Score": "scores",
    "Text": "text",
    "Words": "text",
    "parse_number": "points",
}

__all__ = ["Fact", "Move", "Record", "Score", "Text", "Words", "__version__", "parse_number"]


if not TYPE_CHECKING:  # a type checker that saw this would accept any misspelt name

    def __getattr__(name: str) -> object:
        """Import a public name from its home on first use (PEP 562)."""
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{home}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
