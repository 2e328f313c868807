"""The rules of a round that is placed, and what they may not ask for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import attrs
from attrs.validators import gt

from quizarena.panels import Panel
from quizarena.panels.ranking import Ranking
from quizarena.points import exact
from quizarena.roster import Roster
from quizarena.rounds import Advice
from quizarena.rules import scoring, shape
from quizarena.text import Words
from quizarena_rounds.ballots import Refusal

from .words import _


@attrs.frozen
class Band:
    """A row of the table that makes points of what was measured."""

    at: Decimal = scoring(help=_("What has to be reached."))
    points: Decimal = scoring(help=_("The points of whoever reaches it."))


@attrs.frozen
class Measure:
    """What is measured, and which of two results is better."""

    unit: Words = shape(default=_("s"), help=_("The unit."))
    less_is_better: bool = shape(default=True, help=_("Whether less is better, as with times."))
    step: Decimal = shape(default=Decimal("0.01"), validator=gt(Decimal(0)), help=_("The step of results."))
    most: Decimal = shape(
        default=Decimal(10_000),
        validator=gt(Decimal(0)),
        help=_("The largest result possible."),
    )
    table: tuple[Band, ...] = scoring(
        default=(),
        help=_(
            "Points by the result, those of the best row reached: [{{at: 60, points: 30}}, {{at: 75, "
            "points: 20}}]; by place, if left out."
        ),
    )

    def reaches(self, value: Decimal, band: Band) -> bool:
        """Return whether a result is as good as a row asks."""
        return value <= band.at if self.less_is_better else value >= band.at


@attrs.frozen
class PlacingRules:
    """All rules of the kind `placing`."""

    measure: Measure | None = shape(
        default=None,
        help=_("A measured result. Left out, judges rank the teams."),
    )
    parts: tuple[Words, ...] = shape(
        default=(),
        help=_("What is ranked part by part, such as dances; one part, if left out."),
    )
    together: bool = shape(default=False, help=_("Whether all teams are on stage at the same time."))
    level: bool = shape(default=False, help=_("Whether a judge may place teams level."))
    points: tuple[Decimal, ...] = scoring(
        default=tuple(map(Decimal, (10, 8, 6, 5, 4, 3, 2, 1))),
        help=_("Points of the first place, the second and so on; 0 behind them."),
    )
    shared: Literal["mean", "better"] = scoring(
        default="mean",
        help=_("Level teams: mean, they share the points of their places; better, each has those of the better place."),
    )


def refusals(rules: PlacingRules, roster: Roster, panel: Panel | None) -> Iterator[Refusal]:
    """Yield (path of the rule, reason) for what cannot be played."""
    if rules.measure is None:
        yield from _panel(roster, panel)
    else:
        yield from _measure(rules, rules.measure)


def _panel(roster: Roster, panel: Panel | None) -> Iterator[Refusal]:
    example = "panel: {rule: skating}"
    if panel is None:
        yield "panel", _("judges rank here and need a panel rule; declare {example}", example=example)
    elif not isinstance(panel.rule, Ranking):
        reason = _("judges rank here; the rule {rule} marks. Write {example}", rule=panel.rule.name, example=example)
        yield "panel", reason
    elif panel.missing == "mean":
        yield "panel", _("missing: places have no mean; write exclude or wait")
    if not roster.judges:
        yield "panel", _("ranking needs a judge, found none")


def _measure(rules: PlacingRules, own: Measure) -> Iterator[Refusal]:
    for name, is_set in (("parts", bool(rules.parts)), ("together", rules.together), ("level", rules.level)):
        if is_set:
            yield name, _("judges' places only; what is measured has no use for it")
    if exact(own.most) % exact(own.step):
        yield "measure.most", _("expected a multiple of the step {step}", step=own.step)


def advices(rules: PlacingRules, roster: Roster, panel: Panel | None = None) -> Iterator[Advice]:
    """Yield what may surprise."""
    if rules.measure is None and len(roster.judges) % 2 == 0 and roster.judges:
        why = _(
            "{count} judges, an even number: places may stay level that an odd number parts", count=len(roster.judges)
        )
        yield Advice("parts", why, _("seat an odd number of judges"))
    if len(rules.points) > 1 and list(rules.points) != sorted(rules.points, reverse=True):
        yield Advice("points", _("a later place has more points than one before it"), _("write falling points"))
    if rules.measure is not None:
        yield from _table_advices(rules.measure)


def _table_advices(own: Measure) -> Iterator[Advice]:
    best_first = sorted(own.table, key=lambda band: band.at, reverse=not own.less_is_better)
    points = [band.points for band in best_first]
    if points != sorted(points, reverse=True):
        why = _("a better result has fewer points than a worse one")
        yield Advice("measure", why, _("look at table and less_is_better: one of them is the wrong way round"))
