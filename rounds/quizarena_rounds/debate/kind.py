"""The round kind: what the frame asks, answered by the modules of this folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from quizarena.facts import Fact
from quizarena.moves import Drawing, Move
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import Advice, Award, BaseKind, Meeting, Moment
from quizarena.scenes import Audience, Scene
from quizarena.scores import Score
from quizarena.text import Text

from .facts import FACTS
from .motions import used_motions
from .moves import aside_moves, drawings, forward_moves, upcoming
from .refusals import advices, refusals
from .results import best_debaters, meetings, team_scores
from .rules import DebateRules
from .scene import scene
from .state import State, after
from .tallies import OVERTIME
from .votes import BALLOTS, SPEAKERS
from .words import _


class Debate(BaseKind):
    """A debate in pairs: each pair debates one motion, judges mark both sides or vote."""

    name = "debate"
    title: Text = _("Debate")
    rules = DebateRules
    facts: tuple[type[Fact], ...] = FACTS
    unit: Text | None = _("match")

    def refuse(self, rules: DebateRules, roster: Roster, panel: Panel | None) -> Iterable[tuple[str, Text]]:
        """Yield what cannot be played: too few teams, judges or motions, marks that cannot be given."""
        return refusals(rules, roster, panel)

    def advise(self, rules: DebateRules, roster: Roster) -> Iterable[Advice]:
        """Yield what follows from an odd number of teams or an even number of votes."""
        return advices(rules, roster)

    def begin(self, moment: Moment) -> State:
        """Return the state before anybody knows who meets whom."""
        return State()

    def moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield the moves, forward ones first."""
        yield from forward_moves(state, moment)
        yield from aside_moves(state, moment)

    def apply(self, state: State, seq: int, fact: Fact) -> State:
        """Return the state after `fact`."""
        return after(state, seq, fact)

    def upcoming(self, state: State, moment: Moment) -> Iterator[Sequence[State]]:
        """Yield the matches still to be marked, in rows that differ in what is not settled: pairs, sides, motions."""
        return upcoming(state, moment)

    def scores(self, state: State, moment: Moment) -> Mapping[str, Score]:
        """Return each team's score: its match once revealed, its walkover or its bye."""
        return team_scores(state, moment)

    def awards(self, state: State, moment: Moment) -> Iterable[Award]:
        """Yield the best debater once every match is closed."""
        return best_debaters(state, moment)

    def meetings(self, state: State, moment: Moment) -> Iterable[Meeting]:
        """Yield who beat whom."""
        return meetings(state, moment)

    def full_mark(self, rules: DebateRules) -> Decimal:
        """Return the most a side can score: on its sheets, or by winning."""
        return sum(rules.criteria.values(), Decimal(0)) if rules.verdict == "points" else rules.votes.win

    def bank(self, rules: DebateRules) -> Iterable[tuple[str, str]]:
        """Yield the motions listed."""
        return ((f"motions.{nth}", motion.id) for nth, motion in enumerate(rules.motions))

    def parts(self, rules: DebateRules) -> Iterable[str]:
        """Yield the criteria and what else a score is made of."""
        return (*rules.criteria, BALLOTS, SPEAKERS, OVERTIME)

    def begun(self, state: State) -> int | None:
        """Return the record that began the last match."""
        return state.matches[-1].begun if state.matches else None

    def draws(self, state: State, moment: Moment) -> Iterable[Drawing]:
        """Yield the draws of pairs, sides and motions, as far as the rules draw them."""
        return drawings(state, moment.next)

    def uses(self, state: State) -> Iterable[str]:
        """Yield the motions drawn so far."""
        return used_motions(state)

    def scene(self, state: State, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows."""
        return scene(state, moment, audience)
