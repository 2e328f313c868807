"""What the marks being collected can still give a team, for the suspense beside them: they are played out on the side.

Ballots are corrected or handed in there, all their numbers at one end, so that it follows from no mark that is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import attrs

from ...contest import Contest
from ...contest.facts import Corrected, Replacement
from ...contest.last_mark import End, at_end, numbers_of
from ...contest.legality import matching
from ...contest.scene import scene
from ...errors import QuizArenaError
from ...facts import Intent, Subject
from ...scenes import Marks, Say
from ...text import Joined, Message, Sentence, Text


@attrs.frozen
class Projection:
    """The best a team can get: its score in the round, its total; and what is read then, at its least and its best."""

    score: Fraction
    total: Fraction
    lines: tuple[tuple[Text, Text], ...]


class Projections:
    """Remembers projections while nothing but ballots comes in."""

    def __init__(self) -> None:
        """Begin with nothing reckoned."""
        self._known: dict[str, Projection | None] = {}
        self._stands_on = self._head = ""

    def of(self, contest: Contest, team: str) -> Projection | None:
        """Return the outlook of `team`, None where no marks are being collected for it."""
        if contest.head != self._head:
            self._head, stands_on = contest.head, _stands_on(contest)
            if stands_on != self._stands_on:
                self._known, self._stands_on = {}, stands_on
        if team not in self._known:
            self._known[team] = _outlook(contest, team)
        return self._known[team]


def _stands_on(contest: Contest) -> str:
    """Return what an outlook follows from: the last record that is no ballot and no cue, and how far marks are open."""
    ballots = {cell.record for block in contest.scene("desk").of(Marks) for cell in block.cells}
    last = next(each for each in reversed(contest.records) if each.seq not in ballots and not each.fact.cue)
    reveal = contest.state.reveal
    return f"{last.digest} {'' if reveal is None else reveal.step}"


def _outlook(contest: Contest, team: str) -> Projection | None:
    running = contest.state.running
    worst, best = play_out(contest, team, "low"), play_out(contest, team, "high")
    if worst is None or best is None or running is None:
        return None
    found = best.standings(audience=None)
    score = found.rounds[running.id].get(team)
    if score is None:
        return None
    return Projection(score.value, found.totals[team].value, tuple(zip(_read(worst), _read(best), strict=False)))


def _read(contest: Contest) -> tuple[Text, ...]:
    """Return what the host reads while the marks open, from what is dropped on."""
    running = contest.state.running
    says = (
        [] if running is None else [each for each in contest.position.blocks(running, "desk") if isinstance(each, Say)]
    )
    return tuple(line for say in says[:1] for _stage, line in say.opening)


# All marks at one end


_OTHER: Mapping[End, End] = {"low": "high", "high": "low"}


def play_out(contest: Contest, team: str, end: End) -> Contest | None:
    """Return a copy in which all marks are open: what the hall does not know is at `end` for `team`, else at the other.

    Ballots that are in are replaced, awaited ones handed in. None where no ballot is asked for, or where they cannot
    open so.
    """
    view, blocks = contest.fork(), scene(contest.position, "hall").of(Marks)
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
            yield Replacement(seq, at_end(mapping, numbers_of(move), own))


def _hand_in(view: Contest, entrant: str, judge: str, team: str, end: End) -> None:
    """Hand in the ballot of a judge who is awaited, its numbers at one end."""
    for move in view.moves():
        option = next((each for each in move.choices("judge") if each.value == judge), None)
        asked = move.intent is Intent.BALLOT and move.closed is None and _is_about(move.subject, entrant)
        if option is None or not asked:
            continue
        own = end if _is_about(move.subject, team) else _OTHER[end]
        numbers = {blank.path: getattr(blank, own) for blank in numbers_of(move)}
        fact = move.fill({"judge": judge, **numbers}, now=view.records[-1].at)
        view.push(fact, seat=option.seat or move.seat)
        return


def _is_about(subject: Subject, entrant: str) -> bool:
    return entrant in (subject.team, subject.member)


# What both ends have in common


def blanked(least: Text, best: Text, blank: str) -> Text | None:
    """Return `best` with `blank` for each figure in which the two differ; None if they are not the same sentence."""
    match least, best:
        case (Message(), Message()) if (least.domain, least.sentence) == (best.domain, best.sentence):
            return _with_blanks(least, best, blank)
        case (Sentence(), Sentence()) if least.words == best.words:
            return _with_blanks(least, best, blank)
        case (Joined(), Joined()) if len(least.parts) == len(best.parts):
            parts = [blanked(one, two, blank) for one, two in zip(least.parts, best.parts, strict=True)]
            whole = tuple(part for part in parts if part is not None)
            return attrs.evolve(best, parts=whole) if len(whole) == len(parts) else None
    return best if least == best else None


S = TypeVar("S", Message, Sentence)


def _with_blanks(least: S, best: S, blank: str) -> S | None:
    arguments = dict(best.arguments)
    for name, value in best.arguments.items():
        other = least.arguments.get(name)
        if isinstance(value, _FIGURES):
            arguments[name] = value if value == other else blank
            continue
        words = None if other is None or isinstance(other, _FIGURES) else blanked(other, value, blank)
        if words is None:
            return None
        arguments[name] = words
    return attrs.evolve(best, arguments=arguments)


_FIGURES = (str, int, Decimal, Fraction)
"""What stands for a figure in a sentence: words are a Text."""
