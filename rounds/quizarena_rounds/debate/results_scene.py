"""What screens show of a match's ballots: who has handed in, then the marks, the votes and the result."""

from __future__ import annotations

from collections.abc import Iterator

from quizarena.roster import Judge, Seat
from quizarena.rounds import Moment
from quizarena.scenes import Audience, Block, Marks, Stage, Table
from quizarena.scores import Score
from quizarena.text import Text, both
from quizarena_rounds.ballots import marks_block, panel_lines, shown

from .judging import marked_teams, sheets_of, votes_of
from .rules import DebateRules, Side
from .state import Match
from .tallies import OVERTIME, panel_or_mean, sheet_score
from .verdicts import verdict
from .words import SIDES, THE_SIDE_FIRST, _


def result_blocks(match: Match, moment: Moment, audience: Audience) -> Iterator[Block]:
    """Yield the judges' cells of both sides, the votes, and once they are open what they give."""
    for team in marked_teams(match, moment):
        yield _cells(match, team, moment, audience)
    if verdict(moment.rules).votes:
        yield _votes(match, moment, audience)
    if match.revealed is not None:
        yield _result(match, moment)


def opening_lines(match: Match, moment: Moment) -> Iterator[tuple[Stage, Text]]:
    """Yield what the host reads of a revealed match, each line with its stage on the board."""
    way = verdict(moment.rules)
    if way.by_majority:
        yield from (("panel", line) for line in way.count_lines(match, moment))
        yield "whole", _winner_line(match, moment)
        return
    for side in ("affirmative", "negative"):
        score = verdict(moment.rules).score(match, match.team(side), moment)
        for stage, line in panel_lines(score, panel_or_mean(moment)) if score.parts else ():
            yield stage, _("{side}: {line}", side=SIDES[side], line=line)
    for side in ("affirmative", "negative"):
        team = match.team(side)
        score = verdict(moment.rules).score(match, team, moment)
        for part in _lost(score):
            yield "whole", _("{what}: {points} off.", what=part.label, points=-part.value)
        said = {"side": SIDES[side], "team": moment.field.team(team).name}
        yield "whole", _("{side}, {team}: {points}.", points=shown(score.value, panel_or_mean(moment)), **said)


def _winner_line(match: Match, moment: Moment) -> Text:
    ours, theirs = verdict(moment.rules).counts(match, match.affirmative, moment)
    if ours == theirs:
        return _("The match is drawn.")
    side: Side = "affirmative" if ours > theirs else "negative"
    team = moment.field.team(match.team(side)).name
    return _("{side}, {team}, win the debate!", side=THE_SIDE_FIRST[side], team=team)


def _lost(score: Score) -> Iterator[Score]:
    return (part for part in score.parts if part.key == OVERTIME)


def _cells(match: Match, team: str, moment: Moment, audience: Audience) -> Marks:
    rules: DebateRules = moment.rules
    way = verdict(rules)
    panelled = match.revealed is not None and not way.by_majority and way.criteria(rules)
    return marks_block(
        sheets_of(match, team, moment),
        team,
        audience,
        total=way.written,
        panel=panel_or_mean(moment),
        score=sheet_score(match, team, moment) if panelled else None,
    )


def _votes(match: Match, moment: Moment, audience: Audience) -> Table:
    heads = verdict(moment.rules).vote_heads()
    rows = tuple((judge.name, *_vote(match, judge, moment, audience)) for judge in votes_of(match, moment).asked)
    return Table((both(zh="评委", en="Judge"), *heads), rows)


def _vote(match: Match, judge: Judge, moment: Moment, audience: Audience) -> tuple[Text | None, ...]:
    way, ballot = verdict(moment.rules), match.votes.ballot(judge.id)
    hidden = (None,) * (len(way.vote_heads()) - 1)
    if ballot is None:
        return both(zh="未交", en="missing"), *hidden
    if match.revealed is None and audience not in (None, str(Seat("judge", judge.id))):
        return both(zh="已交", en="in"), *hidden
    return way.vote_cells(match, ballot)


def _result(match: Match, moment: Moment) -> Table:
    rows = tuple(
        (
            SIDES[side],
            moment.field.team(match.team(side)).name,
            verdict(moment.rules).score(match, match.team(side), moment).value,
        )
        for side in ("affirmative", "negative")
    )
    heads = (both(zh="方", en="Side"), both(zh="队", en="Team"), both(zh="得分", en="Points"))
    return Table(heads, rows, both(zh="本场结果", en="The match"))
