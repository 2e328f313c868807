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

from quizarena.blanks import Number, Option
from quizarena.facts import Fact, Intent
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import Award, BaseKind, Equipment, Moment
from quizarena.rules import Seconds, shape
from quizarena.scenes import Audience, Block, Headline, Scene, Table, is_backstage
from quizarena.scores import Score, leaf
from quizarena.text import Joined, Text, Words

from .. import lines, polls
from ..polls import MOST_VOTERS, Collect, Opening, VoteClosed, VoteOpened
from ..rules import SectionRules
from ..words import _


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


@attrs.frozen
class StarState:
    """The ballots counted; `opening` is that of a poll that is open for the next."""

    ballots: tuple[Ballot, ...] = ()
    opening: Opening | None = None


@attrs.frozen(cache_hash=True)
class StarRules(SectionRules):
    """What an organiser may set."""

    award: Words = shape(help=_("the honour's name, such as the star of smiles"))
    winners: int = shape(default=1, validator=[instance_of(int), ge(1), le(50)], help=_("how many get it"))
    voters: int = shape(default=9, validator=[instance_of(int), ge(1), le(MOST_VOTERS)], help=_("how many vote"))
    ballots: int = shape(
        default=2,
        validator=[instance_of(int), ge(1), le(9)],
        help=_("the most ballots; equal votes in the last one share the honour"),
    )
    collect: Collect = polls.collect_rule()
    question: Words | None = polls.question_rule()
    vote_time: Seconds | None = polls.vote_time_rule()


@attrs.frozen
class Election:
    """How it stands: `elected` have it, `tied` are put to the next ballot for the `seats` that are left."""

    elected: tuple[str, ...]
    tied: tuple[str, ...]
    seats: int


class Star(BaseKind):
    """An honour by votes."""

    name = "quiz.star"
    title: Text = _("Star prize")
    rules = StarRules
    facts: tuple[type[Fact], ...] = (StarVoted, VoteOpened, VoteClosed)

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a roster without enough members to choose from."""
        found = sum(len(team.members) for team in roster.teams)
        if found <= rules.winners:
            numbers = {"count": rules.winners, "found": found}
            yield "winners", _("expected more than {count} members to choose from, found {found}", **numbers)

    def equipment(self, rules: Any) -> Equipment:
        """Return the voters' cards, where they vote by cards."""
        return polls.equipment(rules, rules.voters)

    def begin(self, moment: Moment) -> StarState:
        """Begin with no ballot counted."""
        return StarState()

    def apply(self, state: StarState, seq: int, fact: Fact) -> StarState:
        """Return the ballots with one more."""
        match fact:
            case StarVoted() | VoteClosed():
                return StarState((*state.ballots, Ballot(fact.votes, seq)))
            case VoteOpened():
                return attrs.evolve(state, opening=Opening(seq, fact.at))
        return state

    def moves(self, state: StarState, moment: Moment) -> Iterator[Move]:
        """Yield the next ballot while the honour is not decided; of a poll its opening, then its closing."""
        now, rules, number = election(state, moment), moment.rules, len(state.ballots) + 1
        if not now.tied or number > rules.ballots:
            return
        names, most = _names(moment), Decimal(rules.voters)
        if state.opening is not None:
            candidates = tuple(Option(each, names[each]) for each in now.tied)
            poll = polls.poll_of(moment, state.opening, candidates, 1, rules.voters)
            yield polls.closing_move(number, poll, rules.voters, lambda fact: _too_many(fact, rules))
        elif rules.collect != "count":
            yield polls.opening_move(number, lines.star_ballot(rules.award, number))
        else:
            yield Move(
                StarVoted,
                _("Count ballot {number} for {award}", number=number, award=rules.award),
                identity={"ballot": number},
                blanks=tuple(Number(f"votes.{each}", names[each], Decimal(0), most, whole=True) for each in now.tied),
                check=lambda fact: _too_many(fact, rules),
                say=lines.star_ballot(rules.award, number),
            )

    def scores(self, state: StarState, moment: Moment) -> Mapping[str, Score]:
        """Return nothing: a star is an honour."""
        return {}

    def awards(self, state: StarState, moment: Moment) -> Iterator[Award]:
        """Yield the honour once it is decided; those who are still level after the last ballot share it."""
        now, ballots = election(state, moment), state.ballots
        if not ballots or (now.tied and len(ballots) < moment.rules.ballots):
            return
        winners = (*now.elected, *now.tied)
        if winners:
            label = UNVERIFIED_VOTES if moment.rules.collect == "devices" else _("votes")
            votes = leaf(ballots[0].votes.get(winners[0], 0), label, ballots[0].seq)
            yield Award(moment.rules.award, winners, votes)

    def scene(self, state: StarState, moment: Moment, audience: Audience) -> Scene:
        """Return the votes of every ballot so far."""
        names, ballots = _names(moment), state.ballots
        heads = (_("contestant"), *(_("ballot {number}", number=n) for n in range(1, len(ballots) + 1)))
        rows = tuple((name, *(ballot.votes.get(member) for ballot in ballots)) for member, name in names.items())
        blocks: list[Block] = [Headline(moment.title, moment.rules.award)]
        blocks += polls.blocks(moment.rules, state.opening)
        if state.opening is None or moment.rules.vote_time is None:  # a clock and all members fill no board together
            blocks.append(Table(heads, rows))
        if is_backstage(audience):
            following = next(self.moves(state, moment), None)
            blocks += polls.say_of(_read(state, names, moment.rules), following, moment.rules)
        return Scene(moment.title, tuple(blocks))


def _read(state: StarState, names: Mapping[str, Text], rules: StarRules) -> tuple[Text, ...]:
    """Return what the host reads of a poll: that voters vote, then the votes."""
    if state.opening is not None:
        return (lines.star_ballot(rules.award, len(state.ballots) + 1),)
    return (lines.star_counted(names, state.ballots[-1].votes),) if state.ballots and rules.collect != "count" else ()


UNVERIFIED_VOTES = _("votes, one a device, not verified")


def election(state: StarState, moment: Moment) -> Election:
    """Return how it stands after the ballots counted so far, among the members of teams that take part."""
    now = Election((), tuple(_names(moment)), moment.rules.winners)
    for ballot in state.ballots:
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
    if given <= rules.voters or rules.collect == "devices":
        return None
    return _("votes: expected at most {most}, one for each voter; found {found}", most=rules.voters, found=given)
