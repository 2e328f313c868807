"""From scores of rounds to totals, places, open ties and prizes.

Decides how rounds, base score and adjustments add up, and which ties still have to be settled. The ranking itself is in
`quizarena.standings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ..points import exact
from ..scores import SUM, Cap, Factor, Score, combine, leaf
from ..standings import Awarded, Row, TieContext, award, places
from ..text import FRAME, plain
from ..values import evolve
from .state import Played, State

if TYPE_CHECKING:
    from ..rulebook import RoundEntry
    from .frame import Frame

_ = FRAME


@attrs.frozen
class Standings:
    """Who stands where.

    `rows` are in order of place; `totals` hold each team's total with its working, `rounds` each team's score by round.
    `provisional` is true while a protest is pending, `frozen` while the hall sees an earlier moment (已封榜).
    """

    rows: tuple[Row, ...]
    totals: Mapping[str, Score]
    rounds: Mapping[str, Mapping[str, Score]]
    prizes: tuple[Awarded, ...]
    open_ties: tuple[tuple[str, ...], ...] = ()
    provisional: bool = False
    frozen: bool = False
    complete: bool = False

    def row(self, team: str) -> Row:
        """Return the row of a team; KeyError if it has none."""
        for row in self.rows:
            if row.entrant == team:
                return row
        raise KeyError(team)


def team_round_score(frame: Frame, state: State, played: Played, team: str) -> Score | None:
    """Return a team's score in a round as the round gives it: its own, or the sum of its members'."""
    scores = frame.scores(state, played)
    if team in scores:
        return scores[team]
    members = [scores[each.id] for each in state.roster.team(team).members if each.id in scores]
    return combine(SUM, _("Members' scores"), members) if members else None


def counted_score(frame: Frame, state: State, played: Played, team: str) -> Score | None:
    """Return what a round adds to the team's total: its score, capped and weighted as the rulebook says."""
    return valued(frame, state, played, team) if frame.entry(played).counts else None


def worth_in_round(frame: Frame, state: State, played: Played, team: str) -> Fraction:
    """Return what a team made of a round, the arbiter's points there included, whether or not the round counts."""
    score = valued(frame, state, played, team)
    given = (exact(each.points) for each in state.adjustments if (each.team, each.round) == (team, played.id))
    return sum(given, Fraction(0) if score is None else score.value)


def valued(frame: Frame, state: State, played: Played, team: str) -> Score | None:
    """Return a team's score in a round, capped and weighted as the rulebook says; None if it has none."""
    score = team_round_score(frame, state, played, team)
    entry = frame.entry(played)
    if score is None:
        return None
    if entry.cap is not None:
        score = _capped(score, entry)
    if entry.weight != 1:
        score = combine(Factor(entry.weight), _("{round}, weighted", round=entry.title), [score])
    return evolve(score, label=entry.title)


def _capped(score: Score, entry: RoundEntry) -> Score:
    """Clip gains at the cap; penalties never are, however deep in sums they stand."""
    parts = tuple(_flat(score))
    gains = [part for part in parts if part.counted and part.value > 0]
    rest = [part for part in parts if not (part.counted and part.value > 0)]
    if not any(part.counted and part.value < 0 for part in rest):
        return combine(Cap(high=entry.cap), _("{round}, capped", round=entry.title), [score])
    clipped = combine(Cap(high=entry.cap), _("Gains, capped"), gains)
    return combine(SUM, score.label, [clipped, *rest])


def _flat(score: Score) -> Iterator[Score]:
    """Yield what a score adds up, sums within sums opened; what is struck out stays struck out as a whole."""
    for part in score.parts if score.op == SUM else (score,):
        if part.op == SUM and part.counted:
            yield from _flat(part)
        else:
            yield part


def team_totals(frame: Frame, state: State) -> dict[str, Score]:
    """Return each team's total with its working, in roster order."""
    return {team.id: _total(frame, state, team.id) for team in state.roster.teams}


def _total(frame: Frame, state: State, team: str) -> Score:
    parts = [leaf(frame.rulebook.base_score, _("Base score"))] if frame.rulebook.base_score else []
    for played in state.rounds:
        score = counted_score(frame, state, played, team)
        if score is not None:
            parts.append(score)
    for each in state.adjustments:
        if each.team == team:
            parts.append(leaf(each.points, plain(each.reason), each.seq))
    return _forfeited(frame, state, team, combine(SUM, _("Total"), parts))


def _forfeited(frame: Frame, state: State, team: str, total: Score) -> Score:
    """Strike everything of a team that left, where the rulebook says its points are lost."""
    if state.roster.team(team).plays or frame.rulebook.withdrawal.points == "keep":
        return total
    return combine(SUM, total.label, [part.struck(_("lost on leaving")) for part in total.parts])


@attrs.frozen
class _TieContext(TieContext):
    """What tie-breaks may ask of the contest."""

    frame: Frame
    state: State

    def round_value(self, entrant: str, round_id: str) -> Fraction | None:
        """Return the entrant's score in a round, None if it has none."""
        score = self.round_score(entrant, round_id)
        return None if score is None else score.value

    def round_score(self, entrant: str, round_id: str) -> Score | None:
        """Return the entrant's score in a round with its working, None if it has none."""
        played = self.state.played(round_id)
        return None if played is None else team_round_score(self.frame, self.state, played, entrant)

    def counted_rounds(self) -> tuple[str, ...]:
        """Return the rounds that count and are over, in the order they were held."""
        held = (played for played in self.state.rounds if not played.play_off)
        over = (played for played in held if self.frame.is_over(self.state, played))
        return tuple(played.id for played in over if self.frame.entry(played).counts)

    def round_places(self, entrant: str) -> tuple[int, ...]:
        """Return the entrant's place in each of those rounds, none where it did not take part."""
        found = (self._places(round_id) for round_id in self.counted_rounds())
        return tuple(each[entrant] for each in found if entrant in each)

    def _places(self, round_id: str) -> dict[str, int]:
        scores = {team.id: self.round_value(team.id, round_id) for team in self.state.roster.teams}
        values = {team: value for team, value in scores.items() if value is not None}
        return dict(zip(values, places(list(values.values())), strict=True))

    def meetings(self, tied: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Yield (winner, loser) of each meeting among `tied` in those rounds; a drawn one both ways."""
        for round_id in self.counted_rounds():
            played = self.state.played(round_id)
            if played is not None:
                met = self.frame.meetings(self.state, played)
                yield from ((winner, loser) for winner, loser in met if {winner, loser} <= set(tied))

    def chief_judge(self) -> str | None:
        """Return the chief judge's id, None if there is none."""
        return next((judge.id for judge in self.state.roster.judges if judge.chief), None)

    def drawn_order(self) -> tuple[str, ...]:
        """Return the running order that was drawn for the contest, empty if none was."""
        from .frame import ORDER

        return self.state.draw(ORDER).order or ()

    def lot(self, tied: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the order of the lot drawn among exactly `tied`, None while none was drawn."""
        return self.state.draw(lot_purpose(tied)).order

    def play_off_values(self, tied: tuple[str, ...]) -> Mapping[str, Fraction] | None:
        """Return the scores of the last finished play-off that tells some of `tied` apart, None if there is none."""
        for played in reversed(self.state.rounds):
            if played.play_off and set(tied) <= set(played.order) and self.frame.is_over(self.state, played):
                values = {team: self._play_off_value(played, team) for team in tied}
                if len(set(values.values())) > 1:
                    return values
        return None

    def _play_off_value(self, played: Played, team: str) -> Fraction:
        score = team_round_score(self.frame, self.state, played, team)
        return Fraction(0) if score is None else score.value


def lot_purpose(tied: tuple[str, ...]) -> str:
    """Return the purpose of the lot that breaks a tie, the same in whatever order the tied are named."""
    return f"tie/{'+'.join(sorted(tied))}"


def tie_context(frame: Frame, state: State) -> TieContext:
    """Return what tie-breaks may ask of the contest as it is in `state`."""
    return _TieContext(frame, state)


def ranked(frame: Frame, state: State, totals: Mapping[str, Score]) -> tuple[Row, ...]:
    """Return the rows of the standings: who went on to a later round before who did not; teams that left stand last,
    or are left out, as the rulebook declares.
    """
    gone = [team.id for team in state.roster.teams if not team.plays]
    policy = frame.rulebook.withdrawal.place
    apart = gone if policy in ("last", "unplaced") else []
    values = {team: score.value for team, score in totals.items() if team not in apart}
    rows: tuple[Row, ...] = ()
    for tier in _tiers(frame, state, values):
        rows += frame.rulebook.ties.rank(tier, frame.rulebook.prizes, tie_context(frame, state), ahead=len(rows))
    if policy == "unplaced":
        return rows
    return (*rows, *_behind(len(rows), {team: totals[team].value for team in apart}))


def _tiers(frame: Frame, state: State, values: Mapping[str, Fraction]) -> Iterator[dict[str, Fraction]]:
    """Yield the totals of those who went on furthest, then of those before them, and so on."""
    stages: dict[object, set[str]] = {}
    for played in state.rounds:
        advance = None if played.play_off else frame.entry(played).advance
        if advance is not None:
            stages.setdefault(advance, set()).update(played.order)
    depth = {team: sum(team in went_on for went_on in stages.values()) for team in values}
    for level in sorted(set(depth.values()), reverse=True):
        yield {team: value for team, value in values.items() if depth[team] == level}


def _behind(ahead: int, values: Mapping[str, Fraction]) -> tuple[Row, ...]:
    """Place teams that left behind all who stayed, all on one place."""
    teams = tuple(values)
    return tuple(Row(team, values[team], ahead + 1, tuple(other for other in teams if other != team)) for team in teams)


def rounds_complete(frame: Frame, state: State) -> bool:
    """Whether every round of the rulebook is over."""
    running = state.running
    return running is not None and frame.coming(state) is None and frame.is_over(state, running)


@attrs.frozen
class OpenTie:
    """Teams tied until a play-off is held or, where the rulebook says so, a lot is drawn."""

    teams: tuple[str, ...]
    by_lot: bool


def open_ties(frame: Frame, state: State) -> tuple[OpenTie, ...]:
    """Return the ties that wait for a play-off nobody has held and nobody has let stand, or for a lot."""
    return waiting_ties(state, ranked(frame, state, team_totals(frame, state)))


def waiting_ties(state: State, rows: tuple[Row, ...]) -> tuple[OpenTie, ...]:
    """Return the ties among `rows` that wait for a play-off or a lot and that nobody has let stand."""
    groups = {
        frozenset((row.entrant, *row.tied)): OpenTie((row.entrant, *row.tied), row.waits_for.wants_lot)
        for row in reversed(rows)
        if row.waits_for is not None and (row.waits_for.wants_play_off or row.waits_for.wants_lot)
    }
    playing = {team.id for team in state.roster.teams if team.plays}
    ties = (tie for key, tie in groups.items() if key <= playing and key not in state.shared)
    return tuple(reversed(list(ties)))


def standings(frame: Frame, state: State) -> Standings:
    """Return the standings of a state; those asked for last are kept, for a cue changes none."""
    inputs = (state.roster, state.adjustments, state.shared, state.draws, state.protests, *state.rounds)
    return frame.ranked.get(inputs, lambda: _standings(frame, state))


def _standings(frame: Frame, state: State) -> Standings:
    totals = team_totals(frame, state)
    rows = ranked(frame, state, totals)
    complete = rounds_complete(frame, state)
    return Standings(
        rows=rows,
        totals=totals,
        rounds={played.id: _by_team(frame, state, played) for played in state.rounds},
        prizes=award(rows, frame.rulebook.prizes),
        open_ties=tuple(tie.teams for tie in waiting_ties(state, rows)) if complete else (),
        provisional=bool(state.pending_protests),
        complete=complete,
    )


def _by_team(frame: Frame, state: State, played: Played) -> dict[str, Score]:
    scores = {team.id: team_round_score(frame, state, played, team.id) for team in state.roster.teams}
    return {team: score for team, score in scores.items() if score is not None}
