"""The zone 现在: what is going on, what the host reads, and the round's own blocks below, in the scene's order.

No round is known here: a block that cannot be drawn large is drawn as a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import attrs

from ...languages import language_of
from ...scenes import (
    Block,
    Bracket,
    Buzz,
    Clocks,
    Correction,
    Decision,
    Headline,
    Lots,
    Marks,
    OnAir,
    OnStage,
    Paragraph,
    Prizes,
    Purpose,
    Question,
    Ranking,
    Role,
    Ruling,
    Say,
    Scene,
    Steps,
    Table,
    Versus,
    Votes,
)
from ...sessions.desk import marking, preflight
from ...sessions.desk.fewer_judges import panel_words
from ...sessions.desk.numbers import NumberPick
from ...sessions.desk.protest import pending_notes
from ...sessions.desk.sentences import change_line
from ...sessions.desk.words import _
from ...sessions.monitor import due
from ...sessions.programme import buzz_lines
from ...text import Joined, Text
from ..canvas import BOLD, DIM, INK, Canvas
from ..dialogs import dialog_rows, sign
from ..wide import cut, pad, wrap
from ..wide import width as cells_of
from .clock_zone import draw_clocks
from .layout import Layout
from .line_writer import LineWriter, cell_words
from .lot_zone import draw_lots
from .mark_zone import coming_mark, draw_marks, draw_votes
from .painting import Painting

_MARKED = attrs.evolve(BOLD, reverse=True)
_BAND = 9
"""Rows of the zone from which on what is marked stands in a band of three."""
_ELSEWHERE = frozenset({Role.TOPIC, Role.SEGMENT, Role.MESSAGE, Role.PROGRESS, Role.NOTICE, Role.PROTEST})
"""Roles of paragraphs that stand elsewhere on the desk."""


def draw_now(canvas: Canvas, view: Painting, top: int, bottom: int, width: int) -> None:
    """Draw the zone between two rules."""
    writer = LineWriter(canvas, view, top + 1, bottom, width)
    if view.all(Prizes) and not view.revealing:  # until the last mark is open they are not known
        _giving(writer)
        return
    if not view.contest.state.mode and not Layout(view.width, view.height).full:
        _checks(writer)
        return
    writer.line(_first(view), BOLD)
    steps = view.steps or _ceremony(view)
    if steps is not None:
        writer.line(rail_words(view, steps, width - 2, _segment(view.scene)))
    tight = writer.room < 12
    if not tight:
        writer.gap()
    _picked(writer) if isinstance(view.desk.overlay, NumberPick) else _said(writer)
    _protests(writer)
    if not tight:
        writer.gap()
    for block in view.scene.blocks:
        if writer.room > 0:
            _draw(writer, block)
    _panel_rule(writer)


def _checks(writer: LineWriter) -> None:
    """Draw what to look at before the start: a small window has no panel for it."""
    view = writer.view
    writer.line(
        f"{_first(view)}   {view.word(_('Before the start, check'))} ({view.word(_('What to do about each: M'))})", BOLD
    )
    for each in preflight.checks(view.desk, view.now):
        writer.line(f"  {sign(each)} {view.word(each.text)}", INK if each.done else BOLD)


def _picked(writer: LineWriter) -> None:
    """Draw the number being typed with whom it names, and who is left, in place of what the host reads."""
    view = writer.view
    if view.seen.dialog is not None:
        for row in dialog_rows(view.seen.dialog, writer.width - 2, writer.room, view.word):
            writer.line(row.text, row.pen)


def _panel_rule(writer: LineWriter) -> None:
    """Draw how the marks will count, while ballots are awaited."""
    view = writer.view
    if any(cell.state == "waiting" for block in view.all(Marks) for cell in block.cells):
        said = view.desk.kept("panel", lambda: panel_words(view.desk, view.contest))
        if said is not None:
            writer.lines(view.word(said))


def _giving(writer: LineWriter) -> None:
    """Draw the prizes: every round is over."""
    view = writer.view
    block: Prizes = view.all(Prizes)[-1]
    for each in view.all(Paragraph):
        if each.role is Role.PROTEST:
            writer.lines(view.word(each.text), BOLD)
    writer.line(view.word(_("Prizes, in the order they are given")), BOLD)
    writer.gap()
    if view.contest.state.signed is None:
        _said(writer)
        writer.gap()
    _prizes(writer, block)


def _first(view: Painting) -> str:
    """Return the first line: what goes on, who is on stage, the topic or motion."""
    words = [view.headline]
    if not view.all(Versus):
        for stage in view.on_stage:
            words.append(view.word(_("desk {desk} {team}", desk=stage.podium, team=stage.name)))
            if stage.member is not None:
                words.append(view.word(stage.member))
    words += [
        view.word(_("slip “{topic}”", topic=each.text)) for each in view.all(Paragraph) if each.role is Role.TOPIC
    ]
    words += [view.word(_("motion “{motion}”", motion=each.motion)) for each in view.all(Versus) if each.motion]
    return "   ".join(filter(None, words))


def _ceremony(view: Painting) -> Steps | None:
    """Return the steps of the draw, while it is what goes on."""
    ceremony = view.contest.rulebook.order.method.needs == "seed"
    if not ceremony or not view.contest.state.mode or view.contest.state.running is not None:
        return None
    names = (_("publish names and hash"), _("numbers from the hall"), _("open the secret"), _("open the lots"))
    lots: tuple[Lots, ...] = view.all(Lots)
    if not lots:
        return Steps(names, 0)
    drawn = any(order is not None for order in lots[0].order)
    return Steps(names, 3 if drawn else 2 if lots[0].numbers else 1)


def _segment(scene: Scene) -> Paragraph | None:
    return next((each for each in scene.of(Paragraph) if each.role is Role.SEGMENT), None)


def rail_words(view: Painting, steps: Steps, room: int, segment: Paragraph | None = None) -> str:
    """Return steps in a row: done ones say so, the current one stands in brackets and is seen within `room` cells."""
    words, current = _steps(view, steps, segment), steps.current or 0
    first = 0
    while first < current and cells_of(_row_of(words[first : current + 1], first)) > room:
        first += 1
    return _row_of(words[first:], first)


def _row_of(words: list[str], left_out: int) -> str:
    return " > ".join([".."] * bool(left_out) + words)


def _steps(view: Painting, steps: Steps, segment: Paragraph | None) -> list[str]:
    done = view.word(_("(done)"))
    words = []
    for place, name in enumerate(steps.names):
        said = view.word(name)
        if steps.current is None or place > steps.current:
            words.append(said)
        elif place < steps.current:
            words.append(said + done)
        else:
            more = " ".join(view.word(segment.text).split()) if segment is not None else ""
            words.append(f"[{more if more.startswith(said) else said}]")
    return words


def _said(writer: LineWriter) -> None:
    """Draw what the host reads now, as the host's monitor has it once time is over, and then."""
    view = writer.view
    now = [line for block in view.all(Say)[:1] for line in due(view.desk.scene(), block, view.now)[0]]
    rest = [line for block in view.all(Say)[:1] for line in block.then]
    rest += [line for block in view.all(Say)[1:] for line in block.now]
    if not now and not rest:
        return
    most = 3 if writer.room > 12 else 2
    if not now:  # nothing of it is on the board yet
        writer.lines(f"{view.word(_('then'))} {_all_quoted(view, rest)}", BOLD, indent=3, most=most)
        return
    said = f"{view.word(_('Read'))} {_all_quoted(view, now)}"
    longer = f"{said}   {view.word(_('then'))} {_all_quoted(view, rest)}" if rest else said
    fits = [len(wrap(text, writer.width - 5)) <= most for text in (said, longer)]
    writer.lines(said if fits == [True, False] else longer, BOLD, indent=3, most=most)


def _all_quoted(view: Painting, lines: Sequence[Text]) -> str:
    return language_of(view.language).after_sentence.join(_quoted(view, line) for line in lines)


def _quoted(view: Painting, line: Text) -> str:
    return view.word(_("“{line}”", line=line))


def _protests(writer: LineWriter) -> None:
    """Draw each protest that is pending: which, why, what it may do, and what the hall reads of it."""
    view = writer.view
    for head, said in pending_notes(view.desk, view.now):
        writer.lines(f"{view.word(head)}  {view.word(said)}", indent=6, most=2)


# Blocks


def _question(writer: LineWriter, block: Question) -> None:
    view = writer.view
    writer.lines(f"{view.word(_('Q'))}  {view.word(block.text)}", indent=4)
    _options(writer, block)
    _marks(writer)
    if block.answer is None:
        return
    writer.lines(f"{view.word(_('A'))}  {view.word(block.answer)}", BOLD, indent=4)
    unseen = any(each.answer is None for each in view.hall.of(Question))
    note = view.word(_("(the answer is not on the board)")) if unseen else ""
    also = view.word(Joined(tuple(block.accepted), _(", ")))
    if also or note:
        said = f"{view.word(_('also'))}  {also}" if also else ""
        beside = writer.width - max(21, 2 + cells_of(note))
        writer.line(pad(cut(said, beside - 1), beside) + note, DIM)


def _options(writer: LineWriter, block: Question) -> None:
    """Draw the options in a row, the letters of what is right in brackets."""
    view = writer.view
    said = [
        f"[{letter}] {view.word(words)}" if letter in block.key else f"{letter} {view.word(words)}"
        for letter, words in block.options
    ]
    if said:
        writer.lines("    " + "   ".join(said), indent=4, most=2)


def _marks(writer: LineWriter) -> None:
    """Draw what is marked, large: a band across the zone with the verdict and what it does to the totals."""
    view, found = writer.view, marking.marked(writer.view.desk)
    if found is None:
        return
    effects = "   ".join(view.word(change_line(each)) for each in found.changes(view.desk, view.now))
    said = "   ".join(filter(None, (view.word(marking.named(found)), effects)))
    air = ["  "] * (writer.room > _BAND)
    for text in (*air, f"  {said}", *air):
        writer.line(pad(text, writer.width - 2), _MARKED)


def _held_back(view: Painting, block: Paragraph | Table) -> bool:
    """Whether a line or a table stays back until the marks or votes it speaks of are open."""
    closed = coming_mark(view) is not None or bool(view.all(Votes) or isinstance(block, Table))
    return view.revealing and closed and block not in view.hall.of(type(block))


def _paragraph(writer: LineWriter, block: Paragraph) -> None:
    if block.role is Role.DESK_NOTE:
        writer.line(writer.view.word(_("On the host's monitor “{note}”", note=block.text)), DIM)
        return
    hidden = _held_back(writer.view, block)
    if block.role not in _ELSEWHERE and not hidden:
        writer.lines(writer.view.word(block.text), DIM if block.role is Role.NOTE else INK)


def _table(writer: LineWriter, block: Table) -> None:
    view = writer.view
    if block.purpose is not Purpose.SUBJECT or _held_back(view, block):
        return  # it stands in the right column, or tells what is still closed
    rows = [
        [view.word(head) for head in block.heads],
        *([cell_words(view, cell) for cell in row] for row in block.rows),
    ]
    widths = [max(4, *(cells_of(row[column]) for row in rows)) for column in range(len(rows[0]))]
    if block.title is not None:
        writer.line(view.word(block.title), BOLD)
    for nth, row in enumerate(rows):
        writer.line(
            "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)), DIM if not nth else INK
        )


def _buzz(writer: LineWriter, block: Buzz) -> None:
    """Draw what the buzzers measured, and who was early."""
    if block.order:
        writer.lines(writer.view.word(_("Buzzers")) + ": " + writer.view.word(Joined(tuple(buzz_lines(block)), "; ")))


def _prizes(writer: LineWriter, block: Prizes) -> None:
    view = writer.view
    opened = max(0, view.contest.state.board.step - 1) if view.contest.state.board.programme == "prizes" else 0
    shown = set(block.opening[:opened]) - set(block.opening[opened:])
    for row in dict.fromkeys(block.opening):
        name, winners = block.rows[row]
        who = view.word(_(", ")).join(view.word(each) for each in winners or ())
        mark = view.word(_("on the board")) if row in shown else ""
        writer.line(f"  {pad(view.word(name), 16)}{pad(who, 40)}{mark}", INK if row in shown else BOLD)


def _draw(writer: LineWriter, block: Block) -> None:
    """Draw what stands in the zone; what the host reads, who is on stage and the rail are its first lines."""
    match block:
        case Question():
            _question(writer, block)
        case Clocks():
            draw_clocks(writer, block)
        case Marks():
            draw_marks(writer, block)
        case Votes():
            draw_votes(writer, block)
        case Paragraph():
            _paragraph(writer, block)
        case Table():
            _table(writer, block)
        case Lots():
            draw_lots(writer, block)
        case Buzz():
            _buzz(writer, block)
        case (
            Headline() | Say() | Steps() | OnStage() | Versus() | Ruling()
            | Decision() | Prizes() | Ranking() | Bracket() | OnAir() | Correction()
        ):  # fmt: skip
            return
        case _:
            assert_never(block)
