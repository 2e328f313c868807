"""`credit`: the places of a contest count in a season, for the members of the same name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from quizarena.documents import heat_at
from quizarena.roster import Team
from quizarena.season import Season
from quizarena.season.facts import ContestCredited, Placed
from quizarena.text import Joined, likeness, plain

from .options import command, file_argument, option
from .output import say
from .season import by_option, say_recorded
from .season_lists import member_called, season_at
from .trouble import Refused, line
from .words import _, told


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
        places, strangers = _placed(season, result.teams, dict(_pair(each) for each in known_as))
        fact = ContestCredited(result.start, result.head, result.title.in_language(season.language), held, places)
        say_recorded(season, arena.push(fact, person=person, id=id))
        if strangers:
            say(_("not in this season: {names}", names=", ".join(strangers)))


def _pair(text: str) -> tuple[str, str]:
    name, sign, member = text.partition("=")
    if not sign:
        raise click.UsageError(told(_("--as: expected NAME=ID, found {found}", found=text)))
    return likeness(name), member


def _placed(
    season: Season, teams: Sequence[tuple[int, Team]], known_as: Mapping[str, str]
) -> tuple[tuple[Placed, ...], list[str]]:
    """Return the members' places, and the people who are no members; a team may be a member itself."""
    placed: list[Placed] = []
    strangers: list[str] = []
    for place, team in teams:
        team_name = told(team.name)
        for name in dict.fromkeys([team_name, *(told(each.name) for each in team.members)]):
            member = known_as.get(likeness(name)) or _member_or_none(season, name)
            if member is not None:
                placed.append(Placed(member, place, team_name if name != team_name else ""))
            elif name != team_name or not team.members:
                strangers.append(name)
    return tuple(placed), strangers


def _member_or_none(season: Season, name: str) -> str | None:
    """Return the member of that name, None if there is none; Refused where several are called so."""
    return member_called(season, name) if season.ledger.called(name) else None
