"""The members of a team: who is named to answer, and their own points for an honour to the best (最佳个人).

Their points are counted beside the team's and never instead of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizarena.blanks import Choice, Option
from quizarena.moves import Move
from quizarena.roster import Team
from quizarena.rounds import Award, Moment
from quizarena.rules import shape
from quizarena.scores import Score

from . import lines
from .facts import Named
from .labels import desk_label, member_label, turn_label
from .packs import following
from .state import Question, State
from .turns import Turn
from .words import _


def individual_rule() -> Any:
    """Return the field for keeping each member's own points."""
    return shape(
        default=False,
        help=_("whether each member's own points are kept, for the best individual"),
    )


def keeps_members(rules: Any) -> bool:
    """Whether the rules keep the members' own points."""
    return bool(rules.individual)


def best_individual(scores: Mapping[str, Score]) -> Iterator[Award]:
    """Yield the honour to whoever has the most points, all of them where several have; nobody without points."""
    best = max((score.value for score in scores.values()), default=0)
    if best > 0:
        winners = tuple(member for member, score in scores.items() if score.value == best)
        yield Award(_("Best individual"), winners, scores[winners[0]], scores)


def named_for(state: State, number: int) -> str:
    """Return the member named for that number, empty while nobody was."""
    named = state.pick(Named, number) if state.picks else None
    return "" if named is None else named.member


def member_to_name(turn: Turn, state: State, moment: Moment) -> Move | None:
    """Return the move by which the next team names who answers, None where there is nobody to choose from."""
    team = moment.field.team(turn.team)
    if not team.members or named_for(state, turn.number):
        return None
    by = following(team.id, moment)
    return Move(
        Named,
        _("{question}: name who answers", question=turn_label(moment.field, turn.number, turn.team)),
        identity={"number": turn.number},
        derived={"team": team.id, "by": by},
        blanks=(Choice("member", members(team, moment), _("contestant")),),
        say=lines.name_member(moment.field, by, team.id),
    )


def speaker(number: int, team: str, moment: Moment) -> Iterator[Move]:
    """Yield the move that says which member of the team that buzzed answers."""
    options = members(moment.field.team(team), moment)
    if options:
        yield Move(
            Named,
            _("{desk}: who answers", desk=desk_label(moment.field, team)),
            identity={"number": number},
            derived={"team": team},
            blanks=(Choice("member", options, _("contestant")),),
        )


def forgotten(question: Question, moment: Moment) -> Iterator[Move]:
    """Yield the aside that says after the ruling which member answered: else that member's own points are lost."""
    for team in moment.field.teams if not question.outcome else ():
        if team.members and question.unnamed(team.id):
            yield Move(
                Named,
                _("{question}: who answered", question=turn_label(moment.field, question.number, team.id)),
                identity={"number": question.number, "team": team.id},
                blanks=(Choice("member", members(team, moment), _("contestant")),),
                aside=True,
            )


def members(team: Team, moment: Moment) -> tuple[Option, ...]:
    """Return the members of a team as options."""
    return tuple(
        Option(each.id, member_label(moment.field, team.id, each.id) or each.name, team=team.id)
        for each in team.members
    )
