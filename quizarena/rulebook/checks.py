"""What a rulebook contradicts itself in, once every value by itself is right.

Decides what is refused before the contest: ids that stand twice or name nothing, too few teams or judges. What merely
deserves advice is no contradiction; what a kind cannot play with this roster it says itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import attrs

from quizarena.errors import RuleError
from quizarena.panels.panel import Panel
from quizarena.plugins import nearest
from quizarena.roster import Roster
from quizarena.text import Text

from .entries import RoundEntry
from .formats import Kinds
from .model import Rulebook
from .nodes import Entries, Items, Node, Place, Scalar, _, shown
from .plugged import child

Path: TypeAlias = tuple[str, ...]
Found: TypeAlias = Iterator[tuple[Path, Text]]


def contradictions(rulebook: Rulebook, kinds: Kinds) -> Found:
    """Yield the path of each contradiction and what it is."""
    yield from _too_few(rulebook)
    yield from _twice(_people(rulebook))
    yield from _twice((("rounds", str(nth), "id"), entry.id) for nth, entry in enumerate(rulebook.rounds))
    yield from _unknown_teams(rulebook)
    yield from _unknown_rounds(rulebook)
    yield from _panels(rulebook)
    yield from _kinds(rulebook, kinds)
    yield from _banks(rulebook, kinds)


def repeated(node: Node) -> Found:
    """Yield the ids that stand twice in the tree of a file whose values are not all right: all errors come at once."""
    people = [each for head in ("teams", "judges") for each in _listed_ids(node, (head,))]
    yield from _twice(people)
    yield from _twice(_listed_ids(node, ("rounds",)))


def round_ids(node: Node) -> tuple[str, ...]:
    """Return the ids of the rounds in the tree of a file, whether or not anything else in it is right."""
    return tuple(key for _path, key in _listed_ids(node, ("rounds",)))


def _listed_ids(node: Node, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the ids in the list at `path`, and in the lists of members under it."""
    listed = child(node, path[-1]) if isinstance(node, Entries) else None
    for nth, each in enumerate(listed.items if isinstance(listed, Items) else ()):
        here = (*path, str(nth))
        key = each.get("id") if isinstance(each, Entries) else None
        if isinstance(key, Scalar):
            yield (*here, "id"), key.text
        yield from _listed_ids(each, (*here, "members"))


def place_of(node: Node, path: Path) -> Place:
    """Return where the value at `path` stands, or the nearest one around it."""
    for step in path:
        below = child(node, step)
        if below is None:
            break
        node = below
    return node.place


def _too_few(rulebook: Rulebook) -> Found:
    if len(rulebook.teams) < 2:
        yield ("teams",), _("expected at least two teams, got {count}", count=len(rulebook.teams))
    if not rulebook.rounds:
        yield ("rounds",), _("expected at least one round, got none")


def _people(rulebook: Rulebook) -> Iterator[tuple[Path, str]]:
    for nth, team in enumerate(rulebook.teams):
        yield ("teams", str(nth), "id"), team.id
        for place, member in enumerate(team.members):
            yield ("teams", str(nth), "members", str(place), "id"), member.id
    for nth, judge in enumerate(rulebook.judges):
        yield ("judges", str(nth), "id"), judge.id


def _twice(ids: Iterable[tuple[Path, str]]) -> Found:
    first: dict[str, Path] = {}
    for path, key in ids:
        other = first.setdefault(key, path)
        if other is not path:
            yield (
                path,
                _("the id {key} is taken by {other}; choose another", key=shown(key), other=".".join(other[:-1])),
            )


def _unknown_teams(rulebook: Rulebook) -> Found:
    known = [team.id for team in rulebook.teams]
    named = [
        (("rounds", str(nth), "teams", str(place)), team)
        for nth, entry in enumerate(rulebook.rounds)
        for place, team in enumerate(entry.listed or ())
    ]
    named += [
        (("judges", str(nth), "stands_down", str(place)), team)
        for nth, judge in enumerate(rulebook.judges)
        for place, team in enumerate(sorted(judge.stands_down))
    ]
    for path, team in named:
        if team not in known:
            yield path, _no_such(_("team"), team, known)


def _unknown_rounds(rulebook: Rulebook) -> Found:
    known = [entry.id for entry in rulebook.rounds]
    yield from _unknown_heats(rulebook, known)
    for nth, breaker in enumerate(rulebook.ties.by):
        for each in breaker.rounds:
            if each not in known:
                yield ("ties", "by", str(nth), "round"), _no_such(_("round"), each, known)
    for nth, honour in enumerate(rulebook.honours):
        for place, each in enumerate(honour.rounds):
            if each not in known:
                yield ("honours", str(nth), "rounds", str(place)), _no_such(_("round"), each, known)


def _unknown_heats(rulebook: Rulebook, known: list[str]) -> Found:
    """Yield the rounds to go on from that come later, or not at all."""
    for nth, entry in enumerate(rulebook.rounds):
        for place, each in enumerate(() if entry.advance is None else entry.advance.of):
            if each not in known[:nth]:
                yield ("rounds", str(nth), "teams", "of", str(place)), _no_such(_("earlier round"), each, known[:nth])


def _no_such(what: Text, key: str, known: list[str]) -> Text:
    close = nearest(key, known)
    if close:
        return _("no {what} has the id {key}; did you mean {close}?", what=what, key=shown(key), close=shown(close))
    return _("no {what} has the id {key}; known are {known}", what=what, key=shown(key), known=", ".join(known))


def _panels(rulebook: Rulebook) -> Found:
    yield from _panel(("panel",), rulebook.panel, rulebook)
    for nth, entry in enumerate(rulebook.rounds):
        yield from _panel(("rounds", str(nth), "panel"), entry.panel, rulebook)


def _panel(path: Path, panel: Panel | None, rulebook: Rulebook) -> Found:
    if panel is None:
        return
    if not rulebook.judges:
        yield path, _("a panel needs judges and the rulebook lists none; add judges or take the panel out")
        return
    try:
        panel.check_judges(len(rulebook.judges))
        panel.seated(rulebook.judges)
    except RuleError as error:
        yield path, error.message


def _kinds(rulebook: Rulebook, kinds: Kinds) -> Found:
    roster = Roster(rulebook.teams, rulebook.judges)
    for nth, entry in enumerate(rulebook.rounds):
        yield from _kind(("rounds", str(nth)), entry, rulebook, roster, kinds)
    if any(breaker.wants_play_off for breaker in rulebook.ties.by):
        two = attrs.evolve(roster, teams=roster.teams[:2])  # a tie is of two at least: with more it may still go wrong
        yield from _kind(("play_off",), rulebook.play_off, rulebook, two, kinds)


def _banks(rulebook: Rulebook, kinds: Kinds) -> Found:
    """What one round has used no other round asks again, so an id may stand in one bank only."""
    first: dict[str, RoundEntry] = {}
    for nth, entry in enumerate(rulebook.rounds):
        for where, key in kinds.get(entry.kind).bank(entry.rules):
            other = first.setdefault(key, entry)
            if other is not entry:
                problem = _("{key} stands in the round {other} too; give it another id", key=shown(key), other=other.id)
                yield ("rounds", str(nth), *where.split(".")), problem


def _most(entry: RoundEntry, rulebook: Rulebook) -> int | None:
    """Return how many teams can go on to a round, None where the round does not say."""
    if entry.advance is None:
        return None
    groups = {each.teams for each in rulebook.rounds if each.id in entry.advance.of}
    return entry.advance.top * max(1, len(groups))


def _kind(path: Path, entry: RoundEntry, rulebook: Rulebook, roster: Roster, kinds: Kinds) -> Found:
    invited = tuple(team for team in roster.teams if entry.listed is None or team.id in entry.listed)
    teams = invited[: _most(entry, rulebook)]
    taking_part = Roster(teams, roster.judges)
    for where, reason in kinds.get(entry.kind).refuse(entry.rules, taking_part, entry.panel or rulebook.panel):
        yield (*path, *filter(None, where.split("."))), reason
