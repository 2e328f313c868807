"""The steps of a draw in public, for the order of teams and for what a round draws among them.

How it is chosen, published, called, opened and taken back as a whole; `draw_ceremony` shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..blanks import Choice, Line, Option, Permutation
from ..draws import check_date, seed_text
from ..errors import DrawError
from ..moves import Drawing, DrawWay, Move
from ..text import FRAME, Text, listed, placed
from . import facts as f
from .draw_ceremony import due_drawing, has_used, lot_name, method_of, rule_within
from .people import REASON, team_options
from .position import Position
from .qualification import entrants, ties_before
from .state import ORDER, Ceremony, is_fixed, numbers_needed, order_purpose

if TYPE_CHECKING:
    from ..rulebook import OrderRule

_ = FRAME
_BY_HAND = ("seed", "order")
_SECRET = re.compile(r"[0-9a-f]{32}", re.ASCII)
_DIFFERENT = 8
"""So many different digits has what chance makes: of twenty million secrets one has fewer."""
_PEOPLE = (_("Two"), _("Three"), _("Four"), _("Five"))
_NUMBERS = re.compile(r"[1-9][0-9]?( [1-9][0-9]?){0,19}", re.ASCII)
_WITNESSES = (
    Line("drawn_by", _("Who drew"), longest=40),
    Line("watched_by", _("Who watched"), longest=40, optional=True),
)
_WAYS: Mapping[DrawWay, Text] = {
    DrawWay.CALLED: _("in public: publish the hash, the hall calls numbers, open the lots"),
    DrawWay.QUICK: _("quickly: publish the hash, open at once, no numbers"),
    DrawWay.PAPER: _("by hand: type in what was drawn, who drew, who watched"),
}


def round_steps(position: Position) -> tuple[tuple[Move, ...], bool]:
    """Return the moves of the draws that the running round may hold, and whether the round waits for them."""
    if not position.drawings:  # as in every round that draws nothing, at each of its facts
        return tuple(takings_back(position)), False
    held = [(position.state.draw(drawing.purpose), drawing) for drawing in position.drawings]
    begun = [(draw, drawing) for draw, drawing in held if draw.way and draw.order is None]
    if begun:
        return (*_steps_within(position, *begun[0]), *takings_back(position)), True
    waits = due_drawing(position) is not None
    may_choose = waits or position.state.reveal is None  # marks that are opened leave no time for a draw
    choices = (_choice(position, drawing) for draw, drawing in held if may_choose and not draw.way)
    return (*choices, *takings_back(position)), waits


def _choice(position: Position, drawing: Drawing) -> Move:
    """Return the move that says how a round draws; the rules' own way is marked."""
    own = rule_within(position)
    marked = (
        Option(way.value, _("{way} [the rules]", way=says) if way is own else says) for way, says in _WAYS.items()
    )
    waits = own is not None and not drawing.optional
    says = _("no draw: {how}", how=drawing.undrawn)
    undrawn = Option(DrawWay.LISTED.value, says, gesture="none" if waits else None)
    return Move(
        f.DrawChosen,
        _("Draw: {what}", what=drawing.title),
        identity={"purpose": drawing.purpose},
        blanks=(Choice("way", (*marked, undrawn), _("How")),),
        say=_("We now draw lots: {what}.", what=drawing.title) if waits else None,
    )


def _steps_within(position: Position, draw: Ceremony, drawing: Drawing) -> Iterator[Move]:
    """Yield the steps of a draw within a round, in the way that was chosen, among the lots as they were then."""
    if draw.way is DrawWay.PAPER:
        yield _by_hand(draw.drawing or drawing)
    else:
        yield from _ceremony(position, drawing.labels, draw, "tickets")


def _by_hand(drawing: Drawing) -> Move:
    """Return the move that types in what was drawn by hand; of the lots of a group the order among them counts."""
    order = Permutation("order", drawing.lots, _("Order"), count=len(drawing.places))
    label, given = _("Type in a draw made on paper"), {"purpose": drawing.purpose}
    return Move(f.DrawEntered, label, identity=given, blanks=(order, *_WITNESSES), gesture="next")


def order_steps(position: Position) -> Iterator[Move]:
    """Yield the steps of the draw that is due now, nothing where none is."""
    due = _due(position)
    if due is None:
        return
    purpose, rule, labels = due
    draw = position.state.draw(purpose)
    if rule.method.needs == "seed":
        yield from _ceremony(position, labels, draw, rule.name)
    if not is_fixed(draw, position.rulebook.numbers_called):
        yield on_paper(position, purpose, labels, due=rule.method.needs != "seed")


def _due(position: Position) -> tuple[str, OrderRule, tuple[str, ...]] | None:
    """Return purpose, rule and labels of the draw that has to come first: the contest's, or the coming round's own.

    No round is running, or the last one is over.
    """
    state = position.state
    if state.running is None and drawn_by_lot(position) and state.draw(ORDER).order is None:
        return ORDER, position.rulebook.order, tuple(team.id for team in state.roster.teams if team.plays)
    entry = position.coming
    if entry is None or entry.order is None or entry.order.method.needs not in _BY_HAND:
        return None
    if ties_before(position, entry):
        return None
    purpose = order_purpose(entry.id)
    if state.draw(purpose).order is not None:
        return None
    return purpose, entry.order, entrants(position, entry)


def drawn_by_lot(position: Position) -> bool:
    """Whether the contest begins with a draw of its running order, by a ceremony or from paper slips."""
    return position.rulebook.order.method.needs in _BY_HAND


def _ceremony(position: Position, labels: tuple[str, ...], draw: Ceremony, method: str) -> Iterator[Move]:
    least = numbers_needed(draw, position.rulebook.numbers_called)
    if draw.committed is None:
        chosen = labels if draw.drawing is None else draw.drawing.labels
        yield _commit(draw, chosen, method, position.rulebook.contest.date)
        return
    if not draw.numbers and draw.way is not DrawWay.QUICK:
        yield _call(draw.purpose, least)
    if draw.numbers or not least:
        yield _opened(position, draw, labels)


def takings_back(position: Position) -> Iterator[Move]:
    """Yield the ways to take back a ceremony that nothing else may change, until the round it is for begins."""
    state = position.state
    for draw in state.draws:
        is_open = draw.committed is not None and not has_used(position, draw)
        if is_open and is_fixed(draw, position.rulebook.numbers_called):
            yield Move(
                f.DrawAbandoned,
                _("Take back the whole draw and begin it anew"),
                identity={"purpose": draw.purpose},
                blanks=(Line("by", _("Who takes it back"), longest=40), REASON),
                seat="arbiter",
                aside=True,
            )


def _commit(draw: Ceremony, labels: tuple[str, ...], method: str, date: str | None) -> Move:
    typed = Line("date", _("Date"), longest=10, example="2026-11-23", form="date")
    secret = Line("secret", _("Secret"), longest=64, sealed=True, entropy=True)
    known: dict[str, Any] = {"purpose": draw.purpose, "labels": labels, "method": method}
    if draw.drawing is not None and draw.drawing.groups:
        known["groups"] = draw.drawing.groups
    return Move(
        f.DrawCommitted,
        _("Publish the names and the hash of the secret"),
        identity=known if date is None else {**known, "date": date},
        blanks=(typed, secret) if date is None else (secret,),
        check=_committable,
        gesture="next",
    )


def _committable(fact: Any) -> Text | None:
    try:
        check_date(fact.date)
    except DrawError as error:
        return placed("date", error.message)
    if not _SECRET.fullmatch(fact.secret) or len(set(fact.secret)) < _DIFFERENT:
        return _("secret: leave it out, the program makes it: 32 digits from 0 to f that nobody chose")
    return None


def _call(purpose: str, least: int) -> Move:
    def called(fact: Any) -> Text | None:
        if not _NUMBERS.fullmatch(fact.numbers):
            return _("numbers: expected numbers from 1 to 99 with a space between, found {found}", found=fact.numbers)
        found = len(fact.numbers.split())
        if found < max(least, 1):
            return _("numbers: expected {least} or more, as the rules say, found {found}", least=least, found=found)
        return None

    return Move(
        f.NumbersCalled,
        _("Take the numbers the audience calls"),
        identity={"purpose": purpose},
        blanks=(Line("numbers", _("Numbers"), longest=60, example="3 17 8 22", form="numbers"),),
        check=called,
        say=_asking(least),
        gesture="next",
    )


def _asking(least: int) -> Text:
    """Return what the host says before the numbers are called: as many people as the rulebook wants numbers."""
    if least == 0:
        return _("Whoever likes, please call a number from 1 to 99.")
    if least == 1:
        return _("One of you, please, call a number from 1 to 99.")
    return _("{count} of you, please, each call a number from 1 to 99.", count=_PEOPLE[least - 2])


def _opened(position: Position, draw: Ceremony, labels: tuple[str, ...]) -> Move:
    """Return the move that draws among those committed to; who has left since falls out, and nobody comes in."""
    seed = seed_text(draw.date, [int(number) for number in draw.numbers.split()], draw.secret)
    drawn = method_of(position, draw).draw(draw.labels, purpose=draw.purpose, seed=seed).order
    order = draw.arranged(drawn)
    late = [lot_name(position, draw, label) for label in labels if label not in draw.labels]
    return Move(
        f.DrawOpened,
        _("Open the secret"),
        identity={"purpose": draw.purpose},
        derived={"seed": seed, "order": tuple(team for team in order if team in labels)},
        say=_("The secret is opened."),
        gesture="next",
        closed=_late(late) if late and draw.purpose != ORDER else None,
    )


def _late(names: Sequence[Text]) -> Text:
    return _(
        "{teams} takes part now and was not among the names; take the draw back and begin anew", teams=listed(names)
    )


def on_paper(position: Position, purpose: str, labels: tuple[str, ...], *, due: bool) -> Move:
    """Return the move that types slips in: the next step where it is `due`, else one beside a ceremony."""
    teams = tuple(position.state.roster.team(label) for label in labels)
    return Move(
        f.DrawEntered,
        _("Type in a draw made on paper"),
        identity={"purpose": purpose},
        blanks=(Permutation("order", team_options(position, teams), _("Order")), *_WITNESSES),
        gesture="next" if due else None,
    )
