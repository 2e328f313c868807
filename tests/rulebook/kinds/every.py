"""The kinds of these tests, by name."""

from __future__ import annotations

from typing import Any

from tests.rulebook.kinds.debate.kind import Debate
from tests.rulebook.kinds.quiz.kind import Quiz
from tests.rulebook.kinds.scenario.kind import Scenario

KINDS: dict[str, Any] = {"quiz": Quiz(), "scenario": Scenario(), "debate": Debate()}
