"""A debate: two sides with a clock each, the motion above, what the bells mean below."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ...clocks import minutes
from ...scenes import Clocks, Face, OnStage, Paragraph, Role, Versus
from ..canvas import AFF, BOLD, DIM, INK, NOW, Canvas, Pen
from ..digits import Dot, digits_width, largest, put_digits
from ..wide import cut
from ..words import _
from .flow import body
from .page import Page
from .stage import clock_pen, flashes, heading, podium_line, put_bar, put_clock

_PENS: Mapping[str, Pen] = {"affirmative": AFF, "negative": Pen("neg")}
_SIDES = {"affirmative": _("Affirmative"), "negative": _("Negative")}


@attrs.frozen
class _Half:
    """Where one side stands: columns of its text, digits and bar, and where it ends."""

    text: int
    digits: int
    bar: int
    end: int


def debate(page: Page) -> Canvas:
    """Draw the match that runs."""
    page.header(*heading(page))
    versus = page.one(Versus)
    if versus is None:
        return page.finish()
    faces = [face for block in page.all(Clocks) for face in block.faces]
    own: dict[str, Face] = {face.role: face for face in faces if face.role}
    _motion(page, versus)
    shared = [face for face in faces if not face.role]
    if shared and not own:
        put_clock(page, shared[0], y=page.y(8, 10), down=page.y(10, 15), bar_y=page.y(19, 26))
    _sides(page, versus, own)
    _notes(page)
    return page.finish()


def _motion(page: Page, versus: Versus) -> None:
    x = page.x(3, 5)
    room = page.width - 1 - x
    if versus.motion is not None:
        page.line(x, 2, page.word(_('Motion  "{motion}"', motion=versus.motion)), BOLD)
    segments = [each for each in page.all(Paragraph) if each.role is Role.SEGMENT]
    if segments:
        page.canvas.put(x, page.y(3, 4), cut(page.say(segments[-1].text), room))


def _sides(page: Page, versus: Versus, faces: Mapping[str, Face]) -> None:
    middle = page.width // 2 - 1
    dot = _dot(page, faces)
    for row in range(page.y(5, 7), page.y(19, 26) + 1 if faces else page.y(5, 7) + 2):
        page.canvas.put(middle, row, "|", DIM)
    for role, side in (("affirmative", versus.affirmative), ("negative", versus.negative)):
        half = _half(page, role, dot)
        _name(page, half, role, side)
        if role in faces:
            _state(page, half, faces[role], speaks=versus.speaking == role)
            _clock(page, half, faces[role], dot)


def _dot(page: Page, faces: Mapping[str, Face]) -> Dot | None:
    said = [minutes(face.clock.seconds_left(page.look.now)) for face in faces.values()]
    rows = page.y(19, 26) - 1 - page.y(8, 10)
    return largest(max(said, key=len, default="0:00"), (page.width * 447 + 500) // 1_000, rows)


def _half(page: Page, role: str, dot: Dot | None) -> _Half:
    """Return where a side stands; on 80 columns the digits begin left of the text, so that they keep their size."""
    middle = page.width // 2 - 1
    across = digits_width("0:00", dot) if dot is not None else 0
    if role == "affirmative":
        text = page.x(3, 5)
        digits = max(0, min(text - 1, (middle - across) // 2))
        return _Half(text, digits, max(digits, text - (1 if page.large else 0)), middle)
    text = max(middle + 2, min(middle + 3 * (page.width - 40) // 40, page.width - across - 2))
    return _Half(text, text, text, page.width)


def _name(page: Page, half: _Half, role: str, side: OnStage) -> None:
    gap = "   " if page.large else "  "
    y = page.y(5, 7)
    label = page.word(_SIDES[role])
    end = page.canvas.put(half.text, y, label, attrs.evolve(_PENS[role], bold=True), limit=half.end)
    said = gap + podium_line(page, side.podium, page.word(side.name), " ")
    said += "" if side.member is None else gap + page.word(side.member)
    page.canvas.put(end, y, cut(said, half.end - 1 - end), BOLD)


def _state(page: Page, half: _Half, face: Face, *, speaks: bool) -> None:
    y = page.y(5, 7) + 1
    left = face.clock.seconds_left(page.look.now)
    if speaks:
        page.canvas.put(half.text, y, f"[ {page.word(_('speaking'))} ]", NOW, limit=half.end)
    else:
        words = _("waiting") if left else _("Time!")
        page.canvas.put(half.text + 2, y, page.word(words), DIM, limit=half.end)


def _clock(page: Page, half: _Half, face: Face, dot: Dot | None) -> None:
    left = face.clock.seconds_left(page.look.now)
    pen = clock_pen(left, _PENS.get(face.role, INK))
    said, y = minutes(left), page.y(8, 10)
    if dot is None:
        page.canvas.put(half.text, y, said, pen)
        return
    across = digits_width(said, dot)
    if flashes(left) and face.clock.running:
        page.canvas.light(half.digits, y, across, dot.height, pen)
        pen = Pen("ground")
    put_digits(page.canvas, half.digits, y, said, dot, pen=pen)
    short = 0 if page.large else page.x(3) - (page.width // 2 - 1 - across) // 2
    put_bar(page, half.bar, page.y(19, 26), across - short, face, pen=_PENS.get(face.role, INK))


def _notes(page: Page) -> None:
    x = page.x(3, 5)
    lines = body(page, page.feed.scene.blocks, page.width - 2 * x)
    for row, (text, pen) in enumerate(lines[: page.height - 1 - page.y(21, 29)]):
        page.canvas.put(x, page.y(21, 29) + row, text, pen)
