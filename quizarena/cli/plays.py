"""Playing a contest from its facts: your own, or the example that comes with the program."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO

import click

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.records import to_row
from quizarena.journal.jsonl import export
from quizarena.report.data import standings_json
from quizarena.rulebook import Rulebook
from quizarena.scenes import Audience

from .access import read_rules
from .facts_file import first_instant, tell
from .files import content_of
from .options import audience_option, command, json_option, option, rules_argument
from .output import print_json, say
from .tables import print_standings
from .windows import has_screens, no_screens, on_terminal
from .words import _, language

DEMO = Path(__file__).parent.parent / "demo"
SAVE = option("--save", metavar="FILE", about=_("Keep the contest in this new file."))


@command(
    "play",
    _("Play a contest from a file of facts and print its standings."),
    "quizarena play contest.yaml facts.jsonl",
    _(
        "FACTS holds one fact a line, as JSON with type, fact and, if you like, seat, person and at; - reads standard"
        " input. Line 1 becomes record 1. Nothing is kept unless you say --save."
    ),
)
@rules_argument
@click.argument("facts", metavar="FACTS")
@SAVE
@audience_option
@json_option
def play_command(rules: str, facts: str, save: str | None, audience: Audience, as_json: bool) -> None:
    """Play the facts."""
    rulebook = read_rules(rules)
    contest = _played(rulebook, facts, io.BytesIO(content_of(facts)))
    if save is not None:
        _keep(contest, save)
    _print(contest, audience, as_json=as_json)


@command(
    "demo",
    _("Try the example contest: on a terminal at its desk among robots; else its standings are printed."),
    "quizarena demo\nquizarena demo --plain --save demo.qa",
    _("The contest is gone afterwards unless you say --save."),
)
@SAVE
@option("--plain", is_flag=True, about=_("Open no screen: play the whole contest and print its standings."))
@option("--auto", is_flag=True, about=_("Watch it play by itself."))
@json_option
def demo_command(save: str | None, plain: bool, auto: bool, as_json: bool) -> None:
    """Open the first page, or play the example and print."""
    if plain or as_json or not on_terminal():
        _print_demo(save, as_json=as_json)
    elif not has_screens():
        _print_demo(save, as_json=False)
        say(no_screens())
    else:
        _show_demo(save, auto=auto)


def _show_demo(save: str | None, *, auto: bool) -> None:
    from quizarena.terminal.guided.run import run_demo, run_story

    if auto:
        run_story(language())
        return
    for command_line in run_demo(language(), save):
        say(command_line)
    if save is not None:
        say(_("Kept in {file}", file=save))


def _print_demo(save: str | None, *, as_json: bool) -> None:
    with (DEMO / "facts.jsonl").open("rb") as stream:
        contest = _played(read_rules(str(DEMO / "contest.yaml")), "facts.jsonl", io.BytesIO(stream.read()))
    if save is not None:
        _keep(contest, save)
    if not as_json:
        say(contest.rulebook.title)
        say()
    _print(contest, None, as_json=as_json)
    if not as_json:
        say()
        file = save or "demo.qa"
        keep = _("Keep it: quizarena demo --plain --save {file}", file=file)
        say(keep if save is None else _("Kept in {file}", file=file))
        say(_("Why these points: quizarena explain {file} 3", file=file))


def _played(rulebook: Rulebook, name: str, stream: IO[bytes]) -> Contest:
    contest = Contest(rulebook, at=first_instant(stream))
    tell(contest, name, stream)
    return contest


def _keep(contest: Contest, path: str) -> None:
    rows = (to_row(record, contest.book) for record in contest.records)
    Arena.import_lines(path, io.BytesIO("".join(export(rows)).encode())).close()


def _print(contest: Contest, audience: Audience, *, as_json: bool) -> None:
    if as_json:
        print_json(standings_json(contest, audience, language()))
    else:
        print_standings(contest, audience)
