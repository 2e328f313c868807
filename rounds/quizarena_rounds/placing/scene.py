"""What screens show of a placed round. Judges' places stay out of the hall's scene until they are open."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from quizarena.rounds import Moment
from quizarena.scenes import (
    Audience,
    Block,
    Headline,
    Mark,
    Marks,
    OnStage,
    Paragraph,
    Role,
    Say,
    Scene,
    Table,
    is_backstage,
)
from quizarena.text import Text, plain
from quizarena_rounds.ballots import marking_notes, state_without_ballot

from .lines import begin_line, over_line, part_name, place_lines, ranking_line, result_line
from .moves import ballots_of, moves
from .rules import Measure, PlacingRules
from .scoring import (
    is_complete,
    is_measured,
    judged_places,
    measured_places,
    measured_words,
    part_placings,
    shared_by,
    span,
)
from .state import PlacingState, count, is_judged, on_stage
from .words import _

_PLACE, _TEAM, _RESULT = _("Place"), _("Team"), _("Result")


def scene(state: PlacingState, moment: Moment, audience: Audience) -> Scene:
    """Return what `audience` sees."""
    rules: PlacingRules = moment.rules
    parts = count(rules)
    aside = _("part {part} of {parts}", part=state.part, parts=parts) if parts > 1 else None
    blocks: list[Block] = [Headline(part_name(state.part, moment), aside, state.part, parts)]
    blocks += _measured(state, moment, rules.measure) if rules.measure is not None else _judged(state, moment, audience)
    if is_backstage(audience):
        blocks.append(_say(state, moment))
    return Scene(moment.title, tuple(blocks))


def _stage(state: PlacingState, moment: Moment) -> Iterator[Block]:
    team = on_stage(state, moment.rules)
    if team:
        found = moment.field.team(team)
        yield OnStage(found.id, found.name, moment.field.podium(found.id))


def _measured(state: PlacingState, moment: Moment, own: Measure) -> Iterator[Block]:
    yield from _stage(state, moment)
    places = measured_places(state, own)
    ranked = sorted(state.results, key=lambda each: (each[0] not in places, places.get(each[0], 0)))
    rows = tuple(
        (_place(places, team), moment.field.team(team).name, measured_words(result, own)) for team, result in ranked
    )
    if rows:
        yield Table((_PLACE, _TEAM, _RESULT), rows, teams=tuple(team for team, _result in ranked))


def _place(places: dict[str, Fraction], team: str) -> Text | None:
    place = places.get(team)
    if place is None:
        return None
    first, last = span(place, shared_by(places, place))
    return plain(str(first) if first == last else f"{first}-{last}")


def _judged(state: PlacingState, moment: Moment, audience: Audience) -> Iterator[Block]:
    if not is_judged(state, moment.rules, moment.field):
        yield from _stage(state, moment)
    elif state.sheet.revealed is not None:
        yield from _places(state, moment)
    elif state.sheet.unmarked is not None:
        yield Paragraph(over_line(state, moment), Role.NOTE)
    else:
        now = ballots_of(state, moment)
        yield Marks("", tuple(
            Mark(judge.id, judge.name, "in" if now.sheet.ballot(judge.id) else state_without_ballot(now, judge))
            for judge in now.field.judges
        ))  # fmt: skip
        yield from marking_notes(now, audience)


def _places(state: PlacingState, moment: Moment) -> Iterator[Block]:
    """Yield the places of the part that is open, judge by judge, and those over all parts once they are known."""
    names = {judge.id: judge.name for judge in moment.field.judges}
    judges = tuple(names.get(ballot.judge, plain(ballot.judge)) for ballot in state.sheet.ballots)
    placings = part_placings(state, state.part)
    places = judged_places(state, moment, state.part)
    teams = sorted(placings, key=lambda team: places.get(team, 0))
    rows = tuple((_place(places, team), moment.field.team(team).name, *placings[team]) for team in teams)
    yield Table((_PLACE, _TEAM, *judges), rows, _title(state, moment.rules), teams=tuple(teams))


def _title(state: PlacingState, rules: PlacingRules) -> Text | None:
    """Say of several parts whose places these are: the judges' are those of the part that is open."""
    if count(rules) == 1:
        return None
    return _("places over all parts") if is_complete(state, rules) else _("places so far")


def _say(state: PlacingState, moment: Moment) -> Say:
    """Return what the host reads now and next."""
    then = tuple(move.say for move in moves(state, moment) if move.say and move.gesture == "next" and not move.closed)
    return Say(tuple(_now(state, moment)), then[:1])


def _now(state: PlacingState, moment: Moment) -> Iterator[Text]:
    rules: PlacingRules = moment.rules
    if rules.measure is not None:
        if on_stage(state, rules) is not None:
            yield begin_line()
        elif state.results:
            yield result_line(*state.results[-1], moment)
            if is_measured(state, moment) and not rules.measure.table:
                yield from place_lines(measured_places(state, rules.measure), moment)
    elif is_judged(state, rules, moment.field):
        if state.sheet.unmarked is not None:
            yield over_line(state, moment)
        elif state.sheet.revealed is not None:
            yield from place_lines(judged_places(state, moment, state.part), moment)
        elif ballots_of(state, moment).awaited:
            yield ranking_line()
    elif state.entered:
        yield begin_line()
