"""The standings: large with digits where few teams leave room, else a table, in pages where they are many.

Decides what a row says: place, desk, name, total, what it is made of, the distance to the team before, and where the
team came from. Top three stay pinned while pages turn every ten seconds.
"""

from __future__ import annotations

import attrs

from ...points import show
from ...scenes import Ranked, Ranking
from ...sessions.words import counted
from ...text import ordinal
from ..canvas import BOLD, DIM, INK, Canvas, Pen
from ..digits import ROWS, Dot, digits_width, largest, put_digits
from ..wide import cut, width
from ..words import _
from .motion import NO_GAIN, gains, sliding
from .page import Page, parts_line, parts_places
from .stage import podium_line

PAGE_SECONDS = 10
PINNED = 3
_TOP = 4
_BLOCK_GAP = 2


@attrs.frozen
class _Row:
    """A row as it is said; `gain` is what the last fact gave, `climbs` that the row is on its way up."""

    team: str
    place: str
    podium: int
    name: str
    total: str
    parts: str
    behind: str
    moved: str
    gain: tuple[str, Pen]
    climbs: bool = False

    def on(self, pen: Pen) -> Pen:
        """Return a pen on the row's own ground."""
        return attrs.evolve(pen, ground="surface") if self.climbs else pen


def standings(page: Page) -> Canvas:
    """Draw the standings."""
    ranking = page.one(Ranking) or Ranking(())
    page.between_rounds = ranking.after is not None
    after, name = _after(page, ranking), page.word(_("Standings"))
    if ranking.provisional:
        page.header(f"{page.word(page.feed.scene.title)}   {name}" if page.large else name, after)
    else:
        page.header(page.feed.scene.title, "   ".join(filter(None, (after, name))))
    said = _Said(page, ranking)
    dot = _dot(page, said)
    foot = _digits(page, said.rows(), dot) if page.large and dot is not None else _table(page, said)
    if ranking.provisional and foot < page.height - 2:
        page.line(page.x(3, 4), foot, page.word(_("places and prizes only after the review")), BOLD)
        foot += 1
    if foot < page.height - 1:
        page.line(page.x(3, 4), foot, _to_come(page, ranking), DIM)
    return page.finish()


def _after(page: Page, ranking: Ranking) -> str:
    return "" if ranking.after is None else page.word(_("after {round}", round=ranking.after))


class _Said:
    """The standings in words, row by row as they stand in this moment of a slide: the places stay where they are.

    Numbers are set for all rows, so that they stand on one point on every page; the rest only for the rows asked for.
    """

    def __init__(self, page: Page, ranking: Ranking) -> None:
        self._page, self._ranking = page, ranking
        self._order, self._climber = sliding(page, ranking.rows)
        self._gained = gains(page, ranking.rows)
        self._places = ranking.places
        has_room = _TOP + 2 * len(ranking.rows) + 1 <= page.height - 1  # for a second line to each row
        self._parts_places = parts_places([row.parts for row in ranking.rows]) if has_room else []
        self._by_team = {row.team: row for row in ranking.rows}

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._ranking.rows)

    def longest_total(self) -> str:
        """Return the total that takes most room; there has to be one."""
        return max((show(row.total, self._places) for row in self._ranking.rows), key=len)

    def rows(self, chosen: slice = slice(None)) -> list[_Row]:
        """Return the rows of that part of the table."""
        held = zip(self._ranking.rows[chosen], self._order[chosen], strict=True)
        return [self._row(place.place, self._by_team[team]) for place, team in held]

    def _row(self, place: int | None, row: Ranked) -> _Row:
        page = self._page
        return _Row(
            row.team,
            "-" if place is None else str(place),
            row.podium,
            page.word(row.name),
            show(row.total, self._places),
            parts_line(row.parts, self._parts_places),
            "" if row.behind is None else page.word(_("{points} behind", points=show(row.behind))),
            _moved(page, row),
            self._gained.get(row.team, NO_GAIN),
            climbs=row.team == self._climber,
        )


def _moved(page: Page, row: Ranked) -> str:
    """Return where a team came from: nothing to say before the first round."""
    if row.was is None or row.place is None:
        return page.word(_("joint place")) if row.tied else ""
    if row.was == row.place and row.was_tied == row.tied:
        return page.word(_("unchanged"))
    place = ordinal(row.was)
    said = page.word(_("was joint {place}", place=place) if row.was_tied else _("was {place}", place=place))
    if row.was == row.place:
        return said
    climbed = row.was - row.place
    step = _("up {places}", places=climbed) if climbed > 0 else _("down {places}", places=-climbed)
    return f"{said}  {page.word(step)}"


def _to_come(page: Page, ranking: Ranking) -> str:
    """Return who goes on, else what is to come; at the end what set equal totals apart."""
    if ranking.going_on is not None:
        teams = ("、" if page.look.language == "zh" else ", ").join(map(page.word, ranking.going_on.teams))
        return page.word(_("on to {round}: {teams}", round=ranking.going_on.round, teams=teams))
    if not ranking.coming:
        decided = [row for row in ranking.rows if row.decided is not None and not row.tied]
        lines = (_("{team}: after a tie-break ({how})", team=row.name, how=row.decided or "") for row in decided)
        return ("；" if page.look.language == "zh" else "; ").join(map(page.word, lines))
    names = ("、" if page.look.language == "zh" else ", ").join(page.word(title) for title, _full in ranking.coming)
    if len(ranking.coming) > 1:
        return page.word(_("{count} rounds to come: {rounds}", count=counted(len(ranking.coming)), rounds=names))
    full = ranking.coming[0][1]
    said = page.word(_("one round to come: {round}", round=names))
    return said if full is None else said + page.word(_(", full mark {points}", points=show(full)))


def _dot(page: Page, said: _Said) -> Dot | None:
    """Return the digits' size if every row can have a block of its own."""
    block = (page.height - 6) // len(said) - _BLOCK_GAP if len(said) else 0
    return largest(said.longest_total(), page.width * 2 // 5, block) if block >= ROWS else None


def _digits(page: Page, rows: list[_Row], dot: Dot) -> int:
    """Draw each row as a block with its place and total in digits; return the row behind the last block."""
    end, left, y = page.x(0, 100), page.x(0, 16), 2
    for row in rows:
        if row.climbs:
            page.canvas.fill(0, y, page.width, dot.height, row.on(INK))
        put_digits(page.canvas, page.x(0, 4), y, row.place, dot)
        start = end - digits_width(row.total, dot)
        put_digits(page.canvas, start, y, row.total, dot)
        _put_gain(page, end + 2, y + dot.height // 2, row, page.width - 1)
        said = "   ".join(filter(None, (row.behind, row.moved)))
        for line, text in enumerate((podium_line(page, row.podium, row.name), row.parts, said), 1):
            page.canvas.put(left, y + line, cut(text, start - left - 2), row.on(BOLD if line == 1 else DIM))
        y += dot.height + _BLOCK_GAP
    return y


def _put_gain(page: Page, x: int, y: int, row: _Row, limit: int) -> None:
    """Draw what the last fact gave beside the total, whole or not at all."""
    said, pen = row.gain
    if x + width(said) <= limit:
        page.canvas.put(x, y, said, row.on(pen))


def _table(page: Page, said: _Said) -> int:
    """Draw rows under heads; return the row for the foot."""
    room = page.height - 2 - _TOP + 1
    shown, note = _paged(page, said, room)
    pitch = next((each for each in (4, 3, 2, 1) if _TOP + len(shown) * each + 1 <= page.height - 1), 1)
    heads = (_("Place"), _("Desk"), _("Team"), _("Total"), _("Behind"), _("Moved"))
    for x, head in zip(_columns(page), heads, strict=True):
        page.canvas.put(x, 2, page.word(head), DIM)
    end = max((width(row.total) for row in shown), default=0)
    y = _TOP
    for row in shown:
        _table_row(page, y, row, end, with_parts=pitch > 1)
        y += pitch
    page.line(page.x(3), page.height - 2, note, DIM)
    return page.height if note else y


def _columns(page: Page) -> list[int]:
    return [column * page.width // 80 for column in (3, 9, 15, 35, 49, 63)]


def _table_row(page: Page, y: int, row: _Row, end: int, *, with_parts: bool) -> None:
    place, desk, team, total, behind, moved = _columns(page)
    if row.climbs:
        page.canvas.fill(0, y, page.width, 2 if with_parts else 1, row.on(INK))
    page.canvas.put(place, y, row.place, row.on(BOLD), limit=desk - 1)
    page.canvas.put(desk, y, str(row.podium), row.on(INK), limit=team - 1)
    start = max(team, min(total, behind - 2 - end))
    page.canvas.put(team, y, cut(row.name, start - team - 1), row.on(BOLD))
    page.canvas.right(start + end, y, row.total, row.on(BOLD))
    _put_gain(page, start + end + 1, y, row, behind - 1)
    page.canvas.put(behind, y, cut(row.behind, moved - behind - 1), row.on(INK))
    page.canvas.put(moved, y, cut(row.moved, page.width - moved - 1), row.on(DIM))
    if with_parts:
        page.canvas.put(team, y + 1, cut(row.parts, page.width - team - 1), row.on(DIM))


def _paged(page: Page, said: _Said, room: int) -> tuple[list[_Row], str]:
    """Return the rows of this page, and which page it is; the first three are on every page."""
    if len(said) <= room:
        return said.rows(), ""
    each = max(1, room - 1 - PINNED)
    pages = max(1, -(-(len(said) - PINNED) // each))
    current = int(page.look.now.timestamp()) // PAGE_SECONDS % pages
    note = page.word(_("page {number} of {count}", number=current + 1, count=pages))
    first = PINNED + current * each
    return said.rows(slice(PINNED)) + said.rows(slice(first, first + each)), note
