"""Why a team has its total: the whole working as a tree.

Decides only the indent; the tree is the score's own and can be redone by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from ...contest import Explanation
from ...points import show
from ...scores import Score
from ...sessions.keys import Press
from ..canvas import BOLD, DIM, INK
from ..wide import pad
from .before_after import place_words
from .lists import Item, ListOverlay
from .moment import SEAT
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk


@attrs.define
class Why:
    """The working of one team's total, scrolled; another team's desk number goes to that team."""

    desk: Desk
    team: str
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)
    _top: int = attrs.field(default=0, init=False)

    @property
    def title(self) -> str:
        """Whose total."""
        found = self._found()
        name = self.desk.contest.state.roster.name(self.team)
        place = place_words(found.place, tied=False)
        return self.desk.word(
            _("Why: {team} {total}, place {place}", team=name, total=show(found.score.value), place=place)
        )

    def _found(self) -> Explanation:
        return self.desk.contest.explain(self.team, SEAT)

    def press(self, press: Press, now: datetime) -> None:
        """Scroll, or go to another team."""
        if press.key in ("up", "down", "pageup", "pagedown"):
            self._top += {"up": -1, "down": 1, "pageup": -self.desk.room, "pagedown": self.desk.room}[press.key]
            self._top = max(0, min(self._top, sum(1 for _line in self._found().score.walk()) - 1))
        elif press.key.isdecimal():
            team = next((team for team, desk in self.desk.contest.podiums if str(desk) == press.key), self.team)
            self.team, self._top = team, 0
        else:
            self.desk.say(self.keys())

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the page of the tree."""
        found = self._found()
        rows = list(_tree(self.desk, found, found.score, 0))
        return rows[self._top : self._top + self.desk.room]

    def keys(self) -> str:
        """Return the keys that act."""
        return self.desk.word(_("Up Down scroll  desk number: another team  Esc closes"))


def _tree(desk: Desk, found: Explanation, score: Score, depth: int) -> Iterator[Row]:
    number = show(score.value) if score.counted else f"({show(score.value)})"
    words = [desk.word(score.label)]
    if score.record is not None:
        words.append(f"#{score.record:03}")
        words += [desk.word(_("(corrected by #{by})", by=f"{by:03}")) for by in found.corrections.get(score.record, ())]
    if score.note is not None:
        words.append(f"[{desk.word(score.note)}]")
    yield Row("  " * depth + pad(number, 10) + " ".join(words), (BOLD if not depth else INK) if score.counted else DIM)
    for part in score.parts:
        yield from _tree(desk, found, part, depth + 1)


def open_why(desk: Desk, now: datetime) -> None:
    """Ask whose total, by desk number."""
    desk.refresh()

    def item(team: str, number: int) -> Item:
        name = desk.word(desk.contest.state.roster.name(team))
        return Item(name, lambda _now: desk.open(Why(desk, team)), number)

    rows = sorted((item(*pair) for pair in desk.contest.podiums), key=lambda each: each.number)
    desk.open(ListOverlay(desk, desk.word(_("Why this total? The desk number")), rows))
