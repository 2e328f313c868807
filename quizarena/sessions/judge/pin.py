"""A judge's PIN (密码): four digits that keep others from the wrong seat; not from whoever owns the machine.

It rests salted and hashed in a draft beside the record, with the tries that failed, whoever made them at once.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets

import attrs

from ...journal import Journal
from ..drafts import read_draft

DIGITS = 4
TRIES = 5
_ROUNDS = 50_000
_DRAFT = {"salt": str, "hash": str, "wrong": int}
_HEX = re.compile(r"([0-9a-f]{2})+", re.ASCII)


@attrs.frozen
class Pin:
    """What a draft has of a PIN: salt and hash in hex, and how often it was given wrongly since it was last right."""

    salt: str
    hash: str
    wrong: int = 0

    @property
    def tries_left(self) -> int:
        """How often it may still be tried; at 0 only the desk can free the seat."""
        return max(0, TRIES - self.wrong)

    def to_text(self) -> str:
        """Return the draft's text."""
        return json.dumps(attrs.asdict(self))


def pin_key(judge: str) -> str:
    """Return the name of the draft in which a judge's PIN rests."""
    return f"pin:{judge}"


def read_pin(journal: Journal, judge: str) -> Pin | None:
    """Return the PIN of a judge, None where none was chosen; raises JournalError like every reading.

    What is no PIN any more opens to nobody before the desk has cleared it.
    """
    return _of_text(journal.draft(pin_key(judge)))


def _of_text(text: str | None) -> Pin | None:
    if text is None:
        return None
    draft = read_draft(text, _DRAFT)
    is_whole = draft is not None and _HEX.fullmatch(draft["salt"]) and draft["wrong"] >= 0
    return Pin(**draft) if is_whole else Pin("", "", TRIES)


def choose(journal: Journal, judge: str, digits: str) -> bool:
    """Write a new PIN; return whether it is the judge's now: another window may have chosen one meanwhile.

    Raises JournalError where it cannot be written.
    """
    salt = secrets.token_hex(16)
    return journal.write_draft(pin_key(judge), Pin(salt, _hashed(salt, digits)).to_text(), None)


def is_right(journal: Journal, judge: str, digits: str) -> bool:
    """Return whether `digits` are the judge's PIN, and count the try; False where no try is left or none was chosen.

    A try counts before it is answered, also a right one: of many made at once in several windows no more than five are.
    """
    while True:
        text = journal.draft(pin_key(judge))
        pin = _of_text(text)
        if pin is None or not pin.tries_left:
            return False
        right = hmac.compare_digest(pin.hash, _hashed(pin.salt, digits))
        counted = attrs.evolve(pin, wrong=0 if right else pin.wrong + 1)
        if journal.write_draft(pin_key(judge), counted.to_text(), text):
            return right


def clear(journal: Journal, judge: str) -> None:
    """Forget a judge's PIN, so that the next one who sits down there chooses another; raises like `choose`."""
    journal.drop_draft(pin_key(judge))


def _hashed(salt: str, digits: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", digits.encode(), bytes.fromhex(salt), _ROUNDS).hex()
