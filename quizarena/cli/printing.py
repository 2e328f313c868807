"""Paper out of a contest: the judges' blank sheets before, the score sheet after."""

from __future__ import annotations

from pathlib import Path

import click

from quizarena.contest import Contest
from quizarena.journal import is_journal
from quizarena.journal.addresses import name_of
from quizarena.languages import LANGUAGES
from quizarena.plugins import nearest
from quizarena.scenes import Audience

from .access import contest_at, only_one_called, read_rules, round_called
from .options import audience_option, command, file_argument, option
from .output import say, write_file
from .trouble import Refused, line
from .views import UNTIL
from .words import _, language

OUTPUT = option("--output", "-o", metavar="OUT", about=_("A new file; by default named after FILE; - is the screen."))
REPLACE = option("--replace", is_flag=True, about=_("Replace OUT if it is there."))


@command(
    "paper",
    _("Print the judges' blank sheets: an HTML file for the browser's print."),
    "quizarena paper spring.qa\nquizarena paper contest.yaml --round scenario --spare 5 -o sheets.html",
    _(
        "FILE is a contest's file or a contest.yaml. One A4 page a judge and performance, judge by judge, those still"
        " to come. Print after the draw and the desk numbers stand on them; before it there is a box to write them in."
    ),
)
@click.argument("file", metavar="FILE")
@option("--round", "round_id", metavar="ROUND", about=_("Only this round's, by its id."))
@option("--judge", metavar="JUDGE", about=_("Only this judge's, by the id or the number of the seat."))
@option("--spare", type=click.IntRange(0, 99), default=0, metavar="N", about=_("And N of each kind without names."))
@OUTPUT
@REPLACE
def paper_command(
    file: str, *, round_id: str | None, judge: str | None, spare: int, output: str | None, replace: bool
) -> None:
    """Write the sheets."""
    from quizarena.report import paper

    contest = contest_of(file)
    found = paper.sheets(contest, round_id=round_called(contest, round_id), judge=_judge(contest, judge), spare=spare)
    if not found:
        raise Refused(line(_("no round that is still to come asks judges for a ballot")))
    target = output or f"{Path(name_of(file)).stem}-paper.html"
    write(target, paper.page(contest, found, language()), replace=replace)
    if target != "-":
        say(_("{file}: {count} sheets, an A4 page each; open it in a browser and print", file=target, count=len(found)))
        if any(form.about_team and form.podium is None for sheet in found if sheet.judge for form in sheet.forms):
            say(_("Not all desk numbers are known yet: write them in the boxes, or print again after the draw."))


@command(
    "results",
    _("Print the score sheet: an HTML file for the browser's print."),
    "quizarena results spring.qa\nquizarena results spring.qa --as hall -o results.html",
    _(
        "Places, every round with its marks and the arithmetic, corrections, draws, room for signatures, and the head"
        " of the chain as text and QR code: `quizarena verify --head` tells by it whether the file was rewritten since."
    ),
)
@file_argument
@UNTIL
@OUTPUT
@REPLACE
@audience_option
def results_command(file: str, *, until: int | None, output: str | None, replace: bool, audience: Audience) -> None:
    """Write the score sheet."""
    from quizarena.report import results

    target = output or f"{Path(name_of(file)).stem}-results.html"
    with contest_at(file, until, audience) as contest:
        write(target, results.page(contest, audience, language()), replace=replace)
    if target != "-":
        say(_("{file}: the score sheet; open it in a browser and print", file=target))


def contest_of(file: str) -> Contest:
    """Return the contest in a contest's file, or the one that a rulebook begins."""
    if is_journal(file):
        with contest_at(file) as contest:
            return contest
    return Contest(read_rules(file))


def write(target: str, text: str, *, replace: bool) -> None:
    """Write a file that was not there, or is to be replaced; "-" is the screen."""
    if target == "-":
        click.echo(text, nl=False)
        return
    write_file(target, text, replace=replace)


def _judge(contest: Contest, judge: str | None) -> str | None:
    if judge is None:
        return None
    judges = contest.state.roster.judges
    called = {
        each.id: (each.id, str(seat), *map(each.name.in_language, LANGUAGES)) for seat, each in enumerate(judges, 1)
    }
    found = only_one_called(judge, called)
    if found is not None:
        return found
    known = list(called)
    best = nearest(judge, known) or ", ".join(known) or "-"
    raise Refused(line(_("expected a judge, such as {known}, found {found}", known=best, found=judge)))
