"""A copy of a contest that names nobody: people are numbers, and so are the words in which one may be named.

Which fields hold such words stands on each fact's class. Ids stay as they are, for the draws were made of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..facts import Fact, Record, instant_text
from ..journal.row import GENESIS, Row, linked
from ..roster import Contestant, Judge
from ..rulebook import resolved_mapping
from ..text import Words
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
    for record in contest.records:  # whoever is named at all has a number before the first row is written
        clerk.person(record.person)
        clerk.fact(record)
    for record in contest.records:
        text, person = contest.book.write(clerk.fact(record)), clerk.person(record.person)
        at = instant_text(record.at)
        row = linked(before, Row(record.seq, str(record.seq), at, record.seat, person, record.round, record.type, text))
        before = row.digest
        yield row


def ids_with_names(contest: Contest) -> tuple[str, ...]:
    """Return the ids of members and judges in which a word of their name stands."""
    start, now = contest.rulebook_at_start, contest.state.roster
    members = (member for team in (*start.teams, *now.teams) for member in (*team.former, *team.members))
    people: list[Judge | Contestant] = [*start.judges, *now.judges, *members]
    return tuple(dict.fromkeys(each.id for each in people if _holds(each.id, each.name)))


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
        if isinstance(fact, (Corrected, Amended)):
            items = (Replacement(item.seq, self._fields(self._type(item.seq), item.fact)) for item in fact.items)
            fact = evolve(fact, items=tuple(items))
        if isinstance(fact, Amended):
            fact = self._amended(record, fact)
        book = self._contest.book
        return book.of_mapping(fact.type, self._fields(type(fact), book.to_mapping(fact)))

    def _amended(self, record: Record, fact: Amended) -> Amended:
        """Return an amendment of teams or judges as the rulebook then says it, without names; any other as it is."""
        if fact.path.partition(".")[0] not in ("teams", "judges"):
            return fact
        value: Any = self._resolved(resolved_mapping(self._contest.at(record.seq).rulebook))
        steps = []
        for step in fact.path.split("."):
            if isinstance(value, str):  # a number is the same in every language
                break
            steps.append(step)
            value = _below(value, step)
        return evolve(fact, path=".".join(steps), value=json.dumps(value, ensure_ascii=False))

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
        judges = [{**self._with_unit(judge), "name": self._named(judge["name"])} for judge in rules.get("judges", ())]
        teams = [self._team(team) for team in rules["teams"]]
        return {**rules, "teams": teams, "judges": judges} if "judges" in rules else {**rules, "teams": teams}

    def _team(self, team: Mapping[str, Any]) -> dict[str, Any]:
        people = {
            key: [{**member, "name": self._named(member["name"])} for member in team[key]]
            for key in ("members", "former")
            if key in team
        }
        called = {name: self._known(team[name]) for name in ("name", "short") if team.get(name) is not None}
        team = self._with_unit(team)
        if team.get("leader") is not None:
            called["leader"] = self._named(team["leader"])
        return {**team, **called, **people}

    def _with_unit(self, of: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a team or a judge with a number for a unit that is called like one of the people."""
        return {**of, "unit": self._known(of["unit"])} if of.get("unit") is not None else of

    def _named(self, name: Any) -> str:
        words = _words(name)
        number = next((self._people[word] for word in words if word in self._people), None) or self.person(words[0])
        self._people.update(dict.fromkeys(words, number))
        return number

    def _known(self, name: Any) -> Any:
        return next((self._people[word] for word in _words(name) if word in self._people), name)


def _below(value: Any, step: str) -> Any:
    """Return what a step of a rule's path leads to; in a list an id names the element, else its place."""
    if isinstance(value, Mapping):
        return value[step]
    return next((each for each in value if each["id"] == step), None) or value[int(step)]


def _words(name: Any) -> list[str]:
    """Return a name as it is in each language."""
    return list(name.values()) if isinstance(name, Mapping) else [name]
