"""Marks by a sheet: the empty one written for a round, the filled one checked and recorded, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from quizarena.errors import QuizArenaError, RulebookError
from quizarena.report.marks_sheet import blocks, to_table, to_xlsx
from quizarena.rulebook.reader import content_of
from quizarena.sessions.bindings import SEAT
from quizarena.sessions.marks_file import MarksReading, fact_of, read_marks
from quizarena.tables import MOST_BYTES

from .access import arena_at, contest_at, round_called
from .output import say, write_file
from .trouble import Refused, Trouble, line
from .words import _, language


def write_sheet(file: str, target: str, round_id: str | None) -> None:
    """Write the empty sheet of a contest's file; never over another file."""
    with contest_at(file) as contest:
        found = blocks(contest, round_called(contest, round_id))
    if not found:
        problem = _("no ballots are to come of teams that are known; draw the running order or the pairs first")
        raise Refused(line(problem))
    is_csv = target.lower().endswith(".csv")
    write_file(target, to_table(found, language()) if is_csv else to_xlsx(found, language()))
    count = sum(len(block.codes) for block in found)
    say(_("{file}: {count} rows; take the marks in with: quizarena import {contest} --marks {file} --person NAME",
          file=target, count=count, contest=file))  # fmt: skip


def record_marks(file: str, sheet: str, *, person: str, sure: bool) -> None:
    """Record the marks of a sheet in the contest's file, in the name of whoever typed them.

    Raises:
        RulebookError: Everything that is wrong with the sheet; then nothing is recorded.
        Refused: Nobody is named; or another window changed the contest meanwhile, and only the first rows are in.
    """
    if not person.strip():
        raise Refused(line(_("say who typed the marks: --person NAME")))
    content = content_of(Path(sheet), MOST_BYTES)
    if not isinstance(content, bytes):
        raise Trouble(line(_("{file}: {reason}", file=sheet, reason=content)))
    with arena_at(file) as arena:
        reading = read_marks(arena.contest, content, sheet, sure=sure)
        if reading.problems:
            raise RulebookError(reading.problems)
        for number, ballot in enumerate(reading.ballots):
            try:
                arena.push(fact_of(arena.contest, ballot), seat=SEAT, person=person.strip())
            except (QuizArenaError, KeyError) as error:
                raise _stopped(number, error) from error
    _say(reading)


def _stopped(number: int, error: Exception) -> Refused:
    """Return what is said where the contest went on meanwhile: the sheet can be given again."""
    problem = _(
        "the contest went on meanwhile: {count} ballots are recorded, the next is not: {reason}; give the sheet again",
        count=number,
        reason=error.sentence(language()) if isinstance(error, QuizArenaError) else "-",
    )
    return Refused(line(problem))


def _say(reading: MarksReading) -> None:
    say(_("{count} ballots recorded", count=len(reading.ballots)))
    if reading.known:
        say(_("{count} were recorded before and say the same", count=reading.known))
    if reading.empty:
        say(_("{count} rows are empty and stay open", count=len(reading.empty)))
