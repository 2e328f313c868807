"""Write a round kind: the estimate (估数题). Each team names a number; the nearest to the answer gets the points.

Desk, judge's sheet, board and journal are drawn from what stands here; an entry point makes it a word of the rulebook:

    [project.entry-points."quizarena.kinds"]
    estimate = "my_package:Estimate"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import ClassVar

import attrs
from attrs.validators import ge

from quizarena import Fact, Intent, Move
from quizarena.blanks import Choice, Number, Option
from quizarena.points import show
from quizarena.rounds import BaseKind, Moment
from quizarena.rules import scoring
from quizarena.scenes import Audience, Headline, Scene, Table
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.text import Text, both, plain, sentence


@attrs.frozen(cache_hash=True)
class EstimateRules:
    """Scoring rules may be amended at any time; a sealed one is not for the hall."""

    answer: Decimal = scoring(sealed=True, help=both("答案", "the answer"))
    points: Decimal = scoring(default=Decimal(10), validator=ge(0), help=both("几分", "points for the nearest"))


@attrs.frozen
class Guessed(Fact, type="estimate.guessed", intent=Intent.CALL):
    """A team's number: nobody but who typed it may read it until it is revealed."""

    sealed: ClassVar[Mapping[str, str]] = {"number": "estimate.revealed"}
    team: str
    number: Decimal


@attrs.frozen
class Revealed(Fact, type="estimate.revealed", intent=Intent.REVEAL):
    """The numbers and the answer are shown."""


@attrs.frozen
class State:
    """Each guess with its record; no rules and no points, so that an amended rule re-scores the past."""

    guesses: tuple[tuple[Guessed, int], ...] = ()
    revealed: bool = False


class Estimate(BaseKind):
    """The nearest guess wins; equally near ones all do."""

    name = "estimate"
    title = both("估数题", "Estimate")
    rules = EstimateRules
    facts = (Guessed, Revealed)

    def begin(self, moment: Moment) -> State:
        """Begin with no guess."""
        return State()

    def moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield a guess while a team has none, and the reveal; none once it is revealed: the round is over."""
        had = {guess.team for guess, _seq in state.guesses}
        waiting = tuple(Option(team.id, team.name, team=team.id) for team in moment.field.playing if team.id not in had)
        if waiting and not state.revealed:
            blanks = (Choice("team", waiting, both("队", "team")), Number("number", both("数", "number")))
            yield Move(Guessed, both("报数", "A guess"), blanks=blanks)
        if not state.revealed:
            closed = both("还没有队报数", "nobody has guessed yet") if waiting and not had else None
            say = both("请看答案。", "Here is the answer.")
            yield Move(Revealed, both("揭晓", "Reveal"), gesture="next", say=say, closed=closed)

    def apply(self, state: State, seq: int, fact: Fact) -> State:
        """Return the state after `fact`; a move has offered it, so nothing is judged here."""
        if isinstance(fact, Guessed):
            return attrs.evolve(state, guesses=(*state.guesses, (fact, seq)))
        return attrs.evolve(state, revealed=True)

    def scores(self, state: State, moment: Moment) -> Mapping[str, Score]:
        """Return each team's score: a leaf says which record it comes from."""
        leaves: dict[str, list[Score]] = {team.id: [] for team in moment.field.teams}
        off = {guess.team: abs(guess.number - moment.rules.answer) for guess, _seq in state.guesses}
        for guess, seq in state.guesses if state.revealed else ():
            points = moment.rules.points if off[guess.team] == min(off.values()) else 0
            label = sentence("报 {n}，差 {off}", "guessed {n}, {off} off", n=guess.number, off=off[guess.team])
            leaves[guess.team].append(leaf(points, label, seq))
        return {team: combine(SUM, moment.title, parts) for team, parts in leaves.items()}

    def scene(self, state: State, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows; what is sealed is in no scene before its reveal."""
        table = Table((both("队", "team"), both("报数", "guess")), tuple(self._rows(state, moment)))
        head = plain(show(moment.rules.answer)) if state.revealed else moment.title
        return Scene(moment.title, (Headline(head), table))

    def _rows(self, state: State, moment: Moment) -> Iterator[tuple[Text, Text]]:
        for guess, _seq in state.guesses:
            shown = plain(show(guess.number)) if state.revealed else both("已报", "in")
            yield moment.field.team(guess.team).name, shown


if __name__ == "__main__":
    from quizarena.testing import check_kind  # needs Hypothesis: pip install quizarena[test]

    check_kind(Estimate(), [{"answer": 42}])
    print("check_kind found nothing")
