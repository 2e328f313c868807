"""The rules of a judged scene: topics, times, criteria, and what running over time costs.

Decides which of them may be amended once the round has begun: those that only re-score. Leaves to the panel how
marks become a score.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import attrs

from quizarena.rules import Seconds, scoring, shape
from quizarena_rounds.ballots import Criteria
from quizarena_rounds.bells import HELP, USUAL_BELLS, Bells
from quizarena_rounds.lots import Topic

from .words import _


@attrs.frozen
class Overtime:
    """What over time costs: `points` for each started stretch of `per_started` seconds, never below `floor`.

    More than `zero_after` seconds over time leave no score at all (超时零分).
    """

    per_started: Seconds = attrs.field(default=30, validator=attrs.validators.ge(1))
    points: Decimal = attrs.field(default=Decimal(0), validator=attrs.validators.le(Decimal(0)))
    floor: Decimal | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.le(Decimal(0)))
    )
    zero_after: Seconds | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.ge(0)))

    def started(self, seconds_over: int) -> int:
        """Return how many stretches `seconds_over` has started."""
        return -(-seconds_over // self.per_started)


@attrs.frozen
class Difficulty:
    """The difficulty (难度系数) each performer declares."""

    counts: Literal["times", "plus"] = shape(
        default="times",
        help=_("times: it multiplies the panel's result; plus: it is added to it, as in gymnastics."),
    )

    lowest: Decimal = shape(default=Decimal("1.0"), help=_("The lowest difficulty."))
    highest: Decimal = shape(default=Decimal("5.0"), help=_("The highest difficulty."))
    step: Decimal = shape(default=Decimal("0.1"), help=_("The step of difficulties."))


@attrs.frozen
class ScenarioRules:
    """All rules of the kind `scenario`."""

    performers: Literal["teams", "members"] = shape(
        default="teams",
        help=_("Who performs: teams, or members one by one, whose scores add up to the team's."),
    )
    slips: bool = shape(
        default=True,
        help=_("Whether topic slips are drawn; a talent show has none."),
    )
    topics: tuple[Topic, ...] = shape(
        default=(),
        include="topics",
        sealed=True,
        help=_("Topic slips, drawn without replacement. Left out, slips are on paper and typed in when drawn."),
    )
    prepare_time: Seconds = shape(
        default=180,
        validator=attrs.validators.ge(0),
        help=_("Time to prepare; 0 leaves this part out."),
    )
    play_time: Seconds = scoring(
        default=300,
        validator=attrs.validators.ge(0),
        help=_("Time to play; 0 is without a clock."),
    )
    bells: Bells = shape(default=USUAL_BELLS, help=HELP)
    criteria: Criteria = shape(
        hash=False,
        help=_(
            "Criteria and their full marks; in full for marks below 0, a factor or a start value, such as "
            "{{execution: {{min: -10, base: 10}}}}."
        ),
    )
    step: Decimal = shape(default=Decimal("0.1"), help=_("The step marks are given in."))
    overtime: Overtime | None = scoring(
        default=None,
        help=_("What running over time costs; left out, it costs nothing."),
    )

    difficulty: Difficulty | None = shape(
        default=None,
        help=_("Declared before the performance: it multiplies the panel's result or is added. None, if left out."),
    )
