"""The round kind `placing`: the door between the frame and rounds whose result is places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from quizarena.facts import Fact
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import Advice, BaseKind, Moment
from quizarena.scenes import Audience, Scene
from quizarena.scores import Score
from quizarena_rounds.ballots import Refusal

from . import moves, scene, scoring
from .facts import FACTS
from .rules import PlacingRules, advices, refusals
from .state import PlacingState, after, to_rank
from .words import _


class Placing(BaseKind):
    """Teams get places, from judges who rank them or by what is measured, and points for their places."""

    name = "placing"
    title = _("Placed round")
    rules = PlacingRules
    facts = FACTS

    def refuse(self, rules: PlacingRules, roster: Roster, panel: Panel | None) -> Iterable[Refusal]:
        """Yield what cannot be played: judges with a panel that marks, or none."""
        return refusals(rules, roster, panel)

    def advise(self, rules: PlacingRules, roster: Roster) -> Iterable[Advice]:
        """Yield what may surprise."""
        return advices(rules, roster)

    def begin(self, moment: Moment) -> PlacingState:
        """Return the state before anybody is on stage."""
        return PlacingState()

    def moves(self, state: PlacingState, moment: Moment) -> Iterator[Move]:
        """Yield the moves."""
        return moves.moves(state, moment)

    def apply(self, state: PlacingState, seq: int, fact: Fact) -> PlacingState:
        """Return the state after `fact`."""
        return after(state, seq, fact)

    def waiting(self, state: PlacingState, moment: Moment) -> Iterable[str]:
        """Yield the teams that have not been on stage in the first part; later parts keep its order."""
        is_open = state.part == 1 and not moment.rules.together
        return (team.id for team in moment.field.playing if is_open and team.id not in state.entered)

    def upcoming(self, state: PlacingState, moment: Moment) -> Iterable[Sequence[PlacingState]]:
        """Yield the parts that judges still have to rank."""
        return (tuple(to_rank(state, moment.rules, moment.field)),)

    def scores(self, state: PlacingState, moment: Moment) -> Mapping[str, Score]:
        """Return the score of each team that has one."""
        return scoring.scores(state, moment)

    def full_mark(self, rules: PlacingRules) -> Decimal:
        """Return the points of the first place, or the most that a table gives."""
        given = [band.points for band in rules.measure.table] if rules.measure is not None else []
        return max(given or rules.points, default=Decimal(0))

    def parts(self, rules: PlacingRules) -> Iterable[str]:
        """Yield what stands beside the points of a place: what was measured, or the judges' places."""
        return (scoring.PLACES,) if rules.measure is None else (scoring.RESULT,)

    def scene(self, state: PlacingState, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows."""
        return scene.scene(state, moment, audience)
