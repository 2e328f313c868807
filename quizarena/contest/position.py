"""The contest at one record: the rules in force and the state, with what follows from them.

A position never changes, so several threads may read it.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import TypeAlias

from ..facts import Fact, Record
from ..moves import Drawing, DrawWay, Move
from ..panels import Panel
from ..points import exact
from ..roster import Field
from ..rounds import Meeting, Moment, RoundKind, SoFar, with_rules_named
from ..rulebook import RoundEntry, Rulebook
from ..scenes import Audience, Block
from ..scores import Score
from ..values import evolve, replacer
from . import scoring
from .answers import Answering, each_once, over_cues, per_position, per_roster, per_round
from .engine import FRAME_TYPES, Engine, apply_frame, is_wide
from .facts import Adjusted, DrawChosen, PlayOffCalled, ProtestDecided, ProtestLodged, RoundBegun
from .protests import adjusted, announcement
from .reveal import is_undecided, steps
from .roster_facts import AnnouncedFact
from .state import ORDER, Ceremony, Played, Reveal, State

_IS_ASIDE = attrgetter("aside")


class Position(Answering):
    """The rules in force and the state."""

    __slots__ = ()

    # From one to the next

    def after(self, record: Record) -> Position:
        """Return the position after one more record; nothing is judged."""
        return Position(self.engine, self._state_after(record), self, is_cue=record.fact.cue)

    def fold(self, records: Iterable[Record]) -> Position:
        """Return the position after `records`, as `after` comes to it; a round is put back once for all in a row.

        The first after a reveal stands alone: it ends the reveal, and only the next lets the board move on.
        """
        here, state, played, now = self, self.state, None, None
        for each in records:
            if played is None or each.round != played.id or is_wide(type(each.fact)):
                state = state if played is None else state.with_round(played.with_state(now))
                stands_alone = is_wide(type(each.fact)) or state.reveal is not None
                played = None if stands_alone else state.played(each.round)
                if played is None:
                    here = here.at(state).after(each)
                    state = here.state
                    continue
                apply, now = self.engine.kind(played).apply, played.state
            now = apply(now, each.seq, each.fact)
        return here.at(state if played is None else state.with_round(played.with_state(now)))

    def begin(self, fact: RoundBegun | PlayOffCalled, seq: int) -> Position:
        """Return the position in which a round begins by `fact`, recorded as `seq`."""
        return self.at(self._begun(fact, seq))

    def at(self, state: State) -> Position:
        """Return the position of another state under the same rules."""
        return self if state is self.state else Position(self.engine, state, self)

    def _state_after(self, record: Record) -> State:
        fact, seq = record.fact, record.seq
        if isinstance(fact, (RoundBegun, PlayOffCalled)):
            return self._begun(fact, seq)
        if fact.type in FRAME_TYPES:
            state = apply_frame(fact, self.state, seq, record.round)
            if isinstance(fact, DrawChosen):
                state = self._chosen(fact)
            elif isinstance(fact, AnnouncedFact):
                state = evolve(state, notice=fact.announcement(self.state.roster))
            elif isinstance(fact, (ProtestLodged, ProtestDecided)):
                protest = state.protest(seq if isinstance(fact, ProtestLodged) else fact.protest)
                state = evolve(state, notice=announcement(protest, dict(self.podiums)[protest.team]))
            elif isinstance(fact, Adjusted) and state.frozen is None and state.reveal is None:
                total = self.at(state).totals[fact.team]
                podium, name = dict(self.podiums)[fact.team], state.roster.name(fact.team)
                state = evolve(state, notice=adjusted(fact, podium, name, total, says_why=self.rulebook.public_reasons))
            return finish_reveal(Position(self.engine, state, self, is_cue=fact.cue)).state
        played = self.state.played(record.round)
        return self.state if played is None else self._played_on(played, fact, seq)

    def _chosen(self, fact: DrawChosen) -> State:
        """Return the state once it is known how a round draws; what nobody draws is known at once."""
        draw = self.state.draw(fact.purpose)
        drawing = next((each for each in self.drawings if each.purpose == fact.purpose), draw.drawing)
        way, running = DrawWay.of(fact.way), self.state.running
        order = drawing.labels if drawing is not None and way is DrawWay.LISTED else None
        held_in = "" if running is None else running.id
        chosen = Ceremony(fact.purpose, order=order, abandoned=draw.abandoned, way=way, drawing=drawing, round=held_in)
        return evolve(self.state.with_draw(chosen), opening=None)

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
        return _order(self)

    @property
    def podiums(self) -> tuple[tuple[str, int], ...]:
        """Each team with its podium number (台号)."""
        return _podiums(self)

    def entry(self, played: Played) -> RoundEntry:
        """Return the rulebook's entry of a round."""
        return _entry(self, _terms(played))

    def kind(self, played: Played) -> RoundKind:
        """Return the kind behind a round."""
        return self.engine.kind(played)

    # A round

    def field(self, played: Played) -> Field:
        """Return who takes part in a round, as they are now."""
        return _field(self, played.order, played.left)

    def panel(self, played: Played) -> Panel | None:
        """Return the panel of what is on in a round, for the judges as they are now; None where it has none."""
        return self.on(played).panel

    def on(self, played: Played) -> Moment:
        """Return the moment of the question, performance or match that is on in a round or was last."""
        moment, begun = self.moment(played), self.kind(played).begun(played.state)
        return moment if begun is None else moment.of(begun)

    @per_position
    def moment(self, played: Played) -> Moment:
        """Return what the kind of a round may look at."""
        return _now(_moment(self, _terms(played)), _SoFar(self, played))

    def used_beside(self, round_id: str) -> frozenset[str]:
        """Return the ids of questions and topics that the other rounds have used."""
        return frozenset().union(*(self._used(played) for played in self.state.rounds if played.id != round_id))

    @per_round
    def _used(self, played: Played) -> frozenset[str]:
        return frozenset(self.kind(played).uses(played.state))

    @each_once
    def round_moves(self, played: Played) -> Iterable[Move]:
        """Yield the kind's moves, none once the round was cut."""
        return () if played.cut else self.kind(played).moves(played.state, self.moment(played))

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """The draws that the running round may hold now, and those held that nothing has gone by yet."""
        return _drawings(self)

    @per_position
    def is_over(self, played: Played) -> bool:
        """Whether no forward move is left in a round."""
        return all(map(_IS_ASIDE, self.round_moves(played)))

    @per_position
    def waiting(self, played: Played) -> tuple[str, ...]:
        """Return the teams whose turn in a round is still to come and may be put off, in their order."""
        return tuple(self.kind(played).waiting(played.state, self.moment(played)))

    def blocks(self, played: Played, audience: Audience) -> tuple[Block, ...]:
        """Return what the kind shows of a round."""
        return self._blocks(played, audience and sys.intern(audience))  # a screen makes its "judge:j1" anew each time

    @over_cues
    def _blocks(self, played: Played, audience: Audience) -> tuple[Block, ...]:
        return self.kind(played).scene(played.state, self.moment(played), audience).blocks

    @per_round
    def meetings(self, played: Played) -> Sequence[Meeting]:
        """Return the meetings of two teams in a round; where a table counts, two who had it to themselves met too."""
        found = tuple(self.kind(played).meetings(played.state, self.moment(played)))
        alone = not found and self.entry(played).table is not None and self.is_over(played)
        return tuple(scoring.met_in(self.team_scores(played), played.order)) if alone else found

    # Scores

    @per_round
    def scores(self, played: Played) -> Mapping[str, Score]:
        """Return the score of each entrant (team or member) in a round."""
        return self.kind(played).scores(played.state, self.moment(played))

    @per_round
    def team_scores(self, played: Played) -> Mapping[str, Score]:
        """Return each team's score in a round as the round gives it: its own, or the sum of its members'."""
        return scoring.team_scores(self.scores(played), self.state.roster, self.entry(played).best_members)

    @per_round
    def round_points(self, played: Played) -> Mapping[str, Score]:
        """Return what a round gives each team: its score there or, where a table counts, points of its matches."""
        table, scores, name = self.entry(played).table, self.team_scores(played), self.state.roster.name
        return scores if table is None else scoring.table_points(scores, self.meetings(played), table, name)

    @per_round
    def worth(self, played: Played) -> Mapping[str, Score]:
        """Return each team's score in a round, capped and weighted, whether or not the round counts."""
        entry, since = self.entry(played), _amended_before(self, _terms(played))
        found = {team: scoring.worth(score, entry) for team, score in self.round_points(played).items()}
        return {team: with_rules_named(score, since) for team, score in found.items()} if since else found

    @property
    def team_totals(self) -> Mapping[str, Score]:
        """Each team's total with its working, in roster order."""
        return _team_totals(self)

    @property
    def totals(self) -> Mapping[str, Fraction]:
        """Each team's total."""
        return _totals(self)


class _SoFar(SoFar):
    """What a rule of a round may ask; it keeps no position alive, for what is dropped shall be gone at once."""

    def __init__(self, position: Position, played: Played) -> None:
        self._known, self._played = weakref.ref(position), played
        self._engine, self._state = position.engine, position.state

    @property
    def totals(self) -> Mapping[str, Fraction]:
        """Each team's total; before a match that a table counts, for how it ends may hang on this."""
        here, until = self._here, self._played
        return here.totals if here.entry(until).table is None else _totals(here, until)

    @property
    def used(self) -> frozenset[str]:
        return self._here.used_beside(self._played.id)

    @property
    def meetings(self) -> tuple[tuple[Meeting, ...], ...]:
        before = [played for played in self._state.rounds_before(self._played) if not played.play_off]
        return tuple(filter(None, (tuple(self._here.meetings(each)) for each in before)))

    @property
    def _here(self) -> Position:
        return self._known() or Position(self._engine, self._state)


def start_of(rulebook: Rulebook, kinds: Mapping[str, RoundKind] | None = None) -> Position:
    """Return the position before anything happened, its kinds loaded or taken from `kinds`."""
    engine = Engine(rulebook, kinds)
    return Position(engine, engine.start())


@per_position
def _drawings(position: Position) -> tuple[Drawing, ...]:
    running = position.state.running
    if running is None or running.cut:
        return ()
    return tuple(position.kind(running).draws(running.state, position.moment(running)))


@per_roster
def _order(position: Position) -> tuple[str, ...]:
    return position.engine.order(position.state)


@per_roster
def _podiums(position: Position) -> tuple[tuple[str, int], ...]:
    return position.engine.podiums(position.state)


@per_roster
def _field(position: Position, order: tuple[str, ...], left: frozenset[str]) -> Field:
    roster = position.state.roster
    return Field(tuple(map(roster.team, order)), roster.judges, position.podiums, left)


_Terms: TypeAlias = tuple[str, tuple[str, ...], int, bool, frozenset[str]]


def _terms(played: Played) -> _Terms:
    """Return what of a round stays the same while it goes on, to ask what follows from that alone."""
    return played.id, played.order, played.begun, played.play_off, played.left


def _as_begun(terms: _Terms) -> Played:
    id, order, begun, play_off, left = terms
    return Played(id, None, order, begun, play_off=play_off, left=left)


@per_roster
def _entry(position: Position, terms: _Terms) -> RoundEntry:
    return position.engine.entry(_as_begun(terms))


@per_roster
def _moment(position: Position, terms: _Terms) -> Moment:
    """Return a round's moment as far as it stays the same while the round goes on."""
    begun, entry = _as_begun(terms), _entry(position, terms)
    gone_by = position.engine.gone_by(begun, position.state.roster.judges)
    return Moment(
        round=begun.id,
        rules=entry.rules,
        field=_field(position, begun.order, begun.left),
        so_far=_NOTHING_SO_FAR,
        title=entry.title,
        seed=position.state.draw(ORDER).seed,
        panel=gone_by[0].panel,
        base_score=exact(position.rulebook.base_score),
        play_off=begun.play_off,
        since=gone_by[0].since,
        editions=gone_by if len(gone_by) > 1 else (),
        lots=position.state.lots,
    )


def _amended_before(position: Position, terms: _Terms) -> int:
    """Return the record since which the rules of a whole round hold; 0 from the start, or where its parts say it."""
    moment = _moment(position, terms)
    return 0 if moment.editions else moment.since


_NOTHING_SO_FAR = SoFar(dict, frozenset)
_now = replacer(Moment, "so_far")


@over_cues
def _team_totals(position: Position, until: Played | None = None) -> Mapping[str, Score]:
    state = position.state
    rounds = state.rounds if until is None else state.rounds_before(until)
    counted = [position.worth(each) for each in rounds if position.entry(each).counts]
    found, starts = {}, dict(_new_starts(position))
    for team in state.roster.teams:
        scores = [each[team.id] for each in counted if team.id in each]
        found[team.id] = scoring.total(team, position.rulebook, scores, state.adjustments, starts.get(team.id))
    return found


def _new_starts(position: Position) -> Iterator[tuple[str, scoring.NewStart]]:
    """Yield each team that has begun a round anew with where its total begins, the latest such round last."""
    for nth, played in enumerate(position.state.rounds):
        entry = position.entry(played)
        if entry.start_from is not None and not played.play_off:
            before = frozenset(each.id for each in position.state.rounds[:nth])
            start = scoring.NewStart(entry.title, entry.start_from, played.begun, before)
            yield from ((team, start) for team in played.order)


@over_cues
def _totals(position: Position, *until: Played) -> Mapping[str, Fraction]:
    return {team: score.value for team, score in _team_totals(position, *until).items()}


def finish_reveal(position: Position) -> Position:
    """Return the position with its reveal done if the board has come to its last step, or it has none."""
    return position if position.state.reveal is None or _is_pending(position) else _finished(position)


@per_position
def _is_pending(position: Position) -> bool:
    reveal = position.state.reveal
    played = None if reveal is None else position.state.played(reveal.round)
    if reveal is None or played is None:
        return False
    blocks = position.blocks(played, "hall")
    return reveal.step < steps(blocks) or (not played.cut and is_undecided(blocks))


@per_position
def _finished(position: Position) -> Position:
    return position.at(evolve(position.state, reveal=None))
