"""The moves that may happen at almost any time and carry nothing on: adjustments, people who come and go, cues."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from ..errors import RuleError
from ..moves import Blank, Choice, Instant, Line, Move, Number, Option
from ..points import parse_number
from ..roster import Judge, Roster, Team, likenesses
from ..text import FRAME, Text, plain
from . import facts as f
from .answers import per_roster
from .position import Position

_ = FRAME
_Named = TypeVar("_Named", Team, Judge)
REASON = Line("reason", _("Reason"))
PROGRAMMES = {
    "black": _("black"),
    "follow": _("follow the desk"),
    "title": _("title"),
    "draw": _("the draw"),
    "round": _("the running round"),
    "standings": _("the standings"),
    "marks": _("the marks"),
    "prizes": _("the prizes"),
    "message": _("a message"),
}
LARGEST_ADJUSTMENT = Decimal(100_000)
_LONGEST = Decimal(600)
"""Minutes a countdown on the board may take."""


def team_options(position: Position, teams: tuple[Team, ...]) -> tuple[Option, ...]:
    """Return a choice's options for `teams`, in desk order."""
    podiums = dict(position.podiums)
    return tuple(Option(team.id, team.name, team=team.id) for team in sorted(teams, key=lambda team: podiums[team.id]))


def asides(position: Position) -> Iterator[Move]:
    """Yield the moves of any time."""
    yield from _of_people(position)
    yield from (_decide(protest.seq) for protest in position.state.pending_protests)
    yield from _stoppages(position)
    yield from _cues()


@per_roster
def _of_people(position: Position) -> tuple[Move, ...]:
    return tuple(_about_people(position))


def _about_people(position: Position) -> Iterator[Move]:
    teams = position.state.roster.teams
    yield _adjust(team_options(position, teams))
    playing = tuple(team for team in teams if team.plays)
    if len(playing) > 1:
        yield _leave(team_options(position, playing))
    gone = tuple(team for team in teams if not team.plays)
    if gone:
        blanks = (Choice("team", team_options(position, gone), _("Team")), REASON)
        yield Move(f.TeamRejoined, _("A team that left is back"), blanks=blanks, seat="arbiter", aside=True)
    yield _rename(team_options(position, teams), position.state.roster)
    yield from _judges(position)
    yield _lodge(team_options(position, teams))


def _adjust(teams: tuple[Option, ...]) -> Move:
    return Move(
        f.Adjusted,
        _("Add or deduct points"),
        blanks=(
            Choice("team", teams, _("Team")),
            Number(
                "points",
                _("Points"),
                low=-LARGEST_ADJUSTMENT,
                high=LARGEST_ADJUSTMENT,
                step=parse_number("0.01"),
            ),
            REASON,
        ),
        check=_nonzero,
        seat="arbiter",
        aside=True,
    )


def _nonzero(fact: Any) -> Text | None:
    return None if fact.points else _("points: expected a gain or a deduction, found 0")


def _leave(teams: tuple[Option, ...]) -> Move:
    modes = (Option("withdrawn", _("withdraws")), Option("disqualified", _("is disqualified")))
    blanks = (Choice("team", teams, _("Team")), Choice("mode", modes, _("How")), REASON)
    return Move(f.TeamLeft, _("A team leaves the contest"), blanks=blanks, seat="arbiter", aside=True)


def _rename(teams: tuple[Option, ...], roster: Roster) -> Move:
    def told_apart(fact: Any) -> Text | None:
        return _taken(Team(fact.team, plain(fact.name)), roster.teams)

    blanks = (Choice("team", teams, _("Team")), Line("name", _("New name"), longest=40))
    return Move(f.TeamRenamed, _("Rename a team"), blanks=blanks, check=told_apart, aside=True)


def _taken(named: _Named, others: Iterable[_Named]) -> Text | None:
    """Say whom somebody would be taken for under a name, None if nobody."""
    found = likenesses(named)
    other = next((each for each in others if each.id != named.id and found & likenesses(each)), None)
    if other is None:
        return None
    return _("name: {name} is taken for {other}, whose name looks the same", name=named.name, other=other.id)


def _judges(position: Position) -> Iterator[Move]:
    judges = position.state.roster.judges
    here = tuple(_judge_option(judge.id, judge.name) for judge in judges if not judge.away)
    away = tuple(_judge_option(judge.id, judge.name) for judge in judges if judge.away)
    if here:
        blanks = (Choice("judge", here, _("Judge")), REASON)
        yield Move(f.JudgeExcused, _("Excuse a judge from now on"), blanks=blanks, seat="arbiter", aside=True)
        yield _stand_down(position, here)
    if away:
        blank = Choice("judge", away, _("Judge"))
        yield Move(f.JudgeRejoined, _("A judge is back"), blanks=(blank,), seat="arbiter", aside=True)
    if judges:
        yield _add_judge(position)


def _judge_option(judge: str, name: Text) -> Option:
    return Option(judge, name, judge=judge)


def _stand_down(position: Position, here: tuple[Option, ...]) -> Move:
    roster = position.state.roster

    def already(fact: Any) -> Text | None:
        if fact.team in roster.judge(fact.judge).stands_down:
            return _("judge: {judge} stands down for {team} already", judge=fact.judge, team=fact.team)
        return None

    teams = Choice("team", team_options(position, roster.teams), _("Team"))
    blanks = (Choice("judge", here, _("Judge")), teams, REASON)
    label = _("A judge does not mark a team of their own unit")
    return Move(f.JudgeStoodDown, label, blanks=blanks, check=already, seat="arbiter", aside=True)


def _add_judge(position: Position) -> Move:
    known = {judge.id for judge in position.state.roster.judges} | {team.id for team in position.state.roster.teams}
    known |= {member.id for team in position.state.roster.teams for member in team.members}

    def fresh(fact: Any) -> Text | None:
        if fact.judge in known or not fact.judge.isascii() or not fact.judge.replace("-", "").isalnum():
            return _("judge: expected a new id of letters, digits and hyphens, found {found}", found=fact.judge)
        judge = Judge(fact.judge, plain(fact.name), group=fact.group or None)
        return _taken(judge, position.state.roster.judges) or _unseated(position, judge)

    blanks: list[Blank] = [Line("judge", _("Id"), longest=20, example="j99"), Line("name", _("Name"), longest=40)]
    groups = dict.fromkeys(judge.group for judge in position.state.roster.judges if judge.group)
    if groups:
        blanks.append(Choice("group", tuple(Option(group, plain(group)) for group in groups), _("Group")))
    return Move(f.JudgeAdded, _("Add a judge"), blanks=tuple(blanks), check=fresh, seat="arbiter", aside=True)


def _unseated(position: Position, judge: Judge) -> Text | None:
    """Say why a panel that weighs its judges has no place for one more, None if each has."""
    try:
        position.engine.check_judges((*position.state.roster.judges, judge))
    except RuleError:
        return _("judge: the panel has no weight for {judge}; give it one in the rules first", judge=judge.id)
    return None


def _lodge(teams: tuple[Option, ...]) -> Move:
    blanks = (Choice("team", teams, _("Team")), Line("about", _("About")))
    return Move(f.ProtestLodged, _("A team protests"), blanks=blanks, aside=True)


def _decide(protest: int) -> Move:
    options = (Option("upheld", _("upheld")), Option("rejected", _("rejected")))
    return Move(
        f.ProtestDecided,
        _("Decide the protest #{seq}", seq=protest),
        identity={"protest": protest},
        blanks=(Choice("decision", options, _("Decision")), REASON),
        seat="arbiter",
        aside=True,
    )


def _stoppages(position: Position) -> Iterator[Move]:
    if position.state.interrupted is None:
        blanks = (Instant("since", _("Since")), REASON)
        yield Move(f.Interrupted, _("Interrupt the contest"), blanks=blanks, aside=True)
    yield Move(f.TakenOver, _("Go on from this copy of the file, on this machine"), blanks=(REASON,), aside=True)


@functools.cache
def _cues() -> tuple[Move, ...]:
    return tuple(_made_cues())


def _made_cues() -> Iterator[Move]:
    programmes = tuple(Option(name, label) for name, label in PROGRAMMES.items())
    step = Number("step", _("Step"), low=Decimal(0), high=Decimal(999), whole=True)
    yield Move(f.BoardShows, _("What the board shows"), blanks=(Choice("programme", programmes), step), aside=True)
    text = Line("text", _("Text"), optional=True)
    yield Move(f.BoardMessage, _("Message on the board"), blanks=(text,), aside=True)
    lasting = (text, Number("minutes", _("Minutes"), low=Decimal(1), high=_LONGEST, whole=True), Instant("since"))
    yield Move(f.BoardMessage, _("Message on the board with a countdown"), blanks=lasting, aside=True)
    yield Move(f.HostNote, _("Note to the host's monitor"), blanks=(text,), aside=True)
    switch = (Option("on", _("freeze")), Option("off", _("unfreeze")))
    yield Move(f.StandingsFrozen, _("Freeze or unfreeze the standings"), blanks=(Choice("frozen", switch),), aside=True)
