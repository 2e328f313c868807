"""False starts at the buzzer (抢答犯规): what each of the usual rules makes of one.

Decides whether a press before the host's call is taken down at all, whether it ends the question and what it costs.
Sources: tests/rulesets, CN01 (costs and void), CN02 (at first a warning), CN03 and CN14 (costs, the others go on), CN12
(blocked).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.points import Number, exact

from .state import Try

EarlyBuzz: TypeAlias = Literal["blocked", "ignored", "others_continue", "question_void", "half_penalty", "warned_first"]


def _full(rules: Any, attempt: Try) -> Number:
    points: Number = rules.early_points
    return points


def _half_of_wrong(rules: Any, attempt: Try) -> Number:
    return exact(rules.wrong) / 2


def _free_once(rules: Any, attempt: Try) -> Number:
    return _full(rules, attempt) if attempt.nth else 0


@attrs.frozen
class Early:
    """What a rule makes of a false start; a team that committed one may not buzz for this question."""

    counts: bool = True
    ends: bool = False
    worth: Callable[[Any, Try], Number] = _full


EARLY: Mapping[str, Early] = {
    "blocked": Early(counts=False),
    "ignored": Early(counts=False),
    "others_continue": Early(),
    "question_void": Early(ends=True),
    "half_penalty": Early(worth=_half_of_wrong),
    "warned_first": Early(worth=_free_once),
}
"""By their name: blocked by the device; ignored while the host reads; minus, others go on; minus, void; half of what a
wrong answer costs, others go on; the right lost, and the cost only from the second false start on."""
