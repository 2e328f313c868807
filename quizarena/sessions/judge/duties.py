"""What one judge has to do with now: the ballots awaited, those closed to the seat, and the ballots given so far.

Decides what counts as a judge's own, by what moves and facts say they are for; what may be handed in the moves say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

import attrs

from ...blanks import Line, Number
from ...contest import Contest
from ...contest.narration import made_by, value_at
from ...errors import QuizArenaError
from ...facts import Fact, Intent
from ...moves import Move
from ...points import show, total
from ...roster import Roster, Seat
from ...text import Text
from .words import _


@attrs.frozen
class People:
    """Whom sheets and pages name: everybody, and the number of each team's podium."""

    roster: Roster
    podiums: Mapping[str, int] = attrs.field(hash=False)

    @classmethod
    def of(cls, contest: Contest) -> People:
        """Return the people of a contest as they are now."""
        return cls(contest.state.roster, dict(contest.podiums))

    def seat(self, judge: str) -> int:
        """Return a judge's seat at the table, from 1."""
        return [each.id for each in self.roster.judges].index(judge) + 1


@attrs.frozen
class Duties:
    """The moves in a judge's name: `ballots` awaited, `closed` ones with their reason, and `asides`."""

    ballots: tuple[Move, ...] = ()
    closed: tuple[Move, ...] = ()
    asides: tuple[Move, ...] = ()


def duties(contest: Contest, judge: str) -> Duties:
    """Return what the judge is asked for now."""
    seat = str(Seat("judge", judge))
    moves = contest.moves(seat)
    ballots = [move for move in moves if move.fact.intent is Intent.BALLOT and judge in move.judges]
    return Duties(
        tuple(move for move in ballots if move.closed is None),
        tuple(move for move in ballots if move.closed is not None),
        tuple(move for move in moves if move.aside and move.seat == seat and move.closed is None),
    )


@attrs.frozen(slots=False)
class Handed:
    """A ballot of this judge that counts: its record, its fact, and the move it was made by (None: offered no more)."""

    seq: int
    fact: Fact = attrs.field(hash=False)
    move: Move | None = attrs.field(hash=False)

    @property
    def team(self) -> str:
        """The team it is about, empty for none."""
        return self.fact.subject.team

    @cached_property
    def marks(self) -> Mapping[str, Decimal]:
        """Its numbers by the paths of their blanks."""
        blanks = () if self.move is None else self.move.blanks
        found = {blank.path: value_at(self.fact, blank.path) for blank in blanks if isinstance(blank, Number)}
        return {path: value for path, value in found.items() if isinstance(value, Decimal)}

    @property
    def sum(self) -> str:
        """Its total, with the decimals its numbers were typed with; empty if it has none."""
        totals = () if self.move is None else self.move.totals
        paths = totals[0].paths if totals else tuple(self.marks)
        values = [self.marks[path] for path in paths]
        return show(total(values), max(map(_decimals, values))) if values else ""

    def is_for(self, move: Move) -> bool:
        """Whether it is the ballot that `move` would hand in, or has handed in."""
        return move.fits(self.fact) == 1 + len(move.identity)


def handed_by(contest: Contest, judge: str, known: Iterable[Handed] = ()) -> Iterator[Handed]:
    """Yield the judge's ballots that count now, oldest first; those `known` are not looked into again."""
    found = {(each.seq, each.fact): each for each in known}
    for each in contest.resolution.facts:
        if each.fact.intent is Intent.BALLOT and each.fact.subject.judge == judge:
            made = found.get((each.seq, each.fact))
            yield made or Handed(each.seq, each.fact, made_by(contest, each.seq, each.fact))


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def typed_before(move: Move, fact: Fact) -> dict[str, str]:
    """Return what a fact filled into a move's blanks, as it is typed."""
    found: dict[str, str] = {}
    for blank in move.decisions:
        value = value_at(fact, blank.path)
        if value is not None:
            found[blank.path] = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return found


def why_back(contest: Contest, handed: Handed) -> str:
    """Return the reason written on the return of a ballot, empty where none was."""
    for each in contest.resolution.facts:
        is_return = each.fact.intent is Intent.BALLOT_RETURN and each.seq > handed.seq
        if is_return and each.fact.subject.agrees(handed.fact.subject):
            move = made_by(contest, each.seq, each.fact)
            lines = (blank for blank in (move.blanks if move is not None else ()) if isinstance(blank, Line))
            return next((str(value_at(each.fact, blank.path)) for blank in lines), "")
    return ""


def find_judge(contest: Contest, name: str | None) -> str | None:
    """Return the id of the judge that `name` means: an id, a seat ("judge:j3") or its number; of None, None.

    Raises:
        QuizArenaError: There is no such judge, or no judge at all.
    """
    ids = [judge.id for judge in contest.state.roster.judges]
    if not ids:
        raise QuizArenaError(_("this contest has no judges; a rulebook lists them under judges:"))
    if name is None:
        return None
    wanted = Seat.of(name).judge or name
    by_number = {str(number): judge for number, judge in enumerate(ids, 1)}
    found = wanted if wanted in ids else by_number.get(wanted)
    if found is None:
        known = ", ".join(ids)
        raise QuizArenaError(_no_judge(name, known, len(ids)))
    return found


def _no_judge(name: str, known: str, count: int) -> Text:
    return _(
        "there is no judge {name}; expected one of {known}, or a seat by its number, 1 to {count}",
        name=name,
        known=known,
        count=count,
    )
