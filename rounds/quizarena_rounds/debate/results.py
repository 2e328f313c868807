"""The scores of the round and the best debater.

Decides which match counts for whom and who is named. Of a team that plays twice only the first match counts, also when
that was a walkover. Debaters compete over the matches that count, by the same panel rule; a true tie names all, and a
member of a team that left is not named.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from quizarena.rounds import Award, Meeting, Moment
from quizarena.scores import Score

from .allotment import moment_of
from .pairing import Fixture, fixtures, sits_out
from .rules import DebateRules
from .state import Match, State
from .tallies import bye_score, speaker_score, walkover_score
from .verdicts import verdict
from .votes import nominated


def fixtures_of(state: State, rules: DebateRules) -> tuple[Fixture, ...]:
    """Return all matches of the round, none before it is known who meets whom."""
    return fixtures(state.order or (), rules.odd)


def team_scores(state: State, moment: Moment) -> dict[str, Score]:
    """Return the score of each team that has one."""
    rules: DebateRules = moment.rules
    found: dict[str, Score] = {}
    for match, team in _counted(state, rules):
        score = _score(match, team, moment)
        if score is not None:
            found[team] = score
    idle = sits_out(state.order or (), rules.odd)
    if idle is not None:
        then = moment.of(state.paired or 0)
        bye = bye_score(then.rules.bye.points, found if _is_over(state, rules) else None, then, state.paired)
        found |= {} if bye is None else {idle: then.noted(bye)}
    return found


def _is_over(state: State, rules: DebateRules) -> bool:
    return len(state.matches) == len(fixtures_of(state, rules)) and state.running is None


def meetings(state: State, moment: Moment) -> Iterator[Meeting]:
    """Yield each match that is decided and counts for both teams; a walkover has no margin worth a mark."""
    rules: DebateRules = moment.rules
    for match, fixture in zip(state.matches, fixtures_of(state, rules), strict=False):
        if fixture.counts != match.teams:
            continue
        first, second = (match.affirmative, match.negative) if match.affirmative else match.teams
        if match.walkover is not None and match.walkover.winner:
            yield Meeting(first, second, Fraction(match.walkover.winner == first), Fraction(0))
        elif match.revealed is not None:
            then = moment_of(match, moment)
            way = verdict(then.rules)
            one, other = (way.score(match, team, then).value for team in (first, second))
            won = Fraction(1, 2) if one == other else Fraction(one > other)
            judges = tuple(judge.id for judge in then.field.judges) if match.judges is not None else ()
            yield Meeting(first, second, won, way.margin(match, first, then), judges)


def best_debaters(state: State, moment: Moment) -> Iterator[Award]:
    """Yield whom the judges named in each match, and once every match is closed whom their marks name."""
    rules: DebateRules = moment.rules
    for match in state.matches:
        yield from nominated(match, moment)
    if rules.individual is None or not _is_over(state, rules):
        return
    speakers = dict(_speakers(state, moment))
    best = max((score.value for score in speakers.values()), default=None)
    winners = tuple(member for member, score in speakers.items() if score.value == best)
    if winners:
        yield Award(rules.individual.award, winners, speakers[winners[0]], speakers)


def _counted(state: State, rules: DebateRules) -> Iterator[tuple[Match, str]]:
    for match, fixture in zip(state.matches, fixtures_of(state, rules), strict=False):
        for team in fixture.counts:
            yield match, team


def _score(match: Match, team: str, moment: Moment) -> Score | None:
    then = moment_of(match, moment)
    if match.revealed is not None:
        return then.noted(verdict(then.rules).score(match, team, then))
    score = walkover_score(match, team, then.rules)
    return score and then.noted(score)


def _speakers(state: State, moment: Moment) -> Iterator[tuple[str, Score]]:
    for match, team in _counted(state, moment.rules):
        if match.revealed is None or not moment.field.team(team).plays:
            continue
        for member in moment.field.team(team).everybody:
            then = moment_of(match, moment)
            score = speaker_score(match, team, member.id, then, verdict(then.rules).left_out(match, then))
            if score is not None:
                yield member.id, score
