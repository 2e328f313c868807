"""Why a team has its total: the whole working as a tree.

The tree is the score's own and can be redone by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

from ...contest import Explanation
from ...contest.columns import entrant_name
from ...points import show
from ...scores import Score
from ...text import Joined, Text, plain
from ..bindings import SEAT
from ..dialog import Dialog, Key, Role, Term
from ..keys import Press
from .desk import Desk, Overlay
from .lists import Deed, DeedList
from .standings_change import place_words
from .words import _


@attrs.define
class Why(Overlay):
    """The working of one team's total; another team's desk number goes to that team."""

    desk: Desk
    team: str

    def press(self, press: Press, now: datetime) -> bool:
        """Go to another team."""
        if not press.key.isdecimal():
            return False
        self.team = next((team for team, desk in self.desk.contest.podiums if str(desk) == press.key), self.team)
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return the whole tree."""
        reveals = self.desk.contest.state.reveal is not None
        found = self.desk.contest.explain(self.team, "hall" if reveals else SEAT)
        name = entrant_name(self.desk.contest.state.roster, self.team)
        place = place_words(found.place, tied=False)
        title = _("Why: {team} {total}, place {place}", team=name, total=show(found.score.value), place=place)
        return Dialog(title, tuple(_terms(found, found.score, 0)), _KEYS)


_KEYS = (Key("", _("desk number: another team")), Key("escape", _("closes")))


def _terms(found: Explanation, score: Score, depth: int) -> Iterator[Term]:
    figure = show(score.value) if score.counted else f"({show(score.value)})"
    role: Role = "quiet" if not score.counted else "normal" if depth else "emphasis"
    yield Term(depth, figure, Joined(tuple(_said(found, score)), " "), role)
    for part in score.parts:
        yield from _terms(found, part, depth + 1)


def _said(found: Explanation, score: Score) -> Iterator[Text]:
    yield score.label
    if score.record is not None:
        yield plain(f"#{score.record:03}")
        yield from (_("(corrected by #{by})", by=f"{by:03}") for by in found.corrections.get(score.record, ()))
    if score.note is not None:
        yield Joined((plain("["), score.note, plain("]")))


def open_why(desk: Desk, now: datetime) -> None:
    """Ask whose total, by desk number."""
    desk.refresh()

    def deed(team: str, number: int) -> Deed:
        return Deed(entrant_name(desk.contest.state.roster, team), lambda _now: desk.open(Why(desk, team)), number)

    rows = sorted((deed(*pair) for pair in desk.contest.podiums), key=lambda each: each.number)
    desk.open(DeedList(desk, _("Why this total? The desk number"), rows))
