"""Advice on banks: questions, topics and motions that are all used up when nothing goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ..rounds import Advice
from .case import Case
from .words import _


def advice(case: Case) -> Iterator[Advice]:
    """Yield each bank of which nothing was left after a play in which nothing was void."""
    for entry in case.rulebook.rounds:
        kind = case.frame.kinds[entry.kind]
        bank = list(kind.bank(entry.rules))
        used = max((len(set(kind.uses(played.state))) for played in case.played(entry)), default=0)
        if bank and used >= len(bank):
            where = bank[0][0].partition(".")[0]
            yield Advice(
                f"rounds.{entry.id}.{where}",
                _("all {count} are used up; one that turns out void has no replacement", count=len(bank)),
                _("add two or three more"),
            )
