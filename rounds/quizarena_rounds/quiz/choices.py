"""What a team chose (选择题): the letters, and the verdict that follows from the key.

A ruling by letters carries that verdict and no other. A spoken answer is ruled on without letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizarena.blanks import Option, Selection
from quizarena.moves import Check, Follow
from quizarena.text import Joined, Text, plain

from .item import QuestionItem
from .partial import options_counted
from .verdicts import VERDICTS
from .words import _

_PLAIN = {"wrong_last": "wrong", "neg_last": "wrong", "power": "right", "neg": "wrong"}
"""What verdicts with more to them say of the answer alone."""


def letters(item: QuestionItem) -> Selection:
    """Return the blank for what was chosen."""
    options = tuple(Option(letter, Joined((plain(letter), words), " ")) for letter, words in item.lettered)
    return Selection("chosen", options, _("chosen"), None if item.type == "multiple" else 1)


def verdict_on(item: QuestionItem, chosen: tuple[str, ...], partial: str) -> str:
    """Return the verdict that follows from the key; `partial` is the rule for part of the points."""
    if set(chosen) == set(item.key):
        return "right"
    return "partial" if options_counted(item, chosen, partial) else "wrong"


def agrees(item: QuestionItem, chosen: tuple[str, ...], verdict: str, partial: str) -> bool:
    """Whether a verdict is the key's, whatever more it says."""
    return _PLAIN.get(verdict, verdict) == verdict_on(item, chosen, partial)


def verdict_by_key(item: QuestionItem, partial: str) -> Follow:
    """Return how the verdict follows from the letters."""

    def verdict(values: Mapping[str, Any]) -> str:
        chosen = values.get("chosen")
        return verdict_on(item, chosen, partial) if isinstance(chosen, tuple) else "wrong"

    return verdict


def contradiction(item: QuestionItem, partial: str) -> Check:
    """Return what refuses a ruling whose verdict is not the key's."""

    def check(fact: Any) -> Text | None:
        if agrees(item, fact.chosen, fact.verdict, partial):
            return None
        return _(
            "chosen: {chosen}, the answer: {key}; that is {verdict}, not {found}",
            chosen="".join(fact.chosen),
            key="".join(item.key),
            verdict=VERDICTS[verdict_on(item, fact.chosen, partial)].label,
            found=VERDICTS[fact.verdict].label,
        )

    return check
