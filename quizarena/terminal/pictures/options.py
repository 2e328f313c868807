"""The options of a question, and the frame that stands for what is shown or played beside the board."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from ...media import MediaKind
from ...scenes import MediaShown, Question
from ...text import Text, draw_lines
from ..canvas import BOLD, INK, RIGHT, Pen
from ..wide import cut, width, wrap
from ..words import _
from .lit import spaced_title
from .page import Page

Line: TypeAlias = tuple[str, Pen]
Air: TypeAlias = tuple[int, int]
"""Blank rows before the options, and between their rows."""
TIGHT: Air = (1, 0)
_APART = 11
"""Columns between the two characters that name what is shown."""
_GAP = 2
"""Columns at least between two options in one row."""
_TITLES = {
    MediaKind.PICTURE: _("Picture question: "),
    MediaKind.SOUND: _("Sound question: "),
    MediaKind.VIDEO: _("Film question: "),
}
_NAMES = {MediaKind.PICTURE: _("picture"), MediaKind.SOUND: _("sound"), MediaKind.VIDEO: _("film")}


def text_lines(page: Page, text: Text, room: int) -> list[str]:
    """Return the lines of a text, each broken where it is wider than `room`."""
    return [line for each in draw_lines(text, page.look.language) for line in wrap(page.word(each), room)]


def question_lines(page: Page, asked: Question, room: int) -> list[str]:
    """Return the lines of the question as it is read, with what it is about where it shows or plays something."""
    lines = text_lines(page, asked.text, room)
    if asked.media is None:
        return lines
    return [*wrap(page.word(_TITLES[asked.media.kind]) + lines[0], room), *lines[1:]]


def option_lines(page: Page, asked: Question, room: int, air: Air = TIGHT) -> Iterator[Line]:
    """Yield the options, two in a row where they fit, what is right marked where the hall may know it."""
    before, between = air
    rows = list(_rows(page, asked, room))
    for nth, row in enumerate(rows):
        yield from [("", INK)] * (between if nth else before)
        yield from row


def _rows(page: Page, asked: Question, room: int) -> Iterator[list[Line]]:
    """Yield the rows; an option that takes several lines has its row alone."""
    said = [_option(page, letter, words) for letter, words in asked.options]
    known = bool(asked.key)
    right = [letter in asked.key for letter, _words in asked.options]
    start, pitch = page.x(2, 4), page.x(37, 47)
    narrow = any(width(each) > min(pitch, room - start - pitch) - _GAP for each in said)
    if known or narrow:
        for each, is_right in zip(said, right, strict=True):
            pen, sign = (RIGHT, page.word(_("right: "))) if is_right else (INK, "")
            pieces = wrap(sign + each, room - start)
            yield [(" " * start + piece, pen) for piece in pieces]
        return
    for nth in range(0, len(said), 2):
        pair = said[nth : nth + 2]
        first = pair[0] + " " * (pitch - width(pair[0]))
        yield [(" " * start + (first + pair[1] if len(pair) > 1 else pair[0]), BOLD)]


def _option(page: Page, letter: str, words: Text) -> str:
    return letter + (" " * (3 if page.large else 2)) + page.word(words)


def _invitation(media: MediaShown) -> Text:
    if media.clock is not None and media.clock.running:
        if media.kind is MediaKind.SOUND:
            return _("now playing   sound {number}", number=media.number)
        return _("now playing   film {number}", number=media.number)
    match media.kind:
        case MediaKind.PICTURE:
            return _("please look at the other screen   picture {number}", number=media.number)
        case MediaKind.SOUND:
            return _("please listen   sound {number}", number=media.number)
        case MediaKind.VIDEO:
            return _("please look at the other screen   film {number}", number=media.number)
        case _:
            assert_never(media.kind)


def _far_apart(word: str) -> str:
    return (" " * _APART).join(word) if len(word) == 2 else spaced_title(word)


def _in_words(page: Page, media: MediaShown, room: int, most: int) -> list[str]:
    """Return the lines of what is shown or played in words, none where there is no room for them."""
    lines = [] if media.alt is None else text_lines(page, media.alt, room)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(lines[most - 1] + lines[most], room)] if most > 0 else []


def put_media(page: Page, media: MediaShown, top: int, bottom: int) -> int:
    """Draw the frame that says what is shown or played beside, between two rows; return the row below it.

    Where somebody has written what is there, that stands in the frame as far as there is room.
    """
    across, side = page.x(56, 72), 4
    left, down = (page.width - across) // 2, min(page.y(7, 11), bottom - top)
    if down < 3:
        page.canvas.centre(top, page.word(_invitation(media)), BOLD)
        return top + 1
    for y in (top, top + down - 1):
        page.canvas.light(left, y, across, 1)
    for x in (left, left + across - side):
        page.canvas.light(x, top, side, down)
    said = _in_words(page, media, across - 2 * side - 2, down - 4)
    if said:
        rows = [page.word(_NAMES[media.kind]), *said, page.word(_invitation(media))]
        for y, row in enumerate(rows, top + (down - len(rows)) // 2):
            page.canvas.centre(y, row, BOLD)
        return top + down
    middle = top + (down - 1) // 2
    below = min((down - 1) // 2 - 1, 3 if page.large else 2)
    if below > 0:
        page.canvas.centre(middle, _far_apart(page.word(_NAMES[media.kind])), BOLD)
    page.canvas.centre(middle + below, page.word(_invitation(media)), BOLD)
    return top + down
