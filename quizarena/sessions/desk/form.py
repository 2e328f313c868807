"""Filling a move blank by blank, as it has them. What is asked before it is recorded is `confirmation`'s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import attrs

from ...blanks import BY_MACHINE, Blank, Choice, Permutation, Selection
from ...blanks import Line as LineBlank
from ...contest import facts as frame
from ...facts import Intent, Record
from ...moves import IllegalFact, Move
from ...scenes import Clocks
from ...text import Deferred, Joined, Message, Sentence, Text, plain
from ..bindings import Bound, seat_number
from ..dialog import Dialog, Key, Line
from ..keys import Press
from . import sentences
from .closing import open_closing
from .confirmation import effect_lines, named, recorded_by
from .desk import Desk
from .entry import Entry, reasons_for
from .numbers import Called, numbers_of
from .words import _

TWICE = timedelta(seconds=60)
"""The same intervention again within this asks whether it is meant."""


@attrs.define
class Form:
    """The fields of a move one after the other, then the question if there is one.

    What a judge handed in stays on the screen once it is recorded: only Escape leads back to the desk.
    """

    desk: Desk
    move: Move
    values: dict[str, Any]
    fields: Sequence[Entry]
    _at: int = attrs.field(default=0, init=False)
    _record: Record | None = attrs.field(default=None, init=False)

    @property
    def field(self) -> Entry | None:
        """The field being filled, None once all are."""
        return self.fields[self._at] if self._at < len(self.fields) else None

    @property
    def typing(self) -> bool:
        """Whether a text or number is being typed, or a number of two digits."""
        return self.field is not None and (self.field.typing or self.field.gathering)

    @property
    def typed(self) -> str:
        """What has been typed in the field."""
        return self.field.typed if self.field is not None else ""

    def press(self, press: Press, now: datetime) -> bool:
        """Fill the field; after the last one record the move, or ask."""
        field = self.field
        if self._record is not None:
            return False
        if field is None:
            return self._confirm(press, now)
        if press.key == "up" and self._at:
            self._at -= 1
        elif field.take(press):
            self.values[field.blank.path] = field.value
            self._at += 1
            if self.field is None and not recorded_by(self.desk, self.move):
                self._push(now)
        return True

    def _confirm(self, press: Press, now: datetime) -> bool:
        key = recorded_by(self.desk, self.move)
        if press.key == key:
            self._push(now)
        elif press.key in ("up", "backspace") and self._at:
            self._at -= 1
        elif press.key.isdecimal() and self.move.intent is Intent.BALLOT:
            self._at -= 1
            return self.press(press, now)
        elif key == "+" and (press.key in ("enter", "space") or press.key.isdecimal()):
            self.desk.say(sentences.ONLY_PLUS)
        else:
            return False
        return True

    def _push(self, now: datetime) -> None:
        """Record it; a form whose move is refused stays, at its last field. An interruption stops the clock first."""
        if self.move.fact is frame.Interrupted:
            stop_clock(self.desk, self.values.get("since", now), now)
        record = self.desk.do(self.move, self.values, now)
        if self.desk.overlay is not self:
            return
        if record is None:
            self._at = len(self.fields) - 1
        elif self.move.intent is Intent.BALLOT:
            self._record = record
        else:
            self.desk.close()

    def dialog(self, now: datetime) -> Dialog:
        """Return what is filled, the field, and at the end the effect."""
        title = self._title()
        filled = self._filled()
        if self._record is not None:
            done = Line(_("Recorded as #{seq}.", seq=f"{self._record.seq:03}"), "emphasis")
            return Dialog(title, (*filled, done), (Key("escape", _("back to the desk")),), asks=True)
        if self.field is not None:
            return Dialog(title, (*filled, *self.field.blocks()), self._keys(self.field), self.typing)
        effect = effect_lines(self.desk, Bound(self.move, self.values), now)
        again = Line(_("The same was recorded within the last minute. Again?"), "emphasis")
        blocks = (*self._hit(), *filled, *effect, *((again,) if self._repeated(now) else ()), *self._hints())
        return Dialog(title, blocks, tuple(self._last_keys()), asks=True)

    def _filled(self) -> Iterator[Line]:
        """Yield what is filled in; a vote or a nomination is read back as it will stand."""
        done = self.fields[: self._at]
        if self.field is None and self.fields and self.move.intent is Intent.BALLOT:
            judge = self.desk.contest.state.roster.name(self.values.get("judge") or self.move.subject.judge)
            said = Joined(tuple(map(_shown, done)), ", ")
            yield Line(
                _("Read back: “{judge}, {what}: {said}.”", judge=judge, what=self.move.label, said=said), "emphasis"
            )
            return
        yield from (Line(Joined((each.label, _shown(each)), ": "), "quiet") for each in done)

    def _hints(self) -> Iterator[Line]:
        """Yield what the keys of habit do here: nothing, or no more than this."""
        if recorded_by(self.desk, self.move) == "+":
            yield Line(_("(Enter, Space and digits record nothing.)"), "quiet")
        elif self.move.intent is Intent.BALLOT:
            yield Line(_("(Then it waits for Esc: one more Enter opens nothing.)"), "quiet")

    def _title(self) -> Text:
        """Return whom it hits, and what it is; a label that names them stands alone."""
        label = self.move.label
        names = [each for each in named(self.desk, self.move, self.values)[:1] if not _mentions(label, each)]
        return Joined((*names, label), ": ")

    def _hit(self) -> Iterator[Line]:
        """Yield the seat and name of the judge whom it hits."""
        roster = self.desk.contest.state.roster
        judge = self.values.get("judge") or self.move.subject.judge
        if any(each.id == judge for each in roster.judges):
            seat = seat_number(roster, judge)
            yield Line(_("Seat {seat}: {judge}", seat=seat, judge=roster.name(judge)), "emphasis")

    def _last_keys(self) -> Iterator[Key]:
        key, whom = recorded_by(self.desk, self.move), named(self.desk, self.move, self.values)
        does = _("record it: {whom}", whom=whom[0]) if whom and key == "+" else _("record it")
        yield Key(key or "enter", does)
        if self.fields and self.move.intent is Intent.BALLOT:
            yield Key("", _("a digit changes it"))
        if self.fields:
            yield _BACK
        yield _NOTHING

    def _keys(self, field: Entry) -> tuple[Key, ...]:
        if field.question is not None:
            return Key("+", _("yes")), Key("-", _("no, again")), _NOTHING
        if field.signed:
            return Key("", _("Digits, then + or -")), _BACK, _NOTHING
        if field.typing:
            return Key("enter", _("next")), _BACK, _NOTHING
        if field.gathers:
            return Key("", _("Digits, then Enter")), _BACK, _NOTHING
        return Key("", _("Digits choose")), _BACK, _NOTHING

    def _repeated(self, now: datetime) -> bool:
        try:
            fact = self.move.fill(self.values, now=now)
        except IllegalFact:
            return False
        recent = (each for each in reversed(self.desk.contest.records) if timedelta() <= now - each.at < TWICE)
        return any(each.fact == fact for each in recent)


_BACK = Key("up", _("back"))
_NOTHING = Key("escape", _("do nothing"))


def _shown(field: Entry) -> Text:
    blank = field.blank
    if isinstance(blank, LineBlank) and blank.sealed:
        return plain("*" * len(str(field.value)))
    if isinstance(blank, Choice):
        option = blank.option(field.value)
        return option.label if option is not None else plain(str(field.value))
    if isinstance(blank, (Permutation, Selection)):
        labels = {option.value: option.label for option in blank.options}
        return Joined(tuple(labels[value] for value in field.value), ", ")
    return plain(str(field.value))


def running(desk: Desk) -> bool:
    """Whether a clock runs."""
    return any(face.clock.running for block in desk.scene().of(Clocks) for face in block.faces)


def stop_clock(desk: Desk, at: datetime, now: datetime) -> None:
    """Stop the running clock at an instant, by the key that stops it; nothing where none runs."""
    bound = desk.paint().keys.get("clock")
    if bound is not None and bound.move.closed is None and running(desk):
        desk.do(bound.move, {**bound.values, **{blank.path: at for blank in bound.move.blanks}}, now)


def open_form(desk: Desk, move: Move, values: Mapping[str, Any], now: datetime, *, asked: bool = False) -> None:
    """Fill a move: at once where nothing is left to ask for, else field by field.

    `asked` says that the move was named when it was chosen, so that a question that Enter answers is left out.
    """
    if move.closed is not None:
        desk.say(move.closed)
        return
    if move.poll is not None and not values and open_closing(desk, move, move.poll, partial(_type_in, desk)):
        return
    numbers = numbers_of(move)
    if numbers is not None and not values:
        desk.open(Called(desk, move, numbers))
        return
    form, key = form_for(desk, move, values, now), recorded_by(desk, move)
    if form.fields or (key and not (asked and key == "enter")):
        desk.open(form)
    else:
        desk.do(move, form.values, now)


def _type_in(desk: Desk, move: Move, now: datetime) -> None:
    """Ask for a move's blanks one by one."""
    desk.open(form_for(desk, move, {}, now))


def form_for(desk: Desk, move: Move, values: Mapping[str, Any], now: datetime) -> Form:
    """Return the form of what is left to fill in a move; a date is today's."""
    given = {**values, **today(move, now)}
    fields = [
        Entry(desk, blank, reasons_for(move) if blank.path == "reason" else ())
        for blank in form_blanks(move)
        if blank.path not in given
    ]
    return Form(desk, move, given, fields)


def form_blanks(move: Move) -> list[Blank]:
    """Return what a person fills in: all but what machines measure or draw by chance."""
    chance = (blank for blank in move.blanks if isinstance(blank, LineBlank) and blank.entropy)
    machine = {blank.path for blank in chance}
    return [blank for blank in move.asked if not isinstance(blank, BY_MACHINE) and blank.path not in machine]


def today(move: Move, now: datetime) -> dict[str, str]:
    """Return today's date for each line that holds a date."""
    dates = [blank for blank in move.blanks if isinstance(blank, LineBlank) and blank.form == "date"]
    return {blank.path: f"{now:%Y-%m-%d}" for blank in dates}


def _mentions(text: Text, part: Text) -> bool:
    """Whether a text is made with another in it, such as a label with a team's name."""
    match text:
        case Deferred():
            return _mentions(text.text, part)
        case Joined():
            return any(each == part or _mentions(each, part) for each in text.parts)
        case Message() | Sentence():
            return any(each == part for each in text.arguments.values())
        case _:
            return False
