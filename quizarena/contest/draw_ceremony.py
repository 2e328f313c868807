"""A draw on the table, and its lots as they are opened one by one (逐个开签).

The hall gets seed and proof after the last lot: whoever has the seed has the order.
"""

from __future__ import annotations

from hashlib import sha256

from ..draws import DrawMethod, tickets
from ..scenes import Audience, Lots, Say
from ..text import FRAME, Text
from ..values import evolve
from .position import Position
from .state import ORDER, Ceremony, State

_ = FRAME


def on_table(state: State) -> Ceremony | None:
    """Return the draw that goes on or has just been done, None where there is none to look at."""
    if not state.draws:
        return None
    draw = state.draws[-1]
    if state.opening is not None or (draw.order is not None and state.board.programme == "draw"):
        return draw
    round_id = draw.purpose.partition("/")[2]
    due = state.running is None if draw.purpose == ORDER else state.played(round_id) is None
    return draw if due and draw.committed is not None else None


def lots(position: Position, draw: Ceremony, audience: Audience) -> Lots:
    """Return a draw as `audience` sees it."""
    state = position.state
    secret = sha256(draw.secret.encode()).hexdigest() if draw.secret else ""
    taking_part = draw.labels or tuple(team.id for team in state.roster.teams)
    labels = tuple(state.roster.name(team) for team in taking_part)
    said = Lots(tuple(None for _team in labels), (), labels, secret, draw.numbers, draw.seed or "", draw.date)
    if draw.order is None:
        return said
    known = opened(state, draw) if audience == "hall" else len(draw.order)
    names = tuple(state.roster.name(team) for team in draw.order)
    proof = _proof(position, draw)
    if known == len(draw.order):
        return evolve(said, order=names, proof=proof)
    closed = tuple(None for _lot in names[known:])
    return evolve(said, order=(*names[:known], *closed), proof=_command(draw, proof, taking_part[0]), seed="")


def opened(state: State, draw: Ceremony) -> int:
    """Return how many lots of a draw the hall has seen: as many as the board's step, all once the last was opened."""
    count = len(draw.order or ())
    shown = state.board.step if state.board.programme == "draw" else 0
    if state.opening is not None:
        return shown or (0 if state.board.programme == "draw" else min(state.opening.step, count))
    return min(shown, count) or count


def lines(state: State, draw: Ceremony) -> Say | None:
    """Return what is read while lots are opened: the lot opened last, then the next; None where none is."""
    order, shows = draw.order or (), state.board.programme == "draw"
    if state.opening is None and not (shows and state.board.step == len(order)):
        return None
    step = state.board.step if shows else state.opening.step if state.opening is not None else 0
    said = [_line(state, draw, place, team) for place, team in enumerate(order, 1)]
    return Say(tuple(said[max(0, step - 1) : step]), tuple(said[step : step + 1]))


def _line(state: State, draw: Ceremony, place: int, team: str) -> Text:
    name = state.roster.name(team)
    if draw.purpose.partition("/")[0] != ORDER:
        return _("Lot {place}: {team}!", place=place, team=name)
    if place == 1:
        return _("First on stage: {team}!", team=name)
    return _("Number {place}: {team}!", place=place, team=name)


def _proof(position: Position, draw: Ceremony) -> tuple[str, ...]:
    """Return the lines by which anybody can do the draw again."""
    if draw.seed is None or draw.order is None:
        return ()
    labels = draw.labels or tuple(team.id for team in position.state.roster.teams if team.id in draw.order)
    if draw.purpose.partition("/")[0] != ORDER:
        return tickets(labels, seed=draw.seed, purpose=draw.purpose).proof
    return _method(position, draw.purpose).draw(labels, purpose=draw.purpose, seed=draw.seed).proof


def _method(position: Position, purpose: str) -> DrawMethod:
    """Return the method of a round's own draw, else the contest's."""
    own = (each.order for each in position.rulebook.rounds if each.id == purpose.partition("/")[2])
    return (next(own, None) or position.rulebook.order).method


def _command(draw: Ceremony, proof: tuple[str, ...], label: str) -> tuple[str, ...]:
    """Return the line that gives the ticket of `label`, `$seed` in the seed's place; none for another kind of proof."""
    start = f"printf '%s' '{draw.seed}|"
    lines = (line.partition(" # ")[0] for line in proof if line.startswith(start))
    return tuple(line.replace(str(draw.seed), "$seed") for line in lines if f"|{label}'" in line)
