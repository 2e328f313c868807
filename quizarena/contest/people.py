"""The moves about who takes part: teams, members and judges who come, go, change their names, or have their turn later.

Each is an aside with a reason; what it does to the roster is in `engine`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from ..blanks import Blank, Choice, Line, Option
from ..errors import RuleError
from ..facts import Fact
from ..moves import Check, Move
from ..roster import Contestant, Judge, Roster, Team, likenesses
from ..text import FRAME, Joined, Text, plain
from . import roster_facts as r
from .answers import per_roster
from .position import Position

_ = FRAME
_Named = TypeVar("_Named", Team, Judge, Contestant)
REASON = Line("reason", _("Reason"))
_NAME = Line("name", _("Name"), longest=40)


def team_options(position: Position, teams: tuple[Team, ...]) -> tuple[Option, ...]:
    """Return a choice's options for `teams`, in desk order."""
    podiums = dict(position.podiums)
    return tuple(Option(team.id, team.name, team=team.id) for team in sorted(teams, key=lambda team: podiums[team.id]))


@per_roster
def everybody(position: Position) -> frozenset[str]:
    """Return the ids of all who are in the contest, or were."""
    return position.state.roster.ids


@per_roster
def absent(position: Position, people: frozenset[str]) -> frozenset[str]:
    """Return the ids among `people` of those who are not in the contest at this moment, nor were."""
    return people - everybody(position)


def people(position: Position) -> tuple[Move, ...]:
    """Return the moves about people."""
    running = position.state.running
    waiting = () if running is None or running.cut else position.waiting(running)
    if running is None or len(waiting) < 2:
        return _of_people(position)
    return *_of_people(position), _defer(position, running.id, waiting)


@per_roster
def _of_people(position: Position) -> tuple[Move, ...]:
    return tuple(_about_people(position))


def _about_people(position: Position) -> Iterator[Move]:
    teams = position.state.roster.teams
    playing = tuple(team for team in teams if team.plays)
    if len(playing) > 1:
        yield _leave(team_options(position, playing))
    gone = tuple(team for team in teams if not team.plays)
    if gone:
        blanks = (Choice("team", team_options(position, gone), _("Team")), REASON)
        yield Move(r.TeamRejoined, _("A team that left is back"), blanks=blanks, seat="arbiter", aside=True)
    yield _rename(team_options(position, teams), position.state.roster)
    yield from _judges(position)
    yield from _add_team(position)
    yield from _members(position)


def _leave(teams: tuple[Option, ...]) -> Move:
    modes = (Option("withdrawn", _("withdraws")), Option("disqualified", _("is disqualified")))
    blanks = (Choice("team", teams, _("Team")), Choice("mode", modes, _("How")), REASON)
    return Move(r.TeamLeft, _("A team withdraws or is disqualified"), blanks=blanks, seat="arbiter", aside=True)


def _rename(teams: tuple[Option, ...], roster: Roster) -> Move:
    def told_apart(fact: Any) -> Text | None:
        return _taken(Team(fact.team, plain(fact.name)), roster.teams)

    blanks = (Choice("team", teams, _("Team")), Line("name", _("New name"), longest=40))
    return Move(r.TeamRenamed, _("Rename a team"), blanks=blanks, check=told_apart, aside=True)


def _renaming(fact: type[Fact], label: Text, who: Choice, told_apart: Check) -> Move:
    return Move(fact, label, blanks=(who, _NAME, REASON), check=told_apart, seat="arbiter", aside=True)


def _taken(named: _Named, others: Iterable[_Named]) -> Text | None:
    """Say whom somebody would be taken for under a name, None if nobody."""
    found = likenesses(named)
    other = next((each for each in others if each.id != named.id and found & likenesses(each)), None)
    if other is None:
        return None
    return _("name: {name} looks the same as the name of {other}", name=named.name, other=other.id)


def _is_new_id(found: str, roster: Roster) -> bool:
    return found not in roster.ids and found.isascii() and found.replace("-", "").isalnum()


def _add_team(position: Position) -> Iterator[Move]:
    """Yield the move that lets a late team in; between the hash and the opening of a draw its labels stand."""
    state = position.state

    def fresh(fact: Any) -> Text | None:
        if not _is_new_id(fact.team, state.roster):
            return _("team: expected a new id of letters, digits and hyphens, found {found}", found=fact.team)
        return _taken(Team(fact.team, plain(fact.name)), state.roster.teams)

    drawing = any(draw.committed is not None and draw.order is None for draw in state.draws)
    yield Move(
        r.TeamAdded,
        _("Let a late team in, from its next round on"),
        blanks=(
            Line("team", _("Id"), longest=20, example="late"),
            _NAME,
            REASON,
            Line("members", _("Members, with commas between"), optional=True),
        ),
        check=fresh,
        seat="arbiter",
        aside=True,
        closed=_("a draw is under way; open it first") if drawing else None,
    )


def _members(position: Position) -> Iterator[Move]:
    roster = position.state.roster
    options = tuple(_member_option(team, member) for team in roster.teams for member in team.members)
    if not options:
        return
    here = {member.id: team for team in roster.teams for member in team.members}

    def told_apart(fact: Any) -> Text | None:
        return _taken(Contestant(fact.member, plain(fact.name)), here[fact.member].members)

    def substitute(fact: Any) -> Text | None:
        if not _is_new_id(fact.by, roster):
            return _("by: expected a new id of letters, digits and hyphens, found {found}", found=fact.by)
        others = [each for each in here[fact.member].members if each.id != fact.member]
        return _taken(Contestant(fact.by, plain(fact.name)), others)

    who = Choice("member", options, _("Member"))
    yield _renaming(r.MemberRenamed, _("Rename a member"), who, told_apart)
    yield Move(
        r.MemberReplaced,
        _("Let a substitute take a member's place"),
        blanks=(who, Line("by", _("Id"), longest=20, example="red-9"), _NAME, REASON),
        check=substitute,
        seat="arbiter",
        aside=True,
    )


def _member_option(team: Team, member: Contestant) -> Option:
    return Option(member.id, Joined((team.short or team.name, member.name), " "), team=team.id)


@per_roster
def _defer(position: Position, round_id: str, waiting: tuple[str, ...]) -> Move:
    """Return the move that lets one of the teams whose turn is still to come have it later."""

    def later(fact: Any) -> Text | None:
        if waiting.index(fact.behind) > waiting.index(fact.team):
            return None
        return _("behind: {team} comes before {other} already", team=fact.behind, other=fact.team)

    teams = {team.id: team for team in position.state.roster.teams}
    options = [Option(team, teams[team].name, team=team) for team in waiting]
    return Move(
        r.TurnDeferred,
        _("Let a team have its turn later"),
        identity={"round": round_id},
        blanks=(
            Choice("team", tuple(options[:-1]), _("Team")),
            Choice("behind", tuple(options[1:]), _("Right behind")),
            REASON,
        ),
        check=later,
        seat="arbiter",
        aside=True,
    )


def _judges(position: Position) -> Iterator[Move]:
    judges = position.state.roster.judges
    here = tuple(_judge_option(judge.id, judge.name) for judge in judges if not judge.away)
    away = tuple(_judge_option(judge.id, judge.name) for judge in judges if judge.away)
    if here:
        blanks = (Choice("judge", here, _("Judge")), REASON)
        yield Move(r.JudgeExcused, _("Excuse a judge from now on"), blanks=blanks, seat="arbiter", aside=True)
        yield _stand_down(position, here)
    if away:
        blank = Choice("judge", away, _("Judge"))
        yield Move(r.JudgeRejoined, _("A judge is back"), blanks=(blank,), seat="arbiter", aside=True)
    if judges:
        yield _rename_judge(position)
        yield _add_judge(position)


def _judge_option(judge: str, name: Text) -> Option:
    return Option(judge, name, judge=judge)


def _rename_judge(position: Position) -> Move:
    judges = position.state.roster.judges

    def told_apart(fact: Any) -> Text | None:
        return _taken(Judge(fact.judge, plain(fact.name)), judges)

    who = Choice("judge", tuple(_judge_option(judge.id, judge.name) for judge in judges), _("Judge"))
    return _renaming(r.JudgeRenamed, _("Rename a judge"), who, told_apart)


def _stand_down(position: Position, here: tuple[Option, ...]) -> Move:
    roster = position.state.roster

    def already(fact: Any) -> Text | None:
        if fact.team in roster.judge(fact.judge).stands_down:
            return _("judge: {judge} stands down for {team} already", judge=fact.judge, team=fact.team)
        return None

    teams = Choice("team", team_options(position, roster.teams), _("Team"))
    blanks = (Choice("judge", here, _("Judge")), teams, REASON)
    label = _("A judge does not mark a team of their own unit")
    return Move(r.JudgeStoodDown, label, blanks=blanks, check=already, seat="arbiter", aside=True)


def _add_judge(position: Position) -> Move:
    def fresh(fact: Any) -> Text | None:
        if not _is_new_id(fact.judge, position.state.roster):
            return _("judge: expected a new id of letters, digits and hyphens, found {found}", found=fact.judge)
        judge = Judge(fact.judge, plain(fact.name), group=fact.group or None)
        return _taken(judge, position.state.roster.judges) or _unseated(position, judge)

    blanks: list[Blank] = [Line("judge", _("Id"), longest=20, example="j99"), Line("name", _("Name"), longest=40)]
    groups = dict.fromkeys(judge.group for judge in position.state.roster.judges if judge.group)
    if groups:
        blanks.append(Choice("group", tuple(Option(group, plain(group)) for group in groups), _("Group")))
    return Move(r.JudgeAdded, _("Add a judge"), blanks=tuple(blanks), check=fresh, seat="arbiter", aside=True)


def _unseated(position: Position, judge: Judge) -> Text | None:
    """Say why a panel that weighs its judges has no place for one more, None if each has."""
    try:
        position.engine.check_judges((*position.state.roster.judges, judge))
    except RuleError:
        return _("judge: the panel has no weight for {judge}; give it one in the rules first", judge=judge.id)
    return None
