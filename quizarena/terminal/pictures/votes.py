"""The judges' votes opened one by one (亮票), their count, and the winner's name as the picture."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from ...points import column_places, show
from ...scenes import Decision, Marks, OnStage, Versus, Vote, Votes, Winner
from ...text import Text
from ..canvas import AFF, BOLD, DIM, INK, NEG, NOW, Canvas, Pen
from ..digits import digits_width, largest, put_digits
from ..wide import cut, width
from ..words import _
from .lit import joined, put_name, rows, spaced_title
from .page import Page
from .stage import heading, moment_of, podium_line, put_strip

SIDES: Mapping[str, Text] = {"affirmative": _("Affirmative"), "negative": _("Negative")}
_PENS: Mapping[str, Pen] = {"affirmative": AFF, "negative": NEG}
_STATES: Mapping[str, Text | str] = {
    "waiting": "-",
    "in": ". . .",
    "absent": _("absent"),
    "barred": _("stands down"),
}
_CELL = {True: 16, False: 11}
"""Columns of a judge's cell at least."""


def votes_picture(page: Page) -> Canvas | None:
    """Return the picture of votes that open or of what they decided; None while marks of the match are opening."""
    decision, votes = page.one(Decision), page.one(Votes)
    if decision is not None:
        return _best(page, decision) if decision.newest == "best" else _decided(page, decision)
    if votes is None or (page.all(Marks) and all(not cell.says for cell in votes.cells)):
        return None
    return _opening(page, votes)


def _opening(page: Page, votes: Votes) -> Canvas:
    """Draw every judge's vote in a cell, the newest large below."""
    is_open = any(cell.says for cell in votes.cells)
    page.header(heading(page)[0], f"{moment_of(page)}   {page.word(_('Votes') if is_open else _('Voting'))}".strip())
    page.line(page.x(2, 4), 2, _both_sides(page), BOLD)
    y = page.y(4, 5) + _cells(page, votes, page.y(4, 5)) + page.y(1, 2)
    newest = next((cell for cell in votes.cells if cell.judge == votes.opened), None)
    if newest is None:
        said = sum(cell.state == "in" for cell in votes.cells), sum(cell.state == "waiting" for cell in votes.cells)
        counts = {"done": said[0], "all": sum(said)}
        words = "" if is_open else page.word(_("{done} of {all} votes are in", **counts))
        page.canvas.centre(y + 1, words, BOLD)
        put_strip(page)
        return page.finish()
    page.canvas.centre(y, page.word(newest.name), BOLD)
    word = joined([page.word(each) for each in newest.says])
    if len(newest.says) == 1:
        put_name(page, word, y + 2, down=page.height - y - 4)
    else:
        page.canvas.centre(y + 2, cut(word, page.width - 2), BOLD)
    return page.finish()


def _both_sides(page: Page) -> str:
    versus = page.one(Versus)
    if versus is None:
        return ""
    return joined([_side(page, side) for side in (versus.affirmative, versus.negative)])


def _side(page: Page, side: OnStage) -> str:
    return f"{page.word(SIDES[side.role])} {podium_line(page, side.podium, page.word(side.name), ' ')}"


def _cells(page: Page, votes: Votes, y: int) -> int:
    """Draw the judges' cells in as many lines as they need; return the rows they took."""
    x = page.x(2, 4)
    said = [_words(page, cell) for cell in votes.cells]
    pitch = max(_CELL[page.large], *(width(text) + 3 for text in said)) if said else 1
    across = max(1, (page.width - x) // pitch)
    for nth, (cell, text) in enumerate(zip(votes.cells, said, strict=True)):
        at, row = x + nth % across * pitch, y + nth // across * 3
        newest = cell.judge == votes.opened
        page.canvas.put(at, row, cut(page.word(cell.name), pitch - 1), DIM)
        pen = NOW if newest else BOLD if cell.says else DIM
        page.canvas.put(at - int(newest), row + 1, f"[{text}]" if newest else text, pen, limit=page.width)
    return 3 * -(-len(said) // across)


def _words(page: Page, cell: Vote) -> str:
    if cell.says:
        return " ".join(map(page.word, cell.says))
    state = _STATES[cell.state]
    return state if isinstance(state, str) else page.word(state)


def _decided(page: Page, decision: Decision) -> Canvas:
    """Draw the count as digits, or once it is open the winner's name as the picture."""
    page.header(heading(page)[0], f"{moment_of(page)}   {page.word(_('Result'))}".strip())
    versus = page.one(Versus)
    if versus is None or decision.winner is None:
        _count(page, decision)
    elif not decision.winner:
        page.canvas.centre(page.y(2, 4), spaced_title(page.word(_("Drawn"))), BOLD)
        _count(page, decision)
    else:
        _winner(page, decision, versus, decision.winner)
    put_strip(page)
    return page.finish()


def _counted(decision: Decision) -> str:
    """Return the count as both sides have it: 2:5."""
    ours, theirs = decision.count or (Fraction(0), Fraction(0))
    places = column_places((ours, theirs))
    return f"{show(ours, places)}:{show(theirs, places)}"


def _count(page: Page, decision: Decision) -> None:
    said, y = _counted(decision), page.y(7, 10)
    page.canvas.centre(page.y(4, 6), _both_sides(page), BOLD)
    if decision.winner is None and decision.casting is not None:
        page.canvas.centre(page.y(2, 4), page.word(_("Casting vote: {judge}", judge=decision.casting)), BOLD)
    size = largest(said, page.width * 7 // 10, rows(page))
    if size is None:
        page.canvas.centre(y, said, BOLD)
    else:
        put_digits(page.canvas, (page.width - digits_width(said, size)) // 2, y, said, size)


def _winner(page: Page, decision: Decision, versus: Versus, side: Literal["affirmative", "negative"]) -> None:
    team = versus.affirmative if side == "affirmative" else versus.negative
    said: dict[str, Text | str] = {"side": SIDES[side], "count": _counted(decision)}
    by_count = _("{side} win, {count}", **said)
    wins = page.word(by_count if decision.casting is None else _("{side} win, {count} and the casting vote", **said))
    page.canvas.centre(page.y(1, 2), wins if page.language.spaced else spaced_title(wins), BOLD)
    y = page.y(3, 5)
    y += put_name(page, page.word(team.name), y, down=page.height - 9 - y, pen=_PENS[side])
    page.canvas.centre(y + page.y(1, 2), podium_line(page, team.podium, page.word(team.name)), BOLD)


def _best(page: Page, decision: Decision) -> Canvas:
    """Draw the best debater of the match as large as a winner; of several, all below each other."""
    page.header(heading(page)[0], f"{moment_of(page)}   {page.word(_('Result'))}".strip())
    page.canvas.centre(page.y(1, 2), spaced_title(page.word(decision.award or "")), BOLD)
    y = page.y(3, 5)
    if len(decision.best) == 1:
        (best,) = decision.best
        y += put_name(page, page.word(best.name), y, down=page.height - 5 - y) + page.y(1, 2)
        page.canvas.centre(y, _team(page, best), BOLD)
        return page.finish()
    for best in decision.best:
        page.canvas.centre(y, joined((page.word(best.name), _team(page, best))), BOLD if page.large else INK)
        y += page.y(2, 3)
    return page.finish()


def _team(page: Page, best: Winner) -> str:
    team = page.word(best.team or "")
    return team if best.podium is None else podium_line(page, best.podium, team)
