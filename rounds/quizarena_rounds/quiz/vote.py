"""The residents' vote (大众评审): jurors raise flags, somebody counts them, the numbers are typed in.

Decides that each team's votes are one fact, that no team has more votes than there are jurors, and where a juror has a
fixed number of votes, that there are no more in all. Source: tests/rulesets, CN27 (60 jurors, one point a flag).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs
from attrs.validators import ge, instance_of, le, optional

from quizarena.blanks import Number
from quizarena.facts import Fact, Intent
from quizarena.moves import Check, Move
from quizarena.roster import named
from quizarena.rounds import BaseKind, Moment
from quizarena.rules import scoring, shape
from quizarena.scenes import Audience, Block, Headline, Say, Scene, Table, is_backstage
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.text import Text, both

from . import lines
from .labels import desk_label
from .rules import SectionRules
from .words import _

_MOST_JURORS = 10_000


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


@attrs.frozen(cache_hash=True)
class VoteRules(SectionRules):
    """What an organiser may set."""

    jurors: int = shape(
        default=60,
        validator=[instance_of(int), ge(1), le(_MOST_JURORS)],
        help=both("大众评审人数", "how many jurors there are"),
    )
    each: int | None = shape(
        default=None,
        validator=optional([instance_of(int), ge(1), le(_MOST_JURORS)]),
        help=both("每人最多投几票；不写就可以给每队一票", "a juror's votes in all; one for every team if left out"),
    )
    points: Decimal = scoring(default=Decimal(1), validator=ge(Decimal(0)), help=both("一票几分", "points for a vote"))


class Vote(BaseKind):
    """One team after the other, in running order."""

    name = "quiz.vote"
    title: Text = both("大众投票", "The residents' vote")
    rules = VoteRules
    facts: tuple[type[Fact], ...] = (Voted,)

    def begin(self, moment: Moment) -> tuple[Votes, ...]:
        """Begin with no votes."""
        return ()

    def apply(self, state: tuple[Votes, ...], seq: int, fact: Fact) -> tuple[Votes, ...]:
        """Return the votes with those of one more team."""
        return (*state, Votes(fact.team, fact.votes, seq)) if isinstance(fact, Voted) else state

    def moves(self, state: tuple[Votes, ...], moment: Moment) -> Iterator[Move]:
        """Yield the count of the next team, the later ones after it."""
        counted = {each.team for each in state}
        waiting = (team for team in moment.field.playing if team.id not in counted)
        votes = Number("votes", _("votes"), Decimal(0), Decimal(moment.rules.jurors), whole=True)
        for team in waiting:
            label = _("Votes for {desk}", desk=desk_label(moment.field, team.id))
            say = lines.votes(moment.field, team.id)
            yield Move(Voted, label, {"team": team.id}, blanks=(votes,), check=_no_more(state, moment.rules), say=say)

    def scores(self, state: tuple[Votes, ...], moment: Moment) -> Mapping[str, Score]:
        """Return the points of the teams whose votes are counted."""
        return {each.team: _score(each, moment) for each in state}

    def scene(self, state: tuple[Votes, ...], moment: Moment, audience: Audience) -> Scene:
        """Return the votes counted so far."""
        votes = {each.team: each.votes for each in state}
        rows = tuple(
            (moment.field.podium(t.id), named(t.name, t.standing), votes.get(t.id)) for t in moment.field.teams
        )
        aside = _("{count} jurors", count=moment.rules.jurors)
        blocks: list[Block] = [Headline(moment.title, aside), Table((_("desk"), _("team"), _("votes")), rows)]
        following = next(self.moves(state, moment), None) if is_backstage(audience) else None
        if following is not None and following.say is not None:
            blocks.append(Say((following.say,)))
        return Scene(moment.title, tuple(blocks))


def _score(votes: Votes, moment: Moment) -> Score:
    label = _("{count} votes", count=votes.votes)
    return combine(SUM, moment.title, [leaf(moment.rules.points * votes.votes, label, votes.seq)])


def _no_more(state: tuple[Votes, ...], rules: Any) -> Check:
    """Refuse more votes in all than the jurors have."""
    given = sum(each.votes for each in state)

    def check(fact: Any) -> Text | None:
        if rules.each is None or given + fact.votes <= rules.jurors * rules.each:
            return None
        left = rules.jurors * rules.each - given
        return _(
            "votes: expected at most {left}, all that the jurors have left; found {found}", left=left, found=fact.votes
        )

    return check
