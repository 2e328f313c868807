"""A draw in public is beyond doubt: from the call of its numbers on nothing of it changes; it is taken back whole."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.facts import Corrected, Replacement, Struck, Undone
from quizarena.errors import JournalError, QuizArenaError, RulebookError
from quizarena.facts import Fact
from quizarena.journal import SqliteJournal
from quizarena.moves import IllegalFact
from quizarena.records import to_row
from quizarena.report.provenance import draws
from quizarena.report.results import page
from quizarena.rulebook import loads
from quizarena.scenes import Lots
from quizarena.testing import START
from tests.cli.running import run
from tests.contest.telling import make

SECRET, OTHER = "9f2c51d07ae64b1f8d3e0c6a5b7f4e21", "0123456789abcdef0123456789abcdef"
VERIFIER = Path(__file__).parents[2] / "examples" / "verify_independently.py"


def contest(**changed: Any) -> Contest:
    """Return an opened contest of four teams, the order drawn in public."""
    head = {"quizarena": 1, "contest": {"title": "Draws", "language": "en"}, "order": "drawn"}
    teams = [{"id": team, "name": team.upper()} for team in "abcd"]
    rounds = [{"id": "quiz", "use": "quiz/required", "per_team": 1}]
    found = Contest(loads(json.dumps({**head, "teams": teams, "rounds": rounds, **changed})), at=START)
    make(found, "contest.opened", mode="live")
    return found


def begun(contest: Contest, *, secret: str = SECRET, numbers: str = "3 17 8 22") -> tuple[int, int]:
    """Commit and call; return both records."""
    committed = make(contest, "draw.committed", date="2026-11-28", secret=secret)
    return committed, make(contest, "draw.called", numbers=numbers)


def offered(contest: Contest) -> list[str]:
    return [move.fact.type for move in contest.moves() if move.fact.type.startswith("draw.")]


def other(contest: Contest, seq: int, **values: Any) -> tuple[int, Fact]:
    return seq, attrs.evolve(contest.records[seq].fact, **values)  # type: ignore[arg-type]


Deed = Callable[[Contest, int, int], object]
DEEDS: dict[str, Deed] = {
    "the secret corrected": lambda c, one, two: c.correct([other(c, one, secret=OTHER)], reason="typo"),
    "the date corrected": lambda c, one, two: c.correct([other(c, one, date="2026-11-29")], reason="typo"),
    "the numbers corrected": lambda c, one, two: c.correct([other(c, two, numbers="3 17 8 23")], reason="typo"),
    "both at once": lambda c, one, two: c.correct(
        [other(c, one, secret=OTHER), other(c, two, numbers="4 5 6")], reason="typo"
    ),
    "the call undone": lambda c, one, two: c.undo(),
    "the call struck": lambda c, one, two: c.strike(two, reason="typo"),
    "the commitment struck": lambda c, one, two: c.strike(one, reason="typo"),
    "a paper draw instead": lambda c, one, two: make(c, "draw.entered", order="a b c d", drawn_by="me"),
    "a new commitment": lambda c, one, two: make(c, "draw.committed", date="2026-11-28"),
    "the numbers called again": lambda c, one, two: make(c, "draw.called", numbers="4 5 6"),
    "a rule of the draw amended": lambda c, one, two: c.amend("order", "roster", reason="simpler"),
    "the least number amended": lambda c, one, two: c.amend("numbers_called", "0", reason="simpler"),
}


@pytest.mark.parametrize("opened", [False, True], ids=["called", "opened"])
@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_once_its_numbers_were_called_nothing_of_a_draw_changes(deed: Deed, opened: bool) -> None:
    found = contest()
    records = begun(found)
    if opened:
        make(found, "draw.opened")
    before = found.state
    with pytest.raises((QuizArenaError, StopIteration)):
        deed(found, *records)
    assert found.state == before


def test_a_correction_of_the_commitment_is_not_undone_after_the_call() -> None:
    """Undoing it would bring the secret of before back."""
    found = contest()
    committed = make(found, "draw.committed", date="2026-11-28", secret=SECRET)
    found.correct([other(found, committed, secret=OTHER)], reason="before anything was called", seat="desk")
    make(found, "draw.called", seat="desk", numbers="3 17 8")
    corrected = next(record.seq for record in found.records if isinstance(record.fact, Corrected))
    with pytest.raises(QuizArenaError):
        found.push(Undone(corrected))
    assert found.state.draw("order").secret == OTHER


def test_before_the_call_a_draw_may_be_put_right() -> None:
    found = contest()
    committed = make(found, "draw.committed", date="2026-11-28", secret=SECRET)
    found.correct([other(found, committed, date="2026-11-29")], reason="typo")
    found.undo()
    found.undo()
    assert offered(found) == ["draw.committed", "draw.entered"]


def test_what_an_aside_inside_a_draw_did_may_be_taken_back_without_moving_a_lot() -> None:
    found = contest()
    begun(found)
    left = make(found, "team.left", "arbiter", team="b", mode="withdrawn", reason="ill")
    make(found, "draw.opened")
    drawn = found.state.draw("order").order
    assert drawn is not None
    found.strike(left, reason="they came")
    assert found.state.draw("order").order == drawn
    assert found.position.order == (*drawn, "b")
    found.verify()


def taken_back(contest: Contest, reason: str = "the microphone failed") -> None:
    make(contest, "draw.abandoned", "arbiter", by="the chief judge", reason=reason)


def three_attempts() -> Contest:
    found = contest()
    for reason in ("the microphone failed", "a name was missing"):
        begun(found)
        taken_back(found, reason)
    begun(found)
    return found


def test_a_draw_is_taken_back_as_a_whole_and_counted() -> None:
    found = three_attempts()
    assert "draw.abandoned" in offered(found)
    make(found, "draw.opened")
    before = [(each.by, each.reason) for each in found.state.draw("order").abandoned]
    assert before == [("the chief judge", "the microphone failed"), ("the chief judge", "a name was missing")]
    (lots,) = found.scene("hall").of(Lots)
    told = [text.in_language("en") for text in lots.attempts]
    assert told[0] == "Attempt 3 at this draw"
    assert told[2] == "Attempt 2 was taken back by the chief judge: a name was missing"
    (drawn,) = [each for each in draws(found, None) if each.purpose == "order"]
    assert [text.in_language("en") for text in drawn.told][:3] == told
    make(found, "round.begun")
    assert "draw.abandoned" not in offered(found), "the order is in use"
    found.verify()


def printed(contest: Contest) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", page(contest, "hall", "en")))


@pytest.mark.parametrize("begun_anew", [False, True])
def test_a_draw_taken_back_without_a_later_result_stands_on_the_score_sheet(begun_anew: bool) -> None:
    found = contest()
    assert "Attempt" not in printed(found)
    begun(found)
    taken_back(found)
    if begun_anew:
        begun(found, secret=OTHER)
    text = printed(found)
    for line in ("Attempt 2 at this draw", "Attempt 1 was taken back by the chief judge: the microphone failed"):
        assert line in text
    assert "No order is known since." in text
    assert SECRET not in text
    assert OTHER not in text
    if begun_anew:
        make(found, "draw.opened")
        make(found, "round.begun")
        assert "No order is known since." not in printed(found)
        assert "Attempt 1 was taken back by the chief judge: the microphone failed" in printed(found)


def test_that_it_was_taken_back_cannot_be_taken_back() -> None:
    found = contest()
    begun(found)
    taken_back(found)
    seq = found.records[-1].seq
    for deed in (lambda: found.undo(seat="arbiter"), lambda: found.strike(seq, reason="no"), found.undo):
        with pytest.raises(QuizArenaError):
            deed()
    assert len(found.state.draw("order").abandoned) == 1


@pytest.mark.parametrize("secret", ["a" * 32, "0123456789abcdef", "G" * 32, "9F2C51D07AE64B1F8D3E0C6A5B7F4E21", ""])
def test_a_secret_that_somebody_chose_is_refused(secret: str) -> None:
    with pytest.raises(IllegalFact, match="secret"):
        make(contest(), "draw.committed", date="2026-11-28", secret=secret)


def test_the_program_makes_the_secret() -> None:
    secrets = set()
    for _time in range(3):
        found = contest()
        make(found, "draw.committed", date="2026-11-28")
        secrets.add(found.state.draw("order").secret)
    assert {len(secret) for secret in secrets} == {32}
    assert len(secrets) == 3


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(IllegalFact, match="date"):
        make(contest(), "draw.committed", date="2026-02-30")


DATED = {"contest": {"title": "Draws", "language": "en", "date": "2026-12-05"}}


def test_the_date_of_a_draw_is_the_rulebook_s_and_nobody_types_another() -> None:
    found = contest(**DATED)
    (move,) = [move for move in found.moves() if move.fact.type == "draw.committed"]
    assert [blank.path for blank in move.blanks] == ["secret"]
    fact: Any = move.fill({"secret": SECRET})
    with pytest.raises(IllegalFact):
        found.push(attrs.evolve(fact, date="2026-12-06"))
    found.push(fact)
    with pytest.raises(QuizArenaError):
        found.amend("contest.date", "2026-12-06", reason="the hall is taken")
    make(found, "draw.called", numbers="3 17 8")
    make(found, "draw.opened")
    assert found.state.draw("order").seed == f"2026-12-05|3 17 8|{SECRET}"
    found.verify()


@pytest.mark.parametrize("date", ["2026-02-30", "28.11.2026", "2026-11-28T09:00", "２０２６-11-28", 28])
def test_a_rulebook_s_date_is_a_day_of_the_calendar(date: object) -> None:
    with pytest.raises(RulebookError, match=f"contest.date: expected a date such as 2023-01-11, found {date}"):
        contest(contest={"title": "Draws", "date": date})


@pytest.mark.parametrize(
    ("least", "english", "chinese"),
    [
        (0, "Whoever likes, please call a number from 1 to 99.", "愿意的观众，请报一个 1 到 99 的数。"),
        (1, "One of you, please, call a number from 1 to 99.", "请一位观众报一个 1 到 99 的数。"),
        (2, "Two of you, please, each call a number from 1 to 99.", "请两位观众，各报一个 1 到 99 的数。"),
        (3, "Three of you, please, each call a number from 1 to 99.", "请三位观众，各报一个 1 到 99 的数。"),
        (4, "Four of you, please, each call a number from 1 to 99.", "请四位观众，各报一个 1 到 99 的数。"),
        (5, "Five of you, please, each call a number from 1 to 99.", "请五位观众，各报一个 1 到 99 的数。"),
    ],
)
def test_the_host_asks_for_as_many_numbers_as_the_rulebook_wants(least: int, english: str, chinese: str) -> None:
    found = contest(numbers_called=least)
    make(found, "draw.committed", date="2026-11-28", secret=SECRET)
    (call,) = [move for move in found.moves() if move.fact.type == "draw.called"]
    assert call.say is not None
    assert (call.say.in_language("en"), call.say.in_language("zh")) == (english, chinese)
    with pytest.raises(IllegalFact):
        make(found, "draw.called", numbers=" ".join("12345"[: least - 1]) if least > 1 else "")
    make(found, "draw.called", numbers=" ".join("12345"[: least or 1]))


@pytest.mark.parametrize(("rules", "numbers", "is_enough"), [({}, "3 17", False), ({}, "3 17 8", True)])
def test_the_rulebook_says_how_many_numbers_are_called(rules: dict[str, Any], numbers: str, is_enough: bool) -> None:
    found = contest(**rules)
    make(found, "draw.committed", date="2026-11-28")
    if is_enough:
        make(found, "draw.called", numbers=numbers)
    else:
        with pytest.raises(IllegalFact, match="3 or more"):
            make(found, "draw.called", numbers=numbers)


def test_without_numbers_a_draw_is_fixed_once_its_hash_is_published() -> None:
    found = contest(numbers_called=0)
    committed = make(found, "draw.committed", date="2026-11-28", secret=SECRET)
    assert offered(found) == ["draw.called", "draw.opened", "draw.abandoned"]
    for deed in (found.undo, lambda: found.correct([other(found, committed, secret=OTHER)], reason="typo")):
        with pytest.raises(QuizArenaError):
            deed()
    make(found, "draw.opened")
    assert found.state.draw("order").seed == f"2026-11-28||{SECRET}"
    found.verify()


def test_nobody_reads_the_order_before_it_is_opened() -> None:
    found = contest()
    begun(found)
    (move,) = [move for move in found.moves() if move.fact.type == "draw.opened"]
    fact: Any = move.fill()
    assert not move.foreseeable
    assert SECRET not in repr(move)
    with pytest.raises(IllegalFact) as refused:
        found.push(attrs.evolve(fact, order=fact.order[::-1]))
    said = refused.value.message.in_language("en")
    assert said == "what comes out nobody knows before; leave it out"


def file_of(contest: Contest, path: Path, *more: Fact) -> Path:
    """Write the contest's file, and behind it facts that nobody judged, chained as they should be."""
    forged = Contest.of_records(contest.records)
    for fact in more:
        forged.accept(forged.history.make_record(fact, at=START))
    rows = [to_row(record, forged.book) for record in forged.records]
    journal = SqliteJournal.create(path)
    with closing(journal), journal.writing() as writer:
        for row in rows:
            writer.append(row)
    return path


def tampering(contest: Contest, committed: int, called: int) -> dict[str, list[Fact]]:
    def corrected(*items: tuple[int, Fact]) -> Fact:
        return Corrected(tuple(Replacement(seq, contest.book.to_mapping(fact)) for seq, fact in items), "typo")

    return {
        "corrected": [corrected(other(contest, committed, secret=OTHER))],
        "several": [corrected(other(contest, committed, secret=OTHER), other(contest, called, numbers="4 5 6"))],
        "undone": [Undone(called)],
        "struck": [Struck(committed, "typo")],
    }


@pytest.mark.parametrize("way", ["corrected", "several", "undone", "struck"])
def test_three_verifiers_refuse_a_file_that_did_otherwise(way: str, tmp_path: Path) -> None:
    found = contest()
    file = file_of(found, tmp_path / "a.qa", *tampering(found, *begun(found))[way])
    with Arena.open(file, read_only=True) as arena, pytest.raises(JournalError, match="record 4"):
        arena.contest.verify()
    assert "record 4" in run("verify-draw", file, status=1).output
    done = subprocess.run([sys.executable, VERIFIER, file], check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert "record 4 changes a draw" in done.stderr


def test_verifiers_name_what_was_taken_back(tmp_path: Path) -> None:
    found = three_attempts()
    make(found, "draw.opened")
    file = file_of(found, tmp_path / "a.qa")
    printed = json.loads(run("verify-draw", file, "--json").stdout)
    assert printed["draws"] == ["order"]
    assert [(each["by"], each["reason"]) for each in printed["abandoned"]] == [
        ("the chief judge", "the microphone failed"),
        ("the chief judge", "a name was missing"),
    ]
    done = subprocess.run([sys.executable, VERIFIER, file], check=True, capture_output=True, encoding="utf-8")
    assert "taken back by the chief judge: a name was missing" in done.stdout


def test_the_command_line_takes_no_secret(tmp_path: Path) -> None:
    file = file_of(contest(), tmp_path / "a.qa")
    refused = run("push", file, "draw.committed", "date=2026-11-28", f"secret={SECRET}", status=2)
    assert "secret" in refused.output
    run("push", file, "draw.committed", "date=2026-11-28")
    run("push", file, "draw.called", "numbers=3 17 8")
    printed = run("moves", file, "--json").stdout
    with closing(sqlite3.connect(file)) as connection:
        ((fact,),) = connection.execute("SELECT fact FROM records WHERE type = 'draw.committed'")
    assert json.loads(fact)["secret"] not in printed
    (opening,) = [move for move in json.loads(printed) if move["type"] == "draw.opened"]
    assert opening["taken"] == {}
