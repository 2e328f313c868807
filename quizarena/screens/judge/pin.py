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
from datetime import datetime

import attrs

from ...facts import instant_text
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

    @property
    def tries_left(self) -> int:
        """How often it may still be tried; at 0 only the desk can free the seat."""
        return max(0, TRIES - self.wrong)


def pin_key(judge: str) -> str:
    """Return the name of the draft in which a judge's PIN is kept."""
    return f"pin:{judge}"


def kept_pin(journal: Journal, judge: str) -> Pin | None:
    """Return the PIN of a judge, None where none was chosen; raises JournalError like every reading.

    What is no PIN any more opens to nobody before the desk has cleared it.
    """
    text = journal.draft(pin_key(judge))
    if text is None:
        return None
    kept = read_draft(text, _DRAFT)
    is_whole = kept is not None and _HEX.fullmatch(kept["salt"]) and kept["wrong"] >= 0
    return Pin(**kept) if is_whole else Pin("", "", TRIES)


def choose(journal: Journal, judge: str, digits: str, at: datetime) -> None:
    """Keep a new PIN; raises JournalError where it cannot be written."""
    salt = secrets.token_hex(16)
    _keep(journal, judge, Pin(salt, _hashed(salt, digits)), at)


def is_right(journal: Journal, judge: str, digits: str, at: datetime) -> bool:
    """Return whether `digits` are the judge's PIN, and count the try; False where no try is left or none was chosen."""
    pin = kept_pin(journal, judge)
    if pin is None or not pin.tries_left:
        return False
    right = hmac.compare_digest(pin.hash, _hashed(pin.salt, digits))
    wrong = 0 if right else pin.wrong + 1
    if wrong != pin.wrong:
        _keep(journal, judge, attrs.evolve(pin, wrong=wrong), at)
    return right


def free(journal: Journal, judge: str) -> None:
    """Forget a judge's PIN, so that the next one who sits down there chooses another; raises like `choose`."""
    journal.drop_draft(pin_key(judge))


def _keep(journal: Journal, judge: str, pin: Pin, at: datetime) -> None:
    journal.keep_draft(pin_key(judge), json.dumps(attrs.asdict(pin)), instant_text(at))


def _hashed(salt: str, digits: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", digits.encode(), bytes.fromhex(salt), _ROUNDS).hex()
