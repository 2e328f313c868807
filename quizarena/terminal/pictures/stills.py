"""Pages on which nothing is played: black, title, message with its countdown, and the draw."""

from __future__ import annotations

from ...clocks import minutes
from ...scenes import Headline, Lots, Ranking
from ..canvas import BOLD, DIM, INK, WRONG, Canvas, Pen
from ..digits import digits_width, largest, put_digits
from ..wide import cut, pad, width, wrap
from ..words import _
from .page import Page
from .stage import clock_pen, podium_line

_KNOWN = 5
"""Rows kept for what the hall has been told, so that the lots stay where they are while that grows."""
_MOST_PITCH = 5
"""Rows from one lot to the next where a few have the page."""
_TICKET = 16
"""Digits of a ticket that stand beside its lot."""


def black(page: Page) -> Canvas:
    """Draw nothing at all."""
    return page.canvas


def title(page: Page) -> Canvas:
    """Draw the contest's title, who holds it and who takes part, while the hall waits."""
    if page.air.organiser is not None:
        known = [_("Organised by {organiser}", organiser=page.air.organiser), page.air.held]
        line = "   ".join(page.word(each) for each in known if each is not None)
        page.canvas.centre(page.y(1, 2), cut(line, page.width), DIM)
    middle(page, page.y(5, 8), page.word(page.feed.scene.title))
    ranking = page.one(Ranking)
    rows = sorted(ranking.rows, key=lambda row: row.podium) if ranking is not None else []
    y, room = page.y(10, 14), page.y(19, 29) - page.y(10, 14)
    pitch = 2 if 2 * len(rows) <= room else 1
    said = [podium_line(page, row.podium, page.name(row)) for row in rows[:room]]
    x = max(1, (page.width - max(map(width, said), default=0)) // 2)
    for row, text in enumerate(said):
        page.line(x, y + row * pitch, text)
    soon = _("We begin shortly") if page.one(Headline) is None else _("Back shortly")
    page.canvas.centre(page.y(20, 30), cut(page.word(soon), page.width), DIM)
    return page.finish()


def message(page: Page) -> Canvas:
    """Draw the desk's message, and how long it still is."""
    page.header(page.feed.scene.title)
    air = page.air
    middle(page, page.y(5, 7), page.word(air.message) if air.message is not None else "")
    if air.ends is not None:
        left, y = air.ends.seconds_left(page.look.now), page.y(10, 15)
        if left:
            _digits(page, minutes(left), y, y, warn=left)
        else:
            middle(page, y + y // 2, page.word(_("Time!")), WRONG)
    return page.finish()


def join(page: Page) -> Canvas:
    """Draw that phones may follow; the code to scan is the server's, on browsers' boards and on the cards."""
    page.header(page.feed.scene.title)
    middle(page, page.y(8, 12), page.word(_("Scores on your phone")))
    page.canvas.centre(page.y(14, 20), cut(page.word(_("The code to scan is on the large screen")), page.width), DIM)
    return page.finish()


def draw(page: Page) -> Canvas:
    """Draw the draw: names and commitment before it opens, then the order and the lines anybody can check."""
    lots = page.one(Lots)
    drawn = None if lots is None else lots.title
    page.header(
        page.feed.scene.title, page.word(_("Draw: running order") if drawn is None else _("Draw: {what}", what=drawn))
    )
    if lots is not None:
        x = page.x(3, 5)
        known = [line for text in _known(page, lots) for line in wrap(text, page.width - 2 * x)]
        y = _order(page, lots, page.height - 2 - max(_KNOWN, len(known)))
        for line in known[: max(0, page.height - 1 - y)]:
            page.canvas.put(x, y, line, DIM)
            y += 1
    return page.finish()


def _order(page: Page, lots: Lots, bottom: int) -> int:
    """Draw the lots down to a row, in columns where they are many; return the row below them."""
    top, x = page.y(3, 4), page.x(3, 5)
    places = [page.word(place) for place in lots.places] or [str(place) for place in range(1, len(lots.order) + 1)]
    names = [". . . ." if name is None else page.word(name) for name in lots.order]
    said = [f"{place}  {name}" for place, name in zip(places, names, strict=True)]
    tickets = [digest[:_TICKET] for digest in lots.tickets]
    if len(tickets) == len(said):
        longest = max(map(width, said), default=0)
        said = [f"{pad(text, longest)}   {ticket}" for text, ticket in zip(said, tickets, strict=True)]
    room = max(page.height // 2, bottom - top)
    pitch = next((each for each in range(_MOST_PITCH, 1, -1) if each * len(said) <= room), 1)
    rows = room // pitch
    column = max(map(width, said), default=0) + 4
    for nth, text in enumerate(said):
        page.canvas.put(x + nth // rows * column, top + nth % rows * pitch, text, BOLD, limit=page.width - 1)
    return top + min(len(said), rows) * pitch + 1


def _known(page: Page, lots: Lots) -> list[str]:
    """Return what the hall has been told: who takes part and the sealed secret, the numbers called, then the proof."""
    said = [page.word(each) for each in lots.attempts]
    if None in lots.order and lots.labels:
        said.append(page.word(_("Taking part: {names}", names="  ".join(map(page.word, lots.labels)))))
    if lots.numbers:
        said.append(page.word(_("Numbers called: {numbers}", numbers="   ".join(lots.numbers.split()))))
    if lots.commitment:
        said.append(page.word(_("Sealed secret, SHA-256: {digest}", digest=lots.commitment)))
    if lots.seed:
        said.append(page.word(_("Seed: {seed}", seed=lots.seed)))
    return [*said, *([lots.command] if lots.command else lots.proof[:1])]  # the hall types the seed once, as a variable


def middle(page: Page, y: int, text: str, pen: Pen = BOLD) -> None:
    """Draw text large in the middle: spaced where it is short, in several lines where it is long."""
    spaced = " ".join(text) if width(text) * 3 // 2 < page.width - 8 and len(text) * 2 == width(text) else text
    for row, line in enumerate(wrap(spaced, max(2, page.width - 8))[: max(1, page.height - 2 - y)]):
        page.canvas.centre(y + row, line, pen)


def _digits(page: Page, said: str, y: int, down: int, *, warn: int | None = None) -> None:
    dot = largest(said, page.width - 8, min(down, page.height - 2 - y))
    pen = INK if warn is None else clock_pen(warn)
    if dot is None:
        page.canvas.centre(y, said, BOLD)
    else:
        put_digits(page.canvas, (page.width - digits_width(said, dot)) // 2, y, said, dot, pen=pen)
