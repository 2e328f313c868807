"""The moves of the judges: ballots, votes, absences, and the opening of the marks.

Decides which ballots a match asks for. A judge marks both sides or neither, so one who stands down for one team of a
match stands down for the match. What is in when a judge is excused stays in and counts. Both sides' ballots open
together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizarena.blanks import Number
from quizarena.moves import Move
from quizarena.panels.rules import Mean
from quizarena.roster import Contestant
from quizarena.rounds import Moment
from quizarena.text import Joined, Text, plain
from quizarena.values import evolve
from quizarena_rounds.ballots import (
    Collection,
    Labels,
    absence_moves,
    ballot_moves,
    collection,
    mark_blanks,
    opening_moves,
    reopening_move,
    return_moves,
    unready,
)

from . import facts
from .lineups import speakers
from .rules import DebateRules, Individual
from .state import Match
from .tallies import panel_or_mean
from .verdicts import verdict
from .words import _


def judging_moves(match: Match, moment: Moment) -> Iterator[Move]:
    """Yield the moves that bring the ballots in and open them."""
    way, parts = verdict(moment.rules), collections(match, moment)
    for team in marked_teams(match, moment):
        now, check = sheets_of(match, team, moment), way.sheet_check(match, team)
        marks, speeches = list(_marks(moment)), list(_speeches(team, match, moment))
        sums = way.sums([blank.path for blank in marks], [blank.path for blank in speeches])
        labels = _sheet_labels(team, moment)
        yield from ballot_moves(now, facts.SHEETS, way.in_order(marks, speeches), labels, check, sums=sums)
    if way.votes:
        now_votes, check = votes_of(match, moment), way.vote_check(moment)
        yield from ballot_moves(now_votes, facts.VOTES, way.vote_blanks(match, moment), _VOTE, check)
    yield from opening_moves(parts, facts.SHEETS, _labels(match, moment), _identity(match), _why_sealed(parts, moment))


def judging_asides(match: Match, moment: Moment) -> Iterator[Move]:
    """Yield what mends the ballots while they are sealed."""
    for team in marked_teams(match, moment):
        yield from return_moves(sheets_of(match, team, moment), facts.SHEETS, _sheet_labels(team, moment))
    yield from return_moves(votes_of(match, moment), facts.VOTES, _VOTE)
    yield from absence_moves(collections(match, moment), facts.SHEETS, _labels(match, moment), _identity(match))


def reopening(match: Match) -> Move:
    """Return the aside that collects the ballots of a closed match again."""
    label = _("Reopen the ballots of match {match}", match=match.number)
    return reopening_move(facts.SHEETS, label, _identity(match))


_VOTE = Labels(ballot=_("Vote"), returned=_("Return a vote"))


def _labels(match: Match, moment: Moment) -> Labels:
    if not marked_teams(match, moment):
        return Labels(
            reveal=_("Open the votes of match {match}", match=match.number),
            unmarked=_("Close match {match} without votes", match=match.number),
            absent=_("A judge does not vote"),
            reveal_line=opening_call(match, moment),
        )
    return Labels(
        reveal=_("Open the marks of match {match}", match=match.number),
        unmarked=_("Close match {match} without marks", match=match.number),
        absent=_("A judge hands in nothing more"),
        reveal_line=opening_call(match, moment),
    )


def opening_call(match: Match, moment: Moment) -> Text:
    """Return the line that asks for the marks, or the votes, to be shown."""
    return _("Marks, please!") if marked_teams(match, moment) else _("Voting is closed. The votes, please!")


def _sheet_labels(team: str, moment: Moment) -> Labels:
    name = moment.field.team(team).name
    return Labels(
        ballot=_("Ballot for {team}", team=name),
        returned=_("Return a ballot for {team}", team=name),
    )


def _identity(match: Match) -> dict[str, int]:
    return {"match": match.number}


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
    given = {**_identity(match), "team": team}
    return collection(match.sheet(team), moment.field, match.teams, given)


def votes_of(match: Match, moment: Moment) -> Collection[facts.Voted]:
    """Return the votes of a match."""
    return collection(match.votes, moment.field, match.teams, _identity(match))


def _why_sealed(parts: tuple[Collection[Any], ...], moment: Moment) -> Text | None:
    """Return why the ballots cannot open yet. Votes are counted, not panelled: one is enough."""
    votes = verdict(moment.rules).votes
    panel = panel_or_mean(moment)
    sealed = unready(parts[:-1] if votes else parts, panel)
    return sealed or (unready(parts[-1:], evolve(panel, rule=Mean()), votes=True) if votes else None)


def _marks(moment: Moment) -> Iterator[Number]:
    rules: DebateRules = moment.rules
    yield from mark_blanks("marks", verdict(rules).criteria(rules), rules.step)


def _speeches(team: str, match: Match, moment: Moment) -> Iterator[Number]:
    rules: DebateRules = moment.rules
    if rules.individual is not None:
        yield from _speakers(rules.individual, speakers(team, match, moment))


def _speakers(own: Individual, members: tuple[Contestant, ...]) -> Iterator[Number]:
    """Yield one mark for each debater, or one for each debater and criterion."""
    names: dict[str, Text] = {member.id: member.name for member in members}
    full = dict.fromkeys(names, own.out_of)
    if own.criteria:
        named = {
            f"{member}.{key}": Joined((name, plain(key)), " ") for member, name in names.items() for key in own.criteria
        }
        full = {f"{member}.{key}": most for member in names for key, most in own.criteria.items()}
        names = dict(named)
    yield from mark_blanks("speakers", full, own.step, names)
