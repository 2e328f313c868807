"""A judge's PIN (密码): four digits that keep others from the wrong seat.

Decides how it is kept: salted and hashed as a draft beside the record, with the tries that failed, so that neither a
restart nor a copy of the screen helps. It stops the wrong seat, not whoever owns the machine.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets

import attrs

from ...journal import Journal
from ...sessions.drafts import read_draft

DIGITS = 4
TRIES = 5
_ROUNDS = 50_000
_DRAFT = {"salt": str, "hash": str, "wrong": int}
_HEX = re.compile(r"([0-9a-f]{2})+", re.ASCII)


@attrs.frozen
class Pin:
    """What is kept of a PIN: salt and hash in hex, and how often it was given wrongly since it was last right."""

    salt: str
    hash: str
    wrong: int = 0

    def to_text(self) -> str:
        """Return the draft it is kept as."""
        return json.dumps(attrs.asdict(self))

    @property
    def tries_left(self) -> int:
        """How often it may still be tried; at 0 only the desk can free the seat."""
        return max(0, TRIES - self.wrong)


def pin_key(judge: str) -> str:
    """Return the name of the draft in which a judge's PIN is kept."""
    return f"pin:{judge}"


def kept_pin(journal: Journal, judge: str) -> Pin | None:
    """Return the PIN of a judge, None where none was chosen; raises JournalError like every reading."""
    return _pin_of(journal.draft(pin_key(judge)))


def _pin_of(text: str | None) -> Pin | None:
    """Return the PIN in a draft; what is none any more opens to nobody before the desk has cleared it."""
    if text is None:
        return None
    kept = read_draft(text, _DRAFT)
    is_whole = kept is not None and _HEX.fullmatch(kept["salt"]) and kept["wrong"] >= 0
    return Pin(**kept) if is_whole else Pin("", "", TRIES)


def choose(journal: Journal, judge: str, digits: str) -> bool:
    """Keep a first PIN; return False where another window was first. Raises JournalError where it cannot be written."""
    salt = secrets.token_hex(16)
    return journal.write_draft(pin_key(judge), Pin(salt, _hashed(salt, digits)).to_text(), None)


def is_right(journal: Journal, judge: str, digits: str) -> bool:
    """Return whether `digits` are the judge's PIN; False where no try is left or none was chosen.

    The try counts before it is answered, also where many windows try at once; raises like `choose`.
    """
    while True:
        text = journal.draft(pin_key(judge))
        pin = _pin_of(text)
        if pin is None or not pin.tries_left:
            return False
        right = hmac.compare_digest(pin.hash, _hashed(pin.salt, digits))
        tried = attrs.evolve(pin, wrong=0 if right else pin.wrong + 1)
        if journal.write_draft(pin_key(judge), tried.to_text(), text):
            return right


def free(journal: Journal, judge: str) -> None:
    """Forget a judge's PIN, so that the next one who sits down there chooses another; raises like `choose`."""
    journal.drop_draft(pin_key(judge))


def _hashed(salt: str, digits: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", digits.encode(), bytes.fromhex(salt), _ROUNDS).hex()
