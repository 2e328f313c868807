"""The host's monitor (返看): what to read now and next, what the board shows and what not to say yet.

Decides the order of what the host needs; the words come from the scene's `Say` block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...clocks import minutes
from ...scenes import Clocks, Face, Marks, Paragraph, Prizes, Question, Role, Say, Table, Versus
from ...sessions import bells
from ...text import Text
from ..canvas import BOLD, DIM, INK, RIGHT, Canvas, Pen
from ..wide import cut, width, wrap
from ..words import _
from .flow import body
from .page import Page
from .stage import heading, moment_of, topic_line

_TOLD = {
    "black": _("black"),
    "follow": _("following the desk"),
    "title": _("title"),
    "draw": _("the draw"),
    "round": _("the running round"),
    "standings": _("the standings"),
    "marks": _("the marks"),
    "prizes": _("the prizes"),
    "message": _("a message"),
}
_STEPPED = {"draw": _("the draw"), "marks": _("marks"), "prizes": _("prizes")}


def host(page: Page) -> Canvas:
    """Draw the host's monitor."""
    title, _rest = heading(page)
    page.header(_("Host's monitor"), f"{title} {moment_of(page)}".strip())
    said = _lines(page)
    sections = [
        _quoted(page, _("Read now"), said.now, apart=2),
        _each_quoted(page, _("Then read"), said.then),
        _subject(page),
        *_details(page),
    ]
    _lay_out(page, [section for section in sections if section])
    canvas = page.finish()
    if not page.banner():
        canvas.put(1, page.height - 1, page.word(_("only for the host; no keys")), DIM, limit=page.width - 12)
    return canvas


def _lines(page: Page) -> Say:
    """Return what the round has the host read now, and after it what follows, the frame's own lines last."""
    first, *others = page.all(Say) or (Say(()),)
    return Say(first.now, (*first.then, *(line for each in others for line in (*each.now, *each.then))))


Section = list[tuple[int, str, Pen]]
"""Rows below each other: column, text, pen; an empty text is a blank row."""


def _lay_out(page: Page, sections: Sequence[Section]) -> None:
    """Draw the sections with two blank rows between them; close up where the page is short."""
    room = page.height - 3
    gap = 2 if _rows(sections) + 2 * (len(sections) - 1) <= room else 1
    tight = _rows(sections) + gap * (len(sections) - 1) > room
    y = 2
    for section in sections:
        for x, text, pen in section:
            if tight and not text:
                continue
            if y < page.height - 1:
                page.canvas.put(x, y, cut(text, page.width - 1 - x), pen)
            y += 1
        y += 0 if tight else gap


def _rows(sections: Sequence[Section]) -> int:
    return sum(map(len, sections))


def _heading(page: Page, text: Text) -> Section:
    return [(page.x(2, 3), page.word(text), DIM), (0, "", INK)]


def _quoted(page: Page, title: Text, lines: Sequence[Text], *, apart: int) -> Section:
    """Return several lines as one speech: one pair of quotes around all of them."""
    if not lines:
        return []
    x = page.x(4, 6)
    said = [page.word(line) for line in lines]
    opening, closing = _quotes(page)
    said[-1] += closing
    section = _heading(page, title)
    for nth, text in enumerate(said):
        for row, piece in enumerate(wrap(text, page.width - x - 4)):
            begins = not nth and not row
            section.append((x if begins else x + width(opening), opening + piece if begins else piece, BOLD))
        section += [(0, "", INK)] * (apart - 1)
    return section[: -(apart - 1)] if apart > 1 else section


def _quotes(page: Page) -> tuple[str, str]:
    return ("「", "」") if page.look.language == "zh" else ('"', '"')


def _each_quoted(page: Page, title: Text, lines: Sequence[Text]) -> Section:
    if not lines:
        return []
    x = page.x(4, 6)
    section = _heading(page, title)
    for text in lines:
        section += [(x, piece, INK) for piece in wrap(page.word(text).join(_quotes(page)), page.width - x - 2)]
    return section


def _subject(page: Page) -> Section:
    """Return what it is about, so that the host can read it out: question, motion, topic; else what the hall sees."""
    x, room = page.x(4, 6), page.width - page.x(8, 12)
    if page.all(Question):
        said = [page.word(question.text) for question in page.all(Question)]
    elif page.all(Marks):
        return []
    else:
        motions = [block.motion for block in page.all(Versus) if block.motion is not None]
        said = [page.word(motion) for motion in motions] or [topic_line(page)]
    lines = [(piece, BOLD) for text in filter(None, said) for piece in wrap(text, room)]
    notes = [each for each in page.all(Paragraph) if each.role is Role.NOTE]
    lines = lines or body(page, [*page.all(Table), *notes], room)
    return [*_heading(page, _("It is about")), *((x, text, pen) for text, pen in lines)] if lines else []


def _details(page: Page) -> Iterator[Section]:
    x = page.x(2, 3)
    for question in page.all(Question):
        if question.answer is not None:
            yield [(x, page.word(_("Answer     {answer}", answer=question.answer)), RIGHT)]
    hint = _not_yet(page)
    said = page.word(_("Board now   {what}", what=_on_air(page)))
    yield [(x, f"{said}      {hint}".rstrip(), INK)]
    yield [(x, _time(page), INK)]
    yield from ([(x, page.word(bell), BOLD)] for bell in bells.calls(page.feed.scene, page.look.now))
    notes = [each for each in page.all(Paragraph) if each.role is Role.DESK_NOTE]
    if notes:
        yield [(x, page.word(_('From the desk   "{note}"', note=notes[-1].text)), BOLD)]


def _marks_open(page: Page) -> int:
    """Return at which step all marks are open."""
    return sum(cell.value is not None for block in page.all(Marks) for cell in block.cells)


def _on_air(page: Page) -> str:
    air, prizes = page.air, page.one(Prizes)
    steps = air.steps if prizes is None or air.programme != "prizes" else 1 + len(prizes.opening)
    if steps and air.step > steps:
        return page.word(_("the first prize again, it stays"))
    if steps and air.steps:
        name = _STEPPED.get(air.programme, air.programme)
        return page.word(_("{what}, step {step} of {steps}", what=name, step=air.step, steps=steps))
    return page.word(_TOLD.get(air.programme, air.programme))


def _not_yet(page: Page) -> str:
    """Return what the hall does not know yet and the host must not say."""
    air = page.air
    if air.programme == "marks" and air.step < air.steps:
        count = _marks_open(page)
        if air.step < count:
            return page.word(_("marks still closed: {count}, do not read them", count=count - air.step))
        return page.word(_("the total is not on the board yet, do not read it"))
    if air.programme == "draw" and air.steps - air.step > 0:
        return page.word(_("lots still closed: {count}, do not read them", count=air.steps - air.step))
    block = page.one(Prizes)
    closed = block.opening[max(0, air.step - 1) :] if block is not None and air.programme == "prizes" else ()
    if block is not None and closed and not air.signed:
        return page.word(_("{prize} is not on the board yet, do not read it", prize=block.rows[closed[0]][0]))
    if any(each.role is Role.PROTEST for each in page.all(Paragraph)):
        return page.word(_("what becomes of the protest is not known yet"))
    return ""


def _time(page: Page) -> str:
    said = [page.word(_("Time       {time}", time=f"{page.look.now:%H:%M:%S}"))]
    ends = page.air.ends if page.air.programme == "message" else None
    if ends is not None:
        said.append(page.word(_("the board counts down: {left}", left=minutes(ends.seconds_left(page.look.now)))))
    for face in _faces(page):
        said.append(f"{page.word(face.label)} {minutes(face.clock.seconds_left(page.look.now))}")
    said += [page.word(each.text) for each in page.all(Paragraph) if each.role is Role.TIME]
    return "      ".join(said)


def _faces(page: Page) -> list[Face]:
    return [face for block in page.all(Clocks) for face in block.faces]
