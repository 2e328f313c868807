"""`serve`: the hall in browsers."""

from __future__ import annotations

import shlex
import sys
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from quizarena.documents import tells_a_season
from quizarena.text import Text, draw

from .access import arena_at
from .options import Pick, command, file_argument, option
from .season_lists import season_at
from .trouble import Refused, line
from .words import _, language, told

if TYPE_CHECKING:
    from quizarena.rulebook import Theme
    from quizarena.web.drawing import WiFi
    from quizarena.web.https import Certificate
    from quizarena.web.serving import Addresses

THEMES = ["gala", "dark", "light", "contrast"]


@command(
    "serve",
    _("Show a contest in browsers: the board on a projector, scores on phones."),
    "quizarena serve spring.qa\nquizarena serve spring.qa --lan --wifi-name Hall --wifi-password welcome23",
    _("Without --lan only this machine sees it. Ctrl+C stops it; the contest goes on, and serve may start again."),
)
@file_argument
@option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, about=_("Port; 0 takes a free one."))
@option("--lan", is_flag=True, about=_("Serve the network this machine is in; who shares it can read along."))
@option("--theme", type=Pick(THEMES), about=_("The board's colours; by default the rulebook's."))
@option("--cert", metavar="FILE", about=_("Serve https with this certificate (PEM, its chain behind it)."))
@option("--key", metavar="FILE", about=_("The certificate's key (PEM, without a password)."))
@option("--wifi-name", metavar="NAME", about=_("The Wi-Fi that phones join first; the board shows it."))
@option("--wifi-password", metavar="WORD", about=_("Its password; the board shows it too."))
@option("--buzzers", "boxes", default="", metavar="COMMAND", about=_("A program that prints `press 3` for desk 3."))
@option("--publish", metavar="DIR", about=_("Write the scores as files into this folder too, for a web server."))
def serve_command(
    file: str, *, port: int, lan: bool, theme: Theme | None, cert: str | None, key: str | None, wifi_name: str | None,
    wifi_password: str | None, boxes: str, publish: str | None,
) -> None:  # fmt: skip
    """Serve the hall."""
    need_web()
    is_season = tells_a_season(file)
    with season_at(file, read_only=True) if is_season else arena_at(file, read_only=True):
        pass  # its language is spoken from now on
    if (cert is None) != (key is None):
        raise Refused(line(_("--cert and --key go together: a certificate is shown with its key")))
    from quizarena.web.https import certificate

    shown = certificate(cert, key) if cert and key else None
    if is_season:
        if theme or wifi_name or boxes or publish:
            raise click.UsageError(told(_("a season is served with --port, --lan, --cert and --key alone")))
        _serve_season(file, port=port, lan=lan, shown=shown)
        return
    wifi = wifi_of(wifi_name, wifi_password)
    from quizarena.web.serving import serve

    serve(
        file, partial(announce, file, lan=lan), port=port, lan=lan, theme=theme, shown=shown, wifi=wifi, boxes=boxes,
        publish=publish, say=partial(_warn, language()),
    )  # fmt: skip
    click.echo(told(_("Serving has ended; the contest goes on, and serve may start again.")))


def _serve_season(file: str, *, port: int, lan: bool, shown: Certificate | None) -> None:
    from quizarena.web.season import serve_season

    serve_season(file, partial(_announce_season, file), port=port, lan=lan, shown=shown)
    click.echo(told(_("Serving has ended; the season goes on, and serve may start again.")))


def _announce_season(file: str, found: Addresses) -> None:
    """Print where a season is served, and how cards are printed."""
    click.echo(told(_("Passbooks, by the code on a card: {address}", address=found.best)))
    click.echo(told(_("The counter, once, for the device that hands out goods: {address}", address=found.desk)))
    cards = shlex.join(["quizarena", "season", file, "cards", "--at", found.best, "--cards", "cards.html"])
    click.echo(told(_("Members' cards: {command}", command=cards)))
    click.echo(told(_("Ctrl+C stops serving.")))


def _warn(spoken: str, problem: Text) -> None:
    """Say what goes wrong meanwhile; it may be asked for by any thread, which has no command around it."""
    click.echo(draw(_("Warning: {message}", message=problem), spoken), err=True)


def wifi_of(name: str | None, password: str | None) -> WiFi | None:
    """Return the hall's Wi-Fi, None where it was not told."""
    from quizarena.web.drawing import WiFi

    if password and not name:
        raise Refused(line(_("--wifi-password needs --wifi-name: which Wi-Fi is it the password of?")))
    return WiFi(name, password or "") if name else None


def need_web() -> None:
    """Refuse where the extra is not installed, and say how to get it."""
    if any(find_spec(each) is None for each in ("starlette", "uvicorn", "jinja2")):
        raise Refused(line(_("browsers need more than is installed; add it with: pipx install 'quizarena[web]'")))


def announce(file: str, found: Addresses, *, lan: bool | None = None) -> None:
    """Print where a contest is served, for the network where `lan` (None: nobody was asked), and how it stops."""
    from quizarena.web.serving import qr_code

    click.echo(told(_("Board for the projector: {address}", address=f"{found.best}/board")))
    click.echo(told(_("Scores for the audience's phones: {address}", address=found.best)))
    click.echo(told(_("Seats and cards, for the scorer at this machine: {address}", address=found.desk)))
    seats = shlex.join(["quizarena", "seats", file, "--at", found.best])
    click.echo(told(_("Seats for host and judges: {command}", command=seats)))
    if found.shared:
        if sys.stdout.isatty():
            click.echo(qr_code(found.best))
        if found.best.startswith("http://"):
            click.echo(told(_("Whoever is in this network can read along.")))
    elif lan:
        said = _(
            "This machine is in no network: only it reaches these. Turn its Wi-Fi on or plug the cable in, then start"
            " serve again."
        )
        click.echo(told(said), err=True)
    elif lan is False:
        click.echo(told(_("Only this machine reaches these; for phones and tablets serve with --lan.")))
    click.echo(told(_("Ctrl+C stops serving.")))
