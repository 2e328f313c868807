"""A draw on the table, and its lots as they are opened one by one (逐个开签).

The hall gets seed and proof after the last lot: whoever has the seed has the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from ..draws import DrawMethod, tickets
from ..facts import Fact, Record
from ..scenes import Audience, Lots, Say
from ..text import FRAME, Text
from ..values import evolve
from .facts import DrawAbandoned, DrawCommitted, DrawOpened, NumbersCalled
from .history import Resolution
from .position import Position
from .state import Ceremony, State, ordered_round

_ = FRAME


def on_table(state: State) -> Ceremony | None:
    """Return the draw that goes on or has just been done, None where there is none to look at."""
    if not state.draws:
        return None
    draw = state.draws[-1]
    if state.opening is not None or (draw.order is not None and state.board.programme == "draw"):
        return draw
    return draw if not state.has_used(draw) and (draw.committed is not None or draw.abandoned) else None


def lots(position: Position, draw: Ceremony, audience: Audience) -> Lots:
    """Return a draw as `audience` sees it."""
    state = position.state
    secret = sha256(draw.secret.encode()).hexdigest() if draw.secret else ""
    taking_part = draw.labels or tuple(team.id for team in state.roster.teams)
    labels = tuple(state.roster.name(team) for team in taking_part)
    known_before = Lots(
        tuple(None for _team in labels),
        labels=labels,
        commitment=secret,
        numbers=draw.numbers,
        seed=draw.seed or "",
        date=draw.date,
        attempts=tuple(attempts(draw)),
    )
    if draw.order is None:
        return known_before
    known = opened(state, draw) if audience == "hall" else len(draw.order)
    names = tuple(state.roster.name(team) for team in draw.order)
    proof = _proof(position, draw)
    if known == len(draw.order):
        return evolve(known_before, order=names, proof=proof)
    closed = tuple(None for _lot in names[known:])
    return evolve(known_before, order=(*names[:known], *closed), proof=_command(draw, proof, taking_part[0]), seed="")


def fixed_facts(facts: Iterable[Record], least: int) -> dict[int, Fact]:
    """Return what nothing may change any more, by record: draws from the call of their numbers on, and their ends.

    Where the rules want no numbers (`least` is 0) a draw is fixed from its commitment on.
    """
    fixed: dict[int, Fact] = {}
    committed: dict[str, Record] = {}
    for each in facts:
        match each.fact:
            case DrawCommitted(purpose=purpose):
                committed[purpose] = each
                if not least:
                    fixed[each.seq] = each.fact
            case NumbersCalled(purpose=purpose) | DrawOpened(purpose=purpose):
                begun = committed.get(purpose)
                fixed |= {each.seq: each.fact} if begun is None else {begun.seq: begun.fact, each.seq: each.fact}
            case DrawAbandoned(purpose=purpose):
                committed.pop(purpose, None)
                fixed[each.seq] = each.fact
    return fixed


def fixed_draw(seq: int) -> Text:
    """Say that a record of a draw cannot change."""
    return _(
        "record #{seq} belongs to a draw whose numbers were called, and stands as it is; take the whole draw back and"
        " begin it anew",
        seq=seq,
    )


def changed_draw(before: Resolution, after: Resolution, least: int) -> int | None:
    """Return the first record of a fixed draw that a change makes count otherwise, None if there is none."""
    fixed, then = fixed_facts(before.facts, least), {each.seq: each.fact for each in after.facts}
    return next((seq for seq, fact in sorted(fixed.items()) if then.get(seq) != fact), None)


def attempts(draw: Ceremony) -> Iterator[Text]:
    """Yield what is said of a draw that was taken back before: which attempt this is, then each taken back, and why."""
    if draw.abandoned:
        yield _("Attempt {count} at this draw", count=len(draw.abandoned) + 1)
    for number, each in enumerate(draw.abandoned, 1):
        yield _("Attempt {number} was taken back by {who}: {reason}", number=number, who=each.by, reason=each.reason)


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
    if ordered_round(draw.purpose) is None:
        return _("Lot {place}: {team}!", place=place, team=name)
    if place == 1:
        return _("First on stage: {team}!", team=name)
    return _("Number {place}: {team}!", place=place, team=name)


def _proof(position: Position, draw: Ceremony) -> tuple[str, ...]:
    """Return the lines by which anybody can do the draw again."""
    if draw.seed is None or draw.order is None:
        return ()
    labels = draw.labels or tuple(team.id for team in position.state.roster.teams if team.id in draw.order)
    if ordered_round(draw.purpose) is None:
        return tickets(labels, seed=draw.seed, purpose=draw.purpose).proof
    return _method(position, draw.purpose).draw(labels, purpose=draw.purpose, seed=draw.seed).proof


def _method(position: Position, purpose: str) -> DrawMethod:
    """Return the method of a round's own draw, else the contest's."""
    own = (each.order for each in position.rulebook.rounds if each.id == ordered_round(purpose))
    return (next(own, None) or position.rulebook.order).method


def _command(draw: Ceremony, proof: tuple[str, ...], label: str) -> tuple[str, ...]:
    """Return the line that gives the ticket of `label`, `$seed` in the seed's place; none for another kind of proof."""
    start = f"printf '%s' '{draw.seed}|"
    lines = (line.partition(" # ")[0] for line in proof if line.startswith(start))
    return tuple(line.replace(str(draw.seed), "$seed") for line in lines if f"|{label}'" in line)
