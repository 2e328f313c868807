"""Nothing ahead of the board: over every address, as every seat, twins of a contest cannot be told apart."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import copy2

import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.sessions.cards import seats_of
from quizarena.sessions.votes import Answer, Ballot, cast, open_poll
from quizarena.web.views import AUDIENCES
from tests.contest.telling import told

from .halls import LAST, Served, served, served_contest, serving_file
from .polls import poll_file
from .twins import ASKED, BUZZED, buzz_twins, other_speakers, twin
from .walks import VOTER, cookie_for, quiet, seats_of_hall, unwalked, walk

EVERY = os.environ.get("QUIZARENA_SECRECY") == "every"
"""Asks at every record as every seat; `make secrecy` sets it."""
SAMPLE = (2, 4, 7, 72, 78, 79, 82, 127, 171, 212, 250, 270, 281)
RECORDS = range(1, LAST + 1) if EVERY else SAMPLE
HALL = seats_of_hall(told(1))
READERS = ("", *seats_of(told(1))) if EVERY else ("", "host", "judge:j3")
"""Who learns something different from all others: the hall is one, however many sit in it."""
BEST_NAMED = 285
"""The story's record that shows the best debater."""


def told_apart(folder: Path, walkers: Sequence[str], *halls: Contest, begun: str = "j2") -> list[str]:
    """Return what answers differently in two contests to those who walk; the sheets that `begun` begins differ too."""
    folder.mkdir(exist_ok=True)
    walks = []
    for nth, contest in enumerate(halls):
        with served_contest(folder / str(nth), contest) as hall:
            if contest.state.roster.judges:
                cookie_for(hall, f"judge:{begun}")
                hall.worker.ask(partial(_begin_a_sheet, hall, begun, str(17 + nth))).result()
            walks.append(_walked(hall, walkers, contest))
    return _different(*walks)


def _walked(hall: Served, walkers: Sequence[str], contest: Contest) -> dict[str, object]:
    return {
        f"{seat}: {where}": quiet(answer, contest)
        for nth, seat in enumerate(walkers)
        for where, answer in walk(hall, seat, f"10.0.1.{nth}").items()
    }


def _different(first: dict[str, object], second: dict[str, object]) -> list[str]:
    assert first.keys() == second.keys()
    return [where for where in first if first[where] != second[where]]


def _begin_a_sheet(hall: Served, judge: str, mark: str, _arena: Arena) -> None:
    """Have a judge begin a sheet that is not handed in, if one is open: its figures are nobody else's."""
    session = hall.worker.judges.session(judge)
    bundle = session.view().bundle
    for sheet in () if bundle is None else bundle.sheets[:1]:
        session.fill(sheet.key, {sheet.fields[0].path: mark}, sheet.id, datetime.now(UTC))


def test_every_route_is_walked(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall:
        assert unwalked(hall.hall.app) == (set(), set())


def walkers(reader: str, seq: int) -> Sequence[str]:
    """Return who walks for a reader: of those who know what the hall does all, in the sample one at each record."""
    if reader:
        return (reader,)
    return HALL if EVERY else (HALL[RECORDS.index(seq) % len(HALL)],)


@pytest.mark.parametrize("seq", RECORDS)
@pytest.mark.parametrize("reader", READERS)
def test_twins_cannot_be_told_apart(tmp_path: Path, reader: str, seq: int) -> None:
    one, two = told(seq), twin(seq, reader)
    if one.export(audience=None) != two.export(audience=None):
        begun = "j3" if reader == "judge:j2" else "j2"  # one's own sheet is known to oneself
        assert told_apart(tmp_path, walkers(reader, seq), one, two, begun=begun) == []


@pytest.mark.parametrize("seq", range(ASKED, BUZZED + 1) if EVERY else (ASKED,))
def test_phones_that_buzz_know_no_question_before_it_is_asked_and_no_answer(tmp_path: Path, seq: int) -> None:
    one, two = buzz_twins(seq)
    assert one.export(audience=None) != two.export(audience=None)
    assert told_apart(tmp_path, ("team:red", "team:blue", "desk") if EVERY else ("team:red",), one, two) == []


def votes_apart(folder: Path, walker: str, voter: str) -> list[str]:
    """Return what answers differently to a walker in two halls where a voter has chosen otherwise."""
    walks = []
    told = poll_file(folder / "0.qa", collect="devices" if voter.startswith("d") else "cards")
    copy2(told, folder / "1.qa")
    for nth, choice in enumerate(("t1", "t2")):
        with serving_file(folder / f"{nth}.qa") as hall:
            said = hall.worker.ask(partial(_votes, voter, choice)).result()
            assert said == [Answer.IN]
            walks.append(_walked(hall, (walker,), hall.worker.ask(lambda arena: arena.contest).result()))
    return _different(*walks)


def _votes(voter: str, choice: str, arena: Arena) -> list[Answer]:
    poll = open_poll(arena.contest)
    assert poll is not None
    return cast(arena, [Ballot(poll.key, voter, (choice,), 1)])


@pytest.mark.parametrize("walker", ["", "desk", "host", VOTER] if EVERY else [VOTER])
@pytest.mark.parametrize("voter", ["c2", "dsomebody"] if EVERY else ["c2"])
def test_nobody_learns_how_another_has_voted(tmp_path: Path, walker: str, voter: str) -> None:
    assert votes_apart(tmp_path, walker, voter) == []


def test_a_vote_is_seen_by_its_voter_alone(tmp_path: Path) -> None:
    assert votes_apart(tmp_path, VOTER, "c1") == [f"{VOTER}: GET /v/AAAAAAAAAA/vote  {{}}"]


@pytest.mark.parametrize("seq", range(278, BEST_NAMED) if EVERY else (278, 279, 284))
def test_nobody_learns_of_an_honour_before_the_board_names_it(tmp_path: Path, seq: int) -> None:
    """The marks of single speakers are open, and who is best is the last thing to be said."""
    assert told_apart(tmp_path, HALL if EVERY else ("",), told(seq), other_speakers(seq)) == []


def test_an_honour_once_named_is_there_for_all(tmp_path: Path) -> None:
    found = told_apart(tmp_path, ("",), told(BEST_NAMED), other_speakers(BEST_NAMED))
    assert any("/board" in where for where in found)
    assert any(" /?" in where for where in found)


@pytest.mark.parametrize("seq", [4, 79, 82])
def test_a_leak_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seq: int) -> None:
    """Were the board the desk's, lots and marks that are being opened would stand on it."""
    monkeypatch.setattr("quizarena.web.worker.AUDIENCES", {**AUDIENCES, "board": "desk"})
    assert any("/board" in where for where in told_apart(tmp_path, ("",), told(seq), twin(seq, "")))


def test_a_sheet_that_was_begun_is_seen_by_its_judge_alone(tmp_path: Path) -> None:
    contest = told(72)
    assert any("/sheet/draft" in where for where in told_apart(tmp_path / "own", ("judge:j2",), contest, contest))
    assert told_apart(tmp_path / "another", ("judge:j4",), contest, contest) == []


def test_the_tablet_knows_the_question_that_nobody_else_does(tmp_path: Path) -> None:
    found = told_apart(tmp_path, ("host",), told(7), twin(7, ""))
    assert any("/host" in where for where in found)
    assert not any("/board" in where for where in found)
