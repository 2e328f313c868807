"""Whether a fact may be recorded: matching facts with moves, and matching the past anew after a change of it.

It keeps nothing: it is given positions.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from ..blanks import Blank, Choice
from ..errors import QuizArenaError
from ..facts import Fact, Intent, Record
from ..moves import IllegalFact, Move, seat_of
from ..roster import BUZZERS, Seat
from ..text import CLAUSE, FRAME, Joined, Text, plain
from ..values import evolve
from . import facts as f
from .flow import moves
from .people import absent
from .position import Position
from .state import ORDER, Ceremony, Played, breaks_tie, order_purpose

if TYPE_CHECKING:
    from ..rulebook import OrderRule

_ = FRAME
Seats: TypeAlias = Mapping[Any, Sequence[str]]
"""Whom each seat may act for, as the rulebook says."""


@attrs.frozen
class Conflict:
    """A later fact that no move of its new moment offers."""

    seq: int
    type: str
    reason: Text


class ConflictError(QuizArenaError):
    """A change of the past is refused: `roots` no longer fit, `followers` more hang on them."""

    def __init__(self, roots: Sequence[Conflict], followers: int) -> None:
        """Keep the root conflicts and the count of those that follow from them."""
        self.roots, self.followers = tuple(roots), followers
        super().__init__(self._sentence())

    def _sentence(self) -> Text:
        listed = Joined(tuple(map(_root, self.roots)), CLAUSE)
        if not self.followers:
            return _(
                "later records no longer fit: {listed}; correct them together, or take them out with it", listed=listed
            )
        return _(
            "later records no longer fit: {listed} ({followers} more follow from them); correct them together, or take"
            " them out with it",
            listed=listed,
            followers=self.followers,
        )


def _root(conflict: Conflict) -> Text:
    return Joined((plain(f"#{conflict.seq} {conflict.type}"), conflict.reason), ": ")


def may_act(acting: str, wanted: str, seats: Seats) -> bool:
    """Whether the seat `acting` may give facts in the name of `wanted`, by the rulebook's `seats`."""
    if acting == wanted:
        return True
    return Seat.of(wanted).role in seats.get(Seat.of(acting).role, ())


def moves_of(position: Position, seat: str) -> Iterator[Move]:
    """Yield the moves `seat` may make, each choice narrowed to the options it may choose."""
    seats = position.rulebook.seats
    for move in moves(position):
        own = evolve(move, blanks=tuple(_own(blank, seat, seats) for blank in move.blanks))
        if any(isinstance(blank, Choice) and not blank.options for blank in own.blanks):
            continue
        by_option = any(option.seat for blank in own.blanks if isinstance(blank, Choice) for option in blank.named)
        if by_option or may_act(seat, move.seat, seats) or (seat == BUZZERS and move.is_for_buzzers):
            yield own


def _own(blank: Blank, seat: str, seats: Seats) -> Blank:
    if not isinstance(blank, Choice) or not blank.named:
        return blank
    mine = tuple(option for option in blank.options if option.seat is None or may_act(seat, option.seat, seats))
    return evolve(blank, options=mine)


def matching(candidates: Iterable[Move], fact: Fact, *, ignore_derived: bool = False) -> Move | None:
    """Return the first move that `fact` fits."""
    return next(all_matching(candidates, fact, ignore_derived=ignore_derived), None)


def all_matching(candidates: Iterable[Move], fact: Fact, *, ignore_derived: bool = False) -> Iterator[Move]:
    """Yield the moves that `fact` fits: it may be offered as the next step and as one of a choice."""
    return (move for move in candidates if move.fits(fact) and move.refuse(fact, ignore_derived=ignore_derived) is None)


def check(position: Position, fact: Fact, seat: str) -> Move:
    """Return the move that offers `fact` to `seat` now.

    Raises:
        IllegalFact: None does; the nearest move and the reason are named.
    """
    near: list[Move] = []
    for move in moves(position):
        if not move.fits(fact):
            continue
        near.append(move)
        may = may_act(seat, seat_of(move, fact), position.rulebook.seats) or (seat == BUZZERS and move.is_for_buzzers)
        if may and move.refuse(fact) is None:
            return move
    raise _refusal(near, fact, seat, position)


def _refusal(near: Sequence[Move], fact: Fact, seat: str, position: Position) -> IllegalFact:
    fitting = next((move for move in near if move.refuse(fact) is None), None)
    if fitting is not None:
        wanted = seat_of(fitting, fact)
        reason = _("the seat {seat} may not do this; it takes {wanted}", seat=seat or "-", wanted=wanted)
        return IllegalFact(fact, reason, fitting)
    nearest = nearest_move(near, fact)
    if nearest is not None:
        return IllegalFact(fact, nearest.refuse(fact) or plain(""), nearest)
    return IllegalFact(fact, _out_of_turn(fact, position))


def _out_of_turn(fact: Fact, position: Position) -> Text:
    if isinstance(fact, f.ContestOpened):
        return opened_already(position, fact.mode)
    return out_of_turn(fact.type, position)


def out_of_turn(type_name: str, position: Position) -> Text:
    """Say that no fact of that type can happen now, and which types can."""
    possible = dict.fromkeys(move.fact.type for move in moves(position) if not move.aside and move.closed is None)
    if not possible:
        return _("{type} cannot happen now; the contest is closed", type=type_name)
    return _("{type} cannot happen now; possible are {possible}", type=type_name, possible=", ".join(possible))


def opened_already(position: Position, mode: str) -> Text:
    """Say why a contest that is open cannot be opened as `mode`: it stays what it was opened as."""
    if position.state.mode == mode:
        return _("the contest is open already")
    if position.state.is_rehearsal:
        return _("this is a rehearsal and stays one; a live contest is a new file: quizarena start")
    return _("this contest is live and takes no rehearsal; rehearse in a file of its own: quizarena rehearse")


@attrs.frozen
class Change:
    """What a change of the past may change.

    `moves` holds, by record number, the moves a replaced fact may have been made by: its replacement must keep the
    `identity` of one, and its own `derived` fields must hold; those of all others are left free, but may name nobody of
    `people` who has not come yet.
    """

    moves: Mapping[int, Sequence[Move]]
    people: frozenset[str]


def recheck(position: Position, records: Sequence[Record], change: Change) -> Position:
    """Return the position after `records`, each matched with the moves of its new moment.

    Raises:
        ConflictError: Some facts fit no move any more.
        IllegalFact: A replacement itself fits none.
    """
    for place, each in enumerate(records):
        if misfit(position, each, change) is not None:
            raise _conflicts(position, records[place:], change)
        position = position.after(each)
    return position


def misfits(position: Position, records: Sequence[Record], change: Change) -> tuple[int, ...]:
    """Return those of `records` that fit no move once those before that fit none are out; `change` as in `recheck`."""
    found = []
    for each in records:
        if misfit(position, each, change) is None:
            position = position.after(each)
        else:
            found.append(each.seq)
    return tuple(found)


def _conflicts(position: Position, facts: Sequence[Record], change: Change) -> ConflictError:
    """Name what no longer fits: roots misfit even with all before them taken as they were, followers do not."""
    misfits = len(_misfits(position, facts, change, keep=False))
    roots = _misfits(position, facts, change, keep=True)
    return ConflictError(roots, max(0, misfits - len(roots)))


def _misfits(position: Position, facts: Sequence[Record], change: Change, *, keep: bool) -> list[Conflict]:
    """Return the facts that fit no move; `keep` applies them all the same, as far as the kinds can."""
    found: list[Conflict] = []
    for each in facts:
        try:
            reason = misfit(position, each, change)
            if reason is not None:
                found.append(Conflict(each.seq, each.fact.type, reason))
            if reason is None or keep:
                position = position.after(each)
        except IllegalFact:
            raise
        except Exception:  # a kind's own code may raise whatever it likes
            if not found:
                raise
            break  # a fact out of its place need not make sense to its kind: nothing after it can be told apart
    return found


def misfit(position: Position, each: Record, change: Change) -> Text | None:
    """Return why a record fits no move of its moment any more, None where it does; raises like `recheck`."""
    if each.seq in change.moves:
        _check_replacement(position, each, change.moves[each.seq])
        return None
    move = matching(moves(position), each.fact, ignore_derived=True)
    if move is not None:  # the forward moves come first: most facts are matched before any other move is made
        return _absent(position, each.fact, move.derived, change)
    if is_grandfathered(position, each.fact):
        return _absent(position, each.fact, attrs.fields_dict(type(each.fact)), change)
    nearest = nearest_move(moves(position), each.fact)
    if nearest is None:
        return _out_of_turn(each.fact, position)
    return nearest.refuse(each.fact, ignore_derived=True)


def _absent(position: Position, fact: Fact, names: Iterable[str], change: Change) -> Text | None:
    """Say whom the fields `names` hold who is not in the contest at this moment any more, None if nobody."""
    missing = absent(position, change.people)
    for name in names if missing else ():
        value = getattr(fact, name)
        for found in value if isinstance(value, tuple) else (value,):
            if isinstance(found, str) and found in missing:
                return _("{name}: {found} is not in the contest at that moment", name=name, found=found)
    return None


def _check_replacement(position: Position, each: Record, originals: Sequence[Move]) -> None:
    candidates = [move for move in moves(position) if move.fits(each.fact)]
    alike = [move for move in candidates if any(move.identity == original.identity for original in originals)]
    if matching(alike, each.fact) is None:
        nearest = nearest_move(alike or candidates, each.fact)
        reason = nearest.refuse(each.fact) if nearest else None
        raise IllegalFact(each.fact, reason or _("a correction keeps what identifies the fact"), nearest)


# Steps that stand as they were taken


def is_grandfathered(position: Position, fact: Fact) -> bool:
    """Whether `fact` is a step that stands here as it was taken then, though it would not be offered now.

    Between rounds steps are taken on standings which a change of the past may have moved since. Who was tied then was
    tied then, and who went on went on, as the hall saw it: otherwise no ruling could be put right once a play-off was
    held or a final begun. What should then be drawn or played anew is offered by the moves, or left to the arbiter.
    """
    state, running = position.state, position.state.running
    if running is not None and running.play_off and _is_played(position, running, fact):
        return True
    if not state.mode or state.interrupted is not None or _is_due(position.rulebook.order, position, ORDER):
        return False
    return (running is None or _is_played_out(position, running)) and _is_step(fact, position)


def _is_played_out(position: Position, running: Played) -> bool:
    """Whether a round waits for nothing but what settles a tie, as the casting vote on a match made level since."""
    return all(move.aside or move.intent is Intent.TIE for move in position.round_moves(running))


def _is_played(position: Position, running: Played, fact: Fact) -> bool:
    """Whether `fact` belongs to a play-off that was held, with whoever was in it then."""
    if isinstance(fact, f.PlayOffLeft):
        return fact.round == running.id
    return matching(position.round_moves(running), fact, ignore_derived=True) is not None


def _is_due(rule: OrderRule | None, position: Position, purpose: str) -> bool:
    by_hand = rule is not None and rule.method.needs in ("seed", "order")
    return by_hand and position.state.draw(purpose).order is None


@functools.singledispatch
def _is_step(fact: Fact, position: Position) -> bool:
    return False


@_is_step.register
def _called(fact: f.PlayOffCalled, position: Position) -> bool:
    return position.state.played(fact.round) is None


@_is_step.register
def _shared(fact: f.TieShared, position: Position) -> bool:
    return True


@_is_step.register
def _begun(fact: f.RoundBegun, position: Position) -> bool:
    entry = position.coming
    return entry is not None and entry.id == fact.round and not _is_due(entry.order, position, order_purpose(entry.id))


@_is_step.register(f.DrawCommitted)
@_is_step.register(f.NumbersCalled)
@_is_step.register(f.DrawOpened)
@_is_step.register(f.DrawEntered)
def _drawn(fact: f.DrawCommitted | f.NumbersCalled | f.DrawOpened | f.DrawEntered, position: Position) -> bool:
    """A lot among teams that were tied, or the next step of the draw of a round that comes."""
    draw, entry = position.state.draw(fact.purpose), position.coming
    if breaks_tie(fact.purpose):
        return draw.order is None
    return entry is not None and fact.purpose == order_purpose(entry.id) and type(fact) in _next_steps(draw)


def _next_steps(draw: Ceremony) -> tuple[type[Fact], ...]:
    if draw.order is not None:
        return ()
    if draw.committed is None:
        return f.DrawCommitted, f.DrawEntered
    return (f.DrawOpened if draw.numbers else f.NumbersCalled), f.DrawEntered


def nearest_move(moves: Iterable[Move], fact: Fact) -> Move | None:
    """Return the move `fact` came nearest to: of its type, most of its identity alike, an open one before a closed."""
    fitting = [move for move in moves if move.fits(fact)]
    return max(fitting, key=lambda move: (move.fits(fact), move.closed is None), default=None)


# What hangs on a rule


@attrs.frozen
class Followers:
    """The records that count otherwise, each with the fact it becomes, and those that are taken out."""

    items: tuple[tuple[int, Fact], ...] = ()
    take_out: tuple[int, ...] = ()


def followers(position: Position, records: Sequence[Record], people: frozenset[str]) -> Followers:
    """Return what becomes of `records` from `position` on, which stands under the rules as they are amended."""
    items: list[tuple[int, Fact]] = []
    out: list[int] = []
    change = Change({}, people)
    for behind, each in enumerate(records, 1):
        becomes = _becomes(position, each, records[behind:], change)
        if becomes is not None:
            items.append((each.seq, becomes))
            position = position.after(evolve(each, fact=becomes))
        elif items and misfit(position, each, change) is not None:
            out.append(each.seq)
        else:
            position = position.after(each)
    return Followers(tuple(items), tuple(out))


def _becomes(position: Position, each: Record, later: Sequence[Record], change: Change) -> Fact | None:
    """Return the fact a record becomes, None where it stays: of several the one that later records fit best."""
    found = [fact for fact in _revised(position, each) if matching(moves(position), fact, ignore_derived=True)]
    if len(found) < 2:
        return found[0] if found else None
    return min(found, key=lambda fact: _lost(position.after(evolve(each, fact=fact)), later, change))


def _revised(position: Position, each: Record) -> Iterator[Fact]:
    played = position.state.played(each.round) if each.round else None
    if played is not None and played is position.state.running:
        yield from position.kind(played).revised(played.state, each.fact, position.moment(played))


def _lost(position: Position, records: Sequence[Record], change: Change) -> int:
    """Return how many records fit no more, later ones taken as the first that they would become."""
    count = 0
    for each in records:
        revised = next(_revised(position, each), None)
        taken = each if revised is None else evolve(each, fact=revised)
        if misfit(position, taken, change) is None:
            position = position.after(taken)
        else:
            count += 1
    return count
