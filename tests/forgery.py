"""A contest's file opened as a forger opens it: its triggers are away for the block, and as they were after it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from quizarena.journal.schema import SCHEMA

TRIGGERS = {statement.split()[2]: statement for statement in SCHEMA if statement.startswith("CREATE TRIGGER")}


@contextmanager
def forging(path: str | Path) -> Iterator[sqlite3.Connection]:
    """Open the file `path` without its triggers."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for statement in TRIGGERS.values():
            connection.execute(statement)


def forge(path: str | Path, script: str) -> None:
    """Run statements on the file `path` past its triggers."""
    with forging(path) as connection:
        connection.executescript(script)
