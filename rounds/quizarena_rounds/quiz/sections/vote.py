"""The residents' vote (大众评审): jurors raise flags, somebody counts them; or they vote by cards or devices.

Decides that flags are counted team by team while a poll is one for all, that no team has more votes than there are
jurors, and where a juror has a fixed number of votes, that there are no more in all. Source: tests/rulesets, CN27 (60
jurors, one point a flag).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs
from attrs.validators import ge, instance_of, le, optional

from quizarena.blanks import Number, Option
from quizarena.facts import Fact, Intent
from quizarena.moves import Check, Move
from quizarena.roster import named
from quizarena.rounds import BaseKind, Equipment, Moment
from quizarena.rules import Seconds, scoring, shape
from quizarena.scenes import Audience, Block, Headline, Scene, Table, is_backstage
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.text import Text, Words

from .. import lines, polls
from ..labels import desk_label
from ..polls import MOST_VOTERS, Collect, Opening, VoteClosed, VoteOpened
from ..rules import SectionRules
from ..words import _


@attrs.frozen
class Voted(Fact, type="quiz.voted", intent=Intent.RULING):
    """The votes counted for a team."""

    team: str
    votes: int


@attrs.frozen
class Votes:
    """A team's votes, and the record they come from."""

    team: str
    votes: int
    seq: int


@attrs.frozen
class VoteState:
    """The votes counted so far; `opening` is that of a poll that is open, `closed` says that the poll is over."""

    counted: tuple[Votes, ...] = ()
    opening: Opening | None = None
    closed: bool = False


@attrs.frozen(cache_hash=True)
class VoteRules(SectionRules):
    """What an organiser may set."""

    jurors: int = shape(
        default=60,
        validator=[instance_of(int), ge(1), le(MOST_VOTERS)],
        help=_("how many jurors there are; devices may be any number"),
    )
    each: int | None = shape(
        default=None,
        validator=optional([instance_of(int), ge(1), le(MOST_VOTERS)]),
        help=_("a juror's votes in all; one for every team if left out"),
    )
    points: Decimal = scoring(default=Decimal(1), validator=ge(Decimal(0)), help=_("points for a vote"))
    collect: Collect = polls.collect_rule()
    question: Words | None = polls.question_rule()
    vote_time: Seconds | None = polls.vote_time_rule()


class Vote(BaseKind):
    """One team after the other, in running order; or all at once in a poll."""

    name = "quiz.vote"
    title: Text = _("The residents' vote")
    rules = VoteRules
    facts: tuple[type[Fact], ...] = (Voted, VoteOpened, VoteClosed)

    def equipment(self, rules: Any) -> Equipment:
        """Return the jurors' cards, where they vote by cards."""
        return polls.equipment(rules, rules.jurors)

    def begin(self, moment: Moment) -> VoteState:
        """Begin with no votes."""
        return VoteState()

    def apply(self, state: VoteState, seq: int, fact: Fact) -> VoteState:
        """Return the votes with those of one more team, or of all."""
        match fact:
            case Voted():
                return attrs.evolve(state, counted=(*state.counted, Votes(fact.team, fact.votes, seq)))
            case VoteOpened():
                return VoteState(opening=Opening(seq, fact.at))
            case VoteClosed():
                return VoteState(tuple(Votes(team, votes, seq) for team, votes in fact.votes.items()), closed=True)
        return state

    def moves(self, state: VoteState, moment: Moment) -> Iterator[Move]:
        """Yield the count of the next team, the later ones after it; of a poll its opening, then its closing."""
        if moment.rules.collect == "count":
            yield from _counts(state, moment)
        elif state.opening is not None:
            yield _closing(state.opening, moment)
        elif not state.closed and moment.field.playing:
            yield polls.opening_move(1, lines.vote_opens(moment.rules.question))

    def scores(self, state: VoteState, moment: Moment) -> Mapping[str, Score]:
        """Return the points of the teams whose votes are counted."""
        return {each.team: _score(each, moment) for each in state.counted}

    def scene(self, state: VoteState, moment: Moment, audience: Audience) -> Scene:
        """Return the votes counted so far."""
        votes = {each.team: each.votes for each in state.counted}
        rows = tuple(
            (moment.field.podium(t.id), named(t.name, t.standing), votes.get(t.id)) for t in moment.field.teams
        )
        blocks: list[Block] = [Headline(moment.title, _aside(moment.rules))]
        blocks += polls.blocks(moment.rules, state.opening)
        if state.opening is None:  # nothing is counted yet, and the hall votes for teams that the board has anyway
            blocks.append(Table((_("desk"), _("team"), _("votes")), rows))
        if is_backstage(audience):
            read = (lines.votes_counted(moment.field, votes),) if state.closed else ()
            read = (lines.vote_opens(moment.rules.question),) if state.opening is not None else read
            blocks += polls.say_of(read, next(self.moves(state, moment), None), moment.rules)
        return Scene(moment.title, tuple(blocks))


def _aside(rules: VoteRules) -> Text | None:
    return None if rules.collect == "devices" else _("{count} jurors", count=rules.jurors)


def _counts(state: VoteState, moment: Moment) -> Iterator[Move]:
    counted = {each.team for each in state.counted}
    waiting = (team for team in moment.field.playing if team.id not in counted)
    votes = Number("votes", _("votes"), Decimal(0), Decimal(moment.rules.jurors), whole=True)
    given = sum(each.votes for each in state.counted)
    for team in waiting:
        label = _("Votes for {desk}", desk=desk_label(moment.field, team.id))
        say = lines.votes(moment.field, team.id)
        check = _no_more(given, moment.rules)
        yield Move(Voted, label, {"team": team.id}, blanks=(votes,), check=check, say=say)


def _closing(opening: Opening, moment: Moment) -> Move:
    """Return the move that closes a poll in which each juror may name a team once."""
    rules, teams = moment.rules, moment.field.playing
    candidates = tuple(Option(team.id, desk_label(moment.field, team.id), team=team.id) for team in teams)
    most = len(candidates) if rules.each is None else rules.each
    poll = polls.poll_of(moment, opening, candidates, most, rules.jurors)
    return polls.closing_move(1, poll, rules.jurors, _no_more(0, rules))


def _score(votes: Votes, moment: Moment) -> Score:
    label = polls.votes_label(votes.votes, moment.rules)
    return combine(SUM, moment.title, [leaf(moment.rules.points * votes.votes, label, votes.seq)])


def _no_more(given: int, rules: Any) -> Check:
    """Refuse more votes in all than the jurors have, of whom so many were given before."""

    def check(fact: Any) -> Text | None:
        found = fact.votes if isinstance(fact, Voted) else sum(fact.votes.values())
        if rules.each is None or rules.collect == "devices" or given + found <= rules.jurors * rules.each:
            return None
        left = rules.jurors * rules.each - given
        return _("votes: expected at most {left}, all that the jurors have left; found {found}", left=left, found=found)

    return check
