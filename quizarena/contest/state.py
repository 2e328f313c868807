"""What a contest remembers, as a frozen value. No rules stand in it and no scores: both follow from it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from itertools import takewhile
from typing import Any

import attrs

from ..clocks import Clock
from ..draws import tickets
from ..moves import Drawing, DrawWay, Lot, grouped
from ..roster import Roster
from ..text import Text
from ..values import evolve, fast_init

ORDER = "order"
"""The purpose of the draw that gives the running order."""


def order_purpose(round_id: str) -> str:
    """Return the purpose of the draw that gives a round a running order of its own."""
    return f"{ORDER}/{round_id}"


def ordered_round(purpose: str) -> str | None:
    """Return the round whose order a draw of that purpose gives, "" for the contest's; None where it gives none."""
    what, _slash, round_id = purpose.partition("/")
    return round_id if what == ORDER else None


_TIE = "tie/"


def lot_purpose(tied: tuple[str, ...]) -> str:
    """Return the purpose of the lot that breaks a tie, the same in whatever order the tied are named."""
    return _TIE + "+".join(sorted(tied))


def breaks_tie(purpose: str) -> bool:
    """Whether a draw of that purpose is the lot among teams that are tied."""
    return purpose.startswith(_TIE)


@fast_init
@attrs.frozen
class Attempt:
    """A ceremony that was taken back: the record that began it, the one that took it back, by whom and why."""

    committed: int
    abandoned: int
    by: str
    reason: str


@fast_init
@attrs.frozen
class Ceremony:
    """A draw in public, as far as it has come; `abandoned` are the attempts at it before, oldest first.

    One that a round holds has a `drawing`, the `way` that was chosen for it, and the id of the `round`.
    """

    purpose: str
    labels: tuple[str, ...] = ()
    committed: int | None = None
    date: str = ""
    secret: str = ""
    numbers: str = ""
    seed: str | None = None
    order: tuple[str, ...] | None = None
    abandoned: tuple[Attempt, ...] = ()
    way: DrawWay | None = None
    drawing: Drawing | None = None
    round: str = ""

    def begun(self, seq: int, labels: tuple[str, ...], date: str, secret: str) -> Ceremony:
        """Return the ceremony once the record `seq` published its names and the hash of its secret."""
        anew = Ceremony(self.purpose, abandoned=self.abandoned, way=self.way, drawing=self.drawing, round=self.round)
        return evolve(anew, labels=labels, committed=seq, date=date, secret=secret)

    def arranged(self, order: tuple[str, ...]) -> tuple[str, ...]:
        """Return an order with the lots of each group together."""
        return order if self.drawing is None else grouped(order, self.drawing.labels, self.drawing.groups)

    @property
    def groups(self) -> tuple[int, ...]:
        """How many lots are opened at once, step by step; those that give nothing are not opened."""
        if self.drawing is None:
            return (1,) * len(self.order or ())
        return self.drawing.groups or (1,) * min(len(self.drawing.places), len(self.order or ()))


def numbers_needed(draw: Ceremony, least: int) -> int:
    """Return how many numbers a draw waits for: those of the rules, none where it is a quick one."""
    return 0 if draw.way is DrawWay.QUICK else least


def is_fixed(draw: Ceremony, least: int) -> bool:
    """Whether nothing of a ceremony may change any more: its numbers were called, or need not be."""
    return draw.committed is not None and (bool(draw.numbers) or not numbers_needed(draw, least))


@fast_init
@attrs.frozen
class Played:
    """A round that has begun: its kind's state, its running order, and the record that began it.

    `left` are the teams that left a play-off, for nothing ties them to the others any more.
    """

    id: str
    state: Any
    order: tuple[str, ...]
    begun: int
    cut: bool = False
    play_off: bool = False
    left: frozenset[str] = frozenset()

    def with_state(self, state: Any) -> Played:
        """Return the round in another state; spelt out, for every fact comes by here."""
        return Played(self.id, state, self.order, self.begun, self.cut, self.play_off, self.left)


@fast_init
@attrs.frozen
class Adjustment:
    """Points an arbiter added or deducted."""

    seq: int
    team: str
    points: Decimal
    reason: str
    round: str


@fast_init
@attrs.frozen
class Protest:
    """A protest against the record `record`, 0 for none; `decision` is empty while it is pending."""

    seq: int
    team: str
    about: str
    record: int = 0
    decision: str = ""
    reason: str = ""


@fast_init
@attrs.frozen
class PlayedMedia:
    """A sound or a film by its stored name, how long it was played, and the record that began it."""

    file: str
    clock: Clock
    since: int


@fast_init
@attrs.frozen
class BoardCue:
    """What the board was last told to show; `ends` is the countdown under the message, `note` is for the host alone.

    `since` is the step before, where this one opened more than one. `played` is what was played last.
    """

    programme: str = "follow"
    step: int = 0
    since: int = 0
    furthest: int = 0
    message: str = ""
    ends: Clock | None = None
    note: str = ""
    played: PlayedMedia | None = None

    def shows(self, programme: str, step: int) -> BoardCue:
        """Return the cue once the board shows that step of a programme."""
        before, furthest = (self.step, self.furthest) if programme == self.programme else (0, 0)
        since = before if before < step else max(0, step - 1)
        return evolve(self, programme=programme, step=step, since=since, furthest=max(step, furthest))

    def plays(self, file: str, action: str, at: datetime, seq: int) -> BoardCue:
        """Return the cue once a sound or a film was started, stopped or went on at an instant, by the record `seq`."""
        known = self.played
        if action == "start":
            return evolve(self, played=PlayedMedia(file, Clock(0).started(at), seq))
        if known is None or known.file != file:
            return self
        clock = known.clock.stopped(at) if action == "stop" else known.clock.started(at)
        return evolve(self, played=evolve(known, clock=clock))

    def moved_on(self) -> BoardCue:
        """Return the cue once play has gone on: lots or marks opened to the end make room for what comes next."""
        over = self.step and self.programme in ("draw", "marks")
        return evolve(self, programme="follow", step=0, since=0, furthest=0) if over else self


@fast_init
@attrs.frozen
class Reveal:
    """A stepwise reveal that the hall has not seen to its end: the round as it was before."""

    seq: int
    before: Played
    step: int = 0

    @property
    def round(self) -> str:
        """The id of the round."""
        return self.before.id


@fast_init
@attrs.frozen
class Opening:
    """Lots that the hall has not seen to the last: the draw as it was before, and how many there are."""

    seq: int
    before: Ceremony
    count: int
    step: int = 0


@fast_init
@attrs.frozen
class State:
    """Everything the frame remembers.

    `notice` is what hall and host are told of somebody who came, went or changed, or of a protest, until play goes on.
    `helps` are those used, each as (team, its name).
    `earlier` are the rounds before `running`, the one begun last, which may be over: kept apart, because a fact
    changes the last round alone. `frozen` is the record since which the hall's standings stay as they were.
    """

    roster: Roster
    mode: str = ""
    draws: tuple[Ceremony, ...] = ()
    earlier: tuple[Played, ...] = ()
    running: Played | None = None
    adjustments: tuple[Adjustment, ...] = ()
    helps: tuple[tuple[str, str], ...] = ()
    shared: frozenset[frozenset[str]] = frozenset()
    interrupted: int | None = None
    protests: tuple[Protest, ...] = ()
    board: BoardCue = BoardCue()
    reveal: Reveal | None = None
    opening: Opening | None = None
    frozen: int | None = None
    signed: int | None = None
    notice: Text | None = None

    @property
    def is_rehearsal(self) -> bool:
        """Whether the contest is a rehearsal (彩排) and its result none."""
        return self.mode == "rehearsal"

    def draw(self, purpose: str) -> Ceremony:
        """Return the draw of that purpose, as far as it has come."""
        return next((draw for draw in self.draws if draw.purpose == purpose), Ceremony(purpose))

    @property
    def lots(self) -> Mapping[str, Lot]:
        """The draws that rounds have held for themselves, by purpose."""
        held = ((draw, draw.drawing) for draw in self.draws)
        return {
            draw.purpose: Lot(draw.purpose, draw.order, _lines_of_proof(draw), drawing.takers)
            for draw, drawing in held
            if drawing is not None and draw.order is not None
        }

    def played(self, round_id: str) -> Played | None:
        """Return the round, None while it has not begun."""
        if self.running is not None and self.running.id == round_id:
            return self.running
        return next((played for played in reversed(self.earlier) if played.id == round_id), None)

    @property
    def rounds(self) -> tuple[Played, ...]:
        """The rounds that have begun, in that order."""
        return self.earlier if self.running is None else (*self.earlier, self.running)

    def rounds_before(self, played: Played) -> tuple[Played, ...]:
        """Return the rounds that began before one."""
        return tuple(takewhile(lambda each: each.id != played.id, self.rounds))

    def up_to(self, count: int) -> State:
        """Return the state as if only the first `count` rounds had begun; what else is remembered stays."""
        *earlier, running = self.rounds[:count] or (None,)
        return evolve(self, earlier=tuple(earlier), running=running)

    def with_begun(self, played: Played) -> State:
        """Return the state with one round more."""
        return evolve(self, earlier=self.rounds, running=played, board=self.board.moved_on(), notice=None)

    def protest(self, seq: int) -> Protest:
        """Return the protest that the record `seq` lodged."""
        return next(protest for protest in self.protests if protest.seq == seq)

    @property
    def pending_protests(self) -> tuple[Protest, ...]:
        """The protests not decided yet."""
        return tuple(protest for protest in self.protests if not protest.decision)

    def has_used(self, draw: Ceremony) -> bool:
        """Whether what goes by the order that was drawn has begun: the first round, or the one whose own it is."""
        round_id = ordered_round(draw.purpose)
        if round_id is None:
            return False
        return self.played(round_id) is not None if round_id else self.running is not None

    def with_draw(self, draw: Ceremony) -> State:
        """Return the state with that draw put in its place."""
        others = tuple(each for each in self.draws if each.purpose != draw.purpose)
        return evolve(self, draws=(*others, draw))

    def with_round(self, played: Played, reveal: Reveal | None = None) -> State:
        """Return the state with that round put in its place, and what of it is still being revealed."""
        board = self.board if reveal or self.reveal else self.board.moved_on()
        if self.running is not None and self.running.id == played.id:
            return evolve(self, running=played, reveal=reveal, board=board, notice=None)
        earlier = tuple(played if each.id == played.id else each for each in self.earlier)
        return evolve(self, earlier=earlier, reveal=reveal, board=board, notice=None)


def _lines_of_proof(draw: Ceremony) -> Mapping[str, str]:
    if draw.seed is None:
        return {}
    drawn = tickets(draw.labels, seed=draw.seed, purpose=draw.purpose).tickets
    return {label: ticket.line for label, ticket in drawn.items()}
