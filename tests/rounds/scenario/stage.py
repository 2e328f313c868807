"""A small stage for the tests of the judged scene: rules, panels, and a performance played to its ballots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from quizarena.panels import Panel
from quizarena.text import plain
from quizarena_rounds.lots import Topic
from quizarena_rounds.scenario.kind import Scenario
from quizarena_rounds.scenario.rules import Overtime, ScenarioRules
from tests.rounds.driver import NOON, Table, hall, judges, teams

CRITERIA = {"政策业务": Decimal(30), "处置应变": Decimal(30), "沟通表达": Decimal(20), "团队配合": Decimal(20)}
TOPICS = ("pipes", "parking", "medicine", "lift", "vendors", "heating")
OVERTIME = Overtime(30, Decimal(-1), Decimal(-5))
TRIMMED = Panel.of_mapping(
    {"rule": "trimmed", "drop_low": 1, "drop_high": 1, "places": 2, "rounding": "half_up", "missing": "exclude"}
)


def rules(**changed: Any) -> ScenarioRules:
    """Return the rules of the story, with `changed`."""
    given: dict[str, Any] = {
        "topics": tuple(Topic(id=each, title=plain(f"about {each}")) for each in TOPICS),
        "criteria": CRITERIA,
        "overtime": OVERTIME,
    }
    return ScenarioRules(**(given | changed))


def table(*ids: str, panel: Panel | None = TRIMMED, size: int = 7, **changed: Any) -> Table:
    """Return the round before its first team, with `size` judges."""
    return Table(Scenario(), rules(**changed), hall(teams(*ids), judges(size)), panel)


def ready(on: Table, team: str, *, topic: str | None = None, seconds: int = 300) -> None:
    """Play `team` until its ballots are due: topic, both clocks."""
    on.make("scenario.topic_drawn", team=team, **({"topic": topic} if topic else {"topic": TOPICS[0]}))
    on.gesture("clock")
    on.gesture("clock", at=NOON + timedelta(seconds=180))
    on.gesture("next")
    on.gesture("clock")
    on.gesture("clock", at=NOON + timedelta(seconds=seconds))


def marks(sheet: Sequence[str]) -> dict[str, str]:
    """Return the marks of a sheet at the paths of a ballot's blanks."""
    return {f"marks.{name}": mark for name, mark in zip(CRITERIA, sheet, strict=True)}


def play(
    on: Table, team: str, sheets: Mapping[str, Sequence[str]], *, topic: str | None = None, seconds: int = 300
) -> None:
    """Play `team` until its marks are open; judges without a sheet are absent."""
    ready(on, team, topic=topic, seconds=seconds)
    for judge in on.field.judges:
        if judge.id in sheets:
            on.make("scenario.ballot", marks(sheets[judge.id]), judge=judge.id)
        else:
            on.make("scenario.absent", judge=judge.id, reason="away for a moment")
    on.gesture("next")
