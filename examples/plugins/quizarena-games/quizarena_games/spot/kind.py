"""Spot the mistake as a round kind."""

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

from . import lines
from .facts import SPOT_FACTS
from .moves import TAKEN_WORDS, spot_moves
from .rules import Picture, SpotRules
from .scene import spot_scene
from .state import Claim, Sight, State, after

OVER = both("超过最多可算的处数，不计", "more than the most that count")


class Spot(BaseKind):
    """Spot the mistake (识图找茬)."""

    name = "spot"
    title = both("识图找茬", "Spot the mistake")
    rules = SpotRules
    facts = SPOT_FACTS

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse too few pictures, and ids that mean two things."""
        if rules.pictures and len(rules.pictures) < len(roster.teams):
            wanted, found = len(roster.teams), len(rules.pictures)
            text = sentence("需要 {n} 幅图，只有 {m} 幅", "expected {n} pictures, found {m}", n=wanted, m=found)
            yield "pictures", text
        if _repeated([picture.id for picture in rules.pictures]):
            yield "pictures", both("有两幅图代号相同", "two pictures have the same id")
        for place, picture in enumerate(rules.pictures):
            if (reason := _refuse_mistakes(picture)) is not None:
                yield f"pictures.{place}.mistakes", reason

    def begin(self, moment: Moment) -> State:
        """Begin with nothing shown."""
        return State()

    def moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield what may happen now."""
        return spot_moves(state, moment)

    def apply(self, state: State, seq: int, fact: Fact) -> State:
        """Return the state after `fact`."""
        return after(fact, state, seq)

    def uses(self, state: State) -> Iterator[str]:
        """Yield the pictures shown, so that no other round of the event shows them again."""
        return (sight.picture for sight in state.sights if sight.picture)

    def scores(self, state: State, moment: Moment) -> Mapping[str, Score]:
        """Return each team's claims, those over the most that count struck."""
        parts: dict[str, list[Score]] = {team.id: [] for team in moment.field.teams}
        for sight in state.sights:
            if not sight.void:
                parts[sight.team] += _leaves(sight, moment.rules)
        return {team: combine(SUM, moment.title, each) for team, each in parts.items()}

    def scene(self, state: State, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows."""
        return spot_scene(state, moment, audience)


def _repeated(ids: list[str]) -> bool:
    return len(set(ids)) < len(ids)


def _refuse_mistakes(picture: Picture) -> Text | None:
    ids = [mistake.id for mistake in picture.mistakes]
    if _repeated(ids):
        return both("有两处错代号相同", "two mistakes have the same id")
    taken = sorted(TAKEN_WORDS.intersection(ids))
    return sentence("代号不能叫 {id}", "no mistake may be called {id}", id=taken[0]) if taken else None


def _leaves(sight: Sight, rules: SpotRules) -> Iterator[Score]:
    found = 0
    for claim in sight.claims:
        if claim.what == "extra" and not claim.verdict:
            continue
        label, record = lines.claim(rules, sight, claim), claim.ruled or claim.seq
        if not _is_found(claim):
            yield leaf(rules.false_claim, label, record)
            continue
        found += 1
        score = leaf(rules.points, label, record)
        yield score if found <= rules.most else score.struck(OVER)


def _is_found(claim: Claim) -> bool:
    return claim.verdict == "accepted" if claim.what == "extra" else claim.what != "false"
