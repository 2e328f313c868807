"""Numbers typed over the desk's zones: those called in the hall (drawing D1), and one of two digits that picks (D24).

Enter on a number called puts it in the row, Enter on nothing takes the row. A number that picks is named at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

import attrs

from ...blanks import Line as LineBlank
from ...moves import Move
from ...scenes import Question
from ...text import Joined, Text, plain
from ..bindings import Bindings, Bound
from ..dialog import Block, Dialog, Entry, Key, Line, TypedNumber
from ..keys import Press
from .desk import Desk
from .words import _


def numbers_of(move: Move) -> LineBlank | None:
    """Return the line in which a move asks for a row of numbers, None if it asks for anything else."""
    lines = [blank for blank in move.decisions if isinstance(blank, LineBlank) and blank.form == "numbers"]
    return lines[0] if len(move.decisions) == len(lines) == 1 else None


@attrs.define
class Called:
    """The numbers so far, and the one being typed."""

    desk: Desk
    move: Move
    line: LineBlank
    numbers: list[str] = attrs.field(factory=list)
    typed: str = attrs.field(default="", init=False)
    typing: bool = attrs.field(default=True, init=False)

    @property
    def row(self) -> str:
        """All numbers with the one being typed."""
        return " ".join(filter(None, [*self.numbers, self.typed]))

    def press(self, press: Press, now: datetime) -> bool:
        """Take digits; Enter puts the number in the row, or takes the row."""
        if press.key.isdecimal():
            self.typed = (self.typed + press.key)[-2:]
        elif press.key == "space" or (press.key == "enter" and self.typed):
            self._put()
        elif press.key == "backspace":
            self.typed = self.typed[:-1] if self.typed or not self.numbers else self.numbers.pop()
        elif press.key == "enter":
            self._take(now)
        else:
            return False
        return True

    def _put(self) -> None:
        if self.typed:
            self.numbers.append(self.typed)
            self.desk.say(_("Number {place}: {number}", place=len(self.numbers), number=self.typed))
            self.typed = ""

    def _take(self, now: datetime) -> None:
        if not self.numbers:
            self.desk.say(_("Type a number first."))
        elif self.desk.do(self.move, {self.line.path: " ".join(self.numbers)}, now) is not None:
            self.desk.close()

    def dialog(self, now: datetime) -> Dialog:
        """Return the numbers so far."""
        typed = Entry(" ".join((*self.numbers, self.typed)))
        return Dialog(self.move.label, (typed,), _KEYS, typing=True, in_picture=True)


Take: TypeAlias = Callable[[Bound, str, datetime], None]
"""What does what is bound to a key."""


@attrs.define
class NumberPick:
    """A number being typed, of those painted: its name stands beside it, and Enter takes it as a digit would alone."""

    desk: Desk
    painted: Bindings
    take: Take
    typed: str = attrs.field(default="", init=False)
    typing: bool = attrs.field(default=True, init=False)

    @property
    def bound(self) -> Bound | None:
        """What the number picks, nought alone nobody; None where it is nothing on offer."""
        if self.typed == "0":
            return self.painted.keys.get("none")
        return self.painted.picks.get(int(self.typed)) if self.typed else None

    @property
    def team(self) -> str:
        """The team that is named, "" for none."""
        option = self.bound.option if self.bound is not None else None
        return (option.team or "") if option is not None else ""

    def press(self, press: Press, now: datetime) -> bool:
        """Take a digit, or the number on Enter; the clock's key stays the clock's."""
        clock = self.painted.keys.get("clock")
        if press.key.isdecimal():
            self.typed = (self.typed + press.key)[-len(str(max(self.painted.picks))) :]
            self._name()
        elif press.key == "backspace":
            self.typed = self.typed[:-1]
            self._name()
        elif press.key == "enter":
            self._enter(now)
        elif press.key == "space" and clock is not None:
            self.take(clock, press.key, now)
        else:
            return False
        return True

    def _name(self) -> None:
        """Say whom the number names; with nothing typed any more the desk is back."""
        if not self.typed:
            self.desk.leave()
        elif self.bound is None:
            self._say_dead()
        else:
            self.desk.say(_("{number} typed: {name}. Enter takes it.", number=self.typed, name=self.bound.label))

    def _say_dead(self) -> None:
        self.desk.say(_("There is no number {number} to pick here.", number=self.typed))

    def _enter(self, now: datetime) -> None:
        if self.bound is None:
            self._say_dead()
            return
        self.desk.close()
        self.desk.hush()
        self.take(self.bound, self.typed[-1], now)

    def dialog(self, now: datetime) -> Dialog:
        """Return whom the number names, who is out, and the numbers that are left."""
        bound, numbers = self.bound, sorted(self.painted.picks)
        move = self.painted.picks[numbers[0]].move
        blocks: tuple[Block, ...] = (
            TypedNumber(self.typed, bound.label if bound is not None else None),
            *(Line(text) for text in self._out()),
            Line(_("Still to choose from: {numbers}", numbers=spans(numbers))),
        )
        return Dialog(move.label, blocks, _PICKING, typing=True, in_picture=True)

    def _out(self) -> Iterator[Text]:
        """Yield who may not be picked any more, by the reason."""
        podiums, roster = dict(self.desk.contest.podiums), self.desk.contest.state.roster
        out: dict[Text, list[Text]] = {}
        for block in self.desk.scene().of(Question):
            for team, why in block.out:
                out.setdefault(why, []).append(Joined((plain(str(podiums[team])), roster.name(team)), " "))
        yield from (Joined((why, Joined(tuple(teams), "  ")), ": ") for why, teams in out.items())


def spans(numbers: Sequence[int]) -> str:
    """Return ascending numbers as a list, neighbours drawn together.

    >>> spans([1, 2, 3, 5, 6, 8])
    '1..3 5 6 8'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return " ".join(f"{run[0]}..{run[-1]}" if len(run) > _SPAN else " ".join(map(str, run)) for run in runs)


_SPAN = 2
"""Neighbours that are still written one by one."""
_PICKING = (
    Key("", _("the next digit")),
    Key("enter", _("that one")),
    Key("backspace", _("one back")),
    Key("escape", _("nobody")),
)
_KEYS = (
    Key("", _("Digits")),
    Key("enter", _("after each number; on nothing it takes them")),
    Key("backspace", _("one back")),
    Key("escape", _("not now")),
)
