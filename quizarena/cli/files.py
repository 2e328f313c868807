"""Contests as files: start one, check one, carry one over as JSON Lines."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import click

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.plugins_used import plugin_versions
from quizarena.documents import document_of, inspect, judged_document_of, tells_a_season
from quizarena.errors import JournalError, QuizArenaError
from quizarena.journal import Row, first_bad, grouped, salvage, typed_digest
from quizarena.journal.jsonl import export
from quizarena.journal.row import is_text
from quizarena.journal.stored_files import copy_files, file_troubles, storing
from quizarena.media import media_in
from quizarena.rulebook.model import Rulebook
from quizarena.scenes import Audience
from quizarena.season import SeasonRules
from quizarena.simulation.rehearsal import is_rehearsal, is_rehearsal_name
from quizarena.text import CLAUSE, Joined, Text, escaped

from .access import contest_at, media_of, read_any_rules, warn_of, warn_of_files
from .heats import heat_today
from .marks import record_marks, write_sheet
from .options import Pick, audience_option, command, file_argument, json_option, option, rules_argument
from .output import new_file, print_json, say, write_file
from .season_lists import season_at, today
from .trouble import Refused, Trouble, line
from .words import _, follow, language, told

MOST_BYTES = 64 << 20


@command(
    "start", _("Start a contest: a new file, its first record the rules."), "quizarena start contest.yaml spring.qa"
)
@rules_argument
@file_argument
@json_option
def start_command(rules: str, file: str, as_json: bool) -> None:
    """Make the file."""
    made = read_any_rules(rules)
    refuse_rehearsal(file, rules)
    media = list(media_in(made)) if isinstance(made, Rulebook) else []
    with storing(file, media, Path(rules).parent), Arena.create(file, made) as arena:
        head = arena.document.head
        warn_of(arena)
    if as_json:
        print_json({"file": file, "head": head})
    elif isinstance(made, SeasonRules):
        say(_("{file} is started; go on with: quizarena season {file}", file=file))
    else:
        say(
            _(
                "{file} is started; go on with: quizarena desk {file}, or without a screen: quizarena moves {file}",
                file=file,
            )
        )


def refuse_rehearsal(file: str, rules: str) -> None:
    """Refuse to start a contest where a rehearsal lies, or under a rehearsal's name: what is live is a new file."""
    if is_rehearsal_name(file):
        problem = _("{file}: is a rehearsal's name; rehearse with: quizarena rehearse {rules}", file=file, rules=rules)
        raise Refused(line(problem))
    if is_rehearsal(file):
        problem = _("{file}: is a rehearsal, which stays; start the contest in a new file of another name", file=file)
        raise Refused(line(problem))


@command(
    "verify",
    _("Judge every record again from the start and recompute the chain."),
    "quizarena verify spring.qa\nquizarena verify spring.qa --head '07a1 c3f0 91bb 2e4d'",
    _("A file rewritten from some record on is whole in itself: give the head that was shown or signed to be sure."),
)
@file_argument
@option("--head", "noted", metavar="HEX", about=_("A head noted at any time, 16 digits or more, spaces as you like."))
@json_option
def verify_command(file: str, noted: str | None, as_json: bool) -> None:
    """Check the file."""
    rows = list(salvage(file, []))
    fault = first_bad(rows)
    if fault is not None:
        raise Refused(line(fault.reason))
    inspect(file)
    start = document_of(rows[:1])
    follow(start.language)
    for change in _changed_plugins(start) if isinstance(start, Contest) else ():
        say(change)
    try:
        document = judged_document_of(rows)
    except JournalError as error:
        raise Refused(line(error.message)) from error
    found = None if noted is None else _noted(rows, noted)
    troubles = list(file_troubles(file, media_of(document)))
    if troubles:
        raise Refused(line(Joined(tuple(troubles), CLAUSE)))
    contest = document if isinstance(document, Contest) else None
    heats = {} if contest is None else {heat: heat_today(heat, file) for heat in contest.rulebook_at_start.heats}
    if as_json:
        told_heats = [{"contest": told(heat.contest), "records": heat.records, "head": heat.head,
                       "places": dict(heat.places), "now": told(now)} for heat, now in heats.items()]  # fmt: skip
        print_json({"ok": True, "records": len(rows), "head": document.head, "noted": found, "heats": told_heats})
        return
    say(_("{count} records, each follows from the one before and was legal", count=len(rows)))
    say(_("head #{seq} {digest}", seq=f"{len(rows) - 1:03}", digest=grouped(document.head)))
    if contest is not None and contest.copy_of:
        say(_("an anonymous copy of the contest with the head {digest}", digest=grouped(contest.copy_of)))
    for heat, now in heats.items():
        say(_("teams come from {contest}: head #{seq} {digest}; {now}", contest=heat.contest,
              seq=f"{heat.records - 1:03}", digest=grouped(heat.head), now=now))  # fmt: skip
    if found is not None:
        say(_("the noted head is that of #{seq}: nothing up to there was changed", seq=f"{found:03}"))


def _noted(rows: Sequence[Row], noted: str) -> int:
    """Return the record whose digest is the noted one."""
    digest = typed_digest(noted)
    for row in reversed(rows):
        if row.digest.startswith(digest):
            return row.seq
    problem = _(
        "no record has the head {digest}: the file was rewritten before the noted moment, or is another contest's",
        digest=grouped(digest),
    )
    raise Refused(line(problem))


def _changed_plugins(contest: Contest) -> Iterator[str]:
    """Yield a line for each plug-in that is not the one the contest was started with."""
    recorded = contest.records[0].fact.plugins  # type: ignore[attr-defined]
    for name, now in plugin_versions(contest.rulebook_at_start).items():
        if recorded.get(name) != now:
            yield told(_("{name}: was {then}, is {now} now", name=name, then=recorded.get(name, "-"), now=now))


@command(
    "export",
    _("Write the records as JSON Lines, or a table for a spreadsheet."),
    "quizarena export spring.qa --output spring.jsonl\nquizarena export spring.qa --as hall\n"
    "quizarena export spring.qa --csv standings -o standings.csv\nquizarena export spring.qa --xlsx results.xlsx",
    _("Without --as everything, as `quizarena import` reads it; with it, what that audience may read, which cannot."),
)
@file_argument
@option("--output", "-o", metavar="OUT", about=_("A new file; by default to the screen."))
@option(
    "--csv",
    "table",
    type=Pick(["standings", "marks", "members", "matches"]),
    about=_("A table as CSV, by what it holds."),
)
@option("--xlsx", "workbook", metavar="XLSX", about=_("A new workbook whose totals are formulas over the marks."))
@option("--marks", metavar="SHEET", about=_("A new empty sheet for the marks still to come, .xlsx or .csv."))
@option("--round", "round_id", metavar="ROUND", about=_("With --marks: only this round's, by its id."))
@audience_option
def export_command(
    file: str,
    *,
    output: str | None,
    table: str | None,
    workbook: str | None,
    marks: str | None,
    round_id: str | None,
    audience: Audience,
) -> None:
    """Write the lines, the workbook, or the sheet for marks."""
    if marks is not None:
        write_sheet(file, marks, round_id)
        return
    if workbook is not None:
        _write_workbook(file, workbook, audience)
        return
    if table is not None:
        lines = _table(file, table, audience)
    elif audience is None:
        lines = _readable(file)
    else:
        with contest_at(file, audience=audience) as contest:
            lines = (escaped(json.dumps(row, ensure_ascii=False)) + "\n" for row in contest.export(audience))
    if output is None:
        for each in lines:
            click.echo(each, nl=False)
        return
    with new_file(output) as stream:
        stream.writelines(each.encode() for each in lines)
    if table is None and audience is None:
        with suppress(QuizArenaError), contest_at(file) as contest:  # lines are written of a damaged file too
            warn_of_files(copy_files(file, output, media_in(contest.rulebook)))


def _write_workbook(file: str, workbook: str, audience: Audience) -> None:
    from quizarena.report.workbook import to_xlsx

    if audience is None and tells_a_season(file):
        content = _season_workbook(file)
    else:
        with contest_at(file, audience=audience) as contest:
            content = to_xlsx(contest, audience, language())
    write_file(workbook, content)
    say(_("{file}: the result as a workbook; its sums can be followed cell by cell", file=workbook))


def _season_workbook(file: str) -> bytes:
    from quizarena.report.season_workbook import season_xlsx

    with season_at(file, read_only=True) as (_arena, season):
        return season_xlsx(season, season.ledger.year_shown(today()), language())


def _readable(file: str) -> Iterator[str]:
    """Yield every record that can be read as a line, and then refuse a file of which some cannot."""
    problems: list[Text] = []
    for row in salvage(file, problems):
        if is_text(row):
            yield from export([row])
        else:
            problems.append(_("record {seq} holds something else than text", seq=str(row.seq)))
    if problems:
        listed = Joined(tuple(problems), CLAUSE)
        raise Trouble(line(_("{file}: not all of it was written: {problems}", file=file, problems=listed)))


def _table(file: str, table: str, audience: Audience) -> Iterator[str]:
    from quizarena.report.tables import TABLES, to_csv

    with contest_at(file, audience=audience) as contest:
        return iter([to_csv(TABLES[table](contest, audience), language())])


@command(
    "import",
    _("Make a contest's file of JSON Lines, or take in marks that were typed into a sheet."),
    "quizarena import spring.jsonl spring.qa\nquizarena import spring.qa --marks marks.xlsx --person Zhang",
    _(
        "A sheet for marks is written by `quizarena export FILE --marks marks.xlsx`. Its marks are checked as at the"
        " desk; while anything is wrong nothing is recorded. Rows left empty stay open, what is recorded already is"
        " passed over."
    ),
)
@click.argument("lines", metavar="LINES")
@click.argument("file", metavar="FILE", required=False)
@option("--marks", metavar="SHEET", about=_("The sheet with marks, .xlsx or .csv; FILE stands alone then."))
@option("--person", default="", about=_("With --marks: who typed them."))
@option("--sure", is_flag=True, about=_("With --marks: what is doubtful is meant as it is typed."))
def import_command(lines: str, file: str | None, marks: str | None, person: str, *, sure: bool) -> None:
    """Make the file; with marks the only argument is the contest's file, and they are recorded."""
    if (file is None) != (marks is not None):
        given = " ".join((lines, *([] if file is None else [file])))
        raise click.UsageError(told(_("expected LINES and FILE, or FILE with --marks; found {found}", found=given)))
    if marks is not None:
        record_marks(lines, marks, person=person, sure=sure)
    elif file is not None:
        _import_lines(lines, file)


def _import_lines(lines: str, file: str) -> None:
    with byte_stream(lines) as stream, Arena.import_lines(file, stream) as arena:
        document = arena.document
        follow(document.language)
        if lines != "-":
            warn_of_files(copy_files(lines, file, media_of(document)))
        say(_("{file}: {count} records", file=file, count=len(document.records)))
        if isinstance(document, Contest) and document.state.is_rehearsal:
            say(_("It is a rehearsal and stays one; the contest itself is started in a new file: quizarena start"))


@contextmanager
def byte_stream(path: str) -> Iterator[IO[bytes]]:
    """Open a file for reading, standard input for "-".

    A pipe that lies about in a folder is refused: reading one waits for ever for somebody who writes. The shell's own
    (`<(command)`) are welcome.
    """
    if path == "-":
        yield sys.stdin.buffer
        return
    if stat.S_ISFIFO(Path(path).stat().st_mode) and not path.startswith("/dev/"):
        raise Trouble(line(_("{file}: is a pipe; give - to read standard input", file=path)))
    with Path(path).open("rb") as stream:
        yield stream


def content_of(path: str) -> bytes:
    """Return what is in a file, standard input for "-"; one too large to be meant is refused."""
    with byte_stream(path) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        problem = _("{file}: is larger than {most} MB; is it the right file?", file=path, most=MOST_BYTES >> 20)
        raise Trouble(line(problem))
    return content
