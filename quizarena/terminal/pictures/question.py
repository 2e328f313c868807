"""A question in the hall: who answers and what is at stake, who was first at the buzzer, the verdict, the answer.

Decides which of these fills the page: a verdict for two seconds after it, or until the next fact, then the answer with
the team's new total; a buzz until the clock for the answer runs.
"""

from __future__ import annotations

from ...points import show, show_signed
from ...scenes import Buzz, OnStage, Question, Ranked, Ranking, Ruling
from ...sessions.programme import first_at_buzzer, seconds_of
from ...text import ordinal
from ..canvas import BOLD, INK, RIGHT, WRONG, Canvas, Pen
from ..digits import digits_width, largest, put_digits
from ..wide import cut, width, wrap
from ..words import _
from .lit import joined, put_dots, rows, spaced_title, word
from .motion import GAIN_MS
from .options import Line, option_lines, question_lines
from .page import Page
from .stage import foot, heading, podium_line, put_strip

_GAP = 3


def question_picture(page: Page) -> Canvas | None:
    """Return the picture of a verdict, an answer or a buzz; None while the question itself is the picture."""
    asked, ruling = page.one(Question), page.one(Ruling)
    if ruling is not None and ruling.team:
        if _is_fresh(page, ruling):
            return _verdict(page, ruling, asked)
        return _answered(page, ruling, asked) if asked is None or asked.answer is not None else None
    first = first_at_buzzer(page.feed.scene)
    return None if first is None else _buzz(page, first, asked)


def put_asked(page: Page) -> None:
    """Draw who answers, in brackets, and on the right what is at stake."""
    asked, stage = page.one(Question), page.one(OnStage)
    x, end = page.x(3, 5), page.width - page.x(2, 5)
    stakes = "" if asked is None else _stakes(page, asked)
    page.canvas.right(end, 2, stakes, INK)
    if stage is not None:
        said = f"[{podium_line(page, stage.podium, page.word(stage.name))}]"
        member = "" if stage.member is None else page.word(stage.member)
        room = end - width(stakes) - x
        page.canvas.put(x - 1, 2, cut(joined((said, member)), room), BOLD)


def _stakes(page: Page, asked: Question) -> str:
    if asked.points is None:
        return ""
    worth = page.word(_("this question {points}", points=show(asked.points)))
    if not asked.stake:
        return joined((worth, page.word(_("nothing off if wrong"))))
    return joined((worth, _right_or_wrong(page, asked)))


def _right_or_wrong(page: Page, asked: Question) -> str:
    if asked.points is None:
        return ""
    right = page.word(_("right {points}", points=show_signed(asked.points)))
    return joined((right, page.word(_("wrong {points}", points=show_signed(-asked.stake))) if asked.stake else ""))


def _is_fresh(page: Page, ruling: Ruling) -> bool:
    """Whether the ruling came with the last fact, within its two seconds."""
    motion = page.look.motion
    return motion is not None and ruling not in motion.before.scene.of(Ruling) and page.since(GAIN_MS) is not None


def _pen(ruling: Ruling) -> Pen:
    return RIGHT if ruling.gain > 0 else WRONG if ruling.gain < 0 else INK


def _row(page: Page, team: str) -> Ranked | None:
    ranking = page.one(Ranking)
    return None if ranking is None else next((row for row in ranking.rows if row.team == team), None)


def _verdict(page: Page, ruling: Ruling, asked: Question | None) -> Canvas:
    """Draw the verdict and what it gave, large, side by side."""
    page.header(*heading(page))
    pen, high, top = _pen(ruling), rows(page), page.y(3, 4)
    x, end = page.x(3, 8), page.width - page.x(3, 7)
    gain = show_signed(ruling.gain) if ruling.gain else "0"
    said = page.word(ruling.verdict)
    dots = word(page, said if not said.isascii() else said.upper(), page.width * 47 // 100 - x, high)
    if dots is None:
        page.canvas.centre(top + high // 2, spaced_title(said), BOLD, left=x, right=page.width // 2)
    else:
        put_dots(page, x, top, dots, pen)
    size = largest(gain, page.width * 46 // 100, high - 2) if "/" not in gain else None
    if size is None:
        page.canvas.centre(top + high // 2, gain, BOLD, left=page.width // 2)
    else:
        left = end - digits_width(gain, size)
        put_digits(page.canvas, left, top + (high - size.height) // 2, gain, size, pen=pen)
    third = joined((_chosen(page, ruling), _answer(page, asked) or page.word(ruling.line)))
    below = (3, 6, 9) if page.large else (1, 3, 4)
    for row, text in zip(below, (_who(page, ruling), _totals(page, ruling), third), strict=True):
        page.canvas.centre(top + high + row, cut(text, page.width - 2), BOLD)
    put_strip(page)
    return page.finish()


def _who(page: Page, ruling: Ruling, brackets: str = "{}") -> str:
    """Return whom a ruling is on: desk and team, in brackets if asked for, and the member who is on stage for it."""
    row, stage = _row(page, ruling.team), page.one(OnStage)
    if row is None:
        return ""
    member = stage.member if stage is not None and stage.team == ruling.team else None
    desk = brackets.format(podium_line(page, row.podium, page.word(row.name)))
    return joined((desk, "" if member is None else page.word(member)))


def _totals(page: Page, ruling: Ruling) -> str:
    """Return the team's total before and after, and where it stands now."""
    if ruling.after is None:
        return ""
    if ruling.before is None or ruling.before == ruling.after:
        change = page.word(_("total {total}", total=show(ruling.after)))
        return joined((change, page.word(_("unchanged")) if ruling.before is not None else ""))
    change = page.word(_("total {before} -> {after}", before=show(ruling.before), after=show(ruling.after)))
    return joined((change, _standing(page, ruling.team)))


def _standing(page: Page, team: str) -> str:
    """Return a team's place now, and with which other it shares it."""
    row, ranking = _row(page, team), page.one(Ranking)
    if row is None or row.place is None or ranking is None:
        return ""
    level = [each.podium for each in ranking.rows if each.place == row.place and each.team != team]
    place = ordinal(row.place)
    if not level:
        return page.word(_("in {place} place", place=place))
    desks = page.several(map(str, sorted(level)))
    return page.word(_("level with desk {desks}, {place}", desks=desks, place=place))


def _answer(page: Page, asked: Question | None) -> str:
    return "" if asked is None or asked.answer is None else page.word(_("Answer: {answer}", answer=asked.answer))


def _answered(page: Page, ruling: Ruling, asked: Question | None) -> Canvas:
    """Draw the question with its answer framed, and the team's total as digits."""
    page.header(*heading(page))
    x, end = page.x(3, 5), page.width - page.x(2, 5)
    gain = show_signed(ruling.gain) if ruling.gain else ""
    outcome = joined((_chosen(page, ruling), page.word(ruling.verdict), gain))
    page.canvas.right(end, 2, outcome, _pen(ruling))
    page.canvas.put(x - 1, 2, cut(_who(page, ruling, "[{}]"), end - width(outcome) - x), BOLD)
    bottom, y = foot(page) - 1, page.y(4, 5)
    if asked is not None and asked.answer is not None:
        y = _asked(page, asked, x, y, bottom - 4) + page.y(1, 2)
        y = _framed(page, page.word(asked.answer), x - page.x(1, 0), y, bottom)
    _new_total(page, ruling, y + page.y(1, 2), bottom)
    put_strip(page)
    return page.finish()


def _asked(page: Page, asked: Question, x: int, y: int, bottom: int) -> int:
    """Draw the question, and its options where there is room for all of them; return the row below."""
    room = page.width - 2 * x
    said = question_lines(page, asked, room)
    lines: list[Line] = [(text, BOLD) for text in said]
    options = list(option_lines(page, asked, room))
    if y + len(lines) + len(options) <= bottom - (4 if page.large else 2):
        lines += options
    for text, pen in lines[: max(1, bottom - y)]:
        page.canvas.put(x, y, text, pen)
        y += 1
    return y


def _chosen(page: Page, ruling: Ruling) -> str:
    """Return which letters were chosen."""
    return page.word(_("chose {letters}", letters="".join(ruling.chosen))) if ruling.chosen else ""


def _framed(page: Page, answer: str, x: int, y: int, bottom: int) -> int:
    """Draw the answer in a frame of lit cells; return the row below it."""
    across, side, air = page.width - 2 * x, 4, int(page.large)
    lines = wrap(answer, across - 2 * side - 4)[: max(1, bottom - y - 2 - 2 * air)]
    down = len(lines) + 2 + 2 * air
    for top in (y, y + down - 1):
        page.canvas.light(x, top, across, 1, RIGHT)
    for left in (x, x + across - side):
        page.canvas.light(left, y, side, down, RIGHT)
    for row, text in enumerate(lines, y + 1 + air):
        page.canvas.centre(row, text, BOLD, left=x + side, right=x + across - side)
    return y + down


def _new_total(page: Page, ruling: Ruling, y: int, bottom: int) -> None:
    row = _row(page, ruling.team)
    if ruling.after is None or row is None or bottom - y < 1:
        return
    desk = podium_line(page, row.podium, page.word(row.name))
    label = joined((desk, page.word(_("Total"))))
    said, left = show(ruling.after), page.x(3, 9) + width(label) + _GAP
    room = page.width - page.x(8, 8) - left
    size = largest(said, room, min(bottom - y, rows(page) - 2)) if "/" not in said else None
    if size is None:
        page.canvas.put(page.x(3, 9), y, joined((label, said)), BOLD)
        return
    page.canvas.put(page.x(3, 9), y + (size.height - (4 if page.large else 2)) // 2, label, INK)
    put_digits(page.canvas, page.width - page.x(8, 8) - digits_width(said, size), y, said, size)


def _buzz(page: Page, stage: OnStage, asked: Question | None) -> Canvas:
    """Draw who was first at the buzzer: its desk as a digit, its name."""
    page.header(*heading(page))
    x, high = page.x(3, 5), rows(page)
    y = 2 + (0 if asked is None else page.lines(x, 2, page.word(asked.text), 2, BOLD))
    if page.large:
        page.canvas.centre(max(y + 1, page.y(0, 5)), spaced_title(page.word(_("Buzzed"))), BOLD)
    top = max(y + 1, page.y(4, 8))
    digit, name = str(stage.podium), page.word(stage.name)
    size = largest(digit, page.width * 18 // 100, high - 2)
    margin = page.x(2, 4)
    taken = 0 if size is None else digits_width(digit, size) + _GAP + 1
    dots = word(page, name, page.width - 2 * margin - taken, high) if size is not None else None
    if dots is None or size is None:
        page.canvas.centre(top + high // 2, spaced_title(f"{digit} {name}"), BOLD)
    else:
        left = (page.width - taken - len(dots[0])) // 2
        put_digits(page.canvas, left, top + (high - size.height) // 2, digit, size)
        put_dots(page, left + taken, top, dots, INK)
    y = top + high + (6 if page.large else 3)
    page.canvas.centre(y - page.y(2, 3), cut(_pressed(page), page.width - 2), INK)
    said = "" if asked is None else _right_or_wrong(page, asked)
    page.canvas.centre(min(y, foot(page) - 2), joined((said, page.word(_("Your answer, please")))), BOLD)
    put_strip(page)
    return page.finish()


def _pressed(page: Page) -> str:
    """Return by how much the first press was earlier than the second, and whose that was; without it, how fast."""
    pressed = page.one(Buzz)
    if pressed is None or not pressed.order:
        return ""
    _first, *later = pressed.order
    if later:
        second = podium_line(page, later[0].podium, page.word(later[0].name), " ")
        ahead = page.word(_("{ahead} s ahead", ahead=seconds_of(later[0].behind_ms)))
        within = f" (±{seconds_of(later[0].within_ms)})" if later[0].within_ms else ""
        return joined((ahead + within, page.word(_("second: {desk}", desk=second))))
    if pressed.after_call_ms is None:
        return ""
    return page.word(_("{seconds} s after the call", seconds=seconds_of(pressed.after_call_ms)))
