"""Members' cards: the address of each one's passbook, printed and on a page to cut out."""

from __future__ import annotations

from contextlib import nullcontext

import click

from quizarena.sessions.season.passbooks import print_passbooks

from .output import new_file
from .season_lists import member_called, season_at
from .words import language


def print_member_cards(file: str, members: tuple[str, ...], address: str, page: str | None) -> None:
    """Make new cards for members, for all who have not left where none is named, and print their addresses."""
    from quizarena.web.drawing import PrintedCard, passbooks_page

    with season_at(file) as (arena, season):
        known = season.ledger.members
        asked = [member_called(season, each) for each in members]
        asked = asked or [each.id for each in known.values() if not each.has_left]
        whole = (address if "://" in address else f"http://{address}").rstrip("/")
        with nullcontext() if page is None else new_file(page) as stream:  # before older cards are void
            codes = print_passbooks(arena, asked)
            cards = [PrintedCard(f"{known[each].name}  {each}", f"{whole}/p/{codes[each]}") for each in asked]
            if stream is not None:
                stream.write(passbooks_page(season.rules.title, cards, language()).encode())
        for each, card in zip(asked, cards, strict=True):
            click.echo(f"{each}\t{known[each].name}\t{card.address}")
