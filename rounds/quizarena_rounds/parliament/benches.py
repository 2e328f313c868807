"""The four teams of a room and their eight speeches.

Decides names, sides and the order of speeches. Source: WUDC World Parliamentary Debating Rules 1.1.2 and 1.1.3
(flynn.debating.net/sydrules.htm).
"""

from __future__ import annotations

from typing import Literal

import attrs

from quizarena.text import Text

from .words import _

Bench = Literal["affirmative", "negative"]

SEATS = 4
"""Teams in a room."""


@attrs.frozen
class Seat:
    """A team's place in a room: on which bench, opening or closing."""

    name: Text
    bench: Bench


@attrs.frozen
class Speech:
    """A speech: the place of its team among `ORDER`, and which of the team's speakers holds it, both from 0."""

    name: Text
    seat: int
    speaker: int


ORDER: tuple[Seat, ...] = (
    Seat(_("Opening Government"), "affirmative"),
    Seat(_("Opening Opposition"), "negative"),
    Seat(_("Closing Government"), "affirmative"),
    Seat(_("Closing Opposition"), "negative"),
)
SPEECHES: tuple[Speech, ...] = (
    Speech(_("Prime Minister"), 0, 0),
    Speech(_("Leader of the Opposition"), 1, 0),
    Speech(_("Deputy Prime Minister"), 0, 1),
    Speech(_("Deputy Leader of the Opposition"), 1, 1),
    Speech(_("Member for the Government"), 2, 0),
    Speech(_("Member for the Opposition"), 3, 0),
    Speech(_("Government Whip"), 2, 1),
    Speech(_("Opposition Whip"), 3, 1),
)
SPEAKERS = 2
"""Speakers of a team: its first two members."""


def role(seat: int, speaker: int) -> Text:
    """Return what the speaker of a team at a place among `ORDER` is called, both from 0."""
    return next(each.name for each in SPEECHES if (each.seat, each.speaker) == (seat, speaker))
