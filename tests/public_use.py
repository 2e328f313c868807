"""A program that uses every name of `quizarena`, for type checkers to read: it is never run.

`make check` runs mypy over it, a test pyright where there is one. What a name gives is said beside it, so that a type
which grows vague is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, assert_type

import attrs

import quizarena
from quizarena import (
    Arena,
    Contest,
    Fact,
    IllegalFact,
    Intent,
    Move,
    QuizArenaError,
    Record,
    Rulebook,
    Score,
    Subject,
    Text,
    Words,
    load,
    load_table,
    loads,
    parse_number,
    seat_of,
)
from quizarena.contest import Explanation, Outcome, Position, Standings
from quizarena.scenes import Scene


@attrs.frozen
class Waved(Fact, type="own.waved", intent=Intent.STEP):
    """Somebody waved."""

    team: str


def rules(path: Path) -> Rulebook:
    """Read rules, whatever they stand in."""
    assert_type(load(path), Rulebook)
    assert_type(load_table(path, "teams"), list[Any])
    assert_type(loads({"quizarena": 1}), Rulebook)
    return loads("quizarena: 1")


def play(rulebook: Rulebook, at: datetime) -> Contest:
    """Play in memory."""
    contest = Contest(rulebook, at=at)
    assert_type(contest.do("contest.opened", mode="live"), Record)
    for move in contest.moves("desk"):
        assert_type(move, Move)
        assert_type(move.subject, Subject)
        assert_type(move.label, Text)
        fact = move.fill(now=at)
        assert_type(fact, Fact)
        assert_type(contest.push(fact, seat=seat_of(move, fact), at=at), Record)
    assert_type(contest.position, Position)
    assert_type(contest.outcome(), Outcome | None)
    assert_type(contest.scene("hall"), Scene)
    assert_type(contest.fork(), Contest)
    return contest


def results(contest: Contest) -> str:
    """Read results."""
    standings = contest.standings(audience=None)
    assert_type(standings, Standings)
    assert_type(standings.totals["red"], Score)
    assert_type(standings.totals["red"].value, Fraction)
    assert_type(contest.explain("red", audience=None), Explanation)
    assert_type(parse_number("9.25"), Decimal)
    assert_type(Words({"zh": "总分", "en": "Total"}).in_language("zh"), str)
    assert_type(Waved("red").subject, Subject)
    assert_type(Waved.intent, Intent)
    assert_type(Scene.from_json(contest.scene("hall").to_json("en")), Scene)
    return quizarena.__version__


def share(path: Path, rulebook: Rulebook) -> Sequence[Record]:
    """Share a file with others."""
    with Arena.create(path, rulebook) as arena:
        assert_type(arena, Arena)
        try:
            assert_type(arena.do("round.begun"), Record)
        except IllegalFact as error:
            assert_type(error.fact, Fact | None)
            assert_type(error.nearest, Move | None)
        except QuizArenaError as error:
            assert_type(error.sentence("zh"), str)
        assert_type(arena.wait(1), bool)
        assert_type(arena.refresh(), bool)
        assert_type(arena.undo(), Record)
        return arena.contest.records


def board(scene: Scene) -> list[Any]:
    """Draw a scene of one's own."""
    return list(scene.to_json("zh")["blocks"])
