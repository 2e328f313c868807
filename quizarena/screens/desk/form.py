"""Filling a move field by field, and the question before a grave one.

Decides the order of the fields (as the move has them) and that an intervention of the arbiters, or what cannot simply
be undone, is shown with its effect and asked once more before it is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from ...clocks import Clock
from ...contest import facts as frame
from ...moves import Choice, IllegalFact, Instant, Line, Move, Permutation
from ...scenes import Clocks
from ...sessions.keys import Press
from ...text import Text
from ..canvas import BOLD, DIM
from ..wide import wrap
from . import describe
from .company import stop_clock
from .fewer_judges import panel_after
from .field import Field, reasons_for
from .moment import Bound
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk

_GRAVE = (
    frame.TeamLeft,
    frame.RoundCut,
    frame.ContestSigned,
    frame.StandingsFrozen,
    frame.TieShared,
    frame.Interrupted,
)
TWICE = timedelta(seconds=60)
"""The same intervention again within this asks whether it is meant."""


def grave(desk: Desk, move: Move) -> bool:
    """Whether a move is asked about before it is recorded: it unseals, ends something, or is the arbiters'."""
    return move.fact in _GRAVE or move.seat == "arbiter" or unseals(desk, move)


def unseals(desk: Desk, move: Move) -> bool:
    """Whether a move opens at once what another fact has sealed; a reveal in steps opens nothing at once."""
    opening = {name for each in desk.contest.book.classes.values() for name in each.sealed.values()}
    return move.fact.type in opening and not move.fact.reveals


def question(desk: Desk, bound: Bound, now: datetime) -> Text | None:
    """Return what to ask before a key's move is recorded, None for most."""
    if bound.option is not None and bound.option.gesture == "yes":
        late = late_seconds(desk, now)
        if late:
            return _("{seconds} s over time. {what}: all the same?", seconds=late, what=bound.option.label)
    return bound.move.label if grave(desk, bound.move) else None


def late_seconds(desk: Desk, now: datetime) -> str:
    """Return how far past zero the running clock is, in seconds and tenths; empty while there is time."""
    clocks = [face.clock for block in desk.scene().of(Clocks) for face in block.faces]
    over = max((_over_ms(clock, now) for clock in clocks if clock.running), default=0)
    return f"{over // 1000}.{over % 1000 // 100}" if over > 0 else ""


def _over_ms(clock: Clock, now: datetime) -> int:
    return clock.used_at(now) - clock.limit_ms


@attrs.define
class Question:
    """A grave move named and asked about. Its key is Enter, or 1 where Enter had opened it: a second, different key."""

    desk: Desk
    text: str
    bound: Bound
    opened_by: str
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)

    @property
    def title(self) -> str:
        """What it is."""
        return self.desk.word(_("Sure?"))

    @property
    def key(self) -> str:
        """The key that does it."""
        return "1" if self.opened_by == "enter" else "enter"

    def press(self, press: Press, now: datetime) -> None:
        """Do it on its key."""
        if press.key == self.key:
            self.desk.close()
            self.desk.do(self.bound.move, self.bound.values, now)
        else:
            self.desk.say(self.keys())

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the question and what will follow."""
        rows = [Row(line, BOLD) for line in wrap(self.text, width)]
        return [*rows, *effect_rows(self.desk, self.bound, now, width), Row(), Row(self.keys(), DIM)]

    def keys(self) -> str:
        """Return the keys that act."""
        return self.desk.word(_("1 yes  Esc no") if self.key == "1" else _("Enter yes  Esc no"))


def effect_rows(desk: Desk, bound: Bound, now: datetime, width: int) -> list[Row]:
    """Return what a move would do: totals, the panel that is left, and the line the host reads."""
    panel = _panel_words(desk, bound, now)
    rows = [Row(line, BOLD) for line in wrap(desk.word(panel), width)] if panel is not None else []
    for change in describe.consequence(desk.contest, bound, now) or ():
        name = desk.word(desk.contest.state.roster.name(change.team))
        rows.append(Row(f"{name}  {desk.word(describe.change_line(change))}"))
    said = (bound.option.say if bound.option is not None else None) or bound.move.say
    if said is not None:
        rows += [Row(line) for line in wrap(desk.word(_("Read: {line}", line=said)), width)]
    return rows


def _panel_words(desk: Desk, bound: Bound, now: datetime) -> Text | None:
    """Return how the marks will count where the move leaves fewer judges."""
    judged = "judge" in bound.values or any(
        isinstance(blank, Choice) and blank.path == "judge" for blank in bound.move.blanks
    )
    if not judged or bound.missing or not bound.move.aside:
        return None
    try:
        fact = bound.move.fill(bound.values, now=now)
    except IllegalFact:
        return None
    return panel_after(desk, fact)


@attrs.define
class Form:
    """The fields of a move one after the other, then the question if it is grave."""

    desk: Desk
    move: Move
    values: dict[str, Any]
    fields: Sequence[Field]
    opened_by: str = ""
    _at: int = attrs.field(default=0, init=False)
    _asked: bool = attrs.field(default=False, init=False)

    @property
    def title(self) -> str:
        """What is filled."""
        return self.desk.word(self.move.label)

    @property
    def field(self) -> Field | None:
        """The field being filled, None once all are."""
        return self.fields[self._at] if self._at < len(self.fields) else None

    @property
    def typing(self) -> bool:
        """Whether a text or number is being typed."""
        return self.field is not None and self.field.typing

    @property
    def typed(self) -> str:
        """What has been typed in the field."""
        return self.field.typed if self.field is not None else ""

    def press(self, press: Press, now: datetime) -> None:
        """Fill the field; after the last one record the move, or ask."""
        field = self.field
        if field is None:
            self._confirm(press, now)
        elif press.key == "up" and self._at:
            self._at -= 1
        elif field.take(press):
            self.values[field.blank.path] = field.value
            self._at += 1
            if self.field is None and not grave(self.desk, self.move):
                self._push(now)

    def _confirm(self, press: Press, now: datetime) -> None:
        if press.key == "enter":
            self._push(now)
        elif press.key in ("up", "backspace"):
            self._at -= 1
        else:
            self.desk.say(self.keys())

    def _push(self, now: datetime) -> None:
        """Record it; a form whose move is refused stays, at its last field. An interruption stops the clock first."""
        if self.move.fact is frame.Interrupted:
            stop_clock(self.desk, now, now)
        if self.desk.do(self.move, self.values, now) is not None:
            if self.desk.overlay is self:
                self.desk.close()
        elif self.desk.overlay is self:
            self._at = len(self.fields) - 1

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return what is filled, the field, and at the end the effect."""
        rows = [Row(f"{each.label}: {_shown(each)}", DIM) for each in self.fields[: self._at]]
        if self.field is not None:
            return [*rows, *self.field.rows(width)]
        rows += effect_rows(self.desk, Bound(self.move, self.values), now, width)
        if self._repeated(now):
            rows.append(Row(self.desk.word(_("The same was recorded within the last minute. Again?")), BOLD))
        return [*rows, Row(), Row(self.keys(), DIM)]

    def _repeated(self, now: datetime) -> bool:
        try:
            fact = self.move.fill(self.values, now=now)
        except IllegalFact:
            return False
        recent = (each for each in reversed(self.desk.contest.records) if timedelta() <= now - each.at < TWICE)
        return any(each.fact == fact for each in recent)

    def keys(self) -> str:
        """Return the keys that act."""
        if self.field is None:
            return self.desk.word(_("Enter record it  Up back  Esc no"))
        if self.field.signed:
            return self.desk.word(_("Digits, then + or -  Up back  Esc no"))
        return self.desk.word(_("Enter next  Up back  Esc no") if self.typing else _("Digits choose  Up back  Esc no"))


def _shown(field: Field) -> str:
    blank = field.blank
    if isinstance(blank, Line) and blank.sealed:
        return "*" * len(str(field.value))
    if isinstance(blank, Choice):
        option = blank.option(field.value)
        return field.desk.word(option.label) if option is not None else str(field.value)
    if isinstance(blank, Permutation):
        labels = {option.value: option.label for option in blank.options}
        return ", ".join(field.desk.word(labels[value]) for value in field.value)
    return field.desk.word(str(field.value))


def form_for(desk: Desk, move: Move, values: Mapping[str, Any], now: datetime, *, opened_by: str = "") -> Form:
    """Return the form of what is left to fill in a move; a date is today's."""
    given = {**values, **_today(move, now)}
    fields = [
        Field(desk, blank, reasons_for(move) if blank.path == "reason" else ())
        for blank in move.blanks
        if blank.path not in given and not isinstance(blank, Instant) and not getattr(blank, "entropy", False)
    ]
    return Form(desk, move, given, fields, opened_by)


def _today(move: Move, now: datetime) -> dict[str, str]:
    """Return today's date for a line whose example is a date."""
    lines = [blank for blank in move.blanks if isinstance(blank, Line) and blank.example]
    return {blank.path: f"{now:%Y-%m-%d}" for blank in lines if _is_date(blank.example)}


def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return True
