"""What a screen shows of a quiz section: the question, who answers, the clock, and for the desk what comes next.

Decides what each audience may know: the answer is behind the curtain until it is shown or the question is over, a
question not yet asked is in no scene at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizarena.moves import Move
from quizarena.roster import Team, named
from quizarena.rounds import Moment
from quizarena.scenes import (
    Audience,
    Block,
    Clocks,
    Face,
    Headline,
    MediaShown,
    Purpose,
    Say,
    Scene,
    Steps,
    Table,
    is_backstage,
)
from quizarena.scenes import Question as QuestionBlock
from quizarena.text import Joined, Text
from quizarena.values import evolve

from . import lines
from .course import Course, stage
from .facts import Asked
from .labels import SIGNS, STEPS, desk_label, member_label, question_label
from .question import QuestionItem
from .state import Question, State
from .words import _
from .worth import beside_ruling

_COMING = 2


def draw_scene(course: Course, state: State, moment: Moment, moves: Iterable[Move], audience: Audience) -> Scene:
    """Return the scene of `course` for `audience`; `moves` are what may happen now."""
    curtain = is_backstage(audience)
    if curtain:  # the host's lines come from the moves too: they are gone through twice
        moves = tuple(moves)
    blocks: list[Block] = list(_top(course, state, moment, over=all(move.aside for move in moves)))
    question, picked = course.on_show(state), state.picked_since
    if curtain and picked is not None:  # the host has read what became of the last question, the hall still sees it
        blocks.append(stage(moment, picked.team))
    elif question is not None:
        blocks += _question(course, state, question, course.then(question, state, moment), curtain)
    blocks += course.around(state, moment)
    if curtain:
        blocks += _for_the_desk(course, state, moment, moves)
    return Scene(moment.title, tuple(blocks))


def _top(course: Course, state: State, moment: Moment, *, over: bool) -> Iterator[Block]:
    planned = course.planned(state, moment)
    if over:
        count, last = len(state.latest), None if state.current is None else state.current.number
        inside = None if last is None else _("question {number}", number=last)
        done = _("all {count} questions are done", count=count) if count else _("no question was asked")
        yield Headline(done, None, last, planned, inside)
    elif state.current is not None:
        number = state.current.number
        inside = _("question {number}", number=number)
        beside = _("separates a tie") if state.current.unscored else _("of {count}", count=planned)
        yield Headline(question_label(number), beside, number, planned, inside)
    else:
        yield Headline(moment.title, _("{count} questions", count=planned))
    steps = course.steps(moment.rules)
    current = None if over else steps.index(course.phase(state, moment))
    yield Steps(tuple(STEPS[name] for name in steps), current)


def _question(course: Course, state: State, question: Question, moment: Moment, curtain: bool) -> Iterator[Block]:
    yield from course.on_stage(question, moment)
    shown = tuple(course.on_screen(question, moment, curtain))
    points, stake = course.at_stake(question, moment) if shown else (None, None)
    out = tuple(course.out(state, question, moment)) if shown else ()
    for item, may_know in shown:
        block = evolve(_block(item, question.number), points=points, stake=stake, out=out)
        yield _answered(block, item) if may_know else block
    yield from course.blocks(question, moment, curtain)
    if course.is_open(question, moment):
        label = _("time to buzz") if course.is_buzzing(question, moment) else _("time to answer")
        yield Clocks((Face(course.clock(question, moment.rules), label),))
    if (ruling := course.ruling(question, moment)) is not None:
        yield ruling


def _block(item: QuestionItem, number: int) -> QuestionBlock:
    shown = item.media
    media = None if shown is None else MediaShown(shown.kind, number, shown.stored_name, alt=item.alt)
    return QuestionBlock(item.text, form=item.type, options=item.lettered, media=media)


def _answered(shown: QuestionBlock, item: QuestionItem) -> QuestionBlock:
    return evolve(shown, answer=item.answer_text, accepted=item.accepted, key=item.key, explanation=item.explanation)


def _for_the_desk(course: Course, state: State, moment: Moment, moves: Iterable[Move]) -> Iterator[Block]:
    yield _say(course, state, moment, moves)
    yield _record(course, state, moment)
    rows = tuple(_coming(course, state, moment))
    if rows:
        yield Table((_("question"), _("desk"), _("contestant")), rows, _("coming up"), Purpose.COMING)


def _say(course: Course, state: State, moment: Moment, moves: Iterable[Move]) -> Say:
    spoken = [move for move in moves if move.say and not move.closed and not move.aside]
    step = next((move.say for key in ("next", "clock", None) for move in spoken if move.gesture == key), None)
    call = next((move.say for move in spoken if any(move.say is each for each in lines.ONCE_READ)), None)
    ends = all(move.aside for move in moves) and not moment.play_off
    question, picked = course.on_show(state), state.picked_since
    announced = None if question is None else course.announced(question, course.then(question, state, moment))
    coming = (step,) if step else (lines.over(moment.title),) if ends else ()
    following = coming if announced is None else (announced, *coming)
    if question is None or picked is not None:
        line = course.between_line(state, moment)
        return Say(following) if line is None else Say((line,), following)
    now = course.then(question, state, moment)
    ruling = _ruling_line(course, question, now) or _answer_shown(course, question, now)
    counting = course.is_open(question, now) and question.timed and not question.answered
    over = (lines.TIME,) if counting else ()
    if ruling:
        return Say((ruling,), following, over=over, remark=beside_ruling(course, question, now))
    if call is not None:
        return _unread(course, question, moment, (call,) if announced is None else (announced, call), over)
    waits = step is lines.COMPLETE
    return Say(following, over=over, remark=_("once they have finished; at 0:00 read “Time.”") if waits else None)


def _unread(
    course: Course, question: Question, moment: Moment, following: tuple[Text, ...], over: tuple[Text, ...]
) -> Say:
    """Return the lines while a question is to be read, from the host's card where no bank has it."""
    item = course.item(question, moment.rules)
    if item is not None:
        return Say(following, over=over, reading=item.text)
    return Say(following[:-1], following[-1:], over=over, remark=_("read the question from your card"))


def _ruling_line(course: Course, question: Question, moment: Moment) -> Text | None:
    """Return the line on the last ruling, with the answer where the hall comes to know it only now."""
    line, answer = course.ruling_line(question, moment), _answer(course, question, moment)
    known = question.shown or question.right or not course.is_revealed(question, moment)
    return line if line is None or answer is None or known else lines.with_answer(line, answer)


def _answer_shown(course: Course, question: Question, moment: Moment) -> Text | None:
    return _answer(course, question, moment) if question.shown else None


def _answer(course: Course, question: Question, moment: Moment) -> Text | None:
    item = course.item(question, moment.rules)
    return None if item is None else item.answer_text


def _record(course: Course, state: State, moment: Moment) -> Table:
    rows = tuple(
        (
            moment.field.podium(team.id),
            named(team.name, team.standing),
            Joined(tuple(_signs(course, state, moment, team))),
        )
        for team in moment.field.teams
    )
    teams = tuple(team.id for team in moment.field.teams)
    return Table((_("desk"), _("team"), _("this round")), rows, _("this round"), Purpose.TEAMS, teams)


def _signs(course: Course, state: State, moment: Moment, team: Team) -> Iterator[Text]:
    yield from (sign for _number, sign in sorted(course.signs(state, moment, team.id), key=lambda each: each[0]))
    yield from [SIGNS["left"]] * course.left(state, moment, team.id)


def _coming(course: Course, state: State, moment: Moment) -> Iterable[tuple[Text | None, ...]]:
    """Yield the next turns, as they come if every question goes its usual way."""
    for _place in range(_COMING):
        turn = course.next_turn(state, moment)
        if turn is None or not turn.team:
            return
        member = member_label(moment.field, turn.team, turn.member)
        yield question_label(turn.number), desk_label(moment.field, turn.team), member
        state = Asked(turn.number, turn.team, turn.member).apply(state, 0)
