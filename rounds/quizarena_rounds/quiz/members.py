"""The members' own points, for an honour to the best individual (最佳个人).

Decides that they are counted beside the team's and never instead of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizarena.rounds import Award
from quizarena.rules import shape
from quizarena.scores import Score
from quizarena.text import both

from .words import _


def individual_rule() -> Any:
    """Return the field for keeping each member's own points."""
    return shape(
        default=False,
        help=both(
            "记不记队员的个人得分，用来评个人奖",
            "whether each member's own points are kept, for the best individual",
        ),
    )


def keeps_members(rules: Any) -> bool:
    """Whether the rules keep the members' own points."""
    return bool(rules.individual)


def best_individual(scores: Mapping[str, Score]) -> Iterator[Award]:
    """Yield the honour to whoever has the most points, all of them where several have; nobody without points."""
    best = max((score.value for score in scores.values()), default=0)
    if best > 0:
        winners = tuple(member for member, score in scores.items() if score.value == best)
        yield Award(_("Best individual"), winners, scores[winners[0]], scores)
