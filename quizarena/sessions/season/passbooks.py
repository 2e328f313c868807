"""Cards by which members look up their own passbook, and who is meant at the counter by a card, an id or a name."""

from __future__ import annotations

from collections.abc import Iterable

from ...arena import Arena
from ...season import Season
from ..cards import as_printed, hash_of, new_code

_BOOKS = "web:passbook:"


def print_passbooks(arena: Arena, members: Iterable[str]) -> dict[str, str]:
    """Make new cards for members and return their codes; a member's card of before holds no more."""
    codes = {member: new_code() for member in members}
    older = {key: None for key, member in arena.journal.drafts(_BOOKS).items() if member in codes}
    kept = {_BOOKS + hash_of(arena, code): member for member, code in codes.items()}
    arena.journal.write_drafts({**older, **kept}, {})
    return codes


def member_of_card(arena: Arena, code: str) -> str | None:
    """Return whose passbook the card with that code opens, None if there is none; who left may still look."""
    return arena.journal.draft(_BOOKS + hash_of(arena, as_printed(code)))


def member_named(arena: Arena, season: Season, text: str) -> str | None:
    """Return the member that a card's code or address, an id, or the name of only one of them means, else None."""
    code = text.partition("?")[0].rstrip("/").rpartition("/")[2]
    member = member_of_card(arena, code)
    found = season.ledger.called(text)
    return member if member is not None else found[0].id if len(found) == 1 else None
