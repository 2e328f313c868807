"""What the pictures of a running round share: its heading, who is on stage, one clock, the totals at the foot."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...clocks import minutes
from ...scenes import Face, Headline, OnStage, Paragraph, Ranked, Ranking, Role, Versus
from ..canvas import BOLD, DIM, INK, WRONG, Pen
from ..digits import digits_width, largest, put_digits
from ..wide import cut, width
from ..words import _
from .motion import NO_GAIN, gains
from .page import Page, aligned

LAST_SECONDS, FLASHING_SECONDS = 10, 5
_BETWEEN = " " * 6


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
        return said + (_BETWEEN + member if member else "")
    rows = (row for row in _rows(page) if row.team == entrant)
    return next((podium_line(page, row.podium, page.word(row.name)) for row in rows), page.word(entrant or ""))


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
    if behind and width(said) + len(_BETWEEN) + width(behind) <= room:
        said += _BETWEEN + behind
    page.canvas.put(x, y, cut(said, room), BOLD)


def _rows(page: Page) -> tuple[Ranked, ...]:
    ranking = page.one(Ranking)
    return ranking.rows if ranking is not None else ()


def put_totals(page: Page, y: int) -> None:
    """Draw desk and total of every team in desk order; of too many, those who lead."""
    rows = _rows(page)
    totals = aligned([row.total for row in rows])
    said = [
        (row.podium, podium_line(page, row.podium, total, " "), row) for row, total in zip(rows, totals, strict=True)
    ]
    x = page.x(3, 5)
    pitch = max((width(text) for _desk, text, _row in said), default=1) + (10 if page.large else 5)
    across = max(1, (page.width - x) // pitch)
    fits, gained_by = across * max(0, page.height - 2 - y), gains(page, rows)
    for place, (_desk, text, row) in enumerate(sorted(said[:fits], key=lambda each: each[:2])):
        left, line = x + place % across * pitch, y + place // across
        end = page.canvas.put(left, line, text)
        gained, pen = gained_by.get(row.team, NO_GAIN)
        if end + 1 + width(gained) < min(left + pitch, page.width):
            page.canvas.put(end + 1, line, gained, pen)


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
        page.canvas.centre(y, page.word(_("time is over")), WRONG, left=x, right=x + across)
        return
    limit = max(1, face.clock.limit_ms // 1_000)
    page.canvas.bar(x, y, across, (2 * across * left + limit) // (2 * limit), clock_pen(left, pen))


def put_label(page: Page, y: int, text: str) -> None:
    """Draw a small heading in the middle."""
    page.canvas.centre(y, cut(text, page.width), DIM)
