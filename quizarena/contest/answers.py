"""What is asked of a position: each answer is worked out once, by whatever thread asks first, and kept while it holds.

This is the only place where a contest keeps what follows from its records.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable, Iterator
from operator import is_
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from .engine import Engine
from .state import Played, State

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A", bound="Answering")
Answers = dict[Any, tuple[Any, tuple[object, ...]]]
"""What was answered, by the question and what it is about; that is held here, so that nothing else takes its id."""


def per_position(make: Callable[Concatenate[A, P], T]) -> Callable[Concatenate[A, P], T]:
    """Work an answer out once a position; what else the question is about is told apart as objects."""

    @functools.wraps(make)
    def answer(position: A, /, *about: P.args, **_none: P.kwargs) -> T:
        key = (make, *map(id, about))
        known = position._answers.get(key)
        return known[0] if known is not None else position._work_out(position._answers, key, make, about)

    return answer


def over_cues(make: Callable[Concatenate[A, P], T]) -> Callable[Concatenate[A, P], T]:
    """Work an answer out once for a position and for those after it that cues alone set apart from it."""

    @functools.wraps(make)
    def answer(position: A, /, *about: P.args, **_none: P.kwargs) -> T:
        key = (make, *map(id, about))
        known = position._lasting.get(key)
        return known[0] if known is not None else position._work_out(position._lasting, key, make, about)

    return answer


def per_roster(make: Callable[Concatenate[A, P], T]) -> Callable[Concatenate[A, P], T]:
    """Work an answer out once, for as long as the roster and the draws are the same; told apart by equal values."""

    @functools.wraps(make)
    def answer(position: A, /, *about: P.args, **_none: P.kwargs) -> T:
        known = position._of_roster.get(key := (make, *about))
        return known[0] if known is not None else position._work_out(position._of_roster, key, make, about)

    return answer


def per_round(make: Callable[[A, Played], T]) -> Callable[[A, Played], T]:
    """Work an answer about a round out once, for as long as the round, the roster and the draws are the same."""

    @functools.wraps(make)
    def answer(position: A, played: Played) -> T:
        known = (answers := position._about(played)).get(make)
        return known[0] if known is not None else position._work_out(answers, make, make, (played,))

    return answer


def each_once(make: Callable[Concatenate[A, P], Iterable[T]]) -> Callable[Concatenate[A, P], Iterable[T]]:
    """Make things one by one, each once a position and not before somebody asks for it."""

    @functools.wraps(make)
    def made(position: A, /, *about: P.args, **none: P.kwargs) -> Iterable[T]:
        return _EachOnce(make(position, *about, **none), position._lock)

    return per_position(made)


class _EachOnce(Generic[T]):
    """What an iterator yields, for any number of readers; a fault in it is met by each of them."""

    def __init__(self, things: Iterable[T], lock: threading.RLock) -> None:
        self._lock, self._rest = lock, iter(things)
        self._made: list[T] = []
        self._is_whole = False
        self._fault: BaseException | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self._made) if self._is_whole else self._go_through()

    def _go_through(self) -> Iterator[T]:
        made, place = self._made, 0
        while place < len(made) or self._reaches(place):
            yield made[place]
            place += 1

    def _reaches(self, place: int) -> bool:
        """Make things up to that place, False where there are none; the end is no fault kept with its frames."""
        with self._lock:
            while len(self._made) <= place and not self._is_whole:
                self._make_one()
            return place < len(self._made)

    def _make_one(self) -> None:
        if self._fault is not None:
            raise self._fault
        try:
            for thing in self._rest:
                self._made.append(thing)
                return
        except BaseException as error:
            self._fault = error
            raise
        self._is_whole = True


class Answering:
    """Something that may be asked about the rules in force and a state; what follows from it takes its answers over."""

    __slots__ = (
        "__weakref__",
        "_answers",
        "_earlier",
        "_lasting",
        "_lock",
        "_of_roster",
        "_running",
        "engine",
        "state",
    )

    def __init__(self, engine: Engine, state: State, before: Answering | None = None, *, is_cue: bool = False) -> None:
        """Take over from `before` what it knows of rounds that are the same objects; all of it over a cue."""
        self.engine, self.state = engine, state
        self._lock: threading.RLock = threading.RLock() if before is None else before._lock
        self._answers: Answers = {}
        self._lasting: Answers = {}
        if before is None or before.engine is not engine or not _is_same_ground(before.state, state):
            self._of_roster: Answers = {}
            self._earlier: dict[int, tuple[Played, Answers]] = {}
            self._running: tuple[Played | None, Answers] = state.running, {}
        else:
            self._take_over(before)
            if is_cue and _is_same_but_for_cues(before.state, state):
                self._lasting = before._lasting

    def _take_over(self, before: Answering) -> None:
        self._of_roster = before._of_roster
        running, answers = before._running
        if running is self.state.running:
            self._running = before._running
        else:
            self._running = before._earlier.get(id(self.state.running)) or (self.state.running, {})
        if self.state.earlier is before.state.earlier:
            self._earlier = before._earlier
        else:
            here = set(map(id, self.state.earlier))
            self._earlier = {key: known for key, known in before._earlier.items() if key in here}
        if running is not None and self._still_asks_about(running):
            self._earlier[id(running)] = running, answers

    def _still_asks_about(self, ended: Played) -> bool:
        """Whether the round that was the last is one of those before, or the one that a reveal keeps back."""
        reveal, earlier = self.state.reveal, self.state.earlier
        return (reveal is not None and reveal.before is ended) or (bool(earlier) and earlier[-1] is ended)

    def _work_out(self, answers: Answers, key: object, make: Callable[..., T], about: tuple[Any, ...]) -> T:
        """Put what `make` says about these under that key of `answers`, unless another thread has meanwhile."""
        with self._lock:
            known = answers.get(key)
            if known is None:
                known = answers[key] = make(self, *about), about
        found: T = known[0]
        return found

    def _about(self, played: Played) -> Answers:
        """Return what is known of a round; of one that is only made up, as before a reveal, from now on."""
        if played is self._running[0]:
            return self._running[1]
        with self._lock:
            return self._earlier.setdefault(id(played), (played, {}))[1]


def _is_same_ground(before: State, after: State) -> bool:
    """Whether what is known of a round may be handed on: who takes part, and what was drawn."""
    return before.roster is after.roster and _are_same(before.draws, after.draws)


def _is_same_but_for_cues(before: State, after: State) -> bool:
    """Whether the two, of one roster and the same draws, differ in the board, the steps opened or a freeze alone."""
    return all(map(is_, _beside_cues(before), _beside_cues(after)))


def _beside_cues(state: State) -> tuple[object, ...]:
    shown = (state.reveal and state.reveal.before, state.opening and state.opening.before)
    done = state.earlier, state.running, state.adjustments, state.shared, state.protests
    return (*done, *shown, state.mode, state.interrupted, state.signed)


def _are_same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return some is others or (len(some) == len(others) and all(map(is_, some, others)))
