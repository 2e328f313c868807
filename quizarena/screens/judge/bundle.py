"""The sheets a judge fills in one go: one of a performance, both sides' of a debate, and the check page for all.

Decides where the cursor goes, which presses a field takes, and that only the team's number hands a sheet in. Every
field is kept as a draft as soon as it is filled.
"""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from ...contest import Contest
from ...moves import Blank, Choice, Line, Number, Permutation
from ...sessions.drafts import read_draft
from ...sessions.keys import HeldKeys, Press
from ...text import Text
from .duties import Handed
from .marks import Doubt, doubt, refusal
from .sheet import Sheet, is_typed, numbered
from .words import _

if TYPE_CHECKING:
    from .controller import Judging

_ARROWS = frozenset({"left", "right", "home", "end", "pageup", "pagedown", "delete"})
_DRAFT = {"sheets": {str: {"id": str, "after": int, "texts": {str: str}}}, "at": [str], "checking": bool}
MANY = 10
"""From so many numbers on, digits are followed by Enter."""


def filled_of(draft: str | None, key: str) -> int:
    """Return how many fields of a sheet a judge's draft has filled: all that the desk may know of it."""
    kept = read_draft(draft, _DRAFT)
    return sum(map(bool, kept["sheets"].get(key, {"texts": {}})["texts"].values())) if kept is not None else 0


@attrs.define(eq=False)
class Bundle:
    """Sheets with a cursor over all their fields; `aside` is one the judge opened and may close again."""

    judging: Judging
    sheets: list[Sheet]
    aside: bool = False
    place: int = attrs.field(default=0, init=False)
    checking: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)
    doubt: Doubt | None = attrs.field(default=None, init=False)
    draft: str | None = attrs.field(default=None, init=False)
    """The draft as this window has read or written it last."""
    _held: HeldKeys = attrs.field(factory=HeldKeys, init=False)

    def __attrs_post_init__(self) -> None:
        """Begin in the first empty field; a ballot that asks for nothing begins at its check page."""
        self.place = next(iter(self._empty()), 0)
        self.checking = not self.spots

    def _empty(self) -> list[int]:
        """Return the places of the fields still empty."""
        return [place for place, (sheet, blank) in enumerate(self.spots) if blank in sheet.missing]

    @property
    def spots(self) -> list[tuple[Sheet, Blank]]:
        """All fields, sheet by sheet."""
        return [(sheet, blank) for sheet in self.sheets for blank in sheet.fields]

    @property
    def sheet(self) -> Sheet:
        """The cursor's sheet."""
        return self.spots[self.place][0]

    @property
    def blank(self) -> Blank:
        """The cursor's field."""
        return self.spots[self.place][1]

    @property
    def whole(self) -> bool:
        """Whether nothing is left to fill."""
        return not any(sheet.missing for sheet in self.sheets)

    @property
    def contest(self) -> Contest:
        """The contest, for reading."""
        return self.judging.contest

    # Presses

    def press(self, press: Press, now: datetime) -> None:
        """Take a press on the entry or the check page."""
        if self.checking:
            self._check(press, now)
        elif self.doubt is not None:
            self._answer(self.doubt, press, now)
        elif press.key in ("up", "down"):
            self._leave(1 if press.key == "down" else -1, now)
        elif press.key == "backspace":
            self._erase(now)
        elif press.key == "enter":
            self._enter(now)
        elif press.key == "escape" and self.aside:
            self.judging.close_aside()
        elif isinstance(self.blank, Line) and press.char and press.key != "escape":
            self.typed += press.char
        else:
            self._digit(press, now)

    def _leave(self, step: int, now: datetime) -> None:
        """Go to the line above or below; what is typed is taken first, so that no arrow loses a mark."""
        place = self.place
        if not self.typed:
            self._go(place + step, now)
        elif self._take(now) and step < 0:
            self.checking = False
            self._go(place + step, now)

    def _digit(self, press: Press, now: datetime) -> None:
        if press.key == "escape":
            self.judging.say(_("To leave, press Ctrl+C; what you typed is kept."))
        elif press.key in _ARROWS:
            self.judging.say(_("NumLock off? A digit is due here."))
        elif not self._is_digit(press.key):
            self.judging.say(_("This key does nothing here."))
        elif is_typed(self.blank) or self._many():
            self.typed = (self.typed + press.key)[:12]
        else:
            self._pick(int(press.key), now)

    def _is_digit(self, key: str) -> bool:
        if key.isdecimal() and key.isascii():
            return True
        number = self.blank if isinstance(self.blank, Number) else None
        if number is None:
            return False
        signed = number.low is not None and number.low < 0
        return (key == "." and "." not in self.typed) or (key == "-" and signed and not self.typed)

    def _many(self) -> bool:
        return isinstance(self.blank, (Choice, Permutation)) and len(self.blank.options) >= MANY

    def _erase(self, now: datetime) -> None:
        """Take back the last digit; on a filled field what it holds, of an order the last one."""
        if self.typed:
            self.typed = self.typed[:-1]
            return
        kept = self.sheet.texts.get(self.blank.path, "").split()
        self._set(" ".join(kept[:-1]) if isinstance(self.blank, Permutation) else "")
        self.judging.keep(now)

    def _set(self, text: str) -> None:
        self.sheet.texts[self.blank.path] = text
        self.typed = ""

    def _enter(self, now: datetime) -> None:
        """Take what is typed and go on; on a filled field a held Enter goes on once."""
        if self.typed:
            self._held.note("enter", now)
            self._take(now)
        elif not self._held.accepts("enter", now):
            return
        elif refusal(self.blank, self.sheet.texts.get(self.blank.path, "")) is None:
            self._on(now)
        else:
            self.judging.say(self._due())

    def _due(self) -> Text:
        return _("Digits first, then Enter.") if is_typed(self.blank) else _("Choose by number.")

    def _take(self, now: datetime) -> bool:
        """Take what is typed, and go on; return whether it was neither refused nor asked about."""
        if not is_typed(self.blank):
            typed, self.typed = self.typed, ""
            return self._pick(int(typed), now)
        typed = self.typed.strip().removesuffix(".") if isinstance(self.blank, Number) else self.typed.strip()
        asked = doubt(self.blank, typed, [value for _handed, value in self.before()])
        why = refusal(self.blank, typed)
        if asked is not None:
            self.doubt = asked
            self.judging.say(asked.words, loud=True)
        elif why is not None:
            self.typed = ""
            self.judging.say(why, loud=True)
        else:
            self._accept(typed, now)
        return asked is None and why is None

    def _answer(self, asked: Doubt, press: Press, now: datetime) -> None:
        """Take the answer to a doubt: the tenth or the value itself; a digit or Backspace types anew."""
        key = press.key
        if asked.tenth and key == "1":
            self.doubt = None
            self._accept(asked.tenth, now)
        elif key == "backspace" or (asked.tenth and key == "2"):
            self.doubt, self.typed = None, ""
        elif not asked.tenth and key == "enter" and self._held.accepts(key, now):
            self.doubt = None
            self._accept(asked.typed, now)
        elif key.isdecimal() and key.isascii():
            self.doubt, self.typed = None, key
        else:
            self.judging.say(asked.words, loud=True)

    def _accept(self, text: str, now: datetime) -> None:
        self._set(text)
        self._on(now)

    def _pick(self, number: int, now: datetime) -> bool:
        """Take a number of the list; return whether it is one."""
        blank = self.blank
        assert isinstance(blank, (Choice, Permutation))
        option = next((option for each, option in numbered(blank, self.contest) if each == number), None)
        if option is None:
            self.judging.say(_("There is no number {number} here.", number=number))
        elif isinstance(blank, Choice):
            self._accept(option.value, now)
        else:
            self._append(blank, option.value, now)
        return option is not None

    def _append(self, blank: Permutation, value: str, now: datetime) -> None:
        """Put the next one in its place in an order; the last one fills the field."""
        kept = self.sheet.texts.get(blank.path, "").split()
        if len(kept) >= len(blank.options) or value in kept:
            self.judging.say(_("It has its place already; Backspace takes the last one back."))
            return
        self._set(" ".join([*kept, value]))
        if len(kept) + 1 == len(blank.options):
            self._on(now)
        else:
            self.judging.keep(now)

    # The cursor

    def _on(self, now: datetime) -> None:
        """Go to the next field; once all are filled, from the last one or from one mended, to the check page."""
        empty = self._empty()
        if not empty:
            self.checking = True
        elif self.place + 1 < len(self.spots):
            self.place += 1
        else:
            self.place = empty[0]
        self.judging.keep(now)

    def _go(self, place: int, now: datetime) -> None:
        self.place = max(0, min(place, len(self.spots) - 1))
        self.judging.keep(now)

    def before(self) -> list[tuple[Handed, Decimal]]:
        """Return this judge's earlier marks on the cursor's line."""
        return self.sheet.before(self.blank, self.judging.handed)

    # The check page

    def numbers(self) -> list[int]:
        """Return the number that hands each sheet in."""
        judge = self.judging.judge or ""
        return [sheet.number(self.contest, judge) for sheet in self.sheets]

    def _check(self, press: Press, now: datetime) -> None:
        if press.key in ("escape", "up", "down") and self.spots:
            self.checking, self.typed = False, ""
            self._go(len(self.spots) - 1 if press.key == "up" else 0, now)
        elif press.key == "backspace":
            self.typed = self.typed[:-1]
        elif press.key.isdecimal() and press.key.isascii():
            self._number(press.key, now)
        elif press.key == "enter" and self.typed:
            typed, self.typed = self.typed, ""
            self._hand_in(int(typed), now)
        elif press.key in _ARROWS:
            self.judging.say(_("NumLock off? A digit is due here."))
        else:
            self.judging.say(self._which())

    def _number(self, key: str, now: datetime) -> None:
        """Take a digit of a desk number; where there are two-digit desks, Enter ends it."""
        if max([*dict(self.contest.podiums).values(), *self.numbers()]) >= MANY:
            self.typed = (self.typed + key)[-3:]
        elif self._held.accepts(key, now):
            self._hand_in(int(key), now)

    def _hand_in(self, number: int, now: datetime) -> None:
        wanted = [sheet for sheet, each in zip(self.sheets, self.numbers(), strict=True) if each == number]
        if wanted:
            self.judging.hand_in(wanted[0], now)
        else:
            self.judging.say(_("Not handed in. {which}", which=self._which()), loud=True)

    def _which(self) -> Text:
        return _("Only {numbers} hands this in.", numbers=" / ".join(map(str, dict.fromkeys(self.numbers()))))

    # Drafts

    def to_text(self) -> str:
        """Return everything filled so far, and where the cursor is."""
        sheets = {sheet.key: sheet.to_mapping() for sheet in self.sheets}
        at = [self.sheet.key, self.blank.path] if self.spots else []
        return json.dumps({"sheets": sheets, "at": at, "checking": self.checking}, ensure_ascii=False)

    def restore(self, text: str | None) -> None:
        """Take up a draft: the figures that still fit, in the same field."""
        self.draft = text
        kept = read_draft(text, _DRAFT)
        if kept is None:
            return
        for sheet in self.sheets:
            found = kept["sheets"].get(sheet.key)
            if found is not None and self.contest.find(found["id"]) is None:
                sheet.restore(found)
        spots = [[sheet.key, blank.path] for sheet, blank in self.spots]
        self.place = spots.index(kept["at"]) if kept["at"] in spots else next(iter(self._empty()), 0)
        self.checking = not spots or (bool(kept["checking"]) and self.whole)
