"""Options marked at the desk: A to H mark what a team chose, + records it with the verdict of the key, - takes it away.

While a choice awaits its ruling these letters mean nothing else. Unmarked, + and - rule as on a spoken answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from ...blanks import Choice, Option, Selection
from ...contest.narration import value_at
from ...contest.standings import Change
from ...errors import QuizArenaError
from ...facts import Intent
from ...moves import IllegalFact, Move
from ...scenes import LETTERS
from ...text import Text
from ..bindings import Bindings, Bound
from . import sentences
from .desk import Desk, Marks
from .words import _

KEYS = frozenset(LETTERS.lower())
"""The keys of options; those of a question with fewer do nothing else meanwhile."""


def asked(bindings: Bindings) -> Move | None:
    """Return the ruling that takes letters, None where none is awaited."""
    return next((move for move in bindings.moves if takes_letters(move)), None)


def takes_letters(move: Move) -> bool:
    """Whether a move rules on what was chosen and leaves nothing else open."""
    return move.intent is Intent.RULING and move.closed is None and not move.aside and letters(move) is not None


def letters(move: Move) -> Selection | None:
    """Return the blank of what was chosen, None where a move leaves something else open."""
    first, *more = move.decisions or (None,)
    return first if isinstance(first, Selection) and not more else None


def span(bindings: Bindings) -> str:
    """Return the letters that mark options now, such as "A..D"; empty where none do."""
    move = asked(bindings)
    blank = letters(move) if move is not None else None
    return "" if blank is None else f"{blank.options[0].value}..{blank.options[-1].value}"


@attrs.frozen
class Marked:
    """What is marked: the letters in their order, what they are called, the verdict and what it does to totals."""

    bound: Bound
    chosen: tuple[Option, ...]
    verdict: Option | None

    def changes(self, desk: Desk, now: datetime) -> tuple[Change, ...]:
        """Return what recording it would do to the totals."""
        key = ("marked", desk.painted.seq, tuple(option.value for option in self.chosen))
        return desk.kept(key, lambda: sentences.consequence(desk.contest, self.bound, now) or ())


def marked(desk: Desk) -> Marked | None:
    """Return what is marked, None where nothing is; marks on a question that is over are no marks."""
    move = asked(desk.painted)
    blank = letters(move) if move is not None else None
    if move is None or blank is None or desk.marks is None or desk.marks.turn != _turn(desk):
        return None
    options = tuple(each for each in blank.options if each.value in desk.marks.letters)
    if not options:
        return None
    values = {blank.path: tuple(each.value for each in options)}
    verdict = _verdict(move, values)
    return Marked(Bound(move, values, verdict), options, verdict)


def _verdict(move: Move, values: Mapping[str, tuple[str, ...]]) -> Option | None:
    """Return the option that follows from what was chosen: the verdict of the key."""
    try:
        fact = move.fill(values)
    except (IllegalFact, QuizArenaError):
        return None
    follows = (blank for blank in move.blanks if isinstance(blank, Choice) and blank.path in move.follows)
    return next((blank.option(value_at(fact, blank.path)) for blank in follows), None)


def mark(desk: Desk, key: str) -> bool:
    """Mark an option by its key, or take its mark away; False where no choice awaits its ruling."""
    move = asked(desk.painted)
    if move is None or key not in KEYS:
        return False
    blank, letter = letters(move), key.upper()
    assert blank is not None
    if all(option.value != letter for option in blank.options):
        desk.say(_("There is no option {letter}; what {letter} opens is in the menu: M.", letter=letter))
        return True
    found = marked(desk)
    before = [each.value for each in found.chosen] if found is not None else []
    desk.marks = Marks(_turn(desk), blank.toggled(before, letter))
    return True


def _turn(desk: Desk) -> int:
    """Return the last record that let somebody answer, ruled, or changed the past: marks are of the turn after it."""
    ends = (Intent.CALL, Intent.RULING, Intent.CHANGE, Intent.PENALTY)
    return next((each.seq for each in reversed(desk.contest.records) if each.fact.intent in ends), 0)


def unmark(desk: Desk) -> None:
    """Take all marks away."""
    desk.marks = None
    desk.say(_("The marks are taken away; nothing is recorded."))


def named(found: Marked) -> Text:
    """Return what is marked in words: the options, and the verdict that follows."""
    words = sentences.enumerated([option.label for option in found.chosen])
    if found.verdict is None:
        return _("chosen: {options}", options=words)
    return _("chosen: {options}: {verdict}", options=words, verdict=found.verdict.label)
