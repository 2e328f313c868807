"""Seats for browsers and programs: a card lets one device in, and only once, a token a program.

Hashes of a card's code, a device's cookie and a token rest as drafts beside the record: desk and server know them.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from hashlib import blake2b

import attrs

from ..arena import Arena
from ..contest import Contest
from ..documents import Document
from ..errors import FactError
from ..facts import instant_text, parse_instant
from ..journal import Journal, Presence
from ..roster import Seat
from ..rounds import Equipment
from ..season import Season
from ..season.refusals import COUNTER
from ..text import Joined, Text, plain
from .drafts import read_draft
from .words import _

DESK = "desk"
"""The seat of the page with seats and cards; it records nothing."""
CODE_LETTERS = 10
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LASTS = timedelta(hours=48)
"""How long a device keeps its seat."""
AGAIN = timedelta(minutes=10)
"""How long the same device gets its seat again by the same card: a reply may have been lost on the way."""
_SHAPE = {"code": str, "cookie": str, "device": str, "claimed": str, "place": str, "opened": str}


@attrs.frozen
class Card:
    """What is known of a seat's card: hashes of its code, of the cookie and the name of the device that took it.

    `claimed` is when that was, empty while the card waits for its judge, and `place` from which network address.
    `opened` is when the judge's PIN was given on that device.
    """

    code: str = ""
    cookie: str = ""
    device: str = ""
    claimed: str = ""
    place: str = ""
    opened: str = ""

    @property
    def used(self) -> str:
        """The hash of the code that the device used, empty where it has no name."""
        return self.device.partition(":")[0]

    def device_is_new(self, before: Card) -> bool:
        """Whether another device sits here than sat there by `before`; one without a name is another each time."""
        name, known = (each.device.partition(":")[2] for each in (self, before))
        return self.cookie != before.cookie and not _same(name, known)

    def holds(self, now: datetime) -> bool:
        """Whether a device sits in the seat."""
        return bool(self.claimed) and now - parse_instant(self.claimed) < LASTS


def seats_of(contest: Contest) -> tuple[str, ...]:
    """Return the seats that cards are for: the host's and every judge's."""
    return ("host", *(str(Seat("judge", judge.id)) for judge in contest.state.roster.judges))


def team_seats(contest: Contest) -> tuple[str, ...]:
    """Return the seats of teams, whose phones are buzzers; cards for them are made where somebody asks for them."""
    return tuple(str(Seat("team", team=team.id)) for team in contest.state.roster.teams)


def name_of(contest: Contest, seat: str) -> Text:
    """Return what a seat is called: the judge's or the team's name, the host, the desk."""
    whose = Seat.of(seat)
    if whose.team:
        return contest.state.roster.name(whose.team)
    if whose.judge:
        return contest.state.roster.judge(whose.judge).name
    return _("The desk") if seat == DESK else _("The host")


def cards_of(arena: Arena) -> dict[str, Card]:
    """Return what is known of every seat's card, and of that of the desk's own page."""
    found = arena.journal.drafts(_key(""))
    return {seat: _read(found.get(_key(seat))) for seat in _seats_with_cards(arena.document)}


def _seats_with_cards(document: Document) -> tuple[str, ...]:
    if isinstance(document, Season):
        return (COUNTER,)
    return (*seats_of(document), *team_seats(document), DESK)


def seats_in_use(arena: Arena) -> dict[str, Card]:
    """Return the seats there are cards for, with what is known of each; of teams, those for which one was asked."""
    usual = seats_of(arena.contest)
    return {seat: card for seat, card in cards_of(arena).items() if seat in usual or (card != Card() and seat != DESK)}


@attrs.frozen
class Sitting:
    """Whether somebody is in a seat now, in words."""

    is_there: bool
    text: Text


def sitting(seat: str, card: Card, screens: Iterable[Presence]) -> Sitting:
    """Return who of the `screens` is in a seat, and what became of its card where nobody is."""
    here = [each for each in screens if each.role == seat]
    if any(each.browser for each in here):
        return Sitting(True, Joined((_("there"), plain(card.place)), "  ") if card.place else _("there"))
    if here:
        return Sitting(True, _("at a window"))
    if card.claimed:
        return Sitting(False, _("has the seat, not connected now"))
    return Sitting(False, _("card not used yet") if card.code else _("no card yet"))


def print_cards(arena: Arena, seats: Iterable[str]) -> dict[str, str]:
    """Make new cards for seats and return their codes; older cards nobody has used are void, who sits stays."""
    codes = {}
    for seat in seats:
        codes[seat] = code = new_code()
        _change(arena.journal, seat, lambda card, code=code: attrs.evolve(card, code=hash_of(arena, code)))  # type: ignore[misc]
    return codes


def new_code() -> str:
    """Return a code that nobody can guess."""
    return "".join(secrets.choice(_ALPHABET) for _letter in range(CODE_LETTERS))


def seat_of_code(arena: Arena, code: str) -> str | None:
    """Return the seat a card is for, None if there is no such card or it was used."""
    looked_for = hash_of(arena, as_printed(code))
    return next((seat for seat, card in cards_of(arena).items() if _same(card.code, looked_for)), None)


def seat_taken_by(arena: Arena, code: str, cookie: str, now: datetime) -> str | None:
    """Return the seat a device sits in by this very card, None for any other card or device."""
    used, seat = hash_of(arena, as_printed(code)), seat_of_cookie(arena, cookie, now)
    return seat if seat is not None and _same(_card(arena.journal, seat).used, used) else None


def claim(arena: Arena, code: str, device: str, now: datetime, place: str = "") -> tuple[str, str] | None:
    """Use a card up for a device at the network address `place`: return its seat and cookie, None for no such card.

    Who sat there before sits there no more. The same device may use the same card again for some minutes.
    """
    used = hash_of(arena, as_printed(code))
    cookie = secrets.token_urlsafe(24)
    named = f"{used}:{hash_of(arena, device)}" if device else ""
    seat = seat_of_code(arena, code) or _claimed_just_now(arena, used, device, now)
    if seat is None:
        return None

    def taken(before: Card) -> Card | None:
        if _same(before.code, used):
            return Card("", hash_of(arena, cookie), named, instant_text(now), place)
        is_again = _same(before.device, named)
        again = Card(before.code, hash_of(arena, cookie), named, instant_text(now), place, before.opened)
        return again if is_again else None

    return (seat, cookie) if _change(arena.journal, seat, taken) else None


def card_of(arena: Arena, seat: str) -> Card:
    """Return what is known of a seat's card."""
    return _card(arena.journal, seat)


def open_seat(arena: Arena, seat: str, now: datetime) -> None:
    """Note that whoever sits in a seat has given its PIN; it is asked for again with the next card."""
    _change(arena.journal, seat, lambda card: attrs.evolve(card, opened=instant_text(now)))


def _claimed_just_now(arena: Arena, used: str, device: str, now: datetime) -> str | None:
    named = f"{used}:{hash_of(arena, device)}"
    for seat, card in cards_of(arena).items():
        if device and _same(card.device, named) and now - parse_instant(card.claimed) < AGAIN:
            return seat
    return None


def seat_of_cookie(arena: Arena, cookie: str, now: datetime) -> str | None:
    """Return the seat a device sits in, None if it sits in none; a judge's ends with the signature."""
    seat = _sitting(arena, cookie, now)
    return None if seat is not None and Seat.of(seat).judge and arena.contest.state.signed is not None else seat


def seat_until_signed(arena: Arena, cookie: str, now: datetime) -> str | None:
    """Return the judge's seat that a device has left because the contest was signed, None for any other."""
    seat, signed = _sitting(arena, cookie, now), arena.contest.state.signed is not None
    return seat if signed and seat is not None and Seat.of(seat).judge else None


def _sitting(arena: Arena, cookie: str, now: datetime) -> str | None:
    seat = _holder(arena, cookie, now)
    return seat if seat in _seats_with_cards(arena.document) else None


def _holder(arena: Arena, secret: str, now: datetime) -> str | None:
    """Return under what the card rests that a cookie or token holds for; the card decides, not what points to it."""
    looked_for = hash_of(arena, secret) if secret else ""
    holder = arena.journal.draft(_HOLDER + looked_for) if secret else None
    card = Card() if holder is None else _card(arena.journal, holder)
    return holder if _same(card.cookie, looked_for) and card.holds(now) else None


# For programs


def token_seats(contest: Contest) -> tuple[str, ...]:
    """Return the seats that tokens are for: every one the rules know, and every judge's."""
    may = contest.rulebook.seats
    roles = {*may, *(each for acts in may.values() for each in acts)} - {"judge"}
    return (*sorted(roles), *(str(Seat("judge", judge.id)) for judge in contest.state.roster.judges))


def print_token(arena: Arena, seat: str, now: datetime) -> str:
    """Make a token by which a program acts for a seat, and return it; the one before holds no more."""
    token = secrets.token_urlsafe(24)
    _change(arena.journal, _token(seat), lambda _before: Card(cookie=hash_of(arena, token), claimed=instant_text(now)))
    return token


def seat_of_token(arena: Arena, token: str, now: datetime) -> str | None:
    """Return the seat a token is for, None if it holds for none; a judge's ends with the signature."""
    holder, signed = _holder(arena, token, now), arena.contest.state.signed is not None
    found = next((seat for seat in token_seats(arena.contest) if _token(seat) == holder), None)
    return None if found is not None and signed and Seat.of(found).judge else found


def _token(seat: str) -> str:
    """Return under what a seat's token rests, beside its card."""
    return f"token:{seat}"


def as_printed(code: str) -> str:
    """Return a code as its card has it, however it was typed: no card has a nought or a one."""
    return code.upper().replace("0", "O").replace("1", "I")


def hash_of(arena: Arena, text: str) -> str:
    """Return the hash under which a code, a cookie or a token is known; of another document it is another."""
    key = bytes.fromhex(arena.document.records[0].digest)[:64]
    return blake2b(text.encode(), key=key, digest_size=32, person=b"quizarena-seat").hexdigest()


def _same(known: str, other: str) -> bool:
    return bool(known) and secrets.compare_digest(known, other)


_HOLDER = "web:holder:"
"""Before the hash of a cookie or token: there rests whose it is."""


def _key(seat: str) -> str:
    return f"web:seat:{seat}"


def _card(journal: Journal, seat: str) -> Card:
    """Return a seat's card; one that is damaged, which stands outside the chain, is none."""
    return _read(journal.draft(_key(seat)))


def _read(text: str | None) -> Card:
    found = read_draft(text, _SHAPE)
    card = Card() if found is None else Card(**found)
    try:
        if card.claimed:
            parse_instant(card.claimed)
    except FactError:
        return Card()
    return card


def _change(journal: Journal, seat: str, change: Callable[[Card], Card | None]) -> bool:
    """Change a card as it stands at the moment of writing; return whether `change` made anything of it.

    Whose a cookie is rests beside the card: a request is answered without a look at every card.
    """
    while True:
        before = journal.draft(_key(seat))
        known = _read(before)
        card = change(known)
        if card is None:
            return False
        holders: dict[str, str | None] = {_HOLDER + known.cookie: None} if known.cookie else {}
        holders |= {_HOLDER + card.cookie: seat} if card.cookie else {}
        if journal.write_drafts({**holders, _key(seat): json.dumps(attrs.asdict(card))}, {_key(seat): before}):
            return True


# What the rounds need beside seats


def equipment_of(contest: Contest) -> Equipment:
    """Return what the contest's rounds need in the hall: the play-off's where ties are played off."""
    book, kinds = contest.rulebook, contest.position.engine.kinds
    play_offs = (book.play_off,) if any(each.wants_play_off for each in book.ties.by) else ()
    found = [kinds[entry.kind].equipment(entry.rules) for entry in (*book.rounds, *play_offs)]
    return Equipment(any(each.buzzers for each in found), max((each.voters for each in found), default=0))


# Voters' cards: whoever holds one votes, from any phone, as often as there are votes

_VOTERS = "web:voter:"


def print_voters(arena: Arena, count: int) -> list[str]:
    """Make new cards 1 to `count` for voters and return their codes in order; all older ones are void.

    A card printed anew votes in place of the old one of its number, so that nobody votes twice.
    """
    codes = [new_code() for _card in range(count)]
    older: dict[str, str | None] = dict.fromkeys(arena.journal.drafts(_VOTERS))
    kept: dict[str, str | None] = {_VOTERS + hash_of(arena, code): str(number) for number, code in enumerate(codes, 1)}
    arena.journal.write_drafts({**older, **kept}, {})
    return codes


def voters_printed(arena: Arena) -> int:
    """Return how many voters' cards there are."""
    return len(arena.journal.drafts(_VOTERS))


def voter_of_card(arena: Arena, code: str) -> int | None:
    """Return the number of the voter's card with that code, None if there is none."""
    found = arena.journal.draft(_VOTERS + hash_of(arena, as_printed(code)))
    return int(found) if found is not None and found.isdecimal() else None


def voter_of_device(arena: Arena, cookie: str) -> str:
    """Return what a device is called where it votes: its cookie is stored nowhere."""
    return hash_of(arena, cookie)
