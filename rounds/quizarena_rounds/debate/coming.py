"""What comes after the segment on the floor, for the desk: the next segments, then the ballots.

Decides the words of each and how far ahead they look.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice

from quizarena.clocks import minutes
from quizarena.rounds import Moment
from quizarena.text import Text

from .programme import programme
from .rules import DebateRules, Segment
from .state import Match
from .words import SIDES, _

_AHEAD = 2


def coming(match: Match, moment: Moment) -> tuple[Text, ...]:
    """Return the next steps of a match, the ballots last; segments of one name in a row are one step."""
    return tuple(islice(_steps(match, moment), _AHEAD))


def _steps(match: Match, moment: Moment) -> Iterator[Text]:
    segments, here = programme(match, moment.rules), len(match.floors)
    for _name, group in groupby(enumerate(segments), key=lambda each: each[1].name):
        parts = [segment for place, segment in group if place > here]
        if parts:
            yield _words(parts)
    yield _ballots(match, moment)


def _words(parts: list[Segment]) -> Text:
    first = parts[0]
    said: dict[str, Text | str] = {"segment": first.name, "time": minutes(first.seconds)}
    if first.kind == "chess":
        return _("{segment}, {time} a side", **said)
    if len(parts) > 1:
        return _("{segment} {time}, {side} first", side=SIDES[first.side], **said)
    return _("{segment} {time}, {side}", side=SIDES[first.side], **said)


def _ballots(match: Match, moment: Moment) -> Text:
    rules: DebateRules = moment.rules
    judges = len(moment.field.panel(*match.teams))
    if rules.criteria and rules.individual is not None:
        return _("Ballots: {judges} judges, two sheets (team, speakers)", judges=judges)
    return _("Ballots: {judges} judges", judges=judges)
