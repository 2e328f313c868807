"""A copy of a contest that names nobody: people are numbers, and so are the words in which one may be named.

Which fields hold such words stands on each fact's class. Ids stay as they are, for the draws were made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..facts import Fact, Record, instant_text
from ..journal.row import GENESIS, Row, linked
from ..roster import Contestant, Judge
from ..text import LANGUAGES, Words
from ..values import evolve
from .contest import Contest
from .facts import Amended, Corrected, Replacement, RulebookRead
from .roster_facts import TeamAdded, TeamRenamed

_COMMAS = re.compile(r"\s*[,\uff0c\u3001]\s*")
"""What stands between names where a field holds several."""
_SHORTEST = 3
"""Letters of a word of a name that an id is looked through for."""


def anonymous_rows(contest: Contest) -> Iterator[Row]:
    """Yield the rows of the copy, chained anew; record 0 names the head they were made from.

    The same contest gives the same rows, byte for byte: who has both can make the copy again and compare.
    """
    clerk, before = _Clerk(contest), GENESIS
    for record in contest.records:
        text, person = contest.book.write(clerk.fact(record)), clerk.person(record.person)
        at = instant_text(record.at)
        row = linked(before, Row(record.seq, str(record.seq), at, record.seat, person, record.round, record.type, text))
        before = row.digest
        yield row


def ids_with_names(contest: Contest) -> tuple[str, ...]:
    """Return the ids of members and judges in which a word of their name stands."""
    roster = contest.state.roster
    members = (member for team in roster.teams for member in team.members)
    people: list[Judge | Contestant] = [*roster.judges, *members]
    return tuple(each.id for each in people if _holds(each.id, each.name))


def _holds(known: str, name: Words) -> bool:
    words = " ".join(name.by_language.values()).casefold().split()
    return any(len(word) >= _SHORTEST and word in known.casefold() for word in words)


class _Clerk:
    """Numbers people and remarks in the order in which they come; equal words have equal numbers."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        self._count = 0
        self._people: dict[str, str] = {}
        self._remarks: dict[str, str] = {}

    def person(self, name: str) -> str:
        """Return the number that stands for a name; nobody stays nobody."""
        if name and name not in self._people:
            self._count += 1
            self._people[name] = str(self._count)
        return self._people.get(name, "")

    def fact(self, record: Record) -> Fact:
        """Return what a record says, without anybody's name."""
        fact = record.fact
        if isinstance(fact, RulebookRead):
            return evolve(fact, resolved=self._resolved(fact.resolved), copy_of=self._contest.head)
        if isinstance(fact, Corrected):
            items = (Replacement(item.seq, self._fields(self._type(item.seq), item.fact)) for item in fact.items)
            fact = evolve(fact, items=tuple(items))
        if isinstance(fact, Amended):
            fact = self._amended(fact)
        book = self._contest.book
        return book.of_mapping(fact.type, self._fields(type(fact), book.to_mapping(fact)))

    def _amended(self, fact: Amended) -> Amended:
        """Return an amendment of what somebody is called with a number; one of anything else as it is."""
        *_where, rule = steps = [step for step in fact.path.split(".") if step not in LANGUAGES]
        if steps[0] not in ("teams", "judges") or rule not in ("name", "short"):
            return fact
        is_team = steps[0] == "teams" and "members" not in steps
        return evolve(fact, value=self._known(fact.value) if is_team else self.person(fact.value))

    def _type(self, seq: int) -> type[Fact]:
        return type(self._contest.records[seq].fact)

    def _fields(self, of: type[Fact], fields: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._field(of, name, value) for name, value in fields.items()}

    def _field(self, of: type[Fact], name: str, value: Any) -> Any:
        if not isinstance(value, str) or not value:
            return value
        if name in of.names:
            return ", ".join(map(self.person, _COMMAS.split(value)))
        if name in of.remarks:
            return self._remarks.setdefault(value, f"[{len(self._remarks) + 1}]")
        return self._known(value) if of in (TeamRenamed, TeamAdded) and name == "name" else value

    def _resolved(self, rules: Mapping[str, Any]) -> dict[str, Any]:
        """Return the rulebook with numbers for members, judges, and teams that are called like a member."""
        judges = [{**judge, "name": self._named(judge["name"])} for judge in rules.get("judges", ())]
        teams = [self._team(team) for team in rules["teams"]]
        return {**rules, "teams": teams, "judges": judges} if "judges" in rules else {**rules, "teams": teams}

    def _team(self, team: Mapping[str, Any]) -> dict[str, Any]:
        members = [{**member, "name": self._named(member["name"])} for member in team.get("members", ())]
        called = {name: self._known(team[name]) for name in ("name", "short") if team.get(name) is not None}
        if team.get("leader") is not None:
            called["leader"] = self._named(team["leader"])
        return {**team, **called, "members": members} if "members" in team else {**team, **called}

    def _named(self, name: Any) -> str:
        words = _words(name)
        number = next((self._people[word] for word in words if word in self._people), None) or self.person(words[0])
        self._people.update(dict.fromkeys(words, number))
        return number

    def _known(self, name: Any) -> Any:
        return next((self._people[word] for word in _words(name) if word in self._people), name)


def _words(name: Any) -> list[str]:
    """Return a name as it is in each language."""
    return list(name.values()) if isinstance(name, Mapping) else [name]
