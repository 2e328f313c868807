"""The tables of contests in a PostgreSQL database, for this program and for `psql`, and whether they are just these.

A trigger recomputes the chain with every record. `members` says which account may see and write which contest.
"""

from __future__ import annotations

from typing import Any

from psycopg import Connection

from ...errors import JournalError
from ...text import FRAME, Text

_ = FRAME
VERSION = 1
LOCK = 20_817
"""The first key of the advisory lock for writing; the second is the contest's number, 0 while tables are made."""
CHANNEL = "quizarena"
COLUMNS = "seq, id, at, seat, person, round, type, fact, digest"

_TABLES = r"""
CREATE SCHEMA quizarena;
COMMENT ON SCHEMA quizarena IS 'contests of QuizArena: records are only ever appended, each chained to the one before';

CREATE TABLE quizarena.version (number int NOT NULL);
INSERT INTO quizarena.version VALUES (1);

CREATE TABLE quizarena.contests (
  number  int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id      text NOT NULL UNIQUE CHECK (id ~ '^[^[:space:]#/?]{1,80}$'),  -- what follows the # of its address
  created timestamptz NOT NULL DEFAULT clock_timestamp(),
  seq     int NOT NULL DEFAULT -1,                                      -- the head, moved by the trigger on records
  digest  text NOT NULL DEFAULT repeat('0', 64),
  stamp   bigint NOT NULL DEFAULT 0                                     -- counts what was written, drafts too
) WITH (fillfactor = 50);

CREATE TABLE quizarena.records (
  contest int NOT NULL REFERENCES quizarena.contests (number),
  seq     int NOT NULL,   -- 0, 1, 2 ... without gaps; record 0 is the rulebook
  id      text NOT NULL,  -- given by the writer, so that a retry counts once
  at      text NOT NULL,  -- when it was written, UTC, 2026-11-23T14:03:05.120Z
  seat    text NOT NULL,  -- in whose name
  person  text NOT NULL,  -- who typed
  round   text NOT NULL,  -- empty for the contest itself
  type    text NOT NULL,  -- the name of the fact
  fact    text NOT NULL,  -- the fact, JSON; text, so that the chain is over the same bytes everywhere
  digest  text NOT NULL,  -- SHA-256 of nine lines: the digest of the record before, then seq to fact as stored
  PRIMARY KEY (contest, seq),
  UNIQUE (contest, id)
);

CREATE TABLE quizarena.drafts (  -- unfinished input, outside the chain
  contest int NOT NULL REFERENCES quizarena.contests (number),
  key     text NOT NULL,
  value   text NOT NULL,
  at      text NOT NULL,
  PRIMARY KEY (contest, key)
);

CREATE TABLE quizarena.seats (  -- what screens say of themselves; who is there holds the slot's advisory lock
  contest int NOT NULL REFERENCES quizarena.contests (number),
  slot    int NOT NULL,
  said    text NOT NULL,
  PRIMARY KEY (contest, slot)
);

CREATE TABLE quizarena.files (  -- pictures, sounds and films, each called by the SHA-256 of its content
  contest int NOT NULL REFERENCES quizarena.contests (number),
  name    text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (contest, name)
);
ALTER TABLE quizarena.files ALTER content SET STORAGE EXTERNAL;

CREATE TABLE quizarena.members (
  contest int NOT NULL REFERENCES quizarena.contests (number),
  account name NOT NULL,
  may     text NOT NULL CHECK (may IN ('read', 'write')),
  PRIMARY KEY (contest, account)
);
"""

# Triggers run as the tables' owner: whoever writes needs no right to move a head.
_BODIES = {
    "follow": """
DECLARE
  head record;
  expected text;
BEGIN
  SELECT seq, digest INTO head FROM quizarena.contests WHERE number = NEW.contest;
  IF NEW.seq IS DISTINCT FROM head.seq + 1 THEN
    RAISE EXCEPTION 'records are appended one after another' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  expected := encode(sha256(convert_to(concat_ws(E'\\n', head.digest, NEW.seq, NEW.id, NEW.at, NEW.seat, NEW.person,
    NEW.round, NEW.type, NEW.fact, ''), 'UTF8')), 'hex');
  IF NEW.digest IS DISTINCT FROM expected THEN
    RAISE EXCEPTION 'the digest does not follow' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  UPDATE quizarena.contests SET seq = NEW.seq, digest = NEW.digest, stamp = stamp + 1
    WHERE number = NEW.contest AND seq = head.seq;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'records are appended one after another' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END """,
    "never": """
BEGIN
  RAISE EXCEPTION 'records are never changed or deleted; a correction is a record of its own';
END """,
    "by_records_alone": """
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'a contest''s head is moved by its records alone';
  END IF;
  RETURN NEW;
END """,
    "note": """
BEGIN
  UPDATE quizarena.contests SET stamp = stamp + 1 WHERE number = coalesce(NEW.contest, OLD.contest);
  RETURN NULL;
END """,
    "fit": """
BEGIN
  IF NEW.name !~ '^[0-9a-f]{64}[.][a-z0-9]+$' OR left(NEW.name, 64) <> encode(sha256(NEW.content), 'hex') THEN
    RAISE EXCEPTION 'a file is called by the digest of its content';
  END IF;
  RETURN NEW;
END """,
    "join_founder": """
BEGIN
  INSERT INTO quizarena.members VALUES (NEW.number, session_user, 'write');
  RETURN NULL;
END """,
}
_TRIGGERS = {
    "records_follow": ("records", "BEFORE INSERT", "ROW", "follow"),
    "records_stay": ("records", "BEFORE UPDATE OR DELETE", "ROW", "never"),
    "records_stay_all": ("records", "BEFORE TRUNCATE", "STATEMENT", "never"),
    "contests_follow_records": ("contests", "BEFORE UPDATE OR DELETE", "ROW", "by_records_alone"),
    "contests_have_founders": ("contests", "AFTER INSERT", "ROW", "join_founder"),
    "drafts_are_noted": ("drafts", "AFTER INSERT OR UPDATE OR DELETE", "ROW", "note"),
    "files_fit": ("files", "BEFORE INSERT", "ROW", "fit"),
    "files_stay": ("files", "BEFORE UPDATE OR DELETE", "ROW", "never"),
    "files_stay_all": ("files", "BEFORE TRUNCATE", "STATEMENT", "never"),
}

# An account sees the contests that it, or a role it belongs to, is a member of. The owner of the tables sees all.
_RIGHTS = """
CREATE FUNCTION quizarena.open_to_me(wanted text) RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
  SELECT contest FROM quizarena.members
  WHERE may IN (wanted, 'write') AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = account)
    AND pg_has_role(session_user, account, 'member')
$$;
ALTER TABLE quizarena.contests ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON quizarena.contests FOR SELECT USING (number IN (SELECT quizarena.open_to_me('read')));
CREATE POLICY found ON quizarena.contests FOR INSERT WITH CHECK (true);
ALTER TABLE quizarena.members ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON quizarena.members FOR SELECT USING (contest IN (SELECT quizarena.open_to_me('read')));

CREATE FUNCTION quizarena.let_in(account name) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA quizarena TO %I', account);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA quizarena TO %I', account);
  EXECUTE format('GRANT INSERT ON quizarena.records, quizarena.files TO %I', account);
  EXECUTE format('GRANT INSERT, UPDATE, DELETE ON quizarena.drafts, quizarena.seats TO %I', account);
END $$;
CREATE FUNCTION quizarena.admit(contest_id text, account name, may text DEFAULT 'write') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  INSERT INTO quizarena.members SELECT number, admit.account, admit.may FROM quizarena.contests WHERE id = contest_id
    ON CONFLICT (contest, account) DO UPDATE SET may = EXCLUDED.may;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no contest %', contest_id;
  END IF;
  PERFORM quizarena.let_in(admit.account);
END $$;
CREATE FUNCTION quizarena.dismiss(contest_id text, account name) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM quizarena.members m USING quizarena.contests c
    WHERE c.number = m.contest AND c.id = contest_id AND m.account = dismiss.account
$$;
CREATE FUNCTION quizarena.let_start(account name) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM quizarena.let_in(account);
  EXECUTE format('GRANT INSERT (id) ON quizarena.contests TO %I', account);
END $$;
REVOKE ALL ON FUNCTION quizarena.let_in, quizarena.admit, quizarena.dismiss, quizarena.let_start FROM PUBLIC;
"""
_GUARDED = {"records": "write", "drafts": "write", "files": "write", "seats": "read"}
"""Tables of a contest's rows, and what a member may do who writes there: a viewer too is seen by the others."""


def _statements() -> str:
    functions = [
        f"CREATE FUNCTION quizarena.{name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = pg_catalog, pg_temp AS $${body}$$;"
        for name, body in _BODIES.items()
    ]
    triggers = [
        f"CREATE TRIGGER {name} {when} ON quizarena.{table} FOR EACH {each} EXECUTE FUNCTION quizarena.{function}();"
        for name, (table, when, each, function) in _TRIGGERS.items()
    ]
    guards = [
        f"ALTER TABLE quizarena.{table} ENABLE ROW LEVEL SECURITY;"
        f" CREATE POLICY see ON quizarena.{table} FOR SELECT USING (contest IN (SELECT quizarena.open_to_me('read')));"
        f" CREATE POLICY add ON quizarena.{table} FOR INSERT"
        f" WITH CHECK (contest IN (SELECT quizarena.open_to_me('{may}')));"
        f" CREATE POLICY alter ON quizarena.{table} FOR UPDATE"
        f" USING (contest IN (SELECT quizarena.open_to_me('{may}')));"
        f" CREATE POLICY drop ON quizarena.{table} FOR DELETE"
        f" USING (contest IN (SELECT quizarena.open_to_me('{may}')));"
        for table, may in _GUARDED.items()
    ]
    return "\n".join((_TABLES, *functions, *triggers, _RIGHTS, *guards))


def make_tables(line: Connection[Any]) -> None:
    """Make the tables where there are none; of two who do so at once the second finds them."""
    if _found(line):
        return
    with line.transaction():
        line.execute("SELECT pg_advisory_xact_lock(%s, 0)", (LOCK,))
        if not _found(line):
            line.execute(_statements().encode(), prepare=False)


def check_tables(server: str, line: Connection[Any]) -> None:
    """Refuse a database without our tables, of a newer version, or in which our tables and triggers were altered.

    Raises:
        JournalError: It says which.
    """
    if not _found(line):
        raise JournalError(_("{server}: holds no contests yet; start one with: quizarena start", server=server))
    row = line.execute("SELECT max(number) FROM quizarena.version").fetchone()
    version = row[0] if row else None
    if version != VERSION:
        raise JournalError(
            _(
                "{file}: is a journal of version {version}, this program knows {known}; update QuizArena",
                file=server,
                version=str(version),
                known=VERSION,
            )
        )
    problem = _difference(line)
    if problem is not None:
        raise JournalError(_("{server}: was altered: {problem}; go on with a backup", server=server, problem=problem))


def _found(line: Connection[Any]) -> bool:
    """Whether the tables are there; asked of the catalogue itself, for to_regclass remembers within a transaction."""
    asked = (
        "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'quizarena' AND c.relname = 'version'"
    )
    return line.execute(asked).fetchone() is not None


_STORED = """
SELECT t.tgname, c.relname, p.proname, p.prosrc, t.tgenabled = 'O' AND t.tgqual IS NULL FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
WHERE c.relnamespace = 'quizarena'::regnamespace AND NOT t.tgisinternal
UNION ALL
SELECT r.rulename, c.relname, '', '', false FROM pg_catalog.pg_rewrite r
JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
WHERE c.relnamespace = 'quizarena'::regnamespace AND c.relkind = 'r'
"""


def _difference(line: Connection[Any]) -> Text | None:
    """Return what was added to our triggers and rules, changed or taken away: a foreign one can undo records."""
    stored = {name: tuple(rest) for name, *rest in line.execute(_STORED).fetchall()}
    for name in sorted(stored.keys() - _TRIGGERS.keys()):
        return _("the {kind} {name} is not of QuizArena", kind=_("trigger"), name=repr(name))
    for name, (table, _when, _each, function) in _TRIGGERS.items():
        if name not in stored:
            return _("the {kind} {name} is missing", kind=_("trigger"), name=repr(name))
        if stored[name] != (table, function, _BODIES[function], True):
            return _("the {kind} {name} is another than QuizArena makes", kind=_("trigger"), name=repr(name))
    return None
