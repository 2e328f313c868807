"""Clocks in the zone 现在: one with what it says beside it, or two with who speaks.

A clock at zero only says so; the digits turn red in the last seconds.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...clocks import Clock, minutes
from ...facts import Intent
from ...scenes import Clocks, Face, Versus
from ...sessions.desk.words import _
from ...text import cardinal
from ..canvas import AFF, BOLD, DIM, INK, NEG, NOW, RIGHT, WRONG, Pen
from ..digits import Dot, digits_width, put_digits
from ..wide import cut
from .line_writer import LineWriter
from .painting import Painting

DOT = Dot(3, 2)
_SMALL = Dot(2, 2)
LATE_SECONDS = 10


def draw_clocks(writer: LineWriter, block: Clocks) -> None:
    """Draw a block of clocks: large where there is room."""
    faces = block.faces
    if writer.room < DOT.height + 1:
        writer.line("   ".join(_clock_words(writer.view, face) for face in faces), BOLD)
    elif len(faces) == 2:
        _two_clocks(writer, faces[0], faces[1])
    else:
        for face in faces[:1]:
            _one_clock(writer, face)


def _clock_words(view: Painting, face: Face) -> str:
    return f"{view.word(face.label)} {minutes(face.clock.seconds_left(view.now))} {_running(view, face.clock)}"


def _running(view: Painting, clock: Clock) -> str:
    return view.word(_("running") if clock.running else _("stopped") if clock.used_ms else _("not started"))


def _time_pen(view: Painting, clock: Clock, pen: Pen = INK) -> Pen:
    return WRONG if clock.seconds_left(view.now) <= LATE_SECONDS else pen


def _one_clock(writer: LineWriter, face: Face) -> None:
    view, clock = writer.view, face.clock
    writer.gap(DOT.height)
    text = minutes(clock.seconds_left(view.now))
    put_digits(writer.canvas, 2, writer.y, text, DOT, pen=_time_pen(view, clock))
    x = 2 + digits_width(text, DOT) + 4
    picked = view.desk.kept("picked", lambda: _picked(view))
    end = writer.width
    if picked is not None and writer.width > x + 26:
        end = _large_desk(writer, str(picked))
    for row, line in _clock_notes(view, face):
        writer.canvas.put(x, writer.y + row, cut(line, end - x - 1), BOLD if row == 1 else DIM)
    writer.y += DOT.height


def _picked(view: Painting) -> int | None:
    """Return the desk number of a team that was called just now, so that a wrong one is seen before a ruling."""
    staged = {stage.team for stage in view.on_stage}
    for each in view.contest.resolution.facts[-1:-4:-1]:
        if each.fact.intent is Intent.CALL and each.fact.subject.team in staged:
            return dict(view.contest.podiums)[each.fact.subject.team]
    return None


def _large_desk(writer: LineWriter, desk: str) -> int:
    """Draw a desk number on the right, smaller where it has two digits, and return its first column."""
    dot = DOT if len(desk) == 1 else _SMALL
    x = writer.width - 6 - digits_width(desk, dot)
    put_digits(writer.canvas, x, writer.y, desk, dot, pen=RIGHT)
    writer.canvas.put(writer.width - 4, writer.y + dot.height // 2, writer.view.word(_("desk")), BOLD)
    return x


def _clock_notes(view: Painting, face: Face) -> Iterator[tuple[int, str]]:
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
    yield 6, view.word(_("at 0:00 nothing happens"))
    rulings = any(bound.move.intent is Intent.RULING for bound in view.seen.bindings.keys.values())
    yield 7, view.word(_("by itself: + or - rules") if rulings else _("by itself: a key does"))


def _two_clocks(writer: LineWriter, left: Face, right: Face) -> None:
    view, half = writer.view, writer.width // 2
    sides = [side for block in view.all(Versus) for side in (block.affirmative, block.negative)]
    for x, key, face, side in zip(
        (1, half), (_("Left"), _("Right")), (left, right), (*sides, None, None), strict=False
    ):
        team = view.word(_("desk {desk} {team}", desk=side.podium, team=side.name)) if side is not None else ""
        pen = attrs.evolve(AFF if face is left else NEG, bold=True)
        words = cut(f"[{view.word(key)}] {view.word(face.label)}  {team}", half - 2)
        writer.canvas.put(x, writer.y, words, pen)
        writer.canvas.put(x + 5, writer.y + 1, _turn(view, face), NOW if face.clock.running else DIM)
    digits_top = writer.y + (3 if writer.room > DOT.height + 3 else 2)
    for x, face, pen in ((1, left, AFF), (half, right, NEG)):
        text = minutes(face.clock.seconds_left(view.now))
        put_digits(writer.canvas, x, digits_top, text, DOT, pen=_time_pen(view, face.clock, pen))
    writer.y = digits_top + DOT.height
    _next_bell(writer, left, right)


def _next_bell(writer: LineWriter, *faces: Face) -> None:
    """Draw when the next bell rings, while a clock runs that has one to come before its end."""
    view = writer.view
    for face in faces:
        seconds = face.clock.seconds_left(view.now)
        bells = [bell for bell in face.bells if 0 < bell.left < seconds and bell.strokes]
        if face.clock.running and bells:
            writer.gap()
            bell = max(bells, key=lambda each: each.left)
            said = {"left": minutes(seconds - bell.left), "seconds": str(bell.left)}
            if bell.strokes == 1:
                writer.line(view.word(_("one bell in {left} ({seconds} s left)", **said)))
            else:
                count = cardinal(bell.strokes)
                writer.line(view.word(_("{count} bells in {left} ({seconds} s left)", count=count, **said)))


def _turn(view: Painting, face: Face) -> str:
    clock = face.clock
    if clock.running_since is None:
        return view.word(_("waiting"))
    seconds = max(0, int((view.now - clock.running_since).total_seconds()))
    return view.word(_("speaking for {seconds} s", seconds=seconds))
