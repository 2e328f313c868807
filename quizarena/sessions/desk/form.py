"""Filling a move field by field, and the question before a grave one.

Decides the order of the fields (as the move has them) and that an intervention of the arbiters, or what cannot simply
be undone, is shown with its effect and asked once more before it is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias, assert_never

import attrs

from ...clocks import Clock
from ...contest import facts as frame
from ...facts import Intent, Record
from ...moves import Blank, Choice, IllegalFact, Instant, Move, Number, Permutation
from ...moves import Line as LineBlank
from ...roster import Seat
from ...scenes import Clocks
from ...text import Joined, Text, plain
from ..bindings import Bound, seat_number
from ..dialog import Block, Dialog, Gap, Key, Keys, Line
from ..keys import Press
from . import sentences
from .desk import Desk
from .entry import Entry, reasons_for
from .fewer_judges import panel_after
from .numbers import Called, numbers_of
from .presence import stop_clock
from .words import _

Take: TypeAlias = Callable[[Bound, str, datetime], None]
"""What does what is bound to a key."""
TWICE = timedelta(seconds=60)
"""The same intervention again within this asks whether it is meant."""


def recorded_by(desk: Desk, move: Move) -> str:
    """Return the key that records a move once it has been named and asked about, "" where nothing is asked.

    What takes something away takes a key that stands in no number and is pressed by no habit: it is + alone.
    """
    match move.intent:
        case Intent.ABSENCE | Intent.ROSTER | Intent.PENALTY | Intent.REOPENING | Intent.SIGNING:
            return "+"
        case Intent.STOPPAGE:  # to go on again is a step like others
            return "" if move.gesture is not None else "+"
        case Intent.TIE:
            return "" if move.gesture is not None else "enter"
        case Intent.CUE:  # standings that were kept back appear in the hall at once
            return "enter" if move.fact is frame.StandingsFrozen else ""
        case Intent.BALLOT:  # a vote is read back, marks were checked as they were typed
            return "" if any(isinstance(blank, Number) for blank in move.blanks) else "enter"
        case Intent.STEP | Intent.CALL | Intent.RULING | Intent.CLOCK | Intent.TIMING:
            return _asked_once(desk, move)
        case Intent.BALLOT_RETURN | Intent.REVEAL | Intent.UNMARKED | Intent.DRAW | Intent.PROTEST | Intent.CHANGE:
            return _asked_once(desk, move)
        case _:
            assert_never(move.intent)


def _asked_once(desk: Desk, move: Move) -> str:
    """Return Enter where a move is the arbiters', or opens at once what is sealed."""
    return "enter" if Seat.of(move.seat).role == "arbiter" or unseals(desk, move) else ""


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
    return bound.move.label if recorded_by(desk, bound.move) else None


def late_seconds(desk: Desk, now: datetime) -> str:
    """Return how far past zero the running clock is, in seconds and tenths; empty while there is time."""
    clocks = [face.clock for block in desk.scene().of(Clocks) for face in block.faces]
    over = max((_over_ms(clock, now) for clock in clocks if clock.running), default=0)
    return f"{over // 1000}.{over % 1000 // 100}" if over > 0 else ""


def _over_ms(clock: Clock, now: datetime) -> int:
    return clock.used_at(now) - clock.limit_ms


@attrs.define
class Question:
    """A grave move named and asked about: its key is not the one that opened it, unless it is + alone."""

    desk: Desk
    text: Text
    bound: Bound
    opened_by: str
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)

    @property
    def key(self) -> str:
        """The key that does it."""
        if recorded_by(self.desk, self.bound.move) == "+":
            return "+"
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
    if not bound.move.judges or bound.missing or not bound.move.aside:
        return None
    try:
        fact = bound.move.fill(bound.values, now=now)
    except IllegalFact:
        return None
    return panel_after(desk, fact)


@attrs.define
class ValidOrFoul:
    """A press before the buzzers were open: + the host had called and it is valid, - it was a false start."""

    desk: Desk
    valid: Bound
    foul: Bound
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)

    def press(self, press: Press, now: datetime) -> bool:
        """Record what it was on + or -; other keys record nothing."""
        if press.key not in ("+", "-"):
            return False
        found = self.valid if press.key == "+" else self.foul
        self.desk.close()
        self.desk.do(found.move, found.values, now)
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return both answers with what they cost."""
        team = self.valid.label
        valid = Key("+", _("valid: the host had called, Space was forgotten; {team} answers", team=team))
        foul = Key("-", _("false start: the host had not called"))
        blocks: tuple[Block, ...] = (
            Line(_("{team} pressed before the buzzers were open.", team=team)),
            Gap(),
            Keys((valid,)),
            Line(_("no points are taken"), indent=5),
            Gap(optional=True),
            Keys((foul,)),
            *(attrs.evolve(line, indent=5) for line in effect_lines(self.desk, self.foul, now)),
            Gap(),
            Keys((Key("escape", _("mistyped: nobody pressed, nothing is recorded")),)),
        )
        keys = Key("+", _("valid")), Key("-", _("false start")), Key("escape", _("mistyped"))
        return Dialog(_("{team}: valid, or a false start?", team=team), blocks, keys)


@attrs.define
class NumberPick:
    """A number of two digits being typed, of those who can be picked; `take` does what one digit would do."""

    desk: Desk
    move: Move
    field: Entry
    take: Take

    @property
    def typing(self) -> bool:
        """Whether the next digit belongs to the number."""
        return self.field.gathering

    @property
    def typed(self) -> str:
        """The digits so far."""
        return self.field.typed

    def press(self, press: Press, now: datetime) -> bool:
        """Take a digit, or Enter after the last one."""
        if self.field.take(press):
            blank = self.field.blank
            option = blank.option(self.field.value) if isinstance(blank, Choice) else None
            self.desk.close()
            self.take(Bound(self.move, {blank.path: self.field.value}, option), press.key, now)
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return who can be picked, and the digits so far."""
        keys = Key("", _("the next digit")), Key("enter", _("that one")), Key("escape", _("nobody"))
        return Dialog(self.move.label, self.field.blocks(), keys, self.typing)


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
            self.desk.say(_("Only + records this."))
        else:
            return False
        return True

    def _push(self, now: datetime) -> None:
        """Record it; a form whose move is refused stays, at its last field. An interruption stops the clock first."""
        if self.move.fact is frame.Interrupted:
            stop_clock(self.desk, now, now)
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
        filled = (Line(Joined((each.label, _shown(each)), ": "), "quiet") for each in self.fields[: self._at])
        if self._record is not None:
            done = Line(_("Recorded as #{seq}.", seq=f"{self._record.seq:03}"), "emphasis")
            return Dialog(title, (*filled, done), (Key("escape", _("back to the desk")),), asks=True)
        if self.field is not None:
            return Dialog(title, (*filled, *self.field.blocks()), self._keys(self.field), self.typing)
        effect = effect_lines(self.desk, Bound(self.move, self.values), now)
        again = Line(_("The same was recorded within the last minute. Again?"), "emphasis")
        blocks = (*self._hit(), *filled, *effect, *((again,) if self._repeated(now) else ()))
        return Dialog(title, blocks, tuple(self._last_keys()), asks=True)

    def _title(self) -> Text:
        """Return whom it hits, and what it is."""
        return Joined((*named(self.desk, self.move, self.values)[:1], self.move.label), ": ")

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


def named(desk: Desk, move: Move, values: Mapping[str, Any]) -> tuple[Text, ...]:
    """Return the names of those whom a move filled with `values` concerns: its judge, its member, its team."""
    roster, given = desk.contest.state.roster, {**move.identity, **move.derived, **values}
    known = {judge.id for judge in roster.judges} | {team.id for team in roster.teams}
    known |= {member.id for team in roster.teams for member in team.members}
    return tuple(roster.name(given[path]) for path in ("judge", "member", "team") if given.get(path) in known)


def _shown(field: Entry) -> Text:
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


def open_form(desk: Desk, move: Move, values: Mapping[str, Any], now: datetime, *, asked: bool = False) -> None:
    """Fill a move: at once where nothing is left to ask for, else field by field.

    `asked` says that the move was named when it was chosen, so that a question that Enter answers is left out.
    """
    if move.closed is not None:
        desk.say(move.closed)
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


def open_pick(desk: Desk, bound: Bound, digit: str, now: datetime, take: Take) -> None:
    """Go on with a number of two digits, of those that the first field of a move offers."""
    (path,) = bound.values
    pick = NumberPick(desk, bound.move, Entry(desk, bound.move.blank(path)), take)
    desk.open(pick)
    pick.press(Press(digit, digit), now)


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
    """Return what a person fills in: all but instants, and what the machine draws by chance."""
    chance = (blank for blank in move.blanks if isinstance(blank, LineBlank) and blank.entropy)
    machine = {blank.path for blank in chance}
    return [blank for blank in move.blanks if not isinstance(blank, Instant) and blank.path not in machine]


def today(move: Move, now: datetime) -> dict[str, str]:
    """Return today's date for each line that holds a date."""
    dates = [blank for blank in move.blanks if isinstance(blank, LineBlank) and blank.form == "date"]
    return {blank.path: f"{now:%Y-%m-%d}" for blank in dates}
