"""What the team in turn chooses (指定题): the points, which other team answers, which member; one key says which.

Decides the order, the team before its member and both before the points, and that another is named for one that left.
Source: part four of the rules at 360docs.net/doc/13233158.html (a desk names who answers for the next one, and the
points, 10, 20 or 30, of each of which there are five questions).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.blanks import Choice, Option
from quizarena.errors import RuleError
from quizarena.facts import Intent
from quizarena.moves import Move
from quizarena.roster import Roster, Team
from quizarena.rounds import Advice, Moment
from quizarena.rules import shape
from quizarena.text import Text

from . import lines
from .facts import Named, PickFact
from .labels import desk_label, turn_label
from .members import members
from .state import State
from .turns import takes_part
from .words import _

Choices: TypeAlias = tuple[Literal["opponent", "member", "value"], ...]


@attrs.frozen
class Nominated(PickFact, type="quiz.nominated", intent=Intent.CALL):
    """The team whose choice it is names which other team answers (指定对手)."""

    opponent: str


def _each_once(instance: object, attribute: attrs.Attribute[Any], value: Choices) -> None:
    if not value or len(set(value)) != len(value):
        raise RuleError(_("expected some of opponent, member, value, each once"))


def choose_rule() -> Any:
    """Return the field for what the team in turn chooses."""
    return shape(
        default=("value",),
        validator=_each_once,
        help=_(
            "what the team in turn chooses: value, the points; opponent, which other team answers; member, who answers"
        ),
    )


def refuse_choices(rules: Any, roster: Roster) -> Iterator[tuple[str, Text]]:
    """Yield why nobody could choose so: of several levels none is chosen, a team has no members."""
    if "value" not in rules.choose and len(rules.levels) != 1:
        count = len(rules.levels)
        yield "levels", _("nobody chooses the points (choose): expected one level, found {count}", count=count)
    nameless = [team for team in roster.teams if not team.members]
    if "member" in rules.choose and nameless:
        yield "choose", _("{team} has no members to be named; list them", team=nameless[0].name)


def advise_choices(rules: Any) -> Iterable[Advice]:
    """Advise where a team pays for points that another chose."""
    if {"opponent", "value"} <= set(rules.choose) and rules.wrong != "none":
        why = _("a team that is named pays for a wrong answer, though another chose the points")
        yield Advice("choose", why, _("write wrong: none if it shall pay nothing"))


def naming(number: int, chooser: str, state: State, moment: Moment) -> Move | None:
    """Return what is to be named besides the points, the team before the member; None where nothing is."""
    choose = moment.rules.choose
    if "opponent" in choose and _named(number, chooser, state, moment) is None:
        others = [team for team in moment.field.playing if team.id != chooser]
        if others:
            return _nominating(number, chooser, others, moment)
    team = answering(number, chooser, state, moment)
    if "member" not in choose or not moment.field.team(team).members or member_named(number, team, state):
        return None
    return Move(
        Named,
        _("{question}: name who answers", question=turn_label(moment.field, number, team)),
        identity={"number": number},
        derived={"team": team, "by": chooser},
        blanks=(Choice("member", members(moment.field.team(team), moment), _("contestant")),),
        say=lines.name_member(moment.field, chooser, team),
    )


def _named(number: int, chooser: str, state: State, moment: Moment) -> str | None:
    """Return the other team that was named for a number and still takes part, None where none was."""
    found = [each.opponent for each in state.picked(Nominated) if (each.number, each.team) == (number, chooser)]
    return found[-1] if found and found[-1] != chooser and takes_part(found[-1], moment) else None


def answering(number: int, chooser: str, state: State, moment: Moment) -> str:
    """Return the team that answers: the one that was named, else the one whose choice it is."""
    return _named(number, chooser, state, moment) or chooser


def member_named(number: int, team: str, state: State) -> str:
    """Return the member named to answer for that team, empty where none was."""
    found = [each.member for each in state.picked(Named) if (each.number, each.team) == (number, team)]
    return found[-1] if found else ""


def _nominating(number: int, chooser: str, others: Sequence[Team], moment: Moment) -> Move:
    options = tuple(
        Option(team.id, desk_label(moment.field, team.id), team=team.id, say=lines.nominated(moment.field, team.id))
        for team in others
    )
    return Move(
        Nominated,
        _("{question}: name the team that answers", question=turn_label(moment.field, number, chooser)),
        identity={"number": number},
        derived={"team": chooser},
        blanks=(Choice("opponent", options, _("team")),),
        say=lines.nominate(moment.field, chooser),
    )
