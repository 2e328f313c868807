"""The desk of a season as a value: the arena, who types, the list of members, what lies over it, and the message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import attrs

from ...arena import Arena
from ...documents import only_season
from ...errors import JournalError, QuizArenaError
from ...facts import Fact
from ...season import Season
from ...season.ledger import Member
from ...season.narration import describe
from ...text import Joined, Text, likeness, plain
from ..dialog import Dialog
from ..keys import Press
from ..message import SILENCE, Message


class Overlay(Protocol):
    """What lies over the desk until Escape; `typing` says that characters belong to it."""

    @property
    def typing(self) -> bool:
        """Whether characters go into an entry."""
        ...

    def press(self, press: Press, now: datetime) -> None:
        """Take a press."""
        ...

    def dialog(self, now: datetime) -> Dialog:
        """Return what is seen of it."""
        ...


@attrs.define(eq=False)
class SeasonDesk:
    """A desk on a season's file; `find` narrows the list to members of that name or id, `cursor` stands on one."""

    arena: Arena
    person: str = ""
    find: str = ""
    is_finding: bool = False
    cursor: int = 0
    overlay: Overlay | None = None
    message: Message = SILENCE
    has_ended: bool = False

    @property
    def season(self) -> Season:
        """The season as it is."""
        return only_season(self.arena.document)

    @property
    def members(self) -> Sequence[Member]:
        """The members of the list, those who left behind all others."""
        wanted = likeness(self.find)
        found = [each for each in self.season.ledger.members.values() if wanted in likeness(f"{each.id} {each.name}")]
        return sorted(found, key=lambda each: each.has_left)

    @property
    def member(self) -> Member | None:
        """The member on whom the cursor stands, None where the list is empty."""
        members = self.members
        return members[min(self.cursor, len(members) - 1)] if members else None

    def move(self, steps: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(len(self.members) - 1, self.cursor + steps))

    def open(self, overlay: Overlay) -> None:
        """Lay something over the desk."""
        self.overlay, self.message = overlay, SILENCE

    def close(self) -> None:
        """Take it away."""
        self.overlay = None

    def say(self, text: Text, *, loud: bool = False) -> None:
        """Say something in the message line."""
        self.message = Message(text, role="alert" if loud else "normal")

    def refresh(self) -> bool:
        """Take in what others recorded; return whether there was anything."""
        try:
            return self.arena.refresh()
        except JournalError as error:
            self.say(Joined((error.message,)), loud=True)
            return True

    def record(self, fact: Fact) -> bool:
        """Record a fact and say so; where it is refused say why, and return False."""
        try:
            record = self.arena.push(fact, person=self.person)
        except QuizArenaError as error:
            self.say(Joined((error.message,)), loud=True)
            return False
        self.say(Joined((plain(f"#{record.seq:03}"), describe(self.season, record)), "  "))
        return True
