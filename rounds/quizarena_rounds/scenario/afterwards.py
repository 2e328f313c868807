"""What may still be done about a performance once its marks are open: a forgotten ballot, the chief judge's adjustment.

Decides who may do it and when: between performances, so that one is collected at a time. By how much the chief judge
may move a result is the panel's rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from quizarena.blanks import Choice, Number, Option
from quizarena.moves import Check, Move
from quizarena.points import exact, parse_number, show
from quizarena.roster import Field, Seat
from quizarena.rounds import Moment
from quizarena.text import Text
from quizarena_rounds.ballots import REASON, panel_of, reopening_move

from . import facts as f
from .state import Performance, Performer, ScenarioState
from .words import _

STEP = Decimal("0.01")


def reopening(state: ScenarioState, moment: Moment) -> Iterator[Move]:
    """Yield the aside that takes ballots of a closed performance again."""
    closed = _those(state, moment, lambda each: each.sheet.closed)
    if closed:
        label = _("Reopen a performance for a forgotten ballot")
        yield reopening_move(f.BALLOTS, label, blanks=_named(closed, moment), check=_is_among(closed))


def chief_moves(state: ScenarioState, moment: Moment) -> Iterator[Move]:
    """Yield the chief judge's adjustment of a result, where the panel allows one."""
    chiefs = {each.by: panel_of(moment.of(each.begun)).chief for each in state.performances}
    marked = _those(state, moment, lambda each: each.sheet.revealed is not None and chiefs[each.by] is not None)
    if not marked:
        return
    among = _is_among(marked)
    most = max(parse_number(show(chief.at_most)) for each in marked if (chief := chiefs[each.by]) is not None)

    def check(fact: Any) -> Text | None:
        chief = chiefs.get(Performer(fact.team, fact.member))
        return among(fact) or (None if chief is None else chief.refuses(exact(fact.points)))

    yield Move(
        f.ChiefAdjusted,
        _("The chief judge moves a result"),
        blanks=(
            *_named(marked, moment),
            Number("points", _("points"), -most, most, STEP),
            REASON,
        ),
        check=check,
        seat=_seat_of_chief(moment.field),
        aside=True,
    )


def _seat_of_chief(field: Field) -> str:
    return next((str(Seat("judge", judge.id)) for judge in field.judges if judge.chief and not judge.away), "arbiter")


def _those(state: ScenarioState, moment: Moment, wanted: Callable[[Performance], bool]) -> list[Performance]:
    playing = {team.id for team in moment.field.playing}
    return [each for each in state.performances if wanted(each) and each.by.team in playing]


def _named(performances: list[Performance], moment: Moment) -> Iterator[Choice]:
    """Yield the blanks that name one of `performances`: its team, and its member where members perform."""
    names = {team.id: team.name for team in moment.field.teams}
    teams = dict.fromkeys(each.by.team for each in performances)
    yield Choice("team", tuple(Option(team, names[team], team=team) for team in teams), _("team"))
    members = {member.id: member.name for team in moment.field.teams for member in team.everybody}
    solo = tuple(Option(each.by.member, members[each.by.member]) for each in performances if each.by.member)
    if solo:
        yield Choice("member", solo, _("member"))


def _is_among(performances: list[Performance]) -> Check:
    def check(fact: Any) -> Text | None:
        if any((each.by.team, each.by.member) == (fact.team, fact.member) for each in performances):
            return None
        return _("{member} is no member of {team} who has performed", member=fact.member, team=fact.team)

    return check
