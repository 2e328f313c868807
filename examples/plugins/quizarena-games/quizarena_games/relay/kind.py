"""The relay as a round kind: which state it begins in, what it scores, what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizarena.facts import Fact
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import BaseKind, Moment
from quizarena.scenes import Audience, Scene
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.text import Text, both, sentence

from .facts import RELAY_FACTS
from .moves import relay_moves
from .rules import RelayRules
from .scene import relay_scene
from .state import State, after, out, winner

BONUS = both("飞花令胜出", "won the relay")


class Relay(BaseKind):
    """The verse relay (飞花令)."""

    name = "relay"
    title = both("飞花令", "Verse relay")
    rules = RelayRules
    facts = RELAY_FACTS

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a relay nothing can put anybody out of."""
        if not rules.out_on:
            yield "out_on", both("至少写一种出局情形", "expected at least one thing that puts a team out")

    def begin(self, moment: Moment) -> State:
        """Begin with no word."""
        return State()

    def moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield what may happen now."""
        return relay_moves(state, moment)

    def apply(self, state: State, seq: int, fact: Fact) -> State:
        """Return the state after `fact`."""
        return after(fact, state, seq)

    def scores(self, state: State, moment: Moment) -> Mapping[str, Score]:
        """Return each team's good lines, and the winner's bonus."""
        parts: dict[str, list[Score]] = {team.id: [] for team in moment.field.teams}
        for said in state.said:
            if said.verdict == "good":
                label = sentence("第 {n} 句", "turn {n}", n=said.turn)
                parts[said.team].append(leaf(moment.rules.points, label, said.seq))
        if (first := winner(state, moment)) is not None:
            last_out = max(out(state, moment).values(), default=None)
            parts[first].append(leaf(moment.rules.winner_bonus, BONUS, last_out))
        return {team: combine(SUM, moment.title, each) for team, each in parts.items()}

    def scene(self, state: State, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows."""
        return relay_scene(state, moment, audience)
