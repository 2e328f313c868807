"""What is played on the five screens: the whole Yingbin story, and a short telling of two of its teams.

Decides what must come out of the short one by arithmetic of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from shutil import copytree
from typing import Any

import attrs
import yaml

from tests.story import Ballots, Match, Sheet, load

EXAMPLE = Path(__file__).parents[3] / "examples" / "yingbin"
SPEAKERS = 4


@attrs.frozen
class Telling:
    """An afternoon: who takes part, what is answered, which marks are given, and every team's total and place."""

    roster: Sequence[str]
    order: Sequence[str]
    judges: int
    rulings: Mapping[str, Sequence[bool]]
    corrected: tuple[str, int] | None
    matches: Sequence[Match]
    stage: Ballots
    debates: Ballots
    expected: Mapping[str, tuple[str, int]]

    @property
    def criteria(self) -> int:
        """Marks on a performance's sheet."""
        return len(next(iter(self.stage[self.order[0]].values())))

    @property
    def seats(self) -> list[str]:
        """The judges in the order of their seats."""
        return [f"j{seat}" for seat in range(1, self.judges + 1)]


def rules() -> dict[str, Any]:
    """Return the example's rulebook as it is written."""
    found: dict[str, Any] = yaml.safe_load((EXAMPLE / "contest.yaml").read_text(encoding="utf-8"))
    return found


def _sheets(teams: Sequence[str]) -> Ballots:
    """Return the sheets of both sides: four criteria, then a mark for each speaker."""
    story = load().debate
    return {
        team: {
            judge: [*marks, *(story.individual[f"{team}-{nth}"][judge] for nth in range(1, SPEAKERS + 1))]
            for judge, marks in story.ballots[team].items()
        }
        for team in teams
    }


def whole() -> Telling:
    """Return the story as it is."""
    story = load()
    return Telling(
        [team["id"] for team in rules()["teams"]],
        story.draw.order,
        len(rules()["judges"]),
        story.quiz.rulings,
        story.quiz.corrected,
        story.debate.matches,
        story.scenario.ballots,
        _sheets(story.draw.order),
        {team: (each.total, each.place) for team, each in story.expected.items()},
    )


def short(folder: Path) -> Telling:
    """Write a small rulebook into `folder`: two teams before five judges, a question each; return its telling."""
    story, book, judges = load(), rules(), 5
    teams = story.draw.order[:2]
    seats = [f"j{seat}" for seat in range(1, judges + 1)]
    book["teams"] = [team for team in book["teams"] if team["id"] in teams]
    book["judges"] = book["judges"][:judges]
    book["rounds"][0]["per_team"] = 1
    sides = {"affirmative": "正", "negative": "反"}
    segments = [{"name": f"{word}方立论", "side": side, "seconds": 60} for side, word in sides.items()]
    free = {"name": "自由辩论", "kind": "chess", "seconds": 60}
    book["rounds"][2]["segments"] = [segments[0], free, segments[1]]
    book["prizes"] = [{"name": "一等奖", "places": 1}, {"name": "二等奖", "places": 1}]
    copytree(EXAMPLE, folder)
    (folder / "contest.yaml").write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")

    def first(ballots: Ballots) -> Ballots:
        return {team: {judge: ballots[team][judge] for judge in seats} for team in teams}

    rulings = {teams[0]: [True], teams[1]: [False]}
    stage, debates = first(story.scenario.ballots), first(_sheets(teams))
    totals = {
        team: 100 + 10 * rulings[team].count(True) + trimmed(stage[team]) - late(team) + trimmed(debates[team])
        for team in teams
    }
    placed = sorted(teams, key=lambda team: -totals[team])
    expected = {team: (str(totals[team]), placed.index(team) + 1) for team in teams}
    roster = [team["id"] for team in book["teams"]]
    return Telling(roster, teams, judges, rulings, None, story.debate.matches[:1], stage, debates, expected)


def late(team: str) -> int:
    """Return the points a team lost over time: one for every half minute begun."""
    return -(-load().scenario.seconds_over[team] // 30)


def total(sheet: Sheet) -> Decimal:
    """Return the sum of a sheet's four criteria."""
    return sum(map(Decimal, sheet[:4]), Decimal(0))


def trimmed(sheets: Mapping[str, Sheet]) -> Decimal:
    """Return the mean without the highest and the lowest, to two decimals, half up."""
    middle = sorted(map(total, sheets.values()))[1:-1]
    return (sum(middle, Decimal(0)) / len(middle)).quantize(Decimal("0.01"), ROUND_HALF_UP)
