"""Random rulebooks: 2 to 12 teams, 1 to 11 judges, any rounds in any order."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from quizarena.rulebook import Rulebook, loads

ROUNDS: dict[str, dict[str, Any]] = {
    "required": {"use": "quiz/required", "per_team": 1},
    "team": {"use": "quiz/team_required", "per_team": 1},
    "buzz": {"use": "quiz/buzz", "items": 2},
    "risk": {"use": "quiz/risk"},
    "scenario": {"use": "scenario/staged", "criteria": {"policy": 30, "manner": 20}, "step": 0.5},
    "debate": {"use": "debate/pairs", "criteria": {"opening": 30, "closing": 20}, "motion": "set_by_judges"},
}
"""Short rounds of every kind, so that a random contest comes to its end."""


@st.composite
def rulebooks(draw: st.DrawFn, *, teams: int = 12, judges: int = 11, rounds: int = 3) -> Rulebook:
    """Draw a rulebook that can be played."""
    names = draw(st.lists(st.sampled_from(sorted(ROUNDS)), min_size=1, max_size=rounds, unique=True))
    panel = draw(st.sampled_from(["mean", "median", "sum", "trimmed"]))
    drops = {"drop_low": 1, "drop_high": 1, "small": "mean"} if panel == "trimmed" else {}
    count = draw(st.integers(1 if panel != "trimmed" else 3, judges))
    return loads(
        json.dumps(
            {
                "quizarena": 1,
                "contest": {"title": {"zh": "随机", "en": "Random"}, "language": "zh"},
                "teams": [
                    {"id": f"t{n}", "name": f"队{n}", "members": [f"甲{n}", f"乙{n}"]}
                    for n in range(draw(st.integers(2, teams)))
                ],
                "judges": [{"id": f"j{n}", "name": f"评委{n}", "chief": n == 1} for n in range(1, count + 1)],
                "base_score": draw(st.sampled_from([0, 100])),
                "order": draw(st.sampled_from(["drawn", "roster", "paper"])),
                "panel": {"rule": panel, "of": "judge_total", "places": 2, "rounding": "half_up", **drops},
                "rounds": [{"id": name, "title": name, **ROUNDS[name]} for name in names],
                "ties": {
                    "when": draw(st.sampled_from(["a_prize_depends", "always"])),
                    "by": [{"round": names[-1]}, "sudden_death"],
                },
                "prizes": [{"name": "一等奖", "places": 1}, {"name": "二等奖", "places": 1}],
            },
            ensure_ascii=False,
        )
    )
