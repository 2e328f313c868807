"""Votes that voters give by their own cards or devices (投票): opened, given beside the record, closed by one fact.

Decides the facts and their moves; whom one may vote for and what the votes give is the kinds' own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs
from attrs.validators import ge, instance_of, le, optional

from quizarena.blanks import Instant, Number, Option, Poll
from quizarena.clocks import Clock
from quizarena.facts import Fact, Intent
from quizarena.moves import Check, Move
from quizarena.rounds import Equipment, Moment
from quizarena.rules import scoring, shape
from quizarena.scenes import Block, Clocks, Face, Paragraph, Say
from quizarena.text import Text

from . import lines
from .words import _

Collect: TypeAlias = Literal["count", "cards", "devices"]
MOST_VOTERS = 10_000
_HOUR = 3_600
UNVERIFIED = _("One vote a device: nobody can check who votes, so the counts are no more than indicative.")


@attrs.frozen
class VoteOpened(Fact, type="quiz.vote_opened", intent=Intent.STEP):
    """Votes are taken from voters' cards or devices: for the ballot of that number, which is 1 but for a runoff."""

    at: datetime
    ballot: int = 1


@attrs.frozen
class VoteClosed(Fact, type="quiz.vote_closed", intent=Intent.RULING):
    """The vote is closed, with the votes of each; who is not named got none."""

    votes: Mapping[str, int] = attrs.field(hash=False)
    ballot: int = 1


@attrs.frozen
class Opening:
    """A vote that is open: since which record, and since when."""

    seq: int
    at: datetime


def collect_rule() -> Any:
    """Return the field for how votes come together."""
    words = _(
        "how votes come together: count, they are counted and typed in; cards, each voter's card is a vote from any "
        "phone; devices, one vote a phone of the audience, which nothing verifies: indicative only"
    )
    return shape(default="count", help=words)


def question_rule() -> Any:
    """Return the field for what voters are asked."""
    return shape(default=None, help=_("what voters are asked on their phones"))


def vote_time_rule() -> Any:
    """Return the field for how long a vote is announced to be open."""
    words = _("time to vote, shown from the opening; the desk closes all the same; no clock if left out")
    return scoring(default=None, validator=optional([instance_of(int), ge(1), le(_HOUR)]), help=words)


def equipment(rules: Any, voters: int) -> Equipment:
    """Return what a vote of so many voters needs: a card for each, where they vote by cards."""
    return Equipment(voters=voters if rules.collect == "cards" else 0)


def note(rules: Any) -> Text | None:
    """Return what has to stand beside every count of votes that nobody can check, None for all others."""
    return UNVERIFIED if rules.collect == "devices" else None


def votes_label(count: int, rules: Any) -> Text:
    """Return a count of votes as scores and reports name it."""
    if rules.collect == "devices":
        return _("{count} votes, one a device, not verified", count=count)
    return _("{count} votes", count=count)


def opening_move(ballot: int, say: Text) -> Move:
    """Return the move that opens a vote."""
    given = {"ballot": ballot}
    return Move(VoteOpened, _("Open the vote"), given, blanks=(Instant("at"),), say=say, gesture="next")


def closing_move(ballot: int, poll: Poll, most: int, check: Check) -> Move:
    """Return the move that closes a vote; a candidate has `most` votes at most, and `check` looks at all of them.

    Of devices there may be any number.
    """
    top = Decimal(MOST_VOTERS if poll.voters is None else most)
    counts = tuple(Number(poll.path(each.value), each.label, Decimal(0), top, whole=True) for each in poll.candidates)
    given, say = {"ballot": ballot}, lines.VOTE_ENDS
    return Move(VoteClosed, _("Close the vote"), given, blanks=counts, check=check, say=say, gesture="next", poll=poll)


def poll_of(moment: Moment, opening: Opening, candidates: tuple[Option, ...], most: int, voters: int) -> Poll:
    """Return the poll of a vote that is open: each voter may name `most` candidates."""
    rules, number = moment.rules, min(most, len(candidates))
    asked = rules.question or _default_question(number)
    cards = voters if rules.collect == "cards" else None
    return Poll(f"{moment.round}:{opening.seq}", asked, candidates, number, cards, note(rules))


def _default_question(most: int) -> Text:
    return _("Whom do you vote for?") if most == 1 else _("Whom do you vote for? {most} at most.", most=most)


def blocks(rules: Any, opening: Opening | None) -> Iterator[Block]:
    """Yield what stands beside the candidates: how one votes while a vote is open, its clock, how far to trust it."""
    if opening is not None:
        if rules.collect == "cards":
            yield Paragraph(_("Voting is open: scan your voter's card."))
        else:
            yield Paragraph(_("Voting is open: vote on the audience's page."))
        if rules.vote_time is not None:
            yield Clocks((Face(Clock(1_000 * rules.vote_time).started(opening.at), _("time to vote")),))
    if rules.collect == "devices":
        yield Paragraph(UNVERIFIED)


def say_of(read: tuple[Text, ...], following: Move | None, rules: Any) -> Iterator[Say]:
    """Yield what the host reads: what was done last, else what the next step says; at the end of the time that."""
    then = () if following is None or following.say is None else (following.say,)
    is_timed = following is not None and following.poll is not None and rules.vote_time is not None
    if read or then:
        yield Say(read or then, then if read else (), over=then if is_timed else ())
