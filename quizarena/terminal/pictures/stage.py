"""What the pictures of a running round share: its heading, who is on stage, one clock, the totals at the foot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from ...clocks import minutes
from ...points import show
from ...roster import Standing
from ...scenes import Face, Headline, OnStage, Paragraph, Question, Ranked, Ranking, Role, Ruling, Versus
from ...text import Text, ordinal
from ..canvas import BOLD, DIM, INK, WRONG, Pen
from ..digits import digits_width, largest, put_digits
from ..wide import cut, short_names, width
from ..words import _
from .motion import NO_GAIN, gained, gains
from .page import Page, aligned

LAST_SECONDS, FLASHING_SECONDS = 10, 5
BETWEEN = " " * 6
"""What stands between a team and its member."""
_FEW, _SIX, _MOST_LINES, _STRIP_ROWS = 4, 6, 2, 3
"""Teams in one line of the strip: four, or six; two lines at most, each with a row between."""
_LEAST_PITCH = 13
_FEW_LEADERS = 2
_GONE: Mapping[Standing, Text] = {"withdrawn": _("withdrew"), "disqualified": _("disqualified")}


def heading(page: Page) -> tuple[str, str]:
    """Return the round's title, and what of the round is on: its kind's own headline."""
    lines = page.all(Headline)
    if not lines:
        return page.word(page.feed.scene.title), ""
    title = page.word(lines[0].text)
    parts = [page.word(text) for text in (lines[-1].text, lines[-1].aside) if text is not None]
    return title, "  ".join(part for part in parts if part != title)


def moment_of(page: Page) -> str:
    """Return which question, performance or match is on, without how many there are."""
    lines = page.all(Headline)
    words = page.word(lines[-1].text) if lines else ""
    return words if lines and words != page.word(lines[0].text) else ""


def podium_line(page: Page, podium: int, name: str, gap: str = "  ") -> str:
    """Return "3 台  NAME"."""
    return f"{page.word(_('desk {desk}', desk=podium))}{gap}{name}"


def stage_line(page: Page, entrant: str | None = None) -> str:
    """Return who is on stage: desk, team and member; of several, the one with that id."""
    found = [each for each in _on_stage(page) if entrant in (None, each.team)]
    if found:
        member = page.word(found[-1].member) if found[-1].member is not None else ""
        said = podium_line(page, found[-1].podium, page.word(found[-1].name))
        return said + (BETWEEN + member if member else "")
    rows = (row for row in _rows(page) if row.team == entrant)
    return next((podium_line(page, row.podium, page.name(row)) for row in rows), page.word(entrant or ""))


def _on_stage(page: Page) -> Iterator[OnStage]:
    yield from page.all(OnStage)
    for versus in page.all(Versus):
        yield from (versus.affirmative, versus.negative)


def topic_line(page: Page) -> str:
    """Return the topic slip (题签) if the scene has one."""
    found = [each for each in page.all(Paragraph) if each.role is Role.TOPIC]
    return page.word(_('Topic "{topic}"', topic=found[-1].text)) if found else ""


def put_stage(page: Page, said: str, behind: str = "") -> None:
    """Draw who is on stage, and a topic behind it where there is room."""
    x, y = page.x(3, 5), 2
    room = page.width - 1 - x
    if behind and width(said) + len(BETWEEN) + width(behind) <= room:
        said += BETWEEN + behind
    page.canvas.put(x, y, cut(said, room), BOLD)


def _rows(page: Page) -> tuple[Ranked, ...]:
    ranking = page.one(Ranking)
    return ranking.rows if ranking is not None else ()


def foot(page: Page) -> int:
    """Return the row on which the strip of the teams begins, at the foot of the page."""
    lines = -(-len(_rows(page)) // _across(page))
    return page.height - (2 if page.large else 0) - _STRIP_ROWS * max(1, min(lines, _MOST_LINES))


def put_strip(page: Page) -> None:
    """Draw every team's name and total at the foot, in desk order; of more than twelve, who answers and who leads.

    In brackets stands who is on stage, in round ones who may not answer any more, with the word for why.
    """
    rows = sorted(_rows(page), key=lambda row: row.podium)
    across, y = _across(page), foot(page)
    if len(rows) > _MOST_LINES * across:
        _few(page, rows, y)
        return
    totals = dict(zip((row.team for row in rows), aligned([row.total for row in rows]), strict=True))
    x = page.x(3) if page.large or across <= _FEW else page.x(2)
    pitch = (page.width - x) // across
    names, notes = _strip_names(page, rows, pitch - 4), _notes(page, rows)
    on, out = {each.team for each in _on_stage(page)}, _out(page)
    for nth, row in enumerate(rows):
        left, line = x + nth % across * pitch, y + nth // across * _STRIP_ROWS
        said = f"{row.podium} {names[row.team]}"
        opens, closes = "[]" if row.team in on else "()" if row.team in out else "  "
        page.canvas.put(left - 1, line, f"{opens}{said}{closes}", BOLD if row.team in on else INK)
        start = left + len(str(row.podium)) + 1
        end = page.canvas.put(start, line + 1, totals[row.team], BOLD)
        note, pen = notes.get(row.team, NO_GAIN)
        page.canvas.put(end + 1, line + 1, cut(note, left + pitch - end - 2), pen)


def _across(page: Page) -> int:
    """Return how many teams stand in a line: all of up to four, else six, as far as there is room."""
    count = len(_rows(page))
    fits = max(1, page.width // _LEAST_PITCH)
    return max(1, min(count if count <= _FEW else _SIX, fits))


def _strip_names(page: Page, rows: Sequence[Ranked], room: int) -> dict[str, str]:
    """Return the names as the strip has room for them: without the tail all share where one would be cut."""
    names = {row.team: page.word(row.name) for row in rows}
    longest = max((len(str(row.podium)) + width(names[row.team]) for row in rows), default=0)
    shown = names if longest + 1 <= room else short_names(names)
    return {row.team: cut(shown[row.team], room - len(str(row.podium)) - 1) for row in rows}


def _notes(page: Page, rows: Sequence[Ranked]) -> dict[str, tuple[str, Pen]]:
    """Return what stands beside a total: what the last fact gave, what the ruling did, why a team is out."""
    found = {row.team: (page.word(_("helps {count}", count=_helps(row))), DIM) for row in rows if row.helps}
    found |= {team: (page.word(why), DIM) for team, why in _out(page).items()}
    found |= {row.team: (page.word(_GONE[row.standing]), DIM) for row in rows if row.standing in _GONE}
    ruling = page.one(Ruling)
    if ruling is not None and ruling.team:
        found[ruling.team] = gained(ruling.gain) if ruling.gain else (page.word(_("unchanged")), DIM)
    return found | gains(page, rows)


def _helps(row: Ranked) -> int:
    return sum(count for _name, count in row.helps)


def _out(page: Page) -> dict[str, Text]:
    return dict(pair for block in page.all(Question) for pair in block.out)


def _few(page: Page, rows: Sequence[Ranked], y: int) -> None:
    """Draw of many teams only who is on stage, who leads, and how many may still answer."""
    on, out = {each.team for each in _on_stage(page)}, _out(page)
    best = min((row.place for row in rows if row.place is not None), default=None)
    leaders = [row for row in rows if best is not None and row.place == best and row.team not in on]
    said = [f"[{row.podium} {page.name(row)}] {show(row.total)}" for row in rows if row.team in on]
    said += _leaders(page, leaders)
    page.line(page.x(3), y, "     ".join(said))
    left = sum(row.team not in out and row.standing == "playing" for row in rows)
    if not on and page.all(Question):
        page.line(page.x(3), y + 1, page.word(_("{count} teams may still answer", count=left)), DIM)


def _leaders(page: Page, rows: Sequence[Ranked]) -> list[str]:
    """Return who leads, or how many do where they are more than a line can name."""
    if len(rows) > _FEW_LEADERS:
        return [page.word(_("{count} teams level: {total}", count=len(rows), total=show(rows[0].total)))]
    return [f"{ordinal_place(page, row)} {row.podium} {page.name(row)} {show(row.total)}" for row in rows]


def ordinal_place(page: Page, row: Ranked) -> str:
    """Return a team's place as it is said."""
    return "" if row.place is None else page.word(ordinal(row.place))


def clock_pen(left: int, pen: Pen = INK) -> Pen:
    """Return the pen of a clock with `left` seconds: the last ten in the colour of wrong."""
    return WRONG if left <= LAST_SECONDS else pen


def put_clock(page: Page, face: Face, *, y: int, down: int, bar_y: int) -> None:
    """Draw one clock in the middle: digits in the rows from `y`, its bar below."""
    left = face.clock.seconds_left(page.look.now)
    said = minutes(left)
    dot = largest(said, page.width * 62 // 100, down)
    pen = clock_pen(left)
    if dot is None:
        page.canvas.centre(y, said, attrs.evolve(pen, bold=True))
    else:
        x = (page.width - digits_width(said, dot)) // 2
        y += (down - dot.height) // 2
        if flashes(left):
            page.canvas.light(x - dot.px, y, digits_width(said, dot) + 2 * dot.px, dot.height, pen)
            pen = Pen("ground")
        put_digits(page.canvas, x, y, said, dot, pen=pen)
    margin = page.x(2, 3)
    put_bar(page, margin, bar_y, page.width - 2 * margin, face)


def flashes(left: int) -> bool:
    """Whether the digits stand reversed in this second: every other one of the last five."""
    return 0 < left <= FLASHING_SECONDS and left % 2 == 1


def put_bar(page: Page, x: int, y: int, across: int, face: Face, *, pen: Pen = INK) -> None:
    """Draw how much of a clock is left, or that its time is over."""
    left = face.clock.seconds_left(page.look.now)
    if not left:
        page.canvas.centre(y, page.word(_("Time!")), WRONG, left=x, right=x + across)
        return
    limit = max(1, face.clock.limit_ms // 1_000)
    page.canvas.bar(x, y, across, (2 * across * left + limit) // (2 * limit), clock_pen(left, pen))


def put_label(page: Page, y: int, text: str) -> None:
    """Draw a small heading in the middle."""
    page.canvas.centre(y, cut(text, page.width), DIM)
