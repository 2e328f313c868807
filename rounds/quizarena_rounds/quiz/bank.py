"""The question bank (题库): which question is asked next, and whether a bank can serve a round.

Decides that a question once used is never asked again, that a void question is replaced by a spare while there is one,
and that a round goes on from the host's cards when the bank is empty. However large a bank is, asking costs the same.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from quizarena.blanks import Listing, Option
from quizarena.moves import Drawing
from quizarena.rounds import Moment
from quizarena.text import Text
from quizarena_rounds.lots import slip_item, slip_lots

from .question import Bank, QuestionItem
from .state import State
from .turns import Turn
from .words import _


@attrs.frozen(eq=False)
class _Same:
    """A bank, equal to itself alone: to compare or to hash one looks at every question."""

    bank: Bank

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.bank is other.bank

    def __hash__(self) -> int:
        return id(self.bank)


@functools.lru_cache(maxsize=64)
def _by_id(same: _Same) -> Mapping[str, QuestionItem]:
    return {item.id: item for item in same.bank}


@functools.lru_cache(maxsize=512)
def _fitting(same: _Same, level: Fraction | None, pack: str | None, spare: bool) -> Bank:
    return tuple(item for item in same.bank if item.spare == spare and _fits(item, level, pack))


@functools.lru_cache(maxsize=16)
def _in_order(same: _Same, slips: tuple[str, ...]) -> Bank:
    drawn = [slip_item(slip, same.bank) for slip in slips]
    return (*drawn, *(item for item in same.bank if item not in drawn))


def in_order(bank: Bank, slips: tuple[str, ...]) -> Bank:
    """Return the bank with the questions of these numbers first, in this order."""
    return _in_order(_Same(bank), slips)


def _fits(item: QuestionItem, level: Fraction | None, pack: str | None) -> bool:
    """Whether a question is not meant for another risk level, nor of another pack."""
    return (level is None or item.level in (None, level)) and (pack is None or item.pack in (None, pack))


def find(bank: Bank, question: str) -> QuestionItem | None:
    """Return the question with that id, None for a card's."""
    return _by_id(_Same(bank)).get(question) if question else None


def may_be_asked(bank: Bank, question: str, used: frozenset[str]) -> bool:
    """Whether the question is in the bank and was not used."""
    return question not in used and find(bank, question) is not None


def unused(bank: Bank, used: frozenset[str], pack: str | None) -> Listing:
    """Return what may still be asked, in the bank's order, to choose from; nothing of another pack."""

    def options() -> tuple[Option, ...]:
        return tuple(_option(item) for item in bank if _fits(item, None, pack) and item.id not in used)

    def option(question: str) -> Option | None:
        item = find(bank, question) if question not in used else None
        return None if item is None or not _fits(item, None, pack) else _option(item)

    left = next_question(bank, used, None, pack, again=False)
    return Listing(options, option, bool(left))


def _option(item: QuestionItem) -> Option:
    return Option(item.id, item.text)


def next_question(bank: Bank, used: frozenset[str], level: Fraction | None, pack: str | None, *, again: bool) -> str:
    """Return the id of the question to ask: the bank's next, a spare in place of a void one; empty if none is left."""
    for spare in (again, not again):
        for item in _fitting(_Same(bank), level, pack, spare):
            if item.id not in used:
                return item.id
    return ""


def refuse_bank(bank: Bank, needed: int) -> Iterator[tuple[str, Text]]:
    """Yield why a bank cannot serve a round of `needed` questions; no bank at all means the host's cards."""
    regular = _regular(bank)
    if bank and regular < needed:
        yield (
            "questions",
            _("{needed} questions needed besides spares; {found} found", needed=needed, found=regular),
        )


def _regular(bank: Iterable[QuestionItem]) -> int:
    return sum(not item.spare for item in bank)


# Which question a turn gets


def question_for(turn: Turn, state: State, moment: Moment) -> str:
    """Return the id of the bank's question for `turn`, empty for a card's."""
    bank = in_drawn_order(moment)
    return next_question(bank, used(state, moment), turn.level, turn.pack, again=turn.again) if bank else ""


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
    places = tuple(_("Question {number}", number=nth) for nth in range(1, len(lots) + 1))
    title, undrawn = _("the order of questions"), _("in the bank's order")
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
