"""The rulebook put to work on states: moments, fields, scores of rounds, and the step from one state to the next.

Decides what a kind gets to see and how its state is carried; knows no kind by name. Leaves legality to the moves and
totals to `totals.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ..fact_book import FactBook
from ..facts import Fact, Record
from ..moves import Move
from ..points import exact
from ..roster import Field, Judge, Roster, Team
from ..rounds import Award, Moment, RoundKind, SoFar, load_kind
from ..scores import Score
from ..values import evolve, fast_init
from .apply import apply_frame
from .facts import FRAME_FACTS, PlayOffCalled, RoundBegun
from .kept import Kept
from .reveal import told
from .state import Ceremony, Played, Reveal, State

if TYPE_CHECKING:
    from ..panels.panel import Panel
    from ..rulebook import RoundEntry, Rulebook
    from ..scenes import Ranked
    from .totals import Standings

ORDER = "order"
"""The purpose of the draw that gives the running order."""


@fast_init
@attrs.frozen
class _Scored:
    """The scores of a round, and the very values they were computed from."""

    state: object
    roster: Roster
    scores: Mapping[str, Score]


def _listed(rulebook: Rulebook) -> tuple[str, ...]:
    """Return the running order of a method that needs nothing, such as the roster reversed; empty for any other."""
    method = rulebook.order.method
    teams = [team.id for team in rulebook.teams]
    return method.draw(teams, purpose=ORDER).order if method.needs == "nothing" else ()


class Frame:
    """A rulebook with its kinds loaded; every method is a pure function of the state it is given."""

    def __init__(self, rulebook: Rulebook, kinds: Mapping[str, RoundKind] | None = None) -> None:
        """Load the kinds `rulebook` names, or take them from `kinds`."""
        self.rulebook = rulebook
        names = {entry.kind for entry in (*rulebook.rounds, rulebook.play_off)}
        self.kinds: dict[str, RoundKind] = {name: (kinds or {}).get(name) or load_kind(name) for name in sorted(names)}
        self._entries = {entry.id: entry for entry in rulebook.rounds}
        self._listed = _listed(rulebook)
        self._scored: dict[str, _Scored] = {}
        self.ranked: Kept[Standings] = Kept()
        self.told: Kept[tuple[Ranked, ...]] = Kept()
        """The newest standings, and their rows as scenes have them; `totals` and `board` work them out."""
        self._panels: dict[str, tuple[tuple[Judge, ...], Panel | None]] = {}
        self._fields: dict[tuple[str, ...], tuple[Roster, tuple[Ceremony, ...], Field]] = {}
        self._uses: dict[str, tuple[object, frozenset[str]]] = {}

    def with_rulebook(self, rulebook: Rulebook) -> Frame:
        """Return the frame of an amended rulebook with the same kinds."""
        return Frame(rulebook, self.kinds)

    def book(self) -> FactBook:
        """Return the facts this contest may hold."""
        return FactBook.of_kinds(FRAME_FACTS, {name: kind.facts for name, kind in self.kinds.items()})

    def start(self) -> State:
        """Return the state before anything happened."""
        return State(Roster(self.rulebook.teams, self.rulebook.judges))

    def entry(self, played: Played) -> RoundEntry:
        """Return the rulebook's entry of a round, made up from `play_off` for a play-off."""
        if played.play_off:
            return evolve(self.rulebook.play_off, id=played.id, counts=False)
        return self._entries[played.id]

    def coming(self, state: State) -> RoundEntry | None:
        """Return the rulebook's next round that has not begun."""
        begun = {played.id for played in state.rounds}
        return next((entry for entry in self.rulebook.rounds if entry.id not in begun), None)

    def kind(self, played: Played) -> RoundKind:
        """Return the kind behind a round."""
        return self.kinds[self.entry(played).kind]

    def order(self, state: State) -> tuple[str, ...]:
        """Return the running order of the contest: the drawn one, else that of a method that needs nothing, else the
        roster's.

        A team that was not in the draw, since it had left and came back, is last.
        """
        drawn = state.draw(ORDER).order or self._listed
        return (*drawn, *(team.id for team in state.roster.teams if team.id not in drawn))

    def podiums(self, state: State) -> tuple[tuple[str, int], ...]:
        """Return each team with its desk number (台号)."""
        by_lot = self.rulebook.podium_numbers == "drawn"
        roster = tuple(team.id for team in state.roster.teams)
        return tuple((team, number) for number, team in enumerate(self.order(state) if by_lot else roster, 1))

    def field(self, state: State, order: tuple[str, ...]) -> Field:
        """Return who takes part in this order, as they are now; computed once a roster and draw."""
        kept = self._fields.get(order)
        if kept is None or kept[0] is not state.roster or kept[1] is not state.draws:
            teams = {team.id: team for team in state.roster.teams}
            field = Field(tuple(teams[team] for team in order), state.roster.judges, self.podiums(state))
            kept = self._fields[order] = state.roster, state.draws, field
        return kept[2]

    def moment(self, state: State, played: Played) -> Moment:
        """Return what the kind of `played` may look at."""
        entry = self.entry(played)
        return Moment(
            round=played.id,
            rules=entry.rules,
            field=self.field(state, played.order),
            so_far=SoFar(lambda: self.totals(state), lambda: self._used(state, played)),
            title=entry.title,
            seed=state.draw(ORDER).seed,
            panel=self.panel(state, entry),
            base_score=exact(self.rulebook.base_score),
            play_off=played.id not in self._entries,
        )

    def panel(self, state: State, entry: RoundEntry) -> Panel | None:
        """Return the panel of a round for the judges as they are now, None where it has none."""
        judges, kept = state.roster.judges, self._panels.get(entry.id)
        if kept is None or kept[0] is not judges:
            said = entry.panel or self.rulebook.panel
            kept = self._panels[entry.id] = judges, said and said.seated(judges, len(self.rulebook.judges))
        return kept[1]

    def check_judges(self, judges: tuple[Judge, ...]) -> None:
        """Refuse judges whom a panel has no place for; RuleError names the first of them."""
        for panel in (self.rulebook.panel, *(entry.panel for entry in self.rulebook.rounds)):
            if panel is not None:
                panel.seated(judges)

    def _used(self, state: State, but: Played) -> frozenset[str]:
        return frozenset().union(*(self._used_in(played) for played in state.rounds if played.id != but.id))

    def _used_in(self, played: Played) -> frozenset[str]:
        kept = self._uses.get(played.id)
        if kept is None or kept[0] is not played.state:
            kept = self._uses[played.id] = played.state, frozenset(self.kind(played).uses(played.state))
        return kept[1]

    def round_moves(self, state: State, played: Played) -> Iterator[Move]:
        """Yield the kind's moves, none once the round was cut."""
        if not played.cut:
            yield from self.kind(played).moves(played.state, self.moment(state, played))

    def is_over(self, state: State, played: Played) -> bool:
        """Whether no forward move is left in the round."""
        return all(move.aside for move in self.round_moves(state, played))

    def scores(self, state: State, played: Played) -> Mapping[str, Score]:
        """Return each entrant's score in a round, computed once a state."""
        kept = self._scored.get(played.id)
        if kept is None or kept.state is not played.state or kept.roster is not state.roster:
            scores = self.kind(played).scores(played.state, self.moment(state, played))
            kept = self._scored[played.id] = _Scored(played.state, state.roster, scores)
        return kept.scores

    def awards(self, state: State) -> Iterator[Award]:
        """Yield the honours of all rounds, and those over several of them."""
        from .honours import awards

        yield from awards(self, state)

    def meetings(self, state: State, played: Played) -> Iterable[tuple[str, str]]:
        """Return (winner, loser) of each meeting of two teams in a round; a drawn one comes both ways."""
        return self.kind(played).meetings(played.state, self.moment(state, played))

    def totals(self, state: State) -> dict[str, Fraction]:
        """Return each team's total."""
        from .totals import team_totals

        return {team: score.value for team, score in team_totals(self, state).items()}

    def team_of(self, state: State, entrant: str) -> Team | None:
        """Return the team an entrant is, or is a member of."""
        for team in state.roster.teams:
            if team.id == entrant or any(member.id == entrant for member in team.members):
                return team
        return None

    def apply(self, state: State, seq: int, fact: Fact, round_id: str) -> State:
        """Return the state after `fact`, recorded as `seq` in the round `round_id` (empty: the contest itself)."""
        if isinstance(fact, (RoundBegun, PlayOffCalled)):
            return self._begun(evolve(state, reveal=None, opening=None), seq, fact)
        if fact.type in _FRAME_TYPES:
            return told(self, apply_frame(fact, state, seq, round_id))
        return self._played_on(state, seq, fact, round_id)

    def fold(self, state: State, facts: Iterable[Record]) -> State:
        """Return the state after `facts`, as `apply` makes it of each; a round is put back once for all in a row."""
        played, now = None, None
        for each in facts:
            if played is None or each.round != played.id or _is_wide(type(each.fact)):
                state = state if played is None else state.with_round(played.with_state(now))
                played = None if _is_wide(type(each.fact)) else state.played(each.round)
                if played is None:
                    state = self.apply(state, each.seq, each.fact, each.round)
                    continue
                apply, now = self.kind(played).apply, played.state
            now = apply(now, each.seq, each.fact)
        return state if played is None else state.with_round(played.with_state(now))

    def _begun(self, state: State, seq: int, fact: RoundBegun | PlayOffCalled) -> State:
        order = fact.order if isinstance(fact, RoundBegun) else fact.teams
        blank = Played(fact.round, None, order, seq, play_off=isinstance(fact, PlayOffCalled))
        begun = evolve(blank, state=self.kind(blank).begin(self.moment(state, blank)))
        return state.with_begun(begun)

    def _played_on(self, state: State, seq: int, fact: Fact, round_id: str) -> State:
        played = state.played(round_id)
        if played is None:
            return state
        after = played.with_state(self.kind(played).apply(played.state, seq, fact))
        reveal = None if fact.advances_play else state.reveal
        if fact.reveals:
            reveal = Reveal(seq, played.id, played.state)
        if fact.reveals and state.board.programme == "marks":  # left there by the marks before: these begin anew
            state = evolve(state, board=evolve(state.board, step=0, furthest=0))
        return state.with_round(after, reveal)


_FRAME_TYPES = frozenset(each.type for each in FRAME_FACTS)


def _is_wide(cls: type[Fact]) -> bool:
    """Whether facts of that class change more than the state of the round they belong to."""
    return cls.reveals or not cls.advances_play or cls.type in _FRAME_TYPES
