"""A draw on the table, and its lots as they are opened one by one (逐个开签).

The hall gets seed and proof after the last lot: whoever has the seed has the order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from ..draws import DrawMethod, draw_method
from ..draws.methods import Tickets
from ..draws.ticket_draw import ticket_command
from ..facts import Fact, Record
from ..moves import Drawing, DrawWay
from ..scenes import Audience, Block, Headline, Lots, Say, Steps
from ..text import FRAME, SENTENCES, Capitalized, Joined, Text, spoken_place
from ..values import evolve
from .facts import DrawAbandoned, DrawChosen, DrawCommitted, DrawOpened, NumbersCalled
from .history import Resolution
from .position import Position
from .state import Ceremony, State, ordered_round

_ = FRAME


def has_used(position: Position, draw: Ceremony) -> bool:
    """Whether something goes by what was drawn: the round whose order it gives, or a step of the round that drew."""
    if draw.drawing is None:
        return position.state.has_used(draw)
    return all(draw.purpose != each.purpose for each in position.drawings)


def due_drawing(position: Position) -> Drawing | None:
    """Return the draw that the running round waits for, as nobody has said how it is held; None where it need not."""
    if rule_within(position) is None or any(draw.way and draw.order is None for draw in _within(position)):
        return None
    held = {draw.purpose for draw in position.state.draws if draw.way}
    return next((each for each in position.drawings if each.purpose not in held and not each.optional), None)


def rule_within(position: Position) -> DrawWay | None:
    """Return how the rules have the running round draw, None where they have it go by the contest's own draw."""
    running = position.state.running
    return None if running is None else DrawWay.of(position.entry(running).draws)


def _within(position: Position) -> Iterator[Ceremony]:
    """Yield the draws that the running round holds or has held, as far as nothing has gone by them."""
    return (position.state.draw(drawing.purpose) for drawing in position.drawings)


def blocks(position: Position, draw: Ceremony, audience: Audience) -> Iterator[Block]:
    """Yield a draw as `audience` sees it; one of the running round with what the round has drawn and will draw."""
    running = position.state.running
    if draw.drawing is not None and running is not None:
        yield Headline(position.entry(running).title, _("draw"))
        purposes = [each.purpose for each in position.drawings]
        before = [each for each in position.state.draws if each.drawing is not None and each.purpose not in purposes]
        names = [each.drawing.title for each in before if each.drawing is not None and each.round == running.id]
        said = [*names, *(_step_name(position, each) for each in position.drawings)]
        yield Steps(tuple(said), len(names) + purposes.index(draw.purpose) if draw.purpose in purposes else None)
    yield lots(position, draw, audience)


def _step_name(position: Position, drawing: Drawing) -> Text:
    """Return what a draw is called, with how it is held once that is known."""
    way = position.state.draw(drawing.purpose).way
    return drawing.title if way is None else _("{what}: {how}", what=drawing.title, how=_WAYS[way])


_WAYS: Mapping[DrawWay, Text] = {
    DrawWay.CALLED: _("in public"),
    DrawWay.QUICK: _("quick"),
    DrawWay.PAPER: _("by hand"),
    DrawWay.LISTED: _("no draw"),
}


def on_table(position: Position) -> Ceremony | None:
    """Return the draw that goes on or has just been done, None where there is none to look at."""
    state = position.state
    if not state.draws:
        return None
    draw = state.draws[-1]
    if state.opening is not None or (draw.order is not None and state.board.programme == "draw"):
        return draw
    begun = draw.committed is not None or draw.abandoned or draw.way
    return draw if begun and not has_used(position, draw) else None


def lots(position: Position, draw: Ceremony, audience: Audience) -> Lots:
    """Return a draw as `audience` sees it."""
    published = _published(position, draw, audience)
    if draw.order is None:
        return published
    drawing, names = draw.drawing, [lot_name(position, draw, label) for label in draw.order[: sum(draw.groups)]]
    is_shut = audience == "hall" or (drawing is not None and audience is not None)
    known = opened(position.state, draw) if is_shut else len(names)
    missing = len(published.order) - known if known < len(names) or drawing is not None else 0  # closed, or left since
    found = evolve(published, order=(*names[:known], *(None,) * missing))
    return evolve(found, seed="") if known < len(names) else _proved(position, draw, found)


def _published(position: Position, draw: Ceremony, audience: Audience) -> Lots:
    """Return what is known of a draw before its lots are; the hall gets the command once the secret is open."""
    drawing, taking_part = draw.drawing, draw.labels or _listed(position, draw)
    labels = tuple(lot_name(position, draw, label) for label in taking_part)
    return Lots(
        tuple(None for _place in (labels if drawing is None else drawing.places)),
        labels=labels,
        title=None if drawing is None else drawing.title,
        places=() if drawing is None else drawing.places,
        groups=() if drawing is None else drawing.groups,
        commitment=sha256(draw.secret.encode()).hexdigest() if draw.secret else "",
        numbers=draw.numbers,
        seed=draw.seed or "",
        date=draw.date,
        attempts=tuple(attempts(draw)),
        command="" if draw.order is None and audience == "hall" else _command(position, draw, taking_part[:1]),
    )


def _proved(position: Position, draw: Ceremony, found: Lots) -> Lots:
    """Return the lots with what lets anybody do the draw again, where it followed from a seed."""
    if draw.seed is None or draw.order is None:
        return found
    labels = draw.labels or tuple(team.id for team in position.state.roster.teams if team.id in draw.order)
    drawn = method_of(position, draw).draw(labels, purpose=draw.purpose, seed=draw.seed)
    by_ticket = [drawn.tickets[label] for label in draw.order if label in drawn.tickets]
    return evolve(
        found,
        command=_command(position, draw, draw.order[:1]),
        proof=drawn.proof if draw.drawing is None else tuple(each.line for each in by_ticket),
        tickets=tuple(each.digest for each in by_ticket[: sum(draw.groups)]),
    )


def fixed_facts(facts: Iterable[Record], least: int) -> dict[int, Fact]:
    """Return what nothing may change any more, by record: draws from the call of their numbers on, and their ends.

    Where the rules want no numbers (`least` is 0) a draw is fixed from its commitment on.
    """
    fixed: dict[int, Fact] = {}
    begun: dict[str, dict[int, Fact]] = {}
    quick: set[str] = set()
    for each in facts:
        match each.fact:
            case DrawChosen(purpose=purpose, way=way):
                begun[purpose] = {each.seq: each.fact}
                quick = quick | {purpose} if DrawWay.of(way) is DrawWay.QUICK else quick - {purpose}
            case DrawCommitted(purpose=purpose):
                begun.setdefault(purpose, {})[each.seq] = each.fact
                if not least or purpose in quick:
                    fixed |= begun[purpose]
            case NumbersCalled(purpose=purpose) | DrawOpened(purpose=purpose):
                fixed |= {**begun.get(purpose, {}), each.seq: each.fact}
            case DrawAbandoned(purpose=purpose):
                begun.pop(purpose, None)
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


def _listed(position: Position, draw: Ceremony) -> tuple[str, ...]:
    """Return among whom is drawn before it is published."""
    teams = tuple(team.id for team in position.state.roster.teams)
    return teams if draw.drawing is None else draw.drawing.labels


def lot_name(position: Position, draw: Ceremony, label: str) -> Text:
    """Return what a lot is called: a team by its name of now, a slip as the round calls it."""
    lots = () if draw.drawing is None else draw.drawing.lots
    named = next((lot.label for lot in lots if lot.value == label and lot.team is None), None)
    return position.state.roster.name(label) if named is None else named


def opened(state: State, draw: Ceremony) -> int:
    """Return how many lots of a draw the hall has seen: those of the board's steps, all once the last was opened."""
    steps = len(draw.groups)
    shown = state.board.step if state.board.programme == "draw" else 0
    if state.opening is not None:
        step = shown or (0 if state.board.programme == "draw" else min(state.opening.step, steps))
    else:
        step = min(shown, steps) or steps
    return sum(draw.groups[:step])


def lines(position: Position, draw: Ceremony) -> Say | None:
    """Return what is read while lots are opened: those opened last, then the next; None where none is."""
    state, steps, shows = position.state, len(draw.groups), position.state.board.programme == "draw"
    if not steps or (state.opening is None and not (shows and state.board.step == steps)):
        return None
    step = state.board.step if shows else state.opening.step if state.opening is not None else 0
    said = list(_step_lines(position, draw))
    then = said[step : step + 1] if draw.drawing is None else ()  # of a round's draw nobody reads ahead
    return Say(tuple(said[max(0, step - 1) : step]), tuple(then))


def _step_lines(position: Position, draw: Ceremony) -> Iterator[Text]:
    """Yield what is read as each step opens its lots."""
    each = iter([_line(position, draw, place, label) for place, label in enumerate(draw.order or (), 1)])
    for size in draw.groups:
        yield Joined(tuple(itertools.islice(each, size)), SENTENCES)


def _line(position: Position, draw: Ceremony, place: int, label: str) -> Text:
    """Return what is read of a lot as it opens; lots of an order say who comes on stage when."""
    name = lot_name(position, draw, label)
    if draw.drawing is not None:
        places = draw.drawing.places
        return _("{place}: {lot}.", place=places[place - 1] if place <= len(places) else str(place), lot=name)
    if ordered_round(draw.purpose) is None:
        return _("Lot {place}: {team}!", place=place, team=name)
    return _("{place} on stage: {team}!", place=Capitalized(spoken_place(place)), team=name)


def method_of(position: Position, draw: Ceremony) -> DrawMethod:
    """Return how a draw comes to its order: a round's own or the contest's method for an order, else tickets."""
    if ordered_round(draw.purpose) is None:
        return draw_method("tickets")
    own = (each.order for each in position.rulebook.rounds if each.id == ordered_round(draw.purpose))
    return (next(own, None) or position.rulebook.order).method


def _command(position: Position, draw: Ceremony, lot: Sequence[str]) -> str:
    """Return the command by which anybody does a draw by tickets again, for one lot; empty for any other draw."""
    in_public = draw.drawing is None or (draw.way is not None and draw.way.in_public)
    by_seed = in_public and (draw.order is None or draw.seed is not None)
    if not lot or not by_seed or not isinstance(method_of(position, draw), Tickets):
        return ""
    return ticket_command(lot[0], draw.purpose)
