"""What is asked before a move is recorded: which key records it, whom it hits, what it does; a press before the call.

What takes something away names whom and is recorded by + alone; what opens or ends something is asked about once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeAlias, assert_never

import attrs

from ...blanks import Number
from ...clocks import Clock, minutes
from ...errors import QuizArenaError
from ...facts import Intent
from ...moves import IllegalFact, Move
from ...points import show_signed
from ...roster import Seat
from ...scenes import Clocks
from ...text import Joined, Text, plain
from ..bindings import SEAT, Bound
from ..dialog import Block, Dialog, Gap, Key, Keys, Line
from ..keys import Press
from . import sentences
from .desk import Desk, Overlay
from .fewer_judges import panel_after
from .words import _


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
            return "enter" if move.fact.withholds else ""
        case Intent.BALLOT:  # a vote is read back, marks were checked as they were typed
            return "" if any(isinstance(blank, Number) for blank in move.blanks) else "enter"
        case Intent.STEP | Intent.CALL | Intent.RULING | Intent.CLOCK | Intent.TIMING:
            return _asked_once(desk, move)
        case Intent.BALLOT_RETURN | Intent.REVEAL | Intent.UNMARKED | Intent.DRAW | Intent.PROTEST | Intent.CHANGE:
            return _asked_once(desk, move)
        case _:
            assert_never(move.intent)


def _asked_once(desk: Desk, move: Move) -> str:
    """Return Enter where a move is the arbiters', or opens at once what is sealed; + where it ends a vote."""
    if move.poll is not None:
        return "+"
    return "enter" if Seat.of(move.seat).role == "arbiter" or unseals(desk, move) else ""


def unseals(desk: Desk, move: Move) -> bool:
    """Whether a move opens at once what another fact has sealed; a reveal in steps opens nothing at once."""
    opening = {name for each in desk.contest.book.classes.values() for name in each.sealed.values()}
    return move.fact.type in opening and not move.fact.reveals


def question(desk: Desk, bound: Bound, now: datetime) -> Text | None:
    """Return what to ask before a key's move is recorded, None for most."""
    if bound.option is not None and bound.option.in_time:
        late = late_seconds(desk, now)
        if late:
            return _("{seconds} s over time. {what}: all the same?", seconds=late, what=bound.option.label)
    if not recorded_by(desk, bound.move):
        return None
    chosen = () if bound.option is None else (bound.option.label,)
    return Joined((bound.move.label, *chosen), ": ")


def late_seconds(desk: Desk, now: datetime) -> str:
    """Return how far past zero the running clock is, in seconds and tenths; empty while there is time."""
    over = max((_over_ms(clock, now) for clock in _clocks(desk) if clock.running), default=0)
    return f"{over // 1000}.{over % 1000 // 100}" if over > 0 else ""


def _over_ms(clock: Clock, now: datetime) -> int:
    return clock.used_at(now) - clock.limit_ms


@attrs.define
class Question(Overlay):
    """A grave move named and asked about: its key is not the one that opened it, unless it is + alone."""

    desk: Desk
    text: Text
    bound: Bound
    opened_by: str

    @property
    def key(self) -> str:
        """The key that does it."""
        alone = recorded_by(self.desk, self.bound.move) == "+"
        return "+" if alone or self.opened_by == "enter" else "enter"

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
        return Dialog(
            _("Are you sure?"), blocks, (Key(self.key, _("yes, do it")), Key("escape", _("do nothing"))), asks=True
        )


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


Fill: TypeAlias = Callable[[Move, datetime], None]
"""What asks for what a move leaves open."""


@attrs.define
class NeverStarted(Overlay):
    """A step that leaves behind a clock that never ran: Space starts it, + goes on all the same, Enter does neither.

    T goes on too where the time can be typed in then: `timing` is the move for it, which `fill` asks for.
    """

    desk: Desk
    step: Bound
    start: Bound
    clock: Clock
    timing: Move | None
    fill: Fill

    def press(self, press: Press, now: datetime) -> bool:
        """Start the clock, or take the step."""
        if press.key == "+" or (press.key == "t" and self.timing is not None):
            found = self.step
        elif press.key == "space" and not self.start.missing:
            found = self.start
        else:
            return False
        self.desk.close()
        done = self.desk.do(found.move, found.values, now)
        if press.key == "t" and self.timing is not None and done is not None:
            self.fill(self.timing, now)
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return which clock it is, and what the keys do."""
        limit = minutes(self.clock.limit_ms // 1_000)
        title = _("Before “{step}”: this clock has not run", step=self.step.label)
        about = Line(_("The clock has not run: 0:00 of {limit}", limit=limit), "emphasis")
        return Dialog(title, (about, Gap(optional=True), Keys(tuple(self._keys())), _NO_OTHER))

    def _keys(self) -> Iterator[Key]:
        if not self.start.missing:
            yield Key("space", _("{start} now, and stay", start=self.start.label), self.start.label)
        if self.timing is not None:
            yield Key("t", _("it is over: {step}, and type the time in", step=self.step.label), _("type the time in"))
        later = _("; T puts a time in later") if self.timing is not None else plain("")
        on = Joined((_("{step}: no time is taken", step=self.step.label), later))
        yield Key("+", on, _("{step}: no time is taken", step=self.step.label))
        yield Key("escape", _("stay here"))


_NO_OTHER = Line(_("(Enter and digits do nothing here.)"), "quiet", 2)


def never_started(desk: Desk, step: Bound, now: datetime, fill: Fill) -> NeverStarted | None:
    """Return what is asked before a step that leaves a clock behind which never ran, None for any other."""
    start = _start(desk)
    if start is None or step.move.intent is not Intent.STEP or step.missing:
        return None
    after = desk.contest.fork()
    try:
        after.push(step.move.fill(step.values, now=now), seat=SEAT)
    except QuizArenaError:
        return None
    left = after.moves(SEAT)
    if any(start.move.is_same(move) for move in left):
        return None
    timing = next((move for move in left if move.aside and move.intent is Intent.TIMING), None)
    return NeverStarted(desk, step, start, _clocks(desk)[0], timing, fill)


def is_unstarted(desk: Desk) -> bool:
    """Whether a clock waits for Space and has never run."""
    start = desk.painted.keys.get("clock")
    return start is not None and _start(desk) == start


def _start(desk: Desk) -> Bound | None:
    """Return the key that starts the clock of now, None where there is none or it has run already."""
    turning = (each for each in desk.painted.keys.values() if each.move.intent is Intent.CLOCK)
    start, clocks = next((each for each in turning if each.move.closed is None), None), _clocks(desk)
    return start if clocks and not any(clock.running or clock.used_ms for clock in clocks) else None


def _clocks(desk: Desk) -> list[Clock]:
    return [face.clock for block in desk.scene().of(Clocks) for face in block.faces]


@attrs.define
class ValidOrFoul(Overlay):
    """A press before the buzzers were open: + the host had called and it is valid, - it was a false start."""

    desk: Desk
    valid: Bound
    foul: Bound

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
        team = self.foul.label  # the key may say how far the team was ahead
        valid = _("valid: the host had called, Space was forgotten; {team} answers", team=team)
        mistyped = _("mistyped: nobody pressed, nothing is recorded")
        blocks: tuple[Block, ...] = (
            Line(_("{team} pressed before the buzzers were open.", team=team)),
            Gap(),
            Keys((Key("+", valid, _("valid")),)),
            Line(_("no points are taken"), indent=5),
            Gap(optional=True),
            Keys((Key("-", _("false start: the host had not called"), self._foul_words(now)),)),
            *(attrs.evolve(line, indent=5) for line in effect_lines(self.desk, self.foul, now)),
            Gap(),
            Keys((Key("escape", mistyped, _("mistyped")),)),
            Line(_("(Digits, Space and Enter do nothing here.)"), "quiet", 2),
        )
        return Dialog(_("{team}: valid, or a false start?", team=team), blocks)

    def _foul_words(self, now: datetime) -> Text:
        """Return the false start with what it costs."""
        costs = sentences.consequence(self.desk.contest, self.foul, now) or ()
        figures = tuple(plain(f"({show_signed(each.by)})") for each in costs)
        return Joined((_("false start"), *figures), " ")


def named(desk: Desk, move: Move, values: Mapping[str, Any]) -> tuple[Text, ...]:
    """Return the names of those whom a move filled with `values` concerns: its judge, its member, its team."""
    roster, given = desk.contest.state.roster, {**move.identity, **move.derived, **values}
    known = {judge.id for judge in roster.judges} | {team.id for team in roster.teams}
    known |= {member.id for team in roster.teams for member in team.members}
    return tuple(roster.name(given[path]) for path in ("judge", "member", "team") if given.get(path) in known)
