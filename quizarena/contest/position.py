"""The contest at one record: the rules in force and the state, with what follows from them, each worked out once.

A position never changes, so several threads may read it. What is asked of it is kept on it and nowhere else.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from operator import is_
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from ..facts import Fact, Record
from ..moves import Move
from ..points import exact
from ..roster import Field
from ..rounds import Moment, RoundKind, SoFar
from ..scenes import Audience, Block
from ..scores import Score
from ..values import evolve
from . import scoring
from .engine import FRAME_TYPES, Engine, apply_frame, is_wide
from .facts import PlayOffCalled, RoundBegun
from .reveal import steps
from .state import ORDER, Played, Reveal, State

if TYPE_CHECKING:
    from ..panels.panel import Panel
    from ..rulebook import RoundEntry, Rulebook

P = ParamSpec("P")
T = TypeVar("T")
Answers = dict[Any, tuple[Any, tuple[object, ...]]]
"""What was answered, by the question and what it is about; that is held here, so that nothing else takes its id."""


def per_position(make: Callable[Concatenate[Position, P], T]) -> Callable[Concatenate[Position, P], T]:
    """Work an answer out once a position; what else the question is about is told apart as objects."""

    @functools.wraps(make)
    def answer(position: Position, /, *about: P.args, **_none: P.kwargs) -> T:
        return position.once(position._answers, make, about)

    return answer


def over_cues(make: Callable[[Position], T]) -> Callable[[Position], T]:
    """Work an answer out once for a position and for those after it that cues alone set apart from it."""

    @functools.wraps(make)
    def answer(position: Position) -> T:
        return position.once(position._lasting, make, ())

    return answer


def per_round(make: Callable[[Position, Played], T]) -> Callable[[Position, Played], T]:
    """Work an answer about a round out once, for as long as the round, the roster and the draws are the same."""

    @functools.wraps(make)
    def answer(position: Position, played: Played) -> T:
        return position.once(position._about(played), make, (played,))

    return answer


def each_once(make: Callable[Concatenate[Position, P], Iterable[T]]) -> Callable[Concatenate[Position, P], Iterable[T]]:
    """Make things one by one, each once a position and not before somebody asks for it."""

    @functools.wraps(make)
    def made(position: Position, /, *about: P.args, **none: P.kwargs) -> Iterable[T]:
        return _EachOnce(lambda: make(position, *about, **none), position._lock)

    return per_position(made)


class _EachOnce(Generic[T]):
    """What an iterator yields, for any number of readers."""

    def __init__(self, make: Callable[[], Iterable[T]], lock: threading.RLock) -> None:
        self._make, self._lock = make, lock
        self._made: list[T] = []
        self._rest = iter(make())

    def __iter__(self) -> Iterator[T]:
        place = 0
        while place < len(self._made) or self._reaches(place):
            yield self._made[place]
            place += 1

    def _reaches(self, place: int) -> bool:
        with self._lock:
            try:
                while len(self._made) <= place:
                    self._made.append(next(self._rest))
            except StopIteration:
                return False
            except BaseException:  # who asks next shall meet the fault too, not a shorter list
                self._made, self._rest = [], iter(self._make())
                raise
            return True


class Position:
    """The rules in force and the state. Positions that follow from one another share what is known of their rounds."""

    __slots__ = ("_answers", "_earlier", "_lasting", "_lock", "_running", "engine", "state")

    def __init__(self, engine: Engine, state: State, before: Position | None = None, *, is_cue: bool = False) -> None:
        """Take over from `before` what it knows of rounds that are the same objects; all of it over a cue."""
        self.engine, self.state = engine, state
        self._answers: Answers = {}
        self._lasting: Answers = {}
        self._earlier: dict[int, tuple[Played, Answers]] = {}
        self._running: tuple[Played | None, Answers] = state.running, {}
        self._lock: threading.RLock = threading.RLock() if before is None else before._lock
        if before is not None and before.engine is engine and _is_same_ground(before.state, state):
            self._take_over(before)
            if is_cue and _is_same_but_for_cues(before.state, state):
                self._lasting = before._lasting

    def _take_over(self, before: Position) -> None:
        running, answers = before._running
        if running is self.state.running:
            self._running = before._running
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

    def once(self, answers: Answers, make: Callable[..., T], about: tuple[Any, ...]) -> T:
        """Return what `make` says about these, which `answers` keep."""
        key = (make, *map(id, about))
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

    # From one to the next

    def after(self, record: Record) -> Position:
        """Return the position after one more record; nothing is judged."""
        return Position(self.engine, self._state_after(record), self, is_cue=record.fact.cue)

    def fold(self, records: Iterable[Record]) -> Position:
        """Return the position after `records`, as `after` comes to it; a round is put back once for all in a row."""
        state, played, now = self.state, None, None
        for each in records:
            if played is None or each.round != played.id or is_wide(type(each.fact)):
                state = state if played is None else state.with_round(played.with_state(now))
                played = None if is_wide(type(each.fact)) else state.played(each.round)
                if played is None:
                    state = self.at(state)._state_after(each)
                    continue
                apply, now = self.engine.kind(played).apply, played.state
            now = apply(now, each.seq, each.fact)
        return self.at(state if played is None else state.with_round(played.with_state(now)))

    def at(self, state: State) -> Position:
        """Return the position of another state under the same rules."""
        return self if state is self.state else Position(self.engine, state, self)

    def _state_after(self, record: Record) -> State:
        fact, seq = record.fact, record.seq
        if isinstance(fact, (RoundBegun, PlayOffCalled)):
            return self._begun(fact, seq)
        if fact.type in FRAME_TYPES:
            return finish_reveal(self.at(apply_frame(fact, self.state, seq, record.round))).state
        played = self.state.played(record.round)
        return self.state if played is None else self._played_on(played, fact, seq)

    def _begun(self, fact: RoundBegun | PlayOffCalled, seq: int) -> State:
        order = fact.order if isinstance(fact, RoundBegun) else fact.teams
        blank = Played(fact.round, None, order, seq, play_off=isinstance(fact, PlayOffCalled))
        begun = evolve(blank, state=self.kind(blank).begin(self.moment(blank)))
        return evolve(self.state, reveal=None, opening=None).with_begun(begun)

    def _played_on(self, played: Played, fact: Fact, seq: int) -> State:
        state, after = self.state, played.with_state(self.kind(played).apply(played.state, seq, fact))
        reveal = None if fact.advances_play else state.reveal
        if fact.reveals:
            reveal = Reveal(seq, played)
            if state.board.programme == "marks":  # left there by the marks before: these begin anew
                state = evolve(state, board=evolve(state.board, step=0, furthest=0))
        return state.with_round(after, reveal)

    # The rules

    @property
    def rulebook(self) -> Rulebook:
        """The rules in force."""
        return self.engine.rulebook

    @property
    def coming(self) -> RoundEntry | None:
        """The rulebook's next round that has not begun."""
        return self.engine.coming(self.state)

    @property
    def order(self) -> tuple[str, ...]:
        """The running order of the contest."""
        return self.engine.order(self.state)

    @property
    def podiums(self) -> tuple[tuple[str, int], ...]:
        """Each team with its podium number (台号)."""
        return _podiums(self)

    def entry(self, played: Played) -> RoundEntry:
        """Return the rulebook's entry of a round."""
        return self.engine.entry(played)

    def kind(self, played: Played) -> RoundKind:
        """Return the kind behind a round."""
        return self.engine.kind(played)

    # A round

    @per_round
    def field(self, played: Played) -> Field:
        """Return who takes part in a round, as they are now."""
        teams = {team.id: team for team in self.state.roster.teams}
        return Field(tuple(teams[team] for team in played.order), self.state.roster.judges, self.podiums)

    @per_round
    def panel(self, played: Played) -> Panel | None:
        """Return the panel of a round for the judges as they are now, None where it has none."""
        return self.engine.panel(self.entry(played), self.state.roster.judges)

    @per_position
    def moment(self, played: Played) -> Moment:
        """Return what the kind of a round may look at."""
        entry = self.entry(played)
        return Moment(
            round=played.id,
            rules=entry.rules,
            field=self.field(played),
            so_far=SoFar(lambda: self.totals, lambda: self._used_beside(played)),
            title=entry.title,
            seed=self.state.draw(ORDER).seed,
            panel=self.panel(played),
            base_score=exact(self.rulebook.base_score),
            play_off=played.play_off,
        )

    def _used_beside(self, but: Played) -> frozenset[str]:
        return frozenset().union(*(self._used(played) for played in self.state.rounds if played.id != but.id))

    @per_round
    def _used(self, played: Played) -> frozenset[str]:
        return frozenset(self.kind(played).uses(played.state))

    @each_once
    def round_moves(self, played: Played) -> Iterable[Move]:
        """Yield the kind's moves, none once the round was cut."""
        return () if played.cut else self.kind(played).moves(played.state, self.moment(played))

    @per_position
    def is_over(self, played: Played) -> bool:
        """Whether no forward move is left in a round."""
        return all(move.aside for move in self.round_moves(played))

    def blocks(self, played: Played, audience: Audience) -> tuple[Block, ...]:
        """Return what the kind shows of a round."""
        return self.kind(played).scene(played.state, self.moment(played), audience).blocks

    def meetings(self, played: Played) -> Iterable[tuple[str, str]]:
        """Return (winner, loser) of each meeting of two teams in a round; a drawn one comes both ways."""
        return self.kind(played).meetings(played.state, self.moment(played))

    # Scores

    @per_round
    def scores(self, played: Played) -> Mapping[str, Score]:
        """Return the score of each entrant (team or member) in a round."""
        return self.kind(played).scores(played.state, self.moment(played))

    @per_round
    def team_scores(self, played: Played) -> Mapping[str, Score]:
        """Return each team's score in a round as the round gives it: its own, or the sum of its members'."""
        return scoring.team_scores(self.scores(played), self.state.roster)

    @per_round
    def worth(self, played: Played) -> Mapping[str, Score]:
        """Return each team's score in a round, capped and weighted, whether or not the round counts."""
        entry = self.entry(played)
        return {team: scoring.worth(score, entry) for team, score in self.team_scores(played).items()}

    @property
    def team_totals(self) -> Mapping[str, Score]:
        """Each team's total with its working, in roster order."""
        return _team_totals(self)

    @property
    def totals(self) -> Mapping[str, Fraction]:
        """Each team's total."""
        return {team: score.value for team, score in self.team_totals.items()}


def start_of(rulebook: Rulebook, kinds: Mapping[str, RoundKind] | None = None) -> Position:
    """Return the position before anything happened, its kinds loaded or taken from `kinds`."""
    engine = Engine(rulebook, kinds)
    return Position(engine, engine.start())


@over_cues
def _podiums(position: Position) -> tuple[tuple[str, int], ...]:
    return position.engine.podiums(position.state)


@over_cues
def _team_totals(position: Position) -> Mapping[str, Score]:
    state = position.state
    counted = [position.worth(played) for played in state.rounds if position.entry(played).counts]
    return {
        team.id: scoring.total(
            team, position.rulebook, [each[team.id] for each in counted if team.id in each], state.adjustments
        )
        for team in state.roster.teams
    }


@per_position
def finish_reveal(position: Position) -> Position:
    """Return the position with its reveal done if the board has come to its last step, or it has none."""
    reveal = position.state.reveal
    if reveal is None or reveal.step < pending_steps(position):
        return position
    return position.at(evolve(position.state, reveal=None))


def pending_steps(position: Position) -> int:
    """Return how many steps the pending reveal has, 0 where none is pending."""
    reveal = position.state.reveal
    played = None if reveal is None else position.state.played(reveal.round)
    return 0 if played is None else steps(position.blocks(played, None))


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
