"""Whose turn it is: the team, its member, the number of the question; and in which order teams take turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.roster import Team
from quizarena.rounds import Moment
from quizarena.rules import shape
from quizarena.values import fast_init

from .words import _

Turns: TypeAlias = Literal["rotating", "team_by_team"]

_FIRST: Mapping[str, Callable[[int], int]] = {"rotating": lambda had: had, "team_by_team": lambda had: 0}
"""By what the next team is taken, from how many questions it had; the earliest in running order among equals."""


@fast_init
@attrs.frozen
class Turn:
    """A question that may be asked next; `again` replaces a void one of the same number, `unscored` separates a tie.

    It comes from `pack` or from none; from none where that is empty, from any where it is None.
    """

    number: int
    team: str = ""
    member: str = ""
    again: bool = False
    level: Fraction | None = None
    pack: str | None = None
    unscored: bool = False


def takes_part(team: str, moment: Moment) -> bool:
    """Whether the team is still in the round; where none is named, whether any team is."""
    playing = moment.field.playing
    return any(each.id == team for each in playing) if team else bool(playing)


def turns_rule() -> Any:
    """Return the field for the order of turns."""
    words = _("rotating, one question each in turn, or team_by_team, all of a team's questions together")
    return shape(default="rotating", help=words)


def first_of(waiting: Sequence[Team], had: Mapping[str, int], turns: Turns) -> Team:
    """Return which of the teams that wait is next, from how many questions each has had."""
    first = _FIRST[turns]
    return min(waiting, key=lambda team: first(had[team.id]))
