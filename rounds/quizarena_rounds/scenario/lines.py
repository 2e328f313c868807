"""What the host reads out in a judged scene.

Decides the words of each moment; leaves the marks' own lines to the ballots.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from quizarena.clocks import duration
from quizarena.points import show
from quizarena.rounds import Moment
from quizarena.scenes import Stage
from quizarena.scores import Score
from quizarena.text import Capitalized, Text, amount
from quizarena_rounds.ballots import panel_lines, panel_of, shown

from .rules import Difficulty, ScenarioRules
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
        return _("Please welcome desk {desk}, {team}!", desk=podium, team=name)
    return _("Please welcome desk {desk}, {team}! Your topic, please.", desk=podium, team=name)


def prepare_line(seconds: int) -> Text:
    """Start the preparing clock."""
    return _("You have {time} to prepare. Time starts now.", time=duration(seconds))


def play_line() -> Text:
    """Call for the play."""
    return _("Please begin.")


def prepared_line(by: Performer, moment: Moment) -> Text:
    """Call for the play once the time to prepare has run out."""
    return _("Time. Desk {desk}, the stage is yours.", desk=moment.field.podium(by.team))


def played_line(performance: Performance) -> Text:
    """Say how long the play took, once it is over."""
    return _("That took {time}.", time=duration(performance.play.used_ms // 1_000))


def marking_line() -> Text:
    """Ask for the ballots."""
    return _("Judges, your marks, please.")


def opening_lines(performance: Performance, moment: Moment, score: Score) -> Iterator[tuple[Stage, Text]]:
    """Yield how the marks became the score, each line with its stage: what counts, over time, the final mark."""
    panel = panel_of(moment)
    yield from panel_lines(score, panel)
    yield from (("whole", line) for line in _difficulty_lines(performance, moment.rules.difficulty))
    penalties = penalty_lines(performance, moment.rules, score)
    yield from (("whole", line) for line in penalties)
    said: dict[str, Text | str] = {
        "team": name_of(performance.by, moment),
        "title": moment.title,
        "value": shown(score.value, panel),
    }
    if penalties:
        yield "whole", _("{team}, {title}, final mark: {value}!", **said)
    else:
        yield "whole", _("{team}, {title}: {value}!", **said)


def _difficulty_lines(performance: Performance, own: Difficulty | None) -> tuple[Text, ...]:
    """Return the difficulty, which multiplies the marks or is added to them, before the final mark."""
    if own is None or performance.difficulty is None:
        return ()
    if own.counts == "plus":
        return (_("Difficulty score: {difficulty}.", difficulty=performance.difficulty),)
    return (_("Difficulty {difficulty}.", difficulty=performance.difficulty),)


def penalty_lines(performance: Performance, rules: ScenarioRules, score: Score | None) -> tuple[Text, ...]:
    """Read out the penalty; nothing where none is due, or while the marks are sealed."""
    penalty = score.find(PENALTY) if score is not None else None
    if penalty is None:
        return ()
    seconds, points = performance.seconds_over(rules), -penalty.value
    over = Capitalized(amount(Fraction(seconds)))
    if points == 1:
        return (_("{seconds} seconds over time: one point off.", seconds=over),)
    return (_("{seconds} seconds over time: {points} points off.", seconds=over, points=amount(points)),)


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
