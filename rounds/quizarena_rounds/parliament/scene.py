"""What screens show of a parliamentary debate.

Decides the blocks of each stage. The motion stands in a scene only once the hall has been shown it (before that only
for the record's owner), a score once the room is revealed.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizarena.clocks import minutes
from quizarena.rounds import Moment
from quizarena.scenes import (
    Audience,
    Block,
    Clocks,
    Face,
    Headline,
    OnStage,
    Paragraph,
    Role,
    Say,
    Scene,
    Steps,
    Table,
    is_backstage,
)
from quizarena.text import Text
from quizarena.values import evolve

from .benches import ORDER, SPEECHES
from .floor import BALLOT, speakers, speaking_team, speech_of, stage
from .motions import reads
from .moves import forward_moves, name_of
from .rules import ParliamentRules
from .scoring import SPEAKERS, room_scores
from .state import Room, State
from .words import _

_RAIL: tuple[Text, ...] = (_("Preparation"), *(speech.name for speech in SPEECHES), _("Ballot"))
_SEAT, _TEAM = _("Seat"), _("Team")
_POINTS, _SPEAKERS = _("Points"), _("Speakers")


def scene(state: State, moment: Moment, audience: Audience) -> Scene:
    """Return what `audience` sees: the room that debates, else the last one, else who debates together."""
    room = state.running or (state.rooms[-1] if state.rooms else None)
    blocks = _overview(state, moment) if room is None else _of_room(state, room, moment, audience)
    return Scene(moment.title, (*blocks, *_said(state, moment, audience)))


def _overview(state: State, moment: Moment) -> Iterator[Block]:
    yield Headline(moment.title)
    rows = tuple(
        (number, moment.field.team(team).name) for number, room in enumerate(state.planned, 1) for team in room
    )
    if rows:
        yield Table((_("Room"), _TEAM), rows)


def _of_room(state: State, room: Room, moment: Moment, audience: Audience) -> Iterator[Block]:
    count = len(state.planned)
    aside = _("{count} rooms in all", count=count) if count > 1 else None
    inside = _("room {number}", number=room.number)
    yield Headline(_("Room {number}", number=room.number), aside, room.number, count, inside)
    motion = reads(room, moment.rules) if room.motion_shown or audience is None else None
    if motion is not None:
        yield Paragraph(motion, Role.MOTION)
    number = stage(room, moment)
    yield Steps(_RAIL, None if room.sheet.closed or not room.motion_shown else number)
    if room.sheet.closed or not room.motion_shown or number == BALLOT:
        yield from _decision(room, number, moment)
    else:
        yield from _speech(room, number, moment)
    yield _result(room, moment) if room.sheet.revealed is not None else _seats(room, moment)


def _speech(room: Room, number: int, moment: Moment) -> Iterator[Block]:
    rules: ParliamentRules = moment.rules
    team = speaking_team(number, room, moment) if number else None
    if team is not None:
        speech = speech_of(number)
        member = next((each.name for each in speakers(team)[speech.speaker :]), None)
        bench = ORDER[speech.seat].bench
        yield OnStage(team.id, team.name, moment.field.podium(team.id), member, bench)
    seconds = rules.speech_time if number else rules.prepare_time
    clock = evolve(room.clock, limit_ms=1_000 * seconds)
    yield Clocks((Face(clock, name_of(number), bells=bells(rules) if number else (0,)),))
    if number:
        yield Paragraph(_bells_line(rules))


def bells(rules: ParliamentRules) -> tuple[int, ...]:
    """Return the seconds left at which a bell rings: points of information may begin, must end, and time."""
    first, last = rules.speech_time - rules.protected, rules.protected
    return (first, last, 0) if 0 < last <= first else (0,)


def _bells_line(rules: ParliamentRules) -> Text:
    end = minutes(rules.speech_time)
    if not bells(rules)[1:]:
        return _("Two bells at {end}; what comes after {heard} is not heard.", end=end, heard=_heard(rules))
    return _(
        "One bell at {first} and at {last}: points of information between them. Two at {end}; "
        "what comes after {heard} is not heard.",
        first=minutes(rules.protected),
        last=minutes(rules.speech_time - rules.protected),
        end=end,
        heard=_heard(rules),
    )


def _heard(rules: ParliamentRules) -> str:
    return minutes(rules.speech_time + rules.grace)


def _decision(room: Room, number: int, moment: Moment) -> Iterator[Block]:
    if room.sheet.unmarked is not None:
        yield Paragraph(_("Room {number} is closed without places.", number=room.number))
    elif not room.sheet.closed and room.motion_shown and number == BALLOT:
        waiting = _("The judges confer.")
        yield Paragraph(_("The ballot is in.") if room.sheet.ballots else waiting, Role.PROGRESS)


def _seats(room: Room, moment: Moment) -> Table:
    rows = tuple((seat.name, moment.field.team(team).name) for seat, team in zip(ORDER, room.order, strict=False))
    return Table((_SEAT, _TEAM), rows)


def _result(room: Room, moment: Moment) -> Table:
    """Return the places; the first part of a score is its points."""
    rows = []
    for team, score in room_scores(room, moment).items():
        told = score.find(SPEAKERS)
        seat = ORDER[room.order.index(team)].name
        rows.append((seat, moment.field.team(team).name, score.value, told.value if told else None))
    return Table((_SEAT, _TEAM, _POINTS, _SPEAKERS), tuple(rows), _("The room"))


def _said(state: State, moment: Moment, audience: Audience) -> Iterator[Say]:
    if is_backstage(audience):
        lines = tuple(move.say for move in forward_moves(state, moment) if move.say and move.closed is None)
        over = tuple(_over_lines(state.running, moment))
        if lines or over:
            yield Say(lines, over=over)


def _over_lines(room: Room | None, moment: Moment) -> Iterator[Text]:
    """Yield what is read when the clock runs out; nothing where its speaker has just left and nobody is to speak."""
    number = BALLOT if room is None or not room.clock.running else stage(room, moment)
    if number == 0:
        yield _("Time. Preparation is over.")
    elif number < BALLOT:
        yield _("Time, {speaker}.", speaker=name_of(number))
