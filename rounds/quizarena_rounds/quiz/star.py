"""Star prizes (评星): judges or jurors vote for a member, whoever has most votes gets the honour.

Decides who gets it, and that equal votes are put to another ballot among those who are tied, as often as declared;
after that they share it. It gives no points. Source: tests/rulesets, CN21 (most votes of the judges; a second ballot).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs
from attrs.validators import ge, instance_of, le

from quizarena.blanks import Number
from quizarena.facts import Fact, Intent
from quizarena.moves import Move
from quizarena.panels.panel import Panel
from quizarena.roster import Roster
from quizarena.rounds import Award, BaseKind, Moment
from quizarena.rules import shape
from quizarena.scenes import Audience, Block, Headline, Say, Scene, Table, is_backstage
from quizarena.scores import Score, leaf
from quizarena.text import Joined, Text, Words, both

from . import lines
from .rules import SectionRules
from .words import _

_MOST_VOTERS = 10_000


@attrs.frozen
class StarVoted(Fact, type="quiz.star_voted", intent=Intent.RULING):
    """The votes of one ballot, by member; who is not named got none."""

    ballot: int
    votes: Mapping[str, int] = attrs.field(hash=False)


@attrs.frozen
class Ballot:
    """A ballot that was counted, and its record."""

    votes: Mapping[str, int] = attrs.field(hash=False)
    seq: int


@attrs.frozen(cache_hash=True)
class StarRules(SectionRules):
    """What an organiser may set."""

    award: Words = shape(help=both("荣誉名称，如微笑之星", "the honour's name, such as the star of smiles"))
    winners: int = shape(default=1, validator=[instance_of(int), ge(1), le(50)], help=both("评几名", "how many get it"))
    voters: int = shape(
        default=9, validator=[instance_of(int), ge(1), le(_MOST_VOTERS)], help=both("几人投票", "how many vote")
    )
    ballots: int = shape(
        default=2,
        validator=[instance_of(int), ge(1), le(9)],
        help=both("票数相等时最多投几轮，之后并列", "the most ballots; equal votes in the last one share the honour"),
    )


@attrs.frozen
class Election:
    """How it stands: `elected` have it, `tied` are put to the next ballot for the `seats` that are left."""

    elected: tuple[str, ...]
    tied: tuple[str, ...]
    seats: int


class Star(BaseKind):
    """An honour by votes."""

    name = "quiz.star"
    title: Text = both("评星", "Star prize")
    rules = StarRules
    facts: tuple[type[Fact], ...] = (StarVoted,)

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a roster without enough members to choose from."""
        found = sum(len(team.members) for team in roster.teams)
        if found <= rules.winners:
            numbers = {"count": rules.winners, "found": found}
            yield "winners", _("expected more than {count} members to choose from, found {found}", **numbers)

    def begin(self, moment: Moment) -> tuple[Ballot, ...]:
        """Begin with no ballot counted."""
        return ()

    def apply(self, state: tuple[Ballot, ...], seq: int, fact: Fact) -> tuple[Ballot, ...]:
        """Return the ballots with one more."""
        return (*state, Ballot(fact.votes, seq)) if isinstance(fact, StarVoted) else state

    def moves(self, state: tuple[Ballot, ...], moment: Moment) -> Iterator[Move]:
        """Yield the next ballot while the honour is not decided."""
        now, rules = election(state, moment), moment.rules
        if not now.tied or len(state) >= rules.ballots:
            return
        names, number, most = _names(moment), len(state) + 1, Decimal(rules.voters)
        yield Move(
            StarVoted,
            _("Count ballot {number} for {award}", number=number, award=rules.award),
            identity={"ballot": number},
            blanks=tuple(Number(f"votes.{each}", names[each], Decimal(0), most, whole=True) for each in now.tied),
            check=lambda fact: _too_many(fact, rules),
            say=lines.star_ballot(rules.award, number),
        )

    def scores(self, state: tuple[Ballot, ...], moment: Moment) -> Mapping[str, Score]:
        """Return nothing: a star is an honour."""
        return {}

    def awards(self, state: tuple[Ballot, ...], moment: Moment) -> Iterator[Award]:
        """Yield the honour once it is decided; those who are still level after the last ballot share it."""
        now = election(state, moment)
        if not state or (now.tied and len(state) < moment.rules.ballots):
            return
        winners = (*now.elected, *now.tied)
        if winners:
            votes = leaf(state[0].votes.get(winners[0], 0), _("votes"), state[0].seq)
            yield Award(moment.rules.award, winners, votes)

    def scene(self, state: tuple[Ballot, ...], moment: Moment, audience: Audience) -> Scene:
        """Return the votes of every ballot so far."""
        names = _names(moment)
        heads: tuple[Text, ...] = (_("contestant"), *(_("ballot {number}", number=n) for n in range(1, len(state) + 1)))
        rows = tuple((name, *(ballot.votes.get(member) for ballot in state)) for member, name in names.items())
        blocks: list[Block] = [Headline(moment.title, moment.rules.award), Table(heads, rows)]
        following = next(self.moves(state, moment), None) if is_backstage(audience) else None
        if following is not None and following.say is not None:
            blocks.append(Say((following.say,)))
        return Scene(moment.title, tuple(blocks))


def election(state: tuple[Ballot, ...], moment: Moment) -> Election:
    """Return how it stands after the ballots counted so far, among the members of teams that take part."""
    now = Election((), tuple(_names(moment)), moment.rules.winners)
    for ballot in state:
        now = _after(now, ballot.votes)
    return now


def _after(now: Election, votes: Mapping[str, int]) -> Election:
    """Elect those above the edge; those on it are tied, unless they just fill the seats or have no vote at all."""
    ranked = sorted((votes.get(each, 0) for each in now.tied), reverse=True)
    edge = ranked[min(now.seats, len(ranked)) - 1] if ranked else 0
    above = tuple(each for each in now.tied if votes.get(each, 0) > edge)
    level = tuple(each for each in now.tied if votes.get(each, 0) == edge > 0)
    if len(above) + len(level) <= now.seats:
        return Election((*now.elected, *above, *level), (), 0)
    return Election((*now.elected, *above), level, now.seats - len(above))


def _names(moment: Moment) -> dict[str, Text]:
    return {
        member.id: Joined((team.name, member.name), " ") for team in moment.field.playing for member in team.members
    }


def _too_many(fact: Any, rules: Any) -> Text | None:
    given = sum(fact.votes.values())
    if given <= rules.voters:
        return None
    return _("votes: expected at most {most}, one for each voter; found {found}", most=rules.voters, found=given)
