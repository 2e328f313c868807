"""A small kind with the rules of the Yingbin contest's debate, so that these tests stand without the built-in kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

import attrs

from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import BaseKind
from quizarena.rules import scoring, shape
from quizarena.text import Text, Words, both, plain


@attrs.frozen
class Individual:
    award: Words
    out_of: Decimal
    step: Decimal = Decimal(1)


@attrs.frozen
class DebateRules:
    pairs: Literal["by_order", "drawn"] = shape(help=both("配对", "who meets whom"))
    sides: Literal["drawn", "by_order"] = shape(help=both("持方", "who is affirmative"))
    motion: Literal["set_by_judges"] | Words = shape(help=both("辩题", "the motion"), sealed=True)
    criteria: Mapping[str, Decimal] = shape(hash=False, help=both("评分项", "the criteria"))
    step: Decimal = shape(default=Decimal("0.1"), help=both("步长", "the step of a mark"))
    individual: Individual | None = scoring(default=None, help=both("个人", "the individual sheet"))


class Debate(BaseKind):
    name = "debate"
    rules = DebateRules

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterable[tuple[str, Text]]:
        if panel is None:
            yield "criteria", plain("judges' marks need a panel; declare panel:")
