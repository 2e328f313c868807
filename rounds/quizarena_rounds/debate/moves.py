"""The moves of a debate round, stage by stage.

Decides what comes next: who meets whom, then for each match its sides, motion, segments and ballots. A match whose team
leaves before the last segment is over is a walkover; after that the ballots are collected as usual, since both debated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizarena.blanks import Choice, Option
from quizarena.moves import Drawing, Move
from quizarena.rounds import COMING, Moment
from quizarena.text import Joined, Text
from quizarena.values import evolve
from quizarena_rounds.ballots import Sheet
from quizarena_rounds.lots import is_used, order_move, pairing_order, pairs_drawing, pairs_lot, ways

from . import facts
from .allotment import allotment_moves, allotting_anew, awaits_allotment, moment_of
from .casting import casting_moves
from .floor import Floor
from .floor_moves import clock_moves, floor_moves
from .judging import judging_asides, judging_moves, reopening
from .lineups import awaited, lineup_move, wanted
from .motions import motion_moves, motions_drawing
from .pairing import Fixture, affirmative, fixtures, sides_by_lot, sides_drawing, sides_lot
from .programme import programme
from .results import fixtures_of
from .rules import DebateRules
from .state import LineUp, Match, State
from .words import _


def forward_moves(state: State, moment: Moment) -> Iterator[Move]:
    """Yield the moves that bring the round on; none when it is over."""
    match = state.running
    if state.order is None:
        yield from _pairing(moment)
    elif match is not None:
        yield from _in_match(state, match, moment_of(match, moment))
    elif awaits_allotment(state, moment):
        yield from allotment_moves(state, moment)
    else:
        casting = list(_casting(state, moment, state.matches[-1:]))
        yield from casting
        # an undecided match is left only by the menu: a hammered key begins no other before the casting vote is in
        yield from (evolve(each, gesture=None, say=None) if casting else each for each in _next_match(state, moment))


def _next_match(state: State, moment: Moment) -> Iterator[Move]:
    for fixture in fixtures_of(state, moment.rules)[len(state.matches) :][:1]:
        if _left(fixture.teams, moment):
            yield _walkover(fixture, moment)
        else:
            yield from _sides(fixture, moment.next)


def _casting(state: State, moment: Moment, matches: Iterable[Match]) -> Iterator[Move]:
    """Yield the casting votes that these matches wait for."""
    for match in matches:
        yield from casting_moves(match, moment_of(match, moment))


def aside_moves(state: State, moment: Moment) -> Iterator[Move]:
    """Yield what may be mended beside the course of the round."""
    match, earlier = state.running, state.matches[:-1]
    yield from (evolve(each, aside=True) for each in _casting(state, moment, earlier))
    if match is None:
        yield from allotting_anew(state, moment)
        yield from (reopening(each) for each in state.matches if _is_debated(each, moment.rules))
    elif _is_debated(match, moment.of(match.begun).rules):
        yield from judging_asides(match, moment_of(match, moment))
    elif match.motion_shown and not _left(match.teams, moment):
        yield from clock_moves(match, moment.of(match.begun))


def upcoming(state: State, moment: Moment) -> Iterator[tuple[State, ...]]:
    """Yield the matches still to be marked, in rows that agree on no pair, side or motion that is not settled."""
    known = state.order or (pairing_order(moment.rules.pairs, moment) if moment.field.playing else ())
    for order in ways(known, moment):
        for nth in (0, 1):
            yield tuple(_to_mark(evolve(state, order=order), moment, nth))


def _to_mark(state: State, moment: Moment, nth: int) -> Iterator[State]:
    """Yield the states in which each match still to come is marked; what is not settled is chosen by `nth`."""
    for fixture in fixtures_of(state, moment.rules):
        begun = fixture.number <= len(state.matches)
        match = state.matches[fixture.number - 1] if begun else _coming_match(fixture, state)
        if match.closed:
            continue
        if _is_debated(match, moment.rules) or not _left(match.teams, moment):
            first = affirmative(fixture, moment) or fixture.teams[nth]
            match = _with_lineups(_debated(match, first, str(nth), moment.rules), moment, nth)
            yield state.with_match(match)
        state = state.with_match(evolve(match, votes=Sheet(unmarked=0)))


def _coming_match(fixture: Fixture, state: State) -> Match:
    return Match(fixture.number, fixture.teams, begun=COMING, judges=state.panel_of(fixture.number))


def _debated(match: Match, affirmative: str, motion: str, rules: DebateRules) -> Match:
    """Return a match after its last segment, with these sides and motion where it has none yet."""
    return evolve(
        match,
        affirmative=match.affirmative or affirmative,
        motion=match.motion or facts.MotionSet(match.number, motion),
        motion_shown=True,
        floors=(Floor(),) * len(programme(match, rules)),
        floor=Floor(),
    )


def _with_lineups(match: Match, moment: Moment, nth: int) -> Match:
    """Return the match with speakers where none were named yet; ways of them agree on nobody's number."""
    count = wanted(moment.rules) if moment.rules.speakers == "chosen" else 0
    named = list(match.lineups)
    for team in match.teams if count else ():
        members = [member.id for member in moment.field.team(team).members]
        if match.lineup(team) is None:
            named.append(LineUp(team, tuple((members[nth:] + members[:nth])[:count])))
    return evolve(match, lineups=tuple(named))


def drawings(state: State, moment: Moment) -> Iterator[Drawing]:
    """Yield the draws that may be held before the next match, pairs first: only then are its teams known."""
    rules: DebateRules = moment.rules
    if state.order is None:
        if rules.pairs == "drawn" and moment.field.playing:
            yield pairs_drawing(moment)
        return
    begun = [str(match.number) for match in state.matches]
    coming = [each for each in fixtures_of(state, rules)[len(begun) :] if not _left(each.teams, moment)]
    if state.running is not None or not coming:
        return
    to_draw = [fixture for fixture in coming if sides_by_lot(fixture, moment)]
    if to_draw and not is_used(f"sides/{moment.round}", begun, moment):
        yield sides_drawing(to_draw, moment)
    if rules.motion == "drawn" and not is_used(f"motions/{moment.round}", begun, moment):
        yield from motions_drawing([each.number for each in coming], state, moment)


def _pairing(moment: Moment) -> Iterator[Move]:
    if moment.field.playing:
        rules: DebateRules = moment.rules
        order = pairing_order(rules.pairs, moment)
        yield order_move(
            facts.Paired,
            _("Announce who meets whom"),
            moment.field.playing,
            order,
            what=_("order drawn"),
            say=None if order is None else _announcement(order, moment),
            lot=pairs_lot(rules.pairs, moment),
        )


def _announcement(order: tuple[str, ...], moment: Moment) -> Text:
    rules: DebateRules = moment.rules
    lines = (_meeting(fixture, moment) for fixture in fixtures(order, rules.odd))
    return Joined(tuple(lines), " ")


def _meeting(fixture: Fixture, moment: Moment) -> Text:
    """Return who meets whom, once the pairs are known."""
    first, second = (moment.field.team(team).name for team in fixture.teams)
    return _("Match {number}: {first} against {second}.", number=fixture.number, first=first, second=second)


def _sides(fixture: Fixture, moment: Moment) -> Iterator[Move]:
    """Yield the move that settles the sides; sides by order may also be set by hand, as the teams sit."""
    rules: DebateRules = moment.rules
    team = affirmative(fixture, moment)
    options = tuple(Option(each, moment.field.team(each).name, team=each) for each in fixture.teams)
    drawn = Choice("affirmative", options, _("affirmative"))
    settled = Move(
        facts.Sided,
        _("Sides of match {number}", number=fixture.number),
        identity={"match": fixture.number, "teams": fixture.teams},
        derived={} if team is None else {"affirmative": team},
        blanks=(drawn,) if team is None else (),
        check=lambda fact: drawn.refuse(fact.affirmative),
        gesture="next",
        say=None if team is None else _sides_line(fixture, team, moment),
        lot=sides_lot(fixture, moment),
    )
    yield settled
    if rules.sides == "by_order":
        label = _("Sides of match {number}, as the teams sit", number=fixture.number)
        yield evolve(settled, label=label, derived={}, blanks=(drawn,), gesture=None, say=None)


def _sides_line(fixture: Fixture, team: str, moment: Moment) -> Text:
    """Return the sides of a match, once they are known."""
    other = fixture.teams[fixture.teams[0] == team]
    names = {side: moment.field.team(each).name for side, each in (("first", team), ("second", other))}
    return _("Match {number}: affirmative, {first}; negative, {second}.", number=fixture.number, **names)


def _walkover(fixture: Fixture | Match, moment: Moment) -> Move:
    """Return the move that closes a match whose team has left, in place of debating it."""
    playing = [team for team in fixture.teams if moment.field.team(team).plays]
    return Move(
        facts.WalkedOver,
        _("Match {number} is not debated: a team has left", number=fixture.number),
        identity={"match": fixture.number, "teams": fixture.teams, "winner": playing[0] if playing else ""},
        gesture="next",
        say=_("Match {number} will not be debated.", number=fixture.number),
    )


def _in_match(state: State, match: Match, moment: Moment) -> Iterator[Move]:
    if _is_debated(match, moment.rules):
        yield from judging_moves(match, moment)
    elif _left(match.teams, moment):
        yield _walkover(match, moment)
    elif not match.motion_shown:
        yield from motion_moves(state, match, moment)
    elif (side := awaited(match, moment.rules)) is not None:
        yield lineup_move(side, match, moment)
    else:
        yield from floor_moves(match, moment)


def _is_debated(match: Match, rules: DebateRules) -> bool:
    """Whether the motion was shown and every segment is over."""
    return match.motion_shown and len(match.floors) >= len(programme(match, rules))


def _left(teams: tuple[str, ...], moment: Moment) -> bool:
    return any(not moment.field.team(team).plays for team in teams)
