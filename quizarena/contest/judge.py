"""Whether a fact may be recorded: matching facts with moves, and re-matching the past after a change.

Decides what is refused and why. It keeps nothing: it is given a frame and states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from ..errors import QuizArenaError
from ..facts import Fact, Record
from ..moves import Choice, IllegalFact, Move, nearest_move
from ..text import FRAME, Joined, Text, plain
from .bygone import stands
from .facts import ContestOpened
from .flow import moves
from .frame import Frame
from .state import State

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
        super().__init__(self._said())

    def _said(self) -> Text:
        listed = Joined(tuple(map(_root, self.roots)), "; ")
        if not self.followers:
            return _("later records no longer fit: {listed}; correct them together", listed=listed)
        return _(
            "later records no longer fit: {listed} ({followers} more follow from them); correct them together",
            listed=listed,
            followers=self.followers,
        )


def _root(conflict: Conflict) -> Text:
    return Joined((plain(f"#{conflict.seq} {conflict.type}"), conflict.reason), ": ")


def may_act(acting: str, wanted: str, seats: Seats) -> bool:
    """Whether the seat `acting` may give facts in the name of `wanted`, by the rulebook's `seats`."""
    if acting == wanted:
        return True
    role, wanted_role = acting.partition(":")[0], wanted.partition(":")[0]
    return wanted_role in seats.get(role, ())


def wanted_seat(move: Move, fact: Fact) -> str:
    """Return in whose name `fact` has to be given: the chosen option's seat, else the move's."""
    for blank in move.blanks:
        if isinstance(blank, Choice):
            option = blank.option(getattr(fact, blank.path, None))
            if option is not None and option.seat is not None:
                return option.seat
    return move.seat


def matching(candidates: Iterable[Move], fact: Fact, *, ignore_derived: bool = False) -> Move | None:
    """Return the first move that `fact` fits."""
    return next(all_matching(candidates, fact, ignore_derived=ignore_derived), None)


def all_matching(candidates: Iterable[Move], fact: Fact, *, ignore_derived: bool = False) -> Iterator[Move]:
    """Yield the moves that `fact` fits: it may be offered as the next step and as one of a choice."""
    return (move for move in candidates if move.fits(fact) and move.refuse(fact, ignore_derived=ignore_derived) is None)


def judge(frame: Frame, state: State, fact: Fact, seat: str) -> Move:
    """Return the move that offers `fact` to `seat` now.

    Raises:
        IllegalFact: None does; the nearest move and the reason are named.
    """
    near: list[Move] = []
    for move in moves(frame, state):
        if not move.fits(fact):
            continue
        near.append(move)
        if move.refuse(fact) is None and may_act(seat, wanted_seat(move, fact), frame.rulebook.seats):
            return move
    raise _refusal(near, fact, seat, frame, state)


def _refusal(near: Sequence[Move], fact: Fact, seat: str, frame: Frame, state: State) -> IllegalFact:
    fitting = next((move for move in near if move.refuse(fact) is None), None)
    if fitting is not None:
        wanted = wanted_seat(fitting, fact)
        reason = _("the seat {seat} may not do this; it takes {wanted}", seat=seat or "-", wanted=wanted)
        return IllegalFact(fact, reason, fitting)
    nearest = nearest_move(near, fact)
    if nearest is not None:
        return IllegalFact(fact, nearest.refuse(fact) or plain(""), nearest)
    return IllegalFact(fact, _out_of_turn(fact, frame, state))


def _out_of_turn(fact: Fact, frame: Frame, state: State) -> Text:
    if isinstance(fact, ContestOpened):
        return opened_already(state, fact.mode)
    possible = dict.fromkeys(move.fact.type for move in moves(frame, state) if not move.aside and move.closed is None)
    if not possible:
        return _("{type} cannot happen now; the contest is closed", type=fact.type)
    return _("{type} cannot happen now; possible are {possible}", type=fact.type, possible=", ".join(possible))


def opened_already(state: State, mode: str) -> Text:
    """Say why a contest that is open cannot be opened as `mode`: it stays what it was opened as."""
    if state.mode == mode:
        return _("the contest is open already")
    if state.mode == "rehearsal":
        return _("this is a rehearsal and stays one; a live contest is a new file: quizarena start")
    return _("this contest is live and takes no rehearsal; rehearse in a file of its own: quizarena rehearse")


def rejudge(
    frame: Frame, state: State, facts: Sequence[Record], changed: Mapping[int, Sequence[Move]]
) -> Iterator[tuple[Record, State]]:
    """Fold `facts` on from `state`, matching each with its new moment's moves; yield each with the state after it.

    `changed` holds, by record number, the moves a replaced fact may have been made by: its replacement must keep the
    `identity` of one, and its own `derived` fields must hold; those of all others are left free.

    Raises:
        ConflictError: Some facts fit no move any more.
        IllegalFact: A replacement itself fits none.
    """
    for place, each in enumerate(facts):
        if _misfit(frame, state, each, changed.get(each.seq)) is not None:
            raise _conflicts(frame, state, facts[place:], changed)
        state = frame.apply(state, each.seq, each.fact, each.round)
        yield each, state


def _conflicts(
    frame: Frame, state: State, facts: Sequence[Record], changed: Mapping[int, Sequence[Move]]
) -> ConflictError:
    """Name what no longer fits: roots misfit even with all before them taken as they were, followers do not."""
    misfits = len(_misfits(frame, state, facts, changed, keep=False))
    roots = _misfits(frame, state, facts, changed, keep=True)
    return ConflictError(roots, max(0, misfits - len(roots)))


def _misfits(
    frame: Frame, state: State, facts: Sequence[Record], changed: Mapping[int, Sequence[Move]], *, keep: bool
) -> list[Conflict]:
    """Return the facts that fit no move; `keep` applies them all the same, as far as the kinds can."""
    found: list[Conflict] = []
    for each in facts:
        try:
            reason = _misfit(frame, state, each, changed.get(each.seq))
            if reason is not None:
                found.append(Conflict(each.seq, each.fact.type, reason))
            if reason is None or keep:
                state = frame.apply(state, each.seq, each.fact, each.round)
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
            if not found:
                raise
            break  # a fact out of its place need not make sense to its kind: nothing after it can be told apart
    return found


def _misfit(frame: Frame, state: State, each: Record, originals: Sequence[Move] | None) -> Text | None:
    if originals is not None:
        _judge_replacement(frame, state, each, originals)
        return None
    if matching(moves(frame, state), each.fact, ignore_derived=True) is not None:
        return None  # the forward moves come first: most facts are matched before any other move is made
    if stands(frame, state, each.fact):
        return None
    nearest = nearest_move(moves(frame, state), each.fact)
    if nearest is None:
        return _out_of_turn(each.fact, frame, state)
    return nearest.refuse(each.fact, ignore_derived=True)


def _judge_replacement(frame: Frame, state: State, each: Record, originals: Sequence[Move]) -> None:
    candidates = [move for move in moves(frame, state) if move.fits(each.fact)]
    alike = [move for move in candidates if any(move.identity == original.identity for original in originals)]
    if matching(alike, each.fact) is None:
        nearest = nearest_move(alike or candidates, each.fact)
        reason = nearest.refuse(each.fact) if nearest else None
        raise IllegalFact(each.fact, reason or _("a correction keeps what identifies the fact"), nearest)
