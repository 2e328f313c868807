"""A form of a season: fields one after the other, picked by number or typed, then what follows, and `+` records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

import attrs

from ...facts import Fact
from ...season.refusals import refusal
from ...text import Joined, Text, plain
from ..dialog import Block, Dialog, Entry, Gap, Item, Key, Line, Menu, gathers
from ..keys import Press
from ..words import _
from .desk import SeasonDesk

Values: TypeAlias = Mapping[str, str]
_LONGEST = 200


@attrs.frozen
class Field:
    """A field: its name and label; options to pick from by number, else a text, which may be left at its default.

    With `only_if` it is asked only where another field has that value.
    """

    name: str
    label: Text
    options: Sequence[tuple[str, Text]] = ()
    default: str = ""
    is_optional: bool = False
    only_if: tuple[str, str] | None = None

    def shown(self, value: str) -> Text:
        """Return a value as it is read back."""
        return dict(self.options).get(value, plain(value or "-"))


@attrs.define(eq=False)
class Form:
    """Fields that are filled one after the other; `make` makes the fact of them, `tell` says what follows from it."""

    desk: SeasonDesk
    title: Text
    fields: Sequence[Field]
    make: Callable[[Values], Fact | Text]
    tell: Callable[[Values], Iterator[Text]] = lambda values: iter(())
    values: dict[str, str] = attrs.field(factory=dict)
    _typed: str = attrs.field(default="", init=False)
    _at: int = attrs.field(default=0, init=False)

    @property
    def asked(self) -> Sequence[Field]:
        """The fields that are asked, by what is filled so far."""
        return [each for each in self.fields if each.only_if is None or each.only_if in self.values.items()]

    @property
    def field(self) -> Field | None:
        """The field being filled, None once all are."""
        asked = self.asked
        return asked[self._at] if self._at < len(asked) else None

    @property
    def typing(self) -> bool:
        """Whether characters go into an entry."""
        return self.field is not None

    def press(self, press: Press, now: datetime) -> None:
        """Fill the field; at the end `+` records, Backspace or Up goes back."""
        field = self.field
        if field is None:
            self._confirm(press)
        elif press.key == "up" or (press.key == "backspace" and not self._typed):
            self._back()
        elif press.key == "backspace":
            self._typed = self._typed[:-1]
        elif press.key == "enter":
            self._take(field, self._typed.strip() or field.default)
        elif field.options and not gathers(range(len(field.options) + 1)) and press.key.isdecimal():
            self._take(field, press.key)
        elif press.char:
            self._typed = (self._typed + press.char)[:_LONGEST]

    def _back(self) -> None:
        self._at, self._typed = max(0, self._at - 1), ""

    def _take(self, field: Field, typed: str) -> None:
        if field.options:
            numbers = {str(number): value for number, (value, _label) in enumerate(field.options, 1)}
            if typed not in numbers:
                self.desk.say(_("There is no number {number} here.", number=typed or "-"))
                self._typed = ""
                return
            typed = numbers[typed]
        elif not typed and not field.is_optional:
            self.desk.say(_("Type it first: {what}", what=field.label))
            return
        self.values[field.name] = typed
        self._at, self._typed = self._at + 1, ""

    def _confirm(self, press: Press) -> None:
        if press.key == "+":
            fact = self.make(self.values)
            if not isinstance(fact, Fact):
                self.desk.say(fact, loud=True)
            elif self.desk.record(fact):
                self.desk.close()
        elif press.key in ("up", "backspace") and self.fields:
            self._back()
        else:
            self.desk.say(_("+ records it, Backspace goes back, Esc leaves it."))

    def dialog(self, now: datetime) -> Dialog:
        """Return what is filled, the field, and at the end what follows."""
        field = self.field
        if field is None:
            blocks = (*self._filled(), *self._outcome(now))
            keys = Key("+", _("record it")), Key("backspace", _("back")), Key("escape", _("leave it"))
            return Dialog(self.title, blocks, keys, asks=True)
        go_on = Key("enter", _("next")), Key("escape", _("leave it"))
        return Dialog(self.title, (*self._filled(), *self._asked(field)), go_on, typing=True)

    def _filled(self) -> Iterator[Block]:
        for field in self.asked[: self._at]:
            yield Line(Joined((field.label, field.shown(self.values[field.name])), ": "), "quiet")

    def _asked(self, field: Field) -> Iterator[Block]:
        yield Line(field.label, "emphasis")
        if field.options:
            yield Menu(tuple(Item(number, label) for number, (_value, label) in enumerate(field.options, 1)))
            if self._typed:
                yield Entry(self._typed)
        else:
            hint = _("Enter takes {value}", value=field.default) if field.default else None
            yield Entry(self._typed, hint)

    def _outcome(self, now: datetime) -> Iterator[Block]:
        """Yield what follows, or why it may not be recorded."""
        yield Gap()
        fact = self.make(self.values)
        if not isinstance(fact, Fact):
            yield Line(fact, "alert")
            return
        for text in self.tell(self.values):
            yield Line(text, "emphasis")
        reason = refusal(self.desk.season.ledger, fact, "desk", self.desk.person, now)
        if reason is not None:
            yield Line(reason, "alert")
