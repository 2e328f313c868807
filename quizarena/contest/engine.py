"""A rulebook with its kinds loaded, and what a fact of the frame makes of a state.

It knows no kind by name, judges nothing, and holds no state.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

from ..clocks import countdown
from ..errors import FactError, JournalError
from ..fact_book import FactBook
from ..facts import Fact, Record
from ..roster import Contestant, Judge, Roster, Standing, Team
from ..rounds import Edition, RoundKind, load_kind
from ..rulebook import of_resolved
from ..text import FRAME, plain
from ..values import evolve
from . import facts as f
from . import roster_facts as r
from .state import ORDER, Adjustment, Attempt, Ceremony, Opening, Played, Protest, State

if TYPE_CHECKING:
    from ..panels import Panel
    from ..rulebook import RoundEntry, Rulebook

_ = FRAME

Editions: TypeAlias = "tuple[tuple[int, Rulebook], ...]"
"""Rulebooks, each with the record after which it holds for what begins; the first from 0."""
FRAME_TYPES = frozenset(each.type for each in f.FRAME_FACTS)


class Engine:
    """A rulebook with its kinds; every method is a pure function of what it is given."""

    def __init__(
        self, rulebook: Rulebook, kinds: Mapping[str, RoundKind] | None = None, *, later: Editions = ()
    ) -> None:
        """Load the kinds `rulebook` names, or take them from `kinds`.

        `later` are the rulebooks that hold for what begins after a record, each as (that record, rulebook), in order.
        """
        self.editions: Editions = ((0, rulebook), *later)
        self.rulebook = self.editions[-1][1]
        """The rules in force: those of what begins next."""
        names = {entry.kind for _since, book in self.editions for entry in (*book.rounds, book.play_off)}
        self.kinds: dict[str, RoundKind] = {name: (kinds or {}).get(name) or load_kind(name) for name in sorted(names)}
        self._kinds = {entry.id: self.kinds[entry.kind] for entry in rulebook.rounds}
        self._listed = _listed(rulebook)

    def amended(self, editions: Editions) -> Engine:
        """Return the engine of amended rulebooks, with the same kinds."""
        (_start, rulebook), *later = editions
        return Engine(rulebook, self.kinds, later=tuple(later))

    def book(self) -> FactBook:
        """Return the facts this contest may hold."""
        return FactBook.of_kinds(f.FRAME_FACTS, {name: kind.facts for name, kind in self.kinds.items()})

    def start(self) -> State:
        """Return the state before anything happened."""
        return State(Roster(self.rulebook.teams, self.rulebook.judges))

    def entry(self, played: Played) -> RoundEntry:
        """Return the entry of a round in the rulebook of its beginning, made up from `play_off` for a play-off."""
        return _entry(self.editions[self._at(played)][1], played)

    def _at(self, played: Played) -> int:
        """Return the place of the edition that was in force when a round began."""
        return max(0, sum(since < played.begun for since, _book in self.editions) - 1)

    def kind(self, played: Played) -> RoundKind:
        """Return the kind behind a round."""
        return self.kinds[self.entry(played).kind] if played.play_off else self._kinds[played.id]

    def gone_by(self, played: Played, judges: tuple[Judge, ...]) -> tuple[Edition, ...]:
        """Return the rules a round has gone by, those of its beginning first, with their panels for these judges."""
        found: list[tuple[int, RoundEntry, Panel | None]] = []
        begun = self._at(played)
        for place, (since, book) in enumerate(self.editions):
            entry, panel = _entry(book, played), _panel(book, _entry(book, played), judges)
            if found and found[-1][1:] == (entry, panel):
                continue
            if place <= begun:
                found.clear()
            found.append((since, entry, panel))
        return tuple(Edition(since, entry.rules, panel) for since, entry, panel in found)

    def coming(self, state: State) -> RoundEntry | None:
        """Return the rulebook's next round that has not begun."""
        begun = {played.id for played in state.rounds}
        return next((entry for entry in self.rulebook.rounds if entry.id not in begun), None)

    def order(self, state: State) -> tuple[str, ...]:
        """Return the running order of the contest: the drawn one, else that of a method that needs nothing, else the
        roster's.

        A team that was not in the draw, since it had left and came back, is last.
        """
        drawn = state.draw(ORDER).order or self._listed
        return (*drawn, *(team.id for team in state.roster.teams if team.id not in drawn))

    def podiums(self, state: State) -> tuple[tuple[str, int], ...]:
        """Return each team with its podium number (台号)."""
        drawn = self.order(state) if self.rulebook.podium_numbers == "drawn" else None
        return tuple((team, number) for number, team in enumerate(drawn or (each.id for each in state.roster.teams), 1))

    def check_judges(self, judges: tuple[Judge, ...]) -> None:
        """Refuse judges whom a panel has no place for; RuleError names the first of them."""
        for _since, book in self.editions:
            for panel in (book.panel, *(entry.panel for entry in book.rounds)):
                if panel is not None:
                    panel.seated(judges)


def _entry(rulebook: Rulebook, played: Played) -> RoundEntry:
    if played.play_off:
        return evolve(rulebook.play_off, id=played.id, counts=False)
    return next(entry for entry in rulebook.rounds if entry.id == played.id)


def _panel(rulebook: Rulebook, entry: RoundEntry, judges: tuple[Judge, ...]) -> Panel | None:
    panel = entry.panel or rulebook.panel
    return panel and panel.seated(judges, len(rulebook.judges))


def engine_of(records: Sequence[Record], kinds: Mapping[str, RoundKind] | None = None) -> Engine:
    """Return the engine of the rulebook that record 0 holds.

    Raises:
        FactError: It holds none.
        JournalError: The records are of a format that is not read here.
    """
    first = records[0].fact if records else None
    if not isinstance(first, f.RulebookRead):
        raise FactError("expected the rulebook as record 0; this is no journal of a contest")
    _check_format(first.format)
    return Engine(of_resolved(first.resolved, kinds), kinds)


def _check_format(found: int) -> None:
    if found > f.FORMAT:
        problem = _(
            "the records are of format {found}, this program reads {known}; update QuizArena",
            found=found,
            known=f.FORMAT,
        )
        raise JournalError(problem)
    if found < f.FORMAT:
        problem = _(
            "the records are of format {found}, from before the first release, and no longer read; start the contest"
            " anew from its rules",
            found=found,
        )
        raise JournalError(problem)


def _listed(rulebook: Rulebook) -> tuple[str, ...]:
    """Return the running order of a method that needs nothing, such as the roster reversed; empty for any other."""
    method = rulebook.order.method
    teams = [team.id for team in rulebook.teams]
    return method.draw(teams, purpose=ORDER).order if method.needs == "nothing" else ()


def is_wide(cls: type[Fact]) -> bool:
    """Whether facts of that class change more than the state of the round they belong to."""
    return cls.reveals or not cls.advances_play or cls.type in FRAME_TYPES


@functools.singledispatch
def apply_frame(fact: Fact, state: State, seq: int, round_id: str) -> State:
    """Return the state after a fact of the frame, recorded as `seq` while `round_id` was running."""
    return state


@apply_frame.register
def _opened(fact: f.ContestOpened, state: State, seq: int, round_id: str) -> State:
    return evolve(state, mode=fact.mode)


@apply_frame.register
def _committed(fact: f.DrawCommitted, state: State, seq: int, round_id: str) -> State:
    begun = state.draw(fact.purpose).begun(seq, fact.labels, fact.date, fact.secret)
    return evolve(state.with_draw(begun), opening=None)


@apply_frame.register
def _abandoned(fact: f.DrawAbandoned, state: State, seq: int, round_id: str) -> State:
    draw = state.draw(fact.purpose)
    attempt = Attempt(seq if draw.committed is None else draw.committed, seq, fact.by, fact.reason)
    anew = Ceremony(fact.purpose, abandoned=(*draw.abandoned, attempt))
    return evolve(state.with_draw(anew), opening=None)


@apply_frame.register
def _called(fact: f.NumbersCalled, state: State, seq: int, round_id: str) -> State:
    return state.with_draw(evolve(state.draw(fact.purpose), numbers=fact.numbers))


@apply_frame.register
def _drawn(fact: f.DrawOpened, state: State, seq: int, round_id: str) -> State:
    draw, board = state.draw(fact.purpose), state.board
    if board.programme == "draw":  # left there by what was shown before: the lots begin anew
        board = evolve(board, step=0, furthest=0)
    opened = evolve(draw, seed=fact.seed, order=fact.order)
    return evolve(state.with_draw(opened), board=board, opening=Opening(seq, draw, len(opened.groups)))


@apply_frame.register
def _entered(fact: f.DrawEntered, state: State, seq: int, round_id: str) -> State:
    draw = state.draw(fact.purpose)
    return evolve(state.with_draw(evolve(draw, order=draw.arranged(fact.order))), opening=None)


@apply_frame.register
def _cut(fact: f.RoundCut, state: State, seq: int, round_id: str) -> State:
    played = state.played(fact.round)
    return state if played is None else state.with_round(evolve(played, cut=True))


@apply_frame.register
def _left_play_off(fact: f.PlayOffLeft, state: State, seq: int, round_id: str) -> State:
    played = state.played(fact.round)
    return state if played is None else state.with_round(evolve(played, left=played.left | {fact.team}), state.reveal)


@apply_frame.register
def _shared(fact: f.TieShared, state: State, seq: int, round_id: str) -> State:
    return evolve(state, shared=state.shared | {frozenset(fact.teams)})


@apply_frame.register
def _adjusted(fact: f.Adjusted, state: State, seq: int, round_id: str) -> State:
    made = Adjustment(seq, fact.team, fact.points, fact.reason, round_id)
    return evolve(state, adjustments=(*state.adjustments, made))


@apply_frame.register
def _renamed(fact: r.TeamRenamed, state: State, seq: int, round_id: str) -> State:
    return _with_team(state, fact.team, lambda team: evolve(team, name=plain(fact.name), short=None))


@apply_frame.register
def _team_added(fact: r.TeamAdded, state: State, seq: int, round_id: str) -> State:
    names = [name.strip() for name in fact.members.replace("，", ",").replace("、", ",").split(",")]
    members = tuple(Contestant(f"{fact.team}-{nth}", plain(name)) for nth, name in enumerate(filter(None, names), 1))
    teams = (*state.roster.teams, Team(fact.team, plain(fact.name), members))
    return evolve(state, roster=evolve(state.roster, teams=teams))


@apply_frame.register
def _member_renamed(fact: r.MemberRenamed, state: State, seq: int, round_id: str) -> State:
    def renamed(member: Contestant) -> Contestant:
        return evolve(member, name=plain(fact.name)) if member.id == fact.member else member

    return _with_team_of(state, fact.member, lambda team: evolve(team, members=tuple(map(renamed, team.members))))


@apply_frame.register
def _member_replaced(fact: r.MemberReplaced, state: State, seq: int, round_id: str) -> State:
    def replaced(team: Team) -> Team:
        gone = next(member for member in team.members if member.id == fact.member)
        by = Contestant(fact.by, plain(fact.name))
        members = tuple(by if member is gone else member for member in team.members)
        return evolve(team, members=members, former=(*team.former, gone))

    return _with_team_of(state, fact.member, replaced)


@apply_frame.register
def _deferred(fact: r.TurnDeferred, state: State, seq: int, round_id: str) -> State:
    played = state.played(fact.round)
    if played is None:
        return state
    order = [team for team in played.order if team != fact.team]
    order.insert(order.index(fact.behind) + 1, fact.team)
    return state.with_round(evolve(played, order=tuple(order)), state.reveal)


@apply_frame.register
def _judge_renamed(fact: r.JudgeRenamed, state: State, seq: int, round_id: str) -> State:
    return _with_judge(state, fact.judge, lambda judge: evolve(judge, name=plain(fact.name)))


@apply_frame.register
def _left(fact: r.TeamLeft, state: State, seq: int, round_id: str) -> State:
    return _with_team(state, fact.team, lambda team: evolve(team, standing=cast("Standing", fact.mode)))


@apply_frame.register
def _team_rejoined(fact: r.TeamRejoined, state: State, seq: int, round_id: str) -> State:
    return _with_team(state, fact.team, lambda team: evolve(team, standing="playing"))


@apply_frame.register
def _excused(fact: r.JudgeExcused, state: State, seq: int, round_id: str) -> State:
    return _with_judge(state, fact.judge, lambda judge: evolve(judge, away=True))


@apply_frame.register
def _rejoined(fact: r.JudgeRejoined, state: State, seq: int, round_id: str) -> State:
    return _with_judge(state, fact.judge, lambda judge: evolve(judge, away=False))


@apply_frame.register
def _added(fact: r.JudgeAdded, state: State, seq: int, round_id: str) -> State:
    judges = (*state.roster.judges, Judge(fact.judge, plain(fact.name), group=fact.group or None))
    return evolve(state, roster=evolve(state.roster, judges=judges))


@apply_frame.register
def _stood_down(fact: r.JudgeStoodDown, state: State, seq: int, round_id: str) -> State:
    return _with_judge(state, fact.judge, lambda judge: evolve(judge, stands_down=judge.stands_down | {fact.team}))


@apply_frame.register
def _helped(fact: f.HelpUsed, state: State, seq: int, round_id: str) -> State:
    return evolve(state, helps=(*state.helps, (fact.team, fact.help)))


@apply_frame.register
def _interrupted(fact: f.Interrupted | f.Resumed, state: State, seq: int, round_id: str) -> State:
    return evolve(state, interrupted=seq if isinstance(fact, f.Interrupted) else None)


@apply_frame.register
def _lodged(fact: f.ProtestLodged, state: State, seq: int, round_id: str) -> State:
    protest = Protest(seq, fact.team, fact.about, fact.record, reason=fact.reason)
    return evolve(state, protests=(*state.protests, protest))


@apply_frame.register
def _decided(fact: f.ProtestDecided, state: State, seq: int, round_id: str) -> State:
    protests = tuple(
        evolve(each, decision=fact.decision) if each.seq == fact.protest else each for each in state.protests
    )
    return evolve(state, protests=protests)


@apply_frame.register
def _signed(fact: f.ContestSigned, state: State, seq: int, round_id: str) -> State:
    return evolve(state, signed=seq, frozen=None, reveal=None, opening=None)


@apply_frame.register
def _reopened(fact: f.ContestReopened, state: State, seq: int, round_id: str) -> State:
    return evolve(state, signed=None)


@apply_frame.register
def _board(fact: f.BoardShows, state: State, seq: int, round_id: str) -> State:
    board = state.board.shows(fact.programme, fact.step)
    reveal = state.reveal
    if reveal is not None and fact.programme == "marks":
        reveal = evolve(reveal, step=max(reveal.step, fact.step))
    opening = state.opening
    if opening is not None and fact.programme == "draw":
        step = max(opening.step, fact.step)
        opening = None if step >= opening.count else evolve(opening, step=step)
    return evolve(state, board=board, reveal=reveal, opening=opening)


@apply_frame.register
def _message(fact: f.BoardMessage, state: State, seq: int, round_id: str) -> State:
    ends = None if fact.since is None else countdown(60 * fact.minutes).started(fact.since)
    return evolve(state, board=evolve(state.board, message=fact.text, ends=ends))


@apply_frame.register
def _played(fact: f.MediaPlayed, state: State, seq: int, round_id: str) -> State:
    return evolve(state, board=state.board.plays(fact.file, fact.action, fact.at, seq))


@apply_frame.register
def _note(fact: f.HostNote, state: State, seq: int, round_id: str) -> State:
    return evolve(state, board=evolve(state.board, note=fact.text))


@apply_frame.register
def _frozen(fact: f.StandingsFrozen, state: State, seq: int, round_id: str) -> State:
    return evolve(state, frozen=seq if fact.frozen == "on" else None)


def _with_team(state: State, team_id: str, change: Callable[[Team], Team]) -> State:
    teams = tuple(change(team) if team.id == team_id else team for team in state.roster.teams)
    return evolve(state, roster=Roster(teams, state.roster.judges))


def _with_team_of(state: State, member: str, change: Callable[[Team], Team]) -> State:
    team = next(team for team in state.roster.teams if any(each.id == member for each in team.members))
    return _with_team(state, team.id, change)


def _with_judge(state: State, judge_id: str, change: Callable[[Judge], Judge]) -> State:
    judges = tuple(change(judge) if judge.id == judge_id else judge for judge in state.roster.judges)
    return evolve(state, roster=Roster(state.roster.teams, judges))
