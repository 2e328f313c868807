"""The scene of the whole contest: the running round's own blocks, the rail, and the standings around them.

Decides what the frame adds to a kind's scene and what of a pending reveal the hall may see.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..scenes import (
    Audience,
    Block,
    Headline,
    Marks,
    Paragraph,
    Say,
    Scene,
    Steps,
    is_backstage,
)
from ..text import FRAME, Text, plain
from ..values import evolve
from . import board, lots, reveal
from .flow import drawn_by_lot, forward
from .state import Played, Reveal, State
from .totals import Standings
from .views import Seen, seen_state

if TYPE_CHECKING:
    from .frame import Frame

_ = FRAME


def scene(frame: Frame, state: State, audience: Audience, seen: Seen) -> Scene:
    """Return what a screen of `audience` shows now; `seen` is what it sees scores of."""
    return Scene(frame.rulebook.title, tuple(_blocks(frame, state, audience, seen)))


def _blocks(frame: Frame, state: State, audience: Audience, seen: Seen) -> Iterator[Block]:
    found = seen.standings()
    yield _rail(frame, state)
    if state.board.message:
        yield Paragraph(plain(state.board.message), "message")
    if state.board.note and is_backstage(audience):
        yield Paragraph(plain(state.board.note), "desk_note")
    if state.interrupted is not None:
        yield Paragraph(_("The contest is interrupted."), "interruption")
    happening = tuple(_happening(frame, state, audience, found))
    yield from happening
    if is_backstage(audience):
        yield from _frame_say(frame, state)
        if not any(isinstance(block, Say) for block in happening):
            yield from _kind_says(frame, state)
    yield board.ranking(seen, found)
    if found.complete and not found.open_ties and not _kept_back(state, audience, found):
        yield board.prizes(frame, state, audience, found)
    yield board.on_air(frame, state)


def _kept_back(state: State, audience: Audience, found: Standings) -> bool:
    """Whether the prizes wait: for the end of a freeze, for lots that are being opened."""
    return (found.frozen and audience == "hall") or (state.opening is not None and audience is not None)


def _happening(frame: Frame, state: State, audience: Audience, found: Standings) -> Iterator[Block]:
    """Yield the running round's blocks, or the draw's: a draw after a round is in front of it."""
    running, draw = state.running, lots.on_table(state)
    in_front = draw is not None and (draw.order is None or lots.lines(state, draw) is not None) and state.reveal is None
    if running is not None and not in_front:
        yield from _round_blocks(frame, state, running, audience, found)
    told_again = audience == "hall" and state.board.programme == "draw"
    if draw is not None and (running is None or in_front or told_again):
        yield lots.lots(frame, state, draw, audience)


def _rail(frame: Frame, state: State) -> Steps:
    begun = [played.id for played in state.rounds if not played.play_off]
    draw = [_("Draw")] if drawn_by_lot(frame) else []
    names: list[Text] = [*draw, *(entry.title for entry in frame.rulebook.rounds), _("Prizes")]
    finished = state.running is not None and frame.coming(state) is None and frame.is_over(state, state.running)
    current = len(names) - 1 if finished else len(begun) - 1 + len(draw)
    return Steps(tuple(names), current if current >= 0 else None)


def _round_blocks(frame: Frame, state: State, running: Played, audience: Audience, found: Standings) -> Iterator[Block]:
    yield Headline(frame.entry(running).title)
    whole = _kind_blocks(frame, state, running, audience)
    panel = frame.moment(state, running).panel
    places = panel.roundings.panel.places if panel is not None and panel.roundings.panel is not None else 0
    if audience != "hall":
        pending = audience == "host" and state.reveal is not None and state.reveal.round == running.id
        yield from reveal.said(whole, _reveal_step(state, running, 0), state.roster.name, places) if pending else whole
        return
    scene = whole if state.reveal is None else _half_told(frame, state, running, state.reveal, whole)
    total = reveal.steps(whole)
    step = _reveal_step(state, running, total)
    for block in reveal.opened(scene, step, frame.scores(state, running)):
        if not isinstance(block, Marks):
            yield block
            continue
        marks = evolve(block, places=places)
        yield _placed(found, marks) if 0 < total <= step else marks


def _kind_blocks(frame: Frame, state: State, played: Played, audience: Audience) -> tuple[Block, ...]:
    return frame.kind(played).scene(played.state, frame.moment(state, played), audience).blocks


def _reveal_step(state: State, running: Played, total: int) -> int:
    """Return how far the marks are open on the board: its step while it shows them, else as far as they ever were."""
    if state.board.programme == "marks":
        return state.board.step
    pending = state.reveal
    return pending.step if pending is not None and pending.round == running.id else total


def _half_told(
    frame: Frame, state: State, running: Played, pending: Reveal, whole: tuple[Block, ...]
) -> tuple[Block, ...]:
    """Return the scene before the reveal with the marks in it."""
    if pending.round != running.id:
        return whole
    before = _kind_blocks(frame, seen_state(state, "hall"), evolve(running, state=pending.before), "hall")
    marks = {block.entrant: block for block in whole if isinstance(block, Marks)}
    return tuple(marks.get(block.entrant, block) if isinstance(block, Marks) else block for block in before)


def _placed(found: Standings, marks: Marks) -> Marks:
    """Return the marks with the total and place of the team they are for."""
    row = next((row for row in found.rows if row.entrant == marks.entrant), None)
    return marks if row is None or found.frozen else evolve(marks, total=row.total, place=row.place)


def _frame_say(frame: Frame, state: State) -> Iterator[Block]:
    draw = lots.on_table(state)
    opening = lots.lines(state, draw) if draw is not None else None
    if opening is not None and opening.then:
        yield opening
        return
    said = tuple(
        move.say for move in forward(frame, state) if move.say is not None and move.fact.type.startswith(_FRAME_SAYS)
    )
    if opening is not None:
        yield Say(opening.now, said)
    elif said:
        yield Say(said)


def _kind_says(frame: Frame, state: State) -> Iterator[Block]:
    """Yield what the open moves of a round say where its scene says nothing itself."""
    moves = [move for move in forward(frame, state) if move.closed is None and not move.aside]
    said = tuple(move.say for move in moves if move.say is not None and not move.fact.type.startswith(_FRAME_SAYS))
    if said:
        yield Say((), said)


_FRAME_SAYS = ("draw.", "round.", "playoff.")
