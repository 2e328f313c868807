"""What may happen now: the moves that open a contest and carry it on, and after them those of any time.

Within a round the kind says what comes next.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..blanks import Choice, Instant, Line, Option
from ..draws import tickets
from ..moves import Move
from ..points import spoken_total
from ..standings import Row
from ..standings.prizes import moved_up, prize_at
from ..text import FRAME, SENTENCES, Joined, Text, cardinal, joint, listed, spoken_place
from . import facts as f
from .answers import each_once, per_roster
from .asides import asides, board_cues
from .draw_steps import on_paper, order_steps, round_steps, takings_back
from .people import REASON
from .position import Position
from .qualification import entrants, parted, running_order, table_of, ties_before
from .standings import OpenTie, open_ties, standings, without_prizes
from .state import ORDER, Played, lot_purpose

if TYPE_CHECKING:
    from ..rulebook import RoundEntry

_ = FRAME


def moves(position: Position) -> Iterator[Move]:
    """Yield every move of the moment: forward ones first, asides last."""
    state = position.state
    if state.signed is not None:
        yield _reopen()
        yield from board_cues()
        return
    if not state.mode:
        yield _open()
        return
    if state.interrupted is not None:
        yield Move(f.Resumed, _("Resume the contest"), blanks=(Instant("at", _("At")),), gesture="next")
    else:
        yield from forward(position)
    yield from asides(position)


def forward(position: Position) -> Iterator[Move]:
    """Yield the draw's, the running round's or the next step's moves, the round's own asides among them."""
    running = position.state.running
    if running is None or position.is_over(running):
        yield from _between_rounds(position)
        return
    if is_leaving(position):
        yield _leave(position, running, parted(position, running)[0])
    else:
        drawn, waits = round_steps(position)
        yield from drawn
        offered = position.round_moves(running)
        yield from (move for move in offered if move.aside) if waits else offered
    yield _cut(position, running.id, position.entry(running).title)


def is_leaving(position: Position) -> bool:
    """Whether a team has to leave the play-off before it goes on: a correction has parted it from the others."""
    running = position.state.running
    if running is None or not running.play_off or position.is_over(running):
        return False
    return bool(parted(position, running))


def _leave(position: Position, running: Played, team: str) -> Move:
    name = position.state.roster.name(team)
    return Move(
        f.PlayOffLeft,
        _("{team} is no longer tied and leaves the play-off", team=name),
        identity={"round": running.id, "team": team},
        say=_leave_line(position, running, team),
        gesture="next",
    )


def _leave_line(position: Position, running: Played, team: str) -> Text:
    """Return what is read when a correction has parted a team from the others of a play-off; in a freeze no total."""
    podiums, leaving = dict(position.podiums), parted(position, running)
    staying = sorted(podiums[each.id] for each in position.field(running).playing if each.id not in leaving)
    if position.state.frozen is not None:
        parted_now = _("After review desk {desk} is no longer tied.", desk=podiums[team])
        go_on = (_("The play-off goes on with {desks}.", desks=_desks(staying)),) if staying else ()
        return Joined((parted_now, *go_on), SENTENCES)
    said: dict[str, Text | str | int] = {"desk": podiums[team], "total": spoken_total(position.totals[team])}
    if not staying:
        return _("After review desk {desk} has {total} and is no longer tied.", **said)
    return _(
        "After review desk {desk} has {total} and is no longer tied; {desks} go on.", desks=_desks(staying), **said
    )


def _desks(numbers: Sequence[int]) -> Text:
    """Return desks as they are read out: 1 号台和 4 号台, desks 1 and 4."""
    if len(numbers) == 1:
        return _("desk {number}", number=numbers[0])
    return _("desks {numbers}", numbers=listed([_("{number}", number=number) for number in numbers]))


@each_once
def _between_rounds(position: Position) -> Iterator[Move]:
    running, draw_moves = position.state.running, tuple(order_steps(position))
    yield from draw_moves
    if not draw_moves:
        yield from position.round_moves(running) if running is not None else ()
        yield from _next_round(position)
    yield from takings_back(position)


def _reopen() -> Move:
    return Move(
        f.ContestReopened,
        _("Open the signed contest again, by a ruling"),
        blanks=(Line("by", _("Who ruled so"), longest=40), REASON),
        seat="arbiter",
        aside=True,
    )


def _open() -> Move:
    modes = (Option("live", _("for real")), Option("rehearsal", _("as a rehearsal")))
    return Move(f.ContestOpened, _("Open the contest"), blanks=(Choice("mode", modes),))


@per_roster
def _cut(position: Position, round_id: str, title: Text) -> Move:
    label = _("End {round} early", round=title)
    return Move(f.RoundCut, label, identity={"round": round_id}, blanks=(REASON,), seat="arbiter", aside=True)


def _next_round(position: Position) -> Iterator[Move]:
    """Yield the moves that begin the next round, or call for its draw or its play-off."""
    coming = position.coming
    if coming is None:
        yield from _finish(position)
        return
    ties = ties_before(position, coming)
    if ties:
        yield from _settling(position, ties)
        return
    yield Move(
        f.RoundBegun,
        _("Begin {round}", round=coming.title),
        identity={"round": coming.id},
        derived={"order": running_order(position, coming, entrants(position, coming))},
        say=_opening_line(position, coming),
        gesture="next",
    )


def _opening_line(position: Position, coming: RoundEntry) -> Text:
    """Return what is read as a round begins: its title, who meets in a knock-out, what it does to totals and places."""
    said: list[Text] = [_("And now: {round}.", round=coming.title)]
    meeting = entrants(position, coming) if coming.bracket is not None else ()
    if len(meeting) == 1:
        said.append(_("{team} has no opponent.", team=_names(position, meeting)))
    elif meeting:
        said.append(_("{teams} meet.", teams=_names(position, meeting)))
    if coming.start_from is not None:
        said.append(_("All begin from {points}.", points=spoken_total(coming.start_from)))
    if coming.decides and coming.bracket is None:
        said.append(_("The places go by this round."))
    return Joined(tuple(said), SENTENCES) if len(said) > 1 else said[0]


def _finish(position: Position) -> Iterator[Move]:
    ties = open_ties(position)
    yield from _settling(position, ties)
    if not ties and position.state.frozen is not None:
        yield Move(
            f.StandingsFrozen,
            _("Unfreeze the standings, the prizes wait for it"),
            identity={"frozen": "off"},
            gesture="next",
        )
    if not ties:
        yield Move(
            f.ContestSigned,
            _("Close and sign the contest"),
            blanks=(Line("by", _("Signed by"), longest=40),),
            closed=_("a protest is pending; decide it first") if position.state.pending_protests else None,
        )


def _settling(position: Position, ties: Sequence[OpenTie]) -> Iterator[Move]:
    number = 1 + sum(played.play_off for played in position.state.rounds)
    for place, tie in enumerate(ties):
        if tie.by_lot:
            yield from _lot(position, tie.teams, first=place == 0)
        else:
            yield from _settle(position, tie.teams, number, first=place == 0)


def _settle(position: Position, tie: tuple[str, ...], number: int, *, first: bool) -> Iterator[Move]:
    names = _listed([position.state.roster.name(team) for team in tie])
    yield Move(
        f.PlayOffCalled,
        _("Play off the tie of {teams}", teams=names),
        identity={"teams": tie},
        derived={"round": f"playoff-{number}"},
        say=_tie_line(position, tie),
        gesture="next" if first else None,
    )
    yield Move(f.TieShared, _("Leave {teams} tied: they share the place", teams=names), identity={"teams": tie})


def _tie_line(position: Position, tie: tuple[str, ...]) -> Text:
    """Return who is tied and for what; without total and place before a later round and in a freeze (封榜)."""
    names, coming = _names(position, tie), position.coming
    parted_now = tuple(_parted_lines(position, tie))
    if parted_now:
        return Joined((*parted_now, _("{teams} go on.", teams=names)), SENTENCES)
    if coming is not None:
        return _("{teams} are level. A play-off decides who goes on to {round}.", teams=names, round=coming.title)
    if position.state.frozen is not None:
        return _("{teams} are level: a play-off.", teams=names)
    rows, prizes = moved_up(standings(position).rows, without_prizes(position)), position.rulebook.prizes
    row = next(row for row in rows if row.entrant == tie[0])
    nth = prize_at(row.place, prizes)
    place = joint(row.place, spoken=True)
    level = _("{teams} have {total} each, {place}.", teams=names, total=spoken_total(row.total), place=place)
    if nth is None or prizes[nth].given != "by_place":
        return Joined((level, _("A play-off decides.")), SENTENCES)
    left = sum(each.places for each in prizes[: nth + 1] if each.given == "by_place") - row.place + 1
    prize = _("{prize}: {count} to give, so a play-off.", prize=prizes[nth].name, count=cardinal(left))
    return Joined((level, prize), SENTENCES)


def _parted_lines(position: Position, tie: tuple[str, ...]) -> Iterator[Text]:
    """Yield what is read of those whom a play-off has parted from a tie that goes on: who is out, who is before it."""
    last, coming = position.state.running, position.coming
    if last is None or not last.play_off or not set(tie) <= set(last.order):
        return
    ties = open_ties(position) if coming is None else ties_before(position, coming)
    rows = standings(position).rows if coming is None else table_of(position, coming, tie[0])
    tied = {team for each in ties for team in each.teams}
    place = next(row.place for row in rows if row.entrant == tie[0])
    apart = [row for row in rows if row.entrant in last.order and row.entrant not in tied | last.left]
    if position.state.frozen is None:
        yield from (_before(position, row) for row in apart if row.place < place)
    out = [row.entrant for row in apart if row.place > place]
    if out:
        yield _("{teams} are out.", teams=_names(position, out))


def _before(position: Position, row: Row) -> Text:
    """Return what is read of a team that a play-off has put before those still tied: what that gives it."""
    team, coming = position.state.roster.name(row.entrant), position.coming
    if coming is not None:
        return _("{team} are through to {round}.", team=team, round=coming.title)
    return _("{team} take {place} place!", team=team, place=spoken_place(row.place))


def _names(position: Position, teams: Sequence[str]) -> Text:
    return listed([position.state.roster.name(team) for team in teams])


def _listed(names: Sequence[Text]) -> Text:
    return functools.reduce(lambda first, then: _("{first}, {then}", first=first, then=then), names)


def _lot(position: Position, tie: tuple[str, ...], *, first: bool) -> Iterator[Move]:
    """Yield the lot among the tied: by the seed that was opened, if one was, or from paper slips."""
    purpose, seed = lot_purpose(tie), position.state.draw(ORDER).seed
    if seed is not None:
        names = _listed([position.state.roster.name(team) for team in tie])
        yield Move(
            f.DrawOpened,
            _("Let the lot decide among {teams}", teams=names),
            identity={"purpose": purpose},
            derived={"seed": seed, "order": tickets(tie, seed=seed, purpose=purpose).order},
            say=_("{teams} are tied: the lot decides.", teams=names),
            gesture="next" if first else None,
        )
    else:
        yield on_paper(position, purpose, tie, due=first)
