"""What marks still closed can do: the interval of a score before the last one, and the best and worst a team can get.

Ballots are corrected or handed in on the side, all their numbers at one end; what comes of it follows from no mark that
is sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from ..blanks import Number
from ..errors import QuizArenaError
from ..facts import Intent, Subject
from ..moves import Move
from ..scenes import Marks
from .contest import Contest
from .facts import Corrected, Replacement
from .legality import matching
from .standings import Standings

End = Literal["low", "high"]
_OTHER: Mapping[End, End] = {"low": "high", "high": "low"}


def interval(contest: Contest, seq: int, round_id: str, team: str) -> tuple[Fraction, Fraction] | None:
    """Return the least and the greatest score of `team` in a round, whatever the numbers of the record `seq` were.

    None where the record has no numbers, or where another value would change what came after it.
    """
    fact = contest.resolution.fact(seq)
    move = matching(contest.before(seq).moves(), fact, ignore_derived=True) if fact is not None else None
    numbers = _numbers(move) if move is not None else []
    if fact is None or not numbers or any(blank.low is None or blank.high is None for blank in numbers):
        return None
    mapping = contest.book.to_mapping(fact)
    try:
        ends = [_score(contest, seq, _at_end(mapping, numbers, end), round_id, team) for end in ("low", "high")]
    except QuizArenaError:
        return None
    low, high = sorted(ends)
    return low, high


def play_out(contest: Contest, team: str, end: End) -> Contest | None:
    """Return a copy in which all marks are open: what the hall does not know is at `end` for `team`, else at the other.

    Ballots that are in are replaced, awaited ones handed in. None where no ballot is asked for, or where they cannot
    open so.
    """
    view, blocks = contest.fork(), contest.scene("hall").of(Marks)
    try:
        replaced = tuple(_replaced(contest, blocks, team, end))
        if replaced:
            view.push(Corrected(replaced, "-"))
        for block in blocks:
            for cell in block.cells:
                if cell.state == "waiting":
                    _hand_in(view, block.entrant, cell.judge, team, end)
        return view if contest.state.reveal is not None else _open(view)
    except QuizArenaError:
        return None


def _open(view: Contest) -> Contest | None:
    move = next((move for move in view.moves() if move.fact.reveals and move.closed is None), None)
    if move is None:
        return None
    view.push(move.fill(now=view.records[-1].at))
    return view


def _replaced(contest: Contest, blocks: Sequence[Marks], team: str, end: End) -> Iterator[Replacement]:
    """Yield the ballots that are in and sealed, with their numbers at one end."""
    sealed = [cell.record for block in blocks for cell in block.cells if cell.state == "in"]
    for seq in sealed:
        fact = contest.resolution.fact(seq) if seq is not None else None
        move = matching(contest.before(seq).moves(), fact, ignore_derived=True) if seq is not None and fact else None
        if seq is not None and fact is not None and move is not None:
            mapping = contest.book.to_mapping(fact)
            own = end if _is_about(fact.subject, team) else _OTHER[end]
            yield Replacement(seq, _at_end(mapping, _numbers(move), own))


def _hand_in(view: Contest, entrant: str, judge: str, team: str, end: End) -> None:
    """Hand in the ballot of a judge who is awaited, its numbers at one end."""
    for move in view.moves():
        option = next((each for each in move.choices("judge") if each.value == judge), None)
        asked = move.intent is Intent.BALLOT and move.closed is None and _is_about(move.subject, entrant)
        if option is None or not asked:
            continue
        own = end if _is_about(move.subject, team) else _OTHER[end]
        numbers = {blank.path: getattr(blank, own) for blank in _numbers(move)}
        fact = move.fill({"judge": judge, **numbers}, now=view.records[-1].at)
        view.push(fact, seat=option.seat or move.seat)
        return


def _is_about(subject: Subject, entrant: str) -> bool:
    return entrant in (subject.team, subject.member)


def _numbers(move: Move) -> list[Number]:
    return [blank for blank in move.blanks if isinstance(blank, Number)]


def _score(contest: Contest, seq: int, mapping: Mapping[str, Any], round_id: str, team: str) -> Fraction:
    found = _previewed(contest, Corrected((Replacement(seq, mapping),), "-"))
    return found.rounds[round_id][team].value


def _previewed(contest: Contest, fact: Corrected) -> Standings:
    return contest.preview(fact).after


def _at_end(mapping: Mapping[str, Any], numbers: Sequence[Number], end: End) -> dict[str, Any]:
    changed = dict(mapping)
    for blank in numbers:
        value: Decimal = getattr(blank, end)
        _put(changed, blank.path.split(".", 1), int(value) if blank.whole else str(value))
    return changed


def _put(mapping: dict[str, Any], path: list[str], value: object) -> None:
    """Set the value at a dotted path, copying what is on the way."""
    *way, last = path
    for key in way:
        mapping[key] = dict(mapping[key])
        mapping = mapping[key]
    mapping[last] = value
