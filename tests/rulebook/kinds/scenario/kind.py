"""A small kind with the rules of the Yingbin contest's scenario: these tests stand without the built-in kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import BaseKind
from quizarena.rules import Id, Seconds, scoring, shape
from quizarena.text import Text, Words, both, plain


@attrs.frozen
class Topic:
    id: Id
    title: Words


@attrs.frozen
class Overtime:
    per_started: Seconds
    points: Decimal
    floor: Decimal


@attrs.frozen
class Criterion:
    name: Words
    max: Decimal = attrs.field(validator=attrs.validators.gt(0))


@attrs.frozen
class ScenarioRules:
    topics: tuple[Topic, ...] = shape(include="topics", sealed=True, help=both("题签", "the topics"))
    prepare_time: Seconds = shape(help=both("准备时间", "time to prepare"))
    play_time: Seconds = shape(help=both("表演时间", "time to play"))
    criteria: Mapping[str, Decimal] | tuple[Criterion, ...] = shape(hash=False, help=both("评分项", "the criteria"))
    step: Decimal = shape(default=Decimal("0.1"), help=both("步长", "the step of a mark"))
    overtime: Overtime | None = scoring(default=None, help=both("超时", "over time"))


class Scenario(BaseKind):
    name = "scenario"
    rules = ScenarioRules

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterable[tuple[str, Text]]:
        if panel is None:
            yield "criteria", plain("judges' marks need a panel; declare panel:")
