"""What the host reads out in a judged scene.

Decides the words of each moment; leaves the marks' own lines to the ballots.
"""

from __future__ import annotations

from quizarena.clocks import duration
from quizarena.points import show
from quizarena.rounds import Moment
from quizarena.scenes import Say
from quizarena.scores import Score
from quizarena.text import Text
from quizarena_rounds.ballots import panel_lines, panel_of, shown

from .rules import ScenarioRules
from .scoring import PENALTY, penalty_score
from .state import Performance, Performer, ScenarioState
from .words import _


def name_of(by: Performer, moment: Moment) -> Text:
    """Return who performs by name: the team, or the member with the team."""
    team = moment.field.team(by.team)
    member = next((each.name for each in team.everybody if each.id == by.member), None)
    return team.name if member is None else _("{member} of {team}", member=member, team=team.name)


def call_line(by: Performer, moment: Moment) -> Text:
    """Call a performer to the draw or, without slips, on stage."""
    podium, name = moment.field.podium(by.team), name_of(by, moment)
    if not moment.rules.slips:
        return _("Desk {desk}, {team}, please come on stage.", desk=podium, team=name)
    return _("Desk {desk}, {team}, please draw your topic.", desk=podium, team=name)


def prepare_line(seconds: int) -> Text:
    """Start the preparing clock."""
    return _("You have {time} to prepare. Time starts now.", time=duration(seconds))


def play_line() -> Text:
    """Call for the play."""
    return _("Please begin.")


def marking_line() -> Text:
    """Ask for the ballots."""
    return _("Judges, please mark.")


def reveal_line() -> Text:
    """Ask for the marks to be shown."""
    return _("Judges, show your marks, please.")


def result_lines(performance: Performance, moment: Moment, score: Score) -> tuple[Text, ...]:
    """Read out how the marks became the score: what was dropped, what counts, over time, the final mark."""
    panel = panel_of(moment)
    final = _(
        "Desk {desk}, {team}: final mark in {title}, {value}.",
        desk=moment.field.podium(performance.by.team),
        team=name_of(performance.by, moment),
        title=moment.title,
        value=shown(score.value, panel),
    )
    found = (*panel_lines(score, panel), *_difficulty_lines(performance))
    return (*found, *penalty_lines(performance, moment.rules, score), final)


def _difficulty_lines(performance: Performance) -> tuple[Text, ...]:
    if performance.difficulty is None:
        return ()
    return (_("Difficulty {difficulty}.", difficulty=performance.difficulty),)


def penalty_lines(performance: Performance, rules: ScenarioRules, score: Score | None) -> tuple[Text, ...]:
    """Read out the penalty; nothing where none is due, or while the marks are sealed."""
    penalty = score.find(PENALTY) if score is not None else None
    if penalty is None:
        return ()
    over = performance.seconds_over(rules)
    return (_("{seconds} seconds over time: {points} off.", seconds=over, points=show(-penalty.value)),)


def penalty_due(performance: Performance, rules: ScenarioRules) -> Text | None:
    """Say for the desk, before the marks open, what over time will cost and by which rule; None where it costs nothing.

    It goes on after the time used.
    """
    over, overtime = performance.seconds_over(rules), rules.overtime
    if not over or overtime is None:
        return None
    if overtime.zero_after is not None and over > overtime.zero_after:
        return _(", {seconds} s over: no score", seconds=over)
    penalty = penalty_score(overtime, over, performance.timed)
    return (
        _(
            ", {seconds} s over: {points} off for each {stretch} s begun, {penalty} off",
            seconds=over,
            points=show(-overtime.points),
            stretch=overtime.per_started,
            penalty=show(-penalty.value),
        )
        if overtime.points
        else None
    )


def next_line(state: ScenarioState, moment: Moment) -> Text | None:
    """Call the next performer; None if all have been on stage."""
    coming = next(state.coming(moment.rules, moment.field), None)
    return call_line(coming, moment) if coming is not None else None


def say(performance: Performance, moment: Moment, score: Score | None, following: Text | None) -> Say:
    """Return what the host reads now and next."""
    then = () if following is None else (following,)
    match performance.stage(moment.rules):
        case "prepare":
            return Say((prepare_line(moment.rules.prepare_time),), (play_line(),))
        case "play":
            return Say((play_line(),), (marking_line(),))
        case "ballots":
            return Say((marking_line(),), (reveal_line(),))
        case "done":
            return Say(result_lines(performance, moment, score) if score is not None else (), then)
