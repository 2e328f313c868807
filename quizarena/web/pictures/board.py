"""The board on a projector: one layout a programme, from the scene of the hall."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from ...points import parts_line, parts_places
from ...scenes import (
    BANNER,
    Bracket,
    Clocks,
    Correction,
    GoingOn,
    Lots,
    OnAir,
    Paragraph,
    Prizes,
    Question,
    Ranked,
    Ranking,
    Role,
    Ruling,
    Winner,
)
from ...sessions.programme import Programme, prize_stays, programme_of
from ..drawing import Drawing, Regions
from ..views import Picture
from ..words import _
from .board_frame import last, size_of, top
from .board_round import marks, running

MOMENT = timedelta(seconds=2)
"""How long a verdict fills the board."""
_LARGE_ROWS, _TWO_COLUMNS, _PAGE, _PINNED = 6, 12, 24, 3
"""Teams in rows of their own; in two columns; on a page, of more; of those the ones that stand on every page."""
_MOST_NAMED = 5
_MOST_COMING = 6
"""Parts of a total that have room for their names."""
_UPRIGHT = 8
"""Lots that stand upright beside each other; more are a list."""
_MOST_BALLS, _BALL = 8, 4
"""Numbers called that are drawn as balls, and the digits a ball has room for."""
_TICKET = re.compile(r"\b[0-9a-f]{64}\b")


def board_picture(drawing: Drawing) -> Picture:
    """Return the board's picture."""
    regions, shown = Regions(), programme_of(drawing.feed.scene)
    final = _final_prizes(drawing) if shown == "prizes" else None
    if final is None:
        _PROGRAMMES[shown](drawing, regions)
    else:
        _final(drawing, regions, final)
    regions.put("over", "", [("bells", _bells(drawing)), *(() if shown == "black" else _over(drawing, shown))])
    return regions.picture(shown if final is None else "final")


def _black(_drawing: Drawing, regions: Regions) -> None:
    for name in ("top", "main", "strip"):
        regions.put(name)


def _title(drawing: Drawing, regions: Regions) -> None:
    """Lay out the contest's title, its rounds and who takes part, while the hall waits."""
    ranking = last(drawing, Ranking)
    teams = sorted(ranking.rows, key=lambda row: row.podium) if ranking is not None else []
    regions.put("top")
    names = [entry.title for entry in drawing.rulebook.rounds]
    regions.put("main", "t1", [("title", drawing.html("title", air=_air(drawing), parts=names, teams=teams))])
    regions.put("strip")


def _message(drawing: Drawing, regions: Regions) -> None:
    top(drawing, regions)
    said = [("onair", drawing.block(air)) for air in drawing.feed.scene.of(OnAir)[-1:]]
    regions.put("main", "main hero notice", said)
    ranking = last(drawing, Ranking)
    totals = ranking if ranking is not None and len(ranking.rows) <= _LARGE_ROWS else None
    regions.put("strip", "foot centre", [("totals", drawing.html("totals", ranking=totals))])


def _join(drawing: Drawing, regions: Regions) -> None:
    """Lay out the codes by which phones join the Wi-Fi and follow."""
    top(drawing, regions, drawing.word(_("Scan to follow the scores")))
    regions.put("main", "main hero joins", [("join", drawing.html("join"))])
    regions.put("strip")


def _draw(drawing: Drawing, regions: Regions) -> None:
    """Lay out the lots beside the numbers called, below them what anybody can check."""
    lots = last(drawing, Lots)
    if lots is None:
        top(drawing, regions, drawing.word(_("Draw")))
        regions.put("main", "main")
        regions.put("strip")
        return
    opened = sum(name is not None for name in lots.order)
    what = drawing.word(lots.title or _("running order"))
    said = _("lot {number} of {count}", number=str(opened), count=str(len(lots.order))) if opened else ""
    top(drawing, regions, drawing.word(_("Draw: {what}", what=what)), drawing.word(said))
    regions.put("main", "main", [("lots", _lots(drawing, lots, opened))])
    commands = [line.partition(" # ")[0] for line in lots.proof if (lots.seed or "$seed") in line][:1]
    regions.put("strip", "proofs", [("proof", drawing.html("proof", block=lots, commands=commands))])


def _lots(drawing: Drawing, lots: Lots, opened: int) -> str:
    called = lots.numbers.split()
    balls = called if len(called) <= _MOST_BALLS and all(len(each) <= _BALL for each in called) else []
    found = [match.group()[:8] for line in lots.proof if (match := _TICKET.search(drawing.word(line))) is not None]
    tickets = found if len(found) == len(lots.order) else [""] * len(lots.order)
    newest = max((nth for nth, name in enumerate(lots.order) if name is not None), default=None)
    longest = max((len(drawing.word(name)) for name in lots.order if name is not None), default=0)
    rows = -(-len(lots.order) // (2 if len(lots.order) <= _TWO_COLUMNS else 3))
    return drawing.block(
        lots, opened=opened, balls=balls, tickets=tickets, newest=newest, rows=rows,
        upright=len(lots.order) <= _UPRIGHT and longest <= _UPRIGHT + 2, narrow=longest > _UPRIGHT - 2,
    )  # fmt: skip


def _standings(drawing: Drawing, regions: Regions) -> None:
    ranking = last(drawing, Ranking) or Ranking(())
    rows, count = ranking.rows, len(ranking.rows)
    after = "" if ranking.after is None else drawing.word(_("after {round}", round=ranking.after))
    piece = [after, drawing.word(_("{count} teams", count=str(count))) if count > _LARGE_ROWS else ""]
    top(drawing, regions, drawing.word(_("Team standings")), *piece)
    decimals = parts_places([row.parts for row in rows])
    made = {row.team: _made(drawing, row, decimals) for row in rows}
    leads = sum(row.place == 1 for row in rows) < count
    bracket = last(drawing, Bracket)
    if bracket is not None:
        regions.put("main", "main", [("bracket", drawing.block(bracket))])
    elif count <= _LARGE_ROWS:
        body = drawing.block(ranking, made=made, leads=leads)
        regions.put("main", f"main table rows-{count}", [("ranking", body)])
    else:
        regions.put("main", *_pack(drawing, ranking, leads=leads))
    regions.put("strip", "foot", [("foot", _foot(drawing, ranking))])


def _made(drawing: Drawing, row: Ranked | Winner, decimals: list[int], *, named: bool = True) -> str:
    """Return what a total is made of, of few parts with the rounds' titles."""
    is_named = named and len(row.parts) <= _MOST_NAMED
    names = ["" if name is None else drawing.word(name) for name in row.part_names] if is_named else []
    return parts_line(row.parts, decimals, names)


def _pack(drawing: Drawing, ranking: Ranking, *, leads: bool) -> tuple[str, list[tuple[str, str]]]:
    """Return many teams in columns; of more than a page holds, the first three stand on every page."""
    count = len(ranking.rows)
    shown, columns = min(count, _PAGE), 2 if count <= _TWO_COLUMNS else 3
    pages = 1 if count <= _PAGE else -(-(count - _PINNED) // (_PAGE - _PINNED))
    pinned = _PINNED if pages > 1 else count
    page = {row.team: (nth - pinned) // (_PAGE - _PINNED) for nth, row in enumerate(ranking.rows) if nth >= pinned}
    html = drawing.html("pack", block=ranking, leads=leads, page=page)
    return f"main pack of-{columns} rows-{-(-shown // columns)} pages-{pages}", [("ranking", html)]


def _foot(drawing: Drawing, ranking: Ranking) -> str:
    protests = [each.text for each in _of_role(drawing, Role.PROTEST)]
    decided = [] if ranking.coming else [row for row in ranking.rows if row.decided is not None and not row.tied]
    going = "" if ranking.going_on is None else _going_on(drawing, ranking.going_on)
    return drawing.html("foot", block=ranking, protests=protests, decided=decided, going=going)


def _going_on(drawing: Drawing, going: GoingOn) -> str:
    return drawing.html("goingon", block=going)


def _prizes(drawing: Drawing, regions: Regions) -> None:
    """Lay out the winner who was opened last, alone."""
    given = last(drawing, Prizes) or Prizes(())
    now = None if given.now is None else drawing.word(given.rows[given.now][0])
    top(drawing, regions, drawing.word(_("Prizes")), now or "")
    winners = () if given.now is None else given.winners[given.now]
    decimals = parts_places([each.parts for row in given.winners for each in row])
    is_first = given.now == 0 and len(winners) == 1
    longest = max((drawing.word(each.name) for each in winners), key=len, default="")
    body = drawing.block(
        given, winners=winners, is_first=is_first, size=size_of(longest),
        made=[_made(drawing, each, decimals, named=len(winners) == 1) for each in winners],
    )  # fmt: skip
    regions.put("main", "main hero rays", [("prizes", body)])
    coming = [given.rows[row][0] for row in dict.fromkeys(given.opening) if given.rows[row][1] is None]
    regions.put("strip", "foot", [("coming", drawing.html("coming", parts=coming[:_MOST_COMING]))])


def _final_prizes(drawing: Drawing) -> Prizes | None:
    """Return the prizes once all are given, or the result is signed: their picture stays."""
    given = last(drawing, Prizes)
    if given is None or not given.rows or not given.winners:
        return None
    return given if prize_stays(given, is_signed=drawing.feed.seal is not None) else None


def _final(drawing: Drawing, regions: Regions, given: Prizes) -> None:
    names = max((drawing.word(each.name) for each in given.winners[0]), key=len, default="")
    regions.put("top")
    html = drawing.html("final", block=given, air=_air(drawing), seal=drawing.feed.seal, size=size_of(names))
    regions.put("main", "t1 rays", [("final", html)])
    regions.put("strip")


def _bells(drawing: Drawing) -> str:
    """Return what rings, whatever is on show: a clock runs on while the board shows something else."""
    faces = [face for block in drawing.feed.scene.of(Clocks) for face in block.faces if face.clock.running]
    return drawing.html("bells", faces=faces) if faces else ""


def _over(drawing: Drawing, shown: Programme) -> Iterator[tuple[str, str]]:
    """Yield what lies over a picture: the corner, a verdict, a correction, a notice, that nothing counts."""
    feed, air = drawing.feed, last(drawing, OnAir)
    yield "corner", drawing.html("corner", is_sealed=feed.seal is not None)
    if shown not in ("standings", "title"):
        yield "state", drawing.html("state", ranking=last(drawing, Ranking))
    standing = {each.role: each.text for each in drawing.feed.scene.of(Paragraph)}
    notice = standing.get(Role.INTERRUPTION) or standing.get(Role.NOTICE)
    if notice is not None:
        yield "notice", drawing.html("notice", text=notice)
    for corrected in feed.scene.of(Correction):
        yield "correction", _correction(drawing, corrected)
    ruling = last(drawing, Ruling)
    if shown == "round" and ruling is not None and feed.ruled_at is not None:
        row = _row(drawing, ruling.team)
        yield "moment", drawing.html("moment", block=ruling, row=row, until=_ms(feed.ruled_at + MOMENT))
    if air is not None and air.rehearsal:
        yield "ribbon", drawing.html("ribbon")
    for asked in feed.scene.of(Question):
        if asked.media is not None and asked.media.clock is not None:  # apart from the player, which stays as it is
            yield "playing", drawing.html("playing", media=asked.media)


def _correction(drawing: Drawing, corrected: Correction) -> str:
    totals = [(row, total) for team, total in corrected.totals if (row := _row(drawing, team)) is not None]
    return drawing.block(corrected, totals=totals, until=_ms(corrected.at + BANNER))


def _air(drawing: Drawing) -> OnAir:
    return last(drawing, OnAir) or OnAir()


def _row(drawing: Drawing, team: str) -> object:
    ranking = last(drawing, Ranking)
    return None if ranking is None else next((row for row in ranking.rows if row.team == team), None)


def _of_role(drawing: Drawing, role: Role) -> list[Paragraph]:
    return [each for each in drawing.feed.scene.of(Paragraph) if each.role is role]


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1_000)


_PROGRAMMES: Mapping[Programme, Callable[[Drawing, Regions], None]] = {
    "black": _black,
    "title": _title,
    "draw": _draw,
    "round": running,
    "standings": _standings,
    "marks": marks,
    "prizes": _prizes,
    "message": _message,
    "join": _join,
}
