"""Filling a move field by field, and the question before a grave one.

Decides the order of the fields (as the move has them) and that an intervention of the arbiters, or what cannot simply
be undone, is shown with its effect and asked once more before it is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from ...clocks import Clock
from ...contest import facts as frame
from ...moves import Choice, IllegalFact, Instant, Move, Permutation
from ...moves import Line as LineBlank
from ...scenes import Clocks
from ...sessions.dialog import Dialog, Key, Line
from ...sessions.keys import Press
from ...text import Joined, Text, plain
from . import sentences
from .called import Called, numbers_of
from .company import stop_clock
from .desk import Desk
from .fewer_judges import panel_after
from .field import Field, reasons_for
from .moment import Bound
from .words import _

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
    text: Text
    bound: Bound
    opened_by: str
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)

    @property
    def key(self) -> str:
        """The key that does it."""
        return "1" if self.opened_by == "enter" else "enter"

    def press(self, press: Press, now: datetime) -> bool:
        """Do it on its key."""
        if press.key != self.key:
            return False
        self.desk.close()
        self.desk.do(self.bound.move, self.bound.values, now)
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return the question and what will follow."""
        blocks = Line(self.text, "emphasis"), *effect_lines(self.desk, self.bound, now)
        return Dialog(_("Sure?"), blocks, (Key(self.key, _("yes, do it")), Key("escape", _("do nothing"))), asks=True)


def effect_lines(desk: Desk, bound: Bound, now: datetime) -> Iterator[Line]:
    """Yield what a move would do: the panel that is left, totals, and the line the host reads."""
    panel = _panel_words(desk, bound, now)
    if panel is not None:
        yield Line(panel, "emphasis")
    yield from sentences.change_lines(desk.contest, sentences.consequence(desk.contest, bound, now) or ())
    said = (bound.option.say if bound.option is not None else None) or bound.move.say
    if said is not None:
        yield Line(_("Read: {line}", line=said))


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

    def press(self, press: Press, now: datetime) -> bool:
        """Fill the field; after the last one record the move, or ask."""
        field = self.field
        if field is None:
            return self._confirm(press, now)
        if press.key == "up" and self._at:
            self._at -= 1
        elif field.take(press):
            self.values[field.blank.path] = field.value
            self._at += 1
            if self.field is None and not grave(self.desk, self.move):
                self._push(now)
        return True

    def _confirm(self, press: Press, now: datetime) -> bool:
        if press.key == "enter":
            self._push(now)
        elif press.key in ("up", "backspace"):
            self._at -= 1
        else:
            return False
        return True

    def _push(self, now: datetime) -> None:
        """Record it; a form whose move is refused stays, at its last field. An interruption stops the clock first."""
        if self.move.fact is frame.Interrupted:
            stop_clock(self.desk, now, now)
        if self.desk.do(self.move, self.values, now) is not None:
            if self.desk.overlay is self:
                self.desk.close()
        elif self.desk.overlay is self:
            self._at = len(self.fields) - 1

    def dialog(self, now: datetime) -> Dialog:
        """Return what is filled, the field, and at the end the effect."""
        filled = (Line(Joined((each.label, _shown(each)), ": "), "quiet") for each in self.fields[: self._at])
        if self.field is not None:
            return Dialog(self.move.label, (*filled, *self.field.blocks()), self._keys(self.field), self.typing)
        effect = effect_lines(self.desk, Bound(self.move, self.values), now)
        again = Line(_("The same was recorded within the last minute. Again?"), "emphasis")
        blocks = (*filled, *effect, *((again,) if self._repeated(now) else ()))
        return Dialog(self.move.label, blocks, (Key("enter", _("record it")), *_BACK_OR_NO), asks=True)

    def _keys(self, field: Field) -> tuple[Key, ...]:
        if field.signed:
            return Key("", _("Digits, then + or -")), *_BACK_OR_NO
        if field.typing:
            return Key("enter", _("next")), *_BACK_OR_NO
        return Key("", _("Digits choose")), *_BACK_OR_NO

    def _repeated(self, now: datetime) -> bool:
        try:
            fact = self.move.fill(self.values, now=now)
        except IllegalFact:
            return False
        recent = (each for each in reversed(self.desk.contest.records) if timedelta() <= now - each.at < TWICE)
        return any(each.fact == fact for each in recent)


_BACK_OR_NO = (Key("up", _("back")), Key("escape", _("do nothing")))


def _shown(field: Field) -> Text:
    blank = field.blank
    if isinstance(blank, LineBlank) and blank.sealed:
        return plain("*" * len(str(field.value)))
    if isinstance(blank, Choice):
        option = blank.option(field.value)
        return option.label if option is not None else plain(str(field.value))
    if isinstance(blank, Permutation):
        labels = {option.value: option.label for option in blank.options}
        return Joined(tuple(labels[value] for value in field.value), ", ")
    return plain(str(field.value))


def open_form(
    desk: Desk, move: Move, values: Mapping[str, Any], now: datetime, *, digit: str = "", asked: bool = False
) -> None:
    """Fill a move: at once where nothing is left to ask for, else field by field.

    `digit` is typed into the first field; `asked` says that the move was named when it was chosen.
    """
    if move.closed is not None:
        desk.say(move.closed)
        return
    numbers = numbers_of(move)
    if numbers is not None and not values:
        desk.open(Called(desk, move, numbers))
        return
    form = form_for(desk, move, values, now)
    if form.fields or (grave(desk, move) and not asked):
        desk.open(form)
        if digit:
            form.press(Press(digit, digit), now)
    else:
        desk.do(move, form.values, now)


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
    lines = [blank for blank in move.blanks if isinstance(blank, LineBlank) and blank.example]
    return {blank.path: f"{now:%Y-%m-%d}" for blank in lines if _is_date(blank.example)}


def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return True
