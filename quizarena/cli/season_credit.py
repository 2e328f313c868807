"""`credit`: the places of a contest count in a season, for the members of the same name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import click

from quizarena.documents import heat_at
from quizarena.points import show
from quizarena.roster import Team
from quizarena.season import Season
from quizarena.season.facts import ContestCredited, Placed
from quizarena.season.ledger import year_of
from quizarena.text import Joined, likeness, plain

from .options import command, file_argument, option
from .output import say
from .season import by_option, say_recorded
from .season_lists import member_called, season_at
from .trouble import Refused, line
from .words import _, told

_MOST_SAID = 20
"""So many names stand in one answer at most."""


@command(
    "credit",
    _("Credit the places of a contest to the members of a season; it counts once."),
    "quizarena credit points.qa march.qa --person 书记\nquizarena credit points.qa march.qa --as 张三=m7",
    _(
        "The contest is judged record by record and has to be over. Its people and teams are the members of the same"
        " name; a later correction of it is told when it is credited again."
    ),
)
@click.argument("season_file", metavar="SEASON")
@file_argument
@option("--day", metavar="DAY", about=_("The day of the contest; by default the one in its rules."))
@option("--as", "known_as", metavar="NAME=ID", multiple=True, about=_("Who somebody in the contest is, by id."))
@by_option
def credit_command(
    season_file: str, file: str, *, day: str | None, known_as: tuple[str, ...], person: str, id: str | None
) -> None:
    """Credit the contest."""
    with season_at(season_file) as (arena, season):
        result = heat_at(file)
        if result.missing:
            raise Refused(line(Joined((plain(file), Joined(result.missing, "; ")), ": ")))
        held = day or result.day
        if held is None:
            raise Refused(line(_("{file} says no date; give it with --day", file=file)))
        known = dict(map(_pair, known_as))
        _refuse_unknown(season, result.teams, known, file)
        places, strangers = _placed(season, result.teams, {likeness(name): member for name, member in known.items()})
        if not places and season.rules.contests is not None:
            raise Refused(line(_("nobody in {file} is a member of this season: {names}; enrol them, or say which member"
                                 " somebody is: --as NAME=ID", file=file, names=_some(strangers))))  # fmt: skip
        fact = ContestCredited(result.start, result.head, result.title.in_language(season.language), held, places)
        record = arena.push(fact, person=person, id=id)
        say_recorded(season, record)
        _say_points(season, record.seq)
        if strangers:
            say(_("no members of this season: {names}", names=", ".join(strangers)))


def _pair(text: str) -> tuple[str, str]:
    name, sign, member = text.partition("=")
    if not sign:
        raise click.UsageError(told(_("--as: expected NAME=ID, found {found}", found=text)))
    return name, member


def _refuse_unknown(season: Season, teams: Sequence[tuple[int, Team]], known: Mapping[str, str], file: str) -> None:
    """Refuse an `--as` that names nobody of the contest or no member."""
    members = season.ledger.members
    names = [name for _place, team in teams for name in _names(team)]
    alike = set(map(likeness, names))
    for name, member in known.items():
        if likeness(name) not in alike:
            raise Refused(line(_("--as {name}={id}: nobody in {file} is called {name}; there are {known}", name=name,
                                 id=member, file=file, known=_some(names))))  # fmt: skip
        if member not in members:
            there = _some([f"{each.id} ({each.name})" for each in members.values()])
            raise Refused(line(_("--as {name}={id}: no member has the id {id}; there are {known}", name=name, id=member,
                                 known=there)))  # fmt: skip


def _names(team: Team) -> list[str]:
    """Return what a team and its people are called, the team first; each name once."""
    return list(dict.fromkeys([told(team.name), *(told(each.name) for each in team.members)]))


def _some(names: Sequence[str]) -> str:
    """Return the first names of some; "-" of none."""
    more = [told(_("{count} more", count=len(names) - _MOST_SAID))] if len(names) > _MOST_SAID else []
    return ", ".join([*names[:_MOST_SAID], *more]) or "-"


def _say_points(season: Season, seq: int) -> None:
    """Print who got how many points by the credit at `seq`; of many, how many they are and got together."""
    credit = season.ledger.credits.get(seq)
    if credit is None:  # it was reversed since, and this asks for it again by its id
        return
    if len(credit.fact.places) > _MOST_SAID:
        total = show(sum(credit.points.values(), Fraction(0)))
        say(_("{count} members, points together: {points}", count=len(credit.points), points=total))
        return
    year = year_of(credit.fact.day)
    for each in credit.fact.places:
        name, points = season.ledger.members[each.member].name, show(credit.points[each.member])
        if seq in dict(season.ledger.counted(each.member, year)):
            say(_("{name} ({id}): place {place}, points: {points}", name=name, id=each.member, place=each.place,
                  points=points))  # fmt: skip
        else:
            say(_("{name} ({id}): place {place}, points: ({points}), not among the results that count", name=name,
                  id=each.member, place=each.place, points=points))  # fmt: skip


def _placed(
    season: Season, teams: Sequence[tuple[int, Team]], known_as: Mapping[str, str]
) -> tuple[tuple[Placed, ...], list[str]]:
    """Return the members' places, and the teams and people who are no members.

    A team may be a member itself; one that is none is told unless all of its people are members.
    """
    placed: list[Placed] = []
    strangers: list[str] = []
    for place, team in teams:
        own, *people = _names(team)
        found = {name: known_as.get(likeness(name)) or _member_or_none(season, name) for name in (own, *people)}
        placed += [
            Placed(member, place, own if name != own else "") for name, member in found.items() if member is not None
        ]
        unknown = [name for name in people if found[name] is None]
        if found[own] is None and (unknown or not people):
            strangers.append(own)
        strangers += unknown
    return tuple(placed), strangers


def _member_or_none(season: Season, name: str) -> str | None:
    """Return the member of that name, None if there is none; Refused where several are called so."""
    return member_called(season, name) if season.ledger.called(name) else None
