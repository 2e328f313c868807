"""What becomes of the panel when a judge does not mark, said before that is recorded.

The panel's own rule is asked with as many marks as will be left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...contest import Contest
from ...errors import QuizArenaError
from ...facts import Fact
from ...panels import Panel
from ...panels.ranking import Ranking
from ...scenes import Marks
from ...text import Joined, Text
from ..bindings import SEAT
from .desk import Desk
from .words import _

_MODES = {"half_up": _("half up"), "half_even": _("half to even"), "truncate": _("cut off")}
_NOT_MARKING = frozenset({"absent", "barred"})


def panel_after(desk: Desk, fact: Fact) -> Text | None:
    """Return how the marks of the judges who are left would count, None where `fact` leaves the panel as it is."""
    trial = desk.contest.fork()
    try:
        trial.push(fact, seat=SEAT)
    except QuizArenaError:
        return None
    was, left = list(_marking(desk.contest)), list(_marking(trial))
    panel = panel_now(trial)
    if panel is None or was == left or not left:
        return None
    return _words(desk, panel, left[0])


def panel_words(desk: Desk, contest: Contest) -> Text | None:
    """Return how the marks of those who mark now will count, and how the result is rounded."""
    marking, panel = next(_marking(contest), ()), panel_now(contest)
    if panel is None or not marking:
        return None
    said, rounding = _words(desk, panel, marking), panel.roundings.panel
    if rounding is None:
        return said
    mode = _MODES[rounding.mode]
    return _("{rule} The result has {places} decimals, {mode}.", rule=said, places=rounding.places, mode=mode)


def _marking(contest: Contest) -> Iterator[tuple[str, ...]]:
    for block in contest.scene(SEAT).of(Marks):
        yield tuple(cell.judge for cell in block.cells if cell.state not in _NOT_MARKING)


def panel_now(contest: Contest) -> Panel | None:
    """Return the panel in force for what is on, with the judges who sit; between rounds the contest's."""
    running, rulebook = contest.state.running, contest.rulebook
    if running is not None:
        return contest.position.panel(running)
    panel = rulebook.panel
    return panel.seated(contest.state.roster.judges, len(rulebook.judges)) if panel is not None else None


def _words(desk: Desk, panel: Panel, judges: Sequence[str]) -> Text:
    count = len(judges)
    if isinstance(panel.rule, Ranking):
        return _("{count} judges rank.", count=count)
    if panel.missing == "mean":
        return _("{count} judges mark; who is absent gets the mean of the others.", count=count)
    reason = panel.refuses(count) or panel.small(count)
    if reason is not None:
        return _("{count} judges mark: {reason}.", count=count, reason=reason)
    parts = panel.rule.score({judge: Decimal(place) for place, judge in enumerate(judges)}).parts
    struck = [part.note for part in parts if not part.counted and part.note is not None]
    if not struck:
        return _("{count} judges mark, all of their marks count.", count=count)
    notes, kept = Joined(tuple(struck), _(", ")), count - len(struck)
    if kept == 1:
        return _("{count} judges mark: {struck}; one mark counts.", count=count, struck=notes)
    return _("{count} judges mark: {struck}; {kept} marks count.", count=count, struck=notes, kept=kept)
