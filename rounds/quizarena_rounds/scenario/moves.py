"""What may happen in a judged scene.

Decides the order of things: topic, preparing, playing, marking, opening the marks, next performance.
Whatever a judge, a clock or a team does, one of these moves leads on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from quizarena.blanks import Blank, Choice, Instant, Line, Number, Option
from quizarena.moves import Drawing, Move
from quizarena.rounds import Moment
from quizarena.text import Text
from quizarena_rounds.ballots import (
    Collection,
    Labels,
    call_for_marks,
    collection,
    judging_moves,
    mark_blanks,
    panel_of,
    sum_of,
)
from quizarena_rounds.lots import Topic, is_used, slip_item, slip_lots

from . import facts as f
from .afterwards import chief_moves, reopening
from .lines import call_line, marking_line, name_of, play_line, prepare_line
from .rules import ScenarioRules
from .state import Performance, Performer, ScenarioState, Stage
from .words import _

LONGEST_PLAY = Decimal(86_400)
"""A day, in seconds: the upper bound of a time typed in."""


def moves(state: ScenarioState, moment: Moment) -> Iterator[Move]:
    """Yield the moves, forward ones first."""
    current = state.current(moment.field)
    if current is not None:
        now = moment.of(current.begun)
        yield from _declaration(current, now) or _STAGES[current.stage(now.rules)](current, now)
        return
    coming = next(state.coming(moment.rules, moment.field), None)
    if coming is not None:
        yield _call(state, coming, moment.next)
    yield from reopening(state, moment)
    yield from chief_moves(state, moment)


def ballots_of(performance: Performance, moment: Moment) -> Collection[f.BallotGiven]:
    """Return the performance's ballots as they are collected now."""
    return collection(performance.sheet, moment.field, (performance.by.team,), performance.by.identity)


def _call(state: ScenarioState, by: Performer, moment: Moment) -> Move:
    """Return the move that begins a performance: its topic is drawn or, without slips, its first segment entered."""
    name, rules = name_of(by, moment), moment.rules
    if not rules.slips:
        first: f.Segment = "prepare" if rules.prepare_time else "play"
        label = _("Call {team} on stage", team=name)
        return Move(
            f.SegmentEntered, label, {**by.identity, "segment": first}, say=call_line(by, moment), gesture="next"
        )
    held = moment.lots.get(_purpose(moment))
    slip = None if held is None or by.id not in held.takers else held.order[held.takers.index(by.id)]
    return Move(
        f.TopicDrawn,
        _("Draw the topic of {team}", team=name),
        identity=by.identity,
        derived={} if slip is None else {"topic": slip_item(slip, rules.topics).id},
        blanks=(_topic_blank(state, moment),) if slip is None else (),
        say=call_line(by, moment),
        gesture="next",
        lot=None if slip is None or held is None else held.only((slip,)),
    )


def drawings(state: ScenarioState, moment: Moment) -> Iterator[Drawing]:
    """Yield the draw of a slip for everybody still to come, where there are enough; none says what stands on it."""
    rules: ScenarioRules = moment.rules
    begun = {performance.by.id for performance in state.performances}
    coming = list(state.coming(rules, moment.field))
    if state.current(moment.field) is not None or not coming or is_used(_purpose(moment), begun, moment):
        return
    lots = slip_lots(rules.topics, {topic.id for topic in _left(state, moment)})
    if len(lots) >= len(coming):
        places, takers = tuple(name_of(by, moment) for by in coming), tuple(by.id for by in coming)
        title, undrawn = _("topic slips"), _("in the order of the slips")
        yield Drawing(_purpose(moment), title, lots, places, takers, undrawn)


def _purpose(moment: Moment) -> str:
    return f"topics/{moment.round}"


def _declaration(performance: Performance, moment: Moment) -> tuple[Move, ...]:
    """Return the move that takes down the difficulty, nothing where none is missing."""
    rules: ScenarioRules = moment.rules
    if rules.difficulty is None or performance.difficulty is not None:
        return ()
    bounds = (rules.difficulty.lowest, rules.difficulty.highest, rules.difficulty.step)
    return (
        Move(
            f.DifficultyDeclared,
            _("Take down the difficulty of {team}", team=name_of(performance.by, moment)),
            identity=performance.by.identity,
            blanks=(Number("difficulty", _("difficulty"), *bounds),),
            gesture="next",
        ),
    )


def _topic_blank(state: ScenarioState, moment: Moment) -> Blank:
    """Return the choice of the topics left; a line to type in where the file has none, or none is left."""
    options = tuple(Option(topic.id, topic.title) for topic in _left(state, moment))
    return Choice("topic", options, _("topic slip")) if options else Line("title", _("topic slip"), optional=True)


def _left(state: ScenarioState, moment: Moment) -> Iterator[Topic]:
    """Yield the topics that nobody has drawn."""
    rules: ScenarioRules = moment.rules
    drawn = {performance.topic for performance in state.performances}
    return (topic for topic in rules.topics if topic.id not in drawn and topic.id not in moment.so_far.used)


def _preparing(performance: Performance, moment: Moment) -> Iterator[Move]:
    rules: ScenarioRules = moment.rules
    running = performance.prepare.running
    fresh = not running and not performance.prepare.used_ms
    yield _enter(performance, "play", _("On to the performance"), say=play_line(), running=running)
    if running:
        yield _press(performance, "prepare", "stop", _("Stop the preparation clock"))
    else:
        label = _("Start the preparation clock") if fresh else _("Resume the preparation clock")
        say = prepare_line(rules.prepare_time) if fresh else None
        yield _press(performance, "prepare", "start", label, say=say, aside=not fresh)


def _playing(performance: Performance, moment: Moment) -> Iterator[Move]:
    running = performance.play.running
    yield _enter(performance, "ballots", _("On to marking"), say=marking_line(), running=running)
    if running:
        yield _press(performance, "play", "stop", _("Stop the performance clock"), say=marking_line())
    elif moment.rules.play_time:
        yield _press(performance, "play", "start", _("Start the performance clock"))


def _marking(performance: Performance, moment: Moment) -> Iterator[Move]:
    rules: ScenarioRules = moment.rules
    now = ballots_of(performance, moment)
    labels = Labels(
        ballot=_("Hand in a ballot for {team}", team=name_of(performance.by, moment)),
        mark_line=marking_line(),
        reveal_line=call_for_marks(now),
    )
    blanks = mark_blanks("marks", rules.criteria, rules.step)
    yield from judging_moves(now, f.BALLOTS, blanks, panel_of(moment), labels=labels, sums=(sum_of(rules.criteria),))
    yield from _timing(performance, moment)


def _timing(performance: Performance, moment: Moment) -> Iterator[Move]:
    """Yield the asides about the time played: let the clock go on before the first ballot, set the time."""
    if not moment.rules.play_time:
        return
    if performance.timed is not None and not performance.sheet.ballots:
        yield _press(performance, "play", "start", _("Resume the performance clock"), aside=True)
    yield Move(
        f.TimeSet,
        _("Correct the time played"),
        identity=performance.by.identity,
        blanks=(Number("seconds", _("seconds played"), Decimal(0), LONGEST_PLAY, whole=True),),
        aside=True,
    )


def _enter(performance: Performance, segment: f.Segment, label: Text, *, say: Text, running: bool) -> Move:
    return Move(
        f.SegmentEntered,
        label,
        identity={**performance.by.identity, "segment": segment},
        say=say,
        gesture="next",
        closed=_("stop the clock first") if running else None,
    )


def _press(
    performance: Performance,
    segment: f.Segment,
    action: f.Action,
    label: Text,
    *,
    say: Text | None = None,
    aside: bool = False,
) -> Move:
    return Move(
        f.ClockPressed,
        label,
        identity={**performance.by.identity, "segment": segment, "action": action},
        blanks=(Instant("at", _("at")),),
        say=say,
        gesture="clock",
        aside=aside,
    )


_STAGES: Mapping[Stage, Callable[[Performance, Moment], Iterator[Move]]] = {
    "prepare": _preparing,
    "play": _playing,
    "ballots": _marking,
}
