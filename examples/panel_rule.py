"""Write a panel rule: the mean of the marks, the highest counted double (最高分计两次).

One class. An entry point makes it a word of the rulebook, `panel: {rule: best_twice}`:

    [project.entry-points."quizarena.panels"]
    best_twice = "my_package:BestTwice"
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

import attrs

from quizarena.panels import PanelRule
from quizarena.panels.rules import Mark, as_scores, some
from quizarena.points import Number
from quizarena.scores import MEAN, Score, combine
from quizarena.text import Text, both


@attrs.frozen
class BestTwice(PanelRule):
    """Exact: marks come in as text or whole numbers, a float is refused, nothing is rounded here."""

    name: ClassVar[str] = "best_twice"

    def value(self, marks: Mapping[str, Number]) -> Fraction:
        """Return the number; by way of the working, so that the two can never differ."""
        return self.score(marks).value

    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:
        """Return the number with its working."""
        parts = as_scores(some(marks))
        best = max(parts, key=lambda judge: (parts[judge].value, judge))  # of equal marks always the same one
        again = attrs.evolve(parts[best], note=both("最高分再计一次", "the highest once more"), key="")
        return combine(MEAN, label or both("最高分计两次的平均", "mean, the highest twice"), [*parts.values(), again])


if __name__ == "__main__":
    score = BestTwice().score({"j1": "9.25", "j2": "8.5", "j3": "9.75"})
    score.check()  # recomputes every step
    print(score.value, [str(part.value) for part in score.parts])
