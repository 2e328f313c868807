"""The moves on the floor: who speaks, stop, end of a segment.

Decides what the keys of the clock do. Naming the side that speaks already is a closed move: it changes nothing. Time is
never judged here, since there is no "now"; only a clock that stands with nothing left cannot be started again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from quizarena.blanks import Choice, Gesture, Instant, Number, Option
from quizarena.clocks import duration
from quizarena.moves import Move
from quizarena.rounds import Moment
from quizarena.text import SENTENCES, Joined, Text, numeral
from quizarena.values import evolve

from . import facts
from .floor import Floor, opener, sides_of
from .lineups import speaker_of
from .programme import call_moves, programme
from .rules import Segment
from .state import Match
from .words import OTHER, SIDE, SIDES, THE_SIDE, THE_SIDE_FIRST, _

_AT = Instant("at", _("instant"))
_HOUR = Decimal(3_600)
_ARROWS: Mapping[str, Gesture] = {"affirmative": "left", "negative": "right"}

Given = Mapping[str, Any]


def floor_moves(match: Match, moment: Moment) -> Iterator[Move]:
    """Yield the moves of the segment that comes or runs."""
    segment = programme(match, moment.rules)[len(match.floors)]
    given = {"match": match.number, "segment": len(match.floors) + 1}
    if match.floor.speaking:
        yield _stop(given, segment)
    else:
        yield from _start(given, segment, match, moment)
    if segment.kind == "chess":
        yield from _turns(given, segment, match, moment)
    yield _end(given, segment, match, moment)
    yield from call_moves(match, moment)


def clock_moves(match: Match, moment: Moment) -> Iterator[Move]:
    """Yield the aside that corrects a clock of the segment that comes or runs."""
    sides = sides_of(programme(match, moment.rules)[len(match.floors)])
    given: dict[str, Any] = {"match": match.number, "segment": len(match.floors) + 1}
    seconds = Number(
        "seconds",
        _("seconds more (minus: fewer)"),
        -_HOUR,
        _HOUR,
        whole=True,
        relative=True,
    )
    options = tuple(Option(side, SIDES[side]) for side in sides)
    whose = (Choice("side", options, _("side")),) if len(sides) > 1 else ()
    if not whose:
        given["side"] = sides[0]
    yield Move(facts.ClockMoved, _("Correct the clock"), identity=given, blanks=(*whose, seconds), aside=True)


def _stop(given: Given, segment: Segment) -> Move:
    label = _("Stop both clocks") if len(sides_of(segment)) > 1 else _("Stop the clock")
    return Move(facts.Stopped, label, identity=given, blanks=(_AT,), gesture="clock")


def _start(given: Given, segment: Segment, match: Match, moment: Moment) -> Iterator[Move]:
    """Yield the move that starts the clock, or lets the side go on that spoke last."""
    floor = match.floor
    side = floor.spoke[-1] if floor.spoke else opener(segment)
    if floor.spoke and floor.out_of_time(side, segment):
        return
    label = _("Resume: {side}", side=SIDES[side]) if floor.spoke else _first(segment, side)
    yield Move(
        facts.TurnTaken,
        label,
        identity={**given, "side": side},
        blanks=(_AT,),
        gesture="clock",
        say=None if floor.spoke else _opening(segment, side, debater(segment, side, match, moment)),
    )


def _first(segment: Segment, side: str) -> Text:
    return _("{segment}: {side} speaks", segment=segment.name, side=SIDES[side])


def debater(segment: Segment, side: str, match: Match, moment: Moment) -> Text | None:
    """Return the name of who speaks for a side in a segment, None where nobody can say."""
    member = speaker_of(segment, side, match, moment)
    return None if member is None else member.name


def _opening(segment: Segment, side: str, member: Text | None) -> Text:
    """Return what begins a segment: who stands up, the side alone where nobody is named."""
    if segment.kind == "chess":
        return _("{segment} begins, {side} first.", segment=segment.name, side=SIDES[side])
    if member is not None:
        said = {"segment": segment.name, "member": member, "time": duration(segment.seconds)}
        return _("{segment}: {side}, {member}, {time}.", side=_role(SIDES[side], segment), **said)
    return _("{segment}: {side}, {time}.", segment=segment.name, side=SIDES[side], time=duration(segment.seconds))


def _turns(given: Given, segment: Segment, match: Match, moment: Moment) -> Iterator[Move]:
    closed = {side: _why_not(side, segment, match.floor) for side in sides_of(segment)}
    label = _("Who speaks")
    options = tuple(
        Option(
            side,
            _("{side} speaks", side=SIDES[side]),
            team=match.team(side),
            gesture=_ARROWS[side],
            say=_line(side, segment, match.floor, debater(segment, side, match, moment)),
        )
        for side, reason in closed.items()
        if reason is None
    )
    if options:
        choice = Choice("side", options, _("side"))
        yield Move(facts.TurnTaken, label, identity=given, blanks=(choice, _AT))
    for side, reason in closed.items():
        if reason is not None:
            yield Move(
                facts.TurnTaken,
                label,
                identity={**given, "side": side},
                blanks=(_AT,),
                gesture=_ARROWS[side],
                closed=reason,
            )


def _why_not(side: str, segment: Segment, floor: Floor) -> Text | None:
    if floor.speaking == side:
        return _("{side} is speaking.", side=SIDES[side])
    if floor.out_of_time(side, segment):
        return _("{side} has no time left.", side=SIDES[side])
    return None


def turn_line(match: Match, moment: Moment) -> Text | None:
    """Return the line with which the turn that is being spoken began, None while nobody speaks."""
    segments, floor = programme(match, moment.rules), match.floor
    if not floor.speaking or len(match.floors) >= len(segments):
        return None
    segment = segments[len(match.floors)]
    member = debater(segment, floor.speaking, match, moment)
    if segment.kind != "chess":
        return _opening(segment, floor.speaking, member)
    return _line(floor.speaking, segment, evolve(floor, spoke=floor.spoke[:-1]), member)


def over_lines(match: Match, moment: Moment) -> tuple[Text, ...]:
    """Return what is read once the time of the turn that is being spoken is over, in the order of the clocks."""
    segments = programme(match, moment.rules)
    if not match.floor.speaking or len(match.floors) >= len(segments):
        return ()
    segment = segments[len(match.floors)]
    if segment.kind == "chess":
        return (*(_waived_or_not(side) for side in sides_of(segment)), _over(segment, match, moment))
    return (_("Time, {speaker}.", speaker=_speaker(segment)),)


def _waived_or_not(side: str) -> Text:
    """Return what is read once one side of a free debate has no time left."""
    other = OTHER[side]
    return _("Time for {other}. {side} may go on or waive.", other=THE_SIDE[side], side=THE_SIDE_FIRST[other])


def _speaker(segment: Segment) -> Text:
    """Return who speaks as the host addresses them: 正方一辩, affirmative."""
    return _role(_lower(segment.side), segment)


def _role(side: Text, segment: Segment) -> Text:
    """Return a side with the number of who speaks, which English leaves out."""
    number = segment.speaker
    if not isinstance(number, int):
        return side
    return _("{side}{number:.0}", side=side, number=numeral(number))


def _over(segment: Segment, match: Match, moment: Moment) -> Text:
    """Return the line after a segment: that it is over, and which comes next."""
    ends = _("{segment} is over.", segment=segment.name)
    coming = programme(match, moment.rules)[len(match.floors) + 1 :]
    if not coming:
        return ends
    then = coming[0]
    if then.kind == "chess":
        following = _("Next: {segment}.", segment=then.name)
    elif [each.name for each in coming[1:2]] == [then.name]:
        following = _("Next: {segment}, {side} first.", segment=then.name, side=_lower(then.side))
    else:
        following = _("Next: {segment}, {side}.", segment=then.name, side=_lower(then.side))
    return Joined((ends, following), SENTENCES)


def _lower(side: str) -> Text:
    return SIDE[side]


def _line(side: str, segment: Segment, floor: Floor, member: Text | None) -> Text:
    """Return what is read when the other side takes its turn."""
    other = OTHER[side]
    if floor.out_of_time(other, segment):
        return _waived_or_not(other)
    if not floor.spoke:
        return _opening(segment, side, member)
    if floor.spoke[-1] == side:
        return _("{side}, please go on.", side=SIDES[side])
    return _("{other}, please sit down. {side}, please.", other=SIDES[other], side=SIDES[side])


def _end(given: Given, segment: Segment, match: Match, moment: Moment) -> Move:
    """A segment nobody has begun is left out from the menu only, so that a hammered key skips nothing."""
    floor = match.floor
    if not floor.spoke:
        return Move(facts.SegmentEnded, _("Skip: {segment}", segment=segment.name), identity=given)
    return Move(
        facts.SegmentEnded,
        _("End: {segment}", segment=segment.name),
        identity=given,
        gesture="next",
        say=_over(segment, match, moment),
        closed=_("stop the clock first") if floor.speaking else None,
    )
