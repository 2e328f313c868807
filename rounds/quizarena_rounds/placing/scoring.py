"""Places and their points.

Judges' places are those of the teams that every ballot names: who left in between leaves no gap. A measured team
without a valid result comes behind all others and scores 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from quizarena.panels.placings import Placings
from quizarena.panels.ranking import Ranking
from quizarena.points import exact, mean, show
from quizarena.rounds import Moment
from quizarena.scores import SUM, Factor, Score, combine, leaf
from quizarena.text import Text, plain
from quizarena.values import evolve

from .rules import Measure, PlacingRules
from .state import PlacingState, Result, count
from .words import _

RESULT = "result"
"""The key of what was measured."""
PLACES = "places"
"""The key of the judges' places."""


def scores(state: PlacingState, moment: Moment) -> dict[str, Score]:
    """Return the score of each team that has one: by a table at once, by place once every place is known."""
    rules: PlacingRules = moment.rules
    if rules.measure is None:
        return _judged(state, moment)
    if rules.measure.table:
        return {team: _by_table(result, rules.measure) for team, result in state.results}
    if not is_measured(state, moment):
        return {}
    places = measured_places(state, rules.measure)
    return {team: _measured(team, result, places, rules) for team, result in state.results}


def is_measured(state: PlacingState, moment: Moment) -> bool:
    """Whether every team that takes part was measured."""
    return all(state.result(team.id) is not None for team in moment.field.playing)


def measured_places(state: PlacingState, own: Measure) -> dict[str, Fraction]:
    """Return the places by what was measured so far; level results share theirs, who has none has no place."""
    sign = 1 if own.less_is_better else -1
    values = {team: sign * result.value for team, result in state.results if result.value is not None}
    return {team: _rank(value, [*values.values()]) for team, value in values.items()}


def part_placings(state: PlacingState, part: int) -> dict[str, list[Fraction]]:
    """Return the places of each team that all judges placed in a part, judge by judge; none while it is sealed."""
    sheet = state.sheets[part - 1]
    given = [ballot.fact.of_teams for ballot in sheet.ballots] if sheet.revealed is not None else []
    teams = [team for team in given[0] if all(team in each for each in given)] if given else []
    return {team: [_rank(each[team], [each[other] for other in teams]) for each in given] for team in teams}


def judged_places(state: PlacingState, moment: Moment, upto: int) -> dict[str, Fraction]:
    """Return the places that the panel makes of the parts that are open, the first `upto` of them."""
    parts = _parts(state, upto)
    if not parts or moment.panel is None or not isinstance(moment.panel.rule, Ranking):
        return {}
    return moment.panel.rule.places(parts)


def _parts(state: PlacingState, upto: int) -> dict[str, Placings]:
    found = {part: part_placings(state, part) for part in range(1, min(upto, state.part) + 1)}
    found = {part: placings for part, placings in found.items() if placings}
    teams = [team for team in next(iter(found.values()), {}) if all(team in each for each in found.values())]
    return {str(part): {team: placings[team] for team in teams} for part, placings in found.items()} if teams else {}


def is_complete(state: PlacingState, rules: PlacingRules) -> bool:
    """Whether every part is closed."""
    return state.part == count(rules) and all(sheet.closed for sheet in state.sheets)


def _judged(state: PlacingState, moment: Moment) -> dict[str, Score]:
    rules: PlacingRules = moment.rules
    if not is_complete(state, rules):
        return {}
    places = judged_places(state, moment, state.part)
    record = max((sheet.revealed for sheet in state.sheets if sheet.revealed is not None), default=0)
    return {
        team: combine(
            SUM, moment.title, [won(place, shared_by(places, place), rules, record), _beside(state, team, moment)]
        )
        for team, place in places.items()
    }


def shared_by(places: Mapping[str, Fraction], place: Fraction) -> int:
    """Return how many have a place."""
    return sum(each == place for each in places.values())


def won(place: Fraction, level: int, rules: PlacingRules, record: int) -> Score:
    """Return the points of a place, which `level` teams share."""
    first, last = span(place, level)
    given = [_points(rules.points, nth) for nth in range(first, last + 1)]
    worth = given[0] if rules.shared == "better" else mean(given)
    return leaf(worth, _place_words(place, level), record)


def span(place: Fraction, level: int) -> tuple[int, int]:
    """Return the first and the last of the places that `level` teams share, of which `place` is the mean."""
    first = int(place - Fraction(level - 1, 2))
    return first, first + level - 1


def _place_words(place: Fraction, level: int) -> Text:
    first, last = span(place, level)
    if level == 1:
        return _("place {place}", place=first)
    return _("places {first} to {last}, shared", first=first, last=last)


def _points(points: Sequence[Decimal], place: int) -> Fraction:
    return exact(points[place - 1]) if place <= len(points) else Fraction(0)


def _beside(state: PlacingState, team: str, moment: Moment) -> Score:
    """Return the judges' places of a team, which count by the panel's rule alone."""
    names = {judge.id: judge.name for judge in moment.field.judges}
    leaves = [
        leaf(each, names.get(ballot.judge, plain(ballot.judge)), ballot.record)
        for part, sheet in enumerate(state.sheets, 1)
        if (places := part_placings(state, part).get(team)) is not None
        for ballot, each in zip(sheet.ballots, places, strict=True)
    ]
    found = evolve(combine(SUM, _("the judges' places"), leaves), key=PLACES)
    return combine(Factor(0), _("the judges' places, for the order only"), [found])


def _rank(value: Decimal | int, among: Sequence[Decimal | int]) -> Fraction:
    """Return the place of a value, the lowest first; level ones share the mean of theirs."""
    better, level = sum(each < value for each in among), sum(each == value for each in among)
    return better + Fraction(level + 1, 2)


def _by_table(result: Result, own: Measure) -> Score:
    if result.value is None:
        return _nothing(result)
    reached = [band for band in own.table if own.reaches(result.value, band)]
    best = min(reached, key=lambda band: band.at if own.less_is_better else -band.at, default=None)
    label = _("no row of the table reached") if best is None else _("{value} reached", value=best.at)
    worth = leaf(0 if best is None else best.points, label, result.record)
    return combine(SUM, measured_words(result, own), [worth, _value(result)])


def _measured(team: str, result: Result, places: Mapping[str, Fraction], rules: PlacingRules) -> Score:
    own = rules.measure
    if own is None or team not in places:
        return _nothing(result)
    points = won(places[team], shared_by(places, places[team]), rules, result.record)
    return combine(SUM, measured_words(result, own), [points, _value(result)])


def _nothing(result: Result) -> Score:
    return leaf(0, _("no valid result: {reason}", reason=result.reason), result.record)


def _value(result: Result) -> Score:
    """Return what was measured, which stands in the working and counts for nothing."""
    value = evolve(leaf(result.value or 0, _("measured"), result.record), key=RESULT)
    return combine(Factor(0), _("the result, for the order only"), [value])


def measured_words(result: Result, own: Measure) -> Text:
    """Return a result with its unit, or that there is none."""
    if result.value is None:
        return _("no valid result")
    return _("{value} {unit}", value=show(exact(result.value), _decimals(own)), unit=own.unit)


def _decimals(own: Measure) -> int:
    return -int(own.step.as_tuple().exponent)
