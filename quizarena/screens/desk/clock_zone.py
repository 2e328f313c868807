"""Clocks in the zone 现在: one with what it says beside it, or two with who speaks.

Decides that a clock at zero only says so. The digits turn red in the last seconds.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...clocks import Clock, minutes
from ...facts import Intent
from ...scenes import Clocks, Face, Versus
from ..canvas import AFF, BOLD, DIM, INK, NEG, NOW, RIGHT, WRONG, Pen
from ..digits import Dot, digits_width, put_digits
from ..wide import cut
from .pencil import Pencil
from .view import View
from .words import _

DOT = Dot(3, 2)
LATE_SECONDS = 10


def draw_clocks(pencil: Pencil, block: Clocks) -> None:
    """Draw a block of clocks: large where there is room."""
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
    """Return the desk number of a team that was called just now, so that a wrong one is seen before a ruling."""
    staged = {stage.team for stage in view.on_stage}
    for each in view.contest.resolution.facts[-1:-4:-1]:
        if each.fact.intent is Intent.CALL and each.fact.subject.team in staged:
            return dict(view.contest.podiums)[each.fact.subject.team]
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
    rulings = any(bound.move.intent is Intent.RULING for bound in view.desk.painted.keys.values())
    yield 7, view.word(_("it waits for your + or -") if rulings else _("it waits for you"))


def _two_clocks(pencil: Pencil, left: Face, right: Face) -> None:
    view, half = pencil.view, pencil.width // 2
    sides = [side for block in view.all(Versus) for side in (block.affirmative, block.negative)]
    for x, key, face, side in zip(
        (1, half), (_("Left"), _("Right")), (left, right), (*sides, None, None), strict=False
    ):
        team = view.word(_("desk {desk} {team}", desk=side.podium, team=side.name)) if side is not None else ""
        pen = attrs.evolve(AFF if face is left else NEG, bold=True)
        words = cut(f"[{view.word(key)}] {view.word(face.label)}  {team}", half - 2)
        pencil.canvas.put(x, pencil.y, words, pen)
        pencil.canvas.put(x + 5, pencil.y + 1, _turn(view, face), NOW if face.clock.running else DIM)
    digits_top = pencil.y + (3 if pencil.room > DOT.height + 3 else 2)
    for x, face, pen in ((1, left, AFF), (half, right, NEG)):
        text = minutes(face.clock.seconds_left(view.now))
        put_digits(pencil.canvas, x, digits_top, text, DOT, pen=_time_pen(view, face.clock, pen))
    pencil.y = digits_top + DOT.height
    _next_bell(pencil, left, right)


def _next_bell(pencil: Pencil, *faces: Face) -> None:
    """Draw when the next bell rings, while a clock runs that has one to come before its end."""
    view = pencil.view
    for face in faces:
        seconds = face.clock.seconds_left(view.now)
        bells = [bell for bell in face.bells if 0 < bell < seconds]
        if face.clock.running and bells:
            pencil.gap()
            left = minutes(seconds - max(bells))
            pencil.line(view.word(_("one bell in {left} ({seconds} s left)", left=left, seconds=max(bells))))


def _turn(view: View, face: Face) -> str:
    clock = face.clock
    if clock.running_since is None:
        return view.word(_("waiting"))
    seconds = max(0, int((view.now - clock.running_since).total_seconds()))
    return view.word(_("speaking for {seconds} s", seconds=seconds))
