"""Help: the keys of this moment with what they do, the letters, and the rule of the running round in words.

The words are the format's own and the figures those in force, so that an amended rule is shown as it is now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import attrs

from ...errors import QuizArenaError
from ...points import show
from ...rulebook import Format, RoundEntry, format_of
from ...text import Joined, Text, plain
from ..dialog import Block, Decision, Dialog, Gap, Key, Line
from ..keys import Press
from . import marking
from .actions import actions
from .desk import Desk, Overlay
from .words import _

_SIGNS = (
    _("Backspace  what was done last: Enter undoes it, another ruling's key replaces it, any other closes it"),
    _("Tab        all teams, where the desk has no room for them"),
    _("PgDn PgUp  what the hall sees, a step on or back; never a score"),
    _(".          the board black, and back; in numbers and while ballots are open it is the point"),
)
_LETTERS = _("B board  L log and correct  W why  A adjust  J one judge  P ballots  T time  M menu")
_HAND = _("Keys act on what you see. Held keys count once. The input method may stay on.")


def _letters(desk: Desk) -> Text:
    """Return what letters do now: while some mark options, what else those open is in the menu."""
    marks = marking.span(desk.painted)
    if not marks:
        return _LETTERS
    return _(
        "{letters} mark the options  L log and correct  W why  J one judge  P ballots  T time"
        "  M menu: board, points, language",
        letters=marks,
    )


def open_help(desk: Desk, now: datetime) -> None:
    """Open this moment's keys, and the rule in words."""
    desk.open(Help(desk))


@attrs.define
class Help(Overlay):
    """The painted moment explained."""

    desk: Desk

    def press(self, press: Press, now: datetime) -> bool:
        """Close on any key that acts."""
        self.desk.close()
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return the keys, the letters, and the rule."""
        words = (*_SIGNS, _letters(self.desk), _HAND)
        blocks: tuple[Block, ...] = *_keys(self.desk, now), *map(Line, words), Gap(), *_rule(self.desk)
        title = _("Help: the keys of this moment, and the rule")
        return Dialog(title, blocks, (Key("escape", _("closes")),))


def _keys(desk: Desk, now: datetime) -> Iterator[Decision]:
    """Yield what can be done now, with nothing cut off."""
    for each in actions(desk, now):
        yield Decision(each.key, text=Joined(tuple(filter(None, (each.label, *each.effects, each.say))), "  "))


def _rule(desk: Desk) -> Iterator[Line]:
    """Yield the running round's rule: what its format says, then the figures in force."""
    position, running = desk.contest.position, desk.contest.state.running
    if running is not None:
        entry = position.entry(running)
        form = _format(desk, entry)
        yield Line(_("The rule: {title}", title=form.title if form is not None else entry.title), "emphasis")
        if form is not None:
            yield Line(form.about)
        yield from (Line(Joined((plain("-"), said), " ")) for said in _figures(position.on(running).rules))


def _format(desk: Desk, entry: RoundEntry) -> Format | None:
    """Return the format a round started from, None where there is none or its file is broken by now."""
    try:
        return format_of(entry.use or "", desk.contest.kinds)
    except QuizArenaError:
        return None


def _figures(rules: Any) -> Iterator[Text]:
    """Yield the rules that are one figure or a yes or no, with what they mean; nothing sealed."""
    for field in attrs.fields(type(rules)):
        meaning: Text | None = field.metadata.get("help")
        figure = _figure(getattr(rules, field.name))
        if meaning is not None and figure is not None and not field.metadata.get("sealed"):
            yield Joined((meaning, figure), ": ")


def _figure(value: object) -> Text | None:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return plain(show(value)) if isinstance(value, (int, Decimal)) else None
