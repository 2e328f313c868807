"""Playing a contest from its facts: your own, or the example that comes with the program."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

import click

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.journal.jsonl import export
from quizarena.records import to_row
from quizarena.report.data import standings_json
from quizarena.rulebook import Rulebook
from quizarena.scenes import Audience
from quizarena.sessions.cards import print_cards
from quizarena.sessions.steady_clock import system_now

from .access import read_rules
from .facts_file import first_instant, tell
from .files import content_of
from .options import audience_option, command, json_option, option, rules_argument
from .output import print_json, print_page, say
from .serving import announce, need_web
from .windows import has_screens, no_screens, on_terminal
from .words import _, language

if TYPE_CHECKING:
    from quizarena.web.serving import Addresses

DEMO = Path(__file__).parent.parent / "demo"
_PORT = 8000
_CARDS = ("host", "judge:j3")
"""Seats of the demo's hall that somebody may take."""
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
    "quizarena demo\nquizarena demo --web\nquizarena demo --plain --save demo.qa",
    _("The contest is gone afterwards unless you say --save."),
)
@SAVE
@option("--plain", is_flag=True, about=_("Open no screen: play the whole contest and print its standings."))
@option("--auto", is_flag=True, about=_("Watch it play by itself."))
@option("--web", is_flag=True, about=_("Show it in browsers, played by itself, until Ctrl+C."))
@json_option
def demo_command(save: str | None, plain: bool, auto: bool, web: bool, as_json: bool) -> None:
    """Open the first page, serve the hall, or play the example and print."""
    if web and not (plain or as_json):
        _serve_demo(save)
    elif plain or as_json or not on_terminal():
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
    for command_line in run_demo(language(), _serve_story, save):
        say(command_line)
    if save is not None:
        say(_("Kept in {file}", file=save))


def _serve_demo(save: str | None) -> None:
    need_web()
    with TemporaryDirectory(prefix="quizarena-", ignore_cleanup_errors=True) as folder:
        path = save or str(Path(folder) / "demo.qa")
        from quizarena.terminal.guided.story import read_story

        read_story().begin(path, system_now())
        _serve_story(path)


def _serve_story(path: str) -> None:
    """Serve the story's contest to browsers and play on in it, until Ctrl+C."""
    need_web()
    from quizarena.web.attendance import ServingError
    from quizarena.web.serving import serve

    stopped = threading.Event()
    playing = threading.Thread(target=_play_story, args=(path, stopped), name="story", daemon=True)

    def announced(found: Addresses) -> None:
        announce(path, found)
        with Arena.open(path) as arena:
            cards = print_cards(arena, _CARDS)
        host, judge = (f"{found.best}/s/{cards[seat]}" for seat in _CARDS)
        say(_("The host's tablet: {address}", address=host))
        say(_("A judge's phone, waited for when marks are given: {address}", address=judge))
        playing.start()

    try:
        try:
            serve(path, announced, port=_PORT, lan=False, theme=None)
        except ServingError:  # another program has the usual port
            serve(path, announced, port=0, lan=False, theme=None)
    finally:
        stopped.set()
        if playing.is_alive():
            playing.join()


def _play_story(path: str, stopped: threading.Event) -> None:
    from quizarena.terminal.guided.story import Player, read_story

    with Arena.open(path) as arena:
        Player(read_story(), arena).play_slowly(stopped.wait, system_now)


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
        print_page(contest.standings(audience))
