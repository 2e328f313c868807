"""Every contest of examples/, played to its end, as the rows of its file.

Decides how each is played: the afternoon from its facts, a rule-set by its story, the kinds of the plug-in beside them
given by hand, for they need not be installed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from quizarena.contest import Contest
from quizarena.journal import Row, SqliteJournal
from quizarena.records import to_row
from quizarena.rounds import RoundKind
from quizarena.rulebook import load
from tests.faults import contests
from tests.forgery import forging

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
STORIES = {path.stem: path for path in sorted((ROOT / "tests" / "rulesets" / "stories").glob("*.yaml"))}
YINGBIN = "yingbin"
NAMES = (YINGBIN, *STORIES)
GAMES = EXAMPLES / "plugins" / "quizarena-games"


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Return the rows of the contest `name`, from its first record to its signature."""
    if name == YINGBIN:
        return contests.played(len(contests.lines()))
    contest = _told(yaml.load(STORIES[name].read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
    return tuple(to_row(record, contest.book) for record in contest.records)


def kinds(name: str) -> Mapping[str, RoundKind] | None:
    """Return the kinds that are not installed, None where the contest needs none."""
    return _games() if name in ("cn12", "cn14") else None


@cache
def _games() -> Mapping[str, RoundKind]:
    if str(GAMES) not in sys.path:
        sys.path.append(str(GAMES))
    from tests.rulesets.test_rulesets import GAMES as FOUND

    return FOUND


def _told(story: Mapping[str, Any]) -> Contest:
    games = _games()
    from tests.rulesets.player import Player
    from tests.rulesets.test_rulesets import READERS

    contest = Contest(load(EXAMPLES / "rulesets" / story["contest"], kinds=games), kinds=games)
    Player(contest, READERS).play(story["play"])
    return contest


def put(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows past every check of the program, as a forger does."""
    path.unlink(missing_ok=True)
    with closing(SqliteJournal.create(path)):
        pass
    with forging(path) as shell:
        shell.executescript("PRAGMA synchronous = OFF; BEGIN")
        shell.executemany(f"INSERT INTO records VALUES ({', '.join('?' * 9)})", rows)
        shell.execute("COMMIT")
    return path
