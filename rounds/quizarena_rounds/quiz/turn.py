"""Whose turn is next, and which question of the bank it gets."""

from __future__ import annotations

import attrs

from quizarena.points import parse_number
from quizarena.rounds import Moment
from quizarena.values import fast_init

from .bank import next_question
from .state import State


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
    level: str = ""
    pack: str | None = None
    unscored: bool = False


def question_for(turn: Turn, state: State, moment: Moment) -> str:
    """Return the id of the bank's question for `turn`, empty for a card's."""
    level = parse_number(turn.level) if turn.level else None
    bank = moment.rules.questions
    return next_question(bank, used(state, moment), level, turn.pack, again=turn.again) if bank else ""


def used(state: State, moment: Moment) -> frozenset[str]:
    """Return what may not be asked any more: used in this round or in another of the event."""
    return state.used | moment.so_far.used


def takes_part(team: str, moment: Moment) -> bool:
    """Whether the team is still in the round; where none is named, whether any team is."""
    playing = moment.field.playing
    return any(each.id == team for each in playing) if team else bool(playing)
