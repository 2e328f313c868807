"""What screens show of a debate.

Decides the blocks of each stage. The motion stands in a scene only once the hall has been shown it (before that only
for the record's owner: it is typed in unseen), a mark or vote once the match is revealed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Literal, cast

from quizarena.blanks import Choice
from quizarena.clocks import minutes
from quizarena.moves import Move
from quizarena.rounds import Moment
from quizarena.scenes import (
    Audience,
    Block,
    Clocks,
    Face,
    Headline,
    OnStage,
    Paragraph,
    Purpose,
    Role,
    Say,
    Scene,
    Steps,
    Table,
    Versus,
    is_backstage,
)
from quizarena.text import Text
from quizarena_rounds.bells import bells_line

from .allotment import judges_in, moment_of, reasons
from .floor import sides_of
from .floor_moves import debater, over_lines, turn_line
from .judging import marked_teams, opening_call
from .lineups import lineup_lines
from .motions import source
from .moves import forward_moves
from .pairing import sits_out
from .programme import programme
from .results import fixtures_of
from .results_scene import opening_lines, result_blocks
from .rules import DebateRules, Segment, Side
from .state import Match, State
from .words import SIDES, _

BALLOTS: Text = _("Ballots")
VOTES_SHOWN: Text = _("Votes")
_AHEAD = 2
"""How many of the steps to come the desk reads."""


def scene(state: State, moment: Moment, audience: Audience) -> Scene:
    """Return what `audience` sees: the match that runs, else the last one, else who meets whom."""
    match = state.running or (state.matches[-1] if state.matches else None)
    then = moment if match is None else moment_of(match, moment)
    blocks = _overview(state, moment, audience) if match is None else _of_match(state, match, then, audience)
    return Scene(moment.title, (*blocks, *_said(state, match, moment, audience)))


def _overview(state: State, moment: Moment, audience: Audience) -> Iterator[Block]:
    yield Headline(moment.title)
    fixtures = fixtures_of(state, moment.rules)
    name = moment.field.team
    rows = tuple((each.number, name(each.teams[0]).name, name(each.teams[1]).name) for each in fixtures)
    if rows and state.judges is not None:
        judged = tuple((*row, judges_in(row[0], state, moment)) for row in rows)
        yield Table((_("Match"), _("Team"), _("Team"), _("Judges")), judged)
    elif rows:
        yield Table((_("Match"), _("Team"), _("Team")), rows)
    yield from _bye(state, moment)
    if rows and moment.rules.judges == "allotted" and audience in (None, "desk"):
        why = tuple((reason,) for reason in reasons(state, moment))
        yield from (Table((_("Why they judge there"),), why),) if why else ()


def _bye(state: State, moment: Moment) -> Iterator[Block]:
    """Yield who has no opponent and what that gives; before the pairs are fixed, that somebody will have none."""
    rules: DebateRules = (moment.next if state.paired is None else moment.of(state.paired)).rules
    if rules.odd != "bye" or len(state.order or moment.field.playing) % 2 == 0:
        return
    idle = sits_out(state.order or (), rules.odd)
    who = _("The last in the order of pairs") if idle is None else moment.field.team(idle).name
    if rules.bye.points == "mean":
        yield Paragraph(_("{team} sits out and gets the mean of the other teams.", team=who))
    else:
        yield Paragraph(_("{team} sits out and gets {points}.", team=who, points=rules.bye.points))


def _of_match(state: State, match: Match, moment: Moment, audience: Audience) -> Iterator[Block]:
    rules: DebateRules = moment.rules
    count = len(fixtures_of(state, rules))
    number = match.number
    inside = _("match {number}", number=number)
    yield Headline(_("Match {number}", number=number), _("of {count}", count=count), number, count, inside)
    if match.affirmative:
        yield Versus(
            _stage(match, "affirmative", moment),
            _stage(match, "negative", moment),
            _motion(match, rules, audience),
            _speaking(match),
        )
        yield _rail(match, moment)
    if is_before_floor(match, rules):
        yield from (Paragraph(line, Role.NOTE) for line in lineup_lines(match, moment))
    if match.walkover is not None or match.votes.unmarked is not None:
        yield Paragraph(_("Match {number} is closed without marks.", number=match.number))
    elif match.motion_shown and len(match.floors) < len(segments := programme(match, rules)):
        yield from _segment(match, segments[len(match.floors)], audience)
        if audience in (None, "desk"):
            rows = tuple((each,) for each in _coming(match, moment))
            yield Table((_("Coming up"),), rows, _("Coming up"), Purpose.COMING)
    elif match.motion_shown:
        yield from result_blocks(match, moment, audience)


def _stage(match: Match, role: Side, moment: Moment) -> OnStage:
    team = moment.field.team(match.team(role))
    return OnStage(team.id, team.name, moment.field.podium(team.id), _speaker(match, role, moment), role)


def _speaker(match: Match, role: Side, moment: Moment) -> Text | None:
    """Return who of a side speaks in the segment that comes or runs, None where the rulebook does not say."""
    segments = programme(match, moment.rules)
    if not match.motion_shown or match.closed or len(match.floors) >= len(segments):
        return None
    return debater(segments[len(match.floors)], role, match, moment)


def _motion(match: Match, rules: DebateRules, audience: Audience) -> Text | None:
    return source(rules).reads(match, rules) if match.motion_shown or audience is None else None


def _speaking(match: Match) -> Literal["", "affirmative", "negative"]:
    speaking = match.floor.speaking
    return cast("Side", speaking) if speaking in ("affirmative", "negative") else ""


def _rail(match: Match, moment: Moment) -> Steps:
    """Segments of one name in a row are one step: both openings are 立论. Votes are shown in a step of their own."""
    rules: DebateRules = moment.rules
    names: list[Text] = []
    step_of: list[int] = []
    for name, segments in groupby(programme(match, rules), key=lambda segment: segment.name):
        step_of += [len(names)] * len(list(segments))
        names.append(name)
    step_of.append(len(names))
    current = None if match.closed or not match.motion_shown else step_of[len(match.floors)]
    if marked_teams(match, moment):
        return Steps((*names, BALLOTS), current)
    return Steps((*names, BALLOTS, VOTES_SHOWN), current if match.revealed is None else len(names) + 1)


def is_before_floor(match: Match, rules: DebateRules) -> bool:
    """Whether the motion is shown and nobody has spoken yet."""
    return match.motion_shown and not match.closed and not match.floors and not match.floor.spoke


def _segment(match: Match, segment: Segment, audience: Audience) -> Iterator[Block]:
    yield Paragraph(_heading(segment), Role.SEGMENT)
    yield Clocks(tuple(_face(side, match, segment) for side in sides_of(segment)))
    line = bells_line(segment.rung)
    if line is not None:
        yield Paragraph(line)
    if segment.kind == "chess" and audience in (None, "desk"):
        turns = Counter(match.floor.spoke)
        rows = tuple((SIDES[side], _("turns: {count}", count=turns[side])) for side in sides_of(segment))
        yield Table(
            (_("Side"), _("Turns")),
            rows,
            _("This segment"),
            Purpose.COUNTS,
        )


def _heading(segment: Segment) -> Text:
    if segment.kind == "chess":
        return _("{segment}, {time} a side", segment=segment.name, time=minutes(segment.seconds))
    return _("{segment}, {side}, {time}", segment=segment.name, side=SIDES[segment.side], time=minutes(segment.seconds))


def _face(side: str, match: Match, segment: Segment) -> Face:
    role = cast("Side", side) if side != "both" else ""
    return Face(match.floor.face(side, segment), SIDES[side], role, segment.rung)


def _said(state: State, match: Match | None, moment: Moment, audience: Audience) -> Iterator[Say]:
    """Yield what the host reads: once the last segment is over, the call for the ballots."""
    if not is_backstage(audience):
        return
    here = moment if match is None else moment_of(match, moment)
    opening = tuple(opening_lines(match, here)) if match is not None and match.revealed is not None else ()
    said = turn_line(match, here) if match is not None else None
    now: tuple[Text, ...] = () if said is None else (said,)
    if match is not None and is_before_floor(match, here.rules):
        now = tuple(lineup_lines(match, here))
    forward = tuple(forward_moves(state, moment))
    then = tuple(_lines(forward))
    is_lot = any(move.lot is not None for move in forward)  # whose line is read once it is open
    if not now and not then and match is not None and _marking(match, here.rules):
        then = (_("Judges, your marks, please.") if marked_teams(match, here) else _("Judges, please vote."),)
    if opening and match is not None:
        yield Say((opening_call(match, here),), then, opening)
    elif now or then:
        over = over_lines(match, here) if match is not None else ()
        yield Say(now, then or over[2:], over=over) if now or is_lot else Say(then, over=over)


def _marking(match: Match, rules: DebateRules) -> bool:
    """Whether the last segment is over and the judges' sheets are awaited."""
    return not match.closed and match.motion_shown and len(match.floors) >= len(programme(match, rules))


def _lines(moves: Iterable[Move]) -> Iterator[Text]:
    """Yield the lines of the moves that are open now, and of their options.

    Where the clock's key begins a segment it says so for all: that either side may begin is no second line.
    """
    now = [move for move in moves if move.closed is None]
    begins = any(move.gesture == "clock" and move.say is not None for move in now)
    for move in now:
        if move.say is not None:
            yield move.say
        if begins:
            continue
        choices = (blank for blank in move.blanks if isinstance(blank, Choice))
        yield from (option.say for choice in choices for option in choice.options if option.say is not None)


def _coming(match: Match, moment: Moment) -> tuple[Text, ...]:
    """Return the next steps of a match, the ballots last; segments of one name in a row are one step."""
    return tuple(islice(_coming_steps(match, moment), _AHEAD))


def _coming_steps(match: Match, moment: Moment) -> Iterator[Text]:
    segments, here = programme(match, moment.rules), len(match.floors)
    for _name, group in groupby(enumerate(segments), key=lambda each: each[1].name):
        parts = [segment for place, segment in group if place > here]
        if parts:
            yield _segment_words(parts)
    yield _ballot_words(match, moment)


def _segment_words(parts: list[Segment]) -> Text:
    first = parts[0]
    said: dict[str, Text | str] = {"segment": first.name, "time": minutes(first.seconds)}
    if first.kind == "chess":
        return _("{segment}, {time} a side", **said)
    if len(parts) > 1:
        return _("{segment} {time}, {side} first", side=SIDES[first.side], **said)
    return _("{segment} {time}, {side}", side=SIDES[first.side], **said)


def _ballot_words(match: Match, moment: Moment) -> Text:
    rules: DebateRules = moment.rules
    judges = len(moment.field.panel(*match.teams))
    if rules.criteria and rules.individual is not None:
        return _("Ballots: {judges} judges, two sheets (team, speakers)", judges=judges)
    return _("Ballots: {judges} judges", judges=judges)
