"""Teams that come from other contests: the first of each heat's standings, and what shows that they are.

A file says `teams: {from: [hall-1.qa, hall-2.qa], top: 2}`; the complete rulebook has the teams and, under `heats`, the
head of each contest. What a contest's standings are is asked of whoever reads contests.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, TypeAlias

import attrs

from quizarena.errors import QuizArenaError, message_of
from quizarena.journal.addresses import name_of
from quizarena.languages import LANGUAGES
from quizarena.nodes import Broken, Entries, Items, Node, Place, Scalar, of_plain, shown
from quizarena.roster import Contestant, Team, likenesses
from quizarena.rules import shape
from quizarena.text import CLAUSE, COMMA, Joined, Text, Words, in_every_language, plain

from .forms import ID_PATTERN
from .model import Heat
from .problems import BAD, At, HeatResult, Reading
from .structure import RecordForm, Slot, form_of
from .words import _

_LONGEST = 16
"""Characters that a heat's name gives to the ids of its teams."""
_SECRET = re.compile(r"://[^/@]*:[^/@]*@")


@attrs.frozen
class WinnersOf:
    """What a file says instead of teams: which contests they come from, and how many of each."""

    contests: tuple[str, ...] = shape(
        help=_("the contests, as [hall-1.qa, hall-2.qa]: files beside this one, or addresses of a server")
    )
    top: int = shape(default=1, validator=attrs.validators.ge(1), help=_("how many of each go on, the first first"))


class _FromSlot(Slot):
    """The contests, under a key that no field of a class can have."""

    @property
    def key(self) -> str:
        return "from"


@attrs.frozen
class _WinnersForm(RecordForm):
    """The contests stand under `from`."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The two keys."""
        known = RecordForm(self.made).slots
        return tuple(_FromSlot(each.attribute, each.form) if each.key == "contests" else each for each in known)

    def make(self, values: dict[str, Any], node: Entries, at: At) -> Any:
        """Return the instance, or `BAD` after reporting why not."""
        return super().make({"contests" if key == "from" else key: each for key, each in values.items()}, node, at)


FORM = _WinnersForm(WinnersOf)
_KEYS = ("from", "top")


def expanded(node: Node, reading: Reading) -> Node:
    """Return the contest with the teams that go on from its heats, and with the heats; problems are reported."""
    said = node.get("teams") if isinstance(node, Entries) else None
    if not isinstance(node, Entries) or not isinstance(said, Entries) or not any(map(said.key, _KEYS)):
        return node
    at = At(reading, ("teams",))
    own = node.key("heats")
    if own is not None:
        message = _("the heats are those of teams: {{from: ...}}; leave this out")
        At(reading, ("heats",)).refuse(own.place, message)
    wanted = FORM.read(said, at)
    if wanted is BAD:
        return node.with_entry("teams", Broken(said.place))
    assert isinstance(wanted, WinnersOf)
    listed = said.get("from")
    assert isinstance(listed, Items)  # the form has read it
    if not listed.items:
        at.down("from").refuse(listed.place, _("no contest is named, as [hall-1.qa, hall-2.qa]"))
        return node.with_entry("teams", Broken(said.place))
    places = [each.place for each in listed.items]
    found = _heats(wanted, places, at)
    if found is None:
        return node.with_entry("teams", Broken(said.place))
    return _written(node, found, places)


_Going: TypeAlias = tuple[HeatResult, Sequence[tuple[int, Team]]]
"""A contest with those of its teams, each with its place, that go on."""


def _written(node: Entries, found: Sequence[_Winners], places: Sequence[Place]) -> Entries:
    """Return the contest with teams and evidence in place of what was said; each stands where its address does."""
    teams = [
        _placed(_tree(Team, team), where) for each, where in zip(found, places, strict=True) for team in each.teams
    ]
    heats = [_placed(_tree(Heat, each.heat), where) for each, where in zip(found, places, strict=True)]
    listed = node.get("teams")
    assert listed is not None
    return node.with_entry("teams", Items(tuple(teams), listed.place)).with_entry(
        "heats", Items(tuple(heats), listed.place)
    )


@attrs.frozen
class _Winners:
    """The teams that one heat sends on, under their new ids, and its evidence."""

    heat: Heat
    teams: tuple[Team, ...]


def _heats(wanted: WinnersOf, places: Sequence[Place], at: At) -> list[_Winners] | None:
    """Return what each contest sends on, None after reporting what is wrong with any of them."""
    before = len(at.reading.problems)
    results: list[HeatResult] = []
    starts: list[tuple[str, str]] = []
    for nth, (address, place) in enumerate(zip(wanted.contests, places, strict=True)):
        below = at.down("from").down(nth)
        result = _result(address, place, below)
        same = next((name for name, each in starts if result is not None and each == result.start), None)
        if same is not None:
            below.refuse(place, _("{file} is the same contest as {other}; name each contest once", file=shown(address),
                                  other=shown(same)))  # fmt: skip
        elif result is not None and (reason := _unfit(result, wanted.top)) is not None:
            below.refuse(place, _("{file}: {reason}", file=address, reason=reason))
        elif result is not None:
            results.append(result)
        if result is not None:
            starts.append((address, result.start))
    if len(at.reading.problems) > before:
        return None
    return _renamed(wanted.contests, [(each, each.teams[: wanted.top]) for each in results])


def _result(address: str, place: Place, at: At) -> HeatResult | None:
    if _SECRET.search(address):
        message = _("a password does not belong here, for the contest keeps this address; put it into ~/.pgpass")
        at.refuse(place, message)
        return None
    try:
        return at.reading.files.heat(address)
    except (QuizArenaError, OSError) as error:
        at.refuse(place, _("{file}: {reason}", file=address, reason=message_of(error)))
        return None


def _unfit(result: HeatResult, top: int) -> Text | None:
    """Return why nobody can go on from a contest yet, None if its first `top` can."""
    if result.missing:
        return Joined(result.missing, CLAUSE)
    if len(result.teams) < top:
        count = len(result.teams)
        return _("{count} teams are left in it, {top} are to go on; write a smaller top", count=count, top=top)
    found = going(result, top)
    if len(found) == top:
        return None
    cut = found[-1][0]
    tied = Joined(tuple(team.name for place, team in found if place == cut), COMMA)
    return _("{teams} share place {place}, and {top} go on: write another top, or reopen that contest at its desk (its"
             " own move contest.reopened), break the tie, sign again", teams=tied, place=cut, top=top)  # fmt: skip


def going(result: HeatResult, top: int) -> Sequence[tuple[int, Team]]:
    """Return the first `top` teams of a contest, each with its place; more where several share the last place."""
    last = max((place for place, _team in result.teams[:top]), default=0)
    return [(place, team) for place, team in result.teams if place <= last]


def _renamed(addresses: Sequence[str], winners: Sequence[_Going]) -> list[_Winners]:
    """Return what each contest sends on, with ids and names that no two of them share."""
    ids = [[one for _place, team in going for one in _ids(team)] for _result, going in winners]
    prefixes = _prefixes(addresses, ids)
    alike = Counter(like for _result, going in winners for _place, team in going for like in likenesses(team))
    titles = _titles(addresses, [result.title for result, _going in winners])
    found = []
    for address, prefix, title, (result, going) in zip(addresses, prefixes, titles, winners, strict=True):
        named = [(place, _named(team, title, alike)) for place, team in going]
        teams = tuple(_with_prefix(team, prefix) for _place, team in named)
        places = {team.id: place for team, (place, _team) in zip(teams, going, strict=True)}
        heat = Heat(contest=result.title, address=address, records=result.records, head=result.head, places=places)
        found.append(_Winners(heat, teams))
    return found


def _ids(team: Team) -> list[str]:
    return [team.id, *(member.id for member in team.members)]


def _prefixes(addresses: Sequence[str], ids: Sequence[Sequence[str]]) -> list[str]:
    """Return what stands before the ids of each contest: what it is called where that will do, else its number."""
    slugs = [re.sub(r"[^a-z0-9_-]+", "-", _short(each).lower()).strip("-_")[:_LONGEST] for each in addresses]
    for tried in (slugs, [f"heat-{nth}" for nth in range(1, len(addresses) + 1)]):
        made = [f"{prefix}-{one}" for prefix, inside in zip(tried, ids, strict=True) for one in inside]
        if len(set(tried)) == len(tried) and all(re.fullmatch(ID_PATTERN, each) for each in made):
            return list(tried)
    return [f"h{nth}" for nth in range(1, len(addresses) + 1)]


def _short(address: str) -> str:
    return PurePath(name_of(address)).stem


def _titles(addresses: Sequence[str], titles: Sequence[Words]) -> list[Text]:
    """Return what tells contests apart for people: their titles, else what they are called as files."""
    are_distinct = len({tuple(map(title.in_language, LANGUAGES)) for title in titles}) == len(titles)
    return list(titles) if are_distinct else [plain(_short(each)) for each in addresses]


def _named(team: Team, title: Text, alike: Mapping[str, int]) -> Team:
    """Return a team under its name; where a team of another heat has it too, with the heat's."""
    if all(alike[like] == 1 for like in likenesses(team)):
        return team
    return attrs.evolve(team, name=in_every_language(_("{team} ({heat})", team=team.name, heat=title)), short=None)


def _with_prefix(team: Team, prefix: str) -> Team:
    """Return a team as it begins another contest: everybody under a new id, nobody replaced yet."""
    members = tuple(Contestant(f"{prefix}-{member.id}", member.name) for member in team.members)
    return attrs.evolve(team, id=f"{prefix}-{team.id}", members=members, former=(), standing="playing")


def _tree(made: type, value: Any) -> Node:
    return of_plain(form_of(made).write(value, True))


def _placed(node: Node, place: Place) -> Node:
    """Return a tree that stands at one place."""
    match node:
        case Items():
            return Items(tuple(_placed(each, place) for each in node.items), place)
        case Entries():
            inside = ((attrs.evolve(key, place=place), _placed(value, place)) for key, value in node.entries)
            return Entries(tuple(inside), place)
        case Scalar():
            return attrs.evolve(node, place=place)
        case _:
            return node
