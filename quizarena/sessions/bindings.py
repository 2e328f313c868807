"""Which key means which move: the moves that stood on the screen when a key was pressed, bound to gestures and numbers.

Here is also when two moves mean the same. There is no rule here: what is not among the contest's moves has no key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never

import attrs

from ..blanks import Choice, Gesture, Number, Option, Permutation, Selection
from ..contest import Contest
from ..facts import Intent
from ..moves import Move
from ..roster import Roster
from ..text import Text
from .dialog import gathers

SEAT = "desk"


@attrs.frozen
class Bound:
    """A move at a key: what the key fills in, and the option it stands for, if it is one option's key."""

    move: Move
    values: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    option: Option | None = None

    @property
    def label(self) -> Text:
        """What the key does: the option it stands for, else the move."""
        return self.option.label if self.option is not None else self.move.label

    @property
    def missing(self) -> bool:
        """Whether something is left to ask for."""
        return any(blank.path not in self.values for blank in self.move.decisions)


@attrs.frozen
class Bindings:
    """What was painted: the record it stood on, the desk's moves, their keys, and the numbers that pick.

    `gathers` says that a number waits for Enter: it may have two digits.
    """

    seq: int
    head: str
    moves: tuple[Move, ...]
    keys: Mapping[Gesture, Bound]
    picks: Mapping[int, Bound]
    gathers: bool = False


def bind(contest: Contest) -> Bindings:
    """Return the keys as the desk paints them now."""
    moves = tuple(contest.moves(SEAT))
    found = dict(picks(contest, moves))
    gather = any(gathers_digits(contest, blank) for bound in found.values() for blank in _filled(bound))
    return Bindings(len(contest.records) - 1, contest.head, moves, gestures_of(moves), found, gather)


def _filled(bound: Bound) -> Iterator[Choice]:
    """Yield the choices that a key fills in."""
    return (blank for blank in bound.move.blanks if isinstance(blank, Choice) and blank.path in bound.values)


def gestures_of(moves: Sequence[Move]) -> dict[Gesture, Bound]:
    """Return the bound moves by gesture; an open one before a closed one."""
    found: dict[Gesture, Bound] = {}
    for gesture, bound in sorted(_bound(moves), key=lambda each: each[1].move.closed is not None):
        found.setdefault(gesture, bound)
    return found


def _bound(moves: Sequence[Move]) -> Iterator[tuple[Gesture, Bound]]:
    for move in moves:
        if move.gesture is not None:
            yield move.gesture, Bound(move)
        for blank in move.blanks:
            if isinstance(blank, Choice):
                for option in blank.named:
                    if option.gesture is not None:
                        yield option.gesture, Bound(move, {blank.path: option.value}, option)


def picks(contest: Contest, moves: Sequence[Move]) -> Iterator[tuple[int, Bound]]:
    """Yield what the digits pick.

    The teams of the first move that waits for one; else, where there is no next step, the options of the first move
    that waits for a choice.
    """
    forward = any(move.gesture == "next" and move.closed is None for move in moves)
    for move in sorted(moves, key=_weight):
        blank = _picked(move)
        if blank is not None and not (forward and _weight(move)[0]):
            for number, option in numbered(contest, blank):
                yield number, Bound(move, {blank.path: option.value}, option)
            return


def _picked(move: Move) -> Choice | None:
    """Return the choice that digits may fill at once."""
    first = move.decisions[0] if move.decisions else None
    free = not move.aside and move.gesture is None and digits_pick(move.intent)
    return first if free and isinstance(first, Choice) else None


def digits_pick(intent: Intent) -> bool:
    """Whether digits pick the options of moves for this: where points, people or marks could be lost they never do."""
    match intent:
        case Intent.STEP | Intent.CALL | Intent.DRAW | Intent.TIE | Intent.CLOCK:
            return True
        case Intent.RULING | Intent.PENALTY | Intent.ABSENCE | Intent.ROSTER | Intent.REOPENING | Intent.STOPPAGE:
            return False
        case Intent.BALLOT | Intent.BALLOT_RETURN | Intent.REVEAL | Intent.UNMARKED | Intent.TIMING:
            return False
        case Intent.PROTEST | Intent.SIGNING | Intent.CUE | Intent.CHANGE:
            return False
        case _:
            assert_never(intent)


def figures(moves: Sequence[Move]) -> Move | None:
    """Return the ruling that is figures alone, which the first digit opens; None where there is none, or several."""
    rulings = [move for move in moves if move.intent is Intent.RULING and move.closed is None and not move.aside]
    found = [move for move in rulings if move.decisions and all(isinstance(each, Number) for each in move.decisions)]
    return found[0] if len(found) == 1 else None


def false_start(buzz: Bound, moves: Sequence[Move]) -> Bound | None:
    """Return the false start that the team of a buzz may have committed instead, None where its press is just valid."""
    team = buzz.option.team if buzz.option is not None else None
    for move in moves:
        if move.intent is Intent.PENALTY and not move.aside and move.closed is None:
            option = next((each for each in move.choices("team") if each.team == team), None)
            if option is not None:
                return Bound(move, {"team": option.value}, option)
    return None


def _weight(move: Move) -> tuple[bool, bool]:
    """Return what makes a move come later: it names no team, it is closed."""
    first = move.decisions[0] if move.decisions else None
    names_teams = isinstance(first, Choice) and any(option.team for option in first.named)
    return not names_teams, move.closed is not None


def numbered(contest: Contest, blank: Choice | Permutation | Selection) -> list[tuple[int, Option]]:
    """Return the options with their numbers: teams by desk, judges by seat, anything else by row."""
    options = _numbered_options(blank)
    teams, judges = _names_teams(options), _names_judges(options)
    if not teams and not judges:
        return list(enumerate(options, 1))
    numbers = dict(contest.podiums) if teams else seat_numbers(contest.state.roster)
    return sorted(((numbers[(each.team if teams else each.judge) or ""], each) for each in options), key=_number)


def _number(pair: tuple[int, Option]) -> int:
    return pair[0]


def _numbered_options(blank: Choice | Permutation | Selection) -> list[Option]:
    return [option for option in blank.options if option.gesture != "none"]


def _names_teams(options: Sequence[Option]) -> bool:
    """Whether each option is a team's of its own; members of one team go by rows, for they share its number."""
    return _are_each_of_one([option.team for option in options])


def _names_judges(options: Sequence[Option]) -> bool:
    return _are_each_of_one([option.judge for option in options])


def _are_each_of_one(names: Sequence[str | None]) -> bool:
    return bool(names) and None not in names and len({*names}) == len(names)


def highest_number(contest: Contest, blank: Choice | Permutation) -> int:
    """Return the highest number there is, on offer or not: of the teams, of the judges, else of the rows."""
    options = _numbered_options(blank)
    if _names_teams(options):
        return max(number for _team, number in contest.podiums)
    return len(contest.state.roster.judges) if _names_judges(options) else len(options)


def gathers_digits(contest: Contest, blank: Choice | Permutation) -> bool:
    """Whether a number for a blank waits for Enter: where ten or more could be meant, however few are left."""
    return gathers((highest_number(contest, blank),))


def seat_numbers(roster: Roster) -> dict[str, int]:
    """Return each judge's seat at the table, from 1."""
    return {judge.id: seat for seat, judge in enumerate(roster.judges, 1)}


def seat_number(roster: Roster, judge: str) -> int:
    """Return a judge's seat at the table, from 1."""
    return seat_numbers(roster)[judge]


def move_key(move: Move) -> str:
    """Return what a move is called in a form: the type of its fact and what identifies it, as JSON."""
    return json.dumps([move.fact.type, *(str(each) for each in move.identity.values())], ensure_ascii=False)


def fresh(bound: Bound, moves: Sequence[Move]) -> Bound | None:
    """Return what `bound` is among the moves of now, None where it is gone or means something else.

    The move is compared, not the record number: a ballot that came in must not eat the operator's key.
    """
    for move in moves:
        if move.is_same(bound.move) and all(_offers(move, path, value) for path, value in bound.values.items()):
            return attrs.evolve(bound, move=move)
    return None


def _offers(move: Move, path: str, value: object) -> bool:
    blank = move.blank(path)
    return not isinstance(blank, Choice) or blank.option(value) is not None
