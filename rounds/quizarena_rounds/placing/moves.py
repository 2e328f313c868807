"""What may happen in a placed round: on stage, then measured, or ranked by the judges once all have been there."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from quizarena.blanks import Blank, Number, Option, Permutation
from quizarena.moves import Check, Move
from quizarena.roster import Team
from quizarena.rounds import Moment
from quizarena.text import Text
from quizarena_rounds.ballots import REASON, Collection, Labels, collection, judging_moves, panel_of, reopening_move

from . import facts as f
from .lines import call_line, part_name, ranking_line, result_line
from .rules import Measure, PlacingRules
from .state import PlacingState, coming, count, is_judged, on_stage
from .words import _


def moves(state: PlacingState, moment: Moment) -> Iterator[Move]:
    """Yield the moves, forward ones first."""
    rules: PlacingRules = moment.rules
    if rules.measure is not None:
        yield from _measuring(state, moment, rules.measure)
    elif not is_judged(state, rules, moment.field):
        yield _call(state, moment)
    elif not state.sheet.closed:
        yield from _ranking(state, moment)
    else:
        if state.part < count(rules):
            yield _call(PlacingState(sheets=(*state.sheets, state.sheet)), moment)
        label = _("Take ballots of {part} again", part=part_name(state.part, moment))
        yield reopening_move(f.BALLOTS, label, {"part": state.part})


def ballots_of(state: PlacingState, moment: Moment) -> Collection[f.BallotGiven]:
    """Return the ballots of the part that is on as they are collected now."""
    teams = tuple(team.id for team in moment.field.playing)
    return collection(state.sheet, moment.field, teams, {"part": state.part})


def _call(state: PlacingState, moment: Moment) -> Move:
    """Return the move that brings the next team, or all of them, on stage."""
    team = next(coming(state, moment.rules, moment.field), "")
    name = moment.field.team(team).name if team else _("all teams")
    identity = {"part": state.part, "team": team} if team else {"part": state.part}
    return Move(
        f.Entered,
        _("Call {team} on stage", team=name),
        identity,
        say=call_line(team, state.part, moment),
        gesture="next",
    )


def _measuring(state: PlacingState, moment: Moment, own: Measure) -> Iterator[Move]:
    team = on_stage(state, moment.rules)
    if team is not None and moment.field.team(team).plays:
        name = moment.field.team(team).name
        blank = Number("value", own.unit, Decimal(0), step=own.step)
        label = _("Take down the result of {team}", team=name)
        yield Move(f.Measured, label, {"team": team}, blanks=(blank,), check=_at_most(own.most), gesture="next")
        label = _("{team} has no valid result", team=name)
        yield Move(f.NotMeasured, label, {"team": team}, blanks=(REASON,), say=result_line(team, None, moment))
    elif next(coming(state, moment.rules, moment.field), None) is not None:
        yield _call(state, moment)


def _at_most(most: Decimal) -> Check:
    """Refuse a result that cannot be; the blank itself has no end, for no result is low beside it."""

    def check(fact: Any) -> Text | None:
        if fact.value <= most:
            return None
        return _("{value} is more than the largest result possible, {most}", value=fact.value, most=most)

    return check


def _ranking(state: PlacingState, moment: Moment) -> Iterator[Move]:
    part = part_name(state.part, moment)
    labels = Labels(
        ballot=_("Rank the teams: {part}", part=part),
        reveal=_("Open the places of {part}", part=part),
        unmarked=_("Close {part} without places", part=part),
        returned=_("Return a ranking for changes"),
        absent=_("A judge does not rank here"),
        mark_line=ranking_line(),
        reveal_line=_("The places, please!"),
    )
    now, panel = ballots_of(state, moment), panel_of(moment)
    yield from judging_moves(now, f.BALLOTS, _blanks(moment), panel, labels=labels)


def _blanks(moment: Moment) -> Iterator[Blank]:
    """Yield the order of all teams, the best first; where teams may be level, a place for each."""
    playing = moment.field.playing
    if not moment.rules.level:
        yield Permutation("order", tuple(_option(team) for team in playing), _("order, the best first"))
        return
    for team in playing:
        yield Number(f"places.{team.id}", team.name, Decimal(1), Decimal(len(playing)), Decimal(1), whole=True)


def _option(team: Team) -> Option:
    return Option(team.id, team.name, team=team.id)
