"""Copies of a contest's file: make one while desks write, and tell two apart."""

from __future__ import annotations

from contextlib import closing

import click

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.anonymous import ids_with_names
from quizarena.documents import document_of, read_rows
from quizarena.journal import Row, first_bad, grouped, open_journal
from quizarena.journal.copies import Comparison, compare
from quizarena.journal.stored_files import copy_files
from quizarena.media import media_in
from quizarena.text import Text

from .access import media_of, warn_of_files
from .options import command, json_option
from .output import print_json, say
from .trouble import Refused, line
from .words import _


@command(
    "backup",
    _("Copy a contest's file to a new one, safe while it is in use."),
    "quizarena backup spring.qa /media/stick/spring.qa",
    _("The copy's chain is checked. Who goes on with it says so: quizarena push COPY contest.taken_over reason=..."),
)
@click.argument("file", metavar="FILE")
@click.argument("target", metavar="TARGET")
@json_option
def backup_command(file: str, target: str, as_json: bool) -> None:
    """Make the copy."""
    with closing(open_journal(file, read_only=True)) as journal:
        head = journal.copy_to(target)
        with Arena.open(target, read_only=True) as arena:
            warn_of_files(copy_files(file, target, media_of(arena.document)))
    if as_json:
        print_json({"file": target, "records": head.seq + 1, "head": head.digest})
        return
    say(_("{target}: {count} records, the chain is whole", target=target, count=head.seq + 1))
    say(_("head #{seq} {digest}", seq=f"{head.seq:03}", digest=grouped(head.digest)))


@command(
    "anonymize",
    _("Make a copy in which people are numbers, to pass on or to publish."),
    "quizarena anonymize spring.qa copy.qa",
    _(
        "Members, judges and who typed are numbers, reasons and messages are left out; teams, marks, texts of questions"
        " and ids stay. The copy names the head it was made from; what can be verified of it stands in docs/journal.md."
    ),
)
@click.argument("file", metavar="FILE")
@click.argument("target", metavar="OUT")
@json_option
def anonymize_command(file: str, target: str, as_json: bool) -> None:
    """Make the copy."""
    with Arena.open(file, read_only=True) as arena:
        telling = ids_with_names(arena.contest)
    with Arena.anonymize(file, target) as copy:
        count, head, source = len(copy.contest.records), copy.contest.head, copy.contest.copy_of
        warn_of_files(copy_files(file, target, media_in(copy.contest.rulebook)))
    if as_json:
        print_json({"file": target, "records": count, "head": head, "copy_of": source, "ids_with_names": list(telling)})
        return
    say(_("{target}: {count} records without people's names, each judged again", target=target, count=count))
    say(_("made from the contest with the head {digest}", digest=grouped(source)))
    if telling:
        say(_("Ids stay, and these hold a name: {ids}", ids=", ".join(telling)))


@command(
    "compare",
    _("Say which of two copies is ahead, or where they part."),
    "quizarena compare spring.qa /media/stick/spring.qa",
    _("Exit status: 0 they are the same, 1 they are not."),
)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@json_option
def compare_command(first: str, second: str, as_json: bool) -> None:
    """Compare them."""
    files = {first: _whole(first), second: _whole(second)}
    found = compare(files[first], files[second])
    if as_json:
        print_json({"relation": found.relation, "common": found.common, "records": [found.first, found.second]})
    else:
        for text in _sentences(found, first, second, files):
            say(text)
    if found.relation != "same":
        click.get_current_context().exit(1)


def _whole(file: str) -> list[Row]:
    rows = read_rows(file)
    if fault := first_bad(rows):
        raise Refused(line(_("{file}: the chain is broken: {problem}", file=file, problem=fault.reason)))
    return rows


def _strangers(first: str, second: str, files: dict[str, list[Row]]) -> Text:
    """Return what two files are of which not even the first record is the same: an anonymous copy has its own."""
    for copy, source in ((first, second), (second, first)):
        document = document_of(files[copy][:1])
        head = document.copy_of if isinstance(document, Contest) else ""
        made_from = next((row.seq for row in files[source] if row.digest == head), None)
        if made_from is not None:
            return _(
                "{copy} is the anonymous copy of {source} as it was at #{seq}: no digest is the same. To be sure of it"
                " make the copy again and compare that: quizarena anonymize {source} NEW, then"
                " quizarena compare NEW {copy}",
                copy=copy,
                source=source,
                seq=f"{made_from:03}",
            )
    return _("they are two contests: not even the first record is the same")


def _sentences(found: Comparison, first: str, second: str, files: dict[str, list[Row]]) -> list[Text]:
    if found.relation == "same":
        return [_("they are the same, {count} records", count=found.common)]
    if found.relation == "strangers":
        return [_strangers(first, second, files)]
    if found.relation == "parted":
        heading = _("they part after #{seq}", seq=f"{found.common - 1:03}")
        advice = _(
            "each went on by itself: keep one, record in it what only the other has (quizarena log), and put the other"
            " away"
        )
        return [heading, *(_own(file, rows[found.common :]) for file, rows in files.items()), advice]
    ahead, behind = (first, second) if found.relation == "ahead" else (second, first)
    heading = _("{ahead} is ahead of {behind}", ahead=ahead, behind=behind)
    return [heading, _own(ahead, files[ahead][found.common :])]


def _own(file: str, rows: list[Row]) -> Text:
    """Return what one copy has alone."""
    row = rows[0]
    return _(
        "{file}: {count} records of its own, from #{seq} {type} at {at} on, typed by {person}",
        file=file,
        count=len(rows),
        seq=f"{row.seq:03}",
        type=row.type,
        at=row.at,
        person=row.person or "-",
    )
