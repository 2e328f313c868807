"""What the host reads out when the marks are open (亮分).

Decides the lines about dropped marks and the panel's result; leaves to the kinds what they add to that.
"""

from __future__ import annotations

from fractions import Fraction

from quizarena.panels.panel import Panel
from quizarena.points import show
from quizarena.scores import MEAN, Score
from quizarena.text import Text

from .marks import struck_totals
from .words import _


def shown(value: Fraction, panel: Panel) -> str:
    """Return `value` with at least the decimals the panel's result is rounded to."""
    rounding = panel.roundings.panel
    return show(value, rounding.places if rounding else 0)


def panel_lines(score: Score, panel: Panel) -> tuple[Text, ...]:
    """Return the lines about what was dropped, highest first, and what the panel's result is."""
    result = score.find("panel")
    if result is None:
        return ()
    return (*_dropped(score, panel), _result(result, panel))


def _dropped(score: Score, panel: Panel) -> tuple[Text, ...]:
    ends = struck_totals(score, panel)
    values = {judge: shown(node.value, panel) for judge in ends if (node := score.find(f"judge:{judge}"))}
    high = [values[judge] for judge, end in ends.items() if end == "struck_high"]
    low = [values[judge] for judge, end in ends.items() if end == "struck_low"]
    return (
        *(_("Highest mark, {value}: left out.", value=value) for value in reversed(high)),
        *(_("Lowest mark, {value}: left out.", value=value) for value in low),
    )


def _result(result: Score, panel: Panel) -> Text:
    value = shown(result.value, panel)
    mean = next((node for node in result.walk() if node.op == MEAN), None)
    if panel.of == "judge_total" and mean is not None:
        count = sum(part.counted for part in mean.parts)
        return _("The average of the {count} marks that count is {value}.", count=count, value=value)
    return _("Result of the panel: {value}.", value=value)
