"""The question bank (题库): what a question is, and which one is asked next.

Decides that a question once used is never asked again, that a void question is replaced by a spare while there is one,
and that a round goes on from the host's cards when the bank is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import attrs

from quizarena.rules import Id, shape
from quizarena.text import Text, Words, both

from .words import _


@attrs.frozen(cache_hash=True)
class QuestionItem:
    """One question of a bank."""

    id: Id = shape(help=both("题号，全场唯一", "the question's id, unique in the event"))
    text: Words = shape(help=both("题目", "the question as it is read"))
    answer: Words | None = shape(
        default=None, help=both("标准答案；不写就在主持人手卡上", "the right answer; on the host's card, if left out")
    )
    accepted: tuple[Words, ...] = shape(default=(), help=both("也算对的说法", "variants that count as right"))
    source: Words | None = shape(default=None, help=both("出处", "where the answer can be looked up"))
    spare: bool = shape(default=False, help=both("是不是备用题", "whether it is a spare"))
    pack: Id | None = shape(default=None, help=both("题包的代号", "the pack it belongs to"))
    clues: tuple[Words, ...] = shape(default=(), help=both("连环题的线索，从难到易", "its clues, the hardest first"))
    level: Decimal | None = shape(
        default=None, help=both("风险题的分值；不写就哪一档都能用", "the risk level it is for; any, if left out")
    )


Bank = tuple[QuestionItem, ...]


def find(bank: Bank, question: str) -> QuestionItem | None:
    """Return the question with that id, None for a card's."""
    return next((item for item in bank if item.id == question), None) if question else None


def unused(
    bank: Bank, used: frozenset[str], level: Decimal | None = None, pack: str | None = None
) -> Iterator[QuestionItem]:
    """Yield what may still be asked, in the bank's order; nothing meant for another risk level or of another pack."""
    for item in bank:
        fits = (level is None or item.level in (None, level)) and (pack is None or item.pack in (None, pack))
        if fits and item.id not in used:
            yield item


def next_question(bank: Bank, used: frozenset[str], level: Decimal | None, pack: str | None, *, again: bool) -> str:
    """Return the id of the question to ask: the bank's next, a spare in place of a void one; empty if none is left."""
    left = list(unused(bank, used, level, pack))
    wanted = sorted(left, key=lambda item: item.spare != again)
    return wanted[0].id if wanted else ""


def refuse_bank(bank: Bank, needed: int) -> Iterator[tuple[str, Text]]:
    """Yield why a bank cannot serve a round of `needed` questions; no bank at all means the host's cards."""
    ids = [item.id for item in bank]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        yield "questions", _("the id {id} stands twice; give each question its own", id=twice[0])
    regular = _regular(bank)
    if bank and regular < needed:
        yield (
            "questions",
            _("{needed} questions needed besides spares; {found} found", needed=needed, found=regular),
        )


def _regular(bank: Iterable[QuestionItem]) -> int:
    return sum(not item.spare for item in bank)
