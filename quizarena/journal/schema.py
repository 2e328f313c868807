"""The tables of a contest's file, for this program and for the `sqlite3` shell, and whether a file has just these.

The comments stay in the file: `.schema` shows them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping

from ..errors import JournalError
from ..text import FRAME, Text

_ = FRAME
APPLICATION_ID = 0x517A4172  # "QzAr"
VERSION = 1

COLUMNS = "seq, id, at, seat, person, round, type, fact, digest"

# The triggers guard against a slip in the shell, not against malice; that is what the digests are for. The
# one on INSERT stops INSERT OR REPLACE, which deletes without asking a DELETE trigger.
SCHEMA = (
    """CREATE TABLE records (  -- what happened, in order; a QuizArena contest
  seq    INTEGER PRIMARY KEY,  -- 0, 1, 2 ... without gaps; record 0 is the rulebook
  id     TEXT NOT NULL UNIQUE, -- given by the writer, so that a retry counts once
  at     TEXT NOT NULL,        -- when it was written, UTC, 2026-11-23T14:03:05.120Z
  seat   TEXT NOT NULL,        -- in whose name
  person TEXT NOT NULL,        -- who typed
  round  TEXT NOT NULL,        -- empty for the contest itself
  type   TEXT NOT NULL,        -- the name of the fact
  fact   TEXT NOT NULL,        -- the fact, JSON
  digest TEXT NOT NULL         -- SHA-256 of nine lines, each ended by one newline: the digest of the record
                               -- before (64 zeros for record 0), then seq to fact as stored
)""",
    """CREATE TABLE drafts (  -- unfinished input, outside the chain
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  at    TEXT NOT NULL
)""",
    """CREATE TRIGGER records_are_not_changed BEFORE UPDATE ON records
BEGIN SELECT RAISE(ABORT, 'records are never changed; a correction is a record of its own'); END""",
    """CREATE TRIGGER records_are_not_deleted BEFORE DELETE ON records
BEGIN SELECT RAISE(ABORT, 'records are never deleted; striking is a record of its own'); END""",
    """CREATE TRIGGER records_follow_one_another BEFORE INSERT ON records
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM records)
  OR EXISTS (SELECT 1 FROM records WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'records are appended one after another, each id once'); END""",
)
_ONE = re.compile(r"CREATE (TABLE|TRIGGER) (\w+)")
_OURS = {
    **{(found[1].lower(), found[2]): each for each in SCHEMA if (found := _ONE.match(each))},
    ("index", "sqlite_autoindex_records_1"): None,
    ("index", "sqlite_autoindex_drafts_1"): None,
}
_KINDS: Mapping[str, Text] = {"table": _("table"), "trigger": _("trigger"), "index": _("index"), "view": _("view")}
_STATISTICS = re.compile(r"sqlite_stat\d")  # what ANALYZE leaves; nothing can hang on these tables


def identify(file: str, connection: sqlite3.Connection) -> None:
    """Refuse another program's database, and a version that this program does not know.

    Raises:
        JournalError: It says which.
    """
    if pragma(connection, "page_count") == 0:
        raise JournalError(_("{file}: is empty; delete it if a contest was just to be started there", file=file))
    application, version = pragma(connection, "application_id"), pragma(connection, "user_version")
    if application != APPLICATION_ID:
        raise JournalError(
            _("{file}: belongs to another program (application id {id})", file=file, id=f"{application:#x}")
        )
    if version != VERSION:
        raise JournalError(_of_version(file, version))


def check_schema(file: str, connection: sqlite3.Connection) -> None:
    """Refuse a file in which something was added to our tables and triggers, changed or taken away.

    A trigger of somebody else's makes "recorded" untrue, and one of ours that is gone lets records be changed.

    Raises:
        JournalError: The first such thing is named.
    """
    found = {(kind, name): sql for kind, name, sql in connection.execute(_STORED).fetchall()}
    problem = _difference(found)
    if problem is not None:
        raise JournalError(
            _(
                "{file}: was altered: {problem}; go on with a backup, or bring out what can be read with:"
                " quizarena export",
                file=file,
                problem=problem,
            )
        )


_STORED = "SELECT type, name, sql FROM sqlite_master"


def _difference(found: Mapping[tuple[str, str], str | None]) -> Text | None:
    for kind, name in sorted(found.keys() - _OURS.keys()):
        if not _STATISTICS.fullmatch(name):
            return _("the {kind} {name} is not of QuizArena", kind=_KINDS.get(kind, kind), name=repr(name))
    for (kind, name), sql in _OURS.items():
        if (kind, name) not in found:
            return _("the {kind} {name} is missing", kind=_KINDS.get(kind, kind), name=repr(name))
        if found[kind, name] != sql:
            return _("the {kind} {name} is another than QuizArena makes", kind=_KINDS.get(kind, kind), name=repr(name))
    return None


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """Return the number that a pragma of SQLite's has."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _of_version(file: str, version: int) -> Text:
    if version < VERSION:
        return _("{file}: is damaged: it says it is a journal of version {version}", file=file, version=version)
    return _(
        "{file}: is a journal of version {version}, this program knows {known}; update QuizArena",
        file=file,
        version=version,
        known=VERSION,
    )
