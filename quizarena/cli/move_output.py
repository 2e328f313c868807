"""Moves and their blanks in words: enough to write a push by hand."""

from __future__ import annotations

from quizarena.blanks import Blank, Choice, Evidence, Instant, Line, Number, Option, Permutation, Selection
from quizarena.moves import Move
from quizarena.points import show
from quizarena.report.data import spelled
from quizarena.text import Text, plain

from .output import say
from .words import _, told


def print_move(move: Move) -> None:
    """Print what the move is, what it gives and what it leaves open."""
    seat = f" ({move.seat})" if move.seat != "desk" else ""
    say(f"{move.fact.type}{seat}  {told(move.label)}")
    for name, value in (*move.identity.items(), *move.foreseeable.items()):
        if value is not False and value not in ("", (), None):  # what says nothing is no news
            say(f"    {name}={spelled(value)}")
    for blank in move.blanks:
        label = told(blank.label)
        say(f"    {blank.path}: {told(bounds(blank))}" + (f"  ({label})" if label else ""))
    if move.say is not None:
        say(f"    {told(_('say: {line}', line=move.say))}")
    if move.closed is not None:
        say(f"    {told(_('not now: {reason}', reason=move.closed))}")


def bounds(blank: Blank) -> Text:
    """Return what may stand in a blank."""
    if isinstance(blank, Number):
        return _number(blank)
    if isinstance(blank, Choice):
        return plain(" | ".join(_option(option) for option in blank.options) or "-")
    if isinstance(blank, Permutation):
        options = ", ".join(map(_option, blank.options))
        if blank.length < len(blank.options):
            return _("{count} of these, in an order: {options}", count=blank.length, options=options)
        return _("all of these, in an order: {options}", options=options)
    if isinstance(blank, Selection):
        return _("some of these: {options}", options=", ".join(map(_option, blank.options)))
    if isinstance(blank, Instant):
        return _("an instant; now, if left out")
    if isinstance(blank, Evidence):
        return _("what buzzers measured; nothing, if left out")
    return _line(blank)


def _option(option: Option) -> str:
    label = told(option.label)
    return option.value if label in ("", option.value) else f"{option.value} {label}"


def _number(blank: Number) -> Text:
    low = "-" if blank.low is None else show(blank.low)
    high = "-" if blank.high is None else show(blank.high)
    if blank.step is None:
        return _("a number from {low} to {high}", low=low, high=high)
    return _("a number from {low} to {high} in steps of {step}", low=low, high=high, step=blank.step)


def _line(blank: Line) -> Text:
    if blank.entropy:
        return _("left out: the machine makes it")
    if blank.optional:
        return _("text of at most {longest} characters, may be left out", longest=blank.longest)
    return _("text of at most {longest} characters", longest=blank.longest)
