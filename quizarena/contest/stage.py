"""The scene of the whole contest: the running round's own blocks, the rail, and the standings around them.

Decides what the frame adds to a kind's scene and what of a pending reveal the hall may see.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ..scenes import (
    Audience,
    Block,
    Headline,
    Lots,
    Marks,
    Paragraph,
    Prizes,
    Say,
    Scene,
    Steps,
    Table,
    behind_the_curtain,
)
from ..text import FRAME, Text, plain
from .flow import forward
from .frame import ORDER
from .state import Played, Reveal, State
from .totals import Standings
from .views import seen_state, standings_for

if TYPE_CHECKING:
    from .frame import Frame

_ = FRAME
_AFTER_MARKS = 4
"""Steps of a reveal after the marks: strike, arithmetic, penalty and round score, total and place."""


def scene(frame: Frame, state: State, audience: Audience) -> Scene:
    """Return what a screen of `audience` shows now."""
    return Scene(frame.rulebook.title, tuple(_blocks(frame, state, audience)))


def _blocks(frame: Frame, state: State, audience: Audience) -> Iterator[Block]:
    yield _rail(frame, state)
    if state.board.message:
        yield Paragraph(plain(state.board.message), "message")
    if state.interrupted is not None:
        yield Paragraph(_("The contest is interrupted."), "interruption")
    running = state.running
    if running is not None:
        yield from _round_blocks(frame, state, running, audience)
    elif state.draw(ORDER).committed is not None:
        yield from _lots(frame, state)
    if behind_the_curtain(audience):
        yield from _frame_say(frame, state)
    found = standings_for(frame, state, audience)
    yield _table(frame, state, found)
    if found.complete and not found.open_ties and not (found.frozen and audience == "hall"):
        yield _prizes(frame, state, found)


def _rail(frame: Frame, state: State) -> Steps:
    begun = [played.id for played in state.rounds if not played.play_off]
    names: list[Text] = [_("Draw"), *(entry.title for entry in frame.rulebook.rounds), _("Prizes")]
    finished = state.running is not None and frame.coming(state) is None and frame.is_over(state, state.running)
    return Steps(tuple(names), len(names) - 1 if finished else len(begun))


def _lots(frame: Frame, state: State) -> Iterator[Block]:
    draw = state.draw(ORDER)
    names = tuple(state.roster.name(team) for team in draw.order or ())
    if draw.seed is not None:
        rule = frame.rulebook.order.method
        labels = tuple(team.id for team in state.roster.teams if team.id in (draw.order or ()))
        yield Lots(names, rule.draw(labels, purpose=ORDER, seed=draw.seed).proof)
    else:
        yield Lots(names or tuple(None for _team in state.roster.teams))


def _round_blocks(frame: Frame, state: State, running: Played, audience: Audience) -> Iterator[Block]:
    yield Headline(frame.entry(running).title)
    whole = _kind_blocks(frame, state, running, audience)
    reveal = state.reveal
    if audience != "hall" or reveal is None or reveal.round != running.id:
        yield from whole
        return
    yield from _half_told(frame, state, running, reveal, whole)


def _kind_blocks(frame: Frame, state: State, played: Played, audience: Audience) -> tuple[Block, ...]:
    return frame.kind(played).scene(played.state, frame.moment(state, played), audience).blocks


def _half_told(
    frame: Frame, state: State, running: Played, reveal: Reveal, whole: tuple[Block, ...]
) -> Iterator[Block]:
    """Yield the scene before the reveal, its marks opened as far as the cue has come."""
    before = _kind_blocks(
        frame,
        seen_state(attrs.evolve(state, frozen=None), "hall"),
        attrs.evolve(running, state=reveal.before),
        "hall",
    )
    opened = {block.entrant: block for block in whole if isinstance(block, Marks)}
    for block in before:
        if isinstance(block, Marks) and block.entrant in opened:
            yield _opened_marks(opened[block.entrant], reveal.step)
        else:
            yield block


def _opened_marks(marks: Marks, step: int) -> Marks:
    cells = list(marks.cells)
    shown = [place for place, cell in enumerate(cells) if cell.value is not None]
    for opened, place in enumerate(shown):
        if opened >= step:
            cells[place] = attrs.evolve(cells[place], state="in", value=None)
        elif step <= len(shown):
            cells[place] = attrs.evolve(cells[place], state="shown")
    return attrs.evolve(marks, cells=tuple(cells))


def reveal_steps(frame: Frame, state: State) -> int:
    """Return how many steps the pending reveal has, 0 where none is pending."""
    reveal = state.reveal
    played = state.played(reveal.round) if reveal is not None else None
    if played is None:
        return 0
    blocks = _kind_blocks(frame, state, played, None)
    marks = sum(cell.value is not None for block in blocks if isinstance(block, Marks) for cell in block.cells)
    return marks + _AFTER_MARKS


def _frame_say(frame: Frame, state: State) -> Iterator[Block]:
    said = tuple(
        move.say for move in forward(frame, state) if move.say is not None and move.fact.type.startswith(_FRAME_SAYS)
    )
    if said:
        yield Say(said)


_FRAME_SAYS = ("draw.", "round.", "playoff.")


def _table(frame: Frame, state: State, found: Standings) -> Table:
    desks = dict(frame.desks(state))
    rows: list[tuple[Text | Fraction | int | None, ...]] = []
    for row in found.rows:
        rows.append((row.place, desks[row.entrant], state.roster.name(row.entrant), found.totals[row.entrant].value))
    title = (
        _("Standings (frozen)")
        if found.frozen
        else _("Standings (provisional)")
        if found.provisional
        else _("Standings")
    )
    return Table((_("Place"), _("Desk"), _("Team"), _("Total")), tuple(rows), title)


def _prizes(frame: Frame, state: State, found: Standings) -> Prizes:
    rows: list[tuple[Text, tuple[Text, ...] | None]] = [
        (each.prize.name, tuple(state.roster.name(team) for team in each.entrants)) for each in found.prizes
    ]
    for award in frame.awards(state):
        rows.append((award.name, tuple(state.roster.name(winner) for winner in award.winners)))
    return Prizes(tuple(rows))
