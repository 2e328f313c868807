"""The right column: totals in desk-number order, what is on air, and titled panels below.

The first two never move. On a small window the totals become one strip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from ...clocks import minutes
from ...moves import DrawWay
from ...scenes import Clocks, Lots, Marks, OnAir, OnStage, Paragraph, Prizes, Purpose, Question, Role, Table, Votes
from ...sessions.desk import board_control, preflight, sentences
from ...sessions.desk.words import _
from ...text import Text
from ..canvas import BOLD, DIM, INK, Canvas, Pen
from ..dialogs import sign
from ..wide import cut, rule, wrap
from ..wide import width as cells_of
from .line_writer import cell_words
from .painting import Painting
from .sidebar_notes import just_now, pace, seats
from .suspense import reveal_steps, suspense, to_be_read
from .totals import score_lines

_WITHOUT_HEAD = frozenset({"black", "title"})
"""Programmes whose picture has no first row."""
LEAST_SCORES = 7
"""Lines kept for the totals, so that what is below stays where it is."""
NOT_TOTALS = 9
"""Rows of the window that the totals never take: the header, their title, what is on air, message and keys."""


@attrs.frozen
class Panel:
    """A titled panel of the right column."""

    title: str
    lines: list[tuple[str, Pen]]


def draw_sidebar(canvas: Canvas, shown: Iterable[Panel], x: int, top: int, bottom: int) -> bool:
    """Draw the column from column `x`: a rule and its panels, as many as there is room for; return whether all are."""
    for y in range(top, bottom):
        canvas.put(x, y, "|")
    y, whole = top, True
    for panel in shown:
        if y >= bottom - 1:
            return False
        whole = whole and len(panel.lines) <= bottom - y - 1
        canvas.put(x, y, "+" + rule(panel.title, canvas.width - x - 1))
        for line, pen in panel.lines[: bottom - y - 1]:
            y += 1
            canvas.put(x + 1, y, line, pen)
        y += 1 if y + 1 >= bottom else 2 if panel.lines and y + 3 < bottom else 1
    return whole


def panels(view: Painting, width: int) -> Iterator[Panel]:
    """Yield the panels, the two fixed ones first."""
    yield from fixed_panels(view, width)
    yield from (
        *_preflight(view),
        *_recomputed(view),
        *_reveal(view),
        *_bells(view, width),
        *_tables(view, width),
        *_suspense(view, width),
        *_short_notes(view, width),
        *_notes(view, width),
    )


def fixed_panels(view: Painting, width: int) -> Iterator[Panel]:
    """Yield the two panels that stand in their places whatever goes on: the totals, and what the board shows."""
    scores = list(score_lines(view, width, 0 if view.terminal.few_totals else view.height - NOT_TOTALS))
    if sentences.podiums_provisional(view.contest):
        scores.append((" " + view.word(_("Desk numbers: the list's, until the draw")), DIM))
    blank: list[tuple[str, Pen]] = [("", INK)] * max(0, LEAST_SCORES - 1 - len(scores))
    yield Panel(view.word(_("Totals (by desk, never moving)")), [*scores, *blank])
    yield on_air_panel(view, width)


# What is on air


def on_air_panel(view: Painting, width: int) -> Panel:
    """Return the panel that says what the board shows."""
    lines: list[tuple[str, Pen]] = [(f" {line}", INK) for line in on_air_lines(view, width - 1)]
    blank: list[tuple[str, Pen]] = [("", INK)] * max(0, 2 - len(lines))
    return Panel(view.word(_("On air")), [*lines, *blank])


def on_air_lines(view: Painting, width: int) -> list[str]:
    """Return what the board shows: its programme, and whether it follows the desk."""
    cue: OnAir = board_control.showing(view.desk)
    name = board_control.name_of(view.desk, cue.programme)
    if cue.programme in ("follow", "round"):
        first = _hall_words(view)
        second = view.word(_("follows the desk") if cue.programme == "follow" else name)
        if any(each.answer is None for each in view.hall.of(Question)):
            second += view.word(_(", answer not shown"))
        if (
            view.hall.of(Votes)
            and not view.hall.of(Marks)
            and not any(cell.says for cell in view.hall.of(Votes)[-1].cells)
        ):
            second += view.word(_(", no vote is shown"))
        if view.hall.of(Marks) and all(cell.value is None for each in view.hall.of(Marks) for cell in each.cells):
            second += view.word(_(", no mark is shown"))
        return [cut(first + _provisional(view), width), cut(second, width)]
    steps = _steps(view, cue)
    said = [view.word(name) + _provisional(view) + (f"   {steps}" if steps else "")]
    if cue.programme == "message" and cue.message is not None:
        said.append(cut(view.word(cue.message), width))
    if cue.ends is not None and cue.programme == "message":
        left = cue.ends.seconds_left(view.now)
        said[0] += "   " + (minutes(left) if left else view.word(_("time is up")))
    return said


def _provisional(view: Painting) -> str:
    """Return the badge that the head of the board has while a protest is looked at."""
    looked_at = any(each.role is Role.PROTEST for each in view.hall.of(Paragraph))
    bare = board_control.showing(view.desk).programme in _WITHOUT_HEAD
    return f" {view.word(_('[provisional]'))}" if looked_at and not bare else ""


def _steps(view: Painting, cue: OnAir) -> str:
    """Return at which step of how many a programme is, and that the first prize is there again after the last."""
    is_back = cue.programme == "prizes" and any(block.returns for block in view.all(Prizes))
    count = cue.steps - is_back
    if not count:
        return ""
    if cue.step > count:
        return view.word(_("the first prize again; it stays"))
    return view.word(_("step {step} of {count}", step=cue.step, count=count))


def _hall_words(view: Painting) -> str:
    marks: tuple[Marks | Votes, ...] = view.hall.of(Marks, Votes)
    words = [] if marks else [view.headline + _draw_words(view)]
    for stage in view.hall.of(OnStage) if marks else ():
        words.append(view.word(_("desk {desk} {team}", desk=stage.podium, team=stage.name)))
    for block in view.hall.of(Clocks):
        times = "  ".join(minutes(face.clock.seconds_left(view.now)) for face in block.faces)
        words.append(view.word(_("clock {times}", times=times)))
    for block in marks:
        given = sum(cell.state not in ("waiting", "absent", "barred") for cell in block.cells)
        asked = sum(cell.state not in ("absent", "barred") for cell in block.cells)
        if isinstance(block, Votes):
            words.append(view.word(_("voting {given}/{asked}", given=given, asked=asked)))
        else:
            words.append(view.word(_("marking {given}/{asked}", given=given, asked=asked)))
    return "  ".join(words)


def _draw_words(view: Painting) -> str:
    """Return what the hall sees of a draw before it opens."""
    lots: tuple[Lots, ...] = view.hall.of(Lots)
    if not lots or any(name is not None for name in lots[-1].order):
        return ""
    if view.contest.state.draws[-1].way is DrawWay.QUICK:
        return view.word(_(": names and hash"))
    if not lots[-1].numbers:
        return view.word(_(": names and hash, waiting for numbers"))
    return view.word(_(": names, hash, numbers {numbers}", numbers=lots[-1].numbers))


# Panels that come and go


def _preflight(view: Painting) -> Iterator[Panel]:
    """Yield, before the contest opens, what to look at, and where it is ticked."""
    if view.contest.state.mode:
        return
    lines: list[tuple[str, Pen]] = [
        (f" {sign(each)} {view.word(each.text)}", INK if each.done else BOLD)
        for each in preflight.checks(view.desk, view.now)
    ]
    lines.append((" " + view.word(_("What to do about each: M")), DIM))
    yield Panel(view.word(_("Before the start, check")), lines)


def _recomputed(view: Painting) -> Iterator[Panel]:
    """Yield, before a draw opens, the command by which anybody can do it again."""
    lots: tuple[Lots, ...] = view.all(Lots)
    if not lots or any(order is not None for order in lots[0].order):
        return
    command, _bar, digest = lots[0].command.partition(" | ")
    if not command:
        return
    words = (
        view.word(_("Once the secret is open the board prints")),
        view.word(_("this command, so anybody can redo it:")),
        "",
        f" {command} \\",
        f"  | {digest}",
        "",
        view.word(_("The least result comes first.")),
    )
    yield Panel(view.word(_("What comes next")), [(" " + each, INK) for each in words])


def _reveal(view: Painting) -> Iterator[Panel]:
    title, lines = reveal_steps(view)
    if lines:
        yield Panel(view.word(title), [(text, DIM if is_open else INK) for text, is_open in lines])


def _tables(view: Painting, width: int) -> Iterator[Panel]:
    """Yield the round's own tables, and below them how long it will go on."""
    used, coming = _used(view), pace(view)
    for block in view.all(Table):
        if block.purpose not in (Purpose.COMING, Purpose.COUNTS):
            continue
        rows = [[cell_words(view, cell) for cell in row] for row in block.rows]
        lines = [line for row in rows for line in _row(view, row, used, width - 1)]
        if not any(row[0] in used for row in rows):
            lines, coming = [*lines, *coming], []
        yield _panel(view, block.title or "", lines, width)
    if coming and not view.all(Marks):
        yield _panel(view, _("Coming up"), coming, width)


def _used(view: Painting) -> dict[str, str]:
    """Return the time used on each clock, by what the clock is called."""
    faces = [face for block in view.all(Clocks) for face in block.faces]
    return {view.word(face.label): minutes(face.clock.used_at(view.now) // 1_000) for face in faces}


def _row(view: Painting, row: list[str], used: dict[str, str], width: int) -> list[str]:
    """Return a row of a table; what is said of a clock's side begins with the time it used."""
    if row[0] not in used:
        return _row_lines(row, width)
    return [view.word(_("{side} used {time}, {rest}", side=row[0], time=used[row[0]], rest="   ".join(row[1:])))]


def _panel(view: Painting, title: Text | str, lines: list[str], width: int) -> Panel:
    return Panel(view.word(title), [(" " + cut(line, width - 1), INK) for line in lines])


def _short_notes(view: Painting, width: int) -> Iterator[Panel]:
    for title, lines in ((_("Just now"), just_now(view)), (_("Seats"), seats(view))):
        if lines:
            yield _panel(view, title, lines, width)


def _row_lines(cells: list[str], width: int) -> list[str]:
    """Return a row of a table, its last cell on a line of its own where they are too long for one."""
    whole = "   ".join(cells)
    return [whole] if cells_of(whole) <= width else ["   ".join(cells[:-1]), f"  {cells[-1]}"]


def _bells(view: Painting, width: int) -> Iterator[Panel]:
    """Yield when bells ring, for the person with the hand bell."""
    named = {bell for block in view.all(Clocks) for face in block.faces for bell in face.bells if bell.strokes}
    bells = sorted(named, key=lambda bell: -bell.left)
    if not bells:
        return
    lines = wrap("    ".join(view.word(bell.words) for bell in bells), width - 1)
    for text in (_sound(view), _("The hand bell rings when this desk says.")):
        lines += wrap(view.word(text), width - 1)
    yield Panel(view.word(_("Bells")), [(" " + line, INK) for line in lines])


def _sound(view: Painting) -> Text:
    """Return whether the machine rings too: the board does."""
    if view.desk.seats is not None and all(seat.role != "board" for seat in view.company):
        return _("Sound: none, no board is open")
    return _("Sound: {how} (try it: M)", how=view.terminal.sound.said())


def _suspense(view: Painting, width: int) -> Iterator[Panel]:
    titled = (
        (_("To be read then (not known yet)"), _quoted(view, to_be_read(view))),
        (_("Suspense (published marks only)"), suspense(view)),
    )
    for title, said in titled:
        lines = [(" " + line, INK) for each in said for line in wrap(each, width - 1)]
        if lines:
            yield Panel(view.word(title), lines)


def _quoted(view: Painting, lines: list[str]) -> list[str]:
    """Return lines as one speech in quotation marks."""
    opening, closing = view.word("“"), view.word("”")
    last = len(lines) - 1
    return [(" " if nth else opening) + line + (closing if nth == last else "") for nth, line in enumerate(lines)]


def _notes(view: Painting, width: int) -> Iterator[Panel]:
    said = _SIDES if "left" in view.seen.bindings.keys else _HAND
    lines = [line for each in said for line in wrap(view.word(each), width - 1)]
    yield Panel(view.word(_("Hints")), [(" " + line, DIM) for line in lines])


_HAND = (
    _("Digits and signs work with the input method on."),
    _("Upper or lower case alike; a held key counts once."),
    _("A key acts on the picture you see."),
)
_SIDES = (_("Left and Right set a side, they never toggle:"), _("the same side once more does nothing."))
