"""The moves of marking, for a kind to pass on.

Decides who is still asked, why a ballot is refused, and what keeps the marks closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic

import attrs

from quizarena.blanks import Blank, Choice, Line, Number, Option
from quizarena.facts import Fact
from quizarena.moves import Check, Move
from quizarena.panels import Panel
from quizarena.roster import Field, Judge, Seat
from quizarena.sums import Sum
from quizarena.text import Text, cardinal, listed, plain

from .criteria import Criteria, by_key
from .facts import Book, F
from .sheet import Sheet
from .words import _

REASON = Line("reason", _("reason"))


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
        given = self.sheet.records
        return tuple(judge for judge in self.asked if judge.id not in given)


def call_for_marks(now: Collection[F]) -> Text:
    """Return the line that asks for the marks to be shown, with who is absent and how many judges mark."""
    count = len(now.sheet.ballots)
    absent = tuple(judge.name for judge in now.field.judges if now.sheet.absence(judge.id))
    if not absent or now.awaited:
        return _("Marks, please!")
    names, judges = listed(absent), cardinal(count)
    if len(absent) == 1:
        return _("{judge} is absent; {count} judges mark. Marks, please!", judge=names, count=judges)
    return _("{judges} are absent; {count} judges mark. Marks, please!", judges=names, count=judges)


@attrs.frozen
class Labels:
    """What the moves of marking are called, and the host's lines that go with the ballots and with their opening."""

    ballot: Text = _("Hand in a ballot")
    reveal: Text = _("Open the marks")
    unmarked: Text = _("Close this performance without a score")
    returned: Text = _("Return a ballot for changes")
    absent: Text = _("Mark a judge absent for this performance")
    mark_line: Text | None = None
    reveal_line: Text | None = None


def collection(sheet: Sheet[F], field: Field, teams: Iterable[str], identity: Mapping[str, Any]) -> Collection[F]:
    """Return `sheet` as it is collected now from the judges who may mark all of `teams`."""
    return Collection(sheet, field.panel(*teams), field, identity)


def mark_blanks(
    head: str, criteria: Criteria, step: Decimal, labels: Mapping[str, Text] | None = None
) -> Iterator[Number]:
    """Yield a blank `head.KEY` for each criterion, labelled with its key unless `labels` has one."""
    for key, own in by_key(criteria).items():
        label = own.label((labels or {}).get(key, plain(key)))
        yield Number(f"{head}.{key}", label, low=own.min, high=own.max, step=step)


def judging_moves(
    now: Collection[F],
    book: Book[F],
    blanks: Iterable[Blank],
    panel: Panel,
    *,
    labels: Labels,
    check: Check | None = None,
    sums: tuple[Sum, ...] = (),
) -> Iterator[Move]:
    """Yield all moves of marking one performance, forward ones first: ballots, opening, return, absence."""
    yield from ballot_moves(now, book, blanks, labels, check, sums=sums)
    yield from opening_moves((now,), book, labels, now.identity, unready((now,), panel))
    yield from return_moves(now, book, labels)
    yield from absence_moves((now,), book, labels, now.identity)


def ballot_moves(
    now: Collection[F],
    book: Book[F],
    blanks: Iterable[Blank],
    labels: Labels,
    check: Check | None = None,
    *,
    sums: tuple[Sum, ...] = (),
) -> Iterator[Move]:
    """Yield the one open move for a ballot, then a closed one with its reason for each judge who may not.

    A judge who was marked absent may hand in after all. `sums` are what a ballot is added up to, see `Move`.
    """
    if missing := now.not_in:
        options = tuple(_option(judge, str(Seat("judge", judge.id))) for judge in missing)
        yield Move(
            book.given,
            labels.ballot,
            identity=now.identity,
            blanks=(_whose(options), *blanks),
            check=check,
            seat="judge",
            say=labels.mark_line,
            sums=sums,
        )
    for judge in now.field.judges:
        reason = _why_not(now, judge)
        if reason is not None:
            identity = {**now.identity, "judge": judge.id}
            yield Move(book.given, labels.ballot, identity=identity, seat=str(Seat("judge", judge.id)), closed=reason)


def opening_moves(
    parts: Sequence[Collection[Any]],
    book: Book[Any],
    labels: Labels,
    identity: Mapping[str, Any],
    closed: Text | None,
) -> Iterator[Move]:
    """Yield the move that opens the marks of `parts` together, `closed` being why they cannot open now.

    Where that is so and no judge is awaited, the performance may be closed without a score.
    """
    yield Move(book.revealed, labels.reveal, identity=identity, say=labels.reveal_line, gesture="next", closed=closed)
    if closed is not None and not any(part.awaited for part in parts):
        yield Move(book.unmarked, labels.unmarked, identity=identity, blanks=(REASON,))


def return_moves(now: Collection[F], book: Book[F], labels: Labels) -> Iterator[Move]:
    """Yield the aside by which the desk returns a ballot for edit, while the marks are sealed."""
    if now.sheet.revealed is None:
        judges = [judge for judge in now.field.judges if now.sheet.ballot(judge.id)]
        yield from _aside(book.returned, labels.returned, judges, now.identity, "desk")


def absence_moves(
    parts: Sequence[Collection[Any]], book: Book[Any], labels: Labels, identity: Mapping[str, Any]
) -> Iterator[Move]:
    """Yield the aside by which the arbiter marks a judge absent on all of `parts`, while the marks are sealed."""
    awaited = {judge.id: judge for part in parts if part.sheet.revealed is None for judge in part.awaited}
    yield from _aside(book.absent, labels.absent, awaited.values(), identity, "arbiter")


def reopening_move(
    book: Book[Any],
    label: Text,
    identity: Mapping[str, Any] | None = None,
    blanks: Iterable[Blank] = (),
    check: Check | None = None,
) -> Move:
    """Return the aside that takes ballots of a closed performance again; `blanks` name it where `identity` does not."""
    return Move(
        book.reopened,
        label,
        identity=identity or {},
        blanks=(*blanks, REASON),
        check=check,
        seat="arbiter",
        aside=True,
    )


def unready(parts: Sequence[Collection[Any]], panel: Panel, *, votes: bool = False) -> Text | None:
    """Return why the marks of `parts`, or the votes, cannot open together, None if they can.

    They wait for every judge asked who is not absent; a panel with `missing: wait` waits for absent ones too.
    """
    missing = [judge for part in parts for judge in _waited_for(part, panel)]
    if missing:
        judges = listed([judge.name for judge in dict.fromkeys(missing)])
        if votes:
            return _("the votes cannot open yet: waiting for {judges}", judges=judges)
        return _("the marks cannot open yet: waiting for {judges}", judges=judges)
    reasons = (panel.refuses(len(part.sheet.ballots)) for part in parts)
    reason = next((reason for reason in reasons if reason is not None), None)
    return reason and _("the marks cannot open: {reason}", reason=reason)


def _waited_for(now: Collection[F], panel: Panel) -> tuple[Judge, ...]:
    return now.not_in if panel.missing == "wait" else now.awaited


def _option(judge: Judge, seat: str | None = None) -> Option:
    return Option(judge.id, judge.name, judge=judge.id, seat=seat)


def _whose(options: tuple[Option, ...]) -> Choice:
    return Choice("judge", options, _("judge"))


def _aside(
    fact: type[Fact], label: Text, judges: Iterable[Judge], identity: Mapping[str, Any], seat: str
) -> Iterator[Move]:
    options = tuple(_option(judge) for judge in judges)
    if options:
        blanks = (_whose(options), REASON)
        yield Move(fact, label, identity=identity, blanks=blanks, seat=seat, aside=True)


def _why_not(now: Collection[F], judge: Judge) -> Text | None:
    if now.sheet.ballot(judge.id):
        return _("Handed in. To change it, ask the desk.")
    if judge in now.asked:
        return None
    if judge.away:
        return _("{judge} is excused and does not mark now", judge=judge.name)
    return _("{judge} stands down here and does not mark", judge=judge.name)
