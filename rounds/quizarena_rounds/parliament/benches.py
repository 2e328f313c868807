"""The four teams of a room and their eight speeches.

Decides names, sides and the order of speeches. Source: WUDC World Parliamentary Debating Rules 1.1.2 and 1.1.3
(flynn.debating.net/sydrules.htm).
"""

from __future__ import annotations

from typing import Literal

import attrs

from quizarena.text import Text, both

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
    Seat(both(zh="正方上院", en="Opening Government"), "affirmative"),
    Seat(both(zh="反方上院", en="Opening Opposition"), "negative"),
    Seat(both(zh="正方下院", en="Closing Government"), "affirmative"),
    Seat(both(zh="反方下院", en="Closing Opposition"), "negative"),
)
SPEECHES: tuple[Speech, ...] = (
    Speech(both(zh="首相", en="Prime Minister"), 0, 0),
    Speech(both(zh="反对党领袖", en="Leader of the Opposition"), 1, 0),
    Speech(both(zh="副首相", en="Deputy Prime Minister"), 0, 1),
    Speech(both(zh="反对党副领袖", en="Deputy Leader of the Opposition"), 1, 1),
    Speech(both(zh="政府成员", en="Member for the Government"), 2, 0),
    Speech(both(zh="反对党成员", en="Member for the Opposition"), 3, 0),
    Speech(both(zh="政府党鞭", en="Government Whip"), 2, 1),
    Speech(both(zh="反对党党鞭", en="Opposition Whip"), 3, 1),
)
SPEAKERS = 2
"""Speakers of a team: its first two members."""


def role(seat: int, speaker: int) -> Text:
    """Return what the speaker of a team at a place among `ORDER` is called, both from 0."""
    return next(each.name for each in SPEECHES if (each.seat, each.speaker) == (seat, speaker))
