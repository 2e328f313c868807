"""`seats`: cards that let the host's tablet and judges' phones in."""

from __future__ import annotations

from contextlib import nullcontext
from urllib.parse import urlsplit

import click

from quizarena.roster import Seat

from .access import arena_at
from .options import command, file_argument, option
from .output import new_file
from .serving import need_web, wifi_of
from .trouble import Refused, line
from .words import _, language, told

_HERE = "127.0.0.1"
_ONLY_HERE = _("only this machine reaches {address}; for phones and tablets start serve with --lan", address=_HERE)


@command(
    "seats",
    _("Print the addresses by which the host's tablet and judges' phones take their seats."),
    "quizarena seats spring.qa --at http://192.168.1.5:8000 --cards cards.html\n"
    "quizarena seats spring.qa --at http://192.168.1.5:8000 j3",
    _("Each address works once. Addresses printed before and not used are void then; who sits keeps the seat."),
)
@file_argument
@click.argument("who", nargs=-1, metavar="[SEAT]...")
@option("--at", "address", required=True, metavar="ADDRESS", about=_("The address that serve printed."))
@option("--cards", "page", metavar="OUT", about=_("Write them as a new HTML file too: cards with QR codes, to print."))
@option("--wifi-name", metavar="NAME", about=_("The hall's Wi-Fi, for the cards; it stands in no record."))
@option("--wifi-password", metavar="WORD", about=_("Its password, for the cards."))
def seats_command(
    file: str, who: tuple[str, ...], address: str, page: str | None, *, wifi_name: str | None,
    wifi_password: str | None,
) -> None:  # fmt: skip
    """Print new cards."""
    need_web()
    wifi = wifi_of(wifi_name, wifi_password)
    address = _whole(address)
    from quizarena.sessions.cards import name_of, print_cards, seats_of
    from quizarena.web.drawing import PrintedCard, cards_page

    with arena_at(file) as arena:
        known = seats_of(arena.contest)
        asked = [each if each in known else str(Seat("judge", each)) for each in who]
        unknown = [each for each, seat in zip(who, asked, strict=True) if seat not in known]
        if unknown:
            wanted = ", ".join(each.removeprefix("judge:") for each in known)
            raise Refused(line(_("expected seats among {known}, found {found}", known=wanted, found=unknown[0])))
        names = {seat: told(name_of(arena.contest, seat)) for seat in asked or known}
        with nullcontext() if page is None else new_file(page) as stream:  # before older cards are void
            codes = print_cards(arena, names)
            cards = [PrintedCard(names[seat], f"{address.rstrip('/')}/s/{code}") for seat, code in codes.items()]
            if stream is not None:
                stream.write(cards_page(arena.contest.rulebook.title, cards, language(), wifi).encode())
    if urlsplit(address).hostname in (_HERE, "localhost"):
        click.echo(told(_("Warning: {message}", message=_ONLY_HERE)), err=True)
    for seat, card in zip(codes, cards, strict=True):
        click.echo(f"{seat.removeprefix('judge:')}\t{card.name}\t{card.address}")


def _whole(address: str) -> str:
    """Return an address with what phones know it by: without it a scanned code is text, and no page."""
    return address if "://" in address else f"http://{address}"
