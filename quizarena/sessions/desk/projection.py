"""What the marks being collected can still give a team, for the suspense beside them.

Ballots that come in change nothing of it, for it follows from no mark that is in.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import attrs

from ...contest import Contest
from ...contest.what_if import play_out
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
    found = best.standings()
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
