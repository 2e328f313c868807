"""Plays a story on a contest, through its moves and nothing else.

Decides how the terse steps of a story become facts: the player finds the open move a step means and fills it, so what
no move offers fails the story. What comes out is not looked at in here.

A story is a list of acts, each `{name: body}`. A name is a round's id, which begins that round, or a verb of the frame:
`draw` (the order), `adjust` (team, points, reason), `play_off` (the tied teams and their round), `share` (a tie left).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import attrs

from quizarena.contest import Contest
from quizarena.facts import Fact, Record
from quizarena.moves import IllegalFact, Move
from quizarena.rulebook import RoundEntry
from quizarena.testing import START, seat_of

Body: TypeAlias = Any
"""What a story says under a name: text, a mapping of texts, or a list; every scalar is text."""


@attrs.define
class Player:
    """A contest and its clock; each fact is a second later than the last."""

    contest: Contest
    readers: Mapping[str, Callable[[Player, Body], None]]
    seconds: int = 0
    packs: dict[str, str] = attrs.field(factory=dict)
    """The pack each team picks in the running round, where the story says."""

    def moves(self, type_: str, **given: Any) -> list[Move]:
        """Return the open moves of a fact type whose `given` agree with `given` as far as they name it."""
        return [
            move
            for move in self.contest.moves()
            if move.closed is None
            and move.fact.type == type_
            and all(move.identity.get(name, value) == value for name, value in given.items())
        ]

    def offers(self, type_: str, **given: Any) -> bool:
        """Whether such a move is open."""
        return bool(self.moves(type_, **given))

    def make(self, type_: str, values: Mapping[str, Any] | None = None, /, **given: Any) -> Record:
        """Push what such a move makes; what no `given` of the move names fills a blank, beside `values`."""
        found = self.moves(type_, **given)
        if not found:
            open_ = sorted({move.fact.type for move in self.contest.moves() if move.closed is None and not move.aside})
            raise LookupError(f"no open move makes {type_} with {given}; open are {', '.join(open_)}")
        self.seconds += 1
        now = START + timedelta(seconds=self.seconds)
        fact, seat = _filled(found, {**(values or {}), **given}, now)
        return self.contest.push(fact, seat=seat, at=now)

    def wait(self, seconds: int) -> None:
        """Let so many seconds pass."""
        self.seconds += seconds

    @property
    def entry(self) -> RoundEntry:
        """The running round as the rulebook has it."""
        running = self.contest.state.running
        assert running is not None
        return self.contest.position.entry(running)

    def play(self, acts: list[dict[str, Body]]) -> None:
        """Open the contest, play all acts, sign."""
        self.make("contest.opened", mode="live")
        for act in acts:
            [(name, body)] = act.items()
            _VERBS.get(name, self._round(name))(self, body)
        self.make("contest.signed", by="chief")

    def _round(self, name: str) -> Callable[[Player, Body], None]:
        def begin(player: Player, body: Body) -> None:
            player.make("round.begun", round=name)
            player.read(body)

        return begin

    def read(self, body: Body) -> None:
        """Play the running round."""
        self.readers[self.entry.kind.partition(".")[0]](self, body)


def _filled(moves: list[Move], values: Mapping[str, Any], now: datetime) -> tuple[Fact, str]:
    """Return what the first of `moves` makes that takes all of `values`, and the seat to push it from."""
    refusals = []
    for move in moves:
        try:
            fact = move.fill({name: value for name, value in values.items() if name not in move.identity}, now=now)
        except IllegalFact as error:
            refusals.append(error)
        else:
            return fact, seat_of(move, fact)
    raise refusals[0]


def _draw(player: Player, body: Body) -> None:
    player.make("draw.entered", order=tuple(body.split()), drawn_by="captains")


def _adjust(player: Player, body: Body) -> None:
    team, points, reason = body.split(maxsplit=2)
    player.make("score.adjusted", team=team, points=points, reason=reason)


def _play_off(player: Player, body: Body) -> None:
    teams, played = body["teams"], body["play"]
    player.make("playoff.called", teams=tuple(teams.split()))
    player.read(played)


def _share(player: Player, body: Body) -> None:
    player.make("tie.shared", teams=tuple(body.split()))


_VERBS: Mapping[str, Callable[[Player, Body], None]] = {
    "draw": _draw,
    "adjust": _adjust,
    "play_off": _play_off,
    "share": _share,
}
