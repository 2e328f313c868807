"""Plays a round kind alone, through the public protocol and nothing else.

Decides who sits in a test's hall and checks every fact against the kind's moves, as a contest does. Leaves out what the
contest adds: corrections, undo, the journal.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from quizarena.blanks import Blank, Choice, Evidence, Instant, Line, Number, Permutation, Selection
from quizarena.contest.legality import nearest_move
from quizarena.fact_book import FactBook
from quizarena.facts import Fact
from quizarena.moves import IllegalFact, Move
from quizarena.panels import Panel
from quizarena.points import exact, parse_number, show
from quizarena.roster import Contestant, Field, Judge, Team
from quizarena.rounds import Moment, RoundKind, SoFar
from quizarena.scores import Score
from quizarena.text import plain

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def teams(*ids: str, members: int = 4) -> tuple[Team, ...]:
    """Return teams with these ids as names, each with its members `ID-1` upwards."""
    return tuple(Team(id_, plain(id_), _members(id_, members)) for id_ in ids)


def _members(team: str, count: int) -> tuple[Contestant, ...]:
    return tuple(Contestant(f"{team}-{n}", plain(f"{team}-{n}")) for n in range(1, count + 1))


def judges(count: int) -> tuple[Judge, ...]:
    """Return judges j1 upwards; the first is the chief."""
    return tuple(Judge(f"j{n}", plain(f"j{n}"), chief=n == 1) for n in range(1, count + 1))


def hall(playing: tuple[Team, ...], panel: tuple[Judge, ...] = ()) -> Field:
    """Return the field of these teams in this order, with desk numbers from 1."""
    return Field(playing, panel, tuple((team.id, place) for place, team in enumerate(playing, 1)))


@attrs.define
class Table:
    """A round on the table: push facts or make them by name, look at moves and scores."""

    kind: RoundKind
    rules: Any
    field: Field
    panel: Panel | None = None
    seed: str | None = None
    totals: Mapping[str, Fraction] = attrs.Factory(dict)
    used: frozenset[str] = frozenset()
    id: str = "round"
    state: Any = attrs.field(init=False)
    record: list[Fact] = attrs.field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        self.state = self.kind.begin(self.moment)

    @property
    def moment(self) -> Moment:
        """What the kind may look at now; totals are those given plus the round's own scores."""
        return Moment(
            self.id,
            self.rules,
            self.field,
            SoFar(self._totals, lambda: self.used),
            plain("round"),
            self.seed,
            self.panel,
        )

    def _totals(self) -> dict[str, Fraction]:
        own = self.scores() if hasattr(self, "state") else {}
        return {
            team.id: self.totals.get(team.id, Fraction(0)) + (own[team.id].value if team.id in own else 0)
            for team in self.field.teams
        }

    def moves(self) -> tuple[Move, ...]:
        """Return all moves, and check what holds of moves always."""
        found = tuple(self.kind.moves(self.state, self.moment))
        asides = [move.aside for move in found]
        assert asides == sorted(asides), "forward moves stand first"
        gestures = [gesture for move in found if move.closed is None for gesture in _gestures(move)]
        assert len(gestures) == len(set(gestures)), f"a gesture stands for two open moves: {gestures}"
        return found

    def open(self) -> tuple[Move, ...]:
        """Return the moves that can be made."""
        return tuple(move for move in self.moves() if move.closed is None)

    @property
    def over(self) -> bool:
        """Whether no forward move is left."""
        return all(move.aside for move in self.moves())

    def push(self, fact: Fact) -> int:
        """Apply `fact` and return its number, counted from 1.

        Raises:
            IllegalFact: No move offers it.
        """
        found = self.moves()
        reasons = {id(move): move.refuse(fact) for move in found}
        if all(reason is not None for reason in reasons.values()):
            nearest = nearest_move(found, fact)
            reason = reasons[id(nearest)] if nearest else None
            raise IllegalFact(fact, reason or plain(f"no move makes {fact.type} now"), nearest)
        self.record.append(fact)
        self.state = self.kind.apply(self.state, len(self.record), fact)
        return len(self.record)

    def make(self, type_: str, values: Mapping[str, Any] | None = None, /, *, at: datetime = NOON, **given: Any) -> int:
        """Fill the open move of that type whose `given` agree with `given` and push what it makes.

        What no `given` names fills a blank, beside `values` (dotted paths).
        """
        for move in self.open():
            known = {name: value for name, value in given.items() if name in move.identity}
            if move.fact.type == type_ and all(move.identity[name] == value for name, value in known.items()):
                rest = {name: value for name, value in given.items() if name not in known}
                return self.push(move.fill({**rest, **(values or {})}, now=at))
        raise LookupError(f"no open move makes {type_} with {given}; open are {[m.fact.type for m in self.open()]}")

    def reason(self, type_: str, language: str = "en", **given: Any) -> str:
        """Return why the closed move of that type is closed."""
        for move in self.moves():
            if move.fact.type == type_ and move.closed and given.items() <= dict(move.identity).items():
                return move.closed.in_language(language)
        raise LookupError(f"no closed move makes {type_} with {given}")

    def gesture(self, key: str, *, at: datetime = NOON) -> int:
        """Press a key of the desk that needs nothing else."""
        for move in self.open():
            if move.gesture == key:
                return self.push(move.fill(now=at))
            for blank, option in _options(move):
                if option.gesture == key:
                    return self.push(move.fill({blank.path: option.value}, now=at))
        raise LookupError(f"no open move answers to {key}")

    def scores(self) -> Mapping[str, Score]:
        """Return the scores, each of which recomputes."""
        found = self.kind.scores(self.state, self.moment)
        for score in found.values():
            score.check()
        return found

    def refold(self) -> Any:
        """Return the state folded anew from the facts as the journal writes and reads them."""
        book = FactBook(self.kind.facts)
        state = self.kind.begin(self.moment)
        for seq, fact in enumerate(self.record, 1):
            state = self.kind.apply(state, seq, book.parse_line(book.line(fact)))
        return state


def _gestures(move: Move) -> Iterator[str]:
    if move.gesture:
        yield move.gesture
    yield from (option.gesture for _, option in _options(move) if option.gesture)


def _options(move: Move) -> Iterator[tuple[Choice, Any]]:
    decisions = move.decisions
    if len(decisions) == 1 and isinstance(decisions[0], Choice):
        yield from ((decisions[0], option) for option in decisions[0].options)


def play_random(
    table: Table, data: st.DataObject, *, asides: int = 6, disturbances: int = 0, longest: int = 600
) -> None:
    """Play legal facts until the round is over, with at most `asides` asides; only moves are looked at.

    At most `disturbances` times a team leaves, or a judge is excused, comes back or stands down, between two facts.
    Fails where the desk has no way on, or the round does not end.
    """
    for tick in range(longest):
        if disturbances and data.draw(st.integers(0, 9), label="disturb") == 0:
            disturbances -= 1
            disturb(table, data)
        found = table.moves()
        forward = [move for move in found if not move.aside and move.closed is None]
        if all(move.aside for move in found):
            return
        beside = [move for move in found if move.aside and move.closed is None] if asides else []
        assert forward or beside, "the desk has a way on in every state"
        able = [*forward, *beside]
        move = able[data.draw(st.integers(0, len(able) - 1), label="move")]
        asides -= move.aside
        fact = data.draw(filling(move, tick), label="fact")
        if move.refuse(fact) is None:
            table.push(fact)
            table.scores()
    raise AssertionError(f"the round did not end in {longest} facts")


def disturb(table: Table, data: st.DataObject) -> None:
    """Let a team leave (never the last one), or change whom a judge marks."""
    field = table.field
    leaving = [team for team in field.playing if len(field.playing) > 1]
    somebody = data.draw(st.sampled_from([*leaving, *field.judges] or [None]), label="who")
    if isinstance(somebody, Team):
        gone = attrs.evolve(somebody, standing="withdrawn")
        table.field = attrs.evolve(field, teams=tuple(gone if each is somebody else each for each in field.teams))
    elif isinstance(somebody, Judge):
        down = frozenset({field.teams[0].id}) - somebody.stands_down
        changed = data.draw(
            st.sampled_from([attrs.evolve(somebody, away=not somebody.away), attrs.evolve(somebody, stands_down=down)]),
            label="judge",
        )
        judges_now = tuple(changed if each is somebody else each for each in field.judges)
        table.field = attrs.evolve(field, judges=judges_now)


def filling(move: Move, tick: int) -> st.SearchStrategy[Fact]:
    """Return facts that fill the move's blanks within their bounds; `check` may still refuse them."""
    parts = {blank.path: _value(blank, tick) for blank in move.asked}
    return st.fixed_dictionaries(parts).map(lambda values: _made(move, values))


def _made(move: Move, values: Mapping[str, Any]) -> Fact:
    return attrs.evolve(move, check=None).fill(values)


def _value(blank: Blank, tick: int) -> st.SearchStrategy[Any]:
    match blank:
        case Number():
            return _number(blank)
        case Choice():
            return _one_of(tuple(option.value for option in blank.options))
        case Permutation():
            return st.permutations([option.value for option in blank.options]).map(
                lambda order: tuple(order[: blank.length])
            )
        case Selection():
            names = [option.value for option in blank.options]
            return st.sets(st.sampled_from(names), min_size=1, max_size=blank.most).map(
                lambda some: tuple(sorted(some, key=names.index))
            )
        case Line():
            return st.sampled_from(["some words", "一句话"])
        case Instant():
            return st.just(NOON.replace(hour=12 + tick // 60 % 10, minute=tick % 60))
        case Evidence():
            return st.just(())


_one_of = functools.lru_cache(maxsize=1_000)(st.sampled_from)


def _number(blank: Number) -> st.SearchStrategy[Any]:
    return _numbers(blank.low, blank.high, blank.step, blank.whole)


@functools.lru_cache(maxsize=1_000)
def _numbers(low: Decimal | None, high: Decimal | None, step: Decimal | None, whole: bool) -> st.SearchStrategy[Any]:
    """Return one strategy for all blanks of a grid: for Hypothesis to look at a new one costs more than a draw."""
    apart, least = exact(step if step is not None else 1), exact(low) if low is not None else Fraction(-1_000)
    most = exact(high) if high is not None else least + 1_000
    grid = st.integers(-(-least // apart), most // apart).map(lambda count: _decimal(count * apart))
    return grid.map(int) if whole else grid


def _decimal(value: Fraction) -> Decimal:
    return parse_number(show(value))
