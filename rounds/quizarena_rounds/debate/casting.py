"""The casting vote (决定票) on a match whose votes are level: who gives it, when it is awaited, what the host reads.

What it gives the sides stands with the votes that it follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from quizarena.moves import Move
from quizarena.roster import Judge, Roster
from quizarena.rounds import Moment
from quizarena.text import Text
from quizarena_rounds.ballots import Refusal

from . import facts
from .rules import DebateRules
from .state import Match
from .verdicts import verdict
from .votes import side_choice
from .words import THE_SIDE, _


def winner(match: Match, moment: Moment) -> Literal["", "affirmative", "negative"] | None:
    """Return the side that wins a match of open votes, "" where it is drawn, None while the casting vote is awaited."""
    ours, theirs = verdict(moment.rules).counts(match, match.affirmative, moment)
    if ours != theirs:
        return "affirmative" if ours > theirs else "negative"
    if match.casting is not None:
        return match.casting.side
    return "" if casting_judge(match, moment) is None else None


def casting_judge(match: Match, moment: Moment) -> Judge | None:
    """Return who gives or gave the casting vote of a match of open votes, None where none is called for.

    It is the chief judge or, where that judge did not judge the match, the first in seat order who did.
    """
    if not _is_called_for(match, moment):
        return None
    if match.casting is not None:
        return moment.field.judge(match.casting.judge)
    here = [each for each in moment.field.panel(*match.teams) if match.votes.absence(each.id) is None]
    return next((each for each in here if each.chief), here[0] if here else None)


def _is_called_for(match: Match, moment: Moment) -> bool:
    rules: DebateRules = moment.rules
    way = verdict(rules)
    if rules.votes.casting is None or not way.by_majority or match.revealed is None:
        return False
    ours, theirs = way.counts(match, match.affirmative, moment)
    return ours == theirs


def casting_moves(match: Match, moment: Moment) -> Iterator[Move]:
    """Yield the move that takes down the casting vote, while it is awaited."""
    judge = casting_judge(match, moment)
    if judge is None or match.casting is not None:
        return
    label = _("Casting vote of match {number} ({judge})", number=match.number, judge=judge.name)
    side = side_choice("side", _("casting vote"), match, moment)
    yield Move(facts.CastingVote, label, identity={"match": match.number, "judge": judge.id}, blanks=(side,))


def casting_call(judge: Judge) -> Text:
    """Return the line that asks for the casting vote once the count is level."""
    if judge.chief:
        return _("The chief judge has the casting vote.")
    return _("{judge} has the casting vote.", judge=judge.name)


def casting_line(side: str) -> Text:
    """Return how the casting vote is read out, before the winner."""
    return _("The casting vote is for {side}.", side=THE_SIDE[side])


def casting_refusals(rules: DebateRules, roster: Roster) -> Iterator[Refusal]:
    """Refuse a casting vote where no votes are counted, or nobody is there to give it."""
    if rules.votes.casting is None:
        return
    if not verdict(rules).by_majority:
        yield "votes.casting", _("a casting vote decides level votes; leave it out, or use another verdict than points")
    elif roster.judges and not any(judge.chief for judge in roster.judges):
        yield "votes.casting", _("the casting vote is the chief judge's; write chief: true for one of the judges")
