"""The teams at the desk: their rows by desk number, what each has in the running round, and all of them on one page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

import attrs

from ...points import show
from ...roster import named
from ...scenes import Marks, Purpose, Ranked, Ranking, Table
from ...text import Text, plain
from ..dialog import Column, Dialog, Key
from ..dialog import Table as TableBlock
from ..keys import Press
from .desk import Desk, Overlay
from .sentences import on_stage
from .standings_change import place_sign
from .words import _


def ranked(desk: Desk) -> list[Ranked]:
    """Return the teams in desk-number order, with the totals the desk may know: during a reveal the hall's."""
    hall, own = desk.scene("hall").of(Ranking), desk.scene().of(Ranking)
    found = hall if desk.contest.state.reveal is not None else own
    if found and found[-1].frozen:
        found = own  # the hall's stand still since the freeze: totals here never go back
    return sorted(found[-1].rows, key=lambda row: row.podium) if found else []


def leaders(rows: list[Ranked]) -> list[Ranked]:
    """Return the teams in first place, none while all are level."""
    first = [row for row in rows if row.place == 1]
    return first if len(first) < len(rows) else []


def has_begun(rows: list[Ranked]) -> bool:
    """Whether places mean something by now: a round has scores, or totals differ."""
    return any(row.was is not None for row in rows) or len({row.total for row in rows}) > 1


def in_round(desk: Desk) -> dict[str, Text]:
    """Return what each team has in the running round: the round's own signs, its score, or where it stands."""
    state, staged = desk.contest.state, {stage.team for stage in on_stage(desk.scene())}
    running = state.running
    if running is None:
        return {team.id: _("to begin") for team in state.roster.teams}
    seen = "hall" if state.reveal is not None else "desk"
    scores = desk.standings(seen).rounds.get(running.id, {})
    asked = any(cell.state in ("waiting", "in") for block in desk.scene().of(Marks) for cell in block.cells)
    here = _("marking") if asked else _("on stage")
    places = 2 if state.roster.judges else 0
    found = {}
    for team in state.roster.teams:
        score = scores.get(team.id)
        waits = _("to come") if team.plays and team.id in running.order else plain("-")
        found[team.id] = plain(show(score.value, places)) if score is not None else here if team.id in staged else waits
    return found | dict(_signs(desk)) | dict.fromkeys(running.left, _("out of it"))


def _signs(desk: Desk) -> Iterator[tuple[str, Text]]:
    """Yield what the round's table of teams says of each, in its last column."""
    for block in desk.scene().of(Table):
        if block.purpose is Purpose.TEAMS:
            yield from ((team, _sign(row[-1])) for team, row in zip(block.teams, block.rows, strict=True))


def _sign(cell: Text | Fraction | int | None) -> Text:
    if cell is None:
        return plain("-")
    return plain(show(cell)) if isinstance(cell, (int, Fraction)) else cell


@attrs.define
class AllTeams(Overlay):
    """All teams, where the desk has no room for them beside what goes on."""

    desk: Desk

    def press(self, press: Press, now: datetime) -> bool:
        """Close on the key that opened it."""
        if press.key == "tab":
            self.desk.close()
        return press.key == "tab"

    def dialog(self, now: datetime) -> Dialog:
        """Return a row a team in desk-number order; who is on stage stands out."""
        desk, rows = self.desk, ranked(self.desk)
        staged, given, begun = {each.team for each in on_stage(desk.scene())}, in_round(desk), has_begun(rows)
        cells = tuple(
            (
                plain(str(row.podium)),
                named(row.name, row.standing),
                plain(show(row.total, desk.places) + ("*" if row.provisional else "")),
                place_sign(row.place if begun else None, tied=row.tied),
                given.get(row.team, plain("-")),
            )
            for row in rows
        )
        here = frozenset(place for place, row in enumerate(rows) if row.team in staged)
        table = TableBlock(_COLUMNS, cells, here, frozenset(range(len(cells))))
        return Dialog(_("All {count} teams", count=len(rows)), (table,), (_PAGES, Key("tab", _("closes"))))


_PAGES = Key("", _("PgDn PgUp a page on or back"))
_COLUMNS = (
    Column(_("#"), "number"),
    Column(_("team"), "name"),
    Column(_("points"), "points"),
    Column(_("place"), "place"),
    Column(_("round"), "words"),
)


def open_teams(desk: Desk, now: datetime) -> None:
    """Show all teams."""
    desk.refresh()
    desk.open(AllTeams(desk))
