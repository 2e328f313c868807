"""The host's monitor (返看): what to read now and next, what the board shows and what not to say yet.

Decides the order of what the host needs; the words come from the scene's `Say` block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...clocks import minutes
from ...points import show
from ...scenes import (
    Buzz,
    Marks,
    OnStage,
    Paragraph,
    Question,
    Ranking,
    Role,
    Table,
    Versus,
    Votes,
)
from ...sessions import bells
from ...sessions.monitor import due, faces_of, is_at_the_round, not_yet, on_board, speech
from ...sessions.programme import buzz_lines
from ...text import Text
from ..canvas import BOLD, DIM, INK, RIGHT, Canvas, Pen
from ..wide import cut, pad, width, wrap
from ..words import _
from .flow import body
from .options import question_lines
from .page import Page
from .stage import BETWEEN, heading, moment_of, podium_line, stage_line, topic_line

_READ_FIRST = 2
"""Zones with air behind them: who, and what to read."""


def host_picture(page: Page) -> Canvas:
    """Draw the host's monitor in its zones: who, what to read, what the board shows, what waits, time, the desk."""
    giving = page.air.programme == "prizes"
    title, _rest = (page.word(_("Prizes")), "") if giving else heading(page)
    page.header(_("Host's monitor"), title if giving else f"{title} {moment_of(page)}".strip())
    scene, said = page.feed.scene, speech(page.feed.scene)
    sections = [
        [] if giving else _row(page, _("Who"), _who(page)),
        _read_now(page, *due(scene, said, page.look.now)),
        _subject(page),
        _row(page, _("Buzzers"), _buzzers(page)),
        _row(page, _("On the board"), _on_board(page)),
        _waiting(page, said.then),
        _row(page, _("Time"), _time(page)),
        _from_the_desk(page),
    ]
    _lay_out(page, [section for section in sections if section])
    canvas = page.finish()
    if not page.banner():
        canvas.put(1, page.height - 1, page.word(_("only for the host; no keys")), DIM, limit=page.width - 12)
    return canvas


Section = list[tuple[int, str, Pen]]
"""Rows below each other: column, text, pen; an empty text is a blank row."""


def _lay_out(page: Page, sections: Sequence[Section]) -> None:
    """Draw the sections with blank rows between them: two about what is read, where there is room."""
    room = page.height - 3
    wide = page.large and _rows(sections) + len(sections) + 1 <= room
    tight = _rows(sections) + len(sections) - 1 > room
    y = 2
    for nth, section in enumerate(_fitting(page, sections, room) if tight else sections):
        for x, text, pen in section:
            if tight and not text:
                continue
            if y < page.height - 1:
                page.canvas.put(x, y, cut(text, page.width - 1 - x), pen)
            y += 1
        y += 0 if tight else 2 if wide and nth < _READ_FIRST else 1


def _fitting(page: Page, sections: Sequence[Section], room: int) -> list[Section]:
    """Return the sections without blank rows, the longest cut where all do not fit: no zone drives another out."""
    found = [[row for row in section if row[1]] for section in sections]
    over = _rows(found) - room
    if over > 0:
        longest = max(found, key=len)
        left_out = min(over + 1, len(longest) - 2)
        x, _text, _pen = longest[-1]
        longest[-left_out:] = [(x, page.word(_("{count} more lines", count=left_out)), DIM)]
    return found


def _rows(sections: Sequence[Section]) -> int:
    return sum(map(len, sections))


def _row(page: Page, title: Text, said: str, pen: Pen = INK) -> Section:
    """Return a zone of one thing: its title on the left, what there is beside it."""
    if not said:
        return []
    x, name = page.x(2, 3), page.word(title)
    start = max(page.x(12, 14), x + width(name) + 2)
    label = pad(name, start - x)
    first, *more = wrap(said, page.width - start - 2)
    return [(x, label + first, pen), *((start, line, pen) for line in more)]


def _who(page: Page) -> str:
    """Return who is on stage: desk, team and member, the topic, and in a question the team's total."""
    gap, stages = "   ", page.all(OnStage)
    protests = [each.team for each in page.all(Paragraph) if each.role is Role.PROTEST]
    if protests and _is_protested(page):
        return stage_line(page, protests[-1])
    if stages:
        said = [stage_line(page).replace(BETWEEN, gap)]
        ranking = page.one(Ranking)
        row = next((row for row in ranking.rows if row.team == stages[-1].team), None) if ranking is not None else None
        if row is not None and page.all(Question) and ranking is not None:
            said.append(page.word(_("now {points}", points=show(row.total, ranking.places))))
            said += [page.word(_("{help}: {count} left", help=name, count=count)) for name, count in row.helps]
        return gap.join(filter(None, (*said, topic_line(page))))
    return gap.join(_side(page, *each) for block in page.all(Versus) for each in _sides(block))


def _is_protested(page: Page) -> bool:
    """Whether a protest is what the host is given to read now."""
    roles = {each.role for each in page.all(Paragraph)}
    return {Role.PROTEST, Role.NOTICE} <= roles


def _sides(block: Versus) -> Iterator[tuple[OnStage, Text, bool]]:
    for side, name, role in (
        (block.affirmative, _("Affirmative"), "affirmative"),
        (block.negative, _("Negative"), "negative"),
    ):
        yield side, name, block.speaking == role


def _side(page: Page, side: OnStage, name: Text, speaks: bool) -> str:
    said = f"{page.word(name)} {podium_line(page, side.podium, page.word(side.name), ' ')}"
    return f"{said} ({page.word(_('speaking'))})" if speaks else said


def _read_now(page: Page, lines: Sequence[Text], remark: Text | None) -> Section:
    """Return what to read now as one speech, in one pair of quotes; below it, dim, what is not read."""
    said = [*map(page.word, lines)]
    beside = [] if remark is None else wrap(f"({page.word(remark)})", page.width - page.x(4, 5) - 2)
    if not said and not beside:
        return []
    opening, closing = page.language.quotes
    x = page.x(4, 5)
    section: Section = [(page.x(2, 3), page.word(_("Read now")), DIM)] + [(0, "", INK)] * int(page.large)
    for nth, text in enumerate(said):
        for row, piece in enumerate(wrap(text + closing * (nth == len(said) - 1), page.width - x - 4)):
            begins = not nth and not row
            section.append((x if begins else x + width(opening), opening + piece if begins else piece, BOLD))
    return [*section, *((x, text, DIM) for text in beside)]


def _waiting(page: Page, lines: Sequence[Text]) -> Section:
    """Return what is not on the board yet: answers, what is still closed, and the line that comes with it."""
    x, said = page.x(4, 5), []
    for question in page.all(Question) if is_at_the_round(page.feed.scene) else ():
        if question.answer is not None:
            said.append((page.word(_("Answer: {answer}", answer=question.answer)), RIGHT))
            if question.accepted:
                also = page.several(question.accepted)
                said.append((page.word(_("also right: {answers}", answers=also)), RIGHT))
            if question.explanation is not None:
                said.append((page.word(_("why: {reason}", reason=question.explanation)), INK))
    said += [(page.word(_("then read {line}", line=page.word(line).join(page.language.quotes))), INK) for line in lines]
    hint = not_yet(page.feed.scene)
    said += [] if hint is None else [(page.word(hint), INK)]
    if not said:
        return []
    pieces = [(x, piece, pen) for text, pen in said for piece in wrap(text, page.width - x - 2)]
    return [(page.x(2, 3), page.word(_("Not on the board yet: do not read it")), DIM), *pieces]


def _subject(page: Page) -> Section:
    """Return what the host reads out beside the lines: question, motion; else what the hall sees."""
    x, room = page.x(4, 5), page.width - page.x(8, 12)
    if page.all(Question) and not is_at_the_round(page.feed.scene):
        return []
    if page.all(Question):
        return _asked(page, page.all(Question), x, room)
    if page.feed.scene.of(Marks, Votes):
        return []
    motions = [block.motion for block in page.all(Versus) if block.motion is not None]
    title, said = (_("Motion") if motions else _("On the page")), [page.word(motion) for motion in motions]
    lines = [(piece, BOLD) for text in filter(None, said) for piece in wrap(text, room)]
    notes = [each for each in page.all(Paragraph) if each.role is Role.NOTE]
    lines = lines or body(page, [*page.all(Table), *notes], room)
    return [(page.x(2, 3), page.word(title), DIM), *((x, text, pen) for text, pen in lines)] if lines else []


def _asked(page: Page, questions: Sequence[Question], x: int, room: int) -> Section:
    """Return the question with its options, as the host reads them."""
    lines = [(text, BOLD) for each in questions for text in question_lines(page, each, room)]
    for each in questions:
        said = page.several_apart(f"{letter} {page.word(words)}" for letter, words in each.options)
        lines += [(text, BOLD) for text in wrap(said, room) if said]
    return [(page.x(2, 3), page.word(_("Question")), DIM), *((x, text, pen) for text, pen in lines)]


def _buzzers(page: Page) -> str:
    """Return who pressed, in their order, and who was early."""
    lines = [line for block in page.all(Buzz) for line in buzz_lines(block)] if is_at_the_round(page.feed.scene) else []
    return page.several_apart(map(page.word, lines))


def _from_the_desk(page: Page) -> Section:
    notes = [each for each in page.all(Paragraph) if each.role is Role.DESK_NOTE]
    return _row(page, _("The desk"), page.word(notes[-1].text).join(page.language.quotes), BOLD) if notes else []


def _on_board(page: Page) -> str:
    """Return what the board shows; of steps, which of how many; with it the bells that ring."""
    gap = "      " if page.large else "   "
    return gap.join(
        (
            page.word(on_board(page.feed.scene, page.look.now)),
            *(page.word(bell) for bell in bells.calls(page.feed.scene, page.look.now)),
        )
    )


def _time(page: Page) -> str:
    said = [f"{page.look.now:%H:%M:%S}"]
    ends = page.air.ends if page.air.programme == "message" else None
    if ends is not None:
        said.append(page.word(_("the board counts down: {left}", left=minutes(ends.seconds_left(page.look.now)))))
    for face in faces_of(page.feed.scene):
        said.append(f"{page.word(face.label)} {minutes(face.clock.seconds_left(page.look.now))}")
    said += [page.word(each.text) for each in page.all(Paragraph) if each.role is Role.TIME]
    return ("      " if page.large else "   ").join(said)
