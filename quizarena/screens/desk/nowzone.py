"""The zone 现在: what is going on, what the host reads, and the round's own blocks below.

Decides how each block of the scene is drawn on the desk; the order is the scene's. Knows no round: what it cannot draw
large it draws as a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from ...clocks import Clock, minutes
from ...contest.telling import made_by, value_at
from ...moves import Choice
from ...points import show
from ...scenes import (
    Clocks,
    Face,
    Lots,
    Mark,
    Marks,
    Paragraph,
    Prizes,
    Question,
    Say,
    Scene,
    Steps,
    Table,
    Versus,
)
from ..canvas import AFF, BOLD, DIM, INK, NEG, NOW, RIGHT, WRONG, Canvas, Pen
from ..digits import Dot, digits_width, put_digits
from ..wide import cut, pad, wrap
from ..wide import width as cells_of
from .called import Called
from .sidebar import in_sidebar
from .view import View
from .words import _

DOT = Dot(3, 2)
LOTS_DOT = Dot(2, 2)
LATE_SECONDS = 10


@attrs.define
class Pencil:
    """Where the zone is being drawn: the next free row, the last one, and the columns."""

    canvas: Canvas
    view: View
    y: int
    bottom: int
    width: int

    @property
    def room(self) -> int:
        """The rows left."""
        return self.bottom - self.y

    def line(self, text: str, pen: Pen = INK) -> None:
        """Draw one line, cut to the zone."""
        if self.room > 0:
            self.canvas.put(1, self.y, cut(text, self.width - 2), pen)
            self.y += 1

    def lines(self, text: str, pen: Pen = INK, *, indent: int = 0, most: int = 3) -> None:
        """Draw a text over a few lines, all but the first indented."""
        for nth, each in enumerate(wrap(text, self.width - 2 - indent)[:most]):
            self.line(("" if not nth else " " * indent) + each, pen)

    def gap(self, needed: int = 1) -> None:
        """Leave a row free where that leaves room for what comes."""
        if self.room > needed + 1:
            self.y += 1


def draw_now(canvas: Canvas, view: View, top: int, bottom: int, width: int) -> None:
    """Draw the zone between two rules."""
    pencil = Pencil(canvas, view, top + 1, bottom, width)
    if view.all(Prizes):
        _giving(pencil)
        return
    pencil.line(_first(view), BOLD)
    steps = view.steps or _ceremony(view)
    if steps is not None:
        pencil.line(rail_words(view, steps, _segment(view.scene)))
    tight = pencil.room < 12
    if not tight:
        pencil.gap()
    _said(pencil)
    if not tight:
        pencil.gap()
    for block in view.scene.blocks:
        draw = _DRAWERS.get(type(block))
        if draw is not None and pencil.room > 0:
            draw(pencil, block)


def _giving(pencil: Pencil) -> None:
    """Draw the prizes: every round is over."""
    view = pencil.view
    block: Prizes = view.all(Prizes)[-1]
    pencil.line(view.word(_("Prizes, in the order they are given")), BOLD)
    step = view.contest.state.board.step if view.contest.state.board.programme == "prizes" else 0
    coming = block.opening[max(0, step - 1) :]
    pencil.gap()
    if coming and view.contest.state.signed is None:
        name, winners = block.rows[coming[0]]
        who = view.word("、").join(view.word(each) for each in winners or ())
        pencil.lines(view.word(_("Read")) + f" 「{view.word(name)}: {who}」", BOLD, indent=3)
        pencil.gap()
    _prizes(pencil, block)


def _first(view: View) -> str:
    """Return the first line: what goes on, who is on stage, the topic or motion."""
    words = [view.headline]
    if not view.all(Versus):
        for stage in view.on_stage:
            words.append(view.word(_("desk {desk} {team}", desk=stage.desk, team=stage.name)))
            if stage.member is not None:
                words.append(view.word(stage.member))
    words += [view.word(_("slip “{topic}”", topic=each.text)) for each in view.all(Paragraph) if each.role == "topic"]
    words += [view.word(_("motion “{motion}”", motion=each.motion)) for each in view.all(Versus) if each.motion]
    return "   ".join(filter(None, words))


def _ceremony(view: View) -> Steps | None:
    """Return the steps of the draw, while it is what goes on."""
    if not view.contest.state.mode or view.contest.state.running is not None:
        return None
    names = (_("publish names and hash"), _("numbers from the hall"), _("open the secret"), _("open the lots"))
    lots: tuple[Lots, ...] = view.all(Lots)
    if not lots:
        return Steps(names, 0)
    drawn = any(order is not None for order in lots[0].order)
    return Steps(names, 3 if drawn else 2 if lots[0].numbers else 1)


def _segment(scene: Scene) -> Paragraph | None:
    return next((each for each in scene.of(Paragraph) if each.role == "segment"), None)


def rail_words(view: View, steps: Steps, segment: Paragraph | None = None) -> str:
    """Return steps in a row: done ones say so, the current one stands in brackets."""
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
    return " > ".join(words)


def _said(pencil: Pencil) -> None:
    """Draw what the host reads now, and then."""
    view = pencil.view
    coming = _coming(view) if view.revealing else None
    if coming is not None and coming[1].value is not None:
        mark = show(coming[1].value, 1)
        pencil.line(view.word(_("Opening the marks: next {judge} {mark}", judge=coming[1].name, mark=mark)), BOLD)
        return
    now = [line for block in view.all(Say)[:1] for line in block.now]
    rest = [line for block in view.all(Say)[:1] for line in block.then]
    rest += [line for block in view.all(Say)[1:] for line in block.now]
    if not now:
        now, rest = rest, []
    if not now:
        return
    said = view.word(_("Read")) + " " + "".join(_quoted(view, line) for line in now)
    if rest:
        said += "   " + view.word(_("then")) + " " + "".join(_quoted(view, line) for line in rest)
    pencil.lines(said, BOLD, indent=3, most=3 if pencil.room > 12 else 2)


def _quoted(view: View, line: object) -> str:
    return "「" + view.word(line) + "」"  # type: ignore[arg-type]


# Blocks


def _question(pencil: Pencil, block: Question) -> None:
    view = pencil.view
    pencil.lines(f"{view.word(_('Q'))}  {view.word(block.text)}", indent=4)
    if block.answer is None:
        return
    pencil.lines(f"{view.word(_('A'))}  {view.word(block.answer)}", BOLD, indent=4)
    unseen = any(each.answer is None for each in view.hall.of(Question))
    note = view.word(_("(the answer is not on the board)")) if unseen else ""
    also = view.word("、").join(view.word(each) for each in block.accepted)
    if also or note:
        said = f"{view.word(_('also'))}  {also}" if also else ""
        pencil.line(pad(cut(said, pencil.width - 23), pencil.width - 22) + note, DIM)


def _clocks(pencil: Pencil, block: Clocks) -> None:
    faces = block.faces
    if pencil.room < DOT.height + 1:
        pencil.line("   ".join(_clock_words(pencil.view, face) for face in faces), BOLD)
    elif len(faces) == 2:
        _two_clocks(pencil, faces[0], faces[1])
    else:
        for face in faces[:1]:
            _one_clock(pencil, face)


def _clock_words(view: View, face: Face) -> str:
    return f"{view.word(face.label)} {minutes(face.clock.seconds_left(view.now))} {_running(view, face.clock)}"


def _running(view: View, clock: Clock) -> str:
    return view.word(_("running") if clock.running else _("stopped") if clock.used_ms else _("not started"))


def _time_pen(view: View, clock: Clock, pen: Pen = INK) -> Pen:
    return WRONG if clock.seconds_left(view.now) <= LATE_SECONDS else pen


def _one_clock(pencil: Pencil, face: Face) -> None:
    view, clock = pencil.view, face.clock
    pencil.gap(DOT.height)
    text = minutes(clock.seconds_left(view.now))
    put_digits(pencil.canvas, 2, pencil.y, text, DOT, pen=_time_pen(view, clock))
    x = 2 + digits_width(text, DOT) + 4
    for row, line in _clock_notes(view, face):
        pencil.canvas.put(x, pencil.y + row, cut(line, pencil.width - x - 1), BOLD if row == 1 else DIM)
    picked = view.desk.kept("picked", lambda: _picked(view))
    if picked is not None and pencil.width > x + 26:
        _large_desk(pencil, picked)
    pencil.y += DOT.height


def _picked(view: View) -> int | None:
    """Return the desk number of a team that a person picked just now, so that a wrong one is seen before a ruling."""
    for each in view.contest.resolution.facts[-1:-4:-1]:
        move = made_by(view.contest, each.seq, each.fact)
        for blank in move.open if move is not None else ():
            option = blank.option(value_at(each.fact, blank.path)) if isinstance(blank, Choice) else None
            if option is not None and option.team in {stage.team for stage in view.on_stage}:
                return dict(view.contest.desks)[option.team or ""]
    return None


def _large_desk(pencil: Pencil, desk: int) -> None:
    text = str(desk)
    x = pencil.width - 6 - digits_width(text, DOT)
    put_digits(pencil.canvas, x, pencil.y, text, DOT, pen=RIGHT)
    pencil.canvas.put(pencil.width - 4, pencil.y + DOT.height // 2, pencil.view.word(_("desk")), BOLD)


def _clock_notes(view: View, face: Face) -> Iterator[tuple[int, str]]:
    clock = face.clock
    yield 1, _running(view, clock)
    used = clock.used_at(view.now) // 1_000
    yield 3, view.word(_("{limit} s, {used} s used", limit=clock.limit_ms // 1_000, used=used))
    over = clock.seconds_over(view.now)
    if over:
        yield 5, view.word(_("{seconds} s over time", seconds=over))
    elif clock.seconds_left(view.now) == 0:
        yield 5, view.word(_("TIME"))
    else:
        yield 5, view.word(_("red from 10 seconds left"))
    yield 6, view.word(_("at 0 nothing is ruled:"))
    rulings = {"yes", "no"} & view.desk.painted.keys.keys()
    yield 7, view.word(_("it waits for your + or -") if rulings else _("it waits for you"))


def _two_clocks(pencil: Pencil, left: Face, right: Face) -> None:
    view, half = pencil.view, pencil.width // 2
    sides = [side for block in view.all(Versus) for side in (block.affirmative, block.negative)]
    for x, key, face, side in zip(
        (1, half), (_("Left"), _("Right")), (left, right), (*sides, None, None), strict=False
    ):
        team = view.word(_("desk {desk} {team}", desk=side.desk, team=side.name)) if side is not None else ""
        pen = attrs.evolve(AFF if face is left else NEG, bold=True)
        words = cut(f"[{view.word(key)}] {view.word(face.label)}  {team}", half - 2)
        pencil.canvas.put(x, pencil.y, words, pen)
        pencil.canvas.put(x + 5, pencil.y + 1, _turn(view, face), NOW if face.clock.running else DIM)
    digits_top = pencil.y + (3 if pencil.room > DOT.height + 3 else 2)
    for x, face, pen in ((1, left, AFF), (half, right, NEG)):
        text = minutes(face.clock.seconds_left(view.now))
        put_digits(pencil.canvas, x, digits_top, text, DOT, pen=_time_pen(view, face.clock, pen))
    pencil.y = digits_top + DOT.height


def _turn(view: View, face: Face) -> str:
    clock = face.clock
    if clock.running_since is None:
        return view.word(_("waiting"))
    seconds = max(0, int((view.now - clock.running_since).total_seconds()))
    return view.word(_("speaking for {seconds} s", seconds=seconds))


def _coming(view: View) -> tuple[str, Mark] | None:
    """Return the mark that opens next: whose performance, and the judge's cell."""
    opened = {
        (block.entrant, cell.judge) for block in view.hall.of(Marks) for cell in block.cells if cell.value is not None
    }
    for block in view.all(Marks):
        for cell in block.cells:
            if cell.value is not None and (block.entrant, cell.judge) not in opened:
                return block.entrant, cell
    return None


def _as_revealed(view: View, block: Marks) -> Marks:
    """Return marks as far as the hall has seen them, and the next one: whoever opens them must know what comes."""
    seen = next((each for each in view.hall.of(Marks) if each.entrant == block.entrant), None)
    if not view.revealing or seen is None:
        return block
    coming = _coming(view)
    cells = []
    for cell, told in zip(block.cells, seen.cells, strict=True):
        ahead = coming is not None and coming == (block.entrant, cell)
        as_seen = attrs.evolve(cell, state=told.state, value=told.value)
        cells.append(attrs.evolve(cell, state="shown") if ahead else as_seen)
    return attrs.evolve(block, cells=tuple(cells))


def _marks(pencil: Pencil, block: Marks) -> None:
    view = pencil.view
    block = _as_revealed(view, block)
    many = len(view.all(Marks)) > 1
    if many:
        name = view.contest.state.roster.name(block.entrant)
        pencil.line(view.word(name), BOLD)
    if len(block.cells) + 1 > pencil.room // (2 if many and pencil.room > 18 else 1):
        pencil.lines("  ".join(f"{nth} {_short(view, cell)}" for nth, cell in enumerate(block.cells, 1)), most=3)
        return
    heads = ((_("no."), 4), (_("judge"), 9), (_("state"), 41), (_("total"), 8), (_("seat"), 8))
    pencil.line("".join(pad(view.word(head), cells) for head, cells in heads), DIM)
    for number, cell in enumerate(block.cells, 1):
        waiting = cell.state == "waiting"
        cells = (f"{number:>2}", view.word(cell.name), _state(view, cell), _total(view, cell), _seat(view, cell))
        widths = (4, 9, 41, 8, 8)
        text = "".join(pad(cut(each, width - 1), width) for each, width in zip(cells, widths, strict=True))
        pencil.canvas.put(0, pencil.y, ">" if waiting else " ", BOLD)
        pencil.line(text.rstrip(), BOLD if waiting else INK)


def _state(view: View, cell: Mark) -> str:
    chief = "   " + view.word(_("chief judge")) if view.judge(cell.judge).chief else ""
    if cell.record is not None:
        at = view.contest.records[cell.record].at.astimezone(view.now.tzinfo)
        return view.word(_("in #{seq}", seq=f"{cell.record:03}")) + f"  {at:%H:%M:%S}" + chief
    if cell.state == "absent":
        return view.word(_("absent")) + _absence(view, cell.judge) + chief
    return view.word(_("stands down") if cell.state == "barred" else _("awaited")) + chief


def _absence(view: View, judge: str) -> str:
    """Return the record and reason of a judge's absence, wherever the round keeps it."""
    for each in reversed(view.contest.resolution.facts):
        fact = each.fact
        if getattr(fact, "judge", None) == judge and getattr(fact, "reason", ""):
            return f" #{each.seq:03}  {view.word(fact.reason)}"  # type: ignore[attr-defined]
    return ""


def _total(view: View, cell: Mark) -> str:
    if cell.state == "absent":
        return view.word(_("not counted"))
    if cell.state in ("waiting", "barred"):
        return "-"
    if cell.value is None:
        return view.word(_("sealed"))
    value = show(cell.value, 1)
    return f"({value})" if cell.state in ("struck_high", "struck_low") else value


def _seat(view: View, cell: Mark) -> str:
    """Return whether the judge's own screen is there, where that can be known."""
    if view.desk.seats is None:
        return ""
    here = any(seat.role == f"judge:{cell.judge}" for seat in view.company)
    return view.word(_("on line") if here else _("off line"))


def _short(view: View, cell: Mark) -> str:
    signs = {"waiting": ">", "absent": "x", "barred": "x"}
    return f"{view.word(cell.name)} {signs.get(cell.state) or _total(view, cell)}"


def _held_back(view: View, block: Paragraph) -> bool:
    """Whether a line stays back until the marks it speaks of are open."""
    return view.revealing and _coming(view) is not None and block not in view.hall.of(Paragraph)


def _paragraph(pencil: Pencil, block: Paragraph) -> None:
    hidden = _held_back(pencil.view, block)
    if block.role not in ("topic", "segment", "ruling", "message") and not hidden:
        pencil.lines(pencil.view.word(block.text), DIM if block.role == "note" else INK)


def _table(pencil: Pencil, block: Table) -> None:
    if in_sidebar(pencil.view, block):
        return
    view = pencil.view
    rows = [[view.word(head) for head in block.heads], *([_cell(view, cell) for cell in row] for row in block.rows)]
    widths = [max(4, *(cells_of(row[column]) for row in rows)) for column in range(len(rows[0]))]
    if block.title is not None:
        pencil.line(view.word(block.title), BOLD)
    for nth, row in enumerate(rows):
        pencil.line(
            "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)), DIM if not nth else INK
        )


def _cell(view: View, cell: object) -> str:
    if cell is None:
        return "-"
    return view.word(cell) if hasattr(cell, "in_language") else show(cell)  # type: ignore[arg-type]


def _lots(pencil: Pencil, block: Lots) -> None:
    view = pencil.view
    typing = view.desk.overlay if isinstance(view.desk.overlay, Called) else None
    numbers = typing.row if typing is not None else block.numbers
    if any(order is not None for order in block.order):
        names = [f"{number} {view.word(name)}" for number, name in enumerate(block.order, 1) if name is not None]
        pencil.gap()
        pencil.lines(f"{pad(view.word(_('Running order')), 13)}{'   '.join(names)}", BOLD, indent=13)
    elif numbers and pencil.room > LOTS_DOT.height + 4:
        pencil.gap(LOTS_DOT.height)
        put_digits(pencil.canvas, 3, pencil.y, numbers, LOTS_DOT)
        pencil.y += LOTS_DOT.height + 1
    rows = (
        (_("Numbers called"), "   ".join(numbers.split()) + ("_" if typing is not None and typing.typed else "")),
        (_("Takes part"), "  ".join(view.word(label) for label in block.labels)),
        (_("Hash"), _grouped(block.commitment)),
        (_("Seed"), block.seed),
    )
    for label, value in rows:
        if value:
            pencil.lines(f"{pad(view.word(label), 13)}{value}", indent=13)
    if any(order is not None for order in block.order):
        for line in block.proof:
            pencil.lines(line, DIM, most=2)


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, 32, 8)) + " ..." if digest else ""


def _prizes(pencil: Pencil, block: Prizes) -> None:
    view = pencil.view
    opened = max(0, view.contest.state.board.step - 1) if view.contest.state.board.programme == "prizes" else 0
    shown = set(block.opening[:opened])
    for row in block.opening:
        name, winners = block.rows[row]
        who = "、".join(view.word(each) for each in winners or ())
        mark = view.word(_("on the board")) if row in shown else ""
        pencil.line(f"  {pad(view.word(name), 16)}{pad(who, 40)}{mark}", INK if row in shown else BOLD)


_DRAWERS: dict[type, Callable[..., None]] = {
    Question: _question,
    Clocks: _clocks,
    Marks: _marks,
    Paragraph: _paragraph,
    Table: _table,
    Lots: _lots,
}
