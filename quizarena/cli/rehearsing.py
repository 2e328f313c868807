"""Rehearsing a contest before the day, at its desk among robots or to the end without a screen.

Decides what is rehearsed (a rulebook, or the rules of a contest's file) and how it is said how a rehearsal ended; where
it lies and who plays is `quizarena.simulation.rehearsal`'s.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from quizarena.arena import Arena
from quizarena.journal import is_journal
from quizarena.journal.stored_files import copy_files, store_files
from quizarena.media import media_in
from quizarena.report.data import standings_json
from quizarena.rulebook import Rulebook
from quizarena.simulation.rehearsal import Robot, open_rehearsal

from .access import arena_at, contest_at, read_rules, warn_of_files
from .options import command, json_option, option
from .output import print_json, print_page, say
from .trouble import Refused, line
from .windows import has_screens, need_terminal, no_screens, on_terminal
from .words import _, language, told


@command(
    "rehearse",
    _("Rehearse a contest before the day: the desk here, judges and contestants played by robots."),
    "quizarena rehearse contest.yaml\nquizarena rehearse spring.qa --by-hand\nquizarena rehearse contest.yaml --plain",
    _(
        "SOURCE is the rules, or a contest's file whose rules are taken. It is played in NAME.rehearsal.qa, gone on"
        " with until it ends; the contest's own file is not touched. N lets the robots play on, X pulls the plug."
        " Judges who open a sheet on that file play themselves."
    ),
)
@click.argument("source", metavar="SOURCE")
@option("--by-hand", is_flag=True, about=_("No robots: everybody at their own screen."))
@option("--auto", is_flag=True, about=_("Let robots play to the end, then watch it on the board's picture."))
@option("--plain", is_flag=True, about=_("Let robots play to the end without a screen, and print how it ended."))
@json_option
def rehearse_command(source: str, by_hand: bool, auto: bool, plain: bool, as_json: bool) -> None:
    """Rehearse."""
    watched = not (plain or as_json) and on_terminal()
    if by_hand and has_screens() and not (plain or as_json or watched):
        need_terminal()
    rules = _rules_of(source)
    path = open_rehearsal(source, rules, datetime.now(UTC))
    if is_journal(source):
        warn_of_files(copy_files(source, path, media_in(rules)))
    else:
        store_files(path, media_in(rules), Path(source).parent)
    if watched and has_screens():
        _show(path, by_hand=by_hand, auto=auto)
        return
    _play_out(path, as_json=as_json)
    if watched:
        say(no_screens())


def _rules_of(source: str) -> Rulebook:
    """Return the rules in a rulebook or, as they are now, of a contest's file."""
    if is_journal(source):
        with contest_at(source) as contest:
            return contest.rulebook
    return read_rules(source)


def _show(path: str, *, by_hand: bool, auto: bool) -> None:
    from quizarena.terminal.guided.run import run_rehearsal, run_replay

    if auto:
        with arena_at(path) as arena:
            _play_out_in(arena, path)
        run_replay(path, language())
    else:
        run_rehearsal(path, language(), by_hand=by_hand)
    say(_("The rehearsal is kept in {file}; go on with the same command.", file=path))


def _play_out(path: str, *, as_json: bool) -> None:
    with arena_at(path) as arena:
        _play_out_in(arena, path)
        contest = arena.contest
    if as_json:
        records = len(contest.records)
        print_json({"file": path, "records": records, "ended": True, **standings_json(contest, None, language())})
        return
    print_page(contest.standings(audience=None))
    say()
    said = _("It can be played to its end: {count} records in {file}.", count=len(contest.records), file=path)
    say(said)


def _play_out_in(arena: Arena, path: str) -> None:
    """Play to the end; where robots find none, say what waits."""
    robot = Robot(arena, told(_("robot")))
    robot.player.name = robot.person
    if robot.play_out(datetime.now(UTC)):
        return
    waiting = dict.fromkeys(move.fact.type for move in arena.contest.moves() if not move.aside)
    last = len(arena.contest.records) - 1
    problem = _(
        "the robots came to no end: {file} stands at #{seq}, possible are {moves}",
        file=path,
        seq=f"{last:03}",
        moves=", ".join(waiting) or "-",
    )
    raise Refused(line(problem))
