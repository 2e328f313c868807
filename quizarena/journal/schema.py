"""The tables of a journal file, for this program and for anybody with the `sqlite3` shell.

Decides the columns, what marks a file as ours and which version it is. The comments stay in the file:
`.schema` shows them. Leaves opening and writing to `quizarena.journal.sqlite`.
"""

from __future__ import annotations

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
