"""Accounts on a server: hall A's neither sees nor writes what is hall B's, whatever it types."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import psycopg
import pytest

from quizarena.errors import JournalError
from quizarena.journal import Journal, contests_at, create_journal, open_journal
from tests.cli.running import run
from tests.journal.rows import push, row_after
from tests.postgres import account, address_of, database, new_address, rows_of


class Halls(NamedTuple):
    """Two contests, the account of hall A, which writes the first, and one that only looks on there."""

    a: str
    b: str
    hall: str
    viewer: str


@pytest.fixture(scope="module")
def halls() -> Iterator[Halls]:
    with account("hall_a") as hall, account("viewer") as viewer:
        a, b = new_address("hall-a"), new_address("hall-b")
        for address in (a, b):
            create_journal(address, lambda writer: push(writer, "first")).close()
        a, b = (address.rpartition("#")[2] for address in (a, b))
        rows_of("SELECT quizarena.admit(%s, %s)", (a, hall))
        rows_of("SELECT quizarena.admit(%s, %s, 'read')", (a, viewer))
        yield Halls(a, b, hall, viewer)


TABLES = {"records": "contest", "drafts": "contest", "files": "contest", "members": "contest", "contests": "number"}


def write(journal: Journal, id: str) -> None:
    with journal.writing() as writer:
        push(writer, id)


def test_a_hall_writes_its_own_contest_and_sees_no_other(halls: Halls) -> None:
    with closing(open_journal(address_of(halls.hall, halls.a))) as journal:
        write(journal, f"{journal.head().seq}-more")
        assert journal.write_draft("pin:j3", "1", journal.draft("pin:j3"))
        desk = journal.sit("desk")
        assert desk is not None
        desk.close()
    listed = contests_at(address_of(halls.hall))
    assert [each.address.rpartition("#")[2] for each in listed] == [halls.a]
    assert "first" not in run("contests", address_of(halls.hall)).output
    with pytest.raises(JournalError, match="there is no such contest, or not for this account"):
        open_journal(address_of(halls.hall, halls.b))


def test_whoever_looks_on_is_seen_and_writes_nothing(halls: Halls) -> None:
    with closing(open_journal(address_of(halls.viewer, halls.a))) as journal:
        before = journal.head()
        with pytest.raises(JournalError, match="this account may not do that"):
            write(journal, "theirs")
        with pytest.raises(JournalError, match="this account may not do that"):
            journal.write_draft("pin:j4", "1", None)
        board = journal.sit("board")
        assert board is not None
        board.close()
        assert journal.head() == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO quizarena.records SELECT %(b)s, seq + 1, 'x', at, seat, person, round, type, fact, %(next)s"
        " FROM quizarena.records LIMIT 1",
        "INSERT INTO quizarena.records VALUES (%(b)s, 1, 'x', '', '', '', '', '', '', %(next)s)",
        "INSERT INTO quizarena.drafts VALUES (%(b)s, 'pin:j3', '', '')",
        "INSERT INTO quizarena.seats VALUES (%(b)s, 0, '{}')",
        "INSERT INTO quizarena.members VALUES (%(b)s, session_user, 'write')",
        "UPDATE quizarena.members SET contest = %(b)s",
        "UPDATE quizarena.contests SET seq = 9",
        "DELETE FROM quizarena.records",
        "TRUNCATE quizarena.records",
        "UPDATE quizarena.records SET person = ''",
        "DROP TRIGGER records_follow ON quizarena.records",
        "ALTER TABLE quizarena.records DISABLE TRIGGER ALL",
        "ALTER TABLE quizarena.records DISABLE ROW LEVEL SECURITY",
        "CREATE TRIGGER mine BEFORE INSERT ON quizarena.records FOR EACH ROW EXECUTE FUNCTION quizarena.never()",
        "CREATE FUNCTION quizarena.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION quizarena.never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "DROP TABLE quizarena.records",
        "SELECT quizarena.admit('hall', session_user)",
        "SELECT quizarena.let_start(session_user)",
        "SET session_replication_role = replica",
        "SET row_security = off; SELECT * FROM quizarena.records",
        "INSERT INTO quizarena.contests (id) VALUES ('own')",
    ],
)
def test_a_halls_account_is_refused_whatever_it_types(halls: Halls, statement: str) -> None:
    (number, digest) = rows_of("SELECT number, digest FROM quizarena.contests WHERE id = %s", (halls.b,))[0]
    with psycopg.connect(address_of(halls.hall), autocommit=True) as line:
        typed = statement % {"b": number, "next": f"'{digest}'"}
        with pytest.raises(psycopg.Error, match=r"denied|policy|must be owner|row security|records are|digest"):
            line.execute(typed.encode(), prepare=False)
        for table, column in TABLES.items():
            seen = line.execute(f"SELECT count(*) FROM quizarena.{table} WHERE {column} = {number}".encode()).fetchone()
            assert seen == (0,), table
    assert rows_of("SELECT seq, digest FROM quizarena.contests WHERE number = %s", (number,)) == [(0, digest)]


def test_a_record_that_would_follow_in_another_hall_is_refused_too(halls: Halls) -> None:
    """It passes the chain's trigger, and then meets the rows that the account may write."""
    ((number,),) = rows_of("SELECT number FROM quizarena.contests WHERE id = %s", (halls.b,))
    insert = f"INSERT INTO quizarena.records VALUES ({number}{', %s' * 9})"
    with closing(open_journal(f"{database()}#{halls.b}")) as theirs:
        row = row_after(theirs.head(), "forged")
        refused = pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security policy")
        with psycopg.connect(address_of(halls.hall), autocommit=True) as line, refused:
            line.execute(insert.encode(), row)
        assert theirs.head().seq == 0


def test_a_hall_that_may_start_contests_writes_those_and_a_member_can_be_dismissed(halls: Halls) -> None:
    own = f"own-{halls.a}"
    with account("hall_c") as hall:
        with pytest.raises(JournalError, match="this account may not do that"):
            create_journal(address_of(hall, own), lambda writer: push(writer, "first"))
        rows_of("SELECT quizarena.let_start(%s)", (hall,))
        with closing(create_journal(address_of(hall, own), lambda writer: push(writer, "first"))) as journal:
            write(journal, "second")
        with closing(open_journal(address_of(hall, own))) as journal:
            rows_of("SELECT quizarena.dismiss(%s, %s)", (own, hall))
            with pytest.raises(JournalError, match="not for this account"):
                write(journal, "third")
        assert contests_at(address_of(hall)) == []
        assert run("contests", address_of(hall)).output == "No contest there is open to this account.\n"
