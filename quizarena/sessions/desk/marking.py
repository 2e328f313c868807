"""Options marked at the desk: A to H mark what a team chose, + records it with the verdict of the key, - takes it away.

While a choice awaits its ruling these letters mean nothing else. Unmarked, + and - rule as on a spoken answer.
"""

from __future__ import annotations

from datetime import datetime

import attrs

from ...blanks import Choice, Option, Selection
from ...contest.narration import Change
from ...errors import QuizArenaError
from ...facts import Intent
from ...moves import IllegalFact, Move
from ...text import Text
from ..bindings import Bindings, Bound
from . import sentences
from .desk import Desk, Marks
from .words import _

KEYS = frozenset("abcdefgh")
"""The keys of options; those of a question with fewer do nothing else meanwhile."""


def asked(bindings: Bindings) -> Move | None:
    """Return the ruling that takes letters, None where none is awaited."""
    return next((move for move in bindings.moves if takes_letters(move)), None)


def takes_letters(move: Move) -> bool:
    """Whether a move rules on what was chosen and leaves nothing else open."""
    alone = len(move.decisions) == 1 and isinstance(move.decisions[0], Selection)
    return alone and move.intent is Intent.RULING and move.closed is None and not move.aside


@attrs.frozen
class Marked:
    """What is marked: the letters in their order, what they are called, the verdict and what it does to totals."""

    bound: Bound
    chosen: tuple[Option, ...]
    verdict: Option | None

    def changes(self, desk: Desk, now: datetime) -> tuple[Change, ...]:
        """Return what recording it would do to the totals."""
        key = ("marked", desk.painted.seq, self.bound.values["chosen"])
        return desk.kept(key, lambda: sentences.consequence(desk.contest, self.bound, now) or ())


def marked(desk: Desk) -> Marked | None:
    """Return what is marked, None where nothing is; marks on a question that is over are no marks."""
    move = asked(desk.painted)
    if move is None or desk.marks is None or desk.marks.turn != _turn(desk):
        return None
    options = tuple(each for each in move.choices("chosen") if each.value in desk.marks.letters)
    letters = tuple(each.value for each in options)
    if not letters:
        return None
    verdict = _verdict(move, letters)
    return Marked(Bound(move, {"chosen": letters}, verdict), options, verdict)


def _verdict(move: Move, letters: tuple[str, ...]) -> Option | None:
    """Return the verdict that follows, answered like a key that rules: a late one is asked about."""
    try:
        value = getattr(move.fill({"chosen": letters}), "verdict", "")
    except (IllegalFact, QuizArenaError):
        return None
    blank = move.blank("verdict")
    found = blank.option(value) if isinstance(blank, Choice) else None
    return None if found is None else attrs.evolve(found, gesture="no" if value == "wrong" else "yes")


def mark(desk: Desk, key: str) -> bool:
    """Mark an option by its key, or take its mark away; False where no choice awaits its ruling."""
    move = asked(desk.painted)
    if move is None or key not in KEYS:
        return False
    blank, letter = move.decisions[0], key.upper()
    assert isinstance(blank, Selection)
    if all(option.value != letter for option in blank.options):
        desk.say(_("There is no option {letter}; what {letter} opens is in the menu: M.", letter=letter))
        return True
    found = marked(desk)
    before = tuple(each.value for each in found.chosen) if found is not None else ()
    kept = tuple(each for each in before if each != letter) if blank.most != 1 else ()
    takes_away = letter in before and blank.most != 1  # of one alone a second press is a nervous finger
    letters = kept if takes_away else (*kept, letter)
    desk.marks = Marks(_turn(desk), letters)
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
