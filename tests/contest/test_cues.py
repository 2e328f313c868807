"""Messages with a countdown and notes to the host: cues that move no score, and old journals that know less of them."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest

from quizarena.contest import Contest
from quizarena.contest.facts import BoardMessage, HostNote
from quizarena.journal import jsonl
from quizarena.moves import IllegalFact
from quizarena.records import of_row, to_row
from quizarena.scenes import OnAir, Paragraph, Role
from tests.contest.telling import told

AUDIENCES = (None, "desk", "host", "hall", "judge:j1")


def shown(contest: Contest, audience: str | None = "hall") -> OnAir:
    found: OnAir = contest.scene(audience).of(OnAir)[-1]
    return found


def tea(minutes: int = 15) -> tuple[Contest, datetime]:
    """Return a contest at its tea break, and when that began."""
    contest = told(60)
    since = contest.records[-1].at
    move = next(each for each in contest.moves() if each.fact is BoardMessage and each.decisions)
    contest.push(move.fill(text="茶歇", minutes=str(minutes), now=since), at=since)
    return contest, since


def test_a_countdown_ends_so_many_minutes_after_it_was_put_on() -> None:
    contest, since = tea()
    for audience in AUDIENCES:
        ends = shown(contest, audience).ends
        assert ends is not None
        assert [ends.seconds_left(since + timedelta(seconds=each)) for each in (0, 1, 899, 900, 5_000)] == [
            900,
            899,
            1,
            0,
            0,
        ]
    before = told(60).standings(audience=None).rows
    assert contest.standings(audience=None).rows == before
    contest.push(BoardMessage("继续"), at=since)
    assert shown(contest).ends is None, "another message takes the countdown with it"
    contest.verify()


@pytest.mark.parametrize("minutes", [0, -1, 601, "x", None])
def test_minutes_are_whole_and_bounded(minutes: object) -> None:
    move = next(each for each in told(60).moves() if each.fact is BoardMessage and each.decisions)
    with pytest.raises(IllegalFact, match="minutes: expected"):
        move.fill(text="茶歇", minutes=minutes)


def test_a_message_of_an_older_journal_is_what_it_was() -> None:
    """Written before there was a countdown, it is read, verified and written again byte for byte."""
    contest, since = tea()
    contest.push(BoardMessage("请就座"), at=since)
    assert contest.book.write(contest.records[-1].fact) == '{"text":"请就座"}'
    lines = "".join(jsonl.export([to_row(record, contest.book) for record in contest.records]))
    rows = list(jsonl.read_lines(io.BytesIO(lines.encode())))
    again = Contest.of_records([of_row(row, contest.book) for row in rows])
    again.verify()
    assert "".join(jsonl.export([to_row(record, again.book) for record in again.records])) == lines
    assert again.state == contest.state


def notes_of(contest: Contest, audience: str | None) -> list[str]:
    blocks = contest.scene(audience).of(Paragraph)
    return [each.text.in_language("zh") for each in blocks if each.role is Role.DESK_NOTE]


def test_a_note_is_for_the_host_and_the_desk_alone() -> None:
    contest = told(60)
    move = next(each for each in contest.moves() if each.fact is HostNote)
    contest.push(move.fill(text="嘉宾 16:30 要走"), at=contest.records[-1].at)
    notes = {
        audience: [
            each.text.in_language("zh") for each in contest.scene(audience).of(Paragraph) if each.role is Role.DESK_NOTE
        ]
        for audience in AUDIENCES
    }
    kept = ["嘉宾 16:30 要走"]
    assert notes == {None: kept, "desk": kept, "host": kept, "hall": [], "judge:j1": []}
    for audience in AUDIENCES:
        told_of = str([line.fields for line in contest.log(audience)]) + str(contest.export(audience)[1:])
        assert ("嘉宾" in told_of) == bool(notes[audience]), audience
    contest.push(move.fill(), at=contest.records[-1].at)
    assert not notes_of(contest, "host")
    assert "嘉宾" not in str(contest.export("hall")), "what was taken away stays unread"
    contest.verify()
