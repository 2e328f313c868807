"""`seats`: cards that let the host's tablet, judges' phones and teams' buzzers in, and tokens for programs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from quizarena.roster import Seat

from .access import arena_at
from .options import command, file_argument, json_option, option
from .output import new_file, print_json
from .serving import need_web, wifi_of
from .trouble import Refused, line
from .words import _, language, told

if TYPE_CHECKING:
    from quizarena.web.drawing import WiFi

_HERE = "127.0.0.1"
_ONLY_HERE = _("only this machine reaches {address}; for phones and tablets start serve with --lan", address=_HERE)


@command(
    "seats",
    _("Print the addresses by which the host's tablet and judges' phones take their seats, or voters vote."),
    "quizarena seats spring.qa --at http://192.168.1.5:8000 --cards cards.html\n"
    "quizarena seats spring.qa --at http://192.168.1.5:8000 j3\n"
    "quizarena seats spring.qa --at http://192.168.1.5:8000 --voters 60 --cards voters.html\n"
    "quizarena seats spring.qa --at http://192.168.1.5:8000 --teams --cards buzzers.html\n"
    "quizarena seats spring.qa --api timekeeper",
    _(
        "Each seat's address works once. Addresses printed before and not used are void then; who sits keeps the seat. "
        "A voter's card is good for every vote; printing voters' cards anew voids all older ones."
    ),
)
@file_argument
@click.argument("who", nargs=-1, metavar="[SEAT]...")
@option("--at", "address", metavar="ADDRESS", about=_("The address that serve printed."))
@option("--cards", "page", metavar="OUT", about=_("Write them as a new HTML file too: cards with QR codes, to print."))
@option("--teams", is_flag=True, about=_("For teams' phones, which are buzzers, in place of host and judges."))
@option("--wifi-name", metavar="NAME", about=_("The hall's Wi-Fi, for the cards; it stands in no record."))
@option("--wifi-password", metavar="WORD", about=_("Its password, for the cards."))
@option(
    "--voters",
    type=click.IntRange(1, 10_000),
    metavar="N",
    about=_("Print so many voters' cards, numbered from 1, in place of seats."),
)
@option("--api", "program", metavar="SEAT", about=_("Print only a token by which a program acts for this seat."))
@json_option
def seats_command(
    file: str, who: tuple[str, ...], address: str | None, page: str | None, *, teams: bool, wifi_name: str | None,
    wifi_password: str | None, voters: int | None, program: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Print new cards, or a token."""
    need_web()
    wifi = wifi_of(wifi_name, wifi_password)
    if program is not None:
        if who or address or page or wifi or voters or teams or as_json:
            raise click.UsageError(told(_("--api takes no other option; it prints one seat's token")))
        _print_token(file, program)
    elif address is None:
        raise click.UsageError(
            told(_("say by --at at which address serve is reached, such as http://192.168.1.5:8000"))
        )
    elif voters is None:
        _print_cards(file, who, _whole(address), page, wifi, teams=teams, as_json=as_json)
    elif who or teams:
        out = who[0] if who else "--teams"
        raise click.UsageError(told(_("--voters prints no seats; leave out {seat}", seat=out)))
    else:
        _print_voters(file, voters, _whole(address), page, wifi, as_json=as_json)


def _print_token(file: str, who: str) -> None:
    from quizarena.sessions.cards import print_token, token_seats

    with arena_at(file) as arena:
        (seat,) = _seats(token_seats(arena.contest), (who,))
        click.echo(print_token(arena, seat, datetime.now(UTC)))


def _seats(known: Sequence[str], who: Sequence[str], *others: str) -> list[str]:
    """Return the seats that are meant, a judge's by the judge's id; Refused where one is none of these or `others`."""
    asked = [each if each in (*known, *others) else str(Seat("judge", each)) for each in who]
    unknown = [each for each, seat in zip(who, asked, strict=True) if seat not in (*known, *others)]
    if unknown:
        wanted = ", ".join(each.removeprefix("judge:") for each in known)
        raise Refused(line(_("expected seats among {known}, found {found}", known=wanted, found=unknown[0])))
    return asked


def _print_cards(
    file: str, who: tuple[str, ...], address: str, page: str | None, wifi: WiFi | None, *, teams: bool, as_json: bool
) -> None:
    from quizarena.sessions.cards import DESK, name_of, print_cards, seats_of, team_seats
    from quizarena.web.drawing import PrintedCard, cards_page

    with arena_at(file) as arena:
        usual, of_teams = seats_of(arena.contest), team_seats(arena.contest)
        asked = _seats((*usual, *of_teams), who, DESK)
        names = {seat: told(name_of(arena.contest, seat)) for seat in asked or (of_teams if teams else usual)}
        with nullcontext() if page is None else new_file(page) as stream:  # before older cards are void
            codes = print_cards(arena, names)
            cards = [PrintedCard(names[seat], f"{address.rstrip('/')}/s/{code}") for seat, code in codes.items()]
            if stream is not None:
                stream.write(cards_page(arena.contest.rulebook.title, cards, language(), wifi).encode())
    _warn_of(address)
    if as_json:
        named = zip(codes, cards, strict=True)
        print_json([{"seat": seat, "name": card.name, "address": card.address} for seat, card in named])
        return
    for seat, card in zip(codes, cards, strict=True):
        click.echo(f"{seat.removeprefix('judge:')}\t{card.name}\t{card.address}")


def _print_voters(file: str, count: int, address: str, page: str | None, wifi: WiFi | None, *, as_json: bool) -> None:
    from quizarena.sessions.cards import print_voters
    from quizarena.web.drawing import PrintedCard, cards_page

    with arena_at(file) as arena, nullcontext() if page is None else new_file(page) as stream:
        codes = print_voters(arena, count)
        names = [told(_("Voter's card {number}", number=number)) for number in range(1, count + 1)]
        cards = [PrintedCard(name, f"{address.rstrip('/')}/v/{code}") for name, code in zip(names, codes, strict=True)]
        if stream is not None:
            stream.write(cards_page(arena.contest.rulebook.title, cards, language(), wifi, voters=True).encode())
    _warn_of(address)
    if as_json:
        print_json([{"number": number, "address": card.address} for number, card in enumerate(cards, 1)])
        return
    for number, card in enumerate(cards, 1):
        click.echo(f"{number}\t{card.name}\t{card.address}")


def _warn_of(address: str) -> None:
    """Warn of an address that no phone reaches."""
    if urlsplit(address).hostname in (_HERE, "localhost"):
        click.echo(told(_("Warning: {message}", message=_ONLY_HERE)), err=True)


def _whole(address: str) -> str:
    """Return an address with what phones know it by: without it a scanned code is text, and no page."""
    return address if "://" in address else f"http://{address}"
