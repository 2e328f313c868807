"""`halls`: many contests on one screen, on one page, or printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from quizarena.facts import instant_text
from quizarena.sessions.halls import Halls, HallState
from quizarena.text import CLAUSE, Joined, Text

from .options import Pick, command, json_option, option
from .output import print_json, print_table
from .serving import need_web
from .windows import THEMES, has_screens, on_terminal
from .words import _, language, told

if TYPE_CHECKING:
    from quizarena.web.serving import Addresses

PATIENCE = 15.0
"""Seconds after which what has not answered is printed as not read."""


@command(
    "halls",
    _("Look after several halls: where each stands, whom it waits for, which seats are empty."),
    "quizarena halls hall-1.qa hall-2.qa\nquizarena halls 'postgresql://db/district#hall-1' hall-2.qa --web",
    _(
        "On a terminal a screen that follows them; else they are printed as they are now. --web serves one page"
        " instead, at an address that nobody can guess. Nothing is recorded, and nothing sealed is shown."
    ),
)
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
@option("--web", is_flag=True, about=_("Serve one page to browsers, until Ctrl+C."))
@option("--lan", is_flag=True, about=_("With --web: for the network this machine is in."))
@option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, about=_("Port; 0 takes a free one."))
@option("--theme", type=Pick(THEMES), default="dark", show_default=True, about=_("Colours."))
@option("--plain", is_flag=True, about=_("Print them once, on a terminal too."))
@json_option
def halls_command(
    addresses: tuple[str, ...], *, web: bool, lan: bool, port: int, theme: str, plain: bool, as_json: bool
) -> None:
    """Open the screen, serve the page, or print."""
    if web:
        need_web()
        from quizarena.web.halls import serve_halls

        serve_halls(addresses, _announce, port=port, lan=lan, language=language())
    elif plain or as_json or not on_terminal() or not has_screens():
        _print(addresses, as_json=as_json)
    else:
        from quizarena.terminal.halls import run_halls

        run_halls(addresses, language(), theme)


def _announce(found: Addresses) -> None:
    from quizarena.web.serving import qr_code

    click.echo(told(_("The page over the halls: {address}", address=found.best)))
    if found.shared and sys.stdout.isatty():
        click.echo(qr_code(found.best))
    click.echo(told(_("Who has this address can read along. Ctrl+C stops serving.")))


def _print(addresses: Sequence[str], *, as_json: bool) -> None:
    halls = Halls(addresses)
    try:
        halls.settle(PATIENCE)
        states, now = halls.states, datetime.now(UTC)
    finally:
        halls.close()
    if as_json:
        print_json([_json(each, now) for each in states])
        return
    head = (_("Address"), _("Contest"), _("Stands at"), _("Clock"), _("To see to"))
    rows = [(each.name, each.title, each.where, each.clock(now), _to_see_to(each)) for each in states]
    print_table(head, rows)


def _to_see_to(state: HallState) -> Text:
    return Joined((*state.urgent, *state.company), CLAUSE)


def _json(state: HallState, now: datetime) -> dict[str, Any]:
    return {
        "address": state.address,
        "contest": told(state.title),
        "stands_at": told(state.where),
        "clock": told(state.clock(now)),
        "awaited": list(map(told, state.awaited)),
        "ties": [list(map(told, tie)) for tie in state.ties],
        "absent": None if state.absent is None else list(map(told, state.absent)),
        "halts": list(map(told, state.halts)),
        "at": None if state.at is None else instant_text(state.at),
        "trouble": None if state.trouble is None else told(state.trouble),
    }
