"""Commands on a contest that rests on a PostgreSQL server: the address stands where a file's name does."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from quizarena import Arena
from quizarena.documents import read_rows
from quizarena.errors import JournalError
from quizarena.journal import open_journal
from tests.cli.running import TWO_TEAMS, run
from tests.examples.test_verify_independently import imported
from tests.postgres import new_address, rows_of


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A contest that is open, made by `start` at an address; what is written goes into a folder of its own."""
    monkeypatch.chdir(tmp_path)
    Path("contest.yaml").write_text(TWO_TEAMS, encoding="utf-8")
    address = new_address()
    run("start", "contest.yaml", address)
    run("push", address, "contest.opened", "mode=live")
    return address


def test_a_contest_goes_to_a_server_and_back_byte_for_byte(begun: str) -> None:
    run("backup", begun, "x.qa")
    run("backup", "x.qa", f"{begun}-again")
    assert read_rows(begun) == read_rows("x.qa") == read_rows(f"{begun}-again")
    assert "they are the same, 2 records" in run("compare", begun, f"{begun}-again").output
    run("export", begun, "-o", "x.jsonl")
    run("import", "x.jsonl", f"{begun}-lines")
    assert run("export", f"{begun}-lines").output == Path("x.jsonl").read_text(encoding="utf-8")
    _records, digests = imported("verify_independently").read("x.qa")
    assert json.loads(run("verify", begun, "--json").output)["head"] == digests[-1]
    assert "exists already and is never overwritten" in run("backup", "x.qa", begun, status=3).output


def test_a_rehearsal_lies_beside_it_under_its_own_name(begun: str) -> None:
    run("rehearse", begun, "--plain")
    run("rehearse", begun, "--plain")
    with Arena.open(f"{begun}-rehearsal-2", read_only=True) as arena:
        assert arena.contest.state.is_rehearsal
    assert len(read_rows(begun)) == 2
    assert "is a rehearsal's name" in run("start", "contest.yaml", f"{begun}-rehearsal", status=1).output


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("moves",), 0, "round.begun"),
        (("standings", "--json"), 0, '"team": "blue"'),
        (("log",), 0, "#001"),
        (("explain", "red"), 0, "Red: 0, place 1"),
        (("verify-draw",), 0, "no draw by a seed stands in"),
        (("paper",), 1, "asks judges for a ballot"),
        (("results",), 0, "-results.html"),
        (("bulletin",), 0, "Two teams"),
        (("seats", "--at", "http://hall:8000"), 0, "host\tThe host\thttp://hall:8000/s/"),
        (("doctor",), 0, "sound"),
        (("halls",), 0, "opened, no round yet"),
        (("desk",), 2, "needs a terminal"),
        (("serve", "--cert", "x"), 1, "--cert and --key go together"),
        (("undo",), 0, "#002 contest.undone"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_every_command_takes_the_address(begun: str, words: tuple[str, ...], status: int, said: str) -> None:
    command, *rest = words
    done = run(command, begun, *rest, status=status)
    assert said in done.output


def test_records_that_a_server_lost_are_appended_by_who_knows_them(begun: str) -> None:
    """After a fail-over to a standby that was behind: the same rows, the same head."""
    with Arena.open(begun) as arena:
        arena.do("round.begun")
        arena.do("quiz.asked")
        rows = read_rows(begun)
        name = begun.rpartition("#")[2]
        [(number,)] = rows_of("SELECT number FROM quizarena.contests WHERE id = %s", [name])
        rows_of(
            "SET session_replication_role = replica;"
            f" DELETE FROM quizarena.records WHERE contest = {number} AND seq > 1;"
            f" UPDATE quizarena.contests SET seq = 1, digest = '{rows[1].digest}', stamp = stamp - 2"
            f" WHERE number = {number}"
        )
        with pytest.raises(JournalError, match="older copy: it ends at #001, and #003 is known here"):
            arena.refresh()
        assert arena.lacking() == 2
        assert arena.refill() == 2
        assert read_rows(begun) == rows
        arena.do("quiz.ruled", verdict="right")
    with closing(open_journal(begun, read_only=True)) as journal:
        journal.inspect()
