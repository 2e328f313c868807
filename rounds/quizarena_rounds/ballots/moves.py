"""The moves of a collection of ballots, for a kind to pass on.

Decides who is still asked, why a ballot is refused, and what keeps the marks closed. The kind brings its fact
classes: each has the fields of `Collection.identity` and a `judge`; a return and an absence a `reason` as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import reduce
from typing import Any, Generic

import attrs

from quizarena.errors import RuleError
from quizarena.facts import Fact
from quizarena.moves import Blank, Check, Choice, Line, Move, Number, Option
from quizarena.panels.panel import Panel
from quizarena.roster import Field, Judge
from quizarena.rounds import Moment
from quizarena.text import Text, plain

from .sheet import F, Sheet
from .words import _


@attrs.frozen
class Collection(Generic[F]):
    """A sheet now: `asked` are the judges who mark it, `identity` the fields that name it in facts."""

    sheet: Sheet[F]
    asked: tuple[Judge, ...]
    field: Field
    identity: Mapping[str, Any] = attrs.field(hash=False)

    @property
    def awaited(self) -> tuple[Judge, ...]:
        """The judges whose ballots are missing and who are not absent, in seat order."""
        return tuple(judge for judge in self.not_in if not self.sheet.absence(judge.id))

    @property
    def not_in(self) -> tuple[Judge, ...]:
        """The judges asked whose ballots are missing, absent ones included."""
        return tuple(judge for judge in self.asked if not self.sheet.ballot(judge.id))


def collection(sheet: Sheet[F], field: Field, teams: Iterable[str], identity: Mapping[str, Any]) -> Collection[F]:
    """Return `sheet` as it is collected now from the judges who may mark all of `teams`."""
    return Collection(sheet, field.panel(*teams), field, identity)


def panel_of(moment: Moment) -> Panel:
    """Return the panel in force.

    Raises:
        RuleError: The rulebook declares none; a kind that is marked refuses such a rulebook before it begins.
    """
    if moment.panel is None:
        raise RuleError(
            _("the round {round} is marked by judges and needs a panel; declare panel:", round=moment.round)
        )
    return moment.panel


def mark_blanks(
    head: str, most: Mapping[str, Decimal], step: Decimal, labels: Mapping[str, Text] | None = None
) -> Iterator[Number]:
    """Yield a blank `head.KEY` from 0 to each full mark, labelled with its key unless `labels` has one."""
    for key, full in most.items():
        label = (labels or {}).get(key, plain(key))
        yield Number(f"{head}.{key}", label, low=Decimal(0), high=full, step=step)


def ballot_moves(
    now: Collection[F],
    fact: type[F],
    blanks: Iterable[Blank],
    *,
    label: Text,
    check: Check | None = None,
    say: Text | None = None,
) -> Iterator[Move]:
    """Yield the one open move for a ballot, then a closed one with its reason for each judge who may not.

    A judge who was marked absent may hand in after all.
    """
    if now.not_in:
        choice = Choice("judge", tuple(_option(judge, f"judge:{judge.id}") for judge in now.not_in), _("judge"))
        yield Move(fact, label, identity=now.identity, blanks=(choice, *blanks), check=check, seat="judge", say=say)
    for judge in now.field.judges:
        reason = _why_not(now, judge)
        if reason is not None:
            identity = {**now.identity, "judge": judge.id}
            yield Move(fact, label, identity=identity, seat=f"judge:{judge.id}", closed=reason)


def return_moves(now: Collection[F], fact: type[Fact], *, label: Text) -> Iterator[Move]:
    """Yield the aside by which the desk returns a ballot for edit, while the marks are sealed."""
    if now.sheet.revealed is None:
        judges = [judge for judge in now.field.judges if now.sheet.ballot(judge.id)]
        yield from _aside(now, fact, judges, label, "desk")


def absent_moves(now: Collection[F], fact: type[Fact], *, label: Text) -> Iterator[Move]:
    """Yield the aside by which the arbiter marks a judge absent for this performance."""
    if now.sheet.revealed is None:
        yield from _aside(now, fact, now.awaited, label, "arbiter")


def unready(collections: Iterable[Collection[F]], panel: Panel) -> Text | None:
    """Return why the marks of `collections` cannot open together, None if they can.

    They wait for every judge asked who is not absent; a panel with `missing: wait` waits for absent ones too.
    """
    parts = tuple(collections)
    missing = [judge for part in parts for judge in _waited_for(part, panel)]
    if missing:
        return _("the marks cannot open yet: waiting for {judges}", judges=_listed(dict.fromkeys(missing)))
    reasons = (panel.refuses(len(part.sheet.ballots)) for part in parts)
    reason = next((reason for reason in reasons if reason is not None), None)
    return reason and _("the marks cannot open: {reason}", reason=reason)


def _waited_for(now: Collection[F], panel: Panel) -> tuple[Judge, ...]:
    return now.not_in if panel.missing == "wait" else now.awaited


def _listed(judges: Iterable[Judge]) -> Text:
    names: list[Text] = [judge.name for judge in judges]
    return reduce(lambda first, next_: _("{first}, {next}", first=first, next=next_), names)


def _option(judge: Judge, seat: str | None = None) -> Option:
    return Option(judge.id, judge.name, judge=judge.id, seat=seat)


def _aside(now: Collection[F], fact: type[Fact], judges: Iterable[Judge], label: Text, seat: str) -> Iterator[Move]:
    options = tuple(_option(judge) for judge in judges)
    if options:
        blanks = (Choice("judge", options, _("judge")), Line("reason", _("reason")))
        yield Move(fact, label, identity=now.identity, blanks=blanks, seat=seat, aside=True)


def _why_not(now: Collection[F], judge: Judge) -> Text | None:
    if now.sheet.ballot(judge.id):
        return _("submitted; ask the desk to return it")
    if judge in now.asked:
        return None
    if judge.away:
        return _("{judge} is excused and does not mark now", judge=judge.name)
    return _("{judge} stands down here and does not mark", judge=judge.name)
