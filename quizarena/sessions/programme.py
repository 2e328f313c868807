"""What stands on a board: the programme the desk chose, else what the contest is at; one answer for every board.

Here is also what the buzzers measured, in words, for boards, desk and host.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from ..points import show
from ..scenes import Buzz, Clocks, Headline, Lots, Marks, OnAir, OnStage, Prizes, Ruling, Scene
from ..text import Joined, Text
from .words import _

Programme: TypeAlias = Literal["black", "title", "draw", "round", "standings", "marks", "prizes", "message", "join"]
_OWN: dict[str, Programme] = {each: each for each in get_args(Programme)}


def programme_of(scene: Scene) -> Programme:
    """Return the programme on air; without one of its own, "follow" is one, a board follows the contest."""
    chosen = [air.programme for air in scene.of(OnAir)]
    return _OWN.get(chosen[-1] if chosen else "") or _followed(scene)


def _followed(scene: Scene) -> Programme:
    """Return what the contest is at: its winners, the standings, the running round, the draw, or the title.

    The last ruling, or what the last vote came to, stays until the desk goes on: the host still reads of it.
    """
    given, has_headline = scene.of(Prizes), bool(scene.of(Headline))
    is_signed = any(air.signed for air in scene.of(OnAir))
    if given and (is_signed or not has_headline):
        return "prizes" if given[-1].rows and is_signed else "standings"
    if scene.of(Lots):
        return "draw"
    return "round" if has_headline else "title"


def prize_stays(given: Prizes, *, is_signed: bool) -> bool:
    """Whether the first prize is there again after the last row, or the result is signed: the picture that stays."""
    is_back = given.returns and given.now == 0 and all(names is not None for _name, names in given.rows)
    return is_back or is_signed


def marks_on_show(blocks: Sequence[Marks]) -> Marks | None:
    """Return the performance whose marks are opening, None once all of several are open."""
    if len(blocks) == 1:
        return blocks[0]
    closed = (block for block in blocks if any(cell.state in ("in", "waiting") for cell in block.cells))
    return next((block for block in blocks if block.opened is not None), next(closed, None))


def first_at_buzzer(scene: Scene) -> OnStage | None:
    """Return who was first at the buzzer, until the clock for the answer has run."""
    stages, faces = scene.of(OnStage), [face for block in scene.of(Clocks) for face in block.faces]
    if not stages or not stages[-1].buzzed or scene.of(Ruling):
        return None
    was_timed = any(face.clock.running or face.clock.used_ms for face in faces)
    return None if was_timed else stages[-1]


def seconds_of(milliseconds: int) -> str:
    """Return milliseconds as seconds: "0.131"."""
    return show(Fraction(milliseconds, 1_000))


def buzz_lines(block: Buzz) -> Iterator[Text]:
    """Yield who pressed, the first first and by how much, then who was early, and who pressed no buzzer."""
    for place, press in enumerate(block.order):
        said: dict[str, Text | str | int] = {"podium": press.podium, "team": press.name}
        behind, within = seconds_of(press.behind_ms), seconds_of(press.within_ms)
        if place:
            yield _("desk {podium} {team}, {behind} s behind (±{within})", behind=behind, within=within, **said)
        elif block.after_call_ms is not None:
            after = seconds_of(block.after_call_ms)
            yield _("desk {podium} {team} first, {after} s after the call", after=after, **said)
        else:
            yield _("desk {podium} {team} first", **said)
    if block.early:
        yield _("false start: {teams}", teams=_names(block.early))
    if block.silent:
        yield _("did not press: {teams}", teams=_names(block.silent))


def _names(teams: Sequence[tuple[str, Text]]) -> Text:
    return Joined(tuple(name for _team, name in teams), _(", "))
