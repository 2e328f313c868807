"""Which performances are still to come, as far as anybody can know: before the draw less than after it.

Each kind says what it will ask the judges for; where a draw, results or a choice are still to come, that is looked at
in several ways, and what does not come out alike in all of them is left blank.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import attrs

from ..contest import Contest
from ..contest.draw_steps import drawn_by_lot
from ..contest.facts import RoundBegun
from ..contest.position import Position
from ..contest.qualification import entrants, running_order, ties_before
from ..contest.state import ORDER, Played, order_purpose
from ..languages import LANGUAGES
from ..rounds import COMING, Moment, SoFar
from ..rulebook import resolved_mapping
from ..text import Text, draw
from .ballot_forms import EITHER, Form, Performance, Topic, common, performances

if TYPE_CHECKING:
    from ..rulebook import RoundEntry

Teams = tuple[str, ...]
_T = TypeVar("_T")


def coming(contest: Contest, round_id: str | None = None) -> list[Performance]:
    """Return the performances that judges have still to mark, in their order; of one round, if its id is given.

    The ballots already in are not asked for again. Where it is not known who takes part, the forms name no team.
    """
    said = _Public(contest)
    teams = [team.id for team in contest.state.roster.teams]
    found: list[Performance] = []
    for each, tellings in _rounds(contest.position):
        if round_id in (None, each):
            found += _of_round(list(tellings), teams)
    return [attrs.evolve(each, topic=said.topic(each.topic)) for each in found]


def _rounds(position: Position) -> Iterator[tuple[str, Iterator[list[Performance]]]]:
    """Yield the running round and those to come, each with what it will ask for in each way it may come."""
    running = position.state.running
    if running is not None and not running.play_off and not running.cut:
        yield running.id, _of_kind(position, running, position.moment(running))
    for entry in position.rulebook.rounds:
        if position.state.played(entry.id) is None:
            yield entry.id, _of_entry(position, entry)


def _of_kind(position: Position, played: Played, moment: Moment) -> Iterator[list[Performance]]:
    kind = position.kind(played)
    return (performances(kind, moment, states) for states in kind.upcoming(played.state, moment))


def _of_entry(position: Position, entry: RoundEntry) -> Iterator[list[Performance]]:
    """Yield what a round that has not begun will ask for in each way it may begin."""
    is_next = _is_next(position, entry)
    for drawn in _drawn(position):
        for order in _orders(drawn, entry, is_next=is_next):
            begun = drawn.begin(RoundBegun(entry.id, order), COMING)
            played = begun.state.running
            assert played is not None
            moment = begun.moment(played)
            for so_far in (moment.so_far,) if is_next else _standings(order, moment.so_far):
                yield from _of_kind(begun, played, attrs.evolve(moment, so_far=so_far))


def _is_next(position: Position, entry: RoundEntry) -> bool:
    """Whether nothing is played before a round any more, so that what hangs on results is known."""
    running = position.state.running
    is_between = running is None or position.is_over(running)
    return is_between and position.coming is entry and not ties_before(position, entry)


def _drawn(position: Position) -> Iterator[Position]:
    """Yield the position or, before the draw, one for each team that may come first in it."""
    ceremony = position.state.draw(ORDER)
    if ceremony.order is not None or not drawn_by_lot(position):
        yield position
        return
    teams = tuple(team.id for team in position.state.roster.teams if team.plays)
    for order in _turned(teams, range(len(teams))):
        yield position.at(position.state.with_draw(attrs.evolve(ceremony, order=order)))


def _orders(position: Position, entry: RoundEntry, *, is_next: bool) -> Iterator[Teams]:
    """Yield the running orders a coming round may have, the contest's draw being known."""
    needs = (entry.order or position.rulebook.order).method.needs
    is_drawn = entry.order is None or position.state.draw(order_purpose(entry.id)).order is not None
    is_open = not is_next if needs == "standings" else needs != "nothing" and not is_drawn
    for teams in _who(position, entry):
        yield from _turned(teams, (0, 1)) if is_open else (running_order(position, entry, teams),)


def _who(position: Position, entry: RoundEntry) -> Iterator[Teams]:
    """Yield who may take part in a coming round, in the contest's running order; nobody is in all, if anybody may miss.

    Who goes on from heats is known once these are over and no tie is open at the edge.
    """
    advance = entry.advance
    if advance is None or (_are_over(position, (*advance.of, *advance.by)) and not ties_before(position, entry)):
        yield entrants(position, entry)
        return
    able, count = _able(position, entry)
    pool = tuple(team for team in position.order if team in able)
    for teams in _turned(pool, range(0, len(pool), max(1, len(pool) - count))):
        yield tuple(team for team in pool if team in teams[:count])


def _are_over(position: Position, rounds: Iterable[str]) -> bool:
    played = [position.state.played(each) for each in rounds]
    return all(each is not None and position.is_over(each) for each in played)


def _able(position: Position, entry: RoundEntry) -> tuple[frozenset[str], int]:
    """Return who may come to take part in a round, and how many of them will."""
    if entry.advance is None:
        teams = frozenset(team.id for team in position.state.roster.teams if team.plays)
        able = teams if entry.listed is None else teams.intersection(entry.listed)
        return able, len(able)
    heats = {each.teams: each for each in position.rulebook.rounds if each.id in entry.advance.of}
    groups = [_able(position, each) for each in heats.values()]
    advance, seeds = entry.advance, len(entry.advance.seeds)
    seeded = {team.id for team in position.state.roster.teams if team.plays} if seeds else set()
    count = sum(max(0, min(advance.top, count) - advance.skip) for _, count in groups)
    return frozenset(seeded).union(*(able for able, _ in groups)), seeds + count


def _standings(order: Teams, so_far: SoFar) -> Iterator[SoFar]:
    """Yield two ways the standings may be when a round begins, with nobody at the same place in both."""
    for teams in _turned(order, (0, 1)):
        yield SoFar(partial(_falling, teams), lambda: so_far.used, lambda: so_far.meetings)


def _falling(teams: Teams) -> dict[str, Fraction]:
    return {team: Fraction(-place) for place, team in enumerate(teams)}


def _turned(teams: Teams, firsts: Iterable[int]) -> Iterator[Teams]:
    """Yield the teams from another one on, round to those before it, for each of `firsts`; once a lone one."""
    for first in dict.fromkeys(each % max(1, len(teams)) for each in firsts):
        yield teams[first:] + teams[:first]


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
        scene, rules = contest.scene("hall"), resolved_mapping(contest.rulebook, with_sealed=False)
        said = [*(scene.to_json(language) for language in LANGUAGES), rules, contest.export("hall")[1:]]
        self._said = json.dumps(said, ensure_ascii=False)

    def topic(self, topic: Topic | None) -> Topic | None:
        """Return a topic, its words only where the hall knows them."""
        return topic if topic is None or self._has(topic.words) else attrs.evolve(topic, words=None)

    def _has(self, words: Text | None) -> bool:
        if words is None:
            return False
        return all(json.dumps(draw(words, each), ensure_ascii=False) in self._said for each in LANGUAGES)
