"""A contest as it is posted: members are called as the rulebook's `public_names` says, records keep their digests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from ..fact_book import FactBook
from ..facts import Fact, Record
from ..languages import LANGUAGES
from ..roster import Contestant, Team, masked
from ..rulebook import resolved_mapping
from ..text import FRAME, Text, Words, in_every_language, plain
from ..values import evolve
from .engine import Editions, Engine
from .facts import Amended, Corrected, Replacement, RulebookRead
from .history import Amendment, History
from .roster_facts import MemberRenamed, MemberReplaced, TeamAdded

if TYPE_CHECKING:
    from ..rulebook import Rulebook

_SHORTEST = 2
"""Characters of a name that is looked for inside a remark."""
_COMMAS = re.compile(r"\s*[,\uff0c\u3001]\s*")


def posted(history: History) -> History:
    """Return the history under public names; itself where the rulebook posts names in full."""
    how = history.position.rulebook.public_names
    return history if how == "full" else _PostedHistory.of(history, _Names(history, how))


def _masked(name: Words) -> Words:
    return Words({language: masked(words) for language, words in name.by_language.items()})


_ = FRAME


class _Names:
    """What everybody who is or was a member is called in public, by id, and by the name wherever it is written."""

    def __init__(self, history: History, how: str) -> None:
        self._how, self._language = how, history.base.rulebook.language
        self._by_id: dict[str, Words] = {}
        self._by_name: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._team_of: dict[str, str] = {}
        for rulebook in (history.base.rulebook, *(book for _since, book in history.position.engine.editions)):
            for team in rulebook.teams:
                self._know_team(team)
        for record in history.records:
            self._know_fact(record.fact)
        words = sorted((name for name in self._by_name if len(name) >= _SHORTEST), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_whole, words)) or r"(?!)")
        self._rulebooks: dict[int, tuple[Rulebook, Rulebook]] = {}
        self._start = self.rulebook(history.base.rulebook)

    def _know_team(self, team: Team) -> None:
        for member in team.everybody:
            self._know(team.id, member.id, member.name)
        if team.leader is not None:
            self._by_name |= self._spoken(team.leader, self._leader(team.leader))

    def _know_fact(self, fact: Fact) -> None:
        match fact:
            case TeamAdded():
                for nth, name in enumerate(filter(None, _COMMAS.split(fact.members.strip())), 1):
                    self._know(fact.team, f"{fact.team}-{nth}", plain(name))
            case MemberReplaced():
                self._know(self._team_of.get(fact.member, ""), fact.by, plain(fact.name))
            case MemberRenamed():
                self._know(self._team_of.get(fact.member, ""), fact.member, plain(fact.name))

    def _know(self, team: str, member: str, name: Words) -> None:
        if member not in self._team_of:
            self._team_of[member] = team
            self._counts[team] = self._counts.get(team, 0) + 1
            number = self._counts[team]
            self._by_id[member] = in_every_language(_("member {number}", number=number))
        public = _masked(name) if self._how == "masked" else self._by_id[member]
        self._by_id[member] = public
        self._by_name |= self._spoken(name, public)

    def _spoken(self, name: Words, public: Text) -> dict[str, str]:
        return {name.in_language(each): public.in_language(self._language) for each in LANGUAGES}

    def _leader(self, name: Words) -> Words:
        return _masked(name) if self._how == "masked" else in_every_language(_("the leader"))

    # Rules, facts, records under these names

    def editions(self, editions: Editions) -> Editions:
        """Return rulebooks whose teams are called so."""
        return tuple((since, self.rulebook(book)) for since, book in editions)

    def rulebook(self, rulebook: Rulebook) -> Rulebook:
        """Return a rulebook whose teams are called so; the same one for the same one."""
        if id(rulebook) not in self._rulebooks:
            teams = tuple(self._team(team, number) for number, team in enumerate(rulebook.teams, 1))
            self._rulebooks[id(rulebook)] = rulebook, attrs.evolve(rulebook, teams=teams)
        return self._rulebooks[id(rulebook)][1]

    def _team(self, team: Team, number: int) -> Team:
        """Return a team under public names; one that is called like a member of it is a person too."""
        members, former = (tuple(map(self._member, each)) for each in (team.members, team.former))
        leader = None if team.leader is None else self._leader(team.leader)
        called = evolve(team, members=members, former=former, leader=leader)
        if all(team.name != member.name for member in team.everybody):
            return called
        name = _masked(team.name) if self._how == "masked" else in_every_language(_("No. {number}", number=number))
        return evolve(called, name=name, short=None)

    def _member(self, member: Contestant) -> Contestant:
        return evolve(member, name=self._by_id[member.id])

    def record(self, record: Record, book: FactBook, types: Mapping[int, type[Fact]]) -> Record:
        """Return a record in which nobody is called otherwise; its digest is what it was."""
        fact = record.fact
        if isinstance(fact, RulebookRead):
            return evolve(record, fact=evolve(fact, resolved=resolved_mapping(self._start)))
        if isinstance(fact, (Corrected, Amended)):
            items = (Replacement(item.seq, self._fields(types[item.seq], item.fact)) for item in fact.items)
            fact = evolve(fact, items=tuple(items))
        fields = dict(self._fields(type(fact), book.to_mapping(fact)))
        if isinstance(fact, Amended):
            fields["value"] = self._in_words(fact.value)
        return evolve(record, fact=book.of_mapping(fact.type, fields))

    def _fields(self, of: type[Fact], fields: Mapping[str, Any]) -> dict[str, Any]:
        told = {*of.names, *of.remarks}
        return {
            name: self._in_words(value) if name in told and isinstance(value, str) else value
            for name, value in fields.items()
        }

    def _in_words(self, words: str) -> str:
        if words in self._by_name:
            return self._by_name[words]
        return self._pattern.sub(lambda found: self._by_name[found[0]], words)


def _whole(name: str) -> str:
    """Return the pattern of a name; one in letters that words are made of stands between no others."""
    return rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)


class _PostedHistory(History):
    """Records and rules under public names; whatever an amendment says is read under the true ones first."""

    _source: History
    _names: _Names

    @classmethod
    def of(cls, source: History, names: _Names) -> _PostedHistory:
        """Return the history of the same records."""
        made = cls(Engine(names.rulebook(source.base.rulebook), source.base.kinds))
        made._source, made._names = source, names
        types = {record.seq: type(record.fact) for record in source.records}
        made.take_up([names.record(record, source.book, types) for record in source.records])
        return made

    def up_to(self, seq: int) -> History:
        return _PostedHistory.of(self._source.up_to(seq), self._names)

    def _amended(self, amendments: tuple[Amendment, ...]) -> Editions:
        return self._names.editions(self._source._amended(amendments))
