"""Rehearsing (彩排) in NAME.rehearsal.qa beside the rules, by people or by a robot that plays along.

Nothing is ever wiped: where a rehearsal has ended or its rules have changed, the next one is NAME.rehearsal-2.qa.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random

import attrs

from ..arena import Arena
from ..blanks import Blank, Choice
from ..contest import Contest
from ..contest.facts import BoardShows, ContestOpened, ContestSigned
from ..contest.reveal import next_step
from ..errors import JournalError, QuizArenaError
from ..facts import Record
from ..journal import is_there
from ..journal.addresses import is_journal, is_variant, variants
from ..moves import Move, seat_of
from ..roster import Seat
from ..rounds import RoundKind
from ..rulebook import Rulebook, resolved_mapping
from .robot import AVERAGE, MOST, NOW, Player, Unplayable
from .words import _

WORD = "rehearsal"
_MOST_TURNS = 80
"""Moves at most until the robot lets a person look."""


def is_rehearsed(source: str | Path) -> bool:
    """Whether the contest at `source` has been rehearsed beside it."""
    with suppress(JournalError):
        return is_there(next(variants(source, WORD)))
    return False


def is_rehearsal_name(address: str | Path) -> bool:
    """Whether an address is one that rehearsals have."""
    return is_variant(address, WORD)


def is_rehearsal(address: str | Path) -> bool:
    """Whether a rehearsal lies at an address."""
    if not is_journal(address):
        return False
    try:
        with Arena.open(address, read_only=True) as arena:
            return arena.contest.state.is_rehearsal
    except QuizArenaError:
        return False


def open_rehearsal(source: str | Path, rulebook: Rulebook, now: datetime) -> str:
    """Return where to rehearse: in the one that is under way by these rules, else a new one, opened as a rehearsal.

    Raises:
        JournalError: A live contest lies there, or it cannot be read or written.
    """
    for address in variants(source, WORD):
        if not is_there(address):
            _opened(Arena.create(address, rulebook), now)
            return address
        with Arena.open(address, read_only=True) as arena:
            contest = arena.contest
        _refuse_live(address, contest)
        if contest.outcome() is None and _same_rules(contest, rulebook):
            if not contest.state.mode:
                _opened(Arena.open(address), now)
            return address
    raise AssertionError("there is always another number")


def _opened(arena: Arena, now: datetime) -> None:
    with arena:
        arena.push(ContestOpened("rehearsal"), at=now)


def _refuse_live(address: str, contest: Contest) -> None:
    if contest.state.mode not in ("", "rehearsal"):
        problem = _("{file}: is a live contest, not a rehearsal; give it another name", file=address)
        raise JournalError(problem)


def _same_rules(contest: Contest, rulebook: Rulebook) -> bool:
    return resolved_mapping(contest.rulebook_at_start) == resolved_mapping(rulebook)


@attrs.define
class Robot:
    """A robot in a rehearsal: it makes the moves there are, in the names of those whose moves they are."""

    arena: Arena | Contest
    person: str = ""
    player: Player = attrs.field(factory=lambda: Player(AVERAGE, Random()))

    @property
    def _contest(self) -> Contest:
        return self.arena if isinstance(self.arena, Contest) else self.arena.contest

    def turn(self, now: datetime) -> Record | None:
        """Make one step: open to the hall what waits for it, else the most urgent move; None where there is none."""
        moves = [move for move in self._contest.moves() if not move.aside]
        cue = self._cue(moves)
        if cue is not None:
            return self.arena.push(cue, person=self.person, at=now)
        return self._made(moves, now)

    def _cue(self, moves: Iterable[Move]) -> BoardShows | None:
        """Return the next step on the board; the scene is asked for only where there may be one."""
        state = self._contest.state
        waits = state.reveal is not None or state.opening is not None
        if not waits and not any(move.fact is ContestSigned for move in moves):
            return None
        return next_step(state, self._contest.scene("desk"), self._contest.rulebook.reveal)

    def ballot(self, now: datetime, present: Collection[str] = ()) -> Record | None:
        """Give one ballot of a judge who is not `present`; None where none is due."""
        return self._made(_ballots(self._contest.moves(), present), now)

    def _made(self, moves: Iterable[Move], now: datetime) -> Record | None:
        self.player.now = now
        made = self.player.fact(moves)
        if made is None:
            return None
        return self.arena.push(made[1], seat=seat_of(*made), person=self.person, at=now)

    def play_on(self, now: datetime) -> None:
        """Play until something is about to be revealed or the contest can be signed, or for a while."""
        for _turn in range(_MOST_TURNS):
            if self.turn(now) is None or self._is_good_moment():
                return

    def _is_good_moment(self) -> bool:
        moves = self._contest.moves()
        return any((move.fact.reveals or move.fact is ContestSigned) and move.closed is None for move in moves)

    def play_out(self, now: datetime) -> bool:
        """Play to the end, signed; return whether it came to one."""
        for _turn in range(MOST):
            if self._contest.state.signed is not None:
                return True
            if self.turn(now) is None:
                return False
        return False


def rehearse(
    rulebook: Rulebook, *, luck: int | str = 1, kinds: Mapping[str, RoundKind] | None = None, at: datetime = NOW
) -> Contest:
    """Return a contest in memory that a robot has played to its signed end, as a rehearsal.

    Args:
        rulebook: The rules.
        luck: What all chance comes from; the same plays the same contest.
        kinds: Round kinds that are not installed, by name.
        at: When every record is made: no clock runs out.

    Raises:
        Unplayable: The robot came to no end.
    """
    contest = Contest(rulebook, kinds=kinds, id="0", at=at)
    contest.push(ContestOpened("rehearsal"), id="1", at=at)
    robot = Robot(contest, player=Player(AVERAGE, Random(luck)))
    if not robot.play_out(at):
        raise Unplayable(f"the robot came to no end: it stands at #{contest.records[-1].seq:03}")
    return contest


def _ballots(moves: Iterable[Move], present: Collection[str]) -> Iterator[Move]:
    """Yield the moves of judges, without what is left to those who are present."""
    for move in moves:
        if Seat.of(move.seat).role != "judge" or move.aside or move.seat in present:
            continue
        yield attrs.evolve(move, blanks=tuple(_left(blank, present) for blank in move.blanks))


def _left(blank: Blank, present: Collection[str]) -> Blank:
    if not isinstance(blank, Choice):
        return blank
    return attrs.evolve(blank, options=tuple(each for each in blank.options if each.seat not in present))
