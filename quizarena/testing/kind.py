"""Random plays of one kind, which check everything a kind has to keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..contest import Contest
from ..contest import facts as frame
from ..contest.roster_facts import ROSTER_FACTS
from ..errors import RulebookError
from ..fact_book import FactBook
from ..facts import Fact
from ..moves import Move, seat_of
from ..roster import Seat
from ..rounds import RoundKind
from ..rulebook import formats
from .checks import check_foreseen, check_records, check_refusal, check_state, first_ballots, public
from .play import Clockwork, can_be_filled, fillings, forward_moves, opened, rulebook_of, step

_PEOPLE = frozenset(ROSTER_FACTS)
"""The frame's asides that change who takes part."""


def check_kind(
    kind: RoundKind, rules: Iterable[Mapping[str, Any]] | None = None, *, examples: int = 15, longest: int = 60
) -> None:
    """Play random rounds of `kind` from its moves alone and check everything a kind has to keep.

    Args:
        kind: The kind.
        rules: Rules to play it with, as a rulebook would write them; None takes the kind's formats, or no rules at all.
        examples: Random rounds for each of `rules`.
        longest: Facts in a round after which it is left unfinished.

    Raises:
        AssertionError: Something does not hold; Hypothesis shows the shortest play that shows it.
        PluginError: A fact class is not as `FactBook.of_kinds` wants it, such as a clock's without one instant `at`.
    """
    FactBook.of_kinds(frame.FRAME_FACTS, {kind.name: kind.facts})
    keeps_secrets = any(fact.sealed for fact in kind.facts)
    for each in list(rules) if rules is not None else _own_formats(kind):
        _check_play(kind, each, examples, longest)
        if keeps_secrets:
            _check_secrets(kind, each, examples, longest)


def _own_formats(kind: RoundKind) -> list[Mapping[str, Any]]:
    return [{"use": form.use} for form in formats({kind.name: kind}) if form.kind == kind.name] or [{}]


def _configured(examples: int) -> settings:
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, suppress_health_check=quiet, database=None)


def _begin(kind: RoundKind, rules: Mapping[str, Any], data: st.DataObject) -> Contest:
    """Open a contest of random size; where the kind refuses so few or so many, which is its right, of a usual one.

    Raises:
        RulebookError: These rules cannot be played with the usual four teams and seven judges either.
    """
    teams, judges = data.draw(st.integers(2, 6)), data.draw(st.integers(1, 7))
    try:
        rulebook = rulebook_of(kind, rules, teams, judges)
    except RulebookError:
        rulebook = rulebook_of(kind, rules, 4, 7)
    return opened(rulebook, {kind.name: kind})


def _check_play(kind: RoundKind, rules: Mapping[str, Any], examples: int, longest: int) -> None:
    @_configured(examples)
    @given(st.data())
    def play(data: st.DataObject) -> None:
        contest, clock = _begin(kind, rules, data), Clockwork()
        stale: list[Fact] = []
        for _turn in range(longest):
            check_state(contest)
            ahead = first_ballots(contest)
            fact = step(contest, data, clock, _mixed(contest, kind, data))
            if fact is None or contest.outcome() is not None:
                break
            check_foreseen(contest, ahead, fact)
            for old in stale[-2:]:
                check_refusal(contest, old, "desk")
            stale.append(fact)
        check_records(contest, {kind.name: kind})
        contest.verify()

    play()


def _mixed(contest: Contest, kind: RoundKind, data: st.DataObject) -> list[Move]:
    """Return forward moves mostly, now and then the asides of the kind or those that change who takes part."""
    forward = forward_moves(contest)
    mostly = data.draw(st.integers(0, 5)) > 0
    if forward and mostly:
        return forward
    own = _PEOPLE.union(kind.facts)
    asides = [move for move in contest.moves() if move.aside and move.fact in own and can_be_filled(move)]
    return asides or forward


def _check_secrets(kind: RoundKind, rules: Mapping[str, Any], examples: int, longest: int) -> None:
    """Two rounds that differ in one sealed value look alike to everybody else until the reveal."""

    @_configured(examples)
    @given(st.data())
    def play(data: st.DataObject) -> None:
        contest, clock = _begin(kind, rules, data), Clockwork()
        for _turn in range(longest):
            able = [move for move in forward_moves(contest) if move.fact.sealed]
            if able:
                move = data.draw(st.sampled_from(able))
                _compare_twins(contest, move, data, clock())
            if step(contest, data, clock, forward_moves(contest)) is None:
                break

    play()


def _compare_twins(contest: Contest, move: Move, data: st.DataObject, now: datetime) -> None:
    fact = data.draw(fillings(move, now))
    other = data.draw(fillings(move, now))
    twin_fact = attrs.evolve(fact, **{name: getattr(other, name) for name in fact.sealed})
    if move.refuse(twin_fact) is not None:
        return
    seat, one, two = seat_of(move, fact), contest.fork(), contest.fork()
    one.push(fact, seat=seat, id="same", at=now)
    two.push(twin_fact, seat=seat, id="same", at=now)
    judges = (str(Seat("judge", judge.id)) for judge in contest.state.roster.judges)
    others = [each for each in judges if each != seat]
    backstage = () if fact.backstage else ("desk", "host")
    for audience in (*backstage, "hall", *others[:1]):
        if audience != seat:
            assert public(one, audience) == public(two, audience), f"{audience} can tell what {move.fact.type} seals"
