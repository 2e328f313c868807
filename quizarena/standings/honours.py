"""Honours to the best individual (最佳个人): members' own points, over one round or several.

Decides which rounds are added up and who has most. Leaves to each kind of round whether its members have points of
their own.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from quizarena.rules import Id, scoring
from quizarena.scores import Score
from quizarena.text import Words, both


@attrs.frozen
class Honour:
    """An honour to the member with most points of their own in `rounds`, before any cap or weight of a round.

    Those rounds give no honour of their own besides: it is this one.
    """

    name: Words = scoring(help=both("荣誉名称，如最佳个人", "the honour's name, such as best individual"))
    rounds: tuple[Id, ...] = scoring(
        validator=attrs.validators.min_len(1),
        help=both("把队员在哪几个环节的个人得分加起来", "the rounds in which the members' own points are added up"),
    )


def best(scores: Mapping[str, Score]) -> tuple[str, ...]:
    """Return who has most, all of them where several have; nobody where nobody has more than 0."""
    most = max((score.value for score in scores.values()), default=0)
    return tuple(member for member, score in scores.items() if score.value == most > 0)
