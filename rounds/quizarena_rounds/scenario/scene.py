"""What screens show of a judged scene.

Decides the blocks of each stage. Marks stay out of the hall's scene until they are open, the host's lines and the
rail always do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from quizarena.clocks import Clock, minutes
from quizarena.rounds import Moment
from quizarena.scenes import (
    Audience,
    Block,
    Clocks,
    Face,
    Headline,
    OnStage,
    Paragraph,
    Role,
    Say,
    Scene,
    Steps,
    is_backstage,
)
from quizarena.scores import Score
from quizarena.text import Joined, Text, plain
from quizarena.values import evolve
from quizarena_rounds.ballots import call_for_marks, marking_notes, marks_block, panel_of, shown, written_total
from quizarena_rounds.bells import USUAL_BELLS, rung

from .facts import BallotGiven
from .lines import (
    marking_line,
    next_line,
    opening_lines,
    penalty_due,
    penalty_lines,
    play_line,
    played_line,
    prepare_line,
    prepared_line,
)
from .moves import ballots_of
from .rules import ScenarioRules
from .scoring import score_of
from .state import Performance, Performer, ScenarioState, Stage, performers
from .words import _

RAIL: tuple[Text, ...] = (_("topic"), _("prepare"), _("play"), _("ballots"), _("marks open"), _("next team"))
RAIL_WITHOUT_SLIPS: tuple[Text, ...] = (_("on stage"), *RAIL[1:])
PLACES: dict[Stage, int] = {"prepare": 1, "play": 2, "ballots": 3, "done": 5}
"""Where each stage stands on the rail."""


def scene(state: ScenarioState, moment: Moment, audience: Audience) -> Scene:
    """Return what `audience` sees."""
    performance = state.current(moment.field) or _last_closed(state)
    if performance is None:
        blocks = _before(state, moment)
    else:
        blocks = _on_stage(performance, state.number(performance), moment.of(performance.begun), audience)
    parts = [*blocks]
    if is_backstage(audience):
        parts += _for_the_desk(performance, state, moment)
    return Scene(moment.title, tuple(parts))


def score_now(performance: Performance, moment: Moment) -> Score | None:
    """Return the score of a performance, None while its marks are sealed."""
    if performance.sheet.revealed is None:
        return None
    then = moment.of(performance.begun)
    return then.noted(score_of(performance, then.rules, panel_of(then), moment.field.judges, moment.title))


def _last_closed(state: ScenarioState) -> Performance | None:
    return next((each for each in reversed(state.performances) if each.sheet.closed), None)


def _before(state: ScenarioState, moment: Moment) -> Iterator[Block]:
    yield Headline(moment.title)
    coming = next(state.coming(moment.rules, moment.field), None)
    if coming is not None:
        yield _stage_of(coming, moment)


def _on_stage(performance: Performance, number: int, moment: Moment, audience: Audience) -> Iterator[Block]:
    stage = performance.stage(moment.rules)
    count = sum(1 for _each in performers(moment.rules, moment.field.teams))
    inside = _("performance {number}", number=number)
    yield Headline(_("Performance {number}", number=number), _("of {count}", count=count), number, count, inside)
    yield _stage_of(performance.by, moment)
    topic = _topic(performance, moment.rules)
    if topic is not None:
        yield Paragraph(topic, Role.TOPIC)
    if performance.difficulty is not None:
        yield Paragraph(_difficulty(performance, moment.rules), Role.DIFFICULTY)
    if stage in ("prepare", "play"):
        yield from _clocks(performance, stage, moment.rules)
    else:
        yield from _marks(performance, moment, audience)


def _stage_of(by: Performer, moment: Moment) -> OnStage:
    team = moment.field.team(by.team)
    member = next((each.name for each in team.everybody if each.id == by.member), None)
    return OnStage(team.id, team.name, moment.field.podium(team.id), member)


def _topic(performance: Performance, rules: ScenarioRules) -> Text | None:
    """Return the words of the topic, None for a slip whose words only the host has."""
    if performance.topic:
        titles = (topic.title for topic in rules.topics if topic.id == performance.topic)
        return next(titles, plain(performance.topic))
    return plain(performance.title) if performance.title else None


def _difficulty(performance: Performance, rules: ScenarioRules) -> Text:
    if rules.difficulty is not None and rules.difficulty.counts == "plus":
        return _("difficulty score {difficulty}", difficulty=performance.difficulty or 0)
    return _("difficulty {difficulty}", difficulty=performance.difficulty or 0)


def _clocks(performance: Performance, stage: Stage, rules: ScenarioRules) -> Iterator[Block]:
    preparing = stage == "prepare"
    seconds = rules.prepare_time if preparing else rules.play_time
    clock = performance.prepare if preparing else performance.play
    if seconds:
        label = _("time to prepare") if preparing else _("time to play")
        named = rung(USUAL_BELLS if preparing else rules.bells, seconds)
        yield Clocks((Face(_limited(clock, seconds), label, bells=named),))


def _limited(clock: Clock, seconds: int) -> Clock:
    return evolve(clock, limit_ms=1_000 * seconds)


def _marks(performance: Performance, moment: Moment, audience: Audience) -> Iterator[Block]:
    now, panel, score = ballots_of(performance, moment), panel_of(moment), score_now(performance, moment)
    yield marks_block(now, performance.by.id, audience, total=_written(moment.rules), panel=panel, score=score)
    yield from marking_notes(now, audience)
    yield from _time(performance, moment.rules, score, audience)
    if score is not None:
        yield Paragraph(_("final mark {value}", value=shown(score.value, panel)), Role.RESULT)


def _written(rules: ScenarioRules) -> Callable[[BallotGiven], Fraction]:
    return lambda ballot: written_total(ballot, rules.criteria)


def _time(performance: Performance, rules: ScenarioRules, score: Score | None, audience: Audience) -> Iterator[Block]:
    if performance.timed is None or not rules.play_time:
        return
    used = performance.play.used_ms // 1_000
    said = _("time {limit}, used {used}", limit=minutes(rules.play_time), used=minutes(used))
    due = penalty_due(performance, rules) if score is None and is_backstage(audience) else None
    yield Paragraph(said if due is None else Joined((said, due), ""), Role.TIME)
    for line in penalty_lines(performance, rules, score):
        yield Paragraph(line, Role.OVERTIME)


def _for_the_desk(performance: Performance | None, state: ScenarioState, moment: Moment) -> Iterator[Block]:
    following = next_line(state, moment)
    rail = RAIL if moment.rules.slips else RAIL_WITHOUT_SLIPS
    if performance is None:
        yield Steps(rail, 0)
        yield Say(() if following is None else (following,))
        return
    stage = performance.stage(moment.rules)
    yield Steps(rail, None if stage == "done" and following is None else PLACES[stage])
    yield _say(performance, moment.of(performance.begun), score_now(performance, moment), following)


def _say(performance: Performance, moment: Moment, score: Score | None, following: Text | None) -> Say:
    """Return what the host reads now and next."""
    then, now = () if following is None else (following,), ballots_of(performance, moment)
    match performance.stage(moment.rules):
        case "prepare":
            over = (prepared_line(performance.by, moment),)
            return Say((prepare_line(moment.rules.prepare_time),), (play_line(),), over=over)
        case "play":
            waits = _("do not interrupt; read the time when they have finished")
            return Say((play_line(),), (marking_line(),), over_remark=waits)
        case "ballots" if now.awaited:
            timed = performance.play.used_ms and not now.sheet.ballots
            first = (played_line(performance),) if timed else ()
            return Say((*first, marking_line()), (call_for_marks(now),))
        case "ballots":
            return Say((call_for_marks(now),))
        case "done" if score is None:
            return Say((_("This one is not marked."),), then)
        case "done":
            return Say((call_for_marks(now),), then, tuple(opening_lines(performance, moment, score)))
