"""The moves of the judges: ballots, votes, absences, and the opening of the marks.

Decides which ballots a match asks for. A judge marks both sides or neither, so one who stands down for one team of a
match stands down for the match. What is in when a judge is excused stays in and counts. Both sides' ballots open
together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizarena.moves import Blank, Choice, Line, Move, Option
from quizarena.panels.rules import Mean
from quizarena.roster import Team
from quizarena.rounds import Moment
from quizarena.text import Joined, Text, both, plain
from quizarena.values import evolve
from quizarena_rounds.ballots import (
    Collection,
    ballot_moves,
    collection,
    mark_blanks,
    return_moves,
    unready,
)

from . import facts
from .rules import DebateRules, Individual
from .state import Match
from .tallies import panel_or_mean
from .verdicts import verdict
from .words import _

_REASON = Line("reason", both(zh="原因", en="reason"))
_JUDGE = both(zh="评委", en="judge")


def judging_moves(match: Match, moment: Moment) -> Iterator[Move]:
    """Yield the moves that bring the ballots in and open them."""
    for team in marked_teams(match, moment):
        label = _("Ballot for {team}", team=moment.field.team(team).name)
        now, check = sheets_of(match, team, moment), verdict(moment.rules).sheet_check(match, team)
        yield from ballot_moves(now, facts.BallotGiven, _sheet(team, moment), label=label, check=check)
    if verdict(moment.rules).votes:
        votes, blanks = votes_of(match, moment), verdict(moment.rules).vote_blanks(match, moment)
        check = verdict(moment.rules).vote_check(moment)
        yield from ballot_moves(votes, facts.Voted, blanks, label=_("Vote"), check=check)
    yield from _open(match, moment)


def judging_asides(match: Match, moment: Moment) -> Iterator[Move]:
    """Yield what mends the ballots while they are sealed."""
    for team in marked_teams(match, moment):
        label = _("Return a ballot for {team}", team=moment.field.team(team).name)
        yield from return_moves(sheets_of(match, team, moment), facts.BallotReturned, label=label)
    yield from return_moves(votes_of(match, moment), facts.VoteReturned, label=_("Return a vote"))
    awaited = {judge.id: judge for part in collections(match, moment) for judge in part.awaited}
    if awaited:
        options = tuple(Option(judge.id, judge.name, judge=judge.id) for judge in awaited.values())
        yield Move(
            facts.JudgeAbsent,
            _("A judge hands in nothing more"),
            identity={"match": match.number},
            blanks=(Choice("judge", options, _JUDGE), _REASON),
            seat="arbiter",
            aside=True,
        )


def reopening(match: Match) -> Move:
    """Return the aside that collects the ballots of a closed match again."""
    return Move(
        facts.BallotsReopened,
        _("Reopen the ballots of match {match}", match=match.number),
        identity={"match": match.number},
        blanks=(_REASON,),
        seat="arbiter",
        aside=True,
    )


def collections(match: Match, moment: Moment) -> tuple[Collection[Any], ...]:
    """Return the collections of ballots the match asks for."""
    sheets: list[Collection[Any]] = [sheets_of(match, team, moment) for team in marked_teams(match, moment)]
    return (*sheets, votes_of(match, moment)) if verdict(moment.rules).votes else tuple(sheets)


def marked_teams(match: Match, moment: Moment) -> tuple[str, ...]:
    """Return the teams judges hand in ballots for: both sides or, where only votes are asked for, none."""
    rules: DebateRules = moment.rules
    marked = verdict(rules).criteria(rules) or rules.individual
    return (match.affirmative, match.negative) if marked else ()


def sheets_of(match: Match, team: str, moment: Moment) -> Collection[facts.BallotGiven]:
    """Return the ballots for one side."""
    given = {"match": match.number, "team": team}
    return collection(match.sheet(team), moment.field, match.teams, given)


def votes_of(match: Match, moment: Moment) -> Collection[facts.Voted]:
    """Return the votes of a match."""
    return collection(match.votes, moment.field, match.teams, {"match": match.number})


def _open(match: Match, moment: Moment) -> Iterator[Move]:
    """Yield the opening; where no judge is awaited and it still cannot be, the match closes without marks."""
    given: Mapping[str, Any] = {"match": match.number}
    parts = collections(match, moment)
    closed = _why_sealed(parts, moment)
    stuck = closed is not None and not any(part.awaited for part in parts)
    yield Move(
        facts.MarksRevealed,
        _("Open the marks of match {match}", match=match.number),
        identity=given,
        gesture="next",
        say=_("Judges, your marks, please."),
        closed=closed,
    )
    if stuck:
        label = _("Close match {match} without marks", match=match.number)
        yield Move(facts.ClosedUnmarked, label, identity=given, blanks=(_REASON,))


def _why_sealed(parts: tuple[Collection[Any], ...], moment: Moment) -> Text | None:
    """Return why the ballots cannot open yet. Votes are counted, not panelled: one is enough."""
    votes = verdict(moment.rules).votes
    panel = panel_or_mean(moment)
    sealed = unready(parts[:-1] if votes else parts, panel)
    return sealed or (unready(parts[-1:], evolve(panel, rule=Mean())) if votes else None)


def _sheet(team: str, moment: Moment) -> Iterator[Blank]:
    rules: DebateRules = moment.rules
    yield from mark_blanks("marks", verdict(rules).criteria(rules), rules.step)
    if rules.individual is not None:
        yield from _speakers(rules.individual, moment.field.team(team))


def _speakers(own: Individual, team: Team) -> Iterator[Blank]:
    """Yield one mark for each debater, or one for each debater and criterion."""
    names: dict[str, Text] = {member.id: member.name for member in team.members}
    full = dict.fromkeys(names, own.out_of)
    if own.criteria:
        named = {
            f"{member}.{key}": Joined((name, plain(key)), " ") for member, name in names.items() for key in own.criteria
        }
        full = {f"{member}.{key}": most for member in names for key, most in own.criteria.items()}
        names = dict(named)
    yield from mark_blanks("speakers", full, own.step, names)
