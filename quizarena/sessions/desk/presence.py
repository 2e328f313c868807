"""Who else is there: the other screens, a second desk, and what a power cut left behind.

One desk records, the one that took over last; others look on. Nothing is recorded by a timer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ...clocks import minutes
from ...contest.facts import Interrupted
from ...errors import FactError
from ...facts import parse_instant
from ...journal import Presence, Seats
from ...scenes import Clocks
from ...text import Joined, Text, plain
from ..bindings import SEAT
from ..serving import SERVER
from ..steady_clock import NONE, SteadyClock
from . import hall
from .copy_folder import recall
from .desk import Desk
from .form import open_form, running, stop_clock
from .lists import DeedList, deeds
from .words import _

STRAY = timedelta(seconds=10)
"""How long it is said that somebody types into another window."""
CUT = timedelta(seconds=5)
"""A desk away for less was started again; the clock simply went on."""


def join(desk: Desk, seats: Seats | None, now: datetime) -> None:
    """Take a seat: ask whether to take over where another desk is open, and about a clock that a cut left running.

    A desk opened to look on is asked nothing, and no other desk is told that somebody records here.
    """
    desk.seats = seats
    recall(desk)
    if seats is None or desk.look_only:
        return
    if any(acting(each) for each in seats.others()):
        desk.look_only = True
        open_takeover(desk, now)
        return
    seats.say(acting=now, alive_at=now)
    left = seats.left.alive_at if seats.left is not None else None
    if left is not None and now - left > CUT and running(desk):
        open_cut(desk, left, now)


def take_along(desk: Desk, now: datetime) -> None:
    """Leave the seat beside the file the desk recorded in before, and sit down beside that it records in now."""
    before, desk.seats = desk.seats, desk.arena.journal.sit(SEAT)
    if desk.seats is not None:
        desk.seats.say(acting=now, alive_at=now)
    if before is not None:
        before.close()


def leave(desk: Desk) -> None:
    """Get up from the seat, wherever it is by now; a second time does nothing, for somebody else may have it then."""
    seats, desk.seats = desk.seats, None
    if seats is not None:
        seats.close()


def acting(seat: Presence) -> bool:
    """Whether a seat is a desk that records."""
    return seat.role == SEAT and seat.acting is not None


def heartbeat(desk: Desk, size: str, now: datetime) -> None:
    """Say once a second that this desk is there, and look at the others."""
    _tell_late_clock(desk, now)
    seats = desk.seats
    if seats is None:
        return
    seats.say(size=size, alive_at=now, durable=running(desk) and not desk.look_only)
    own, others = seats.own.acting, seats.others()
    for each in others:
        if own is not None and acting(each) and each.acting is not None and each.acting > own:
            seats.say(acting=None)
            desk.look_only = True
            desk.say(_("Another desk has taken over; this one looks on."), loud=True)
    _tell_typing(desk, [each for each in others if each.role != SERVER], now)
    hall.look(desk)


def _tell_typing(desk: Desk, others: list[Presence], now: datetime) -> None:
    """Say for a while that somebody types into a window that has no keys; each time anew."""
    typed = max((each for each in others if each.notice), key=lambda each: each.notice, default=None)
    if typed is not None and typed.notice > desk.disturbed and _is_recent(typed.notice, now):
        desk.disturbed = typed.notice
        desk.say(
            _("You are typing in the window of {role}; click the desk window.", role=role_name(typed.role)), loud=True
        )
        desk.disturbance = desk.message
    elif desk.message is desk.disturbance and not _is_recent(desk.disturbed, now):
        desk.hush()


def _is_recent(notice: str, now: datetime) -> bool:
    try:
        return abs(now - parse_instant(notice)) < STRAY
    except FactError:
        return False


def role_name(role: str) -> Text:
    """Return what a screen is called."""
    return {"board": _("the board"), "host": _("the host's monitor"), "desk": _("the desk")}.get(role) or plain(role)


def _tell_late_clock(desk: Desk, now: datetime) -> None:
    """Say once that the machine's clock was set back, or is behind that of the machine that recorded last."""
    last = desk.contest.records[-1]
    if last.at - now > CUT and desk.warned != last.digest:
        desk.warned = last.digest
        behind = minutes(int((last.at - now).total_seconds()))
        said = _(
            "This computer's clock is {behind} behind the last record; set it right: until then running clocks stand"
            " still.",
            behind=behind,
        )
        desk.say(said, loud=True)


def look_at_clock(desk: Desk, clock: SteadyClock, now: datetime) -> None:
    """Say that the system's time was set, and go by it: at once where no clock runs; else that clock is asked about."""
    jump = clock.jump()
    if not jump:
        return
    by = minutes(int(abs(jump).total_seconds()))
    said = (
        _("The computer's time was set forward by {by}", by=by)
        if jump > NONE
        else _("The computer's time was set back by {by}", by=by)
    )
    if not running(desk):
        clock.adopt()
        desk.say(Joined((said, _("no clock was running; the new time counts.")), ": "), loud=True)
    elif desk.overlay is None and not desk.look_only and clock.is_news(jump):
        _open_clock_set(desk, said, now)


def _open_clock_set(desk: Desk, said: Text, now: datetime) -> None:
    """Ask whether a running clock goes on, as it does until something is chosen."""
    rest = _rest(desk, now)

    def went_on(later: datetime) -> None:
        desk.say(_("The clock goes on; the new time counts once it has stopped."))

    def stood(later: datetime) -> None:
        interrupt(desk, later, later, _("the computer's time was set"))

    rows = deeds(
        (_("the clock goes on without a jump, {rest} left", rest=rest), went_on),
        (_("an interruption: the clock stops now"), stood),
    )
    desk.open(DeedList(desk, said, rows))


def _rest(desk: Desk, at: datetime) -> str:
    """Return what the first running clock has left at an instant."""
    faces = [face for block in desk.scene().of(Clocks) for face in block.faces if face.clock.running]
    return minutes(faces[0].clock.seconds_left(at)) if faces else ""


def open_takeover(desk: Desk, now: datetime) -> None:
    """Ask whether this desk takes over."""

    def take(later: datetime) -> None:
        desk.look_only = False
        recall(desk)
        if desk.seats is not None:
            desk.seats.say(acting=later, alive_at=later)
        desk.say(_("This desk records now."))

    def look(later: datetime) -> None:
        desk.look_only = True
        desk.say(_("This desk only looks on; to take over, use the menu: M."))

    rows = deeds((_("take over"), take), (_("only look on"), look))
    desk.open(DeedList(desk, _("Another desk is open"), rows, cursor=1))  # Enter pressed by habit takes nothing over


def open_cut(desk: Desk, left: datetime, now: datetime) -> None:
    """Ask whether the clock stood still while the machine was off."""
    seconds = int((now - left).total_seconds())
    rest = _rest(desk, left)

    def stood(later: datetime) -> None:
        interrupt(desk, left, later)

    def went_on(later: datetime) -> None:
        desk.say(_("The clock goes on."))

    rows = deeds(
        (_("an interruption: the clock stood still, {rest} left", rest=rest), stood),
        (_("the clock went on"), went_on),
    )
    title = _("The desk was away for {minutes} min {seconds} s", minutes=seconds // 60, seconds=seconds % 60)
    desk.open(DeedList(desk, title, rows, cursor=1))


def interrupt(desk: Desk, since: datetime, now: datetime, reason: Text | None = None) -> None:
    """Stop the clock at that instant and record the interruption, once somebody says why where it is not known.

    Enter goes on after it.
    """
    move = next((move for move in desk.contest.moves(SEAT) if move.fact is Interrupted), None)
    if move is None:
        return
    if reason is None:
        open_form(desk, move, {"since": since}, now)
        return
    stop_clock(desk, since, now)
    desk.do(move, {"since": since, "reason": desk.in_record(reason)}, now)
