"""Help: the keys of this moment with what they do, the letters, and the rule of the running round in words.

Decides that the words are the format's own and the figures those in force, so that a rule which was amended is shown as
it is now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from ...errors import QuizArenaError
from ...points import show
from ...rulebook import Format, RoundEntry, format_of
from ...sessions.keys import Press
from ...text import Text
from ..canvas import BOLD, DIM, INK
from ..wide import pad, wrap
from .doing import doings
from .overlay import Row
from .view import View
from .words import _

if TYPE_CHECKING:
    from .controller import Desk

_LETTERS = (
    _("Backspace  what was done last: Enter undoes it, the right key replaces it"),
    _("PgDn PgUp  what the hall sees, a step on or back; never a score"),
    _(".          the board black, and back"),
    _("B board  L log and correct  W why  A adjust  P ballots  T time  M menu"),
    _("Keys act on what you see. Held keys count once. The input method may stay on."),
)


def open_help(desk: Desk, now: datetime) -> None:
    """Open this moment's keys, and the rule in words."""
    desk.open(Help(desk))


@attrs.define
class Help:
    """The painted moment explained."""

    desk: Desk
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)

    @property
    def title(self) -> str:
        """What it is."""
        return self.desk.word(_("Help: the keys of this moment, and the rule"))

    def press(self, press: Press, now: datetime) -> None:
        """Close on any key that acts."""
        self.desk.close()

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the keys, the letters, and the rule."""
        return [
            *_keys(self.desk, width, now),
            *(Row(self.desk.word(line)) for line in _LETTERS),
            Row(),
            *self.desk.kept(("rule", width, self.desk.language), lambda: list(_rule(self.desk, width))),
        ]

    def keys(self) -> str:
        """Return the keys that act."""
        return self.desk.word(_("Esc closes"))


def _keys(desk: Desk, width: int, now: datetime) -> Iterator[Row]:
    """Yield what stands under "you can", with nothing cut off."""
    for each in doings(View(desk, width, desk.room, now)):
        said = "  ".join(filter(None, (each.label, each.effect.strip(), each.say)))
        for nth, line in enumerate(wrap(said, width - 9)):
            yield Row(pad(each.key if not nth else "", 9) + line, DIM if each.closed else BOLD)


def _rule(desk: Desk, width: int) -> Iterator[Row]:
    """Yield the running round's rule: what its format says, then the figures in force."""
    running = desk.contest.state.running
    entry = next((each for each in desk.contest.rulebook.rounds if running is not None and each.id == running.id), None)
    if entry is not None:
        form = _format(desk, entry)
        title = desk.word(form.title if form is not None else entry.title)
        yield Row(desk.word(_("The rule: {title}", title=title)), BOLD)
        for line in wrap(desk.word(form.about), width) if form is not None else ():
            yield Row(line)
        for said in _figures(desk, entry.rules):
            for nth, line in enumerate(wrap(said, width - 2)):
                yield Row(("- " if not nth else "  ") + line, INK)


def _format(desk: Desk, entry: RoundEntry) -> Format | None:
    """Return the format a round started from, None where there is none or its file is broken by now."""
    try:
        return format_of(entry.use or "", desk.contest.kinds)
    except QuizArenaError:
        return None


def _figures(desk: Desk, rules: Any) -> Iterator[str]:
    """Yield the rules that are one figure or a yes or no, with what they mean; nothing sealed."""
    for field in attrs.fields(type(rules)):
        meaning: Text | None = field.metadata.get("help")
        said = _figure(getattr(rules, field.name))
        if meaning is not None and said is not None and not field.metadata.get("sealed"):
            yield f"{desk.word(meaning)}: {desk.word(said)}"


def _figure(value: object) -> Text | str | None:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return show(value) if isinstance(value, (int, Decimal)) else None
