"""The question bank (题库): which question is asked next, and whether a bank can serve a round.

Decides that a question once used is never asked again, that a void question is replaced by a spare while there is one,
and that a round goes on from the host's cards when the bank is empty. However large a bank is, asking costs the same.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import attrs

from quizarena.blanks import Listing, Option
from quizarena.text import Text
from quizarena_rounds.lots import slip_item

from .item import Bank, QuestionItem
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
def _fitting(same: _Same, level: Decimal | None, pack: str | None, spare: bool) -> Bank:
    return tuple(item for item in same.bank if item.spare == spare and _fits(item, level, pack))


@functools.lru_cache(maxsize=16)
def _in_order(same: _Same, slips: tuple[str, ...]) -> Bank:
    drawn = [slip_item(slip, same.bank) for slip in slips]
    return (*drawn, *(item for item in same.bank if item not in drawn))


def in_order(bank: Bank, slips: tuple[str, ...]) -> Bank:
    """Return the bank with the questions of these numbers first, in this order."""
    return _in_order(_Same(bank), slips)


def _fits(item: QuestionItem, level: Decimal | None, pack: str | None) -> bool:
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


def next_question(bank: Bank, used: frozenset[str], level: Decimal | None, pack: str | None, *, again: bool) -> str:
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
