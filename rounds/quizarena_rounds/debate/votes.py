"""Votes for a side, half votes and nominations: what a judge fills in beside the sheets, and what a count decides.

Decides that a win, a draw and a loss give declared points, and that a casting vote decides level ones. How votes are
counted stands in the working times 0: it decides the match and counts for nothing else, but a tie-break `sub_score`
finds it as "ballots".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from quizarena.blanks import Blank, Choice, Option
from quizarena.moves import Check
from quizarena.rounds import Award, Moment
from quizarena.scores import SUM, Factor, Score, combine, leaf
from quizarena.text import Text
from quizarena.values import evolve

from .lineups import speakers
from .rules import DebateRules
from .state import Match
from .words import SIDES, THE_SIDE, _

BALLOTS = "ballots"
"""The key of a side's ballots, in a score."""
SPEAKERS = "speakers"
"""The key of a side's marks, in a score that they decide without counting in it."""
HALF = "half"
"""A vote for neither side: half a vote for each."""


def side_choice(path: str, label: Text, match: Match, moment: Moment, *, half: bool = False) -> Choice:
    """Return the blank for a side; with `half`, neither side may be chosen too."""
    teams = {side: match.team(side) for side in ("affirmative", "negative")}
    options = tuple(
        Option(side, _("{side}: {team}", side=SIDES[side], team=moment.field.team(team).name), team=team)
        for side, team in teams.items()
    )
    return Choice(path, (*options, Option(HALF, _("half a vote each"))) if half else options, label)


def nomination_blanks(match: Match, moment: Moment) -> Iterator[Blank]:
    """Yield a blank for each debater a judge names, where the rules ask for that."""
    rules: DebateRules = moment.rules
    if rules.nominations is None:
        return
    teams = (moment.field.team(match.affirmative), moment.field.team(match.negative))
    options = tuple(
        Option(member.id, _("{side}: {team}", side=team.name, team=member.name), team=team.id)
        for team in teams
        for member in speakers(team.id, match, moment)
    )
    for number in range(1, rules.nominations.names + 1):
        yield Choice(f"nominated.{number}", options, _("nomination {number}", number=number))


def named_apart(rules: DebateRules) -> Check | None:
    """Return the check that a judge names different debaters, None where none are named."""

    def check(fact: Any) -> Text | None:
        named = list(fact.nominated.values())
        return _("name different debaters") if len(set(named)) < len(named) else None

    return None if rules.nominations is None else check


def nominated(match: Match, moment: Moment) -> Iterator[Award]:
    """Yield the best debater of a revealed match: whoever most judges name, if enough do; a true tie names all."""
    rules: DebateRules = moment.rules
    if rules.nominations is None or match.revealed is None:
        return
    playing = {member.id for team in moment.field.playing for member in team.everybody}
    counts = Counter(name for ballot in match.votes.ballots for name in ballot.fact.nominated.values())
    counts = Counter({name: count for name, count in counts.items() if name in playing})
    most = max(counts.values(), default=0)
    winners = tuple(name for name, count in counts.items() if count == most >= rules.nominations.least)
    if winners:
        award = _("{award}, match {number}", award=rules.nominations.award, number=match.number)
        parts = [
            leaf(1, judge_name(ballot.judge, moment), ballot.record)
            for ballot in match.votes.ballots
            if winners[0] in ballot.fact.nominated.values()
        ]
        yield Award(award, winners, combine(SUM, _("nominations"), parts))


def judge_name(judge: str, moment: Moment) -> Text:
    """Return the name of a judge."""
    return moment.field.judge(judge).name


def vote_value(side: str, ours: str) -> Fraction:
    """Return what a vote for `side` is worth to `ours`: 1, 0, or one half."""
    return Fraction(1, 2) if side == HALF else Fraction(side == ours)


def decided(match: Match, moment: Moment, team: str, counts: tuple[Fraction, Fraction], note: Text) -> Score:
    """Return the points of a team by the votes for it and against it; level ones go by the casting vote, if given."""
    rules: DebateRules = moment.rules
    (ours, theirs), record = counts, match.revealed
    if ours == theirs and match.casting is not None:
        ours, theirs = (Fraction(match.team(match.casting.side) == each) for each in _both(match, team))
        record = match.casting.record
        said = {"judge": judge_name(match.casting.judge, moment), "side": THE_SIDE[match.casting.side]}
        note = _("{note}; casting vote of {judge} for {side}", note=note, **said)
    elif ours == theirs and rules.votes.casting is not None:
        note = _("{note}; no casting vote yet", note=note)
    points, label = rules.votes.draw, _("Match {number}: drawn", number=match.number)
    if ours > theirs:
        points, label = rules.votes.win, _("Match {number}: won", number=match.number)
    elif ours < theirs:
        points, label = rules.votes.lose, _("Match {number}: lost", number=match.number)
    return leaf(points, label, record, note)


def _both(match: Match, team: str) -> tuple[str, str]:
    """Return a team of a match and the other one."""
    return team, match.teams[match.teams[0] == team]


def beside(won: Score, parts: Iterable[Score]) -> Score:
    """Return `won` with what decided it: `parts`, each times 0."""
    told = [combine(Factor(0), _("decides, and counts no more"), [part]) for part in parts]
    return evolve(combine(SUM, won.label, [won, *told]), note=won.note)
