"""The whole desk as a canvas: header, rail, zones, message, keys, and a dialog where there is one.

Only where things stand; what stands there comes from the zones. Loud where a write failed or the window has no focus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import attrs

from ...blanks import Gesture
from ...journal.addresses import name_of
from ...roster import Seat
from ...sessions import bells
from ...sessions.bindings import Bound
from ...sessions.desk import board_control, marking
from ...sessions.desk.actions import Action, is_way_to_draw
from ...sessions.desk.ballots import ballots, collecting, has_marks
from ...sessions.desk.confirmation import late_seconds
from ...sessions.desk.grid import Grid
from ...sessions.desk.log import log_line
from ...sessions.desk.words import _
from ...sessions.dialog import Dialog, key_name, keys_text
from ...sessions.keys import KEY_OF
from ...text import Text
from ..canvas import BOLD, DIM, INK, NOW, WRONG, Canvas, Pen
from ..dialogs import Row, dialog_rows, log_row, put_box
from ..wide import cut, pad, rule, width, wrap
from .current_panel import draw_now, rail_words
from .grid_picture import draw_sheets, grid_panels
from .layout import Layout
from .painting import Painting
from .sidebar import NOT_TOTALS, draw_sidebar, on_air_lines, panels
from .terminal import DeskTerminal
from .totals import strip

LATE_WARNING = 60
MANY_TOTALS = 13
"""From this many teams on totals may take the room of other panels."""
_MODES = {"": _("before the start"), "live": _("live"), "rehearsal": _(" REHEARSAL ")}
LEAST = (80, 24)
"""The smallest window the desk is laid out for."""
_BOX_MARGIN = 8
_LOUD = attrs.evolve(WRONG, reverse=True)
_TITLE = 10
"""Cells of the title that stay beside badges, in a small window too."""
_EFFECT = 11
"""Characters of an effect such as "+10  total 120", so that gains and losses end in one column."""
_NAMES = (30, 20, 12)
"""How many cells a key's name may take in the last row, from the roomiest down."""
_ALWAYS = (
    _("B board  L log  W why  A adjust  T time  M menu(*)  ? help"),
    _("B L W A T  M menu(*)  ? help"),
    _("M menu(*)  ? help"),
)
"""The keys of every moment, from the fullest wording to the shortest."""


def _marking(letters: str) -> tuple[Text, ...]:
    """Return the same while letters mark options: what else those open is in the menu."""
    return (
        _("{letters} options  L log  W why  T time  M menu(*)  ? help", letters=letters),
        _("{letters} options  L W T  M menu(*)  ? help", letters=letters),
        _("{letters}  M menu(*)  ? help", letters=letters),
    )


_KEYS_ORDER: tuple[Gesture, ...] = ("next", "left", "right", "clock", "yes", "no", "none")


def paint(terminal: DeskTerminal, columns: int, rows: int, now: datetime) -> Canvas:
    """Draw the desk for a window of that size."""
    terminal.blind = columns < LEAST[0] or rows < LEAST[1]
    if terminal.blind:
        return _too_small(terminal, columns, rows)
    view, layout = Painting(terminal, columns, rows, now), Layout(columns, rows)
    canvas = Canvas(columns, rows)
    _header(canvas, view)
    _rail(canvas, view)
    dialog = view.seen.dialog
    sheets = dialog.sheets if dialog is not None else None
    if layout.strip:
        canvas.put(0, 2, strip(view, layout.width), BOLD)
    if sheets is None:  # which would lie over them
        _zones(canvas, view, layout)
    if layout.full:
        _beside(canvas, view, layout)
    if dialog is not None and sheets is not None:
        draw_sheets(canvas, view, layout, dialog, sheets)
    elif dialog is not None and not dialog.in_picture:
        _box(canvas, view, layout, dialog)
    _keys(canvas, view, layout)
    if not terminal.focused:
        canvas.fade()
    _message(canvas, view, layout)
    return canvas


def _too_small(terminal: DeskTerminal, columns: int, rows: int) -> Canvas:
    canvas = Canvas(columns, rows)
    size, now = f"{LEAST[0]}x{LEAST[1]}", f"{columns}x{rows}"
    said = terminal.word(_("Please make the window {size} or larger (it is {now}).", size=size, now=now))
    for row, line in enumerate(wrap(said, max(2, columns))):
        canvas.put(0, row, line, BOLD)
    return canvas


_WIDE = 100
"""Columns from which the header has room for all its words; what is saved, how it is and how old never gives way."""


def _header(canvas: Canvas, view: Painting) -> None:
    """Draw title, mode, badges and place on the left; the title gives way before a badge does."""
    desk, contest = view.desk, view.contest
    right = f"{view.now:%H:%M:%S}{' ' * (2 if view.width < _WIDE else 3)}{_saved(view)} "
    pen = NOW if desk.unsaved is not None or desk.look_only else BOLD
    if pen is NOW:
        canvas.fill(0, 0, canvas.width, 1, NOW)
    room = max(10, canvas.width - width(right) - 1)
    marked = [(view.word(_MODES[contest.state.mode]), _LOUD if contest.state.is_rehearsal else pen)]
    marked += [(f" {view.word(badge.text)} ", _LOUD) for badge in view.seen.badges]
    title = view.word(contest.rulebook.title)
    if view.seen.badges:
        title = cut(title, max(_TITLE, room - 1 - sum(3 + width(text) for text, _pen in marked)))
    x, gap = _put(canvas, 0, f" {title}", pen, room), 2 if view.width < _WIDE else 3
    for text, own in marked:
        x = _put(canvas, x + gap, text, own, room)
    _put(canvas, x + gap, _place(view), pen, room)
    canvas.right(canvas.width, 0, right, pen if pen is NOW else INK)


def _put(canvas: Canvas, x: int, text: str, pen: Pen, room: int) -> int:
    """Put a text up to the column `room`, and return the column behind it."""
    if x < room:
        canvas.put(x, 0, cut(text, room - x), pen)
    return x + width(text)


def _place(view: Painting) -> str:
    late = late_seconds(view.desk, view.now)
    if not late or float(late.partition(".")[0]) < LATE_WARNING:
        return view.where
    return f"{view.where}   {view.word(_('CLOCK: {seconds} s past zero', seconds=late.partition('.')[0]))}"


def _saved(view: Painting) -> str:
    last = view.contest.records[-1]
    seconds = max(0, int((view.now - last.at).total_seconds()))
    age = _("{seconds} s ago", seconds=seconds) if seconds < 60 else _("{minutes} min ago", minutes=seconds // 60)
    health = (
        _("NOT SAVED") if view.desk.unsaved is not None else _("look only") if view.desk.look_only else _("all well")
    )
    found = f"#{last.seq:03} {last.digest[:4]} {view.word(health)} {view.word(age)}"
    return found if view.width < _WIDE else f"{view.word(_('saved'))} {found}"


def _rail(canvas: Canvas, view: Painting) -> None:
    right = _company(view)
    if view.rail is not None:
        room = canvas.width - width(right) - 2
        canvas.put(0, 1, cut(" " + rail_words(view, view.rail, room), room + 1))
    canvas.right(canvas.width, 1, right, DIM)


def _company(view: Painting) -> str:
    """Return which screens are there, and the file."""
    name = view.word(_("file {name}", name=name_of(view.desk.file))) + " " if view.desk.file else ""
    if view.desk.seats is None:
        return name
    roles = [seat.role for seat in view.company]
    judges = len({role for role in roles if Seat.of(role).judge})
    of = len(view.contest.state.roster.judges)
    boards = roles.count("board")
    said = _("screens: board {boards}  judges {judges}/{of}", boards=boards, judges=judges, of=of)
    if not of:
        said = _("screens: board {boards}", boards=boards)
    return f"{view.word(said)}  {name}"


def _zones(canvas: Canvas, view: Painting, layout: Layout) -> None:
    """Draw the zones on the left."""
    left = layout.left
    title = view.word(_("Now"))
    if not layout.full:
        title += "  " + view.word(_("On air")) + ": " + on_air_lines(view, layout.width - 24)[0]
    _rule(canvas, layout.now_top, title, left)
    draw_now(canvas, view, layout.now_top, layout.do_top, left)
    _rule(canvas, layout.do_top, view.word(_("You can")), left)
    _actions(canvas, view, layout)
    _rule(canvas, layout.log_top, view.word(_("Log")), left)
    _log(canvas, view, layout)


def _beside(canvas: Canvas, view: Painting, layout: Layout) -> None:
    """Draw the panels on the right."""
    overlay, left = view.desk.overlay, layout.left
    across = layout.width - left - 2
    beside = grid_panels(view, across, overlay) if isinstance(overlay, Grid) else panels(view, across)
    whole = draw_sidebar(canvas, beside, left, layout.now_top, layout.message)
    _more_beside(canvas, view, layout, whole=whole)
    for y in () if isinstance(overlay, Grid) else (layout.do_top, layout.log_top):
        canvas.put(left, y, "+")


def _more_beside(canvas: Canvas, view: Painting, layout: Layout, *, whole: bool) -> None:
    """Say which key shows the panels that many totals leave no room for, and remember whether it has anything to do."""
    terminal, teams = view.terminal, len(view.contest.state.roster.teams)
    terminal.turns_totals = terminal.few_totals or (not whole and MANY_TOTALS <= teams < view.height - NOT_TOTALS)
    if terminal.turns_totals and view.desk.overlay is None:
        said = _("Tab: all totals again") if terminal.few_totals else _("Tab: the other panels, fewer totals")
        line = rule(view.word(said), layout.width - layout.left - 1)
        canvas.put(layout.left + 1, layout.message - 1, line, DIM)


def _rule(canvas: Canvas, y: int, title: str, columns: int) -> None:
    canvas.put(0, y, rule(title, columns), DIM)


def _actions(canvas: Canvas, view: Painting, layout: Layout) -> None:
    room = layout.log_top - layout.do_top - 1
    for place, each in enumerate(view.seen.actions[:room]):
        _action(canvas, view, layout.do_top + 1 + place, each, layout.left)


def _action(canvas: Canvas, view: Painting, y: int, each: Action, columns: int) -> None:
    pen, key = DIM if each.closed else INK, view.word(each.key)
    canvas.put(2, y, pad(key, 6), attrs.evolve(pen, bold=not each.closed))
    x = max(9, 3 + width(key))
    tag = view.word(each.tag) if each.tag is not None else ""
    end = columns - 2 - width(tag) if tag else columns - 1
    effects = "   ".join(view.word(effect).rjust(_EFFECT) for effect in each.effects)
    parts = [view.word(each.label), effects, view.word(each.say) if each.say is not None else ""]
    text = "  ".join(part for part in parts if part) if columns < 78 else _columns(parts)
    canvas.put(x, y, cut(text, end - 1 - x), pen)
    if tag:
        canvas.put(end, y, tag, DIM)


def _columns(parts: list[str]) -> str:
    label, effect, say = parts
    if not effect:
        return label + (f"    {say}" if say else "")
    return f"{pad(label, 5)} {pad(effect, 15)}  {say}"


def _log(canvas: Canvas, view: Painting, layout: Layout) -> None:
    room = layout.message - layout.log_top - 1
    records = [record for record in reversed(view.contest.records) if not record.fact.cue][:room]
    for place, record in enumerate(records):
        line = cut(log_row(log_line(view.desk, record, view.now), view.word), layout.left - 2)
        gone = record.seq in view.contest.resolution.gone
        canvas.put(1, layout.log_top + 1 + place, line, DIM if gone or place else INK)


def _message(canvas: Canvas, view: Painting, layout: Layout) -> None:
    message = view.seen.message
    words, loud = view.word(message.text), message.role == "alert"
    if not view.terminal.focused:
        words, loud = view.word(_("The desk has no focus: click here.")), True
    pen: Pen = attrs.evolve(WRONG, reverse=True) if loud else BOLD
    if loud:
        canvas.fill(0, layout.message, canvas.width, 1, pen)
    canvas.put(1, layout.message, "> " + cut(words, canvas.width - 4), pen)
    bell = "  ".join(view.word(each) for each in bells.calls(view.scene, view.now))
    if bell:
        canvas.right(canvas.width - 1, layout.message, f" {bell} ", NOW)


def _keys(canvas: Canvas, view: Painting, layout: Layout) -> None:
    if view.seen.dialog is not None:
        keys = view.word(keys_text(view.seen.dialog.foot))
        canvas.put(1, layout.keys, cut(keys, canvas.width - 2), DIM)
        return
    left, right = _last_row(view, canvas.width - 5)
    canvas.put(1, layout.keys, cut(left, canvas.width - 5 - width(right)), DIM)
    canvas.right(canvas.width - 1, layout.keys, "|  " + right, DIM)


def _last_row(view: Painting, room: int) -> tuple[str, str]:
    """Return the keys of the moment and those of every moment: the latter give way, for the menu lists them too."""
    own = [_own_keys(view, most) for most in _NAMES]
    letters = marking.span(view.seen.bindings)
    always = [view.word(each) for each in (_marking(letters) if letters else _ALWAYS)]
    fitting = ((left, right) for right in always for left in own if width(left) + width(right) <= room)
    return next(fitting, (own[-1], always[-1]))


def _own_keys(view: Painting, most: int) -> str:
    """Return the keys of the moment, each named in at most `most` cells."""
    keys = view.seen.bindings.keys
    does = {
        gesture: f"{view.word(key_name(KEY_OF[gesture]))} {_name(view, keys[gesture], most)}"
        for gesture in _KEYS_ORDER
        if gesture in keys and keys[gesture].move.closed is None
    }
    found, rest = marking.marked(view.desk), []
    if found is not None:
        mine: dict[Gesture, str] = {
            "yes": cut(f"+ {view.word(marking.named(found))}", most),
            "no": f"- {view.word(_('take the marks away'))}",
        }
        does = {gesture: words for gesture, words in does.items() if gesture not in mine} | mine
    if board_control.steps_left(view.desk):
        stepped, _most = board_control.stepped(view.desk)
        step: dict[Gesture, str] = {"next": f"Enter {view.word(board_control.name_of(view.desk, stepped))}"}
        does = step | {gesture: words for gesture, words in does.items() if gesture not in step}
        rest = [view.word(_("End the rest"))] if board_control.rest(view.desk) is not None else []
    own = [*does.values(), *rest]
    if is_way_to_draw(view.desk):
        own = [view.word(_("1 2 3 0 choose how to draw"))]
    undo = [view.word(_("Backspace undo"))] if view.contest.state.signed is None else []
    return "  ".join([*own, *_ballot_keys(view), *undo])


def _ballot_keys(view: Painting) -> Iterator[str]:
    """Yield the keys of ballots, while they are collected."""
    moves = view.desk.moves(None)
    asked = ballots(moves)
    sheets = any(has_marks(move) for move in asked)
    if sheets:
        yield view.word(_("Digits marks"))
    if collecting(moves):
        yield view.word(_("J judge"))
    if asked:
        yield view.word(_("P sheets") if sheets else _("P ballots"))


def _name(view: Painting, bound: Bound, most: int) -> str:
    return cut(view.word(bound.label).partition(":")[0], most)


def _box(canvas: Canvas, view: Painting, layout: Layout, dialog: Dialog) -> None:
    margin = _BOX_MARGIN if layout.full else 1
    across = canvas.width - 2 * margin
    view.terminal.pager.room = layout.message - 2 - 3
    rows = _page(view, dialog_rows(dialog, across - 4, view.terminal.pager.room, view.word))
    top = max(2, min(9, layout.message - 2 - len(rows)))
    put_box(canvas, view.word(dialog.title), rows, margin, top)


def _page(view: Painting, rows: list[Row]) -> Sequence[Row]:
    """Return the rows there is room for, and a last one that says how many more there are."""
    pager = view.terminal.pager
    shown = pager.show(view.desk.overlay, rows)
    if not pager.hidden:
        return shown
    below = pager.below(rows)
    more = _("PgDn: {count} more lines", count=below) if below else _("PgUp: back to the top")
    return [*shown, Row(f"-- {view.word(more)}", DIM)]
