"""Who takes part: teams, contestants, judges, and the field of a round as it is now.

Decides identity (ids identify, names only display). Leaves to the contest who was renamed, withdrew or was excused.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias, TypeVar

import attrs

from .languages import LANGUAGES
from .text import FRAME, Joined, Text, Words, likeness, plain
from .values import fast_init

_ = FRAME
_Named = TypeVar("_Named", "Team", "Judge")
Standing: TypeAlias = Literal["playing", "withdrawn", "disqualified"]
LEFT: Mapping[Standing, Text] = {"withdrawn": _(" (withdrew)"), "disqualified": _(" (disqualified)")}
"""What stands behind the name of a team that left, wherever the team stands (退赛)."""


def named(name: Text, standing: Standing) -> Text:
    """Return a team's name; where it left, with what became of it."""
    return Joined((name, LEFT[standing])) if standing in LEFT else name


@attrs.frozen
class Seat:
    """In whose name somebody acts: a role ("desk", "host", "arbiter"), and for a judge or a team which one."""

    role: str
    judge: str = ""
    team: str = ""

    @classmethod
    def of(cls, text: str) -> Seat:
        """Return the seat that `str` wrote: "desk", "judge:j3", "team:t1"."""
        role, _colon, who = text.partition(":")
        return cls(role, team=who) if role == "team" else cls(role, who)

    def __str__(self) -> str:
        """Return it as records have it."""
        who = self.judge or self.team
        return f"{self.role}:{who}" if who else self.role


BUZZERS = "buzzer"
"""The seat in whose name machines record who was first, where the rules let them."""


def undoes(seat: str) -> tuple[str, ...]:
    """Return the seats whose records an undo by `seat` takes back: its own; the desk's, the buzzers' too."""
    return (seat, BUZZERS) if seat == "desk" else (seat,)


@attrs.frozen
class Contestant:
    """A member of a team (队员, 辩手)."""

    id: str
    name: Words


@attrs.frozen
class Team:
    """A team (参赛队). `unit` is the employer a judge may share with it (回避); `short` wins where space is short.

    `former` are the members whose places substitutes have taken: what they did stays theirs. `leader` (领队)
    answers for the team and signs.
    """

    id: str
    name: Words
    members: tuple[Contestant, ...] = ()
    short: Words | None = None
    unit: str | None = None
    standing: Standing = "playing"
    former: tuple[Contestant, ...] = ()
    leader: Words | None = None

    @property
    def everybody(self) -> tuple[Contestant, ...]:
        """All who are or were its members."""
        return (*self.members, *self.former)

    @property
    def plays(self) -> bool:
        """Whether the team still takes part."""
        return self.standing == "playing"


@attrs.frozen
class Judge:
    """A judge (评委). `away` says the judge is excused from now on; `stands_down` names teams not judged (回避)."""

    id: str
    name: Words
    chief: bool = False
    unit: str | None = None
    group: str | None = None
    away: bool = False
    stands_down: frozenset[str] = frozenset()

    def judges(self, team: str) -> bool:
        """Whether this judge marks `team` now."""
        return not self.away and team not in self.stands_down


@attrs.frozen
class Roster:
    """All teams and judges of the contest as they are now."""

    teams: tuple[Team, ...]
    judges: tuple[Judge, ...] = ()

    def team(self, team: str) -> Team:
        """Return the team with that id; KeyError if there is none."""
        return _with_id(self.teams, team)

    def judge(self, judge: str) -> Judge:
        """Return the judge with that id; KeyError if there is none."""
        return _with_id(self.judges, judge)

    def name(self, entrant: str) -> Text:
        """Return the display name of a team, member or judge; the id itself where nobody has it."""
        return next((each.name for each in self._everybody() if each.id == entrant), plain(entrant))

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all teams, members and judges, of those too who have left."""
        return frozenset(each.id for each in self._everybody())

    def _everybody(self) -> Iterator[Team | Contestant | Judge]:
        for team in self.teams:
            yield team
            yield from team.everybody
        yield from self.judges


@fast_init
@attrs.frozen
class Field:
    """Who takes part in a round, now: teams in running order (出场顺序), judges in seat order.

    `podiums` maps a team to its desk number (台号), 1 upwards. `left` are the teams that a play-off asks no more.
    """

    teams: tuple[Team, ...]
    judges: tuple[Judge, ...]
    podiums: tuple[tuple[str, int], ...] = ()
    left: frozenset[str] = frozenset()

    @functools.cached_property
    def playing(self) -> tuple[Team, ...]:
        """The teams that still take part, in running order."""
        return tuple(team for team in self.teams if team.plays and team.id not in self.left)

    def team(self, team: str) -> Team:
        """Return the team with that id; KeyError if it is not in this round."""
        return self._team_of[team]

    def judge(self, judge: str) -> Judge:
        """Return the judge with that id; KeyError if there is none."""
        return _with_id(self.judges, judge)

    def panel(self, *teams: str) -> tuple[Judge, ...]:
        """Return the judges who mark all of `teams` now."""
        return tuple(judge for judge in self.judges if all(judge.judges(team) for team in teams))

    def podium(self, team: str) -> int:
        """Return the desk number of `team`."""
        return self._podium_of[team]

    @functools.cached_property
    def _team_of(self) -> dict[str, Team]:
        return {team.id: team for team in self.teams}

    @functools.cached_property
    def _podium_of(self) -> dict[str, int]:
        return dict(self.podiums)


def likenesses(named: Team | Contestant | Judge) -> frozenset[str]:
    """Return what is left of somebody's names where case, spaces and the like are no difference: see `likeness`.

    Two who share one of these are taken for each other.
    """
    names = (named.name, named.short) if isinstance(named, Team) else (named.name,)
    return frozenset(likeness(name.in_language(each)) for name in names if name is not None for each in LANGUAGES)


def _with_id(things: tuple[_Named, ...], wanted: str) -> _Named:
    for thing in things:
        if thing.id == wanted:
            return thing
    raise KeyError(wanted)


def masked(name: str) -> str:
    """Return a name of which the first letter of each word is left: 张*, M*** S****."""
    return " ".join(word[:1] + "*" * max(1, len(word) - 1) for word in name.split())
