"""What may happen now: the moves that open a contest and carry it on, and after them those of any time.

Within a round the kind says what comes next.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..blanks import Choice, Instant, Line, Option, Permutation
from ..draws import check_date, seed_text, tickets
from ..errors import DrawError
from ..moves import Move
from ..points import show
from ..standings.prizes import moved_up, prize_at
from ..text import FRAME, SENTENCES, Joined, Text, both, cardinal, joint, listed, placed
from . import facts as f
from .answers import each_once, per_round
from .asides import asides, board_cues
from .people import REASON, team_options
from .position import Position
from .qualification import entrants, parted, running_order, ties_before
from .standings import OpenTie, lot_purpose, open_ties, standings, without_prizes
from .state import ORDER, Ceremony, Played, is_fixed, order_purpose

if TYPE_CHECKING:
    from ..rulebook import OrderRule

_ = FRAME
_BY_HAND = ("seed", "order")
_SECRET = re.compile(r"[0-9a-f]{32}", re.ASCII)
_DIFFERENT = 8
"""So many different digits has what chance makes: of twenty million secrets one has fewer."""
_PEOPLE = (both("两", "Two"), both("三", "Three"), both("四", "Four"), both("五", "Five"))
_NUMBERS = re.compile(r"[1-9][0-9]?( [1-9][0-9]?){0,19}", re.ASCII)


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
        yield Move(f.Resumed, _("Go on after the interruption"), blanks=(Instant("at", _("At")),), gesture="next")
    else:
        yield from forward(position)
    yield from asides(position)


def forward(position: Position) -> Iterator[Move]:
    """Yield the draw's, the running round's or the next step's moves, the round's own asides among them."""
    running = position.state.running
    if running is None or position.is_over(running):
        yield from _between_rounds(position)
        return
    leaving = parted(position, running) if running.play_off else ()
    if leaving:
        yield _leave(position, running, leaving[0])
    else:
        yield from position.round_moves(running)
    yield _cut(position, running)


def _leave(position: Position, running: Played, team: str) -> Move:
    name = position.state.roster.name(team)
    return Move(
        f.PlayOffLeft,
        _("{team} is tied no more and leaves the play-off", team=name),
        identity={"round": running.id, "team": team},
        say=_leave_line(position, running, team),
        gesture="next",
    )


def _leave_line(position: Position, running: Played, team: str) -> Text:
    podiums, leaving = dict(position.podiums), parted(position, running)
    staying = sorted(podiums[each.id] for each in position.field(running).playing if each.id not in leaving)
    said: dict[str, Text | str | int] = {"desk": podiums[team], "total": show(position.totals[team])}
    if not staying:
        return _("After review desk {desk} has {total} and is no longer tied.", **said)
    return _(
        "After review desk {desk} has {total} and is no longer tied; {desks} go on.", desks=_desks(staying), **said
    )


def _desks(numbers: Sequence[int]) -> Text:
    """Return desks as they are read out: 1 号台和 4 号台, desks 1 and 4."""
    *others, last = map(str, numbers)
    if not others:
        return both(f"{last} 号台", f"desk {last}")
    return both(
        f"{'、'.join(f'{each} 号台' for each in others)}和 {last} 号台", f"desks {', '.join(others)} and {last}"
    )


@each_once
def _between_rounds(position: Position) -> Iterator[Move]:
    running, draw_moves = position.state.running, tuple(_draw(position))
    yield from draw_moves
    if not draw_moves:
        yield from position.round_moves(running) if running is not None else ()
        yield from _next_round(position)
    yield from _abandonments(position)


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


@per_round
def _cut(position: Position, running: Played) -> Move:
    label = _("End {round} before its time", round=position.entry(running).title)
    return Move(f.RoundCut, label, identity={"round": running.id}, blanks=(REASON,), seat="arbiter", aside=True)


def _next_round(position: Position) -> Iterator[Move]:
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
        say=_("And now: {round}.", round=coming.title),
        gesture="next",
    )


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
    names, coming = listed([position.state.roster.name(team) for team in tie]), position.coming
    if coming is not None:
        return _("{teams} are level. A play-off decides who goes on to {round}.", teams=names, round=coming.title)
    if position.state.frozen is not None:
        return _("{teams} are level: a play-off.", teams=names)
    rows, prizes = moved_up(standings(position).rows, without_prizes(position)), position.rulebook.prizes
    row = next(row for row in rows if row.entrant == tie[0])
    nth = prize_at(row.place, prizes)
    level = _("{teams} have {total} each, {place}.", teams=names, total=show(row.total), place=joint(row.place))
    if nth is None or prizes[nth].given != "by_place":
        return Joined((level, _("A play-off decides.")), SENTENCES)
    left = sum(each.places for each in prizes[: nth + 1] if each.given == "by_place") - row.place + 1
    prize = _("{prize}: {count} to give, so a play-off.", prize=prizes[nth].name, count=cardinal(left))
    return Joined((level, prize), SENTENCES)


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
        yield _paper(position, purpose, tie, due=first)


def _draw(position: Position) -> Iterator[Move]:
    """Yield the steps of the draw that is due now, nothing where none is."""
    due = _due(position)
    if due is None:
        return
    purpose, rule, labels = due
    draw = position.state.draw(purpose)
    if rule.method.needs == "seed":
        yield from _ceremony(position, rule, draw, labels)
    if not is_fixed(draw, position.rulebook.numbers_called):
        yield _paper(position, purpose, labels, due=rule.method.needs != "seed")


def _due(position: Position) -> tuple[str, OrderRule, tuple[str, ...]] | None:
    """Return purpose, rule and labels of the draw that has to come first: the contest's, or the coming round's own.

    No round is running, or the last one is over.
    """
    state = position.state
    if state.running is None and drawn_by_lot(position) and state.draw(ORDER).order is None:
        return ORDER, position.rulebook.order, tuple(team.id for team in state.roster.teams if team.plays)
    entry = position.coming
    if entry is None or entry.order is None or entry.order.method.needs not in _BY_HAND:
        return None
    if ties_before(position, entry):
        return None
    purpose = order_purpose(entry.id)
    if state.draw(purpose).order is not None:
        return None
    return purpose, entry.order, entrants(position, entry)


def drawn_by_lot(position: Position) -> bool:
    """Whether the contest begins with a draw of its running order, by a ceremony or from paper slips."""
    return position.rulebook.order.method.needs in _BY_HAND


def _ceremony(position: Position, rule: OrderRule, draw: Ceremony, labels: tuple[str, ...]) -> Iterator[Move]:
    least = position.rulebook.numbers_called
    if draw.committed is None:
        yield _commit(rule, draw.purpose, labels, position.rulebook.contest.date)
        return
    if not draw.numbers:
        yield _call(draw.purpose, least)
    if draw.numbers or not least:
        yield _opened(position, rule, draw, labels)


def _abandonments(position: Position) -> Iterator[Move]:
    """Yield the ways to take back a ceremony that nothing else may change, until the round it is for begins."""
    state = position.state
    for draw in state.draws:
        is_open = draw.committed is not None and not state.has_used(draw)
        if is_open and is_fixed(draw, position.rulebook.numbers_called):
            yield Move(
                f.DrawAbandoned,
                _("Take back the whole draw and begin it anew"),
                identity={"purpose": draw.purpose},
                blanks=(Line("by", _("Who takes it back"), longest=40), REASON),
                seat="arbiter",
                aside=True,
            )


def _commit(rule: OrderRule, purpose: str, labels: tuple[str, ...], date: str | None) -> Move:
    typed = Line("date", _("Date"), longest=10, example="2026-11-23", form="date")
    secret = Line("secret", _("Secret"), longest=64, sealed=True, entropy=True)
    known = {"purpose": purpose, "labels": labels, "method": rule.name}
    return Move(
        f.DrawCommitted,
        _("Publish the names and the hash of the secret"),
        identity=known if date is None else {**known, "date": date},
        blanks=(typed, secret) if date is None else (secret,),
        check=_committable,
        gesture="next",
    )


def _committable(fact: Any) -> Text | None:
    try:
        check_date(fact.date)
    except DrawError as error:
        return placed("date", error.message)
    if not _SECRET.fullmatch(fact.secret) or len(set(fact.secret)) < _DIFFERENT:
        return _("secret: leave it out, the program makes it: 32 digits from 0 to f that nobody chose")
    return None


def _call(purpose: str, least: int) -> Move:
    def called(fact: Any) -> Text | None:
        if not _NUMBERS.fullmatch(fact.numbers):
            return _("numbers: expected numbers from 1 to 99 with a space between, found {found}", found=fact.numbers)
        found = len(fact.numbers.split())
        if found < max(least, 1):
            return _("numbers: expected {least} or more, as the rules say, found {found}", least=least, found=found)
        return None

    return Move(
        f.NumbersCalled,
        _("Take the numbers the audience calls"),
        identity={"purpose": purpose},
        blanks=(Line("numbers", _("Numbers"), longest=60, example="3 17 8 22", form="numbers"),),
        check=called,
        say=_asking(least),
        gesture="next",
    )


def _asking(least: int) -> Text:
    """Return what the host says before the numbers are called: as many people as the rulebook wants numbers."""
    if least == 0:
        return _("Whoever likes, please call a number from 1 to 99.")
    if least == 1:
        return _("One of you, please, call a number from 1 to 99.")
    return _("{count} of you, please, each call a number from 1 to 99.", count=_PEOPLE[least - 2])


def _opened(position: Position, rule: OrderRule, draw: Ceremony, labels: tuple[str, ...]) -> Move:
    """Return the move that draws among those committed to; who has left since falls out, and nobody comes in."""
    seed = seed_text(draw.date, [int(number) for number in draw.numbers.split()], draw.secret)
    drawn = rule.method.draw(draw.labels, purpose=draw.purpose, seed=seed)
    late = [position.state.roster.name(team) for team in labels if team not in draw.labels]
    return Move(
        f.DrawOpened,
        _("Open the secret"),
        identity={"purpose": draw.purpose},
        derived={"seed": seed, "order": tuple(team for team in drawn.order if team in labels)},
        say=_("The secret is opened."),
        gesture="next",
        closed=_late(late) if late and draw.purpose != ORDER else None,
    )


def _late(names: Sequence[Text]) -> Text:
    return _(
        "{teams} takes part now and was not among the names; take the draw back and begin anew", teams=_listed(names)
    )


def _paper(position: Position, purpose: str, labels: tuple[str, ...], *, due: bool) -> Move:
    """Return the move that types slips in: the next step where it is `due`, else one beside a ceremony."""
    teams = tuple(position.state.roster.team(label) for label in labels)
    return Move(
        f.DrawEntered,
        _("Type in a draw made on paper"),
        identity={"purpose": purpose},
        blanks=(
            Permutation("order", team_options(position, teams), _("Order")),
            Line("drawn_by", _("Who drew"), longest=40),
            Line("watched_by", _("Who watched"), longest=40, optional=True),
        ),
        gesture="next" if due else None,
    )
