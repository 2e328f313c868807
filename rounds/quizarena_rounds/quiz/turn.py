"""Whose turn is next, and which question of the bank it gets."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from quizarena.moves import Drawing
from quizarena.points import parse_number
from quizarena.rounds import Moment
from quizarena.text import both
from quizarena.values import fast_init
from quizarena_rounds.lots import slip_lots

from .bank import in_order, next_question
from .item import Bank
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
    bank = in_drawn_order(moment)
    return next_question(bank, used(state, moment), level, turn.pack, again=turn.again) if bank else ""


def questions_drawing(state: State, moment: Moment) -> Iterator[Drawing]:
    """Yield the draw of the order in which the bank's questions are asked, before the first is; packs have their own.

    None says what is asked: the lots are numbers of the bank. Spares stay where they are.
    """
    bank: Bank = moment.rules.questions
    if state.latest or moment.play_off or not _LEAST <= len(bank) <= _MOST:
        return
    gone = used(state, moment)
    lots = slip_lots(bank, {item.id for item in bank if not item.spare and item.pack is None and item.id not in gone})
    if len(lots) < _LEAST:
        return
    places = tuple(both(zh=f"第 {nth} 题", en=f"Question {nth}") for nth in range(1, len(lots) + 1))
    title, undrawn = both(zh="出题顺序", en="the order of questions"), both(zh="按题库的次序", en="in the bank's order")
    takers = (moment.round,) * len(lots)
    yield Drawing(_purpose(moment), title, lots, places, takers, undrawn, optional=True)


_LEAST, _MOST = 2, 99
"""Fewer questions have no order, and of more nobody draws lots in a hall."""


def in_drawn_order(moment: Moment) -> Bank:
    """Return the bank in the order that a draw in public gave it, those that were not drawn behind."""
    bank: Bank = moment.rules.questions
    held = moment.lots.get(_purpose(moment))
    return bank if held is None else in_order(bank, held.order)


def _purpose(moment: Moment) -> str:
    return f"questions/{moment.round}"


def used(state: State, moment: Moment) -> frozenset[str]:
    """Return what may not be asked any more: used in this round or in another of the event."""
    return state.used | moment.so_far.used


def takes_part(team: str, moment: Moment) -> bool:
    """Whether the team is still in the round; where none is named, whether any team is."""
    playing = moment.field.playing
    return any(each.id == team for each in playing) if team else bool(playing)
