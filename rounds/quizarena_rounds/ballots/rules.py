"""What a rulebook may not ask of a round that judges mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from quizarena.panels import Panel
from quizarena.panels.ranking import Ranking
from quizarena.points import exact
from quizarena.roster import Roster
from quizarena.text import Text

from .criteria import Criteria, Criterion
from .words import _

Refusal = tuple[str, Text]
"""The path of a rule, and why it cannot be played."""


def panel_refusals(roster: Roster, panel: Panel | None) -> Iterator[Refusal]:
    """Refuse a missing panel, and one with too few judges for some team."""
    if panel is None:
        yield "panel", _("marks need a panel rule; declare panel:")
        return
    if isinstance(panel.rule, Ranking):
        yield "panel", ranks(panel)
        return
    fewest = min((sum(judge.judges(team.id) for judge in roster.judges) for team in roster.teams), default=0)
    needed = panel.rule.drops + 1
    if fewest < needed:
        yield "panel", _("expected at least {needed} judges for each team, found {found}", needed=needed, found=fewest)


def ranks(panel: Panel) -> Text:
    """Return why a panel that ranks cannot mark."""
    name = panel.rule.name
    return _("the panel rule {rule} ranks teams and gives no marks; write one that marks, such as trimmed", rule=name)


def criteria_refusals(criteria: Criteria, step: Decimal) -> Iterator[Refusal]:
    """Refuse an empty sheet and marks that cannot be given; the paths are `criteria.KEY` and `step`."""
    if not criteria:
        yield "criteria", _("expected at least one criterion with its full mark")
    plain_ones = {f"criteria.{key}": full for key, full in criteria.items() if isinstance(full, Decimal)}
    yield from mark_refusals(plain_ones, step, "step")
    for key, own in criteria.items():
        if isinstance(own, Criterion):
            yield from _criterion_refusals(f"criteria.{key}", own, step)
    for key in criteria:
        if "." in key:
            yield f"criteria.{key}", _("a criterion's name has no point in it; write another mark")


def _criterion_refusals(where: str, own: Criterion, step: Decimal) -> Iterator[Refusal]:
    if own.max <= own.min:
        yield f"{where}.max", _("expected a highest mark above {low}, found {high}", low=own.min, high=own.max)
    for name, bound in (("min", own.min), ("max", own.max)):
        if step > 0 and exact(bound) % exact(step):
            reason = _("the mark {mark} is no multiple of the step {step}", mark=bound, step=step)
            yield f"{where}.{name}", reason


def mark_refusals(full: Mapping[str, Decimal], step: Decimal, step_path: str) -> Iterator[Refusal]:
    """Refuse full marks, by the path of each, that are not above 0 or no multiple of `step`."""
    if step <= 0:
        yield step_path, _("expected a step above 0, found {step}", step=step)
        return
    for where, most in full.items():
        if most <= 0:
            yield where, _("expected a full mark above 0, found {full}", full=most)
        elif exact(most) % exact(step):
            yield where, _("the full mark {full} is no multiple of the step {step}", full=most, step=step)
