"""What screens show of a match's ballots: who has handed in, then the marks, the votes and the result."""

from __future__ import annotations

from collections.abc import Iterator

from quizarena.roster import Judge, Seat
from quizarena.rounds import Moment
from quizarena.scenes import Audience, Block, Decision, Marks, MarkState, Stage, Table, Vote, Votes, Winner
from quizarena.scores import Score
from quizarena.text import Text, listed
from quizarena_rounds.ballots import marks_block, panel_lines, shown, state_without_ballot

from .casting import casting_call, casting_judge, casting_line, winner
from .judging import marked_teams, sheets_of, votes_of
from .rules import DebateRules
from .state import Match
from .tallies import OVERTIME, panel_or_mean, sheet_score
from .verdicts import verdict
from .votes import nominated
from .words import SIDES, THE_SIDE_FIRST, _


def result_blocks(match: Match, moment: Moment, audience: Audience) -> Iterator[Block]:
    """Yield the judges' cells of both sides, the votes, and once they are open what they give."""
    for team in marked_teams(match, moment):
        yield _cells(match, team, moment, audience)
    if verdict(moment.rules).votes:
        yield _votes(match, moment, audience)
    if match.revealed is not None:
        if verdict(moment.rules).by_majority:
            yield _decision(match, moment)
        yield _result(match, moment)


def opening_lines(match: Match, moment: Moment) -> Iterator[tuple[Stage, Text]]:
    """Yield what the host reads of a revealed match, each line with its stage on the board."""
    way = verdict(moment.rules)
    if way.by_majority:
        yield from _decision_lines(match, moment)
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


def _decision_lines(match: Match, moment: Moment) -> Iterator[tuple[Stage, Text]]:
    """Yield what is read of the count, of the casting vote and of who won, as far as that is decided."""
    judge, side = casting_judge(match, moment), winner(match, moment)
    yield from (("panel", line) for line in verdict(moment.rules).count_lines(match, moment))
    if judge is not None:
        yield "panel", casting_call(judge)
    if side is None:
        return
    if judge is not None:
        yield "whole", casting_line(side)
    yield "whole", _winner_line(match, side, moment)
    yield from (("best", line) for line in _best_lines(match, moment))


def _winner_line(match: Match, side: str, moment: Moment) -> Text:
    """Return who won, when the name fills the board."""
    if not side:
        return _("The match is drawn.")
    team = moment.field.team(match.team(side)).name
    return _("{side}, {team}, win the debate!", side=THE_SIDE_FIRST[side], team=team)


def _best_lines(match: Match, moment: Moment) -> Iterator[Text]:
    """Yield how the best debater of the match is read out, of several in one go."""
    best, rules = _best(match, moment), moment.rules
    if best:
        names = listed([_("{name} of {team}", name=each.name, team=each.team or "") for each in best])
        yield _("{award}: {names}!", award=rules.nominations.award, names=names)


def _best(match: Match, moment: Moment) -> tuple[Winner, ...]:
    """Return the debaters whom most judges named, by team and name."""
    named = {winner for award in nominated(match, moment) for winner in award.winners}
    return tuple(
        Winner(member.name, moment.field.podium(team), moment.field.team(team).name)
        for team in (match.affirmative, match.negative)
        for member in moment.field.team(team).everybody
        if member.id in named
    )


def _decision(match: Match, moment: Moment) -> Decision:
    best, rules, judge = _best(match, moment), moment.rules, casting_judge(match, moment)
    counts = verdict(rules).counts(match, match.affirmative, moment)
    award = rules.nominations.award if best else None
    casting = None if judge is None else judge.name
    return Decision(counts, winner(match, moment), award, best, "best" if best else "whole", casting)


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


def _votes(match: Match, moment: Moment, audience: Audience) -> Votes:
    now, is_open = votes_of(match, moment), match.revealed is not None
    cells: list[Vote] = []
    for judge in now.field.judges:
        if match.votes.ballot(judge.id) is None:
            cells.append(Vote(judge.id, judge.name, state_without_ballot(now, judge)))
        elif is_open or audience in (None, str(Seat("judge", judge.id))):
            first = not any(cell.says for cell in cells)
            cells.append(_vote(match, judge, moment, "shown" if is_open else "in", first=first))
        else:
            cells.append(Vote(judge.id, judge.name, "in"))
    return Votes(verdict(moment.rules).vote_heads(), tuple(cells))


def _vote(match: Match, judge: Judge, moment: Moment, state: MarkState, *, first: bool) -> Vote:
    way, ballot = verdict(moment.rules), match.votes.ballot(judge.id)
    if ballot is None:
        return Vote(judge.id, judge.name, "waiting")
    return Vote(judge.id, judge.name, state, way.vote_cells(match, ballot), way.vote_line(match, ballot, judge, first))


def _result(match: Match, moment: Moment) -> Table:
    rows = tuple(
        (
            SIDES[side],
            moment.field.team(match.team(side)).name,
            verdict(moment.rules).score(match, match.team(side), moment).value,
        )
        for side in ("affirmative", "negative")
    )
    heads = (_("Side"), _("Team"), _("Points"))
    return Table(heads, rows, _("The match"))
