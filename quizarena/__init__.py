"""QuizArena runs staged contests: facts go in through moves, exact scores come out with their working.

Decides which names are public and loads each only when it is first used, so that `import quizarena` stays
light. Leaves everything else to the modules the names come from.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .arena import Arena
    from .contest import Contest
    from .documents import load
    from .errors import QuizArenaError
    from .facts import Fact, Intent, Record, Subject
    from .moves import IllegalFact, Move, seat_of
    from .points import parse_number
    from .rulebook import Rulebook
    from .rulebook.loading import load_table, loads
    from .scores import Score
    from .text import Text, Words

__version__ = "0.1.0"

_HOMES = {
    "Arena": "arena",
    "Contest": "contest",
    "Fact": "facts",
    "IllegalFact": "moves",
    "Intent": "facts",
    "Move": "moves",
    "QuizArenaError": "errors",
    "Record": "facts",
    "Rulebook": "rulebook",
    "Score": "scores",
    "Subject": "facts",
    "Text": "text",
    "Words": "text",
    "load": "documents",
    "load_table": "rulebook.loading",
    "loads": "rulebook.loading",
    "parse_number": "points",
    "seat_of": "moves",
}

__all__ = [
    "Arena",
    "Contest",
    "Fact",
    "IllegalFact",
    "Intent",
    "Move",
    "QuizArenaError",
    "Record",
    "Rulebook",
    "Score",
    "Subject",
    "Text",
    "Words",
    "__version__",
    "load",
    "load_table",
    "loads",
    "parse_number",
    "seat_of",
]


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
