"""`seats`: cards that let the host's tablet and judges' phones in."""

from __future__ import annotations

import click

from quizarena.roster import Seat

from .access import arena_at
from .options import command, file_argument, option
from .serving import need_web
from .trouble import Refused, line
from .words import _, told


@command(
    "seats",
    _("Print the addresses by which the host's tablet and judges' phones take their seats."),
    "quizarena seats spring.qa --at http://192.168.1.5:8000\nquizarena seats spring.qa --at http://192.168.1.5:8000 j3",
    _("Each address works once. Addresses printed before and not used are void then; who sits keeps the seat."),
)
@file_argument
@click.argument("who", nargs=-1, metavar="[SEAT]...")
@option("--at", "address", required=True, metavar="ADDRESS", about=_("The address that serve printed."))
def seats_command(file: str, who: tuple[str, ...], address: str) -> None:
    """Print new cards."""
    need_web()
    from quizarena.web.cards import name_of, print_cards, seats_of

    with arena_at(file) as arena:
        known = seats_of(arena.contest)
        asked = [each if each in known else str(Seat("judge", each)) for each in who]
        unknown = [each for each, seat in zip(who, asked, strict=True) if seat not in known]
        if unknown:
            wanted = ", ".join(each.removeprefix("judge:") for each in known)
            raise Refused(line(_("expected seats among {known}, found {found}", known=wanted, found=unknown[0])))
        codes = print_cards(arena, asked or known)
        for seat, code in codes.items():
            name = told(name_of(arena.contest, seat))
            click.echo(f"{seat.removeprefix('judge:')}\t{name}\t{address.rstrip('/')}/s/{code}")
