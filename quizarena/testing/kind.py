"""Random plays of one kind, which check everything a kind has to keep."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ..contest import Contest
from ..contest.roster_facts import ROSTER_FACTS
from ..errors import RulebookError
from ..facts import Fact
from ..moves import Move
from ..rounds import KINDS, RoundKind, load_kind
from ..rulebook import formats
from .checks import check_foreseen, check_records, check_refusal, check_state, first_ballots
from .look import listed, look_at_kind
from .places import Slip, class_place, field_place, package_of, raised_at
from .play import Clockwork, can_be_filled, forward_moves, opened, rulebook_of, step
from .twins import sealed_rules, tell_facts_apart, tell_rules_apart

_PEOPLE = frozenset(ROSTER_FACTS)
"""The frame's asides that change who takes part."""
_SHORT, _WIDE, _TWINS = 8, 160, 5
"""How many facts a short play has, how many characters of a fact are told, how often twins by a rule are played."""


def check_kind(
    kind: RoundKind, rules: Iterable[Mapping[str, Any]] | None = None, *, examples: int = 15, longest: int = 60
) -> None:
    """Look at what `kind` declares, then play random rounds from its moves alone: everything a kind has to keep.

    The classes are looked at first, which takes no time; short rounds come before long ones, so what is found is found
    in a short one, and nothing is made smaller afterwards.

    Args:
        kind: The kind.
        rules: Rules to play it with, as a rulebook would write them; None takes the kind's formats, or no rules at all.
            A sealed rule is tried only where these say something for it.
        examples: Random rounds for each of `rules`.
        longest: Facts in a round after which it is left unfinished.

    Raises:
        Slip: Something does not hold. One sentence says what, after the file and line of the author's; the records of
            the play that showed it stand in its notes.
        RulebookError: The rulebook refuses these rules.
    """
    look_at_kind(kind)
    for each in list(rules) if rules is not None else _own_formats(kind):
        _check_by_rules(kind, each, max(1, examples // 3), min(_SHORT, longest))
        _check_by_rules(kind, each, examples, longest)


def _check_by_rules(kind: RoundKind, rules: Mapping[str, Any], examples: int, longest: int) -> None:
    """Play rounds by one set of rules."""
    _explore(kind, rules, examples, functools.partial(_play, kind, longest))
    if any(fact.sealed for fact in kind.facts):
        _explore(kind, rules, examples, functools.partial(_tell_facts, kind, longest))
    for sealed in sealed_rules(kind, rules):
        _explore(kind, rules, min(examples, _TWINS), functools.partial(_tell_rules, kind, longest, sealed))


def check_section(
    section: RoundKind, rules: Iterable[Mapping[str, Any]] | None = None, *, examples: int = 15, longest: int = 60
) -> None:
    """Check a section of a family of rounds, such as `quiz.graded`: as a kind, and what it shares with its family.

    Args:
        section: The section.
        rules: As for `check_kind`, and so are the next two.
        examples: Random rounds for each of `rules`.
        longest: Facts in a round after which it is left unfinished.

    Raises:
        Slip: As by `check_kind`; or it is called after no family, leaves out facts of what it inherits, or makes a fact
            of a type that another section of the family has.
    """
    cls, (family, _dot, name) = type(section), section.name.partition(".")
    if not name:
        sentence = f"{cls.__qualname__} is called {section.name!r}; a section is FAMILY.NAME, such as quiz.graded"
        raise Slip(field_place(cls, "name"), sentence)
    inherited = [set(listed(base)) for base in cls.__mro__[1:] if listed(base)]
    missing = set.intersection(*inherited).difference(section.facts) if inherited else set()
    if missing:
        first = min(fact.type for fact in missing)
        sentence = f"`facts` of {cls.__qualname__} leaves out {first}, which every section of its family has; add it"
        raise Slip(field_place(cls, "facts"), sentence)
    others = {each: load_kind(each).facts for each in KINDS.names() if each.startswith(f"{family}.")}
    look_at_kind(section)
    for fact in section.facts:
        double = next((each for facts in others.values() for each in facts if _is_double(each, fact)), None)
        if double is not None:
            sentence = f"{fact.type} is a fact of {double.__module__} already; give it another type"
            raise Slip(class_place(fact), sentence)
    check_kind(section, rules, examples=examples, longest=longest)


def _is_double(one: type[Fact], other: type[Fact]) -> bool:
    return one.type == other.type and one is not other


def _own_formats(kind: RoundKind) -> list[Mapping[str, Any]]:
    return [{"use": form.use} for form in formats({kind.name: kind}) if form.kind == kind.name] or [{}]


class _Plays:
    """The plays of one kind by one set of rules; it remembers the last, to be told."""

    def __init__(self, kind: RoundKind, rules: Mapping[str, Any]) -> None:
        self.kind, self.rules = kind, rules
        self.last: Contest | None = None

    def begin(self, data: st.DataObject) -> Contest:
        """Open a contest of random size."""
        (self.last,) = self._open([self.rules], data)
        return self.last

    def pair(self, others: Mapping[str, Any], data: st.DataObject) -> tuple[Contest, Contest]:
        """Open two contests of one random size, by these rules and by others."""
        self.last, other = self._open([self.rules, others], data)
        return self.last, other

    def _open(self, rules: Sequence[Mapping[str, Any]], data: st.DataObject) -> list[Contest]:
        """Open a contest by each of the rules, all of one random size.

        Where the kind refuses so few or so many, which is its right, they are of a usual size.

        Raises:
            RulebookError: These rules cannot be played with the usual four teams and seven judges either.
        """
        kind, (teams, judges) = self.kind, (data.draw(st.integers(2, 6)), data.draw(st.integers(1, 7)))
        try:
            books = [rulebook_of(kind, each, teams, judges) for each in rules]
        except RulebookError:
            books = [rulebook_of(kind, each, 4, 7) for each in rules]
        return [opened(each, {kind.name: kind}) for each in books]


def _explore(
    kind: RoundKind, rules: Mapping[str, Any], examples: int, play: Callable[[_Plays, st.DataObject], None]
) -> None:
    """Play so many times; what fails is told as a slip, with its play in the notes."""
    plays = _Plays(kind, rules)

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    @given(st.data())
    def played(data: st.DataObject) -> None:
        play(plays, data)

    try:
        played()
    except Exception as error:
        slip = _slip(error, kind)
        if slip is None:
            raise
        for line in _told(plays.last):
            slip.add_note(line)
        raise slip from (None if isinstance(error, AssertionError) else error)


def _slip(error: Exception, kind: RoundKind) -> Slip | None:
    """Return what an error of a play is to the author; None for one that comes from no line of theirs."""
    place = raised_at(error.__traceback__, package_of(kind))
    if isinstance(error, Slip):
        return Slip((error.file, error.line), error.sentence)
    if isinstance(error, AssertionError):
        return Slip(place or class_place(type(kind)), str(error))
    return None if place is None else Slip(place, f"{type(error).__name__}: {error}")


def _told(contest: Contest | None) -> Iterator[str]:
    if contest is not None:
        yield "the play that shows it:"
        yield from (f"  {record.seat}: {contest.book.line(record.fact)[:_WIDE]}" for record in contest.records[1:])


def _play(kind: RoundKind, longest: int, plays: _Plays, data: st.DataObject) -> None:
    contest, clock = plays.begin(data), Clockwork()
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


def _mixed(contest: Contest, kind: RoundKind, data: st.DataObject) -> list[Move]:
    """Return forward moves mostly, now and then the asides of the kind or those that change who takes part."""
    forward = forward_moves(contest)
    mostly = data.draw(st.integers(0, 5)) > 0
    if forward and mostly:
        return forward
    own = _PEOPLE.union(kind.facts)
    asides = [move for move in contest.moves() if move.aside and move.fact in own and can_be_filled(move)]
    return asides or forward


def _tell_facts(kind: RoundKind, longest: int, plays: _Plays, data: st.DataObject) -> None:
    """Two rounds that differ in one sealed value look alike to everybody else until the reveal."""
    contest, clock = plays.begin(data), Clockwork()
    for _turn in range(longest):
        able = [move for move in forward_moves(contest) if move.fact.sealed]
        if able:
            tell_facts_apart(kind, contest, data.draw(st.sampled_from(able)), data, clock())
        if step(contest, data, clock, forward_moves(contest)) is None:
            break


def _tell_rules(
    kind: RoundKind, longest: int, sealed: tuple[str, Mapping[str, Any]], plays: _Plays, data: st.DataObject
) -> None:
    """Two rounds that differ in one sealed rule look alike to the hall until something is ruled or revealed."""
    name, others = sealed
    tell_rules_apart(kind, plays.pair(others, data), name, data, longest)
