"""A draw: only who begins is drawn, then it goes round the table (抽首位，其余按座次).

Decides the order. A rulebook says `order: first_by_lot`; because `needs` is "seed", the desk leads through the same
ceremony as for tickets.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from hashlib import sha256
from typing import ClassVar, Unpack

import attrs

from quizarena.draws import Draw, Inputs
from quizarena.draws.methods import Needs
from quizarena.draws.ticket_draw import check_labels
from quizarena.errors import DrawError

_DIGITS = 8
"""Hex digits of the hash that are divided: with 16 teams no place is favoured by more than one in 268 million."""


@attrs.frozen
class FirstByLot:
    """The remainder of SHA-256(`seed|purpose`) says how many labels are passed over before the first."""

    name: ClassVar[str] = "first_by_lot"
    needs: ClassVar[Needs] = "seed"

    def draw(self, labels: Sequence[str], **inputs: Unpack[Inputs]) -> Draw:
        """Return the labels from the drawn one on; the proof is one shell command and what it prints."""
        check_labels(labels)
        seed, purpose = inputs.get("seed"), inputs.get("purpose")
        if not seed:
            raise DrawError("expected the opened seed to draw from, found none")
        text = seed if purpose is None else f"{seed}|{purpose}"
        passed = int(sha256(text.encode()).hexdigest()[:_DIGITS], 16) % len(labels)
        hashed = f"printf '%s' {shlex.quote(text)} | sha256sum | cut -c1-{_DIGITS}"
        proof = f"echo $(( 0x$({hashed}) % {len(labels)} )) # {passed}: {labels[passed]} begins"
        return Draw(self.name, (*labels[passed:], *labels[:passed]), purpose, (proof,))
