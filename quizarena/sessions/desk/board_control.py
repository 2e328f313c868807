"""What the hall sees, steered from the desk: the board's programme and its step.

All of it is cues: no score moves. Which steps there are is the contest's say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ...contest import reveal
from ...contest.facts import BoardShows
from ...moves import Move
from ...scenes import Marks, OnAir, Prizes, Votes
from ...text import Text
from ..bindings import SEAT
from .desk import Desk
from .words import _

PROGRAMMES: Mapping[str, Text] = {
    "black": _("Black"),
    "follow": _("Follow the desk"),
    "title": _("Title and waiting"),
    "draw": _("The draw"),
    "round": _("The running round"),
    "standings": _("Standings"),
    "marks": _("Marks"),
    "prizes": _("Prizes"),
    "message": _("Message"),
    "join": _("Scores on phones"),
}
"""The board's programmes in the order of their digits, from 0."""


def name_of(desk: Desk, programme: str) -> Text:
    """Return what a programme is called now: where judges vote, votes are opened and no marks."""
    scene = desk.scene()
    votes = programme == "marks" and scene.of(Votes) and not scene.of(Marks)
    return _("Votes") if votes else PROGRAMMES[programme]


def showing(desk: Desk) -> OnAir:
    """Return what is on air."""
    found: OnAir = desk.scene().of(OnAir)[-1]
    return found


def stepped(desk: Desk) -> tuple[str, int]:
    """Return the programme whose steps a clicker goes through now, and how many it has; empty where none has any."""
    return reveal.current_programme(desk.contest.state, desk.scene())


def step_now(desk: Desk) -> int:
    """Return the step the hall stands at, 0 before the first."""
    return reveal.step_now(desk.contest.state, stepped(desk)[0])


def steps_left(desk: Desk) -> int:
    """Return how many steps of a reveal Enter has still to open before the round goes on."""
    return reveal.steps_left(desk.contest.state, desk.scene())


def counted(desk: Desk) -> int:
    """Return how many steps a programme is said to have: the return of the first prize is not counted."""
    programme, most = stepped(desk)
    return most - (programme == "prizes" and any(block.returns for block in desk.scene().of(Prizes)))


def is_last_of_prizes(desk: Desk, step: int) -> bool:
    """Whether at that step of the prizes the first prize is shown again."""
    return stepped(desk)[0] == "prizes" and step > counted(desk)


def _winners_stay(desk: Desk) -> bool:
    """Whether the board shows the winners after the last prize: a clicker does not take them away."""
    programme, most = stepped(desk)
    shows = desk.contest.state.board.programme == programme == "prizes"
    return shows and (step_now(desk) >= most or desk.contest.state.signed is not None)


def step(desk: Desk, by: int, now: datetime) -> None:
    """Go a step on or back on the board; nothing is recorded but a cue."""
    programme, most = stepped(desk)
    there = min(step_now(desk), most)
    if _winners_stay(desk):
        desk.say(_("The winners stay: B or . shows something else."))
    elif not programme or (by > 0 and there >= most):
        desk.say(_("The board has no further step."))
    elif by < 0 and there <= 0:
        desk.say(_("The board is at its first step."))
    else:
        to = there + by if by < 0 else _next(desk, there + by)
        show(desk, programme, to, now)
        _say_step(desk, programme, to)


def _next(desk: Desk, step: int) -> int:
    """Return the step the rules go on to: one further, or over several marks."""
    cue = reveal.next_step(desk.contest.state, desk.scene(), desk.contest.rulebook.reveal)
    return step if cue is None else cue.step


def rest(desk: Desk) -> BoardShows | None:
    """Return the cue that opens at once what is left of marks or lots, None where that is no more than a step."""
    return reveal.all_steps(desk.contest.state, desk.scene())


def open_rest(desk: Desk, now: datetime) -> None:
    """Open at once what is left of marks, but for total and place, or of lots."""
    cue = rest(desk)
    if cue is not None:
        show(desk, cue.programme, cue.step, now)
        _say_step(desk, cue.programme, cue.step)


def _say_step(desk: Desk, programme: str, step: int) -> None:
    if is_last_of_prizes(desk, step):
        desk.say(_("Board: the first prize again; it stays."))
        return
    name, count = name_of(desk, programme), counted(desk)
    desk.say(_("Board: {programme}, step {step} of {count}", programme=name, step=step, count=count))


def show(desk: Desk, programme: str, step: int, now: datetime) -> None:
    """Put a programme on the board."""
    move = _cue(desk, BoardShows)
    if move is None:
        desk.say(_("The board cannot be steered now."))
    elif desk.do(move, {"programme": programme, "step": step}, now) is not None:
        desk.say(_("Board: {programme}", programme=name_of(desk, programme)))


def _cue(desk: Desk, fact: type) -> Move | None:
    return next((move for move in desk.contest.moves(SEAT) if move.fact is fact), None)


def blacken(desk: Desk, now: datetime) -> None:
    """Turn the board black, or back to what it showed before."""
    if desk.contest.state.board.programme != "black":
        show(desk, "black", 0, now)
        return
    shown = [each.fact for each in desk.contest.resolution.facts if isinstance(each.fact, BoardShows)]
    before = next((fact for fact in reversed(shown) if fact.programme != "black"), BoardShows("follow"))
    show(desk, before.programme, before.step, now)
