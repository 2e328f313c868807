"""Debates to test with, and the way through them up to the stage a test is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs

from quizarena.panels import Panel
from quizarena.roster import Team
from quizarena.text import both, plain
from quizarena_rounds.debate.kind import Debate
from quizarena_rounds.debate.rules import DebateRules, Individual, Segment
from quizarena_rounds.lots import Topic
from tests.rounds.driver import NOON, Table, hall, judges, teams

TRIMMED = Panel.of_mapping(
    {"rule": "trimmed", "drop_low": 1, "drop_high": 1, "of": "judge_total", "places": 2, "missing": "exclude"}
)
CRITERIA = {"立论": Decimal(30), "攻辩": Decimal(20), "自由辩论": Decimal(30), "总结陈词": Decimal(20)}
INDIVIDUAL = Individual(award=both(zh="最佳辩手", en="Best debater"), out_of=Decimal(50), step=Decimal("0.5"))
OPENING = Segment(name=plain("opening"), side="affirmative", seconds=180)
FREE = Segment(name=plain("free debate"), kind="chess", seconds=240)
CLOSING = Segment(name=plain("closing"), side="negative", seconds=120)
MOTIONS = tuple(Topic(id=f"m{n}", title=plain(f"motion {n}")) for n in (1, 2, 3))
SEED = "2023-01-11|3 17 8 22|9f2c51d07ae64b1f8d3e0c6a5b7f4e21"


def debate(**rules: Any) -> DebateRules:
    """Return rules with the Yingbin criteria and one segment of each kind, but for what `rules` says."""
    return DebateRules(**{"segments": (OPENING, FREE, CLOSING), "criteria": CRITERIA, "sides": "by_order", **rules})


def table(playing: str = "abcd", panel: int = 3, *, seed: str | None = None, **rules: Any) -> Table:
    """Return a table of one-letter teams with two members each and so many judges."""
    field = hall(teams(*playing, members=2), judges(panel))
    return Table(Debate(), debate(**rules), field, TRIMMED, seed)


def leaves(board: Table, *gone: str) -> None:
    """Let teams withdraw."""

    def now(team: Team) -> Team:
        return attrs.evolve(team, standing="withdrawn") if team.id in gone else team

    board.field = attrs.evolve(board.field, teams=tuple(map(now, board.field.teams)))


def excuse(board: Table, *gone: str) -> None:
    """Excuse judges."""
    panel = tuple(attrs.evolve(judge, away=True) if judge.id in gone else judge for judge in board.field.judges)
    board.field = attrs.evolve(board.field, judges=panel)


def to_motion(board: Table) -> None:
    """Go on until the next match has its sides."""
    if board.state.order is None:
        board.make("debate.paired")
    board.make("debate.sided")


def to_floor(board: Table, text: str = "a motion") -> None:
    """Go on until the first segment of the next match comes."""
    to_motion(board)
    board.make("debate.motion_set", text=text)
    board.make("debate.motion_shown")


def to_ballots(board: Table) -> None:
    """Go on until the ballots of the next match are collected, the segments left out."""
    to_floor(board)
    for _ in board.rules.segments:
        board.make("debate.segment_ended")


def sheet(marks: str, speakers: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what fills a ballot: four marks in a row, and the debaters' marks."""
    filled = {f"marks.{key}": mark for key, mark in zip(CRITERIA, marks.split(), strict=True)}
    return filled | {f"speakers.{member}": mark for member, mark in (speakers or {}).items()}


def mark_all(board: Table, marks: str = "20 10 20 10") -> None:
    """Let every judge hand in the same marks for both sides of the running match."""
    playing = board.state.running.teams
    for team in playing:
        for judge in board.field.panel(*playing):
            board.make("debate.ballot", sheet(marks), team=team, judge=judge.id)


def speak(board: Table, *turns: str) -> None:
    """Press keys one after the other, each with the second it is pressed at: "left 10"."""
    for turn in turns:
        key, second = turn.split()
        board.gesture(key, at=NOON + timedelta(seconds=int(second)))
