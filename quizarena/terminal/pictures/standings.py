"""The standings: large with digits where few teams leave room, else a table, in pages where they are many.

Decides what a row says: place, desk, name, total, what it is made of, the distance to the team before, and where the
team came from. Top three stay pinned while pages turn every ten seconds.
"""

from __future__ import annotations

import attrs

from ...points import parts_line, parts_places, show
from ...roster import LEFT
from ...scenes import Bracket, Ranked, Ranking
from ...text import cardinal, ordinal
from ..canvas import BOLD, DIM, INK, Canvas, Pen
from ..digits import ROWS, Dot, digits_width, largest, put_digits
from ..wide import cut, cut_before, width
from ..words import _
from .bracket import put_bracket
from .motion import NO_GAIN, gains, sliding
from .page import Page
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
    left: str
    total: str
    parts: str
    behind: str
    moved: str
    gain: tuple[str, Pen]
    tied: bool = False
    climbs: bool = False

    def on(self, pen: Pen) -> Pen:
        """Return a pen on the row's own ground."""
        return attrs.evolve(pen, ground="surface") if self.climbs else pen


def standings_picture(page: Page) -> Canvas:
    """Draw the standings."""
    ranking = page.one(Ranking) or Ranking(())
    page.between_rounds = ranking.after is not None
    page.is_crowded = not page.large
    bracket = page.one(Bracket)
    if bracket is not None:
        page.header(page.feed.scene.title, page.signed() or page.word(_("Knock-out")))
        put_bracket(page, bracket, 2)
        return page.finish()
    said = _Said(page, ranking)
    plan = _plan(page, said)
    foot = None if plan is None else _blocks(page, said, plan)
    has_foot = foot is None or foot < page.height - 1
    after = "" if ranking.after is None else page.word(_("after {round}", round=ranking.after))
    right = [page.signed() or after]
    is_short = ranking.provisional and not page.large  # the protest stands in the same row
    right += [] if has_foot or is_short or ranking.going_on is not None else [_rounds_left(page, ranking)]
    name = page.word(_("Standings"))
    page.header(name if is_short else f"{page.word(page.feed.scene.title)}   {name}", "   ".join(filter(None, right)))
    foot = _table(page, said) if foot is None else foot
    if ranking.provisional and foot < page.height - 2:
        page.line(page.x(3, 4), foot, page.word(_("places and prizes only after the review")), BOLD)
        foot += 1
    if foot < page.height - 1:
        page.line(page.x(3, 4), foot, _to_come(page, ranking), DIM)
    return page.finish()


def _rounds_left(page: Page, ranking: Ranking) -> str:
    count = len(ranking.coming)
    return page.word(_("{count} rounds left", count=count)) if count else ""


@attrs.frozen
class _Plan:
    """How rows are set: the first `blocks` of them with digits of this size, so many rows between; the rest as text."""

    blocks: int
    dot: Dot
    gap: int

    @property
    def pitch(self) -> int:
        """The rows from one block to the next."""
        return self.dot.height + self.gap

    @property
    def place_dot(self) -> Dot:
        """The size of a place: as high as a total, and narrower."""
        return Dot(2 * self.dot.py, self.dot.py)


def _plan(page: Page, said: _Said) -> _Plan | None:
    """Return how to set the rows: all with digits, or the first three or two of them; None where it is no use."""
    count, top = len(said), 2 if page.large else 1
    if not count:
        return None
    foot = 4 if page.large else int(bool(page.banner()))
    for gap in (_BLOCK_GAP, 1):
        block = (page.height - top - foot + gap) // count - gap
        dot = _block_dot(page, said, block)
        if dot is not None:
            return _Plan(count, dot if page.large else attrs.evolve(dot, tight=True), gap)
    dot = _block_dot(page, said, ROWS)
    for blocks in range(min(PINNED, count - 1), 1, -1):
        if dot is not None and 2 + blocks * (ROWS + 1) - 1 + count - blocks <= page.height - 1:
            return _Plan(blocks, attrs.evolve(dot, tight=bool(foot) and not page.large), 1)
    return None


def _block_dot(page: Page, said: _Said, down: int) -> Dot | None:
    longest = said.longest_total()
    return largest(longest, page.width * 54 // 100, down) if down >= ROWS and "/" not in longest else None


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
            page.word(LEFT.get(row.standing, "")),
            show(row.total, self._places),
            parts_line(row.parts, self._parts_places),
            _behind(page, row),
            _moved(page, row),
            self._gained.get(row.team, NO_GAIN),
            tied=row.tied,
            climbs=row.team == self._climber,
        )


def _behind(page: Page, row: Ranked) -> str:
    """Return how far a team is behind the one before it, or whom it is level with."""
    if row.behind is None:
        return page.word(_("joint place")) if row.tied else ""
    if not row.behind and row.tied and row.place is not None:
        return page.word(_("level with {place}", place=ordinal(row.place)))
    return page.word(_("{points} behind", points=show(row.behind)))


def _moved(page: Page, row: Ranked) -> str:
    """Return where a team came from: nothing to say before the first round."""
    if row.was is None or row.place is None:
        return ""
    if row.was == row.place and row.was_tied == row.tied:
        return page.word(_("unchanged"))
    if row.was == row.place:
        place = ordinal(row.was)
        return page.word(_("was joint {place}", place=place) if row.was_tied else _("was {place}", place=place))
    climbed = row.was - row.place
    return page.word(_("up {places}", places=climbed) if climbed > 0 else _("down {places}", places=-climbed))


def _to_come(page: Page, ranking: Ranking) -> str:
    """Return who goes on, else what is to come; at the end what set equal totals apart."""
    if ranking.going_on is not None:
        teams = page.several(ranking.going_on.teams)
        return page.word(_("on to {round}: {teams}", round=ranking.going_on.round, teams=teams))
    if not ranking.coming:
        decided = [row for row in ranking.rows if row.decided is not None and not row.tied]
        lines = (_("{team}: after a tie-break ({how})", team=row.name, how=row.decided or "") for row in decided)
        return page.several_apart(map(page.word, lines))
    names = page.several(title for title, _full in ranking.coming)
    if len(ranking.coming) > 1:
        return page.word(_("{count} rounds to come: {rounds}", count=cardinal(len(ranking.coming)), rounds=names))
    full = ranking.coming[0][1]
    said = page.word(_("one round to come: {round}", round=names))
    return said if full is None else said + page.word(_(", full mark {points}", points=show(full)))


def _blocks(page: Page, said: _Said, plan: _Plan) -> int:
    """Draw the first rows as blocks with place and total in digits, the others as text; return the row for the foot."""
    end, left = page.width - page.x(12, 4), page.x(9, 16)
    rows = said.rows()
    podiums = max(len(str(row.podium)) for row in rows)
    y = 2 if page.large or plan.blocks < len(rows) else 1
    for row in rows[: plan.blocks]:
        if row.climbs:
            page.canvas.fill(0, y, page.width, plan.dot.height, row.on(INK))
        put_digits(page.canvas, page.x(1, 4), y, row.place, plan.place_dot)
        start = end - digits_width(row.total, plan.dot)
        put_digits(page.canvas, start, y, row.total, plan.dot)
        _put_gain(page, end + 2, y + plan.dot.height // 2, row, page.width - 1)
        middle = y + plan.dot.height // 2
        _name_and_dots(page, row, (left, middle), start - 2, podiums)
        parts = row.parts if width(row.parts) <= start - left - 2 else row.parts.replace(" ", "")
        notes = [parts, "  ".join(filter(None, (row.behind, row.moved)))]
        for line, text in enumerate(filter(None, notes), middle + 1):
            page.canvas.put(left, line, cut(text, start - left - 2), row.on(DIM))
        y += plan.pitch
    rest = rows[plan.blocks :]
    if not rest:
        page.between_rounds &= y - plan.gap < page.height  # the corner shares its row with the last block
        return y - plan.gap + 3
    y += 0 if page.large else -1
    dots = page.x(52, 80) - max(width(row.total) for row in rest) - 2
    for row in rest:
        _text_row(page, row, y, podiums, dots)
        y += 1
    return y + 1


def _name_and_dots(page: Page, row: _Row, at: tuple[int, int], end: int, podiums: int) -> None:
    """Draw desk and name, and dots from there to where the total begins."""
    x, y = at
    pad = " " * (podiums - len(str(row.podium)))
    said = pad + podium_line(page, row.podium, row.name, "  " if page.large else " ")
    behind = page.canvas.put(x, y, cut_before(said, row.left, end - x), row.on(BOLD))
    dots = max(0, end - behind - 2) // 2
    page.canvas.put(behind + 2, y, ". " * dots, row.on(DIM))


def _text_row(page: Page, row: _Row, y: int, podiums: int, dots: int) -> None:
    total = page.x(52, 80)
    if row.climbs:
        page.canvas.fill(0, y, page.width, 1, row.on(INK))
    place = page.word(_("joint {place}", place=row.place)) if row.tied else row.place
    page.canvas.put(page.x(3, 6), y, place, row.on(BOLD), limit=page.x(12, 16))
    _name_and_dots(page, row, (page.x(13, 17), y), dots, podiums)
    page.canvas.right(total, y, row.total, row.on(BOLD))
    _put_gain(page, total + 1, y, row, page.x(58, 88) - 1)
    page.canvas.put(page.x(58, 88), y, cut(row.behind, page.width - page.x(58, 88) - 1), row.on(DIM))


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
    page.canvas.put(team, y, cut_before(row.name, row.left, start - team - 1), row.on(BOLD))
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
