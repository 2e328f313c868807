"""A session at the desk of a season: presses in, values out; whoever shows them chooses pens, rows and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import attrs

from ...points import show
from ...season.ledger import Member
from ...text import Text
from ..dialog import Dialog, Key
from ..keys import IDEOGRAPH, Press
from ..message import Message
from ..words import _
from .actions import KEYS, open_person
from .desk import SeasonDesk
from .lists import STEPS

_FIND, _LEAVE = Key("f", _("find")), Key("q", _("leave the desk"), _("leave"))


@attrs.frozen
class MemberRow:
    """A member in the list: what was earned in the year and what is left, as it is shown."""

    member: Member
    earned: str
    left: str


@attrs.frozen
class View:
    """What the desk of a season shows: the list and its cursor, what is typed to find somebody, a dialog, keys."""

    title: Text
    year: str
    head: tuple[int, str]
    person: str
    waiting: int
    find: str
    is_finding: bool
    rows: Sequence[MemberRow]
    cursor: int
    dialog: Dialog | None
    message: Message
    keys: Sequence[Key]


@attrs.define(eq=False)
class SeasonSession:
    """A person at the desk of a season."""

    desk: SeasonDesk

    def begin(self, now: datetime) -> None:
        """Ask who types, unless it was said already: claims and checks want a name."""
        if not self.desk.person:
            open_person(self.desk, now)

    @property
    def typing(self) -> bool:
        """Whether characters go into an entry."""
        overlay = self.desk.overlay
        return self.desk.is_finding if overlay is None else overlay.typing

    def press(self, press: Press, now: datetime) -> None:
        """Take a press."""
        desk = self.desk
        desk.refresh()
        if press.key == "ctrl+c":
            desk.has_ended = True
        elif desk.overlay is not None and press.key == "escape":
            desk.close()
        elif desk.overlay is not None:
            desk.overlay.press(press, now)
        elif desk.is_finding or press.key == IDEOGRAPH:
            self._find(press)
        else:
            self._act(press, now)

    def _find(self, press: Press) -> None:
        desk = self.desk
        desk.is_finding = press.key not in ("enter", "escape", "up", "down")
        if press.key == "escape":
            desk.find = ""
        elif press.key in STEPS:
            desk.move(STEPS[press.key])
        elif press.key == "backspace":
            desk.find = desk.find[:-1]
        elif press.char and press.key != "enter":
            desk.find, desk.cursor = desk.find + press.char, 0

    def _act(self, press: Press, now: datetime) -> None:
        desk = self.desk
        act = next((act for key, act in KEYS if key.press == press.key), None)
        if press.key in STEPS:
            desk.move(STEPS[press.key])
        elif act is not None:
            act(desk, now)
        elif press.key == _FIND.press:
            desk.is_finding, desk.find = True, ""
        elif press.key == _LEAVE.press:
            desk.has_ended = True
        elif press.key == "escape":
            desk.find = ""

    def view(self, now: datetime) -> View:
        """Return what is seen now."""
        desk, ledger = self.desk, self.desk.season.ledger
        year = ledger.year_shown(now.date().isoformat())
        members = desk.members
        rows = [MemberRow(each, show(ledger.earned(each.id, year)), show(ledger.balance(each.id))) for each in members]
        dialog = None if desk.overlay is None else desk.overlay.dialog(now)
        keys = dialog.foot if dialog is not None else (*(key for key, _act in KEYS), _FIND, _LEAVE)
        last = desk.season.records[-1]
        cursor = min(desk.cursor, max(0, len(rows) - 1))
        return View(
            desk.season.rules.title, year, (last.seq, last.digest), desk.person, len(ledger.claims), desk.find,
            desk.is_finding, rows, cursor, dialog, desk.message, keys,
        )  # fmt: skip
