"""Which performances are still to come, as far as anybody can know: before the draw less than after it.

The contest is played on from its moves alone, several times with other chances; what comes out alike every time is
known, what does not is left blank. Decides what is known; leaves reading ballots off the moves to `asked`, and the
playing to the robot of `quizarena.simulation`.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random
from typing import TypeVar

import attrs

from ..contest import Contest
from ..contest.position import Position
from ..simulation.robot import AVERAGE, MOST, Unplayable, play
from ..text import LANGUAGES, Text, draw
from .asked import EITHER, Form, Performance, Topic, common, performances

PLAYS = 18
"""So many alike by chance, where a coin decides: once in 130,000."""
FACTS = MOST
"""After so many a telling ends, whether or not the contest does."""
_T = TypeVar("_T")


def coming(contest: Contest, round_id: str | None = None) -> list[Performance]:
    """Return the performances that judges have still to mark, in their order; of one round, if its id is given.

    The ballots already in are not asked for again. Where it is not known who takes part, the forms name no team. What
    comes after a round that no robot brings to its end is missing.
    """
    order = [entry.id for entry in contest.rulebook.rounds]
    chance = Random("paper")
    first = _told(contest, chance, order)
    wanted = [each.round for each in first if round_id in (None, each.round)]
    if not wanted:
        return []
    stop = order[: 1 + max(map(order.index, wanted))]
    tellings = [first, *(_told(contest, chance, stop) for _play in range(PLAYS - 1))]
    said = _Public(contest)
    teams = [team.id for team in contest.state.roster.teams]
    found = []
    for each in dict.fromkeys(wanted):
        found += _of_round([[told for told in telling if told.round == each] for telling in tellings], teams)
    return [attrs.evolve(each, topic=said.topic(each.topic)) for each in found]


def _told(contest: Contest, chance: Random, rounds: Sequence[str]) -> list[Performance]:
    return performances(_positions(contest, chance, rounds))


def _positions(contest: Contest, chance: Random, rounds: Sequence[str]) -> Iterator[Position]:
    """Yield the positions of one telling from now on, as far as the last of `rounds` or as the robot comes."""
    yield contest.position
    with contextlib.suppress(Unplayable):
        for step in play(contest.position, AVERAGE, chance, seq=len(contest.records), most=FACTS):
            running = step.after.state.running
            if running is not None and not running.play_off and running.id not in rounds:
                return
            yield step.after


def _of_round(tellings: Sequence[list[Performance]], teams: Sequence[str]) -> list[Performance]:
    """Return the performances of a round: those of every telling, then as many without names as there are others."""
    keys = [[each.key for each in told] for told in tellings]
    known = [key for key in keys[0] if all(key in others for others in keys)]
    rest = [[each for each in told if each.key not in known] for told in tellings]
    found = [_agreed([told[of.index(key)] for told, of in zip(tellings, keys, strict=True)]) for key in known]
    if any([key for key in of if key in known] != known for of in keys):
        found.sort(key=lambda each: [teams.index(form.team) if form.team else -1 for form in each.forms])
    return [*found, *(_agreed([told[nth] for told in rest if nth < len(told)]) for nth in range(max(map(len, rest))))]


def _agreed(tellings: Sequence[Performance]) -> Performance:
    """Return what several tellings of a performance have in common."""
    first = tellings[0]
    forms = [common(forms) for forms in zip(*map(_ordered(tellings), tellings), strict=False)]
    if any(form.side == EITHER for form in forms):
        forms.sort(key=lambda form: (not form.about_team, form.podium or 0))
    words = _alike([each.topic.words if each.topic is not None else None for each in tellings])
    return attrs.evolve(
        first,
        forms=tuple(forms),
        heads=_alike([each.heads for each in tellings]) or (),
        topic=first.topic and Topic(first.topic.role, words),
    )


def _ordered(tellings: Sequence[Performance]) -> Callable[[Performance], Sequence[Form]]:
    """Return how forms are put side by side: by their keys where all tellings have the same, else as they stand."""
    if any(each.key != tellings[0].key for each in tellings):
        return lambda each: each.forms
    order = [form.key for form in tellings[0].forms]
    return lambda each: sorted(each.forms, key=lambda form: order.index(form.key))


def _alike(values: Iterable[_T]) -> _T | None:
    first, *others = values
    return first if all(each == first for each in others) else None


class _Public:
    """What the hall may read now: a topic stands on paper only once it is out."""

    def __init__(self, contest: Contest) -> None:
        """Note everything the hall is shown and may look up."""
        scene, rules = contest.scene("hall"), contest.rulebook.resolved(with_sealed=False)
        said = [*(scene.to_json(language) for language in LANGUAGES), rules, contest.export("hall")[1:]]
        self._said = json.dumps(said, ensure_ascii=False)

    def topic(self, topic: Topic | None) -> Topic | None:
        """Return a topic, its words only where the hall knows them."""
        return topic if topic is None or self._has(topic.words) else attrs.evolve(topic, words=None)

    def _has(self, words: Text | None) -> bool:
        if words is None:
            return False
        return all(json.dumps(draw(words, each), ensure_ascii=False) in self._said for each in LANGUAGES)
