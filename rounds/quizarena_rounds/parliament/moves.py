"""The moves of a parliamentary debate: rooms, seats, motion, speeches.

Time is never judged here, since there is no "now". Tickets are those of `quizarena.draws`: purpose `rooms/<round>` over
all teams, `seats/<round>/<room>` over those of a room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from quizarena.blanks import Instant, Number
from quizarena.clocks import duration, minutes
from quizarena.moves import Drawing, Lot, Move
from quizarena.rounds import COMING, Moment
from quizarena.text import Joined, Text
from quizarena.values import evolve
from quizarena_rounds.ballots import Sheet
from quizarena_rounds.lots import (
    Order,
    by_standings,
    drawn_order,
    is_used,
    lot,
    lot_within,
    order_drawing,
    order_move,
    running_order,
    team_lots,
    ways,
)

from . import facts
from .benches import ORDER
from .floor import BALLOT, playing, speaking_team, speech_of, stage
from .judging import judging_moves, reopening, unmarked
from .motions import motion_moves
from .rules import ParliamentRules, Rooms, Seats
from .state import Room, State
from .words import _

_AT = Instant("at", _("instant"))
_HOUR = Decimal(3_600)


def forward_moves(state: State, moment: Moment) -> Iterator[Move]:
    """Yield the moves that bring the round on; none when it is over."""
    room = state.running
    if state.order is None:
        yield from _forming(moment)
    elif room is not None:
        yield from _in_room(room, moment)
    elif len(state.rooms) < len(state.planned):
        yield _seating(state, moment)


def aside_moves(state: State, moment: Moment) -> Iterator[Move]:
    """Yield what may be mended beside the course of the round."""
    room = state.running
    if room is None:
        yield from (reopening(each) for each in state.rooms if _is_debated(each, moment))
    elif room.motion_shown and not _is_debated(room, moment) and len(playing(room, moment)) > 1:
        yield _clock_moved(room, moment)


def _is_debated(room: Room, moment: Moment) -> bool:
    return room.motion_shown and stage(room, moment) == BALLOT


def upcoming(state: State, moment: Moment) -> Iterator[tuple[State, ...]]:
    """Yield the rooms still to be marked, in rows that agree on no room, seat or motion that is not settled."""
    known = state.order or (_rooms_order(moment) if moment.field.playing else ())
    for order in ways(known, moment):
        for nth in (0, 1):
            yield tuple(_to_mark(evolve(state, order=order), moment, nth))


def _to_mark(state: State, moment: Moment, nth: int) -> Iterator[State]:
    """Yield the states in which each room still to come is marked; what is not settled is chosen by `nth`."""
    for number, teams in enumerate(state.planned, 1):
        begun = number <= len(state.rooms)
        seats = _seats_order(teams, number, moment) or teams[nth:] + teams[:nth]
        room = state.rooms[number - 1] if begun else Room(number, seats, seated=COMING)
        if room.sheet.closed:
            continue
        if room.sheet.ballots or len(playing(room, moment)) > 1:
            room = Room(number, room.order, room.motion or str(nth), True, BALLOT, sheet=room.sheet, seated=room.seated)
            yield state.with_room(room)
        state = state.with_room(evolve(room, sheet=Sheet(unmarked=0)))


def drawings(state: State, moment: Moment) -> Iterator[Drawing]:
    """Yield the draw of who debates together; once that is known the draw of who sits where."""
    rules: ParliamentRules = moment.rules
    if state.order is None:
        if rules.rooms == "drawn" and moment.field.playing:
            yield order_drawing(f"rooms/{moment.round}", _("who debates together"), moment)
        return
    begun = [str(room.number) for room in state.rooms]
    coming = list(enumerate(state.planned, 1))[len(begun) :]
    is_due = rules.seats == "drawn" and state.running is None and coming
    if is_due and not is_used(f"seats/{moment.round}", begun, moment):
        yield _seats_drawing(coming, moment)


def _seats_drawing(coming: Sequence[tuple[int, Order]], moment: Moment) -> Drawing:
    """Return the draw of the seats of rooms: the teams of each among themselves, in the order of the benches."""
    teams = [moment.field.team(team) for _number, order in coming for team in order]
    seats = [(number, bench.name) for number, order in coming for bench, _team in zip(ORDER, order, strict=False)]
    return Drawing(
        f"seats/{moment.round}",
        _("seats"),
        team_lots(teams),
        tuple(_("Room {number}, {seat}", number=number, seat=seat) for number, seat in seats),
        tuple(str(number) for number, _seat in seats),
        _("in the order of the step before"),
        tuple(len(order) for _number, order in coming),
    )


def _forming(moment: Moment) -> Iterator[Move]:
    if moment.field.playing:
        label, what = _("Announce who debates together"), _("order drawn")
        order = _rooms_order(moment)
        yield order_move(facts.Formed, label, moment.field.playing, order, what=what, lot=_rooms_lot(moment))


def _seating(state: State, moment: Moment) -> Move:
    number = len(state.rooms) + 1
    teams = state.planned[number - 1]
    order = _seats_order(teams, number, moment)
    return order_move(
        facts.Seated,
        _("Seats of room {number}", number=number),
        [moment.field.team(team) for team in teams],
        order,
        what=_("seats"),
        identity={"room": number},
        say=None if order is None else _seats_line(order, moment),
        lot=_seats_lot(teams, number, moment),
    )


def _seats_line(order: tuple[str, ...], moment: Moment) -> Text:
    """Return who sits where, once the seats are known."""
    seats = zip(ORDER, order, strict=False)
    return Joined(tuple(_("{seat}: {team}.", seat=s.name, team=moment.field.team(t).name) for s, t in seats), " ")


def _in_room(room: Room, moment: Moment) -> Iterator[Move]:
    """Yield what comes next; with fewer than two teams left, and no ballot in, the room closes without places."""
    debated = _is_debated(room, moment)
    if not room.sheet.ballots and len(playing(room, moment)) < 2:
        yield unmarked(room)
    elif debated:
        yield from judging_moves(room, moment)
    elif not room.motion_shown:
        yield from motion_moves(room, moment)
    else:
        yield from _speech(room, moment)


def _speech(room: Room, moment: Moment) -> Iterator[Move]:
    number = stage(room, moment)
    given = {"room": room.number, "speech": number}
    if room.clock.running:
        yield Move(
            facts.ClockPressed,
            _("Stop the clock"),
            identity={**given, "action": "stop"},
            blanks=(_AT,),
            gesture="clock",
        )
    else:
        opening = opening_line(number, room, moment)
        label = _("Resume: {what}", what=name_of(number)) if room.begun else opening
        if not number and not room.begun:
            label = _("Start preparation: {time}", time=minutes(moment.rules.prepare_time))
        yield Move(
            facts.ClockPressed,
            label,
            identity={**given, "action": "start"},
            blanks=(_AT,),
            gesture="clock",
            say=None if room.begun else opening,
        )
    yield _end(room, number, given)


def _end(room: Room, number: int, given: dict[str, Any]) -> Move:
    """A speech nobody has begun is left out from the menu only, so that a hammered key skips nothing."""
    if not room.begun:
        return Move(facts.SpeechEnded, _("Skip: {what}", what=name_of(number)), identity=given)
    closed = _("stop the clock first") if room.clock.running else None
    label = _("End: {what}", what=name_of(number))
    return Move(facts.SpeechEnded, label, identity=given, gesture="next", closed=closed)


def _clock_moved(room: Room, moment: Moment) -> Move:
    label = _("seconds more (minus: fewer)")
    return Move(
        facts.ClockMoved,
        _("Correct the clock"),
        identity={"room": room.number, "speech": stage(room, moment)},
        blanks=(Number("seconds", label, -_HOUR, _HOUR, whole=True, relative=True),),
        aside=True,
    )


def name_of(number: int) -> Text:
    """Return what a speech is called; 0 is the time to prepare."""
    return speech_of(number).name if number else _("Preparation")


def opening_line(number: int, room: Room, moment: Moment) -> Text:
    """Return the line that begins a speech, or the time to prepare."""
    rules: ParliamentRules = moment.rules
    team = speaking_team(number, room, moment) if number else None
    if team is None:
        return _("You have {time} to prepare.", time=duration(rules.prepare_time))
    return _("{speech}, {team}, {time}.", speech=name_of(number), team=team.name, time=duration(rules.speech_time))


def _rooms_order(moment: Moment) -> Order | None:
    """Return the order in which each four debate together; None if it is drawn on paper and typed in."""
    rules: ParliamentRules = moment.rules
    return _ROOMS[rules.rooms](moment)


def _seats_order(teams: Order, room: int, moment: Moment) -> Order | None:
    """Return the teams of a room seat by seat; None if that is drawn on paper and typed in."""
    rules: ParliamentRules = moment.rules
    return _SEATS[rules.seats](teams, room, moment)


def _rooms_lot(moment: Moment) -> Lot | None:
    rules: ParliamentRules = moment.rules
    return lot(running_order(moment), f"rooms/{moment.round}", moment) if rules.rooms == "drawn" else None


def _seats_lot(teams: Order, room: int, moment: Moment) -> Lot | None:
    rules: ParliamentRules = moment.rules
    held = f"seats/{moment.round}"
    return lot_within(teams, held, f"{held}/{room}", moment) if rules.seats == "drawn" else None


_ROOMS: Mapping[Rooms, Callable[[Moment], Order | None]] = {
    "by_order": running_order,
    "drawn": lambda moment: drawn_order(_rooms_lot(moment)),
    "by_standings": by_standings,
}
_SEATS: Mapping[Seats, Callable[[Order, int, Moment], Order | None]] = {
    "drawn": lambda teams, room, moment: drawn_order(_seats_lot(teams, room, moment)),
    "by_order": lambda teams, room, moment: teams,
}
