"""What the host reads out in a placed round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from quizarena.rounds import Moment
from quizarena.text import Text

from .scoring import measured_words, shared_by, span
from .state import PlacingState, Result
from .words import _


def part_name(part: int, moment: Moment) -> Text:
    """Return what a part is called: its name, or that of the round where there is one part."""
    parts = moment.rules.parts
    name: Text = parts[part - 1] if parts else moment.title
    return name


def call_line(team: str, part: int, moment: Moment) -> Text:
    """Call a team, or all of them, on stage."""
    if not team:
        return _("{part}: please welcome all teams!", part=part_name(part, moment))
    return _("Please welcome desk {desk}, {team}!", desk=moment.field.podium(team), team=moment.field.team(team).name)


def begin_line() -> Text:
    """Let who is on stage begin."""
    return _("Please begin.")


def ranking_line() -> Text:
    """Ask for the judges' places."""
    return _("Judges, your places, please.")


def result_line(team: str, result: Result | None, moment: Moment) -> Text:
    """Say what a team was measured at."""
    name, own = moment.field.team(team).name, moment.rules.measure
    if result is None or result.value is None:
        return _("{team}: no valid result.", team=name)
    return _("{team}: {result}.", team=name, result=measured_words(result, own))


def place_lines(places: Mapping[str, Fraction], moment: Moment) -> Iterator[Text]:
    """Read out who has which place, the last first."""
    for team, place in sorted(places.items(), key=lambda each: -each[1]):
        podium, name = moment.field.podium(team), moment.field.team(team).name
        first, last = span(place, shared_by(places, place))
        if first == last:
            yield _("Place {place}: desk {desk}, {team}.", place=first, desk=podium, team=name)
        else:
            said: dict[str, Text | int] = {"first": first, "last": last, "desk": podium, "team": name}
            yield _("Places {first} to {last}, shared: desk {desk}, {team}.", **said)


def over_line(state: PlacingState, moment: Moment) -> Text:
    """Close a part that has no places."""
    return _("{part} is not placed.", part=part_name(state.part, moment))
