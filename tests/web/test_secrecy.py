"""Nothing ahead of the board: over every address, as every seat, twins of the story cannot be told apart."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.web.views import AUDIENCES
from tests.contest.telling import told

from .halls import LAST, Served, served, served_contest
from .twins import other_speakers, twin
from .walks import cookie_for, quiet, seats, unwalked, walk

EVERY = os.environ.get("QUIZARENA_SECRECY") == "every"
"""Asks at every record as every seat; `make secrecy` sets it."""
SAMPLE = (2, 4, 7, 72, 78, 79, 82, 127, 171, 212, 250, 270, 281)
RECORDS = range(1, LAST + 1) if EVERY else SAMPLE
SEATS = seats(told(1)) if EVERY else ("", "host", "judge:j3")
BEST_NAMED = 285
"""The story's record that shows the best debater."""


def told_apart(folder: Path, seat: str, *halls: Contest) -> list[str]:
    """Return what answers differently in two contests to whoever sits in a seat; their drafts differ too."""
    walks = []
    folder.mkdir(exist_ok=True)
    for nth, contest in enumerate(halls):
        with served_contest(folder / str(nth), contest) as hall:
            cookie_for(hall, "judge:j2")
            hall.worker.ask(partial(_begin_a_sheet, hall, str(17 + nth))).result()
            walks.append({where: quiet(answer, contest) for where, answer in walk(hall, seat).items()})
    first, second = walks
    assert first.keys() == second.keys()
    return [where for where in first if first[where] != second[where]]


def _begin_a_sheet(hall: Served, mark: str, _arena: Arena) -> None:
    """Have a judge begin a sheet that is not handed in, if one is open: its figures are nobody else's."""
    session = hall.worker.judges.session("j2")
    bundle = session.view().bundle
    for sheet in () if bundle is None else bundle.sheets[:1]:
        session.fill(sheet.key, {sheet.fields[0].path: mark}, sheet.id, datetime.now(UTC))


def test_every_route_is_walked(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall:
        assert unwalked(hall.hall.app) == (set(), set())


@pytest.mark.parametrize("seq", RECORDS)
@pytest.mark.parametrize("seat", SEATS)
def test_twins_cannot_be_told_apart(tmp_path: Path, seat: str, seq: int) -> None:
    one, two = told(seq), twin(seq, seat)
    if one.export(audience=None) != two.export(audience=None):
        assert told_apart(tmp_path, seat, one, two) == []


@pytest.mark.parametrize("seq", range(278, BEST_NAMED) if EVERY else (278, 279, 284))
def test_nobody_learns_of_an_honour_before_the_board_names_it(tmp_path: Path, seq: int) -> None:
    """The marks of single speakers are open, and who is best is the last thing to be said."""
    assert told_apart(tmp_path, "", told(seq), other_speakers(seq)) == []


def test_an_honour_once_named_is_there_for_all(tmp_path: Path) -> None:
    found = told_apart(tmp_path, "", told(BEST_NAMED), other_speakers(BEST_NAMED))
    assert any("/board" in where for where in found)
    assert any(" /?" in where for where in found)


@pytest.mark.parametrize("seq", [4, 79, 82])
def test_a_leak_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seq: int) -> None:
    """Were the board the desk's, lots and marks that are being opened would stand on it."""
    monkeypatch.setattr("quizarena.web.worker.AUDIENCES", {**AUDIENCES, "board": "desk"})
    assert any("/board" in where for where in told_apart(tmp_path, "", told(seq), twin(seq, "")))


def test_a_sheet_that_was_begun_is_seen_by_its_judge_alone(tmp_path: Path) -> None:
    contest = told(72)
    assert any("/sheet/draft" in where for where in told_apart(tmp_path / "own", "judge:j2", contest, contest))
    assert told_apart(tmp_path / "another", "judge:j4", contest, contest) == []


def test_the_tablet_knows_the_question_that_nobody_else_does(tmp_path: Path) -> None:
    found = told_apart(tmp_path, "host", told(7), twin(7, ""))
    assert any("/host" in where for where in found)
    assert not any("/board" in where for where in found)
