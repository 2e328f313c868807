"""The round kind: what the frame asks, answered by the modules of this folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from quizarena.facts import Fact
from quizarena.moves import Drawing, Move
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import Advice, Award, BaseKind, Moment
from quizarena.scenes import Audience, Scene
from quizarena.scores import Score
from quizarena.text import Text

from .facts import FACTS
from .moves import aside_moves, drawings, forward_moves, upcoming
from .rules import ParliamentRules, advices, refusals
from .scene import scene
from .scoring import SPEAKERS, best_speakers, team_scores
from .state import State, after
from .words import _


class Parliament(BaseKind):
    """Four teams a room, ranked by the panel from the first to the fourth."""

    name = "parliament"
    title: Text = _("Parliamentary debate")
    rules = ParliamentRules
    facts: tuple[type[Fact], ...] = FACTS
    unit: Text | None = _("room")

    def refuse(self, rules: ParliamentRules, roster: Roster, panel: Panel | None) -> Iterable[tuple[str, Text]]:
        """Yield what cannot be played: teams that make no whole room, too few speakers, no judge."""
        return refusals(rules, roster)

    def advise(self, rules: ParliamentRules, roster: Roster) -> Iterable[Advice]:
        """Yield what an organiser should know before the day."""
        return advices(rules, roster)

    def begin(self, moment: Moment) -> State:
        """Return the state before anybody knows who debates together."""
        return State()

    def moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield the moves, forward ones first."""
        yield from forward_moves(state, moment)
        yield from aside_moves(state, moment)

    def apply(self, state: State, seq: int, fact: Fact) -> State:
        """Return the state after `fact`."""
        return after(state, seq, fact)

    def upcoming(self, state: State, moment: Moment) -> Iterator[Sequence[State]]:
        """Yield the rooms still to be marked, in rows that differ in what is not settled: rooms, seats, motions."""
        return upcoming(state, moment)

    def scores(self, state: State, moment: Moment) -> Mapping[str, Score]:
        """Return the score of each team whose room is open."""
        return team_scores(state, moment)

    def awards(self, state: State, moment: Moment) -> Iterable[Award]:
        """Yield the best speaker once every room is closed."""
        return best_speakers(state, moment)

    def parts(self, rules: ParliamentRules) -> Iterable[str]:
        """Yield what a score is made of beside the points of the place."""
        return (SPEAKERS,)

    def full_mark(self, rules: ParliamentRules) -> Decimal:
        """Return what the first of a room gets."""
        return rules.points[0]

    def begun(self, state: State) -> int | None:
        """Return the record that seated the last room."""
        return state.rooms[-1].seated if state.rooms else None

    def draws(self, state: State, moment: Moment) -> Iterable[Drawing]:
        """Yield the draws of rooms and seats, as far as the rules draw them."""
        return drawings(state, moment)

    def scene(self, state: State, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows."""
        return scene(state, moment, audience)
