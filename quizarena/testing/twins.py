"""Contests that differ in one sealed value: whoever may not know it must not be able to tell them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st

from ..contest import Contest
from ..errors import QuizArenaError
from ..facts import Fact, Intent
from ..moves import Move, seat_of
from ..roster import Seat
from ..rounds import RoundKind
from ..rules import is_sealed, opened_by
from .checks import public
from .places import Place, Slip, field_place, lines_run, method_place, package_of, reading
from .play import Clockwork, fillings, forward_moves, step

_METHODS = {"scene": "scene", "rows": "scores", "explained": "scores", "awards": "awards"}
"""The method of a kind that each part of what an audience learns comes from."""
_OPENING = (Intent.RULING, Intent.REVEAL, Intent.UNMARKED)
"""What these facts are for opens a sealed rule that names no fact: the answer is told with the verdict."""


def tell_facts_apart(kind: RoundKind, contest: Contest, move: Move, data: st.DataObject, now: datetime) -> None:
    """Push a fact, and one with other sealed values, into two copies; Slip if somebody else learns which is which."""
    fact, other = data.draw(fillings(move, now)), data.draw(fillings(move, now))
    twin = attrs.evolve(fact, **{name: getattr(other, name) for name in fact.sealed})
    if fact == twin or move.refuse(twin) is not None:
        return
    seat, one, two = seat_of(move, fact), contest.fork(), contest.fork()
    one.push(fact, seat=seat, id="same", at=now)
    two.push(twin, seat=seat, id="same", at=now)
    for audience in _others(contest, fact, seat):
        part = _difference(one, two, audience)
        if part is not None:
            names = [name for name in fact.sealed if getattr(fact, name) != getattr(twin, name)]
            opened = " or ".join(sorted({fact.sealed[name] or "ever" for name in names}))
            sentence = f"{_called(audience)} can tell what {fact.type} seals in {' and '.join(names)} before {opened}"
            place = _leak(kind, one, audience, part, names) or field_place(type(fact), names[0])
            raise Slip(place, f"{sentence}; it shows in {_METHODS.get(part, part)}()")


def _others(contest: Contest, fact: Fact, seat: str) -> Iterator[str]:
    """Yield who else there is and may not know."""
    judges = (str(Seat("judge", judge.id)) for judge in contest.state.roster.judges)
    strangers = [each for each in judges if each != seat]
    for audience in (*(() if fact.backstage else ("desk", "host")), "hall", *strangers[:1]):
        if audience != seat:
            yield audience


def sealed_rules(kind: RoundKind, rules: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the name of each sealed rule that `rules` say something for, and the rules with something else there."""
    for field in attrs.fields(kind.rules):
        if is_sealed(field) and field.name in rules:
            other = _other(rules[field.name])
            if other != rules[field.name]:
                yield field.name, {**rules, field.name: other}


def _other(value: Any) -> Any:
    """Return a rule's value with other numbers and words, as a rulebook would write it; what is called `id` stays."""
    match value:
        case bool() | None:
            return value
        case int() | Decimal():
            return value + 1
        case str():
            return _other_text(value)
        case Mapping():
            return {key: each if key == "id" else _other(each) for key, each in value.items()}
        case list() | tuple():
            return [_other(each) for each in value]
        case _:
            return value


def _other_text(text: str) -> str:
    try:
        return str(Decimal(text) + 1)
    except ArithmeticError:
        return f"{text}*"


def tell_rules_apart(
    kind: RoundKind, pair: tuple[Contest, Contest], name: str, data: st.DataObject, longest: int
) -> None:
    """Play two contests alike whose rules differ in the sealed rule `name`; Slip if the hall can tell them apart.

    What opens the rule is the fact that it names, or any ruling or reveal; and a record that names an entry of a list
    of questions by its id. There the play ends, and where what is legal depends on the rule.
    """
    clock = Clockwork()
    one, two = pair
    for _turn in range(longest):
        part = _difference(one, two, "hall")
        if part is not None:
            by = opened_by(attrs.fields_dict(kind.rules)[name]) or "anything is ruled or revealed"
            sentence = f"the hall can tell the sealed rule {name} before {by}"
            place = _leak(kind, one, "hall", part, [name]) or field_place(kind.rules, name)
            raise Slip(place, f"{sentence}; it shows in {_METHODS.get(part, part)}()")
        fact = step(one, data, clock, forward_moves(one))
        if fact is None or _opens(kind, one, name, fact) or not _follows(one, two):
            return


def _follows(one: Contest, two: Contest) -> bool:
    """Push what was recorded last into the other contest as well; False where it is not legal there."""
    last = one.records[-1]
    try:
        two.push(last.fact, seat=last.seat, id=last.id, at=last.at)
    except QuizArenaError:
        return False
    return True


def _opens(kind: RoundKind, contest: Contest, name: str, fact: Fact) -> bool:
    by = opened_by(attrs.fields_dict(kind.rules)[name])
    if fact.type == by or (not by and fact.intent in _OPENING):
        return True
    rules = contest.rulebook.rounds[0].rules
    entries = getattr(rules, name, ())
    ids = {getattr(each, "id", None) for each in entries} if isinstance(entries, tuple) else set()
    return not ids.isdisjoint(value for value in attrs.astuple(fact, recurse=False) if isinstance(value, str))


def _difference(one: Contest, two: Contest, audience: str) -> str | None:
    """Return the part of what an audience learns that differs; the scene only where nothing that it shows does."""
    first, second = public(one, audience), public(two, audience)
    parts = [part for part, text in first.items() if text != second[part]]
    return next((part for part in parts if part in _METHODS and part != "scene"), next(iter(parts), None))


def _leak(kind: RoundKind, contest: Contest, audience: str, part: str, names: Sequence[str]) -> Place | None:
    """Return the author's line that reads a sealed value on the way to this part, None if no method gives it."""
    rounds = contest.state.rounds
    if part not in _METHODS or not rounds:
        return None
    played, method = rounds[-1], _METHODS[part]
    arguments = (played.state, contest.position.moment(played), *((audience,) if part == "scene" else ()))
    run = lines_run(lambda: _exhaust(getattr(kind, method)(*arguments)), package_of(kind))
    found = (reading(run, name) for name in names)
    return next((place for place in found if place is not None), method_place(kind, method))


def _exhaust(result: object) -> None:
    if isinstance(result, Iterator):
        list(result)


def _called(audience: str) -> str:
    return f"the {audience}" if ":" not in audience else f"another judge ({audience})"
